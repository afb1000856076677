"""Sizes and figures that are easily taken for those of another thing: tables of made-up sentences."""

from __future__ import annotations

import pytest

from bot.answer.kinds.count import Count
from bot.answer.kinds.measure import Measure
from bot.answer.kinds.money import Money
from bot.answer.kinds.percent import Percent
from bot.answer.quantities import quantities
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.types import Kind
from bot.answer.values import Relation
from corpus.types import Article, Outlet


def article(text, title="", outlet="o", published=None):
    return Article(f"{outlet}-{published}", Outlet(outlet, outlet.upper()), title, text, published=published)


def values(text, question, title=""):
    return [str(claim.value) for claim in read([article(text, title)], analyse(question))]


UNITS = [
    ("a 12 m wave", ("metre", 12)),
    ("a mast 30m high", ("metre", 30)),
    ("a hole 4 m deep", ("metre", 4)),
    ("minus 6 degrees", ("degree", -6)),
    ("at -12°C in the night", ("degree Celsius", -12)),
    ("a magnitude 6.4 earthquake", ("magnitude", 6.4)),
    ("a 7.2-magnitude quake", ("magnitude", 7.2)),
    ("the quake, measuring 5.8, woke people", ("magnitude", 5.8)),
    ("6.1 on the Richter scale", ("magnitude", 6.1)),
    ("a dose of 7.5 mg", ("milligram", 7.5)),
    ("2,100 sq m of floor", ("square metre", 2100)),
    ("an area of 15 km2", ("square kilometre", 15)),
    ("with 15 mm of rain", ("millimetre", 15)),
    ("five nautical miles", ("nautical mile", 5)),
]


@pytest.mark.parametrize(("text", "wanted"), UNITS)
def test_units(text, wanted):
    assert [(q.unit, q.low) for q in quantities(text) if q.kind == "measure"] == [wanted]


NO_UNITS = [
    ("12m people watched", "people, twelve million of them"),
    ("a profit of $3m high enough for all", "money"),
    ("a 9mm pistol", "a calibre"),
    ("the figure was revised to 6.6", "no earthquake"),
    ("the team won 6-4", "a score"),
]


@pytest.mark.parametrize(("text", "why"), NO_UNITS)
def test_no_unit(text, why):
    assert [q for q in quantities(text) if q.kind == "measure"] == [], why


CEILINGS = [
    ("The repairs add up to 40 million euros.", 40_000_000),
    ("The fee will go up to 25 euros.", 25),
    ("The fare went up to 3.20 euros.", 3.2),
    ("Up to 40 million euros will be paid.", 0),
    ("It may cost up to 25 euros.", 0),
]


@pytest.mark.parametrize(("text", "low"), CEILINGS)
def test_up_to(text, low):
    assert [q.low for q in quantities(text)] == [low]


def test_a_share_in_words_is_no_count():
    assert [q for q in quantities("Only one barn in six was insured.") if q.kind == "number"] == []
    assert [q.low for q in quantities("Two men in three vans fled.")] == [2, 3]


ASKED = [
    ("How thick is the ice?", Kind.MEASURE),
    ("How much does the bell weigh?", Kind.MEASURE),
    ("What is the water level at Molde?", Kind.MEASURE),
    ("What was the speed of the train?", Kind.MEASURE),
    ("How warm was it?", Kind.MEASURE),
    ("What does the bell cost?", Kind.MONEY),
]


@pytest.mark.parametrize(("question", "wanted"), ASKED)
def test_kind(question, wanted):
    assert analyse(question).kind is wanted


