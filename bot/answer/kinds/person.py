"""Persons, groups and bodies: who did it, to whom it happened, who somebody is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.answer.attribution.tokens import ROLES
from bot.answer.clauses import LONGEST_SENTENCE, Asked, asked
from bot.answer.kinds import register
from bot.answer.kinds.deeds import Deed, before_preposition, deed
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
#: "Who is Halvorsen's lawyer", "who is the bank's chairman".
_OWNED_ROLE_RE = re.compile(
    r"^[Ww]ho\s+(?:is|was|are|were)\s+(?:the\s+)?(?P<of>(?:[\w’'.-]+\s+){0,4}?[\w.-]+)(?:['’]s|(?<=s)['’])\s+(?:(?:new|current|own)\s+)?(?P<role>[a-z][a-z -]{2,40})\W*$"
)
#: "Whom does Vik want as her deputy".
_WANTED_RE = re.compile(
    r"^[Ww]hom?\s+(?:does|did|do|will|has|would)\s+(?:the\s+)?(?P<of>[^?]{2,50}?)\s+(?:want|name|named|appoint|appointed|choose|chosen|pick|picked|nominate|nominated|propose)\s+"
    r"(?:as|to\s+be|for)\s+(?:(?:her|his|its|their|the|an?|new|next)\s+){0,2}(?P<role>[a-z][a-z -]{2,40})\W*$"
)
_PATIENT_RE = re.compile(
    r"\bwh(?:o|om)\s+(?:was|were|is|are|has\s+been|have\s+been|will\s+be)\s+(?!\w+ing\b)\w+|\bwhom\b|\bwho\s+did\s+\w+",
    re.I,
)
#: Groups of verbs without an object: their subject is the one asked for.
_INTRANSITIVE = frozenset(["win", "resign", "survive", "missing"])
#: "Who did the survey": no verb follows, as in "who did the police arrest".
_DID_THING_RE = re.compile(r"^who\s+did\s+(?:the|an?|his|her|its|their)\s+[\w-]+\W*$", re.I)
_DIED_RE = re.compile(r"\bwho\s+(?:has\s+|have\s+)?(?:died|dies|perished|drowned|crashed|survived|disappeared)\b", re.I)

_BE_RE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)\s+(?:\w+ly\s+|also\s+|not\s+)?$", re.I)
_AUXILIARIES_RE = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|has|have|had|will|would|may|might|could|also|then|later|reportedly|who|that|\w+ly)\s+){1,6}$",
    re.I,
)
_NP_END_RE = re.compile(
    r"""[.,;:!?()—–\n"“”]|\s-\s|['’‘](?=\s|$)
      | \band\s+(?:\w+ly\s+)?\w{3,}ed\b | \b(?:on|at|while|when|during|after|before|as|who|which|that|with|using|for|to|since|until|was|were|is|are|had
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
    |authorities|officials?|snipers?|agents?|guards?|divers?|cleaners?|hikers?|walkers?|fisherm[ae]n|hunters?|climbers?|skiers?|anglers?|sailors?|tourists?|campers?|joggers?|cyclists?|volunteers?|paramedics?|scientists?
    |researchers?|archaeologists?|historians?|architects?|surgeons?|colleagues?|relatives?|bystanders?|motorists?|shepherds?|miners?|builders?|painters?
    |governor|mayor|treasurer|director|administrator|auditors?|nurses?|doctors?|teachers?|engineers?|inspectors?|investigators?|crews|neighbours?|passers-by|battery|batteries|brigade|regiment)\b""",
    re.X | re.I,
)


def is_people(words: str) -> bool:
    """Tell whether words name somebody, a group or a body."""
    return bool(names(words) or _PEOPLE_RE.search(words))


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
    r"\bwho\s+(?:will\s+|is\s+going\s+to\s+|would\s+)?(?P<verb>owns?|owned|manages?|managed|leads?|led|heads?|headed|chairs?|chaired|coach(?:es|ed)?|founded"
    r"|insures?|insured|operates?|operated|directs?|directed|edits?|edited|supplies|supplied|represents?|represented|defends?|trains?|trained|commands?|commanded)"
    r"\s+(?:the\s+)?(?P<what>[^?]+)",
    re.I,
)
#: "Who drove the train", "who was flying the plane": whoever is at the wheel.
_STEERED_RE = re.compile(
    r"^who\s+(?:is\s+|was\s+|had\s+been\s+)?(?P<verb>drove|drives|driving|flew|flies|flying|piloted|piloting|captained|skippered|steered|steering)\s+(?:the\s+|that\s+|this\s+)?"
    r"(?P<what>(?:[\w’'-]+\s+){0,3}?(?:train|tram|bus|coach|car|lorry|truck|van|taxi|minibus|locomotive|plane|aircraft|jet|helicopter|airliner|balloon|ship|boat|ferry"
    r"|vessel|yacht|trawler|tanker|freighter|tug|barge))\b",
    re.I,
)
_AT_THE_WHEEL = {
    "d": (
        "driver",
        r"(?:drove|drives|was\s+driving|is\s+driving|had\s+(?:driven|been\s+driving)|was\s+at\s+the\s+wheel\s+of|was\s+at\s+the\s+controls\s+of)",
    ),
    "f": ("pilot", r"(?:flew|flies|was\s+flying|piloted|was\s+piloting|was\s+at\s+the\s+controls\s+of)"),
    "s": (
        "captain",
        r"(?:captained|skippered|steered|was\s+steering|commanded|was\s+in\s+command\s+of|was\s+at\s+the\s+helm\s+of)",
    ),
}
_AT_THE_WHEEL |= {"p": _AT_THE_WHEEL["f"], "c": _AT_THE_WHEEL["s"]}
_HOLDERS = {"own": "owner", "manag": "manager", "lead": "leader", "led": "leader", "head": "head", "chair": "chairman"}
_HOLDERS |= {
    "coach": "coach",
    "found": "founder",
    "insur": "insurer",
    "operat": "operator",
    "direct": "director",
    "edit": "editor",
}
_HOLDERS |= {"suppl": "supplier", "represent": "lawyer", "defend": "lawyer", "train": "trainer", "command": "commander"}


def _holder(text: str) -> str | None:
    """Return the role that a question's verb stands for, with what it is held of: "owner of mill"."""
    steered = _STEERED_RE.search(text)
    if steered:
        return f"{_AT_THE_WHEEL[steered['verb'][0].lower()][0]} of {steered['what']}"
    match = _HOLDS_RE.search(text)
    role = (
        next((noun for verb, noun in _HOLDERS.items() if match["verb"].lower().startswith(verb)), "") if match else ""
    )
    return f"{role} of {match['what'].strip(' ?')}" if match and role else None


def of_names(question: Question) -> bool:
    """Tell whether a question asks who somebody is, or who holds a role: words around speech tell that too."""
    held = _holder(question.text) is not None or _NEXT_ASKED_RE.match(question.text) is not None
    held = held or _OWNED_ROLE_RE.match(question.text) is not None
    return held or bool(_WHO_IS_RE.search(question.text) or _ROLE_QUESTION_RE.search(question.text))


#: "Which party won" asks who did, of one sort.
_WHICH_RE = re.compile(
    r"^(?:(?:by|to|from|with|for|of)\s+)?(?:which|what)\s+(?P<noun>(?!(?:is|was|are|were|did|does|do|has|have|had|will|would|can)\b)[a-z]+)\s+(?P<rest>.+)$",
    re.I,
)


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
        which = _WHICH_RE.match(question.text)
        if which:
            from bot.answer.kinds.text import named_one  # most questions need no names of things

            one = named_one(statement, question)
            if one is not None:
                shown = str(one.value)
                yield Reading(Person(shown, _aliases(shown)), one.span, one.confidence, one.stance)
                return
            if not question.predicates:
                return  # "which supplier is it pointing at": any name in the sentence would do
            about = tuple(word for word in question.about if word != which["noun"].lower())
            question = replace(question, text=f"who {which['rest']}", about=about)
        given: set[str] = set()
        for start, end, confidence, stance, sole in _find(
            statement.text, question, _setting(statement), _before(statement)
        ):
            text = statement.text[start:end]
            if text.casefold() in given or not _admissible(text, statement, question):
                continue
            if which and not names(text):
                continue  # "which minister": one with a name
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


def _before(statement: Statement) -> str:
    """Return about the sentence before a statement."""
    return statement.article.text[max(0, statement.start - _ITS_SENTENCES) : statement.start]


def _find(text: str, question: Question, whole: str, before: str) -> Iterator[_Found]:
    if len(text) > LONGEST_SENTENCE:
        return
    owned, wanted = _OWNED_ROLE_RE.match(question.text), _WANTED_RE.match(question.text)
    if match := owned or wanted:
        near = f"{text} {before}"
        # "his lawyer" is of one who is named near, "the bank's lawyer" of the bank that the article is about
        told = near if owned and not _is_bodys(text, before, match["of"]) else whole
        yield from _role_holders(text, f"{match['role']} of {match['of']}", told, before)
    else:
        yield from _find_other(text, question, whole, before)


_BODY_NOUN = r"(?:bank|company|firm|club|union|airline|operator|party|council|ministry|agency|hospital|museum|university|school|group|manufacturer|maker|team|railway|network)"
_THE_BODYS_RE = re.compile(rf"\b[Tt]he\s+{_BODY_NOUN}['’]s\s|\bof\s+the\s+{_BODY_NOUN}\b")
_BODY_NAMED_RE = re.compile(
    r"\b[A-ZÀ-Þ][\w-]+\s+(?:[A-ZÀ-Þ][\w-]+\s+)?(?:Savings|Bank|Group|Company|Airlines?|Airways|Club|Union|Council|Railways?|Hospital|University|Mobile|Energy|Insurance)\b"
)


def _is_bodys(text: str, before: str, of: str) -> bool:
    """Tell whether a text speaks of "the bank's lawyer", with no other body named just before."""
    if not _THE_BODYS_RE.search(text):
        return False
    return all(stems(found[0]) & stems(of) for found in _BODY_NAMED_RE.finditer(f"{before} {text}"))


def _find_other(text: str, question: Question, whole: str, before: str) -> Iterator[_Found]:
    who = _WHO_IS_RE.search(question.text)
    if who:
        yield from _described(text, who["name"])
        return
    next_one = _NEXT_ASKED_RE.match(question.text)
    if next_one:
        yield from _successor(
            text, re.sub(r"['’]s?\s+(?:place|job|post|seat)\b", "", next_one["what"] or ""), f"{whole} {before}"
        )
        return
    small = _in_small_letters(text, question.text)
    if small:
        yield from _described(text, small)
        return
    role = None if _STEERED_RE.search(question.text) else _ROLE_QUESTION_RE.search(question.text)
    phrase = next((part for part in role.groups() if part), "") if role else _holder(question.text) or ""
    doing = bool(question.predicates) and phrase.split()[:1] and phrase.split()[0].lower().endswith("ing")
    held = _HOLDS_RE.search(question.text)
    if held:
        yield from _holding(text, held["verb"].lower(), held["what"])
    if (
        phrase
        and not doing
        and not _STATE_RE.match(question.text)
        and not (question.predicates and _PATIENT_RE.search(question.text) and _is_participle(phrase))
    ):
        yield from _role_holders(text, phrase, whole, before)
        return
    state = _STATE_RE.match(question.text)
    if state:
        yield from _in_state(text, state["what"])
        return
    yield from _by_event(text, question, whole, before)


def _holding(text: str, verb: str, what: str) -> Iterator[_Found]:
    """Yield "Anna Berg, who commands the border guard", where the question has that verb."""
    for match in _holding_pattern(verb, tuple(words(what))).finditer(text):
        found = words(match["name"])
        if found and found[0] not in _NO_NAME and names(match["name"]):
            start, end = match.span("name")
            yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.8, Stance.ASSERT, False


@lru_cache(maxsize=64)
def _holding_pattern(verb: str, what: tuple[str, ...]) -> re.Pattern[str]:
    head = re.escape(what[-1]) if what else r"(?!)"
    root = re.escape(re.sub(r"(?:ed|e?s|e)$", "", verb))
    return re.compile(
        rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:who|which)\s+(?:has\s+|had\s+|also\s+)?(?:{root}(?:e?s|ed?|e)?)\s+(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){{0,3}}?(?i:{head})\b"
    )


