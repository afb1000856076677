"""Amounts of money: "a $3.4bn deal"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.kinds.bounds import ends, phrase, relate, rounded, short
from bot.answer.kinds.fits import amounts, reading
from bot.answer.values import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement
    from bot.answer.values import Value

_MARKS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "RUB": "₽", "KRW": "₩", "ILS": "₪"}
_MARKS |= {"CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "BRL": "R$"}


_MILLION = 1_000_000  # smaller sums are told exactly


@dataclass(frozen=True, slots=True)
class Money:
    """How much money: from low to high, both included; None is an open end."""

    low: float | None
    high: float | None
    #: ISO 4217 code, or the mark as printed where the code is unknown.
    currency: str
    approximate: bool = False
    #: The number printed after "nearly"; shown, never compared.
    nearly: float | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """The name in product.md's `value.kind`."""
        return "money"

    def relation(self, other: Value) -> Relation:
        """Compare by intervals; amounts in two currencies are never compared, since rates are not in the text."""
        if not isinstance(other, Money) or other.currency != self.currency:
            return Relation.COMPATIBLE
        found = relate(self.low, self.high, self.approximate, other)
        return (
            Relation.REFINES
            if found is Relation.INCOMPATIBLE and (self.low or 0) >= _MILLION and rounded(self.low, self.high, other)
            else found
        )

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        out: dict[str, Any] = {"kind": self.kind, **ends(self.low, self.high), "currency": self.currency}
        if self.approximate:
            out["approximate"] = True
        return out

    def __str__(self) -> str:
        return phrase(self.low, self.high, self.approximate, self._write, self.nearly)

    def _write(self, amount: float) -> str:
        mark = _MARKS.get(self.currency)
        return f"{mark}{short(amount)}" if mark else f"{short(amount)} {self.currency}"


class _MoneyReader:
    """Reads how much money."""

    name = "money"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the amounts of money that answer the question, in the order of the text."""
        # Many cost words are missing from a sentence that prices something: "a $1,200 phone".
        for quantity, confidence in amounts(statement, question, "money", _PRICED_RE):
            value = Money(quantity.low, quantity.high, quantity.currency or "", quantity.approximate, quantity.nearly)
            yield reading(statement, quantity, value, confidence)


_PRICED_RE = re.compile(r"\b(?:how\s+much|what|cost|price|worth|money|pay|paid|value[ds]?|fined?|budget)\b", re.I)

READER = register(_MoneyReader())
