"""The method: facts, lines, score, style, and what would turn it. Pure functions, no files, no clock."""
