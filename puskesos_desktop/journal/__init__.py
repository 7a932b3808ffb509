"""The append-only log: operations, clock, chain and fold, all pure."""
