import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds import kind
from bot.answer.kinds.count import Count
from bot.answer.question import analyse
from bot.answer.types import Kind, Span, Stance, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.split import sentences

OUTLET = Outlet("o", "O")


def read(text, question):
    article = Article("a", OUTLET, "t", text)
    asked = analyse(question)
    assert asked.kind is Kind.COUNT
    out = []
    for sentence in sentences(article):
        statement = Statement(sentence, (Span(sentence.start, sentence.end),))
        out += kind("count").read(statement, asked)
    return out, article


DIED, HURT = "How many people died?", "How many people were injured?"
ROWS = [
    ("Twelve people were killed when the dam broke.", DIED, ["12"]),
    ("The flood killed 12 people and injured 30.", DIED, ["12"]),
    ("The flood killed 12 people and injured 30.", HURT, ["30"]),
    ("At least 12 people were killed and 30 injured in the blast.", DIED, ["at least 12"]),
    ("At least 12 people were killed and 30 injured in the blast.", HURT, ["30"]),
    ("The death toll rose to 12 on Sunday.", DIED, ["12"]),
    ("The death toll rose from 9 to 12 on Sunday.", DIED, ["12"]),
    ("The toll stands at 40.", DIED, ["40"]),
    ("Four of the six climbers died.", DIED, ["4 of 6"]),
    ("All nine miners are dead, the company said.", DIED, ["9 of 9"]),
    ("Both pilots were killed.", DIED, ["2 of 2"]),
    ("None of the six hikers was injured.", HURT, ["0 of 6"]),
    ("No one was killed in the fire.", DIED, ["0"]),
    ("A farmer was killed by the landslide.", DIED, ["1"]),
    ("A nurse and two doctors left; a woman died.", DIED, ["1"]),
    ("Two men and a woman were killed in the collapse.", DIED, ["3"]),
    ("A man and his daughter were found dead in the snow.", DIED, ["2"]),
    ("2 adults, 2 children killed in house fire.", DIED, ["4"]),
    ("Twelve people, including two children, were killed.", DIED, ["12"]),
    ("Between 12 and 15 people died in the storm.", DIED, ["12–15"]),
    ("About 40 people died in the heat.", DIED, ["about 40"]),
    ("Dozens of people drowned.", DIED, ["dozens"]),
    ("Nearly 100 people died in the flood.", DIED, ["nearly 100"]),
    ("Several hundred residents fled.", "How many people fled?", ["several hundred"]),
    # increases are shown as increases
    ("Two more people died in hospital.", DIED, ["2 more"]),
    ("Another three bodies were found in the mud.", DIED, ["3 more"]),
    ("Up to 12 more miners may have died.", DIED, ["up to 12 more"]),
    ("Another man was arrested on Friday.", "How many people were arrested?", ["1 more"]),
    # added to people of another event they are the number of their own
    ("Six people died, and two more were hurt.", HURT, ["2"]),
    ("One woman was killed and another injured.", HURT, ["1"]),
    # lists
    ("Two children, ages 3 and 5, and their mother were found dead.", DIED, ["3"]),
    ("Ann Lee and her daughter died in the flood.", DIED, ["2"]),
    ("Teen, 3 adults killed in bus crash", DIED, ["4"]),
    ("A 2-year-old girl and four other people were injured.", HURT, ["5"]),
    ("Six people, three men and three women, were injured.", HURT, ["6", "6"]),
    ("A triple murder shook the valley.", DIED, ["3"]),
    ("A double drowning closed the beach.", DIED, ["2"]),
    # one of a whole
    ("She was one of the six who died.", DIED, ["6"]),
    ("He is among four of the players who were injured.", HURT, ["4"]),
    # to hospital
    ("The crash sent four people to Bergen University Hospital.", HURT, ["4"]),
    ("The blast left three others in the hospital.", HURT, ["3"]),
    ("Five hikers were airlifted to a medical centre.", HURT, ["5"]),
    ("The deaths of 12 miners shook the town.", DIED, ["12"]),
    ("The death of a farmer shook the town.", DIED, ["1"]),
    ("One man died and three others were hurt.", DIED, ["1"]),
    ("One man died and three others were hurt.", HURT, ["3"]),
    ("The bus had 40 passengers on board.", "How many were on board?", ["40"]),
    ("Four of the six sailors aboard were rescued.", "How many were aboard?", ["6"]),
    ("Four of the six sailors aboard were rescued.", "How many sailors were rescued?", ["4 of 6"]),
    ("Police arrested 40 protesters on Monday.", "How many people were arrested?", ["40"]),
    ("Some 4,000 residents fled their homes.", "How many people fled?", ["about 4,000"]),
    ("The storm destroyed 300 homes.", "How many homes were destroyed?", ["300"]),
    ("Three hikers are still missing.", "How many hikers are missing?", ["3"]),
    ("Six people were shot, two of them fatally.", DIED, ["2"]),
    (
        "This is at least the fourth ship lost during the war.",
        "How many ships have been lost in the war?",
        ["at least 4"],
    ),
    (
        "The crash has brought the number of pilots killed to at least 13 since the war began.",
        "How many pilots have been killed in the war?",
        ["at least 13"],
    ),
]


@pytest.mark.parametrize(("text", "question", "values"), ROWS)
def test_read(text, question, values):
    found, article = read(text, question)
    assert [str(reading.value) for reading in found] == values
    assert all(article.text[r.span.start : r.span.end] for r in found)


