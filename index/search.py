"""Find the passages that may answer a question: by words and by meaning, for each outlet that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Protocol

from index.query import Query, read
from index.types import Filter, Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article, Outlet
    from index.types import Embedder, Passage, Story

_POOL = 100  # candidates per list; enough that the best of one list is nearly always in the other
_MEANING = 0.3  # share of the cosine in a score; chosen on the same public queries that benchmarks/multihop.py reports
_PART = 0.5  # share of the best-matching part of a question, against the whole question
_ARTICLE = 0.3  # share of an article's best passages in the score of each: a question is rarely about one line
_ARTICLE_BEST = 3  # passages of an article that count, each half as much as the one before
_DATE = 0.15  # bonus of an article published on a day that the question names
_QUOTA = 0.5  # share of the hits that one outlet may take while others have candidates
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS.split(), 1)}
_DAY_RE = re.compile(
    r"""
    \b(?P<iso>\d{4}-\d{2}-\d{2})\b                                                    # "2023-11-01"
    | \b(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2,8})\.?,?\s+(?P<year>\d{4})\b        # "1 November 2023"
    | \b(?P<us_month>[A-Z][a-z]{2,8})\.?\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{4})\b  # "Nov 1, 2023"
    """,
    re.VERBOSE,
)


class Searchable(Protocol):
    """What search needs of an index."""

    @property
    def embedder(self) -> Embedder:
        """What turns a question into a vector."""
        ...

    def articles(self) -> Sequence[Article]:
        """Return all articles."""
        ...

    def outlets(self) -> Sequence[Outlet]:
        """Return the outlets of the articles."""
        ...

    def passages(self, article_id: str) -> Sequence[Passage]:
        """Return the passages of one article."""
        ...

    def passage(self, row_id: int) -> Passage:
        """Return one passage."""
        ...

    def lexical(self, query: str, k: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return up to k (row id, BM25), highest first."""
        ...

    def dense(
        self, query_vector: NDArray[np.float32], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row id, cosine), highest first."""
        ...

    def stories(self) -> Sequence[Story]:
        """Return the stories that the articles fall into."""
        ...


@dataclass(slots=True)
class _Ranking:
    """Candidates with their scores, and their ranks by the whole question."""

    scores: dict[int, float] = field(default_factory=dict)
    lexical: dict[int, int] = field(default_factory=dict)
    dense: dict[int, int] = field(default_factory=dict)

    def best(self) -> list[int]:
        """Return the row ids, best first, ties by row id."""
        return sorted(self.scores, key=lambda row: (-self.scores[row], row))


def search(index: Searchable, query: str, k: int = 10, filter: Filter | None = None) -> list[Hit]:
    """Return up to k passages, best first, in an order that depends on nothing but the index and the query.

    An outlet that the question names is searched apart, with the parts of the question that speak of it, and the
    named outlets take turns; what they leave free goes to the rest. Without a name no outlet takes more than half of
    the places while others have candidates.
    """
    if k <= 0 or not query.strip():
        return []
    asked = read(query, index.outlets())
    within = _articles_within(index, filter)
    vectors = _embed(index.embedder, asked)
    rankings = [
        _rank(index, asked, vectors, group, _rows(index, within, group)) for group in _present(index, asked, within)
    ]
    if not rankings or asked.others:
        rankings.append(_rank(index, asked, vectors, None, _rows(index, within, None)))
        lists = [*(ranking.best() for ranking in rankings[:-1]), _spread(index, rankings[-1], k)]
    else:
        lists = [ranking.best() for ranking in rankings]
    chosen = list(_turns(lists))[:k]
    if len(chosen) < k and asked.groups and not asked.others:
        rest = _rank(index, asked, vectors, None, _rows(index, within, None))
        rankings.append(rest)
        chosen = list(_turns([list(dict.fromkeys([*chosen, *_spread(index, rest, k)]))]))[:k]
    return [_hit(index, row, rankings) for row in chosen]


def _hit(index: Searchable, row: int, rankings: Sequence[_Ranking]) -> Hit:
    ranking = next(ranking for ranking in rankings if row in ranking.scores)
    return Hit(index.passage(row), ranking.scores[row], ranking.lexical.get(row), ranking.dense.get(row))


def _turns(lists: Sequence[Sequence[int]]) -> Iterable[int]:
    """Yield from each list in turn, each row once."""
    seen: set[int] = set()
    for place in range(max(map(len, lists), default=0)):
        for rows in lists:
            if place < len(rows) and rows[place] not in seen:
                seen.add(rows[place])
                yield rows[place]


def _spread(index: Searchable, ranking: _Ranking, k: int) -> list[int]:
    """Return the rows, best first, those over an outlet's quota after all others."""
    quota = max(1, ceil(k * _QUOTA))
    taken: dict[str, int] = {}
    first: list[int] = []
    later: list[int] = []
    for row in ranking.best():
        outlet = index.passage(row).quote.article.outlet.id
        taken[outlet] = taken.get(outlet, 0) + 1
        (first if taken[outlet] <= quota else later).append(row)
    return first + later


# -- which passages come into question -------------------------------------------------------------------------------


def _articles_within(index: Searchable, filter: Filter | None) -> tuple[Article, ...] | None:
    """Return the articles that a filter lets through; None when it lets all through."""
    if filter is None or filter == Filter():
        return None
    members: frozenset[str] | None = None
    if filter.story is not None:
        members = frozenset(a for story in index.stories() if story.id == filter.story for a in story.articles)
    return tuple(a for a in index.articles() if passes(a, filter) and (members is None or a.id in members))


