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
    count = len(table.heads)
    original = np.arange(count, dtype=np.int64)
    if not len(table.word):
        return original
    days = [head.day for head in table.heads]
    filled = np.flatnonzero(np.diff(table.starts))
    numbers = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in table.words], dtype=np.uint64)
    for order in _ORDERS:
        mixed = (numbers * np.uint64(order)) & np.uint64(0xFFFFFFFF)
        first = np.minimum.reduceat(mixed[table.word], table.starts[filled])
        for i, j in _neighbours(filled, first):
            if original[j] == j and original[i] != j and near(days[int(original[i])], days[j]):
                candidate = int(original[i])
                if _same(table, candidate, j):
                    original[j] = candidate
    # What was found to be a copy after others were found to be copies of it: all go with the first.
    for j in range(count):
        original[j] = original[original[j]]
    return original


def _neighbours(articles: NDArray[np.int64], mark: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Return each article with the one before it that has the same mark."""
    order = np.argsort(mark, kind="stable")
    ordered, marks = articles[order], mark[order]
    alike = np.flatnonzero(marks[1:] == marks[:-1])
    return list(zip(ordered[alike].tolist(), ordered[alike + 1].tolist(), strict=True))


def _same(table: Table, i: int, j: int) -> bool:
    a, b = (slice(int(table.starts[k]), int(table.starts[k + 1])) for k in (i, j))
    if not _alike(table.word[a], table.word[b]):
        return False
    names = (table.word[part][(table.flags[part] & CAPITAL) > 0] for part in (a, b))
    return _alike(*names)


def _alike(a: NDArray[np.int32], b: NDArray[np.int32]) -> bool:
    """Tell whether the longer one of two sorted lists of words without repeats has nearly all of the shorter one's."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter < _CUT * longer:
        return False
    return len(np.intersect1d(a, b, assume_unique=True)) >= _SAME * shorter
