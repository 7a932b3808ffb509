"""Photos at rest and in backups."""
