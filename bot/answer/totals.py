"""What the figures of one article are worth beside each other, and unsure figures beside sure ones.

A conflict needs two totals that somebody gives as the total. One voice gives one total in one article; its smaller
figures are parts of it, however they are worded. What another speaker says in the same article stands, unless it is
worded as a part: "one of the dead", "three are in critical condition".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.count import Count, Found, find, of_one_sort, target
from bot.answer.origins import same_line
from bot.answer.positions import Course, changes, course_of, group, mark_superseded
from bot.answer.predicates import predicates
from bot.answer.types import Kind, Stance
from bot.answer.values import Relation, relate
from bot.answer.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.types import Claim, Question

_LEFT = 24  # characters before a number in which words tell whose part it is


def settled(claims: Iterable[Claim], question: Question) -> list[Claim]:
    """Return the claims that may stand against each other: one total of each voice in an article, no unsure ones.

    What has been overtaken stays: an earlier figure contradicts nobody.
    """
    every = list(claims)
    if question.kind is not Kind.COUNT or target(question) not in _BEFALL or course_of(question) is Course.MOVES:
        return every
    if _ASKED_RE.search(question.text):
        return every  # a part is asked for: "how many died at the scene"
    overtaken = _overtaken(every, question)
    kept = _without_parts(_without_unsure([c for c in every if id(c) not in overtaken], question), question)
    current = [claim for claim in kept if _current(claim)]
    parts = {id(claim) for voice in _voices(current) for claim in _smaller(voice, current, question)}
    totals = [claim for claim in current if id(claim) not in parts]
    told = {
        id(claim): _of_before(claim) if id(claim) in parts else claim for claim in kept if _stands(claim, parts, totals)
    }
    return [told.get(id(claim), claim) for claim in every if id(claim) in overtaken or id(claim) in told]


def _overtaken(claims: Sequence[Claim], question: Question) -> set[int]:
    """Return the claims, by identity, of the positions that a later one has replaced."""
    marked = mark_superseded(group(claims), course_of(question))
    return {id(claim) for position in marked if position.superseded for claim in position.claims}


def _stands(claim: Claim, parts: set[int], totals: Sequence[Claim]) -> bool:
    """Return whether a claim is no part, or repeats what another article gave as its total."""
    return id(claim) not in parts or any(
        total.article.id != claim.article.id and relate(total.value, claim.value) is Relation.SAME for total in totals
    )


def _of_before(claim: Claim) -> Claim:
    """Return a claim as one of an earlier count: its own article gives a larger figure in the same voice."""
    return replace(claim, reading=replace(claim.reading, earlier=True))


def _without_unsure(claims: Sequence[Claim], question: Question) -> list[Claim]:
    """Drop a figure told of other events where one told of this event contradicts it; it stands where no other answers."""
    first = min((year for claim in claims if (year := _year(claim))), default=0)
    unsure = {id(claim) for claim in claims if tells_of_another(claim, question, first)}
    sure = [claim for claim in claims if id(claim) not in unsure and _current(claim)]
    return [
        claim
        for claim in claims
        if id(claim) not in unsure
        or not any(_apart(claim.value, other.value) and not _fits_better(claim, other, question) for other in sure)
    ]


def _fits_better(claim: Claim, other: Claim, question: Question) -> bool:
    """Return whether a figure's sentence holds words of the question that the other's lacks: the place, the day, "second"."""
    asked = _asked(question.text)
    return not (asked & stems(claim.statement.sentence.text)) <= stems(other.statement.sentence.text)


@lru_cache(maxsize=64)  # asked for every pair of figures
def _asked(text: str) -> frozenset[str]:
    """Return the stems of a question beside its event and its people: {"halden"} of "how many were killed in Halden"."""
    for predicate in reversed(predicates(text)):
        text = f"{text[: predicate.start]} {text[predicate.end :]}"
    return stems(text) - stems("how many people person persons victims anybody") - frozenset({"how", "many"})


_EVENT = (
    r"(?:attack|shooting|stabbing|killing|murder|fire|blaze|crash|collision|accident|blast|explosion|bombing|flood|storm|quake"
    r"|earthquake|landslide|avalanche|collapse|strike|raid|violence|incident|tragedy|disaster|deaths?|derailment|sinking|outbreak|protest)s?"
)
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
#: Words that set another event beside the one told of: "the attack came a month after a gunman killed 19",
#: "the worst flood since one that killed 31"; not "the worst flood since 1953 has killed 12".
_ANOTHER_RE = re.compile(
    rf"\b{_EVENT}\s+(?:also\s+)?(?:comes?|came|happened|occurred|was|is)\s+[^.;]{{0,40}}?\b(?:after|before)\s+an?(?:other)?\s"
    rf"|\b{_EVENT}\s+(?:also\s+)?follow(?:s|ed)\s+[^.;]{{0,40}}?\ban?(?:other)?\s"
    rf"|\b(?:unrelated|similar|previous|separate)\s+(?:[\w-]+\s+){{0,2}}?{_EVENT}\b|\b(?:an?\s+earlier|in\s+another)\s+(?:[\w-]+\s+)?{_EVENT}\b"
    r"|\b(?:worst|deadliest|largest|biggest)\b[^.;]{0,60}?\bsince\s+(?:one\b|an?\b|another\b|[^.;]{0,40}?\b(?:that|which|when|where|whose)\b)"
    rf"|\blast\s+(?:{_MONTH}|spring|summer|autumn|fall|winter|Christmas|Easter)\b|\b(?:another|second|third|fourth)\s+(?:[\w-]+\s+){{0,2}}?{_EVENT}\b"
    rf"|\ban?\s+(?:Easter|Christmas|New\s+Year['’]s(?:\s+(?:Eve|Day))?|Halloween|Thanksgiving|holiday)\s+(?:[\w-]+\s+)?{_EVENT}\b"
    r"|\bseparate\s+(?:[\w-]+\s+){0,2}?(?:scenes|locations|places|parties|cases)\b"
    rf"|['’]s\s+last\s+{_EVENT}\b|\bin\s+(?:[\w'’-]+\s+){{0,3}}?history\s+was\b|\ban?\s+{_MONTH}\s+(?:[0-9]{{1,2}}\s+)?{_EVENT}\b|^\s*(?:related|see\s+also|more|read\s+more)\s*:"
    r"|\b(?:so\s+far|already|to\s+date)\s+this\s+year\b|\b(?:in|over|during)\s+(?:the\s+)?(?:past|last|previous)\s+(?:\w+\s+)?(?:years|months|decades?)\b"
    r"|\blast\s+(?:year|month)\b|\byears?\s+(?:ago|earlier|before)\b",
    re.I,
)
#: The same, behind a figure: "two died in a separate crash", "19 were killed last year".
_BESIDE_RE = re.compile(
    rf"[^.,;]{{0,60}}?\b(?:(?:in\s+(?:an?\s+)?(?:unrelated|similar|previous|separate)|in\s+another|so\s+far\s+this|in\s+an\s+earlier)\s+"
    rf"(?:[\w-]+\s+){{0,2}}?(?:{_EVENT}|year)|last\s+(?:year|month)|years?\s+(?:ago|earlier))\b",
    re.I,
)
#: A round-up of a night, a city or a year adds up many events. Of a storm or a war "across the region" is one.
_ROUND_UP_RE = re.compile(
    r"\b(?P<events>shootings|stabbings|crashes|collisions|accidents|incidents|homicides|murders|drownings)\b"
    r"|\b(?:city|state|nation|country)-?wide\b|\bviolent\s+(?:weekend|night|week|holiday)\b|\b(?:weekend|night|week)(?:['’]s|\s+of)?\s+violence\b",
    re.I,
)
#: A year that dates no event of the figure: "the ferry, built in 1987, sank with 12 dead".
_PAST_YEAR_RE = re.compile(
    r"(?<!built\s)(?<!opened\s)(?<!founded\s)(?<!made\s)(?<!launched\s)(?<!born\s)(?<!completed\s)(?<!renovated\s)(?<!introduced\s)"
    r"(?<!bought\s)(?<!signed\s)(?<!created\s)(?<!installed\s)(?<!elected\s)(?<!passed\s)(?<!began\s)(?<!started\s)"
    r"\b(?:(?:in|of|during)\s+(?:(?:early|late|mid)[\s-])?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?:[0-9]{1,2},?\s+)?)"
    r"(?P<year>(?:19|20)[0-9]{2})\b"
)


def tells_of_another(claim: Claim, question: Question, first: int) -> bool:
    """Return whether the words of a figure tell of other events, of several, or of a year before `first`."""
    before = claim.statement.sentence.text[: max(0, claim.reading.span.end - claim.statement.sentence.start)]
    after = claim.statement.sentence.text[len(before) :]
    if _ANOTHER_RE.search(before) or _BESIDE_RE.match(after) or _is_round_up(claim.statement.text, question):
        return True
    return any(int(match["year"]) < first for match in _PAST_YEAR_RE.finditer(before))


def _is_round_up(text: str, question: Question) -> bool:
    """Return whether a figure is of several events that the question does not ask for in the plural."""
    match = _ROUND_UP_RE.search(text)
    return match is not None and match[0].casefold() not in question.text.casefold()


def _year(claim: Claim) -> int:
    published = claim.article.published or ""
    return int(published[:4]) if published[:4].isdigit() else 0


def _apart(a: object, b: object) -> bool:
    return isinstance(a, Count) and isinstance(b, Count) and relate(a, b) is Relation.INCOMPATIBLE


def _current(claim: Claim) -> bool:
    """Return whether a claim gives a figure that holds as the article is written."""
    return isinstance(claim.value, Count) and not claim.reading.earlier and claim.reading.stance is not Stance.DENY


def _voices(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return figures by article and voice."""
    out: dict[str, list[list[Claim]]] = defaultdict(list)
    for claim in claims:
        voices = out[claim.article.id]
        home = next((voice for voice in voices if _one_voice(voice[0], claim)), None)
        if home is None:
            voices.append([claim])
        else:
            home.append(claim)
    return [voice for voices in out.values() for voice in voices]


