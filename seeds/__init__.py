"""Demo articles of our own writing, their outlets and speakers: what `onrecord seed` loads."""
