"""Proposals, meetings and their letters, the way to SIKS-NG."""
