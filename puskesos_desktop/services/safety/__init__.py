"""Backups, restoring, early warnings, updates."""
