"""What a text calls somebody or something with a name: "fat-cat banker Ola Vik", "the bank's head, Ola Vik", "Mr Vik"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answer.attribution.cues import CUES
from bot.answer.attribution.speakers import PERSON_ROLES, is_occupation
from bot.answer.attribution.tokens import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
)
from bot.answer.reading import statements
from bot.answer.types import Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.types import Article
    from index.types import Sentence

_HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Captain|Judge)\.?\s+)"
#: Words before a name that describe nobody.
_NO_DESCRIPTION = (
    DETERMINERS
    | (PREPOSITIONS - {"of"})
    | AUXILIARIES
    | PRONOUNS
    | OBJECTS
    | STOPS
    | ADVERBS
    | DAYS
    | frozenset("and or as not who yesterday today image photo picture".split())
)
_MOST = 2  # descriptions of one article; an outlet says early what it thinks of somebody
_FARTHEST = 90  # characters between a determiner and the name: the longest description
_MOST_WORDS = 6  # before a name at the beginning of a sentence
_WORD_RE = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?")
_DETERMINER_RE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|whose|[A-ZÀ-Þ][\w-]+['’]s?)\s")
_PLAIN_RE = re.compile(r"\s(?:the|an?|its|his|her|their)\s", re.IGNORECASE)
_OF_RE = re.compile(r"\s(?:of|at|for|in)\s", re.IGNORECASE)
_BROKEN_RE = re.compile(r"\b(?:by|from|to|with|on|into|against|after|before|that|who|which|when|and)\b", re.IGNORECASE)
_AFTER = (
    r"(?:,\s+(?:\d{1,3},\s+)?(?P<a>(?:the|an?|its|his|her|their|former|one\s+of|chief|head)\s+[^.,;:()—–\n]{3,80}"
    r"|who\s+(?:has\s+|had\s+)?(?:is|was|ran|runs|run|heads|headed|leads|led|chairs|chaired|owns|owned|founded|been|used\s+to)\b[^.,;:()\n]{3,80})(?=[.,;:])"
    r"|\s+(?:is|was|remains|has\s+been|becomes|became)\s+(?P<b>(?:the|an?|one\s+of)\s+[^.,;:()—–\n]{3,60})"
    r"|\s+(?:has\s+|had\s+)?(?:resigned|quit|retired|stepped\s+down|stood\s+down)\s+as\s+(?P<c>(?:the\s+)?[^.,;:()—–\n]{3,60}?)(?=\s+(?:on|in|at|after|late|early)\b|[.,;:]))"
)


@lru_cache(maxsize=64)
def _mention(name: str) -> re.Pattern[str]:
    words = name.split()
    last = re.escape(words[-1])
    first = r"\s+".join(re.escape(word) for word in words[:-1])
    if not first:
        return re.compile(rf"(?<![\w-])(?P<name>{_HONORIFIC}?{last}(?:\s+[A-ZÀ-Þ][\w-]+)*)(?![\w-])")
    own = rf"(?:{first}\s+)?{last}" if "&" not in name else rf"{first}\s+{last}"
    return re.compile(rf"(?<![\w-])(?P<name>{_HONORIFIC}?{own})(?![\w-])(?!\s+[A-ZÀ-Þ])")


def called(article: Article, name: str) -> Iterator[tuple[Statement, Span]]:
    """Yield how an article refers to a name, descriptions before the bare name, each in the voice that uses it."""
    described, bare = [], []
    for sentence, told in _sentences(article):
        for match in _mention(name).finditer(sentence.text):
            if _namesake(sentence.text, match.start("name"), name):
                continue
            found = list(_descriptions(sentence.text, *match.span("name")))
            described += [(_voice(sentence, told, start), _span(sentence, start, end)) for start, end in found]
            if not found:
                bare.append((_voice(sentence, told, match.start("name")), _span(sentence, *match.span("name"))))
    yield from described[:_MOST] or [(_own(one), span) for one, span in bare[:1]]


def _sentences(article: Article) -> list[tuple[Sentence, list[Statement]]]:
    out: dict[Sentence, list[Statement]] = {}
    for statement in statements(article):
        out.setdefault(statement.sentence, []).append(statement)
    return list(out.items())


def _span(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.start + start, sentence.start + end)


def _voice(sentence: Sentence, told: list[Statement], at: int) -> Statement:
    """Return the statement that a place belongs to; what frames a quotation is the outlet's own."""
    place = sentence.start + at
    for one in told:
        if any(span.start <= place < span.end for span in one.contents):
            return one
    return Statement(sentence, (Span(sentence.start, sentence.end),))


def _own(statement: Statement) -> Statement:
    """Return a statement as the outlet's: which form of a name it prints is its own choice."""
    return replace(statement, speaker=None) if statement.speaker else statement


