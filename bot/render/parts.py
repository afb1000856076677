"""What all renderers share: numbering, shortening, dates and the words for states and qualifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.state import lead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Answer, Claim, OtherStory, Position, Speaker, Statement
    from corpus.types import Outlet, Quote

#: Characters of one quote on a screen; product.md, "Quotes".
MAX_QUOTE = 300
#: Characters kept from the start of a long sentence, beside the words around its answer.
_HEAD = 80
#: Between two fragments of one quote; never part of the article.
ELLIPSIS = " … "

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_RE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<time>\d\d:\d\d))?)?")

#: Kinds whose earlier values are called figures.
_FIGURES = frozenset({"count", "money", "percent", "measure"})

#: One line for each qualifier of method.md a.3. Missing here: those that the headline or the layout says already.
_QUALIFIERS = {
    "between_speakers": "the sources that the outlets quote contradict each other",
    "outlet_takes_side": "one outlet states a disputed side in its own voice",
    "rival_claim_carried": "an outlet also carries, as somebody's claim, a value other than its own",
    "presupposition_disputed": "what the question takes for granted is itself disputed",
    "pending_investigation": "said to be under investigation",
    "compatible_names": "different names, read as the same",
    "single_speaker_revision": "the later value is the same source's own revision",
    "possible_update": "a later report may have overtaken an earlier one",
    "same_wire_copy": "same wire copy: counted as one source",
    "core_agreement": "the outlets share the core; some add to it",
    "granularity": "they differ only in how precise they are",
    "lower_bound": "a lower bound: it may be more",
    "upper_bound": "an upper bound: it may be less",
    "approximate": "an approximate value",
    "hedged": "said with reserve (“may”, “reportedly”)",
    "framing": "the outlets word it differently",
    "never_mentioned": "no statement on it was found in the articles read",
    "withheld": "an article says that this has not been made public",
    "false_presupposition": "the articles say the opposite of what the question takes for granted",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A claim with the number that readers refer to it by ("[3]", `whosays show 3`)."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class OutletBlock:
    """What one outlet carries of one position."""

    outlet: Outlet
    claims: tuple[Numbered, ...]
    #: The outlet gives another value in its own voice and this one only as somebody's claim.
    carried: bool
    #: The value has been overtaken and the outlet leads with another, or the article itself marks it as an earlier one.
    earlier: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One position with its outlets, in the order in which readers see them."""

    position: Position
    outlets: tuple[OutletBlock, ...]


def blocks(answer: Answer) -> tuple[Block, ...]:
    """Group and number the claims of an answer: by position, then outlet, in the order of the answer."""
    found = []
    number = 0
    for position in answer.positions:
        outlets = []
        for claims in map(_titled, _by_outlet(position)):
            rows = tuple(Numbered(number + i, claim) for i, claim in enumerate(claims, start=1))
            number += len(rows)
            outlets.append(_outlet_block(answer, position, rows))
        found.append(Block(position, tuple(outlets)))
    return tuple(found)


def _by_outlet(position: Position) -> Iterator[list[Claim]]:
    groups: dict[str, list[Claim]] = {}
    for claim in position.claims:
        groups.setdefault(claim.outlet, []).append(claim)
    yield from groups.values()


def _titled(claims: list[Claim]) -> list[Claim]:
    """Give each person one title in all of an outlet's claims, so that one voice is not two."""
    titles: dict[str, str] = {}
    for claim in claims:
        if claim.speaker and claim.speaker.title:
            titles.setdefault(claim.speaker.canonical, claim.speaker.title)
    return [_with_title(claim, titles.get(claim.speaker.canonical) if claim.speaker else None) for claim in claims]


def _with_title(claim: Claim, title: str | None) -> Claim:
    speaker = claim.speaker
    if speaker is None or speaker.title == title:
        return claim
    return replace(claim, statement=replace(claim.statement, speaker=replace(speaker, title=title)))


