"""What became of a system: decisions and whether they still hold, and what differs between two states of it."""
