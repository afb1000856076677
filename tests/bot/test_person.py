import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.person import KIND, Person
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from bot.answer.values import DeniedPresupposition, Relation, relate
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
    (
        "Who shot it down?",
        "State media claimed the aircraft was shot down by a missile fired by rebel groups in western Mali.",
        "State media claimed",
        "rebel groups in western Mali",
    ),
    (
        "Who shot it down?",
        "The ministry said that air defence systems of the 'Northern Front' had successfully targeted the Boeing tanker while it was refuelling a jet.",
        "The ministry said that",
        "air defence systems of the 'Northern Front'",
    ),
    (
        "Who shot it down?",
        "Six died after it was shot down by rebels in the north on Thursday.",
        "",
        "rebels in the north",
    ),
    (
        "Who shot it down?",
        "The aircraft was targeted and struck by a missile fired by the Northern Front in Mali.",
        "",
        "Northern Front in Mali",
    ),
    ("Who shot it down?", "All 6 killed after rebels downed the aircraft", "", "rebels"),
    ("Who attacked the embassy?", "Gunmen attacked the embassy in Kabul on Monday.", "", "Gunmen"),
    ("Who attacked the embassy?", "The embassy attack, carried out by the Green Army, killed two.", "", "Green Army"),
    ("Who won?", "Rosenborg beat Brann 2-1 on Sunday.", "", "Rosenborg"),
    ("Who won the election?", "The election was won by Maria Silva.", "", "Maria Silva"),
    ("Who was arrested?", "Carl Nilsen was arrested on Friday.", "", "Carl Nilsen"),
    ("Who was arrested?", "Police arrested a 34-year-old man in Leeds on Friday.", "", "34-year-old man in Leeds"),
    ("Who sentenced him?", "He was sentenced by Judge Alan Moore to six years.", "", "Judge Alan Moore"),
    ("What was the pilot's name?", "The pilot, Anna Berg, died.", "", "Anna Berg"),
    ("What was the pilot's name?", "Pilot Anna Berg, 34, died.", "", "Anna Berg"),
    ("What was the pilot's name?", "The pilot was identified as Carl Nilsen.", "", "Carl Nilsen"),
    ("What was the pilot's name?", "Anna Berg, the plane's pilot, survived.", "", "Anna Berg"),
    ("Who is the CEO of Nordbank?", "Anna Berg, chief executive of Nordbank, resigned.", "", "Anna Berg"),
    ("Who is the CEO of Nordbank?", "Nordbank CEO Carl Nilsen spoke.", "", "Carl Nilsen"),
    ("Who is Anna Berg?", "Anna Berg, a pilot from Oslo, died.", "", "a pilot from Oslo"),
]

NO = [
    ("Who shot it down?", "The army claims the aircraft was shot down", "The army claims"),  # the speaker
    ("Who shot it down?", "It was not shot down by rebels.", ""),  # denied
    ("Who shot it down?", "It was shot down by a missile.", ""),  # a thing
    ("Who shot it down?", "Three jets were also shot down over Kuwait.", ""),  # nobody named
    ("Who shot it down?", "They shot it down.", ""),  # a pronoun
    ("What was the pilot's name?", "The names of the dead will be withheld.", ""),
    ("What was the pilot's name?", "The pilot wrote on Monday that Boeing was to blame.", ""),
    ("Who won?", "Maria Silva did not win.", ""),
    ("Who is the CEO of Nordbank?", "Carl Nilsen is the CEO of Otherbank.", ""),
    ("Who was arrested?", "No one was arrested.", ""),
]


@pytest.mark.parametrize(("question", "text", "blank", "expected"), YES)
def test_read(question, text, blank, expected):
    assert ask(question, text, blank) == [(expected, expected)]


@pytest.mark.parametrize(("question", "text", "blank"), NO)
def test_read_nothing(question, text, blank):
    assert ask(question, text, blank) == []


NOBODY = DeniedPresupposition("person", "nobody was arrested")
RELATIONS = [
    (Person("rebel groups in western Mali"), Person("Rebel Front"), Relation.SAME),  # names may be compatible
    (Person("Anna Berg", sole=True), Person("Berg", sole=True), Relation.SAME),
    (Person("Anna Berg", sole=True), Person("Carl Nilsen", sole=True), Relation.INCOMPATIBLE),
    (Person("Anna Berg"), Person("Carl Nilsen"), Relation.COMPATIBLE),  # both may have died
    (Person("Anna Berg", sole=True), Person("a nurse", sole=True), Relation.COMPATIBLE),  # may be one
    (Person("rebels"), NOBODY, Relation.INCOMPATIBLE),
    (NOBODY, DeniedPresupposition("person", "there was no arrest"), Relation.SAME),
]


