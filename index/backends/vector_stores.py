"""The vectors of each kind of store behind LlamaIndex's interface. Imported on demand, as llama_index is slow.

Every answer ranks by `VectorStoreQuery`, whichever store it is, unless all is in the home folder: there FAISS is asked
directly, and llama_index is not imported.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import numpy as np
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQuery, VectorStoreQueryResult

from index.backends.errors import ExtraMissingError, UnreachableError
from index.backends.postgres import PostgresDatabase, _written
from index.dense import as_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import Self

    from llama_index.core.schema import BaseNode
    from numpy.typing import NDArray

    from index.backends.urls import Qdrant
    from index.dense import Allowed
    from index.index import Index

#: HNSW: how many neighbours are looked at; four times what is wanted, within pgvector's bounds.
_LOOKED_AT, _LEAST_LOOKED_AT, _MOST_LOOKED_AT = 4, 100, 1000
#: The point that says whose the others are; row ids begin with 1.
_MARK = 0


def node_id(row_id: int) -> str:
    """Return a passage's id as vector stores take it: Qdrant wants a UUID."""
    return str(uuid.UUID(int=row_id))


def row_id(node: str) -> int:
    """Undo `node_id`.

    Raises:
        ValueError: it is none.
    """
    return uuid.UUID(node).int


class PgVectorStore(BasePydanticVectorStore):  # type: ignore[misc]
    """The passages of one publication in PostgreSQL, nearest first."""

    stores_text: bool = True
    is_embedding_query: bool = True
    _database: Any = PrivateAttr()

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__()
        self._database = database

    @property
    def client(self) -> object:
        """The connection."""
        return self._database.connection

    def add(self, nodes: Sequence[BaseNode], **add_kwargs: object) -> list[str]:
        """Store passages of stored articles: the node's `ref_doc_id` names the article, its metadata the range.

        Call it inside `PostgresDatabase.transaction`, as the writer does.
        """
        articles = self._database.live_articles({node.ref_doc_id for node in nodes})
        given = []
        for node in nodes:
            held = articles[node.ref_doc_id]
            vector = np.asarray(node.get_embedding(), dtype="<f4").tobytes()
            data = node.metadata
            given.append((held.seq, held.article, data["ordinal"], data["start"], data["end"], vector))
        return [node_id(made) for made in self._database.insert_passages(given)]

    def delete(self, ref_doc_id: str, **delete_kwargs: object) -> None:
        """Take an article's passages out of the next publication."""
        from index.store.rows import REMOVED

        held = self._database.live_article(ref_doc_id)
        if held is not None:
            self._database.retire(held, REMOVED)

    def query(self, query: VectorStoreQuery, **kwargs: object) -> VectorStoreQueryResult:
        """Return the passages closest to the vector by inner product."""
        database: PostgresDatabase = self._database
        vector = _written(np.asarray(query.query_embedding, dtype=np.float32))
        only, values = "", []
        if query.node_ids is not None:
            only = "AND id = ANY(%s)"
            values.append([row_id(node) for node in query.node_ids])
        if database.meta("nearest") == "hnsw" and query.node_ids is None:
            rows = self._approximate(database, vector, query.similarity_top_k)
        else:
            sql = f"""SELECT id, -(vector <#> %s::vector) AS score FROM passages WHERE {database._seen()} {only}
                      ORDER BY score DESC, id LIMIT %s"""
            rows = database.connection.rows(sql, (vector, *values, query.similarity_top_k))
        return VectorStoreQueryResult(
            ids=[node_id(row[0]) for row in rows], similarities=[float(row[1]) for row in rows]
        )

    @staticmethod
    def _approximate(database: PostgresDatabase, vector: str, k: int) -> list[tuple[Any, ...]]:
        look = min(max(_LOOKED_AT * k, _LEAST_LOOKED_AT), _MOST_LOOKED_AT)
        database.connection.rows(
            "SELECT set_config('hnsw.ef_search', %s, false), set_config('hnsw.iterative_scan', 'strict_order', false)",
            (str(look),),
        )
        kind = f"halfvec({database.dimension:d})"
        sql = f"""SELECT id, -((vector::{kind}) <#> %s::{kind}) FROM passages WHERE {database._seen()}
                  ORDER BY (vector::{kind}) <#> %s::{kind} LIMIT %s"""
        return database.connection.rows(sql, (vector, vector, k))


class EmbeddedStore(BasePydanticVectorStore):  # type: ignore[misc]
    """The FAISS index of a home folder, for LlamaIndex users; `whosays add` fills it."""

    stores_text: bool = False
    is_embedding_query: bool = True
    _index: Any = PrivateAttr()

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    @property
    def client(self) -> object:
        """The index."""
        return self._index

    def add(self, nodes: Sequence[BaseNode], **add_kwargs: object) -> list[str]:
        """Refuse: the FAISS file is a cache of the stored articles."""
        raise TypeError("the vectors of a home folder are made from its articles: use `index.writer.add`")

    def delete(self, ref_doc_id: str, **delete_kwargs: object) -> None:
        """Refuse: the FAISS file is a cache of the stored articles."""
        raise TypeError("the vectors of a home folder are made from its articles: use `index.writer.remove`")

    def query(self, query: VectorStoreQuery, **kwargs: object) -> VectorStoreQueryResult:
        """Return the passages closest to the vector by inner product."""
        only = None if query.node_ids is None else [row_id(node) for node in query.node_ids]
        found = self._index.dense(np.asarray(query.query_embedding), query.similarity_top_k, only)
        return VectorStoreQueryResult(
            ids=[node_id(row) for row, _ in found], similarities=[score for _, score in found]
        )


