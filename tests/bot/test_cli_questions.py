"""Odd questions, from the command line, standard input, a batch and a chat: an answer or one line, never a traceback."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

#: Each is a question as somebody might type, paste or attack with it.
ODD = [
    '"', '"crew', "*", "cre*", "crew NEAR died", "NEAR(crew died, 2)", "-crew", "--", "(", "crew)", "title:crew", "words : crew",
    "{title text} : crew", "^crew", "crew + died", "AND", "AND OR NOT", "crew AND", "' OR 1=1 --", "; DROP TABLE articles", "%s %d %n",
    "{0} {crew}", "$(id) `id`", "\\", "?", "!!!", "the of and", "who?", "it", "4", "٤", "⁴", "🎉", "how many crew died? 🎉", "كم عدد القتلى؟",
    "Wie viele Menschen starben?", "死者は何人ですか", "cre\u0301w", "a\x1b[31mb", "\u202ecrew died\u202c", "crew\u200bdied", "\ufeffcrew?",
    "crew\x00died?", "a\tb\nc\rd", "[red]crew[/red]", "@everyone how many died?", "<b>crew</b>", "\ud800", "how many \udcff died?",
    "x" * 2000, "crew " * 400,
]  # fmt: skip
TOO_LONG = ["x" * 2001, "crew " * 2000, "🎉x" * 5000]
EMPTY = ["", " ", "\n\t", "\u200b", "\x1b", "?", "…", "🎉"]


@pytest.fixture
def asked(call, sample_home, monkeypatch):
    """The command line on a home that it only reads."""
    monkeypatch.setenv("WHOSAYS_HOME", str(sample_home))
    monkeypatch.setenv("WHOSAYS_HISTORY", "off")
    return call


@pytest.mark.parametrize("question", ODD)
def test_argument(asked, question):
    code, out, err = asked("ask", "--", question)
    assert code in (0, 1, 2)
    assert bool(out) == (code != 2)
    assert len(err.splitlines()) == (code == 2)


@pytest.mark.parametrize("question", TOO_LONG)
def test_too_long_names_the_limit(asked, stdin, question):
    code, out, err = asked("ask", question)
    assert (code, out) == (2, "")
    assert "at most 2,000" in err
    stdin(question)
    assert asked("ask", "-")[0] == 2


@pytest.mark.parametrize("question", EMPTY)
def test_nothing_asked(asked, stdin, question):
    code, out, err = asked("ask", "--", question)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    stdin(question)
    assert asked("ask", "-")[0] == 2


@pytest.mark.parametrize("question", ODD)
def test_standard_input(asked, stdin, question):
    stdin(question.encode("utf-8", "surrogatepass") + b"\xff")
    code, _, err = asked("-")
    assert code in (0, 1, 2)
    assert len(err.splitlines()) == (code == 2)


def test_batch(asked, stdin):
    lines = [question.replace("\n", " ").replace("\r", " ") for question in [*ODD, *TOO_LONG]]
    stdin("\n".join(lines).encode("utf-8", "surrogatepass"))
    code, out, err = asked("ask", "--batch", "-")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [number for number, line in enumerate(lines, 1) if line.strip()]
    assert code == 2
    assert all(("error" in row) != ("state" in row) for row in rows)
    assert err == ""


def test_batch_of_json(asked, stdin):
    questions = ["\ud800", "crew\x00died?", "cre\u0301w", *EMPTY]
    stdin("\n".join(json.dumps({"id": number, "question": text}) for number, text in enumerate(questions)))
    rows = [json.loads(line) for line in asked("ask", "--batch", "-")[1].splitlines()]
    assert [row["id"] for row in rows] == list(range(len(questions)))
    assert ["error" in row for row in rows] == [True, False, False, *[True] * len(EMPTY)]


def test_chat(asked, stdin):
    lines = [question.replace("\n", " ").replace("\r", " ") for question in [*ODD[::3], *TOO_LONG, *EMPTY]]
    stdin("\n".join(lines).encode("utf-8", "surrogatepass") + b"\n\xff\xfe\n/quit\n")
    code, out, _ = asked("chat")
    assert code == 0
    assert "at most 2,000" in out


def test_chat_of_an_answer_whose_first_line_is_not_utf8(whosays):
    done = whosays("chat", data=b"\xff\xfe how many crew died?\n")
    assert done.returncode == 0
    assert b"4 of 6" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("argument", [b"\xff crew", b"\xed\xa0\x80 crew", b"\x1b]0;evil\x07 crew", "🎉".encode()])
def test_bytes_that_are_no_text(whosays, argument):
    done = whosays("ask", argument)
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", done.stdout + done.stderr)


@pytest.mark.parametrize("query", [question for question in ODD if question.strip()])
def test_search(asked, query):
    code, _, err = asked("search", "--", query)
    assert code in (0, 1, 2)
    assert len(err.splitlines()) == (code != 0)


@pytest.mark.parametrize("query", ["", " ", "\n"])
def test_search_for_nothing(asked, query):
    code, out, err = asked("search", query)
    assert (code, out) == (2, "")
    assert "nothing to search for" in err


def test_search_for_too_much(asked):
    assert asked("search", "crew " * 10_000)[0] in (0, 2)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None, exclude_characters="\x00"), max_size=80))
def test_any_text_is_a_question(asked, question):
    """Law: no text ends in anything but an answer or one line."""
    code, _, err = asked("ask", "--no-history", "--", question)
    assert code in (0, 1, 2)
    assert len(err.splitlines()) == (code == 2)
