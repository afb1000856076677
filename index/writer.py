"""Put articles into the store, take them out, and embed them anew."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from index.errors import DamagedError, MismatchError, UnknownArticleError
from index.store import generation
from index.store.database import Database, require_store
from index.store.lock import writer
from index.store.rows import LIVE, REMOVED, REPLACED, Revision, dump_outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from corpus.types import Article, Quote
    from index.types import Embedder

    Split: TypeAlias = Callable[[Article], Sequence[Quote]]
    Progress: TypeAlias = Callable[[int, int], None]

#: Articles per commit: a killed run loses the work on this many, and none that it acknowledged.
BATCH = 32
#: A sentence embedded when the store is made and again before each change: the same words must give the same vector.
_PROBE = "Four of the six people on board were confirmed dead on Friday, officials said."
#: Cosine below which two embeddings of one sentence come from different models.
_SAME = 0.9999


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did: articles that were new, had a new version, were there already; passages embedded."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passages: int = 0
    #: Articles of the bundled sample that made way.
    sample_replaced: int = 0


def embedded_text(article: Article, quote: Quote) -> str:
    """Return what is embedded for a passage: the title says what the words alone may leave open."""
    return f"{article.title}\n{quote.text}"


def add(
    home: Path,
    articles: Iterable[Article],
    embedder: Embedder,
    *,
    split: Split | None = None,
    progress: Progress | None = None,
    on_stored: Callable[[Article], None] | None = None,
    sample: bool = False,
    replace_sample: bool = True,
    batch: int = BATCH,
    timeout: float = 0.0,
) -> Added:
    """Store articles and make them searchable; those that are there already are not embedded again.

    Args:
        home: folder of the index, made when absent.
        articles: in any order; of two with one id the later is a new version of the earlier.
        embedder: the one the index was made with.
        split: article to passages; `index.split.passages` by default.
        progress: called with (articles done, articles in all).
        on_stored: called once an article is on disk and will survive a crash.
        sample: these are the bundled sample, which is stored only while nothing else is.
        replace_sample: the bundled sample leaves when the first other article is stored.
        batch: articles per commit.
        timeout: seconds to wait for another writer.

    Raises:
        LockedError: another process is writing.
        MismatchError: the index was made with another embedder.
        DiskFullError: no room; what was acknowledged stays.
        DamagedError, AccessError: the store cannot be used.
    """
    given = tuple(articles)
    total = Added()
    with _writing(home, timeout) as database:
        if sample and _has_others(database):
            return total
        with _published(database):
            _agree(database, embedder)
            for start in range(0, len(given), batch):
                part = given[start : start + batch]
                done = _add_batch(database, part, embedder, split, sample, replace_sample and not sample)
                total = _sum(total, done)
                if on_stored:
                    for article in part:
                        on_stored(article)
                if progress:
                    progress(start + len(part), len(given))
    return total


def remove(home: Path, refs: Iterable[str], *, timeout: float = 0.0) -> tuple[str, ...]:
    """Take articles (by id) out of answers; they stay as tombstones until `doctor.compact`. Return their ids.

    Raises:
        UnknownArticleError: nothing was removed, since some are not in the index.
    """
    with _writing(home, timeout, create=False) as database, _published(database):
        found = {ref: database.live_article(ref) for ref in dict.fromkeys(refs)}
        if unknown := tuple(ref for ref, revision in found.items() if revision is None):
            raise UnknownArticleError(unknown)
        if found:
            with database.transaction():
                for revision in found.values():
                    if revision is not None:
                        database.retire(revision, REMOVED)
        return tuple(found)


def reindex(
    home: Path,
    embedder: Embedder,
    *,
    split: Split | None = None,
    progress: Progress | None = None,
    timeout: float = 0.0,
) -> int:
    """Split and embed every live article anew, in one change; return the number of passages."""
    with _writing(home, timeout, create=False) as database, _published(database):
        live, count = database.live(), 0
        with database.transaction():
            database.run("INSERT INTO words (words) VALUES ('delete-all')")
            database.run("DELETE FROM passages")
            _set_embedder(database, embedder)
            for start in range(0, len(live), BATCH):
                part = [(revision.seq, revision.article) for revision in live[start : start + BATCH]]
                count += insert_passages(database, part, embedder, split)
                if progress:
                    progress(start + len(part), len(live))
    return count


def history(home: Path, article_id: str) -> tuple[Revision, ...]:
    """Return all stored versions of an article, oldest first."""
    database = Database.read(home)
    try:
        return tuple(database.history(article_id))
    finally:
        database.close()


def _has_others(database: Database) -> bool:
    return bool(database.rows("SELECT 1 FROM articles WHERE state = 'live' AND sample = 0 LIMIT 1"))


@contextmanager
def _writing(home: Path, timeout: float, *, create: bool = True) -> Iterator[Database]:
    if not create:
        # Before the lock, which makes the folder.
        require_store(home)
    with writer(home, timeout):
        database = Database.write(home)
        try:
            database.require_all_rows()
            yield database
        finally:
            database.close()


@contextmanager
def _published(database: Database) -> Iterator[None]:
    """Publish once all is committed; after a failure the next reader levels the older generation with the store."""
    yield
    generation.publish(database)


def _add_batch(
    database: Database,
    articles: Sequence[Article],
    embedder: Embedder,
    split: Split | None,
    sample: bool,
    replace: bool,
) -> Added:
    """Store one batch in one commit; nothing is written when nothing changes."""
    # Only the last version of an id within a batch is read from the dictionary, but each becomes a row.
    live = {article.id: database.live_article(article.id) for article in articles}
    old = _sample(database) if replace and articles else []
    if not old and all(_is_stored(live[article.id], article, sample) for article in articles):
        return Added(unchanged=len(articles))
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    fresh: dict[str, tuple[int, Article]] = {}
    with database.transaction():
        for article in articles:
            before = live[article.id]
            what = (
                "unchanged"
                if before and before.article.revision == article.revision
                else "changed"
                if before
                else "added"
            )
            counts[what] += 1
            if before and what == "unchanged":
                database.update_article(before, LIVE, sample, dump_outlet(article.outlet))
                live[article.id] = Revision(before.seq, article, LIVE, sample)
                continue
            if before:
                database.retire(before, REPLACED)
            seq = database.insert_article(article, sample)
            live[article.id] = Revision(seq, article, LIVE, sample)
            fresh[article.id] = (seq, article)
        given = {article.id for article in articles}
        leaving = [revision for revision in old if revision.article.id not in given]
        for revision in leaving:
            database.retire(revision, REMOVED)
        passages = insert_passages(database, list(fresh.values()), embedder, split)
    return Added(**counts, passages=passages, sample_replaced=len(leaving))


def _is_stored(before: Revision | None, article: Article, sample: bool) -> bool:
    """Tell whether storing the article would change nothing, not even its outlet's entry in the registry."""
    return before is not None and before.article == article and before.sample == sample


