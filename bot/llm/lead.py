"""A model's one-sentence lead: kept only when each part of it is a thing that the answer says, and nothing else is in it.

A lead is read by a small grammar. Values, outlets and speakers of the answer are recognised as they are displayed; what
is left must have one of a few forms ("X says V", "X quotes S: V"). So no figure, name, link or judgement can be in it that is not in the answer, and
each "outlet, speaker, value" that it joins is looked up among the claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.types import Stance, State
from index.split import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Answer

#: Characters; about two lines on a screen.
MOST_CHARS = 280

#: Characters that a sentence of plain words needs; brackets, quotation marks, "@", "<", "*" and the like are none of them.
_CHARS_RE = re.compile(r"[\w ,.;:'’%$€£–—-]+")
_LINK_RE = re.compile(r"www\.|:/|//", re.IGNORECASE)
#: One part of a lead ends here; "and" ends none, so that what it joins is checked together.
_PART_RE = re.compile(r"\s*(?:;|,\s+(?:while|but)\b|\s[–—-]\s)\s*")
_CONNECTING_RE = re.compile(r"^(?:and|while|but)\s+")
_SPACES_RE = re.compile(r"\s+")
#: "Outlets differ: …"
_OPENING_RE = re.compile(r"^(?P<state>[^:;]{3,60}):\s+")

#: What stands for a name while a part is read; no lead can hold these characters itself.
_MARKS = {"value": "\ue000", "outlet": "\ue001", "speaker": "\ue002"}


def _list(sort: str) -> str:
    mark = rf"(?:the )?{_MARKS[sort]}\d+"
    return rf"(?:both )?(?P<{sort}>{mark}(?:,? (?:and )?{mark})*)"


_O, _S = _list("outlet"), _list("speaker")
_EARLIER = r"(?P<earlier>(?: as)?(?: an?| its| their)? earlier(?: figure| account)?)?"
_V = rf"(?:the |an? )?{_list('value')}{_EARLIER}"
_SAY = r"(?:also )?(?:says?|said|reports?|reported|gives?|gave)"
#: How a part may join outlets, speakers and values. The first: in the outlets' own voice; the second: in any voice.
_OWN_RES = (
    re.compile(rf"{_O} {_SAY} {_V}(?: in (?:its|their) own voice)?"),
    re.compile(rf"{_V},? according to {_O}"),
)
_ANY_RES = (
    re.compile(rf"{_O} (?:also )?(?:carry|carries|carried) {_V}(?:,? (?:from|by|according to) {_S})?"),
    re.compile(rf"{_O} (?:also )?(?:quotes?|cites?|quoted|cited) {_S}(?::| with| as saying| as giving)? {_V}"),
    re.compile(rf"{_O} {_SAY} {_V},? (?:according to|citing|quoting) {_S}"),
    re.compile(rf"{_S} {_SAY} {_V}(?:,? (?:in|according to) {_O})?"),
    re.compile(rf"{_V},? according to {_S}(?:,? in {_O})?"),
)
#: Sentences on how the answers relate, with the states in which they are true.
_STATE_RES = (
    (re.compile(r"(?:the |both )?(?:outlets|sources) (?:differ|disagree)"), frozenset({State.UPDATED, State.CONFLICT})),
    (re.compile(r"(?:the |both )?(?:outlets|sources) agree"), frozenset({State.AGREEMENT})),
    (re.compile(r"(?:this is )?an update"), frozenset({State.UPDATED})),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of a lead joins."""

    positions: frozenset[int]
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]
    #: It has the outlets say it themselves.
    own: bool
    earlier: bool


class _UnverifiedError(ValueError):
    """A lead holds something that the answer does not; the message says what."""


def flaw(text: str, answer: Answer) -> str | None:
    """Return why a lead cannot be shown; None when all of it is proven by the answer."""
    try:
        _check(text, answer)
    except _UnverifiedError as error:
        return str(error)
    return None


def facts(answer: Answer) -> str:
    """Return the answer as the list that a model may re-word: values, outlets, voices and how they relate."""
    lines = [f"- the outlets {'differ' if answer.differs else 'do not differ'}"]
    for position in answer.positions:
        earlier = " (earlier)" if position.superseded else ""
        for claim in position.claims:
            voice = "in its own voice" if claim.speaker is None else f"quotes {claim.speaker.canonical}"
            lines.append(f"- {position.value}{earlier}: {claim.article.outlet.name} {voice}")
    return "\n".join(dict.fromkeys(lines))


def _check(text: str, answer: Answer) -> None:
    if not answer.positions:
        raise _UnverifiedError("nothing is answered")
    if not text or len(text) > MOST_CHARS:
        raise _UnverifiedError(f"not 1 to {MOST_CHARS} characters")
    if not _CHARS_RE.fullmatch(text) or _LINK_RE.search(text) or not text.isprintable():
        raise _UnverifiedError("a character that is none of a plain sentence")
    if not text.endswith(".") or len(_sentences(text)) != 1:
        raise _UnverifiedError("not one sentence")
    names = _Names(answer)
    parts = [_read(part, names, answer) for part in _parts(names.marked(text[:-1]))]
    joined = [part for part in parts if part is not None]
    for part in joined:
        _check_part(part, answer)
    _check_whole(joined, answer)


