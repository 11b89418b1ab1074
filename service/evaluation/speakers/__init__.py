"""How well speakers are named, against people's answers."""
