"""What changed since an earlier run: question by question, and measure by measure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.errors import QuestionSetError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Json = Mapping[str, Any]

#: Counts of a question whose change is told, with what is counted.
_COUNTED = {
    "found": "positions found", "outlets right": "outlets right", "triples found": "speakers found",
    "qualifiers right": "qualifiers right", "citations right": "citations right",
}  # fmt: skip

_VERDICTS = ("worse", "better", "same")


def read(path: Path) -> dict[str, Any]:
    """Read what `--json` wrote.

    Raises:
        QuestionSetError: the file is no such thing.

    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be read ({error.strerror}): give a file that --json wrote") from None
    except (ValueError, RecursionError) as error:
        raise QuestionSetError(f"{path} is not JSON ({error}): give a file that --json wrote") from None
    if not (isinstance(data, dict) and _shares(data.get("measures")) and _rows(data.get("questions"))):
        raise QuestionSetError(f"{path} is no result of an evaluation: give a file that --json wrote")
    return data


def _shares(value: object) -> bool:
    return isinstance(value, dict) and all(share is None or isinstance(share, int | float) for share in value.values())


def _rows(value: object) -> bool:
    """Tell whether these are questions with all that is compared."""
    keys = {"id": str, "gold": str, "perfect": bool, "counts": dict, "answer": dict}
    return isinstance(value, list) and all(
        isinstance(row, dict)
        and all(isinstance(row.get(key), kind) for key, kind in keys.items())
        and isinstance(row["answer"].get("positions", []), list)
        and all(isinstance(position, dict) for position in row["answer"].get("positions", []))
        for row in value
    )


def compare(old: Json, new: Json) -> dict[str, Any]:
    """Return the differences between two results: measures as (before, now), questions with what became of them."""
    before = {row["id"]: row for row in old["questions"]}
    now = {row["id"]: row for row in new["questions"]}
    changed = [_change(before[key], now[key]) for key in now if key in before]
    return {
        "measures": {
            name: {"before": old["measures"].get(name), "now": value}
            for name, value in new["measures"].items()
            if old["measures"].get(name) != value
        },
        # What became worse first: it is what a change has to answer for.
        "questions": sorted((c for c in changed if c["changes"]), key=lambda c: _VERDICTS.index(c["verdict"])),
        "added": [key for key in now if key not in before],
        "gone": [key for key in before if key not in now],
    }


def _change(old: Json, new: Json) -> dict[str, Any]:
    verdict = "same"
    if old["perfect"] != new["perfect"]:
        verdict = "better" if new["perfect"] else "worse"
    return {"id": new["id"], "question": new.get("question", ""), "verdict": verdict, "changes": _changes(old, new)}


def _changes(old: Json, new: Json) -> list[str]:
    lines = []
    if old["gold"] != new["gold"]:
        lines.append(f"gold: {old['gold']} → {new['gold']}")
    for what in ("state", "headline"):
        a, b = old["answer"].get(what), new["answer"].get(what)
        if a != b:
            lines.append(f"{what}: {a} → {b}")
    a, b = _shown(old), _shown(new)
    if a != b:
        lines.append(f"positions: {a or 'none'} → {b or 'none'}")
    for name, words in _COUNTED.items():
        was, now = old["counts"].get(name, 0), new["counts"].get(name, 0)
        if was != now:
            lines.append(f"{words}: {was} → {now}")
    return lines


def _shown(row: Json) -> str:
    shown = [
        f"{position.get('display')}{' (superseded)' if position.get('status') == 'superseded' else ''}"
        for position in row["answer"].get("positions", ())
    ]
    return " · ".join(shown)
