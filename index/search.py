"""Find the passages that may answer a question: by words and by meaning, for each outlet that it names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil, log
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.types import Quote
from index.query import Query, Slot, days, read
from index.types import Filter, Hit, Passage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.types import Article, Outlet
    from index.types import Embedder

    Floats = NDArray[np.float32]

__all__ = ["Searchable", "days", "passes", "search"]

# The weights were chosen on the public queries that benchmarks/multihop.py reports, with both halves in view: its
# figures are those of development, not of a test.
_POOL = 40  # passages per list whose articles are looked at closely
_KEPT = 120  # candidates that a named outlet keeps: many overlap
_CONTEXT_CHARS = 1050  # code points of a passage with its neighbours: about 240 word pieces, most encoders' 256 at most
_MEANING = 0.3  # share of the cosine in a score
_LINE = 0.6  # share of the best single passage in the score by words, against the words of its neighbours too
_PART = 0.5  # share of the best-matching part of a question, against the whole question
_OWN_DAY, _ANY_DAY = 0.4, 0.15  # bonus of a day named with the outlet, and of one named anywhere in the question
_QUOTA = 0.5  # share of the hits that one outlet may take while others have candidates
_FAIR = 2  # hits that each named outlet gets before the better ones take the rest
_SURE = 10  # places over which the scores of an outlet about which the question is clear fall off
_DECIMALS = 5  # far above float noise, so that ties are ties on every machine

_SATURATION, _LENGTH = 0.8, 0.75  # BM25's k1 and b
_TITLE = 0.5  # weight of a word in the title, which all passages of an article share
_LEAST_IDF = 1e-4  # a word in half of the passages tells next to nothing, but is found: above the rounding of _DECIMALS
#: Words looked up; no question needs more.
MAX_TERMS = 64
#: Row ids from which on a table of flags is faster than a search for each.
_MANY = 5_000
#: Passages that hold a word, up to which it is worth looking at; a word in more of them tells nothing.
_COMMON = 20_000


class Searchable(Protocol):
    """What search needs of an index."""

    @property
    def embedder(self) -> Embedder:
        """What turns a question into a vector."""
        ...

    @property
    def size(self) -> int:
        """Number of passages."""
        ...

    def ids_within(self, outlets: Collection[str], allowed: Filter | None) -> NDArray[np.int64]:
        """Return the row ids, ascending, of passages by these outlets, or by any, that a filter lets through."""
        ...

    def outlets(self) -> Sequence[Outlet]:
        """Return the outlets of the articles."""
        ...

    def passages(self, article_id: str) -> Sequence[Passage]:
        """Return the passages of one article, in order."""
        ...

    def vectors(self, article_id: str) -> NDArray[np.float32]:
        """Return the vectors of an article's passages, one row each."""
        ...

    def owners(self, row_ids: Collection[int]) -> list[str]:
        """Return the id of the article that each of some passages belongs to."""
        ...

    def holders(self, word: str, column: str, most: int) -> NDArray[np.int64] | None:
        """Return the row ids, ascending, of passages that hold a word in their "text" or "title"; None for too many."""
        ...

    def dense(
        self, query_vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row id, cosine), highest first."""
        ...


def search(index: Searchable, query: str, k: int = 10, filter: Filter | None = None) -> list[Hit]:
    """Return up to k passages, best first, in an order that depends on nothing but the index and the query.

    A passage is scored with its neighbours, which `Hit.context` holds; no two hits overlap. An outlet that the
    question names is searched apart, with the parts of the question that speak of it, and the named outlets take
    turns; what they leave free goes to the rest. Without a name no outlet takes more than half of the places while
    others have candidates.
    """
    if k <= 0 or not query.strip():
        return []
    asked = read(query, index.outlets())
    within = None if filter is None or filter == Filter() else filter
    look = _Look(index, asked)
    here = [outlet.id for outlet in index.outlets() if within is None or passes_outlet(outlet.id, within)]
    slots = [slot for slot in asked.slots if set(here).intersection(slot.outlets)]
    rankings = [_rank(look, slot, _rows(index, within, slot.outlets)) for slot in slots]
    if len(rankings) > 1 and not asked.others:
        rankings.sort(key=lambda ranking: -ranking.sureness)  # stable: as named where nothing tells them apart
    if not slots or asked.others:
        rankings.append(_spread(_rank(look, asked.rest, _rows(index, within, ())), k))
    chosen = _choose(rankings, k)
    if len(chosen) < k and slots and not asked.others:
        rest = _spread(_rank(look, asked.rest, _rows(index, within, ())), k)
        rankings.append(rest)
        chosen += _choose([rest], k - len(chosen), chosen)
    return [candidate.hit() for candidate in _filled(chosen, rankings, k)]


# -- which passages come into question -------------------------------------------------------------------------------


def passes(article: Article, filter: Filter) -> bool:
    """Tell whether a filter lets an article through, its story aside."""
    return passes_outlet(article.outlet.id, filter) and passes_day(article.published, filter)


def passes_outlet(outlet: str, filter: Filter) -> bool:
    """Tell whether a filter lets an outlet's articles through."""
    return (not filter.outlets or outlet in filter.outlets) and outlet not in filter.not_outlets


