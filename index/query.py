"""Read a question for retrieval: its words, its parts, and the outlets that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.types import Outlet

_MIN_CLAUSE_TERMS = 2  # terms; a part with fewer is no search of its own

#: Words that hardly tell one article from another: function words, and those with which questions speak of articles.
_STOP_WORDS = """
    a an the and or but nor not no of in on at to for with by from as into onto over under between among about after
    before during since until while both also than then so such if is are was were be been being am it its this that
    these those which who whom whose what when where why how do does did done has have had having can could will would
    shall should may might must i you he she they we him her his them their theirs us our your my me there here any each
    every other another same more most much many own only too very just s t ll re ve d m according article articles
    report reports reported reporting reportedly published publication discussed discusses discussing suggest suggests
    suggested suggesting mention mentions mentioned mentioning indicate indicates indicated describe describes described
    claim claims claimed cover covers covered coverage considering information regarding say says said saying tell tells
    told outlet outlets source sources news story stories
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_WORD_RE = re.compile(r"[^\W_]+")
#: Where a question goes on with another part: "…, and …", "… while the …", "…; …", "… as well as …".
_PART_RE = re.compile(
    r"""
    ,\s+(?!\d) | [;:?!]\s+                                        # ", ", but not in "May 3, 2024"
    | \s+[-–—]\s+                                                # " – "
    | \s+(?:and|or|but|while|whereas|although|as\ well\ as       # joined parts
        |compared\ (?:to|with)|versus|vs\.?|than)\s+
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: "Cnbc | World Business News Leader", "FOX News - Health", "Live Science: The Most Interesting Articles".
_FEED_RE = re.compile(r"\s*[|:]\s*|\s+[-–—]\s+")
_BEFORE_RE = re.compile(r"\b(?:according\s+to|does|do|did|has|have|by|from|per|in|and|only|not)\s+(?:the\s+)?\Z", re.I)
_AFTER_RE = re.compile(
    r"(?:['’]s)?\s+(?:say|report|claim|write|wrote|article|mention|describe|cover|call|give|think)", re.I
)
_OTHERS_RE = re.compile(
    r"\b(?:(?:the|all|any)?\s*other\s+(?:outlets?|papers?|media|sources?)|the\s+others|the\s+rest|every(?:one|body)\s+else)\b",
    re.I,
)
_SMALL_WORDS = frozenset({"the", "of", "and", "for", "on", "in", "at", "to"})
_CONTEXT = 24  # code points before a name that may hold the words that mark an outlet


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a question names an outlet."""

    start: int
    end: int
    #: Ids of the outlets of that name: more than one where feeds of one publisher are apart.
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What retrieval knows of a question."""

    text: str
    #: Words to look up, in order, without repeats, stop words and outlet names.
    terms: tuple[str, ...]
    mentions: tuple[Mention, ...]
    #: Parts of the question that can be looked up alone, as ranges of `text`.
    parts: tuple[tuple[int, int], ...]
    #: It sets the named outlets against the rest ("… and the other outlets").
    others: bool = False

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The named outlets, in order of first mention: one group of ids a name."""
        return tuple(dict.fromkeys(mention.outlets for mention in self.mentions))

    def terms_of(self, part: str) -> tuple[str, ...]:
        """Return the words to look up for a part: those of the question that it holds, or its own when it has none."""
        if part == self.text:
            return self.terms
        here = frozenset(words(part))
        return tuple(term for term in self.terms if term in here) or terms(part)

    def part_texts(self, group: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return the texts of the parts that speak of a group of outlets; of all parts for None.

        A part without a name goes with the names of the part before it, and the first ones with the first name.
        """
        if group is None:
            return tuple(self.text[start:end] for start, end in self.parts)
        owners = self._owners()
        return tuple(
            self.text[start:end] for (start, end), owner in zip(self.parts, owners, strict=True) if group in owner
        )

    def _owners(self) -> list[tuple[tuple[str, ...], ...]]:
        owners: list[tuple[tuple[str, ...], ...]] = []
        for start, end in self.parts:
            here = tuple(m.outlets for m in self.mentions if start <= m.start < end)
            owners.append(here or (owners[-1] if owners else ()))
        first = next((owner for owner in owners if owner), ())
        return [owner or first for owner in owners]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, in order."""
    return tuple(_WORD_RE.findall(text.casefold()))


def terms(text: str) -> tuple[str, ...]:
    """Return the words worth looking up, without repeats; all words when only stop words are there."""
    found = dict.fromkeys(words(text))
    return tuple(word for word in found if word not in STOP_WORDS) or tuple(found)


def read(text: str, outlets: Sequence[Outlet] = ()) -> Query:
    """Read a question against the outlets of an index."""
    mentions = named_outlets(text, outlets)
    blank = list(text)
    for mention in mentions:
        blank[mention.start : mention.end] = " " * (mention.end - mention.start)
    bare = "".join(blank)
    found = terms(bare) or terms(text)
    return Query(text, found, mentions, tuple(_parts(text, bare, mentions)), bool(_OTHERS_RE.search(text)))


def _parts(text: str, bare: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """Yield ranges between the joints of a question, short ones joined to the one before."""
    start = 0
    for joint in _PART_RE.finditer(text):
        if joint.start() < start or any(m.start <= joint.start() < m.end for m in mentions):
            continue
        if (
            _content(bare[start : joint.start()]) < _MIN_CLAUSE_TERMS
            or _content(bare[joint.end() :]) < _MIN_CLAUSE_TERMS
        ):
            continue
        yield start, joint.start()
        start = joint.end()
    if start < len(text):
        yield start, len(text)


def _content(text: str) -> int:
    return sum(word not in STOP_WORDS for word in words(text))


def names(outlet: Outlet) -> tuple[str, ...]:
    """Return the spellings by which a question may call an outlet, longest first."""
    found: dict[str, None] = {}
    for full in (outlet.name, *outlet.aliases):
        base = _FEED_RE.split(full, maxsplit=1)[0]
        for name in (full, base):
            bare = name[4:] if name[:4].casefold() == "the " else name
            found[name] = None
            if len(bare.split()) > 1:  # "Age" and "Times" alone are words, "New York Times" is a name
                found[bare] = None
        # "BBC News" is called "BBC", "TV2 News" is called "TV2".
        head, _, tail = base.rpartition(" ")
        if tail.casefold() in ("news", "online") and head.isupper() and " " not in head:
            found[head] = None
    return tuple(sorted((name for name in found if words(name)), key=lambda name: (-len(name), name)))


def named_outlets(text: str, outlets: Sequence[Outlet]) -> tuple[Mention, ...]:
    """Find the outlets that a text names, by name or alias; the longest name wins where two begin together."""
    spellings: dict[tuple[str, ...], list[str]] = {}
    for outlet in outlets:
        for name in names(outlet):
            spellings.setdefault(words(name), []).append(outlet.id)
    if not spellings:
        return ()
    longest = max(map(len, spellings))
    tokens = [(m.group().casefold(), m.start(), m.end()) for m in _WORD_RE.finditer(text)]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        size = next((n for n in range(longest, 0, -1) if _is_name(text, tokens[at : at + n], n, spellings)), 0)
        if size:
            ids = tuple(sorted(set(spellings[tuple(word for word, _, _ in tokens[at : at + size])])))
            found.append(Mention(tokens[at][1], tokens[at + size - 1][2], ids))
        at += size or 1
    return tuple(found)


def _is_name(
    text: str, run: list[tuple[str, int, int]], size: int, spellings: dict[tuple[str, ...], list[str]]
) -> bool:
    """Tell whether a run of words is an outlet's name, rather than common words that read the same."""
    key = tuple(word for word, _, _ in run)
    if len(run) < size or key not in spellings:
        return False
    shown = [text[start:end] for word, start, end in run if word not in _SMALL_WORDS]
    if all(word[:1].isupper() or word[:1].isdigit() for word in shown):
        return True
    if len(shown) > 1:
        return True  # "press tv", typed without capitals
    start, end = run[0][1], run[-1][2]
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return len(run) == 1 and bool(_AFTER_RE.match(after) or (_BEFORE_RE.search(before) and not after.strip(" ?.!")))
