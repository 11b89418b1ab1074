"""Words as data: the cues of reported speech, and the phrases of boilerplate."""
