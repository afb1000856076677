"""One name for all references to a speaker in an article: acronyms, last names, pronouns, "the ministry"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.attribution.scan import by_start, by_tail
from bot.answer.attribution.speakers import (
    PERSON_ROLES,
    Source,
    bare,
    is_military,
    parent_body,
    read_source,
    without_country,
)
from bot.answer.attribution.tokens import PRONOUNS, words
from bot.answer.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = r"[A-ZÀ-ÞĀ-Ž][\w.'’&-]*"
#: "Harbour and Coast Directorate (HCD)", "Bank of Norway (BoN)".
_BRACKET_RE = re.compile(
    rf"(?P<full>{_WORD}(?:\s+(?:(?:of|for|and|the|on|in)\s+){{0,2}}{_WORD}){{1,9}})\s+\((?:the\s+)?[“\"']?"
    r"(?P<short>[A-Z][\w.-]{1,11})[”\"']?\)"
)
_RUN_RE = re.compile(rf"{_WORD}(?:[ \u00a0]{_WORD}){{1,3}}")
#: A full stop after a whole word ends the name: "… its leader, Jan Vik. Ms Lund said". Not after "Mr." and "J.".
_STOP_RE = re.compile(
    r"(?<=[^\W\d_]{3})\.[ \u00a0]"
    # "in Terminal B. She counts": the next word begins a sentence and is nobody's name.
    r"|\.[ \u00a0](?=(?:He|She|It|They|We|You|I|The|An?|In|On|At|But|And|His|Her|Its|Their|This|That|These|Those|There)\b)"
)
_SHORT_TITLE_RE = re.compile(r"(?:Mrs|Gen|Sgt|Capt|Gov|Sen|Rep|Rev|Col|Maj|Adm|Cpl|Cmdr|Prof|Hon|Supt|Insp|Brig)$")
_TEXTS = words(
    """statement report release post message letter memo document bulletin email filing notice announcement tweet"""
)
_BODIES = words(
    """group company agency organization organisation command ministry department office bank firm committee
    commission council court union club team party government army navy military force institute university
    association board network campaign airline operator manufacturer regulator hospital federation league"""
)
#: Nouns that stand for any body: "the group" may be any of them.
_ANY_BODY = words("group company agency organization organisation body firm")
_FOR_RE = re.compile(
    r"^(?:[\w'’-]+\s+){0,4}?(?:spokes\w+|office|department|officials?|section|unit|branch)\s+(?:for|of|at)\s+(?P<body>.+)$",
    re.IGNORECASE,
)


#: Nouns that tell whether their bearer is "he" or "she", before or after a name.
_HE = r"(?:Mr|Sir|Lord|King|Prince|Pope|[Ss]pokesman|[Cc]hairman|[Bb]usinessman|[Cc]ongressman)"
_SHE = r"(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|[Ss]pokeswoman|[Cc]hairwoman|[Bb]usinesswoman|[Cc]ongresswoman)"
_TITLED_RE = re.compile(rf"\b(?:(?P<he>{_HE})|(?P<she>{_SHE}))\.?,?\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})")
#: "in Port Vell", "the Lindholm": no person stands so.
_NO_PERSON_RE = re.compile(rf"\b(?:[Tt]he|[Ii]n|[Aa]t|[Nn]ear)\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})")
#: "the stadium operator, Varn Estates", "the salvage firm Nordhav": which body the noun stands for.
_CALLED_RE = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|an?)\s+(?:[\w-]+\s+){{0,2}}?(?P<role>company|firm|operator|maker|manufacturer|owner|airline|bank"
    rf"|builder|developer|union|club|agency|regulator|carrier|retailer|utility),?\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})"
)
#: "Varn's chief executive", "Varn spokesman": Varn is a body.
_STAFFED_RE = re.compile(
    rf"\b(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})(?:['’]s?)?\s+(?:chief\s+executive|chairman|chairwoman|spokes\w+|shareholders"
    r"|shares|boss|finance\s+(?:chief|director)|managing\s+director)\b"
)
#: "Varn Estates, which runs the ground": no person either.
_WHICH_RE = re.compile(rf"\b(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}),\s+which\b")
#: Nouns for firms; "the company" is none of the bodies whose names hold a word of _PUBLIC.
_FIRMS = words("company firm operator maker manufacturer owner airline builder developer carrier retailer utility")
_PUBLIC = words(
    """ministry department commission committee council court parliament government board agency administration police
    union party association service federation authority office university institute inquiry centre center list league hospital
    school church museum newspaper radio station court clinic college library orchestra theatre theater"""
)
#: Bodies, never persons: "police" is not the chief of police.
_NO_ONE = _BODIES | _PUBLIC | words("police judgment verdict ruling companies judges prosecutors")
_STAFF = (
    r"(?:(?:chief|managing|finance|press|deputy|campaign|acting)\s+){0,2}?"
    r"(?:chief|director|chair|chairman|chairwoman|president|spokes\w+|boss|head|leader|treasurer|executive|manager)"
)
_PERSON = rf"(?P<person>{_WORD}(?:\s+{_WORD}){{1,2}})"
#: "Varn's chief executive, Ana Ruiz", "Varn spokeswoman Ana Ruiz".
_ITS_STAFF_RE = re.compile(rf"\b(?P<body>{_WORD}(?:\s+{_WORD}){{0,3}})(?:['’]s?)?\s+(?:{_STAFF}),?\s+{_PERSON}")
#: "Ana Ruiz, the president of the Cable Workers' Union", "Ana Ruiz of Nord Watch".
_STAFF_OF_RE = re.compile(
    rf"\b{_PERSON}(?:,\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+){{0,2}}?[a-z-]+\s+(?:of|at|for)|\s+of)\s+(?:the\s+)?"
    rf"(?P<body>{_WORD}(?:\s+(?:(?:of|and|for)\s+)?{_WORD}){{1,5}})"
)
#: "The city treasurer, Ana Ruiz, …", "Ana Ruiz, the mayor of Voss, …": what an article says that somebody is.
_ROLE = rf"(?:{'|'.join(sorted(PERSON_ROLES))})"
_OF_WHAT = r"(?:\s+(?:of|at|for|in)\s+(?:the\s+)?[\w’'&-]+(?:\s+[A-ZÀ-Þ][\w’'&-]*){0,3})?"
_ROLE_OF_RE = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[A-ZÀ-Þ][\w-]+['’]s?)\s+(?P<title>(?:[a-z-]+\s+){{0,3}}?{_ROLE}{_OF_WHAT}),\s+{_PERSON}(?=[,.])"
)
_ROLE_AFTER_RE = re.compile(
    rf"\b{_PERSON},\s+(?:the|its|their|his|her|[A-ZÀ-Þ][\w-]+['’]s?)\s+(?P<title>(?:[a-z-]+\s+){{0,3}}?{_ROLE}{_OF_WHAT})(?=[,.;])"
)
# Where each of these may begin, and what is rare in it: most capital letters begin none of them.
_CAPITAL = "[A-ZÀ-ÞĀ-Ž]"
_CAPITAL_RE, _NAME_START_RE = re.compile(_CAPITAL), re.compile(rf"\b{_CAPITAL}")
_ARTICLE_START_RE = re.compile(r"\b[TtIia]")
_TITLE_START_RE = re.compile(
    "Mr|Ms|Miss|Sir|Lord|King|Prince|Pope|Dame|Lady|Queen|Spokes|spokes|Chair|chair|Business|business|Congress|congress"
)
_PLACE_START_RE = re.compile(r"The\s|the\s|In\s|in\s|At\s|at\s|Near\s|near\s")
_BRACKET_TAIL_RE = re.compile(r"\s(?=\((?:the\s+)?[“\"']?[A-Z])")
_CALLED_TAIL_RE = re.compile(
    r"\s(?=(?:company|firm|operator|maker|manufacturer|owner|airline|bank|builder|developer|union|club|agency|regulator|carrier"
    rf"|retailer|utility),?\s+{_CAPITAL})"
)
_STAFFED_TAIL_RE = re.compile(
    r"\s(?=(?:chief\s+executive|chairman|chairwoman|spokes\w+|shareholders|shares|boss|finance\s+(?:chief|director)"
    r"|managing\s+director)\b)"
)
_WHICH_TAIL_RE = re.compile(r",(?=\s+which\b)")
_ITS_STAFF_TAIL_RE = re.compile(
    r"\s(?=(?:chief|director|chair|chairman|chairwoman|president|spokes\w+|boss|head|leader|treasurer|executive|manager)"
    rf",?\s+{_CAPITAL})"
)
_ROLE_AFTER_TAIL_RE = re.compile(rf",(?=\s+(?:the|its|their|his|her|{_CAPITAL}[\w-]+['’]s?)\s+[a-z])")
_STAFF_OF_TAIL_RE = re.compile(rf"\s(?=(?:of|at|for)\s+(?:the\s+)?{_CAPITAL})")
_NEW_RE = re.compile(r"an?\s", re.IGNORECASE)
_ENTRY_RE = re.compile(r"\W*\d{1,2}[:.]\d\d\b")


def is_entry(text: str) -> bool:
    """Tell whether some words open an entry of a live blog: "19:45 The last ward is counted."."""
    return bool(_ENTRY_RE.match(text))


@dataclass(slots=True)
class Resolver:
    """Remembers the speakers of one article, in the order of the text."""

    text: str
    _short: dict[str, str] = field(default_factory=dict)
    _country: dict[str, str] = field(default_factory=dict)
    _full: dict[str, str] = field(default_factory=dict)
    #: Speakers, and subjects of sentences, in the order of the text.
    _said: list[tuple[Source, Speaker]] = field(default_factory=list)
    #: Last names of those who are "he" and of those who are "she".
    _gender: dict[str, str] = field(default_factory=dict)
    _no_person: set[str] = field(default_factory=set)
    #: Which body "the operator" is, where the article says so.
    _called: dict[str, str] = field(default_factory=dict)
    _staffed: list[str] = field(default_factory=list)
    #: The body that an article ties a person to, by the person's name.
    _body_of: dict[str, str] = field(default_factory=dict)
    #: What an article says that a person is, by the person's name.
    _titles: dict[str, str] = field(default_factory=dict)
    #: Where the entry of a live blog begins among those heard: pronouns look no further back.
    _floor: int = 0

    def __post_init__(self) -> None:
        for found in by_tail(_BRACKET_RE, _CAPITAL_RE, _BRACKET_TAIL_RE, 28, self.text):
            self._learn(" ".join(found["full"].split()), found["short"])
        for found in _RUN_RE.finditer(self.text):
            for part in _names(found[0]):
                name = bare(" ".join(part.split()))
                if " " in name:
                    self._full.setdefault(_plain(name.rsplit(" ", 1)[1]), _plain(name))

        self._learn_sorts()
        for pattern, tail, most in ((_ITS_STAFF_RE, _ITS_STAFF_TAIL_RE, 6), (_STAFF_OF_RE, _STAFF_OF_TAIL_RE, 7)):
            for found in by_tail(pattern, _NAME_START_RE, tail, most, self.text):
                self._tie(found["person"], found["body"])
        after = by_tail(_ROLE_AFTER_RE, _NAME_START_RE, _ROLE_AFTER_TAIL_RE, 3, self.text)
        for found in (*_ROLE_OF_RE.finditer(self.text), *after):
            name = _plain(_names(found["person"])[0])
            if bare(name) == name and read_source(name).person:
                self._titles.setdefault(name, " ".join(found["title"].split()))

    def _tie(self, person: str, body: str) -> None:
        """Remember that somebody speaks for a body."""
        name, above = _plain(_names(person)[0]), read_source(_plain(_names(body)[-1]))
        if bare(name) == name and read_source(name).person and not above.body and len(_names(person)) == 1:
            self._body_of.setdefault(name, self.canonical(re.sub(r"^(?:The|Its)\s+", "", above.name)))

    def _learn_sorts(self) -> None:
        """Learn from titles and prepositions who is he, who is she and what is no person."""
        for found in by_start(_TITLED_RE, _TITLE_START_RE, self.text):
            last = bare(_names(found["name"])[0]).split()[-1]
            self._gender.setdefault(_plain(last), "he" if found["he"] else "she")
        for found in by_start(_NO_PERSON_RE, _PLACE_START_RE, self.text):
            name = _plain(_names(found["name"])[0])
            if bare(name) == name:
                self._no_person.add(name)
        for found in by_tail(_WHICH_RE, _NAME_START_RE, _WHICH_TAIL_RE, 4, self.text):
            self._no_person.add(_plain(_names(found["name"])[-1]))
        for found in by_tail(_CALLED_RE, _ARTICLE_START_RE, _CALLED_TAIL_RE, 3, self.text):
            name = _plain(_names(found["name"])[0])
            self._called.setdefault(found["role"], name)
            self._no_person.add(name)
        for found in by_tail(_STAFFED_RE, _NAME_START_RE, _STAFFED_TAIL_RE, 4, self.text):
            name = re.sub(r"^(?:The|Its|Their|His|Her)\b\s*", "", _plain(_names(found["name"])[-1]))
            if name and name.split()[0].lower() not in PERSON_ROLES:
                self._staffed.append(name)
                self._no_person.add(name)

    def _is_person(self, source: Source) -> bool:
        return source.person and bare(source.name) not in self._no_person

    def _fits(self, source: Source, pronoun: str) -> bool:
        """Tell whether "he" or "she" may be this person."""
        if not self._is_person(source):
            return False
        if pronoun not in ("he", "she"):
            return True
        return (self._gender_of(source) or pronoun) == pronoun

    def _gender_of(self, source: Source) -> str | None:
        return self._gender.get(_plain(bare(source.name).split()[-1])) if self._is_person(source) else None

    def _human(self, pair: tuple[Source, Speaker]) -> bool:
        """Tell whether somebody heard is a person, called by the full or the last name."""
        return self._is_person(pair[0]) or self._is_last_name(pair[0].name)

    def _proved(self, pair: tuple[Source, Speaker]) -> bool:
        """Tell whether somebody heard is a person for sure: by the role, or as the last name stands alone too."""
        if not self._human(pair):
            return False
        last = _plain(bare(pair[0].name).split()[-1])
        if _roles(pair[0]) or pair[0].body or last in self._gender:
            return True
        return stands_alone(self.text, pair[1].canonical.split()[0], last)

    def begin_entry(self) -> None:
        """Begin an entry of a live blog: its pronouns stand for nobody of the entries before."""
        self._floor = len(self._said)

    def heard(self) -> int:
        """Return how many speakers and subjects there were so far."""
        return len(self._said)

    def note(self, printed: str, at: int) -> None:
        """Remember the subject of a sentence, before the speakers of that sentence which came after `at` others."""
        source = read_source(printed)
        if source.name.lower() in PRONOUNS:
            known = self._reference(source.name.lower(), source) if source.name.lower() in ("he", "she") else None
            if known is not None:
                self._said.insert(at, known)
            return
        if source.name[:1].isupper() and (self._known_person(source) or self._known_body(source)):
            self._said.insert(at, (source, self._fresh(source)))

    def _known_person(self, source: Source) -> bool:
        return self._is_person(source) or self._is_last_name(source.name)

    def _known_body(self, source: Source) -> bool:
        own = bare(source.name)
        return own in self._no_person and (own in self._staffed or own in self._called.values())

    def _learn(self, full: str, short: str) -> None:
        """Tie a short name to the shortest end of the full name that it can stand for."""
        parts = full.split()
        if sum(c.isupper() for c in short) < 2:
            return
        for first in range(len(parts) - 1, -1, -1):
            rest = " ".join(parts[first:])
            if parts[first][0].upper() == short[0].upper() and len(parts) - first > 1 and _subsequence(short, rest):
                self._short[rest.lower()] = short
                place, _ = without_country(full)
                near = parts[first - 1] if first and parts[first - 1][0].isupper() else None
                if place or near:
                    self._country.setdefault(short, place or near or "")
                return

    def speaker(self, printed: str, subject_before: str | None = None) -> Speaker:
        """Return the speaker for a source as printed; `subject_before` is the subject of the sentence before."""
        source = read_source(printed)
        low = source.name.lower()
        # "A spokesman" is somebody new, whoever was a spokesman before.
        known = None if _NEW_RE.match(printed) else self._reference(low, source)
        if known is None and low in ("it", "they") and subject_before:
            before = read_source(subject_before)
            if not self._is_person(before) and before.name.lower() not in ("he", "she", "i", "we"):
                known = (before, self._fresh(before))
        if known is None:
            known = (source, self._fresh(source))
        elif low in ("he", "she"):
            self._gender.setdefault(_plain(known[1].canonical.split()[-1]), low)
        self._said.append(known)
        return known[1]

    def last(self) -> Speaker | None:
        """Return the speaker heard last."""
        return self._said[-1][1] if self._said else None

    def _fresh(self, source: Source) -> Speaker:
        canonical = self.canonical(source.name)
        if source.person and " " not in bare(source.name):
            canonical = self._full.get(_plain(bare(source.name)), bare(source.name))
        elif source.person:
            canonical = bare(source.name)
        elif " " not in source.name and not source.name.isupper() and source.named:
            canonical = self._full.get(source.name, canonical) if self._is_last_name(source.name) else canonical
        if source.body:
            self._body_of.setdefault(canonical, self._above(source.body))
        above = self._body_of.get(canonical)
        parent = self._parent(source.name, canonical) or (above if above != canonical else None)
        title = self._titles.setdefault(canonical, source.title) if source.title else self._titles.get(canonical)
        return Speaker(source.name, canonical, source.named, parent, title)

    def _above(self, printed: str) -> str:
        """Return the one name of the body that somebody speaks for."""
        body = read_source(printed)
        known = self._reference(body.name.lower(), body)
        return known[1].canonical if known else self.canonical(body.name)

    def _is_last_name(self, name: str) -> bool:
        full = self._full.get(name)
        return full is not None and read_source(full).person

    def _maybe_last_name(self, source: Source) -> bool:
        """Tell whether one word may be somebody's last name, where the text gives no full name."""
        word = _plain(source.name)
        return bool(re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ]+", word)) and word not in self._no_person and source.named

    def canonical(self, name: str) -> str:
        """Return the one name of a body: its acronym where a bracket gives one."""
        place, rest = without_country(name)
        parts = rest.split()
        for candidate in (name, *(" ".join(parts[first:]) for first in range(max(1, len(parts) - 1)))):
            short = self._short.get(candidate.lower())
            if short:
                return short
            if candidate in self._short.values():
                return candidate
        initials = "".join(word[0] for word in rest.split() if word[0].isupper())
        if len(initials) > 2 and re.search(rf"\b{re.escape(initials)}\b", self.text):
            return initials
        return f"{place} {rest}" if place and "'s " not in name and "’s " not in name else name

    def _parent(self, name: str, canonical: str) -> str | None:
        of = _FOR_RE.match(name)
        if of:
            body = re.sub(r"^(?:the|an?)\s+", "", of["body"], flags=re.I)
            short = next((s for full, s in self._short.items() if body.lower().endswith(full)), None)
            return short or self.canonical(body)
        names = [name, *(f"{self._country.get(s, '')} {full}" for full, s in self._short.items() if s == canonical)]
        parents = [parent_body(one.strip()) or self._military_of(one.strip()) for one in names]
        return next((parent for parent in parents if parent and parent != canonical), None)

    def _military_of(self, name: str) -> str | None:
        """Return "Norland military" for "Norland Northern Command" when the article itself speaks of the former."""
        place, _, rest = name.partition(" ")
        tied = is_military(rest) and re.search(rf"\b{re.escape(place)}\ military\b", self.text)
        return f"{place} military" if tied and place[:1].isupper() else None

    def _reference(self, low: str, source: Source) -> tuple[Source, Speaker] | None:
        """Return the earlier speaker that a pronoun or a "the …" stands for."""
        entry = (self._said[i] for i in range(len(self._said) - 1, self._floor - 1, -1))
        if low in ("he", "she", "i", "who"):
            older = (self._said[i] for i in range(self._floor - 1, -1, -1))
            known = (pair for pair in older if self._gender_of(pair[0]) == low)
            last = (pair for pair in reversed(self._said[self._floor :]) if self._maybe_last_name(pair[0]))
            return (
                next((pair for pair in entry if self._fits(pair[0], low)), None)
                or next(last, None)
                or next(known, None)
            )
        if low in ("it", "which"):
            return next((pair for pair in entry if not self._human(pair) and not pair[0].plural), None)
        if low == "they":
            return next((pair for pair in entry if pair[0].plural), None)
        back = list(reversed(self._said))
        if (source.named and low not in _NO_ONE and source.name[0].isupper()) or " " in low:
            return None
        if low in _TEXTS:
            return next((pair for pair in back if pair[1].named), None)
        if low in _ANY_BODY or low in _NO_ONE or low in _FIRMS:
            return self._body(low, [pair for pair in back if not self._proved(pair)])
        return next((pair for pair in back if low in pair[0].words and pair[1].named), None)

    def _body(self, low: str, back: list[tuple[Source, Speaker]]) -> tuple[Source, Speaker] | None:
        """Return the body that "the commission" or "the company" stands for among those named before, latest first."""
        fitting = (pair for pair in back if low in pair[0].words or low in self._body_words(pair[1]))
        ahead = {s for full, s in self._short.items() if low in full.split()}
        if not any(low in pair[0].words for pair in back) and len(ahead) == 1:
            return self._named(ahead.pop())
        found = next(fitting, None)
        if found is None and low in self._called:
            return self._named(self._called[low])
        if found is None and low in _ANY_BODY | _FIRMS:
            found = self._firm(back) if low in _FIRMS else next((pair for pair in back if pair[1].named), None)
        return found

    def _firm(self, back: list[tuple[Source, Speaker]]) -> tuple[Source, Speaker] | None:
        """Return the firm named last: one with a chairman or a trade, the only one of the article, or any body."""
        known = {*self._staffed, *self._called.values()}
        found = next((pair for pair in back if pair[1].canonical in known), None)
        if found is None and len(set(self._staffed)) == 1:
            return self._named(self._staffed[0])
        private = (p for p in back if p[1].named and not _PUBLIC & {word.lower() for word in p[1].canonical.split()})
        return found or next((p for p in private if not p[0].plural and not _roles(p[0])), None)

    def _named(self, name: str) -> tuple[Source, Speaker]:
        return read_source(name), Speaker(name, name, True, self._parent(name, name))

    def _body_words(self, speaker: Speaker) -> frozenset[str]:
        return frozenset(w for full, s in self._short.items() if s == speaker.canonical for w in full.split())