def passes_day(published: str | None, filter: Filter) -> bool:
    """Tell whether a filter lets what was published then through."""
    if filter.since is None and filter.until is None:
        return True
    if published is None:
        return False
    day = published[:10]
    # An article known only by its month passes when some day of that month would.
    since = (filter.since or "")[: len(day)]
    until = (filter.until or "9999-12-31")[: len(day)]
    return since <= day <= until


def _rows(index: Searchable, filter: Filter | None, outlets: tuple[str, ...]) -> NDArray[np.int64] | None:
    """Return the row ids of the articles in question by these outlets, or by any; None stands for all rows."""
    if filter is None and not outlets:
        return None
    return index.ids_within(outlets, filter)


# -- what is looked up once for a question -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rows:
    """One article's passages as columns, and their runs: from each passage as many as fit a context."""

    article: Article
    passages: Sequence[Passage]
    ids: NDArray[np.int64]
    sizes: Floats
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    #: One row a passage, one column a text of the question.
    cosines: Floats


class _Look:
    """The question's words and vectors, and where its words stand."""

    def __init__(self, index: Searchable, asked: Query) -> None:
        self.index, self.asked = index, asked
        self.texts = tuple(dict.fromkeys((asked.text, *asked.part_texts())))
        self.vectors = index.embedder.encode(self.texts)
        self.days = days(asked.text)
        self._articles: dict[str, _Rows] = {}
        self._read_words()

    def _read_words(self) -> None:
        """Look up each word once; two forms of one word ("trial", "trials") count once."""
        words: dict[tuple[bytes, bytes], set[str]] = {}
        found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for word in self.asked.terms[:MAX_TERMS]:
            text = self.index.holders(word, "text", _COMMON)
            title = None if text is None else self.index.holders(word, "title", _COMMON)
            if text is None or title is None or not (len(text) or len(title)):
                continue
            key = (text.tobytes(), title.tobytes())
            if key not in words:
                found.append((text, title))
            words.setdefault(key, set()).add(word)
        #: The rows that hold any of the words, ascending: the columns of all that follows.
        self.held, place_of = _union([rows for pair in found for rows in pair])
        #: For each word the rows whose text holds it, and those whose title does.
        self.found = tuple(found)
        at = [tuple(place_of[rows] for rows in pair) for pair in found]
        total = max(self.index.size, 1)
        counts = [len(text) + len(title) - len(_common(text, title)) for text, title in found]
        idf = [max(_LEAST_IDF, log(max(total - n, 0) + 0.5) - log(n + 0.5)) for n in counts]
        forms_of = list(words.values())
        #: One row a text: the weights of the words that it holds.
        self.weights = np.zeros((len(self.texts), len(found)), dtype=np.float32)
        for row, part in enumerate(self.texts):
            own = set(self.asked.terms_of(part))
            self.weights[row] = [value if own & forms else 0 for value, forms in zip(idf, forms_of, strict=True)]
        #: One row a text, one column a passage: the sum of the weights of the words that the passage holds.
        self.told = np.zeros((len(self.texts), len(self.held)))
        # Word by word rather than as a product, for which numpy would wake a thread on each core.
        for place, (in_text, in_title) in enumerate(at):
            for row in np.flatnonzero(self.weights[:, place]).tolist():
                self.told[row, in_text] += self.weights[row, place]
                self.told[row, in_title] += _TITLE * self.weights[row, place]
        self.told = np.round(self.told, _DECIMALS)

    def standing(self, ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return which of the words stand in the texts and titles of these rows: a row a word, a column a passage."""
        text, title = (np.zeros((len(self.found), len(ids)), dtype=np.float32) for _ in range(2))
        for place, (in_text, in_title) in enumerate(self.found):
            text[place] = _is_in(ids, in_text)
            title[place] = _is_in(ids, in_title)
        return text, title

    def rows(self, article_id: str) -> _Rows:
        """Return an article's passages as columns."""
        if article_id not in self._articles:
            passages = self.index.passages(article_id)
            start = np.array([p.quote.start for p in passages], dtype=np.int64)
            end = np.array([p.quote.end for p in passages], dtype=np.int64)
            last = np.maximum(np.searchsorted(end, start + _CONTEXT_CHARS, side="right"), np.arange(len(start)) + 1)
            # Only the longest runs: one that ends where the one before it ends says no more.
            longest = np.flatnonzero(np.diff(last, prepend=0))
            self._articles[article_id] = _Rows(
                passages[0].quote.article,
                passages,
                np.array([p.id for p in passages], dtype=np.int64),
                (end - start).astype(np.float32),
                longest,
                last[longest],
                self.index.vectors(article_id) @ self.vectors.T,
            )
        return self._articles[article_id]

    def by_words(self, allowed: NDArray[np.int64] | None, texts: Sequence[int]) -> list[int]:
        """Return the rows with the most telling words of the whole question, and of each part."""
        scores = self.told[texts]
        only = np.arange(scores.shape[1])
        if allowed is not None:
            only = np.flatnonzero(_is_in(self.held, allowed))
        best: dict[int, None] = {}
        for score in scores[:, only]:
            # All that tie with the last one are in, so that the same ones are in on every machine.
            least = np.partition(score, -_POOL)[-_POOL] if len(score) > _POOL else 0.0
            found = np.flatnonzero((score >= least) & (score > 0))
            order = found[np.argsort(-score[found], kind="stable")][: 2 * _POOL]
            best.update(dict.fromkeys(self.held[only[order]].tolist()))
        return list(best)


# -- scores ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of passages, with its score and its best passage."""

    passage: Passage
    context: Quote
    score: float
    lexical: int | None
    dense: int | None

    def hit(self) -> Hit:
        return Hit(self.passage, self.score, self.lexical, self.dense, self.context)

    def overlaps(self, other: _Candidate) -> bool:
        """Tell whether two candidates share text."""
        mine, its = self.context, other.context
        return mine.article.id == its.article.id and mine.start < its.end and its.start < mine.end


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The candidates of one slot, best first."""

    candidates: tuple[_Candidate, ...] = ()
    #: BM25 of the best candidate: comparable between the slots of a question.
    height: float = 0.0

    @property
    def sureness(self) -> float:
        """How far the best candidate stands above the others."""
        if not self.candidates:
            return 0.0
        return self.candidates[0].score - self.candidates[min(_SURE, len(self.candidates) - 1)].score


def _rank(look: _Look, slot: Slot, allowed: NDArray[np.int64] | None) -> _Ranking:
    """Score the runs of passages in question by the whole question and by its best-matching part."""
    if allowed is not None and not len(allowed):
        return _Ranking()
    texts = [0, *(look.texts.index(text) for text in slot.texts if text != look.asked.text)]
    by_words = look.by_words(allowed, texts)
    by_meaning = [row for row, _ in look.index.dense(look.vectors[0], _POOL, allowed)]
    near = dict.fromkeys(look.index.owners((*by_words, *by_meaning)))
    articles = [look.rows(article_id) for article_id in near]
    if not articles:
        return _Ranking()
    scored = _Scored.of(look, articles, texts)
    bonus = np.array([_day_bonus(rows.article, slot.days, look.days) for rows in articles], dtype=np.float32)
    score = np.round(scored.score + bonus[scored.owner], _DECIMALS)
    words = {row: place for place, row in enumerate(by_words[:_POOL], 1)}
    meaning = {row: place for place, row in enumerate(by_meaning, 1)}
    starts = np.array([rows.ids[first] for rows in articles for first in rows.first])
    order = np.lexsort((starts, -score))
    return _Ranking(
        tuple(scored.candidate(int(i), float(score[i]), words, meaning) for i in order[:_KEPT]),
        float(scored.height),
    )


def _is_in(ids: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each id whether it is among ascending rows."""
    if not len(rows):
        return np.zeros(len(ids), dtype=np.bool_)
    if len(ids) > _MANY:
        # A flag for each row id up to the last: to look many up one by one takes longer.
        flags = np.zeros(int(rows[-1]) + 2, dtype=np.bool_)
        flags[rows] = True
        return np.asarray(flags[np.minimum(ids, len(flags) - 1)], dtype=np.bool_)
    return np.equal(rows[np.minimum(np.searchsorted(rows, ids), len(rows) - 1)], ids)


def _common(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what two ascending arrays have in common."""
    fewer, more = (one, other) if len(one) < len(other) else (other, one)
    return fewer[_is_in(fewer, more)]


def _union(arrays: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the row ids that are in any of some arrays, ascending, and for each row id its place among them.

    The places of row ids that are in none are not set. A flag for each row id, as to sort them takes longer.
    """
    flags = np.zeros(max((int(rows[-1]) + 1 for rows in arrays if len(rows)), default=0), dtype=np.bool_)
    for rows in arrays:
        flags[rows] = True
    found = np.flatnonzero(flags).astype(np.int64)
    places = np.empty(len(flags), dtype=np.int32)
    places[found] = np.arange(len(found), dtype=np.int32)
    return found, places


def _day_bonus(article: Article, own: frozenset[str], named: frozenset[str]) -> float:
    day = (article.published or "")[:10]
    if own:
        return _OWN_DAY if day in own else 0.0
    return _ANY_DAY if day in named else 0.0


@dataclass(frozen=True, slots=True)
class _Scored:
    """All runs of some articles with their scores; `owner` is the place of a run's article."""

    articles: Sequence[_Rows]
    score: Floats
    owner: NDArray[np.int64]
    #: Place of each run's best passage within its article.
    best: NDArray[np.int64]
    height: float
    starts: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, look: _Look, articles: Sequence[_Rows], texts: Sequence[int]) -> _Scored:
        counts = [len(rows.ids) for rows in articles]
        offsets = np.cumsum([0, *counts[:-1]])
        ids = np.concatenate([rows.ids for rows in articles])
        sizes = np.concatenate([rows.sizes for rows in articles])
        first = np.concatenate([rows.first + at for rows, at in zip(articles, offsets, strict=True)])
        last = np.concatenate([rows.last + at for rows, at in zip(articles, offsets, strict=True)])
        owner = np.repeat(np.arange(len(articles)), [len(rows.first) for rows in articles])
        text, title = look.standing(ids)
        held = np.concatenate([np.zeros((len(text), 1), dtype=np.float32), np.cumsum(text, axis=1)], axis=1)
        length = np.concatenate([[0], np.cumsum(sizes)])
        weights = look.weights[texts]
        runs = weights @ _saturated(
            held[:, last] - held[:, first] + _TITLE * title[:, first], length[last] - length[first]
        )
        lines = weights @ _saturated(text, sizes)
        cosines = np.concatenate([rows.cosines for rows in articles]).T[texts]
        # Between passages with the same words the closer one is shown.
        best = _highest(lines + (cosines / 1000).astype(np.float32), first, last)[1]
        line = _highest(lines, first, last)[0]
        sums = np.concatenate([np.zeros((len(texts), 1), dtype=np.float32), np.cumsum(cosines, axis=1)], axis=1)
        mean = (sums[:, last] - sums[:, first]) / (last - first)
        meaning = (_highest(cosines, first, last)[0] + mean) / 2
        words = _scaled((1 - _LINE) * _scaled(runs) + _LINE * _scaled(line))
        fused = (1 - _MEANING) * words + _MEANING * _scaled(meaning)
        parts = fused[1:].max(axis=0) if len(texts) > 1 else fused[0]
        score = (1 - _PART) * fused[0] + _PART * parts
        return cls(articles, score, owner, best[0] - offsets[owner], float(runs[0].max()), first - offsets[owner])

    def candidate(self, run: int, score: float, words: Mapping[int, int], meaning: Mapping[int, int]) -> _Candidate:
        """Return a run as a candidate."""
        rows = self.articles[self.owner[run]]
        passages = rows.passages
        first = int(self.starts[run])
        last = int(rows.last[np.searchsorted(rows.first, first)])
        best = passages[int(self.best[run])]
        context = Quote(rows.article, passages[first].quote.start, passages[last - 1].quote.end)
        ranks = [
            min((places[p.id] for p in passages[first:last] if p.id in places), default=None)
            for places in (words, meaning)
        ]
        return _Candidate(best, context, score, *ranks)


def _saturated(counts: Floats, sizes: Floats) -> Floats:
    """Return BM25's share of each count: repeats count less, and less in a long text."""
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * sizes / max(float(sizes.mean()), 1.0))
    shares: Floats = (counts * (_SATURATION + 1) / (counts + norm)).astype(np.float32)
    return shares


