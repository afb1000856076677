"""What articles tell of persons, places, times, causes and other matters, in made-up sentences for yes and for no."""

from __future__ import annotations

import pytest

from bot.answer.compare import claims, positions
from bot.answer.question import analyse
from bot.answer.reading import read
from tests.bot.answers import PRESS, REDIFF, article


def told(question, text):
    """Return the values that one article, published on Wednesday 6 May 2026, gives."""
    return [str(claim.value) for claim in read([article(PRESS, text, published="2026-05-06")], analyse(question))]


YES = [
    # person
    (
        "Who heads the miners' union?",
        'Work stopped. "They play with numbers," the union\'s president, Toma Bell, told reporters.',
        ["Toma Bell"],
    ),
    (
        "Who runs Marvel Power?",
        "Marvel Power, whose boss Gid Farr earned $4 million, says its kit was fine.",
        ["Gid Farr"],
    ),
    (
        "who's in charge of the Seed Office?",
        "The Seed Office spoke on Monday. Its director, Aldo Renn, told reporters so.",
        ["Aldo Renn"],
    ),
    ("Who heads the Seed Office?", "Aldo Renn, the director of the office, called that arithmetic.", ["Aldo Renn"]),
    (
        "Who leads the harbour board?",
        "The harbour board, headed by the engineer Lena Storm, meets in May.",
        ["Lena Storm"],
    ),
    ("who's in charge of the inquiry?", "The inquiry, led by the engineer Lena Storm, starts in May.", ["Lena Storm"]),
    ("Who leads the harbour board?", "Harbour board chairwoman Inga Vold spoke for an hour.", ["Inga Vold"]),
    (
        "who is the mediator",
        "They return to the table under Elia Korv, a former judge whom the government has appointed as mediator.",
        ["Elia Korv"],
    ),
    ("who is the mediator", "The government has appointed former judge Elia Korv as mediator.", ["Elia Korv"]),
    ("Who resigned?", "The keeper of the castle, Mila Oak, has resigned.", ["Mila Oak"]),
    ("Who died?", "The diver, Joel Perth, 29, of the Stann crew, died on the way to hospital.", ["Joel Perth"]),
    ("Who insures the aquarium?", "The insurer, Nordhav, has doubled its reward. The aquarium is shut.", ["Nordhav"]),
    ("which minister resigned?", "Transport Minister Ola Berg resigned on Friday.", ["Ola Berg"]),
    ("Which party won?", "The Green League won the vote.", ["Green League"]),
    ("which firm made the brakes?", "The brakes were made by the firm Ostler.", ["Ostler"]),
    ("who is mira solberg?", "Mira Solberg, a pilot from Vik, was there.", ["a pilot from Vik"]),
    ("Who found the ring?", "The ring is back. It was found by a cleaner in a locker at the station.", ["cleaner"]),
    (
        "Who takes over at the aquarium for now?",
        "Emil Brandt, the curator, will run the aquarium until May.",
        ["Emil Brandt"],
    ),
    ("who will replace the coach", "The coach leaves in May and will be replaced by Lina Öst-Dahl.", ["Lina Öst-Dahl"]),
    ("What is the keeper's name?", "The keeper, Ana-María Sørli, left early.", ["Ana-María Sørli"]),
    (
        "who is under suspicion?",
        "The night guard of the Tarn Gallery is now under suspicion.",
        ["night guard of the Tarn Gallery"],
    ),
    ("who is nils dahl", "Mayor Nils Dahl, whose boat sank, left.", ["Mayor"]),
    ("Who built the pier?", "The pier was built by Sten & Son in 1990.", ["Sten & Son"]),
    # place
    (
        "which hospital was the driver taken to?",
        "The driver was taken to St Olga Hospital in Vik.",
        ["St Olga Hospital"],
    ),
    ("Which village was cut off?", "The flood cut off the village of Nether Dal.", ["Nether Dal"]),
    ("Where did the robbery take place?", "Masked men stole two rings from a shop in Kvernes on Monday.", ["Kvernes"]),
    ("Where did the collapse happen?", "A crane gave way near Hammerfest on Monday.", ["near Hammerfest"]),
    ("Where was the car found?", "The car was found in a quarry near Dal.", ["near Dal"]),
    # time
    (
        "when's the rain coming",
        "The Weather Office expects the wind to ease on Friday and rain on Sunday.",
        ["Sun 10 May 2026"],
    ),
    ("When will it rain?", "Rain is forecast for Sunday.", ["Sun 10 May 2026"]),
    (
        "When will people be let back into Dal?",
        "Dal stays closed until at least Monday, the council says.",
        ["not before Mon 11 May 2026"],
    ),
    ("How long until the schools reopen?", "The schools will reopen on Monday.", ["Mon 11 May 2026"]),
    ("Until when is the bridge closed?", "The bridge is closed until 23 October.", ["Fri 23 October 2026"]),
    ("Until what date are dog walks forbidden?", "No dog walks until 23 October.", ["Fri 23 October 2026"]),
    (
        "When was the heist?",
        "Masked men broke into the shop before dawn on Saturday and made off with a ring.",
        ["Sat 2 May 2026"],
    ),
    ("When did the theft take place?", "The ring was stolen on Saturday night.", ["Sat 2 May 2026"]),
    ("When did the walkout begin?", "The drivers walked out on Monday at six.", ["Mon 4 May 2026"]),
    ("When did the drivers walk out?", "The strike of the drivers began on Monday.", ["Mon 4 May 2026"]),
    ("When did the grounding happen?", "The barge ran aground on Tuesday at 4 am.", ["Tue 5 May 2026, 4 am"]),
    ("When did the collapse happen?", "The crane gave way on Tuesday.", ["Tue 5 May 2026"]),
    ("When was the crash?", "The glider went down on Tuesday.", ["Tue 5 May 2026"]),
    ("what is the deadline for the bids", "The deadline for bids is 4 May.", ["Mon 4 May 2026"]),
    ("how long ago was the mill built?", "The mill, built in 1902, is closed.", ["1902"]),
    ("When did she resign?", "She resigned yesterday.", ["Tue 5 May 2026"]),
    ("When does the trial start?", "The trial starts tomorrow.", ["Thu 7 May 2026"]),
    ("When does the trial start?", "The trial starts on Monday.", ["Mon 11 May 2026"]),
    ("Since when has the road been shut?", "The road has been shut since Friday.", ["Fri 1 May 2026"]),
    # cause
    (
        "what started the barn fire",
        "A sagging wire lit the fire that swallowed the barn, survivors said.",
        ["A sagging wire"],
    ),
    (
        "what started the barn fire",
        "The mayor said there were strong signs that the fire had been set on purpose.",
        ["set on purpose"],
    ),
    (
        "what started the barn fire",
        '"We have no evidence that this fire was set deliberately," the detective said.',
        ["not set deliberately"],
    ),
    ("what started the barn fire", "There were strong signs of arson in the barn, she said on Thursday.", ["arson"]),
    (
        "How did the diver die?",
        "The lake claimed a third life when a crate fell on a diver who was clearing a net.",
        ["a crate fell on a diver"],
    ),
    ("How did the diver die?", "The diver was rescued. He died of burns on Monday.", ["burns"]),
    (
        "What did the boy die of?",
        "The boy is dead. The post-mortem showed a heart defect, the doctor said.",
        ["a heart defect"],
    ),
    ("What killed the horses?", "The horses were poisoned by yew leaves.", ["yew leaves"]),
    (
        "Why was no alert sent to Dal?",
        "No alert was sent to Dal, he admitted. He blamed a new software.",
        ["a new software"],
    ),
    ("Why was the school closed?", "The school was closed on Monday as a precaution.", ["as a precaution"]),
    (
        "Why did the drivers strike?",
        "The drivers began a three-day strike over pay and rosters, stranding travellers.",
        ["pay and rosters"],
    ),
    (
        "What is the strike about?",
        "The drivers began a three-day strike over pay and rosters, stranding travellers.",
        ["pay and rosters"],
    ),
    (
        "Why was the hearing put off?",
        "The hearing was put off by a week at the request of her lawyers.",
        ["at the request of her lawyers"],
    ),
    ("Why did Ole Dahl resign?", "Ole Dahl resigned in protest at the cuts.", ["in protest at the cuts"]),
    ("Why did Ole Dahl resign?", "Ole Dahl resigned. The reason, he said, was his health.", ["his health"]),
    (
        "Why did the roof fall?",
        "The roof fell because, the builder said, the beams were rotten.",
        ["the beams were rotten"],
    ),
    ("Why was the beach closed?", "The beach was closed to protect nesting terns.", ["to protect nesting terns"]),
    ("why's the ferry late", "The ferry is late because of fog.", ["fog"]),
    # text
    ("What is Ole Brandt accused of?", "Ole Brandt, who is accused of taking bribes, smiled.", ["taking bribes"]),
    (
        "What is Ole Brandt accused of?",
        "Brandt was in court. He is accused of taking bribes from a builder.",
        ["taking bribes from a builder"],
    ),
    ("What is Ole Brandt charged with?", "Ole Brandt was charged with fraud on Monday.", ["fraud"]),
    ("What did the court decide?", "The court in Vik decided on Friday that the vote was void.", ["the vote was void"]),
    ("What did the court rule?", "The court ruled the vote void.", ["the vote void"]),
    ("What did the thieves take?", "The thieves took two silver cups and a dagger.", ["two silver cups and a dagger"]),
    (
        "What did the thieves take?",
        "Masked thieves broke into the shop before dawn on Saturday and made off with two cups.",
        ["two cups"],
    ),
    ("What does the union demand?", "The union demands a rise of nine percent.", ["a rise of nine percent"]),
    ("What did the council approve?", "The council, which met on Monday, approved a new bridge.", ["a new bridge"]),
    ("What did the minister promise?", "The minister promised 40 new buses.", ["40 new buses"]),
    ("What did the mayor say?", "14:30 But the mayor said that nothing was lost here.", ["nothing was lost here"]),
    (
        "What did Gid Farr tell the analysts?",
        "Chief executive Gid Farr told analysts that a tree might have fallen on the line.",
        ["a tree might have fallen on the line"],
    ),
    (
        "What does Toma Bell say about the new offer?",
        '11:45 Toma Bell on the offer: "That is eight percent."',
        ["That is eight percent"],
    ),
    (
        "What does Lena Storm say to the accusation?",
        "Lena Storm said that her powder was clean.",
        ["her powder was clean"],
    ),
    ("What did police find in the van?", "Police found two rifles in the van.", ["two rifles in the van"]),
]
NO = [
    # person
    ("Who runs Marvel Power?", "Union boss Toma Bell, who drives a car, shrugged it off.", "the head of another body"),
    (
        "Who heads the Seed Office?",
        "The ministry spoke on Monday. Its director, Aldo Renn, told reporters so.",
        "another body's director",
    ),
    (
        "Who heads the Seed Office?",
        "Its deputy director, Aldo Renn, said nothing. The Seed Office is closed.",
        "a deputy",
    ),
    (
        "Who heads the Seed Office?",
        "No seed was lost at the agency, whose head, Lucan Frey, spoke.",
        "a word of the name only",
    ),
    ("Who are the dead?", "A flood that has killed two people and destroyed 100 homes grew.", "how many, and not who"),
    ("Who died?", "Two people died.", "how many, and not who"),
    ("What is the guard's name?", "The night guard of the Tarn Gallery is now under suspicion.", "the gallery's name"),
    ("Who found the ring?", "The dog is back. It was found by a cleaner in a locker at the station.", "another find"),
    (
        "Which firm is the minister blaming?",
        "Marvel Power sold its mill to the minister.",
        "nothing ties the name to the blame",
    ),
    ("which minister resigned?", "Ten men resigned.", "a number"),
    (
        "Who heads Velm Foods?",
        "Velm Foods is shut. The clinic in Dal has treated five babies, its medical director, Hanne Orl, told Radio Dal.",
        "a post at the clinic",
    ),
    ("Who heads Velm Foods?", "Its finance director, Hanne Orl, left. Velm Foods is shut.", "another post"),
    ("Who runs the harbour?", "Who runs the harbour these days?", "a question"),
    # place
    (
        "which hospital was the driver taken to?",
        "The driver was taken to hospital in Vik.",
        "the town, and not the hospital",
    ),
    ("which school was closed", "The bridge in Vik was closed.", "no school"),
    ("Where did the robbery take place?", "The mayor lives in Kvernes.", "no robbery"),
    # time
    ("When was the mill closed?", "14:20 The mill has been closed.", "when the entry was written"),
    ("Until what date are dog walks forbidden?", "The fair was extended until 23 October.", "another thing lasts"),
    ("When did the walkout begin?", "She walked out of the talks on Monday.", "no strike"),
    ("When was the heist?", "The ring was bought on Saturday.", "no theft"),
    ("When did the collapse happen?", "The crane was painted on Tuesday.", "another event"),
    ("Until when will the strike last?", "No strike until 23 October.", "when strikes may begin again"),
    (
        "When did the theft happen?",
        "His card was used on Wednesday, an hour before the break-in.",
        "when something else happened",
    ),
    ("When did the walkout begin?", "Who walked out on Monday?", "a question"),
    ("When was the vote?", "Hald conceded on Saturday, six days after the vote.", "when he conceded"),
    ("When will it rain?", "The wind will ease on Friday.", "the wind"),
    # cause
    ("How did the diver die?", "The cook died of burns on Monday.", "another death"),
    ("Why was no alert sent to Dal?", "The road was closed. He blamed a new software.", "another failure"),
    ("Why was the school closed?", "The bank was closed on Monday as a precaution.", "another closure"),
    (
        "Why are the drivers on strike?",
        "A court has stopped the strike because an announcement came too late.",
        "why it was stopped",
    ),
    (
        "How did the miners die?",
        "The miners are dead. He blamed an earthquake for the collapse.",
        "what caused the collapse",
    ),
    ("How did the boy die?", "The boy died; the result of a post-mortem is expected on Friday.", "nothing is known"),
    (
        "Why was Ole Dahl acquitted?",
        "The firm says a gale was to blame. Dahl was acquitted.",
        "the gale acquits nobody",
    ),
    # text
    ("What is Ole Brandt accused of?", "Lena Dahl is accused of taking bribes.", "another's charge"),
    ("What is Ole Brandt accused of?", "Ole Brandt is not accused of taking bribes.", "denied"),
    (
        "What did Gid Farr tell the police?",
        "Chief executive Gid Farr told analysts that a tree might have fallen on the line.",
        "told others",
    ),
    ("What did the mayor say about the bridge?", "The mayor said that the school was safe.", "another topic"),
    ("What did the thieves take?", "The thieves did not take the crown.", "denied"),
    ("What did the thieves take?", "The guard whom the thieves tied up took a week off.", "the guard took it"),
    (
        "What did the council approve?",
        "The mayor told the council that he had approved a bridge.",
        "the mayor approved it",
    ),
    ("What did the council approve?", "The plan was approved by the council.", "the object stands before"),
]


