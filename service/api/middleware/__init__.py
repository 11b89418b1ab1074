"""What every request passes before its route: limits, headers, and the log of requests."""
