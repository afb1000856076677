"""Which amount of several answers a question: tables of made-up sentences, the right and the wrong ones."""

from __future__ import annotations

import pytest

from bot.answer.kinds import kind
from bot.answer.quantities import quantities
from bot.answer.question import analyse
from bot.answer.reading import read, statements
from bot.answer.types import Kind
from corpus.types import Article, Outlet


def values(text, question):
    asked = analyse(question)
    found = read([Article("a", Outlet("o", "O"), "", text)], asked)
    return [str(claim.value) for claim in found]


ASKED = [
    ("How much milk was spilled?", Kind.MEASURE),
    ("How much oil leaked into the lake?", Kind.MEASURE),
    ("How many years must Olsen serve?", Kind.MEASURE),
    ("What sentence did the banker get?", Kind.MEASURE),
    ("What was the magnitude of the quake?", Kind.MEASURE),
    ("How many percentage points did the party gain?", Kind.PERCENT),
    ("What is the bakery's market share?", Kind.PERCENT),
    ("How big is the premium that the buyer pays?", Kind.PERCENT),
    ("How large was the shipyard's order book?", Kind.MONEY),
    ("What does the club offer for each share?", Kind.MONEY),
    ("How many people were hurt?", Kind.COUNT),
    ("How much did the bridge cost?", Kind.MONEY),
]


@pytest.mark.parametrize(("question", "wanted"), ASKED)
def test_kind(question, wanted):
    assert analyse(question).kind is wanted


ANSWERS = [
    # units and currencies
    (
        "Some 12 cubic metres of oil leaked into the lake.",
        "How much oil leaked into the lake?",
        ["about 12 cubic metres"],
    ),
    ("The hall cost 24 mln kroner to build.", "How much did the hall cost?", ["24m NOK"]),
    ("The tunnel cost 420,000 crowns.", "How much did the tunnel cost?", ["420,000 crowns"]),
    ("The brewery was fined 6 million marks.", "How much was the brewery fined?", ["6m marks"]),
    ("The banker was sentenced to six and a half years.", "What sentence did the banker get?", ["6.5 years"]),
    ("The blackout stopped the trains for half an hour.", "How long did the blackout stop the trains?", ["30 minutes"]),
    ("The wind in Molde did not exceed nine metres a second.", "How strong was the wind in Molde?", ["up to 9 m/s"]),
    # another slot
    ("The mine was fined $5m and must pay $80m in compensation.", "How much was the mine fined?", ["$5m"]),
    ("Vale pays 22 euros a share for the mill.", "How much does Vale pay for the mill?", []),
    ("Vale will buy the mill for 90 million euros.", "How much will Vale pay for the mill?", ["€90m"]),
    ("If the deal fails, Vale must pay the mill 7 million euros.", "How much will Vale pay for the mill?", []),
    (
        "The margin rose by 3 percentage points to 14 percent.",
        "By how many percentage points did the margin rise?",
        ["3 %"],
    ),
    ("Lund's shares rose 9 percent.", "How much did Lund's shares rise after the verdict?", []),
    # several owners in one sentence
    ("Berg got 5,100 votes and Moe got 4,900 votes.", "How many votes did Moe get?", ["4,900"]),
    ("Berg got 5,100 votes and Moe got 4,900 votes.", "How many votes did Berg get?", ["5,100"]),
    ("Berg took 52 percent of the votes and Moe 48 percent.", "What percentage of the votes did Moe take?", ["48 %"]),
    # the lead is no total, and not all ballots are forged
    ("Berg won by 200 votes.", "By how many votes did Berg win?", ["200"]),
    ("Berg won by 200 votes.", "How many votes did Berg get?", []),
    ("Berg got 5,100 votes.", "By how many votes did Berg win?", []),
    ("Some 30 ballots were forged.", "How many ballots did the last box hold?", []),
    # parts
    ("Nine people were hurt, two of them seriously.", "How many people were badly hurt?", ["2"]),
    ("Nine people were hurt.", "How many people were badly hurt?", []),
    ("Four of the nine are still in Molde hospital.", "How many of the injured are still in hospital?", ["4 of 9"]),
    ("The bus carried 40 passengers and 2 crew.", "How many crew were on board?", ["2"]),
    ("Lund employs 900 people, 120 of them at the Molde works.", "How many people work at the Molde works?", ["120"]),
    ("The captain and a handful of men stayed on board.", "How many people were on board?", []),
    ("Drains that nobody cleared burst.", "How many were acquitted?", []),
    ("The flood cost 31 lives.", "How many people died in the flood?", ["31"]),
    # another thing of the sort
    ("The collapse of the Lund bridge killed 19.", "How many people did the Moe bridge kill?", []),
    ("The collapse of the Lund bridge killed 19.", "How many people did the Lund bridge kill?", ["19"]),
    # a bare figure takes its meaning from what stands before
    ("There were 30 people on board, the owner said. It was 31.", "How many people were on board?", ["30", "31"]),
]


@pytest.mark.parametrize(("text", "question", "wanted"), ANSWERS)
def test_values(text, question, wanted):
    assert values(text, question) == wanted


def test_rival_voice_with_a_bare_figure():
    text = "There were 30 people on board, according to Lund Lines, the owner; the police say that there were 34."
    asked = analyse("How many people were on board?")
    article = Article("a", Outlet("o", "O"), "t", text)
    found = [(str(r.value)) for s in statements(article) for r in kind("count").read(s, asked)]
    assert found == ["30", "34"]


AMOUNTS = [
    ("two and a half hours", "measure", 2.5, 2.5),
    ("half a million people", "number", 500_000, 500_000),
    ("about two kilometres", "measure", 1.8, 2.2),
    ("more than 26 percent", "percent", 26, None),
    ("less than a quarter.", "share", 0, 25),
    ("two thirds of the seats", "share", 66.666667, 66.666667),
    ("5 million won", "money", 5_000_000, 5_000_000),
    ("300 of Lund's 1,900 jobs", "number", 300, 300),
]


@pytest.mark.parametrize(("text", "sort", "low", "high"), AMOUNTS)
def test_quantity(text, sort, low, high):
    found = [q for q in quantities(text) if q.kind == sort]
    assert (found[0].low, found[0].high) == (low, high)


NO_AMOUNT = ["he won 12 won games", "in the first quarter of the year", "three marks on the wall"]


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_no_money_and_no_share(text):
    assert not [q for q in quantities(text) if q.kind in ("money", "share")]