SIZES = [
    ("The Vik bridge, which is 85 metres high, was closed.", "How high is the Vik bridge?", ["85 metres"]),
    ("The Vik bridge has a crack that is 4 metres long.", "How high is the Vik bridge?", []),
    ("The Vik bridge has a crack that is 4 metres long.", "How wide is the crack in the Vik bridge?", []),
    ("The Vik bridge has a crack that is 4 metres long.", "How long is the crack?", ["4 metres"]),
    ("The Vik bridge sank by two metres.", "How high is the Vik bridge?", []),
    ("The Vik bridge is three metres lower than the old one.", "How high is the Vik bridge?", []),
    ("The water below the Vik bridge stands at 6 metres.", "How high is the Vik bridge?", []),
    ("The storm lasted 38 minutes.", "How long did the storm last?", ["38 minutes"]),
    ("Two days after the storm the roads are open.", "How long did the storm last?", []),
    ('"The storm felt like ten hours," she said.', "How long did the storm last?", []),
    ("The trial, which ran for 68 weeks, took in 40 adults.", "How long did the trial run?", ["68 weeks"]),
    ("The slab is up to nine centimetres thick.", "How thick is the slab?", ["up to 9 centimetres"]),
    ("The bell weighs 740 kilos.", "How much does the bell weigh?", ["740 kilograms"]),
    ("The temperature fell to minus 6 degrees in Molde.", "How cold was it in Molde?", ["-6 degrees"]),
    ("The quake had a magnitude of 5.2.", "How strong was the quake?", ["magnitude 5.2"]),
    ("The quake was felt for 40 seconds.", "How strong was the quake?", []),
    ("The quake of 1961, which measured 7.1, was worse.", "How strong was the quake of 1961?", ["magnitude 7.1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "question", "wanted"), SIZES)
def test_sizes(text, question, wanted):
    assert values(text, question) == wanted


def test_a_line_of_facts_is_about_what_the_article_is_about():
    text = "A quake struck Molde on Monday.\n\n- Magnitude: 5.2\n- Depth: 12 km"
    assert values(text, "How strong was the quake?") == ["magnitude 5.2"]
    assert values(text, "How deep was the quake?") == ["12 kilometres"]


SUMS = [
    ("Vale spent $310 million on the mill.", "How much was Vale fined?", []),
    ("The boss of Vale had a pay of 4 million euros.", "How much was Vale fined?", []),
    ("The court fined Vale 250,000 euros.", "How much was Vale fined?", ["€250,000"]),
    ("Vale must pay 250,000 euros for the spill.", "How much was Vale fined?", ["€250,000"]),
    ("Berg's pay last year was 4.6 million euros.", "How much does Anna Berg earn?", ["€4.6m"]),
    ("Vale cut waste by 17 percent, sending its shares up 9 percent.", "How much did Vale's shares rise?", ["9 %"]),
    ("The share of Vale's workers who left rose to 11 percent.", "How much did Vale's shares rise?", []),
    ("Vale's shares ended the week 21 percent lower.", "How much did Vale's shares fall on Tuesday?", []),
    ("Power is back for 80 percent of farms.", "What share of farms has power again?", ["80 %"]),
]


@pytest.mark.parametrize(("text", "question", "wanted"), SUMS)
def test_sums_and_shares(text, question, wanted):
    assert values(text, question) == wanted


COUNTS = [
    ("A crash at Molde killed 34 people.", "How many soldiers were killed?", []),
    ("A bomb in a barracks full of soldiers killed 34 people.", "How many soldiers were killed?", ["34"]),
    ("The clinics have treated 412 injured people.", "How many people were injured?", ["412"]),
    ("Two injured a guard.", "How many people were injured?", ["1"]),
    ("The board passed the plan by 76 votes to 72.", "By how many votes was the plan passed?", []),
    ("The board passed the plan by four votes.", "By how many votes was the plan passed?", ["4"]),
    ("Three riders died. The two other riders had died in May.", "How many riders died?", ["3"]),
    ("Forty people are in custody. Eighteen of them are minors.", "How many of those in custody are minors?", ["18"]),
    ("Some 1,200 homes were destroyed.", "How many homes lost power?", []),
    ("The slide brought down 300 houses.", "How many houses were destroyed?", ["300"]),
    ("The slide could bring down 300 houses.", "How many houses were destroyed?", []),
    ("The flood of 1961 killed 2,300 people in the valley.", "How many people were killed?", []),
    ("The 1961 flood killed 2,300 people.", "How many people were killed?", []),
    ("The worst flood since the flood of 1961 has killed 40 people.", "How many people were killed?", ["40"]),
    ("The board has raised the number of deaths from three to five.", "How many people died?", ["5"]),
]


@pytest.mark.parametrize(("text", "question", "wanted"), COUNTS)
def test_counts(text, question, wanted):
    found = read([article(text, published="2026-05-02")], analyse(question))
    assert [str(claim.value) for claim in found] == wanted


def test_what_there_was_before_is_told_as_such():
    found = read([article("The number of dead has been raised to 14 from 12.")], analyse("How many people died?"))
    assert [(str(claim.value), claim.reading.earlier) for claim in found] == [("14", False), ("12", True)]


def test_the_dead_of_a_province_are_not_those_of_a_village():
    whole = article("The slide in Molde province killed 31 people. Rescuers searched the hamlet.", "Slide in Molde")
    village = article(
        "The slide in Molde began at dawn.\n\n" + "It rained. " * 30 + "In Orrin, nine people died.", "Slide"
    )
    asked = analyse("How many people were killed in Orrin?")
    assert [str(claim.value) for claim in read([whole, village], asked)] == ["9"]
    asked = analyse("How many people were killed in Molde?")
    assert "31" in [str(claim.value) for claim in read([whole, village], asked)]


RELATIONS = [
    (Percent(14, 14), Percent(13.8, 13.8), Relation.REFINES),
    (Percent(14, 14), Percent(13.2, 13.2), Relation.INCOMPATIBLE),
    (Percent(20, 20), Percent(21, 21), Relation.INCOMPATIBLE),
    (Money(3.4e9, 3.4e9, "EUR"), Money(3.42e9, 3.42e9, "EUR"), Relation.REFINES),
    (Money(3e8, 3e8, "EUR"), Money(3.1e8, 3.1e8, "EUR"), Relation.INCOMPATIBLE),
    (Money(1e8, 1e8, "EUR"), Money(1.01e8, 1.01e8, "EUR"), Relation.INCOMPATIBLE),
    (Money(14, 14, "EUR"), Money(13.8, 13.8, "EUR"), Relation.INCOMPATIBLE),
    (Measure(12, 12, "kilometre"), Measure(12.4, 12.4, "kilometre"), Relation.REFINES),
    (Count(14, 14), Count(13.8, 13.8), Relation.INCOMPATIBLE),
    (Count(1200, 1200), Count(1187, 1187), Relation.INCOMPATIBLE),
    # of large numbers the one is plainly the other without its last digits
    (Count(30000, 30000), Count(29874, 29874), Relation.REFINES),
    (Count(64000, 64000), Count(64312, 64312), Relation.REFINES),
    (Count(1.2e6, 1.2e6), Count(1234567, 1234567), Relation.REFINES),
    (Count(30000, 30000), Count(28900, 28900), Relation.INCOMPATIBLE),  # too far
    (Count(31000, 31000), Count(30900, 30900), Relation.INCOMPATIBLE),  # both are round
    (Count(5200, 5200), Count(5210, 5210), Relation.INCOMPATIBLE),  # ten more
]


@pytest.mark.parametrize(("one", "two", "relation"), RELATIONS)
def test_rounded(one, two, relation):
    assert one.relation(two) is relation
    assert two.relation(one) is relation


def test_loosely():
    first, second = (quantities(f"about {number} people")[0] for number in (430, 450))
    assert Count(first.low, first.high, None, True).relation(Count(second.low, second.high, None, True)) in (
        Relation.COMPATIBLE,
        Relation.REFINES,
    )


REPORTS = [
    ("About 3,500 tonnes of oil have leaked.", "How much oil has leaked?", ["about 3,500 tonnes"]),
    ("The slick stretches 12 km along the coast.", "How long is the slick?", ["12 kilometres"]),
    ("The slick lies 12 km along the coast from Molde.", "How long is the slick?", []),
    ("The pit is 20 metres across and 8 metres deep.", "How deep is the pit?", ["8 metres"]),
    ("The pit is 20 metres across and 8 metres deep.", "How wide is the pit?", ["20 metres"]),
    ("The wreck lies at a depth of 34 metres, two miles off the coast.", "How deep does the wreck lie?", ["34 metres"]),
    ("The river rose to 7.8 metres, half a metre above the dyke.", "What is the water level of the river?", ["7.8 metres"]),
    ("The fever reached 41 degrees.", "How high was the fever?", ["41 degrees"]),
    ("Temperatures climbed to 44.3C in Molde.", "How hot was it in Molde?", ["44.3 °C"]),
    ("The tunnel will be 18 km long, 3 km longer than planned.", "How long will the tunnel be?", ["18 kilometres"]),
    ("She must serve at least nine years before parole.", "How long must she serve?", ["at least 9 years"]),
    ("The final took two hours and six minutes.", "How long did the final take?", ["126 minutes"]),
    ("Rents rose 8 percent in May and 11 percent in June.", "How much did rents rise in June?", ["11 %"]),
    ("Of the 48 riders, 31 were hurt.", "How many riders were hurt?", ["31 of 48"]),
    ("More than 1,900 ducks were found, of which 340 have died.", "How many ducks died?", ["340"]),
    ("The fair made 212 guests ill, the host said.", "How many guests are ill?", ["212"]),
    ("The number of cases stands at 3,200.", "How many cases are there?", ["3,200"]),
    ("Twelve people have died.", "How many cases are there?", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "question", "wanted"), REPORTS)
def test_reports(text, question, wanted):
    assert values(text, question) == wanted
