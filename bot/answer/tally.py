"""The one figure that an article as a whole gives for a count: its total, put together from all its sentences.

A sentence may give the total ("six people were hurt"), a part of it ("two of the injured", "a 19-year-old was hurt"),
or only what bounds it ("six were shot, one fatally"). A part never contradicts a total, and never stands for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.kinds.count import Count, Found, find, reading_of, singles, target, told_badly
from bot.answer.predicates import groups
from bot.answer.types import Reading, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.types import Claim, Question, Statement


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of people, in one sentence, to whom the event happened."""

    statement: Statement
    found: Found
    #: Place of the sentence in the article; 0 is the headline or the first sentence.
    place: int
    #: It may be the article's total; else it tells of some of them.
    total: bool
    #: The number, or the least it can be.
    number: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Figure:
    """A total, with what speaks for it."""

    number: float
    best: Mention
    #: Share of the weight of all totals that is for this one, 0 to 1.
    share: float
    weight: float
    rule: str


# -- what a sentence gives ---------------------------------------------------------------------------------------------

_LEAD = 2  # sentences: headline and first sentence; they give the total
_TOP = 5  # sentences of a news article's top; what follows tells details
_WEIGHTS = (1.5, 1.2, 0.8)  # of a number in the lead, in the top, below: chosen by hand
_REFERS_BACK = 0.6  # "the four": said before, or some of those said before
_HEDGED = 0.8  # "are believed to have died"
_TAKEN = 0.6  # below the lead "two were taken to hospital" may leave out those who went by themselves
_REPLACED = 0.3  # "had said earlier"

_REST_RE = re.compile(r"\b(?:the|these|those|his|her|their|other|remaining)(?:\s+other)?\s+$", re.I)
_OTHER_LEFT_RE = re.compile(r"\b(?:other|remaining)\s+$", re.I)
_OTHER_RE = re.compile(r"\s+(?:others?|remaining|surviving|additional)\b", re.I)
_TAKEN_RE = re.compile(
    r"(?:\w+\s)*?(?:taken|took|taking|sen[dt]\w*|rushed|transported|flown|airlifted|brought|driven)\b", re.I
)
_CONDITION_RE = re.compile(r"in\s+\w+\s+condition|treated", re.I)
# Whoever kills others and himself is one of the dead.
_SELF_RE = re.compile(
    r"\b(?:kill\w*|sho+t\w*|hang\w*|and|then|on)\s+(?:himself|herself|self)\b"
    r"|,\s(?:then\s)?(?:self|himself|herself)\b"
    r"|\b(?:tak(?:ing|es|e)|took)\s+(?:his|her)\s+own\s+life\b|\bcommitt(?:ed|ing)\s+suicide\b",
    re.I,
)
_KILLS_RE = re.compile(r"kill(?:s|ed|ing)|murder(?:s|ed|ing)|gunned\s+down", re.I)
_HIT_RE = re.compile(r"shot|stabbed|struck\s.*|hit\s.*|gunshots?", re.I)
# "the shooting of two students", "a triple stabbing"
_HITTING_RE = re.compile(r"(?:shooting|stabbing)s?", re.I)
_MULTIPLE_RE = re.compile(r"(?:doub|trip|quadrup|quintup)le", re.I)
_NO_PEOPLE_RE = re.compile(r"(?:gun)?shots?|volleys|gangs?|rounds?|bullets?|shootings?|times?", re.I)
_ALONE_FROM = 2  # sentences: below them "one man" is one of several


def mentions(statements: Sequence[Statement], question: Question) -> list[Mention]:
    """Return the numbers of an article that a question asks for, each sentence read once."""
    out = []
    seen: set[str] = set()
    for place, statement in enumerate(statements):
        key = " ".join(statement.text.split()).casefold()
        if key not in seen:
            found = (_mention(statement, one, place) for one in find(statement.text, question))
            out += [mention for mention in found if mention]
        seen.add(key)
    return out


def _mention(statement: Statement, found: Found, place: int) -> Mention | None:
    quantity, predicate, text = found.quantity, found.predicate, statement.text
    if not quantity.low or quantity.increment or (predicate is not None and predicate.negated):
        return None
    if predicate is not None and predicate.group == "shoot" and not _is_hit(text, found):
        return None
    number = quantity.low + _killed_himself(text, found)
    total = number > quantity.low or not is_part(text, found, place)
    return Mention(statement, found, place, total, number, _weight(statement, found, place))


def is_part(text: str, found: Found, place: int) -> bool:
    """Return whether a number tells of some of those to whom the event happened, not of all."""
    quantity, predicate = found.quantity, found.predicate
    left = text[max(0, quantity.start - 24) : quantity.start]
    others = bool(_OTHER_RE.match(text, quantity.end) or _OTHER_LEFT_RE.search(left))
    return (
        quantity.part
        or found.rule == "single"
        or (others and bool(_REST_RE.search(left)))
        or (quantity.low == 1 and place > _ALONE_FROM)
        or (predicate is not None and bool(_CONDITION_RE.match(text, predicate.start)))
    )


