"""Brings a Qdrant collection level with the articles of a store, which stay the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.errors import MismatchError

if TYPE_CHECKING:
    from index.backends.vector_stores import QdrantVectors
    from index.store.database import Database

#: Passages read and sent at a time: 1.5 MB of vectors.
_PART = 1_000


def pushed_up_to(database: Database, vectors: QdrantVectors) -> int:
    """Return the highest row id up to which all passages are in the collection; 0 when none is.

    Raises:
        MismatchError: the collection is of other articles.
    """
    mark = vectors.mark()
    if mark is None:
        return 0
    if mark["corpus"] != identity(database):
        raise MismatchError(
            "vectors of other articles in", str(vectors.place), str(database.path), "name another collection"
        )
    return int(mark["up_to"])


def identity(database: Database) -> str:
    """Return what tells these articles from others: a token from when the store was made."""
    from index.backends.postgres import PostgresDatabase

    if isinstance(database, PostgresDatabase):
        return database.meta("token") or ""
    found = database.rows("SELECT token FROM changes ORDER BY number LIMIT 1")
    return str(found[0][0]) if found else ""


def push(database: Database, vectors: QdrantVectors) -> int:
    """Send the vectors that the collection lacks; return how many. Call it under the writers' lock."""
    done = pushed_up_to(database, vectors)
    late = [row for row in database.passage_ids() if row > done]
    for start in range(0, len(late), _PART):
        part = late[start : start + _PART]
        ids, rows = database.vectors(part)
        vectors.add(ids, rows)
        vectors.set_mark(identity(database), part[-1], rows.shape[1])
    return len(late)


def compact(database: Database, vectors: QdrantVectors) -> int:
    """Delete the points of passages that are gone, and return how many; nobody may be reading an older state."""
    gone = np.setdiff1d(
        np.array(sorted(vectors.ids()), dtype=np.int64), np.array(database.passage_ids(), dtype=np.int64)
    )
    for start in range(0, len(gone), _PART):
        vectors.delete(gone[start : start + _PART].tolist())
    return len(gone)
