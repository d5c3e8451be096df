"""The system as a graph: roles of parts, who waits for whom, actions, events, and the problems between interactions."""
