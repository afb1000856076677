"""What a reader from outside tripped over: made-up sentences, each with a question and what may be read from it."""

from __future__ import annotations

import pytest

from bot.answer.attribution import statements as attribute
from bot.answer.kinds.bounds import relate
from bot.answer.kinds.count import Count
from bot.answer.names import same_name
from bot.answer.origins import line_key
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.types import Kind
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.split import sentences

HERALD = Outlet("herald", "The Herald")


def article(text: str, title: str = "News") -> Article:
    return Article("a", HERALD, title, text, published="2026-05-06")


def values(text: str, question: str, title: str = "News") -> list[str]:
    return [str(claim.value) for claim in read([article(text, title)], analyse(question))]


def speakers(text: str) -> list[str | None]:
    one = article(text)
    return [s.speaker.canonical if s.speaker else None for s in attribute(one, list(sentences(one)))]


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        # A number in a clause about the rise is among the total, not beside it.
        ("The death toll has risen to nine after a woman died in hospital.", "How many people died?", ["9"]),
        ("The death toll has risen to five after two bodies were found.", "How many people died?", ["5"]),
        ("The number of people killed in Monday's bus crash near Voss has risen to nine.", "How many died?", ["9"]),
        ("The number of people killed in the bus crash has risen to nine.", "How many buses crashed?", []),
        # Women and children are asked for by name.
        ("Six people were killed in the landslide.", "How many children were killed in the landslide?", []),
        ("The toll has risen to five, with two children killed.", "How many women died?", []),
        ("Eighteen of the dead were women.", "How many women died?", ["18"]),
        ("Eighteen of the dead were women.", "How many people died?", []),
        # Another year is another event.
        ("In 2015, a flood in the valley killed two people.", "How many people died in the flood?", []),
        ("In 2015, a flood in the valley killed two people.", "How many people died in the 2015 flood?", ["2"]),
        ("The storm killed three people.", "How many people died in the 2015 storm?", []),
        ("In 2026, a flood in the valley killed two people.", "How many people died in the flood?", ["2"]),
        # A running count of one outbreak is the count.
        ("The outbreak has killed 17 people since the start of May.", "How many people died?", ["17"]),
        # Without an event the noun must be the one asked for.
        ("Police detained two supervisors. A fire killed 24 workers.", "How many people were in the mill?", []),
        ("The bank will cut 3,500 jobs.", "How many people does the bank employ?", []),
        ("As many as 40 people may have died.", "How many doses of vaccine were sent?", []),
        ("The agency has sent 40,000 doses of vaccine.", "How many doses of vaccine were sent?", ["40,000"]),
        ("While one boat sank, the second boat involved came home.", "How many boats were involved?", []),
        # Whose number it is.
        ("Critics said that 400 ballots were added.", "How many votes did Larsen receive?", []),
        ("It will cut 3,000 jobs, 1,200 of them in Norway.", "How many jobs will be cut in Norway?", ["1,200"]),
        ("It will cut 3,000 jobs, 1,200 of them in Norway.", "How many jobs will it cut?", ["3,000"]),
        # Those still in hospital are some of the hurt.
        ("Five people remain in intensive care.", "How many people were injured?", []),
    ],
)
def test_counts(text, question, given):
    assert values(text, question) == given


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("Profit slid to $1.8 billion from $2.05 billion in 2024.", "What was the profit?", ["$1.8bn"]),
        ("Profit fell 12 percent, while revenue rose 4 percent.", "How much did the profit fall?", ["12 %"]),
        ("Shares in the bank fell 6 percent.", "How much did the profit of the bank fall?", []),
        ("Net profit was $3 billion, while revenue was $40 billion.", "What was the revenue?", ["$40bn"]),
        ("The fee is 38 million euros.", "How much did Vikstad pay for Larsen?", ["€38m"]),
        ("Lindal had made an offer of 30 million euros.", "How much did Vikstad pay for Larsen?", []),
        ("Turnout was 61 percent.", "What was the turnout in Norland?", ["61 %"]),
        ("Berg won with 52 percent of the vote.", "What was the turnout in Norland?", []),
        ("The chair says Berg has won with 52 percent.", "What percentage did Larsen win?", []),
    ],
)
def test_amounts(text, question, given):
    assert values(text, question, title="Vikstad sign Larsen in Norland") == given


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("Larsen, 58, was sworn in.", "How old is Larsen?", ["58 years"]),
        ("The 58-year-old Larsen was sworn in.", "How old is Eva Larsen?", ["58 years"]),
        ("Larsen signed a five-year contract.", "How old is Larsen?", []),
        ("Larsen was jailed for nine years.", "How old is Larsen?", []),
        ("Larsen signed a five-year contract.", "How long is Larsen's contract?", ["5 years"]),
    ],
)
def test_ages(text, question, given):
    assert values(text, question) == given


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        # The event named is what the question is about, not what it asks.
        ("An outbreak of measles has made 600 ill.", "Is the measles outbreak under control?", []),
        ("Nurses said the measles outbreak was not under control.", "Is the measles outbreak under control?", ["no"]),
        # The verb must be there.
        ("Thousands marched against the council's tax plan.", "Will the council withdraw the tax plan?", []),
        ("The minister said the council would not withdraw it.", "Will the council withdraw the tax plan?", ["no"]),
        ("The exits were locked, the chief said.", "Were the exits of the mill locked?", ["yes"]),
        ("The owner denied that the exits were locked.", "Were the exits of the mill locked?", ["no"]),
        ('"The signal was green," the union said.', "Was the signal red?", ["no"]),
        ("The train ran a red signal, the minister said.", "Was the signal red?", ["yes"]),
        ('"Nobody warned us," the mayor said.', "Was the town warned?", ["no"]),
        ("The mayor denied that the town had ignored a warning.", "Was the town warned?", []),
        ("The agent said the player had never asked to leave.", "Did Larsen ask to leave?", ["no"]),
        # Somebody else's arrest.
        ("Police detained the mill's manager.", "Was the owner of the mill arrested?", []),
        ("The mill's owner was arrested.", "Was the owner of the mill arrested?", ["yes"]),
    ],
)
def test_yes_or_no(text, question, given):
    lead = "The council's tax plan, the mill fire, the town of Larsen and the measles outbreak."
    assert values(text, question, title=lead) == given


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("The owner of the mill, Jan Vik, said it was safe.", "Who owns the mill?", ["Jan Vik"]),
        ("Police are searching for the owner of the mill.", "Who owns the mill?", []),
        ("Mayor Jan Vik was at the scene.", "Who is the mayor of Voss?", ["Jan Vik"]),
        ("Mayor Jan Vik was at the scene.", "Who is the mayor of Bergen?", []),
    ],
)
def test_persons(text, question, given):
    assert values(text, question, title="Mill burns in Voss") == given


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("It is safe, a friend of the family said.", ["friend of the family"]),
        ('"It is over," said its leader, Jan Vik.', ["Jan Vik"]),
        (
            "Jan Vik met the union. It wants more, says Jan Vik. Ms Berg said no plant would close.",
            [None, "Jan Vik", "Berg"],
        ),
        ("Residents believe that a gate was left open.", ["Residents"]),
        ("Damage is put at 450 million kroner by the insurer Norfond.", ["insurer Norfond"]),
    ],
)
def test_speakers(text, who):
    assert speakers(text) == who


