"""What is derived from the journal: shapes, folding, lines, duplicates."""