def _by_event(text: str, question: Question, whole: str, before: str) -> Iterator[_Found]:
    """Yield who did, or underwent, the event that a question asks about."""
    if _DIED_RE.search(question.text) or "die" in question.predicates:
        yield from _named_dead(text)
    did = _DID_THING_RE.match(question.text) is not None
    patient = not did and (_PATIENT_RE.search(question.text) or _DIED_RE.search(question.text))
    one = None if patient else deed(question.text)
    if one is not None and not any(found.start < one.at for found in predicates(question.text)):
        done = list(_done_by(text, one, before))
        if done or (one.verb_only and (one.active().search(text) or one.passive().search(text))):
            yield from done  # the verb stands there, of another thing: nothing else tells who did it
            return
    if "win" in question.predicates:
        yield from _elected(text, question.text, whole)
    for event in asked(text, question):
        if event.negated:
            continue
        stance = Stance.HEDGE if event.hedged else Stance.ASSERT
        read = _undergone if patient else _agents
        for start, end in read(text, event, bool(question.predicates & _INTRANSITIVE)):
            yield start, end, event.confidence, stance, "win" in question.predicates


#: "Who takes over at the museum", "who will replace the coach".
_NEXT_ASKED_RE = re.compile(
    r"^who\s+(?:will\s+|would\s+|is\s+(?:going\s+|set\s+|due\s+)?to\s+|is\s+|has\s+)?(?:tak(?:es?|ing|en)\s+(?:over|(?=[^?]{2,40}['’]s?\s+(?:place|job|post|seat)))|took\s+over|replac(?:es?|ed|ing)|succeed(?:s|ed|ing)?|run|step(?:s|ping)?\s+in|stand(?:s|ing)?\s+in)"
    r"\b(?:\s+(?:as|at|from|for)\b)?(?P<what>[^?]*)",
    re.I,
)
_LOWER_NAME_RE = re.compile(r"^who\s+(?:is|was)\s+(?P<name>[a-zà-ÿ][\wà-ÿ’'-]+(?:\s+[a-zà-ÿ][\wà-ÿ’'-]+){1,2})\W*$")


