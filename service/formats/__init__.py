"""Files of the trade: pure functions between one record and its form in a format."""
