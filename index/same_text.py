"""Articles that say the same in the same words: a report that is printed ten times weighs no more than once.

Read from the words of title and lead, whole arrays at a time, so that the cost grows with the articles only. This is
for stories; what answers call a copy, by its whole text, is in index.copies.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.traits import CAPITAL, DAYS, near, taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.traits import Table

#: Share of the shorter one's words, and of its names, that the other has too: a page number or a credit may differ.
#: Reports of one pattern (the weather of two towns) differ in a name or two of few.
_SAME = 0.9
#: Size of the shorter one as a share of the longer one: a reprint may be cut, a brief is a report of its own.
_CUT = 0.5
#: Orders of the words, of each of which an article's first word is looked at: two, one of them cut to half, share none
#: of eight first words once in two hundred times, and whole copies never.
ORDERS = (
    0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xCC9E2D51, 0x1B873593, 0xE6546B65
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What was looked at to find copies: read again when articles come or go, for all those that stay."""

    #: A row an article, a column an order: the first of its words in that order.
    marks: NDArray[np.uint32]
    #: Pairs of articles whose words were compared, first < second, and whether they say the same.
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    same: NDArray[np.bool_]

    @classmethod
    def none(cls) -> Compared:
        """Return what is known before anything was looked at."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(np.zeros((0, len(ORDERS)), dtype=np.uint32), nothing, nothing, np.zeros(0, dtype=np.bool_))


def originals(
    table: Table, before: Compared | None = None, came: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], Compared]:
    """Return for each article the place of the first one that says the same; its own where none before it does.

    Args:
        table: the articles.
        before: what was found for an earlier table; the answer is the same without it, but takes longer.
        came: for each article its place in that table; -1 for one that was not there as it is now.
    """
    before = before or Compared.none()
    came = np.full(len(table.heads), -1, dtype=np.int64) if came is None else came
    original = list(range(len(table.heads)))
    days = [head.day for head in table.heads]
    filled = np.flatnonzero(np.diff(table.starts))
    marks = _marks(table, before.marks, came)
    texts = _Texts(table, np.array(days, dtype=np.int64), before, came)
    neighbours = [_neighbours(filled, marks[filled, order]) for order in range(len(ORDERS))]
    for first, second in neighbours:
        for i, j in _open(first, second, texts, original):
            candidate = original[i]
            if original[j] == j and candidate != j and near(days[candidate], days[j]) and texts.same(candidate, j):
                original[j] = candidate
    # What was found to be a copy after others were found to be copies of it: all go with the first.
    for j, i in enumerate(original):
        original[j] = original[i]
    return np.array(original, dtype=np.int64), Compared(marks, *texts.compared())


def _open(
    first: NDArray[np.int64], second: NDArray[np.int64], texts: _Texts, original: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of neighbours that must be looked at, in their order: all but those that are known to differ.

    In the place of an article that is a copy itself the one is asked for of which it is one: also for one that became
    a copy while it was waited for, which the next pair may begin with.
    """
    copies = np.array(original, dtype=np.int64)[first] != first
    queue = np.flatnonzero(~texts.differ(first, second) | copies).tolist()
    following = -1
    for at in queue:
        # From the last pair on, as long as each makes a copy that the next one begins with.
        while -1 < following < at:
            yield int(first[following]), int(second[following])
            following = _following(following, first, second, original)
        yield int(first[at]), int(second[at])
        following = _following(at, first, second, original)
    while following > -1:
        yield int(first[following]), int(second[following])
        following = _following(following, first, second, original)


def _following(at: int, first: NDArray[np.int64], second: NDArray[np.int64], original: list[int]) -> int:
    """Return the place of the next pair, if it begins with the copy that this one ends with; -1 otherwise."""
    j = int(second[at])
    return at + 1 if original[j] != j and at + 1 < len(first) and first[at + 1] == j else -1


def _marks(table: Table, before: NDArray[np.uint32], came: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the first of each article's words in each order; those that are known are not looked up."""
    marks = np.zeros((len(table.heads), len(ORDERS)), dtype=np.uint32)
    known = came >= 0
    marks[known] = before[came[known]]
    new = taken(table, np.flatnonzero(~known))
    filled = np.flatnonzero(np.diff(new.starts))
    if len(filled):
        used = np.flatnonzero(np.bincount(new.word, minlength=len(table.words)))
        numbers = np.zeros(len(table.words), dtype=np.uint64)
        numbers[used] = [zlib.crc32(table.words[i].encode("utf-8", "surrogatepass")) for i in used.tolist()]
        places = np.flatnonzero(~known)[filled]
        for column, order in enumerate(ORDERS):
            mixed = (numbers * np.uint64(order)) & np.uint64(0xFFFFFFFF)
            marks[places, column] = np.minimum.reduceat(mixed[new.word], new.starts[filled])
    return marks


def _neighbours(articles: NDArray[np.int64], mark: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each article with the one before it that has the same mark."""
    order = np.argsort(mark, kind="stable")
    ordered, marks = articles[order], mark[order]
    alike = np.flatnonzero(marks[1:] == marks[:-1])
    return ordered[alike], ordered[alike + 1]


class _Texts:
    """Compares the words of articles two at a time, each two once."""

    def __init__(self, table: Table, days: NDArray[np.int64], before: Compared, came: NDArray[np.int64]) -> None:
        self._days = days
        self._word, self._is_name = table.word, (table.flags & CAPITAL) > 0
        self._starts = table.starts
        self._count = max(1, len(table.heads))
        went = np.full(len(before.marks), -1, dtype=np.int64)
        went[came[came >= 0]] = np.flatnonzero(came >= 0)
        first, second = went[before.first], went[before.second]
        there = (first >= 0) & (second >= 0)
        keys, same = first[there] * self._count + second[there], before.same[there]
        order = np.argsort(keys)
        #: The pairs (first · articles + second, ascending) that were compared before, and the answers.
        self._keys, self._answers = keys[order], same[order]
        self._asked = np.zeros(len(keys), dtype=np.bool_)
        #: What was compared now.
        self._known: dict[int, bool] = {}

    def _found(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return where pairs stand among those that were compared before, and which of them do."""
        if not len(self._keys):
            return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return at, self._keys[at] == keys

    def differ(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which pairs are known to differ, or are of other days."""
        one, other = self._days[first], self._days[second]
        far = (one > 0) & (other > 0) & (np.abs(one - other) > DAYS)
        at, known = self._found(first * self._count + second)
        self._asked[at[known]] = True
        return np.asarray(far | (known & ~self._answers[at] if known.any() else known), dtype=np.bool_)

    def same(self, i: int, j: int) -> bool:
        """Tell whether two articles have nearly the same words, and nearly the same names."""
        key = i * self._count + j
        if key not in self._known:
            at, known = self._found(np.array([key]))
            self._known[key] = bool(self._answers[at[0]]) if known[0] else self._same(i, j)
        return self._known[key]

    def compared(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Return the pairs that were asked for, with the answers; what nobody asks for any more is forgotten."""
        keys = np.concatenate([np.array(list(self._known), dtype=np.int64), self._keys[self._asked]])
        answers = np.concatenate([np.array(list(self._known.values()), dtype=np.bool_), self._answers[self._asked]])
        keys, first = np.unique(keys, return_index=True)
        return keys // self._count, keys % self._count, answers[first]

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
