"""Who is one speaker under two spellings, and who speaks for whom (method.md b.4): "Norway's army", "the Norwegian army"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from bot.answer.attribution.resolve import introduced
from bot.answer.attribution.speakers import bare
from bot.answer.attribution.tokens import OBJECTS, PRONOUNS, ROLES
from bot.answer.comparison import is_generic
from bot.answer.countries import plain
from bot.answer.types import Speaker
from bot.answer.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answer.types import Claim

_NOISE_RE = re.compile(r"['’]s?(?!\w)|\b(?:the|an?)\b|[^\w\s]", re.IGNORECASE)
_SPOKES_RE = re.compile(r"\bspokes(?:wom[ae]n|m[ae]n|people)\b", re.IGNORECASE)
_LINK_RE = re.compile(r"\b(?:of|for)\b", re.IGNORECASE)
#: Words that say where somebody is: the order of what they join tells who is who.
_ORDERED_RE = re.compile(r"\b(?:in|at|from|on|near|by|to|with|against|under)\b", re.IGNORECASE)
_HONORIFIC_RE = re.compile(r"^(?:(?:mr|mrs|ms|mx|miss|dr|prof|sir|dame|lord|lady)\.?\s+)+(?=\S)", re.IGNORECASE)
#: How an adjective of a land ends after the letters that it shares with the land's name.
_ADJECTIVE_RE = re.compile(r"(?:[aeio]?ns?|[aeio]{0,2}an|i|ese|ish|er|ic)")
#: Letters that a land and its adjective share at least; shorter ones meet by chance.
_LEAST_SHARED = 4


def line_key(name: str) -> str:
    """Return a speaker's name in a form that its spellings share: order, articles, possessives and titles set aside.

    >>> line_key("the Ministry of Defence of Norway") == line_key("Norwegian defence ministry")
    True
    >>> line_key("a spokesman for the union") == line_key("union spokeswoman")
    True
    """
    words = _SPOKES_RE.sub("spokesperson", folded(plain(_HONORIFIC_RE.sub("", name.strip()))))
    words = _NOISE_RE.sub(" ", words)
    if _ORDERED_RE.search(words):
        return " ".join(words.split())
    return " ".join(sorted(_LINK_RE.sub(" ", words).split()))


def same_line(a: Speaker, b: Speaker) -> bool:
    """Tell whether two references are to one speaker, or to a body and the one it belongs to."""
    own_a, own_b = _keys(a), _keys(b)
    if own_a & own_b:
        return True
    up_a = own_a | ({line_key(a.parent)} if a.parent else set())
    up_b = own_b | ({line_key(b.parent)} if b.parent else set())
    return bool(own_a & up_b or own_b & up_a)


def _keys(speaker: Speaker) -> set[str]:
    # "She" in one article and "she" in another are two people until a name tells.
    return {line_key(name) for name in (speaker.name, speaker.canonical) if name.lower() not in PRONOUNS | OBJECTS} - {
        ""
    }


def same_origin(a: Speaker, b: Speaker) -> bool:
    """Tell whether two speakers are one origin: same line, or one's name holds the other's."""
    if same_line(a, b):
        return True
    one, other = set(line_key(a.canonical).split()), set(line_key(b.canonical).split())
    return bool(one and other) and (one <= other or other <= one)


def unify(claims: Sequence[Claim]) -> list[Claim]:
    """Give every speaker of an answer one name, however the outlets spell it; what was printed stays beside it."""
    speakers = sorted({c.speaker for c in claims if c.speaker}, key=lambda s: (s.canonical, s.name))
    articles = {claim.article.id: claim.article.text for claim in claims}
    short = {line_key(full): name for text in articles.values() for full, name in introduced(text).items()}
    root = {speaker: speaker for speaker in speakers}
    for a, b in combinations(speakers, 2):
        if root[a] is not root[b] and _one_speaker(a, b, short, speakers):
            old, new = root[b], root[a]
            root.update({speaker: new for speaker, first in root.items() if first is old})
    shown = {
        speaker: _shown([other for other in speakers if root[other] is root[speaker]], short) for speaker in speakers
    }
    return [_renamed(claim, shown) for claim in claims]


def _renamed(claim: Claim, shown: Mapping[Speaker, str]) -> Claim:
    speaker = claim.speaker
    if speaker is None or shown[speaker] == speaker.canonical:
        return claim
    return replace(claim, statement=replace(claim.statement, speaker=replace(speaker, canonical=shown[speaker])))


def _shown(same: Sequence[Speaker], short: Mapping[str, str]) -> str:
    """Choose the name to show: an abbreviation that a text introduces, a person's full name, else the shortest."""
    names = {speaker.canonical for speaker in same}
    abbreviations = sorted(names & set(short.values()))
    if abbreviations:
        return abbreviations[0]
    lasts = {name.split()[-1] for name in names}
    alone = [name for name in names if bare(name) == name and not any(_titled(name, other) for other in names)]
    if len(lasts) == 1 and len(names) > 1 and any(" " not in name or name not in alone for name in names):
        return max(alone or names, key=lambda name: (len(name), name))
    return min(names, key=lambda name: (len(name), name))


