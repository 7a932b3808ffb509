"""Cadangan and updates."""
