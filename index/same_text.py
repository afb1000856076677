"""Articles that say the same in the same words: a report that is printed ten times weighs no more than once.

Read from the words of title and lead, whole arrays at a time, so that the cost grows with the articles only. This is
for stories; what answers call a copy, by its whole text, is in index.copies.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from index.likeness import near
from index.traits import CAPITAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.traits import Table

#: Share of the shorter one's words, and of its names, that the other has too: a page number or a credit may differ.
#: Reports of one pattern (the weather of two towns) differ in a name or two of few.
_SAME = 0.9
#: Size of the shorter one as a share of the longer one: a reprint may be cut, a brief is a report of its own.
_CUT = 0.5
#: Orders of the words, of each of which an article's first word is looked at: two, one of them cut to half, share none
#: of eight first words once in two hundred times, and whole copies never.
_ORDERS = (
    0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xCC9E2D51, 0x1B873593, 0xE6546B65
)  # fmt: skip


def originals(table: Table) -> NDArray[np.int64]:
    """Return for each article the place of the first one that says the same; its own where none before it does."""
    original = list(range(len(table.heads)))
    if not len(table.word):
        return np.array(original, dtype=np.int64)
    days = [head.day for head in table.heads]
    filled = np.flatnonzero(np.diff(table.starts))
    numbers = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in table.words], dtype=np.uint64)
    texts = _Texts(table)
    for order in _ORDERS:
        mixed = (numbers * np.uint64(order)) & np.uint64(0xFFFFFFFF)
        first = np.minimum.reduceat(mixed[table.word], table.starts[filled])
        for i, j in _neighbours(filled, first):
            candidate = original[i]
            if original[j] == j and candidate != j and near(days[candidate], days[j]) and texts.same(candidate, j):
                original[j] = candidate
    # What was found to be a copy after others were found to be copies of it: all go with the first.
    for j, i in enumerate(original):
        original[j] = original[i]
    return np.array(original, dtype=np.int64)


def _neighbours(articles: NDArray[np.int64], mark: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Return each article with the one before it that has the same mark."""
    order = np.argsort(mark, kind="stable")
    ordered, marks = articles[order], mark[order]
    alike = np.flatnonzero(marks[1:] == marks[:-1])
    return list(zip(ordered[alike].tolist(), ordered[alike + 1].tolist(), strict=True))


class _Texts:
    """Compares the words of articles two at a time, each two once."""

    def __init__(self, table: Table) -> None:
        self._word, self._is_name = table.word, (table.flags & CAPITAL) > 0
        self._starts = table.starts.tolist()
        self._known: dict[tuple[int, int], bool] = {}

    def same(self, i: int, j: int) -> bool:
        """Tell whether two articles have nearly the same words, and nearly the same names."""
        if (i, j) not in self._known:
            self._known[i, j] = self._same(i, j)
        return self._known[i, j]

    def _same(self, i: int, j: int) -> bool:
        a, b = (slice(self._starts[k], self._starts[k + 1]) for k in (i, j))
        if not _alike(self._word[a], self._word[b]):
            return False
        return _alike(*(self._word[part][self._is_name[part]] for part in (a, b)))


def _alike(a: NDArray[np.int32], b: NDArray[np.int32]) -> bool:
    """Tell whether the longer one of two sorted lists of words without repeats has nearly all of the shorter one's."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter < _CUT * longer:
        return False
    both = np.sort(np.concatenate([a, b]))
    return int(np.count_nonzero(both[1:] == both[:-1])) >= _SAME * shorter
