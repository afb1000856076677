"""What a language model added, as text, Markdown and JSON. Every quote is a slice; everything goes through the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.render import gate, parts
from bot.render.text import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.answer.types import Answer, Claim, Statement
    from bot.llm.assist import Step

#: Passages that are shown of what was pointed at and not read; more are no help.
_MOST_PASSAGES = 6
_ADDED = "In sentences that the language model pointed at, read like all others:"
_WITH_THEM = "With them: "
_POINTED = "It also pointed at these; no answer was read from them:"
_LEAD = "In its words, each of which the answer proves: "


def text(step: Step, default: Answer, width: int = 100) -> str:
    """Return what comes below the default answer on a terminal; empty where nothing was added."""
    lines: list[str] = []
    for indent, line in _lines(step, default, gate.line):
        lines += [indent + part for part in wrap(line, max(width, 40) - len(indent))]
    return "".join(f"{line}\n" for line in lines)


def markdown(step: Step, default: Answer) -> str:
    """Return the same as Markdown: nothing of an article or a model is markup."""
    lines = [f"{'- ' if indent else ''}{line}" for indent, line in _lines(step, default, gate.markdown)]
    return "".join(f"{line}\n\n" for line in lines)


def as_dict(step: Step) -> dict[str, Any]:
    """Return the object `language_model` beside a default answer: schema whosays.answer/1 has room for it."""
    return {
        "state": step.answer.state.value,
        "headline": step.answer.headline,
        "added": [_claim(claim) for claim in step.added],
        "pointed": [_place(s) for s in step.pointed[:_MOST_PASSAGES]],
        "lead": step.lead,
        "notes": list(step.notes),
    }


def _lines(step: Step, default: Answer, safe: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    if step.added:
        yield "", safe(_ADDED)
        for claim in step.added:
            yield "  ", safe(f"{claim.value} · {_source(claim.statement)}, {parts.voice(claim)}")
            yield "    ", _quoted(claim.statement, safe)
        if step.answer.headline != default.headline:
            yield "", safe(_WITH_THEM + step.answer.headline)
    if step.pointed:
        yield "", safe(_POINTED)
        for statement in step.pointed[:_MOST_PASSAGES]:
            who = f", {statement.speaker.canonical}" if statement.speaker else ""
            yield "  ", safe(_source(statement) + who)
            yield "    ", _quoted(statement, safe)
    if step.lead:
        yield "", safe(_LEAD + step.lead)


def _source(statement: Statement) -> str:
    article = statement.article
    place = f"{article.id}[{statement.start}:{statement.sentence.end}]"
    return f"{parts.outlet_name(article.outlet)} · {parts.date(article.published)} · {place}"


def _quoted(statement: Statement, safe: Callable[[str], str]) -> str:
    quote = statement.sentence.quote
    return f"“{safe(''.join(parts.shown(quote, (quote.start, quote.start + 1))))}”"


def _place(statement: Statement) -> dict[str, Any]:
    quote, article = statement.sentence.quote, statement.article
    return {
        "outlet": article.outlet.id,
        "outlet_name": parts.outlet_name(article.outlet),
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "speaker": None if statement.speaker is None else statement.speaker.canonical,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    span = claim.reading.span
    return {
        **_place(claim.statement),
        "who": parts.voice(claim),
        "answer": {"text": claim.article.text[span.start : span.end], "start": span.start, "end": span.end},
        "value": claim.value.as_json(),
        "display": str(claim.value),
        "stance": claim.reading.stance.value,
        "confidence": round(claim.reading.confidence, 2),
    }
