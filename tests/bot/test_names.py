import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.names import is_acronym, is_full_name, names, same_actor, same_name, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "However, the Khatam al-Anbiya Headquarters met Anna Berg's friend.",
            ["Khatam al-Anbiya Headquarters", "Anna Berg"],
        ),
        ("The Bank of England and U.S. officials met in Oslo.", ["Bank of England", "U.S.", "Oslo"]),
        ("In Bergen, police waited.", ["Bergen"]),
        ("the rain fell", []),
        ("On Monday they left.", []),
        ("", []),
    ],
)
def test_names(text, expected):
    assert [name.text for name in names(text)] == expected


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("NATO", "North Atlantic Treaty Organization", True),
        ("BoE", "Bank of England", False),  # not in capitals
        ("UN", "United Nations", True),
        ("INTERPOL", "International Police", True),  # by syllables
        ("NASA", "North Atlantic Treaty Organization", False),
        ("US", "Ulster", False),  # one word has no initials
        ("", "United Nations", False),
    ],
)
def test_is_acronym(short, long, expected):
    assert is_acronym(short, long) is expected


@pytest.mark.parametrize(
    ("a", "b", "name", "actor"),
    [
        ("Anna Berg", "Berg", True, True),
        ("Dr Berg", "Anna Berg", True, True),
        ("the Fire Brigade", "Oslo Fire Brigade", True, True),
        ("Anna Berg", "Carl Berg", False, False),  # one family
        ("police in Oslo", "Oslo", False, False),
        ("armed groups", "armed police", False, False),  # generic words prove nothing
        ("rebel groups in the north", "Rebel Front", False, True),
        ("rebel groups", "air defence systems of the 'Rebel Front'", False, True),
        ("", "", False, False),
    ],
)
def test_same(a, b, name, actor):
    assert same_name(a, b) is same_name(b, a) is name
    assert same_actor(a, b) is same_actor(b, a) is actor


def test_is_full_name():
    assert is_full_name("the 'Northern Front'")
    assert not is_full_name("rebels of the Northern Front")


TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["The", "of", "Berg", "A.", "U.S.", "al-Din", "rebel", "in", "'", ",", "NATO"])).map(
        " ".join
    ),
)


@given(TEXT)
def test_spans_are_exact(text):
    for name in names(text):
        assert text[name.start : name.end] == name.text


@given(TEXT, TEXT)
def test_same_name_is_symmetric_and_reflexive(a, b):
    assert same_name(a, b) is same_name(b, a)
    assert same_actor(a, b) is same_actor(b, a)
    assert same_name(a, a) is bool(words(a))


@pytest.mark.parametrize("piece", ["A ", "A of ", "The ", "al-", "A.", "x", "A B of the "])
def test_linear_time(piece):
    started = time.process_time()
    names(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 5
