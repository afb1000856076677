"""What retrieval reads in a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Outlet
from index.query import days, read, terms

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


def test_words_of_asking_and_days_are_no_search_terms() -> None:
    asked = read("Is the portrayal of the trial consistent with the report published on November 1, 2023?", OUTLETS)
    assert asked.terms == ("trial",)
    assert terms("Which narrative is consistent?") == ("narrative", "consistent")


def test_parts_go_to_the_outlet_that_they_speak_of() -> None:
    asked = read("Does Wired praise the new phone, while The Age warns of high prices?", OUTLETS)
    wired, age = asked.slots
    assert (wired.outlets, age.outlets) == (("wired",), ("age",))
    assert "prices" not in " ".join(wired.texts)
    assert "prices" in " ".join(age.texts)


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        (
            "Between the Wired report on the flood published on May 3, 2024, and the Wired report on the dam published "
            "on 9 May 2024, did the number change?",
            [("wired", {"2024-05-03"}), ("wired", {"2024-05-09"})],
        ),
        ("Who won the race, as The Age and Fjord Post report?", [("age", set()), ("fjord", set())]),
        ("Who won the race near the harbour?", []),
    ],
)
def test_slots(question: str, slots: list[tuple[str, set[str]]]) -> None:
    """An outlet that is named in two parts is asked twice, each time for the days of that part."""
    assert [(slot.outlets[0], set(slot.days)) for slot in read(question, OUTLETS).slots] == slots


def test_days() -> None:
    assert days("on November 1, 2023 and 2 May 2024, or 2025-01-03T10:00:00+00:00; in Spring 2, 2020") == {
        "2023-11-01",
        "2024-05-02",
        "2025-01-03",
    }


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    asked = read(text, OUTLETS)
    assert all(0 <= start < end <= len(text) for start, end in asked.parts)
    assert all(slot.texts for slot in asked.slots)
