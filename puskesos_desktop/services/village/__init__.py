"""A village begun, and its settings."""
