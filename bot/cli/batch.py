"""`whosays ask --batch`: many questions, one JSON answer a line, each as soon as it is ready."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cli.ask import exit_code, filter_of
from bot.cli.console import write
from bot.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    rows = list(read(_text(str(request.batch))))
    with homes.open_or_sample(session) as index:
        options = AskOptions(filter=filter_of(request, homes.registry(session)))
        conversations: dict[str, Conversation] = {}
        worst = int(Exit.OK)
        for row in rows:
            data, code = _answer(row, index, options, request, conversations)
            from bot.render import json as as_json

            write(as_json.dumps(data) + "\n")
            sys.stdout.flush()
            worst = max(worst, code)
    return worst


def _text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        with open(name, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start}): save it as UTF-8") from None


def read(text: str) -> Iterator[Row]:
    """Read questions: JSON Lines when the first character that is not blank is "{", else one question a line."""
    as_json = text.lstrip().startswith("{")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, number) if as_json else Row(number, line.strip())


def _row(line: str, number: int) -> Row:
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return Row(number, error=f"line {number} is not JSON: {error}")
    if not isinstance(data, dict):
        return Row(number, error=f"line {number} is not a JSON object")
    name = data.get("id", number)
    if not isinstance(data.get("question"), str):
        return Row(name, error=f"line {number} has no question in text")
    conversation = data.get("conversation")
    return Row(name, data["question"], None if conversation is None else str(conversation))


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
