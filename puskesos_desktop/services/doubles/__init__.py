"""One person or family that stands twice: likely, compared, merged."""
