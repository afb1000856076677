import pytest

from bot.answer.kinds import kind
from bot.answer.kinds.money import Money
from bot.answer.question import analyse
from bot.answer.types import Kind, Span, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.split import sentences


def read(text, question):
    article = Article("a", Outlet("o", "O"), "t", text)
    asked = analyse(question)
    assert asked.kind is Kind.MONEY
    out = []
    for sentence in sentences(article):
        out += kind("money").read(Statement(sentence, (Span(sentence.start, sentence.end),)), asked)
    return [str(reading.value) for reading in out]


ROWS = [
    ("The new bridge cost $3.4bn.", "How much did the bridge cost?", ["$3.4bn"]),
    ("The bridge cost about €40 million to build.", "How much did the bridge cost?", ["€36m–€44m", "about €40m"]),
    ("The firm was fined more than £5 million.", "How much was the firm fined?", ["at least £5m"]),
    ("The striker was sold for 20 million euros.", "How much was the striker sold for?", ["€20m"]),
    ("The repairs cost Rs 500 crore.", "How much did the repairs cost?", ["₹5bn"]),
]


@pytest.mark.parametrize(("text", "question", "values"), ROWS)
def test_read(text, question, values):
    [found] = read(text, question)
    assert found in values


NOTHING = [
    ("The storm caused $3m in damage to farms.", "How much did the bridge cost?", "another thing"),
    ("The bridge carries 3,000 cars a day.", "How much did the bridge cost?", "no money"),
    ("The bridge is in Oslo.", "How much did the bridge cost?", "no amount"),
]


@pytest.mark.parametrize(("text", "question", "why"), NOTHING)
def test_read_nothing(text, question, why):
    assert read(text, question) == [], why


RELATIONS = [
    (Money(5, 5, "USD"), Money(5, 5, "USD"), Relation.SAME),
    (Money(5, 5, "USD"), Money(6, 6, "USD"), Relation.INCOMPATIBLE),
    (Money(5, 5, "USD"), Money(6, 6, "EUR"), Relation.COMPATIBLE),
    (Money(5, None, "USD"), Money(6, 6, "USD"), Relation.REFINES),
    (Money(4, 6, "USD", True), Money(5, 5, "USD"), Relation.REFINES),
]


@pytest.mark.parametrize(("one", "two", "relation"), RELATIONS)
def test_relation(one, two, relation):
    assert one.relation(two) is relation
    assert two.relation(one) is relation


def test_json_and_text():
    assert Money(5, None, "USD").as_json() == {"kind": "money", "low": 5, "high": None, "currency": "USD"}
    assert [str(m) for m in (Money(1200, 1200, "USD"), Money(5, None, "NOK"), Money(2_500_000, 2_500_000, "GBP"))] == [
        "$1,200",
        "at least 5 NOK",
        "£2.5m",
    ]
