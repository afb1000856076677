"""Names: where they stand in a text, and when two of them may mean one thing.

Rules of writing only (capitals, initials, last names, containment): no table of known people, bodies or places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answer.words import folded

_LINK = r"(?:of|de|del|della|di|da|dos|du|van|von|der|den|bin|ibn|bint|al|el|la|le|and\s+the|of\s+the|for|for\s+the)"
_CAPITAL = r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s+[A-ZÀ-Ö])|(?:al-|el-|d['’]|l['’])?[A-ZÀ-ÖØ-Þ][\w&\-]*(?:['’](?!s\b)[A-Za-zÀ-ÿ]\w*)*)"
_NAME_RE = re.compile(rf"(?<![\w-]){_CAPITAL}(?:\s+(?:{_LINK}\s+)?{_CAPITAL})*")
#: Words that begin with a capital only because a sentence or a title does.
_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "in",
        "on",
        "at",
        "by",
        "to",
        "for",
        "from",
        "of",
        "and",
        "but",
        "or",
        "nor",
        "so",
        "yet",
        "as",
        "if",
        "when",
        "while",
        "after",
        "before",
        "since",
        "because",
        "although",
        "though",
        "however",
        "it",
        "its",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "our",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "what",
        "who",
        "which",
        "where",
        "why",
        "how",
        "according",
        "both",
        "many",
        "some",
        "all",
        "no",
        "not",
        "most",
        "several",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "earlier",
        "later",
        "meanwhile",
        "also",
        "with",
        "without",
        "during",
        "under",
        "over",
        "officials",
        "police",
        "authorities",
        "residents",
        "witnesses",
        "image",
        "photo",
        "rescue",
        "investigators",
        "firefighters",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "last",
        "next",
        "more",
        "then",
        "now",
        "today",
        "yesterday",
        "at",
    ]
)
#: Words of bodies that two different ones may share: they prove nothing.
_GENERIC = frozenset(
    [
        "group",
        "groups",
        "force",
        "forces",
        "front",
        "army",
        "armies",
        "military",
        "militia",
        "militias",
        "party",
        "parties",
        "team",
        "teams",
        "club",
        "company",
        "companies",
        "ministry",
        "department",
        "office",
        "agency",
        "service",
        "services",
        "police",
        "court",
        "city",
        "united",
        "state",
        "states",
        "national",
        "international",
        "central",
        "command",
        "headquarters",
        "guard",
        "corps",
        "public",
        "relations",
        "system",
        "systems",
        "air",
        "defence",
        "defense",
        "fighters",
        "fighter",
        "men",
        "man",
        "woman",
        "people",
        "member",
        "members",
        "unit",
        "units",
        "movement",
        "organisation",
        "organization",
        "council",
        "committee",
        "government",
        "officials",
        "authorities",
        "leader",
        "president",
        "minister",
        "prime",
        "former",
        "western",
        "eastern",
        "northern",
        "southern",
        "north",
        "south",
        "east",
        "west",
        "new",
        "of",
        "the",
        "and",
        "in",
        "a",
        "an",
        "for",
        "to",
        "by",
        "from",
        "at",
        "on",
        "local",
        "unidentified",
        "armed",
    ]
)
_WORD_RE = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")
_TITLE = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "captain",
        "sgt",
        "president",
        "minister",
        "general",
        "senator",
        "governor",
        "mayor",
        "judge",
        "pilot",
        "officer",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "saint",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words: `text[start:end]`."""

    start: int
    end: int
    text: str


