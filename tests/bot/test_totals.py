"""Which figures may stand against each other: totals that somebody gives as the total, never parts of one."""

import pytest

from bot.answer.positions import group, mark_superseded
from bot.answer.question import analyse
from bot.answer.reading import read
from bot.answer.state import derive
from bot.answer.totals import settled
from bot.answer.types import State
from corpus.types import Article, Outlet

DIED, HURT = "How many people were killed?", "How many people were injured?"


def told(question, *texts, published="2026-03-02"):
    """Return the settled claims of articles of one outlet each."""
    articles = [
        Article(f"a{i}", Outlet(f"o{i}", f"O{i}"), "", text, published=published) for i, text in enumerate(texts)
    ]
    asked = analyse(question)
    return settled(read(articles, asked), asked)


def values(question, *texts, **options):
    return sorted({str(claim.value) for claim in told(question, *texts, **options)})


def state(question, *texts):
    return derive(mark_superseded(group(told(question, *texts))), {})


#: question, articles; the first value is the total, nothing else may be left.
PARTS = [
    (HURT, ["Four people were hurt at the fair. One man is in critical condition and three others were hurt."], "4"),
    (HURT, ["Nine people were injured in the fire.", "The mayor said two of the injured were his neighbours."], "9"),
    (HURT, ["Six workers were hurt. Medics said three were in stable condition at a clinic."], "6"),
    (HURT, ["Seven people were injured.", "Two children, ages 2 and 4, are among the injured."], "7"),
    (HURT, ["Five people were hurt when a tram derailed. Doctors said two others were taken to a clinic."], "5"),
    (DIED, ["Two people were killed.", "Police said a rower was one of the two people who died in the flood."], "2"),
    (DIED, ["Three people were killed in a crash. One died at the scene, police said."], "3"),
    (DIED, ["Eight hikers were killed by an avalanche. Four were pronounced dead at the scene."], "8"),
    (DIED, ["Three people died in the blaze. Police said two women died later in hospital."], "3"),
    (DIED, ["The toll is high: 12 people were killed. Two women were killed near the bridge."], "12"),
    (
        DIED,
        ["Four people were killed in the crash. The crash came a month after a lorry driver killed 19 in Halden."],
        "4",
    ),
    (DIED, ["Four people were killed in the fire.", "The fire was the deadliest since one in 1998 killed 31."], "4"),
    (DIED, ["Four people were killed.", "In August 2019 a flood killed 57 people in the valley."], "4"),
    (DIED, ["Four people were killed.", "Two people were killed in an unrelated crash on Sunday."], "4"),
    (DIED, ["Four people were killed.", "The city's last fire killed two people."], "4"),
    (DIED, ["Four people were killed.", "It stands near the site of a December fire that killed two people."], "4"),
    (HURT, ["Four people were hurt.", "No officers were hurt, the chief said."], "4"),
    (HURT, ["Four people were hurt.", "Only one man was still hospitalized on Monday, his injuries severe."], "4"),
    (
        HURT,
        ["Four people were hurt.", "Officials at the scene say two injured children are in critical condition."],
        "4",
    ),
    (
        HURT,
        ["Four people were hurt.", "Kai Moen was shot in the wrist, and a 40-year-old woman was also wounded."],
        "4",
    ),
    (
        DIED,
        ["Three people are dead.", "Two people were dead in the street and a third person died inside a home."],
        "3",
    ),
    (DIED, ["Nine people were killed.", "Four hours later two suspects were killed by police."], "9"),
    (DIED, ["Four people were killed.", "The town saw another fire last October when one person was killed."], "4"),
    (DIED, ["Four people were killed.", "Police link it to an Easter shooting that killed two people."], "4"),
    (DIED, ["Four people were killed.", "Related: Two people killed in Halden"], "4"),
    (DIED, ["Four people were killed.", "Three fires over a violent weekend left nine people dead."], "4"),
    (DIED, ["Four people were killed.", "Nineteen people were killed two years ago on the same bend."], "4"),
]


@pytest.mark.parametrize(("question", "texts", "total"), PARTS)
def test_parts_and_other_events_do_not_contradict_a_total(question, texts, total):
    assert values(question, *texts) == [total]


