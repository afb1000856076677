"""`whosays ask --batch`: many questions, one JSON answer a line, each as soon as it is ready."""

from __future__ import annotations

import codecs
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cli.ask import exit_code, filter_of
from bot.cli.console import write
from bot.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answer.ask import AskOptions
    from bot.answer.conversation import Conversation
    from bot.cli.ask import Request
    from bot.cli.console import Session
    from index.index import Index


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a batch, or what is wrong with the row."""

    id: Any
    question: str = ""
    conversation: str | None = None
    error: str | None = None


def run(session: Session, request: Request) -> int:
    """Answer all rows in order; the exit code is the worst row's."""
    from bot.answer.ask import AskOptions
    from bot.cli import homes
    from bot.models.chosen import chosen
    from bot.render import json as as_json

    with _lines(str(request.batch)) as lines, homes.open_or_sample(session) as index:
        options = AskOptions(filter=filter_of(session, request, index), trained=chosen(session.settings))
        conversations: dict[str, Conversation] = {}
        codes = []
        for row in read(lines):
            data, code = _answer(row, index, options, request, conversations)
            write(as_json.dumps(data) + "\n")
            sys.stdout.flush()
            codes.append(code)
    if not codes:
        session.note(f"no questions in {request.batch}")
    return max(codes, key=_badness, default=int(Exit.OK))


def _badness(code: int) -> int:
    """Order exit codes: an answer in which outlets differ is still an answer, so 10 comes right behind 0."""
    return 1 if code == Exit.DIFFERS else 2 * code


@contextmanager
def _lines(name: str) -> Iterator[Iterable[bytes]]:
    """Open the questions; lines are read as they are needed, so a pipe is answered while it is being written."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with open(name, "rb") as file:
        yield file


def read(lines: Iterable[bytes]) -> Iterator[Row]:
    """Read questions: JSON Lines when the first character that is not blank is "{", else one question a line."""
    as_json: bool | None = None
    for number, line in enumerate(lines, start=1):
        raw = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not raw:
            continue
        if as_json is None:
            as_json = raw.startswith(b"{")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Row(number, error=f"line {number} is not UTF-8 (byte 0x{raw[error.start]:02x}): save it as UTF-8")
            continue
        yield _row(text, number) if as_json else Row(number, text)


def _row(line: str, number: int) -> Row:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(number, error=f"line {number} is not JSON: {error}")
    if not isinstance(data, dict):
        return Row(number, error=f"line {number} is not a JSON object")
    name = data.get("id", number)
    if not _is_name(name):
        return Row(number, error=f"line {number}: id must be text or a number")
    conversation = data.get("conversation")
    if not (conversation is None or _is_name(conversation)):
        return Row(name, error=f"line {number}: conversation must be text or a number")
    if not isinstance(data.get("question"), str):
        return Row(name, error=f"line {number} has no question in text")
    return Row(name, data["question"], None if conversation is None else str(conversation))


def _is_name(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _answer(
    row: Row, index: Index, options: AskOptions, request: Request, conversations: dict[str, Conversation]
) -> tuple[dict[str, Any], int]:
    """Answer one row; a bad row gives its error and does not stop the rest."""
    from bot.answer.ask import ask
    from bot.answer.conversation import Conversation, complete
    from bot.answer.question import QuestionError
    from bot.render.json import as_dict

    if row.error is not None:
        return {"id": row.id, "error": row.error}, int(Exit.USAGE)
    before = conversations.get(row.conversation, Conversation()) if row.conversation is not None else None
    try:
        answer = ask(row.question, index, options=options, conversation=before)
    except QuestionError as error:
        return {"id": row.id, "error": str(error)}, int(Exit.USAGE)
    data = as_dict(answer)
    if row.conversation is not None and before is not None:
        conversations[row.conversation] = before.add(complete(row.question, before), data)
    return {"id": row.id, **data}, exit_code(answer, request)
