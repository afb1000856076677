"""Where a store's address leads: the same calls for the home folder, PostgreSQL and Qdrant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.backends.urls import Location, parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from llama_index.core.vector_stores.types import BasePydanticVectorStore

    from corpus.types import Article
    from index.index import Index
    from index.types import Embedder
    from index.writer import Added, Progress, Split

__all__ = ["Location", "add", "close", "open_index", "parse", "push", "reindex", "remove", "vector_store"]


def open_index(location: Location, home: Path, embedder: Embedder | None = None, *, one_shot: bool = False) -> Index:
    """Open the index that an address names.

    Args:
        location: where articles and vectors are.
        home: the home folder; it holds the articles where nothing else does.
        embedder: the one that made it; the bundled encoder by default.
        one_shot: the process answers once.

    Raises:
        NoIndexError: there is none.
        UnreachableError, AccessError, DamagedError: it cannot be read.
        MismatchError: another version or another embedder made it.
    """
    if location.is_home:
        from index.index import Index

        return Index.open(home, embedder, one_shot=one_shot)
    from index.backends.shared import SharedIndex, StoreIndex

    index = StoreIndex.open(home, embedder) if location.articles is None else SharedIndex.at(location, home, embedder)
    if location.vectors is not None:
        try:
            _rank_by_qdrant(index, location)
        except BaseException:
            index.close()
            raise
    return index


def _rank_by_qdrant(index: Index, location: Location) -> None:
    from index.backends.shared import StoreIndex
    from index.backends.vector_stores import QdrantVectors

    assert isinstance(index, StoreIndex)
    assert location.vectors is not None
    vectors = QdrantVectors(location.vectors)
    try:
        index.rank_by(vectors)
    except BaseException:
        vectors.close()
        raise


def add(
    location: Location,
    home: Path,
    articles: Iterable[Article],
    embedder: Embedder,
    *,
    split: Split | None = None,
    progress: Progress | None = None,
    sample: bool = False,
    replace_sample: bool = True,
    timeout: float = 0.0,
) -> Added:
    """Store articles where an address leads: as `index.writer.add`."""
    if location.articles is None:
        from index.writer import add as store

        done = store(
            home, articles, embedder, split=split, progress=progress, sample=sample, replace_sample=replace_sample,
            timeout=timeout,
        )  # fmt: skip
    else:
        from index.backends.writer import add as share

        done = share(
            location.articles, home, articles, embedder, split=split, progress=progress, sample=sample,
            replace_sample=replace_sample, timeout=timeout,
        )  # fmt: skip
    push(location, home, timeout=timeout)
    return done


def remove(location: Location, home: Path, refs: Iterable[str]) -> tuple[str, ...]:
    """Take articles out where an address leads: as `index.writer.remove`."""
    if location.articles is None:
        from index.writer import remove as retire

        return retire(home, refs)
    from index.backends.writer import remove as end

    return end(location.articles, home, refs)


def reindex(location: Location, home: Path, embedder: Embedder, *, progress: Progress | None = None) -> int:
    """Split and embed every article anew where an address leads: as `index.writer.reindex`."""
    if location.articles is None:
        from index.writer import reindex as rebuild

        count = rebuild(home, embedder, progress=progress)
    else:
        from index.backends.writer import reindex as renew

        count = renew(location.articles, home, embedder, progress=progress)
    push(location, home)
    return count


def push(location: Location, home: Path, *, timeout: float = 0.0) -> int:
    """Send the vectors that a Qdrant collection lacks, if the address names one; return how many."""
    if location.vectors is None:
        return 0
    from index.backends import syncing
    from index.backends.postgres import PostgresDatabase
    from index.backends.vector_stores import QdrantVectors
    from index.store.database import Database
    from index.store.lock import writer

    vectors = QdrantVectors(location.vectors)
    try:
        if location.articles is not None:
            with PostgresDatabase.writing(location.articles, home, timeout) as shared:
                return syncing.push(shared, vectors)
        with writer(home, timeout):
            database = Database.read(home)
            try:
                return syncing.push(database, vectors)
            finally:
                database.close()
    finally:
        vectors.close()


def vector_store(location: Location, home: Path, embedder: Embedder | None = None) -> BasePydanticVectorStore:
    """Return the vectors that an address names behind LlamaIndex's vector-store interface.

    Its node ids are those of `index.backends.vector_stores.node_id`; `close` gives it back.
    """
    from index.backends import vector_stores as stores

    if location.vectors is not None:
        return stores.QdrantVectors(location.vectors).store
    if location.articles is not None:
        from index.backends.postgres import PostgresDatabase

        return stores.PgVectorStore(PostgresDatabase.open(location.articles, home))
    return stores.EmbeddedStore(open_index(location, home, embedder))


def close(store: BasePydanticVectorStore) -> None:
    """Give the connection, or the files, behind a `vector_store` back."""
    store.client.close()
