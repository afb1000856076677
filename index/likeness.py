"""How alike two articles are, for the pairs that may be about one event; whole arrays at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from index.traits import CALENDAR, CAPITAL, DAYS, SMALL, TITLE, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.traits import Table

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_NEIGHBOURS = 30  # candidates per article
_COMMON = 200  # articles of the same days; a word in more of them proposes no pair
_RARE = 12  # rarest words of an article that propose pairs
_MEANING = 0.4  # share of the embedding in a likeness; the rest is words and names
#: Articles added to the corpus's number before words are weighed. In a corpus about one event its names are in every
#: article: without these, the words that only one reporter uses would outweigh what all of them write about.
_BACKGROUND = 500
#: Articles of one cluster up to which all its pairs are compared, also those that no rare word proposed.
_CLUSTER = 150
_SHARED_NAMES = 2  # names that two reports of one event share at least
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine
_CHUNK = 2_000_000  # rows worked on at a time: about 100 MB


@dataclass(frozen=True, slots=True)
class Weighted:
    """Some rows of a table with a weight each: (article, word), sorted by both."""

    owner: Ints
    word: Ints
    weight: Floats
    #: The rows of article i are those from starts[i] to starts[i + 1].
    starts: Ints
    #: Words in the vocabulary.
    size: int

    def at(self, articles: Ints) -> tuple[Ints, Ints]:
        """Return where the rows of these articles start, and how many there are."""
        return self.starts[articles], self.starts[articles + 1] - self.starts[articles]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles that may be about one event, sorted."""

    #: Places of the two articles in the table, first < second.
    first: Ints
    second: Ints
    #: How alike they are, 0 to 1.
    likeness: Floats
    #: A name that both have stands in the title of one: only such a pair can bring two groups together.
    titled: NDArray[np.bool_]


def pairs(table: Table, join: float) -> Pairs:
    """Return the pairs that may be one event.

    Args:
        table: the articles.
        join: the likeness from which on two articles are one event; all pairs of a cluster that it makes are compared.
    """
    terms, names = _terms(table), _names(table)
    days = np.array([head.day for head in table.heads], dtype=np.int64)
    first, second = _proposed(terms, days)
    found = _compared(table, terms, names, first, second)
    clusters = _clusters(len(days), found, join)
    more = _missing(clusters, days, set(zip(first.tolist(), second.tolist(), strict=True)))
    label = np.full(len(days), -1, dtype=np.int64)
    for number, members in enumerate(clusters):
        label[members] = number
    # Only within a cluster can anything be joined: the rest, which is most, need not be looked at again.
    inside = (label[found.first] == label[found.second]) & (label[found.first] >= 0)
    found = Pairs(found.first[inside], found.second[inside], found.likeness[inside], found.titled[inside])
    return _sorted(found, _compared(table, terms, names, more[:, 0], more[:, 1])) if len(more) else found


def _compared(table: Table, terms: Weighted, names: Weighted, first: Ints, second: Ints) -> Pairs:
    out = [_likeness(table, terms, names, i, j) for i, j in _parts(first, second)]
    if not out:
        none = np.zeros(0, np.int64)
        return Pairs(none, none, np.zeros(0), np.zeros(0, np.bool_))
    return Pairs(*(np.concatenate(column) for column in zip(*out, strict=True)))


def _sorted(a: Pairs, b: Pairs) -> Pairs:
    first, second = np.concatenate([a.first, b.first]), np.concatenate([a.second, b.second])
    order = np.lexsort((second, first))
    likeness, titled = np.concatenate([a.likeness, b.likeness]), np.concatenate([a.titled, b.titled])
    return Pairs(first[order], second[order], likeness[order], titled[order])


