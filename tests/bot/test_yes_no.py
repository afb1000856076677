"""Yes or no from one sentence: what asserts, what denies, and what says nothing on the question."""

from __future__ import annotations

import pytest

from bot.answer.kinds.yes_no import read
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from corpus import Article, Outlet
from index.types import Sentence


def answer(question, text, *, denied=False):
    article = Article("a", Outlet("a", "A"), "Trawler lost off Lofoten", text, published="2026-05-06")
    sentence = Sentence(article.quote(0, len(text)), 0, 0)
    statement = Statement(sentence, (Span(0, len(text)),), denied=denied)
    return [reading.value.value for reading in read(statement, analyse(question))]


YES = [
    ("Was it fishing cod when it sank?", "It sank while it was fishing cod."),
    ("Was it fishing cod?", "The crew were in the middle of a fishing trip for cod."),
    ("Was the minister arrested?", "The minister was arrested at home."),
    ("Did at least nine people die?", "Twelve people died in the flood."),
    ("Did the ship sink off Norway?", "The ship, which crashed into a rock, sank off Norwegian islands."),
    ("Was the bridge attacked by rebels?", "The bridge was attacked by rebels in the north."),
    ("Did Brann win the cup?", "Brann won the cup in Oslo."),
    ("Did the plane crash on Monday?", "The plane crashed on Monday."),
    ("Was the driver in the crash arrested?", "The driver was arrested after the crash."),
    ("Did the ministry deny that the minister was arrested?", "The minister was not arrested."),
    ("Was it friendly fire?", "It was friendly fire that hit the car."),
    ("Were votes stolen?", "Thousands of votes had been stolen."),
    ("Was the blaze caused by lightning?", "The blaze was caused by lightning."),
    ("Was the trawler loss caused by a storm?", "The owner blames a storm for the loss of the trawler."),
    ("Is the contractor to blame?", "The mayor holds the contractor responsible."),
    ("Did the brakes fail?", "The inquiry found a brake failure: the brakes failed on the hill."),
    ("Did the steering fail?", "The union blamed a steering failure."),
    ("Has the panel found any forged passports?", "The panel found forged passports."),
    ("Is everybody accounted for?", "Nobody is missing."),
    ("Is everybody accounted for?", "All 40 guests have been accounted for."),
    ("Had the pilot been warned?", "The pilot had been warned twice."),
    ("Is the bank in talks with Nordfin?", "The bank is in talks with Nordfin about a merger."),
]
NO = [
    ("Was it fishing cod?", "It was not fishing cod at the time."),
    ("Was the minister arrested?", "The minister was not arrested."),
    ("Did at least nine people die?", "Four people died in the flood."),
    ("Was it attacked?", "The loss of the ship was not due to hostile fire."),
    ("Was the ship attacked by Norland?", "The loss of the ship was not due to hostile fire."),
    ("Did the plane crash on Tuesday?", "The plane crashed on Monday."),
    ("Did Tomas concede?", "Tomas refused to concede on Sunday."),
    ("Were votes stolen?", "No votes were stolen in the city."),
    ("Did the ministry deny that the minister was arrested?", "The minister was arrested at home."),
    ("Was the blaze caused by lightning?", "The blaze was not caused by lightning."),
    ("Was the trawler loss caused by a storm?", "It was not caused by a storm."),
    ("Was the delay of the train caused by a strike?", "The delay was not caused by any strike."),
    ("Was the fall caused by wind?", "The fall was not caused by wind but by rotten beams."),
    ("Was the fall caused by wind?", "The fall of the roof was not due to wind."),
    ("Did the audit find any missing files?", "The audit found no missing files."),
    ("Did the panel find any forged passports?", "We looked at every passport, and not one was forged."),
    ("Did a fire break out?", "There was no fire, and the alarm was false."),
    ("Has the board said what caused the loss?", "The board said it was too early to say what caused the loss."),
    ("Has Nordfin decided whether to sell?", "Nordfin has not decided whether to sell."),
    ("Has Nordfin decided whether to sell?", "Nordfin declined to say whether it would sell."),
    ("Had the pilot been drinking?", "The pilot had not been drinking."),
    ("Were any of the guests hurt?", "All of the guests were unharmed."),
    ("Did the firm know of the danger?", "The firm did not know of any danger."),
]
NOTHING = [
    ("Was it fishing cod?", "The fishing boat carried cod.", "a sort of boat, not what it did"),
    ("Was the plane shot down?", "At least three drones were shot down.", "other things"),
    ("Did twelve people die?", "At least nine people died.", "a bound that leaves it open"),
    ("Was the bridge closed?", "The minister resigned.", "another event"),
    ("Did the plane crash in Sweden?", "A plane from Sweden is lost after it crashed in Norway.", "another place"),
    ("Was the bridge attacked by Norland?", "The bridge was attacked by rebels.", "somebody else"),
    ("Did Brann win the cup?", "Rosenborg won the cup after Brann left.", "somebody else"),
    ("Was the Navy attacked?", "The trawler was attacked at dawn.", "another one was"),
    ("Was the crew rescued?", "Rescue operations for the crew are under way.", "tried, and not yet done"),
    ("Was it friendly fire?", "The car was attacked with a rocket.", "another sort of event"),
    ("Was the driver in the crash arrested?", "The driver died in the crash.", "what happened, and not what is asked"),
    ("Were votes stolen?", "Turnout was about 58 per cent.", "another thing about votes"),
    ("Was it arson?", "A woman was arrested on suspicion of arson.", "suspected, and said by nobody"),
    ("Did Norland attack the port?", "Sudland did not attack the port.", "a denial that speaks of others"),
    ("Was the blaze caused by lightning?", "It was too early to say what caused the blaze.", "left open"),
    ("Was the blaze caused by lightning?", "A spark caused the blaze.", "another cause denies none"),
    ("Is the bank to blame?", "The bank blamed the storm.", "the one who blames"),
    ("Will guests get a refund?", "The hotel did not say whether guests would get a refund.", "left open"),
    ("Will the ferry sail?", "It is not known if the ferry will sail.", "left open"),
    ("Was anyone killed?", "I thought we would be killed.", "feared, and not so"),
    ("Was anyone killed?", "It lies there like a dead whale.", "a likeness"),
    ("Will Quill appeal?", "Her office would appeal against the ruling.", "somebody else's office"),
    ("Does the family support the offer?", "The offer period runs until May.", "an offer, and no support"),
    ("Did the panel find any forged ballots?", "The panel counted 900 ballots.", "ballots, and none forged"),
    ("Did the firm know of the danger?", "The judge spoke of the danger at the firm.", "nobody knew yet"),
]


