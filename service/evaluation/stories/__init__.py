"""Measure how well near copies of articles are found, and others kept apart."""
