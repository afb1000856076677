"""When one wording of an answer is another: the comparisons that the public sets use."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

from bot.evaluate.match import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLES_RE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’–—…")
_MONTHS = frozenset("january february march april may june july august september october november december".split())
#: Share of a gold answer's words that a text must hold to convey it, where a person would judge.
_CONVEYED = 0.5


def normalise(text: str) -> str:
    """Return a text as SQuAD's script compares it: lower case, no punctuation, no articles, single spaces.

    >>> normalise("The  Old Bridge!")
    'old bridge'
    """
    return " ".join(_ARTICLES_RE.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(given: Iterable[str], gold: Iterable[str]) -> bool:
    """Tell whether one of the given wordings is one of the gold ones, both normalised."""
    wanted = {normalise(text) for text in gold} - {""}
    return any(normalise(text) in wanted for text in given)


def contains(given: Iterable[str], gold: Iterable[str]) -> bool:
    """Tell whether one of the given wordings holds one of the gold ones as whole words in a row."""
    wanted = [f" {normalise(text)} " for text in gold if normalise(text)]
    return any(text in f" {normalise(other)} " for other in given for text in wanted)


def f1(given: Iterable[str], gold: Iterable[str]) -> float:
    """Return the F1 of the words, for the wordings that fit best."""
    wanted = list(gold)
    return max((_f1(text, other) for text in given for other in wanted), default=0.0)


def _f1(given: str, gold: str) -> float:
    left, right = normalise(given).split(), normalise(gold).split()
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


def conveys(text: str, gold: str) -> bool:
    """Tell whether a text holds half of the words that carry a gold answer, and all of its figures and months."""
    wanted, words = tokens(gold), tokens(text)
    needed = {word for word in wanted if word in _MONTHS or any(sign.isdigit() for sign in word)}
    return bool(wanted) and needed <= words and len(wanted & words) >= _CONVEYED * len(wanted)
