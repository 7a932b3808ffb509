"""Bundles out and in, and the laptops that know each other."""
