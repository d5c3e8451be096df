"""Asking people: what to ask next is a pure function of the answers so far; the terminal is a shell around it."""
