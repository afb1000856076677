"""The same answer from every store: articles of the seeds and of the committed events, all their questions."""

from __future__ import annotations

import contextlib
import json
import warnings
from pathlib import Path

import pytest

from bot.answer.ask import ask
from bot.render.json import as_dict
from corpus.load import load, sample
from corpus.outlets import Registry
from index.backends import opening
from index.backends.urls import Location, parse
from index.embedders import embedder
from index.index import Index
from index.writer import add

DATA = Path(__file__).parents[1] / "data"
EVENTS = sorted(folder for folder in (DATA / "events").iterdir() if folder.name != "frozen" and folder.is_dir())
#: Where articles and vectors are.
KINDS = ("postgres", "qdrant", "postgres and qdrant")


def questions(file):
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    # Follow-ups and claims are read from the same articles; plain questions are enough here.
    return [row["question"] for row in rows if "question" in row]


def differing(asked, one, other):
    """The questions that two indexes answer differently."""
    return [question for question in asked if as_dict(ask(question, one)) != as_dict(ask(question, other))]


@pytest.fixture(scope="module")
def stores(new_url, tmp_path_factory):
    """Returns the same articles in each kind of store, beside the home folder that they come from."""

    def made(home):
        folder = tmp_path_factory.mktemp("qdrant")
        urls = {
            "postgres": new_url(),
            "qdrant": f"qdrant://{folder}/a/news",
            "postgres and qdrant": f"{new_url()} qdrant://{folder}/b/news",
        }
        found = {}
        for kind, url in urls.items():
            location = parse(url)
            if location.articles is not None:
                from index.backends.writer import move

                move(location.articles, home)
            opening.push(location, home)
            found[kind] = location
        return found

    return made


def opened(location, home):
    return opening.open_index(location, home)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, stores):
    home = tmp_path_factory.mktemp("seeds")
    add(home, sample(), embedder(None))
    return home, stores(home)


@pytest.mark.parametrize("kind", KINDS)
def test_the_seeds(seeds, kind):
    home, locations = seeds
    asked = questions(DATA / "seeds_gold.jsonl")
    with Index.open(home) as index, opened(locations[kind], home) as other:
        assert differing(asked, index, other) == []
        assert other.fingerprint == index.fingerprint
        assert other.stories() == index.stories()


@pytest.fixture(scope="module")
def events(tmp_path_factory, stores):
    """All events in one corpus, so that each question has other stories to be confused with."""
    home = tmp_path_factory.mktemp("events")
    paths = [folder / "articles" for folder in EVENTS]
    add(home, load(paths, Registry.load()), embedder(None))
    return home, stores(home)


@pytest.fixture(scope="module")
def event_indexes(events):
    """Returns an open index of each kind; "home" is the one that the others must agree with."""
    home, locations = events
    with contextlib.ExitStack() as stack:
        found = {"home": stack.enter_context(Index.open(home))}
        found |= {kind: stack.enter_context(opened(locations[kind], home)) for kind in ("postgres", "qdrant")}
        assert found["home"].count > 40
        yield found


@pytest.mark.parametrize("event", EVENTS, ids=lambda folder: folder.name)
def test_the_events(event_indexes, event):
    asked = questions(event / "questions.jsonl")
    assert len(asked) > 20
    for number, question in enumerate(asked):
        expected = as_dict(ask(question, event_indexes["home"]))
        # The vectors alone are elsewhere with Qdrant: a share of the questions will do.
        for kind in ("postgres", "qdrant") if number % 5 == 0 else ("postgres",):
            assert as_dict(ask(question, event_indexes[kind])) == expected, (kind, question)


def test_the_events_with_articles_and_vectors_in_two_stores(events):
    home, locations = events
    asked = [question for folder in EVENTS for question in questions(folder / "questions.jsonl")][::20]
    with Index.open(home) as index, opened(locations["postgres and qdrant"], home) as other:
        assert differing(asked, index, other) == []


def test_articles_added_one_by_one_over_the_store(new_url, tmp_path):
    """Not moved: split, embedded and stored by the store's own writer, in several publications."""
    articles = list(load([folder / "articles" for folder in EVENTS[:2]], Registry.load()))
    location = parse(new_url())
    model = embedder(None)
    add(tmp_path, articles, model)
    for start in range(0, len(articles), 5):
        opening.add(location, tmp_path / "other", articles[start : start + 5], model)
    asked = [question for folder in EVENTS[:2] for question in questions(folder / "questions.jsonl")][::3]
    with Index.open(tmp_path) as index, opened(location, tmp_path / "other") as other:
        assert other.fingerprint == index.fingerprint
        assert differing(asked, index, other) == []


def test_the_stores_are_what_they_are_called(seeds):
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

    home, locations = seeds
    names = {}
    for kind, location in {"home": Location(), **locations}.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            store = opening.vector_store(location, home)
        assert isinstance(store, BasePydanticVectorStore)
        names[kind] = type(store).__name__
        opening.close(store)
    assert names == {
        "home": "EmbeddedStore", "postgres": "PgVectorStore", "qdrant": "QdrantVectorStore",
        "postgres and qdrant": "QdrantVectorStore",
    }  # fmt: skip
