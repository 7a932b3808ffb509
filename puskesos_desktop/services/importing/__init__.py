"""Files of others taken in: rehearsed first without a write, then written as one deed that can be undone."""
