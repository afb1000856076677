"""What stands behind an answer: one outlet's quotes whole, the timeline, the reasons for a flag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from bot.discord import escape
from bot.discord.components import (
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    Container,
    Option,
    Row,
    Screen,
    Select,
    Separator,
    Text,
)
from bot.discord.ids import Action, Verb
from bot.discord.screens import common
from bot.discord.screens.common import Turn
from bot.discord.snapshot import Claim, Snapshot

#: Characters of a quote's Markdown in one paragraph: with title and links it always fits a page.
_MAX_PARAGRAPH = 2600
#: Characters of Markdown of a question, a name, a value, an address in a text.
_MAX_QUESTION, _MAX_NAME, _MAX_DISPLAY, _MAX_TEXT_URL = 200, 120, 150, 200
#: Characters of a quote in the timeline, where the value and its date matter.
_TIMELINE_QUOTE = 160

#: What a state means, for somebody who sees it for the first time.
STATES = {
    "agreement": "**✓ Outlets agree.** Every outlet that answers gives the same answer.",
    "complementary": (
        "**➕ Outlets complement each other.** They give different answers that can all be true at once; "
        "nothing that was found contradicts."
    ),
    "updated": (
        "**⚠ Outlets differ, by an update.** One value was given first and another later, and both still stand in "
        "articles. Both are shown with their dates."
    ),
    "conflict": (
        "**⚠ Outlets differ.** The answers cannot all be true. Every side is shown with its exact words; "
        "which one is right is for you to judge."
    ),
    "one_outlet": "**① One outlet only.** A single outlet answers this, so there is nothing to compare it with.",
    "unanswered": (
        "**◌ No outlet was found to answer that.** The rules found no answer. The closest passages are shown; one may hold it in words that they cannot read."
    ),
}

#: One sentence for each qualifier of the schema.
QUALIFIERS = {
    "numeric": "The figures cannot all be right: they are about the same thing and do not overlap.",
    "polarity": "One side says yes and another says no.",
    "value": "The answers name different things where only one can be right.",
    "single_outlet": "Only one outlet speaks to it.",
    "between_outlets": "The outlets themselves differ, each in its own voice or each carrying one side only.",
    "between_speakers": "The difference is between the people or bodies that are quoted: the outlet carries both and takes no side.",
    "outlet_takes_side": "An outlet states one disputed side as a fact in its own voice, while the other is only quoted.",
    "rival_claim_carried": "An outlet also quotes somebody with another value than the one that it gives itself.",
    "presupposition_disputed": "Somebody denies what the question takes for granted.",
    "pending_investigation": "The matter is said to be under investigation.",
    "compatible_names": "Different names were read as the same answer, because one can stand for the other.",
    "single_speaker_revision": "The later value is the same source’s own correction of the earlier one.",
    "possible_update": "A later report may have overtaken an earlier one; the articles do not show it for certain.",
    "single_origin": "Several outlets carry it, but all of them from one source, so it counts as one voice.",
    "same_wire_copy": "The articles are copies of one agency report, so they count as one source.",
    "core_agreement": "The outlets agree on the core, and some add to it.",
    "granularity": "The answers differ only in how precise they are.",
    "lower_bound": "The value is a lower bound (“at least”): it may be more.",
    "upper_bound": "The value is an upper bound (“up to”): it may be less.",
    "approximate": "The value is approximate (“about”).",
    "hedged": "It is said with reserve (“may”, “reportedly”).",
    "framing": "The outlets choose different words for the same thing; compare the quotes.",
    "never_mentioned": "The articles never mention it.",
    "withheld": "An article says that this has not been made public.",
    "false_presupposition": "An article says the opposite of what the question takes for granted.",
}


def quotes(snapshot: Snapshot, outlet_place: int, page: int = 1) -> Screen:
    """Show everything that one outlet is quoted with, in whole sentences.

    Args:
        snapshot: the stored answer.
        outlet_place: the outlet's place in `snapshot.outlets()`; beyond the end, the last one is shown.
        page: from 1; beyond the ends, the nearest page.

    Raises:
        IndexError: the answer has no outlet at all, so nothing offered this.

    """
    outlet_place = min(outlet_place, len(snapshot.outlets()) - 1)
    outlet = snapshot.outlets()[outlet_place]
    name = escape.plain(snapshot.name(outlet), _MAX_NAME)
    title = f"### Quotes from {name}\n-# {escape.plain(snapshot.question, _MAX_QUESTION)}"
    rows = []
    for position in snapshot.positions:
        display = escape.plain(common.capital(position.display), _MAX_DISPLAY)
        for item in position.claims:
            if item.outlet == outlet:
                rows += list(_whole(item, display))
    turn = Turn(Verb.QUOTED, snapshot.id, (outlet_place,))
    return common.lines(title, rows, page, turn, accent=common.BLUE)


def _whole(item: Claim, display: str) -> Iterator[str]:
    """Write a quote in full; only one that is longer than a page is continued in a further paragraph."""
    who = escape.plain(common.capital(item.who), _MAX_NAME)
    pieces = list(_cut(item.quote))
    for i, (start, end) in enumerate(pieces):
        head = f"**{display}** · {who}" + (f" · part {i + 1} of {len(pieces)}" if len(pieces) > 1 else "")
        text = escape.emphasised(item.quote[start:end], item.start - start, item.end - start)
        text = f"{'… ' if i else ''}{text}{' …' if i + 1 < len(pieces) else ''}"
        yield f"{head}\n> {text}\n{_source(item)}"


def _cut(quote: str) -> Iterator[tuple[int, int]]:
    """Share a quote out into ranges whose Markdown fits a paragraph, at spaces."""
    start = 0
    while start < len(quote):
        size = _fitting(quote[start : start + _MAX_PARAGRAPH])
        end = start + size
        space = quote.rfind(" ", start + size // 2, end + 1)
        if end < len(quote) and space > start:
            end = space
        yield start, end
        start = end


def _fitting(text: str) -> int:
    """Count the characters whose Markdown fits a paragraph, in few steps: escapes can be most of it."""
    size = len(text)
    while (escaped := len(escape.emphasised(text[:size], 0, 0))) > _MAX_PARAGRAPH:
        size = min(size - 1, size * _MAX_PARAGRAPH // escaped)
    return size


def _source(item: Claim) -> str:
    url = item.url if len(item.url or "") <= _MAX_TEXT_URL else None
    title = escape.link(item.title or "the article", url, _MAX_NAME)
    note = f" · {escape.plain(item.note, _MAX_NAME)}" if item.note else ""
    return f"-# {title} · {common.when(item.published)}{note}"


def timeline(snapshot: Snapshot, page: int = 1) -> Screen:
    """Show the values in the order in which they were given, with who gave them."""
    rows = []
    for day, claims in _days(snapshot):
        for i, (display, item) in enumerate(claims):
            head = f"**{common.when(day)}**\n" if i == 0 else ""
            rows.append(head + _given(snapshot, display, item))
    question = escape.plain(snapshot.question, _MAX_QUESTION)
    title = (
        f"### Timeline\n-# {question}\n-# By the day of publication; on one day, what is marked as earlier comes first."
    )
    return common.lines(title, rows, page, Turn(Verb.TIMELINE, snapshot.id), accent=common.AMBER)


def _days(snapshot: Snapshot) -> list[tuple[str | None, list[tuple[str, Claim]]]]:
    """Return the claims by date: one for each outlet, value and voice; undated ones last."""
    seen: dict[tuple[str, str, str], tuple[bool, str, Claim]] = {}
    for position in snapshot.positions:
        for item in position.claims:
            earlier = position.superseded or item.note.startswith("earlier")
            seen.setdefault((item.outlet, position.display, item.who), (not earlier, position.display, item))
    rows = sorted(seen.values(), key=lambda row: (row[2].published or "9999", row[0], row[2].number))
    days: dict[str | None, list[tuple[str, Claim]]] = {}
    for _, display, item in rows:
        days.setdefault(item.published, []).append((display, item))
    return list(days.items())


def _given(snapshot: Snapshot, display: str, item: Claim) -> str:
    value = escape.plain(common.capital(display), _MAX_DISPLAY)
    name = escape.plain(snapshot.name(item.outlet), _MAX_NAME)
    who = escape.plain(item.who, _MAX_NAME)
    said = f", said {escape.plain(item.said_at, _MAX_NAME)}" if item.said_at else ""
    note = f" · *{escape.plain(item.note, _MAX_NAME)}*" if item.note else ""
    quote = common.quoted(item.quote, item.start, item.end, _TIMELINE_QUOTE)
    return f"**{value}** · {name}, {who}{said}{note}\n{quote}"


def why(snapshot: Snapshot) -> Screen:
    """Explain the state and each qualifier in plain sentences."""
    rows = [STATES[snapshot.state]]
    rows += [
        f"• {QUALIFIERS.get(name) or escape.plain(name.replace('_', ' '), _MAX_NAME)}" for name in snapshot.qualifiers
    ]
    title = f"### {'Why this answer is flagged' if snapshot.differs else 'What this answer means'}\n-# {escape.plain(snapshot.question, _MAX_QUESTION)}"
    foot = "whosays reads what outlets wrote. It never decides who is right."
    accent = common.AMBER if snapshot.differs else common.GREY
    texts = (Text(title), Separator(), Text("\n".join(rows)), Text(f"-# {foot}"))
    return Screen((Container(accent, texts),))


def outlet_value(outlet: str) -> str:
    """Return what names an outlet in an option: the corpus may change while a reader chooses, so no place in a list."""
    return outlet if 0 < len(outlet) <= MAX_OPTION_LABEL else hashlib.sha256(outlet.encode()).hexdigest()


def again(snapshot: Snapshot, outlets: Sequence[tuple[str, str]], page: int = 1) -> Screen:
    """Offer the corpus's outlets, to ask the same question of one of them.

    Args:
        snapshot: the stored answer.
        outlets: (id, name) of each outlet of the corpus; an option's value names it (`outlet_value`).
        page: from 1; beyond the ends, the nearest page.

    """
    title = f"### Ask other outlets\n{escape.plain(snapshot.question, _MAX_QUESTION)}"
    if not outlets:
        return Screen((Container(common.GREY, (Text(title), Text("There are no outlets in this corpus yet."))),))
    count = -(-len(outlets) // MAX_OPTIONS)
    page = max(1, min(page, count))
    first = (page - 1) * MAX_OPTIONS
    read = set(snapshot.outlets_read) | set(snapshot.outlets())
    options = []
    for key, name in outlets[first : first + MAX_OPTIONS]:
        description = "in the answer already" if key in snapshot.outlets() else "read for it" if key in read else None
        options.append(Option(escape.label(name, MAX_OPTION_LABEL), outlet_value(key), description))
    select = Select(Action(Verb.AGAIN, snapshot.id, (page,)).custom_id, "Ask only this outlet …", tuple(options))
    rows = [Row((select,)), *([Turn(Verb.AGAIN, snapshot.id).row(page, count)] if count > 1 else [])]
    return Screen((Container(common.BLUE, (Text(title),)), *rows))
