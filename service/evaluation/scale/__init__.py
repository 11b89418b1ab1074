"""How long assigning a quote takes as a store grows."""
