"""How fast OnRecord is, alone and beside its peers."""
