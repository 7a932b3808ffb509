"""`python -m puskesos_desktop.cli` is `puskesos`."""

from puskesos_desktop.cli import main

main()
