"""Schemas of events, and of the webhooks to which they are sent."""
