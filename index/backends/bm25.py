"""BM25 over the words that PostgreSQL holds: SQLite's formula, so that both rank alike."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from index.backends import lexemes
from index.store.database import _TEXT_WEIGHT, _TITLE_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from index.backends.postgres import PostgresDatabase

#: FTS5's own constants, and the weight of a word that is in more than half of the passages.
_K1, _B, _LEAST_IDF = 1.2, 0.75, 1e-6
_DECIMALS = 6


def ranked(
    database: PostgresDatabase, query: str, k: int, allowed: Collection[int] | None = None
) -> list[tuple[int, float]]:
    """Return up to k (row id, BM25), highest first."""
    phrases = lexemes.phrases(query)
    if not phrases or k <= 0:
        return []
    sizes: dict[int, int] = {}
    # Column (title or not) and passage to where each word stands there.
    stands: dict[tuple[bool, int], dict[str, list[int]]] = defaultdict(dict)
    for row, size, word, places, is_title in database.places(sorted({word for words in phrases for word in words})):
        sizes[row] = size
        stands[is_title, row][word] = places
    total, mean = database.passage_count(), database.mean_words()
    scores: dict[int, float] = defaultdict(float)
    for words in phrases:
        counts = {row: _weighed(stands, row, words) for row in sizes}
        held = {row: count for row, count in counts.items() if count}
        idf = log((total - len(held) + 0.5) / (len(held) + 0.5))
        weight = idf if idf > 0 else _LEAST_IDF
        for row, count in held.items():
            norm = _K1 * (1 - _B + _B * sizes[row] / mean)
            scores[row] += weight * count * (_K1 + 1) / (count + norm)
    kept = scores if allowed is None else {row: scores[row] for row in scores.keys() & set(allowed)}
    found = [(row, round(score, _DECIMALS)) for row, score in kept.items()]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


def _weighed(stands: Mapping[tuple[bool, int], Mapping[str, list[int]]], row: int, words: Sequence[str]) -> float:
    title, text = (_count(stands.get((is_title, row), {}), words) for is_title in (True, False))
    return _TITLE_WEIGHT * title + _TEXT_WEIGHT * text


def _count(stands: Mapping[str, list[int]], words: Sequence[str]) -> int:
    """Return how often words stand one after the other."""
    first, *rest = words
    following = [set(stands.get(word, ())) for word in rest]
    return sum(all(at + i in places for i, places in enumerate(following, start=1)) for at in stands.get(first, ()))
