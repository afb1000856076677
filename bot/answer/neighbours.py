"""The sentences of an article, and those beside one of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from index.split import sentences

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Sentence

#: Articles whose sentences are kept: those of one question, which is read for figures sentence by sentence.
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article."""
    return sentences(article)


@lru_cache(maxsize=_KEPT)
def _places(article: Article) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where the sentences begin and where they end: both ascend, as no two of them overlap."""
    found = sentences_of(article)
    return tuple(sentence.start for sentence in found), tuple(sentence.end for sentence in found)


def before(sentence: Sentence, most: int) -> tuple[Sentence, ...]:
    """Return up to so many sentences that stand right before one, in the order of the text."""
    article = sentence.quote.article
    at = bisect_right(_places(article)[1], sentence.start)
    return sentences_of(article)[max(0, at - most) : at]


def after(sentence: Sentence) -> Sentence | None:
    """Return the sentence that follows one."""
    article = sentence.quote.article
    return next(iter(sentences_of(article)[bisect_left(_places(article)[0], sentence.end) :]), None)
