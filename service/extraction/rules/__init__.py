"""Rules that correct the model's attributions by marks, cue words and context."""
