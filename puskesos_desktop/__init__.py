"""Puskesos Desktop: the social data of a village, kept true on its own laptop."""

__version__ = "0.1.0"
