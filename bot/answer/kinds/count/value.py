"""How many: the value of a count, and how two of them compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answer.kinds.bounds import ends, phrase, printed_round, relate, short
from bot.answer.values import Relation

if TYPE_CHECKING:
    from typing import Any

    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Count:
    """How many: from low to high, both included; None is an open end."""

    low: float | None
    high: float | None
    #: The whole it is a part of; shown, never compared.
    of: float | None = field(default=None, compare=False)
    approximate: bool = False
    #: The words that the text has instead of a number ("dozens", "several"); shown, never compared.
    vague: str | None = field(default=None, compare=False)
    #: The number printed after "nearly"; shown, never compared.
    nearly: float | None = field(default=None, compare=False)
    #: Added to a number that stands elsewhere ("two more"): no total.
    increment: bool = False

    @property
    def kind(self) -> str:
        """The name in product.md's `value.kind`."""
        return "count"

    def relation(self, other: Value) -> Relation:
        """Compare by intervals; with another kind of value there is nothing to compare."""
        if not isinstance(other, Count) or self.increment != other.increment:
            return Relation.COMPATIBLE
        if self.increment and self != other:  # two more on Monday, three more on Tuesday: both may be true
            return Relation.COMPATIBLE
        relation = relate(self.low, self.high, self.approximate, other)
        if relation is Relation.INCOMPATIBLE and printed_round(self.low, self.high, other):
            return Relation.REFINES
        return relation

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        out: dict[str, Any] = {"kind": self.kind, **ends(self.low, self.high)}
        if self.of is not None:
            out["of"] = ends(self.of, None)["low"]
        if self.approximate:
            out["approximate"] = True
        if self.increment:
            out["increment"] = True
        return out

    def __str__(self) -> str:
        shown = self.vague or phrase(self.low, self.high, self.approximate, short, self.nearly)
        if self.increment:
            return f"{shown} more"
        return shown if self.of is None else f"{shown} of {short(self.of)}"