def test_letters_with_marks_and_without_are_one_name():
    assert same_name("Pål Sørensen", "Paal Soerensen")
    assert line_key("Mayor Pål Sørensen") == line_key("Mayor Paal Soerensen")
    assert not same_name("Pål Sørensen", "Pål Sande")


def test_none_and_up_to_many_differ():
    assert relate(0, 0, False, Count(None, 2000)) is Relation.INCOMPATIBLE
    assert relate(None, 2000, False, Count(0, 0)) is Relation.INCOMPATIBLE
    assert relate(7, 7, False, Count(None, 2000)) is not Relation.INCOMPATIBLE


def test_up_from_an_earlier_figure_marks_only_that_one():
    text = "Damage is put at 450 million kroner by the insurer Norfond, up from 300 million kroner a day earlier."
    claims = read([article(text)], analyse("How much is the damage?"))
    assert [(str(claim.value), claim.reading.earlier) for claim in claims] == [("450m NOK", False)]


def test_the_kind_of_a_change_is_a_share():
    assert analyse("How much did the shares fall?").kind is Kind.PERCENT
    assert analyse("How much did the bridge cost?").kind is Kind.MONEY


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("The clerk's lawyer, Eva Hale, was cleared of all charges.", "Was Larsen found guilty?", []),
        ("Larsen was found guilty.", "Was Larsen found guilty?", ["yes"]),
        ("The mill's owner, Jan Vik, was arrested.", "Was the manager of the mill arrested?", []),
        ("The cause of the fire is not yet known.", "Was the fire caused by a spark?", []),
        ("The fire was caused by a spark.", "Was the fire caused by a spark?", ["yes"]),
        ("It was not under control and that hospitals were full.", "Are the hospitals full?", ["yes"]),
        ("Police are searching for the owner of the mill.", "Is the owner of the mill on the run?", []),
    ],
)
def test_yes_or_no_of_others(text, question, given):
    assert values(text, question, title="Spark blamed for mill fire, hospitals in Larsen's town") == given


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("Twelve fire engines and 90 firefighters came.", "How many fire engines were there?", ["12"]),
        ("The toll: six dead, two arrested.", "How many firefighters were there?", []),
    ],
)
def test_nouns_of_two_words(text, question, given):
    assert values(text, question) == given