def _one_voice(a: Claim, b: Claim) -> bool:
    if a.speaker is None or b.speaker is None:
        return a.speaker is b.speaker
    return same_line(a.speaker, b.speaker)


def _smaller(voice: Sequence[Claim], every: Sequence[Claim], question: Question) -> list[Claim]:
    """Return the figures of one voice that are parts of its total, where nobody's words put the total in doubt."""
    if any(changes(claim) for claim in voice):
        return []  # the order of its figures is told: the older ones are no parts
    return [
        claim
        for claim in voice
        if any(
            _is_total_of(total, claim) and _is_shared(total, every) and not _fits_better(claim, total, question)
            for total in voice
        )
    ]


#: Words that give a figure as the whole, however small: "the official toll stands at nine".
_TOTAL_RE = re.compile(
    r"\b(?:tolls?|tall(?:y|ies)|official\s+(?:count|figure|number)s?|(?:head|body)\s?counts?|in\s+(?:all|total)|altogether|overall|a\s+total\s+of"
    r"|total\s+(?:number|of)|(?:number|count)\s+of\s+(?:the\s+)?(?:dead|deaths|fatalities|injured|wounded|casualties|victims)|(?:put|stands?|stood)\s+at)\b",
    re.I,
)


def _is_total_of(total: Claim, part: Claim) -> bool:
    """Return whether a larger figure of the same voice stands before a smaller one, or before or after "a man"."""
    if not 0 < _high(part) < _low(total) or _TOTAL_RE.search(part.statement.text):
        return False
    return total.reading.span.start < part.reading.span.start or _is_one(part)


