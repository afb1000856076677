"""Statements that stand beside an answer: somebody else did what a question asks of one."""

from __future__ import annotations

import json

import pytest

from bot.answer.kinds.yes_no import done_by_another
from bot.answer.nearest import _by_outlet, nearest
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from corpus import Article, Outlet
from index import writer
from index.encoder import Encoder
from index.index import Index
from index.types import Sentence

BY_ANOTHER = [
    ("Did Norland shoot it down?", "It was shot down by rebels on the coast."),
    ("Was the jet shot down by Norland?", "Rebels shot the jet down."),
    ("Did the mayor close the pool?", "The pool was closed by the health office."),
    ("Was the guard arrested by the army?", "The guard was arrested by the police."),
    ("Did Athletic win the cup?", "Rovers won the cup on penalties."),
    ("Did Karst buy the mill?", "The mill was bought by its workers."),
]
NOT_DONE = [
    ("Did Norland shoot it down?", "It was not shot down.", "denied"),
    ("Did Norland shoot it down?", "Whether it was shot down is unclear.", "left open"),
    ("Did Norland shoot it down?", "Rebels say they could shoot down jets.", "what may come"),
    ("Did the mayor close the pool?", "The library was closed by the health office.", "another thing"),
    (
        "Was the pool closed?",
        "The pool was closed by the health office.",
        "the question names nobody: this is its answer",
    ),
    ("Did Athletic win the cup?", "Rovers lost the cup on penalties.", "another event"),
    (
        "Does the Herald suggest a higher price than the sum paid by Adam Berg, and does the Post confirm the defeat?",
        "The club confirmed the defeat.",
        "what follows the doer is left out, and the event with it",
    ),
]


def done(question, text):
    article = Article("a", Outlet("a", "A"), "Day of trouble", text, published="2026-05-06")
    statement = Statement(Sentence(article.quote(0, len(text)), 0, 0), (Span(0, len(text)),))
    return done_by_another(statement, analyse(question))


@pytest.mark.parametrize(("question", "text"), BY_ANOTHER)
def test_somebody_else_did_it(question, text):
    assert done(question, text)


@pytest.mark.parametrize(("question", "text", "why"), NOT_DONE)
def test_nobody_did_it(question, text, why):
    assert not done(question, text), why


def test_a_no_does_not_hide_who_is_said_to_have_done_it(sample):
    """ "No" to "did A do it" comes with the statements that B did, in every format, numbered after its quotes."""
    question = "Did Iran shoot it down?"
    data = json.loads(sample("ask", "--json", question)[1])
    quotes = [claim["n"] for position in data["positions"] for claim in position["claims"]]
    assert [row["n"] for row in data["nearest"]] == [len(quotes) + 1 + i for i in range(len(data["nearest"]))]
    assert any("resistance" in row["quote"] for row in data["nearest"])
    for heading, options in (("Related statements:", ()), ("### Related statements", ("--markdown",))):
        out = sample("ask", *options, question)[1]
        assert heading in out
        assert out.index(heading) > out.index("No")


def test_a_related_statement_is_shown_by_its_number(sample):
    data = json.loads(sample("ask", "--json", "Did Iran shoot it down?")[1])
    row = data["nearest"][0]
    code, out, _ = sample("show", str(row["n"]))
    assert code == 0
    assert data["nearest"][0]["title"] in out


# -- the closest statements --------------------------------------------------------------------------------------------


def said(outlet, text):
    article = Article(f"{outlet}-1", Outlet(outlet, outlet.title()), "Day of trouble", text, published="2026-05-06")
    return Statement(Sentence(article.quote(0, len(text)), 0, 0), (Span(0, len(text)),))


@pytest.mark.parametrize(
    ("ranked", "order"),
    [
        ([], []),
        ([("post", "a"), ("post", "b"), ("herald", "c")], ["a", "c", "b"]),
        ([("post", "a"), ("herald", "b"), ("post", "c"), ("times", "d"), ("herald", "e")], ["a", "b", "d", "c", "e"]),
        # A wire copy says nothing new, and does not stand for its outlet.
        ([("post", "a"), ("herald", "a"), ("herald", "b")], ["a", "b"]),
        ([("post", "a"), ("herald", "a")], ["a"]),
    ],
)
def test_each_outlet_comes_once_before_any_comes_twice(ranked, order):
    found = _by_outlet([said(outlet, text) for outlet, text in ranked])
    assert [statement.sentence.text for statement in found] == order


def test_what_is_closest_of_each_outlet_is_shown_where_nothing_answers(tmp_path):
    """The answer that no rule can read stands in one outlet; another has more sentences that come close."""
    texts = {
        "post": (
            "The lamp at the quay was mended in May. The lamp at the quay stands on a pole. The lamp at the quay is old. "
            "The quay has one lamp. The lamp is tall. At the quay a lamp was lit."
        ),
        "herald": "The keeper saw the quay's lamp burn green. The market opened late.",
    }
    articles = [
        Article(outlet, Outlet(outlet, outlet.title()), "The lamp at the quay", text, published="2026-05-06")
        for outlet, text in texts.items()
    ]
    encoder = Encoder.bundled()
    writer.add(tmp_path / "home", articles, encoder)
    with Index.open(tmp_path / "home", encoder) as index:
        found = nearest(analyse("What colour was the lamp at the quay?"), articles, index)
    assert {statement.article.outlet.id for statement in found[:2]} == {"post", "herald"}
    assert len(found) == 5
