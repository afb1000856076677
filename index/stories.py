"""Group articles by the event that they are about."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from index.types import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article
    from index.grouping import Grouping
    from index.traits import Head, Table


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
    from index import grouping

    return of_groups(table, grouping.grouped(table))


def of_groups(table: Table, found: Grouping) -> tuple[Story, ...]:
    """Return the events of a table whose articles are grouped, sorted by id."""
    from index.signature import attach

    # What is printed again neither weighs a word down nor an event up: it goes with its first printing.
    copies: dict[int, list[Head]] = defaultdict(list)
    for place, original in enumerate(found.original.tolist()):
        if original != place:
            copies[original].append(table.heads[place])
    groups = attach(table, found.groups(), found.measure)
    members = ([head for i in group for head in (table.heads[i], *copies.get(i, ()))] for group in groups)
    made = (_story(sorted(heads, key=lambda head: head.id)) for heads in members)
    return tuple(sorted(made, key=lambda story: story.id))


def _story(members: Sequence[Head]) -> Story:
    ids = tuple(head.id for head in members)
    first = min(members, key=lambda head: (head.published or "9999", head.id))
    return Story(hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:12], first.title, ids)
