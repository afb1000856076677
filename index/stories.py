"""Group articles by the event that they are about."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

from index.query import STOP_WORDS, words
from index.types import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article

_DAYS = 4  # days between two reports of one event, at most (method.md b.1 I7)
_LEAD = 900  # code points; the event is named early
_JOIN = 0.44  # mean likeness at which two groups are one event; tests/data/stories.jsonl holds the measure
_NEIGHBOURS = 30  # candidates per article
_COMMON = 200  # articles; a word in more of them proposes no pair
_RARE = 12  # rarest words of an article that propose pairs
_MEANING = 0.5  # share of the embedding in a likeness; the rest is words and names
_SHARED_NAMES = 2  # names that two reports of one event share at least

_NAME_RE = re.compile(r"\b[A-Z]\w+")
_SMALL_RE = re.compile(r"\b[a-z]\w+")
_CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {"april", "may", "june", "july", "august", "september", "october", "november", "december"}
)


def stories(articles: Sequence[Article], vectors: Mapping[str, NDArray[np.float32]]) -> tuple[Story, ...]:
    """Return the events, each with its articles, sorted by id; the order of the articles does not matter.

    Args:
        articles: the articles.
        vectors: article id to the unit vector of its title and lead; an article without one is compared by words.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    likeness = _likeness(ordered, vectors)
    return tuple(sorted((_story([ordered[i] for i in group]) for group in _link(len(ordered), likeness)), key=_by_id))


def _by_id(story: Story) -> str:
    return story.id


def _story(members: Sequence[Article]) -> Story:
    ids = tuple(article.id for article in members)
    first = min(members, key=lambda article: (article.published or "9999", article.id))
    return Story(hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12], first.title, ids)


def _lead(article: Article) -> str:
    return f"{article.title}\n{article.text[:_LEAD]}"


def _names(leads: Sequence[str]) -> list[frozenset[str]]:
    """Return each lead's words that stand with a capital there and nowhere without one, calendar words aside."""
    small = {word for lead in leads for word in _SMALL_RE.findall(lead)}
    skip = small | STOP_WORDS | _CALENDAR
    return [frozenset(m.group().casefold() for m in _NAME_RE.finditer(lead)) - skip for lead in leads]


def _tf_idf(leads: Sequence[str]) -> list[dict[str, float]]:
    counts = [Counter(word for word in words(lead) if word not in STOP_WORDS) for lead in leads]
    seen = Counter(word for count in counts for word in count)
    out: list[dict[str, float]] = []
    for count in counts:
        weights = {w: (1 + math.log(n)) * math.log(1 + len(leads) / seen[w]) for w, n in sorted(count.items())}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        out.append({word: weight / norm for word, weight in weights.items()})
    return out


def _near(a: Article, b: Article) -> bool:
    """Tell whether the dates allow one event; an unknown date allows any."""
    if a.published is None or b.published is None or min(len(a.published), len(b.published)) < len("2026-03-13"):
        return True
    gap = date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])
    return abs(gap.days) <= _DAYS


def _proposed(weights: Sequence[Mapping[str, float]]) -> set[tuple[int, int]]:
    """Return pairs of articles that share one of their heaviest words, the nearest few for each."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(weights):
        for word in vector:
            holders[word].append(i)
    pairs: set[tuple[int, int]] = set()
    for i, vector in enumerate(weights):
        rare = [word for word in vector if 1 < len(holders[word]) <= _COMMON]
        rare.sort(key=lambda word: (-vector[word], word))
        shared: Counter[int] = Counter()
        for word in rare[:_RARE]:
            for j in holders[word]:
                if j != i:
                    shared[j] += vector[word] * weights[j][word]  # type: ignore[assignment]
        best = sorted(shared, key=lambda j: (-shared[j], j))[:_NEIGHBOURS]
        pairs.update((min(i, j), max(i, j)) for j in best)
    return pairs


def _likeness(articles: Sequence[Article], vectors: Mapping[str, NDArray[np.float32]]) -> dict[tuple[int, int], float]:
    """Return how alike the proposed pairs are, those left out that cannot be one event."""
    leads = [_lead(article) for article in articles]
    weights = _tf_idf(leads)
    named = _names(leads)
    titled = [names & frozenset(words(a.title)) for names, a in zip(named, articles, strict=True)]
    seen = Counter(name for found in named for name in found)
    weight_of = {name: math.log(1 + len(leads) / count) for name, count in seen.items()}
    out: dict[tuple[int, int], float] = {}
    for i, j in sorted(_proposed(weights)):
        a, b = articles[i], articles[j]
        common = named[i] & named[j]
        # A headline names the place or the people of its event; bodies like "Transport Ministry" are in many.
        if len(common) < _SHARED_NAMES or not common & (titled[i] | titled[j]) or not _near(a, b):
            continue
        by_words = sum(weight * weights[j].get(word, 0.0) for word, weight in weights[i].items())
        names = _weight(common, weight_of) / min(_weight(named[i], weight_of), _weight(named[j], weight_of))
        lexical = (by_words + names) / 2
        if a.id in vectors and b.id in vectors:
            cosine = max(0.0, float(vectors[a.id].astype("float64") @ vectors[b.id].astype("float64")))
            out[i, j] = round(_MEANING * cosine + (1 - _MEANING) * lexical, 9)
        else:
            out[i, j] = round(lexical, 9)
    return out


def _weight(names: frozenset[str], weight_of: Mapping[str, float]) -> float:
    return math.fsum(weight_of[name] for name in names)


def _link(count: int, likeness: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Join groups while the mean likeness over all pairs between two of them is high enough, the highest first.

    A pair that was not compared counts as 0: a chain of reports does not pull two events together.
    """
    import heapq

    members = {i: [i] for i in range(count)}
    links: dict[int, dict[int, float]] = defaultdict(dict)
    heap: list[tuple[float, int, int]] = []
    for (i, j), value in likeness.items():
        links[i][j] = links[j][i] = value
        heap.append((-value, i, j))
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if -value < _JOIN:
            break
        if i not in members or j not in members or -value != _mean(members, links, i, j):
            continue
        for other, total in links.pop(j).items():
            links[other].pop(j)
            if other != i:
                links[i][other] = links[other][i] = links[i].get(other, 0.0) + total
        members[i] = sorted(members[i] + members.pop(j))
        for other in links[i]:
            a, b = min(i, other), max(i, other)
            heapq.heappush(heap, (-_mean(members, links, a, b), a, b))
    return [members[i] for i in sorted(members)]


def _mean(members: Mapping[int, Sequence[int]], links: Mapping[int, Mapping[int, float]], i: int, j: int) -> float:
    return round(links[i][j] / (len(members[i]) * len(members[j])), 9) if j in links[i] else -1.0
