"""Places: where what the question asks about happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.clauses import Asked, asked
from bot.answer.kinds import register
from bot.answer.kinds.when import asked_events, asks, event_named
from bot.answer.names import names, words
from bot.answer.predicates import polarity
from bot.answer.types import Reading, Span, Stance
from bot.answer.values import Relation
from bot.answer.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Place:
    """A place as printed, without the word that leads to it, except where that word changes it ("near Bergen")."""

    text: str
    #: Names in it ("Iraq" of "western Iraq").
    aliases: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Always "place"."""
        return "place"

    def relation(self, other: Value) -> Relation:
        """Compare by words: equal is the same, a shared name refines, different names prove nothing.

        "in Oslo" and "in Norway" look alike: without a map, different names stay compatible.
        """
        if not isinstance(other, Place):
            return Relation.INCOMPATIBLE
        mine, its = frozenset(words(self.text)), frozenset(words(other.text))
        if mine == its:
            return Relation.SAME
        if mine and its and (mine <= its or its <= mine):
            return Relation.REFINES
        shared = _distinctive(self) & _distinctive(other)
        if not shared:
            return Relation.COMPATIBLE
        # "western Iraq" and "eastern Iraq" share the country and exclude each other.
        sides, rivals = mine & _SIDES.keys(), its & _SIDES.keys()
        if len(sides) == len(rivals) == 1 and mine - sides == its - rivals:
            side, rival = next(iter(sides)), next(iter(rivals))
            return Relation.SAME if _SIDES[side] == _SIDES[rival] else _opposite(side, rival)
        return Relation.REFINES

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "place", "text", "aliases"}."""
        return {"kind": self.kind, "text": self.text, "aliases": [self.text, *self.aliases]}

    def __str__(self) -> str:
        return self.text


#: Directions, by the point that they name.
_SIDES = {
    word: point
    for point, line in {
        "n": "north northern", "s": "south southern", "e": "east eastern", "w": "west western",
        "ne": "north-east northeast north-eastern northeastern", "nw": "north-west northwest north-western northwestern",
        "se": "south-east southeast south-eastern southeastern", "sw": "south-west southwest south-western southwestern",
    }.items()
    for word in line.split()
}  # fmt: skip
_OPPOSITES = {frozenset("ns"), frozenset("ew")}


def _opposite(side: str, rival: str) -> Relation:
    opposed = frozenset((_SIDES[side], _SIDES[rival])) in _OPPOSITES
    return Relation.INCOMPATIBLE if opposed else Relation.COMPATIBLE


def _distinctive(place: Place) -> frozenset[str]:
    return frozenset(word for name in place.aliases for word in words(name)) - _SIDES.keys()


_LEAD = (
    r"(?:(?P<keep>near|outside|off|over|above|close\s+to|just\s+outside|on\s+the\s+outskirts\s+of|along|between"
    r"|(?:(?:about|some|nearly|around)\s+)?\d[\d,.]*\s*(?:km|kilometers|kilometres|miles|mi|metres|meters|yards)\s+(?:\w+[\s-]?(?:\w+\s+)?)?(?:of|from|off)"
    r"|(?:north|south|east|west)(?:-?(?:east|west))?\s+of)|in|at(?!\s+(?:least|most|first|last|all|once)\b)|on|inside|within|across|into|onto)"
)
_SIDE = r"(?:(?:far|central|south|north|east|west|southern|northern|eastern|western)(?:-?(?:eastern|western|east|west))?|mid)"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*(?:\s+(?:(?:of|de|del|la|al|el|upon|the)\s+){0,2}[A-ZÀ-ÖØ-Þ][\w’'&-]*){0,6}"
_COMMON = (
    r"(?:airspace|waters|sea|ocean|river|lake|coast|desert|mountains?|hills?|forest|woods|border|street|road|motorway"
    r"|highway|bridge|tunnel|airport|airfield|runway|airbase|base|station|harbou?r|port|village|town|city|suburb|district"
    r"|province|region|county|valley|island|field|farmland|park|stadium|school|hospital|church|mosque|temple|market|square"
    r"|factory|plant|mine|hotel|house|building|apartment|prison|embassy|courthouse|court|area|neighbou?rhood|beach|bay"
    r"|strait|gulf|fjord|reef|creek|dock|quay|pier|square|stadium|ground|arena|canal|crossing|junction|depot|warehouse|mall|home|office|headquarters)"
)
_PLACE_RE = re.compile(
    rf"""
    (?<![\w-])(?i:{_LEAD})\s+
    (?P<place>
        (?:(?i:the|an?|its|his|her|their)\s+)?(?:(?:[a-z]+-?[a-z]*)\s+){{0,3}}?{_COMMON}\b(?:\s+{_COMMON}\b)?
          (?:\s+(?i:of|in|near|outside|on|at)\s+(?:(?i:the)\s+)?(?:{_SIDE}\s+)?{_NAME})?     # "a field near Bergen"
      | (?:(?i:the)\s+)?(?:(?:{_SIDE}|[a-z]+)\s+){{0,2}}?{_NAME}(?:\s+{_COMMON}\b)?           # "western Iraq", "the Baltic Sea"
          (?:,\s+{_NAME}(?=[,.;)\s]|$))?                                                     # "Bergen, Norway"
    )
    """,
    re.X,
)
# "in a statement", "in March", "on Friday", "in Operation X", "at Reuters": no places.
_NO_PLACE_RE = re.compile(
    r"""\b(?:statement|post|interview|letter|tweet|report|war|conflict|attack|operation|campaign|election|vote|talks|case
    |incident|crash|accident|response|fact|addition|part|total|order|time|middle|mission|capacity|January|February|March|April|May|June
    |July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Easter|Twitter
    |Facebook|Instagram|Telegram|television|board|League|Cup|Championship|Olympics|Operation|War|AM|PM|GMT|UTC)\b""",
    re.X,
)
#: A common noun alone says little; it counts with an article or an adjective before it.
_FIXED_RE = re.compile(r"(?:office|court|home|base|field|area|mine|plant|house|order|port)", re.I)
_TRAILING_RE = re.compile(r"['’]s?$")


#: "Which hospital": only a place of that sort answers; any town does for "which place".
_WHICH_RE = re.compile(
    r"^(?:\w+\s+)?(?:which|what)\s+(?!is\b|was\b|are\b|were\b|did\b|does\b|do\b|has\b|have\b|place\b|city\b|country\b|town\b|region\b|area\b|part\b)(?P<noun>\w+)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """Reads where something happened."""

    name: str = "place"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the places of the clauses that state the event."""
        which = _WHICH_RE.match(question.text)
        if which:
            from bot.answer.kinds.text import named_one  # most questions need no names

            one = named_one(statement, question)
            if one is not None:
                shown = str(one.value)
                yield Reading(Place(shown, (shown,)), one.span, one.confidence, one.stance)
                return
        text = statement.text
        if asks(statement):
            return
        came = _CAME_ASKED_RE.match(question.text)
        if came:
            yield from _came_from(statement, came["what"])
            return
        given: set[int] = set()
        noun = event_named(question.text)
        told = asked_events(statement, question, noun) if noun is not None and noun.noun and noun.forms else ()
        for event in (*asked(text, question), *told):
            if event.negated:
                continue
            for match in _PLACE_RE.finditer(text, event.left, event.right):
                found = _place(text, match, event, question)
                if found is None or match.start() in given:
                    continue
                if which and which["noun"].lower() not in found[0].text.lower():
                    continue
                given.add(match.start())
                place, start, end = found
                span = Span(statement.start + start, statement.start + end)
                yield Reading(place, span, event.confidence, Stance.HEDGE if event.hedged else Stance.ASSERT)


