"""One speaker under two spellings is one origin; two speakers never are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.countries import plain
from bot.answer.origins import answers_to, as_told, asked_of, line_key, same_line, tie, unify
from bot.answer.types import Speaker
from tests.bot import answers

ONE = [
    ("Norway's state media", "Norwegian state media"),
    ("the Dutch police", "police of the Netherlands"),
    ("U.S. Coast Guard", "United States Coast Guard"),
    ("American military", "US military"),
    ("Ministry of Defence of Norway", "Norwegian defence ministry"),
    ("spokesperson for the rail union", "rail union spokeswoman"),
    ("a spokesman of the bank", "bank spokesperson"),
    ("Mr Jan Berg", "Jan Berg"),
    ("The Health Board", "Health Board"),
]
TWO = [
    ("Norway's state media", "Swedish state media"),
    ("Ministry of Health", "Ministry of Defence"),
    ("Korea's army", "army of North Korea"),
    ("Norway's envoy to Sweden", "Sweden's envoy to Norway"),
    ("rail union", "rail company"),
    ("Jan Berg", "Kari Berg"),
    ("Niger's government", "Nigerian government"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_speaker(a, b):
    assert line_key(a) == line_key(b)
    assert same_line(Speaker(a, a), Speaker(b, b))


@pytest.mark.parametrize(("a", "b"), TWO)
def test_two_speakers(a, b):
    assert line_key(a) != line_key(b)
    assert not same_line(Speaker(a, a), Speaker(b, b))


def test_a_pronoun_is_nobody_in_another_article():
    assert not same_line(Speaker("She", "She"), Speaker("She", "She"))


@pytest.mark.parametrize(
    ("text", "expected"), [("Norwegian army", "norway army"), ("US-led", "us-led"), ("Danish", "denmark")]
)
def test_countries(text, expected):
    assert plain(text) == expected


def _claims(*speakers, text=""):
    value = answers.count(1, 1)
    out = []
    for i, speaker in enumerate(speakers):
        quote = f"One man drowned, {speaker.name} said."
        one = answers.article(answers.PRESS if i % 2 else answers.REDIFF, f"{text} {quote}", f"u-{i}")
        said = answers.claim(one, quote, value, speaker="x")
        out.append(replace(said, statement=replace(said.statement, speaker=speaker)))
    return out


def _names(*speakers, text=""):
    return [claim.speaker.canonical for claim in unify(_claims(*speakers, text=text))]


def _speaker(canonical, name=None):
    return Speaker(name or canonical, canonical)


UNIFIED = [
    ([_speaker("Velmar's state radio"), _speaker("Velmari state radio")], "", ["Velmari state radio"] * 2),
    ([_speaker("Aldovia’s navy"), _speaker("Aldovian navy")], "", ["Aldovian navy"] * 2),
    (
        [_speaker("Kari Berg", "Mayor Kari Berg"), _speaker("Berg", "Mayor Berg")],
        "",
        ["Kari Berg"] * 2,
    ),
    ([_speaker("Kari Berg"), _speaker("Berg", "Ms Berg")], "", ["Kari Berg"] * 2),
    (
        [_speaker("bank's chief executive Kari Berg"), _speaker("Kari Berg")],
        "",
        ["Kari Berg"] * 2,
    ),
    (
        [_speaker("National Water Office"), _speaker("NWO")],
        "The National Water Office (NWO) spoke.",
        ["NWO"] * 2,
    ),
]
APART = [
    [_speaker("Kari Berg", "Mayor Kari Berg"), _speaker("Berg", "Judge Berg")],
    [_speaker("Kari Berg"), _speaker("Jan Berg"), _speaker("Berg", "Ms Berg")],  # which Berg is not told
    [_speaker("Velmar's state radio"), _speaker("Velmari army")],
    [_speaker("She", "She"), _speaker("He", "He")],
    [_speaker("Water Office"), _speaker("NWO")],  # no text ties the two
]


@pytest.mark.parametrize(("speakers", "text", "expected"), UNIFIED)
def test_unify(speakers, text, expected):
    assert _names(*speakers, text=text) == expected


@pytest.mark.parametrize("speakers", APART)
def test_unify_leaves_others_alone(speakers):
    assert _names(*speakers) == [speaker.canonical for speaker in speakers]


def test_what_was_printed_stays():
    unified = unify(_claims(_speaker("Norway's army"), _speaker("Norwegian army")))
    assert [claim.speaker.name for claim in unified] == ["Norway's army", "Norwegian army"]
    assert len({claim.speaker.canonical for claim in unified}) == 1


@pytest.mark.parametrize(
    ("asked", "expected"), [("the mayor", True), ("Kari Berg", True), ("Mayor Berg", True), ("the judge", False)]
)
def test_answers_to(asked, expected):
    assert answers_to(_speaker("Kari Berg", "Mayor Kari Berg"), asked) is expected


WORDS = st.lists(st.sampled_from("the Norway's Norwegian army of for spokesman bank Mr Berg".split()), min_size=1)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_same_line_is_symmetric(a, b):
    assert same_line(_speaker(a), _speaker(b)) is same_line(_speaker(b), _speaker(a))


@given(st.lists(WORDS.map(" ".join), max_size=4), st.randoms(use_true_random=False))
def test_order_does_not_matter(names, rng):
    claims = _claims(*(_speaker(name) for name in names))
    shuffled = claims[:]
    rng.shuffle(shuffled)
    first = {claim.article.id: claim.speaker for claim in unify(claims)}
    assert {claim.article.id: claim.speaker for claim in unify(shuffled)} == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many jobs does the union say will go?", "According to the union, how many jobs will go?"),
        ("What does Nord Watch say the turnout was?", "According to Nord Watch, what was the turnout?"),
        ("How many sheep did the farmer think were lost?", "According to the farmer, how many sheep were lost?"),
        ("How many sheep does he say were lost?", "How many sheep does he say were lost?"),
        ("How many dead does each outlet say there were?", "How many dead does each outlet say there were?"),
        ("What did the mayor say about the flood?", "What did the mayor say about the flood?"),
        ("How many people died?", "How many people died?"),
    ],
)
def test_as_told(text, expected):
    assert as_told(text) == expected


def test_a_person_answers_for_the_body():
    chair = Speaker("Ana Ruiz", "Ana Ruiz", True, "Rail Workers' Union")
    assert answers_to(chair, "the union")
    assert not answers_to(chair, "the company")


def test_the_body_is_known_from_another_article():
    claims = _claims(_speaker("Ana Ruiz"), _speaker("Jan Vik"))
    tied = tie(claims, [Speaker("Ana Ruiz", "Ana Ruiz", True, "Varn"), *(c.speaker for c in claims)])
    assert [claim.speaker.parent for claim in tied] == ["Varn", None]
    assert asked_of(tied, ["Varn"], []) == tied[:1]
    assert asked_of(tied, ["the company"], [Speaker("company", "Varn")]) == tied[:1]
    assert asked_of(tied, ["the company"], []) == []
