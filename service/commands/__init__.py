"""The commands of `onrecord`, without the parsing of their options."""
