"""The event words of a text that take a count."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answer.kinds.count.court import of_court
from bot.answer.kinds.count.craft import IN_CRAFT
from bot.answer.kinds.count.fired import FIRED
from bot.answer.kinds.count.harm import other_harm
from bot.answer.kinds.count.hospital import DIED_THERE_RE, HOSPITAL_RE, LEFT_IN_RE, TO_HOSPITAL, died_there
from bot.answer.predicates import Predicate, polarity, predicates
from index.guarded import Guarded

#: Groups that take a count; words of other groups between a number and its event are passed over.
EVENTS = frozenset(
    """
    die injure casualty shoot survive aboard missing arrest charge release abduct displace infect rescue
    vote shoot_down destroy damage lose convict acquit sentence resign dismiss appoint attend cancel
    close open land burn attack crash win sell buy affect strand outage employ complain steal leak fire_at hospital
    """.split()
)
#: Groups whose subject is people.
OF_PEOPLE = frozenset(
    """
    die injure casualty survive aboard missing arrest charge release abduct displace infect rescue shoot
    convict acquit sentence resign dismiss appoint attend affect strand employ complain hospital
    """.split()
)
CACHED = 4096  # sentences: a question reads each several times, for its event and for those that bound it


@lru_cache(maxsize=CACHED)
def events_of(text: str) -> tuple[Predicate, ...]:
    """Return the event words that take a count."""
    known = [p for p in predicates(text) if p.group in EVENTS and not died_there(text, p) and not of_court(text, p)]
    known += [Predicate("die", *match.span("verb")) for match in _LIVES.finditer(text)]
    known += [Predicate("infect", *match.span()) for match in _MADE_ILL_RE.finditer(text)]
    known += other_harm(text)
    if "hospital" in text.lower():
        known += [Predicate("hospital", *match.span()) for match in HOSPITAL_RE.finditer(text)]
    for match in FIRED.finditer(text):
        at = match.span("did" if match["did"] else "done")
        known.append(Predicate("fire_at", *at, *polarity(text, *at)))
    known += [Predicate("aboard", *match.span("in")) for match in IN_CRAFT.finditer(text)]
    if _HOUSES_RE.search(text):
        known += [
            Predicate("destroy", *m.span())
            for m in _COLLAPSED_RE.finditer(text)
            if not _NOT_YET_RE.search(text, 0, m.start())
        ]
    for match in TO_HOSPITAL.finditer(text):
        taken = any(p.group == "injure" and p.start < match.end() and match.start() < p.end for p in known)
        inside = not match["state"] or LEFT_IN_RE.search(text[max(0, match.start() - 60) : match.start()])
        if inside and not taken and not DIED_THERE_RE.match(text, match.end()):
            known.append(Predicate("injure", match.start(), match.end()))
    return tuple(sorted(known, key=lambda p: p.start))


_HOUSES_RE = re.compile(
    r"\b(?:homes?|houses?|buildings?|dwellings?|structures?|properties|flats|apartments|shops|schools)\b", re.I
)
#: What destroys houses, and is said of much else.
_COLLAPSED_RE = re.compile(
    r"\b(?:collaps(?:ed|e|es|ing)|pulled\s+down|torn\s+down|tore\s+down|(?:brought|bringing|brings)\s+down|swept\s+away|washed\s+away|carried\s+away"
    r"|in\s+rubble|uninhabitable)\b",
    re.I,
)
_NOT_YET_RE = re.compile(
    r"\b(?:not|never|could|may|might|would|threaten\w*|risk\w*|danger\s+of)\s+(?:\w+\s+){0,2}$", re.I
)
#: "cost 46 lives": the dead, whatever the verb.
_LIVES_RE = re.compile(
    r"\b(?P<verb>cost(?:s|ing)?|claim(?:s|ed|ing)?|took|takes|taken|taking)\s+(?:[\w,-]+\s+){1,4}lives\b", re.I
)
_LIVES = Guarded(_LIVES_RE, "lives")
#: "made 212 passengers ill"
_MADE_ILL_RE = re.compile(
    r"\bpoison(?:ed|ing|s)\b|\b(?:made|making|makes)(?=\s+(?:[\w,'’-]+\s+){1,6}(?:ill|sick)\b)|\b(?:ill|sick)\b(?=\s*(?:[.,;]|$|with\b|after\b|from\b))",
    re.I,
)
