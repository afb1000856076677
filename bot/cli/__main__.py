"""`python -m bot.cli` is the `whosays` command."""

from bot.cli import main

main()
