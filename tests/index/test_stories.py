"""Which articles are about one event."""

import json
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.load import load
from corpus.outlets import Registry
from corpus.types import Article, Outlet
from index import traits
from index.encoder import Encoder
from index.split import passages
from index.stories import of_table, stories
from index.writer import embedded_text

from .embedder import Hashing

ROWS = [json.loads(line) for line in (Path(__file__).parents[1] / "data" / "stories.jsonl").read_text().splitlines()]
ARTICLES = [
    Article(r["id"], Outlet(r["outlet"], r["outlet"]), r["title"], r["text"], published=r["published"]) for r in ROWS
]
EVENT = {r["id"]: r["event"] for r in ROWS}
FLOOR = 0.9  # pairwise F1


def test_events_found_and_similar_ones_kept_apart() -> None:
    matrix = Encoder.bundled().encode([f"{a.title}\n{a.text}" for a in ARTICLES])
    vectors = dict(zip((a.id for a in ARTICLES), matrix, strict=True))
    found = stories(ARTICLES, vectors)
    pairs = {pair for story in found for pair in combinations(story.articles, 2)}
    gold = {p for p in combinations(sorted(EVENT), 2) if EVENT[p[0]] == EVENT[p[1]]}
    assert not pairs - gold
    assert 2 * len(pairs & gold) / (len(pairs) + len(gold)) >= FLOOR
    shuffled = random.Random(7).sample(ARTICLES, len(ARTICLES))
    assert stories(shuffled, vectors) == found


WHOLE = {"airline-strike", "ridge-wildfire"}  # all nine reports are on the event
EVENTS = sorted(path.parent for path in (Path(__file__).parents[1] / "data" / "events").glob("*/articles"))


def test_whole_events_and_nothing_else() -> None:
    """Reports on each event in very different styles; but for two, the last is on another event of the same sort."""
    registry = Registry.load(Path("no such file"))
    told = {folder: list(load([folder / "articles"], registry)) for folder in EVENTS}
    articles = [article for found in told.values() for article in found]
    assert len(articles) >= 5 * 9
    centres = {}
    for article in articles:
        rows = Encoder.bundled().encode([embedded_text(article, quote) for quote in passages(article)])
        centres[article.id] = rows.mean(axis=0) / np.linalg.norm(rows.mean(axis=0))
    pairs = {pair for story in stories(articles, centres) for pair in combinations(story.articles, 2)}
    gold = {
        tuple(sorted(pair))
        for folder, found in told.items()
        for pair in combinations([a.id for a in (found if folder.name in WHOLE else found[:-1])], 2)
    }
    assert not pairs - gold
    # Two local stations whose notes name little of the event stay alone: 268 of 284 pairs.
    assert len(pairs & gold) >= 0.94 * len(gold)


def test_every_article_is_in_one_story() -> None:
    found = stories(ARTICLES, {})
    assert sorted(a for story in found for a in story.articles) == sorted(EVENT)
    assert stories([], {}) == ()


# -- the same however it was put together --------------------------------------------------------------------------------

_NAMES = ["Hallfjord", "Bruheim", "Leira", "Ayaqocha", "Lima", "Mulindo", "Nairobi", "Zabrze", "Wilk", "Sweden"]
_PLAIN = ["flood", "bridge", "mayor", "killed", "ballot", "court", "the", "of", "bus", "road", "closed", "lima"]
_words = st.lists(st.sampled_from(_NAMES + _PLAIN), max_size=12).map(" ".join)
_days = st.none() | st.sampled_from(["2025-03", "2025-03-02", "2025-03-05", "2025-03-09T10:00:00+01:00", "no date"])
_articles = st.lists(
    st.builds(lambda n, title, text, day: Article(f"a{n}", Outlet("o", "O"), title, text, published=day),
              st.integers(0, 20), _words, _words, _days),
    max_size=12, unique_by=lambda article: article.id,
)  # fmt: skip


def vectors(articles):
    """Unit vectors of those with a text; the others have none, as an article without passages."""
    texts = [a for a in articles if a.text]
    matrix = Hashing().encode([a.text for a in texts])
    return {a.id: row for a, row in zip(texts, matrix, strict=True)}


@settings(max_examples=150, deadline=None)
@given(_articles, st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_joined_table_is_the_one_made_at_once(articles, rng, size):
    wanted = traits.build(articles, vectors(articles))
    shuffled = rng.sample(articles, len(articles))
    table = traits.build([], {})
    for start in range(0, len(shuffled), size):
        part = shuffled[start : start + size]
        # An older version first, which the new one replaces, and another article, which leaves.
        old = [replace(part[0], title="Older Bergen title", text="in Bergen"), replace(part[0], id="gone", text="x")]
        table = traits.join(table, traits.build(old, vectors(old)))
        table = traits.join(traits.from_bytes(traits.to_bytes(table)), traits.build(part, vectors(part)), ["gone"])
    ordered = sorted(articles, key=lambda article: article.id)
    parts = [traits.build(part, vectors(part)) for i in range(0, len(ordered), size) if (part := ordered[i : i + size])]
    assert traits.to_bytes(traits.chained(parts)) == traits.to_bytes(wanted)
    if len(articles):
        assert traits.to_bytes(table) == traits.to_bytes(wanted)
    assert of_table(table) == of_table(wanted) == stories(shuffled, vectors(articles))
    assert sorted(a for story in of_table(wanted) for a in story.articles) == sorted(a.id for a in articles)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]\n", b'{"version": "0"}\n', b"\x00\n\xff"])
def test_other_bytes_are_no_table(data):
    with pytest.raises(traits.TraitsError):
        traits.from_bytes(data)


def test_a_table_cut_short_is_refused():
    data = traits.to_bytes(traits.build(ARTICLES, {}))
    with pytest.raises(traits.TraitsError):
        traits.from_bytes(data[:-1])


@pytest.mark.parametrize(
    ("days", "together"),
    [
        (("2025-03-02", "2025-03-07"), True),
        (("2025-03-02", "2025-03-08"), False),
        (("2025-03-02", None), True),
        (("2025-03", "2025-03-30"), True),
        ((None, None), True),
    ],
)
def test_days_of_one_event(days, together):
    texts = ("Bus falls into ravine near Ayaqocha in Peru", "Twelve die in Ayaqocha, Peru, as bus falls into ravine")
    pair = [
        Article(f"a{i}", Outlet("o", "O"), text, text, published=d)
        for i, (text, d) in enumerate(zip(texts, days, strict=True))
    ]
    vector = np.array([1.0, 0.0], dtype=np.float32)
    assert (len(stories(pair, {"a0": vector, "a1": vector})) == 1) is together


def test_a_word_of_all_days_still_joins_the_reports_of_one():
    """What is common over the years proposes pairs as long as few of the same days hold it."""
    rows = [
        Article(f"a{i:04}-{j}", Outlet("o", "O"), "Fire in Hallfjord, Norway", "Fire in Hallfjord, Norway",
                published=f"{1900 + i % 250:04}-0{1 + i % 3}-10")
        for i in range(250) for j in range(2)
    ]  # fmt: skip
    assert {len(story.articles) for story in stories(rows, {})} == {2}
