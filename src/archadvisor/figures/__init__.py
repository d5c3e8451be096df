"""Numbers of interactions: what a team states, and what follows from it."""