def _outlet_block(answer: Answer, position: Position, rows: tuple[Numbered, ...]) -> OutletBlock:
    outlet = rows[0].claim.article.outlet
    attributed = all(row.claim.speaker is not None for row in rows)
    leads_elsewhere = any(
        claim.outlet == outlet.id and claim.speaker is None
        for other in answer.positions
        if other is not position
        for claim in other.claims
    )
    # An outlet that still leads with the earlier value reports no "earlier figure": it is what it says.
    moved_on = position.superseded and lead(outlet.id, answer.positions) is not position
    earlier = moved_on or all(row.claim.reading.earlier for row in rows)
    return OutletBlock(outlet, rows, carried=attributed and leads_elsewhere and not earlier, earlier=earlier)


def numbered(answer: Answer) -> tuple[Numbered, ...]:
    """Return all claims in the order of their numbers."""
    return tuple(row for block in blocks(answer) for outlet in block.outlets for row in outlet.claims)


def related(answer: Answer) -> tuple[tuple[int, Statement], ...]:
    """Return the statements closest to the question, numbered after the quotes of its answers."""
    return tuple(enumerate(answer.nearest, start=len(numbered(answer)) + 1))


def related_heading(answer_found: bool) -> str:
    """Name the statements closest to a question, which stand in place of an answer or beside it."""
    return "Related statements" if answer_found else "Closest passages"


def outlet_name(outlet: Outlet) -> str:
    """Return the name that readers see; an outlet that the registry does not know is marked."""
    return outlet.name if outlet.registered else f"{outlet.name} (unregistered)"


def outlet_note(block: OutletBlock, kind: str) -> str:
    """Say in what way the outlet carries the position; empty when it simply says so."""
    if block.earlier:
        return "earlier figure" if kind in _FIGURES else "earlier account"
    return "carried as a claim" if block.carried else ""


def voice(claim: Claim) -> str:
    """Name who says it: the outlet in its own voice, or the speaker, with a denial or a reserve marked."""
    who = "in its own voice" if claim.speaker is None else introduced(claim.speaker)
    if claim.speaker and claim.statement.addressee:
        who += f", to {claim.statement.addressee}"
    mark = {"deny": " (denies)", "hedge": " (with reserve)"}.get(claim.reading.stance.value, "")
    return who + ("" if claim.value.kind == "yes_no" and mark == " (denies)" else mark)


#: Titles that go on after their noun stand behind the name: "Kari Berg, head of the port".
_GOES_ON_RE = re.compile(r"\s(?:of|for|at|in|on|from|to|with)\s")


def introduced(speaker: Speaker) -> str:
    """Name a speaker with what the article says that the person is, unless the name says it already.

    >>> from bot.answer.types import Speaker
    >>> introduced(Speaker("she", "Kari Berg", title="mayor"))
    'mayor Kari Berg'
    >>> introduced(Speaker("Kari Berg", "Kari Berg", title="head of the port"))
    'Kari Berg, head of the port'
    >>> introduced(Speaker("Mayor Berg", "Mayor Berg", title="Mayor"))
    'Mayor Berg'
    """
    name, title = speaker.canonical, speaker.title
    if not title or {word.lower() for word in title.split()} <= {word.lower() for word in name.split()}:
        return name
    return f"{name}, {title}" if _GOES_ON_RE.search(title) else f"{title} {name}"


def date(iso: str | None) -> str:
    """Write an ISO 8601 date as "13 Mar 2026", with the time where it has one; "undated" without one.

    >>> date("2026-03-13")
    '13 Mar 2026'
    """
    match = _DATE_RE.match(iso or "")
    if not match or not 1 <= int(match["month"]) <= len(_MONTHS):
        return "undated"
    words = f"{_MONTHS[int(match['month']) - 1]} {match['year']}"
    if match["day"]:
        words = f"{int(match['day'])} {words}"
    return f"{words}, {match['time']}" if match["time"] else words


def fragments(quote: Quote, answer: tuple[int, int], limit: int = MAX_QUOTE) -> tuple[tuple[int, int], ...]:
    """Choose the ranges of a quote that fit on a screen: all of it, or its start and the words around the answer.

    Every range is a slice of the article, in order, cut at spaces; together they hold at most `limit` characters.
    The answer's words are always among them, unless they alone exceed the limit: then their start is.
    """
    return slices(quote.article.text, (quote.start, quote.end), answer, limit)


