"""What is true of households, identities and indicators, without disk, screen or paper."""
