"""Whether an indirect quotation is a statement, and what is answered by default."""
