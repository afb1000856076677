"""Each kind of store behind LlamaIndex's interface, and Qdrant kept level with the articles."""

from __future__ import annotations

import pytest

from index.backends import doctor, opening, syncing, writer
from index.backends.errors import UnreachableError
from index.backends.urls import Location, Qdrant, parse
from index.errors import MismatchError
from index.index import Index
from index.writer import add as add_home
from index.writer import remove as remove_home
from tests.index.embedder import Hashing, article, split

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)


@pytest.fixture
def qdrant(tmp_path):
    return parse(f"qdrant://{tmp_path}/qdrant/news")


def nearest(index, text="the mayor and the bridge", k=8, allowed=None):
    return index.dense(index.embedder.encode([text])[0], k, allowed)


@pytest.mark.parametrize("kind", ["home", "postgres", "qdrant"])
def test_a_llama_index_user_queries_each_store_alike(kind, location, qdrant, tmp_path, embedder):
    from llama_index.core.vector_stores.types import VectorStoreQuery

    from index.backends.vector_stores import node_id, row_id

    home = tmp_path / "home"
    add_home(home, [article(number) for number in range(10)], embedder, split=split)
    where = {"home": Location(), "postgres": location, "qdrant": qdrant}[kind]
    if where.articles is not None:
        writer.move(where.articles, home)
    opening.push(where, home)
    vector = embedder.encode(["the mayor and the bridge"])[0]
    with Index.open(home, embedder) as index:
        expected = [row for row, _ in index.dense(vector, 8)]
        some = [node_id(row) for row in (1, 4, 9)]
        store = opening.vector_store(where, home, embedder)
        found = store.query(VectorStoreQuery(vector.tolist(), similarity_top_k=8))
        among = store.query(VectorStoreQuery(vector.tolist(), similarity_top_k=8, node_ids=some))
        opening.close(store)
    ids = [row_id(node) for node in found.ids]
    # Qdrant's collection also holds the mark of its articles; equal scores may change places.
    assert set(ids) - {0} >= set(expected[:6])
    assert all(a >= b - 1e-6 for a, b in zip(found.similarities, found.similarities[1:], strict=False))
    assert set(among.ids) == set(some)


def test_nodes_of_llama_index_become_passages(location, tmp_path, embedder):
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    from index.backends.postgres import PostgresDatabase
    from index.backends.vector_stores import PgVectorStore, row_id

    writer.add(location.articles, tmp_path, [article(1), article(2)], embedder, split=split)
    vector = embedder.encode(["striker"])[0].tolist()
    node = TextNode(
        embedding=vector,
        metadata={"ordinal": 3, "start": 0, "end": 9},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id="a0001")},
    )
    with PostgresDatabase.writing(location.articles, tmp_path) as database:
        store = PgVectorStore(database)
        with database.transaction():
            (made,) = store.add([node])
            store.delete("a0002")
        writer.publish(database)
    with opening.open_index(location, tmp_path, embedder) as index:
        assert index.passage(row_id(made)).quote.text == article(1).text[:9]
        assert index.count == 1
        assert index.dense(embedder.encode(["striker"])[0], 1)[0][0] == row_id(made)


def test_what_is_added_and_removed_reaches_the_collection(qdrant, tmp_path, embedder):
    home = tmp_path / "home"
    opening.add(qdrant, home, [article(number) for number in range(12)], embedder, split=split)
    with Index.open(home, embedder) as index, opening.open_index(qdrant, home, embedder) as other:
        assert nearest(other) == nearest(index)
        assert nearest(other, k=50) == nearest(index, k=50)
        assert nearest(other, allowed=[2, 5, 8]) == nearest(index, allowed=[2, 5, 8])
        assert nearest(other, allowed=[]) == []
    opening.add(qdrant, home, [article(3, version=1)], embedder, split=split)
    assert opening.remove(qdrant, home, ["a0004"]) == ("a0004",)
    with Index.open(home, embedder) as index, opening.open_index(qdrant, home, embedder) as other:
        assert nearest(other, k=100) == nearest(index, k=100)
        assert other.size == 33
    assert [problem.kind for problem in doctor.check(qdrant, home, embedder)] == ["vectors"]
    assert doctor.compact(qdrant, home) == 6
    assert doctor.check(qdrant, home, embedder) == []


def test_vectors_that_were_not_sent_are_compared_here(qdrant, tmp_path, embedder):
    """A writer that died before it sent them, or one that knows nothing of the collection."""
    home = tmp_path / "home"
    opening.add(qdrant, home, [article(number) for number in range(5)], embedder, split=split)
    add_home(home, [article(number) for number in range(5, 9)], embedder, split=split)
    remove_home(home, ["a0001"])
    with Index.open(home, embedder) as index, opening.open_index(qdrant, home, embedder) as other:
        assert nearest(other, k=40) == nearest(index, k=40)
        assert nearest(other, allowed=[1, 20, 21]) == nearest(index, allowed=[1, 20, 21])
    kinds = [(problem.kind, problem.serious) for problem in doctor.check(qdrant, home, embedder)]
    assert kinds == [("vectors", False), ("vectors", False)]
    doctor.repair(qdrant, home)
    doctor.compact(qdrant, home)
    assert doctor.check(qdrant, home, embedder) == []


def test_a_collection_of_other_articles_is_refused(qdrant, tmp_path, embedder):
    opening.add(qdrant, tmp_path / "one", [article(1)], embedder, split=split)
    add_home(tmp_path / "two", [article(2)], embedder, split=split)
    with pytest.raises(MismatchError):
        opening.open_index(qdrant, tmp_path / "two", embedder)
    with pytest.raises(MismatchError):
        opening.add(qdrant, tmp_path / "two", [article(3)], Hashing(), split=split)


def test_a_server_that_is_away_is_one_clear_line(tmp_path, embedder):
    add_home(tmp_path, [article(1)], embedder, split=split)
    away = Location(vectors=Qdrant("http://127.0.0.1:9", "news", key="s3cr3t-w0rd"))
    with pytest.raises(UnreachableError) as caught:
        opening.open_index(away, tmp_path, embedder)
    assert "\n" not in str(caught.value)
    assert "s3cr3t-w0rd" not in str(caught.value)
    assert "http://127.0.0.1:9" in str(caught.value)


def test_a_home_folder_of_its_own_takes_no_nodes(tmp_path, embedder):
    add_home(tmp_path, [article(1)], embedder, split=split)
    store = opening.vector_store(Location(), tmp_path, embedder)
    with pytest.raises(TypeError):
        store.add([])
    with pytest.raises(TypeError):
        store.delete("a0001")
    opening.close(store)


def test_a_mark_is_kept_beside_the_points(qdrant, tmp_path, embedder):
    from index.backends.vector_stores import QdrantVectors
    from index.store.database import Database

    opening.add(qdrant, tmp_path / "home", [article(1)], embedder, split=split)
    vectors, database = QdrantVectors(qdrant.vectors), Database.read(tmp_path / "home")
    assert syncing.pushed_up_to(database, vectors) == 3
    assert vectors.ids() == {1, 2, 3}
    assert syncing.push(database, vectors) == 0
    vectors.close()
    database.close()
