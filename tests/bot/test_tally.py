"""What an article as a whole gives for a count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.count import Count
from bot.answer.question import analyse
from bot.answer.reading import read, statements
from bot.answer.tally import tally, without_parts
from corpus.types import Article, Outlet

OUTLET = Outlet("o", "O")
DIED, HURT = "How many people died?", "How many people were injured?"
ARRESTED = "How many people were arrested?"


def figure(text, question):
    article = Article("a", OUTLET, "t", text)
    reading = tally(statements(article), analyse(question))
    if reading is not None:
        assert article.text[reading.span.start : reading.span.end].strip()
        assert 0 < reading.confidence < 1
    return reading


# text, question, figure; one of a flood, a crash, a riot, a fire, a court, an office
FIGURES = [
    ("Flood kills 12 in Voss\n\nTwelve people died when a dam broke. A nurse was among the dead.", DIED, "12"),
    ("Six hurt in bus crash\n\nA bus overturned. A 25-year-old woman was injured in the leg.", HURT, "6"),
    ("A bus overturned near Bergen. Six people were injured. Two of the injured were sent home.", HURT, "6"),
    (
        "Six people were injured.\n\nOne person was in critical condition. The other five were treated at home.",
        HURT,
        "6",
    ),
    ("Three people were stabbed in Oslo on Friday, one fatally, police said.", HURT, "2"),
    ("Four people were stabbed at a market. A man died of his wounds.", HURT, "3"),
    ("Four students were stabbed at a school. Nobody died.", HURT, "4"),
    ("Three men were hurt in a fire. A fourth man was injured when he jumped.", HURT, "4"),
    ("A fisherman killed two men before taking his own life, a court heard.", DIED, "3"),
    ("A boy was killed when he shot himself by accident.", DIED, "1"),
    (
        "Nine people were stabbed at a festival.\n\nMusic had just begun. Three people were taken to hospital.",
        HURT,
        "9",
    ),
    ("A triple murder in a village\n\nPolice found the bodies on Sunday.", DIED, "3"),
    ("The driver died. He was alone.", DIED, "1"),
    ("Police arrested 40 protesters. A man was arrested for throwing a flare.", ARRESTED, "40"),
    ("Nine people died, the mayor said. Nine people died, the mayor said. Eight people died.", DIED, "9"),
    ("Dozens of people drowned when the ferry sank.", DIED, "dozens"),
    ("The bank lost 12 million euros.", DIED, None),
    ("Two more people died.", DIED, None),
    ("", DIED, None),
]


@pytest.mark.parametrize(("text", "question", "number"), FIGURES)
def test_tally(text, question, number):
    reading = figure(text, question)
    assert (str(reading.value) if reading else None) == number


# The second of each pair is the less sure one.
SURER = [
    ("Six people died in the flood.", "Six people died in floods across the country.", DIED),
    ("Six people died.", "Six people died. The toll is five.", DIED),
    ("A miner died.", "A miner died. A farmer also died.", DIED),
    ("A skier was hurt.", "A skier was hurt. The fourth victim was from Oslo.", HURT),
    ("The driver died.", "The driver died. The victims were found on Sunday. Both victims were from Oslo.", DIED),
    ("Six people were stabbed and six were injured.", "Four people were stabbed. Six people were injured.", HURT),
]


@pytest.mark.parametrize(("sure", "unsure", "question"), SURER)
def test_confidence_ranks(sure, unsure, question):
    assert figure(sure, question).confidence > figure(unsure, question).confidence


def kept(question, *texts):
    articles = [Article(f"a{i}", Outlet(f"o{i}", f"O{i}"), "t", text) for i, text in enumerate(texts)]
    return [str(claim.value) for claim in read(articles, analyse(question))]


CLAIMS = [
    (DIED, ["Twelve people died. A nurse was killed in Voss. Two more people died on Sunday."], ["12"]),
    (DIED, ["A nurse was killed in Voss."], ["1"]),
    (DIED, ["Two more people died on Sunday."], ["2 more"]),
    # Each article by itself
    (DIED, ["Twelve people died.", "A nurse was killed."], ["12", "1"]),
    # Another speaker's smaller number stands: it may be a rival one.
    (DIED, ["Twelve people died. A nurse was killed, the army said."], ["12", "1"]),
    # Two totals are two totals
    (DIED, ["Twelve people died. Ten people died."], ["12", "10"]),
    (DIED, ["Officials said at the time that twelve people had died. A nurse was killed."], ["12", "1"]),
]


@pytest.mark.parametrize(("question", "texts", "values"), CLAIMS)
def test_parts_beside_a_total(question, texts, values):
    assert kept(question, *texts) == values


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Twelve people died in the flood.",
            "A nurse was killed.",
            "Two more people died.",
            "Three people were injured.",
            "Six people were stabbed.",
            "Police arrested a man.",
            "None of the six was hurt.",
            "A fourth man was injured.",
        ]
    ),
    max_size=6,
)


@given(SENTENCES, st.sampled_from([DIED, HURT, ARRESTED]))
def test_any_article_has_one_figure_or_none(texts, question):
    reading = figure(" ".join(texts), question)
    assert reading is None or (isinstance(reading.value, Count) and not reading.value.increment)


@given(SENTENCES)
def test_settling_drops_and_never_adds(texts):
    asked = analyse(DIED)
    claims = read([Article("a", OUTLET, "t", " ".join(texts) or "Nothing.")], asked)
    assert without_parts(claims, asked) == claims
