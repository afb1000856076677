"""Numbers that go on a row: the figure before ("up from 5,600"), and the one of another day or place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.quantities import Quantity


# "9,000 people have joined, up from 5,600 on Wednesday": how many there were.
_UP_FROM_RE = re.compile(
    r",\s+(?:up|down|compared)\s+(?:from|with)\s+(?:about\s+|some\s+|around\s+|at\s+least\s+|nearly\s+)?(?=[0-9])", re.I
)


def ups_of(text: str) -> frozenset[int]:
    """Return where the figures stand that a text calls earlier ones: "up from 5,600"."""
    return (
        frozenset(match.end() for match in _UP_FROM_RE.finditer(text))
        if " from " in text or " with " in text
        else frozenset()
    )


# "88 trains on Monday and 97 on Tuesday": the second number is of what the first counts.
_PARALLEL_RE = re.compile(
    r"(?:\s+[\w'’-]+){0,4}?\s+(?P<by>on|in|at)\s+(?:the\s+)?[A-ZÀ-Þ][\w-]+(?:\s+[\w-]+)?,?\s*"
    r"(?:(?:and|after|against|then|but|compared\s+with|following)\b,?\s*)?(?:by\s[^,;.]{1,40},\s*)?"
)


def is_parallel(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Return whether a number without a noun goes on a row of numbers, each with its day or place."""
    gap = _PARALLEL_RE.fullmatch(text, before.end, quantity.start) if quantity.kind == "number" else None
    return gap is not None and re.match(rf"\s+{gap['by']}\s+(?:the\s+)?[A-ZÀ-Þ]", text[quantity.end :]) is not None