@pytest.mark.parametrize(("a", "b", "expected"), RELATIONS)
def test_relation(a, b, expected):
    assert relate(a, b) is expected
    assert relate(b, a) is expected


PARTS = st.lists(
    st.sampled_from(
        ["rebel", "groups", "in", "Front", "the", "Anna", "Berg", "Carl", "'North'", "police", "NATO", "of", "Dr"]
    )
).map(" ".join)
VALUES = st.builds(Person, st.one_of(PARTS, st.text(max_size=12)), sole=st.booleans())


@given(VALUES, VALUES)
def test_relation_is_symmetric_and_reflexive(a, b):
    assert a.relation(b) is b.relation(a)
    assert a.relation(a) is Relation.SAME


QUESTIONS = st.sampled_from(
    ["Who shot it down?", "Who was killed?", "Who won?", "What was the pilot's name?", "Who is Anna Berg?", "Who?"]
)
PIECES = st.sampled_from(
    [
        "it",
        "was",
        "shot",
        "down",
        "by",
        "rebels",
        "Anna",
        "Berg",
        "pilot",
        ",",
        ".",
        "the",
        "'Front'",
        "not",
        "and",
        "in",
        "a",
        "missile",
        "fired",
        "carried",
        "out",
        "is",
        "killed",
        "won",
    ]
)


@given(QUESTIONS, st.one_of(st.text(min_size=1), st.lists(PIECES, min_size=1).map(" ".join)))
def test_any_text_is_read(question, text):
    for value, span in ask(question, text):
        assert value == span
        assert span in text


@pytest.mark.parametrize("question", ["Who shot it down?", "What was the pilot's name?", "Who is Anna Berg?"])
@pytest.mark.parametrize("piece", ["shot down by ", "A B ", "by the ", "pilot ", "downed, ", "Berg, a "])
def test_linear_time(question, piece):
    started = time.process_time()
    ask(question, piece * (20_000 // len(piece)))
    assert time.process_time() - started < 10


LED = [
    ("Who led the mission?", "The mission, led by the retired judge Anna Berg, left on Monday.", "Anna Berg"),
    ("Who will lead the inquiry?", "An inquiry into the fire will be led by the engineer Olaf Lie.", "Olaf Lie"),
    ("Who chairs the Bird Panel?", "Olaf Lie, who chairs the Bird Panel, spoke.", "Olaf Lie"),
    ("Who chairs the Bird Panel?", "Bird Panel chair Olaf Lie spoke.", "Olaf Lie"),
    ("Who led the mayor's campaign?", "Anna Berg, who led the campaign of the mayor, spoke.", "Anna Berg"),
    (
        "Who was the presiding judge in the Vik trial?",
        "The presiding judge, Anna Berg, read the Vik ruling.",
        "Anna Berg",
    ),
    ("Who won the race in Vik?", "VIK (Nordpress) - Anna Berg won the race in Vik by nine seconds.", "Anna Berg"),
    ("Who was asleep in the tower?", "The night guard was asleep in the tower.", "night guard"),
    ("Who designed the bridge?", "The bridge was designed by Anna Berg.", "Anna Berg"),
]
NOT_LED = [
    ("Who was asleep in the tower?", "Nobody was asleep in the tower.", "a denial names nobody"),
    ("Who designed the Vik bridge?", "Prosecutors in the Vik bridge trial will appeal.", "another deed"),
    (
        "Who is the director of the zoo?",
        "The zoo is shut, said Olaf Lie, director of Nordbank Estates.",
        "of another body",
    ),
    ("Who will lead the inquiry?", "The inquiry will cost 2 million euros.", "a sum"),
]


@pytest.mark.parametrize(("question", "text", "name"), LED)
def test_who_leads_or_won(question, text, name):
    assert name in [shown for shown, _ in ask(question, text)]


@pytest.mark.parametrize(("question", "text", "why"), NOT_LED)
def test_not_who_leads(question, text, why):
    assert ask(question, text) == [], why
