"""Impor, and the lists that go out."""
