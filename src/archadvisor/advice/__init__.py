"""What follows from the styles: safeguards, things to build, costs, road map, contradictions. Pure functions."""