@lru_cache(maxsize=1)
def _successor_patterns() -> tuple[re.Pattern[str], ...]:
    verbs = r"(?:run|take\s+over|lead|replace|succeed|step\s+in|head|manage|stand\s+in|fill\s+in)"
    return (
        re.compile(
            rf"(?<![\w’-]){_NAME}(?:,\s+[^.,;]{{2,60}},)?\s+(?:(?:will|would|is\s+to|is\s+set\s+to|has\s+been\s+asked\s+to)\s+(?:now\s+|temporarily\s+)?{verbs}"
            rf"|(?:takes|took|has\s+taken)\s+over|(?:has\s+)?(?:replaced|succeeded|succeeds|replaces))\b"
        ),
        re.compile(
            rf"\b(?:succeeded|replaced|(?:place|job|post|seat|role)\b[^.;]{{0,30}}?\s(?:taken|filled))\s+(?:over\s+)?by\s+(?:{_APPOSED_TITLE}|{_TITLES}){_NAME}"
        ),
        re.compile(
            rf"\b(?:appoint(?:s|ed)?|names?|named|chose|chosen|picked|elected)\s+(?:{_APPOSED_TITLE}|{_TITLES}){_NAME}\s+(?:as|to\s+be)\s+"
            r"(?:the\s+|his\s+|her\s+|its\s+|their\s+|[A-ZÀ-Þ][\w-]+['’]s?\s+)?(?:successor|replacement)\b"
        ),
        re.compile(
            rf"\b(?:made|named|names|appointed|appoints|installed|chose|picked|put)\s+(?:{_APPOSED_TITLE}|{_TITLES}){_NAME},?\s+(?:as\s+|to\s+be\s+)?(?:the\s+|its\s+|their\s+|an?\s+)?"
            r"(?:acting|interim|caretaker|temporary|new)\s+[a-z]"
        ),
        re.compile(
            rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:who\s+(?:is|was\s+made|became)\s+)?(?:now\s+)?(?:the\s+|its\s+|their\s+)?(?:bank['’]s\s+|company['’]s\s+)?(?:acting|interim|caretaker)\s+[a-z]"
        ),
        re.compile(
            rf"\b(?:successor|replacement)(?:,\s+|\s+(?:is|will\s+be|would\s+be)\s+)(?:{_APPOSED_TITLE}|{_TITLES}){_NAME}"
        ),
    )


