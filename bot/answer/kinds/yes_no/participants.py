"""Who takes part: whether a statement's event has the subject and the object that a question names.

A name may stand for itself, or a pronoun, a role ("the company") or an apposition of the article for it. An event of
somebody else, or of another thing, answers nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.countries import plain
from bot.answer.kinds.yes_no.coverage import BODY_RE, LEAD_CHARS
from bot.answer.kinds.yes_no.forms import form_of
from bot.answer.predicates import predicates
from bot.answer.words import STOP_WORDS, tokens, variants

if TYPE_CHECKING:
    from bot.answer.types import Statement

_DETERMINER = (
    r"(?:the|an?|its|his|her|their|our|my|your|this|that|these|those|any|all|both|some|every|no|such|[\w’'-]+['’]s?)"
)
_PREPOSITION = (
    r"(?:of|in|at|on|to|from|for|with|by|about|over|near|between|after|before|during|under|against|into|onto|outside"
    r"|inside|through|since|until|as|than|because|when|while|if|off|across|along|around|behind|without|within)"
)
#: Prepositions whose noun takes part in the event; "in May", "at the plant" only place it.
_TAKES_PART = r"(?:to|of|with|about|against|into)"
_PRONOUNS = frozenset("he she it they we i him her them us me his its their our this these one".split())
_RELATIVES = frozenset("who which that whom whose".split())
_NOBODY = frozenset("nobody none nothing neither no-one anyone anybody somebody someone everyone everybody all".split())
#: Subjects and objects of a question that name nothing by themselves.
_ANYTHING = frozenset(
    "anyone anybody somebody someone everyone everybody anything something it they he she there them him her people person"
    " ones one thing things event incident time day week month year place way part lot".split()
)
#: Words of a verb group before its verb.
_AUXILIARIES = frozenset(
    "be been being is are was were am has have had having do does did will would shall should can could may might must to not"
    " never also still yet ever already now then later first finally eventually just only even again really actually n't"
    " get got and or but both".split()
)
#: What a person is: it may stand for a name, and a name for it.
_ROLE_RE = re.compile(
    r"\b(?:the|its|his|her|their|our|an?)\s+(?:[\w’'-]+\s+){0,3}?(?:man|woman|boy|girl|player|striker|coach|driver|pilot|captain|director"
    r"|chief|chair(?:man|woman|person)?|mayor|minister|president|premier|leader|head|boss|king|queen|judge|lawyer|doctor|teacher"
    r"|founder|owner|suspect|guard|officer|banker|defendant|accused|executive|manager|spokes(?:man|woman|person)|probe|spacecraft"
    r"|plane|aircraft|jet|ship|vessel|boat|ferry|train|village|town|city|state|army|side|giant|group|chain|pair|couple|author|singer"
    r"|actor|artist|athlete|champion|newspaper|broadcaster|startup|start-up|retailer|producer|utility|caterer|carrier)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The participants of a question, each as the forms of the words of which one must be told of."""

    #: Who or what it is about: before the verb.
    subject: frozenset[str]
    #: What the deed is done to, or a word that completes the verb ("asleep").
    object: frozenset[str]
    #: The subject undergoes the deed or has a property: "was it closed", "is it safe".
    passive: bool
    #: The words of the subject are a name.
    named: bool
    #: Where "anyone" is: all words of "at the care home".
    where: frozenset[str] = frozenset()
    #: Whose or of what the subject is: "the director of the museum".
    of: frozenset[str] = frozenset()


@lru_cache(maxsize=512)  # questions; one is asked of every sentence
def asked_of(hypothesis: str, verb_start: int, verb_end: int, passive: bool) -> Asked:
    """Return the participants of a question, given as a statement whose verb stands at [verb_start, verb_end)."""
    subject = hypothesis[:verb_start]
    rest = hypothesis[verb_end:]
    match = re.match(rf"\s+(?:(?P<preposition>{_PREPOSITION})\s+)?(?P<phrase>\S.*)$", rest)
    taken = frozenset[str]()
    if match and (not match["preposition"] or re.fullmatch(_TAKES_PART, match["preposition"])):
        taken = _heads(match["phrase"])
    named = bool(re.search(r"(?:^|\s)[A-ZÀ-Þ]", _phrase(subject)))
    whose = re.search(r"\s(?:of|at|in)\s+(?P<what>.+)$", _PART_OF_RE.sub("", subject.strip()))
    of = _heads(whose["what"]) if whose else frozenset[str]()
    return Asked(_heads(subject), taken, passive, named, _where(subject), of)


