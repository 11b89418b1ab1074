"""Proofs: each quotation of a draft, compared with its sources. Pure: no SQL, no HTTP."""
