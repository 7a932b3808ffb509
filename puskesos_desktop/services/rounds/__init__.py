"""Verification on paper: planned, printed, entered, its quality."""
