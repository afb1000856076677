"""Passages, hits and stories: what may be relevant to a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from corpus.types import Article, Quote


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, with where it stands."""

    quote: Quote
    #: Position among the article's sentences, from 0.
    ordinal: int
    #: Position among the article's paragraphs, from 0.
    paragraph: int
    #: Caption, breadcrumb, share line or the like: kept for offsets, never read for claims.
    boilerplate: bool = False
    #: Number of the quotation block that the sentence belongs to; None outside quotation marks.
    quotation: int | None = None
    #: A line without a closing full stop that stands alone (headline, subheading, key point).
    heading: bool = False

    @property
    def start(self) -> int:
        """First code point in the article."""
        return self.quote.start

    @property
    def end(self) -> int:
        """One past the last code point in the article."""
        return self.quote.end

    @property
    def text(self) -> str:
        """The exact words."""
        return self.quote.text


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences of one article: the unit that is embedded and searched."""

    #: Row id in the store; FAISS and the lexical index use the same id.
    id: int
    quote: Quote
    ordinal: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found, with how."""

    passage: Passage
    #: Fused score, higher is better; only comparable within one search.
    score: float
    #: Rank from 1 in the lexical list; None when it was not found by words.
    lexical_rank: int | None = None
    #: Rank from 1 in the dense list; None when it was not found by meaning.
    dense_rank: int | None = None
    #: The passage with its neighbours, about as much as an encoder reads; None where none were looked at.
    context: Quote | None = None

    @property
    def article(self) -> Article:
        """The article that holds the passage."""
        return self.passage.quote.article


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event."""

    id: str
    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a question may use. Empty means all."""

    outlets: frozenset[str] = field(default_factory=frozenset)
    not_outlets: frozenset[str] = field(default_factory=frozenset)
    #: ISO dates, inclusive; an article without a date passes only when both are None.
    since: str | None = None
    until: str | None = None
    story: str | None = None


class Embedder(Protocol):
    """Anything that turns texts into unit vectors, each independent of the others in its call."""

    @property
    def fingerprint(self) -> str:
        """Changes when a vector may change: weights, pooling, normalisation, prefix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), dimension), rows of length 1."""
        ...
