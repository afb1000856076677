"""Which of a statement's amounts answers a question about money, a share or a measure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.predicates import groups, predicates
from bot.answer.quantities import names_money, quantities
from bot.answer.types import Reading, Span, Stance, Statement
from bot.answer.words import names, stem, stems
from index.split import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question
    from bot.answer.values import Value
    from corpus.types import Article
    from index.types import Sentence

_HALF = 0.5  # share of the question's own words that a sentence must hold to be about it
_MOST = 0.75  # so much of four words or more is enough without the event
_WITH_EVENT = 0.75  # the sentence has the question's event word too
_WITHOUT_EVENT = 0.6  # it has all of the question's words, but tells of another event or of none


def amounts(
    statement: Statement, question: Question, kind: str, asking: re.Pattern[str]
) -> Iterator[tuple[Quantity, float]]:
    """Yield the amounts of a kind in a text that is about the question, with how sure that is.

    `asking` matches the words of the question that only say what is asked for ("how much", "cost"); the rest must
    occur in the text: at least half of it beside the question's event, all of it without.
    """
    text = statement.text
    if kind == "money" and not names_money(text):
        return
    kinds = (kind, "share") if kind == "percent" and _SHARE_ASKED_RE.search(question.text) else (kind,)
    found = [q for q in quantities(text) if q.kind in kinds and not q.earlier and not _FROM_RE.search(text, 0, q.start)]
    found = [q for q in found if _fits(text, q, question)]
    if not found:
        return
    if any(next(amounts(before, question, kind, asking), None) for before in told_before(statement)):
        yield found[0], _WITHOUT_EVENT
        return
    about = stems(asking.sub(" ", " ".join(question.about)))
    here = _spoken_of(statement, about, question)
    if not _named(question) or _named(question) & here:
        here |= _of_groups(text, question)
    covered = len(about & here) / len(about) if about else 1.0
    event = bool(_related(question) & groups(text)) or any(s.search(question.text) and s.search(text) for s in _SLOTS)
    if question.predicates & _CHANGES and not (_things(question) <= here or _POSSESSOR_RE.match(text)):
        return  # "shares fell 6 percent" does not tell how much the profit fell
    frame = _CHANGE_FRAME_RE.search(question.text) if question.predicates & _CHANGES else None
    if frame and not stems(frame["frame"]) & here:
        return  # "how much did shares gain after the report": a gain of another day
    if question.predicates & _CHANGES and _CHANGES & groups(text):
        rest = about - stems(" ".join(word for word in question.about if groups(word) & question.predicates))
        covered = max(covered, len(rest & here) / len(rest)) if rest else covered
    if event and (covered >= _HALF or _same_adjective(text, found, question)):
        confidence = _WITH_EVENT
    elif (covered >= _MOST and len(about) > 2 and (here & about) - _named(question)) or (
        about and (about <= stems(text) or (about <= here and about & stems(text) - _named(question)))
    ):
        confidence = _WITHOUT_EVENT
    else:
        return
    own = of_subject(text, found, question)
    for quantity in own if len(own) < len(found) else _in_best_clause(text, found, question, about):
        if quantity.cumulative == question.cumulative or not question.cumulative:
            yield quantity, confidence


#: To pay, offer or bid so much for a company, or to buy it for so much, is one price.
_PRICED = frozenset({"pay", "offer", "buy"})
_FOR_RE = re.compile(r"\b(?:pay\w*|paid|offer\w*|bid\w*|spend\w*|spent)\b.*?\bfor\b", re.I)


def _related(question: Question) -> frozenset[str]:
    """Return the event groups that answer a question: for what is paid for a thing also those of buying it."""
    asked = question.predicates & _PRICED
    if not asked or not _FOR_RE.search(question.text):
        return question.predicates
    # What was offered was not always paid; what was paid had been offered.
    return question.predicates | (_PRICED if "offer" in asked else _PRICED - {"offer"})


_CHANGE_FRAME_RE = re.compile(r"\b(?:after|before|following|on\s+the\s+day\s+of|when)\s+(?P<frame>.+)$", re.I)
# "Its rival's fell 4.1 percent": of what, the sentence before says.
_POSSESSOR_RE = re.compile(
    r"\W*(?:The\s+)?[A-ZÀ-Þ][\w-]+['’]s?\s+(?:\w+ly\s+)?(?:rose|fell|gained|lost|dropped|climbed|slid|slipped)\b"
)
_ADJECTIVE_RE = re.compile(r"\bhow\s+(?P<word>long|high|tall|deep|wide|thick|heavy)\b", re.I)


def _same_adjective(text: str, found: list[Quantity], question: Question) -> bool:
    """Return whether an amount stands with the word that the question asks by: "40 metres long"."""
    asked = _ADJECTIVE_RE.search(question.text)
    return asked is not None and any(
        re.match(rf"\s*-?{asked['word']}\b", text[quantity.end :], re.I) for quantity in found
    )


_SHARE_ASKED_RE = re.compile(r"\b(?:share|proportion|part|percent|percentage|much\s+of)\b", re.I)
#: What one amount is paid for: a question about one of these is not answered by another.
_SLOTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bfine[ds]?\b|\bfining\b|\bpenalt\w+",
        r"\bcompensat\w+|\bdamages\b|\bredress\b|\bsettle\w*",
        r"\bsalar\w+|\bwages?\b|\bearns?\b",
        r"\binsured?\b|\binsurance\b",
        r"\bset\s+aside\b|\bprovisions?\b",
        r"\bsav(?:es?|ed|ing|ings)\b|\bsynerg\w+",
        r"\border\s+book\b",
        r"\bbonus\w*|\bdividends?\b",
        r"\bloans?\b|\bdebts?\b|\bborrow\w*",
        r"\btickets?\b",
    )
)
#: "48 euros a share", "5,000 kroner each": a part of the whole.
_APIECE_RE = re.compile(
    r"\s+(?:in\s+cash\s+)?(?:(?:an?|per|for\s+each|for\s+every)\s+(?:[A-Z]\w+\s+)?(?:share|head|person|passenger|ticket|unit|piece)"
    r"|each|apiece)\b",
    re.I,
)
_APIECE_ASKED_RE = re.compile(r"\b(?:each|per|apiece|a\s+share|share\s+price|an?\s+ticket|one\s+ticket|every)\b", re.I)
_MORE_ASKED_RE = re.compile(r"\b(?:more|further|additional|extra|on\s+top)\b", re.I)


def _fits(text: str, quantity: Quantity, question: Question) -> bool:
    """Return whether an amount is for what the question asks: a fine is no compensation, a share's price no total."""
    if quantity.increment and not _MORE_ASKED_RE.search(question.text):
        return False
    if bool(_IF_RE.search(text)) and not _IF_RE.search(question.text) and quantity.kind == "money":
        return False
    if quantity.kind != "money":
        return True
    if _IF_RE.search(question.text) and not _IF_RE.search(text):
        return False
    each = _APIECE_RE.match(text, quantity.end) is not None
    asked_each = _APIECE_ASKED_RE.search(question.text) is not None
    if each and not asked_each:
        return False
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    others = [q for q in quantities(text) if q.kind == "money" and q.start != quantity.start]
    left = max([left, *(q.end for q in others if q.end <= quantity.start)])
    right = min([right, *(q.start for q in others if q.start >= quantity.end)])
    piece = text[left:right]
    wanted = [slot for slot in _SLOTS if slot.search(question.text)]
    told = [slot for slot in _SLOTS if slot.search(piece)] or [slot for slot in _SLOTS if slot.search(text)]
    return not told or any(slot in told for slot in wanted) or (not wanted and len(told) == 0)


