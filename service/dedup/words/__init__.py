"""Words: one normal form for all house styles, and how much each word says."""
