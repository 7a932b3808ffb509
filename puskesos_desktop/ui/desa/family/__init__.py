"""The editor of a family."""
