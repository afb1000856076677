"""Figures whose noun stands in the words before, as in "The army puts the number at 12".

A statement that does nothing but give a figure answers what the sentence before it answers; so does what follows a
correction, and "the union's figure, 142,000 euros".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.corrections import is_correction, is_denied, withdraws_after
from bot.answer.kinds import kind
from bot.answer.kinds.count import Count
from bot.answer.kinds.fits import marked_earlier
from bot.answer.kinds.measure import Measure
from bot.answer.kinds.money import Money
from bot.answer.kinds.percent import Percent
from bot.answer.neighbours import after, before
from bot.answer.predicates import groups
from bot.answer.quantities import is_magnitude, quantities
from bot.answer.types import Kind, Reading, Span, Statement
from bot.answer.words import STOP_WORDS, stems, tokens
from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question
    from bot.answer.values import Value
    from index.types import Sentence

#: Words of a clause that only gives a figure: they name no thing that it would be a figure of.
_FIGURE_WORDS = frozenset(
    """
    average up down raised lowered revised corrected year month week annual
    number numbers figure figures total totals toll sum count counts counted tally estimate estimates estimated amount
    put puts speak speaks spoke spoken talk talks talked give gives gave given reckon reckons reckoned believe believes
    believed think thinks thought expect expects be been real true right correct actual actually fact now only later
    earlier already today yesterday tonight morning afternoon evening night noon midday midnight day last late early
    monday tuesday wednesday thursday friday saturday sunday nearer closer near according estimate least most more less
    fewer people persons some around roughly nearly almost approximately stand stands stood own independent higher
    lower half million billion thousand hundred dozen euros dollars pounds kroner crowns percent per cent members
    """.split()
)
_MOST_WORDS = 14  # in a clause that only gives a figure
_BACK = 3  # sentences looked back over; those between only give figures themselves
# Modals and conditions: "it will be 900" is said of what is to come, and stands; "if it were 12" does not.
_UNREAL_RE = re.compile(r"\b(?:if|whether|unless|not|never|no)\b|n['’]t\b", re.I)
#: "On Wednesday it was 23": so it was then.
_THEN_RE = re.compile(
    r"\b(?:it|that|there|they|the\s+(?:number|figure|total|toll|count))\s+(?:was|were|had\s+been|had\s+stood|stood)\b",
    re.I,
)
_DAY_RE = re.compile(
    r"\b(?:(?:on|last)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last\s+(?:night|week)|earlier|(?:this|in\s+the)\s+morning"
    r"|at\s+(?:noon|midday|midnight|first)|a\s+(?:day|week)\s+(?:ago|earlier)|initially)\b",
    re.I,
)
#: "The union's figure, 142,000 euros, …": whose figure it is, and that it is one.
_FIGURE_OF_RE = re.compile(
    r"\b(?:the\s+)?(?P<who>[A-Za-zÀ-ÿ][\w.-]*(?:\s+[\w.-]+){0,3}?)(?:['’]s|s['’])\s+(?:own\s+|latest\s+|first\s+)?"
    r"(?:figure|number|estimate|count|tally|total|sum)(?:,|\s+is|\s+was|\s+stands\s+at|\s+of|:)\s+(?:only\s+|just\s+)?$",
    re.I,
)


_FIGURE_OF = Guarded(_FIGURE_OF_RE, "count estimate figure number sum tally total")


#: "The hospital counted 25": a body's own count.
_COUNTED_BY_RE = re.compile(
    r"(?:^\W*|;\s+(?:and\s+|but\s+|while\s+)?)(?:[Tt]he\s+|[Ii]ts\s+)?"
    r"(?P<who>(?!it\b|he\b|she\b|they\b|we\b)[a-zÀ-ÿ][\w-]+(?:\s[a-z][\w-]+)?|[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+){0,3})"
    r"(?:,\s(?:whose|which|who)\s[^,;]{1,80},)?\s+(?:has\s+|have\s+|now\s+)?"
    r"(?:counted|counts?|believes?|thinks?|estimates?|reckons?|puts?|gives?)\s+(?:\w+\s+){0,6}$"
)


def elided(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the figures of a statement that says what they are of by what stands before it."""
    text = statement.text
    for quantity in quantities(text):
        if quantity.kind in ("age", "ordinal") or quantity.low is None or quantity.increment or quantity.earlier:
            continue
        piece = _piece(text, quantity)
        if piece is None or not (
            _only_figure(statement, piece, quantity, question) or _FIGURE_OF.search(text, 0, quantity.start)
        ):
            continue
        left = piece[0] + len(text[piece[0] :]) - len(text[piece[0] :].lstrip())
        for model in _before(statement, left, question):
            bare = replace(quantity, noun=tuple(word for word in quantity.noun if word not in _own_nouns(question)))
            value = _like(model.value, bare, text) if model else _plain(quantity, question)
            if value is None or (model and value == model.value):
                break
            words = text[slice(*piece)]
            at = statement.start + quantity.start - statement.sentence.start
            then = (
                bool(_THEN_RE.search(words) and _DAY_RE.search(words))
                or marked_earlier(statement.sentence.text, at)
                or _FROM_RE.search(text, 0, quantity.start) is not None
            )
            span = Span(statement.start + quantity.start, statement.start + quantity.end)
            yield Reading(value, span, confidence=_CONFIDENCE, earlier=then)
            break


