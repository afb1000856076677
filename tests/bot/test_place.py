import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.place import KIND, Place
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.types import Sentence


def ask(question, text, blank="", published="2026-03-13"):
    """Read one sentence with `blank` taken out as attribution; return shown values and their exact words."""
    article = Article("a", Outlet("o", "O"), "t", "Lead. " + text, published=published)
    base = 6
    content = text.index(blank) + len(blank) if blank else 0
    sentence = Sentence(article.quote(base, base + len(text)), 0, 0)
    statement = Statement(sentence, (Span(base + content, base + len(text)),))
    parsed = analyse(question)
    return [(str(r.value), article.text[r.span.start : r.span.end]) for r in KIND.read(statement, parsed)]


YES = [
    ("Where did it crash?", "a tanker went down in western Iraq.", "", "western Iraq"),
    ("Where did it crash?", "All six are dead after their plane crashed in western Iraq.", "", "western Iraq"),
    ("Where did it crash?", "it was shot down by resistance groups in western Iraq on Thursday", "", "western Iraq"),
    (
        "Where did it crash?",
        "the incident occurred in friendly airspace during Operation Northern Light",
        "",
        "friendly airspace",
    ),
    ("Where did it crash?", "It was shot down over Kuwait.", "", "over Kuwait"),
    ("Where did it sink?", "The ferry sank off the coast of Samos.", "", "off the coast of Samos"),
    ("Where did it crash?", "It went down about 20 km south of Oslo.", "", "about 20 km south of Oslo"),
    ("Where did it crash?", "The plane crashed in the Baltic Sea.", "", "Baltic Sea"),
    ("Where did the flood happen?", "The flood happened in Oslo.", "", "Oslo"),
    (
        "Where was the suspect arrested?",
        "The suspect was arrested at Heathrow Airport on Friday.",
        "",
        "Heathrow Airport",
    ),
    ("Where was the suspect arrested?", "The suspect was arrested in a hotel in Leeds.", "", "hotel in Leeds"),
    ("Where will the summit be held?", "The summit will be held in Geneva in May.", "", "Geneva"),
    ("Where did the plane land?", "While one jet fell in western Iraq, the plane landed in Jordan.", "", "Jordan"),
    ("Where did the ferry sink?", "The ferry sank off Samos, although it was built in Larvik.", "", "off Samos"),
]

NO = [
    ("Where did it crash?", "At least three F-15 aircraft were shot down.", ""),  # "at least" is no place
    ("Where did it crash?", "The bus crashed in March.", ""),
    ("Where did it crash?", "It crashed, the firm wrote in a statement.", ""),
    ("Where did it crash?", "It crashed in the war.", ""),
    ("Where did it crash?", "It did not crash in Norway.", ""),
    ("Where did it crash?", "Officials met in Oslo.", ""),
    ("Where did it crash?", "Officials in Oslo said that it crashed.", "Officials in Oslo said that"),
    ("Where did the plane land?", "While one jet fell in western Iraq, the second plane landed safely.", ""),
    ("Where did the ferry sink?", "Although it was built in Larvik, the ferry sank.", ""),
    ("Where will the summit be held?", "The last concert was in Paris.", ""),
]


@pytest.mark.parametrize(("question", "text", "blank", "expected"), YES)
def test_read(question, text, blank, expected):
    assert ask(question, text, blank) == [(expected, expected)]


@pytest.mark.parametrize(("question", "text", "blank"), NO)
def test_read_nothing(question, text, blank):
    assert ask(question, text, blank) == []


RELATIONS = [
    (Place("western Iraq", ("Iraq",)), Place("western Iraq", ("Iraq",)), Relation.SAME),
    (Place("western Iraq", ("Iraq",)), Place("Iraq", ("Iraq",)), Relation.REFINES),
    (Place("near Bergen", ("Bergen",)), Place("Bergen", ("Bergen",)), Relation.REFINES),
    (Place("western Iraq", ("Iraq",)), Place("west Iraq", ("Iraq",)), Relation.SAME),
    (Place("western Iraq", ("Iraq",)), Place("eastern Iraq", ("Iraq",)), Relation.INCOMPATIBLE),
    (Place("western Iraq", ("Iraq",)), Place("northern Iraq", ("Iraq",)), Relation.COMPATIBLE),
    (Place("western Iraq", ("Iraq",)), Place("friendly airspace"), Relation.COMPATIBLE),
    (Place("Oslo", ("Oslo",)), Place("Norway", ("Norway",)), Relation.COMPATIBLE),  # needs a map
    (Place("Oslo", ("Oslo",)), Place("hotel in Oslo", ("Oslo",)), Relation.REFINES),
]


@pytest.mark.parametrize(("a", "b", "expected"), RELATIONS)
def test_relation(a, b, expected):
    assert a.relation(b) is expected
    assert b.relation(a) is expected


PARTS = st.lists(
    st.sampled_from(["western", "eastern", "near", "in", "Oslo", "Iraq", "the", "a", "field", "of", "Norway", "'"])
).map(" ".join)
VALUES = st.builds(
    lambda text: Place(text, tuple(w for w in text.split() if w.istitle())), st.one_of(PARTS, st.text(max_size=12))
)


@given(VALUES, VALUES)
def test_relation_is_symmetric_and_reflexive(a, b):
    assert a.relation(b) is b.relation(a)
    assert a.relation(a) is Relation.SAME


PIECES = st.sampled_from(
    [
        "it",
        "crashed",
        "not",
        "in",
        "the",
        "western",
        "Oslo",
        "near",
        "a",
        "field",
        "of",
        ",",
        ".",
        "and",
        "20",
        "km",
        "at",
        "least",
        "coast",
        "off",
        "was",
        "Norway's",
    ]
)


@given(st.one_of(st.text(min_size=1), st.lists(PIECES, min_size=1).map(" ".join)))
def test_any_text_is_read(text):
    for _, span in ask("Where did it crash?", text):
        assert span in text


@pytest.mark.parametrize("piece", ["it crashed ", "in the ", "crashed in Oslo, ", "in western ", "near A "])
def test_linear_time(piece):
    started = time.process_time()
    ask("Where did it crash?", piece * (20_000 // len(piece)))
    assert time.process_time() - started < 10


NEW = [
    (
        "Where did the Havlyn run aground?",
        "The Havlyn ran aground on Monday in a fjord in northern Norway.",
        ["fjord in northern Norway"],
    ),
    ("Where did the Havlyn run aground?", "Oil has run into the sea from the Havlyn.", []),
    ("Where was the verdict read?", "He was given nine years in prison in the verdict.", []),
    ("Where was Anna Berg born?", "He met Anna Berg on the steps of the church.", []),
    ("Where was Anna Berg born?", "Anna Berg was born in Bergen.", ["Bergen"]),
    ("Where is the Nordbygg mill?", "Nordbygg has 90 people at the Vik mill.", ["Vik"]),
    ("Where was the recount held?", "The recount began on Tuesday in the old Corn Hall.", ["old Corn Hall"]),
]


@pytest.mark.parametrize(("question", "text", "places"), NEW)
def test_only_the_place_of_what_is_asked(question, text, places):
    assert [shown for shown, _ in ask(question, text)] == places
