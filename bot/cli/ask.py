"""`whosays ask`: one question, a follow-up, or a batch."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.cli.console import write
from bot.errors import Exit, UsageError

if TYPE_CHECKING:
    from bot.answer.conversation import Conversation
    from bot.answer.types import Answer
    from bot.cli.console import Session
    from bot.history import History
    from corpus.outlets import Registry
    from index.index import Index
    from index.types import Filter

_DATE_RE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: Bytes read from standard input for one question: more than any question may have, less than fills a memory.
_MOST_STDIN = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `ask` as given."""

    question: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    not_outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    story: str | None = None
    quotes: bool = False
    verify: bool = False
    json: bool = False
    markdown: bool = False
    follow: bool = False
    batch: str | None = None
    exit_code: bool = False
    keep: bool = True
    #: The language model as `--llm` names it; None is none given.
    llm: str | None = None


def run(session: Session, request: Request) -> int:
    """Answer and return the exit code."""
    if request.json and request.markdown:
        raise UsageError("--json and --markdown do not go together: choose one")
    _require_dates(request)
    if request.batch is not None:
        if request.question or request.follow or request.markdown:
            raise UsageError(
                "--batch takes its questions from the file: no question, --continue or --markdown beside it"
            )
        if request.llm is not None:
            raise UsageError("--batch and --llm do not go together: choose one")
        from bot.cli.batch import run as run_batch

        return run_batch(session, request)
    return _run_one(session, request, _question(request))


def _question(request: Request) -> str:
    if request.question == ("-",):
        data = sys.stdin.buffer.read(_MOST_STDIN)
        text = data.decode("utf-8", "replace").strip()
    else:
        text = " ".join(request.question).strip()
    if not text:
        raise UsageError('no question: whosays "how many crew died?"')
    return text


def _run_one(session: Session, request: Request, question: str) -> int:
    from bot.answer.ask import AskOptions, ask
    from bot.answer.conversation import complete
    from bot.cli import homes, llm
    from bot.history import History
    from bot.models.chosen import chosen

    history = History(session.home)
    conversation, follows = _conversation(session, history) if request.follow else (None, None)
    require_askable(question)
    with homes.open_or_sample(session) as index:
        options = AskOptions(filter=filter_of(session, request, index), trained=chosen(session.settings))
        model = llm.named(request.llm)
        if model is not None:
            answer = llm.answered(session, request, model, question, index, options, conversation)
        else:
            answer = ask(question, index, options=options, conversation=conversation)
            write(rendered(session, request, answer))
        code = exit_code(answer, request)
        if request.verify:
            code = max(code, verify(session, index, answer))
    if request.keep and session.settings.history:
        # Follow-ups build on the question as understood, so that "and the injured?" can be followed in turn.
        keep(history, complete(question, conversation), answer, follows)
    return code


def require_askable(question: str) -> None:
    """Refuse a question that cannot be asked before anything is opened or built for it.

    Raises:
        QuestionError: it is empty or too long; the message is one line.

    """
    from bot.answer.question import clean

    clean(question)


def _conversation(session: Session, history: History) -> tuple[Conversation, int | None]:
    from bot.answer.conversation import Conversation

    if not session.settings.history:
        raise UsageError("--continue needs the history, which the settings switch off (history = false)")
    last = history.last()
    if last is None:
        raise UsageError("--continue has nothing to follow: ask a question first")
    conversation = Conversation()
    for entry in history.thread(last):
        conversation = conversation.add(entry.question, entry.answer)
    return conversation, last.id


def filter_of(session: Session, request: Request, index: Index) -> Filter:
    """Return which articles may be used.

    Raises:
        UsageError: an outlet or a story that neither the registry nor the index knows.

    """
    from bot.cli import homes
    from index.types import Filter

    if request.story is not None and request.story not in {story.id for story in index.stories()}:
        raise UsageError(f"no story {request.story!r} here: `whosays ask --json` gives the id of an answer's story")
    if not (request.outlets or request.not_outlets):
        # Reading the registry takes as long as answering.
        return Filter(since=request.since, until=request.until, story=request.story)
    registry = homes.registry(session)
    return Filter(
        frozenset(outlet_id(registry, index, name) for name in request.outlets),
        frozenset(outlet_id(registry, index, name) for name in request.not_outlets),
        request.since,
        request.until,
        request.story,
    )


