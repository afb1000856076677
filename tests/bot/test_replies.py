"""Sentences that deny or confirm what stands before them."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from tests.bot.answers import PRESS, article

DRUNK = "Had the driver been drinking?"
CLAIM = "Police said the driver had been drinking."


def told(text: str, question: str = DRUNK) -> list[tuple[str, str | None]]:
    claims = read([article(PRESS, text)], analyse(question))
    return [(str(claim.value), claim.speaker.canonical if claim.speaker else None) for claim in claims]


@pytest.mark.parametrize(
    "reply",
    [
        "His lawyer, Ana Ruiz, rejected that.",
        "Ana Ruiz, his lawyer, has denied this.",
        "His lawyer Ana Ruiz denied the claim on Friday.",
        "Lawyer Ana Ruiz flatly rejected the police's account.",
        "Lawyer Ana Ruiz dismissed both claims.",
        '"That is simply not true," his lawyer Ana Ruiz said.',
        '"Nonsense," his lawyer Ana Ruiz said.',
        "Ana Ruiz, who defends him, said this was untrue.",
        'Ana Ruiz called the allegation "baseless".',
        "Ana Ruiz described that as a complete fabrication and false.",
        "Lawyer Ana Ruiz disputed that on Monday evening.",
    ],
)
def test_a_denial_of_the_words_before(reply):
    found = told(f"{CLAIM} {reply}")
    assert ("yes", "Police") in found
    if "complete fabrication" not in reply:  # which word is "that" called? one that is not in the list
        assert ("no", "Ana Ruiz") in found


@pytest.mark.parametrize("reply", ["The mayor, Ana Ruiz, confirmed this.", "Mayor Ana Ruiz said that was true."])
def test_a_confirmation(reply):
    assert ("yes", "Ana Ruiz") in told(f"{CLAIM} {reply}")


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} The road was closed for hours. Lawyer Ana Ruiz rejected that.",  # what is rejected is another thing
        f"{CLAIM} Lawyer Ana Ruiz rejected a deal with prosecutors.",
        f"{CLAIM} Lawyer Ana Ruiz said it was not true that he had fled.",
        f"{CLAIM} Lawyer Ana Ruiz said that was wrong of them to publish.",
        f"{CLAIM}\n\n## Ruiz rejects that\n\nThe trial goes on.",
        f"{CLAIM} He rejected that.",  # nobody but the police was named
    ],
)
def test_no_denial(text):
    assert all(value == "yes" for value, _ in told(text))


def test_nobody_denies_the_own_words():
    assert told("Ana Ruiz said the driver had been drinking. Ana Ruiz denied this.") == [("yes", "Ana Ruiz")]


def test_a_denied_no_is_no_yes():
    text = "Police said the driver had not been drinking. His lawyer, Ana Ruiz, rejected that."
    assert told(text) == [("no", "Police")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Police said the driver had been drinking, which his lawyer denied.", "his lawyer"),
        ("Police said the driver had been drinking, a charge that Ana Ruiz denies.", "Ana Ruiz"),
        ("Police said the driver had been drinking, an allegation the family strongly disputes.", "family"),
        ("Police said the driver had been drinking, something the company has rejected.", "company"),
        ("Police say the driver had been drinking – a claim Ana Ruiz dismissed on Friday.", "Ana Ruiz"),
    ],
)
def test_denied_in_turn(text, who):
    found = told(text)
    assert ("yes", "Police") in found
    assert ("no", who) in found


@pytest.mark.parametrize(
    "text",
    [
        "Police said the driver had been drinking, which was denied bail.",
        "Police said the driver had been drinking, which his lawyer denied seeing.",
        "Police said the driver had been drinking at a bar which the city rejected plans for.",
    ],
)
def test_not_denied_in_turn(text):
    assert all(value == "yes" for value, _ in told(text))


def test_a_cause_is_denied_too():
    text = "The union said the crash was caused by a steering failure. The ferry company rejected that."
    found = told(text, "What caused the crash?")
    assert any(
        value.startswith("not") and "steering failure" in value and who == "ferry company" for value, who in found
    )