def slices(
    text: str, quote: tuple[int, int], answer: tuple[int, int], limit: int = MAX_QUOTE
) -> tuple[tuple[int, int], ...]:
    """Do as `fragments`, for a range of any text."""
    first, last = quote
    if last - first <= limit:
        return (quote,)
    start = max(first, answer[0])
    end = min(last, max(answer[1], start + 1), start + limit)
    if end - first <= limit:
        return ((first, _cut_left(text, end, first + limit)),)
    head = _cut_left(text, first, first + min(_HEAD, max(0, limit - (end - start))))
    room = limit - (head - first) - (end - start)
    after = min(last - end, room // 2)
    before = min(start - head, room - after)
    right = last if end + after >= last else _cut_left(text, end, end + after)
    left = start if before <= 0 else _cut_right(text, start - before, start)
    ranges = ((first, head), (left, right))
    return tuple(item for item in ranges if item[0] < item[1])


def _cut_left(text: str, least: int, most: int) -> int:
    """Return the last word end in [least, most]; `least` when there is none."""
    most = min(most, len(text))
    if most >= len(text) or text[most].isspace():
        return most
    space = max(text.rfind(" ", least, most), text.rfind("\n", least, most))
    return space if space > least else least


def _cut_right(text: str, least: int, most: int) -> int:
    """Return the first word start in [least, most]; `most` when there is none."""
    if least > 0 and text[least - 1].isspace():
        return least
    for at in range(least, most):
        if text[at].isspace():
            return at + 1
    return most


def shown(quote: Quote, answer: tuple[int, int], limit: int = MAX_QUOTE) -> tuple[str, ...]:
    """Return the pieces to print, in order: article slices, and `ELLIPSIS` for what was left out."""
    ranges = fragments(quote, answer, limit)
    text = quote.article.text
    pieces: list[str] = []
    for i, (start, end) in enumerate(ranges):
        if start > (ranges[i - 1][1] if i else quote.start):
            pieces.append(ELLIPSIS if i else ELLIPSIS.lstrip())
        pieces.append(text[start:end])
    if ranges[-1][1] < quote.end:
        pieces.append(ELLIPSIS.rstrip())
    return tuple(pieces)


def remarks(answer: Answer) -> tuple[str, ...]:
    """Say the qualifiers in plain words, then who is silent, then the answer's own notes."""
    lines = []
    for qualifier in answer.qualifiers:
        if qualifier == "single_origin":
            lines.append(_single_origin(answer))
        elif qualifier in _QUALIFIERS:
            later = qualifier == "lower_bound" and answer.question.kind.value == "time"
            lines.append("not earlier; it may be later" if later else _QUALIFIERS[qualifier])
    if answer.silent:
        lines.append("no answer found in " + ", ".join(silence.name for silence in answer.silent))
    lines += [_other(story) for story in answer.others]
    return (*lines, *answer.notes)


def _other(story: OtherStory) -> str:
    answers = "; ".join(f"{outlet}: {values}" for outlet, values in story.answers)
    return f"another story may be meant: “{story.title}” ({answers})"


def _single_origin(answer: Answer) -> str:
    shared = sorted(
        {
            claim.speaker.canonical
            for position in answer.positions
            if len(position.outlets) > 1 and not any(claim.speaker is None for claim in position.claims)
            for claim in position.claims[:1]
            if claim.speaker is not None
        }
    )
    return f"one origin: {', '.join(shared)}" if shared else "one origin behind all of them"


def counted(count: int, noun: str) -> str:
    """Return "1 article" or "2 articles"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def footer(answer: Answer) -> str:
    """Say what was read, and how to see the articles behind the numbers."""
    outlets = len(answer.outlets_read) or answer.corpus.outlets
    articles = answer.articles_read or answer.corpus.articles
    parts = [counted(outlets, "outlet"), f"{counted(articles, 'article')} read"]
    count = sum(len(position.claims) for position in answer.positions) + len(answer.nearest)
    if count:
        parts.append(f"{'[1]' if count == 1 else f'[1]–[{count}]'}: whosays show 1")
    return " · ".join(parts)