# "If the deal fails, it must pay": due on a condition only.
_IF_RE = re.compile(
    r"^\W*if\b|\bif\s+(?:the|it|this|that|he|she|they)\b[^.;]{0,40}\b(?:fail|fall|collapse|break|reject|block|pull)\w*|\bbreak(?:-?up)?\s+fee\b",
    re.I,
)


def of_subject(text: str, found: list[Quantity], question: Question) -> list[Quantity]:
    """Keep the amounts of the one asked about where a sentence gives several people or bodies theirs in turn."""
    if len(found) < 2:
        return found
    asked = stems(" ".join(question.about))
    owners = [_owner(text, quantity) for quantity in found]
    own = [quantity for quantity, owner in zip(found, owners, strict=True) if owner & asked]
    distinct = {owner for owner in owners if owner}
    return own if own and len(distinct) > 1 else found


def _owner(text: str, quantity: Quantity) -> frozenset[str]:
    """Return the name that stands last before an amount, insertions such as ", of the Civic List," left out."""
    plain = _ASIDE_RE.sub(lambda match: " " * len(match[0]), text[: quantity.start])
    runs = list(_NAME_RUN_RE.finditer(plain))
    return frozenset(stem(word) for word in runs[-1][0].split()) if runs else frozenset()


_ASIDE_RE = re.compile(r",\s+(?:of|from|an?|the|who|which|whose)\s[^,;]{2,80},|\bof\s+the\s+(?:[A-Z][\w-]+\s?)+")
_NAME_RUN_RE = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*")
_CHANGES = frozenset({"rise", "fall"})


