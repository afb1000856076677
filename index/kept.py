"""What was read and may be read again, within bounds."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Keeps values up to a total weight, and forgets those first that were not asked for longest. Not for threads."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        #: In the order of use: dictionaries keep the order in which keys were put in.
        self._rows: dict[K, tuple[V, int]] = {}

    def get(self, key: K) -> V | None:
        """Return a value that is kept, as the one used last."""
        found = self._rows.pop(key, None)
        if found is None:
            return None
        self._rows[key] = found
        return found[0]

    def put(self, key: K, value: V, weight: int = 1) -> list[V]:
        """Keep a value, even one that is too heavy alone, and return those that made way for it."""
        before = self._rows.pop(key, None)
        gone = [] if before is None else [before[0]]
        self._weight += weight - (0 if before is None else before[1])
        self._rows[key] = (value, weight)
        while self._weight > self._most and len(self._rows) > 1:
            oldest, lost = self._rows.pop(next(iter(self._rows)))
            self._weight -= lost
            gone.append(oldest)
        return gone

    def __len__(self) -> int:
        return len(self._rows)
