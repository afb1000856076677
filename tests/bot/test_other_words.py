"""Questions that are answered in other words than their own, in made-up sentences for yes and for no."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.types import Kind
from tests.bot.answers import PRESS, article


def told(question, text):
    """Return the values that one article, published on Wednesday 6 May 2026, gives."""
    page = article(PRESS, text, published="2026-05-06")
    return list(dict.fromkeys(str(claim.value) for claim in read([page], analyse(question))))


COUNTS = [
    # whoever is robbed of data, ill, stuck or without power is affected
    ("How many customers are affected?", "The details of 20,000 customers were copied.", ["20,000"]),
    ("How many customers were hit?", "The gang claims to hold the records of 20,000 people.", ["20,000"]),
    ("How many patients are affected?", "About 900 patients concerned, the clinic says.", ["about 900"]),
    ("How many customers are affected?", "20,000 people were concerned about prices.", []),
    ("How many customers are affected?", "Some 300 customers complained.", []),
    ("How many customers are affected?", "The details of the plan were copied by 40 customers.", []),
    ("How many patients' records were stolen?", "The clinic was robbed of the records of 5,000 patients.", ["5,000"]),
    ("How many patients' records were stolen?", "Some 5,000 patients were treated.", []),
    ("How many patients' records were stolen?", "The clinic holds the records of 5,000 patients.", []),
    ("how many clients did Vikbank lose the data of", "Thieves stole the data of 640 clients of Vikbank.", ["640"]),
    # aboard, whatever the craft and the word for it
    ("How many passengers were on the night train?", "Some 90 passengers were on board.", ["about 90"]),
    ("How many people were on the school bus?", "Some 40 people were crammed into the bus.", ["about 40"]),
    ("How many passengers were on the tram?", "All of the 38 passengers have been accounted for.", ["38"]),
    ("How many passengers were on the tram?", "The tram is licensed for 120 passengers.", []),
    ("How many people were on the school bus?", "The school bus hit three people.", []),
    # the parts of a thing
    ("How many carriages did the tram have?", "It struck the last two of the four carriages of the tram.", ["4"]),
    ("How many storeys does the tower have?", "A fire broke out in a tower with 30 storeys.", ["30"]),
    ("How many carriages did the tram have?", "Two carriages of the tram were damaged.", []),
    ("How many carriages did the tram have?", "The first two carriages of the tram burned.", []),
    ("How many planes does the airline have?", "The airline lost two planes in March.", []),
    # those who died later are of the toll; those from whom a figure rose are the earlier ones
    ("How many people died?", "Two of the 17 died in hospital overnight.", ["17"]),
    ("How many people died?", "Two of the 17 miners died.", ["2 of 17"]),
    ("How many were injured?", "At least 90 people were injured, up from 40 on Monday.", ["at least 90", "40"]),
    (
        "How many people joined the complaint?",
        "Over 900 have joined the complaint, up from 500.",
        ["at least 900", "500"],
    ),
    # things are no people, and a boy of six is one boy
    ("In how many hospitals were the injured treated?", "There were 63 injured.", []),
    ("In how many hospitals were the injured treated?", "The injured were treated in five hospitals.", ["5"]),
    ("How many people have died?", "The first victim, a boy of six, died on Monday.", ["1"]),
    # hospitals, shots, soldiers
    ("How many people are in hospital?", "Of the sick, 57 are being treated in hospital.", ["57"]),
    ("How many people are in hospital?", "Another 57 people fell ill.", []),
    ("How many people were poisoned?", "More than 200 people have been taken ill.", ["at least 200"]),
    ("How many rockets did Sudland fire?", "Sudland fired 40 rockets.", ["40"]),
    ("How many rockets did Sudland fire?", "Sudland's army dismissed 40 officers and bought rockets.", []),
    ("How many soldiers has Sudland lost?", "Three Sudland soldiers were killed.", ["3"]),
    ("How many soldiers has Sudland lost?", "Norland says it lost nobody.", []),
    ("How many wagons were leaking?", "Two wagons were leaking, and 900 people had been told to leave.", ["2"]),
    ("How many residents had to leave their homes?", "Some 800 people have had to leave their homes.", ["about 800"]),
]

AMOUNTS = [
    # a sum that is asked for
    ("What ransom are the hijackers asking for?", "The hijackers want 4 million dollars by Friday.", ["$4m"]),
    ("What ransom do they want?", "The demand: 4 million dollars.", ["$4m"]),
    ("How much money do the kidnappers want?", "The kidnappers demanded a ransom of $4m.", ["$4m"]),
    ("What ransom are the hijackers asking for?", "The airline made a profit of 4 million dollars.", []),
    ("What ransom are they asking Vikbank for?", "The gang known as Red Fox had asked for $8m.", []),
    ("What ransom are they asking for?", "It wants 100 dollars for each of them.", []),
    # who receives money is paid
    ("How much did Vikbank pay the gang?", "Vikbank had sent the gang $2m in May.", ["$2m"]),
    (
        "How much will the state pay the families?",
        "The families will receive 9,000 euros each from the state.",
        ["€9,000"],
    ),
    ("How much was Vikbank fined?", "Of the fine, 3 million euros will go to the village.", []),
    ("How high could the fine be for Vikbank?", "Vikbank faces a fine of up to 24 million dollars.", ["up to $24m"]),
    ("How much money did depositors take out of Vikbank?", "Depositors withdrew $900m from Vikbank.", ["$900m"]),
    # what somebody holds he owns
    (
        "What share of Vikrail does the state own?",
        "Vikrail, in which the state holds 34 percent, was silent.",
        ["34 %"],
    ),
    ("What share of Vikrail does the state own?", "Vikrail, 34 percent of which belongs to the state, left.", ["34 %"]),
    ("What share of Vikrail does the state own?", "Vikrail trains are 34 percent late in the state.", []),
    ("How much did Vikbank's share price drop?", "Vikbank's shares lost 6.5 percent on Tuesday.", ["6.5 %"]),
    (
        "What share of the deposits was withdrawn?",
        "Withdrawals come to less than 1 percent of deposits.",
        ["up to 1 %"],
    ),
    # limits
    ("What speed is allowed on the line?", "It was going at 74 km/h where 50 km/h is permitted.", ["50 km/h"]),
    ("What speed is allowed on the line?", "It was doing 48 km/h, just below the limit of 50.", ["50 km/h"]),
    ("How fast was the tram going?", "The tram was going at 74 km/h where 50 km/h is permitted.", ["74 km/h"]),
    # what runs out leaks; what is down is out of service
    ("How much acid escaped?", "About 400 litres of acid ran out of a tank.", ["about 400 litres"]),
    ("How much acid escaped?", "The plant makes 400 litres of acid a day.", []),
    ("how long were the lifts down", "The lifts were out of service for six hours.", ["6 hours"]),
    ("how long were the lifts down", "The lifts worked again after an interruption of six hours.", ["6 hours"]),
    ("how long were the lifts down", "The lifts were built in six weeks.", []),
    ("How much flour was sold?", "Some 12 tonnes of flour were sold.", ["about 12 tonnes"]),
]

PERSONS = [
    ("Who drove the freight train?", "Jon Brey, who drove the freight train, has a broken leg.", ["Jon Brey"]),
    ("Who was driving the bus?", "The driver of the bus, Anna Berg, was hurt.", ["Anna Berg"]),
    ("Who was driving the bus?", "Anna Berg, 43, was driving the school bus.", ["Anna Berg"]),
    ("Who flew the plane?", "Anna Berg piloted the plane.", ["Anna Berg"]),
    ("Who drove the freight train?", "The driver of the night train, Tea Lunn, is dead.", []),
    (
        "Who drove the freight train?",
        "They were on their way to the capital, Port Vik, when the freight train hit.",
        [],
    ),
    ("Who drove the freight train?", "The minister, Rolf Alm, said that the driver of the freight train slept.", []),
    ("Who flew the plane?", "Anna Berg, who flew to Dal, saw the plane.", []),
    ("Who was Vikbank's technology chief?", "Vikbank's head of technology, Ban Thev, resigned.", ["Ban Thev"]),
    (
        "Who was Vikbank's technology chief?",
        "Vikbank is shut. The bank's technology director, Ban Thev, left.",
        ["Ban Thev"],
    ),
    ("Who was Vikbank's technology chief?", "Vikbank is shut. Orl Bank's technology chief, Rik Moe, left.", []),
    ("Who took over from Kusa?", "It let Kusa go and made the treasurer, Ester Mau, acting chairwoman.", ["Ester Mau"]),
    ("Who took over from Kusa?", "Kusa has gone. Ester Mau made coffee.", []),
    ("Who commands the border guard?", "Marko Dunn, who commands the border guard, came to Dal.", ["Marko Dunn"]),
    ("Who commands the border guard?", "Marko Dunn, who met the border guard, denied it.", []),
]

WORDS = [
    ("what did the lamp show", "The lamp that guards the crossing showed no light.", ["no light"]),
    ("what did the lamp show", "The poll showed that voters were tired.", []),
    ("what did the lamp show", "The lamp did not show red.", []),
    ("What did President Olm announce?", "President Dario Olm declared a day of mourning.", ["a day of mourning"]),
    ("What did President Olm announce?", "Dario Olm was announced as the winner.", []),
    ("What has the ministry recalled?", "The ministry has recalled all flour and advised people to wait.", ["all flour"]),
    ("What has the Seed Office done about the leak?", "The Seed Office ordered an audit.", ["ordered an audit"]),
    ("What has the Seed Office done about the leak?", "The Seed Office was told on Monday.", []),
    ("What has the Seed Office done about the leak?", "The bank closed, said the Seed Office.", []),
    ("What does Berg accuse the mill of?", "Berg accused the mill of hiding the report.", ["hiding the report"]),
    ("What does Berg accuse the mill of?", "The mill accused Berg of lying.", []),
    ("What did Ost call the attack?", "Lena Ost called the attack an act of folly.", ["an act of folly"]),
    ("What did Ost call the attack?", "The attack was called off, Lena Ost said.", []),
    ("What was found in the flour?", "Tests found traces of tin in the flour.", ["traces of tin"]),
    ("What was the flour contaminated with?", "The flour was contaminated with tin.", ["tin"]),
    ("What was found in the flour?", "Tests found nothing in the flour.", []),
    ("What was found in the flour?", "Tests found traces of tin in the water.", []),
    ("Which outlet reports that the lamp showed no light?", "The lamp showed no light for a minute.",
     ["The lamp showed no light for a minute"]),
    ("Which outlet reports that the lamp showed no light?", "The lamp showed green light.", []),
    ("Which paper says that the thieves want 50 million?", "The thieves want 15 million.", []),
    ("What did the ministry advise people to do?", "The ministry advised them to wait.", ["them to wait"]),
    ("What does Ost say about the arrest of Brey?", '"He should never have been locked up," Lena Ost said.',
     ["He should never have been locked up"]),
    ("What does Ost say about the arrest of Brey?", '"The lamp failed," Lena Ost said.', []),
    (
        "What did the girl say to the guard when she was found?",
        "The girl was found at dawn. \"She said to me, 'Tell my mother',\" guard Luis Par recalled.",
        ["Tell my mother"],
    ),
]  # fmt: skip

TIMES = [
    ("when did Kusa step down exactly", "Lena Kusa resigned on Monday.", ["Mon 4 May 2026"]),
    ("on what day did kusa go", "Lena Kusa stepped down on Monday.", ["Mon 4 May 2026"]),
    ("on what day did kusa go", "Its chief executive, Orl Devi, resigned on Monday.", []),
    ("When exactly did Kusa step down?", "Lena Kusa came to Dal on Monday.", []),
    ("when does the gang's ultimatum run out?", "The deadline: noon on Friday.", ["Fri 8 May 2026, 12 pm"]),
    ("when did Red Fox announce the theft?", "The gang Red Fox announced the theft on Sunday.", ["Sun 3 May 2026"]),
    (
        "when did Red Fox announce the theft?",
        "Red Fox, which announced the theft late on Sunday, claims to hold it and acted on Tuesday.",
        ["Sun 3 May 2026"],
    ),
    (
        "When will trains run through Dal again?",
        "Its trains would run through Dal again on Monday.",
        ["Mon 11 May 2026"],
    ),
    ("what year do the carriages date from?", "The carriages, which were built in 1991, are red.", ["1991"]),
    ("When will the bridge be ready?", "The bridge will be finished by June 2028.", ["by June 2028"]),
    ("When will the bridge be ready?", "The bridge was hit by a lorry in June 2025.", []),
]

PLACES = [
    ("Where exactly did the trains meet?", "The trains met some 400 metres north of the station.",
     ["some 400 metres north of the station"]),
    ("Where did the flour come from?", "The flour came from the Orlo mill.", ["Orlo mill"]),
    ("Where did the flour come from?", "The flour did not come from the Orlo mill.", []),
    ("Where did the flour come from?", "The idea came from the Orlo mill.", []),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "values"), [*COUNTS, *AMOUNTS, *PERSONS, *WORDS, *TIMES, *PLACES])
def test_told(question, text, values):
    assert told(question, text) == values


KINDS = [
    ("how high could the fine for Vikbank be?", Kind.MONEY),
    ("How much of Vikrail does the state own?", Kind.PERCENT),
    ("What stake does the state hold in Vikrail?", Kind.PERCENT),
    ("What was the stake sold for?", Kind.MONEY),
    ("What did the pilot say when the plane came down?", Kind.TEXT),
    ("do you know when the trial will start", Kind.TIME),
    ("How much flour was sold?", Kind.MEASURE),
    ("How much did the flour cost?", Kind.MONEY),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kind(question, kind):
    assert analyse(question).kind is kind