def told_before(statement: Statement) -> tuple[Statement, ...]:
    """Return what stands before a statement that only gives a figure: "There were 137, X said; police say it was 141".

    The part of its sentence that precedes it, and the sentence before; empty for a statement that says what it counts.
    """
    match = _ONLY_FIGURE_RE.match(statement.text.strip(_EDGES))
    if match is None:
        return ()
    sentence, out = statement.sentence, []
    start = statement.contents[0].start
    if start > sentence.start:
        out.append(Statement(sentence, (Span(sentence.start, start),)))
    earlier = [other for other in _sentences(statement.article) if other.end <= sentence.start]
    if earlier:
        out.append(Statement(earlier[-1], (Span(earlier[-1].start, earlier[-1].end),)))
    return tuple(out)


_EDGES = " \t\n\"“”'‘’,.;:-–—"
# "there were 141", "it is 48 euros", "the number is 47", "it will be 900, and …"
_ONLY_FIGURE_RE = re.compile(
    r"(?:that\s+)?(?:there|it|this|they|the\s+(?:real\s+|true\s+|right\s+|correct\s+)?(?:number|figure|total|toll|price|sum|amount))\s+"
    r"(?:(?:is|was|are|were|will\s+be|should\s+be|had\s+been|would\s+be)\s+)(?:(?:now|really|in\s+fact|only|actually)\s+)?"
    r"(?:(?:at\s+least|about|some|around|up\s+to|more\s+than|less\s+than|nearly|almost|over|under)\s+)?"
    r"(?:[$€£¥]\s?)?(?:[0-9][0-9,.]*|an?\s+(?:half|third|quarter|fifth|tenth)|an?|[a-z]+(?:-[a-z]+)?)(?:\s+(?:million|billion|thousand|hundred|percent|per\s+cent|[a-z]+s|a\s+share))*"
    r"(?:,.*)?$",
    re.I,
)


@lru_cache(maxsize=64)
def _sentences(article: Article) -> tuple[Sentence, ...]:
    return tuple(sentences(article))


