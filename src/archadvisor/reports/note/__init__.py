"""The note: what `ask` and `interview` leave on the screen, the advice in a few lines and what is to ask whom."""
