"""Patterns that find the same for less: most sentences hold none of a pattern's words, and small letters match faster."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Texts whose small letters are kept: one sentence is looked at by dozens of patterns, shortly after each other.
_KEPT = 256


@lru_cache(maxsize=_KEPT)
def small(text: str) -> str:
    """Return a text in small letters, those among them that only `re.IGNORECASE` takes for i and s."""
    low = text.lower()
    return low if low.isascii() else low.replace("ı", "i").replace("ſ", "s")


class Small:
    """A pattern that ignores case, written in small letters: on small letters it takes a third of the time.

    Its matches tell places; what they hold is in small letters.
    """

    __slots__ = ("_plain", "flags", "pattern")

    def __init__(self, pattern: str, flags: int) -> None:
        """Compile a pattern, with the flags that it would take in `re.compile`."""
        self.pattern, self.flags = pattern, flags
        self._plain = re.compile(pattern, flags & ~re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match, as a compiled pattern does."""
        pattern, text = self._for(text)
        return pattern.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at a place, as a compiled pattern does."""
        pattern, text = self._for(text)
        return pattern.match(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches, as a compiled pattern does."""
        pattern, text = self._for(text)
        return pattern.finditer(text, start, end)

    def _for(self, text: str) -> tuple[re.Pattern[str], str]:
        low = small(text)
        if len(low) == len(text):
            return self._plain, low
        return re.compile(self.pattern, self.flags), text  # "İ" has two small letters, which would move what follows


class Guarded:
    """A pattern with words, in small letters, one of which stands in whatever it matches.

    tests/bot/test_guarded.py derives from each pattern that this is so: a word that is left out would lose matches.
    """

    __slots__ = ("pattern", "words")

    def __init__(self, pattern: re.Pattern[str] | Small, words: str) -> None:
        """Guard a pattern by words or parts of words; "_" stands for a blank."""
        self.pattern = pattern
        self.words = tuple(word.replace("_", " ") for word in words.split())

    def may_match(self, text: str) -> bool:
        """Tell whether a text holds one of the words."""
        low = small(text)
        for word in self.words:  # noqa: SIM110  # any() with a generator takes three times as long
            if word in low:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match, as a compiled pattern does."""
        return self.pattern.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at a place, as a compiled pattern does."""
        return self.pattern.match(text, start, end) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches, as a compiled pattern does."""
        return self.pattern.finditer(text, start, end) if self.may_match(text) else iter(())