def _require_dates(request: Request) -> None:
    """Refuse dates that are none before anything is opened or built.

    Raises:
        UsageError: a date that is none, or a period that ends before it begins.

    """
    for name, value in (("--since", request.since), ("--until", request.until)):
        if value is not None:
            _require_date(name, value)
    if request.since and request.until and request.since > request.until:
        raise UsageError(f"--since {request.since} is after --until {request.until}")


def _require_date(name: str, value: str) -> None:
    try:
        if not _DATE_RE.fullmatch(value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} takes a date like 2026-03-13, not {value!r}") from None


def outlet_id(registry: Registry, index: Index, name: str) -> str:
    """Return the id of an outlet given by id, name, alias or host.

    Raises:
        UsageError: neither the registry nor an article has such an outlet.

    """
    found = registry.by_id(name) or registry.by_name(name) or registry.by_host(name)
    if found:
        return found.id
    here = {key: outlet.id for outlet in index.outlets() for key in (outlet.id, outlet.name.casefold())}
    wanted = here.get(name) or here.get(name.casefold())
    if wanted is not None:
        return wanted
    import difflib

    known = sorted({*here, *(outlet.id for outlet in registry.outlets)})
    close = difflib.get_close_matches(name.casefold(), known, n=1)
    hint = f"; did you mean {close[0]}?" if close else ":"
    raise UsageError(f"no outlet {name!r}{hint} `whosays outlets` lists them")


def exit_code(answer: Answer, request: Request) -> int:
    """Return 0, 1 when nothing answers, or with `--exit-code` 10 when outlets differ."""
    if answer.state.value == "unanswered":
        return Exit.UNANSWERED
    return Exit.DIFFERS if request.exit_code and answer.differs else Exit.OK


def rendered(session: Session, request: Request, answer: Answer) -> str:
    """Return the answer in the form that was asked for, safe to print."""
    if request.json:
        from bot.render import json

        return json.dumps(json.as_dict(answer), indent=2) + "\n"
    quotes = request.quotes or session.settings.quotes
    if request.markdown:
        from bot.render import markdown

        return markdown.render(answer, quotes=quotes)
    from bot.render import text

    return text.render(answer, width=session.width, colour=session.colour, quotes=quotes)


def verify(session: Session, index: Index, answer: Answer) -> int:
    """Read every quote again from the stored article, and say how many are there word for word."""
    from bot.render import parts

    stored = {article.id: article for article in index.articles()}
    rows = [(row.number, row.claim.quote) for row in parts.numbered(answer)]
    rows += [(number, statement.sentence.quote) for number, statement in parts.related(answer)]
    wrong = [
        number
        for number, quote in rows
        if quote.article.id not in stored or stored[quote.article.id].text[quote.start : quote.end] != quote.text
    ]
    if wrong:
        from bot.cli.console import warn

        warn(f"quotes {', '.join(map(str, wrong))} are not in the stored articles: run `whosays doctor`")
        return Exit.DAMAGED
    session.note(f"{parts.counted(len(rows), 'quote')} read again from the stored articles: all word for word")
    return Exit.OK


def keep(history: History, question: str, answer: Answer, follows: int | None) -> int | None:
    """Put an answer into the history and return its number; a history that cannot be written does not spoil the answer."""
    from bot.cli.console import warn
    from bot.errors import HistoryDamagedError, HistoryError
    from bot.render import json, text

    asked = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        return history.add(question, json.as_dict(answer), text.render(answer), asked=asked, follows=follows)
    except (HistoryError, HistoryDamagedError, OSError) as error:
        warn(f"the answer is not in the history: {error}")
        return None
