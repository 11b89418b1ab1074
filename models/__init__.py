"""What things are: tables only."""
