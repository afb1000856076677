"""Traps for the reader, made from real sentences: what stands near an answer and is none.

Attribution ("X claimed on Friday that ...": neither X nor Friday answers who and when), denial ("was not", "ruled out
that"), scope ("bringing the total to"), identifiers, and questions about something else than the text tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.reader_text import content_words, stem

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

_NAME_RE = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][a-z]+(?: (?:of |de |van )?[A-Z][a-z]+){0,2}\b")
_YEAR_RE = re.compile(r"\b1[5-9]\d\d\b|\b20[0-2]\d\b")
_NUMBER_RE = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?![\w.,-])")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "December")
_ROLES = (
    "A spokesperson", "A police spokesman", "Officials", "The ministry", "The company", "A senior official",
    "A government spokeswoman", "Local media", "State television", "The military", "An official", "The agency",
    "Witnesses", "Rescue workers", "The mayor", "A report", "Prosecutors", "The president's office", "Critics",
    "Investigators", "The army", "A witness", "The hospital", "Two sources", "The opposition", "The union",
)  # fmt: skip
_SAYS = ("said", "claimed", "confirmed", "announced", "reported", "stated", "told reporters", "insisted", "added")
_DENIES = ("denied", "rejected claims", "ruled out", "dismissed reports", "said it was not true", "said it is false")
_TIME_RE = re.compile(
    r"\b(?:\d{4}|"
    + "|".join((*_DAYS, *_MONTHS, "November", "May"))
    + r"|day|night|morning|evening|week|month|year|century"
    r"|decade|hours?|minutes?|ago|today|yesterday|tomorrow|when|while|after|before|during|since|until|then|later|early"
    r"|earlier|later|recent(?:ly)?|now|once|following|began|time|\d+s)s?\b",
    re.IGNORECASE,
)
_PLACE_RE = re.compile(
    r"\b(?:in|at|near|from|to|on|across|off|outside|inside|into|where|through|over)\b", re.IGNORECASE
)
_REASON_RE = re.compile(
    r"\b(?:because|due|since|for|to|as|so|caus\w+|reason\w*|after|thus|therefore|why|result\w*|led|by|with|from|that)\b",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AUX_RE = re.compile(r"\b(?:was|were|is|are|has|have|had|will|can|could|would)\b(?! (?:not|n't)\b)")
_ASK_RE = re.compile(r"^(?P<wh>When|Where|Why|How|What|Who|Which [a-z]+|In what \w+|What \w+) (?P<aux>was|were|is|are|did|does|do|has|have|had|will|can|could|would) (?P<rest>.+)\?$", re.IGNORECASE)  # fmt: skip
#: Words of which one for the other asks for something else.
_OPPOSITES: dict[str, str] = dict(
    pair
    for line in """first last|largest smallest|biggest smallest|highest lowest|most least|more fewer|before after
    |increase decrease|increased decreased|north south|northern southern|east west|eastern western|won lost|win lose
    |killed injured|injured killed|died survived|born buried|bought sold|buy sell|oldest youngest|early late|began ended
    |begin end|started stopped|start stop|founded closed|opened closed|arrived left|above below|maximum minimum
    |majority minority|support oppose|supported opposed|allowed banned|allow ban|accepted rejected|accept reject
    |gained lost|gain lose|rise fall|rose fell|built destroyed|build destroy|male female|men women|public private
    |positive negative|strong weak|stronger weaker|better worse|best worst|richest poorest|rich poor|high low|higher lower
    |large small|larger smaller|long short|longer shorter|old new|older newer|fast slow|hot cold|warm cool|major minor
    |inside outside|internal external|always never|arrested released|appointed dismissed|joined left|attacked defended
    |invaded left|hired fired|raised lowered|created abolished|legal illegal|formal informal|direct indirect""".split(
        "|"
    )
    for one, other in [line.split()]
    for pair in ((one, other), (other, one))
)


@dataclass(frozen=True, slots=True)
class Trap:
    """A question on a text; without a span the text does not answer it."""

    question: str
    text: str
    span: tuple[int, int] | None
    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names that occur in the data, to put in the place of others."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, contexts: Iterable[str]) -> Names:
        """Collect the names of the contexts."""
        return cls(tuple(sorted({name for context in contexts for name in _NAME_RE.findall(context)})))

    def speaker(self, rng: random.Random) -> str:
        """Return somebody who may say something."""
        return rng.choice(_ROLES) if rng.random() < 0.5 else rng.choice(self.names)


# -- a sentence in another frame --------------------------------------------------------------------------------------


def sentence_trap(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    """Return the question or a like one on the sentence in a frame; nothing where no trap fits."""
    makers: list[Callable[..., Trap | None]] = [_attributed, _asks_otherwise, _negated, _denied]
    # Those that seldom fit are tried first.
    rng.shuffle(makers)
    if rng.random() < 0.6:
        makers = [_asks_otherwise, _negated, *makers]
    if question.lower().startswith("how many"):
        makers = [_scope, _without_number] if rng.random() < 0.7 else [_without_number, _scope]
    for maker in makers:
        if trap := maker(question, text, span, names, rng):
            return trap
    return None


def _when(rng: random.Random) -> str:
    pick = rng.random()
    if pick < 0.5:
        return f"on {rng.choice(_DAYS)}"
    if pick < 0.7:
        return f"on {rng.choice(_MONTHS)} {rng.randint(1, 28)}"
    return rng.choice(
        ("last week", "in a statement", "earlier this month", "late on " + rng.choice(_DAYS), "this week")
    )


def _small_start(text: str) -> str:
    """Return the sentence as it stands inside another: "The" begins small."""
    head = text.split(" ", 1)[0]
    common = {"The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "This", "These", "His", "Her", "There"}
    return text[0].lower() + text[1:] if head in common else text


def _frame(text: str, names: Names, rng: random.Random, cues: tuple[str, ...] = _SAYS) -> tuple[str, int]:
    """Return the sentence said by somebody, and how far its words moved."""
    who, cue, when = names.speaker(rng), rng.choice(cues), _when(rng)
    body = _small_start(text)
    shape = rng.randrange(4) if cues is _SAYS else 0
    if shape == 3:
        who = who[0].lower() + who[1:] if who in _ROLES else who
        return f"{text.rstrip('.!? ')}, {who} {cue} {when}.", 0
    if shape == 2:
        lead = f"According to {who[0].lower() + who[1:] if who in _ROLES else who}, who spoke {when}, "
    elif shape == 1:
        lead = f"{when[0].upper()}{when[1:]}, {who[0].lower() + who[1:] if who in _ROLES else who} {cue} that "
    else:
        lead = f"{who} {cue} {when} that "
    return lead + body, len(lead)


def _moved(text: str, span: tuple[int, int], framed: str, shift: int) -> tuple[int, int] | None:
    at = (span[0] + shift, span[1] + shift)
    return at if framed[slice(*at)].casefold() == text[slice(*span)].casefold() else None


def _attributed(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    framed, shift = _frame(text, names, rng)
    at = _moved(text, span, framed, shift)
    return Trap(question, framed, at, "attributed") if at else None


def _asks_otherwise(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    """Ask when, where, why or by whom of what the sentence tells without saying so; the frame holds a wrong answer."""
    found = _ASK_RE.match(question)
    if not found or len(content_words(question)) < 2 or found["wh"].lower() == "how":
        return None
    if found["wh"].lower() in ("what", "who") and len(found["rest"].split()) < 3:
        return None
    options = []
    if not _TIME_RE.search(text):
        options.append("When")
    if not _REASON_RE.search(text):
        options.append("Why")
    if not _PLACE_RE.search(text):
        options.append("Where")
    asked = f"{found['aux']} {found['rest']}?"
    if found["aux"].lower() in ("was", "were") and " by " not in text and found["wh"].lower() in ("when", "where"):
        rest = found["rest"]
        options += ["by"] if len(rest.split()) <= 6 and rest.split()[-1].endswith("ed") else []
    options = [option for option in options if option.lower() != found["wh"].lower()]
    if not options:
        return None
    option = rng.choice(options)
    framed, _ = _frame(text, names, rng)
    if option == "by":
        return Trap(f"Who {asked.removesuffix('?')} by?", framed, None, "who_unsaid")
    return Trap(f"{option} {asked}", framed, None, f"{option.lower()}_unsaid")


def _negated(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    """Put "not" after the auxiliary before the answer, where the question asks about its verb."""
    before = [found for found in _AUX_RE.finditer(text) if found.end() < span[0]]
    if not before:
        return None
    aux = before[-1]
    following = text[aux.end() :].split()
    if len(following) < 2 or stem(following[0].casefold().strip(".,;")) not in content_words(question):
        return None
    if " not " in question or "n't" in question:
        return None
    changed = f"{text[: aux.end()]} {rng.choice(('not', 'not', 'never'))}{text[aux.end() :]}"
    if rng.random() < 0.3:
        changed, _ = _frame(changed, names, rng)
    return Trap(question, changed, None, "negated")


def _denied(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    if len(content_words(question)) < 2 or text.rstrip()[-1:] != ".":
        return None
    return Trap(question, _frame(text, names, rng, _DENIES)[0], None, "denied")


def _scope(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    word = text[slice(*span)].split(" ")[0].casefold()
    number = _WORDS.index(word) + 1 if word in _WORDS else int(word) if word.isdigit() else 0
    if not 1 <= number < 2000:
        return None
    total = number + rng.randint(1, 3 * number + 5)
    tail = rng.choice(
        (f", bringing the total to {total}.", f", bringing the total this year to {total}.", f", for a total of {total}.",
         f", raising the overall number to {total}.", f", compared with {total} a year earlier.")
    )  # fmt: skip
    return Trap(question, text.rstrip(".!? ") + tail, span, "scope")


def _without_number(question: str, text: str, span: tuple[int, int], names: Names, rng: random.Random) -> Trap | None:
    """Take the number away and leave one that only names a thing."""
    if text[: span[0]].casefold().endswith(("the ", "than ", "just ", "about ", "around ", "approximately ", "these ")):
        return None
    rest = text[: span[0]] + "the" + text[span[1] :]
    number = rng.randint(3, 999)
    name = rng.choice(
        (f"Flight {number}", f"Highway {number}", f"a KC-{number}", f"Room {number}", f"Channel {number}")
    )
    changed = (
        f"{rest.rstrip('.!? ')}, {rng.choice(('according to a report on', 'near', 'in a case involving'))} {name}."
    )
    return Trap(question, changed, None, "identifier")


# -- another question on the same window ------------------------------------------------------------------------------


def changed_question(
    question: str, window: str, answer: str, context: str, names: Names, rng: random.Random
) -> Trap | None:
    """Return a question that looks like the window's own and that it does not answer."""
    makers = [_other_name, _other_name, _other_number, _opposite, _not_so]
    rng.shuffle(makers)
    for maker in makers:
        if changed := maker(question, window, answer, names, rng):
            return changed
    return None