def _is_shared(total: Claim, every: Sequence[Claim]) -> bool:
    """Return whether another article gives the same figure, or no other article gives any."""
    others = [claim for claim in every if claim.article.id != total.article.id]
    return not others or any(relate(claim.value, total.value) is Relation.SAME for claim in others)


def _is_one(claim: Claim) -> bool:
    """Return whether a figure is of one person, who is told of before the others are counted."""
    return _high(claim) == 1


# -- parts by their words ----------------------------------------------------------------------------------------------

# "one of the victims", "two of them"; not "all four of the victims".
_OF_RE = re.compile(
    r"\bof\s+(?:(?:the|those|these|his|her|their|its|our)\s+(?:[\w-]+\s+){0,2}?"
    r"(?P<who>victims?|dead|deceased|injured|wounded|hurt|casualties|fatalities|deaths|who\s+(?:were|was|died))?|them\b|whom\b)",
    re.I,
)
_ALL_RE = re.compile(r"\b(?:all|every)\s+$", re.I)
# "a nurse is among the dead", "two of his friends are also among those hurt".
_AMONG_RE = re.compile(
    r"[^.;]{0,60}?\b(?:among|one\s+of|some\s+of)\s+(?:the|those)\s+(?:\w+ly\s+)?(?:dead|injured|wounded|hurt|killed|victims?|who|people"
    r"|passengers|casualties|fatalities|missing|arrested|detained|[0-9]+|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_OTHER_LEFT_RE = re.compile(r"\b(?:the|another)\s+(?:other|remaining|last|first|second)?\s*$", re.I)
_OTHER_RE = re.compile(r"\s+(?:others?|remaining|additional|more)\b", re.I)
#: By condition; a part of the hurt wherever it stands.
_CONDITION_RE = re.compile(
    r"\b(?:in|are|is|was|were)\s+(?:[\w-]+\s+){0,4}?conditions?\b|\btreated\s+(?:and\s+released|at\s+the\s+scene|on\s+(?:the\s+)?scene|for)\b"
    r"|\b(?:critically|seriously|gravely|severely|badly|slightly|lightly)\b|\blife-threatening\b|\bin\s+intensive\s+care\b"
    r"|\bstill\s+(?:hospitali[sz]ed|in\s+(?:the\s+)?(?:hospital|clinic))\b|\bremain(?:s|ed)?\s+(?:hospitali[sz]ed|in)\b"
    r"|\bunderwent\s+surgery\b|\b(?:released|discharged)\s+from\b|\bgraz(?:ed|e)\b",
    re.I,
)
#: By place: a part of the dead.
_DIED_AT_RE = re.compile(
    r"(?:\b(?:dead|died|dies|killed|deceased)\s+(?:later\s+)?(?:on\s+arrival\s+)?|^|\bbodies\s+|\bbody\s+)"
    r"(?:on|at|in|inside|outside|upon\s+arrival\s+at)\s+(?:(?:the|an?|that|their|his|her)\s+)?(?:[\w'’-]+\s+){0,3}?(?:scene|hospitals?|medical\s+cent(?:er|re))\b"
    r"|\b(?:died|dead|dies)\s+(?:later|instantly|overnight|during\s+surgery|en\s+route|on\s+the\s+way|of\s+(?:his|her|their)\s+(?:\w+\s+)?(?:wounds|injuries))\b",
    re.I,
)
#: Taken somewhere: whoever went by himself, or was seen to on the spot, is left out.
_TAKEN_RE = re.compile(
    r"\b(?:taken|rushed|transported|flown|airlifted|brought|driven|sent|admitted|hospitali[sz]ed|drove\s+themselves)\b",
    re.I,
)
_END_RE = re.compile(
    r"[;:]|\.\s|,\s(?:and|but|while|as|with|including|some|many|most|at\s+least|one|two|three|four|five|six|seven|eight|nine|ten|several|both|an?|[0-9]+)\b|\b(?:while|but)\b|\band\s+(?=(?:[0-9]|one|two|three|four|five|six|an?|the|another)\b)",
    re.I,
)
_ASKED_RE = re.compile(
    r"\b(?:hospital\w*|condition|treated|taken|critical\w*|serious\w*|bad\w*|severe\w*|scene|admitted|still)\b", re.I
)
#: Groups of events that befall people one by one: a text tells of them singly and in parts.
_BEFALL = frozenset({"die", "injure", "casualty", "shoot"})
_WHOLE_RE = re.compile(r"\bof\s+(?:the|those|these)\s+$", re.I)


def _without_parts(claims: Sequence[Claim], question: Question) -> list[Claim]:
    """Drop what is worded as a part where a larger figure is not: in its own article, or of any outlet."""
    worded = {id(claim): _part(claim, question) for claim in claims if _current(claim)}
    first = min((year for claim in claims if (year := _year(claim))), default=0)
    totals = [
        claim
        for claim in claims
        if _current(claim) and not worded[id(claim)] and not tells_of_another(claim, question, first)
    ]
    return [
        claim
        for claim in claims
        if not worded.get(id(claim))
        or not any(
            _covers(total, claim) and not _fits_better(claim, total, question)
            for total in totals
            if _near(total, claim, worded[id(claim)])
        )
    ]


def _near(total: Claim, claim: Claim, part: str) -> bool:
    """Return whether a total is of the same telling: "a man was killed" may be all that another outlet knows."""
    return part == "some" or total.article.id == claim.article.id


def _covers(total: Claim, claim: Claim) -> bool:
    return _apart(total.value, claim.value) and _low(total) > _high(claim)


def _low(claim: Claim) -> float:
    return (claim.value.low or 0) if isinstance(claim.value, Count) else 0


def _high(claim: Claim) -> float:
    value = claim.value
    return (value.high if value.high is not None else float("inf")) if isinstance(value, Count) else 0


def _part(claim: Claim, question: Question) -> str:
    """Return how a figure is worded as a part: "some" beside any outlet's total, "near" beside one of its own article."""
    text, start = claim.statement.text, claim.reading.span.start - claim.statement.start
    end = claim.reading.span.end - claim.statement.start
    if not 0 <= start < end <= len(text):
        return ""
    value = claim.value
    if not isinstance(value, Count) or (value.of is not None and value.of == value.low):
        return ""
    found = next((found for found in find(text, question) if found.quantity.start == start), None)
    if value.high == 0:  # "no officers were hurt" says nothing of the others
        return "some" if found is not None and of_one_sort(found.quantity.noun, question.head) else ""
    if not value.low:
        return ""
    if _is_some(text, start, end, value) or _is_counted_on(text, end, value) or _is_of_suspects(text, found):
        return "some"
    if _is_told_by_condition(text, start, end, target(question)):
        return "some"
    if _is_clear(text, start, end, found, target(question)):
        return "near"
    return "near" if found is not None and found.rule == "single" else ""


def _is_some(text: str, start: int, end: int, value: Count) -> bool:
    """Return whether a number is of some of the victims: "one of the dead", "two are among the injured"."""
    left = text[max(0, start - _LEFT) : start]
    if _WHOLE_RE.search(left) or _ALL_RE.search(left):
        return False  # "two of the 17 died in hospital": the 17 are the whole
    # "Four of the six aboard were killed" gives a total; "four of the victims were children" does not.
    of = _OF_RE.search(text, start, _clause_end(text, end))
    return bool((of and (value.low == 1 or of["who"])) or _AMONG_RE.match(text, end))


#: "Two lay in the street and a third person inside": the count goes on.
_NEXT_RE = {
    1: re.compile(
        r"\ba\s+second\s+(?:[\w-]+\s+)?(?:person|man|woman|victim|body|boy|girl|child|worker|passenger)\b", re.I
    ),
    2: re.compile(r"\ba\s+third\b(?!\s+of\b)", re.I),
    3: re.compile(r"\ba\s+fourth\b", re.I),
    4: re.compile(r"\ba\s+fifth\b", re.I),
    5: re.compile(r"\ba\s+sixth\b", re.I),
}
# "A woman was also wounded"
_ALSO_RE = re.compile(r"[^.;,]{0,40}?\b(?:was|were)\s+also\b", re.I)


def _is_counted_on(text: str, end: int, value: Count) -> bool:
    """Return whether the count goes on behind a number, or began before: "… and a third", "was also wounded"."""
    following = _NEXT_RE.get(int(value.low or 0)) if value.high == value.low else None
    return bool((following and following.search(text, end)) or (value.low == 1 and _ALSO_RE.match(text, end)))


_SUSPECTS = frozenset(
    "attacker attackers gunman gunmen suspect suspects shooter shooters assailant assailants bombers perpetrators".split()
)


def _is_of_suspects(text: str, found: Found | None) -> bool:
    """Return whether those counted are the ones who did it."""
    return found is not None and not _SUSPECTS.isdisjoint(found.quantity.noun)


def _is_told_by_condition(text: str, start: int, end: int, group: str | None) -> bool:
    """Return whether a number is of those of the hurt who are in one condition: of the others nothing is said."""
    if group != "injure" or _WHOLE_RE.search(text[max(0, start - _LEFT) : start]):
        return False
    return _CONDITION_RE.search(text, end, _clause_end(text, end)) is not None


def _is_clear(text: str, start: int, end: int, found: Found | None, group: str | None) -> bool:
    """Return whether a number is of those in one place or condition."""
    left, clause = text[max(0, start - _LEFT) : start], text[end : _clause_end(text, end)]
    if found is not None and found.quantity.part:
        return True
    if _WHOLE_RE.search(left):
        return False
    if group == "die" and _DIED_AT_RE.search(clause):
        return True
    others = bool(_OTHER_LEFT_RE.search(left) or _OTHER_RE.match(text, end))
    return others and group == "injure" and _says_of_taken(text, end)


def _says_of_taken(text: str, end: int) -> bool:
    return _TAKEN_RE.search(text, end, _clause_end(text, end)) is not None


def _clause_end(text: str, at: int) -> int:
    match = _END_RE.search(text, at)
    return match.start() if match else len(text)
