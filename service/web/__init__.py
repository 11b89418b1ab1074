"""Pages for people: templates, static files and the routes that fill them, on top of the API."""
