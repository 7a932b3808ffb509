"""Periksa and Bentrok."""
