"""What "it", "there", "that day" and "of them" stand for in a follow-up."""

import pytest

from bot.answer.references import counted, phrases, resolved

PHRASES = [
    ("Who will lead the inquiry?", ["the inquiry"]),
    ("Did the power company warn the town?", ["the power company", "the town"]),
    ("Was the new bridge over the river closed on Friday?", ["the new bridge", "the river"]),
    ("When will the supreme court hear the miners' appeal?", ["the supreme court", "the miners' appeal"]),
    ("Is an offer planned?", ["an offer"]),
    ("How many people died?", []),
    ("How many died when the Halden ran aground?", ["the Halden"]),
    ("When the old ferry sank, who was aboard?", ["the old ferry"]),
    ("What is the whole haul worth?", ["the whole haul"]),
]


@pytest.mark.parametrize(("question", "expected"), PHRASES)
def test_noun_phrases(question, expected):
    assert [phrase.text for phrase in phrases(question)] == expected


STANDS = [
    ("Who will lead the inquiry?", "who ordered it?", "who ordered the inquiry?"),
    ("How much did the recount cost?", "Who paid for it?", "Who paid for the recount?"),
    ("How many people does the bank employ?", "How many branches does it have?", "How many branches does the bank have?"),
    ("Is an offer planned?", "who made it?", "who made the offer?"),
    ("Does the mill belong to a fund?", "who runs its shop?", "who runs the mill’s shop?"),
    ("How many tins of paint were made?", "how many of them were sold?", "how many tins of paint were sold?"),
    ("How many flights left on Friday?", "how many trains left that day?", "how many trains left on Friday?"),
    ("How many fell ill in Dal?", "has anybody there died?", "has anybody in Dal died?"),
    ("What do the farmers want?", "how many members do they have?", "how many members do the farmers have?"),
]  # fmt: skip
STAYS = [
    ("How many crew died?", "Where did it crash?"),  # nothing in the question that "it" may be
    ("Who is the keeper?", "Where is it?"),  # the keeper is somebody
    ("Did the mayor resign?", "how old is it?"),
    ("Will the bridge reopen?", "how long will it take?"),
    ("Was the bridge closed?", "is it true that it fell?"),
    ("Were there arrests in Dal?", "were there any injuries?"),
    ("Was the bridge closed?", "Does the port know what it costs?"),  # "it" is the port's
]


@pytest.mark.parametrize(("before", "then", "expected"), STANDS)
def test_stands_for(before, then, expected):
    assert resolved(then, before) == expected


@pytest.mark.parametrize(("before", "then"), STAYS)
def test_stays(before, then):
    assert resolved(then, before) == then


def test_what_is_counted():
    assert counted("How many tins of paint were sold?") == "tins of paint"
    assert counted("How much paint was sold?") is None
