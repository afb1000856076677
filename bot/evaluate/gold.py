"""Question sets: reading them, and the faults that would make a score worthless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.errors import QuestionSetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from corpus.types import Article

STATES = frozenset({"agreement", "complementary", "updated", "conflict", "one_outlet", "unanswered"})
KINDS = frozenset({"count", "money", "percent", "measure", "time", "place", "person", "cause", "yes_no", "text"})
#: Faults shown at once; the rest is counted.
_MOST_FAULTS = 20


def read(path: Path) -> list[dict[str, Any]]:
    """Read a question set; the turns of a conversation become questions "id.1", "id.2", … in order.

    Raises:
        QuestionSetError: a line is not a JSON object.

    """
    rows: list[dict[str, Any]] = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path} is not UTF-8: save it as UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionSetError(f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(row, dict):
            raise QuestionSetError(f"{path}:{number}: not a JSON object")
        rows += _turns(row) if "turns" in row else [row]
    return [_completed(row) for row in rows]


def _turns(row: dict[str, Any]) -> list[dict[str, Any]]:
    shared = {key: value for key, value in row.items() if key != "turns"}
    return [
        {**shared, **turn, "id": f"{row['id']}.{i}", "conversation": row["id"]}
        for i, turn in enumerate(row["turns"], start=1)
    ]


def _completed(row: dict[str, Any]) -> dict[str, Any]:
    """Fill in what a question may leave out: whether outlets differ follows from the state."""
    if "differs" in row or "state" not in row:
        return row
    return {**row, "differs": None if row["state"] == "complementary" else row["state"] in ("updated", "conflict")}


def validate(rows: Sequence[Mapping[str, Any]], corpora: Mapping[str, Sequence[Article]]) -> None:
    """Check a question set before anything is scored against it.

    Args:
        rows: from `read`.
        corpora: the articles of each value of `corpus` in the rows.

    Raises:
        QuestionSetError: the faults, one a line.

    """
    faults: list[str] = []
    seen: set[str] = set()
    for row in rows:
        name = str(row.get("id", "?"))
        if name in seen:
            faults.append(f"{name}: this id is there twice")
        seen.add(name)
        faults += [f"{name}: {fault}" for fault in _faults(row, corpora.get(str(row.get("corpus", "")), ()))]
    if faults:
        more = [f"… and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise QuestionSetError("\n".join([*faults[:_MOST_FAULTS], *more]))


def _faults(row: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    faults = [f"no {key}" for key in ("id", "question", "state", "positions") if key not in row]
    if faults:
        return faults
    if row["state"] not in STATES:
        faults.append(f"no state {row['state']!r}")
    if (row["state"] == "unanswered") != (not row["positions"]):
        faults.append("unanswered goes with no positions, and only it")
    for number, position in enumerate(row["positions"], start=1):
        faults += [f"position {number}: {fault}" for fault in _position_faults(position, articles)]
    return faults


def _position_faults(position: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    faults = []
    if position.get("value", {}).get("kind") not in KINDS:
        faults.append(f"no kind {position.get('value', {}).get('kind')!r}")
    if position.get("status") not in ("current", "superseded"):
        faults.append(f"status {position.get('status')!r} is neither current nor superseded")
    for support in position.get("support", ()):
        faults += _support_faults(support, articles)
    return faults


def _support_faults(support: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    quote = str(support.get("quote", ""))
    own = [article for article in articles if article.outlet.id == support.get("outlet")]
    if not own:
        return [f"no article by {support.get('outlet')!r}"]
    if not quote or not any(quote in article.text for article in own):
        return [f"not word for word in {support['outlet']}: {quote[:60]!r}"]
    start, end = support.get("start"), support.get("end")
    if start is not None and not any(article.text[start:end] == quote for article in own):
        return [f"not at [{start}, {end}) in {support['outlet']}: {quote[:60]!r}"]
    return []
