"""Periksa: what in the data deserves a look."""
