"""Question sets: reading them, and the faults that would make a score worthless."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bot.errors import QuestionSetError
from bot.evaluate import yaml_rows
from bot.evaluate.match import NUMERIC, meet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.types import Article

STATES = frozenset({"agreement", "complementary", "updated", "conflict", "one_outlet", "unanswered"})
KINDS = frozenset({"count", "money", "percent", "measure", "time", "place", "person", "cause", "yes_no", "text"})
RELATIONS = frozenset({"same", "refines", "compatible", "incompatible", "supersedes"})
#: Faults shown at once; the rest is counted.
_MOST_FAULTS = 20


def read(path: Path) -> list[dict[str, Any]]:
    """Read a question set; the turns of a conversation become questions "id.1", "id.2", … in order.

    Each row says in `at` where it stands, as "file:line".

    Raises:
        QuestionSetError: the file cannot be read, or a row is not an object.

    """
    rows: list[dict[str, Any]] = []
    for number, row in _items(path):
        if not isinstance(row, dict):
            raise QuestionSetError(f"{path}:{number}: not a JSON object")
        if "turns" in row and not (_are_objects(row["turns"]) and "id" in row):
            raise QuestionSetError(f"{path}:{number}: `turns` is a list of objects, and a conversation needs an `id`")
        for one in _turns(row) if "turns" in row else [row]:
            rows.append({**_completed(one), "at": f"{path}:{number}"})
    return rows


def _items(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise QuestionSetError(f"{path} is not UTF-8: save it as UTF-8") from None
    if path.suffix.lower() in (".yaml", ".yml"):
        yield from yaml_rows.read(text, path)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionSetError(f"{path}:{number}: not JSON: {error}") from None
        except RecursionError:
            raise QuestionSetError(f"{path}:{number}: not a question: nested too deep") from None


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


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
    seen: dict[str, str] = {}
    for row in rows:
        name = str(row.get("id", "?"))
        place = f"{row['at']}: {name}" if "at" in row else name
        if name in seen:
            faults.append(f"{place}: this id is there twice{seen[name]}")
        seen[name] = f", first at {row['at']}" if "at" in row else ""
        faults += [f"{place}: {fault}" for fault in _faults(row, corpora.get(str(row.get("corpus", "")), ()))]
    if faults:
        more = [f"… and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise QuestionSetError("\n".join([*faults[:_MOST_FAULTS], *more]))


def _faults(row: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    faults = [f"no {key}" for key in ("id", "question", "state", "positions") if key not in row]
    if faults:
        return faults
    if not isinstance(row["question"], str) or not row["question"].strip():
        faults.append("question is no text")
    if not _are_objects(row["positions"]):
        return [*faults, "positions is no list of objects"]
    if not isinstance(row["state"], str) or row["state"] not in STATES:
        faults.append(f"no state {row['state']!r}")
    if (row["state"] == "unanswered") != (not row["positions"]):
        faults.append("unanswered goes with no positions, and only it")
    for number, position in enumerate(row["positions"], start=1):
        faults += [f"position {number}: {fault}" for fault in _position_faults(position, articles)]
    if "qualifiers" in row and not _are_words(row["qualifiers"]):
        faults.append("qualifiers is no list of words")
    faults += _relation_faults(row)
    return faults or _state_faults(row)


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _relation_faults(row: Mapping[str, Any]) -> list[str]:
    relations, last = row.get("relations") or (), len(row["positions"]) - 1
    if not isinstance(relations, list | tuple):
        return ["relations is no list"]
    faults = []
    for relation in relations:
        if not (isinstance(relation, list) and len(relation) == len(("a", "b", "word"))):
            faults.append(f"relation {relation!r} is not [position, position, word], positions counted from 0")
            continue
        a, b, word = relation
        if not all(type(end) is int and 0 <= end <= last for end in (a, b)) or a == b:
            faults.append(f"relation {relation!r} needs two different positions from 0 to {last}")
        if word not in RELATIONS:
            faults.append(f"relation {relation!r}: {word!r} is none of {', '.join(sorted(RELATIONS))}")
    return faults


def _state_faults(row: Mapping[str, Any]) -> list[str]:
    """Hold the state against the positions: it is derived from them (unanswered, conflict, updated, one_outlet, …)."""
    positions = row["positions"]
    now = [j for j, position in enumerate(positions) if position["status"] == "current"]
    old = len(positions) - len(now)
    outlets = {support["outlet"] for j in now for support in positions[j]["support"]}
    state = row["state"]
    accepted = {state, *row.get("also_accept", ()), *row.get("state_also", ())}
    faults = []
    if positions and not now:
        faults.append("no position is current")
    if old and not accepted & {"updated", "conflict"}:
        faults.append(f"a superseded position goes with updated or conflict, not with {state}")
    if state == "updated" and not old:
        faults.append("updated needs a superseded position")
    if state == "conflict" and not any(_may_contradict(row, a, b) for a, b in combinations(now, 2)):
        faults.append("conflict needs two current positions that contradict each other")
    if "conflict" not in accepted and any(_contradict(row, a, b) for a, b in combinations(now, 2)):
        faults.append(f"two current positions are related as incompatible, so the state is conflict, not {state}")
    if state == "one_outlet" and len(outlets) > 1 and "same_wire_copy" not in row.get("qualifiers", ()):
        faults.append(f"one_outlet, but the current positions are by {', '.join(sorted(outlets))}")
    if state in ("agreement", "complementary") and len(outlets) == 1 and "one_outlet" not in accepted:
        faults.append(f"{state} needs two outlets, and all supports are by {next(iter(outlets))}")
    if state == "agreement" and len(now) > 1 and "complementary" not in accepted:
        faults.append("agreement has one current position")
    if state == "complementary" and len(now) == 1 and "agreement" not in accepted:
        faults.append("complementary needs two current positions")
    return faults


def _related(row: Mapping[str, Any], a: int, b: int) -> set[str]:
    return {word for i, j, word in row.get("relations") or () if {i, j} == {a, b}}


def _contradict(row: Mapping[str, Any], a: int, b: int) -> bool:
    return "incompatible" in _related(row, a, b)


def _may_contradict(row: Mapping[str, Any], a: int, b: int) -> bool:
    """Tell whether nothing speaks against a contradiction: no other relation, and numbers that do not meet."""
    related = _related(row, a, b)
    if related:
        return "incompatible" in related
    left, right = row["positions"][a]["value"], row["positions"][b]["value"]
    if left["kind"] in NUMERIC and left["kind"] == right["kind"]:
        return not meet((left["low"], left["high"]), (right["low"], right["high"]))
    return True


def _position_faults(position: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    value, support = position.get("value"), position.get("support")
    if not isinstance(value, dict):
        return ["value is no object"]
    if not _are_objects(support):
        return ["support is no list of objects"]
    faults = _value_faults(value)
    if position.get("status") not in ("current", "superseded"):
        faults.append(f"status {position.get('status')!r} is neither current nor superseded")
    for one in support or ():
        faults += _support_faults(one, articles)
    return faults


def _value_faults(value: Mapping[str, Any]) -> list[str]:
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return [f"no kind {kind!r}"]
    if kind == "yes_no":
        return [] if isinstance(value.get("value"), bool) else ["a yes_no needs `value`: true or false"]
    if kind in NUMERIC:
        ends = [value.get(end, "") for end in ("low", "high")]
        right = all(end is None or (isinstance(end, int | float) and not isinstance(end, bool)) for end in ends)
        return [] if right else [f"a {kind} needs `low` and `high`: numbers, or null for an open end"]
    return []


def _support_faults(support: Mapping[str, Any], articles: Sequence[Article]) -> list[str]:
    quote = str(support.get("quote", ""))
    own = [article for article in articles if article.outlet.id == support.get("outlet")]
    if not own:
        return [f"no article by {support.get('outlet')!r}"]
    if not quote or not any(quote in article.text for article in own):
        return [f"not word for word in {support['outlet']}: {quote[:60]!r}"]
    aliases = support.get("speaker_aliases") or []
    if not (isinstance(aliases, list) and all(name is None or isinstance(name, str) for name in aliases)):
        return ["speaker_aliases is no list of names (null stands for the outlet's own voice)"]
    start, end = support.get("start"), support.get("end")
    if start is not None and not any(article.text[start:end] == quote for article in own):
        return [f"not at [{start}, {end}) in {support['outlet']}: {quote[:60]!r}"]
    return []
