"""What a language model helped to find, on a Discord screen: fits, quotes exactly, holds nothing alive."""

from dataclasses import replace

import pytest

from bot.discord import screens
from bot.discord.components import Button, Select, Text
from bot.discord.ids import Action
from bot.discord.snapshot import Helped, Passage
from tests.discord.made import HOSTILE, claim, crowd, hostile, snapshot
from tests.discord.reader import alive, fragments_of, quotes, visible

HEADING = "### Also found with a language model"


def helped(text, added=2, pointed=6, **more):
    """Everything that a model could put on a screen is the same text."""
    facts = {"title": text, "who": text, "speaker": text}
    claims = tuple((text, claim(0, f"o{n}", text, **facts)) for n in range(added))
    passages = tuple(Passage(0, f"o{n}", "a", text, None, text, text, text) for n in range(pointed))
    return Helped(claims, passages, **{"headline": text, "lead": text, "notes": (text, text), **more})


def pages(made):
    return [screens.answer(made, page) for page in range(1, screens.page_count(made) + 1)]


def texts(screen):
    return [part.markdown for part in screen.walk() if isinstance(part, Text)]


def words(made):
    return "\n".join(text for page in pages(made) for text in texts(page))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_it_is_alive(text):
    for base in (snapshot(), crowd(2), hostile(text)):
        made = replace(base, helped=helped(text))
        for page in [*pages(made), screens.claim(made, "Nine died.")]:
            for markdown in texts(page):
                own = [line for line in markdown.split("\n") if not line.startswith(("### ", "-# ", "> "))]
                assert not [x for line in own for x in alive(line.replace("**", "")) if x not in ("*", "_")], own
                for seen in quotes(markdown):
                    assert seen
            assert all(Action.parse(p.custom_id) for p in page.walk() if isinstance(p, (Button, Select)))


@pytest.mark.parametrize("size", [10, 300, 3000])
@pytest.mark.parametrize(
    "base", [snapshot(), crowd(1), crowd(26, 3), crowd(80, 2)], ids=["none", "one", "many", "crowd"]
)
def test_it_fits_whatever_the_length_and_stands_last_and_once(base, size):
    """Making a screen checks Discord's limits."""
    text = ("The mayor said that nine people died. " * 100)[:size].strip()
    made = replace(base, helped=helped(text))
    shown = words(made)
    assert shown.count(HEADING + "\n") + shown.count(f"{HEADING}, continued\n") == sum(
        HEADING in text for page in pages(made) for text in texts(page)
    )
    assert shown.count(HEADING + "\n") == 1
    # Everything of the answer stands before it, as often as without it.
    before = words(base)
    for line in before.split("\n"):
        if line.startswith("> "):
            assert shown.count(line) >= before.count(line)
    sources = {text, *(item.quote for item in base.claims())}
    for page in pages(made):
        for seen in [seen for markdown in texts(page) for seen in quotes(markdown)]:
            assert any(fragments_of(seen, source) for source in sources), seen


@pytest.mark.parametrize("base", [snapshot(), crowd(2), crowd(26)], ids=["none", "two", "many"])
def test_a_note_alone_is_one_line_of_small_print(base):
    made = replace(base, helped=Helped((), (), None, None, ("language model unavailable: no reply in time",)))
    added = [line for line in words(made).split("\n") if line not in words(base).split("\n")]
    assert [visible(line) for line in added] == [
        "-# Language model unavailable: no reply in time. The answer stands without it."
    ]


def test_nothing_found_is_nothing_shown():
    for base in (snapshot(), crowd(2)):
        made = replace(base, helped=Helped((), (), None, None, ()))
        assert screens.answer(made) == screens.answer(base)


def test_what_was_pointed_at_cannot_be_chosen_as_a_quote_of_the_answer():
    made = replace(crowd(2), helped=helped("Nine died."))
    options = [o.label for p in screens.answer(made).walk() if isinstance(p, Select) for o in p.options]
    assert options == ["Outlet-0", "Outlet-1"]
