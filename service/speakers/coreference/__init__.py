"""Coreference: which entity a name, a pronoun or a description refers to."""
