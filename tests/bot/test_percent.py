import pytest

from bot.answer.kinds import kind
from bot.answer.kinds.percent import Percent
from bot.answer.question import analyse
from bot.answer.types import Kind, Span, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.split import sentences


def read(text, question):
    article = Article("a", Outlet("o", "O"), "t", text)
    asked = analyse(question)
    assert asked.kind is Kind.PERCENT
    out = []
    for sentence in sentences(article):
        out += kind("percent").read(Statement(sentence, (Span(sentence.start, sentence.end),)), asked)
    return [str(reading.value) for reading in out]


ROWS = [
    (
        "Some 62 percent of voters backed the plan.",
        "What percentage of voters backed the plan?",
        ["about 62 %", "56–68 %"],
    ),
    ("Exactly 62% of voters backed the plan.", "What percent of voters backed the plan?", ["62 %"]),
    ("At least 40 per cent of the homes were damaged.", "What share of the homes were damaged?", ["at least 40 %"]),
]


@pytest.mark.parametrize(("text", "question", "values"), ROWS)
def test_read(text, question, values):
    [found] = read(text, question)
    assert found in values


NOTHING = [
    ("Some 62 voters backed the plan.", "What percentage of voters backed the plan?", "a count"),
    ("Sales rose 3%.", "What percentage of voters backed the plan?", "another thing"),
]


@pytest.mark.parametrize(("text", "question", "why"), NOTHING)
def test_read_nothing(text, question, why):
    assert read(text, question) == [], why


def test_relation_and_json():
    assert Percent(4, 4).relation(Percent(4, 4)) is Relation.SAME
    assert Percent(4, 4).relation(Percent(5, 5)) is Relation.INCOMPATIBLE
    assert Percent(4, None).relation(Percent(5, 5)) is Relation.REFINES
    assert Percent(4.2, 4.2).as_json() == {"kind": "percent", "low": 4.2, "high": 4.2, "unit": "percent"}
    assert str(Percent(4.2, 4.2)) == "4.2 %"
