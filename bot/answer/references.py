"""What "it", "there", "that day" and "of them" stand for in a follow-up: words of the question before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.attribution.speakers import PERSON_ROLES
from bot.answer.attribution.tokens import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from bot.answer.predicates import predicates

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD_RE = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?")
_DOES = AUXILIARIES - {"is", "are", "was", "were", "be", "been"}
#: Where a noun phrase ends: no noun stands so.
_BOUND = (
    PREPOSITIONS
    | AUXILIARIES
    | PRONOUNS
    | frozenset(
        "who whom whose which that what when where why how and or but nor not if than as so again still now yet already ever"
        " exactly finally first today yesterday tomorrow tonight alive worth".split()
    )
)
#: Pasts without "-ed" that are no nouns: "the ferry" of "when the ferry sank".
_PASTS = frozenset(
    "ran sank fell went came took broke began won flew drove left gave got knew said saw spoke stole struck tore threw"
    " told wrote rose chose froze blew grew shook swept swam stood slid sent meant lost kept held fled dealt brought"
    " bought caught taught fought sought became burst".split()
)
_OPENERS = frozenset("the a an his her its their this that these those".split())
#: What something is said to be after "is": "the bridge safe", "the ring found".
_SAID_OF_RE = re.compile(
    r"\w+(?:ed|en|ing|wn)|open|shut|safe|dead|true|false|drunk|asleep|awake|alive|lost|found|hit|built|sold|held|hurt|sunk|paid"
    r"|caught|ready|free|legal|illegal|fair|ill|sick|guilty|empty|full|due|able|likely|late|made|sent|told|left|met|cut",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its article: `question[start:end]`."""

    start: int
    end: int
    text: str

    @property
    def head(self) -> str:
        """Its last word, in small letters."""
        return self.text.split()[-1].lower()

    @property
    def definite(self) -> str:
        """The phrase as one that is known: "the offer" for "an offer"."""
        return re.sub(r"^an?\s+", "the ", self.text, flags=re.IGNORECASE)

    @property
    def plural(self) -> bool:
        """Tell "the gates" from "the gate" by the ending."""
        return self.head.endswith("s") and not self.head.endswith(("ss", "us", "is"))


def phrases(question: str) -> tuple[Phrase, ...]:
    """Return the noun phrases of a question that begin with an article or a possessive.

    >>> [phrase.text for phrase in phrases("When will the supreme court hear the miners' appeal?")]
    ['the supreme court', "the miners' appeal"]
    """
    return tuple(_phrases(question))


def _phrases(question: str) -> Iterator[Phrase]:
    words = list(_WORD_RE.finditer(question))
    i = 0
    while i < len(words):
        low = words[i][0].lower()
        if low not in _OPENERS or (low in ("that", "this") and not _noun_next(words, i)):
            i += 1
            continue
        last = i
        while last + 1 < len(words) and _goes_on(question, words, last + 1):
            last += 1
        last = _without_verb(words, i, last)
        if last > i:
            start, end = words[i].start(), words[last].end()
            yield Phrase(start, end, question[start:end])
        i = max(last, i) + 1


def _noun_next(words: list[re.Match[str]], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1][0].lower() not in _BOUND


def _goes_on(question: str, words: list[re.Match[str]], i: int) -> bool:
    between = question[words[i - 1].end() : words[i].start()]
    low = words[i][0].lower()
    return not between.strip() and low not in _BOUND | _PASTS and low not in DETERMINERS and not low.endswith("ly")


def _without_verb(words: list[re.Match[str]], first: int, last: int) -> int:
    """Leave out the verb behind a subject: "did the power company warn the town", "was the road closed"."""
    before = words[first - 1][0].lower() if first else ""
    after = words[last + 1][0].lower() if last + 1 < len(words) else ""
    if last - first < 2 or after in AUXILIARIES:
        return last
    if before in _DOES or _SAID_OF_RE.fullmatch(words[last][0]):
        return last - 1
    return last


# --- Words that stand for others.