# what must not be read, and why
NOTHING = [
    ("The ministry confirmed the deaths in a post by a minister.", DIED, "who confirms is not counted"),
    ("No one else was hurt.", HURT, "others were"),
    ("No other passengers were hurt.", HURT, "others were"),
    ("None of the six was seriously hurt.", HURT, "they may be hurt a little"),
    ("None of the injuries is life-threatening.", HURT, "injuries, not people"),
    ("Two people were taken to the hospital, where they died.", HURT, "dead, not injured"),
    ("Call 555-HELP if you saw who was killed.", DIED, "a telephone number"),
    ("A bus crashed at 28th and Main Streets, killing the driver's dog.", DIED, "an address"),
    ("Troopers answered a 911 call and found him dead.", DIED, "a service"),
    ("The council moved 40 patients to a new hospital.", HURT, "moved, not hurt"),
    ("Workers brought 300 beds to the hospital.", HURT, "things"),
    ("Forty nurses in the hospital resigned.", HURT, "staff"),
    ("The city has seen 40 deaths so far this year.", DIED, "a running total"),
    ("It is the third bridge destroyed.", "How many bridges were destroyed?", "a rank is no count of one event"),
    ("Six people were injured.", DIED, "another event"),
    ("Six people were on board.", DIED, "another event"),
    ("Two men killed a dog.", DIED, "the killers, and no person killed"),
    ("Three of the four men accused in her murder took pleas.", DIED, "accused, not dead"),
    ("Officers saw 10 friends, including the boy who was killed.", DIED, "the ten were not killed"),
    ("A KC-135 crashed and a boy, 12, watched.", DIED, "a designation and an age"),
    ("Three officers responded when a body fell.", "How many officers were killed?", "another clause"),
    ("At least three trucks were destroyed.", "How many homes were destroyed?", "another thing"),
    ("Six passengers died.", "How many crew died?", "another role"),
    ("Six soldiers died.", "How many civilians died?", "another role"),
    ("12 killed so far this year.", DIED, "a running total"),
    ("The man, 34, was killed in 1999.", "How many children were killed?", "an age, a year"),
    ("City won 3-2 and a flare was thrown.", HURT, "a score"),
]


@pytest.mark.parametrize(("text", "question", "why"), NOTHING)
def test_read_nothing(text, question, why):
    found, _ = read(text, question)
    assert [str(r.value) for r in found] == [], why


def test_stance_and_earlier():
    [hedged], _ = read("Nine people are feared dead.", DIED)
    assert hedged.stance is Stance.HEDGE
    [denied], _ = read("The ministry denied that nine people died.", DIED)
    assert denied.stance is Stance.DENY
    [earlier], _ = read("Officials said at the time that nine people had died.", DIED)
    assert earlier.earlier


RELATIONS = [
    (Count(6, 6), Count(6, 6, 6), Relation.SAME),
    (Count(6, 6), Count(4, 4), Relation.INCOMPATIBLE),
    (Count(13, None), Count(15, 15), Relation.REFINES),
    (Count(13, None), Count(12, 12), Relation.INCOMPATIBLE),
    (Count(35, 45, None, True), Count(40, 40), Relation.REFINES),
    (Count(10, 20), Count(15, 30), Relation.COMPATIBLE),
    (Count(40, 40, None, True), Count(40, 40), Relation.REFINES),
]


@pytest.mark.parametrize(("one", "two", "relation"), RELATIONS)
def test_relation(one, two, relation):
    assert one.relation(two) is relation
    assert two.relation(one) is relation


def test_json_and_text():
    assert Count(6, 6, 6).as_json() == {"kind": "count", "low": 6, "high": 6, "of": 6}
    assert Count(13, None).as_json() == {"kind": "count", "low": 13, "high": None}
    assert [
        str(c) for c in (Count(6, 6, 6), Count(13, None), Count(35, 45, None, True), Count(0, 50), Count(1200, 1200))
    ] == [
        "6 of 6",
        "at least 13",
        "about 40",
        "up to 50",
        "1,200",
    ]


def test_an_increase_is_never_compared_with_a_total():
    two_more, twelve = Count(2, 2, increment=True), Count(12, 12)
    assert two_more.relation(twelve) is twelve.relation(two_more) is Relation.COMPATIBLE
    assert two_more.relation(Count(3, 3, increment=True)) is Relation.COMPATIBLE
    assert two_more.relation(Count(2, 2, increment=True)) is Relation.SAME
    assert two_more.as_json() == {"kind": "count", "low": 2, "high": 2, "increment": True}


def test_what_is_shown_for_a_vague_amount_is_not_compared():
    assert Count(90, 99, nearly=100) == Count(90, 99)
    assert Count(90, 99, nearly=100).as_json() == {"kind": "count", "low": 90, "high": 99}
    assert str(Count(24, 99, None, True, "dozens")) == "dozens"


COUNTS = st.builds(
    lambda low, more, rough: Count(low, None if more is None else low + more, None, rough),
    st.integers(0, 99),
    st.one_of(st.none(), st.integers(0, 20)),
    st.booleans(),
)


@given(COUNTS, COUNTS)
def test_relation_is_symmetric_and_same_only_with_itself(one, two):
    assert one.relation(two) is two.relation(one)
    assert one.relation(one) is Relation.SAME
    assert (one.relation(two) is Relation.SAME) == (one == two)
