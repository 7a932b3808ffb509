"""A family registered, edited, deleted and told; its photos."""
