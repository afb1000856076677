"""Windows start at sentences, are short enough, cover everything and are ranges of the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models.windows import WINDOW_WORDS, windows
from corpus.types import Article, Outlet
from index.split import sentences


def ranges_of(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in sentences(Article("a", Outlet("o", "o"), "", text))]


def sized(*words: int) -> tuple[str, list[tuple[int, int]]]:
    """Return a text of sentences with so many words, and their ranges."""
    text, ranges = "", []
    for count in words:
        start = len(text)
        text += " ".join(["word"] * count)
        ranges.append((start, len(text)))
        text += "  "
    return text, ranges


@given(st.lists(st.integers(1, 200), max_size=12))
def test_every_window_is_short_starts_at_a_sentence_and_none_is_lost(counts):
    text, ranges = sized(*counts)
    found = windows(text, ranges)
    covered = set()
    for start, end in found:
        assert 1 <= len(text[start:end].split()) <= WINDOW_WORDS
        assert text[start:end] == text[start:end].strip()
        covered |= {at for at in range(start, end) if not text[at].isspace()}
    assert covered == {at for at, letter in enumerate(text) if not letter.isspace()}
    inside_long = {at for (a, b), n in zip(ranges, counts, strict=True) if n > WINDOW_WORDS for at in range(a + 1, b)}
    assert {start for start, _ in found} <= {start for start, _ in ranges} | inside_long
    assert found == sorted(set(found))


def test_no_sentences_no_windows():
    assert windows("", []) == []


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((30, 30, 30), [90]),  # all fit
        ((30, 30, 30, 30), [90, 60]),  # the third is the context of the fourth
        ((60, 60), [60, 60]),  # too long to be repeated
        ((80, 20, 50), [80, 70]),  # the second fits with the third
        ((200,), [90, 90, 20]),  # a sentence longer than a window is cut
    ],
)
def test_the_last_sentence_is_repeated_where_it_fits(counts, wanted):
    text, ranges = sized(*counts)
    assert [len(text[start:end].split()) for start, end in windows(text, ranges)] == wanted


def test_on_real_prose_every_window_starts_where_a_sentence_does():
    text = " ".join(
        f"The council of Nordhavn approved plan {n} after Mayor Ana Ruiz said on Friday that costs had doubled. "
        f"Critics disagreed, and {n} of them left the hall." for n in range(12)
    )  # fmt: skip
    found = windows(text, ranges_of(text))
    assert len(found) > 2
    assert {start for start, _ in found} <= {start for start, _ in ranges_of(text)}
    assert all(two[0] < one[1] for one, two in pairwise(found))
