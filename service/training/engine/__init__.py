"""Training of the engine: a teacher, its labels, and the network that ships."""
