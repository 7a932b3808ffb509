"""Speed and size, as ratios against a named floor in the same run."""
