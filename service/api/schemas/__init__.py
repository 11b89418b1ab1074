"""What goes over HTTP: Pydantic at the edge, mapped from the frozen dataclasses inside."""
