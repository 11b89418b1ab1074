"""Send events: as messages to the addresses that an operator named, and as a feed."""
