"""The verification form on paper."""
