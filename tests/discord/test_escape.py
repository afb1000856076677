"""Nothing that an article, a question or a name holds is more to Discord than its words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord import escape
from bot.render import gate
from tests.discord.made import HOSTILE
from tests.discord.reader import alive, unbold, visible

TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.text(r"\*_~|`<>@#:/.[]()-+=&!1a b" + "\u200b\n", max_size=40),
    st.lists(st.sampled_from([*HOSTILE, "://", "@", "everyone", "<", ">", "\\", "www", ".", "gg", " ", "1", ")"]), max_size=5).map("".join),
)  # fmt: skip

SHOWN = [
    ("Nine people died, the mayor said.", "Nine people died, the mayor said."),
    ("3.5 per cent – “quoted” (in brackets)", "3.5 per cent – “quoted” (in brackets)"),
    ("@everyone", "\\@\u200beveryone"),
    ("<@1>", r"\<\@1\>"),
    ("</ask:1>", r"\</ask\:1\>"),
    ("[a](https://b.example)", r"\[a\](https\://b\.example)"),
    ("discord.gg/x", r"discord\.gg/x"),
    ("1. one", r"1\. one"),
    ("-# small", r"-\# small"),
    (">>> all", r"\>\>\> all"),
    ("two\nlines", "two lines"),
    ("\u202eabc", r"\\u202eabc"),
    ("a * b", r"a \* b"),
    ("- one", r"\- one"),
    ("-5 degrees", "-5 degrees"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_plain(text, shown):
    assert escape.plain(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile(text):
    assert alive(escape.plain(text)) == []
    assert visible(escape.plain(text)) == gate.line(text)


@given(TEXTS)
def test_words_stay_and_nothing_lives(text):
    shown = escape.plain(text)
    assert visible(shown) == gate.line(text)
    assert alive(shown) == []
    assert "\n" not in shown
    shown.encode("utf-8")


@given(TEXTS, st.integers(1, 60))
def test_a_cut_leaves_whole_escapes(text, limit):
    shown = escape.plain(text, limit)
    assert len(shown) <= limit
    assert alive(shown) == []
    if shown != escape.plain(text):
        assert shown.endswith("…")
        assert gate.line(text).startswith(visible(shown[:-1]))


@given(TEXTS, st.integers(-3, 70), st.integers(-3, 70))
def test_emphasised_is_plain_with_bold(text, start, end):
    shown = escape.emphasised(text, start, end)
    assert visible(unbold(shown)) == gate.line(text)
    marks = [part for part in re.findall(r"\\[^0-9A-Za-z\s]|\*\*|.", shown, re.DOTALL) if part == "**"]
    assert len(marks) in (0, 2)
    before, *rest = split_bold(shown)
    assert all(alive(part) == [] for part in rest)
    assert alive(before) == []


def split_bold(shown):
    parts = [""]
    for part in re.findall(r"\\[^0-9A-Za-z\s]|\*\*|.", shown, re.DOTALL):
        if part == "**":
            parts.append("")
        else:
            parts[-1] += part
    return parts


def test_the_bold_words_are_the_answer():
    assert escape.emphasised("It said four of six.", 8, 12) == "It said **four** of six."
    assert escape.emphasised("It said four of six.", 7, 13) == "It said **four** of six."
    assert escape.emphasised("Four.", 0, 99) == "**Four.**"


ADDRESSES = [
    ("https://a.example/b?c=d&e=%20f#g", "https://a.example/b?c=d&e=%20f#g"),
    ("HTTP://A.example", "http://a.example"),
    ("https://a.example:8443/x", "https://a.example:8443/x"),
    ("https://a.example/x (y)/<z>", "https://a.example/x%20%28y%29/%3Cz%3E"),
    ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    ("https://a.example/\u202ex", "https://a.example/%5Cu202ex"),
    ("https://known.example@other.example/", None),
    ("https://user:word@a.example/", None),
    ("javascript:alert(1)", None),
    ("steam://run/1", None),
    ("//a.example", None),
    ("https://", None),
    ("https://[::1", None),
    ("https://[::1]/", None),
    ("https://a.example:port/", None),
    ("https://a.example/" + "x" * 600, None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "shown"), ADDRESSES)
def test_address(url, shown):
    assert escape.address(url) == shown


@given(TEXTS)
def test_a_link_ends_where_it_should(text):
    shown = escape.link(text, f"https://a.example/{text}")
    match = re.fullmatch(r"\[(.*)\]\(<(https://a\.example/[!-;=?-~]*)>\)", shown)
    marked = re.fullmatch(r"(.*) \[↗\]\(<(https://a\.example/[!-;=?-~]*)>\)", shown)
    match = marked or match
    assert bool(marked) == bool(match and re.search(r"[\[\]]", text))
    if match:
        assert not re.search(r"[\s()<>]", match[2])
        assert alive(match[1]) == []
    else:
        assert alive(shown) == []


@given(TEXTS, st.integers(2, 100))
def test_labels_are_short_and_never_empty(text, limit):
    shown = escape.label(text, limit)
    assert 0 < len(shown) <= limit
    assert gate.line(shown) == shown.strip(" ")
