"""The JSON objects of the API, as Pydantic models made from the dataclasses inside."""
