"""A Markdown Any Decision Record (MADR 4.0) of interactions that were decided together, in the form of its folder."""