def _killed_himself(text: str, found: Found) -> int:
    """Return 1 where the one who killed the people counted is dead too, by his own hand."""
    predicate = found.predicate
    if predicate is None or predicate.group != "die" or found.quantity.start < predicate.start:
        return 0
    if not _KILLS_RE.fullmatch(text[predicate.start : predicate.end]):
        return 0
    return 1 if _SELF_RE.search(text, predicate.end) else 0


def _weight(statement: Statement, found: Found, place: int) -> float:
    text, quantity = statement.text, found.quantity
    weight = found.fit * (_WEIGHTS[0] if place < _LEAD else _WEIGHTS[1] if place < _TOP else _WEIGHTS[2])
    if quantity.of == quantity.low or _REST_RE.search(text[max(0, quantity.start - 24) : quantity.start]):
        weight *= _REFERS_BACK
    if place >= _LEAD and found.predicate is not None and _TAKEN_RE.match(text, found.predicate.start):
        weight *= _TAKEN
    reading = reading_of(statement, found)
    if reading.stance is Stance.HEDGE:
        weight *= _HEDGED
    return weight * _REPLACED if reading.earlier else weight


def _is_hit(text: str, found: Found) -> bool:
    """Return whether a word of shooting or stabbing says that the people counted were hit."""
    quantity, predicate = found.quantity, found.predicate
    if predicate is None or (quantity.noun and _NO_PEOPLE_RE.fullmatch(quantity.noun[-1])):
        return False
    word = text[predicate.start : predicate.end]
    if not _HITTING_RE.fullmatch(word):
        return bool(_HIT_RE.fullmatch(word))
    if quantity.start < predicate.start:
        return bool(_MULTIPLE_RE.match(text, quantity.start))
    return text[predicate.end : quantity.start].strip().lower() in ("", "of")


# -- what the article gives --------------------------------------------------------------------------------------------


def _best(found: Sequence[Mention], rule: str) -> _Figure | None:
    """Return the number with the most weight, the larger of two with the same."""
    weights: dict[float, float] = defaultdict(float)
    for mention in found:
        weights[mention.number] += mention.weight
    if not weights:
        return None
    number = max(weights, key=lambda n: (round(weights[n], 3), n))
    own = [mention for mention in found if mention.number == number]
    best = max(own, key=lambda m: (m.found.quantity.exact, m.weight, -m.place))
    return _Figure(number, best, weights[number] / sum(weights.values()), weights[number], rule)


def _totals(statements: Sequence[Statement], question: Question, rule: str) -> _Figure | None:
    return _best([mention for mention in mentions(statements, question) if mention.total], rule)


def _of(question: Question, group: str) -> Question:
    """Return the question for another group of events."""
    return replace(question, text="", about=("people",), predicates=frozenset({group}), head="people")


_RANKS = "third fourth fifth sixth seventh eighth ninth tenth".split()
_NTH = {rank: number for number, rank in enumerate(_RANKS, 3)}
_NTH |= {("3rd" if number == 3 else f"{number}th"): number for number in range(3, 11)}
_NTH_RE = re.compile(
    rf"\b(?P<nth>{'|'.join(_NTH)})\s+(?:[\w-]+\s+){{0,2}}?"
    r"(?P<who>victim|person|man|woman|male|female|teen|teenager|boy|girl|child|student)\b",
    re.I,
)


def _raised(figure: _Figure, statements: Sequence[Statement], group: str) -> _Figure:
    """Count in the one more of whom a rank tells: "three were hurt", then "a fourth man was hurt"."""
    ranks = [
        _NTH[match["nth"].lower()]
        for statement in statements
        for match in _NTH_RE.finditer(statement.text)
        if group in groups(statement.text) or (group != "die" and match["who"].lower() == "victim")
    ]
    highest = max(ranks, default=0)
    if highest == figure.number + 1:
        return replace(figure, number=highest)
    return replace(figure, share=0.0) if highest > figure.number else figure


def _survivors(statements: Sequence[Statement], question: Question) -> _Figure | None:
    """Return how many of those shot or stabbed were not killed."""
    hit = _totals(statements, _of(question, "shoot"), "hit")
    if hit is None:
        return None
    hit = _raised(hit, statements, "shoot")
    dead = _totals(statements, _of(question, "die"), "total") or _best(
        mentions(statements, _of(question, "die")), "part"
    )
    number = hit.number - (dead.number if dead else 0)
    return replace(hit, number=number) if number > 0 else None


_DOUBTFUL = 0.8  # weight of a total that is told once, below the top, or of several events


def _injured(direct: _Figure | None, statements: Sequence[Statement], question: Question) -> _Figure | None:
    """Check the number hurt against the number shot or stabbed less the dead; take that where none is told."""
    survivors = _survivors(statements, question)
    if survivors is None or direct is None:
        return direct or survivors
    if direct.number == survivors.number:
        return replace(direct, rule="both")
    if direct.weight < max(_DOUBTFUL, survivors.weight):
        return survivors
    return replace(direct, rule="against")


