"""The value of a yes/no question: yes, or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.answer.values import Relation, Value


@dataclass(frozen=True, slots=True)
class YesNo:
    """The answer to a yes/no question."""

    value: bool

    @property
    def kind(self) -> str:
        """Always "yes_no"."""
        return "yes_no"

    def relation(self, other: Value) -> Relation:
        """Yes and no are incompatible."""
        return Relation.SAME if self == other else Relation.INCOMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "yes_no", "value": true | false}."""
        return {"kind": self.kind, "value": self.value}

    def __str__(self) -> str:
        return "yes" if self.value else "no"
