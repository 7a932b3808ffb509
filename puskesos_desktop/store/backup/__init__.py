"""Copies of the store, which of them stay, and putting one back."""