@lru_cache(maxsize=256)
def stands_alone(text: str, first: str, last: str) -> bool:
    """Tell whether a last name occurs in a text without the first name before it."""
    return bool(re.search(rf"(?<!{re.escape(first)} )\b{re.escape(last)}\b", text))


@lru_cache(maxsize=256)
def introduced(text: str) -> Mapping[str, str]:
    """Return the abbreviations that a text introduces in brackets, by the full name in small letters."""
    return Resolver(text)._short


def _names(run: str) -> list[str]:
    """Split a run of capital words at the full stops that end a sentence."""
    out, at = [], 0
    for stop in _STOP_RE.finditer(run):
        if not _SHORT_TITLE_RE.search(run[: stop.start()]):
            out.append(run[at : stop.start()])
            at = stop.end()
    return [*out, run[at:]]


def _roles(source: Source) -> bool:
    """Tell whether the words of a source hold what a person is: "chief", "organisers"."""
    return any(word in PERSON_ROLES or word.removesuffix("s") in PERSON_ROLES for word in source.words)


def _plain(name: str) -> str:
    return re.sub(r"['’]s$", "", name).strip(".,")


def _subsequence(short: str, full: str) -> bool:
    letters = iter(full.lower())
    return all(c in letters for c in short.lower() if c.isalnum())
