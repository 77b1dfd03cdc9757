"""`python -m trendkit`."""

from trendkit.cli import main

main()
