"""Persons, groups and bodies: who did it, to whom it happened, who somebody is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.answer.attribution.tokens import ROLES
from bot.answer.clauses import LONGEST_SENTENCE, Asked, asked
from bot.answer.kinds import register
from bot.answer.names import is_full_name, names, same_actor, same_name, words
from bot.answer.origins import one_name
from bot.answer.predicates import implied, predicates
from bot.answer.question import WHO_SAID_RE
from bot.answer.types import Reading, Span, Stance
from bot.answer.values import Relation
from bot.answer.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, a group or a body, as printed."""

    text: str
    aliases: tuple[str, ...] = ()
    #: The question's slot holds one only ("who won", "the pilot's name").
    sole: bool = False
    #: It is who says something: names that may be one actor's are still two voices.
    voice: bool = False

    @property
    def kind(self) -> str:
        """Always "person"."""
        return "person"

    @property
    def full(self) -> bool:
        """True for a name and nothing else: two different ones are two persons or bodies."""
        return is_full_name(self.text)

    def relation(self, other: Value) -> Relation:
        """One actor under two names is the same; two names in a slot for one exclude each other."""
        if not isinstance(other, Person):
            return Relation.INCOMPATIBLE
        if self.voice or other.voice:
            return Relation.SAME if one_name(self.text, other.text) else Relation.COMPATIBLE
        if self.text == other.text or same_actor(self.text, other.text):
            return Relation.SAME
        exclusive = self.sole and other.sole and self.full and other.full
        return Relation.INCOMPATIBLE if exclusive else Relation.COMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "person", "text", "aliases"}."""
        return {"kind": self.kind, "text": self.text, "aliases": list(self.aliases)}

    def __str__(self) -> str:
        return self.text


# --- What sort of "who".

_ROLE_QUESTION_RE = re.compile(
    r"""\b(?:
        what\s+(?:was|is|were|are)\s+(?:the\s+)?(?P<a>[\w\s-]{2,50}?)['’]s?\s+names?\b
      | (?:the\s+)?names?\s+of\s+(?:the\s+)?(?P<b>[a-z][\w\s-]{1,50}?)(?=\?|$)
      | who\s+(?:was|is|were|are)\s+(?:the\s+)?(?P<c>(?:[a-z][\w-]*|[A-Z]{2,4})(?:\s+[\w'’-]+){0,6}?)\s*(?=\?|$)
    )""",
    re.X | re.I,
)
_WHO_IS_RE = re.compile(r"\b[Ww]ho\s+(?:is|was|are|were)\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+[\w’'-]+){0,5}?)\s*\??$")
_PATIENT_RE = re.compile(
    r"\bwh(?:o|om)\s+(?:was|were|is|are|has\s+been|have\s+been|will\s+be)\s+(?!\w+ing\b)\w+|\bwhom\b|\bwho\s+did\s+\w+",
    re.I,
)
#: Groups of verbs without an object: their subject is the one asked for.
_INTRANSITIVE = frozenset(["win", "resign", "survive", "missing"])
_DIED_RE = re.compile(r"\bwho\s+(?:has\s+|have\s+)?(?:died|dies|perished|drowned|crashed|survived|disappeared)\b", re.I)

_BE_RE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)\s+(?:\w+ly\s+|also\s+|not\s+)?$", re.I)
_AUXILIARIES_RE = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|has|have|had|will|would|may|might|could|also|then|later|reportedly|who|that|\w+ly)\s+){1,6}$",
    re.I,
)
_NP_END_RE = re.compile(
    r"""[.,;:!?()—–\n"“”]|\s-\s|['’‘](?=\s|$)
      | \b(?:on|at|while|when|during|after|before|as|who|which|that|with|using|for|to|since|until|was|were|is|are|had
        |has|have|will|said|says|says|late|early|just|despite|amid|following|over|near|outside|by|near|yesterday|today
        |overnight|last|shortly|hours|minutes|days)\b""",
    re.X | re.I,
)
_IN_RE = re.compile(r"\s+(?:in|from|across|inside|of)\s+", re.I)
_BY_RE = re.compile(r"\bby\s+", re.I)
# "by a missile fired by X", "in an attack carried out by X": the last "by" names who.
_THING_RE = re.compile(
    r"\b(?:missiles?|rockets?|drones?|bombs?|shells?|bullets?|strikes?|airstrikes?|fire|gunfire|blast|explosion|attack|raid"
    r"|car|truck|lorry|bus|train|van|vehicle|storm|wind|flood|wave|lightning|error|fault|failure|mistake|accident|knife"
    r"|gun|torpedo|mine|grenade|laser|weapons?|weather|collision|votes?|points?|goals?|minutes?|margin|percent|cent)\s*$",
    re.I,
)
#: Nouns for people and bodies in lower case.
_PEOPLE_RE = re.compile(
    r"""\b(?:groups?|forces?|rebels?|militants?|insurgents?|fighters?|militias?|resistance|opposition|army|troops?|soldiers?
    |police|officers?|gunm[ae]n|attackers?|protesters?|demonstrators?|hackers?|thieves|thief|robbers?|gang|m[ae]n|wom[ae]n
    |boys?|girls?|teenagers?|students?|workers?|crew|team|squad|club|company|firm|bank|court|jury|judges?|prosecutors?
    |government|ministry|minister|president|council|committee|party|union|association|residents?|firefighters?|rescuers?
    |systems?|navy|units?|pilots?|captain|drivers?|passengers?|suspects?|people|members?|family|candidates?|brothers?
    |sisters?|couple|hosts?|visitors?|side|champions?|owners?|farmers?|villagers?|neighbou?rs?|separatists?|terrorists?
    |authorities|officials?|snipers?|agents?|guards?|battery|batteries|brigade|regiment)\b""",
    re.X | re.I,
)
_PRONOUN_RE = re.compile(
    r"(?:it|he|she|they|we|you|i|this|that|who|which|there|its|his|her|their|these|those|what|him|them)\b", re.I
)
_LEADING_RE = re.compile(
    r"^(?:\W|\b(?:and|or|but|while|when|after|before|since|because|although|though|until|if|that|as|however|meanwhile|then|where)\b)+",
    re.I,
)
#: Longest description of an actor in characters; a longer one has swallowed something else.
_LONGEST = 90
_NO_NAME = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


#: "Who owns the mill" asks for its owner.
_HOLDS_RE = re.compile(
    r"\bwho\s+(?:will\s+|is\s+going\s+to\s+|would\s+)?(?P<verb>owns?|owned|manages?|managed|leads?|led|heads?|headed|chairs?|chaired|coach(?:es|ed)?|founded)"
    r"\s+(?:the\s+)?(?P<what>[^?]+)",
    re.I,
)
_HOLDERS = {"own": "owner", "manag": "manager", "lead": "leader", "led": "leader", "head": "head", "chair": "chairman"}
_HOLDERS |= {"coach": "coach", "found": "founder"}


def _holder(text: str) -> str | None:
    """Return the role that a question's verb stands for, with what it is held of: "owner of mill"."""
    match = _HOLDS_RE.search(text)
    role = (
        next((noun for verb, noun in _HOLDERS.items() if match["verb"].lower().startswith(verb)), "") if match else ""
    )
    return f"{role} of {match['what'].strip(' ?')}" if match and role else None


def of_names(question: Question) -> bool:
    """Tell whether a question asks who somebody is, or who holds a role: words around speech tell that too."""
    held = _holder(question.text) is not None
    return held or bool(_WHO_IS_RE.search(question.text) or _ROLE_QUESTION_RE.search(question.text))


@dataclass(frozen=True, slots=True)
class PersonKind:
    """Reads who did what the question asks about, or who somebody is."""

    name: str = "person"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield persons and bodies; never the speaker and never the question's own words."""
        told = WHO_SAID_RE.match(question.text)
        if told:
            yield from _speakers(statement, told["verb"].lower(), told["what"])
            return
        given: set[str] = set()
        for start, end, confidence, stance, sole in _find(statement.text, question, _setting(statement)):
            text = statement.text[start:end]
            if text.casefold() in given or not _admissible(text, statement, question):
                continue
            given.add(text.casefold())
            span = Span(statement.start + start, statement.start + end)
            yield Reading(Person(text, _aliases(text), sole=sole), span, confidence, stance)


_DENIALS = frozenset(["denied", "denies", "rejected", "disputed", "disputes"])
_REFERENCES = frozenset(["this", "that", "it", "so", "them", "these"])


def _speakers(statement: Statement, verb: str, what: str) -> Iterator[Reading]:
    """Yield who states what "who confirmed the deaths" names, or who denies it, by the name that the sentence prints."""
    speaker, whole = statement.speaker, statement.sentence.text
    at = whole.find(speaker.name) if speaker else -1
    if speaker is None or at < 0 or set(words(what)) <= _REFERENCES:
        return
    asked_of = {found.group for found in predicates(what)}
    here = [p for p in (*predicates(statement.text), *implied(statement.text)) if p.group in asked_of]
    wanted = stems(what)
    deeds = frozenset().union(*(stems(what[p.start : p.end]) for p in predicates(what)))
    beside = wanted - deeds
    if asked_of and (not here or (beside and not beside & stems(statement.sentence.text))):
        return
    if not asked_of and 3 * len(wanted & stems(statement.text)) < 2 * max(1, len(wanted)):
        return
    denies = statement.denied != any(found.negated for found in here)
    if denies == (verb in _DENIALS):
        span = Span(statement.start + at, statement.start + at + len(speaker.name))
        yield Reading(Person(speaker.canonical, (speaker.name,), voice=True), span, confidence=0.7)


_Found = tuple[int, int, float, Stance, bool]
_LEAD = 400  # characters: the title and the first paragraph say which town, bank or factory an article is about


def _setting(statement: Statement) -> str:
    """Return a sentence with its article's title and lead, which say of what "the mayor" is the mayor."""
    article = statement.article
    return f"{statement.sentence.text} {article.title} {article.text[:_LEAD]}"


def _find(text: str, question: Question, whole: str) -> Iterator[_Found]:
    if len(text) > LONGEST_SENTENCE:
        return
    who = _WHO_IS_RE.search(question.text)
    if who:
        yield from _described(text, who["name"])
        return
    role = _ROLE_QUESTION_RE.search(question.text)
    phrase = next((part for part in role.groups() if part), "") if role else _holder(question.text) or ""
    doing = bool(question.predicates) and phrase.split()[:1] and phrase.split()[0].lower().endswith("ing")
    if (
        phrase
        and not doing
        and not _STATE_RE.match(question.text)
        and not (question.predicates and _PATIENT_RE.search(question.text) and _is_participle(phrase))
    ):
        yield from _role_holders(text, phrase, whole)
        return
    state = _STATE_RE.match(question.text)
    if state:
        yield from _in_state(text, state["what"])
        return
    patient = _PATIENT_RE.search(question.text) or _DIED_RE.search(question.text)
    for event in asked(text, question):
        if event.negated:
            continue
        stance = Stance.HEDGE if event.hedged else Stance.ASSERT
        read = _undergone if patient else _agents
        for start, end in read(text, event, bool(question.predicates & _INTRANSITIVE)):
            yield start, end, event.confidence, stance, "win" in question.predicates


# "Who was asleep on the bridge", "who is on strike": a state, which a subject is in.
_STATE_RE = re.compile(
    r"^who\s+(?:is|was|are|were)\s+(?P<what>(?:asleep|awake|drunk|absent|responsible|alone|sick|ill|armed|present|late|on\s+\w+|in\s+\w+|at\s+\w+)\b[^?]*)",
    re.I,
)


def _in_state(text: str, what: str) -> Iterator[_Found]:
    """Yield the subject of "… was asleep on the bridge"."""
    said = r"\s+".join(re.escape(word) for word in what.split())
    for match in re.finditer(rf"\b(?:is|was|are|were|had\s+been)\s+{said}", text, re.I):
        left = _last_break(text, 0, match.start())
        subject = re.search(
            r"(?:\bthat\s+)?(?P<who>(?:the\s+|an?\s+)?(?:[\w'’-]+\s+){0,3}?[\w'’-]+)\s*$", text[left : match.start()]
        )
        if subject is None:
            continue
        start, end = left + subject.start("who"), left + subject.end("who")
        lead = re.match(r"(?:that|the|an?)\s+(?:(?:the|an?)\s+)?", text[start:end], re.I)
        start += lead.end() if lead else 0
        if start < end and not re.match(r"(?:nobody|no|none|he|she|it|they|who|which|that)\b", text[start:end], re.I):
            yield start, end, 0.7, Stance.ASSERT, False


def _is_participle(phrase: str) -> bool:
    first = phrase.split()[0].lower()
    return first.endswith(("ed", "en", "wn")) or first in (
        "shot",
        "hurt",
        "hit",
        "found",
        "sent",
        "fired",
        "held",
        "lost",
        "dead",
        "hired",
    )


def _admissible(text: str, statement: Statement, question: Question) -> bool:
    said = words(text)
    if not said or len(text) > _LONGEST or set(said) <= set(words(question.text)) or set(said) <= _NO_NAME:
        return False
    if _LOOSE_START_RE.match(text) or _SUM_RE.search(text):
        return False
    speaker = statement.speaker
    if of_names(question):
        return True  # who somebody is stands beside what he says
    return speaker is None or not (same_name(text, speaker.name) or same_name(text, speaker.canonical))


_SUM_RE = re.compile(r"\b(?:million|billion|euros?|dollars?|pounds|kron(?:er|or)|percent|per cent)\b|[$€£%]", re.I)
#: "on the Outer Quay", "buying Nordkabel": no actor.
_LOOSE_START_RE = re.compile(
    r"(?:on|in|at|by|of|from|with|under|over|for|to|after|before|during|near)\s|[a-z]{2,}ing\s+[A-Z]"
)


def _aliases(text: str) -> tuple[str, ...]:
    """Return the shorter names within a description: without its place, and the names that it holds."""
    head = _IN_RE.split(text)[0].strip()
    inner = [name.text for name in names(text)]
    return tuple(dict.fromkeys(part for part in (head, *inner) if part and part != text))


# --- Who did it, and to whom.


def _agents(text: str, event: Asked, intransitive: bool) -> Iterator[tuple[int, int]]:
    """Yield the doer: after "by" where the verb is passive, else the subject."""
    by = _by_phrase(text, event)
    if by:
        yield by
        return
    done = _DONE_BY_RE.search(text, event.end, min(len(text), event.end + _REACH))
    doer = _noun_phrase(text, done.end(), len(text)) if done else None
    if doer and _somebody(text[doer[0] : doer[1]]):
        yield doer
        return
    passive = _BE_RE.search(text, max(event.left, event.start - 30), event.start) is not None
    if passive and not (intransitive and text[event.start : event.end].lower().endswith("elected")):
        return
    subject = _subject(text, event)
    if subject:
        yield subject


#: Characters after the event within which "carried out by" speaks of it: about one clause.
_REACH = 80
_DONE_BY_RE = re.compile(r"\b(?:carried\s+out|committed|perpetrated|staged|mounted|conducted|ordered)\s+by\s+", re.I)


def _by_phrase(text: str, event: Asked) -> tuple[int, int] | None:
    found = None
    for match in _BY_RE.finditer(text, event.start, min(event.right, event.end + 2 * _REACH)):
        span = _noun_phrase(text, match.end(), event.right)
        if (
            span
            and not _THING_RE.search(_IN_RE.split(text[span[0] : span[1]])[0])
            and _somebody(text[span[0] : span[1]])
        ):
            found = span
            break
    return found


def _noun_phrase(text: str, start: int, right: int) -> tuple[int, int] | None:
    """Return the noun phrase that begins at `start`, without article and quotation mark."""
    end_match = _NP_END_RE.search(text, start + 1, right)
    end = end_match.start() if end_match else right
    thing = re.match(
        r"[^.;]{0,80}?\b(?:fired|launched|carried\s+out|operated|flown|sent|dropped|planted|driven|organi[sz]ed)\s+$",
        text[start:end],
    )
    if thing:
        return None  # "a missile fired by X": the next "by" tells
    gap = text.find("  ", start, end)  # blanked attribution
    if gap >= 0:
        end = gap
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    place = re.search(
        r"\s+(?:in|from)\s+(?=(?:an?\s|\d|January|February|March|April|May|June|July|August|Sept|Oct|Nov|Dec))", piece
    )
    if place:
        end = start + place.start()
    lead = re.match(r"[\s'’‘\"“”]*(?:(?:the|an?)\s+)?[\s'’‘\"“”]*", text[start:end], re.I)
    start += lead.end() if lead else 0
    while end > start and text[end - 1] in " \t\n'’‘\"“”,-":
        end -= 1
    for opening, closing in (("‘", "’"), ("“", "”"), ("'", "'"), ('"', '"')):
        # A quotation that opens inside closes inside: systems of the 'Northern Front'.
        if text.startswith(closing, end) and re.search(rf"(?<!\w){opening}", text[start:end]):
            end += 1
    return (start, end) if end > start else None


def _somebody(text: str) -> bool:
    """Return whether a phrase speaks of people or of a body."""
    if not text or _PRONOUN_RE.match(text):
        return False
    return bool(_PEOPLE_RE.search(text)) or any(
        words(name.text) and words(name.text)[0] not in _NO_NAME for name in names(text)
    )


def _subject(text: str, event: Asked) -> tuple[int, int] | None:
    """Return the noun phrase before the verb of the event."""
    end = event.start
    auxiliaries = _AUXILIARIES_RE.search(text, max(event.left, end - 60), end)
    end = auxiliaries.start() if auxiliaries else end
    apposition = _APPOSED_RE.search(text, event.left, end)
    end = apposition.start() if apposition else end
    left = _last_break(text, event.left, end)
    lead = _LEADING_RE.match(text[left:end])
    left += lead.end() if lead else 0
    span = _trimmed(text, left, end)
    if span is None or not _somebody(text[span[0] : span[1]]):
        return None
    piece = text[span[0] : span[1]]
    if (
        _NP_END_RE.search(piece[:-1])
        or _VERB_WITHIN_RE.search(piece)
        or _THING_RE.search(piece)
        or re.match(r"(?:in|on|by|from|of|under)\b", piece, re.I)
    ):
        return None
    return span


#: "The two sides agreed a 30-day" before "truce": a clause, and no name of anybody.
_VERB_WITHIN_RE = re.compile(r"\b[a-z]+ed\s+(?:an?|the|its|his|her|their|\d[\w-]*)(?:\s|$)")
#: "Anna Berg, the former head of the bank, was …": what stands between the commas describes the subject.
_APPOSED_RE = re.compile(r",\s+(?:(?:an?|the|his|her|its|their|former|who)\s[^,.;]{2,100}|\d{1,3}),\s*$", re.I)


def _last_break(text: str, left: int, end: int) -> int:
    """Return the place after the last comma, or gap where an attribution was blanked; else `left`."""
    return max((match.end() for match in re.finditer(r"[,;:]\s|\s{2,}|\s[-–—]\s", text[left:end])), default=0) + left


def _undergone(text: str, event: Asked, intransitive: bool) -> Iterator[tuple[int, int]]:
    """Yield the one to whom it happened: the subject of a passive or "died", else the object."""
    passive = _BE_RE.search(text, max(event.left, event.start - 30), event.start) is not None
    word = text[event.start : event.end].lower()
    if (
        passive
        or word
        in (
            "died",
            "dies",
            "perished",
            "drowned",
            "dead",
            "survived",
            "disappeared",
            "resigned",
            "vanished",
        )
        or _BY_RE.match(text[event.end : event.end + 5].lstrip())
    ):
        span = _subject(text, event)
    else:
        span = _noun_phrase(text, min(event.end + 1, event.right), event.right)
        if span and not _somebody(text[span[0] : span[1]]):
            span = None
    if span:
        yield span


# --- Names of role holders, and descriptions of names.

_NAME = r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Lt|Col|Capt|Maj|Gen|Sgt|Sir|Dame)\.?\s+)?[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+(?:(?:van|von|de|der|den|bin|al|el|da|di)\s+)?[A-ZÀ-ÖØ-Þ][\w’.-]*){0,4})"
#: Titles that are printed short or long.
_LONG_ROLES = {
    "chairman": r"(?:chair|chairman|chairwoman|chairperson)",
    "ceo": r"(?:CEO|chief\s+executive(?:\s+officer)?)",
    "cfo": r"(?:CFO|chief\s+financial\s+officer)",
    "pm": r"(?:PM|prime\s+minister)",
    "chief executive": r"(?:CEO|chief\s+executive(?:\s+officer)?)",
    "prime minister": r"(?:PM|prime\s+minister)",
}


@lru_cache(maxsize=256)
def _role_patterns(role: str) -> tuple[re.Pattern[str], ...]:
    title = _LONG_ROLES.get(role, r"\s+".join(re.escape(word) for word in role.split()))
    title = rf"(?i:\b{title})\b"
    middle = r"(?:\s+(?:of|for|at|from|in)\s+(?:the\s+)?[\w'’&-]+(?:\s+[A-Z][\w'’&-]*){0,4})?"
    return (
        re.compile(
            rf"{title}{middle}(?:,\s+|\s+(?:is|was|were|has\s+been|have\s+been)\s+|\s+)(?:(?:named|identified|known)\s+)?(?:by\s+\w+\s+)?(?:as\s+)?{_NAME}"
        ),
        re.compile(rf"{title}['’]s?\s+name\s+(?:is|was)\s+(?:given\s+as\s+)?{_NAME}"),
        re.compile(
            rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:(?i:who\s+(?:is|was)\s+)?(?:the|an?|its|their|his|her)\s+)?(?:[\w'’-]+\s+){{0,4}}?{title}"
        ),
        re.compile(
            rf"(?<![\w’-]){_NAME}\s+(?:is|was|became|remains|has\s+been\s+(?:named|appointed)|was\s+(?:named|appointed|elected))\s+"
            rf"(?:as\s+)?(?:(?:the|its|their|a)\s+)?(?:[\w'’-]+\s+){{0,2}}?{title}"
        ),
    )


_OF_RE = re.compile(r"\s(?:of|in|at|for|on)\s")
_OF_OTHER_RE = re.compile(
    r"\s*\b(?:of|for|at)\s+(?:the\s+)?(?P<whose>[A-ZÀ-ÖØ-Þ][\w'’&-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w'’&-]*){0,4})"
)
_LED = {
    "leader": "led",
    "head": "headed",
    "chairman": "chaired",
    "manager": "managed",
    "coach": "coached",
    "owner": "owned",
}
_LED |= {"founder": "founded"}
_TITLES = r"(?:(?:the|an?|its|their)\s+)?(?:(?:former|retired|structural|chief|senior|deputy)\s+)?(?:[a-z-]+\s+){0,3}?"


@lru_cache(maxsize=64)
def _led_patterns(verb: str, what: str) -> tuple[re.Pattern[str], ...]:
    heads = [re.escape(word) for word in words(what)]
    if not heads:
        return ()
    thing = heads[-1]
    own = heads[0] if len(heads) > 1 else thing
    return (
        # "the inquiry …, led by the engineer Anna Berg", "the inquiry … will be led by Anna Berg"
        re.compile(
            rf"(?i:\b{thing}\b)(?:,\s+|[^.;]{{0,160}}?\b(?:be|been|is|was|being)\s+){verb}\s+by\s+{_TITLES}{_NAME}"
        ),
        # "Anna Berg, who led the campaign of the mayor"
        re.compile(
            rf"(?<![\w’-]){_NAME},?\s+who\s+(?:has\s+|had\s+|will\s+)?(?:{verb}|{verb.removesuffix('ed')}s?|leads?)\s+(?:the\s+)?[^.,;]{{0,40}}?(?i:\b(?:{thing}|{own})\b)"
        ),
        # "his campaign manager Anna Berg", "the mayor's campaign manager, Anna Berg,"
        re.compile(rf"(?i:\b{thing}\s+(?:manager|chief|leader|head|director|chair|chairman|chairwoman)),?\s+{_NAME}"),
    )


def _led(text: str, role: str, what: str) -> Iterator[_Found]:
    """Yield who leads something by the verb: "led by Anna Berg", "Anna Berg, who chairs the panel"."""
    if role not in _LED:
        return
    for pattern in _led_patterns(_LED[role], what):
        for match in pattern.finditer(text):
            found = words(match["name"])
            if found and found[0] not in _NO_NAME and names(match["name"]) and not set(words(what)) & set(found):
                start, end = match.span("name")
                yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.75, Stance.ASSERT, True


def _role_holders(text: str, phrase: str, whole: str) -> Iterator[_Found]:
    """Yield names that the text ties to a role: "the pilot, Anna Berg,", "Anna Berg, chief executive of Nordbank"."""
    role, of = (*_OF_RE.split(phrase, maxsplit=1), "")[:2]
    role = " ".join(word for word in role.lower().split() if word not in ("the", "new", "current", "dead", "killed"))
    if not role:
        return
    needed = {word for word in words(of)}
    if needed and not needed & set(words(whole)):
        return
    yield from _led(text, role, of)
    for pattern in _role_patterns(role):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            found = words(match["name"])
            other = _OF_OTHER_RE.search(match[0][: start - match.start()]) or _OF_OTHER_RE.match(text[match.end() :])
            if needed and other and not needed & set(words(other["whose"])):
                continue  # the director of another body
            if not found or found[0] in _NO_NAME or not names(match["name"]) or needed & set(found):
                continue
            end -= len(match["name"]) - len(re.sub(r"(?:['’]s?|\.)$", "", match["name"]))
            yield start, end, 0.85 if len(found) > 1 else 0.55, Stance.ASSERT, not role.endswith("s")


_ROLE_TITLES = frozenset(
    ["executive", "striker", "defender", "goalkeeper", "midfielder", "lawyer", "judge", "prime", "mayor"]
)
_NO_ROLE = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "but",
        "or",
        "of",
        "by",
        "to",
        "in",
        "on",
        "at",
        "with",
        "from",
        "for",
        "said",
        "told",
        "that",
        "as",
        "when",
        "while",
        "after",
    ]
)


def _described(text: str, name: str) -> Iterator[_Found]:
    """Yield what a text says somebody is: "Anna Berg, a pilot from Oslo, …"."""
    last = words(name)[-1] if words(name) else ""
    pattern = re.compile(
        rf"(?i:\b{re.escape(last)}\b)(?:,\s+(?:\d\d,\s+)?|\s+(?:is|was)\s+)(?:who\s+(?:is|was)\s+)?(?P<what>(?:an?|the|chief|head)\s+[^.,;:()—–\n]{{3,80}})"
    )
    for match in pattern.finditer(text) if last else ():
        start, end = match.span("what")
        end -= len(match["what"]) - len(match["what"].rstrip())
        yield start, end, 0.75, Stance.ASSERT, False
    full = r"\s+".join(re.escape(word) for word in name.split())
    for match in re.finditer(rf"(?P<what>(?:[\w’'-]+\s+){{0,5}}?[\w’'-]+),?\s+{full}\b", text):
        start, end = _role_before(text, *match.span("what"))
        if start < end:
            yield start, end, 0.7, Stance.ASSERT, False


def _role_before(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the words before a name that say what its bearer is: "the bank's lawyer, " before "Anna Berg"."""
    found = list(re.finditer(r"[\w’'-]+", text[start:end]))
    kept = end
    for i, match in enumerate(reversed(found)):
        low = match[0].lower()
        if (
            (i == 0 and low not in ROLES and low not in _ROLE_TITLES)
            or low in _NO_ROLE
            or "  " in text[start + match.end() : kept]
        ):
            break
        kept = start + match.start()
    return kept, end


#: The registered reader.
KIND = register(PersonKind())
