"""Free text: what happened to something, what something is. Rules only; a trained reader may take its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.origins import answers_to
from bot.answer.question import said_about
from bot.answer.types import Question, Reading, Span, Statement
from bot.answer.values import Relation
from bot.answer.words import content, stem, stems, variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Text:
    """An answer in the article's own words."""

    text: str
    #: It is all that a voice states, not a phrase of it: only the same statement is the same.
    whole: bool = False
    #: The slot holds one only ("what was the score"): other figures in it exclude these.
    sole: bool = False

    @property
    def kind(self) -> str:
        """Always "text"."""
        return "text"

    def relation(self, other: Value) -> Relation:
        """Answers that share most words of the shorter are the same; a denied one never is what it denies."""
        if self == other:
            return Relation.SAME
        words, others = stems(self.text), stems(str(other))
        if _denies(self.text) != _denies(str(other)):
            return Relation.INCOMPATIBLE if words == others else Relation.COMPATIBLE
        if self.sole and getattr(other, "sole", False):
            return Relation.SAME if _figures(self.text) == _figures(str(other)) else Relation.INCOMPATIBLE
        shared, smaller, larger = len(words & others), min(len(words), len(others)), max(len(words), len(others))
        if _figures(self.text) != _figures(str(other)) or not smaller:
            return Relation.COMPATIBLE
        whole = self.whole or getattr(other, "whole", False)
        same = shared == larger if whole else 2 * shared >= smaller
        return Relation.SAME if same else Relation.COMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "text", "text"}."""
        return {"kind": self.kind, "text": self.text}

    def __str__(self) -> str:
        return self.text


_DENIES_RE = re.compile(r"\b(?:not|never|no|nobody|none|nor|neither|without)\b|n['’]t\b", re.IGNORECASE)
_FIGURE_RE = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|half)\b",
    re.IGNORECASE,
)


def _denies(text: str) -> bool:
    return len(_DENIES_RE.findall(text)) % 2 == 1


def _figures(text: str) -> frozenset[str]:
    return frozenset(found.lower().rstrip(".,") for found in _FIGURE_RE.findall(text))


_HAPPENED_RE = re.compile(r"\bhappen(?:ed|s)?\s+to\s+(?P<what>.+)$|\bbecame\s+of\s+(?P<became>.+)$", re.IGNORECASE)
_WHAT_IS_RE = re.compile(
    r"^(?:what|who)\s+(?:is|was|are|were)\s+(?:the\s+|an?\s+)?(?P<what>[^?]{2,80})$", re.IGNORECASE
)
_PREDICATE_RE = re.compile(r"\s*,?\s*(?:was|were|is|are|has|have|had|will|did)?\b", re.IGNORECASE)
_CLAUSE_END_RE = re.compile(r"[.;!?]|,\s+(?:and|but|while|which|who)\b|\s+(?:but|while|whereas)\s|$", re.IGNORECASE)
_APPOSITION_RE = re.compile(r"\s*,\s*(?P<what>(?:an?|the|its)\s+[^.;]{3,160}?)(?=[.;,]|$)", re.IGNORECASE)
_COPULA_RE = re.compile(r"\s+(?:is|was|are|were)\s+(?P<what>(?:an?|the)\s+[^.;]{3,160}?)(?=[.;,]|$)", re.IGNORECASE)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the words of a statement that answer "what happened to X" or "what is X"."""
    bare = _ACCORDING_RE.sub("", question.text).strip("?!., ")
    plain = _plainly(statement, question, bare)
    if plain is not None:
        yield plain
        return
    topic = said_about(question.text)
    if topic is not None:
        yield from _said(statement, question, topic)
        return
    if match := _HAPPENED_RE.search(bare):
        yield from _happened(statement, match["what"] or match["became"])
    elif match := _WHAT_IS_RE.match(bare):
        yield from _definition(statement, match["what"])


_ACCORDING_RE = re.compile(r"[,;]?\s*\baccording\s+to\s+[^,?;]{2,80},?\s*", re.IGNORECASE)

# --- What a sentence states plainly: a phrase at a known place, and the rest of the question's words in the sentence.

