"""The journal written and read: own deeds, those of others, what waits, what was undone."""
