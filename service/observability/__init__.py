"""What an operator sees: logs, metrics and traces. None of them holds a word of an article."""