def _sample(database: Database) -> list[Revision]:
    found = database.rows("SELECT seq FROM articles WHERE state = 'live' AND sample = 1 ORDER BY seq")
    return [database.revision(seq) for (seq,) in found]


def insert_passages(
    database: Database, articles: Sequence[tuple[int, Article]], embedder: Embedder, split: Split | None
) -> int:
    """Split and embed stored articles (row number, article) inside a transaction; return the number of passages."""
    divide = split or _split()
    parts = [(seq, article, list(divide(article))) for seq, article in articles]
    texts = [embedded_text(article, quote) for _, article, quotes in parts for quote in quotes]
    if not texts:
        return 0
    vectors = _encode(embedder, texts)
    row = 0
    for seq, article, quotes in parts:
        for ordinal, quote in enumerate(quotes):
            data = vectors[row].astype("<f4").tobytes()
            database.insert_passage(seq, article, ordinal, quote.start, quote.end, data)
            row += 1
    return row


def _encode(embedder: Embedder, texts: list[str]) -> NDArray[np.float32]:
    vectors = np.asarray(embedder.encode(texts), dtype=np.float32)
    if vectors.shape != (len(texts), embedder.dimension) or not np.isfinite(vectors).all():
        raise MismatchError(
            "vectors of shape", (len(texts), embedder.dimension), vectors.shape, "use a working embedder"
        )
    return vectors


def _agree(database: Database, embedder: Embedder) -> None:
    """Refuse to mix vectors of two models; take the embedder of a new store as its own."""
    stored = database.meta("embedder")
    if stored is None:
        with database.transaction():
            _set_embedder(database, embedder)
        return
    check_embedder(database, embedder)
    check_probe(database, embedder)
    cut = database.meta("split")
    # None in a store from before this was written down; `whosays doctor` advises to build it anew.
    if cut not in (None, _split_version()):
        raise MismatchError("passages of version", cut, _split_version())


def check_embedder(database: Database, embedder: Embedder) -> None:
    """Compare names and sizes.

    Raises:
        MismatchError: the index was made with another embedder.
    """
    stored, dimension = database.meta("embedder"), database.dimension
    if stored != embedder.fingerprint:
        raise MismatchError("embedder", _short(stored), _short(embedder.fingerprint))
    if dimension != embedder.dimension:
        raise MismatchError("vectors of length", dimension, embedder.dimension)


def check_probe(database: Database, embedder: Embedder) -> None:
    """Compare how a fixed sentence is embedded now and when the store was made.

    Raises:
        MismatchError: the embedder changed under its name.
    """
    try:
        stored = np.frombuffer(bytes.fromhex(database.meta("probe") or ""), dtype="<f4")
    except ValueError as error:
        raise DamagedError("the probe vector is not what was stored", database.path) from error
    now = _encode(embedder, [_PROBE])[0]
    cosine = float(stored @ now) if stored.shape == now.shape else 0.0
    if cosine < _SAME:
        raise MismatchError("an embedder that gave", "other vectors", f"cosine {cosine:.4f} for the same sentence")


def _set_embedder(database: Database, embedder: Embedder) -> None:
    database.set_meta("embedder", embedder.fingerprint)
    database.set_meta("dimension", str(embedder.dimension))
    database.set_meta("split", _split_version())
    database.set_meta("probe", _encode(embedder, [_PROBE])[0].astype("<f4").tobytes().hex())


def _short(fingerprint: str | None) -> str:
    return (fingerprint or "none")[:24]


def _sum(a: Added, b: Added) -> Added:
    return Added(
        a.added + b.added,
        a.changed + b.changed,
        a.unchanged + b.unchanged,
        a.passages + b.passages,
        a.sample_replaced + b.sample_replaced,
    )


def _split_version() -> str:
    from index.split import VERSION

    return VERSION


def _split() -> Split:
    from index.split import passages

    return passages
