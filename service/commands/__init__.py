"""What each command of `onrecord` does, apart from the parsing of its words."""