#: "Is it true", "how long did it take": nothing is meant by "it".
_EXPLETIVE_RE = re.compile(
    r"\bit\s+(?:(?:\w+ly\s+)?(?:tak|took|rain|snow|happen|occur|true|that|matter|mean|possible|likely|certain|clear|known|about|all)|still\s+true)",
    re.IGNORECASE,
)
_IT_RE = re.compile(r"(?<!of )(?<!\bbut )\b(?P<word>it|its|they|them|their)\b", re.IGNORECASE)
#: "Who is the keeper?": what it asks for is somebody, and no "it".
_WHO_IS_RE = re.compile(r"^who(?:m|\s+(?:is|are|was|were)|['’]s)\s+$", re.IGNORECASE)
_THERE_RE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )\bthere\b(?!\s+(?:is|are|was|were|be)\b)", re.IGNORECASE
)
_EXPLETIVE_THERE_RE = re.compile(
    r"\b(?:have|has|had|will|would|did|does|can|could|may)\s+there\b|^there\b|\bthere\s+(?:any|an?|no)\b", re.IGNORECASE
)
_WHERE_RE = re.compile(r"\b(?:in|at|on|near)\s+(?:the\s+)?[A-ZÀ-Þ][\w’'-]*(?:\s+(?:(?:of|the)\s+)*[A-ZÀ-Þ][\w’'-]*)*")
_DAY_NAMES = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
_THAT_DAY_RE = re.compile(
    r"\b(?:on\s+)?(?:that|the\s+same)\s+(?:day|night|morning|evening|afternoon)\b|\bby\s+then\b|\bthen(?=\W*$)",
    re.IGNORECASE,
)
_DAY_RE = re.compile(
    rf"\b(?:(?:on|by|since|last)\s+)?(?:\d{{1,2}}\s+)?(?:{_DAY_NAMES})(?:\s+\d{{1,2}}\b|\s+(?:night|morning|afternoon|evening))?"
)
_OF_THEM_RE = re.compile(r"^(?P<open>how\s+many)\s+of\s+(?:them|those|these)\b", re.IGNORECASE)
_COUNTED_RE = re.compile(r"^how\s+many\s+(?P<rest>.+)$", re.IGNORECASE)
_FINITE_RE = re.compile(r"\b(?:was|were|is|are|did|do|does|has|have|had|will|would|can|could)\b", re.IGNORECASE)


def counted(question: str) -> str | None:
    """Return what a question counts: "tins of paint" of "how many tins of paint were sold"."""
    found = _COUNTED_RE.match(question.strip(" ?"))
    if found is None:
        return None
    rest = found["rest"]
    verbs = [match.start() for match in _FINITE_RE.finditer(rest)] or [one.start for one in predicates(rest)]
    head = rest[: min(verbs, default=0)].strip()
    return head or None


def resolved(text: str, before: str) -> str:
    """Return a follow-up with its "it", "there", "that day" and "of them" put in words of the question before.

    >>> resolved("who ordered it?", "Who will lead the inquiry?")
    'who ordered the inquiry?'
    >>> resolved("how many of them were sold?", "How many tins of paint were made?")
    'how many tins of paint were sold?'
    """
    if (of := _OF_THEM_RE.match(text)) and (head := counted(before)):
        text = f"{of['open']} {head}{text[of.end() :]}"
    if (then := _THAT_DAY_RE.search(text)) and (day := _DAY_RE.search(before)):
        said = day[0] if day[0].lower().startswith(("on", "by", "since", "last")) else f"on {day[0]}"
        text = f"{text[: then.start()]}{said}{text[then.end() :]}"
    places = _WHERE_RE.findall(before)
    there = _THERE_RE.search(text)
    if there and len(places) == 1 and not _EXPLETIVE_THERE_RE.search(text) and not _DAY_RE.search(places[0]):
        text = f"{text[: there.start()]}{places[0]}{text[there.end() :]}"
    return _with_it(text, before)


def _with_it(text: str, before: str) -> str:
    found = _IT_RE.search(text)
    if found is None or _EXPLETIVE_RE.search(text) or phrases(text[: found.start()]):
        return text  # "Does the bank know what it owes" has its own
    several = found["word"].lower().startswith("the")
    meant = _meant(before, several=several)
    if meant is None:
        return text
    owner = found["word"].lower() in ("its", "their")
    return f"{text[: found.start()]}{meant}{_genitive(meant) if owner else ''}{text[found.end() :]}"


def _genitive(phrase: str) -> str:
    return "’" if phrase.endswith("s") else "’s"


def _meant(before: str, *, several: bool) -> str | None:
    """Return the thing or body of a question that "it" or "they" may stand for: the first one that fits."""
    found = [one for one in phrases(before) if not _is_person(one) and not _WHO_IS_RE.match(before[: one.start])]
    fitting = [one for one in found if several or not one.plural]
    if several:
        fitting = [one for one in found if one.plural] or (found if len(found) == 1 else [])
    return fitting[0].definite if fitting else None


def _is_person(phrase: Phrase) -> bool:
    return phrase.head in PERSON_ROLES or phrase.head in ("man", "woman", "boy", "girl", "guard", "victim", "suspect")
