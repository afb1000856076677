"""Which pairs of articles may be about one event: those of near days that share one of their heaviest words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.traits import DAYS, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.weights import Weighted

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: Articles of the same days; a word in more of them proposes no pair.
COMMON = 200
_NEIGHBOURS = 30  # candidates per article
_RARE = 12  # rarest words of an article that propose pairs
_DECIMALS = 9  # far above float noise, so that ties are ties on every machine
_CHUNK = 2_000_000  # rows worked on at a time: about 100 MB


def proposed(terms: Weighted, days: Ints, asking: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return for articles the nearest few of the same days that share one of their heaviest words: pairs, sorted.

    Args:
        terms: the words of the articles.
        days: the articles' days, 0 for unknown.
        asking: the rows of `terms` whose articles are to be given others; a row that is left out proposes nothing for
            its own article, and is found by others.
    """
    postings = _Postings(terms, days)
    rows = postings.rare(asking)
    found: list[Ints] = []
    count = max(1, len(days))
    for part in _even(terms.owner[rows], postings.sizes[rows]):
        i, j, weight = postings.holders(rows[part])
        kept = i != j
        found.append(_nearest(i[kept] * count + j[kept], weight[kept], count))
    keys = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
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
    """Return the keys (article · count + other) of the pairs with the highest sums, a few for each article."""
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
    return np.asarray(i[best] * count + j[best], dtype=np.int64)


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

    def rare(self, asking: NDArray[np.bool_]) -> Ints:
        """Return the rows of the heaviest words that some, and not too many, others hold: a few for each article."""
        rows = np.flatnonzero((self.sizes > 1) & (self.sizes <= COMMON) & asking)
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
