"""Peristiwa keluarga: one dialog for each event."""
