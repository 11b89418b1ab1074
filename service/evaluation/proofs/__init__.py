"""How good proofs are: drafts made of real words by a script, with the verdict that each needs."""
