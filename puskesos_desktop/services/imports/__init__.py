"""Files of others taken in, rehearsed first and then one deed that can be undone; files out."""
