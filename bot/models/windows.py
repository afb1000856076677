"""Cut a text into the windows that the reader was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW_WORDS = 90  # words; with a question of 20 tokens they fit into the reader's 176 tokens
_CONTEXT_WORDS = 40  # words; a longer sentence is not repeated as the context of the next window


def windows(text: str, sentences: Sequence[tuple[int, int]], words: int = WINDOW_WORDS) -> list[tuple[int, int]]:
    """Return ranges of at most `words` words that start at a sentence and together cover all sentences.

    A window begins with the last sentence of the one before, so that "he" and "the plane" have something to refer
    to. A sentence longer than a window is cut between words.
    """
    pieces = [piece for start, end in sentences for piece in _pieces(text, start, end, words)]
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(pieces):
        last, count = first, pieces[first][2]
        while last + 1 < len(pieces) and count + pieces[last + 1][2] <= words:
            last += 1
            count += pieces[last][2]
        found.append((pieces[first][0], pieces[last][1]))
        if last + 1 == len(pieces):
            break
        overlaps = last > first and pieces[last][2] <= min(_CONTEXT_WORDS, words - pieces[last + 1][2])
        first = last if overlaps else last + 1
    return found


def _pieces(text: str, start: int, end: int, words: int) -> list[tuple[int, int, int]]:
    """Return (start, end, number of words) of the sentence, or of its parts when it is longer than a window."""
    spans, at = [], start
    for word in text[start:end].split():
        begin = text.index(word, at)
        at = begin + len(word)
        spans.append((begin, at))
    return [
        (spans[i][0], spans[min(i + words, len(spans)) - 1][1], min(words, len(spans) - i))
        for i in range(0, len(spans), words)
    ]
