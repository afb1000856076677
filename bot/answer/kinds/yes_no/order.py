"""What a sentence says was so before, and what it says is so now: "had refused to resign, and resigned on Friday"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.types import Reading, Statement

_BEFORE_RE = re.compile(
    r"""\b(?: had\s+(?:\w+\s+){0,2}?(?:refused|declined|denied|ruled|vowed|rejected|said|insisted|claimed|promised|not|never)
          |  at\s+first | initially | originally | previously | until\s+(?:then|now|recently) | a\s+(?:day|week|month|year)\s+earlier )\b
          [^.;,]*$""",
    re.IGNORECASE | re.VERBOSE,
)


def told_before(reading: Reading, text: str, start: int) -> Reading:
    """Return a reading, marked as an earlier one where the words before its event say so."""
    return replace(reading, earlier=True) if _BEFORE_RE.search(text[:start]) else reading


def said_before(reading: Reading, statement: Statement) -> Reading:
    """Return a reading, marked as an earlier one where an outlet tells what somebody had said until then."""
    head = statement.sentence.text.partition(statement.cue)[0] if statement.cue else ""
    return replace(reading, earlier=True) if _HAD_RE.search(head) else reading


_HAD_RE = re.compile(r"\bhad\s+(?:(?:also|first|earlier|once|still|always|\w+ly)\s+)?$", re.IGNORECASE)


def settled(readings: Sequence[Reading]) -> list[Reading]:
    """Return what a sentence says first, and the opposite that it tells of as having been so before."""
    now = next((one for one in readings if not one.earlier), None)
    if now is None:
        return list(readings[:1])
    return [now, *(one for one in readings if one.earlier and one.value != now.value)][:2]
