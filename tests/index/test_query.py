"""What retrieval reads in a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Outlet
from index.query import read, terms
from index.search import days

OUTLETS = (
    Outlet("cnbc", "Cnbc | World Business News Leader"),
    Outlet("fox-health", "FOX News - Health"),
    Outlet("fox-life", "FOX News - Lifestyle"),
    Outlet("nyt", "The New York Times"),
    Outlet("age", "The Age"),
    Outlet("wired", "Wired"),
    Outlet("fjord", "Fjord Post", aliases=("FP",)),
)


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("What did CNBC report on rates?", (("cnbc",),)),
        ("Does the Fox News article agree?", (("fox-health", "fox-life"),)),
        ("Does the 'FOX News - Health' article agree?", (("fox-health",),)),
        ("Do the New York Times and The Age agree?", (("nyt",), ("age",))),
        ("what does fjord post say about the flood?", (("fjord",),)),
        ("what does wired say about it?", (("wired",),)),
        ("Was the house wired for power at the age of ten?", ()),
        ("How many times did it happen in New York?", ()),
        ("", ()),
    ],
)
def test_named_outlets(question: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert read(question, OUTLETS).groups == groups


def test_outlet_names_are_no_search_terms() -> None:
    assert "cnbc" not in read("What did CNBC report on rates?", OUTLETS).terms
    assert terms("What did they say?") == ("what", "did", "they", "say")


def test_parts_go_to_the_outlet_that_they_speak_of() -> None:
    asked = read("Does Wired praise the new phone, while The Age warns of high prices?", OUTLETS)
    assert "prices" not in " ".join(asked.part_texts(("wired",)))
    assert "prices" in " ".join(asked.part_texts(("age",)))


def test_days() -> None:
    assert days("on November 1, 2023 and 2 May 2024, or 2025-01-03; in Spring 2, 2020") == {
        "2023-11-01",
        "2024-05-02",
        "2025-01-03",
    }


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    asked = read(text, OUTLETS)
    assert all(0 <= start < end <= len(text) for start, end in asked.parts)