@pytest.mark.parametrize(("question", "text"), YES)
def test_yes(question, text):
    assert answer(question, text) == [True]


@pytest.mark.parametrize(("question", "text"), NO)
def test_no(question, text):
    assert answer(question, text) == [False]


@pytest.mark.parametrize(("question", "text", "why"), NOTHING)
def test_nothing(question, text, why):
    assert answer(question, text) == [], why


def test_a_denied_statement_is_a_no():
    assert answer("Was the minister arrested?", "the minister was arrested", denied=True) == [False]


#: One statement of the cause in many forms: the "not" must turn each round.
CAUSED = [
    "The {what} was{no} caused by {why}.",
    "The {what} was{no} due to {why}.",
    "The {what} was{no} triggered by {why}.",
    "The {what} is{no} the result of {why}, and was{no} caused by {why}.",
]


@pytest.mark.parametrize("form", CAUSED)
@pytest.mark.parametrize("what", ["derailment", "outage", "landslide"])
@pytest.mark.parametrize("why", ["a cable fault", "heavy rain", "sabotage"])
def test_a_not_turns_a_cause_round(form, what, why):
    question = f"Was the {what} caused by {why}?"
    assert answer(question, form.format(what=what, why=why, no="")) == [True]
    assert True not in answer(question, form.format(what=what, why=why, no=" not"))
