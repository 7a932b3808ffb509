"""Colours, style sheet, icons, and Qt in Indonesian."""
