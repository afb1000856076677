"""Patterns over a whole article, looked for where they can be: from what is rare in them, not from every capital letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_WORD_CHARS = 24  # code points looked back over for each word at first; few words are longer


def by_tail(
    pattern: re.Pattern[str], start: re.Pattern[str], tail: re.Pattern[str], most: int, text: str
) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` yields.

    Args:
        pattern: any pattern.
        start: matches one letter wherever the pattern may begin.
        tail: matches one mark or blank that every match of the pattern goes on after, with what follows as a lookahead.
        most: words, by the blanks between them, that a match may hold before its tail.
        text: where to look.
    """
    done = 0
    for rare in tail.finditer(text):
        for at in start.finditer(text, max(done, _back(text, rare.start(), most)), rare.start()):
            found = pattern.match(text, at.start())
            if found:
                yield found
                done = found.end()
                break


def by_start(pattern: re.Pattern[str], start: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` yields, where `start` matches whatever the pattern may begin with."""
    done = 0
    for at in start.finditer(text):
        found = pattern.match(text, at.start()) if at.start() >= done else None
        if found:
            yield found
            done = found.end()


def _back(text: str, at: int, most: int) -> int:
    """Return a place at or before the first of the last so many words before a place."""
    reach = most * _WORD_CHARS
    while True:
        low = max(0, at - reach)
        parts = text[low:at].rsplit(None, most)
        if len(parts) > most or not low:
            return low + len(parts[0]) if len(parts) > most else 0
        reach *= 4
