"""Join articles into events, those that are most alike first."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.traits import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

#: Mean likeness at which two groups are one event. On eight sets of made-up reports (tests/data) all from .26 to .30
#: keep every event whole or miss one report, and join no two.
JOIN = 0.28
_JOIN_UNNAMED, _WHOLE = 0.34, 3  # the same where no title names what they share: the mean, and articles of the group
_FAR_BELOW = JOIN - 1e-6  # a mean that no rounding brings up to the one from which groups are joined
_SPAN = 10  # days between the first and the last report of one event; later ones tell of what came after
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles that may be about one event, sorted."""

    #: Places of the two articles, first < second.
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    #: How alike they are, 0 to 1.
    likeness: NDArray[np.float64]
    #: A name that both have stands in the title of one: only such a pair can bring two groups together.
    titled: NDArray[np.bool_]


def joined(days: Sequence[int], pairs: Pairs) -> list[list[int]]:
    """Return the groups, each sorted, in the order of their first articles.

    Whether two groups are joined depends on their own articles and the pairs between them only: a group of which no
    other one's pairs are as alike as JOIN comes out the same without that other one.
    """
    return _Groups(days, pairs).joined()


class _Groups:
    """Articles joined step by step: the two groups that are most alike first, while their mean likeness is high enough.

    The mean is over all pairs of near days between the groups; one that was not compared counts as 0, so that a chain
    of reports does not pull two events together.
    """

    def __init__(self, days: Sequence[int], found: Pairs) -> None:
        self._members = {i: [i] for i in range(len(days))}
        #: The known days of each group, sorted.
        self._days = [[day] if day else [] for day in days]
        #: How often each group was joined: a mean that was computed before that is of another group.
        self._joins = [0] * len(days)
        #: Sum of the likeness, and number of titled pairs, between two groups.
        self._links: list[dict[int, tuple[float, int]]] = [{} for _ in days]
        #: (-mean likeness, group, group, how often each was joined when it was computed)
        self._heap: list[tuple[float, int, int, int, int]] = []
        columns = (found.first.tolist(), found.second.tolist(), found.likeness.tolist(), found.titled.tolist())
        for i, j, value, named in zip(*columns, strict=True):
            self._links[i][j] = self._links[j][i] = (value, int(named))
            if value >= JOIN and named:
                self._heap.append((-value, i, j, 0, 0))
        heapq.heapify(self._heap)

    def joined(self) -> list[list[int]]:
        """Join what belongs together and return the groups, each sorted, in the order of their first articles."""
        while self._heap:
            _, i, j, joins, other_joins = heapq.heappop(self._heap)
            # A group that went into another one counts as joined, too.
            if (self._joins[i], self._joins[j]) == (joins, other_joins):
                self._join(i, j)
                self._compare(i)
        return [self._members[i] for i in sorted(self._members)]

    def _join(self, i: int, j: int) -> None:
        mine, its = self._links[i], self._links[j]
        del mine[j], its[i]
        for other, (total, named) in its.items():
            others = self._links[other]
            del others[j]
            before = mine.get(other, (0.0, 0))
            mine[other] = others[i] = (before[0] + total, before[1] + named)
        self._links[j] = {}
        self._members[i] = sorted(self._members[i] + self._members.pop(j))
        self._days[i] = sorted(self._days[i] + self._days[j])
        self._joins[i] += 1
        self._joins[j] += 1

    def _compare(self, i: int) -> None:
        """Note how alike a group that has grown and each other one are now; forget those it can never be joined to."""
        a, size = self._days[i], len(self._members[i])
        never = []
        for other, (total, named) in self._links[i].items():
            b, its = self._days[other], len(self._members[other])
            span = max(a[-1], b[-1]) - min(a[0], b[0]) if a and b else 0
            if span > _SPAN:
                never.append(other)  # groups only grow, and so do their spans
                continue
            compared = size * its - (_far_apart(a, b) if span > DAYS else 0)
            if total < _FAR_BELOW * compared:
                continue
            mean = round(total / compared, _DECIMALS)
            # Without a headline that names what both share, only a report that is like all of a whole group joins it.
            if mean >= JOIN and (named or (mean >= _JOIN_UNNAMED and max(size, its) >= _WHOLE)):
                first, second = min(i, other), max(i, other)
                heapq.heappush(self._heap, (-mean, first, second, self._joins[first], self._joins[second]))
        for other in never:
            del self._links[i][other], self._links[other][i]


def _far_apart(a: list[int], b: list[int]) -> int:
    """Count the pairs of days that are too far apart to be compared."""
    return sum(bisect_left(b, day - DAYS) + len(b) - bisect_right(b, day + DAYS) for day in a)
