"""Whole answers on made-up stories of other fields: what is asked, what each voice says, and what is left open."""

from __future__ import annotations

import pytest

from bot.answer.ask import ask
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.types import State
from bot.answer.values import DeniedPresupposition
from corpus.types import Article, Outlet
from index.embedders import embedder
from index.index import Index
from index.writer import add

HERALD, POST = Outlet("herald", "The Herald"), Outlet("post", "Fjord Post")
STORIES = {
    "flood": (
        """At least nine people died when the river Glomvik burst its banks in Hallfjord early on Sunday, Mayor Kari Bruheim said.

"We lost nine of our neighbours tonight," Bruheim told Channel 4.

The flood left 3,000 homes without power.

Norway's state broadcaster claimed that a dam above the town had been opened without warning. Nordkraft's chief executive Anders Vik said in a statement that the dam was not opened.

The Norwegian Water Office put the damage at about 2.1 billion kroner.""",
        """The deluge in Hallfjord was caused by the reckless opening of a dam gate, the Norwegian Water Office said on Monday.

Norwegian state broadcaster NRF had earlier claimed that the dam was opened.

"Nobody opened the dam," chief executive Anders Vik told reporters.

Mayor Bruheim said that 3,000 homes were without electricity.

The damage was estimated at 2.4 billion kroner by the insurance association.""",
    ),
    "court": (
        """Carl Nilsen, the former chief executive of Nordbank, was sentenced to six years in prison on Wednesday for fraud.

Judge Alan Moore said Nilsen had betrayed savers.

Nilsen's lawyer, Anna Berg, said he would appeal.""",
        """A judge on Wednesday sent the disgraced Nordbank boss Carl Nilsen to prison for six years.

The 58-year-old was found guilty of fraud by a jury in Leeds last month.

Ms Berg, for the defence, claimed Nilsen was a scapegoat. She said he would not appeal.""",
    ),
    "strike": (
        """Thousands of rail workers began a three-day walkout on Wednesday over pay, the Transport Union said.

RailCo chief executive Maria Silva said RailCo would not raise its offer.

Talks would resume on Monday, the union said.""",
        """A crippling rail strike brought chaos to commuters on Wednesday.

"This greedy strike must end," Transport Minister Eva Lund told Radio 4.""",
    ),
}


#: With names, so that the two articles are one story whatever ties stories together.
TITLES = {
    "flood": "Hallfjord flood: river Glomvik, Nordkraft dam, Mayor Kari Bruheim and the Norwegian Water Office",
    "court": "Carl Nilsen of Nordbank sentenced by Judge Alan Moore in Leeds, lawyer Anna Berg on appeal",
    "strike": "RailCo strike: Transport Union, Maria Silva and Transport Minister Eva Lund",
}


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    opened = {}
    for name, texts in STORIES.items():
        home = tmp_path_factory.mktemp(name)
        articles = [
            Article(f"{name}-{i}", outlet, TITLES[name], text, published="2026-07-01")
            for i, (outlet, text) in enumerate(zip((HERALD, POST), texts, strict=True))
        ]
        add(home, articles, embedder(None))
        opened[name] = Index.open(home)
    yield opened
    for index in opened.values():
        index.close()


def _shown(answer):
    """State, and each value with its voices."""
    return answer.state.value, {
        str(p.value): sorted({(c.outlet, c.speaker.canonical if c.speaker else None) for c in p.claims})
        for p in answer.positions
    }


ROWS = [
    # A yes and a no by two voices; one speaker under two spellings; the outlet's own words stay its own.
    ("flood", "Was the dam opened?", "conflict"),
    ("flood", "How many homes were without power?", "agreement"),
    ("flood", "Who is Anders Vik?", "agreement"),
    ("flood", "Who is the mayor?", "agreement"),
    ("flood", "What caused the flood?", "one_outlet"),
    ("flood", "How much damage was there?", "conflict"),
    ("flood", "What does each outlet call the flood?", "complementary"),
    ("court", "Will Nilsen appeal?", "conflict"),
    ("court", "Who was sentenced?", "one_outlet"),
    ("court", "Who is the judge?", "one_outlet"),
    ("court", "Why was Carl Nilsen sentenced?", "one_outlet"),
    ("court", "How many people were acquitted?", "unanswered"),
    ("strike", "When will talks resume?", "one_outlet"),
    ("strike", "Will RailCo raise its offer?", "one_outlet"),
    ("strike", "What did the minister say about the strike?", "one_outlet"),
    ("strike", "How many trains crashed?", "unanswered"),
]


