"""What the operator does: one module per job, one function per deed."""
