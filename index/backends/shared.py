"""The index over a store beyond one machine: it answers as the embedded one does, by the same code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.backends.postgres import PostgresDatabase
from index.dense import as_ids, product_rank
from index.index import Index
from index.store import overview as made

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from index.backends.urls import Location
    from index.backends.vector_stores import QdrantVectors
    from index.dense import Allowed
    from index.store.database import Database
    from index.store.overview import Overview
    from index.types import Embedder, Filter, Hit, Story

#: Files of a publication.
OVERVIEW, LISTING, STORIES, TRAITS, GROUPS = "overview.json", "listing.bin", "stories.json", "traits.bin", "groups.bin"
#: Row ids up to which a question among some passages names them to the store; more are passed over in what comes back.
_NAMED = 20_000


class StoreIndex(Index):
    """An index whose vectors are ranked by a vector store; the articles are in the home folder."""

    def __init__(self, database: Database, embedder: Embedder | None = None, *, one_shot: bool = False) -> None:
        # Nothing to read ahead: no FAISS file is opened.
        super().__init__(database, embedder, one_shot=False)
        self._closing: list[Callable[[], None]] = []

    def rank_by(self, vectors: QdrantVectors) -> None:
        """Rank by a Qdrant collection from here on, and close it with the index."""
        self._closing.append(vectors.close)
        self._rank = Level(self._database, vectors, self._prefetch).rank

    def close(self) -> None:
        """Give files and connections back."""
        super().close()
        for close in self._closing:
            close()


class SharedIndex(StoreIndex):
    """One publication of the articles in PostgreSQL."""

    _database: PostgresDatabase

    @classmethod
    def at(cls, location: Location, home: Path, embedder: Embedder | None = None) -> SharedIndex:
        """Open the last publication.

        Raises:
            NoIndexError: nothing was published there.
            UnreachableError, AccessError, DamagedError: it cannot be read.
            MismatchError: another version or another embedder made it.
        """
        assert location.articles is not None
        database = PostgresDatabase.open(location.articles, home)
        try:
            index = cls(database, embedder)
            if embedder is not None:
                index._require_embedder(embedder)
            if location.vectors is None:
                index._rank_by_postgres()
        except BaseException:
            database.close()
            raise
        return index

    def _rank_by_postgres(self) -> None:
        from index.backends.vector_stores import PgVectorStore, StoreRank

        ask = StoreRank(PgVectorStore(self._database))

        def rank(vector: NDArray[np.float32], k: int, allowed: Allowed | None) -> list[tuple[int, float]]:
            found = ask(vector, k, allowed)
            self._prefetch([row_id for row_id, _ in found])
            return found

        self._rank = rank

    # -- what the embedded index reads from its files ------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Number of articles; none is read for it."""
        return self._database.published_counts()[0]

    @property
    def only_sample(self) -> bool:
        """True when the bundled sample is in the index, and nothing else."""
        return self._database.only_sample()

    def _summed_up(self) -> Overview:
        with self._lock:
            if self._overview is None:
                self._overview = self._published_overview() or made.overview(self._database)
            return self._overview

    def _published_overview(self) -> Overview | None:
        data = self._database.file(OVERVIEW)
        try:
            found = None if data is None else made.overview_from_bytes(data)
        except made.OverviewError:
            # Another version published it: it is made anew.
            return None
        return found if found is not None and found.made == made.made_with(self._database) else None

    def ids_within(self, outlets: Collection[str], allowed: Filter | None = None) -> NDArray[np.int64]:
        """Return the row ids, ascending, of the passages by these outlets (or by any) that a filter lets through."""
        with self._lock:
            if self._listing is None:
                data = self._database.file(LISTING)
                try:
                    self._listing = None if data is None else made.listing_from_bytes(data)
                except made.OverviewError:
                    self._listing = None
                self._listing = self._listing or made.listing(self._database)
        return super().ids_within(outlets, allowed)

    def _word_index(self, *, ranked: bool) -> Database:
        return self._database

    def _read_stories(self) -> tuple[Story, ...]:
        from index import story_cache

        data = self._database.file(STORIES)
        found = None if data is None else story_cache.from_bytes(data)
        return found if found is not None else story_cache.made(self._database)[0]

    def search(self, query: str, k: int = 10, filter: Filter | None = None) -> list[Hit]:
        """Return the k best passages for a question: index.search."""
        self._database.require_kept()
        return super().search(query, k, filter)


class Level:
    """A Qdrant collection as the passages of one state: what is gone is passed over, what it lacks is compared here."""

    def __init__(self, database: Database, vectors: QdrantVectors, prefetch: Callable[[Collection[int]], None]) -> None:
        from index.backends.syncing import pushed_up_to

        self._vectors, self._prefetch = vectors, prefetch
        self._live = np.array(database.passage_ids(), dtype=np.int64)
        upto = pushed_up_to(database, vectors)
        # Row ids only grow, and are pushed in their order.
        late = self._live[self._live > upto].tolist()
        self._missing_ids, self._missing = (
            database.vectors(late) if late else (self._live[:0], np.zeros((0, 0), np.float32))
        )

    def rank(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """Return up to k (row id, score), best first."""
        within = self._live if allowed is None else np.intersect1d(self._live, as_ids(allowed))
        there = within[~np.isin(within, self._missing_ids)]
        found = self._there(vector, k, there, named=allowed is not None and len(there) <= _NAMED)
        if len(self._missing_ids):
            found += product_rank(self._missing_ids, self._missing, vector, k, allowed)
        best = sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]
        self._prefetch([row for row, _ in best])
        return best

    def _there(
        self, vector: NDArray[np.float32], k: int, within: NDArray[np.int64], *, named: bool
    ) -> list[tuple[int, float]]:
        wanted = min(k, len(within))
        if not wanted:
            return []
        if named:
            return self._vectors.rank(vector, wanted, within)
        kept: set[int] = set(within.tolist())
        asked = wanted + 16
        while True:
            found = self._vectors.rank(vector, asked, None)
            inside = [hit for hit in found if hit[0] in kept]
            if len(inside) >= wanted or len(found) < asked:
                return inside[:wanted]
            asked *= 2