def _figure(statements: Sequence[Statement], question: Question) -> _Figure | None:
    group = target(question)
    found = mentions(statements, question)
    direct = _best([mention for mention in found if mention.total], "total")
    if direct is not None and group is not None:
        direct = _raised(direct, statements, group)
    if group == "injure":
        direct = _injured(direct, statements, question)
    if direct is None and (direct := _best(found, "part")) is not None and group is not None:
        return _raised(direct, statements, group)
    return direct


#: By where the figure comes from. Ranked by hand: two ways to one number before one way, one way before two that
#: differ; a single person by name is one unless the text speaks of several.
_CONFIDENCE = {"both": 0.95, "total": 0.9, "part": 0.9, "hit": 0.85, "against": 0.75, "named": 0.85}
_MOST = 0.6  # share of the weight: another number is told, but less
_NOT_ALL = 0.9  # factor where another number is told too
_SPLIT = 0.7  # factor where none has the most
_WEAK = 0.7  # factor where the only total is doubtful
_SEVERAL_EVENTS = 0.5  # fit: at or below it the sentence tells of several events or of another year
_ONE_OF_MANY = 0.7  # factor of a single person in a text that speaks of several
_MANY_RE = re.compile(
    r"\b(?:the|both|all|two|three|four|five|several|other)\s+victims\b(?!['’])|\bmurder[\s-]suicide\b"
    r"|\balso\s+(?:was\s+|were\s+)?(?:killed|died|dead|injured|wounded|hurt)\b"
    r"|\b(?:deaths|bodies|homicides|murders|killings|slayings|fatalities)\b",
    re.I,
)


def _confidence(figure: _Figure, statements: Sequence[Statement]) -> float:
    out = _CONFIDENCE[figure.rule]
    if figure.share < 1.0:
        out *= _NOT_ALL if figure.share > _MOST else _SPLIT
    doubtful = figure.weight < _DOUBTFUL or figure.best.found.fit <= _SEVERAL_EVENTS
    if doubtful and figure.rule != "part":
        out *= _WEAK
    if figure.number == 1 and figure.rule in ("part", "named") and _speaks_of_many(statements):
        out *= _ONE_OF_MANY
    return out


def _speaks_of_many(statements: Sequence[Statement]) -> bool:
    return any(_MANY_RE.search(statement.text) for statement in statements)


def tally(statements: Sequence[Statement], question: Question) -> Reading | None:
    """Return the number that an article gives for what a question counts, or None when it gives none.

    `statements` are all of one article, in order, its headline first. The confidence ranks: a caller that wants
    fewer and surer figures keeps those above a value.
    """
    figure = _figure(statements, question)
    if figure is None:
        one = next((reading for statement in statements for reading in singles(statement, question)), None)
        doubt = _ONE_OF_MANY if one and _speaks_of_many(statements) else 1.0
        return replace(one, confidence=round(_CONFIDENCE["named"] * doubt, 2)) if one else None
    reading = reading_of(figure.best.statement, figure.best.found)
    value = reading.value
    if figure.number != figure.best.found.quantity.low:
        value = Count(figure.number, figure.number)
    return replace(reading, value=value, confidence=round(_confidence(figure, statements), 2))


# -- what the claims of an article are worth beside each other ---------------------------------------------------------


def without_parts(claims: Iterable[Claim], question: Question) -> list[Claim]:
    """Drop claims that count some of those whom another claim of the same article counts in full.

    "A nurse was among the dead" and "two more died" do not contradict "twelve died". Only the article's own words and
    the same speaker's are settled so: what another speaker says stands.
    """
    kept = list(claims)
    totals = [claim for claim in kept if _gives_total(claim, question)]
    return [claim for claim in kept if not any(_holds(total, claim, question) for total in totals)]


def _gives_total(claim: Claim, question: Question) -> bool:
    usable = claim.reading.stance is Stance.ASSERT and not claim.reading.earlier
    return usable and not counts_some(claim.statement, claim.reading, question)


def counts_some(statement: Statement, reading: Reading, question: Question) -> bool:
    """Return whether a count read in a statement may be of some only: "a nurse was killed", "two more died"."""
    if not isinstance(reading.value, Count) or reading.value.increment:
        return True
    start = reading.span.start - statement.start
    if told_badly(statement.text, start, question):
        return True
    return any(
        is_part(statement.text, found, 0) for found in find(statement.text, question) if found.quantity.start == start
    )


def _holds(total: Claim, claim: Claim, question: Question) -> bool:
    """Return whether a total covers a claim that counts some."""
    if (
        total is claim
        or total.article.id != claim.article.id
        or not counts_some(claim.statement, claim.reading, question)
    ):
        return False
    badly = told_badly(claim.statement.text, claim.reading.span.start - claim.statement.start, question)
    if not badly and claim.speaker and (total.speaker is None or total.speaker.canonical != claim.speaker.canonical):
        return False
    whole, some = total.value, claim.value
    if not isinstance(whole, Count) or not isinstance(some, Count):
        return False
    return some.increment or (whole.low or 0) > (some.low or 0) > 0