#: "The finance director, " before a name.
_APPOSED_TITLE = r"(?:the|an?|its|his|her|their)\s+(?:[\w’'-]+\s+){0,5}?[a-z][\w-]*,\s+"


def _in_small_letters(text: str, question: str) -> str | None:
    """Return the name that "who is anna berg" asks about as a text prints it; None where it prints none."""
    asked_of = _LOWER_NAME_RE.match(question)
    found = re.search(r"\s+".join(map(re.escape, asked_of["name"].split())), text, re.I) if asked_of else None
    return found[0] if found and all(word[0].isupper() for word in found[0].split()) else None


def _successor(text: str, what: str, whole: str) -> Iterator[_Found]:
    """Yield who takes a post over: "Anna Berg, the curator, will run the museum until …"."""
    wanted = stems(what)
    if wanted and not wanted & stems(whole):
        return
    for pattern in _successor_patterns():
        for match in pattern.finditer(text):
            found = words(match["name"])
            if found and found[0] not in _NO_NAME and names(match["name"]):
                start, end = match.span("name")
                yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.7, Stance.ASSERT, True


def _done_by(text: str, one: Deed, before: str) -> Iterator[_Found]:
    """Yield who did a deed that no group knows: "it was found by a cleaner", "the governor ordered an inquiry"."""
    for match in one.passive().finditer(text):
        thing = text[: match.start("verb")]
        clause = text[_last_break(text, 0, match.start()) : match.start("verb")]
        # A pronoun may be what the sentence before speaks of, and a name the one who was found.
        opens = _PRONOUN_RE.match(clause.strip()) is not None or (one.person and bool(names(thing)))
        told = f"{before} {thing}" if opens else thing
        if (opens or one.head in stems(before_preposition(clause))) and _tells_of(one, told):
            span = _agent_named(text, match.end())
            if span:
                yield *span, 0.7, Stance.ASSERT, False
    for match in one.active().finditer(text):
        end = match.start()
        object_end = next((m.start() for m in re.finditer(r"[.;]", text[match.end() :])), len(text))
        done_to = text[match.end() : match.end() + min(object_end, _NEXT_TO)]
        if one.head not in stems(before_preposition(done_to)) or not _tells_of(one, done_to):
            continue
        named = _NAME_APPOSED_RE.search(text, 0, match.start("verb")) or _NAME_APPOSED_RE.search(text[:end] + ",")
        aside = re.match(r",\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’-]+){1,2}),", match[0])
        if aside:
            yield end + aside.start("name"), end + aside.end("name"), 0.7, Stance.ASSERT, False
            continue
        left = _last_break(text, 0, end)
        lead = _LEADING_RE.match(text[left:end])
        span = _trimmed(text, left + (lead.end() if lead else 0), end)
        if span and _somebody(text[span[0] : span[1]]) and not _NP_END_RE.search(text[span[0] : span[1] - 1]):
            yield *(named.span("name") if named and named.end() <= len(text) else span), 0.65, Stance.ASSERT, False


#: Characters after a verb in which its object stands: about six words.
_NEXT_TO = 45


def _tells_of(one: Deed, text: str) -> bool:
    """Tell whether some words speak of what a deed was done to: of two words both, of more all but one."""
    told = stems(text)
    return one.head in told and len(one.what & told) >= min(len(one.what), max(2, len(one.what) - 1))


def _agent_named(text: str, start: int) -> tuple[int, int] | None:
    """Return who stands after "by": a name that an apposition gives, else the noun phrase."""
    apposed = _BY_NAMED_RE.match(text, start)
    if apposed:
        return apposed.span("name")
    span = _noun_phrase(text, start, len(text))
    return span if span and _somebody(text[span[0] : span[1]]) else None


#: "The finance director, Jonas Fure", "its integrity officer, Carla Moss": the name after what its bearer is.
_BY_NAMED_RE = re.compile(
    r"(?:(?:the|an?|its|his|her|their|[A-ZÀ-Þ][\w-]+['’]s?)\s+)(?:[\w’'-]+\s+){0,6}?[a-z][\w-]*,\s+"
    r"(?P<name>(?:(?:Sir|Dame|Dr)\s+)?[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+(?:(?:van|von|de|der|den|al|el|da|di)\s+)?[A-ZÀ-ÖØ-Þ][\w’-]+){1,3})(?=[,.;:)]|$|\s\s)"
)
#: "The two who died have been named as Kjell and Borghild Moen", "names the couple who died …: Hal and Rosa Meeker".
_NAMED_DEAD_RE = re.compile(
    r"(?:\b(?:dead|died|victims?|killed|deceased|drowned|perished)\b[^.;:]{0,60}?\b(?:were|was|been|is|are)\s+(?:\w+ly\s+)?(?:named|identified)\s+"
    r"(?:by\s+[^.,;]{2,40}\s+)?as\s+|\b(?:names?|named|identifie[sd])\s+the\s[^.;:]{0,40}\b(?:dead|died|victims?|killed|deceased)\b[^.;:]{0,40}:\s+)"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+(?:and\s+)?[A-ZÀ-ÖØ-Þ][\w’-]+){1,5})"
)
_ELECTED_TO_RE = re.compile(
    r"\b(?:for|of|as)\s+(?P<role>mayor|president|governor|chancellor|senator|chairman|leader)\b(?P<of>[^?]*)", re.I
)


