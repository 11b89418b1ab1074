"""Rules that say whether the words were said: negations, conditions, denials, fabrications."""