def passes(article: Article, filter: Filter) -> bool:
    """Tell whether a filter lets an article through, its story aside."""
    if filter.outlets and article.outlet.id not in filter.outlets:
        return False
    if article.outlet.id in filter.not_outlets:
        return False
    if filter.since is None and filter.until is None:
        return True
    if article.published is None:
        return False
    day = article.published[:10]
    # An article known only by its month passes when some day of that month would.
    since = (filter.since or "")[: len(day)]
    until = (filter.until or "9999-12-31")[: len(day)]
    return since <= day <= until


def _present(index: Searchable, asked: Query, within: Sequence[Article] | None) -> list[tuple[str, ...]]:
    """Return the named groups of outlets that have an article in question."""
    if within is None:
        return list(asked.groups)
    here = {article.outlet.id for article in within}
    return [group for group in asked.groups if here.intersection(group)]


def _rows(index: Searchable, within: Sequence[Article] | None, group: tuple[str, ...] | None) -> frozenset[int] | None:
    """Return the row ids of the articles in question by a group of outlets; None stands for all rows."""
    if within is None and group is None:
        return None
    articles = index.articles() if within is None else within
    chosen = (a for a in articles if group is None or a.outlet.id in group)
    return frozenset(passage.id for article in chosen for passage in index.passages(article.id))


# -- scores ----------------------------------------------------------------------------------------------------------


def _embed(embedder: Embedder, asked: Query) -> Mapping[str, NDArray[np.float32]]:
    texts = tuple(dict.fromkeys((asked.text, *asked.part_texts())))
    return dict(zip(texts, embedder.encode(texts), strict=True))


def _rank(
    index: Searchable,
    asked: Query,
    vectors: Mapping[str, NDArray[np.float32]],
    group: tuple[str, ...] | None,
    allowed: frozenset[int] | None,
) -> _Ranking:
    """Score the passages in question by the whole question and by its best-matching part."""
    ranking = _Ranking()
    if allowed is not None and not allowed:
        return ranking
    whole = _fused(index, asked.terms_of(asked.text), vectors[asked.text], allowed, ranking)
    parts = [text for text in asked.part_texts(group) if text != asked.text]
    scored = [_fused(index, asked.terms_of(text), vectors[text], allowed) for text in parts]
    scores: dict[int, float] = {}
    for row in {*whole, *(row for part in scored for row in part)}:
        best = max((part.get(row, 0.0) for part in scored), default=whole.get(row, 0.0))
        scores[row] = (1 - _PART) * whole.get(row, 0.0) + _PART * best
    ranking.scores = _with_article(index, scores, days(asked.text))
    return ranking


def _fused(
    index: Searchable,
    terms: Sequence[str],
    vector: NDArray[np.float32],
    allowed: frozenset[int] | None,
    ranking: _Ranking | None = None,
) -> dict[int, float]:
    """Return a convex sum of BM25 and cosine, each divided by its highest value here."""
    lexical = index.lexical(" ".join(terms), _POOL, allowed)
    dense = index.dense(vector, _POOL, allowed)
    if ranking is not None:
        ranking.lexical = {row: place for place, (row, _) in enumerate(lexical, 1)}
        ranking.dense = {row: place for place, (row, _) in enumerate(dense, 1)}
    by_words, by_meaning = _scaled(lexical), _scaled(dense)
    # A passage beyond the end of a full list is at most as close as the last one in it.
    floor = min(by_meaning.values(), default=0.0) if len(dense) >= _POOL else 0.0
    return {
        row: (1 - _MEANING) * by_words.get(row, 0.0) + _MEANING * by_meaning.get(row, floor)
        for row in {*by_words, *by_meaning}
    }


def _scaled(found: Sequence[tuple[int, float]]) -> dict[int, float]:
    top = max((score for _, score in found), default=0.0)
    return {row: max(0.0, score / top) for row, score in found} if top > 0 else {}


def _with_article(index: Searchable, scores: Mapping[int, float], named_days: frozenset[str]) -> dict[int, float]:
    """Add to each passage a share of its article's best passages, and the bonus of a named day."""
    by_article: dict[str, list[float]] = {}
    article_of = {row: index.passage(row).quote.article for row in scores}
    for row, score in scores.items():
        by_article.setdefault(article_of[row].id, []).append(score)
    whole = {article: _falling(found) for article, found in by_article.items()}
    out: dict[int, float] = {}
    for row, score in scores.items():
        article = article_of[row]
        bonus = _DATE if (article.published or "")[:10] in named_days else 0.0
        out[row] = round(score + _ARTICLE * whole[article.id] + bonus, _DECIMALS)
    return out


def _falling(found: list[float]) -> float:
    """Return the mean of the best passages, each with half the weight of the one before."""
    weights = [0.5**place for place in range(_ARTICLE_BEST)]
    best = sorted(found, reverse=True)
    return sum(score * weight for score, weight in zip(best, weights, strict=False)) / sum(weights)


def days(text: str) -> frozenset[str]:
    """Return the days that a text names in full, as ISO dates."""
    found: set[str] = set()
    for m in _DAY_RE.finditer(text):
        if m["iso"]:
            found.add(m["iso"])
            continue
        month = _MONTH_NUMBER.get((m["month"] or m["us_month"])[:3].casefold())
        if month is not None:
            found.add(f"{m['year'] or m['us_year']}-{month:02}-{int(m['day'] or m['us_day']):02}")
    return frozenset(found)