def _named_dead(text: str) -> Iterator[_Found]:
    for match in _NAMED_DEAD_RE.finditer(text):
        yield *match.span("name"), 0.8, Stance.ASSERT, False


def _elected(text: str, question: str, whole: str) -> Iterator[_Found]:
    """Yield who was "confirmed as mayor of Dal", where the question asks who won the election for mayor of Dal."""
    post = _ELECTED_TO_RE.search(question)
    if post is None or not set(words(post["of"])) <= set(words(whole)) | {"of", "in"}:
        return
    pattern = re.compile(
        rf"(?<![\w’-]){_NAME}\s+(?:has\s+been|was|is)\s+(?:\w+ly\s+)?(?:confirmed|elected|declared|re-elected|sworn\s+in|returned)\s+(?:as\s+)?"
        rf"(?:the\s+)?(?:new\s+|next\s+)?{post['role']}\b"
    )
    for match in pattern.finditer(text):
        yield *match.span("name"), 0.75, Stance.ASSERT, True


# "Who was asleep on the bridge", "who is on strike": a state, which a subject is in.
_STATE_RE = re.compile(
    r"^who\s+(?:is|was|are|were)\s+(?P<what>(?:asleep|awake|drunk|absent|responsible|alone|sick|ill|armed|present|late|on\s+\w+|in\s+\w+|at\s+\w+|under\s+\w+)\b[^?]*)",
    re.I,
)


def _in_state(text: str, what: str) -> Iterator[_Found]:
    """Yield the subject of "… was asleep on the bridge"."""
    said = r"\s+".join(re.escape(word) for word in what.split())
    for match in re.finditer(rf"\b(?:is|was|are|were|had\s+been)\s+(?:now\s+|also\s+|still\s+)?{said}", text, re.I):
        left = _last_break(text, 0, match.start())
        subject = re.search(
            r"(?:\bthat\s+)?(?P<who>(?:the\s+|an?\s+)?(?:[\w'’-]+\s+){0,3}?[\w'’-]+(?:\s+of\s+(?:the\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)?)\s*$",
            text[left : match.start()],
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
    if _NOBODY_RE.match(text):
        return False
    if not said or len(text) > _LONGEST or set(said) <= set(words(question.text)) or set(said) <= _NO_NAME:
        return False
    if _LOOSE_START_RE.match(text) or _SUM_RE.search(text) or _NUMBER_OF_RE.match(text):
        return False
    speaker = statement.speaker
    if of_names(question):
        return True  # who somebody is stands beside what he says
    return speaker is None or not (same_name(text, speaker.name) or same_name(text, speaker.canonical))


_NOBODY_RE = re.compile(r"(?:nobody|no\s+one|none|neither|no\s+[a-z]+)\b", re.I)
#: "Two people", "17 people and": how many, and not who.
_NUMBER_OF_RE = re.compile(
    r"(?:(?:at\s+least|about|some|more\s+than|nearly|another|other|all|a\s+total\s+of)\s+)*(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds"
    r"|several|many|other|third|second|\w+teen|twenty|thirty|forty|fifty)\s+(?:other\s+|more\s+|of\s+\w+\s+)*(?:people|persons|others|residents|victims|life|lives|bodies)\b|(?:was|were|is|are|has|have|had)\s",
    re.I,
)
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
    named = _NAME_APPOSED_RE.search(text, event.left, end)
    if named and not _NOT_NAME_RE.match(named["name"]) and not _PLACE_APPOSED_RE.search(named[0]):
        return named.span("name")
    if named and _PLACE_APPOSED_RE.search(named[0]):
        return None  # "to work in the capital, Port Vik, were on board when the engine hit"
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


#: "The director of the castle, Anna Berg, has …": the name between the commas is the subject's.
_NAME_APPOSED_RE = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w-]+['’]s?|whose)\s+[^.,;:]{2,60},\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+(?:(?:van|von|de|der|den|al|el|da|di)\s+)?[A-ZÀ-ÖØ-Þ][\w’-]+){1,3}),"
    r"(?:\s+(?:\d{1,3}|of\s[^.,;]{2,60}|who\s[^.,;]{2,80}),)*\s*$"
)
#: "In the capital, Port Vik,": a place, and nobody.
_PLACE_APPOSED_RE = re.compile(
    r"\b(?:capital|city|town|village|hamlet|port|island|province|region|suburb|district|county|valley|river|station|hospital|street|square|airport"
    r"|neighbou?rhood|country|resort|ship|ferry|vessel|month|week)(?:\s+of\s+[\w\s-]+)?,\s+[^,]+,"
)
_NOT_NAME_RE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:The|In|On|At)\s")


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
#: Whoever heads a body, under whatever title.
_HEADS = (
    r"(?:head|leader|president|boss|chief(?:\s+executive(?:\s+officer)?)?|CEO|director(?:[- ]general)?"
    r"|chair(?:man|woman|person)?|secretary[- ]general|general\s+secretary|commander|principal|commissioner)"
)


