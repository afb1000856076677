"""Fused search over a small index in memory."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Article, Outlet
from index.query import words
from index.search import passes, search
from index.types import Filter, Passage


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

    def outlets(self):
        return tuple(sorted({a.outlet for a in self._articles}, key=lambda o: o.id))

    def passages(self, article_id):
        return [p for p in self._passages if p.quote.article.id == article_id]

    def vectors(self, article_id):
        return self._matrix[[p.id for p in self.passages(article_id)]]

    @property
    def size(self):
        return len(self._passages)

    def owners(self, row_ids):
        return [self._passages[row_id].quote.article.id for row_id in row_ids]

    def _top(self, scores, k, allowed):
        found = [(i, s) for i, s in enumerate(scores) if s > 0 and (allowed is None or i in allowed)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def holders(self, word, column, most):
        texts = (p.quote.text if column == "text" else p.quote.article.title for p in self._passages)
        found = [row for row, text in enumerate(texts) if word in words(text)]
        return None if len(found) >= most else np.array(found, dtype=np.int64)

    def dense(self, query_vector, k, allowed=None):
        return self._top([float(s) for s in self._matrix @ query_vector], k, allowed)

    def ids_within(self, outlets, allowed):
        rule = allowed or Filter()
        story = {None: {a.id for a in self._articles}, "flood": {"a0", "b0"}}.get(rule.story, ())
        inside = [p for p in self._passages if not outlets or p.quote.article.outlet.id in outlets]
        found = [p.id for p in inside if passes(p.quote.article, rule) and p.quote.article.id in story]
        return np.array(found, dtype=np.int64)


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


class Split(Memory):
    """Each sentence a passage of its own."""

    def __init__(self, articles):
        self._articles = tuple(articles)
        self._passages = []
        for a in self._articles:
            for ordinal, found in enumerate(re.finditer(r"[^.]+\.", a.text)):
                self._passages.append(Passage(len(self._passages), a.quote(found.start(), found.end()), ordinal))
        self._matrix = self.embedder.encode([p.quote.text for p in self._passages])


LONG = Split(
    article(
        f"{outlet}{i}", outlet, f"{topic} in the {name} valley. " + "Nothing else was known by the evening. " * 40, day
    )
    for i, (name, day) in enumerate((("Lower", "2025-05-01"), ("Upper", "2025-05-09")))
    for outlet, topic in (("alfa", "The dam broke"), ("bravo", "A bridge fell"))
)


@pytest.mark.parametrize("question", ["the dam in the valley", "What do Alfa and Bravo say of the valley?", "bridge"])
def test_a_hit_holds_its_neighbours_and_shares_no_text(question):
    """The context is a run of whole passages around the hit, at most about what an encoder reads."""
    hits = search(LONG, question, 8)
    assert hits
    for hit in hits:
        assert hit.context.article is hit.article
        assert hit.context.start <= hit.passage.quote.start < hit.passage.quote.end <= hit.context.end
        assert hit.context.end - hit.context.start <= 1050
    spans = sorted((hit.article.id, hit.context.start, hit.context.end) for hit in hits)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


def test_a_day_named_with_an_outlet_picks_the_article_of_that_day():
    question = (
        "Does the Alfa report published on May 9, 2025 or the Bravo report published on May 1, 2025 name a valley?"
    )
    assert {hit.article.id for hit in search(LONG, question, 2)} == {"alfa1", "bravo0"}


def test_two_parts_on_one_outlet_take_turns():
    question = (
        "Does the Alfa report on the Lower valley differ from, and does the Alfa report on the Upper valley add to, it?"
    )
    assert {hit.article.id for hit in search(LONG, question, 2)} == {"alfa0", "alfa1"}


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
