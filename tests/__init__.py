"""Tests of OnRecord."""