def _namesake(text: str, at: int, name: str) -> bool:
    """Tell whether another first name stands before a last name: "Anders Berg" is not "Kari Berg"."""
    before = _WORD_RE.findall(text[max(0, at - 40) : at])
    if not before or text[at:].startswith(name) or text[:at].rstrip()[-1:] in '.,:;!?"“”':
        return False
    word = before[-1]
    return word[0].isupper() and word.lower() not in _NO_DESCRIPTION and not _role(word)


def _role(word: str) -> bool:
    low = word.lower().strip(".'’")
    return (
        low in PERSON_ROLES or is_occupation(low) or low in ("mr", "mrs", "ms", "dr", "sir", "boss", "tycoon", "star")
    )


def _descriptions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the descriptions of the name at a place of a text."""
    owns = text[end : end + 2] in ("'s", "’s")  # "The Harbour Union, Vik's party": not what Vik is
    before = None if owns else _apposed_before(text, start) or _directly_before(text, start)
    if before is not None:
        yield before[0], (before[1] if text[before[1] : start].strip() == "," else end)
    after = re.compile(_AFTER).match(text, end)
    if after:
        at = next(key for key in "abc" if after[key])
        clause = after.end() < len(text) and text[after.end()] == "." and _opens_aside(text)
        if (at == "a" and not clause) or _names_role(after[at]):
            yield after.start(at), after.start(at) + len(after[at].rstrip())


def _opens_aside(text: str) -> bool:
    """Tell "Without Nordhav, the deal fails": what follows the comma is the clause."""
    first = _WORD_RE.search(text)
    return first is not None and first[0].lower() in PREPOSITIONS | STOPS | {"according"}


def _names_role(text: str) -> bool:
    return any(_role(word) for word in _WORD_RE.findall(text))


def _apposed_before(text: str, start: int) -> tuple[int, int] | None:
    """Return "the former head of the bank" before ", Ola Vik"."""
    lead = text[:start].rstrip()
    if not lead.endswith(","):
        return None
    stop = len(lead) - 1
    opens = max(0, stop - _FARTHEST, max((lead.rfind(mark, 0, stop) + 1 for mark in ',;:.!?"“”'), default=0))
    if not text[start:].partition(" ")[2] or _adjunct(text, opens, start):
        return None
    best = None
    for match in _DETERMINER_RE.finditer(lead, opens, stop):
        piece = lead[match.start() : stop]
        words = [word.lower() for word in _WORD_RE.findall(piece)]
        verb = any(word in AUXILIARIES or _finite(word) for word in words[1:])
        head = _OF_RE.split(piece)[0]
        if verb or _BROKEN_RE.search(piece) or words[-1].endswith(("'s", "’s")) or _PLAIN_RE.search(head):
            continue
        best = (match.end() if match[0].startswith("whose") else match.start()), stop
        if _role(head.split()[-1]):
            break
    return best


#: "Through his lawyer, Mr Vik denied it": who denied is not the lawyer.
def _adjunct(text: str, opens: int, start: int) -> bool:
    first = _WORD_RE.search(text, opens)
    name = re.compile(r"[\w.’'-]+(?:\s+[A-ZÀ-Þ][\w.’'-]*)*").match(text, start)
    closed = name is not None and text[name.end() : name.end() + 1] in (",", ".", "")
    return first is not None and first[0].lower() in PREPOSITIONS | STOPS and not text[:opens].strip() and not closed


def _finite(word: str) -> bool:
    cue = CUES.get(word)
    return cue is not None and cue.form in ("past", "s") and not cue.nounlike


def _directly_before(text: str, start: int) -> tuple[int, int] | None:
    """Return "Fat-cat banker " before "Ola Vik": to the beginning of the sentence, else as far as a role."""
    words = list(_WORD_RE.finditer(text, 0, start))
    kept: list[re.Match[str]] = []
    for match in reversed(words[-_MOST_WORDS:]):
        low = match[0].lower()
        near = kept[-1].start() if kept else start
        if (
            text[match.end() : near].strip()
            or low in _NO_DESCRIPTION
            or (match[0].islower() and _finite(low))
            or low.isdigit()
        ):
            break
        kept.append(match)
    if not kept or kept[0][0].lower() == "of":  # "the campaign of Vik"
        return None
    first = kept[-1]
    opens = not text[: first.start()].strip(" \n\t\"'“‘-–—•")
    determined = _WORD_RE.findall(text[: first.start()])[-1:]
    articled = bool(determined) and determined[0].lower() in ("the", "its", "his", "her", "their", "a", "an")
    clause = any(a[0][0].isupper() and b[0][0].islower() for a, b in pairwise(kept))  # "Vik leads Mayor …"
    described = opens and not clause and first[0][0].isupper() and not kept[0][0].lower().endswith(("ed", "ly"))
    if described or articled:
        return (first.start(), start) if kept[0][0][0].islower() or _role(kept[0][0]) else None
    role = [i for i, match in enumerate(kept) if _role(match[0])]
    if not role or role[0] != 0:
        return None
    last = 0
    while last + 1 < len(kept) and kept[last + 1][0][0].isupper() and kept[0][0][0].isupper():
        last += 1  # "Prime Minister"
    return kept[last].start(), start
