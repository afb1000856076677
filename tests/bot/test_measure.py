import pytest

from bot.answer.kinds import kind
from bot.answer.kinds.measure import Measure
from bot.answer.question import analyse
from bot.answer.types import Kind, Span, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.split import sentences


def read(text, question):
    article = Article("a", Outlet("o", "O"), "t", text)
    asked = analyse(question)
    assert asked.kind is Kind.MEASURE
    out = []
    for sentence in sentences(article):
        out += kind("measure").read(Statement(sentence, (Span(sentence.start, sentence.end),)), asked)
    return [str(reading.value) for reading in out]


ROWS = [
    ("The tunnel is 57 kilometres long.", "How long is the tunnel?", ["57 kilometres"]),
    ("The tower is 120 metres tall.", "How tall is the tower?", ["120 metres"]),
    ("The meeting lasted five hours.", "How long did the meeting last?", ["5 hours"]),
    ("The train was going at 90 mph.", "How fast was the train going?", ["90 mph"]),
    ("The statue weighs 12 tonnes.", "How heavy is the statue?", ["12 tonnes"]),
]


@pytest.mark.parametrize(("text", "question", "values"), ROWS)
def test_read(text, question, values):
    assert read(text, question) == values


NOTHING = [
    ("The tower was built in three years.", "How tall is the tower?", "a span of time"),
    ("The bridge is 57 metres long.", "How tall is the tower?", "another thing"),
    ("The tower has 120 windows.", "How tall is the tower?", "a count"),
]


@pytest.mark.parametrize(("text", "question", "why"), NOTHING)
def test_read_nothing(text, question, why):
    assert read(text, question) == [], why


RELATIONS = [
    (Measure(5, 5, "mile"), Measure(5, 5, "mile"), Relation.SAME),
    (Measure(5, 5, "mile"), Measure(6, 6, "mile"), Relation.INCOMPATIBLE),
    (Measure(30, 30, "mile"), Measure(48, 48, "kilometre"), Relation.SAME),
    (Measure(6.5, 6.5, "year"), Measure(78, 78, "month"), Relation.SAME),
    (Measure(30, 30, "mile"), Measure(49.5, 49.5, "kilometre"), Relation.COMPATIBLE),
    (Measure(30, None, "mile"), Measure(50, 50, "kilometre"), Relation.COMPATIBLE),
    (Measure(30, 30, "mile"), Measure(90, 90, "kilometre"), Relation.INCOMPATIBLE),
    (Measure(30, 30, "mile"), Measure(90, 90, "hour"), Relation.COMPATIBLE),
]


@pytest.mark.parametrize(("one", "two", "relation"), RELATIONS)
def test_relation(one, two, relation):
    assert one.relation(two) is relation
    assert two.relation(one) is relation


def test_json_and_text():
    assert Measure(5, 5, "mile").as_json() == {"kind": "measure", "low": 5, "high": 5, "unit": "mile"}
    assert [str(m) for m in (Measure(1, 1, "hour"), Measure(6, 6, "foot"), Measure(2, None, "day"))] == [
        "1 hour",
        "6 feet",
        "at least 2 days",
    ]
