"""How well attributions are found, against people's annotations."""