def _spoken_of(statement: Statement, about: frozenset[str], question: Question) -> frozenset[str]:
    """Return the words of a sentence, with the names asked for that its title holds where it names nobody else."""
    here = stems(statement.text) | (_named(question) & stems(statement.sentence.text))
    given = _named(question) & about
    opening = len(statement.text) - len(statement.text.lstrip(" \"“‘'"))
    inside = ("x " if opening and statement.contents[0].start > statement.start else "") + statement.text
    others = {stem(name) for name in names(inside) if name not in _DAYS} - given
    return here if others else here | (given & stems(statement.article.title))


_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _named(question: Question) -> frozenset[str]:
    return frozenset(stem(name) for name in names(question.text))


def _things(question: Question) -> frozenset[str]:
    """Return the things that a question says rose or fell: its words without names and without the change."""
    change = next((p.start for p in predicates(question.text) if p.group in _CHANGES), len(question.text))
    before = stems(question.text[:change])
    changes = {stem(word) for word in question.about if groups(word) & _CHANGES}
    return (stems(" ".join(question.about)) & before) - _named(question) - changes


def _of_groups(text: str, question: Question) -> frozenset[str]:
    """Return the question's words for which a text has another of their group: "earnings" for "profit"."""
    told = groups(text) - _CHANGES
    return frozenset(stem(word) for word in question.about if groups(word) & told)


# "slid to $1.8 billion from $2.05 billion": the second is what it was before.
_FROM_RE = re.compile(
    r"\b(?:ros[e]|risen|rises?|rising|climb\w*|jump\w*|grew|grow\w*|fell|fall(?:s|en|ing)?|drop\w*|declin\w+|slid\w*|rais\w+|cut"
    r"|lowered|increas\w+|decreas\w+|up|down|widen\w*|narrow\w*|shr[au]nk|doubled|tripled|halved)\b[^.;:]*\bfrom\s+(?:about\s+|around\s+|some\s+)?$",
    re.I,
)


def _in_best_clause(text: str, found: list[Quantity], question: Question, about: frozenset[str]) -> list[Quantity]:
    """Keep the amounts whose clause speaks most of what is asked: "profit fell 12%, while revenue rose 4%"."""
    if len(found) == 1:
        return found
    pieces = clauses(text)

    def score(quantity: Quantity) -> int:
        left, right = next(((a, b) for a, b in pieces if a <= quantity.start < b), (0, len(text)))
        piece = text[left:right]
        told = {predicate.group for predicate in predicates(piece)}
        return len(about & stems(piece)) + len(question.predicates & told)

    best = max(score(quantity) for quantity in found)
    return [quantity for quantity in found if score(quantity) == best]


def reading(statement: Statement, quantity: Quantity, value: Value, confidence: float) -> Reading:
    """Return the reading of an amount, with the polarity of its clause."""
    return Reading(
        value=value,
        span=Span(statement.start + quantity.start, statement.start + quantity.end),
        confidence=confidence,
        stance=stance(statement.text, quantity),
        earlier=marked_earlier(statement.sentence.text),
    )


def stance(text: str, quantity: Quantity) -> Stance:
    """Return whether the event word nearest to an amount is denied or left open."""
    near = sorted(predicates(text), key=lambda p: max(quantity.start - p.end, p.start - quantity.end))
    if near and near[0].negated:
        return Stance.DENY
    return Stance.HEDGE if near and near[0].hedged else Stance.ASSERT


def marked_earlier(sentence: str) -> bool:
    """Tell whether a sentence says that its figure held before; "up from 300 a day earlier" says so of the 300 only."""
    return bool(EARLIER_RE.search(_BEFORE_RE.sub(" ", sentence)))


_BEFORE_RE = re.compile(r"\b(?:from|than|with)\s+[^.;,]{1,40}\bearlier\b", re.I)
#: Words by which a sentence marks a value as one that held before.
EARLIER_RE = re.compile(
    r"\b(?:at\s+the\s+time|initial(?:ly)?|earlier|at\s+first|previous(?:ly)?|had\s+(?:said|reported|put|spoken|given|counted)|originally"
    r"|first\s+reported)\b",
    re.I,
)