def names(text: str) -> tuple[Name, ...]:
    """Return the names of a text in order; opening words such as "However" or "The" are left out."""
    out = []
    for match in _NAME_RE.finditer(text):
        start, end = match.span()
        # "The Bank", "In Oslo": the first word belongs to the sentence, not to the name.
        while start < end:
            word = _WORD_RE.match(text, start, end)
            if not word or word[0].lower() not in _FUNCTION:
                break
            start = word.end()
            while start < end and (text[start].isspace() or text[start] in ".,"):
                start += 1
        link = re.match(rf"(?:{_LINK})\s+", text[start:end])
        start += link.end() if link else 0
        if start < end and text[start].isalnum():
            out.append(Name(start, end, text[start:end]))
    return tuple(out)


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without articles, possessives and quotation marks."""
    bare = re.sub(r"['’]s\b|['’‘\"“”]", "", name)
    found = [word.lower().rstrip(".") for word in _WORD_RE.findall(bare)]
    return tuple(word for word in found if word not in ("the", "a", "an"))


def is_acronym(short: str, long: str) -> bool:
    """Return whether a word in capitals is made of the beginnings of a name's words, in order.

    "NATO" of "North Atlantic Treaty Organization", and by syllables "INTERPOL" of "International Police".
    """
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 12 and letters.isalpha() and letters.isupper()):
        return False
    parts = [part.lower() for part in re.findall(r"[A-ZÀ-ÖØ-Þ][\w]*", long)]
    if len(parts) < 2 or len(parts) > 15 or letters.lower() in parts:
        return False
    return _spelled(letters.lower(), parts)


def _spelled(letters: str, parts: list[str]) -> bool:
    """Return whether prefixes of at least two of the parts, in order, spell the letters.

    `best[i]` is the largest number of parts that can spell the first i letters.
    """
    best = [0] + [-1] * len(letters)
    for part in parts:
        step = list(best)
        for done, used in enumerate(best):
            if used < 0:
                continue
            for size in range(1, min(len(part), len(letters) - done) + 1):
                if letters[done : done + size] != part[:size]:
                    break
                step[done + size] = max(step[done + size], used + 1)
        best = step
    return best[-1] >= 2


# "police in Oslo" are police; "Bank of England" is one name.
_WHERE_RE = re.compile(r"\s+(?:in|at|near|from|outside|across)\s+", re.I)


def same_name(a: str, b: str) -> bool:
    """Return whether two names may be one: equal, one within the other, last name, or acronym.

    Letters with marks and their written-out forms are one: "Sørensen" and "Soerensen".
    """
    if words(a) == words(b):
        return bool(words(a))
    a, b = folded(a), folded(b)
    if words(a) and words(a) == words(b):
        return True
    left, right = _untitled(a), _untitled(b)
    if not left or not right:
        return False
    short, long = sorted((left, right), key=lambda w: (len(w), w))
    if set(short) <= _GENERIC:
        return is_acronym(a.strip(), b) or is_acronym(b.strip(), a)
    return _within(short, long) or is_acronym(a.strip(), b) or is_acronym(b.strip(), a)


def _untitled(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles and without where it is."""
    found = words(_WHERE_RE.split(name, maxsplit=1)[0])
    return tuple(word for word in found if word not in _TITLE) or found


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def same_actor(a: str, b: str) -> bool:
    """Return whether two descriptions may mean one actor.

    True for `same_name`, and where both share a distinctive word of which one side makes a name:
    "rebel fighters in the north" and "Rebel Alliance", not "armed groups" and "armed police".
    """
    if same_name(a, b):
        return True
    shared = (set(_head_words(a)) & set(_head_words(b))) - _GENERIC - _TITLE
    if not shared:
        return False
    # Two full names that share one word are two people or bodies: "Anna Berg" and "Carl Berg".
    return not (is_full_name(a) and is_full_name(b)) or len(shared) > 1


_PLACE_RE = re.compile(r"\s+(?:in|at|near|from|of|on|outside|across)\s+", re.I)


def _head_words(text: str) -> tuple[str, ...]:
    """Return the words that say who it is, without those that say where: "groups in western Iraq" is "groups"."""
    parts = _PLACE_RE.split(text)
    quoted = [
        word for part in parts[1:] for name in names(part) if len(words(name.text)) > 1 for word in words(name.text)
    ]
    return (*words(parts[0]), *quoted)


def is_full_name(text: str) -> bool:
    """Return whether a text is one name and nothing else, article and quotation marks aside."""
    bare = re.sub(r"^(?:the|an?)\s+", "", text.strip(" '’‘\"“”"), flags=re.I)
    found = names(bare)
    return len(found) == 1 and len(found[0].text) >= len(bare) - 1
