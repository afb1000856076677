"""The preview draws what Discord would show, loads nothing and runs nothing."""

from html.parser import HTMLParser

import pytest

from bot.discord import preview, screens
from bot.discord.components import Button, Link, Screen, Text
from bot.discord.ids import Action, Verb
from bot.render import gate
from corpus.load import sample
from index.embedders import embedder
from index.index import Index
from index.writer import add
from tests.discord.made import HOSTILE, ID, claim, crowd, hostile, position, snapshot

VOID = {"meta", "hr", "br"}


class Page(HTMLParser):
    """Checks that every element is closed, and collects words and attributes."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.attributes, self.names = [], [], [], set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def words(text):
    return "".join(Page(text).words)


SHOWN = [
    (r"\*\*bold\*\* and **real**", "<p>**bold** and <strong>real</strong></p>"),
    (r"**a \* b**", "<p><strong>a * b</strong></p>"),
    ("### Head", "<h3>Head</h3>"),
    ("-# small", "<small>small</small>"),
    (r"> quote **four** \_x\_", "<blockquote>quote <strong>four</strong> _x_</blockquote>"),
    ("*earlier*", "<p><em>earlier</em></p>"),
    ("`/ask`", "<p><code>/ask</code></p>"),
    (r"[a \* b](<https://a.example/?x=1&y=2>)",
     '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer">a * b</a></p>'),
    (r"\[a\](<https://a.example>)", "<p>[a](&lt;https://a.example&gt;)</p>"),
    ("<t:1773373200:f>", "<p><time>13 Mar 2026, 03:40 UTC</time></p>"),
    ("<t:999999999999:f>", "<p><time>999999999999</time></p>"),
    (r"\<script\>alert\(1\)\</script\>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("\\@\u200beveryone", "<p>@everyone</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("markdown", "shown"), SHOWN)
def test_markdown(markdown, shown):
    assert preview._markdown(markdown) == f"<div>{shown}</div>"


def test_the_tour_shows_every_label_and_quote():
    made = snapshot(
        (
            position("9", (claim(1, "one", "The mayor said nine people died.", "nine people"),)),
            position("11", (claim(2, "two", "Eleven people died.", "Eleven"),), superseded=True),
        ),
        qualifiers=("numeric",),
        names={"one": "One & Co", "two": "Two"},
    )
    tour = preview.tour(made)
    page = preview.html(tour)
    seen = words(page)
    assert [title for title, _ in tour][:4] == [
        "The answer",
        "Quotes: all of one outlet, for one reader",
        "Timeline",
        "Why flagged",
    ]
    for _, item in tour:
        for part in item.walk() if isinstance(item, Screen) else ():
            if isinstance(part, (Button, Link)):
                assert part.label in seen
            elif isinstance(part, Text) and not set("\\[`") & set(part.markdown):
                assert part.markdown.split("\n")[-1].lstrip("#>- ").replace("**", "").replace("*", "")[:20] in seen
    assert "The mayor said nine people died." in seen
    assert "Your next question" in seen
    assert preview.html(tour) == page


def test_pages_of_a_crowd():
    titles = [title for title, _ in preview.tour(crowd(26))]
    assert titles[:2] == ["The answer", "The answer, page 2"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_words(text):
    forms = [("f", screens.follow_up(Action(Verb.FOLLOW, ID), text))]
    made = hostile(f"<script>alert('1')</script><img src=x onerror=alert(1)> {text}")
    page = preview.html([*preview.tour(made), *forms, (text, screens.claim(made, text))])
    read = Page(page)
    assert read.names.isdisjoint({"script", "img", "iframe", "link", "object", "base"})
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in ("src", "srcset")]
    assert all(value.startswith(("https://", "http://")) for name, value in read.attributes if name == "href")
    assert gate.line(made.question) in "".join(read.words)
    assert "url(" not in page


def test_the_page_of_a_corpus(tmp_path):
    add(tmp_path, sample(), embedder(None))
    with Index.open(tmp_path) as index:
        page = preview.page(index)
        assert preview.page(index) == page
    seen = words(page)
    assert "Outlets differ" in seen
    assert "Checking a claim" in seen
    assert all(outlet.name in seen for outlet in {article.outlet for article in sample()})
