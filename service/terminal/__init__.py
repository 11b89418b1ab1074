"""The commands of `onrecord` at a terminal: their options, progress bars and reports."""
