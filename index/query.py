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
#: Words with which a question compares reports, not words of the reports.
_FRAME_WORDS = """
    agree agrees align alignment aligns approach aspect aspects associated attribute attributed attributes change changed
    changes compare compared compares comparing comparison concerning consistency consistent consistently context
    contrary contrast contrasting contrasts depict depicted depicting depiction depicts differ difference differences
    different differently differing differs disagree disagrees discrepancies discrepancy earlier emphasize emphasized
    emphasizes event events feature featured features featuring focus focused focuses focusing following highlight
    highlighted highlighting highlights identified implied implies imply implying inconsistencies inconsistency
    inconsistent indicating individual individuals involved involving known later likened narrative narratives nature
    note noted notes noting one perspective perspectives piece pieces portray portrayal portrayed portraying portrays
    previously prior provide provides providing recently recognized referenced related relating remain remained remains
    respective respectively similar similarities similarity similarly specific stance state stated states stating
    subject subsequent subsequently topic two view views whether
"""
FRAME_WORDS = frozenset(_FRAME_WORDS.split())

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
_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS.split(), 1)}
_DAY_RE = re.compile(
    r"""
    \b(?P<iso>\d{4}-\d{2}-\d{2})(?:T[\d:.]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?\b               # "2023-11-01", with a time or not
    | \b(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2,8})\.?,?\s+(?P<year>\d{4})\b        # "1 November 2023"
    | \b(?P<us_month>[A-Z][a-z]{2,8})\.?\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{4})\b  # "Nov 1, 2023"
    """,
    re.VERBOSE,
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
class Slot:
    """One thing that a question asks an outlet for: what is searched apart."""

    #: Ids of the outlets that may answer it; empty means any.
    outlets: tuple[str, ...]
    #: The parts of the question that speak of it.
    texts: tuple[str, ...]
    #: Days that those parts name, as ISO dates.
    days: frozenset[str] = frozenset()


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

    def part_texts(self) -> tuple[str, ...]:
        """Return the texts of the parts."""
        return tuple(self.text[start:end] for start, end in self.parts)

    @property
    def rest(self) -> Slot:
        """The whole question, put to any outlet."""
        return Slot((), self.part_texts())

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What is asked of each named outlet, in order; an outlet named in two parts has two slots.

        A part without a name goes with the names of the part before it, and the first ones with the first name.
        """
        leading: list[str] = []
        found: list[tuple[tuple[str, ...], list[str]]] = []
        current: list[tuple[tuple[str, ...], list[str]]] = []
        for start, end in self.parts:
            text = self.text[start:end]
            named = dict.fromkeys(m.outlets for m in self.mentions if start <= m.start < end)
            if named:
                current = [(outlets, [text]) for outlets in named]
                found.extend(current)
                continue
            for _, texts in current:
                texts.append(text)
            if not current:
                leading.append(text)
        if found:
            found[0][1][:0] = leading
        return tuple(Slot(outlets, tuple(texts), days(" ".join(texts))) for outlets, texts in found)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, in order."""
    return tuple(_WORD_RE.findall(text.casefold()))


def terms(text: str) -> tuple[str, ...]:
    """Return the words worth looking up, without repeats; all words when only stop words are there."""
    found = dict.fromkeys(words(text))
    telling = tuple(word for word in found if word not in STOP_WORDS)
    return tuple(word for word in telling if word not in FRAME_WORDS) or telling or tuple(found)


def days(text: str) -> frozenset[str]:
    """Return the days that a text names in full, as ISO dates."""
    found: set[str] = set()
    for m in _DAY_RE.finditer(text):
        if m["iso"]:
            found.add(m["iso"])
            continue
        month = _MONTH_NUMBER.get((m["month"] or m["us_month"])[:3].casefold())
        if month is not None:
            found.add(f"{m['year'] or m['us_year']}-{month:02}-{int(m['day'] or m['us_day']):02}")
    return frozenset(found)


def read(text: str, outlets: Sequence[Outlet] = ()) -> Query:
    """Read a question against the outlets of an index."""
    mentions = named_outlets(text, outlets)
    blank = list(text)
    for mention in mentions:
        blank[mention.start : mention.end] = " " * (mention.end - mention.start)
    bare = "".join(blank)
    # A day tells when an article was published; as words, its parts stand in any other article.
    found = terms(_DAY_RE.sub(" ", bare)) or terms(text)
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
        return True  # "north post", typed without capitals
    start, end = run[0][1], run[-1][2]
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return len(run) == 1 and bool(_AFTER_RE.match(after) or (_BEFORE_RE.search(before) and not after.strip(" ?.!")))