def _other_name(question: str, window: str, answer: str, names: Names, rng: random.Random) -> Trap | None:
    asked = [name for name in _NAME_RE.findall(question) if name not in answer]
    if not asked:
        return None
    old = rng.choice(asked)
    near = sorted(
        {
            n
            for n in _NAME_RE.findall(window)
            if n not in question and n not in answer and answer not in n and old not in n
        }
    )
    same_length = [n for n in near if len(n.split()) == len(old.split())]
    new = rng.choice(same_length or near) if near and rng.random() < 0.65 else rng.choice(names.names)
    return Trap(question.replace(old, new), window, None, "other_name")


def _other_number(question: str, window: str, answer: str, names: Names, rng: random.Random) -> Trap | None:
    for pattern in (_YEAR_RE, _NUMBER_RE):
        if found := pattern.search(question):
            near = sorted({n for n in pattern.findall(window) if n not in question and n not in answer})
            step = rng.choice((-20, -10, -3, -1, 1, 2, 5, 10))
            made = str(max(1, int(found[0].replace(",", "")) + step))
            new = rng.choice(near) if near and rng.random() < 0.5 else made
            return Trap(question[: found.start()] + new + question[found.end() :], window, None, "other_number")
    return None


def _opposite(question: str, window: str, answer: str, names: Names, rng: random.Random) -> Trap | None:
    words = question.rstrip("?").split()
    places = [at for at, word in enumerate(words) if word in _OPPOSITES and at > 0]
    if not places:
        return None
    at = rng.choice(places)
    words[at] = _OPPOSITES[words[at]]
    return Trap(" ".join(words) + "?", window, None, "opposite")


def _not_so(question: str, window: str, answer: str, names: Names, rng: random.Random) -> Trap | None:
    found = _ASK_RE.match(question)
    if not found or rng.random() < 0.6 or found["aux"].lower() not in ("did", "does", "do", "was", "were", "is", "are"):
        return None
    return Trap(f"{found['wh']} {found['aux']}n't {found['rest']}?", window, None, "not_so")