def _missing(clusters: list[list[int]], days: Ints, known: set[tuple[int, int]]) -> Ints:
    """Return the pairs of near days within each cluster that have not been compared: rows of two, sorted."""
    rows = [
        (i, j)
        for members in clusters
        if len(members) <= _CLUSTER
        for at, i in enumerate(members)
        for j in members[at + 1 :]
        if (i, j) not in known and near(int(days[i]), int(days[j]))
    ]
    return np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)


def _clusters(count: int, found: Pairs, join: float) -> list[list[int]]:
    """Return the articles that a chain of alike pairs connects, each cluster sorted, without those that stand alone."""
    strong = found.likeness >= join
    first, second = found.first[strong].tolist(), found.second[strong].tolist()
    root = list(range(count))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in zip(first, second, strict=True):
        a, b = top(i), top(j)
        root[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = {}
    for i in sorted({*first, *second}):
        members.setdefault(top(i), []).append(i)
    return list(members.values())


def near(a: int, b: int) -> bool:
    """Tell whether two days (0 for unknown) may be those of reports on one event."""
    return not a or not b or abs(a - b) <= DAYS


def _parts(first: Ints, second: Ints) -> Iterator[tuple[Ints, Ints]]:
    step = _CHUNK // 100  # a pair is compared over about a hundred rows
    for start in range(0, len(first), step):
        yield first[start : start + step], second[start : start + step]


# -- weights -----------------------------------------------------------------------------------------------------------


def _weighted(table: Table, rows: NDArray[np.bool_], weight: Floats) -> Weighted:
    owner = table.owner[rows]
    starts = np.searchsorted(owner, np.arange(len(table.heads) + 1))
    return Weighted(owner, table.word[rows].astype(np.int64), weight, starts, max(1, len(table.words)))


def _terms(table: Table) -> Weighted:
    """Return the words of each article by tf-idf, of length 1 for each article."""
    rows = table.count > 0
    owner, word = table.owner[rows], table.word[rows]
    holders = np.bincount(word, minlength=len(table.words))
    weight = (1 + np.log(table.count[rows])) * np.log((len(table.heads) + _BACKGROUND) / np.maximum(holders, 1))[word]
    norm = np.sqrt(np.bincount(owner, weight * weight, minlength=len(table.heads)))
    return _weighted(table, rows, weight / np.where(norm > 0, norm, 1)[owner])


def _names(table: Table) -> Weighted:
    """Return each article's words that stand with a capital there, calendar words and common words aside.

    A word is common when more articles write it small than only with a capital: a ship may be called Lantern. A
    negative weight marks a name that is in the title.
    """
    is_name = np.array([word not in CALENDAR for word in table.words], dtype=np.bool_)
    small = (table.flags & SMALL) > 0
    capital = ((table.flags & CAPITAL) > 0) & ~small
    size = len(table.words)
    is_name &= np.bincount(table.word[capital], minlength=size) >= np.bincount(table.word[small], minlength=size)
    rows = ((table.flags & CAPITAL) > 0) & is_name[table.word]
    word = table.word[rows]
    holders = np.bincount(word, minlength=len(table.words))
    weight = np.log((len(table.heads) + _BACKGROUND) / np.maximum(holders, 1))[word]
    return _weighted(table, rows, np.where(table.flags[rows] & TITLE, -weight, weight))


def names_of(table: Table) -> list[frozenset[int]]:
    """Return the names that stand in each article's lead, as places in the table's vocabulary."""
    found = _names(table)
    return [frozenset(found.word[a:b].tolist()) for a, b in pairwise(found.starts.tolist())]


# -- candidates --------------------------------------------------------------------------------------------------------


def _proposed(terms: Weighted, days: Ints) -> tuple[Ints, Ints]:
    """Return pairs of articles of the same days that share one of their heaviest words: the nearest few for each."""
    postings = _Postings(terms, days)
    rows = postings.rare()
    found: list[Ints] = []
    count = max(1, len(days))
    for part in _even(terms.owner[rows], postings.sizes[rows]):
        i, j, weight = postings.holders(rows[part])
        kept = i != j
        found.append(_nearest(i[kept] * count + j[kept], weight[kept], count))
    keys = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    keys = keys[_rank(keys) == 0]
    return keys // count, keys % count


def _even(owner: Ints, sizes: Ints) -> Iterator[slice]:
    """Yield slices of rows, those of an article together, of about a chunk each."""
    total = np.cumsum(sizes)
    start = 0
    while start < len(owner):
        done = int(total[start - 1]) if start else 0
        end = max(int(np.searchsorted(total, done + _CHUNK)), start + 1)
        end = int(np.searchsorted(owner, owner[end - 1], "right"))
        yield slice(start, end)
        start = end


def _nearest(keys: Ints, weight: Floats, count: int) -> Ints:
    """Return the keys (smaller · count + larger) of the pairs with the highest sums, a few for each article."""
    if not len(keys):
        return keys
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    shared = np.round(np.add.reduceat(weight[order], starts), _DECIMALS)
    i, j = keys[starts] // count, keys[starts] % count
    # Most articles have few candidates, which need no order.
    many = np.bincount(i, minlength=count)[i] > _NEIGHBOURS
    order = np.flatnonzero(many)[np.lexsort((j[many], -shared[many], i[many]))]
    best = np.concatenate([np.flatnonzero(~many), order[_rank(i[order]) < _NEIGHBOURS]])
    i, j = i[best], j[best]
    return np.asarray(np.minimum(i, j) * count + np.maximum(i, j), dtype=np.int64)


def _rank(groups: Ints) -> Ints:
    """Return each element's place within its run of equal values."""
    new = np.concatenate([[True], groups[1:] != groups[:-1]]) if len(groups) else np.zeros(0, np.bool_)
    starts = np.flatnonzero(new)
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))