_FIELD_HEAD_RE = re.compile(r"(?P<field>[a-z][\w-]+(?:\s+[a-z][\w-]+)?)\s+(?:chief|head|boss|director|manager|officer)")
_HEAD_OF_FIELD_RE = re.compile(r"(?:head|chief|director|manager)\s+of\s+(?P<field>[a-z][\w-]+(?:\s+[a-z][\w-]+)?)")
#: Words before a title that are no field of work.
_NO_FIELD = frozenset(
    "deputy vice managing executive general assistant former acting interim police fire union party club team board".split()
)


def _of_field(role: str) -> str | None:
    """Return the titles of whoever heads a field: the technology chief is its director, or the head of technology."""
    match = _FIELD_HEAD_RE.fullmatch(role) or _HEAD_OF_FIELD_RE.fullmatch(role)
    if match is None or set(match["field"].split()) & _NO_FIELD or role.startswith("chief "):
        return None
    field = r"\s+".join(re.escape(word) for word in match["field"].split())
    return rf"(?:{field}\s+(?:chief|head|boss|director|manager)|(?:head|chief|director|manager)\s+of\s+(?:the\s+)?{field}|chief\s+{field}\s+officer)"


@lru_cache(maxsize=256)
def _role_patterns(role: str) -> tuple[re.Pattern[str], ...]:
    title = _LONG_ROLES.get(role) or _of_field(role) or r"\s+".join(re.escape(word) for word in role.split())
    title = rf"(?i:\b{title})\b"
    # Possessive: "the guard of the Tarn Museum is …" must not leave "Museum" as the guard's name.
    middle = r"(?:\s+(?:of|for|at|from|in)\s+(?:the\s+)?[\w'’&-]++(?:\s+[A-Z][\w'’&-]*+){0,4}+)?+"
    return (
        re.compile(
            rf"{title}{middle}(?:,\s+|\s+(?:is|was|were|has\s+been|have\s+been)\s+|\s+)(?:(?:named|identified|known)\s+)?(?:by\s+\w+\s+)?(?:as\s+)?{_NAME}"
        ),
        re.compile(rf"{title}['’]s?\s+name\s+(?:is|was)\s+(?:given\s+as\s+)?{_NAME}"),
        re.compile(
            rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:(?i:who\s+(?:is|was)\s+)?(?:the|an?|its|their|his|her)\s+)?"
            rf"(?:(?!(?:that|whether|because|when|while|after|before|and|but|said|says|told)\b)[\w'’-]+\s+){{0,4}}?{title}"
        ),
        # "Anna Berg, a former judge whom the government has appointed as mediator"
        re.compile(
            rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:an?|the|who)\s[^.;]{{0,90}}?\b(?:appointed|named|hired|chosen|called\s+in|brought\s+in|serving|serves|acting"
            rf"|acts|elected|works?|working)\s+as\s+(?:the\s+|its\s+|an?\s+|their\s+)?(?:[\w-]+\s+){{0,2}}?{title}"
        ),
        # "has appointed Anna Berg as mediator", "would ask Anna Berg of the Greens to be her deputy"
        re.compile(
            rf"\b(?:appoint(?:s|ed)?|names?|named|hires?|hired|chose|choose|picks?|picked|asks?|asked|wants?|wanted|nominate[sd]?|proposed?|brought\s+in|called\s+in)"
            rf"\s+(?:[a-z-]+\s+){{0,4}}?{_NAME}(?:\s+of\s+(?:the\s+)?[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){{0,3}})?\s+(?:as|to\s+be|to\s+become)\s+"
            rf"(?:(?:the|its|an?|their|her|his)\s+)?(?:[\w-]+\s+){{0,2}}?{title}"
        ),
        re.compile(
            rf"(?<![\w’-]){_NAME}\s+(?:is|was|became|remains|has\s+been\s+(?:named|appointed)|was\s+(?:named|appointed|elected))\s+"
            rf"(?:as\s+)?(?:(?:the|its|their|a)\s+)?(?:[\w'’-]+\s+){{0,2}}?{title}"
        ),
    )


_OF_RE = re.compile(r"\s(?:of|in|at|for|on)\s")
#: "Rovers coach", "Dahl's lawyer": whose it is stands before the role.
_BEFORE_ROLE_RE = re.compile(
    r"(?P<whose>(?<![.!?]\s)\b(?!The\b|Its\b|His\b|Her\b|Their\b|An?\b)[A-ZÀ-ÖØ-Þ][\w&-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w&-]*){0,3}(?:['’]s?)?)\s+(?:[a-z-]+\s+){0,2}$"
)
_OF_OTHER_RE = re.compile(
    r"\s*\b(?:of|for|at)\s+(?:the\s+)?(?P<whose>[A-ZÀ-ÖØ-Þ][\w'’&-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w'’&-]*){0,4})"
)
#: "Who leads the union": these words ask for its head, whatever the title is.
_HEAD_ASKED = frozenset(["head", "leader", "boss", "chief", "manager"])
#: "Its deputy director", "the former head": not the head.
_NOT_HEAD_RE = re.compile(
    r"(?:\b(?:deputy|vice|former|ex|then|acting|assistant|next|new|union|team|shift|night|press)[\s-]+)$", re.I
)
_ITS_SENTENCES = 220  # characters before a sentence in which "its" finds the body it speaks of: about one sentence


