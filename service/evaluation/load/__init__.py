"""Load on a server from many clients at once: how many requests it answers, and how fast."""
