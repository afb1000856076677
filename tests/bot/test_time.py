import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.clauses import clauses
from bot.answer.kinds.time import KIND, Time
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.types import Sentence


def ask(question, text, blank="", published="2026-03-13"):
    """Read one sentence with `blank` taken out as attribution; return shown values and their exact words."""
    article = Article("a", Outlet("o", "O"), "t", "Lead. " + text, published=published)
    base = 6
    content = text.index(blank) + len(blank) if blank else 0
    sentence = Sentence(article.quote(base, base + len(text)), 0, 0)
    statement = Statement(sentence, (Span(base + content, base + len(text)),))
    parsed = analyse(question)
    return [(str(r.value), article.text[r.span.start : r.span.end]) for r in KIND.read(statement, parsed)]


NO_DEATH = "Police added that the names of the dead will be withheld until at least 24 hours after their families have been notified."


def test_when_names_are_withheld_until_is_no_time_of_a_death():
    assert ask("When did they die?", NO_DEATH, "Police added that") == []
    assert ask("When did the crew die?", NO_DEATH, "Police added that") == []


YES = [
    (
        "When did it crash?",
        "The ministry said a tanker went down at around 2 pm Eastern Time on March 12.",
        "The ministry said",
        "Thu 12 March 2026, about 2 pm (UTC−4)",
    ),
    ("When did it crash?", "All six died after it was shot down by rebels on Thursday.", "", "Thu 12 March 2026"),
    (
        "When did the train derail?",
        "On March 12 the train derailed near Bergen at 2 pm.",
        "",
        "Thu 12 March 2026, 2 pm",
    ),
    ("When did the plane crash?", "The plane, which crashed on Thursday, was built in 1998.", "", "Thu 12 March 2026"),
    ("When did the bus crash?", "Thursday's crash killed six.", "", "Thu 12 March 2026"),
    (
        "When did the war start?",
        "The toll is 13 since the north launched a war against the south on February 28.",
        "",
        "Sat 28 February 2026",
    ),
    ("When was the deal signed?", "The two banks signed the deal on Tuesday.", "", "Tue 10 March 2026"),
    ("When is the election?", "The election will be held on May 4.", "", "Mon 4 May 2026"),
    (
        "When did the river burst its banks?",
        "The Glomma river burst its banks at 4 am on Wednesday.",
        "",
        "Wed 11 March 2026, 4 am",
    ),
    (
        "When will the names of the dead be released?",
        "Police added that the names of the dead will be withheld until at least 24 hours after their families have been notified.",
        "Police added that",
        "not before 24 hours after their families have been notified",
    ),
    ("When will the report be released?", "The report will be published by June 1.", "", "by Mon 1 June 2026"),
    ("When was the suspect arrested?", "The suspect was arrested last month.", "", "February 2026"),
]

NO = [
    (
        "When did it crash?",
        "The ministry confirmed on Friday that the plane crashed.",
        "The ministry confirmed on Friday that",
    ),  # when it was said
    ("When did it crash?", "It did not crash on Thursday.", ""),  # denied
    ("When did it crash?", "A similar plane crashed in 2019.", ""),  # another one
    ("When did it crash?", "Rescuers came hours after it crashed.", ""),  # measured from the crash
    ("When did it crash?", "It was the worst crash since 2010.", ""),  # another one
    ("When did it crash?", "Rescuers left on Friday.", ""),  # another event
    ("When did the war start?", "The trial began on Monday.", ""),  # something else began
    ("When will the names be released?", "The hostages were released on Friday.", ""),  # something else was released
    ("When was the deal signed?", "The deal was not signed on Tuesday.", ""),
]


@pytest.mark.parametrize(("question", "text", "blank", "expected"), YES)
def test_read(question, text, blank, expected):
    assert [value for value, _ in ask(question, text, blank)] == [expected]


@pytest.mark.parametrize(("question", "text", "blank"), NO)
def test_read_nothing(question, text, blank):
    assert ask(question, text, blank) == []


def test_two_coordinated_clauses_keep_their_own_times():
    found = ask("When did the bus crash?", "The bus crashed on Tuesday and was recovered on Wednesday.")
    assert found == [("Tue 10 March 2026", "Tuesday")]


def test_without_a_date_of_publication_the_words_are_kept():
    article = ask("When did it crash?", "It crashed on Thursday.", published=None)
    assert article == [("Thursday", "Thursday")]


def day(start, end=None, granularity="day", approximate=False):
    return Time(start, end or start, granularity, approximate, "as printed")


def words(text):
    return Time(None, None, None, False, text)