#: Two totals that somebody gives: the disagreement must stay.
DISAGREE = [
    (DIED, ["Four people were killed in the strike on the port.", "Six people were killed in the strike on the port."]),
    (DIED, ["The police said that four people were killed. The ministry said that six people were killed."]),
    (DIED, ["Four people were killed at the mine. The union said that six people were killed."]),
    (DIED, ["A man was killed when the ferry sank.", "Two people were killed when the ferry sank."]),
    (HURT, ["A woman died and three others were hurt in a fire.", "A woman died and four others were hurt in a fire."]),
    (
        HURT,
        ["Twenty people were injured, four of them seriously.", "Thirty people were injured, two of them seriously."],
    ),
    (DIED, ["Four people were killed.", "The ferry, built in 1987, sank and nine people were killed."]),
    (DIED, ["Four people were killed.", "The storm killed nine people across the region."]),
    (DIED, ["Nine people were killed by the flood, rescuers found. The official toll stands at four dead."]),
    (DIED, ["Four people were killed by the flood. On the coast nine people were killed."]),
    # The larger figure of the two is nobody else's: which of them is the total is not known.
    (
        DIED,
        ["The toll is high: 12 people were killed. Two women were killed near the bridge.", "Two people were killed."],
    ),
    (HURT, ["Four people were hurt.", "Nobody was hurt."]),
    (DIED, ["Four people were killed.", "A second statement said that nine people were killed."]),
    (DIED, ["Four people were killed.", "The blast killed nine people, and a tenth person is missing."]),
    (HURT, ["All five of the injured were miners: five people were hurt.", "Six people were hurt in the mine."]),
]


@pytest.mark.parametrize(("question", "texts"), DISAGREE)
def test_two_totals_stay_a_conflict(question, texts):
    assert state(question, *texts) is State.CONFLICT


STRIKES = "The first strike killed five people. The second strike killed 12 people."
#: What a question asks for by name is never taken for a part or for another event.
NAMED = [
    ("How many people were killed in the second strike?", STRIKES, ["12"]),
    ("How many people were killed in the first strike?", STRIKES, ["5"]),
    (
        "How many people were killed in the strike?",
        "The strike killed five people. A second strike killed 12 people.",
        ["5"],
    ),
    ("How many people died at the scene?", "Nine people died. Three people died at the scene.", ["3", "9"]),
    (
        "How many people were killed in Halden?",
        "The storm killed nine people. Three people were killed in Halden.",
        ["3", "9"],
    ),
    (
        "How many people were killed in Halden?",
        "Two people were killed. Another fire in Halden killed three people.",
        ["2", "3"],
    ),
    (
        "How many were killed last October?",
        "Four people were killed. In another fire last October one person was killed.",
        ["1", "4"],
    ),
    (
        "How many died over the weekend?",
        "One man was killed on Monday. Eleven people were killed in shootings over the weekend.",
        ["11"],
    ),
    ("How many suspects were killed?", "Nine people were killed. Two suspects were killed by police.", ["2"]),
    ("How many officers were hurt?", "Four people were hurt. No officers were hurt.", ["0"]),
    ("How many women were killed?", "Nine people were killed. Two women were killed.", ["2"]),
]


@pytest.mark.parametrize(("question", "text", "expected"), NAMED)
def test_what_is_asked_for_by_name_stands(question, text, expected):
    assert values(question, text) == sorted(expected)


def test_an_unsure_figure_stands_where_nothing_else_answers():
    round_up = "Late on Sunday 12 people were killed in shootings across the country in separate incidents."
    assert values(DIED, round_up) == ["12"]


def test_a_figure_told_of_a_past_year_is_the_event_where_all_articles_are_of_it():
    text = "In August 2019 a flood killed 57 people in the valley."
    assert values(DIED, text, "Four people were killed.", published="2019-08-20") == ["4", "57"]


def test_a_part_stands_where_no_total_is_given():
    assert values(HURT, "Medics said three were injured and in stable condition.") == ["3"]


def test_a_question_for_a_part_keeps_it():
    text = "Nine people were injured. Three people were seriously injured."
    assert values("How many people were seriously injured?", text) == ["3"]


def test_earlier_figures_of_one_voice_are_no_parts():
    assert values(DIED, "Four people were killed. Initially, two people were reported killed.") == ["2", "4"]


