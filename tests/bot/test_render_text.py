"""What a reader sees."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import parts, text
from tests.bot import answers

CREW = """\
How many crew died?

⚠ Outlets differ: 6 of 6 (Press TV) · 4 of 6 (Rediff). An update: CENTCOM said 4 first, 6 later.

6 of 6   Press TV · 13 Mar 2026
           in its own voice   “All six crew members of a US Air Force refueling aircraft have been
                              confirmed killed after it was shot down by resistance groups in
                              western Iraq on Thursday.” [1]
           US military        “All six crew members of a KC-135 refueling aircraft supporting the
                              war against Iran are dead, the US military said Friday, after their
                              plane crashed in western Iraq.” [2]
         Rediff · 13 Mar 2026, carried as a claim
           spokesperson for Iran’s military headquarters, to Press TV
             “The spokesperson for Iran’s military headquarters told Press TV that all six crew
             members had been killed.” [3]
4 of 6   Rediff · 13 Mar 2026
           CENTCOM            “Four of the six crew members on board the aircraft have been
                              confirmed deceased as rescue efforts continue.” [4]
           in its own voice   “Four crew members killed after a US KC-135 refuelling aircraft
                              crashed in western Iraq.” [5]
         Press TV · 13 Mar 2026, earlier figure
           US Central Command (CENTCOM)   “It said at the time that four of the six crew members on
                                          board were killed.” [6]

- the later value is the same source's own revision
- an outlet also carries, as somebody's claim, a value other than its own

2 outlets · 2 articles read · [1]–[6]: whosays show 1
"""


def test_the_example():
    assert text.render(answers.crew()) == CREW


HAS = [
    ("flood", "⚠ Outlets differ: 9 (Press TV)"),
    ("flood", "fjordposten.example (unregistered) · undated"),
    ("flood", "no answer found in Rediff"),
    ("copied", "one origin: The ministry"),
    ("copied", "same wire copy: counted as one source"),
    ("copied", "[1]–[2]: whosays show 1"),
    ("unanswered", "No outlet in this corpus was found to answer that."),
    ("unanswered", "“The ministry did not name the judge.” [1]"),
    ("unanswered", "an article says that this has not been made public"),
]


@pytest.mark.parametrize(("name", "words"), HAS)
def test_says(name, words):
    assert words in text.render(answers.every()[name])


@pytest.mark.parametrize("name", ["copied", "unanswered"])
def test_no_warning_where_nothing_differs(name):
    assert "⚠" not in text.render(answers.every()[name])


def test_colour_is_never_the_only_carrier():
    coloured = text.render(answers.flood(), colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text.render(answers.flood())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_fit(width):
    for answer in answers.every().values():
        for line in text.render(answer, width=width, quotes=True).splitlines():
            assert text.columns(line) <= width


@given(st.text(st.characters(codec=None), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_hostile_text_never_reaches_the_terminal(payload):
    shown = text.render(answers.hostile(payload), quotes=True)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


WORDS = st.lists(st.text("abc dé", min_size=1, max_size=12), min_size=1, max_size=120).map(" ".join)


@given(WORDS, st.integers(0, 2000), st.integers(1, 400), st.integers(40, 300))
@settings(deadline=None)
def test_every_fragment_is_a_slice_and_holds_the_answer(body, at, length, limit):
    article = answers.article(answers.PRESS, "x " + body + " y")
    quote = article.quote(2, len(article.text) - 2) if len(article.text) > 4 else article.quote(0, 1)
    start = min(quote.start + at, quote.end - 1)
    end = min(start + length, quote.end)
    ranges = parts.fragments(quote, (start, end), limit)
    assert sum(b - a for a, b in ranges) <= limit
    assert all(quote.start <= a < b <= quote.end for a, b in ranges)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    assert any(a <= start and min(end, start + limit - 1) <= b for a, b in ranges)
    pieces = parts.shown(quote, (start, end), limit)
    assert all(piece in article.text or piece.strip() == "…" for piece in pieces)


def test_a_long_sentence_is_shortened_around_its_answer():
    long = (
        "The council met for "
        + "many and many and " * 30
        + "forty-two people were moved "
        + "and more and more " * 30
        + "."
    )
    article = answers.article(answers.PRESS, long)
    value = answers.count(42, 42)
    position = replace(
        answers.flood().positions[0], value=value, claims=(answers.claim(article, long, value, answer="forty-two"),)
    )
    shown = text.render(answers.answer("How many were moved?", (position,), answers.State.ONE_OUTLET, "42: Press TV."))
    joined = " ".join(shown.split())
    assert "forty-two people were moved" in joined
    assert "“The council met for" in joined
    assert " … " in joined
    assert long not in joined
    whole = text.render(answers.answer("?", (position,), answers.State.ONE_OUTLET, "42"), quotes=True)
    assert long in " ".join(whole.split()).replace(" .", " .")


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-03-13", "13 Mar 2026"),
        ("2026-03-13T14:05:00+01:00", "13 Mar 2026, 14:05"),
        ("2026-03", "Mar 2026"),
        (None, "undated"),
        ("2026-13-01", "undated"),
        ("soon", "undated"),
    ],
)
def test_date(iso, shown):
    assert parts.date(iso) == shown


@given(st.text("ab 日", max_size=60), st.integers(2, 20))
def test_wrap_loses_nothing_but_line_ends(words, width):
    lines = text.wrap(words, width)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(text.columns(line) <= width for line in lines)
