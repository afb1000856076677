"""Group articles by the event that they are about."""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from index.types import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article
    from index.traits import Head, Table

_JOIN = 0.44  # mean likeness at which two groups are one event; tests/data/stories.jsonl holds the measure
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
    import numpy as np

    from index.likeness import pairs

    first, second, likeness = pairs(table)
    # An article that is not alike enough to any other stays alone, as no mean is above its highest value.
    strong = np.zeros(len(table.heads), dtype=np.bool_)
    high = likeness >= _JOIN
    strong[first[high]] = strong[second[high]] = True
    kept = strong[first] & strong[second]
    groups = _link(len(table.heads), first[kept].tolist(), second[kept].tolist(), likeness[kept].tolist())
    return tuple(sorted((_story([table.heads[i] for i in group]) for group in groups), key=lambda story: story.id))


def _story(members: Sequence[Head]) -> Story:
    ids = tuple(head.id for head in members)
    first = min(members, key=lambda head: (head.published or "9999", head.id))
    return Story(hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:12], first.title, ids)


def _link(count: int, first: list[int], second: list[int], likeness: list[float]) -> list[list[int]]:
    """Join groups while the mean likeness over all pairs between two of them is high enough, the highest first.

    A pair that was not compared counts as 0: a chain of reports does not pull two events together.
    """
    members = {i: [i] for i in range(count)}
    links: dict[int, dict[int, float]] = defaultdict(dict)
    heap: list[tuple[float, int, int]] = []
    for i, j, value in zip(first, second, likeness, strict=True):
        links[i][j] = links[j][i] = value
        if value >= _JOIN:
            heap.append((-value, i, j))
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if i not in members or j not in members or -value != _mean(members, links, i, j):
            continue
        for other, total in links.pop(j).items():
            links[other].pop(j)
            if other != i:
                links[i][other] = links[other][i] = links[i].get(other, 0.0) + total
        members[i] = sorted(members[i] + members.pop(j))
        for other in links[i]:
            a, b = min(i, other), max(i, other)
            mean = _mean(members, links, a, b)
            if mean >= _JOIN:
                heapq.heappush(heap, (-mean, a, b))
    return [members[i] for i in sorted(members)]


def _mean(members: Mapping[int, Sequence[int]], links: Mapping[int, Mapping[int, float]], i: int, j: int) -> float:
    return round(links[i][j] / (len(members[i]) * len(members[j])), _DECIMALS) if j in links[i] else -1.0
