"""One name for all references to a speaker in an article: acronyms, last names, pronouns, "the ministry"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.attribution.speakers import Source, bare, is_military, parent_body, read_source, without_country
from bot.answer.attribution.tokens import words
from bot.answer.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = r"[A-ZÀ-ÞĀ-Ž][\w.'’&-]*"
#: "Islamic Revolutionary Guard Corps (IRGC)", "Bank of Norway (BoN)".
_BRACKET_RE = re.compile(
    rf"(?P<full>{_WORD}(?:\s+(?:(?:of|for|and|the|on|in)\s+){{0,2}}{_WORD}){{1,9}})\s+\((?:the\s+)?[“\"']?"
    r"(?P<short>[A-Z][\w.-]{1,11})[”\"']?\)"
)
_RUN_RE = re.compile(rf"{_WORD}(?:[ \u00a0]{_WORD}){{1,3}}")
#: A full stop after a whole word ends the name: "… its leader, Jan Vik. Ms Lund said". Not after "Mr." and "J.".
_STOP_RE = re.compile(r"(?<=[^\W\d_]{3})\.[ \u00a0]")
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


@dataclass(slots=True)
class Resolver:
    """Remembers the speakers of one article, in the order of the text."""

    text: str
    _short: dict[str, str] = field(default_factory=dict)
    _country: dict[str, str] = field(default_factory=dict)
    _full: dict[str, str] = field(default_factory=dict)
    _said: list[tuple[Source, Speaker]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for found in _BRACKET_RE.finditer(self.text):
            self._learn(" ".join(found["full"].split()), found["short"])
        for found in _RUN_RE.finditer(self.text):
            for part in _names(found[0]):
                name = bare(" ".join(part.split()))
                if " " in name:
                    self._full.setdefault(_plain(name.rsplit(" ", 1)[1]), _plain(name))

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
        known = self._reference(low, source)
        if known is None and low in ("he", "she", "it", "they") and subject_before:
            before = read_source(subject_before)
            speaker = self._fresh(before)
            self._said.append((before, speaker))
            known = (before, speaker)
        if known is not None:
            spoken = known[1]
            self._said.append(known)
            return spoken
        speaker = self._fresh(source)
        self._said.append((source, speaker))
        return speaker

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
        return Speaker(source.name, canonical, source.named, self._parent(source.name, canonical))

    def _is_last_name(self, name: str) -> bool:
        full = self._full.get(name)
        return full is not None and read_source(full).person

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
        back = list(reversed(self._said))
        if low in ("he", "she", "i", "who"):
            return next((pair for pair in back if pair[0].person), None)
        if low in ("it", "which"):
            return next((pair for pair in back if not pair[0].person and not pair[0].plural), None)
        if low == "they":
            return next((pair for pair in back if pair[0].plural), None)
        if (source.named and low not in _BODIES and source.name[0].isupper()) or " " in low:
            return None
        if low in _TEXTS:
            return next((pair for pair in back if pair[1].named), None)
        if low in _ANY_BODY or low in _BODIES:
            fitting = (pair for pair in back if low in pair[0].words or low in self._body_words(pair[1]))
            ahead = {s for full, s in self._short.items() if low in full.split()}
            if not any(low in pair[0].words for pair in back) and len(ahead) == 1:
                name = ahead.pop()
                return read_source(name), Speaker(name, name, True, self._parent(name, name))
            bodies = (pair for pair in back if low in _ANY_BODY and pair[1].named and not pair[0].person)
            return next(fitting, None) or next(bodies, None)
        return next((pair for pair in back if low in pair[0].words and pair[1].named), None)

    def _body_words(self, speaker: Speaker) -> frozenset[str]:
        return frozenset(w for full, s in self._short.items() if s == speaker.canonical for w in full.split())


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


def _plain(name: str) -> str:
    return re.sub(r"['’]s$", "", name).strip(".,")


def _subsequence(short: str, full: str) -> bool:
    letters = iter(full.lower())
    return all(c in letters for c in short.lower() if c.isalnum())