def _one_speaker(a: Speaker, b: Speaker, short: Mapping[str, str], everybody: Sequence[Speaker]) -> bool:
    if {a.canonical.lower(), b.canonical.lower()} & (PRONOUNS | OBJECTS):
        return False
    same = _key(a.canonical, short) == _key(b.canonical, short)
    return same or one_name(a.canonical, b.canonical) or _last_name_of(a, b, everybody)


def _key(name: str, short: Mapping[str, str]) -> str:
    key = line_key(name)
    return line_key(short[key]) if key in short else key


def _adjective_of(a: str, b: str) -> bool:
    """Tell "Velmar's state media" and "Velmari state media" for lands that the table of countries does not hold."""
    for owner, adjective in ((a, b), (b, a)):
        land, mark, rest = owner.replace("’", "'").partition("'s ")
        first, _, others = adjective.partition(" ")
        if not mark or rest.lower() != others.lower() or not first[:1].isupper():
            continue
        stem = land.lower().rstrip("aeiou") if len(land) > _LEAST_SHARED else land.lower()
        shared = len(stem) >= _LEAST_SHARED and first.lower().startswith(stem)
        if shared and _ADJECTIVE_RE.fullmatch(first.lower()[len(stem) :]):
            return True
    return False


def _titled(long: str, name: str) -> bool:
    """Tell "the bank's chief executive Kari Berg" and "Kari Berg": a full name with what its bearer is before it."""
    parts = name.split()
    return (
        len(parts) > 1 and all(part[0].isupper() for part in parts) and long.endswith(" " + name) and _role(long, name)
    )


def one_name(a: str, b: str) -> bool:
    """Tell whether two names are one speaker's by themselves: spelling, order, or a role before a full name."""
    return line_key(a) == line_key(b) or _adjective_of(a, b) or _titled(a, b) or _titled(b, a)


def _role(long: str, name: str) -> bool:
    before = long.removesuffix(name).split()
    return bool(before) and before[-1].lower().strip(".,") in ROLES


def _last_name_of(a: Speaker, b: Speaker, everybody: Iterable[Speaker]) -> bool:
    """Tell "Mayor Berg" and "Mayor Kari Berg" where nobody else of that name speaks."""
    last, full = sorted((a, b), key=lambda speaker: len(speaker.canonical))
    if " " in last.canonical or not full.canonical.endswith(" " + last.canonical) or not last.canonical[0].isupper():
        return False
    if bare(full.canonical) != full.canonical or _title(last) not in ("", _title(full)):
        return False
    namesakes = {s.canonical for s in everybody if s.canonical.endswith(" " + last.canonical)}
    return namesakes == {full.canonical}


