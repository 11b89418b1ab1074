"""The HTTP server under the application: its limits and deadlines, and how it stops."""
