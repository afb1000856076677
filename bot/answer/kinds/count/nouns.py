"""Which noun counts what is asked for: "homes" count houses, "households" customers, and hospitals no people."""

from __future__ import annotations

import re

from bot.answer.kinds.count.roles import MIXED, roles_of, same_people

_CRAFT = frozenset(
    "aircraft plane planes airplane airplanes jet jets helicopter helicopters warplane warplanes airliner drone drones"
    " fighter tanker tankers bomber bombers".split()
)
_HOUSING = frozenset(
    "home homes house houses building buildings property properties structures structure dwellings".split()
)
_CLASSES = (
    _CRAFT,
    _HOUSING,
    frozenset("vehicle vehicles car cars truck trucks".split()),
    frozenset("case cases infection infections".split()),
)
_ANY_THING = frozenset(
    "object objects item items thing things piece pieces artefacts artifacts works valuables treasures goods".split()
)
_NO_OBJECTS = frozenset(
    "case cases glass rooms room museums museum halls doors windows cameras alarms minutes hours days years metres places"
    " countries cities vans cars museums visitors".split()
)
#: Whoever is supplied with something is counted by any of these.
CONNECTED = frozenset(
    "customer customers household households subscriber subscribers client clients user users consumer consumers"
    " depositor depositors account accounts accountholders policyholders".split()
)
#: A number of people is a number of customers; "three million homes" is one of households.
_CONNECTED_TOO = CONNECTED | frozenset("people persons individuals homes properties".split())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def same_noun(counted: tuple[str, ...], asked: str) -> float:
    """Return how sure it is that both phrases name one kind of thing, 0 to 1."""
    words = tuple(word.rstrip("'’") for word in re.findall(r"[\w'’-]+", asked.lower().partition(" of ")[0]))
    theirs = roles_of(words)
    if theirs and theirs <= MIXED:  # "how many women died": the number of people is none of women
        return 1.0 if theirs & roles_of(counted) else 0.0
    if not counted:
        return 0.85
    mine = roles_of(counted)
    if mine and theirs:
        return same_people(mine, theirs)
    if bool(mine) != bool(theirs):
        return _UNLISTED if "anybody" in mine | theirs and _may_be_people(words if mine else counted) else 0.0
    for nouns in _CLASSES:
        if any(word in nouns for word in words):
            return 1.0 if any(word in nouns for word in counted) else 0.0
    if any(word in _ANY_THING for word in words) and not any(word in _NO_OBJECTS for word in counted):
        return 0.9
    if any(word in CONNECTED for word in words):
        return 0.9 if any(word in _CONNECTED_TOO for word in counted) else 0.0
    return 1.0 if {_singular(word) for word in counted} & {_singular(word) for word in words} else 0.0


def is_thing(asked: str) -> bool:
    """Return whether a noun is of things: people are hurt, and not hospitals."""
    words = tuple(re.findall(r"[a-z-]+", asked.lower().partition(" of ")[0]))
    return bool(words) and not roles_of(words) and not _may_be_people(words)


_UNLISTED = 0.85  # "beekeepers" for "people": most nouns beside an event of people name people
_THING_RE = re.compile(
    r"(?:dog|cat|cow|horse|animal|bird|fish|sheep|pig|cattle|chicken|whale|tree|boat|ship|train|bus|store|shop|school"
    r"|church|bridge|road|country|countries|city|cities|village|town|team|club|firm|company|companies|bank|weapon|gun"
    r"|round|bullet|time|times|percent|shot|point|goal|game|block|count|charge|mile|hour|day|week|month|year|minute"
    r"|bed|box(?:e)?|dose|mask|sample|location|place|area|way|case|door|bag|room|shooting|incident|attack|crash|scene|side|hospital|unit|agency"
    r"|agencies|department|station|tin|pot|product|object|piece|seat|position|flight|plane|jet|job|post|vote|ballot|seat|vaccine|household|dollar|page|photo|type|thing|item|family|families|wound|injury|injuries)s?$"
)


def _may_be_people(words: tuple[str, ...]) -> bool:
    """Return whether a noun that no list holds may name people."""
    if any(word in nouns for nouns in _CLASSES for word in words):
        return False
    head = next((word for word in reversed(words) if word not in _TRAILING), words[-1])
    return not _THING_RE.match(head) and any(word[-1:].isalpha() for word in words)


#: What may follow a noun that is counted: "421 votes ahead".
_TRAILING = frozenset("ahead behind short away apart each more".split())