#: "That is down from 11": the figure that held before.
_FROM_RE = re.compile(
    r"\b(?:up|down|raised|lowered|fallen|risen|revised|corrected|changed|compared)\s+(?:from|with)\s+(?:about\s+|some\s+)?$",
    re.I,
)
_CONFIDENCE = 0.6  # by the words before, not by its own


def whose(text: str, at: int) -> str | None:
    """Return whose figure stands at a place of a text: "the union's figure, 142,000 euros"."""
    match = _FIGURE_OF.search(text, max(0, at - 80), at) or _COUNTED_BY_RE.search(text[max(0, at - 160) : at])
    return match["who"] if match else None


def _piece(text: str, quantity: Quantity) -> tuple[int, int] | None:
    """Return the clause that a figure stands in."""
    return next(((left, right) for left, right in clauses(text) if left <= quantity.start < right), None)


def _only_figure(statement: Statement, piece: tuple[int, int], quantity: Quantity, question: Question) -> bool:
    """Return whether a clause says nothing but a figure."""
    text = statement.text
    left, right = piece
    words = text[left : quantity.start] + " " + text[quantity.end : right]
    if _UNREAL_RE.search(words):
        return False
    rest = [word.lower() for word in tokens(words)]
    if len(rest) > _MOST_WORDS or ("it" in rest and _SEVERAL_RE.search(question.text)):
        return False
    named = {word.lower() for word in tokens(statement.speaker.name)} if statement.speaker else set()
    named |= {word.lower() for word in tokens(whose(text, quantity.start) or "")}
    counted = _own_nouns(question)
    return all(
        word in _FIGURE_WORDS or word in STOP_WORDS or word in named or word in counted or _TIME_RE.fullmatch(word)
        for word in rest
    )


def _own_nouns(question: Question) -> frozenset[str]:
    """Return the words of what a question counts, with its plural: "puts it at 2,900 posts" says no more than a figure."""
    head = question.head.split()[-1:] if question.head else []
    return frozenset(form for word in head for form in (word, word.removesuffix("s"), word + "s"))


#: Two things are not "it".
_SEVERAL_RE = re.compile(r"\band\b", re.I)
_TIME_RE = re.compile(r"[0-9]{1,2}(?:am|pm)?|[ap]m")


