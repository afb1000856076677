"""What the screens share: dates, quotes, pagers, and filling pages within Discord's limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.discord import escape
from bot.discord.components import (
    MAX_CHARACTERS,
    MAX_COMPONENTS,
    Button,
    Component,
    Container,
    Link,
    Row,
    Screen,
    Section,
    Separator,
    Text,
)
from bot.discord.ids import Action, Verb
from bot.discord.snapshot import Passage
from bot.render import parts

#: Colours of the edge, by what the words beside it say.
AMBER, GREEN, BLUE, GREY, RED = 0xE0A100, 0x3BA55D, 0x5B8DEF, 0x8A8F98, 0xD9534F
#: Characters of a label that a phone shows whole beside an icon (38 without).
MAX_PHONE_LABEL = 34
#: Characters of the Markdown of one quote. Hostile text grows elevenfold when it is made visible.
_MAX_ESCAPED = 900
#: Shorter quotes (characters) that are tried in turn until the Markdown fits: 60 × 11 always does.
_SMALLER = (200, 120, 60)

Child = Text | Separator | Section | Row
Item = TypeVar("Item")


def when(iso: str | None) -> str:
    """Write a date as Markdown: in the reader's own time zone when the article tells time and zone, else in words.

    A date alone stays words: time zones span 26 hours, so no instant falls on the same day everywhere, and noon UTC
    is already tomorrow in Auckland.

    >>> when("2026-03-13")
    '13 Mar 2026'
    >>> when("2026-03-13T10:00:00+00:00")
    '<t:1773396000:f>'
    """
    try:
        moment = datetime.fromisoformat(iso or "")
        return parts.date(iso) if moment.tzinfo is None else f"<t:{int(moment.timestamp())}:f>"
    except ValueError:
        return parts.date(iso)


def capital(text: str) -> str:
    """Begin with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def quoted(quote: str, start: int, end: int, limit: int = parts.MAX_QUOTE) -> str:
    """Write a quote as one "> " line with its answer in bold; what is left out is marked by "…" between slices."""
    found = ""
    for size in (limit, *(size for size in _SMALLER if size < limit)):
        found = _pieces(quote, start, end, size)
        if len(found) <= _MAX_ESCAPED:
            break
    return found


def _pieces(quote: str, start: int, end: int, size: int) -> str:
    ranges = parts.slices(quote, (0, len(quote)), (start, end), size)
    shown = [escape.emphasised(quote[a:b], start - a, end - a) for a, b in ranges]
    before = "… " if ranges[0][0] > 0 else ""
    after = " …" if ranges[-1][1] < len(quote) else ""
    return f"> {before}{parts.ELLIPSIS.join(shown)}{after}"


def read_link(passage: Passage, name: str) -> Link | None:
    """Return the button that opens the article; its label names the outlet."""
    url = escape.address(passage.url)
    return Link(escape.label(f"Read · {name}", MAX_PHONE_LABEL), url) if url else None


def beside(text: Text, link: Link | None) -> Section | Text:
    """Put a link at the side of a text, where there is one."""
    return Section((text,), link) if link else text


def cost(item: Component) -> tuple[int, int]:
    """Count components and characters."""
    match item:
        case Text():
            return 1, len(item.markdown)
        case Section():
            return 2 + len(item.texts), sum(len(text.markdown) for text in item.texts)
        case Row():
            return 1 + len(item.items), 0
        case Container():
            return total(item.children, 1)
        case _:
            return 1, 0


def total(items: Sequence[Component], components: int = 0) -> tuple[int, int]:
    """Add up components and characters."""
    costs = [cost(item) for item in items]
    return components + sum(count for count, _ in costs), sum(characters for _, characters in costs)


def fits(items: Sequence[Component]) -> bool:
    """Tell whether the components fit into one message."""
    components, characters = total(items)
    return components <= MAX_COMPONENTS and characters <= MAX_CHARACTERS


def fill(items: Sequence[Item], fit: Callable[[Sequence[Item], int], bool]) -> list[list[Item]]:
    """Share items out over pages: each page takes as many as fit, in order, and at least one.

    Args:
        items: what to show.
        fit: tells whether items fit one page, given the number of items before it.

    """
    pages: list[list[Item]] = [[]]
    before = 0
    for item in items:
        if pages[-1] and not fit([*pages[-1], item], before):
            before += len(pages[-1])
            pages.append([])
        pages[-1].append(item)
    return pages


@dataclass(frozen=True, slots=True)
class Turn:
    """Which pager a screen has: its custom ids are verb, answer, the arguments, the page, and the button's place."""

    verb: Verb
    answer: str = "-"
    #: Arguments before the page.
    args: tuple[int, ...] = ()
    #: What the button in the middle does; None when it only shows the page.
    goto: Action | None = None

    def row(self, page: int, count: int) -> Row:
        """Return ≪ ‹ 2/5 › ≫, disabled at the ends."""
        goto = self.goto or self._action(page, 2)
        return Row(
            (
                self._button("≪", 1, 0, page == 1),
                self._button("‹", max(1, page - 1), 1, page == 1),
                Button(f"{page}/{count}", goto.custom_id, disabled=self.goto is None),
                self._button("›", min(count, page + 1), 3, page == count),
                self._button("≫", count, 4, page == count),
            )
        )

    def _button(self, label: str, page: int, place: int, disabled: bool) -> Button:
        return Button(label, self._action(page, place).custom_id, disabled=disabled)

    def _action(self, page: int, place: int) -> Action:
        # The place makes custom ids differ that lead to one page; whoever handles them need not read it.
        return Action(self.verb, self.answer, (*self.args, page, place))


def lines(title: str, rows: Sequence[str], page: int, turn: Turn, *, accent: int = GREY, foot: str = "") -> Screen:
    """Make a screen of paragraphs, over as many pages as they need.

    Args:
        title: Markdown of the first line.
        rows: Markdown of the paragraphs, each short enough for a page of its own.
        page: the page to show, from 1; beyond the ends, the nearest.
        turn: the pager.
        accent: colour of the edge.
        foot: Markdown of the last line.

    """

    def page_of(some: Sequence[str], turned: Row | None) -> list[Container | Row]:
        texts: list[Child] = [Text(title), Separator(), Text("\n\n".join(some) or "Nothing to show.")]
        texts += [Text(f"-# {foot}")] if foot else []
        return [Container(accent, tuple(texts)), *([turned] if turned else [])]

    pages = fill(rows, lambda some, _: fits(page_of(some, turn.row(1, 2))))
    page = max(1, min(page, len(pages)))
    return Screen(tuple(page_of(pages[page - 1], turn.row(page, len(pages)) if len(pages) > 1 else None)))
