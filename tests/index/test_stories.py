"""Which articles are about one event."""

import json
import random
from itertools import combinations
from pathlib import Path

from corpus.types import Article, Outlet
from index.encoder import Encoder
from index.stories import stories

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


def test_every_article_is_in_one_story() -> None:
    found = stories(ARTICLES, {})
    assert sorted(a for story in found for a in story.articles) == sorted(EVENT)
    assert stories([], {}) == ()