# -- Qdrant ------------------------------------------------------------------------------------------------------------


class QdrantVectors:
    """A Qdrant collection, by LlamaIndex's own integration, brought level with the articles of a store.

    Row ids are never reused, so a point stands for its vector. Points of rows that are gone are passed over when
    reading, and deleted when the publication after next is written: no reader misses one.
    """

    def __init__(self, place: Qdrant) -> None:
        self.place = place
        try:
            from llama_index.vector_stores.qdrant import QdrantVectorStore
            from qdrant_client import QdrantClient
        except ImportError:
            raise ExtraMissingError("qdrant", "llama-index-vector-stores-qdrant") from None
        with self._named():
            if place.is_local:
                self.client = QdrantClient(path=place.address)
            else:
                self.client = QdrantClient(url=place.address, api_key=place.key, timeout=10)
        with self._named():
            self.store: BasePydanticVectorStore = QdrantVectorStore(
                place.collection, client=self.client, index_doc_id=False
            )

    def close(self) -> None:
        """Give the connection, or the folder of the local mode, back."""
        self.client.close()

    def ids(self) -> set[int]:
        """Return the row ids of all points."""
        found: set[int] = set()
        with self._named():
            if not self.client.collection_exists(self.place.collection):
                return found
            offset = None
            while True:
                points, offset = self.client.scroll(
                    self.place.collection, limit=10_000, offset=offset, with_payload=False, with_vectors=False
                )
                found.update(row_id(str(point.id)) for point in points)
                if offset is None:
                    return found - {_MARK}

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Put points there, one for each row id."""
        with self._named():
            self.store.add(
                [TextNode(id_=node_id(row), embedding=v.tolist()) for row, v in zip(ids.tolist(), vectors, strict=True)]
            )

    def mark(self) -> dict[str, Any] | None:
        """Return what `set_mark` wrote last: "corpus" and "up_to"."""
        with self._named():
            if not self.client.collection_exists(self.place.collection):
                return None
            found = self.client.retrieve(self.place.collection, [node_id(_MARK)], with_payload=True)
        return dict(found[0].payload or {}) if found else None

    def set_mark(self, corpus: str, up_to: int, dimension: int) -> None:
        """Write beside the points whose they are, and up to which row id they are complete."""
        first = [1.0] + [0.0] * (dimension - 1)
        with self._named():
            self.store.add([TextNode(id_=node_id(_MARK), embedding=first, metadata={"corpus": corpus, "up_to": up_to})])

    def delete(self, rows: Iterable[int]) -> None:
        """Take points away."""
        nodes = [node_id(row) for row in rows]
        if nodes:
            with self._named():
                self.store.delete_nodes(node_ids=nodes)

    def rank(self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None) -> list[tuple[int, float]]:
        """Return up to k (row id, score), best first, of all points or of some."""
        query = VectorStoreQuery(
            query_embedding=vector.tolist(),
            similarity_top_k=k,
            node_ids=None if among is None else [node_id(row) for row in among.tolist()],
        )
        with self._named():
            found = self.store.query(query)
        return [
            (row_id(node), float(score)) for node, score in zip(found.ids or (), found.similarities or (), strict=True)
        ]

    def _named(self) -> _Named:
        return _Named(self.place)


class _Named:
    """Turns the client's errors into one line that names the place and holds no key."""

    def __init__(self, place: Qdrant) -> None:
        self._place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The client raises errors of gRPC, httpx, pydantic and its own; all mean that the store did not answer.
        if error is not None and isinstance(error, Exception) and not isinstance(error, TypeError | KeyError):
            text = str(error) or type(error).__name__
            if self._place.key:
                text = text.replace(self._place.key, "***")
            raise UnreachableError(str(self._place), text) from None


# -- ranks -------------------------------------------------------------------------------------------------------------


class StoreRank:
    """What `Index` ranks with, by asking a vector store; it is called as FAISS is."""

    def __init__(self, store: BasePydanticVectorStore) -> None:
        self.store = store

    def __call__(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """Return up to k (row id, score), best first."""
        only = None if allowed is None else [node_id(row) for row in as_ids(allowed).tolist()]
        if only is not None and not only:
            return []
        found = self.store.query(VectorStoreQuery(vector.tolist(), similarity_top_k=k, node_ids=only))
        return [(row_id(node), score) for node, score in zip(found.ids, found.similarities, strict=True)]
