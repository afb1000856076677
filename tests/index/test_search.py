"""Fused search over a small index in memory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Article, Outlet
from index.query import words
from index.search import passes, search
from index.types import Filter, Passage, Story


class Hashing:
    """Words to fixed directions: texts with the same words are close."""

    fingerprint = "hashing"
    dimension = 64

    def encode(self, texts):
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[sum(word.encode()) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1
        return rows


class Memory:
    """One passage per article; words are counted."""

    embedder = Hashing()

    def __init__(self, articles):
        self._articles = tuple(articles)
        self._passages = [Passage(i, a.quote(0, len(a.text)), 0) for i, a in enumerate(self._articles)]
        self._matrix = self.embedder.encode([a.text for a in self._articles])

    def articles(self):
        return self._articles

    def outlets(self):
        return tuple(sorted({a.outlet for a in self._articles}, key=lambda o: o.id))

    def passages(self, article_id):
        return [p for p in self._passages if p.quote.article.id == article_id]

    def passage(self, row_id):
        return self._passages[row_id]

    def _top(self, scores, k, allowed):
        found = [(i, s) for i, s in enumerate(scores) if s > 0 and (allowed is None or i in allowed)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def lexical(self, query, k, allowed=None):
        asked = set(words(query))
        return self._top([float(len(asked & set(words(a.text)))) for a in self._articles], k, allowed)

    def dense(self, query_vector, k, allowed=None):
        return self._top([float(s) for s in self._matrix @ query_vector], k, allowed)

    def stories(self):
        return (Story("flood", "Flood", ("a0", "b0")),)


def article(article_id, outlet, text, published="2025-05-01"):
    return Article(article_id, Outlet(outlet, outlet.title()), text[:20], text, published=published)


INDEX = Memory(
    [
        *(article(f"a{i}", "alfa", f"The dam broke near the river village number {i}") for i in range(8)),
        article("b0", "bravo", "Water from the dam reached the village", "2025-05-02"),
        article("c0", "carta", "Shares fell after the bank lost money", "2025-06-01"),
    ]
)


def ids(question, k=10, filter=None):
    return [hit.article.id for hit in search(INDEX, question, k, filter)]


def test_no_outlet_takes_all_places():
    """Eight reports of one outlet leave room for the only one of another."""
    assert "b0" in ids("Why did the dam near the river village break?", 4)


def test_named_outlets_take_turns():
    found = ids("What do Alfa and Bravo say about the dam?", 4)
    assert found[0].startswith("a")
    assert found[1] == "b0"


def test_named_outlet_comes_first_even_with_weaker_words():
    assert ids("What does Bravo say about the river village?", 3)[0] == "b0"


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (Filter(outlets=frozenset({"bravo"})), {"b0"}),
        (Filter(not_outlets=frozenset({"alfa", "carta"})), {"b0"}),
        (Filter(since="2025-05-02", until="2025-05-31"), {"b0"}),
        (Filter(story="flood"), {"a0", "b0"}),
        (Filter(story="none"), set()),
    ],
)
def test_filter(filter, expected):
    assert set(ids("the dam and the village", 10, filter)) == expected


@pytest.mark.parametrize(
    ("published", "since", "until", "expected"),
    [
        ("2025-05-01T10:00:00Z", "2025-05-01", "2025-05-01", True),
        ("2025-05", "2025-05-20", None, True),
        ("2025-04", "2025-05-20", None, False),
        (None, None, "2025-01-01", False),
        (None, None, None, True),
    ],
)
def test_dates(published, since, until, expected):
    assert passes(article("x", "x", "text", published), Filter(since=since, until=until)) is expected


@pytest.mark.parametrize("question", ["", "   ", '"*" NEAR -', "🙂", "a" * 10_000])
def test_any_question_is_searched(question):
    assert len(ids(question, 3)) <= 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("dam river village bank Alfa Bravo and the".split()), max_size=6), st.integers(0, 12))
def test_same_order_twice_and_no_repeats(chosen, k):
    question = " ".join(chosen)
    found = [(hit.passage.id, hit.score) for hit in search(INDEX, question, k)]
    assert found == [(hit.passage.id, hit.score) for hit in search(INDEX, question, k)]
    assert len({row for row, _ in found}) == len(found) <= k
