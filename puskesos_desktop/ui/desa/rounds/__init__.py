"""Verifikasi: the round, its print, the entry of results."""