#: "Where did the flour come from": what follows "came from".
_CAME_ASKED_RE = re.compile(
    r"^where\s+(?:did|do|does|has|have|had)\s+(?P<what>.{2,60}?)\s+(?:come|originate|stem)\s+from\W*$", re.I
)
_CAME_FROM_RE = re.compile(
    r"\b(?:came|comes?|coming|originated|originates|stemmed|stems)\s+from\s+(?P<place>(?:the\s+|an?\s+)?(?:[\w’'&-]+\s+){0,5}?[\w’'&-]+)"
    r"(?=[.;,:]|\s+(?:and|but|which|who|that|where|when|while|after|before|said|says|on|by|not)\b|\s{2,}|$)",
    re.I,
)


def _came_from(statement: Statement, what: str) -> Iterator[Reading]:
    """Yield where a text says that a thing came from."""
    wanted = stems(what)
    for match in _CAME_FROM_RE.finditer(statement.text):
        place = place_of(match["place"]) or place_of(re.sub(r"^(?:the|an?)\s+", "", match["place"]))
        if place is None or not wanted <= stems(statement.text[: match.start()]):
            continue
        negated, hedged = polarity(statement.text, *match.span())
        if not negated:
            start = statement.start + match.end() - len(place.text)
            stance = Stance.HEDGE if hedged else Stance.ASSERT
            yield Reading(place, Span(start, statement.start + match.end()), 0.7, stance)