#: text, question, the number read; None where it counts nobody.
READ = [
    ("Father, 6-Year-Old Son Dead in Lakeside Home", DIED, "2"),
    ("Man, daughter killed in house fire", DIED, "2"),
    ("Mother, two children killed in house fire", DIED, "3"),
    ("A couple and their two sons were found dead after the flood.", DIED, "4"),
    ("A mother and her two sons were killed in the crash.", DIED, "3"),
    ("Kari Berg and her two daughters died.", DIED, "3"),
    ("A pair of hikers were killed.", DIED, "2"),
    ("The blaze left a couple dead.", DIED, "2"),
    ("A man who slept was killed in the fire.", DIED, "1"),
    ("A. Berg, 41 of Lindal, was killed near the Motel 9, Channel 7 reports.", DIED, None),
    ("They are young, not even 25, and they are being killed.", DIED, None),
    ("A driver younger than 18 was injured.", HURT, None),
    ("Her injury stemmed from a pair of boots.", HURT, None),
    ("“An evil and hateful man took the lives of citizens,” he said.", DIED, None),
    ("She made a plea for the person who killed her son.", DIED, None),
    ("Praying that nobody died, she ran.", DIED, None),
    ("Nobody deserves to be killed like that.", DIED, None),
    ("Nobody was killed when the crane fell.", DIED, "0"),
    ("Two men shot a policeman dead on Monday.", DIED, "1"),
    ("Prosecutors claim the four suspects killed Lind and Berg in a quarrel.", DIED, None),
    ("Army: 12 soldiers killed 3 rebels", DIED, "3"),
    ("Two rebels killed by soldiers", DIED, "2"),
    ("Two rebels killed Tuesday in the hills", DIED, "2"),
    ("Detectives are searching for at least one suspect in the killing.", DIED, None),
    ("Police held two men over the deaths.", DIED, None),
    ("Harbour homicide detectives are searching for three sailors.", DIED, None),
    ("Two officers are facing murder charges.", DIED, None),
    ("Two murder victims were buried.", DIED, "2"),
    ("A boy was nearly killed on Friday night.", DIED, None),
    ("The fire killed nearly 40 people.", DIED, "nearly 40"),
    ("Kai Moen, 16, and Eva Lind, 13 – died at the scene.", DIED, None),
    ("Jurors shown video in murder trial - FOX 8 WVUE News, Weather", DIED, None),
    ("A crowd asks for answers after a boy died - KVX 5", DIED, "1"),
    ("Call (317) 262-TIPS (8477) or the homicide desk at (317) 327-3475 about the death.", DIED, None),
    ("She called 911 after her son was killed.", DIED, None),
    ("The .380 handgun used to kill was his.", DIED, None),
    ("Nobody likes to hear of a kid getting killed.", DIED, None),
    ("Several parishioners came to mourn Berg's death.", DIED, None),
    ("Family of 17 y.o killed in the crash shared this picture.", DIED, None),
    ("Three men between the ages of 18 and 23 with her received injuries.", HURT, "3"),
    ("The man is suspected of slaying his wife and son.", DIED, "2"),
    ("The young mother and her two boys were found dead.", DIED, "3"),
    ("She and her three children were shot dead.", DIED, "4"),
    ("They found the man and the little girl dead.", DIED, "2"),
    ("The father and daughter were killed.", DIED, "2"),
    ("One victim, a 30-year-old man, died.", DIED, "1"),
    ("A girl, a man killed in a fire", DIED, "2"),
    ("A guard fatally shot two boys.", DIED, "2"),
    ("A man fatally shot on Tuesday was named.", DIED, "1"),
    ("Two children shot dead a dog.", DIED, None),
    ("Two children shot dead in park", DIED, "2"),
    ("The victims, all under 16, were killed.", DIED, None),
    ("Kai Moen, 31 (killed in flat 12)", DIED, None),
    ("Several witnesses described the killing.", DIED, None),
    ("The man and the woman's dog died.", DIED, None),
    ("A quarrel over a pair of skates ended in a death.", DIED, None),
]


@pytest.mark.parametrize(("text", "question", "number"), READ)
def test_read(text, question, number):
    assert values(question, text) == ([] if number is None else [number])
