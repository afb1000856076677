"""`python -m bot` runs the Discord bot, as `whosays discord` does."""

from __future__ import annotations

import sys

from bot.cli.run import run

if __name__ == "__main__":
    sys.exit(run(["discord", *sys.argv[1:]]))
