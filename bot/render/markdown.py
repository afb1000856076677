"""An answer as Markdown, for files, issues and chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render import parts
from bot.render.gate import markdown as escape

if TYPE_CHECKING:
    from bot.answer.types import Answer, Statement
    from bot.render.parts import Numbered, OutletBlock


def render(answer: Answer, *, quotes: bool = False) -> str:
    """Write the answer as Markdown in which nothing from an article or a question is markup.

    Args:
        answer: what `ask` returned.
        quotes: every quote whole, instead of shortened to `parts.MAX_QUOTE` characters.

    """
    lines = [f"## {escape(answer.question.text)}", ""]
    if answer.understood_as and answer.understood_as != answer.question.text:
        lines += [f"*understood as: {escape(answer.understood_as)}*", ""]
    lines.append(f"**{'⚠ ' if answer.differs else ''}{escape(answer.headline)}**")
    blocks = parts.blocks(answer)
    for block in blocks:
        lines += ["", f"### {escape(str(block.position.value))}"]
        for outlet in block.outlets:
            lines += _outlet(outlet, block.position.value.kind, quotes)
    if answer.nearest:
        lines += ["", f"### {parts.related_heading(bool(answer.positions))}", ""]
        lines += [_nearest(statement, number) for number, statement in parts.related(answer)]
    remarks = parts.remarks(answer)
    if remarks:
        lines += ["", *(f"- {escape(remark)}" for remark in remarks)]
    lines += ["", f"*{escape(parts.footer(answer))}*", "", *_sources(answer)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _outlet(block: OutletBlock, kind: str, quotes: bool) -> list[str]:
    note = parts.outlet_note(block, kind)
    dates = ", ".join(parts.date(date) for date in sorted({row.claim.article.published or "" for row in block.claims}))
    head = f"**{escape(parts.outlet_name(block.outlet))}** · {dates}{f', *{note}*' if note else ''}"
    return ["", head, "", *(_claim(row, quotes) for row in block.claims)]


def _claim(row: Numbered, quotes: bool) -> str:
    span = row.claim.reading.span
    limit = len(row.claim.quote.text) if quotes else parts.MAX_QUOTE
    text = "".join(parts.shown(row.claim.quote, (span.start, span.end), limit))
    return f"- {escape(parts.voice(row.claim))}: “{escape(text)}” \\[{row.number}\\]"


def _nearest(statement: Statement, number: int) -> str:
    quote = statement.sentence.quote
    text = "".join(parts.shown(quote, (quote.start, quote.start + 1)))
    return f"- {escape(parts.outlet_name(statement.article.outlet))}: “{escape(text)}” \\[{number}\\]"


def _sources(answer: Answer) -> list[str]:
    """List the articles with the numbers that stand on them."""
    found: dict[str, list[str]] = {}
    articles = {}
    pairs = [(row.number, row.claim.article) for row in parts.numbered(answer)]
    pairs += [(number, statement.article) for number, statement in parts.related(answer)]
    for number, article in pairs:
        articles[article.id] = article
        found.setdefault(article.id, []).append(f"\\[{number}\\]")
    lines = []
    for key, numbers in found.items():
        article = articles[key]
        url = f", {escape(article.url)}" if article.url else ""
        title = escape(article.title or article.id)
        facts = f"{escape(parts.outlet_name(article.outlet))}: {title}, {parts.date(article.published)}{url}"
        lines.append(f"- {' '.join(numbers)} {facts}")
    return lines