def _place(text: str, match: re.Match[str], event: Asked, question: Question) -> tuple[Place, int, int] | None:
    start, end = match.span("place")
    if match["keep"]:
        start = match.start("keep")
    end -= len(match[0]) - len(_TRAILING_RE.sub("", match[0]))
    words_of = text[start:end]
    if _NO_PLACE_RE.search(words_of) or _FIXED_RE.fullmatch(words_of):
        return None
    if not match["keep"] and any(character.isdigit() for character in words_of):
        return None  # "on Flight 12", "in F-15s"
    if (match["keep"] or "").lower() == "between" and not _joins_places(text, match, event):
        return None
    if _TERM_RE.search(text[event.left : match.start()]):
        return None  # "nine years in prison": for how long, not where
    if _of_contrast(text, match.end(), event):
        return None
    if _by_person(text, match.start(), event) or _LAUNCHED_RE.search(text[event.left : match.start()]):
        return None
    asked_words = set(words(question.text))
    if set(words(words_of)) <= asked_words:
        return None  # the question's own words answer nothing
    own = re.search(r"(?<=[\w’'])\s+(?P<thing>[a-z]+)$", words_of)
    if own and own["thing"] in asked_words and words_of[: own.start()].split()[-1][:1].isupper():
        # "at the Vik mill" says of the mill that it is in Vik.
        end -= len(own[0])
        words_of = words_of[: own.start()]
    place = _of_words(words_of)
    return place, start + len(words_of) - len(place.text), end


def _of_words(words_of: str) -> Place:
    bare = re.sub(r"^(?:the|an?)\s+", "", words_of)
    inner = tuple(dict.fromkeys(name.text for name in names(bare) if name.text != bare))
    return Place(bare, inner or ((bare,) if bare[:1].isupper() else ()))


def place_of(words_of: str) -> Place | None:
    """Return words as a place; None where they name none. Its text is the end of the words."""
    led = re.sub(r"^(?:in|at|on|inside|within|across|into|onto)\s+", "", words_of, flags=re.I)
    if _NO_PLACE_RE.search(led) or _FIXED_RE.fullmatch(led):
        return None
    return _of_words(led) if names(led) or re.search(rf"\b{_COMMON}\b", led) else None


_PERSON_IN_RE = re.compile(r"\b(?:war|campaign|operation|fight|sanctions|election|talks|report|statement)\s+$", re.I)


_TERM_RE = re.compile(r"\b(?:years?|months?|weeks?|days?|life)\s+$", re.I)
#: "hit by a rocket fired by gunmen in the hills": where it was fired, not where it hit.
_LAUNCHED_RE = re.compile(
    r"\bby\s[^.;,]{1,60}?\b(?:fired|launched|sent|dropped|flown|thrown|driven|shot)\s+(?:by|from)\b", re.I
)


#: "While one plane crashed in the hills, the second landed safely": the hills are the first one's.
CONTRAST_RE = re.compile(r"\W*(?:while|although|though|whereas)\s+(?!(?:in|at|on|over|near|\w+ing)\b)", re.I)


def _of_contrast(text: str, at: int, event: Asked) -> bool:
    """Return whether what ends at `at` stands in a clause that is set against the event's own."""
    return CONTRAST_RE.match(text) is not None and "," in text[at : event.start]


#: Code points between an event and "between": more, and it tells whose deal or match it was.
_BETWEEN_REACH = 12


def _joins_places(text: str, match: re.Match[str], event: Asked) -> bool:
    """Tell "crashed between Oslo and Bergen" from "a truce between Norland and Sudland was signed"."""
    if re.search(r"\b(?:an?|the|its|their|this)\s+(?:[\w-]+\s+){0,2}$", text[: event.start], re.I):
        return False
    return 0 <= match.start() - event.end <= _BETWEEN_REACH and " and " in text[match.end() : match.end() + 30]


def _by_person(text: str, at: int, event: Asked) -> bool:
    """Return whether the phrase describes another noun: "the war in Sudan", "a report in Nature"."""
    return _PERSON_IN_RE.search(text, max(event.left, at - 25), at) is not None


#: The registered reader.
KIND = register(PlaceKind())
