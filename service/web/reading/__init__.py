"""An article on a page: its text out of a form or a file, and its quotations as marks."""
