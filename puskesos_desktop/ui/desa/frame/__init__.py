"""The frame round the pages: rail, status, what waits."""
