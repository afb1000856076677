import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.times import combine, offset, times

ANCHOR = date(2026, 3, 13)  # a Friday

YES = [
    # text, span, since, until, granularity, approximate
    (
        "The train left around 2 pm Eastern Time on March 12.",
        "around 2 pm Eastern Time on March 12",
        "2026-03-12T14:00-04:00",
        "hour",
        True,
    ),
    (
        "At approximately 2 pm ET on March 2, a ferry sank.",
        "approximately 2 pm ET on March 2",
        "2026-03-02T14:00-05:00",
        "hour",
        True,
    ),
    (
        "It opened on Thursday, March 12 at 7:30 a.m. local time.",
        "Thursday, March 12 at 7:30 a.m. local time",
        "2026-03-12T07:30",
        "minute",
        False,
    ),
    ("A quake struck at 1400 GMT Monday.", "1400 GMT Monday", "2026-03-09T14:00+00:00", "minute", False),
    ("He spoke on Thursday night.", "Thursday night", "2026-03-12", "day", False),
    ("He spoke on Friday.", "Friday", "2026-03-13", "day", False),  # the day of publication counts
    ("He spoke last Friday.", "last Friday", "2026-03-06", "day", False),
    ("The vote will be held on Monday.", "Monday", "2026-03-16", "day", False),
    ("The bridge fell on 28 February.", "28 February", "2026-02-28", "day", False),
    ("Polls close on March 15.", "March 15", "2026-03-15", "day", False),  # the last one is a year back
    ("The cup final on December 25", "December 25", "2025-12-25", "day", False),
    ("Elections on May 4, 2027.", "May 4, 2027", "2027-05-04", "day", False),
    ("on 13/03/2026", "13/03/2026", "2026-03-13", "day", False),
    ("at 2026-03-12T10:30Z", "2026-03-12T10:30Z", "2026-03-12T10:30+00:00", "minute", False),
    ("It was built in 2019.", "2019", "2019", "year", False),
    ("Prices rose in February.", "February", "2026-02", "month", False),
    ("He arrived two days ago.", "two days ago", "2026-03-11", "day", False),
    ("He arrived yesterday.", "yesterday", "2026-03-12", "day", False),
    ("She returns tomorrow.", "tomorrow", "2026-03-14", "day", False),
    ("It hit this morning.", "this morning", "2026-03-13", "day", False),
    ("Sales fell last month.", "last month", "2026-02", "month", False),
]

RANGES = [
    ("Snow fell overnight.", "overnight", "2026-03-12", "2026-03-13"),
    ("It ran on March 10-12.", "March 10-12", "2026-03-10", "2026-03-12"),
    ("Rain fell in early March.", "early March", "2026-03-01", "2026-03-10"),
    ("They met last week.", "last week", "2026-03-02", "2026-03-08"),
]

NO = [
    "Theresa May said so.",  # a name
    "The March for Life drew thousands.",  # a walk
    "It was moved to 12/03/2026.",  # March or December
    "They won 3:2 at home.",  # a score
    "The flood hit in 2000 homes.",  # counts homes
    "Black Friday sales rose.",  # a sale, not a day
    "The KC-135 and two F-15 landed.",
    "Officials may meet.",
    "It cost 2.30 pounds.",
]

RELATIVE = [
    (
        "withheld until at least 24 hours after their families have been told.",
        "at least 24 hours after their families have been told",
    ),
    ("It came hours after the vote ended, he wrote.", "hours after the vote ended"),
]


@pytest.mark.parametrize(("text", "span", "since", "granularity", "approximate"), YES)
def test_times(text, span, since, granularity, approximate):
    (found,) = times(text, ANCHOR)
    assert (found.text, found.since, found.until) == (span, since, since)
    assert (found.granularity, found.approximate) == (granularity, approximate)


@pytest.mark.parametrize(("text", "span", "since", "until"), RANGES)
def test_ranges(text, span, since, until):
    (found,) = times(text, ANCHOR)
    assert (found.text, found.since, found.until) == (span, since, until)


@pytest.mark.parametrize("text", NO)
def test_no_times(text):
    assert times(text, ANCHOR) == ()


@pytest.mark.parametrize(("text", "span"), RELATIVE)
def test_times_after_other_events_stay_unresolved(text, span):
    (found,) = times(text, ANCHOR)
    assert (found.text, found.since, found.until, found.relative) == (span, None, None, True)


def test_without_a_day_of_publication_a_weekday_is_not_resolved():
    (found,) = times("He spoke on Thursday.", None)
    assert (found.text, found.since) == ("Thursday", None)
    assert times("He spoke on 12 March 2026.", None)[0].since == "2026-03-12"


def test_a_time_of_day_joins_a_day_elsewhere_in_the_sentence():
    day, clock = times("On March 12 the train left the tracks at 2 pm.", ANCHOR)
    assert combine(day, clock).since == "2026-03-12T14:00"
    assert combine(clock, day) is None


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("ET", date(2026, 3, 7), "-05:00"),
        ("ET", date(2026, 3, 8), "-04:00"),  # second Sunday of March
        ("ET", date(2026, 10, 31), "-04:00"),
        ("ET", date(2026, 11, 1), "-05:00"),  # first Sunday of November
        ("EST", date(2026, 7, 1), "-05:00"),  # as printed
        ("IST", date(2026, 7, 1), "+05:30"),
        ("GMT+3", date(2026, 7, 1), "+03:00"),
        ("XYZ", date(2026, 7, 1), None),
    ],
)
def test_offset(zone, day, expected):
    assert offset(zone, day) == expected


WORDS = st.sampled_from(
    [
        "on",
        "at",
        "around",
        "2",
        "12",
        "pm",
        "a.m.",
        "ET",
        "GMT",
        "March",
        "31",
        "30",
        "February",
        "Friday",
        "last",
        "next",
        "2026",
        "2019",
        "0001-01-01",
        "9999-12-31",
        "hours",
        "after",
        "ago",
        "two",
        ",",
        ".",
        "-",
        "night",
        "in",
        "early",
        "May",
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), st.one_of(st.none(), st.dates()))
def test_spans_are_exact_and_in_order(text, anchor):
    found = times(text, anchor)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert [span.start for span in found] == sorted(span.start for span in found)


@pytest.mark.parametrize(
    "piece",
    ["hours after ", "March 12 ", "2 pm ", "1", " ", "a few hours ", "12 of ", "about ", "in early ", "Friday, "],
)
def test_linear_time(piece):
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    times(text, ANCHOR)
    assert time.process_time() - started < 5  # quadratic would take minutes
