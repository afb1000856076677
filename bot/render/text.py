"""An answer as text for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.render import gate, parts

if TYPE_CHECKING:
    from bot.answer.types import Answer, Statement
    from bot.render.parts import Block, Numbered, OutletBlock

#: Columns of the left column; longer values stand on a line of their own.
_VALUE_COLUMN = 14
#: Columns of the speakers' column; longer names stand on a line of their own, above the quote.
_SPEAKER_COLUMN = 30
#: Narrower screens get this width: below it a quote has no room beside its speaker.
_MIN_WIDTH = 40

_BOLD, _DIM, _YELLOW, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"


def render(answer: Answer, *, width: int = 100, colour: bool = False, quotes: bool = False) -> str:
    """Write the answer as text that is safe on a terminal.

    Args:
        answer: what `ask` returned.
        width: columns; quotes are wrapped to it.
        colour: emphasis by terminal colours; never the only carrier of meaning.
        quotes: every quote whole, with its place in the article, instead of one a voice.

    """
    page = _Page(max(width, _MIN_WIDTH), colour, quotes)
    page.add(gate.line(answer.question.text), style=_BOLD)
    if answer.understood_as and answer.understood_as != answer.question.text:
        page.add(f"understood as: {gate.line(answer.understood_as)}", style=_DIM)
    page.blank()
    page.verdict(answer)
    if answer.positions:
        page.blank()
        for block in parts.blocks(answer):
            page.position(block)
    if answer.nearest:
        page.blank()
        page.nearest(parts.related_heading(bool(answer.positions)), parts.related(answer))
    remarks = parts.remarks(answer)
    if remarks:
        page.blank()
        for remark in remarks:
            page.wrapped("- ", gate.line(remark))
    for story in answer.others:
        page.wrapped("  ", f"ask about it: whosays ask --story {story.id} …")
    page.blank()
    page.wrapped("", parts.footer(answer), style=_DIM)
    return page.text()


class _Page:
    """Lines under construction. Everything added has gone through the gate."""

    def __init__(self, width: int, colour: bool, quotes: bool) -> None:
        self._width = width
        self._colour = colour
        self._quotes = quotes
        self._lines: list[str] = []

    def text(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"

    def blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def add(self, line: str, style: str = "") -> None:
        self._lines.append(self._styled(line, style))

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if style and self._colour and text else text

    def wrapped(self, prefix: str, text: str, style: str = "") -> None:
        """Add a paragraph that hangs below its prefix."""
        room = self._width - columns(prefix)
        for i, row in enumerate(wrap(text, room)):
            self._lines.append((prefix if i == 0 else " " * columns(prefix)) + self._styled(row, style))

    def verdict(self, answer: Answer) -> None:
        """Add the line that says whether outlets differ."""
        if answer.differs:
            self.wrapped("⚠ ", gate.line(answer.headline), style=_BOLD + _YELLOW)
        else:
            self.wrapped("", gate.line(answer.headline), style=_BOLD)

    def position(self, block: Block) -> None:
        """Add one position: the value at the left, its outlets beside it."""
        value = gate.line(str(block.position.value))
        if columns(value) <= _VALUE_COLUMN:
            indent = max(9, columns(value) + 2)
            label = value
        else:
            self.wrapped("", value, style=_BOLD)
            indent, label = 4, ""
        for i, outlet in enumerate(block.outlets):
            self._outlet(outlet, block.position.value.kind, indent, label if i == 0 else "")

    def _outlet(self, block: OutletBlock, kind: str, indent: int, label: str) -> None:
        head = gate.line(parts.outlet_name(block.outlet))
        dates = sorted({row.claim.article.published or "" for row in block.claims})
        head += " · " + ", ".join(parts.date(date) for date in dates)
        note = parts.outlet_note(block, kind)
        if note:
            head += f", {note}"
        pad = " " * (indent - columns(label))
        first, *more = wrap(head, self._width - indent)
        self._lines.append(self._styled(label, _BOLD) + pad + first)
        self._lines += [" " * indent + line for line in more]
        rows = [(gate.line(parts.voice(row.claim)), row) for row in block.claims]
        shown = rows if self._quotes else _first_of_each(rows)
        fitting = [columns(who) for who, _ in shown if columns(who) <= _SPEAKER_COLUMN]
        column = max(fitting, default=0)
        for who, row in shown:
            rest = [other.number for name, other in rows if name == who and other is not row]
            self._claim(row, who, indent + 2, column, () if self._quotes else tuple(rest))

    def _claim(self, row: Numbered, who: str, indent: int, column: int, also: tuple[int, ...]) -> None:
        text = f"{self._quoted(row)} [{row.number}]"
        if also:
            text += " also " + " ".join(f"[{number}]" for number in also)
        if columns(who) <= _SPEAKER_COLUMN and indent + column + 24 <= self._width:
            self.wrapped(" " * indent + who + " " * (column - columns(who) + 3), text)
        else:
            self.wrapped(" " * indent, who)
            self.wrapped(" " * (indent + 2), text)
        if self._quotes:
            claim = row.claim
            place = (
                f"{claim.article.title or claim.article.id} · {claim.article.id}[{claim.quote.start}:{claim.quote.end}]"
            )
            self.wrapped(" " * (indent + 2), gate.line(place), style=_DIM)

    def _quoted(self, row: Numbered) -> str:
        span = row.claim.reading.span
        limit = len(row.claim.quote.text) if self._quotes else parts.MAX_QUOTE
        return "“" + gate.line("".join(parts.shown(row.claim.quote, (span.start, span.end), limit))) + "”"

    def nearest(self, heading: str, statements: tuple[tuple[int, Statement], ...]) -> None:
        """Add the passages closest to a question, under their heading."""
        self.add(f"{heading}:")
        for number, statement in statements:
            article = statement.article
            who = f", {statement.speaker.canonical}" if statement.speaker else ""
            head = f"{parts.outlet_name(article.outlet)} · {parts.date(article.published)}{who}"
            quote = statement.sentence.quote
            text = "".join(parts.shown(quote, (quote.start, quote.start + 1)))
            self.wrapped("  ", gate.line(head))
            self.wrapped("    ", f"“{gate.line(text)}” [{number}]")


def _first_of_each(rows: list[tuple[str, Numbered]]) -> list[tuple[str, Numbered]]:
    """Keep the first row of each voice."""
    first: dict[str, Numbered] = {}
    for who, row in rows:
        first.setdefault(who, row)
    return list(first.items())


def columns(text: str) -> int:
    """Count terminal columns: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Break at spaces so that no line is wider than `width`; a longer word is cut. Nothing but line ends changes."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line = f"{line} {word}" if lines or line else word
            used = columns(line)
        while used > width:
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = line[cut:]
            used = columns(line)
    return [*lines, line]


def _fitting(text: str, width: int) -> int:
    """Count the characters that fit; at least one, so that cutting ends."""
    used = 0
    for i, char in enumerate(text):
        used += _columns_of(char)
        if used > width:
            return max(i, 1)
    return len(text)
