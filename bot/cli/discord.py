"""`whosays discord`: runs the bot, or does one of the things around it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import Exit, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.console import Session
    from bot.discord.settings import Settings


@dataclass(frozen=True, slots=True)
class Request:
    """The options as given."""

    preview: Path | None = None
    invite: str | None = None
    feedback: Path | None = None
    check: bool = False
    #: The language model as `--llm` names it; None is none given.
    llm: str | None = None


def run(session: Session, request: Request) -> int:
    """Run the bot until it is told to stop; `python -m bot` does the same."""
    if sum((request.preview is not None, request.invite is not None, request.feedback is not None, request.check)) > 1:
        raise UsageError("--preview, --invite, --feedback and --check do not go together: choose one")
    if request.invite is not None:
        return _invite(session, request.invite)
    if request.feedback is not None:
        return _feedback(session, request.feedback)
    if request.preview is not None:
        return _preview(session, request.preview)
    from bot.discord.settings import load

    settings = load(os.environ, session.home, request.llm)
    if request.check:
        return _check(session, settings)
    from bot.cli import homes

    # The bundled articles stand in for an empty default home, as on the command line; the check also reads the index.
    homes.open_or_sample(session).close()
    from bot.discord.run import run as run_bot
    from bot.models.chosen import chosen

    session.detail("starting the Discord bot")
    trained = chosen(session.settings)
    return run_bot(settings, session.home, lambda: homes.open_index(session, one_shot=False), trained)


def _invite(session: Session, application: str) -> int:
    if not (application.isascii() and application.isdigit() and len(application) <= 20):
        raise UsageError(
            f"--invite takes the application's id, a number from the developer portal, not {application!r}"
        )
    from bot.discord.rights import invite
    from bot.discord.settings import PERMISSIONS

    session.out(invite(int(application), PERMISSIONS))
    return Exit.OK


def _feedback(session: Session, file: Path) -> int:
    from bot.discord.feedback import question_set
    from bot.discord.store import FILE_NAME, Store

    if not (session.home / FILE_NAME).exists():
        raise UsageError(f"no {FILE_NAME} in {session.home}: the bot has not run with this home")
    store = Store(session.home)
    try:
        rows = store.votes()
        file.write_text(question_set(rows), "utf-8")
    finally:
        store.close()
    session.note(
        f"{len(rows)} questions with votes in {file}: check each with `review`, then `whosays evaluate {file}`"
    )
    return Exit.OK


def _preview(session: Session, file: Path) -> int:
    from bot.cli import homes
    from bot.discord.preview import page
    from bot.models.chosen import chosen

    with homes.open_or_sample(session) as index:
        file.write_text(page(index, chosen(session.settings)), "utf-8")
    session.note(f"open {file} in a browser: what the bot shows, from your articles")
    return Exit.OK


def _check(session: Session, settings: Settings) -> int:
    from bot.cli import homes
    from bot.cli.llm import told

    with homes.open_index(session, one_shot=False) as index:
        articles = len(index.articles())
    if settings.llm is not None:
        session.out(told(settings.llm))
    session.out(f"settings are right; {articles} articles; start with `whosays discord`")
    return Exit.OK