def _before(statement: Statement, left: int, question: Question) -> Iterator[Reading | None]:
    """Yield the reading that the words before a clause give: of its own sentence, else of the ones before it.

    None stands for a sentence that asks what the figure answers: "They do not agree on what a captain earns."
    """
    sentence = statement.sentence
    at = statement.start + left
    if sentence.text[: at - sentence.start].strip(' "“‘'):
        here = _last(Statement(sentence, (Span(sentence.start, at),), statement.speaker), question)
        if here is not None:
            yield here
            return
        if _gives_another(Statement(sentence, (Span(sentence.start, at),)), question):
            return  # "9,000 people have joined, up from 5,600": of those who joined
    for other in reversed(_up_to(sentence)):
        whole = Statement(other, (Span(other.start, other.end),))
        model = _last(whole, question)
        if model is not None:
            yield model
            return
        if _is_topic(other.text, question):
            yield None
            return
        if _gives_another(whole, question):
            return


def _is_topic(text: str, question: Question) -> bool:
    """Return whether a sentence without a figure speaks of just what is asked."""
    if question.kind is Kind.COUNT or any(q.kind == question.kind.value for q in quantities(text)):
        return False
    words = stems(" ".join(question.about)) - {"averag"}
    return len(words) > 1 and bool(question.predicates & groups(text)) and words <= stems(text)


def _plain(quantity: Quantity, question: Question) -> Value | None:
    """Return the value of a figure that prints its own unit."""
    low, high, about, nearly = quantity.low, quantity.high, quantity.approximate, quantity.nearly
    if quantity.kind != question.kind.value:
        return None
    if quantity.kind == "money":
        return Money(low, high, quantity.currency or "", about, nearly)
    return Percent(low, high, about, nearly) if quantity.kind == "percent" else None


def _up_to(sentence: Sentence) -> tuple[Sentence, ...]:
    return before(sentence, _BACK)


def _last(statement: Statement, question: Question) -> Reading | None:
    """Return what a statement answers with its last figure; None where that is a figure of something else."""
    found = list(kind(question.kind).read(statement, question))
    if not found:
        return None
    last = max(found, key=lambda reading: reading.span.start)
    after = [q for q in quantities(statement.text) if statement.start + q.start >= last.span.end and q.kind != "age"]
    return None if any(q.kind == question.kind.value or q.noun for q in after) else last


def _gives_another(statement: Statement, question: Question) -> bool:
    """Return whether a sentence gives a figure of its own: what follows it is of that, and not of one before."""
    found = [q for q in quantities(statement.text) if q.kind not in ("age", "ordinal")]
    return any(
        q.noun or not _only_figure(statement, _piece(statement.text, q) or (0, len(statement.text)), q, question)
        for q in found
    )


def _like(value: Value, quantity: Quantity, text: str) -> Value | None:
    """Return a value of the kind of a model from a figure, where the figure can be one."""
    low, high, about, nearly = quantity.low, quantity.high, quantity.approximate, quantity.nearly
    follows = bool(quantity.noun) and text[quantity.end :].lstrip().lower().startswith(quantity.noun[0])
    bare = quantity.kind == "number" and not (follows and set(quantity.noun) - _FIGURE_WORDS)
    if isinstance(value, Count):
        return Count(low, high, None, about, quantity.vague, nearly) if bare and quantity.of is None else None
    if isinstance(value, Money):
        if quantity.kind == "money":
            return Money(low, high, quantity.currency or value.currency, about, nearly)
        return Money(low, high, value.currency, about, nearly) if bare and is_magnitude(text, quantity) else None
    if isinstance(value, Percent):
        fits = quantity.kind == "percent" or (bare and (high or 0) <= 100 and is_percent_like(text, quantity))
        return Percent(low, high, about, nearly) if fits else None
    if isinstance(value, Measure):
        return Measure(low, high, quantity.unit or "", about, nearly) if quantity.kind == "measure" else None
    return None


def is_percent_like(text: str, quantity: Quantity) -> bool:
    """Tell whether a bare number can be a share: no year, no number with a noun."""
    return not text[quantity.end : quantity.end + 1].isalpha() and not quantity.noun