#: Words that may stand before a title and change nothing; "medical director" is another post.
_SUCH = r"(?:(?:new|current|managing|executive|general|outgoing|long-time|longtime|founding|interim|embattled|re-elected)\s+){0,2}"


@lru_cache(maxsize=64)
def _head_patterns(what: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]] | None:
    """Return the forms that tie a head's name to a body, and the body's own pattern."""
    heads = words(what)
    if not heads:
        return None
    # "Marvel Power" is "Marvel" too; "the Food Office" is "the office", and no food.
    first = re.match(r"(?:the\s+)?(?P<word>[A-ZÀ-Þ][\w-]+)", what)
    body = rf"(?:(?i:{re.escape(heads[-1])})" + (rf"|{re.escape(first['word'])})" if first else ")")
    title = rf"(?P<title>(?i:{_HEADS}))"
    of = rf"\s+(?:of|at|for)\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,3}}?{body}\b"
    forms = (
        rf"\b{body}['’]s?\s+{_SUCH}{title},?\s+{_NAME}",
        rf"\b{title}{of}(?:\s+[A-Z]\w+)*+(?:,\s+|\s+(?:is|was)\s+){_NAME}",
        rf"\b{body}\s+{title},?\s+{_NAME}",
        rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:who\s+is\s+)?(?:the\s+|its\s+)?{_SUCH}{title}{of}",
        rf"(?<![\w’-]){_NAME},\s+(?:\d\d,\s+)?(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{body}['’]s?\s+{_SUCH}{title}",
        rf"(?<![\w’-]){_NAME},?\s+who\s+(?:heads|leads|runs|chairs|directs|has\s+(?:run|led|headed|chaired))\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,3}}?{body}\b",
        rf"\b{body}\b[^.;,]{{0,30}},\s+whose\s+{_SUCH}{title},?\s+{_NAME}",
        rf"\b{body}\b[^.;]{{0,60}}?\b(?:headed|led|run|chaired|directed)\s+by\s+{_TITLES}{_NAME}",
    )
    return tuple(re.compile(form) for form in forms), re.compile(rf"\b{body}\b")


#: Only a body has a president; a campaign is led.
_BODY_RE = re.compile(
    r"[A-ZÀ-Þ]|\b(?:union|agency|office|authority|commission|council|ministry|company|firm|bank|club|party|hospital|museum|university|school|association"
    r"|federation|institute|board|service|court|airline|operator|charity|inspectorate)\b"
)
_ITS_HEAD_RE = re.compile(rf"\b[Ii]ts\s+{_SUCH}" + r"(?P<title>(?i:" + _HEADS + r")),?\s+" + _NAME)


#: Where "its" stands for what the sentence before speaks of: at the start, or after a quotation.
_OPENS_RE = re.compile(r"(?:^|[\"”’][,.]?\s*(?:(?:said|says|adds?|added)\s+)?)\s*$")


def _heads(text: str, what: str, before: str, whole: str) -> Iterator[_Found]:
    """Yield who heads a body: "the union's president, Anna Berg", "Union boss Anna Berg", "its director, Anna Berg"."""
    forms = _head_patterns(what)
    if forms is None:
        return
    patterns, body = forms
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    for match in _ITS_HEAD_RE.finditer(text) if _BODY_RE.search(what) else ():
        told = whole[: match.start()]  # the sentence so far, what it quotes included
        opens = _OPENS_RE.search(told) or told.lstrip(' "“').startswith(("It ", "Its "))
        if body.search(told) or (opens and body.search(before)):
            found.append(match)
    for match in found:
        title = match.start("title") if "title" in match.re.groupindex else -1
        name = words(match["name"])
        other = _NOT_HEAD_RE.search(text[max(0, title - 12) : title]) if title >= 0 else None
        if other and other[0].strip(" -").lower() not in words(what):  # "Union boss" heads the union
            continue
        if not name or name[0] in _NO_NAME or not names(match["name"]) or _is_body(name, set(words(what))):
            continue
        start, end = match.span("name")
        end -= len(match["name"]) - len(re.sub(r"(?:['’]s?|\.)$", "", match["name"]))
        # Not sole: a body may have a president and a chief executive.
        yield start, end, 0.8, Stance.ASSERT, False


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
            if found and found[0] not in _NO_NAME and names(match["name"]) and not _is_body(found, set(words(what))):
                start, end = match.span("name")
                yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.75, Stance.ASSERT, True


_LED_BY_RE = re.compile(
    rf"\b(?:led|headed|chaired|run|directed|conducted|managed)\s+by\s+(?:{_APPOSED_TITLE}|{_TITLES}){_NAME}"
)


def _led_by(text: str, what: str, before: str) -> Iterator[_Found]:
    """Yield who leads something: "It will be led by Anna Berg", "an inquiry, which is headed by its officer, Anna Berg"."""
    wanted = stems(what)
    for match in _LED_BY_RE.finditer(text):
        thing = text[: match.start()]
        opens = re.match(r"\W*(?:It|This|That|The\s+\w+)\b", thing) is not None
        near = set(words(match["name"]))
        told = f"{before} {thing}" if opens else thing
        if wanted <= stems(told) and names(match["name"]) and not near & set(words(what)):
            start, end = match.span("name")
            yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.75, Stance.ASSERT, True


def _owning(text: str, what: str) -> Iterator[_Found]:
    """Yield whom something belongs to: "the mill belongs to Ida Moe", "the mill, owned by Ida Moe"."""
    for match in re.finditer(r"\b(?:belong(?:s|ed|ing)?\s+to|owned\s+by)\s+", text):
        span = _agent_named(text, match.end())
        if span and stems(what) <= stems(text[: match.start()]) and _somebody(text[slice(*span)]):
            yield *span, 0.75, Stance.ASSERT, True