class _Postings:
    """For each word the articles that hold it, by day; those of unknown day are near all."""

    def __init__(self, terms: Weighted, days: Ints) -> None:
        self._terms = terms
        self._day = days[terms.owner]
        self._order = np.lexsort((terms.owner, self._day, terms.word))
        #: Wide enough that no day of one word is near one of the next.
        self._width = int(days.max(initial=0)) + 2 * DAYS + 2
        self._keys = (terms.word * self._width + self._day)[self._order]

        self._undated, self._dated, self._without, self.sizes = self._near()

    def _near(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return for each row where the near holders of its word start, those without a day and those with one.

        The third array is how many have no day, the fourth how many there are in all.
        """
        # Looked up in order, which is several times faster than as they come.
        word, day = self._terms.word[self._order], self._day[self._order]
        base = word * self._width
        undated = np.searchsorted(self._keys, base)
        without = np.searchsorted(self._keys, base, "right") - undated
        # An article of unknown day is near those of any day, which stand after the undated ones.
        low = np.where(day > 0, np.maximum(day - DAYS, 1), 1)
        high = np.where(day > 0, day + DAYS, self._width - 1)
        dated = np.searchsorted(self._keys, base + low)
        sizes = without + np.searchsorted(self._keys, base + high, "right") - dated
        out = []
        for column in (undated, dated, without, sizes):
            placed = np.empty(len(column), dtype=np.int64)
            placed[self._order] = column
            out.append(placed)
        return out[0], out[1], out[2], out[3]

    def rare(self) -> Ints:
        """Return the rows of the heaviest words that some, and not too many, others hold: a few for each article."""
        rows = np.flatnonzero((self.sizes > 1) & (self.sizes <= _COMMON))
        owner = self._terms.owner[rows]
        # One key and a stable sort, as the rows are sorted by article and word: far faster than a sort by three keys.
        lightness = np.round((1 - self._terms.weight[rows]) * 10**_DECIMALS).astype(np.int64)
        order = np.argsort(owner * (2 * 10**_DECIMALS) + lightness, kind="stable")
        best = order[_rank(owner[order]) < _RARE]
        return np.asarray(rows[best], dtype=np.int64)

    def holders(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Return each row's article, each holder of its word that is near, and the product of the weights."""
        sizes, without = self.sizes[rows], self._without[rows]
        starts = np.stack([self._undated[rows], self._dated[rows]], axis=1).reshape(-1)
        found = self._order[spans(starts, np.stack([without, sizes - without], axis=1).reshape(-1))]
        source = np.repeat(rows, sizes)
        weight = self._terms.weight[source] * self._terms.weight[found]
        return self._terms.owner[source], self._terms.owner[found], weight


# -- likeness ----------------------------------------------------------------------------------------------------------


def _likeness(
    table: Table, terms: Weighted, names: Weighted, i: Ints, j: Ints
) -> tuple[Ints, Ints, Floats, NDArray[np.bool_]]:
    """Return the pairs, how alike they are, and whether they share names of which a title holds one.

    A headline names the place or the people of its event; bodies like "Transport Ministry" are in many. Two that share
    too few names cannot be brought together by each other, and count half where others bring their groups together.
    """
    common, shared, titled = _common_names(names, i, j)
    named = common >= _SHARED_NAMES
    of_names = np.bincount(names.owner, np.abs(names.weight), minlength=len(table.heads))
    least = np.minimum(of_names[i], of_names[j])
    lexical = (_product(terms, i, j) + shared / np.where(least > 0, least, 1)) / 2
    cosine: Floats = np.zeros(len(i))
    if table.centres.shape[1]:
        a, b = (table.centres[k].astype(np.float64) for k in (i, j))
        cosine = np.maximum(0.0, np.einsum("ij,ij->i", a, b))
    both = table.known[i] & table.known[j]
    alike: Floats = np.where(both, _MEANING * cosine + (1 - _MEANING) * lexical, lexical)
    halved: Floats = np.where(named, alike, alike / 2)
    return i, j, np.round(halved, _DECIMALS), titled & named


def _common_names(names: Weighted, i: Ints, j: Ints) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """Return for each pair how many names both have, their weight, and whether one of them is in a title."""
    pair, in_i, in_j = _matched(names, i, j)
    there = in_i != 0
    pair, in_i, in_j = pair[there], in_i[there], in_j[there]
    count = np.bincount(pair, minlength=len(i))
    titled = np.bincount(pair, (in_i < 0) | (in_j < 0), minlength=len(i)) > 0
    weight = np.bincount(pair, np.abs(in_i), minlength=len(i))
    return count.astype(np.int64), np.asarray(weight, dtype=np.float64), titled


def _product(terms: Weighted, i: Ints, j: Ints) -> Floats:
    """Return the inner product of the two articles' words, for each pair."""
    pair, in_i, in_j = _matched(terms, i, j)
    return np.asarray(np.bincount(pair, in_i * in_j, minlength=len(i)), dtype=np.float64)


def _matched(weighted: Weighted, i: Ints, j: Ints) -> tuple[Ints, Floats, Floats]:
    """Return for each word of each second article: the pair, and its weight in the first (0 for none) and second.

    The pairs are sorted by their first article: its words are laid out once for all its pairs.
    """
    starts, sizes = weighted.at(j)
    rows, pair = spans(starts, sizes), np.repeat(np.arange(len(i)), sizes)
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    words, out = weighted.word[rows], np.empty(len(rows))
    laid = np.zeros(weighted.size)
    edges = np.flatnonzero(np.concatenate([[True], i[1:] != i[:-1], [True]])) if len(i) else np.zeros(1, np.int64)
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        own = slice(weighted.starts[i[first]], weighted.starts[i[first] + 1])
        span = slice(ends[first], ends[last])
        laid[weighted.word[own]] = weighted.weight[own]
        out[span] = laid[words[span]]
        laid[weighted.word[own]] = 0
    return pair, out, np.asarray(weighted.weight[rows], dtype=np.float64)
