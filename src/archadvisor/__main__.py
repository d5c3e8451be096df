"""`python -m archadvisor`."""

from archadvisor.cli import main

main()
