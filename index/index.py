"""The index as everybody reads it: one unchanging state of the store, checked row by row as it is used."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, TypeAlias

from index.errors import DamagedError, MismatchError, UnknownArticleError
from index.store.database import SCHEMA, Database
from index.types import Filter, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article, Outlet
    from index.store.generation import Vectors
    from index.store.rows import StoredPassage
    from index.types import Embedder, Hit, Story

    Rank: TypeAlias = Callable[[NDArray[np.float32], int, Collection[int] | None], list[tuple[int, float]]]

#: Passages up to which a one-shot process compares all vectors itself: faster than importing FAISS.
ONE_SHOT_UP_TO = 1_000
_ALL = Filter()
#: Decimals of a score: far above the noise of adding floats in another order, far below what retrieval can tell apart.
_DECIMALS = 6
#: Candidates per wanted passage, and in any case: exact scores may reorder what FAISS found approximately.
_WIDER, _MARGIN = 2, 16


class Index:
    """Articles, passages and their ranks. Read-only, safe to share between threads; `stale` tells when to open anew."""

    def __init__(self, database: Database, embedder: Embedder | None = None, *, one_shot: bool = False) -> None:
        self._database = database
        self._given = embedder
        self._one_shot = one_shot
        self._lock = threading.RLock()
        self._articles: tuple[Article, ...] | None = None
        self._outlets: tuple[Outlet, ...] | None = None
        self._by_id: dict[str, tuple[int, Article]] = {}
        self._passages: dict[str, tuple[tuple[Passage, ...], NDArray[np.float32]]] = {}
        self._article_of: dict[int, str] = {}
        self._rank: Rank | None = None
        self._words: Database | None = None
        self._embedder: Embedder | None = None
        self._fingerprint: str | None = None
        self._stories: tuple[Story, ...] | None = None
        self._story_of: dict[str, Story] | None = None
        self._count: int | None = None
        self._size: int | None = None
        self._owners: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    @classmethod
    def open(cls, home: Path, embedder: Embedder | None = None, *, one_shot: bool = False) -> Self:
        """Open the index in a folder.

        Args:
            home: the folder.
            embedder: the one that made it; the bundled encoder by default, loaded when first needed.
            one_shot: the process answers once: a small index is then searched without importing FAISS.

        Raises:
            NoIndexError: there is none.
            AccessError, DamagedError: it cannot be read.
            MismatchError: another version or another embedder made it.
        """
        database = Database.read(home)
        try:
            index = cls(database, embedder, one_shot=one_shot)
            database.require_all_rows()
            if embedder is not None:
                index._require_embedder(embedder)
        except BaseException:
            database.close()
            raise
        return index

    # -- what is in it -------------------------------------------------------------------------------------------------

    @property
    def home(self) -> Path:
        """The folder."""
        return self._database.home

    def articles(self) -> tuple[Article, ...]:
        """Return the articles, sorted by id."""
        with self._lock:
            if self._articles is None:
                live = self._database.live()
                self._by_id = {revision.article.id: (revision.seq, revision.article) for revision in live}
                self._articles = tuple(article for _, article in self._by_id.values())
            return self._articles

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: it is not in the index.
        """
        return self._row(article_id)[1]

    def _row(self, article_id: str) -> tuple[int, Article]:
        with self._lock:
            if article_id not in self._by_id:
                revision = None if self._articles is not None else self._database.live_article(article_id)
                if revision is None:
                    raise UnknownArticleError((article_id,))
                self._by_id[article_id] = (revision.seq, revision.article)
            return self._by_id[article_id]

    @property
    def count(self) -> int:
        """Number of articles; none is read for it."""
        with self._lock:
            if self._count is None:
                self._count = int(self._database.rows("SELECT count(*) FROM articles WHERE state = 'live'")[0][0])
            return self._count

    def outlets(self) -> tuple[Outlet, ...]:
        """Return the outlets of the articles, sorted by id."""
        with self._lock:
            if self._outlets is None:
                found = set(self._database.live_outlets())
                self._outlets = tuple(sorted(found, key=lambda outlet: (outlet.id, outlet.name)))
            return self._outlets

    def passages(self, article_id: str) -> tuple[Passage, ...]:
        """Return an article's passages in order."""
        return self._read(article_id)[0]

    def vectors(self, article_id: str) -> NDArray[np.float32]:
        """Return the vectors of an article's passages, one row each."""
        return self._read(article_id)[1]

    def passage(self, row_id: int) -> Passage:
        """Return the passage with this row id.

        Raises:
            KeyError: there is none.
        """
        passages = self.passages(self._owner(row_id))
        return passages[self._position(row_id, passages)]

    def _position(self, row_id: int, passages: tuple[Passage, ...]) -> int:
        for position, passage in enumerate(passages):
            if passage.id == row_id:
                return position
        # SQLite's own index of the table has lost the row.
        raise DamagedError(f"passage row {row_id} is not among its article's", self._database.path)

    def _owner(self, row_id: int) -> str:
        with self._lock:
            if row_id not in self._article_of:
                revision = self._database.revision(self._database.seq_of(row_id))
                self._by_id.setdefault(revision.article.id, (revision.seq, revision.article))
                self._article_of[row_id] = revision.article.id
            return self._article_of[row_id]

    def _read(self, article_id: str) -> tuple[tuple[Passage, ...], NDArray[np.float32]]:
        with self._lock:
            if article_id not in self._passages:
                seq, article = self._row(article_id)
                stored = self._database.passages(seq, article)
                passages = tuple(Passage(row.id, article.quote(row.start, row.end), row.ordinal) for row in stored)
                self._article_of.update((row.id, article_id) for row in stored)
                self._passages[article_id] = (passages, _matrix(stored, self._database.dimension))
            return self._passages[article_id]

    def ids(self, articles: Collection[str]) -> frozenset[int]:
        """Return the row ids of these articles' passages: what `allowed` takes."""
        return frozenset(passage.id for article_id in articles for passage in self.passages(article_id))

    def ids_within(self, outlets: Collection[str], allowed: Filter | None = None) -> frozenset[int]:
        """Return the row ids of the passages by these outlets (by any, when empty) that a filter lets through.

        Neither text nor vectors are read, so that it takes milliseconds in a large index, too.
        """
        import numpy as np

        from index.search import passes_day, passes_outlet

        by, rule = frozenset(outlets), allowed or _ALL
        members = frozenset(a for s in self.stories() if s.id == rule.story for a in s.articles)
        seqs = [
            head.seq
            for head in self._database.heads(rule.since is not None or rule.until is not None)
            if (not by or head.outlet in by) and passes_outlet(head.outlet, rule) and passes_day(head.published, rule)
            and (rule.story is None or head.id in members)
        ]  # fmt: skip
        with self._lock:
            if self._owners is None:
                self._owners = self._database.owners()
        rows, owners = self._owners
        return frozenset(rows[np.isin(owners, np.array(seqs, dtype=np.int64))].tolist())

    @property
    def size(self) -> int:
        """Number of passages."""
        with self._lock:
            if self._size is None:
                self._size = self._database.last_passage()[0]
            return self._size

    # -- ranks ---------------------------------------------------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        """What turns a question into a vector.

        Raises:
            MismatchError: the index was made with another one.
        """
        with self._lock:
            if self._embedder is None:
                if self._given is not None:
                    found = self._given
                else:
                    from index.encoder import Encoder

                    found = Encoder.bundled()
                self._require_embedder(found)
                self._embedder = found
            return self._embedder

    def _require_embedder(self, embedder: Embedder) -> None:
        from index.writer import check_embedder

        check_embedder(self._database, embedder)

    def lexical(self, query: str, k: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return up to k passages that share words with the query: (row id, BM25), highest first."""
        return self._word_index().lexical_rank(query, k, allowed)

    def holders(self, word: str, column: str, limit: int) -> list[int]:
        """Return up to `limit` row ids of passages that hold a word in their "text" or "title", in order."""
        return self._word_index().holders(word, column, limit)

    def _word_index(self) -> Database:
        with self._lock:
            if self._words is None:
                from index.store import generation

                self._words = generation.words(self._database)
            return self._words

    def dense(
        self, query_vector: NDArray[np.float32], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k passages close to the vector: (row id, cosine), highest first.

        Which passages come into question is the FAISS index's word; the score is computed from the stored vector, so it
        is the same whichever index found it.
        """
        import numpy as np

        query = np.asarray(query_vector, dtype=np.float32).reshape(-1)
        if len(query) != self._database.dimension:
            raise MismatchError("vectors of length", self._database.dimension, len(query))
        if k <= 0:
            return []
        found = self._ranker()(query, k * _WIDER + _MARGIN, allowed)
        exact = [(row_id, self._score(row_id, query)) for row_id, _ in found]
        return sorted(exact, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _score(self, row_id: int, query: NDArray[np.float32]) -> float:
        passages, vectors = self._read(self._owner(row_id))
        row = self._position(row_id, passages)
        return round(float(vectors[row].astype("float64") @ query.astype("float64")), _DECIMALS)

    def _ranker(self) -> Rank:
        with self._lock:
            if self._rank is None:
                small = self._one_shot and self.size <= ONE_SHOT_UP_TO
                self._rank = self._product() if small else self._faiss().rank
            return self._rank

    def _faiss(self) -> Vectors:
        from index.store import generation

        return generation.load(self._database)

    def _product(self) -> Rank:
        from functools import partial

        from index.dense import product_rank

        return partial(product_rank, *self._database.vectors())

    def search(self, query: str, k: int = 10, filter: Filter | None = None) -> list[Hit]:
        """Return the k best passages for a question: index.search."""
        from index.search import search

        return list(search(self, query, k, filter))

    def story_of(self, article_id: str) -> Story | None:
        """Return the event that an article is about."""
        with self._lock:
            if self._story_of is None:
                self._story_of = {article: story for story in self.stories() for article in story.articles}
            return self._story_of.get(article_id)

    def stories(self) -> tuple[Story, ...]:
        """Return the events that the articles are about: index.stories."""
        with self._lock:
            if self._stories is None:
                from index.store import generation

                self._stories = generation.stories(self._database)
            return self._stories

    # -- identity and life ---------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """Sha256 over the sorted article revisions, their outlets, the embedder, the schema and how passages are cut."""
        with self._lock:
            if self._fingerprint is None:
                rows = self._database.rows("SELECT id, revision, outlet FROM articles WHERE state = 'live' ORDER BY id")
                made = f"{SCHEMA} {self._database.meta('embedder')} {self._database.meta('split')}\n"
                digest = hashlib.sha256(made.encode())
                for article_id, revision, outlet in rows:
                    digest.update(f"{article_id!a} {revision} {outlet}\n".encode())
                self._fingerprint = digest.hexdigest()
            return self._fingerprint

    @property
    def stale(self) -> bool:
        """True when the store has changed since this index was opened."""
        return self._database.outdated()

    @property
    def only_sample(self) -> bool:
        """True when the bundled sample is in the index, and nothing else."""
        return bool(self._database.rows("SELECT min(sample) FROM articles WHERE state = 'live'")[0][0])

    def close(self) -> None:
        """Give the files back."""
        if self._words is not None:
            self._words.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _matrix(stored: list[StoredPassage], dimension: int) -> NDArray[np.float32]:
    import numpy as np

    return np.array([row.vector for row in stored], dtype=np.float32).reshape(len(stored), dimension)
