"""Files that are there whole or not at all, what the program carries, and a disk told to keep what it was given."""