@pytest.mark.parametrize(("question", "text", "values"), YES)
def test_told(question, text, values):
    assert told(question, text) == values


@pytest.mark.parametrize(("question", "text", "why"), NO)
def test_not_told(question, text, why):
    assert told(question, text) == [], why


def test_an_event_elsewhere_is_another():
    text = (
        "A ring was stolen in Dal on Monday. "
        + "The shop is shut. " * 40
        + "The robbery at Rook Keep in 2022 cost millions."
    )
    assert told("When did the theft happen?", text) == ["Mon 4 May 2026"]


CUP = "A porter found the cup in Dal on Monday, the town said. The cup is old. It was lost in 1990."
BOX = "BRUN VALLEY (Agency) - The cup lost in 1990 is back, and the town of Dal is glad. It lay in a box."


@pytest.mark.parametrize("question", ["What happened?", "what's happened", "what happened in Dal?", "whats going on"])
def test_what_happened_is_what_each_outlet_opens_with(question):
    told_of = [article(PRESS, CUP, title="Cup found in Dal"), article(REDIFF, BOX, title="Lost cup is back")]
    asked = analyse(question)
    assert asked.compares
    found = positions(claims(told_of, asked))
    assert sorted((position.outlets, str(position.value)) for position in found) == [
        (("press-tv",), "A porter found the cup in Dal on Monday, the town said"),
        (("rediff",), "The cup lost in 1990 is back, and the town of Dal is glad"),
    ]


def test_one_lead_in_two_outlets_is_one_position():
    told_of = [article(PRESS, CUP, title="Cup found in Dal"), article(REDIFF, CUP, title="Cup found in Dal")]
    (position,) = positions(claims(told_of, analyse("What happened?")))
    assert position.outlets == ("press-tv", "rediff")


def test_the_latest_is_the_newest_article():
    old, new = article(PRESS, CUP, "one", published="2026-05-04"), article(PRESS, BOX, "two", published="2026-05-06")
    (first,) = positions(claims([new, old], analyse("What happened?")))
    (latest,) = positions(claims([new, old], analyse("What is the latest?")))
    assert str(first.value).startswith("A porter")
    assert str(latest.value).startswith("The cup lost")


@pytest.mark.parametrize("question", ["What happened to the cup?", "What happens next?", "What is the cup?"])
def test_another_question_is_not_what_happened(question):
    assert not analyse(question).compares
