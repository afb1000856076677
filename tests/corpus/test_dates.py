"""Dates: read as given, never more precise, refused when they cannot be true."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import DateError, read_date


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("2026-03-13", "2026-03-13"),
        (" 2026-03-13 ", "2026-03-13"),
        ("2026-03-13T14:05Z", "2026-03-13T14:05+00:00"),
        ("2026-03-13T14:05:30Z", "2026-03-13T14:05:30+00:00"),
        ("2026-03-13 14:05:30.123 +0530", "2026-03-13T14:05:30+05:30"),
        ("2026-03-13T14:05:30+03", "2026-03-13T14:05:30+03:00"),
        ("2026-03-13T14:05-04:00", "2026-03-13T14:05-04:00"),
        ("2026-03-13T14:05", "2026-03-13"),  # without a zone it is no point in time
        ("Fri, 13 Mar 2026 14:05:30 +0000", "2026-03-13T14:05:30+00:00"),
        ("13 Mar 2026 14:05 GMT", "2026-03-13T14:05+00:00"),
        ("13 March 2026", "2026-03-13"),
        ("March 3, 2026", "2026-03-03"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("2024-02-29", "2024-02-29"),
        ("1912-04-15", "1912-04-15"),
    ],
)
def test_read(given_text, expected):
    assert read_date(given_text) == expected
    assert read_date(expected) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "13/03/2026", "03/04/2026", "2026-13-01", "2026-02-30", "2025-02-29", "9999-12-31", "9999-12-31T00:00Z",
     "0001-01-01", "1500-01-01", "2026-03-13T25:00Z", "2026-03-13T14:61Z", "2026-03-13T14:05+15:00", "2026-03-13T14:05+03:75",
     "٢٠٢٦-٠٣-١٣", "２０２６-03-13", "2026-3-13", "20260313", "2026-03", "1773360000", "2026-03-13T24:00:00Z", "13 Foo 2026 14:05 GMT"],
)  # fmt: skip
def test_refused(text):
    with pytest.raises(DateError, match=r"correct it|write it"):
        read_date(text)


def test_a_clock_that_fell_back_still_takes_what_was_published():
    assert read_date("2026-11-20", today=date(1970, 1, 1)) == "2026-11-20"
    assert read_date("2040-01-01", today=date(2039, 12, 31)) == "2040-01-01"
    with pytest.raises(DateError, match="implausible"):
        read_date("2040-01-01", today=date(1970, 1, 1))


@given(st.text(max_size=40))
def test_never_raises_anything_else(text):
    try:
        result = read_date(text)
    except DateError:
        return
    assert read_date(result) == result


@given(st.datetimes(min_value=datetime(1605, 1, 1), max_value=datetime(2027, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 (hypothesis wants them naive)
def test_the_day_is_never_moved(moment, minutes):
    text = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0).isoformat()
    assert read_date(text) == text