_ASKED_SPEECH_RE = re.compile(
    r"^what\s+did\s+(?P<who>.{2,60}?)\s+(?P<verb>ask|tell|say|shout|write|reply|answer|promise)\b(?P<rest>[^?]*)$",
    re.IGNORECASE,
)
_SPEECH = {
    "ask": r"ask(?:ed|s)?", "tell": r"(?:told|tells?)", "say": r"(?:said|says?|reads?)", "shout": r"shout(?:ed|s)?",
    "write": r"(?:wrote|writes?)", "reply": r"repl(?:ied|ies)", "answer": r"answer(?:ed|s)?", "promise": r"promis(?:ed|es)",
}  # fmt: skip
#: A quotation within a statement, in marks other than those around it.
_INNER_RE = re.compile(r"[,:]?\s*[‘'“](?P<said>[^‘’'“”\"]{4,200}(?:[’'](?=\w)[^‘’'“”\"]{1,200})?)[,.?!]?[’'”]")
_MAY_DO_RE = re.compile(
    r"^what\s+(?P<modal>may|might|can|could|will|would|must|should)\s+(?P<who>.{2,60}?)\s+do\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_WHICH_RE = re.compile(
    r"^(?:(?:in|at|to|from|for|by|on|with)\s+)?(?:which|what)\s+(?P<noun>minute|round|lap|set|inning|quarter|half|stage|floor|village|town|city|firm|company"
    r"|club|team|bank|school|hospital|ship|ferry|street|party|newspaper|university|stadium|airline|union|agency|island|district|ward|court)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_SCORE_ASKED_RE = re.compile(r"\bwhat\s+(?:was|is)\s+the\s+(?:\w+\s+)?score\b", re.IGNORECASE)
_SCORE_RE = re.compile(
    r"(?<![\d.,–-])(?P<score>\d{1,2}\s?[-–]\s?\d{1,2})(?![\d.,]*[\d%–-])(?:\s+to\s+(?P<to>(?:[A-Z][\w'’-]+\s?){1,3}))?"
)
_MATCH_RE = re.compile(
    r"\b(?:score|leading|led|lead|ahead|up|trailing|trailed|beat|won|drew|level|behind|goals?|half-time)\b",
    re.IGNORECASE,
)
_TITLE_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*){0,3}"
_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final)"
#: Share of the rest of a question that a sentence must hold before a phrase of it answers.
_PLAIN = 0.6
_NEXT_TO = "minute round lap set inning quarter half stage floor".split()


def _plainly(statement: Statement, question: Question, bare: str) -> Reading | None:
    """Return the phrase that answers a question whose other words the sentence holds; None when unsure."""
    if statement.denied:
        return None
    for form, reader in ((_ASKED_SPEECH_RE, _quoted), (_MAY_DO_RE, _deed), (_WHICH_RE, _named)):
        if match := form.match(bare):
            return reader(statement, match)
    return _score(statement) if _SCORE_ASKED_RE.search(bare) else None


def _quoted(statement: Statement, match: re.Match[str]) -> Reading | None:
    """Read "one boy asked me, 'Are we going to sink?'": words that a statement itself quotes."""
    whole, base = statement.sentence.text, statement.sentence.start
    who = stems(re.sub(r"^(?:one|some|any)\s+of\s+(?:the\s+)?", "", match["who"].strip(), flags=re.IGNORECASE))
    verb = rf"\b(?:{_SPEECH[match['verb'].lower()]}|said|told)\b(?:\s+(?:me|us|him|her|them|the\s+\w+|[A-Z]\w+))?"
    for cue in re.finditer(verb, whole):
        inner = _INNER_RE.match(whole, cue.end())
        before = stems(whole[: cue.start()])
        if inner and who and _some(who, before):
            return _phrase(statement, base + inner.start("said"), base + inner.end("said"), 0.7)
    return None


def _some(who: frozenset[str], told: frozenset[str]) -> bool:
    """Tell whether the one asked about is named: by the last name, or in other forms of the word ("boys", "boy")."""
    return 2 * len(who & told) >= len(who)


def _deed(statement: Statement, match: re.Match[str]) -> Reading | None:
    """Read "the government may attach conditions" as what the government may do."""
    who, modal = stems(match["who"]), match["modal"].lower()
    rest = stems(match["rest"])
    found = re.search(
        rf"\b{modal}\s+(?!not\b)(?P<did>[a-z][^.;,“”\"]{{3,120}}?)(?=[.;,“”\"]|\s+(?:said|says)\b|\s{{2,}}|$)",
        statement.text,
    )
    if (
        found is None
        or not who
        or not who <= stems(statement.text[: found.start()])
        or not rest <= stems(statement.text)
    ):
        return None
    return _phrase(statement, statement.start + found.start("did"), statement.start + found.end("did"), 0.65)


