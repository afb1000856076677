"""Puts articles into PostgreSQL, takes them out, and publishes: what `index.writer` does for the home folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import writer as embedded
from index.backends.postgres import PostgresDatabase
from index.backends.shared import GROUPS, LISTING, OVERVIEW, STORIES, TRAITS
from index.errors import MismatchError, UnknownArticleError
from index.store.database import Database
from index.store.rows import REMOVED, REPLACED
from index.writer import BATCH, Added, embedded_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from corpus.types import Article
    from index.backends.urls import Postgres
    from index.story_cache import Kept
    from index.types import Embedder
    from index.writer import Progress, Split

#: Articles per transaction of `move`: nothing is embedded meanwhile, so it takes under a second.
_MOVED = 200


def add(
    place: Postgres,
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
    """Store articles and publish them: as `index.writer.add`, whose words these are.

    A batch that was acknowledged survives a crash; readers see nothing before all is published.

    Raises:
        LockedError: another process is writing.
        MismatchError: the store was made with another embedder.
        UnreachableError: the connection was lost; what was acknowledged stays, and the next run goes on there.
    """
    given = tuple(articles)
    total = Added()
    with PostgresDatabase.writing(place, home, timeout) as database:
        if sample and database.has_others():
            return total
        _agree(database, embedder)
        for start in range(0, len(given), batch):
            part = given[start : start + batch]
            done = _add_batch(database, part, embedder, split, sample, replace_sample and not sample)
            total = embedded._sum(total, done)
            if on_stored:
                for article in part:
                    on_stored(article)
            if progress:
                progress(start + len(part), len(given))
        publish(database)
    return total


def move(place: Postgres, home: Path, *, progress: Progress | None = None, timeout: float = 0.0) -> Added:
    """Copy the articles and vectors of a home folder into PostgreSQL; nothing is embedded anew, the folder stays.

    Articles that are there already, in the same version, are passed over: a run that was cut short goes on.

    Raises:
        NoIndexError: the home folder has no articles.
        MismatchError: the store was made with another embedder.
        LockedError, UnreachableError: as for `add`.
    """
    source = Database.read(home)
    try:
        with PostgresDatabase.writing(place, home, timeout) as database:
            _agree_with(database, source)
            seqs = [row[0] for row in source.listed("seq", "seq")]
            total = Added()
            for start in range(0, len(seqs), _MOVED):
                total = embedded._sum(total, _move_batch(database, source, seqs[start : start + _MOVED]))
                if progress:
                    progress(min(start + _MOVED, len(seqs)), len(seqs))
            publish(database)
    finally:
        source.close()
    return total


def _agree_with(database: PostgresDatabase, source: Database) -> None:
    for key in ("embedder", "dimension", "split", "probe"):
        stored, given = database.meta(key), source.meta(key)
        if stored is None and given is not None:
            database.set_meta(key, given)
        elif stored != given:
            raise MismatchError(key, str(stored)[:24], str(given)[:24], "move to another schema (?schema=NAME)")


def _move_batch(database: PostgresDatabase, source: Database, seqs: Sequence[int]) -> Added:
    revisions = [source.revision(seq) for seq in seqs]
    there = database.live_articles({revision.article.id for revision in revisions})
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    given: list[tuple[int, Article, int, int, int, bytes]] = []
    with database.transaction():
        for revision in revisions:
            article, before = revision.article, there.get(revision.article.id)
            if before is not None and before.article == article:
                counts["unchanged"] += 1
                continue
            counts["changed" if before else "added"] += 1
            if before is not None:
                database.retire(before, REPLACED)
            seq = database.insert_article(article, revision.sample)
            given += [
                (seq, article, row.ordinal, row.start, row.end, row.vector.tobytes())
                for row in source.passages(revision.seq, article)
            ]
        database.insert_passages(given)
    return Added(**counts, passages=len(given))


def remove(place: Postgres, home: Path, refs: Iterable[str], *, timeout: float = 0.0) -> tuple[str, ...]:
    """Take articles (by id) out of answers; their rows stay as history. Return their ids.

    Raises:
        UnknownArticleError: nothing was removed, since some are not in the store.
    """
    wanted = tuple(dict.fromkeys(refs))
    with PostgresDatabase.writing(place, home, timeout, create=False) as database:
        found = database.live_articles(wanted)
        if unknown := tuple(ref for ref in wanted if ref not in found):
            raise UnknownArticleError(unknown)
        with database.transaction():
            for revision in found.values():
                database.retire(revision, REMOVED)
        publish(database)
    return wanted


def reindex(
    place: Postgres,
    home: Path,
    embedder: Embedder,
    *,
    split: Split | None = None,
    progress: Progress | None = None,
    timeout: float = 0.0,
) -> int:
    """Split and embed every live article anew; readers go on with the old passages until all is published.

    Raises:
        MismatchError: the vectors would have another length: the old ones are compared with the same questions.
    """
    with PostgresDatabase.writing(place, home, timeout, create=False) as database:
        live, count = database.live(), 0
        if database.meta("embedder") not in (None, embedder.fingerprint):
            raise MismatchError(
                "embedder", str(database.meta("embedder"))[:24], embedder.fingerprint[:24],
                "add the articles to a new schema (?schema=NAME) and point the bots there",
            )  # fmt: skip
        with database.transaction():
            for revision in live:
                database.end_passages(revision.seq)
            embedded._set_embedder(database, embedder)
            for start in range(0, len(live), BATCH):
                part = [revision.article for revision in live[start : start + BATCH]]
                count += _insert_passages(database, part, embedder, split)
                if progress:
                    progress(start + len(part), len(live))
        publish(database)
    return count


def publish(database: PostgresDatabase) -> bool:
    """Make what every reader needs of all articles, and show it with the articles, in one step; False without changes."""
    if not database.has_changes():
        return False
    database.publish(_files(database))
    database.tidy()
    return True


def _files(database: PostgresDatabase) -> dict[str, bytes]:
    from index import grouping_file, story_cache, traits
    from index.store import overview as made

    found, table, groups = story_cache.made(database, _kept(database))
    published = {head.id: head.published for head in table.heads}
    return {
        STORIES: story_cache.to_bytes(found),
        TRAITS: traits.to_bytes(table),
        GROUPS: grouping_file.to_bytes(groups),
        OVERVIEW: made.overview_to_bytes(made.overview(database)),
        LISTING: made.listing_to_bytes(made.listing(database, published)),
    }


def _kept(database: PostgresDatabase) -> Kept | None:
    """Return what the last publication was grouped by, so that only new articles are read and compared."""
    from index import grouping_file, traits

    before = database.at - 1
    table_data, groups_data = database.file(TRAITS, before), database.file(GROUPS, before)
    if table_data is None:
        return None
    try:
        table = traits.from_bytes(table_data)
    except traits.TraitsError:
        # Another version published them: every article is read again.
        return None
    try:
        return table, None if groups_data is None else grouping_file.from_bytes(groups_data, len(table.heads))
    except traits.TraitsError:
        return table, None


# -- a batch -----------------------------------------------------------------------------------------------------------


def _add_batch(
    database: PostgresDatabase,
    articles: Sequence[Article],
    embedder: Embedder,
    split: Split | None,
    sample: bool,
    replace: bool,
) -> Added:
    """Store one batch in one transaction; nothing is written when nothing changes."""
    live = database.live_articles({article.id for article in articles})
    old = database.sample_articles() if replace and articles else []
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    # Of two with one id the later is the newer version; only the last is embedded, as only that one can be found.
    last: dict[str, Article] = {}
    with database.transaction():
        for article in articles:
            before = live.get(article.id)
            same = before is not None and before.article.revision == article.revision
            counts["unchanged" if same else "changed" if before else "added"] += 1
            if before is not None and before.article == article and before.sample == sample:
                continue
            if before is not None:
                database.retire(before, REPLACED)
            database.insert_article(article, sample)
            live.update(database.live_articles({article.id}))
            last[article.id] = article
        leaving = [revision for revision in old if revision.article.id not in {article.id for article in articles}]
        for revision in leaving:
            database.retire(revision, REMOVED)
        passages = _insert_passages(database, list(last.values()), embedder, split)
    return Added(**counts, passages=passages, sample_replaced=len(leaving))


def _insert_passages(
    database: PostgresDatabase, articles: Sequence[Article], embedder: Embedder, split: Split | None
) -> int:
    """Split and embed stored articles and hand them to the vector store; return the number of passages."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    from index.backends.vector_stores import PgVectorStore

    divide = split or embedded._split()
    parts = [(article, ordinal, quote) for article in articles for ordinal, quote in enumerate(divide(article))]
    if not parts:
        return 0
    vectors = embedded._encode(embedder, [embedded_text(article, quote) for article, _, quote in parts])
    nodes = [
        TextNode(
            embedding=vector.tolist(),
            metadata={"ordinal": ordinal, "start": quote.start, "end": quote.end},
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
        )
        for vector, (article, ordinal, quote) in zip(vectors, parts, strict=True)
    ]
    PgVectorStore(database).add(nodes)
    return len(nodes)


def _agree(database: PostgresDatabase, embedder: Embedder) -> None:
    """Refuse to mix vectors of two models; take the embedder of a new store as its own."""
    if database.meta("embedder") is None:
        with database.transaction():
            embedded._set_embedder(database, embedder)
        return
    embedded.check_embedder(database, embedder)
    embedded.check_probe(database, embedder)
    cut = database.meta("split")
    if cut != embedded._split_version():
        raise MismatchError("passages of version", cut, embedded._split_version())
