"""The state follows from the positions: order does not matter, copies change nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.count import Count
from bot.answer.kinds.person import Person
from bot.answer.origins import line_key, same_line
from bot.answer.positions import group, incompatible, mark_superseded
from bot.answer.state import derive, qualify
from bot.answer.types import Claim, Kind, Reading, Span, Speaker, State, Statement
from bot.answer.values import Relation, relate
from corpus import Article, Outlet
from index.types import Sentence

TEXT = "The district office said that some people had died in the flood near the river."


def claim(outlet, low, high, speaker=None, *, earlier=False, published="2026-05-01", stance_index=0):
    article = Article(f"a-{outlet}", Outlet(outlet, outlet.title()), "Flood", TEXT, published=published)
    sentence = Sentence(article.quote(0, len(TEXT)), 0, 0)
    who = Speaker(speaker, speaker) if speaker else None
    statement = Statement(sentence, (Span(0, len(TEXT)),), who)
    reading = Reading(Count(low, high), Span(stance_index, stance_index + 3), earlier=earlier)
    return Claim(statement, sentence.quote, reading)


def state(*claims, copies=None):
    return derive(mark_superseded(group(claims)), copies or {})


ROWS = [
    ("nothing", [], State.UNANSWERED),
    ("one outlet", [claim("a", 4, 4)], State.ONE_OUTLET),
    ("both the same", [claim("a", 4, 4), claim("b", 4, 4)], State.AGREEMENT),
    ("four against six", [claim("a", 4, 4), claim("b", 6, 6)], State.CONFLICT),
    ("at least four and six", [claim("a", 4, None), claim("b", 6, 6)], State.COMPLEMENTARY),
    ("one outlet, two figures", [claim("a", 4, 4, "police"), claim("a", 6, 6, "mayor")], State.CONFLICT),
    (
        "the same speaker, marked as earlier",
        [claim("a", 4, 4, "police", earlier=True), claim("b", 6, 6, "police")],
        State.UPDATED,
    ),
    (
        "the same speaker, a day later",
        [claim("a", 4, 4, "police"), claim("b", 6, 6, "police", published="2026-05-02")],
        State.UPDATED,
    ),
    (
        "the outlet's own figure, marked as an early one",
        [claim("a", 3, 3, earlier=True), claim("a", 4, 4, "hospital")],
        State.UPDATED,
    ),
    (
        "another outlet still holds the figure that one marks as an early one",
        [claim("a", 3, 3, earlier=True), claim("a", 4, 4, "hospital"), claim("b", 3, 3)],
        State.CONFLICT,
    ),
    (
        "another speaker, a day later: not an update",
        [claim("a", 4, 4, "police"), claim("b", 6, 6, "mayor", published="2026-05-02")],
        State.CONFLICT,
    ),
    (
        "earlier figure still held by a third speaker",
        [claim("a", 4, 4, "police", earlier=True), claim("b", 6, 6, "police"), claim("c", 4, 4, "red cross")],
        State.CONFLICT,
    ),
]


@pytest.mark.parametrize(("claims", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_state(claims, expected):
    assert state(*claims) is expected


def test_wire_copies_are_one_source():
    claims = [claim("a", 4, 4), claim("b", 4, 4)]
    assert state(*claims, copies={"a-a": "w", "a-b": "w"}) is State.ONE_OUTLET


figures = st.tuples(st.sampled_from("abcd"), st.integers(1, 9), st.sampled_from([None, "police", "mayor"]))


@given(st.lists(figures, max_size=7), st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, rng):
    claims = [claim(outlet, n, n, who, stance_index=i) for i, (outlet, n, who) in enumerate(rows)]
    shuffled = claims[:]
    rng.shuffle(shuffled)
    assert mark_superseded(group(claims)) == mark_superseded(group(shuffled))


@given(st.lists(figures, min_size=1, max_size=5), st.integers(2, 10))
def test_copies_of_one_side_change_nothing(rows, times):
    claims = [claim(outlet, n, n, who, stance_index=i) for i, (outlet, n, who) in enumerate(rows)]
    assert state(*claims) is state(*(claims * times))


@given(st.integers(0, 9), st.integers(0, 9), st.booleans(), st.booleans())
def test_relation_is_symmetric(a, b, open_a, open_b):
    x, y = Count(a, None if open_a else a), Count(b, None if open_b else b)
    assert relate(x, y) is relate(y, x)
    assert relate(x, x) is Relation.SAME


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("United States Coast Guard", "US Coast Guard", True),
        ("the Ministry of Health", "Ministry of Health", True),
        ("Ministry of Health", "Ministry of Defence", False),
        ("police", "mayor", False),
    ],
)
def test_line_of_speakers(a, b, same):
    assert same_line(Speaker(a, a), Speaker(b, b)) is same


def test_parent_body_is_the_same_line():
    assert same_line(
        Speaker("Northern Command", "NORTHCOM", parent="Norland military"),
        Speaker("Norland military", "Norland military"),
    )
    assert not same_line(Speaker("x", "x", parent="city"), Speaker("y", "y", parent="city"))


def test_line_key():
    assert line_key("U.S. Coast Guard") == line_key("United States Coast Guard")


def test_random_orders_of_a_long_list():
    rng = random.Random(1)
    claims = [claim("abcd"[i % 4], rng.randint(1, 4), 9, stance_index=i) for i in range(12)]
    assert len({str(group(rng.sample(claims, len(claims)))) for _ in range(5)}) == 1


def named(*names, sole=True):
    """Claims on who it was, one outlet each."""
    out = []
    for i, name in enumerate(names):
        article = Article(f"n-{i}", Outlet(f"o-{i}", f"O {i}"), "Arrest", TEXT, published="2026-05-01")
        sentence = Sentence(article.quote(0, len(TEXT)), 0, 0)
        statement = Statement(sentence, (Span(0, len(TEXT)),))
        out.append(Claim(statement, sentence.quote, Reading(Person(name, sole=sole), Span(0, 3))))
    return out


def grouped(*names, sole=True):
    return {frozenset(str(c.value) for c in p.claims) for p in group(named(*names, sole=sole))}


@pytest.mark.parametrize("sole", [True, False])
def test_a_last_name_ties_no_two_persons(sole):
    assert grouped("Anna Berg", "Carl Berg", "Berg", sole=sole) == {
        frozenset({"Anna Berg"}),
        frozenset({"Carl Berg"}),
        frozenset({"Berg"}),
    }


def test_a_last_name_joins_the_only_person_of_that_name():
    assert grouped("Anna Berg", "Berg", "Dr Berg") == {frozenset({"Anna Berg", "Berg", "Dr Berg"})}


def test_two_full_names_for_one_post_are_a_conflict():
    assert derive(group(named("Anna Berg", "Carl Berg", "Berg")), {}) is State.CONFLICT


NAMES = st.lists(
    st.sampled_from(["Anna Berg", "Carl Berg", "Berg", "Ola Dahl", "Dahl", "a nurse", "rebels"]), max_size=6
)


@given(NAMES, st.booleans(), st.randoms(use_true_random=False))
def test_no_position_holds_two_that_are_told_apart(names, sole, rng):
    for position in group(named(*names, sole=sole)):
        full = {str(claim.value) for claim in position.claims} & {"Anna Berg", "Carl Berg", "Ola Dahl"}
        assert len(full) <= 1
        assert not incompatible(position, position)
    assert grouped(*names, sole=sole) == grouped(*rng.sample(names, len(names)), sole=sole)


def test_compatible_names_are_said_to_be_so():
    apart = mark_superseded(group(named("rebel groups in the north", "Rebel Front", sole=False)))
    same = mark_superseded(group(named("Rebel Front", "the Rebel Front", sole=False)))
    assert "compatible_names" in qualify(apart, derive(apart, {}), Kind.PERSON, {})
    assert "compatible_names" not in qualify(same, derive(same, {}), Kind.PERSON, {})
