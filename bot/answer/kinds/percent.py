"""Shares and rates: "unemployment rose to 4.2 percent"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.kinds.bounds import ends, number, phrase, relate, rounded
from bot.answer.kinds.fits import amounts, reading
from bot.answer.values import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Percent:
    """How many in a hundred: from low to high, both included; None is an open end."""

    low: float | None
    high: float | None
    approximate: bool = False
    #: The number printed after "nearly"; shown, never compared.
    nearly: float | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """The name in product.md's `value.kind`."""
        return "percent"

    def relation(self, other: Value) -> Relation:
        """Compare by intervals; with another kind of value there is nothing to compare."""
        if not isinstance(other, Percent):
            return Relation.COMPATIBLE
        found = relate(self.low, self.high, self.approximate, other)
        return Relation.REFINES if found is Relation.INCOMPATIBLE and rounded(self.low, self.high, other) else found

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        out: dict[str, Any] = {"kind": self.kind, **ends(self.low, self.high), "unit": "percent"}
        if self.approximate:
            out["approximate"] = True
        return out

    def __str__(self) -> str:
        return phrase(self.low, self.high, self.approximate, number, self.nearly) + " %"


class _PercentReader:
    """Reads how many per cent."""

    name = "percent"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the percentages that answer the question, in the order of the text."""
        for quantity, confidence in amounts(statement, question, "percent", _ASKED_RE):
            if bool(quantity.unit) != bool(_POINTS_RE.search(question.text)):
                continue  # "up 3 percentage points to 14 percent": neither answers for the other
            yield reading(
                statement,
                quantity,
                Percent(quantity.low, quantity.high, quantity.approximate, quantity.nearly),
                confidence,
            )


_POINTS_RE = re.compile(r"\bpoints?\b", re.I)
_ASKED_RE = re.compile(
    r"\b(?:percent(?:age)?|per|cent|points?|share|proportion|rate|level|big|large|high|much|many|what|how|more)\b", re.I
)

READER = register(_PercentReader())
