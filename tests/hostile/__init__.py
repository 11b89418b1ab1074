"""Requests that mean harm."""
