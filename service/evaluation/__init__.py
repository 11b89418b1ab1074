"""How good and how fast it is: what `docs/benchmarks.md` reports. Not in the image."""
