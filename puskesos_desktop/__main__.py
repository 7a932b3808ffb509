"""Starts the window."""

from __future__ import annotations

import sys

from puskesos_desktop import app


def main() -> None:
    """Run until the window is closed."""
    sys.exit(app.run(sys.argv))


if __name__ == "__main__":
    main()
