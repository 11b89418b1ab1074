"""Sources: the words that say who spoke, split into their parts."""