def _where(subject: str) -> frozenset[str]:
    """Return the words that tell which people a question means: "anyone at the care home"."""
    match = re.match(
        r"\s*(?:any|some)(?:one|body|thing)\s+(?:in|at|on|from|aboard|inside|of)\s+(?P<place>.+)$", subject
    )
    return (
        frozenset(form_of(word) for word in tokens(_phrase(match["place"])) if word.lower() not in STOP_WORDS)
        if match
        else frozenset()
    )


_PART_OF_RE = re.compile(
    r"^(?:any|some|one|all|both|either|none|most|many|each|\d+|two|three|four|five|six)\s+of\s+", re.IGNORECASE
)


def _phrase(text: str) -> str:
    """Return a noun phrase up to its first preposition; of "any of the pupils", "the pupils"."""
    text = _PART_OF_RE.sub("", text.strip())
    return re.split(rf"\s{_PREPOSITION}\s", f" {text.strip()}", maxsplit=1, flags=re.IGNORECASE)[0].strip()


def _heads(text: str) -> frozenset[str]:
    """Return the forms that name a noun phrase: its names, else its last word; nothing for "anyone"."""
    said = [word for word in tokens(_phrase(text)) if word.lower() not in _AUXILIARIES]
    while said and (said[-1].lower().endswith("ly") and len(said) > 1):
        said.pop()
    said = [word for word in said if word.lower() not in STOP_WORDS]
    if not said or said[-1].lower() in _ANYTHING:
        return frozenset()
    if said[-1].lower() in _AUTHORITIES:
        return _AUTHORITY_KEYS
    named = [word for word in said[:-1] if word[0].isupper()]  # "the Skarvik factory": by either word
    return frozenset().union(*(_keys_of_word(word) for word in (*named, said[-1])))


_AUTHORITIES = frozenset({"authorities", "officials", "authority"})
#: Who "the authorities" may be.
_AUTHORITY_KEYS = frozenset(
    form_of(word)
    for word in "authorities officials inspectors inspectorate ministry police regulator regulators agency government council department"
    " prosecutors office".split()
)


@lru_cache(maxsize=8192)  # words; a language has that many in use
def _keys_of_word(word: str) -> frozenset[str]:
    """Return what may tell a word in a sentence: its form, that of its synonyms, and the group of an event noun."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    forms = {form_of(other) for other in variants(low)} | {form_of(other) for other in tokens(plain(word))}
    return frozenset(forms | {f"={one.group}" for one in predicates(low)})


def keys(text: str) -> frozenset[str]:
    """Return what may tell the words of a text: their forms, synonyms and event groups."""
    return frozenset().union(*(_keys_of_word(word) for word in tokens(text)))


def is_subject(statement: Statement, phrase: str, asked: Asked) -> bool:
    """Tell whether a phrase names, or stands for, the subject of a question."""
    return not asked.subject or bool(asked.subject & keys(phrase)) or _stands_for(statement, phrase, asked)


def takes_part(statement: Statement, start: int, end: int, asked: Asked, *, denied: bool) -> bool:
    """Tell whether the event at [start, end) of a statement's text has the participants of a question."""
    text = statement.text
    left, right = next(((a, b) for a, b in clauses(text) if a <= start < b), (0, len(text)))
    before = text[left:start]
    if not _nouns(before):
        before = text[:start]  # "…, who has led the side, has stepped down"
    if {word.lower() for word in _nouns(before)} <= _RELATIVES:
        before = text[:start]  # "the dyke, which had been mended, broke": what the relative clause belongs to
    inside = text.find(" ", start, end)  # "shot the jet down" holds its object
    after = text[end:right] if inside < 0 else f"{text[inside:end]} {text[end:right]}"
    if asked.where and not (denied and _NOBODY & {word.lower() for word in tokens(text)}):
        article = statement.article
        near = article.text[max(0, statement.start - _NEAR) : statement.sentence.end]
        if not asked.where <= {form_of(word) for word in tokens(near)}:
            return False
    if asked.of and _of_another_body(text[:start], asked):
        return False
    passive = bool(_PASSIVE_RE.search(text[:start])) or _is_noun(text, start, end)
    role = re.search(r"\bas\s+(?P<role>[^,;.]+)", after)
    if role and asked.subject & keys(role["role"]):
        return True  # "she has resigned as director"
    if asked.passive or passive:
        return _undergoes(statement, before, after, asked, passive=passive, denied=denied)
    return _does(statement, before, asked, denied=denied) and _affects(statement, text, end, after, asked)


