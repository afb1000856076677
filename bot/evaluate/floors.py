"""Lowest results allowed: a file of measures that may only rise, and of error rates that may only fall."""

from __future__ import annotations

import hashlib
import json
import math
import os
from typing import TYPE_CHECKING

from bot.errors import QuestionSetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: A share this far below its floor is still on it: floors are written with four decimals.
_TOLERANCE = 1e-4


def digest(files: Sequence[Path]) -> str:
    """Return what identifies the question sets: floors of other data say nothing."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read(path: Path, data: str) -> dict[str, float]:
    """Return the floors.

    Raises:
        QuestionSetError: the file does not parse, or is about other question sets.

    """
    return _read(path, data)["floors"]


def ceilings(path: Path, data: str) -> dict[str, float]:
    """Return the ceilings, of measures of which less is better.

    Raises:
        QuestionSetError: as for `read`.

    """
    return _read(path, data)["ceilings"]


def _read(path: Path, data: str) -> dict[str, dict[str, float]]:
    try:
        content = json.loads(path.read_text("utf-8"))
        limits = {"floors": content["floors"], "ceilings": content.get("ceilings", {})}
        found = {what: {str(name): float(limit) for name, limit in part.items()} for what, part in limits.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionSetError(f"{path} is no floors file ({error}): write one with --floors {path} --update") from None
    if content.get("data") not in (None, data):
        raise QuestionSetError(f"{path} is about other question sets: delete it and write it anew with --update")
    return found


def below(floors: Mapping[str, float], measured: Mapping[str, float | None]) -> list[str]:
    """Say which measures are below their floor; one that is no longer measured is below it."""
    lines = []
    for name, floor in floors.items():
        value = measured.get(name)
        if value is None or value < floor - _TOLERANCE:
            lines.append(f"{name}: {'not measured' if value is None else f'{value:.4f}'}, floor {floor:.4f}")
    return lines


def raised(floors: Mapping[str, float], measured: Mapping[str, float | None]) -> dict[str, float]:
    """Return the floors with every measure that is higher now; none is ever lowered."""
    # Rounded down, so that what was measured is on its floor.
    now = {name: math.floor(value * 10_000) / 10_000 for name, value in measured.items() if value is not None}
    return {name: max(floors.get(name, 0.0), now.get(name, 0.0)) for name in {**floors, **now}}


def above(limits: Mapping[str, float], measured: Mapping[str, float | None]) -> list[str]:
    """Say which measures are above their ceiling; one that is no longer measured is not above it."""
    return [
        f"{name}: {value:.4f}, ceiling {limit:.4f}"
        for name, limit in limits.items()
        if (value := measured.get(name)) is not None and value > limit + _TOLERANCE
    ]


def lowered(limits: Mapping[str, float], measured: Mapping[str, float | None]) -> dict[str, float]:
    """Return the ceilings with every measure that is lower now; none is ever raised."""
    now = {name: math.ceil(value * 10_000) / 10_000 for name, value in measured.items() if value is not None}
    return {name: min(limits.get(name, math.inf), now.get(name, math.inf)) for name in {**limits, **now}}


def write(path: Path, floors: Mapping[str, float], data: str, limits: Mapping[str, float] | None = None) -> None:
    """Write floors and ceilings; the old file stays until the new one is whole."""
    content = {"data": data, "floors": dict(floors), **({"ceilings": dict(limits)} if limits else {})}
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    temporary.replace(path)
