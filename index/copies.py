"""Find articles that carry one text: reprints of a wire story."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.types import Article

_SHINGLE = 5  # tokens
_COPY = 0.50  # share of the shorter body's shingles
_WIRE_COPY = 0.30  # the same, under one wire credit
_RUN = 40  # tokens that two articles share in a row
_COMMON = 50  # articles; a shingle in more of them is a house line, and pairing them would grow with the square

_FEW = 16  # articles: those of one story, at most three of an outlet
_KEPT = 64  # sets of articles; the questions of a conversation are about few

_TOKEN_RE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, in lower case and with one kind of apostrophe, with where they stand."""
    return [(m.group().casefold().replace("’", "'"), m.start(), m.end()) for m in _TOKEN_RE.finditer(text)]


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the 5-grams of words; the whole text for a shorter one."""
    return _shingles([word for word, _, _ in tokens(text)])


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if not words:
        return frozenset()
    if len(words) < _SHINGLE:
        return frozenset((tuple(words),))
    return frozenset(zip(*(words[i:] for i in range(_SHINGLE)), strict=False))


def containment(a: Article, b: Article) -> float:
    """Return the share of the shorter body's 5-grams that the other one has too."""
    return _contained(shingles(a.text), shingles(b.text))


def _contained(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter else 0.0


def same_wire_copy(a: Article, b: Article) -> bool:
    """Tell whether two articles carry one text."""
    return _decide(_Body(a), _Body(b))


def _same_credit(a: Article, b: Article) -> bool:
    return bool(a.wire and b.wire) and (a.wire or "").casefold() == (b.wire or "").casefold()


def _runs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield longest runs of words that both have, as (start in a, start in b, size), left to right in `a`."""
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(b) - _SHINGLE + 1):
        where[tuple(b[i : i + _SHINGLE])].append(i)
    at = 0
    while at <= len(a) - _SHINGLE:
        best_start, best_size = 0, 0
        for start in where.get(tuple(a[at : at + _SHINGLE]), ())[:_COMMON]:
            size = _SHINGLE
            while at + size < len(a) and start + size < len(b) and a[at + size] == b[start + size]:
                size += 1
            if size > best_size:
                best_start, best_size = start, size
        if best_size:
            yield at, best_start, best_size
        at += max(1, best_size - _SHINGLE + 1)


def groups(articles: Sequence[Article]) -> Mapping[str, str]:
    """Return each article's group: the smallest id of those that carry its text, its own when none does.

    Only pairs that share a rare 5-gram are compared, so that the time grows with the articles and not their square.
    """
    return dict(_groups(tuple(sorted(articles, key=lambda article: article.id))))


@lru_cache(maxsize=_KEPT)
def _groups(ordered: tuple[Article, ...]) -> Mapping[str, str]:
    bodies = [_Body(article) for article in ordered]
    parent = list(range(len(ordered)))
    # Of few articles all pairs are compared: to find out which share anything takes longer.
    few = len(bodies) <= _FEW
    for i, j in combinations(range(len(bodies)), 2) if few else sorted(_proposed([body.grams for body in bodies])):
        first, second = _root(parent, i), _root(parent, j)
        if first != second and _decide(bodies[i], bodies[j]):
            parent[max(first, second)] = min(first, second)
    return {article.id: ordered[_root(parent, i)].id for i, article in enumerate(ordered)}


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


class _Body:
    """An article's words and 5-grams, read once for all its comparisons."""

    __slots__ = ("article", "grams", "words")

    def __init__(self, article: Article) -> None:
        self.article = article
        self.words = [word.casefold().replace("’", "'") for word in _TOKEN_RE.findall(article.text)]
        self.grams = _shingles(self.words)


def _decide(a: _Body, b: _Body) -> bool:
    common = len(a.grams & b.grams)
    share = common / (min(len(a.grams), len(b.grams)) or 1)
    if share >= _COPY or (share >= _WIRE_COPY and _same_credit(a.article, b.article)):
        return True
    # A run of 40 tokens has 36 shingles: with fewer in common there is none, or one that repeats itself.
    return common > _RUN - _SHINGLE and any(size >= _RUN for _, _, size in _runs(a.words, b.words))


def _proposed(grams: Sequence[frozenset[tuple[str, ...]]]) -> Counter[tuple[int, int]]:
    """Return the pairs that share enough 5-grams to be compared, with how many."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, found in enumerate(grams):
        for gram in found:
            holders[gram].append(i)
    pairs: Counter[tuple[int, int]] = Counter()
    for rows in holders.values():
        # One text in very many places: each is compared with its neighbours, and the groups join up.
        near = len(rows) if len(rows) <= _COMMON else 2
        for place, i in enumerate(rows):
            pairs.update((i, j) for j in rows[place + 1 : place + near])
    return pairs