def not_so(statement: Statement, found: list[Reading]) -> Iterator[Reading]:
    """Yield the figure that a correction names as wrong beside the right one: "34 people were hurt, not 44"."""
    if not found or not is_correction(statement.sentence.text):
        return
    taken = {reading.span.start - statement.start for reading in found}
    for quantity in quantities(statement.text):
        if quantity.start in taken or not is_denied(statement.text, quantity.start):
            continue
        value = _like(found[-1].value, replace(quantity, noun=()), statement.text)
        if value is not None and value != found[-1].value:
            span = Span(statement.start + quantity.start, statement.start + quantity.end)
            yield Reading(value, span, confidence=_CONFIDENCE, earlier=True)


_HAD_SAID_RE = re.compile(
    r"\b(?:which|who)\s+had\s+(?:\w+ly\s+|earlier\s+|at\s+first\s+|first\s+)?(?:spoken|talked|said|put|given|estimated|reported|counted"
    r"|warned|announced|named|quoted)\b(?P<what>(?:[^,;]|,(?=[0-9])){3,160})(?=,|;)",
    re.I,
)


_HAD_SAID = Guarded(_HAD_SAID_RE, "had")


def said_before(told: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what the speaker of a sentence had said before: "the port, which had spoken of 600 people, said there were 480"."""
    for statement in told:
        if statement.speaker is None:
            continue
        for match in _HAD_SAID.finditer(statement.sentence.text):
            start, end = (statement.start + at for at in match.span("what"))
            inside = any(
                other.sentence is statement.sentence and any(s.start < end and start < s.end for s in other.contents)
                for other in told
            )
            if not inside:
                yield replace(statement, contents=(Span(start, end),))


def withdrawn_here(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield a figure that its own sentence withdraws: "the 9,300 acres he gave counted one flank twice"."""
    text = statement.text
    found = [q for q in quantities(text) if withdraws_after(text, q.end)]
    following = after(statement.sentence) if found else None
    if following is None:
        return
    right = _last(Statement(following, (Span(following.start, following.end),), statement.speaker), question)
    for quantity in found if right else ():
        value = _like(right.value, quantity, text) if right else None
        if value is not None:
            span = Span(statement.start + quantity.start, statement.start + quantity.end)
            yield Reading(value, span, confidence=_CONFIDENCE, earlier=True)


_ASIDE_RE = re.compile(r",\s+(?:which|who)\s+(?!had\s|said\b|says\b|spoke\b)(?:[^,;]|,(?=[0-9])){5,160}(?=,)", re.I)


def asides(told: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what an outlet itself tells of a speaker: "The union, which has 2,650 members, said …"."""
    seen = set()
    for statement in told:
        sentence = statement.sentence
        if statement.speaker is None or sentence in seen:
            continue
        seen.add(sentence)
        match = _ASIDE_RE.search(sentence.text)
        span = Span(sentence.start, sentence.start + match.end()) if match else None
        inside = [c for other in told if other.sentence is sentence for c in other.contents]
        if span and not any(c.start < span.end and span.start < c.end for c in inside):
            yield Statement(sentence, (span,))


def after_correction(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the figure that the sentence after a correction puts right: "… as 3,100. The airline employs 2,870."."""
    previous = _up_to(statement.sentence)[-1:]
    if not previous or not (is_correction(previous[0].text) or is_correction(statement.sentence.text)):
        return
    model = _last(Statement(previous[0], (Span(previous[0].start, previous[0].end),)), question)
    found = [q for q in quantities(statement.text) if q.kind not in ("age", "ordinal")]
    if model is None or len(found) != 1:
        return
    plain = replace(found[0], noun=())
    value = _like(model.value, plain, statement.text)
    if value is not None and value != model.value:
        span = Span(statement.start + plain.start, statement.start + plain.end)
        yield Reading(value, span, confidence=_CONFIDENCE)