RELATIONS = [
    (day("2026-03-12"), day("2026-03-12"), Relation.SAME),
    (day("2026-03-12T14:00-04:00", granularity="hour"), day("2026-03-12"), Relation.REFINES),
    (
        day("2026-03-12T14:00-04:00", granularity="hour"),
        day("2026-03-12T18:00+00:00", granularity="hour"),
        Relation.SAME,
    ),
    (day("2026-03-12T14:00", granularity="hour"), day("2026-03-12T15:00", granularity="hour"), Relation.INCOMPATIBLE),
    (day("2026-03-12T14:00", granularity="hour"), day("2026-03-12T14:07", granularity="minute"), Relation.REFINES),
    (day("2026-03-12T14:00", granularity="hour"), day("2026-03-12T14:00-04:00", granularity="hour"), Relation.REFINES),
    (
        day("2026-03-12T22:00-04:00", granularity="hour"),
        day("2026-03-13"),
        Relation.COMPATIBLE,
    ),  # the next day elsewhere
    (day("2026-03-12T10:00-04:00", granularity="hour"), day("2026-03-14"), Relation.INCOMPATIBLE),
    (day("2026-03-12"), day("2026-03-13"), Relation.INCOMPATIBLE),
    (day("2026-03-12"), day("2026-03", granularity="month"), Relation.REFINES),
    (day("2026-03", granularity="month"), day("2026", granularity="year"), Relation.REFINES),
    (day("2026-02", granularity="month"), day("2026-03-01"), Relation.INCOMPATIBLE),
    (day("2026-03-01", "2026-03-10", approximate=True), day("2026-03-11"), Relation.COMPATIBLE),
    (words("after the vote"), words("after the vote"), Relation.SAME),
    (words("after the vote"), words("before the vote"), Relation.COMPATIBLE),
    (words("Thursday"), day("2026-03-12"), Relation.COMPATIBLE),
    (Time(None, "2026-06-01", "day", False, "June 1"), day("2026-05-20"), Relation.REFINES),
    (Time(None, "2026-06-01", "day", False, "June 1"), day("2026-06-02"), Relation.INCOMPATIBLE),
]


@pytest.mark.parametrize(("a", "b", "expected"), RELATIONS)
def test_relation(a, b, expected):
    assert a.relation(b) is expected
    assert b.relation(a) is expected


def test_json_has_the_fields_of_the_schema():
    value = day("2026-03-12T14:00-04:00", granularity="hour", approximate=True)
    assert value.as_json() == {
        "kind": "time",
        "start": "2026-03-12T14:00-04:00",
        "end": "2026-03-12T14:00-04:00",
        "granularity": "hour",
        "approximate": True,
        "text": "as printed",
    }


STAMPS = st.one_of(
    st.dates().map(lambda d: (d.isoformat(), "day")),
    st.dates().map(lambda d: (d.isoformat()[:7], "month")),
    st.dates().map(lambda d: (d.isoformat()[:4], "year")),
    st.datetimes().map(lambda d: (d.isoformat(timespec="minutes"), "minute")),
    st.datetimes().map(lambda d: (d.replace(minute=0).isoformat(timespec="minutes") + "-04:00", "hour")),
)
VALUES = st.one_of(
    st.builds(lambda s, about: Time(s[0], s[0], s[1], about, "x"), STAMPS, st.booleans()),
    st.builds(lambda s: Time(None, s.isoformat(), "day", False, "x"), st.dates()),
    st.builds(lambda s: Time(s.isoformat(), None, "day", False, "x"), st.dates()),
    st.builds(words, st.text(max_size=10)),
)


@given(VALUES, VALUES)
def test_relation_is_symmetric_and_reflexive(a, b):
    assert a.relation(b) is b.relation(a)
    assert a.relation(a) is Relation.SAME
    assert str(a) or not a.text


@given(VALUES, VALUES, VALUES)
def test_same_is_transitive(a, b, c):
    if a.relation(b) is Relation.SAME and b.relation(c) is Relation.SAME:
        assert a.relation(c) is Relation.SAME


QUESTIONS = st.sampled_from(["When did it crash?", "When will the names be released?", "When is the vote?", "When?"])
PIECES = st.sampled_from(
    [
        "it",
        "crashed",
        "not",
        "on",
        "Thursday",
        "and",
        ",",
        ".",
        "at",
        "2",
        "pm",
        "March",
        "12",
        "names",
        "withheld",
        "until",
        "hours",
        "after",
        "who",
        "were",
        "by",
        "since",
        "'s",
    ]
)


@given(QUESTIONS, st.one_of(st.text(min_size=1), st.lists(PIECES, min_size=1).map(" ".join)))
def test_any_text_is_read(question, text):
    for _, span in ask(question, text):
        assert span in text


@given(st.text())
def test_clauses_tile_the_text(text):
    parts = clauses(text)
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(parts))


@pytest.mark.parametrize("piece", ["it crashed ", "and ", "crashed on Thursday, ", "until "])
def test_linear_time(piece):
    started = time.process_time()
    ask("When did it crash?", piece * (20_000 // len(piece)))
    assert time.process_time() - started < 10
