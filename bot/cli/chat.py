"""`whosays chat`: questions and follow-ups in one sitting."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from bot.cli import homes
from bot.cli.ask import Request, keep, rendered
from bot.cli.console import warn, write
from bot.errors import Exit

if TYPE_CHECKING:
    from bot.answer.conversation import Conversation
    from bot.answer.types import Answer
    from bot.cli.console import Session
    from index.index import Index

_HELP = """/help      this list
/sources   the articles behind the last answer
/outlets   the outlets of the corpus
/clear     forget the conversation
/quit      leave (also end of input)
Anything else is a question; "and the injured?" follows the one before."""


def run(session: Session) -> int:
    """Read questions until the end of input."""
    with homes.open_or_sample(session) as index:
        _edit_lines()
        session.note("ask a question; /help shows what else there is")
        _Sitting(session, index).run()
    return Exit.OK


def _edit_lines() -> None:
    """Give input() line editing and earlier lines, where the platform has them, and let no byte stop it."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if sys.stdin.isatty():
        try:
            import readline  # noqa: F401 -- importing it is what switches it on
        except ImportError:
            warn("no line editing on this system")


class _Sitting:
    """The state of one conversation."""

    def __init__(self, session: Session, index: Index) -> None:
        from bot.answer.conversation import Conversation

        self._session = session
        self._index = index
        self._conversation: Conversation = Conversation()
        self._follows: int | None = None
        self._last: Answer | None = None

    def run(self) -> None:
        prompt = "? " if sys.stdin.isatty() and sys.stdout.isatty() else ""
        while True:
            try:
                text = input(prompt).strip()
            except EOFError:
                return
            if text in ("/quit", "/exit"):
                return
            if text.startswith("/"):
                self._command(text)
            elif text:
                self._ask(text)
            sys.stdout.flush()

    def _command(self, text: str) -> None:
        if text == "/help":
            self._session.out(_HELP)
        elif text == "/clear":
            self._clear()
        elif text == "/outlets":
            self._session.out("\n".join(outlet.name for outlet in self._index.outlets()))
        elif text == "/sources":
            self._sources()
        else:
            self._session.out(f"no command {text}; /help lists them")

    def _clear(self) -> None:
        from bot.answer.conversation import Conversation

        self._conversation, self._follows, self._last = Conversation(), None, None
        self._session.out("forgotten")

    def _sources(self) -> None:
        from bot.render import parts

        if self._last is None:
            self._session.out("no answer yet")
            return
        found: dict[str, str] = {}
        for row in parts.numbered(self._last):
            article = row.claim.article
            facts = (parts.outlet_name(article.outlet), article.title, parts.date(article.published), article.id)
            found[article.id] = " · ".join(fact for fact in facts if fact)
        self._session.out("\n".join(found.values()) or "no source: nothing answers the question")

    def _ask(self, text: str) -> None:
        from bot.answer.ask import AskOptions, ask
        from bot.answer.conversation import complete
        from bot.answer.question import QuestionError
        from bot.history import History
        from bot.models.chosen import chosen
        from bot.render.json import as_dict

        try:
            options = AskOptions(trained=chosen(self._session.settings))
            answer = ask(text, self._index, options=options, conversation=self._conversation)
        except QuestionError as error:
            self._session.out(str(error))
            return
        write(rendered(self._session, Request(), answer) + "\n")
        whole = complete(text, self._conversation)
        self._conversation = self._conversation.add(whole, as_dict(answer))
        self._last = answer
        if self._session.settings.history:
            self._follows = keep(History(self._session.home), whole, answer, self._follows)
