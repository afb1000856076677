"""Which clause of a sentence states the event that a question asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answer.predicates import GROUPS, predicates
from bot.answer.words import stem, stems
from index.guarded import Small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question

_BREAK_RE = Small(
    r"""
    [;:!?—–]|\.(?=\s|$)|,(?!\d)|(?<=\s)-(?=\s)
  | \b(?:while|when|whilst|after|before|since|because|although|though|until|unless|if|whereas|but|however|and|or
      |which|who|whose|that|where|as)\b
    """,
    re.X | re.I,
)
_FINITE_RE = Small(
    r"""\b(?:is|are|was|were|be|been|being|has|have|had|will|would|may|might|could|can|should|must|shall|do|does|did
    |went|came|took|began|fell|rose|made|gave|got|left|met|won|lost|hit|broke|held|said|told|saw|ran|struck|shot|sank
    |flew|drove|died|fled|sent|set|cut|led|paid|built|bought|sold|found|kept|brought|caught|\w{2,}ed)\b""",
    re.X | re.I,
)
_PRONOUN_RE = re.compile(r"\b(?:it|he|she|they|this|its|his|her|their)\b", re.I)
#: What happens when a group happens: to be shot down is to crash, and a shooting is an attack.
_ALSO = {
    "crash": frozenset({"shoot_down"}),
    "attack": frozenset({"shoot"}),
    "win": frozenset(),
    "displace": frozenset(),
}
#: Groups of words for anything at all ("start", "close"): only with a word of the question beside them.
_LOOSE = frozenset(
    [
        "start",
        "end",
        "open",
        "close",
        "release",
        "rise",
        "fall",
        "lose",
        "win",
        "cost",
        "pay",
        "buy",
        "sell",
        "earn",
        "revenue",
        "agree",
        "approve",
        "cancel",
        "vote",
        "attend",
        "appoint",
        "confirm",
        "deny",
        "land",
        "sentence",
        "charge",
        "dismiss",
        "resign",
        "investigate",
    ]
)
#: Groups of sudden events that "the incident occurred" speaks of again.
_EVENTS = frozenset(
    ["crash", "shoot_down", "attack", "shoot", "die", "injure", "burn", "destroy", "abduct", "casualty"]
)
_OCCURRED_RE = re.compile(
    r"\b(?:incident|accident|event|tragedy|disaster|attack|crash|collision|it|this)\s+(?:had\s+|has\s+)?"
    r"(?P<verb>occurred|happened|took\s+place|unfolded)\b",
    re.I,
)
_NOT_RE = re.compile(r"\b(?:not|never|no|without|nor)\b|n['’]t\b", re.I)


#: A longer "sentence" is a table or a listing: nothing is read from it. In characters.
LONGEST_SENTENCE = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a text that states what the question asks about."""

    #: The word or words of the event.
    start: int
    end: int
    #: The clause that holds them.
    left: int
    right: int
    negated: bool
    hedged: bool
    #: Share of such matches expected to be right: lower without a word of the question beside the event.
    confidence: float


#: Texts whose clauses are kept: each reader of a statement asks for them.
_KEPT_TEXTS = 4096


