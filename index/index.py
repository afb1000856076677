"""The index as everybody reads it: one unchanging state of the store, checked row by row as it is used."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeAlias

from index.ahead import Ahead
from index.errors import DamagedError, MismatchError, UnknownArticleError
from index.kept import Kept
from index.store.database import Database
from index.types import Filter, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article, Outlet
    from index.dense import Allowed
    from index.store.generation import Vectors
    from index.store.overview import Listing, Overview
    from index.store.rows import Revision, StoredPassage
    from index.types import Embedder, Hit, Story

    Rank: TypeAlias = Callable[[NDArray[np.float32], int, Allowed | None], list[tuple[int, float]]]

#: Passages up to which a one-shot process compares all vectors itself: faster than importing FAISS.
ONE_SHOT_UP_TO = 1_000
_ALL = Filter()
#: What a process that answers again and again keeps of what it read: articles, passages (1.5 kB each with their vectors,
#: so 150 MB), and row ids of passages that hold a word (32 MB).
_KEPT_ARTICLES, _KEPT_PASSAGES, _KEPT_HOLDERS = 20_000, 100_000, 4_000_000
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
        self._overview: Overview | None = None
        self._listing: Listing | None = None
        #: All articles, once all were asked for; until then those that were read last.
        self._by_id: dict[str, tuple[int, Article]] | None = None
        self._read_last: Kept[str, tuple[int, Article]] = Kept(_KEPT_ARTICLES)
        self._passages: Kept[str, tuple[tuple[Passage, ...], NDArray[np.float32]]] = Kept(_KEPT_PASSAGES)
        self._article_of: dict[int, str] = {}
        #: Word and column to the passages that hold it; None for a word that is in too many.
        self._holders: Kept[tuple[str, str, int], tuple[NDArray[np.int64] | None]] = Kept(_KEPT_HOLDERS)
        self._rank: Rank | None = None
        self._words: Database | None = None
        self._vectors_ahead: Ahead[Vectors] | None = None
        self._words_ahead: Ahead[bool] | None = None
        self._stories_ahead: Ahead[tuple[Story, ...]] | None = None
        #: Whether what ranks by words need was checked, too.
        self._words_rank = False
        self._embedder: Embedder | None = None
        self._stories: tuple[Story, ...] | None = None
        self._story_of: dict[str, Story] | None = None
        self._count: int | None = None
        self._size: int | None = None
        self._width: int | None = None

    @classmethod
    def open(cls, home: Path, embedder: Embedder | None = None, *, one_shot: bool = False) -> Self:
        """Open the index in a folder.

        Args:
            home: the folder.
            embedder: the one that made it; the bundled encoder by default, loaded when first needed.
            one_shot: the process answers once: a small index is then searched without importing FAISS, and a large one
                is read and checked on several threads.

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

    def open_ahead(self) -> None:
        """Begin to read and check what every search needs, where the process answers once and that takes long.

        Most of it leaves the interpreter to other threads. `search` does this itself; whoever still has other things to
        do before may do it earlier.
        """
        with self._lock:
            if self._one_shot and self._vectors_ahead is None and self.size > ONE_SHOT_UP_TO:
                self._vectors_ahead = Ahead(self._faiss, "read the vectors")
                self._words_ahead = Ahead(self._check_words, "check the word index")
                self._stories_ahead = Ahead(self._read_stories, "read the stories")

    def _check_words(self) -> bool:
        """Tell whether the word index was found sound; False also where another look is needed."""
        from index.store import generation

        # On a connection of its own: this one answers other questions meanwhile.
        other = Database.read(self.home)
        try:
            return other.change() == self._database.change() and generation.words_are_sound(other, ranked=False)
        finally:
            other.close()

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
                self._articles = tuple(revision.article for revision in live)
            return self._articles

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: it is not in the index.
        """
        return self._row(article_id)[1]

    def articles_of(self, article_ids: Sequence[str]) -> list[Article]:
        """Return some articles, in the order asked for; those not yet read are read in one query.

        Raises:
            UnknownArticleError: one is not in the index.
        """
        with self._lock:
            if self._by_id is None:
                # Held here, as those that are kept may make way for each other.
                found = {key: kept for key in article_ids if (kept := self._read_last.get(key)) is not None}
                missing = [key for key in article_ids if key not in found]
                if missing:
                    read = self._database.live_articles(missing)
                    found.update((key, self._keep(revision)) for key, revision in read.items())
            else:
                found = self._by_id
            if unknown := tuple(key for key in article_ids if key not in found):
                raise UnknownArticleError(unknown)
            return [found[key][1] for key in article_ids]

    def _row(self, article_id: str) -> tuple[int, Article]:
        with self._lock:
            found = self._read_last.get(article_id) if self._by_id is None else self._by_id.get(article_id)
            if found is None:
                revision = None if self._by_id is not None else self._database.live_article(article_id)
                if revision is None:
                    raise UnknownArticleError((article_id,))
                found = self._keep(revision)
            return found

    def _keep(self, revision: Revision) -> tuple[int, Article]:
        found = (revision.seq, revision.article)
        if self._by_id is None:
            self._read_last.put(revision.article.id, found)
        return found

    @property
    def count(self) -> int:
        """Number of articles; none is read for it."""
        with self._lock:
            if self._count is None:
                self._count = int(self._database.rows("SELECT count(*) FROM articles WHERE state = 'live'")[0][0])
            return self._count

    def outlets(self) -> tuple[Outlet, ...]:
        """Return the outlets of the articles, sorted by id."""
        return self._summed_up().outlets

    def _summed_up(self) -> Overview:
        with self._lock:
            if self._overview is None:
                from index.store import generation

                self._overview = generation.overview(self._database)
            return self._overview

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
                self._keep(revision)
                self._article_of[row_id] = revision.article.id
            return self._article_of[row_id]

    def _read(self, article_id: str) -> tuple[tuple[Passage, ...], NDArray[np.float32]]:
        with self._lock:
            found = self._passages.get(article_id)
            if found is None:
                seq, article = self._row(article_id)
                found = self._keep_passages(article, self._database.passages(seq, article))
            return found

    def _keep_passages(
        self, article: Article, stored: list[StoredPassage]
    ) -> tuple[tuple[Passage, ...], NDArray[np.float32]]:
        passages = tuple(Passage(row.id, article.quote(row.start, row.end), row.ordinal) for row in stored)
        found = (passages, _matrix(stored, self._dimension))
        for gone, _ in self._passages.put(article.id, found, len(stored)):
            for passage in gone:
                self._article_of.pop(passage.id, None)
        self._article_of.update((row.id, article.id) for row in stored)
        return found

    def owners(self, row_ids: Collection[int]) -> list[str]:
        """Return the id of the article that each of some passages belongs to.

        Raises:
            KeyError: there is no such passage.
        """
        self._prefetch(row_ids)
        return [self._owner(row_id) for row_id in row_ids]

    def _prefetch(self, row_ids: Collection[int]) -> None:
        """Read the articles of these passages in two queries rather than in three for each."""
        with self._lock:
            wanted = [row_id for row_id in row_ids if row_id not in self._article_of]
            if not wanted:
                return
            revisions = self._database.revisions_of(wanted)
            stored = self._database.passages_of(revisions)
            for revision in revisions:
                self._keep(revision)
                self._keep_passages(revision.article, stored[revision.seq])

    def ids(self, articles: Collection[str]) -> frozenset[int]:
        """Return the row ids of these articles' passages: what `allowed` takes."""
        return frozenset(passage.id for article_id in articles for passage in self.passages(article_id))

    def ids_within(self, outlets: Collection[str], allowed: Filter | None = None) -> NDArray[np.int64]:
        """Return the row ids, ascending, of the passages by these outlets (by any, when empty) that a filter lets through.

        Neither text nor vectors are read, so that it takes milliseconds in a large index, too.
        """
        from functools import partial

        from index.search import passes_day, passes_outlet

        by, rule = frozenset(outlets), allowed or _ALL
        told = self.stories() if rule.story is not None else ()
        members = frozenset(a for story in told if story.id == rule.story for a in story.articles)
        with self._lock:
            if self._listing is None:
                from index.store import generation

                self._listing = generation.listing(self._database)
        return self._listing.rows_of(
            lambda outlet: (not by or outlet in by) and passes_outlet(outlet, rule),
            partial(passes_day, filter=rule),
            None if rule.story is None else members.__contains__,
        )

    @property
    def size(self) -> int:
        """Number of passages."""
        with self._lock:
            if self._size is None:
                self._size = self._database.passage_count()
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
        return self._word_index(ranked=True).lexical_rank(query, k, allowed)

    def holders(self, word: str, column: str, most: int) -> NDArray[np.int64] | None:
        """Return the row ids, ascending, of passages that hold a word in their "text" or "title".

        None when there are `most` or more: so common a word tells nothing.
        """
        key = (word, column, most)
        with self._lock:
            found = self._holders.get(key)
            if found is None:
                found = (self._word_index(ranked=False).holders(word, column, most),)
                self._holders.put(key, found, 1 if found[0] is None else 1 + len(found[0]))
            return found[0]

    def _word_index(self, *, ranked: bool) -> Database:
        with self._lock:
            # What was made anew for one of the two serves both: one warning, and one rebuild.
            if self._words is None or (ranked and not self._words_rank and self._words is self._database):
                self._words = self._checked_words(ranked)
                self._words_rank = ranked
            return self._words

    def _checked_words(self, ranked: bool) -> Database:
        from index.store import generation

        if not ranked and self._words_ahead is not None and self._words_ahead.result():
            return self._database
        return generation.words(self._database, ranked=ranked)

    def dense(
        self, query_vector: NDArray[np.float32], k: int, allowed: Allowed | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k passages close to the vector: (row id, cosine), highest first.

        Which passages come into question is the FAISS index's word; the score is computed from the stored vector, so it
        is the same whichever index found it.
        """
        import numpy as np

        query = np.asarray(query_vector, dtype=np.float32).reshape(-1)
        if len(query) != self._dimension:
            raise MismatchError("vectors of length", self._dimension, len(query))
        if k <= 0:
            return []
        found = self._ranked(query, k * _WIDER + _MARGIN, allowed)
        self._prefetch([row_id for row_id, _ in found])
        exact = [(row_id, self._score(row_id, query)) for row_id, _ in found]
        return sorted(exact, key=lambda hit: (-hit[1], hit[0]))[:k]

    @property
    def _dimension(self) -> int:
        """Length of the vectors: asked for with every article, and the same in one state of the store."""
        if self._width is None:
            self._width = self._database.dimension
        return self._width

    def _score(self, row_id: int, query: NDArray[np.float32]) -> float:
        passages, vectors = self._read(self._owner(row_id))
        row = self._position(row_id, passages)
        return round(float(vectors[row].astype("float64") @ query.astype("float64")), _DECIMALS)

    def _ranker(self) -> Rank:
        with self._lock:
            if self._rank is None:
                small = self._one_shot and self.size <= ONE_SHOT_UP_TO
                if small:
                    self._rank = self._product()
                else:
                    ahead = self._vectors_ahead
                    self._rank = (ahead.result() if ahead else self._faiss()).rank
            return self._rank

    def _faiss(self) -> Vectors:
        from index.store import generation

        some = generation.load_some(self._database) if self._one_shot else None
        return some or generation.load(self._database)

    def _ranked(self, query: NDArray[np.float32], k: int, allowed: Allowed | None) -> list[tuple[int, float]]:
        from index.cells import CellsError

        try:
            return self._ranker()(query, k, allowed)
        except CellsError:
            # Read whole, the vectors are checked whole: what is wrong is said there, and the stored ones answer.
            from index.store import generation

            with self._lock:
                self._rank = generation.load(self._database).rank
            return self._rank(query, k, allowed)

    def _product(self) -> Rank:
        from functools import partial

        from index.dense import product_rank

        return partial(product_rank, *self._database.vectors())

    def search(self, query: str, k: int = 10, filter: Filter | None = None) -> list[Hit]:
        """Return the k best passages for a question: index.search."""
        from index.search import search

        self.open_ahead()
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
                ahead = self._stories_ahead
                self._stories = ahead.result() if ahead else self._read_stories()
            return self._stories

    def _read_stories(self) -> tuple[Story, ...]:
        from index.store import generation

        return generation.stories(self._database)

    # -- identity and life ---------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """Sha256 over the sorted article revisions, their outlets, the embedder, the schema and how passages are cut."""
        return self._summed_up().fingerprint

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
        for ahead in (self._vectors_ahead, self._words_ahead, self._stories_ahead):
            if ahead is not None:
                ahead.wait()
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
