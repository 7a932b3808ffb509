"""The office: the same operations, the same fold."""
