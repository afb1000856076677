"""What addresses mean, and that nothing secret in them is ever shown."""

from __future__ import annotations

import pytest

from index.backends.errors import StoreUrlError
from index.backends.urls import Location, masked, parse

SECRET = "s3cr3t-w0rd"


@pytest.mark.parametrize("text", [None, "", "home", "faiss"])
def test_nothing_is_the_home_folder(text):
    assert parse(text) == Location()
    assert parse(text).is_home


def test_a_database():
    found = parse(f"postgresql://anna:{SECRET}@db.example:5433/news?sslmode=require&schema=desk").articles
    assert dict(found.options) == {
        "host": "db.example", "port": "5433", "user": "anna", "dbname": "news", "sslmode": "require",
    }  # fmt: skip
    assert (found.schema, found.password) == ("desk", SECRET)
    assert str(found) == "PostgreSQL database news at db.example:5433, schema desk"


def test_a_socket_and_escapes():
    found = parse("postgres://anna%40work:a%2Fb@/news?host=/var/run/postgresql").articles
    assert dict(found.options) == {"host": "/var/run/postgresql", "user": "anna@work", "dbname": "news"}
    assert found.password == "a/b"


def test_a_collection():
    found = parse("qdrants://qdrant.example:7333/news", {"WHOSAYS_QDRANT_KEY": SECRET}).vectors
    assert (found.address, found.collection, found.key) == ("https://qdrant.example:7333", "news", SECRET)
    assert parse(f"qdrant://:{SECRET}@qdrant.example", {}).vectors.key == SECRET
    local = parse("qdrant:///var/lib/whosays/news", {}).vectors
    assert (local.address, local.collection, local.is_local) == ("/var/lib/whosays", "news", True)


def test_articles_here_vectors_there():
    found = parse("postgresql://db.example/news qdrant://qdrant.example/news", {})
    assert found.articles is not None
    assert found.vectors is not None
    assert not found.is_home


BAD = [
    f"mysql://anna:{SECRET}@db/news",
    f"postgresql://anna:{SECRET}@db:port/news",
    f"postgresql://anna:{SECRET}@db/news?schema=a;drop",
    f"postgresql://anna:{SECRET}@db/news?application_name=x",
    f"postgresql://db/news?{SECRET}",
    f"postgresql://anna:{SECRET}@db/news postgresql://anna:{SECRET}@other/news",
    f"qdrant://:{SECRET}@db/a/b",
    f"qdrant://:{SECRET}@db/news?timeout=3",
    f"qdrant:///news?key={SECRET}",
    SECRET,
    f"postgresql://anna:{SECRET}@[db/news",
]


@pytest.mark.parametrize("text", BAD)
def test_refused_in_one_line_without_the_secret(text):
    with pytest.raises(StoreUrlError) as caught:
        parse(text, {})
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert SECRET not in masked(text)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://anna:{SECRET}@db/news",
        f"postgresql://anna@db/news?password={SECRET}",
        f"qdrant://:{SECRET}@db/news",
    ],
)
def test_no_form_shows_the_secret(text):
    found = parse(text, {})
    for shown in (str(found), repr(found), str(found.articles), repr(found.vectors), masked(text), f"{found!s}"):
        assert SECRET not in shown
