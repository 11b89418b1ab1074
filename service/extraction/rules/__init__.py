"""The first engine: quotations by dependency parse, cue words and the shape of quoted sentences."""
