"""`whosays history`: earlier questions and answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.cli.console import write
from bot.errors import Exit, UsageError
from bot.history import Entry, History

if TYPE_CHECKING:
    from bot.cli.console import Session


def entries(session: Session, limit: int) -> int:
    """List the newest entries, newest first."""
    return _list(session, History(session.home).newest(limit))


def search(session: Session, words: str) -> int:
    """List the entries that hold the words."""
    return _list(session, History(session.home).search(words))


def _list(session: Session, found: list[Entry]) -> int:
    if not found:
        session.note("nothing in the history")
        return Exit.OK
    rows = [(str(entry.id), entry.asked.replace("T", " ")[:16], entry.state, entry.question) for entry in found]
    session.table(("no.", "asked (UTC)", "state", "question"), rows)
    return Exit.OK


def show(session: Session, number: int, as_json: bool) -> int:
    """Print an earlier answer as it was."""
    from bot.render import json

    entry = History(session.home).get(number)
    if as_json:
        write(json.dumps(entry.answer, indent=2) + "\n")
    else:
        session.out(f"{entry.asked.replace('T', ' ')[:16]} UTC\n\n{entry.text}".rstrip("\n"))
    return Exit.OK


def export(session: Session) -> int:
    """Write all entries, oldest first, one JSON object a line."""
    from bot.render import json

    for entry in History(session.home).all():
        row = {"id": entry.id, "asked": entry.asked, "question": entry.question, "follows": entry.follows}
        write(json.dumps({**row, "answer": entry.answer}) + "\n")
    return Exit.OK


def clear(session: Session, yes: bool) -> int:
    """Forget all entries; without a terminal only when `--yes` says so."""
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("history clear forgets everything: add --yes")
        sys.stderr.write("Forget all questions and answers? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            session.note("nothing was cleared")
            return Exit.OK
    count = History(session.home).clear()
    session.note(f"{count} {'entry' if count == 1 else 'entries'} cleared")
    return Exit.OK