def _named(statement: Statement, match: re.Match[str]) -> Reading | None:
    """Read "the village of Lower Vik", "the salvage firm Nordtug", "the 68th minute"."""
    noun, rest = match["noun"].lower(), stems(match["rest"]) - _LIGHT
    text = statement.text
    if noun in _NEXT_TO:
        found = re.search(rf"\b(?P<named>the\s+{_ORDINAL}\s+{noun})\b", text, re.IGNORECASE)
    else:
        found = re.search(rf"\b(?:(?i:{noun})\s+(?:of\s+|called\s+|named\s+)?(?P<named>{_TITLE_NAME}))", text)
        found = found or re.search(
            rf"(?P<named>{_TITLE_NAME}),\s+(?:an?|the|its)\s+(?:[\w'’-]+\s+){{0,3}}?(?i:{noun})\b", text
        )
    if found is None or not rest:
        return None
    told = stems(statement.sentence.text) - stems(found["named"])
    scene = told | stems(f"{statement.article.title} {statement.article.text[:_SCENE]}")
    known = len(rest & told)
    if (
        not known
        or known < _PLAIN * len(rest)
        or len(rest & scene) < len(rest) - 1
        or stems(found["named"]) <= stems(match["rest"])
    ):
        return None
    return _phrase(statement, statement.start + found.start("named"), statement.start + found.end("named"), 0.65)


def _score(statement: Statement) -> Reading | None:
    found = _SCORE_RE.search(statement.text)
    if found is None or not _MATCH_RE.search(statement.text):
        return None
    end = found.end("to") if found["to"] else found.end("score")
    return _phrase(statement, statement.start + found.start("score"), statement.start + end, 0.65, sole=True)


#: Stems of verbs that say little: "which firm is going to salvage the ferry".
_LIGHT = frozenset(stem(word) for word in "going does did belong take taken took come came called named get".split())
#: Code points of an article that say what it is about.
_SCENE = 600


def _phrase(statement: Statement, start: int, end: int, confidence: float, *, sole: bool = False) -> Reading | None:
    words = statement.article.text[start:end].strip(" ,.'’‘“”\"")
    start += statement.article.text[start:end].find(words)
    shown = " ".join(words.split())
    if not content(shown):
        return None
    return Reading(Text(shown, sole=sole), Span(start, start + len(words)), confidence=confidence)


#: Words of "confirmed *the deaths*": a thing, and nothing stated.
_NOUN_ALONE = 2


def _said(statement: Statement, question: Question, topic: str) -> Iterator[Reading]:
    """Yield what a statement states, where it is the one asked for: about the topic, or by the speaker named."""
    wanted = stems(topic)
    if wanted:
        fits = 3 * len(wanted & stems(statement.text)) >= 2 * len(wanted)
    else:
        speaker = statement.speaker
        fits = speaker is not None and any(answers_to(speaker, name) for name in question.speakers)
    shown = " ".join(statement.text.split()).strip(" ,;.'‘’\"“”")
    if fits and content(shown) and len(shown.split()) > _NOUN_ALONE and not statement.denied:
        first, last = statement.contents[0].start, statement.contents[-1].end
        yield Reading(Text(shown, whole=True), Span(first, last), confidence=0.6)


def _entity(statement: Statement, name: str) -> re.Match[str] | None:
    """Find a noun phrase whose words are those asked for, in their order."""
    words = ["(?:" + "|".join(re.escape(w) for w in sorted(variants(word))) + ")" for word in content(name)]
    if not words:
        return None
    return re.search(r"\b" + r"\W+(?:\w+\W+)?".join(words) + r"\b", statement.text, re.IGNORECASE)


def _happened(statement: Statement, name: str) -> Iterator[Reading]:
    found = _entity(statement, name)
    if not found:
        return
    text = statement.text
    stop = _CLAUSE_END_RE.search(text, found.end())
    end = stop.start() if stop else len(text)
    start = found.end()
    # "the second aircraft involved landed": a reduced relative clause belongs to the name.
    reduced = re.match(r"\s+(?:involved|concerned|in\s+question)\b", text[start:end])
    start += reduced.end() if reduced else 0
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,"))
    answer = text[start:end].rstrip(" '’”\"")
    if len(content(answer)) >= 1:
        yield Reading(Text(" ".join(answer.split())), _span(statement, start, len(answer)), confidence=0.7)


def _definition(statement: Statement, name: str) -> Iterator[Reading]:
    if not any(word[0].isupper() for word in name.split()):
        return
    found = _entity(statement, name)
    if not found:
        return
    text = statement.text
    match = _APPOSITION_RE.match(text, found.end()) or _COPULA_RE.match(text, found.end())
    if match:
        answer = match["what"].rstrip(" '’”\"")
        yield Reading(
            Text(" ".join(answer.split())), _span(statement, match.start("what"), len(answer)), confidence=0.75
        )


def _span(statement: Statement, start: int, length: int) -> Span:
    return Span(statement.start + start, statement.start + start + length)


def matches(statement: Statement, question: Question) -> float:
    """Return the share of the question's content words that a sentence holds."""
    wanted = {stem(word) for word in question.about}
    return len(wanted & stems(statement.sentence.text)) / len(wanted) if wanted else 0.0


class _TextKind:
    name = "text"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the words that answer a free question."""
        return read(statement, question)


KIND = _TextKind()
register(KIND)
