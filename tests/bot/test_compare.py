"""Outlets side by side: the words of each, its own apart from those it quotes."""

import pytest

from bot.answer.compare import claims, differ, positions
from bot.answer.comparison import Comparison, comparison, direct, parts, without_reporters
from bot.answer.question import analyse
from bot.answer.state import derive
from bot.answer.types import Kind, State
from corpus.types import Article, Outlet

WORDING = [
    ("What does each outlet call the flood?", (), "the flood"),
    ("How do the papers describe the attack?", (), "the attack"),
    ("what words do the outlets use for the protesters", (), "the protesters"),
    ("How is the fire described by each outlet?", (), "the fire"),
    ("What does The Herald call the strike?", ("The Herald",), "the strike"),
    ("How do the Herald and the Post portray the mayor?", ("the Herald", "the Post"), "the mayor"),
]
ABOUT = [
    ("Compare what A Daily and B Post say about the dam", ("A Daily", "B Post"), "the dam"),
    ("what do the outlets say about the dam?", (), "the dam"),
    ("How do the papers differ on the cause?", (), "the cause"),
    ("Do the outlets agree on who won?", (), "who won"),
]
NEITHER = [
    "How many died?",
    "What did the mayor say about the dam?",
    "What was the dam called?",
    "Did both outlets confirm it?",
    "Why did the company call a strike?",
]


@pytest.mark.parametrize(("question", "who", "what"), WORDING)
def test_wording(question, who, what):
    assert comparison(question) == Comparison(who, what, wording=True)
    assert analyse(question).compares


@pytest.mark.parametrize(("question", "who", "what"), ABOUT)
def test_about(question, who, what):
    assert comparison(question) == Comparison(who, what, wording=False)


@pytest.mark.parametrize("question", NEITHER)
def test_no_comparison(question):
    assert comparison(question) is None
    assert not analyse(question).compares


DIRECT = [
    ("What do the outlets say about the death toll?", "What is the death toll?", Kind.COUNT),
    ("How do the outlets differ on whether the dam was opened?", "Was the dam opened?", Kind.YES_NO),
    ("Compare what A Daily and B Post say about who won", "Who won, according to A Daily and B Post?", Kind.PERSON),
    ("What did the mayor say about the cause of the fire?", "What is the cause of the fire, according to the mayor?", Kind.CAUSE),
    ("What do the outlets say about when it began?", "When it began?", Kind.TIME),
]  # fmt: skip


@pytest.mark.parametrize(("question", "plain", "kind"), DIRECT)
def test_a_typed_matter_is_asked_directly(question, plain, kind):
    assert direct(question) == plain
    assert analyse(plain).kind is kind


def test_who_reports_it_is_no_part_of_the_question():
    assert without_reporters("How many dead does each outlet report?") == "How many dead?"
    assert analyse("How many dead does each outlet report?").kind is Kind.COUNT
    assert analyse("How many dead, according to each outlet?").speakers == ()


def test_parts():
    assert parts("the Herald, the Post and Radio 4") == ("the Herald", "the Post", "Radio 4")


def _articles(*texts):
    return [
        Article(f"a-{i}", Outlet(f"o-{i}", f"Outlet {i}"), "T", text, published="2026-05-04")
        for i, text in enumerate(texts)
    ]


def _shown(question, *texts):
    found = positions(claims(_articles(*texts), analyse(question)))
    return [(p.outlets[0], p.value.own, p.value.quoted) for p in found]


FLOOD = (
    "A catastrophic flood hit Voss on Sunday. The mayor said the terrible deluge had spared nobody.",
    "Police said the spring flood was over. The spring flood was the third this year.",
)
RAID = (
    "Brave rebels attacked the depot on Monday.",
    "The ministry said the depot was attacked by cowardly terrorists on Monday.",
)
CASES = [
    (
        "What does each outlet call the flood?",
        FLOOD,
        [("o-0", ("catastrophic flood",), ("terrible deluge",)), ("o-1", ("spring flood",), ())],
    ),
    (
        "What does each outlet call the people who are said to have attacked the depot?",
        RAID,
        [("o-0", ("Brave rebels",), ()), ("o-1", (), ("cowardly terrorists",))],
    ),
    (
        "How does each outlet describe Carl Nilsen?",
        ("Carl Nilsen, a banker from Leeds, was jailed.", "Police said Carl Nilsen, a gambler, had lied."),
        [("o-0", ("a banker from Leeds",), ()), ("o-1", (), ("a gambler",))],
    ),
    (
        "What do the outlets call the protesters?",
        ("Thousands of peaceful demonstrators marched in Oslo.", "An angry mob marched in Oslo."),
        [("o-0", ("peaceful demonstrators",), ()), ("o-1", ("angry mob",), ())],
    ),
]


@pytest.mark.parametrize(("question", "texts", "expected"), CASES)
def test_one_position_per_outlet(question, texts, expected):
    assert _shown(question, *texts) == expected


@pytest.mark.parametrize(("question", "texts", "expected"), CASES)
def test_never_a_conflict(question, texts, expected):
    found = positions(claims(_articles(*texts), analyse(question)))
    assert derive(found, {}, compares=True) is State.COMPLEMENTARY
    assert differ(found)
    for position in found:
        for claim in position.claims:
            span = claim.reading.span
            assert claim.article.text[span.start : span.end] == str(claim.value)


def test_the_same_words_do_not_differ():
    text = "A spring flood hit Voss."
    found = positions(claims(_articles(text, text), analyse("What does each outlet call the flood?")))
    assert derive(found, {}, compares=True) is State.COMPLEMENTARY
    assert not differ(found)


def test_another_one_is_not_named():
    texts = ("A red bus crashed. A second bus stopped. Three green buses left.", "The school bus crashed.")
    assert _shown("What does each outlet call the bus?", *texts) == [
        ("o-0", ("red bus",), ()),
        ("o-1", ("school bus",), ()),
    ]


def test_nothing_on_it():
    assert _shown("What does each outlet call the flood?", "It rained.", "The sun shone.") == []


def test_what_each_says():
    texts = (
        "The old dam held. The mayor said the dam was safe.",
        "Engineers fear for the dam. It rained.",
    )
    assert _shown("What do the outlets say about the dam?", *texts) == [
        ("o-0", ("The old dam held.",), ("the dam was safe.",)),
        ("o-1", ("Engineers fear for the dam.",), ()),
    ]