def _is_body(name: tuple[str, ...], body: set[str]) -> bool:
    """Tell the body's own name from its founder's: "Calder Homes", "Calder" and not "Rex Calder"."""
    return name[0] in body or set(name) <= body


def _role_holders(text: str, phrase: str, whole: str, before: str) -> Iterator[_Found]:
    """Yield names that the text ties to a role: "the pilot, Anna Berg,", "Anna Berg, chief executive of Nordbank"."""
    role, of = (*_OF_RE.split(phrase, maxsplit=1), "")[:2]
    role = " ".join(word for word in role.lower().split() if word not in ("the", "new", "current", "dead", "killed"))
    if not role:
        return
    needed = {word for word in words(of)}
    if needed and not needed & set(words(whole)):
        return
    # Of a body all its name must be told: an article that names Vik may be about a coach of another club there.
    named_body = bool(of.split()) and of.split()[-1][:1].isupper()
    all_told = not named_body or needed <= set(words(whole))
    yield from _led(text, role, of)
    if of and role in _LED:
        yield from _led_by(text, of, before)
    if of and role == "owner":
        yield from _owning(text, of)
    if role in _HEAD_ASKED and of:
        yield from _heads(text, of, before, whole)
        if _BODY_RE.search(of):
            return
    yield from _steering(text, role, of)
    for pattern in _role_patterns(role):
        for match in pattern.finditer(text):
            if needed and not named_body and _of_other_thing(match[0], needed, f"{before} {text}", role):
                continue
            start, end = match.span("name")
            found = words(match["name"])
            if needed and _of_other_body(text, match, needed, all_told=all_told):
                continue
            if not found or found[0] in _NO_NAME or not names(match["name"]) or _is_body(found, needed):
                continue
            end -= len(match["name"]) - len(re.sub(r"(?:['’]s?|\.)$", "", match["name"]))
            yield start, end, 0.85 if len(found) > 1 else 0.55, Stance.ASSERT, not role.endswith("s")


def _of_other_body(text: str, match: re.Match[str], needed: set[str], *, all_told: bool) -> bool:
    """Tell whether a role is of another body than the one asked about, or nothing tells of which."""
    other = (
        _OF_OTHER_RE.search(match[0][: match.start("name") - match.start()])
        or _OF_OTHER_RE.match(text[match.end() :])
        or _BEFORE_ROLE_RE.search(text, max(0, match.start() - 60), match.start())
    )
    if other:
        return not needed & set(words(other["whose"]))  # the director of another body
    return not all_told and not needed & set(words(text))  # a coach, and nothing tells whose


_OF_THING_RE = re.compile(
    r"\b(?:of|in|on|at)\s+(?:the\s+|an?\s+|one\s+)?(?P<thing>(?:[a-z][\w-]*\s+){0,2}[a-z][\w-]*)\b"
)


def _of_other_thing(said: str, needed: set[str], near: str, role: str) -> bool:
    """Tell the driver of the bus from that of the lorry: what he is said to drive, or what is spoken of near, is another thing."""
    if role not in ("driver", "pilot", "captain") or len(needed) < 2:  # "the train" may be any train
        return False
    thing = _OF_THING_RE.search(said)
    return not needed <= set(words(thing["thing"] if thing else near))


def _steering(text: str, role: str, of: str) -> Iterator[_Found]:
    """Yield who steered a thing: "Anna Berg, who drove the bus", "the driver of the night bus, Anna Berg"."""
    verb = next((verb for kind, verb in _AT_THE_WHEEL.values() if kind == role), None)
    if verb is None or not of or not words(of):
        return
    for pattern in _steering_patterns(role, verb, of):
        for match in pattern.finditer(text):
            if names(match["name"]) and words(match["name"])[0] not in _NO_NAME:
                start, end = match.span("name")
                yield start, end - len(match["name"]) + len(match["name"].rstrip(".")), 0.8, Stance.ASSERT, True


@lru_cache(maxsize=64)
def _steering_patterns(role: str, verb: str, of: str) -> tuple[re.Pattern[str], ...]:
    thing = r"\s+".join(re.escape(word) for word in words(of))
    return (
        re.compile(
            rf"(?<![\w’-]){_NAME},?\s+(?:\d\d,\s+)?(?:who\s+)?{verb}\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+)?(?i:{thing})\b"
        ),
        re.compile(rf"\b(?i:{role})\s+(?:of|on)\s+(?:the\s+)?(?i:{thing}),\s+{_NAME}(?=,)"),
        re.compile(rf"\b(?i:{thing})['’]s\s+{role},?\s+{_NAME}"),
    )


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
        "whose",
        "whom",
        "which",
        "who",
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
            or (i and match[0].islower() and low.endswith("s") and _after_name(found, len(found) - 1 - i))
            or "  " in text[start + match.end() : kept]
        ):
            break
        kept = start + match.start()
    return kept, end


def _after_name(found: list[re.Match[str]], at: int) -> bool:
    """Tell whether a word stands behind a name: "Berg leads Mayor Dahl" has a verb there."""
    return at > 0 and found[at - 1][0][:1].isupper() and not found[at - 1][0].endswith(("'s", "’s"))


#: The registered reader.
KIND = register(PersonKind())
