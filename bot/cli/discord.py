"""`whosays discord`: runs the bot."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

from bot.errors import Exit, UsageError

if TYPE_CHECKING:
    from bot.cli.console import Session


def run(session: Session) -> int:
    """Run the Discord bot until it is told to stop; `python -m bot` does the same."""
    import importlib.util

    if importlib.util.find_spec("bot.__main__") is None:
        raise UsageError("this installation has no Discord bot: reinstall whosays")
    session.detail("starting the Discord bot")
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
    return Exit.OK
