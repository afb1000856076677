"""O1 to O3 of the threat model: nothing that an article holds commands a terminal or a Markdown reader."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import gate

SHOWN = [
    ("plain words, “quotes” and – dashes", "plain words, “quotes” and – dashes"),
    ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
    ("\x1b]8;;http://a.example\x07link", r"\x1b]8;;http://a.example\x07link"),
    ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
    ("over\rwritten", r"over\rwritten"),
    ("\x9b31m", r"\x9b31m"),
    ("a\tb", r"a\tb"),
    ("abc\u202edef", r"abc\u202edef"),
    ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
    ("tag\U000e0041", r"tag\U000e0041"),
    ("half \ud800", r"half \ud800"),
    ("two\nlines", "two\nlines"),
    ("日本語 عربى 🎉", "日本語 عربى 🎉"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_terminal(text, shown):
    assert gate.terminal(text) == shown


@given(st.text(st.characters(codec=None)))
def test_terminal_leaves_no_control_and_is_stable(text):
    safe = gate.terminal(text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", safe)
    assert gate.terminal(safe) == safe
    assert "\n" not in gate.line(text)
    safe.encode("utf-8")


MARKUP = [
    ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
    ("[text](http://a.example)", r"\[text\]\(http&#58;//a.example\)"),
    ("<script>alert(1)</script>", r"\<script\>alert\(1\)\</script\>"),
    ("# heading", r"\# heading"),
    ("1. list", r"1\. list"),
    ("- list", r"\- list"),
    ("www.a.example", "www&#46;a.example"),
    ("mail me@a.example", "mail me&#64;a.example"),
    ("&lt;", r"\&lt;"),
    ("a | b", r"a \| b"),
    ("nothing special, 3.5 per cent", "nothing special, 3.5 per cent"),
]


@pytest.mark.parametrize(("text", "shown"), MARKUP)
def test_markdown(text, shown):
    assert gate.markdown(text) == shown


@given(st.text(st.characters(codec=None)))
def test_markdown_is_one_line_without_bare_markup(text):
    safe = gate.markdown(text)
    assert "\n" not in safe
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_<>|]", safe)


@given(st.text(st.characters(codec=None)))
def test_json_keeps_its_meaning(text):
    safe = gate.json_text(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(safe) == {"a": text}
    assert gate.terminal(safe) == safe
    safe.encode("utf-8")
