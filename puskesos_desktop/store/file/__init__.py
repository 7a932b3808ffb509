"""The encrypted file, its keys, and who may open it."""
