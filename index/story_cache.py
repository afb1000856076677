"""The stories of an index: made when a generation is published, checked when read, and made again when needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from index.types import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article
    from index.grouping import Grouping
    from index.store.database import Database
    from index.traits import Table

    #: The traits of an earlier state of the store, and how they were grouped.
    Kept: TypeAlias = tuple[Table, Grouping | None]

#: Raised when the rules of grouping change, so that older files are made again.
_VERSION = 5
_PART = 1_000  # articles that are in memory at a time


def made(database: Database, kept: Kept | None = None) -> tuple[tuple[Story, ...], Table, Grouping]:
    """Return the stories of the live articles, and what they were found by; from what is kept of an earlier state."""
    from index import grouping
    from index.stories import of_groups

    older, groups = kept or (None, None)
    now = table(database, older)
    found = grouping.grouped(now, None if older is None or groups is None else (older, groups))
    return of_groups(now, found), now, found


def table(database: Database, kept: Table | None = None) -> Table:
    """Return the traits of the live articles; those that `kept` has as they are now are not read again."""
    from index import traits

    marks = database.marks()
    known = {} if kept is None else {head.id: head.mark for head in kept.heads}
    # The marks are sorted by article id, and so are the parts.
    fresh = [article_id for article_id, mark in marks.items() if known.get(article_id) != mark]
    parts = [_part(database, fresh[start : start + _PART], marks) for start in range(0, len(fresh), _PART)]
    made = traits.chained(parts)
    if kept is None or len(fresh) == len(marks):
        return made
    return traits.join(kept, made, known.keys() - marks.keys())


def _part(database: Database, article_ids: Sequence[str], marks: Mapping[str, str]) -> Table:
    """Read some articles into a table."""
    from index import traits

    live = [found for article_id in article_ids if (found := database.live_article(article_id))]
    centres = {revision.article.id: _centre(database, revision.seq, revision.article) for revision in live}
    return traits.build([revision.article for revision in live], centres, marks)


def _centre(database: Database, seq: int, article: Article) -> NDArray[np.float32]:
    """Return the mean of an article's passage vectors, of length 1; an article without passages has a zero vector."""
    import numpy as np

    vectors = [passage.vector for passage in database.passages(seq, article)]
    if not vectors:
        return np.zeros(database.dimension, dtype=np.float32)
    mean = np.mean(vectors, axis=0)
    norm = float(np.linalg.norm(mean))
    return np.asarray(mean / norm if norm else mean, dtype=np.float32)


def to_bytes(found: Sequence[Story]) -> bytes:
    """Write stories as JSON."""
    rows = [[story.id, story.title, list(story.articles)] for story in found]
    return json.dumps({"version": _VERSION, "stories": rows}, separators=(",", ":")).encode("ascii")


def from_bytes(data: bytes) -> tuple[Story, ...] | None:
    """Undo `to_bytes`; None for another version's."""
    found = json.loads(data)
    if found["version"] != _VERSION:
        return None
    return tuple(Story(key, title, tuple(articles)) for key, title, articles in found["stories"])
