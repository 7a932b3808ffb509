"""The encrypted village on disk; the only place that knows SQL."""