_OF_RE = re.compile(r"\b(?P<who>[\w-]+)\s+of\s+(?P<what>(?:the\s+)?(?:[\w’'-]+\s*){1,3})")


def _of_another_body(before: str, asked: Asked) -> bool:
    """Tell whether the subject is that of something else: "the director of the castle" where the museum's is asked for."""
    found = [match for match in _OF_RE.finditer(before) if asked.subject & keys(match["who"])]
    return bool(found) and not any(asked.of & keys(match["what"]) for match in found)


_PASSIVE_RE = re.compile(
    r"\b(?:was|were|is|are|been|be|being|gets?|got|remains?|remained|stays?|stayed)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)


def _is_noun(text: str, start: int, end: int) -> bool:
    """Tell whether an event word is a noun: "the warning", "his sudden resignation", "no arrests"; "the ferry sank" has a verb."""
    word, before = text[start:end], text[max(0, start - 60) : start]
    if word.lower().endswith("ed"):
        return False
    if re.search(rf"\b{_DETERMINER}\s+$", before, re.IGNORECASE):
        return True
    if not re.search(rf"\b{_DETERMINER}\s+[\w-]+\s+$", before, re.IGNORECASE):
        return False
    return bool(_NOUN_RE.search(word)) or bool(re.match(r"\s+of\b", text[end:]))


_NOUN_RE = re.compile(
    r"(?:ions?|ments?|ings?|ures?|[ae]nces?|als?|ry|ries|deaths?|arrests?|offers?|deals?)$", re.IGNORECASE
)


def _nouns(text: str) -> list[str]:
    """Return the words of a stretch that are neither auxiliaries nor adverbs."""
    return [
        word
        for word in tokens(text)
        if word.lower() in _PRONOUNS | _NOBODY | _RELATIVES
        or (word.lower() not in _AUXILIARIES | STOP_WORDS and not word.lower().endswith("ly"))
    ]


def _does(statement: Statement, before: str, asked: Asked, *, denied: bool) -> bool:
    """Tell whether the subject of a question does the deed."""
    if not asked.subject or asked.subject & keys(before):
        return True
    if denied and (not _nouns(before) or _NOBODY & {word.lower() for word in tokens(before)}):
        return True
    return (not _nouns(before) and _in_scene(statement, asked.subject)) or _stands_for(statement, before, asked)


def _affects(statement: Statement, text: str, end: int, after: str, asked: Asked) -> bool:
    """Tell whether the deed is done to what a question names."""
    if not asked.object or re.match(r"\s+that\b", text[end:]):
        return True  # "knew that the dam would burst" of "did they know of the danger": the other words decide
    first = _first_object(text[end:])
    if first is not None:
        words = {word.lower() for word in tokens(first)}
        if asked.object & keys(first):
            return True
        return bool(words) and words <= _OBJECT_PRONOUNS and _in_scene(statement, asked.object)
    if asked.object & keys(text):
        return True
    return not _nouns(after) and _in_scene(statement, asked.object)


_OBJECT_PRONOUNS = frozenset("it them him her this that these those one so us me".split())
_FIRST_OBJECT_RE = re.compile(
    rf"\s+(?:(?P<pronoun>it|them|him|her|this|that|these|those|so|us|me)\b(?=\s*(?:$|[,.;:]|{_PREPOSITION}\b|up|down|off|out))"
    rf"|(?P<phrase>(?:{_DETERMINER}|two|three|four|five|six|\d[\d,.]*|[A-ZÀ-Þ][\w’'-]+)\s+(?:(?!{_PREPOSITION}\b|and\b|but\b|which\b|who\b|that\b)"
    r"[\w’'%-]+\s*){0,6}))",
)


def _first_object(after: str) -> str | None:
    """Return the noun phrase right after a verb, or the pronoun; None where none can be made out."""
    match = _FIRST_OBJECT_RE.match(after)
    return None if match is None else match["pronoun"] or match["phrase"]


def _undergoes(statement: Statement, before: str, after: str, asked: Asked, *, passive: bool, denied: bool) -> bool:
    """Tell whether the one to whom a question has it happen is the one to whom it happens."""
    patient = asked.subject if asked.passive else asked.object
    around = keys(before) | keys(after)
    if patient and not patient & around:
        said = {word.lower() for word in tokens(before)}
        if denied and ((passive and _NOBODY & said) or not _nouns(before)):
            return _in_scene(statement, patient)
        noun = passive and not _PASSIVE_RE.search(before)
        here = before if (passive or not asked.passive) and not noun else f"{after} {before}"
        # "The stolen objects": of these, and of nothing named before.
        nothing = not noun and not _nouns(before) and _in_scene(statement, patient)
        if not (nothing or _stands_for(statement, here, asked if asked.passive else _object_of(asked))):
            return False
    if patient and not _is_told_of(before, patient, passive=passive):
        return False
    if not asked.passive and asked.subject and not denied:
        by = re.search(r"\bby\s+(?P<who>[^,;]+)", after)
        if by and not asked.subject & keys(by["who"]):
            return _stands_for(statement, by["who"], asked)
        return bool(asked.subject & keys(statement.sentence.text)) or _in_scene(statement, asked.subject)
    return True


def _object_of(asked: Asked) -> Asked:
    return Asked(asked.object, frozenset(), passive=True, named=False)


_ELSEWHERE_RE = re.compile(r"\b(?:another|other|second|third|elsewhere|neighbou?ring|nearby)\b", re.IGNORECASE)


def _is_told_of(before: str, patient: frozenset[str], *, passive: bool) -> bool:
    """Tell whether a passive's subject is not another of its kind: "a guard at another museum was arrested"."""
    return not (passive and _ELSEWHERE_RE.search(before) and patient & keys(before))


def _in_scene(statement: Statement, wanted: frozenset[str]) -> bool:
    article = statement.article
    near = article.text[max(0, statement.start - _NEAR) : statement.sentence.end]
    return bool(wanted & _scene_keys(article.title + " " + article.text[:LEAD_CHARS])) or bool(wanted & keys(near))


@lru_cache(maxsize=1024)  # leads of articles; each is asked for with every sentence
def _scene_keys(lead: str) -> frozenset[str]:
    return keys(lead)


#: Code points before a sentence in which its "he" is named: two sentences, about.
_NEAR = 300


def _stands_for(statement: Statement, phrase: str, asked: Asked) -> bool:
    """Tell whether the words of a phrase may stand for the subject of a question: "it", "the company", "Vik, 43,"."""
    said = {match[0].lower() for match in _STANDING_RE.finditer(phrase)}
    if said:
        return _in_scene(statement, asked.subject) and not (asked.named and _of_speaker(statement, said, asked))
    text = f"{statement.article.title}. {statement.article.text}"
    known = _also_called(text, asked.subject)
    if known & keys(phrase):
        return True
    if not asked.named:
        return _is_body_named(text, phrase, asked)
    role = BODY_RE.search(phrase) or _ROLE_RE.search(phrase)
    if role is None or re.search(r"(?<=\s)[A-ZÀ-Þ]", phrase):
        return False
    # Where the article ties the role to another name ("the water company, Orba Water"), it is another's.
    others = _also_called(text, keys(role[0]) - _FILLERS)
    return (not others or bool(others & asked.subject)) and _in_scene(statement, asked.subject)


_FILLERS = frozenset(form_of(word) for word in ("the", "its", "his", "her", "their", "our", "a", "an"))
_BODIES = frozenset(
    form_of(word)
    for word in "company firm club government ministry agency union party operator airline bank school team board management group council"
    " federation association commission university hospital maker owner utility museum manufacturer".split()
)
_PERSONS = frozenset(
    form_of(word)
    for word in "chief chairman chairwoman president minister leader head boss director spokesman spokeswoman mayor judge lawyer captain coach"
    " manager secretary commissioner officer founder owner professor doctor".split()
)


def _is_body_named(text: str, phrase: str, asked: Asked) -> bool:
    """Tell whether a name may be the body that a question calls "the company": one that the article calls nothing else."""
    named = frozenset().union(*(_keys_of_word(word) for word in tokens(phrase) if word[0].isupper()))
    if not asked.subject & _BODIES or not named:
        return False
    return not _also_called(text, named) & (_BODIES | _PERSONS)


# "It", "his client"; "his wife" and "this offer" are others.
_STANDING_RE = re.compile(
    r"\b(?:he|she|it|they|we|i|our|my|him|them|us|me|one|everything|her(?!\s+[a-z])|(?:his|her|their|its)\s+clients?)\b",
    re.IGNORECASE,
)
_ORGANISATION_PRONOUNS = frozenset({"it", "its", "they", "their", "we", "our", "us"})


def _of_speaker(statement: Statement, said: set[str], asked: Asked) -> bool:
    """Tell whether a pronoun means a speaker who is not the one asked about: "Veltan said it had shot down a drone"."""
    speaker = statement.speaker
    if speaker is None or speaker.canonical.lower() in _PRONOUNS:
        return False
    name = f"{speaker.name} {speaker.canonical}"
    if asked.subject & keys(statement.sentence.text):
        return False  # "Nilsen's lawyer said he would appeal"
    if asked.subject & keys(name) or _also_called(statement.article.text, asked.subject) & keys(name):
        return False
    first = statement.text.strip()[:40].lower().split()[:1]
    person = len(speaker.canonical.split()) == 2 and all(word[0].isupper() for word in speaker.canonical.split())
    if said & {"i"} or (person and first and first[0] in ("he", "she")):
        return True
    return not person and speaker.named and bool(first) and first[0] in _ORGANISATION_PRONOUNS


_APPOSED = r"(?:,\s+(?:the\s+|an?\s+)?|\s+)"


@lru_cache(maxsize=4096)  # a question's words in each article
def _also_called(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Return the keys of what an article calls somebody besides: "the night guard, Jonas Vik", "Vik, the guard"."""
    found: set[str] = set()
    for match in _APPOSITION_RE.finditer(text):
        role, name = _keys_of_word(match["role"]), keys(match["name"])
        if wanted & name:
            found |= role
        if wanted & role:
            found |= name
    for match in _AFTER_NAME_RE.finditer(text):
        role, name = keys(match["role"]), keys(match["name"])
        if wanted & name:
            found |= role
        if wanted & role:
            found |= name
    return frozenset(found)


_NAME = r"(?:[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+){0,3})"
# "the night guard, Jonas Vik", "striker Ben Okoye", "the union, the Transport League"
_APPOSITION_RE = re.compile(rf"\b(?P<role>[a-z]{{3,}})(?:,\s+(?:the\s+)?|\s+)(?P<name>{_NAME})")
# "Lars Wendt, the former head of Holm Savings,", "Kestrel, a utility,"
_AFTER_NAME_RE = re.compile(
    rf"(?P<name>{_NAME}),\s+(?:the|an?|its|his|her|their|whose|former|\d\d)\s*,?\s*(?P<role>(?:[a-z][\w-]*\s+){{0,3}}[a-z][\w-]*)"
)
