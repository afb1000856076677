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
    from index.likeness import Pairs
    from index.traits import Head, Table

#: Mean likeness at which two groups are one event. On eight sets of made-up reports (tests/data) all from .26 to .30
#: keep every event whole or miss one report, and join no two.
_JOIN = 0.28
_JOIN_UNNAMED, _WHOLE = 0.34, 3  # the same where no title names what they share: the mean, and articles of the group
_FAR_BELOW = _JOIN - 1e-6  # a mean that no rounding brings up to the one from which groups are joined
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
    from index.signature import attach

    groups = _Groups([head.day for head in table.heads], pairs(table, _JOIN)).joined()
    return attach(table, groups)


def _story(members: Sequence[Head]) -> Story:
    ids = tuple(head.id for head in members)
    first = min(members, key=lambda head: (head.published or "9999", head.id))
    return Story(hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:12], first.title, ids)


class _Groups:
    """Articles joined step by step: the two groups that are most alike first, while their mean likeness is high enough.

    The mean is over all pairs of near days between the groups; one that was not compared counts as 0, so that a chain
    of reports does not pull two events together.
    """

    def __init__(self, days: list[int], found: Pairs) -> None:
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
            if value >= _JOIN and named:
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
            if mean >= _JOIN and (named or (mean >= _JOIN_UNNAMED and max(size, its) >= _WHOLE)):
                first, second = min(i, other), max(i, other)
                heapq.heappush(self._heap, (-mean, first, second, self._joins[first], self._joins[second]))
        for other in never:
            del self._links[i][other], self._links[other][i]


def _far_apart(a: list[int], b: list[int]) -> int:
    """Count the pairs of days that are too far apart to be compared."""
    return sum(bisect_left(b, day - DAYS) + len(b) - bisect_right(b, day + DAYS) for day in a)