def _title(speaker: Speaker) -> str:
    title = speaker.name.removesuffix(bare(speaker.name))
    return line_key(_HONORIFIC_RE.sub("", title + "x")).removesuffix("x").strip()


def tie(claims: Sequence[Claim], voices: Iterable[Speaker]) -> list[Claim]:
    """Give the persons of an answer the body that any article ties them to: an outlet may leave it out."""
    bodies: dict[str, set[str]] = {}
    for voice in voices:
        if voice.parent:
            bodies.setdefault(voice.canonical, set()).add(voice.parent)
    out = []
    for claim in claims:
        known = bodies.get(claim.speaker.canonical, set()) if claim.speaker else set()
        if claim.speaker and not claim.speaker.parent and len({line_key(body) for body in known}) == 1:
            speaker = replace(claim.speaker, parent=min(known))
            claim = replace(claim, statement=replace(claim.statement, speaker=speaker))
        out.append(claim)
    return out


def asked_of(claims: Sequence[Claim], wanted: Iterable[str], voices: Sequence[Speaker]) -> list[Claim]:
    """Keep what somebody says who may be meant by a name; "the company" is whom the articles call so."""
    kept: list[Claim] = []
    for name in wanted:
        line = [c.speaker for c in claims if c.speaker and answers_to(c.speaker, name)]
        line = line or [voice for voice in voices if answers_to(voice, name)]
        kept += [
            c for c in claims if c.speaker and any(same_line(c.speaker, other) for other in line) and c not in kept
        ]
    return [claim for claim in claims if claim in kept]


_SAYS_RE = re.compile(
    r"^(?P<wh>(?:how|what|which|who|when|where|why)\b[^,?]{0,60}?)\s+(?:does|do|did)\s+(?P<who>[^,?]{2,60}?)\s+"
    r"(?:say|claim|think|expect|estimate|believe)\s+(?:that\s+)?(?P<rest>[^?]+?)\s*\??$",
    re.IGNORECASE,
)
_FINITE = r"(?:is|are|was|were|will|would|has|have|had|can|could)"
_BEGINS_RE = re.compile(rf"{_FINITE}\s", re.IGNORECASE)
_ENDS_RE = re.compile(rf"(?P<subject>.+)\s(?P<verb>{_FINITE})$", re.IGNORECASE)


def as_told(text: str) -> str:
    """Return "how many jobs does the union say will go" as "According to the union, how many jobs will go?".

    >>> as_told("What does the bank say the rate is?")
    'According to the bank, what is the rate?'
    >>> as_told("How many died?")
    'How many died?'
    """
    found = _SAYS_RE.match(text)
    if found is None or is_generic(found["who"]) or found["who"].lower() in PRONOUNS:
        return text
    rest, ends = found["rest"], _ENDS_RE.match(found["rest"])
    if not _BEGINS_RE.match(rest):
        if ends is None:
            return text
        rest = f"{ends['verb']} {ends['subject']}"
    wh = found["wh"][0].lower() + found["wh"][1:]
    return f"According to {found['who']}, {wh} {rest}?"


_ANOTHER_POST_RE = re.compile(
    r"\b(?:deputy|vice|former|ex|acting|assistant|next|shadow|designate|elect)\b", re.IGNORECASE
)


def answers_to(speaker: Speaker, name: str) -> bool:
    """Tell whether somebody may be asked for by a name: "the mayor" for "Mayor Kari Berg", in part or whole."""
    asked = set(line_key(name).split())
    title = speaker.title or ""
    if _ANOTHER_POST_RE.search(title) and not _ANOTHER_POST_RE.search(name):
        title = ""  # "the deputy mayor" is not whom "the mayor" asks for
    names = (speaker.name, speaker.canonical, speaker.parent or "", title)
    known = {word for own in names for word in line_key(own).split()}
    return same_line(speaker, Speaker(name, name)) or (bool(asked) and asked <= known)
