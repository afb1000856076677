"""What the words and names of an article weigh when it is compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.traits import CALENDAR, CAPITAL, SMALL, TITLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.traits import Table

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: Articles added to the corpus's number before words are weighed. In a corpus about one event its names are in every
#: article: without these, the words that only one reporter uses would outweigh what all of them write about.
_BACKGROUND = 500
#: Articles up to which words are counted anew at every change: it takes a fraction of a second.
_EXACT_UP_TO = 500
#: Share of the articles by which a larger corpus may grow or shrink before words are counted anew. A word that is twice
#: as frequent weighs a tenth less in 10,000 articles: a tenth more articles move nothing that can be told.
_LAG = 0.1


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
class Measure:
    """How many articles hold each word, counted once and kept while the corpus grows by a tenth.

    With counts that changed by every article all likenesses would change by every article, and all stories would have
    to be found anew. A word that came later counts as one that no counted article holds.
    """

    #: Articles that were counted: all but copies of others.
    count: int
    #: The words of those, sorted.
    words: tuple[str, ...]
    #: For each word the articles whose lead has it, those that write it only with a capital, and those that write it
    #: small as well.
    holders: Ints
    capital: Ints
    small: Ints
    #: Articles that have it as a name.
    named: Ints

    @classmethod
    def of(cls, table: Table) -> Measure:
        """Count the words of all articles of a table."""
        size = len(table.words)
        small, big = (table.flags & SMALL) > 0, (table.flags & CAPITAL) > 0
        columns = [
            np.bincount(table.word[rows], minlength=size) for rows in (table.count > 0, big & ~small, small, big)
        ]
        return cls(len(table.heads), table.words, *(column.astype(np.int64) for column in columns))

    def fits(self, count: int) -> bool:
        """Tell whether the counts still serve a corpus of this many articles, copies aside."""
        return self.count > _EXACT_UP_TO and abs(count - self.count) <= _LAG * self.count

    def weights(self, words: tuple[str, ...]) -> Weights:
        """Return what these words weigh."""
        at = np.arange(len(words))
        if words != self.words:
            place = {word: i for i, word in enumerate(self.words)}
            at = np.array([place.get(word, -1) for word in words], dtype=np.int64)
        holders, capital, small, named = (
            np.append(column, 0)[at] for column in (self.holders, self.capital, self.small, self.named)
        )
        is_name = np.array([word not in CALENDAR for word in words], dtype=np.bool_)
        # A word is common when more articles write it small than only with a capital: a ship may be called Lantern.
        is_name &= capital >= small
        total = self.count + _BACKGROUND
        return Weights(np.log(total / np.maximum(holders, 1)), np.log(total / np.maximum(named, 1)), is_name)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each word of a vocabulary weighs."""

    #: As a word, and as a name.
    word: Floats
    name: Floats
    #: Whether it is a name where it stands with a capital.
    is_name: NDArray[np.bool_]

    def terms(self, table: Table) -> Weighted:
        """Return the words of each article by tf-idf, of length 1 for each article."""
        rows = table.count > 0
        owner, word = table.owner[rows], table.word[rows]
        weight = (1 + np.log(table.count[rows])) * self.word[word]
        norm = np.sqrt(np.bincount(owner, weight * weight, minlength=len(table.heads)))
        return _weighted(table, rows, weight / np.where(norm > 0, norm, 1)[owner])

    def names(self, table: Table) -> Weighted:
        """Return each article's words that stand with a capital there, calendar words and common words aside.

        A negative weight marks a name that is in the title.
        """
        rows = ((table.flags & CAPITAL) > 0) & self.is_name[table.word]
        weight = self.name[table.word[rows]]
        return _weighted(table, rows, np.where(table.flags[rows] & TITLE, -weight, weight))


def _weighted(table: Table, rows: NDArray[np.bool_], weight: Floats) -> Weighted:
    # The rows of an article lie together: how many of them are taken tells where the next one's start.
    before = np.concatenate([[0], np.cumsum(rows)])
    word = table.word[rows].astype(np.int64)
    return Weighted(table.owner[rows], word, weight, before[table.starts].astype(np.int64), max(1, len(table.words)))
