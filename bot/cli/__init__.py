"""The command line. `main` is the console script; everything slow is imported by the command that needs it."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    from bot.cli.run import run

    sys.exit(run(sys.argv[1:]))
