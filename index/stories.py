"""Group articles by the event that they are about."""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from index.traits import DAYS
from index.types import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article
    from index.traits import Head, Table

#: Mean likeness at which two groups are one event. On eight sets of made-up reports (tests/data) all from .26 to .30
#: keep every event whole or miss one report, and join no two.
_JOIN = 0.28
_JOIN_UNNAMED, _WHOLE = 0.34, 3  # the same where no title names what they share: the mean, and articles of the group
_SPAN = 10  # days between the first and the last report of one event; later ones tell of what came after
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine


def stories(articles: Sequence[Article], vectors: Mapping[str, NDArray[np.float32]]) -> tuple[Story, ...]:
    """Return the events, each with its articles, sorted by id; the order of the articles does not matter.

    Args:
        articles: the articles.
        vectors: article id to the unit vector of its title and lead; an article without one is compared by words.
    """
    from index import traits

    return of_table(traits.build(articles, vectors))


def of_table(table: Table) -> tuple[Story, ...]:
    """Return the events that the articles of a table are about, sorted by id."""
    from index import same_text, traits

    # What is printed again neither weighs a word down nor an event up: it goes with its first printing.
    original = same_text.originals(table).tolist()
    copies: dict[str, list[Head]] = defaultdict(list)
    for head, i in zip(table.heads, original, strict=True):
        if table.heads[i] is not head:
            copies[table.heads[i].id].append(head)
    once = traits.without(table, {head.id for heads in copies.values() for head in heads}) if copies else table
    members = ([head for i in group for head in (once.heads[i], *copies[once.heads[i].id])] for group in _groups(once))
    found = (_story(sorted(heads, key=lambda head: head.id)) for heads in members)
    return tuple(sorted(found, key=lambda story: story.id))


def _groups(table: Table) -> list[list[int]]:
    """Return the places of the articles of each event."""
    from index.likeness import pairs

    found = pairs(table, _JOIN)
    days = [head.day for head in table.heads]
    groups = _Groups(days, found.first.tolist(), found.second.tolist(), found.likeness.tolist(), found.titled.tolist())
    return groups.joined()


def _story(members: Sequence[Head]) -> Story:
    ids = tuple(head.id for head in members)
    first = min(members, key=lambda head: (head.published or "9999", head.id))
    return Story(hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:12], first.title, ids)


class _Groups:
    """Articles joined step by step: the two groups that are most alike first, while their mean likeness is high enough.

    The mean is over all pairs of near days between the groups; one that was not compared counts as 0, so that a chain
    of reports does not pull two events together.
    """

    def __init__(
        self, days: list[int], first: list[int], second: list[int], likeness: list[float], titled: list[bool]
    ) -> None:
        self._members = {i: [i] for i in range(len(days))}
        #: The known days of each group, sorted.
        self._days = {i: [day] if day else [] for i, day in enumerate(days)}
        #: Sum of the likeness, and number of titled pairs, between two groups.
        self._links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        for i, j, value, named in zip(first, second, likeness, titled, strict=True):
            self._links[i][j] = self._links[j][i] = (value, int(named))

    def joined(self) -> list[list[int]]:
        """Join what belongs together and return the groups, each sorted, in the order of their first articles."""
        heap = [
            (-mean, i, j) for i in self._links for j in self._links[i] if i < j and (mean := self._mean(i, j)) >= _JOIN
        ]
        heapq.heapify(heap)
        while heap:
            value, i, j = heapq.heappop(heap)
            if i not in self._members or j not in self._members or -value != self._mean(i, j):
                continue
            self._join(i, j)
            for other in self._links[i]:
                a, b = min(i, other), max(i, other)
                if (mean := self._mean(a, b)) >= _JOIN:
                    heapq.heappush(heap, (-mean, a, b))
        return [self._members[i] for i in sorted(self._members)]

    def _join(self, i: int, j: int) -> None:
        for other, (total, named) in self._links.pop(j).items():
            self._links[other].pop(j)
            if other != i:
                before = self._links[i].get(other, (0.0, 0))
                self._links[i][other] = self._links[other][i] = (before[0] + total, before[1] + named)
        self._members[i] = sorted(self._members[i] + self._members.pop(j))
        self._days[i] = sorted(self._days[i] + self._days.pop(j))

    def _mean(self, i: int, j: int) -> float:
        """Return the mean likeness of two groups; -1 when they cannot be one event."""
        total, named = self._links[i].get(j, (0.0, 0))
        a, b = self._days[i], self._days[j]
        span = max(a[-1], b[-1]) - min(a[0], b[0]) if a and b else 0
        if span > _SPAN:
            return -1.0
        size, other = len(self._members[i]), len(self._members[j])
        compared = size * other - (_far_apart(a, b) if span > DAYS else 0)
        mean = round(total / compared, _DECIMALS)
        # Without a headline that names what both share, only a report that is like all of a whole group joins it.
        whole = max(size, other) >= _WHOLE and mean >= _JOIN_UNNAMED
        return mean if named or whole else -1.0


def _far_apart(a: list[int], b: list[int]) -> int:
    """Count the pairs of days that are too far apart to be compared."""
    return sum(bisect_left(b, day - DAYS) + len(b) - bisect_right(b, day + DAYS) for day in a)
