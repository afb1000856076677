"""Reads a store beyond one machine once, says what is wrong with it, and mends what can be made from the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.backends import lexemes
from index.backends.postgres import PostgresDatabase
from index.errors import MismatchError, NoIndexError, StoreError
from index.store import doctor as embedded
from index.store.doctor import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.backends.urls import Location
    from index.store.database import Database
    from index.types import Embedder

#: Articles read at a time.
_PART = 500
_ANEW = "restore a backup, or add the articles to a new schema (docs/scale.md)"


def check(location: Location, home: Path, embedder: Embedder | None = None) -> list[Problem]:
    """Read everything once and return what is wrong."""
    try:
        found = list(_articles(location, home, embedder))
        return [*found, *_vectors(location, home)] if location.vectors is not None else found
    except NoIndexError as error:
        return [Problem("no index", str(location), str(error), "whosays add PATH")]
    except StoreError as error:
        return [Problem("store", str(location), str(error), "see docs/scale.md")]


def _articles(location: Location, home: Path, embedder: Embedder | None) -> Iterator[Problem]:
    if location.articles is None:
        yield from embedded.check(home, embedder)
        return
    database = PostgresDatabase.open(location.articles, home)
    try:
        yield from _rows(database)
        if embedder is not None:
            yield from _embedder(database, embedder)
    finally:
        database.close()


def _rows(database: PostgresDatabase) -> Iterator[Problem]:
    where = str(database.place)
    missing = database.missing_rows()
    if missing is not None:
        yield Problem("passage", where, missing, _ANEW)
    # Every row is compared with its hash as it is read.
    live = database.live()
    for start in range(0, len(live), _PART):
        part = {revision.seq: revision for revision in live[start : start + _PART]}
        for seq, passages in database.passages_of(part.values()).items():
            text = part[seq].article.text
            words = lexemes.of([text[passage.start : passage.end] for passage in passages])
            ids = [passage.id for passage in passages]
            if not database.holds_words(ids, [lexemes.vector(row) for row in words]):
                yield Problem(
                    "words",
                    where,
                    f"the words of article {part[seq].article.id!r} are not its text's",
                    "whosays reindex",
                )


def _embedder(database: PostgresDatabase, embedder: Embedder) -> Iterator[Problem]:
    from index.writer import check_embedder, check_probe

    try:
        check_embedder(database, embedder)
        check_probe(database, embedder)
    except MismatchError as error:
        yield Problem("embedder", str(database.place), str(error), error.step)


def _vectors(location: Location, home: Path) -> Iterator[Problem]:
    from index.backends import syncing
    from index.backends.vector_stores import QdrantVectors

    assert location.vectors is not None
    vectors = QdrantVectors(location.vectors)
    database = _reading(location, home)
    try:
        syncing.pushed_up_to(database, vectors)
        there, live = vectors.ids(), set(database.passage_ids())
        if live - there:
            step = "whosays doctor --repair"
            yield Problem(
                "vectors",
                str(location.vectors),
                f"{len(live - there)} passages have no vector there",
                step,
                serious=False,
            )
        if there - live:
            what = f"{len(there - live)} vectors are of passages that are gone"
            yield Problem("vectors", str(location.vectors), what, "whosays doctor --compact", serious=False)
    finally:
        database.close()
        vectors.close()


def repair(location: Location, home: Path) -> None:
    """Publish what a killed writer left, and send the vectors that the collection lacks."""
    from index.backends.opening import push
    from index.backends.writer import publish

    if location.articles is not None:
        with PostgresDatabase.writing(location.articles, home, create=False) as database:
            publish(database)
    push(location, home)


def compact(location: Location, home: Path) -> int:
    """Delete the vectors of passages that are gone; return how many."""
    from index.backends import syncing
    from index.backends.vector_stores import QdrantVectors

    if location.vectors is None:
        return 0
    vectors = QdrantVectors(location.vectors)
    database = _reading(location, home)
    try:
        return syncing.compact(database, vectors)
    finally:
        database.close()
        vectors.close()


def _reading(location: Location, home: Path) -> Database:
    from index.store.database import Database

    return Database.read(home) if location.articles is None else PostgresDatabase.open(location.articles, home)
