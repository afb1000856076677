"""Who did it, to whom and where: whether an event of a statement is the one that a question asks about."""

from __future__ import annotations

import re

from bot.answer.clauses import clauses
from bot.answer.countries import plain
from bot.answer.names import names
from bot.answer.predicates import Predicate, predicates
from bot.answer.types import Question, Statement
from bot.answer.words import stems, tokens

# "At least three jets were …" is about other things than "it" or "the plane".
_OTHERS_RE = re.compile(
    r"""^\W*(?: (?:at\ least|more\ than|about|some|another|several|many|other|dozens\ of|a\ second|a\ third)\b
          |  (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b(?!\ of\b) )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACED_RE = re.compile(
    r"\b(?:in|at|near|over|outside|off|inside|from)\s+(?:the\s+)?(?P<place>(?:[a-z]+\s+)?[A-Z][\w-]*)"
)


def _places(clause: str) -> frozenset[str]:
    """Return the names of the places in a question: "in Iran" is not answered by what happened in Iraq."""
    return frozenset(word for match in _PLACED_RE.finditer(clause) for word in names_of(match["place"]))


def placed(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether the clause of an event holds the places that the question names."""
    wanted = _places(clause)
    if not wanted:
        return True
    left, right = next(((a, b) for a, b in clauses(text) if a <= found.start < b), (0, len(text)))
    return wanted <= names_of(text[left:right])


#: Groups of deeds: who did it is part of what a question proposes.
_DEEDS = frozenset(
    ["shoot_down", "attack", "shoot", "win", "buy", "sell", "arrest", "abduct", "dismiss", "appoint", "destroy", "damage",
     "cancel", "approve", "agree", "release", "rescue", "charge", "open", "close"]
)  # fmt: skip
BY_RE = re.compile(r"\bby\s+(?P<who>.+)$", re.IGNORECASE)
_ACTIVE_RE = re.compile(r"^(?:did|does|do|has|have|had|will)\b", re.IGNORECASE)


def doer_of(clause: str, question: Question) -> frozenset[str]:
    """Return the words of the one to whom a question gives the deed: after "by", or the subject of "did X …"."""
    by = BY_RE.search(clause)
    if by:
        return stems(plain(by["who"]))
    found = predicates(clause)
    active = bool(found) and _ACTIVE_RE.match(question.text) and not _PASSIVE_RE.search(clause[: found[0].start])
    if not active or found[0].group not in _DEEDS:
        return frozenset()
    return stems(plain(clause[: found[0].start]))


def by_whom(statement: Statement, found: Predicate, clause: str, question: Question) -> bool:
    """Tell whether a statement gives the deed to the one whom the question names: "was it shot down by Norland"."""
    wanted = doer_of(clause, question)
    if not wanted:
        return True
    if found.negated or statement.denied:
        return _denies_for(statement, found, wanted)
    if BY_RE.search(clause):
        return bool(wanted & names_of(statement.text))
    if not _PASSIVE_RE.search(statement.text[: found.start]):
        return True  # who takes part is looked at apart
    by = BY_RE.search(statement.text[found.end :])
    if by:
        return bool(wanted & names_of(by["who"])) or bool(
            re.match(r"(?:him|her|it|them|us|me)\b", by["who"], re.IGNORECASE)
        )
    # "The plant would be shut": by the company that the article is about.
    return _unsaid_agent(statement, found) and wanted <= names_of(statement.article.title)


#: People by what they are: that the manager was held does not tell about the owner.
_OFFICES = frozenset(
    ["owner", "manager", "driver", "pilot", "captain", "director", "chief", "mayor", "minister", "president", "king", "queen",
     "judge", "lawyer", "coach", "doctor", "teacher", "chairman", "founder", "suspect", "gunman", "supervisor", "operator"]
)  # fmt: skip
_PATIENT_RE = re.compile(
    r"^(?:the|an?|its|his|her|their|[\w’']+['’]s)\s+(?:[\w-]+\s+){0,2}?(?P<who>[a-z]+)\b(?:\s+of\b|\s*$)", re.IGNORECASE
)


def of_another(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether an event befell somebody of another office than the one asked about."""
    event = min((one.start for one in predicates(clause)), default=0)
    asked = _PATIENT_RE.match(clause[:event])
    if asked is None or asked["who"].lower() not in _OFFICES:
        return False
    offices = {_single(word.lower()) for word in tokens(text)} & _OFFICES
    return bool(offices) and asked["who"].lower() not in offices


#: Groups of which one person's case tells nothing about another's.
_CASES = frozenset(
    ["convict", "acquit", "arrest", "charge", "sentence", "die", "injure", "resign", "dismiss", "appoint"]
)
_FULL_NAME_RE = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’-]+\s+(?P<last>[A-ZÀ-Þ][a-zà-ÿ’-]+)(?=,?\s)")


def other_person(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether the case is that of somebody whom the question does not name: "Hale, Quill's aide, was cleared"."""
    asked = {plain_name(name.text).split()[-1] for name in names("x " + clause)}
    if not asked or found.group not in _CASES:
        return False
    before = text[: found.start]
    others = [match["last"] for match in _FULL_NAME_RE.finditer(before) if match["last"] not in asked]
    named = any(re.search(rf"\b{re.escape(name)}\b(?!['’]s)", before) for name in asked)
    return bool(others) and not named and bool(_PASSIVE_RE.search(before))


def plain_name(name: str) -> str:
    """Return a name without its possessive."""
    return name.removesuffix("'s").removesuffix("’s")


def _single(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").removesuffix("s") if word not in _OFFICES else word


def _unsaid_agent(statement: Statement, found: Predicate) -> bool:
    passive = _PASSIVE_RE.search(statement.text[: found.start])
    return (
        bool(passive)
        and found.group in ("close", "open", "cancel", "sell")
        and not BY_RE.search(statement.text[found.end :])
    )


_PASSIVE_RE = re.compile(r"\b(?:was|were|is|are|been|be|being)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def _denies_for(statement: Statement, found: Predicate, wanted: frozenset[str]) -> bool:
    """Tell whether a denial holds for somebody: that nothing was done clears everybody, that Norland did not, Norland."""
    text = statement.text
    by = BY_RE.search(text[found.end :])
    if by:
        return bool(wanted & names_of(by["who"]))
    if _PASSIVE_RE.search(text[: found.start]) or wanted & names_of(statement.sentence.text):
        return True
    return not names(text[: found.start])


def names_of(text: str) -> frozenset[str]:
    """Return the stems of a text in which a country and its people are one word."""
    return stems(plain(text))


def about_others(statement: Statement, found: Predicate) -> bool:
    """Tell whether the clause is about other things than the one asked for ("at least three jets were …")."""
    before = statement.text[: found.start]
    cut = max(before.rfind(mark) for mark in (";", ":", ".", "“", '"'))
    return bool(_OTHERS_RE.match(before[cut + 1 :]))
