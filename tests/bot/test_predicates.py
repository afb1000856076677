import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.predicates import GROUPS, _forms_in, denials, groups, implied, predicates

# text, group, what is asserted of it: "+", "-" (denied), "?" (left open) or None (no such event)
ROWS = [
    ("Twelve people died when the river burst its banks", "die", "+"),
    ("The flood claimed the lives of two farmers", "die", "+"),
    ("No one was killed in the avalanche", "die", "-"),
    ("Nobody died, but nine were injured", "die", "-"),
    ("Nobody died, but nine were injured", "injure", "+"),
    ("The fire left no casualties", "casualty", "-"),
    ("Dozens are feared dead after the ferry sank", "die", "?"),
    ("The storm may have killed 12", "die", "?"),
    ("In May 12 people died", "die", "+"),
    ("No fewer than 12 people died", "die", "+"),
    ("There is no doubt that he died", "die", "+"),
    ("Not only was he injured, he was also robbed", "injure", "+"),
    ("The mill burned without injuries", "injure", "-"),
    ("Two guards were shot dead", "die", "+"),
    ("The jet was shot down near the coast", "shoot_down", "+"),
    ("They shot the helicopter down", "shoot_down", "+"),
    ("The army denied that the drone was shot down", "shoot_down", "-"),
    ("The airline has not ruled out that the plane was shot down", "shoot_down", "?"),
    ("The missile was intercepted over the sea", "shoot_down", "+"),
    ("The jet was hit by a rocket", "shoot_down", "+"),
    ("Police shot the man and ran down the road", "shoot_down", None),
    ("The village was hit by a landslide", "shoot_down", None),
    ("Sabotage was ruled out", "attack", "-"),
    ("Whether it was an attack is unclear", "attack", "?"),
    ("The minister resigned on Monday", "resign", "+"),
    ("The minister refused to resign", "resign", "-"),
    ("She is expected to step down", "resign", "?"),
    ("The court acquitted the banker", "acquit", "+"),
    ("He was not convicted of fraud", "convict", "-"),
    ("The jury found him not guilty", "acquit", "+"),
    ("The match was called off because of snow", "cancel", "+"),
    ("They called the concert off", "cancel", "+"),
    ("The two firms signed a deal", "agree", "+"),
    ("No agreement was reached", "agree", "-"),
    ("Talks ended without a deal", "agree", "-"),
    ("The striker won the final", "win", "+"),
    ("The team never won an away game", "win", "-"),
    ("The ferry capsized off the coast", "crash", "+"),
    ("Two trains collided", "crash", "+"),
    ("The museum reopened in spring", "open", "+"),
    ("The mine was closed in 1990", "close", "+"),
    ("The plant will not be closed", "close", "-"),
    ("About 4,000 people fled their homes", "displace", "+"),
    ("Three climbers are missing", "missing", "+"),
    ("Nine hikers were rescued by helicopter", "rescue", "+"),
    ("Police arrested 40 protesters", "arrest", "+"),
    ("No arrests have been made", "arrest", "-"),
    ("A false report said the mayor was arrested", "arrest", "-"),
    ("The bus was carrying 50 pupils", "aboard", "+"),
    ("Six were on board", "aboard", "+"),
    ("The bridge cost $3m", "cost", "+"),
    ("Did not say that the plane crashed", "crash", "?"),
    ("They escaped injury", "injure", "-"),
    ("The derailment was averted", "crash", "-"),
    ("The reports of a shooting were untrue", "shoot", "-"),
    ("He was not killed, and two women were arrested", "arrest", "+"),
    ("Allegedly bribed officials approved the dam", "approve", "?"),
    ("A dead-end street", "die", None),
    ("The deadline passed", "die", None),
    ("The skilled workers left", "die", None),
]


@pytest.mark.parametrize(("text", "group", "sign"), ROWS)
def test_polarity(text, group, sign):
    found = [p for p in predicates(text) if p.group == group]
    if sign is None:
        assert not found
        return
    assert found
    assert {"-" if p.negated else "?" if p.hedged else "+" for p in found} == {sign}


DENIED = [
    ("The loss was not due to hostile fire", "shoot_down"),
    ("The blaze was not caused by an attack", "attack"),
    ("Investigators ruled out enemy fire", "shoot_down"),
    ("The second plane landed safely", "crash"),
    ("The banker was acquitted", "convict"),
    ("All nine miners survived", "die"),
]


@pytest.mark.parametrize(("text", "group"), DENIED)
def test_denials(text, group):
    assert denials(text, group)


NOT_DENIED = [
    ("The plane was brought down by hostile fire", "shoot_down", "the cause is asserted"),
    ("The plane crashed after landing", "crash", "no safe landing"),
    ("The missile was tested on Monday", "shoot_down", "nothing is denied"),
    ("He did not land a job", "crash", "nothing about a crash"),
]


@pytest.mark.parametrize(("text", "group", "why"), NOT_DENIED)
def test_no_denial(text, group, why):
    assert not denials(text, group), why


def test_no_survivors_means_death():
    assert any(p.group == "die" and not p.negated for p in implied("There were no survivors"))


def test_forms_are_lower_case_and_groups_not_empty():
    assert all(forms and all(form == form.lower() for form in forms) for forms in GROUPS.values())
    assert groups("Two died") == {"die"}


@given(st.text(alphabet="killed not by,.may shot down'’ \n", max_size=200))
def test_offsets_and_order(text):
    found = predicates(text)
    assert all(0 <= p.start < p.end <= len(text) for p in found)
    assert [p.start for p in found] == sorted(p.start for p in found)


@given(st.sampled_from([row[0] for row in ROWS]), st.sampled_from([row[0] for row in ROWS]))
def test_sentences_do_not_touch_each_other(one, two):
    """Polarity never crosses a full stop."""
    joined = predicates(f"{one}. {two}")
    shift = len(one) + 2
    assert [p for p in joined if p.end <= len(one)] == list(predicates(one))
    moved = [(p.group, p.start + shift, p.negated, p.hedged) for p in predicates(two)]
    assert [(p.group, p.start, p.negated, p.hedged) for p in joined if p.start >= shift] == moved


def test_long_text_is_linear():
    text = "they did not say that the jet may have been shot down and killed nine, " * 2_000
    assert len(predicates(text)) > 2_000


# One pattern of all forms, longest first, as the sentence is matched word by word: slow, but plain to see.
_FORMS = sorted({form for forms in GROUPS.values() for form in forms}, key=lambda form: (-len(form), form))
_PARTS = "|".join(r"\s+".join(map(re.escape, form.split())) for form in _FORMS)
_ONE_PATTERN = re.compile(rf"(?<![\w-])(?:{_PARTS})(?![\w-])", re.I)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*_FORMS, "The", "river", "down", "to", "their", "up", "x"]),
            st.sampled_from([" ", "  ", "\n", ", ", "-", "’s ", "_", ""]),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_looking_words_up_finds_what_one_pattern_of_all_forms_finds(parts, loud):
    text = "".join(word + gap for word, gap in parts)
    text = text.upper() if loud else text
    expected = [(" ".join(match[0].lower().split()), *match.span()) for match in _ONE_PATTERN.finditer(text)]
    assert list(_forms_in(text)) == expected
