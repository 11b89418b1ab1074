"""Ingest jobs: many articles, stored one after the other by workers."""