@lru_cache(maxsize=_KEPT_TEXTS)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return the clauses of a sentence in order: pieces between conjunctions and commas that hold a verb.

    A piece without a verb belongs to its left neighbour; at the start, to its right one.
    """
    verbs = sorted({match.start() for match in _FINITE_RE.finditer(text)} | {p.start for p in predicates(text)})
    starts = [0, *(match.start() for match in _BREAK_RE.finditer(text)), len(text)]
    out: list[tuple[int, int]] = []
    pending, at = 0, 0
    for left, right in pairwise(starts):
        while at < len(verbs) and verbs[at] < left:
            at += 1
        has_verb = at < len(verbs) and verbs[at] < right
        if has_verb and out and _coordinated(text, left, right, verbs[at]):
            out[-1] = (out[-1][0], right)
        elif has_verb:
            out.append((pending, right))
        elif out:
            out[-1] = (out[-1][0], right)
        pending = right if out else 0
    return tuple(out) or ((0, len(text)),)


_AND_RE = re.compile(r"(?:,\s*)?\b(?:and|or)\s+(?:\w+ly\s+)?$", re.I)


_AUXILIARY_RE = re.compile(r"(?:is|are|was|were|has|have|had|will|would|may|might|could)\b", re.I)


def _coordinated(text: str, left: int, right: int, verb: int) -> bool:
    """Return whether a piece only adds a second verb: "was targeted and struck by a missile"."""
    return bool(_AND_RE.match(text[left : min(verb, left + 40)])) and not _AUXILIARY_RE.match(text, verb)


def main_group(question: Question) -> str | None:
    """Return the predicate group that a question turns on: its last one."""
    found = [p.group for p in predicates(question.text) if p.group in question.predicates]
    return found[-1] if found else min(question.predicates, default=None)


#: "Three other jets were also shot down": a further event, not the one asked about.
_ALSO_RE = re.compile(r"\b(?:was|were)\s+also\s+$", re.I)


def asked(text: str, question: Question) -> tuple[Asked, ...]:
    """Return where a text states the event that the question asks about, in order."""
    if len(text) > LONGEST_SENTENCE:
        return ()
    group = main_group(question)
    parts = clauses(text)
    if group is None:
        return tuple(_by_words(text, parts, question))
    marks = identifiers(question.text)
    if not marks <= identifiers(text):
        return ()
    found = sorted(_events(text, question, group))
    subject = _subject(question, group)
    out = []
    for left, right in parts:
        inside = [
            event
            for event in found
            if left <= event[0] < right and (marks or not _ALSO_RE.search(text[left : event[0]]))
        ]
        confidence = _match(text, left, right, subject, group) if inside else 0.0
        # "The deal was not signed": one denied word of the event denies it for its clause.
        negated = any(event[2] for event in inside)
        if confidence:
            out += [Asked(start, end, left, right, negated, hedged, confidence) for start, end, _, hedged in inside]
    return tuple(out)


_DIGIT_RE = re.compile(r"\d")
_IDENTIFIER_RE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*(?=s?\b)")


def identifiers(text: str) -> frozenset[str]:
    """Return the names that hold a number ("F-15", "MH370"): another one is another thing."""
    if not _DIGIT_RE.search(text):
        return frozenset()
    return frozenset(match[0] for match in _IDENTIFIER_RE.finditer(text))


def _events(text: str, question: Question, group: str) -> set[tuple[int, int, bool, bool]]:
    wanted = {group} | _ALSO.get(group, frozenset())
    found = {(p.start, p.end, p.negated, p.hedged) for p in predicates(text) if p.group in wanted}
    own = frozenset().union(
        # One word of "run aground" alone is another event.
        *(
            stems(question.text[p.start : p.end])
            for p in predicates(question.text)
            if p.group == group and " " not in question.text[p.start : p.end]
        )
    )
    for match in re.finditer(r"[^\W\d_]+", text) if own else ():
        if stem(match[0]) in own and not any(start <= match.start() < end for start, end, _, _ in found):
            negated = _NOT_RE.search(text, max(0, match.start() - 20), match.start()) is not None
            found.add((*match.span(), negated, False))
    if group in _EVENTS:
        for match in _OCCURRED_RE.finditer(text):
            found.add((*match.span("verb"), False, False))
    return found


def _subject(question: Question, group: str) -> frozenset[str]:
    """Return the stems of the question's words other than its event: what it happened to."""
    forms = frozenset().union(*(stems(form) for form in GROUPS.get(group, frozenset())))
    own = frozenset().union(
        *(stems(question.text[p.start : p.end]) for p in predicates(question.text) if p.group == group), forms
    )
    return frozenset(stem(word) for word in question.about) - own - _EMPTY


#: Stems of words that a question about the time or place of an event may hold without naming anything.
_EMPTY = frozenset(
    stem(word)
    for word in [
        "time",
        "day",
        "date",
        "year",
        "place",
        "where",
        "when",
        "occur",
        "took",
        "take",
        "incident",
        "held",
        "going",
    ]
)


def _match(text: str, left: int, right: int, subject: frozenset[str], group: str) -> float:
    """Return how sure it is that the event of a clause is the one asked about; 0 when it is not."""
    if not subject or subject & stems(text[left:right]):
        return 0.85
    if _PRONOUN_RE.search(text, left, right):
        return 0.75
    if subject & stems(text):
        return 0.7
    return 0.0 if group in _LOOSE else 0.65


# "Who *designed* the dam", "where was Anna Berg *born*": without this word a sentence is about something else.
_DEED_RE = re.compile(
    r"^(?:who\s+(?P<did>\w+ed|built|made|wrote|drew|led|found|paid|sold|bought|sent)\s|where\s+(?:was|were|is|are)\s.*\b(?P<done>born|\w+ed|built|made|buried|found|sold)\W*$)",
    re.I,
)


def _deed(question: Question) -> str | None:
    """Return the stem of the verb that a question about somebody or some place turns on, where it shows."""
    match = _DEED_RE.match(question.text)
    return stem(match["did"] or match["done"]) if match else None


def _by_words(text: str, parts: tuple[tuple[int, int], ...], question: Question) -> Iterator[Asked]:
    """Yield the clauses that hold at least half of the question's words, two where it has two."""
    words = frozenset(stem(word) for word in question.about) - _EMPTY
    if not words:
        return
    deed = _deed(question)
    for left, right in parts:
        shared = words & stems(text[left:right])
        if deed and deed not in shared:
            continue
        if 2 * len(shared) >= len(words) and len(shared) >= min(2, len(words)):
            verb = _FINITE_RE.search(text, left, right)
            start, end = verb.span() if verb else (left, right)
            negated = _NOT_RE.search(text, left, right) is not None
            yield Asked(start, end, left, right, negated, False, 0.6)
