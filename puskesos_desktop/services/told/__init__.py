"""Records, history and conflicts told in words."""