def _highest(values: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the highest value of each run, and of the first row of values where it stands."""
    top = values[:, first]
    place = np.tile(first, (len(values), 1))
    for step in range(1, int((last - first).max(initial=1))):
        at = np.minimum(first + step, last - 1)
        better = values[:, at] > top
        top = np.where(better, values[:, at], top)
        place = np.where(better, at, place)
    return top, place


def _scaled(values: Floats) -> Floats:
    """Divide each row by its highest value."""
    top = values.max(axis=1, keepdims=True)
    shares: Floats = np.maximum(0, values / np.where(top > 0, top, 1))
    return shares


# -- which candidates become hits ------------------------------------------------------------------------------------


def _spread(ranking: _Ranking, k: int) -> _Ranking:
    """Put those over an outlet's quota after all others."""
    quota = max(1, ceil(k * _QUOTA))
    taken: dict[str, list[_Candidate]] = {}
    first: list[_Candidate] = []
    later: list[_Candidate] = []
    for candidate in ranking.candidates:
        mine = taken.setdefault(candidate.context.article.outlet.id, [])
        if any(candidate.overlaps(other) for other in mine):
            continue
        mine.append(candidate)
        (first if len(mine) <= quota else later).append(candidate)
    return _Ranking((*first, *later), ranking.height)


def _choose(rankings: Sequence[_Ranking], k: int, before: Sequence[_Candidate] = ()) -> list[_Candidate]:
    """Take from each ranking in turn, then the best of all; nothing that overlaps what is taken."""
    left = [list(ranking.candidates) for ranking in rankings]
    highest = max((ranking.height for ranking in rankings), default=0.0) or 1.0
    # An outlet that has little on the question gets fewer of the places that are left.
    scale = [(ranking.height / highest) ** 0.5 for ranking in rankings]
    taken = list(before)
    chosen: list[_Candidate] = []
    turn = 0
    while len(chosen) < k:
        for rest in left:
            while rest and any(rest[0].overlaps(other) for other in taken):
                rest.pop(0)
        open_ = [place for place, rest in enumerate(left) if rest]
        if not open_:
            break
        if turn < _FAIR * len(left):
            place = turn % len(left)
            turn += 1
            if not left[place]:
                continue
        else:
            place = max(open_, key=lambda i: (scale[i] * left[i][0].score, -i))
        chosen.append(left[place].pop(0))
        taken.append(chosen[-1])
    return chosen


def _filled(chosen: list[_Candidate], rankings: Sequence[_Ranking], k: int) -> list[_Candidate]:
    """Fill up to k from what is left between the hits: single passages, which a small index is soon down to."""
    out = list(chosen)
    for ranking in rankings:
        for candidate in ranking.candidates:
            if len(out) >= k:
                return out
            alone = replace(candidate, context=candidate.passage.quote)
            if not any(alone.overlaps(other) for other in out):
                out.append(alone)
    return out
