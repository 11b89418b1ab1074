"""The trained model: tokens to tag and link probabilities, and these to attributions."""
