"""What a team answered: reading, with every fault of a file in one run."""
