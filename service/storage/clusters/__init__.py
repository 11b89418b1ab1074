"""Clusters of utterances: candidates, links, quotes and their stable ids."""
