"""What people type: the plain form of a question, and the kind of answer it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.event import beginnings_of, forms_of, named, unforeseen
from bot.answer.kinds.when import event_named, event_of
from bot.answer.phrasing import in_full
from bot.answer.question import analyse, clean
from corpus.types import Article, Outlet

# Kind → questions, one a line.
TYPED = {
    "money": """
        What sum did the ministry set aside?
        what sum was the firm fined
        which sum do the farmers demand?
        What amount of money did the council pay for the bridge?
        what amount did they steal
        What does a nurse earn?
        What does a train driver earn a year?
        how much do dockers earn?
        What is the average wage of a miner?
        what's the starting pay for a teacher
        what are teachers paid
        What did the owner have to pay?
        What will passengers have to pay?
        what did the painting sell for?
        What did the vase go for at auction?
        what was the settlement worth?
        What did the two sides settle for?
        whats the damage worth
        What will the tunnel cost?
        How much will it cost?
        HOW MUCH DID THE RING COST
        what's the ransom
        what ransom did the pirates ask for?
        What fee did the club pay?
        How much is the company worth?
        What is the price of a ticket?
        how much did she get in compensation
        What compensation did the families get?
        What compensation was offered?
        how much money went missing?
        what reward is being offered?
        how expensive was the repair?
        How much in damages must the firm pay?
    """,
    "percent": """
        What pay rise does the union want?
        what rise did the nurses get
        What raise was agreed?
        which pay increase are the drivers asking for?
        What wage increase did the firm offer?
        What percentage of homes have no power?
        what share of the vote did Marin get
        How much did shares fall?
        by how much did the shares drop?
        By how many percent did prices rise?
        what proportion of members voted yes
        What was the turnout?
        what's the unemployment rate
        How high was turnout?
        how much of the fire is contained?
        How contained is the fire?
        what was her share of the vote?
        By how much will rents go up?
    """,
    "measure": """
        What area burned?
        What area has the blaze burned?
        what area is covered by the slick
        How much land has burned?
        How big is the fire?
        how large is the oil slick?
        What size is the crater?
        how much longer will the strike last
        How long will the strike last?
        how long did the rescue take?
        How long was he in prison?
        What was the height of the wave?
        what speed was the train doing?
        How fast was the car going?
        how far from the coast did it sink?
        What depth did the divers reach?
        how old was the driver?
        What age was the victim?
        how strong was the quake?
        What magnitude was the quake?
        How many acres burned?
        how many hours were the passengers stuck?
        What distance did they walk?
        how long is the tunnel?
        what length is the bridge
        How much oil leaked?
        what temperature was reached
        How long was the sentence?
        What sentence did the driver get?
    """,
    "count": """
        how many died
        How many people were hurt?
        How many ppl died?
        what's the death toll
        Whats the death toll?
        How many of the crew survived?
        how many flights were cancelled on Tuesday
        What number of homes were destroyed?
        what is the number of injured?
        how big was the crowd?
        how many votes did she get?
        number of dead?
        death toll
        how many firefighters are there
        What was the size of the crowd?
        how many so far?
    """,
    "time": """
        When did the crash happen?
        when's the rain coming?
        When is the rain coming
        when will it rain?
        What day is the vote?
        what day was it
        which day did she resign?
        On which day do the schools reopen?
        what date is the hearing
        what time did the alarm go off?
        at what time was the train due
        How long until the polls close?
        how long until the schools reopen
        how long before the bridge opens again?
        Until when is the road closed?
        since when has she been missing?
        Since when is the minister in office?
        how long ago was the mill built?
        by when must the firm pay?
        when'll the ferry sail again?
        when does the trial start
        In what year was the dam built?
        which year did the mine close?
        how soon will power be back?
        What's the date of the election?
        what is the deadline?
        What hour did it strike?
        till when does the curfew last?
        when exactly did he die?
    """,
    "place": """
        Where did the bus crash?
        where's the ship now?
        Where is the missing boy?
        Where was she found?
        where were the jewels hidden
        in which town did it happen?
        What town was hit worst?
        which hospital were they taken to?
        To which hospital was the driver taken?
        What prison is he held in?
        Which school did the children flee to?
        where are the evacuees staying?
        which airport did it take off from
        Which road is closed?
        what street did it happen on
        which village was cut off?
        What country is the ship from?
        Which port was it heading for?
        Whereabouts did it sink?
        From where did the thieves enter?
        which court will hear the case?
    """,
    "person": """
        Who won the race?
        who's in charge of the inquiry?
        Who is in charge of the investigation
        who leads the rescue?
        Who heads the commission?
        who runs the airport?
        who was arrested
        Who's the new coach?
        whos the captain
        Who is Mira Solberg?
        who is the owner of the mill
        whose car was it?
        Whom did the police arrest?
        Which party won?
        what company built the bridge?
        which minister resigned?
        What group claimed the attack?
        what is the name of the captain
        What's the driver's name?
        what's the suspect called?
        by whom was the deal signed?
        who'd they arrest?
        Who will replace the coach?
        which firm made the brakes?
        who is to blame for the spill?
        Who says the bridge was safe?
        who denied it?
        Which team lost?
        which politician was attacked?
        Which union called the strike?
        What airline is on strike?
    """,
    "cause": """
        Why did the roof fall in?
        why was the match stopped
        why's the road closed?
        Why is the union striking?
        How come the train was late?
        What caused the fire?
        what started the fire
        What started the blaze?
        how did the fire start?
        How did the blaze begin?
        how did Lena Hagen die?
        How did the boy lose his life?
        How did he die
        how did the two climbers die
        What is the reason for the delay?
        what led to the blackout?
        what's the cause of the outage
        What made the crane topple?
        what made the crane fall over?
        For what reason was she sacked?
        what killed the fish?
        What is to blame for the outage?
        what's behind the shortage?
        What triggered the landslide?
        what was the cause
        What did he die of?
        what prompted the evacuation
        what brought the crane down?
        What went wrong?
        what are they striking over?
        What is the strike about?
        over what are the workers striking?
    """,
    "yes_no": """
        Was he arrested?
        is the road open
        Did the bank know?
        did the pilot's union agree to the deal?
        Isn't the bridge closed?
        Didn't the mayor resign?
        has anyone been arrested
        Have the talks started?
        will there be a strike
        Are the schools shut?
        is it true that the mayor lied?
        so is the bridge safe?
        Can the dam be saved?
        Do the outlets say the driver was drunk?
        should people boil their water?
        Does the firm deny it?
        is anyone missing?
        Do you know if the dam broke?
        do we know whether she survived?
        Any idea if the road is open?
        tell me if the ferry sank
        WAS THE PILOT DRUNK
    """,
    "text": """
        What is Ole Brandt accused of?
        what is the mayor accused of?
        What's he charged with?
        what was the driver charged with?
        What did the judge decide?
        What did the council vote for?
        what did the mayor say
        What did the mayor say about the bridge?
        What did the minister promise?
        what does the union want?
        What does the union demand?
        what happens next?
        What will happen next?
        what happened
        What happened?
        what's going on
        What happened to the second boat?
        what became of the dog
        What was stolen?
        what did the thieves take?
        What did they find in the wreck?
        What is Project Lantern?
        what's the Lantern rule
        What does each outlet call the protesters?
        what did the ministry announce?
        What is in the deal?
        what was agreed?
        What did the company offer the workers?
        how did the mayor react?
        How did the thieves get in?
        what are the demands of the union?
        What was the score?
        What has the firm done about it?
        What should residents do?
        what did the captain do?
        What kind of ship was it?
        How did they escape?
        what was on the ship?
    """,
}
ROWS = [(kind, line.strip()) for kind, lines in TYPED.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("kind", "question"), ROWS, ids=[f"{kind}: {question}" for kind, question in ROWS])
def test_kind_of_what_is_typed(kind, question):
    assert analyse(question).kind == kind


@pytest.mark.parametrize("question", [question for _, question in ROWS])
def test_the_plain_form_is_plain(question):
    """What is rewritten once needs no rewriting again."""
    assert in_full(in_full(question)) == in_full(question)


PLAIN = [
    ("who's in charge of the inquiry?", "who heads the inquiry?"),
    ("What sum did the ministry set aside?", "how much did the ministry set aside?"),
    ("how much longer will the lift be out of order", "how long will the lift be out of order"),
    ("when's the ferry due", "when is the ferry due"),
    ("who's been hurt?", "who has been hurt?"),
    ("What's happened to the dog?", "What has happened to the dog?"),
    ("who'd they arrest?", "who did they arrest?"),
    ("Which day did she quit?", "what day did she quit?"),
    ("what started the barn fire?", "what caused the barn fire?"),
    ("hey, do you know if the pier is open?", "is the pier open?"),
    ("can you tell me when the trial will start", "when will the trial start"),
    ("tell me how many were hurt", "how many were hurt"),
    ("Does any outlet say that the pier is shut?", "is the pier shut?"),
    ("WHO SANK THE BOAT", "who sank the boat"),
    ("Who Paid For The New Pier?", "who paid for the new pier?"),
]
UNTOUCHED = [
    ("Who is Mira Solberg?", "capitals that mark a name"),
    ("Has Mira Solberg resigned?", "capitals that mark a name"),
    ("What does the factory make?", "no sum of money"),
    ("What did the owner pay for?", "a thing, and no sum"),
    ("What area was hit by the storm?", "a place, and no size"),
    ("Whose boat was it?", "no contraction"),
    ("What does each outlet call the marchers?", "a comparison"),
    ("How many people were hurt?", "plain already"),
    ("Which hospital bed was free?", "no hospital is asked for"),
]


@pytest.mark.parametrize(("typed", "plain"), PLAIN)
def test_plain_form(typed, plain):
    assert in_full(typed) == plain


@pytest.mark.parametrize(("typed", "why"), UNTOUCHED)
def test_left_as_typed(typed, why):
    assert in_full(typed) == typed, why


@given(st.text(max_size=120))
def test_any_text_has_a_plain_form(text):
    if any(c.isalnum() for c in text):
        assert in_full(clean(text)).isprintable()


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("crash", "went down"),
        ("grounding", "ran aground"),
        ("collapse", "gave way"),
        ("heist", "made off with"),
        ("robbery", "stole"),
        ("blackout", "lost power"),
        ("walkout", "walked out"),
        ("landslip", "landslide"),
        ("blast", "blew up"),
    ],
)
def test_a_noun_and_its_verbs_are_one_event(noun, verb):
    assert verb in forms_of(noun)


@pytest.mark.parametrize("noun", ["bridge", "mayor", "ferry", ""])
def test_no_event(noun):
    assert forms_of(noun) == ()


def test_how_an_event_begins():
    assert "walked out" in beginnings_of("walkout")
    assert beginnings_of("bridge") == ()


def test_some_events_are_planned():
    assert unforeseen("heist")
    assert not unforeseen("election")


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("When did the heist happen?", "stole"),
        ("When was the crash?", "went down"),
        ("When did the walkout begin?", "walked out"),
        ("When is the rain coming?", "showers"),
        ("When will it snow?", "snowfall"),
    ],
)
def test_event_of_a_question(question, form):
    event = event_of(question)
    assert event is not None
    assert form in event.forms


def test_event_of_a_question_for_a_place():
    event = event_named("Where did the robbery take place?")
    assert event is not None
    assert "stolen" in event.forms
    assert event_named("Who did it?") is None


FERRY = [
    Article(key, Outlet(key, key), "Ferry sinks off Vik", f"The ferry Halden sank off Vik on Monday. {more}")
    for key, more in (("post", "Nine died."), ("news", "Ten died."))
]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("what was the cause?", "what caused the sinking?"),
        ("What is the cause, according to the coast guard?", "what caused the sinking, according to the coast guard?"),
        ("when did it happen according to Ana Ruiz", "when did the sinking happen according to Ana Ruiz?"),
        ("Was it sabotage?", "was the sinking caused by sabotage?"),
        ("was it really an accident?", None),
        ("What is the cause of the delay?", None),
        ("what is the price, according to the coast guard?", None),
    ],
)
def test_an_event_that_is_not_named_is_that_of_the_story(question, meant):
    assert named(question, FERRY) == meant
