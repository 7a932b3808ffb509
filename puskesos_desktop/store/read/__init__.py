"""What screens ask of a village: SQL that only reads."""
