"""The registry of speakers: whose name is it, and what each speaker is called."""