def _sentences(text: str) -> tuple[str, ...]:
    from corpus.types import Article, Outlet

    return tuple(found.text for found in sentences(Article("lead", Outlet("lead", "lead"), "", text)))


def _parts(marked: str) -> Iterator[str]:
    opening = _OPENING_RE.match(marked)
    if opening and not any(mark in opening["state"] for mark in _MARKS.values()):
        yield opening["state"]
        marked = marked[opening.end() :]
    for part in _PART_RE.split(marked):
        yield _CONNECTING_RE.sub("", part)


class _Names:
    """The values, outlets and speakers of an answer, found in a text by their words.

    Raises:
        _UnverifiedError: one name stands for two things.
    """

    def __init__(self, answer: Answer) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        for at, position in enumerate(answer.positions):
            self._put(str(position.value), "value", str(at))
            for claim in position.claims:
                self._put(claim.article.outlet.name, "outlet", claim.outlet)
                if claim.speaker is not None:
                    self._put(claim.speaker.canonical, "speaker", claim.speaker.canonical)
        #: The longest first: "6 of 6" is not "6".
        self._order = sorted(self._known, key=lambda name: (-len(name), name))

    def _put(self, name: str, sort: str, meaning: str) -> None:
        folded = " ".join(name.split()).casefold()
        if not folded or self._known.setdefault(folded, (sort, meaning)) != (sort, meaning):
            raise _UnverifiedError(f"{name!r} stands for two things, or for none")

    def marked(self, text: str) -> str:
        """Return the text with every name replaced by a mark and a number."""
        plain = _SPACES_RE.sub(" ", text)
        for at, name in enumerate(self._order):
            mark = _MARKS[self._known[name][0]]
            plain = re.sub(
                rf"(?<![\w.,:'’%$€£-]){re.escape(name)}(?![\w'’%-]|[.,:]\w)", f"{mark}{at}", plain, flags=re.IGNORECASE
            )
        # The first word may be capital, others have no reason to be: what is a name was replaced.
        return plain[:1].lower() + plain[1:]

    def meanings(self, found: str | None, sort: str) -> tuple[str, ...]:
        """Return what the marks in a list stand for."""
        return tuple(self._known[self._order[int(at)]][1] for at in re.findall(rf"{_MARKS[sort]}(\d+)", found or ""))


def _read(part: str, names: _Names, answer: Answer) -> _Part | None:
    """Return what a part joins; None where it says, truly, how the answers relate.

    Raises:
        _UnverifiedError: it is in none of the forms that can be checked.
    """
    for pattern, states in _STATE_RES:
        if pattern.fullmatch(part):
            if answer.state not in states:
                raise _UnverifiedError(f"{part!r} in an answer whose state is {answer.state.value}")
            return None
    for pattern in (*_OWN_RES, *_ANY_RES):
        found = pattern.fullmatch(part)
        if found:
            groups = found.groupdict()
            return _Part(
                frozenset(int(at) for at in names.meanings(groups["value"], "value")),
                names.meanings(groups.get("outlet"), "outlet"),
                names.meanings(groups.get("speaker"), "speaker"),
                own=pattern in _OWN_RES,
                earlier=bool(groups["earlier"]),
            )
    raise _UnverifiedError("a part that is not “outlet, speaker, value” in a form that can be checked")


def _check_part(part: _Part, answer: Answer) -> None:
    for at in part.positions:
        position = answer.positions[at]
        if part.earlier and not position.superseded:
            raise _UnverifiedError(f"{position.value} is not an earlier value")
        # A claim made with reserve ("may have") says less than "says".
        held = {
            (claim.outlet, claim.speaker.canonical if claim.speaker else None)
            for claim in position.claims
            if claim.reading.stance is not Stance.HEDGE
        }
        for outlet in part.outlets or (None,):
            for speaker in part.speakers or (None,):
                if not any(_fits(part, outlet, speaker, by, voice) for by, voice in held):
                    raise _UnverifiedError(f"{outlet or speaker} does not give {position.value} like that")


def _fits(part: _Part, outlet: str | None, speaker: str | None, by: str, voice: str | None) -> bool:
    if outlet is not None and by != outlet:
        return False
    return voice is None if part.own else speaker is None or voice == speaker


def _check_whole(parts: list[_Part], answer: Answer) -> None:
    """Check that no value is left out, and no outlet that carries it."""
    for at, position in enumerate(answer.positions):
        named = {outlet for part in parts if at in part.positions for outlet in part.outlets}
        missing = set(position.outlets) - named
        if missing:
            raise _UnverifiedError(f"{', '.join(sorted(missing))} left out beside {position.value}")
