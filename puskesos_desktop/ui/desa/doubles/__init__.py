"""Two records side by side, found and merged."""