@pytest.mark.parametrize(("story", "question", "state"), ROWS)
def test_state(indexes, story, question, state):
    answer = ask(question, indexes[story])
    assert answer.state is State(state), _shown(answer)
    for position in answer.positions:
        for claim in position.claims:
            assert claim.article.text[claim.quote.start : claim.quote.end] == claim.quote.text


def _voices(answer, value):
    return next(voices for shown, voices in _shown(answer)[1].items() if shown == value)


VOICES = [
    ("flood", "Was the dam opened?", "no", [("herald", "Anders Vik"), ("post", "Anders Vik")]),
    ("flood", "Who is Anders Vik?", "chief executive", [("herald", None), ("post", None)]),
    ("flood", "Who is the mayor?", "Kari Bruheim", [("herald", None), ("post", None)]),
    ("flood", "How much damage was there?", "about 2.1bn NOK", [("herald", "Norwegian Water Office")]),
    ("flood", "How much damage was there?", "2.4bn NOK", [("post", "insurance association")]),
    ("court", "Will Nilsen appeal?", "yes", [("herald", "Anna Berg")]),
    ("court", "Will Nilsen appeal?", "no", [("post", "Anna Berg")]),
    ("court", "Who is Anna Berg?", "Nilsen's lawyer", [("herald", None)]),
    ("strike", "When will talks resume?", "Mon 6 July 2026", [("herald", "Transport Union")]),
]


@pytest.mark.parametrize(("story", "question", "value", "voices"), VOICES)
def test_voices(indexes, story, question, value, voices):
    assert _voices(ask(question, indexes[story]), value) == voices


HEADLINES = [
    ("court", "Will Nilsen appeal?", "Disputed. Yes: Anna Berg (in The Herald). No: Anna Berg (in Fjord Post)."),
    ("flood", "What does each outlet call the flood?", "Fjord Post: only quoting others: “deluge” · The Herald: “flood”."),
]  # fmt: skip


@pytest.mark.parametrize(("story", "question", "headline"), HEADLINES)
def test_headline(indexes, story, question, headline):
    assert ask(question, indexes[story]).headline == headline


def test_what_somebody_said_is_no_agreement(indexes):
    answer = ask("What did Anders Vik say?", indexes["flood"])
    assert sorted(_shown(answer)[1]) == ["Nobody opened the dam", "the dam was not opened"]
    assert "disagreement" not in answer.headline


def test_what_is_said_about_a_matter_keeps_yes_and_no_apart(indexes):
    answer = ask("What does The Herald say about the dam?", indexes["flood"])
    assert len(answer.positions) == 2


def test_a_typed_matter_says_how_it_was_understood(indexes):
    answer = ask("What do the outlets say about whether the dam was opened?", indexes["flood"])
    assert answer.state is State.CONFLICT
    assert answer.understood_as == "Was the dam opened?"


DENIED = [
    ("How many people died?", "Twelve people died, a figure denied by the ministry."),
    ("Who attacked the depot?", "Rebels attacked the depot, a claim rejected by the army."),
    ("Where did the bus crash?", "The bus crashed in Voss, a claim denied by the operator."),
]


@pytest.mark.parametrize(("question", "text"), DENIED)
def test_whoever_denies_a_figure_gives_none(question, text):
    article = Article("a", HERALD, "T", text, published="2026-07-01")
    found = read([article], analyse(question))
    given = [claim for claim in found if not isinstance(claim.value, DeniedPresupposition)]
    assert [claim.speaker for claim in given] == [None]
