"""Tools for agents: the Model Context Protocol over the same store and the same engines."""
