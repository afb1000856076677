"""Typed values and how two of them relate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class Relation(StrEnum):
    """How two values of one slot relate: method.md b.3. `SAME` groups; nothing else does."""

    SAME = "same"
    REFINES = "refines"
    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"


@runtime_checkable
class Value(Protocol):
    """A value as an answer gives it. Immutable and hashable."""

    @property
    def kind(self) -> str:
        """One of the names of product.md's `value.kind`."""
        ...

    def relation(self, other: Value) -> Relation:
        """Compare with another value of the same slot; symmetric."""
        ...

    def as_json(self) -> dict[str, Any]:
        """Return the `value` object of schema whosays.answer/1."""
        ...

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from low to high, both included; None is an open end."""

    low: float | None
    high: float | None

    def relation(self, other: Interval) -> Relation:
        """Equal is same, inside is refines, overlap is compatible, disjoint is incompatible."""
        a, b = self._bounds(), other._bounds()
        if a == b:
            return Relation.SAME
        if a[1] < b[0] or b[1] < a[0]:
            return Relation.INCOMPATIBLE
        inside = (a[0] >= b[0] and a[1] <= b[1]) or (b[0] >= a[0] and b[1] <= a[1])
        return Relation.REFINES if inside else Relation.COMPATIBLE

    def _bounds(self) -> tuple[float, float]:
        return (-math.inf if self.low is None else self.low, math.inf if self.high is None else self.high)


@dataclass(frozen=True, slots=True)
class DeniedPresupposition:
    """The answer that denies what a wh-question takes for granted: "it was not shot down" to "who shot it down?"."""

    #: The kind that the question asks for.
    kind: str
    text: str

    def relation(self, other: Value) -> Relation:
        """Denials of one presupposition are the same; every ordinary answer is incompatible with them."""
        return Relation.SAME if isinstance(other, DeniedPresupposition) else Relation.INCOMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return the value with `denies_presupposition` true."""
        return {"kind": self.kind, "text": self.text, "denies_presupposition": True}

    def __str__(self) -> str:
        return self.text


def relate(a: Value, b: Value) -> Relation:
    """Compare two values of one slot; symmetric for values of different types too."""
    if isinstance(b, DeniedPresupposition):
        return b.relation(a)
    return a.relation(b)
