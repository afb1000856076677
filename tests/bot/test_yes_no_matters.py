"""Yes or no where news has many words for one matter: refunds, blame, charges, faults, days; and what came about later."""

from __future__ import annotations

import pytest

from bot.answer.positions import group, mark_superseded
from bot.answer.question import analyse
from bot.answer.reading import read
from tests.bot.answers import PRESS, REDIFF, article

RECALL = ("Bimba recalls its formula", "Bimba recalled its formula on Monday. Agril sold it whey.")
FINAL = ("Cup final called off", "The cup final was called off on Monday. The federation meets on Friday.")
FIRE = ("Fire at the mill in Vik", "A fire destroyed the mill in Vik on Monday. Nord Electric runs a power line there.")
FERRY = ("Ferry runs aground", "The ferry Vik ran aground on Monday. Nordline runs it.")
THEFT = ("Collar stolen from museum", "The collar of Vik was stolen from the museum on Monday. Its cup was found.")
BANKER = ("Banker sentenced", "Lars Wendt was sentenced on Monday. The banker will appeal.")


def told(story, question, sentence):
    """Return (value, speaker) of the sentence that follows a lead."""
    title, lead = story
    claims = read([article(PRESS, f"{lead}\n\n{sentence}", title=title, published="2026-05-06")], analyse(question))
    return [(str(c.value), c.speaker.name if c.speaker else None) for c in claims if c.statement.start > len(lead)]


GIVEN = [
    # money given back
    (RECALL, "Do parents get a refund?", "They will get their money back in any shop.", [("yes", None)]),
    (RECALL, "Do parents get a refund?", "Customers are refunded in full, the firm says.", [("yes", "firm")]),
    (FINAL, "Will fans get their money back?", "- Full refunds promised", [("yes", None)]),
    (FINAL, "Will fans get their money back?", "There will be no refunds.", [("no", None)]),
    (
        FINAL,
        "Will fans get their money back?",
        "The federation denied that fans would be refunded.",
        [("no", "federation")],
    ),
    # blame
    (RECALL, "Was Agril's whey to blame?", "Agril rejects any blame.", [("no", "Agril")]),
    (RECALL, "Was Agril to blame?", "Agril denied all responsibility.", [("no", "Agril")]),
    (
        RECALL,
        "Was Agril's whey to blame?",
        "The maker of the whey confirms that it sold it, and rejects any blame.",
        [("no", "maker of the whey")],
    ),
    # charges
    (FIRE, "Did the police charge anybody?", "The man held since Friday was let go without charge.", [("no", None)]),
    (FIRE, "Has anybody been charged?", "Nobody has been charged so far, the police said.", [("no", "police")]),
    (FIRE, "Did the police charge anybody?", "The police have charged a man of 34.", [("yes", None)]),
    # a fault of any sort
    (FERRY, "Did the steering fail?", "Nordline denied that there was any technical fault.", [("no", "Nordline")]),
    (FERRY, "Did the steering fail?", '"It was not caused by a technical fault," Ana Ruiz said.', [("no", "Ana Ruiz")]),
    # days
    (FINAL, "Will the final be replayed on a Wednesday?", "The final will be replayed on Wednesday.", [("yes", None)]),
    (FINAL, "Will the final be replayed on a Wednesday?", "The final will be replayed on Sunday.", [("no", None)]),
    # what somebody wants and somebody rules out
    (
        FINAL,
        "Will the federation pay fans' travel costs?",
        "A fans' club wants travel costs to be paid, which the federation has ruled out.",
        [("no", "federation")],
    ),
    # said and no more
    (THEFT, "Is the cup damaged?", "The police would only say that it is undamaged.", [("no", "police")]),
    (THEFT, "Was the collar insured?", "The museum had said that everything was covered.", [("yes", "museum")]),
    (BANKER, "Was Wendt taken into custody?", "The banker was led away in handcuffs.", [("yes", None)]),
]


@pytest.mark.parametrize(("story", "question", "sentence", "given"), GIVEN)
def test_given(story, question, sentence, given):
    assert told(story, question, sentence) == given


NOTHING = [
    (RECALL, "Do parents get a refund?", "Bimba lost money on the recall.", "no refund"),
    (FINAL, "Will fans get their money back?", "Fans demand refunds.", "only wished for"),
    (FINAL, "Will fans get their money back?", "We have asked the federation about refunds.", "only asked"),
    (FINAL, "Will fans get their money back?", "Will there be refunds?", "a question"),
    (RECALL, "Was Agril's whey to blame?", "Bimba denied any blame.", "somebody else clears himself"),
    (RECALL, "Is the agency sure that the roof is to blame?", "Agril rejects any blame.", "not the roof"),
    (FERRY, "Did the steering fail?", "A technical fault caused it, the union said.", "which fault is left open"),
    (FERRY, "Did the steering fail?", "Nobody knows whether there was a technical fault.", "not known"),
    (FINAL, "Will the federation pay fans' travel costs?", "A fans' club wants travel costs to be paid.", "a wish"),
    (THEFT, "Is the cup damaged?", "The police would not say that it is damaged.", "nothing said"),
    (BANKER, "Was Wendt taken into custody?", "A protester was led away.", "somebody else"),
]


@pytest.mark.parametrize(("story", "question", "sentence", "why"), NOTHING)
def test_nothing(story, question, sentence, why):
    assert told(story, question, sentence) == [], why


def state(*texts, question="Did Mayor Berg concede?"):
    """Return (value, superseded) of articles that were published a day apart."""
    pages = [
        article((PRESS, REDIFF)[i % 2], text, str(i), "Mayor Berg loses the vote", published=f"2026-05-0{i + 1}")
        for i, text in enumerate(texts)
    ]
    found = mark_superseded(group(read(pages, analyse(question))))
    return sorted((str(position.value), position.superseded) for position in found)


ARRESTED = [
    (("No arrests have been made.", "Police arrested a man on Saturday."), True),
    (("Nobody has been arrested, police said.", "Police arrested a man on Saturday."), True),
    (("No arrests were made.", "Police arrested a man on Saturday."), False),
]


@pytest.mark.parametrize(("texts", "superseded"), ARRESTED)
def test_an_arrest_overtakes_that_none_had_been_made(texts, superseded):
    assert state(*texts, question="Was anyone arrested?") == [("no", superseded), ("yes", False)]


@pytest.mark.parametrize(
    ("question", "expected"), [("Is any of them still in custody?", []), ("Was anyone arrested?", [("no", False)])]
)
def test_what_never_began_does_not_answer_whether_it_goes_on(question, expected):
    assert state("Nobody has been arrested.", question=question) == expected


CAME_ABOUT = [
    (("Berg will not concede tonight, her manager said.", "Mayor Berg conceded on Saturday."), True),
    (("Berg has not conceded.", "Mayor Berg conceded on Saturday."), True),
    (("Berg refused to concede.", "Mayor Berg conceded on Saturday."), True),
    # in the other order one of them is wrong
    (("Mayor Berg conceded on Saturday.", "Berg has not conceded."), False),
    # nobody speaks of what is to come
    (("Berg did not concede, her manager said.", "Mayor Berg conceded on Saturday."), False),
]


@pytest.mark.parametrize(("texts", "superseded"), CAME_ABOUT)
def test_what_came_about_later_overtakes_what_had_not(texts, superseded):
    assert state(*texts) == [("no", superseded), ("yes", False)]
