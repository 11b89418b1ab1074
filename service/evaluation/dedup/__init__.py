"""How well quotes are told apart, on labelled pairs."""
