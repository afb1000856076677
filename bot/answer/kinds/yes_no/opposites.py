"""Words that answer a question by their opposite, or by another word for the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.asked import asks_state, core_span
from bot.answer.kinds.yes_no.forms import form_of, forms_of
from bot.answer.kinds.yes_no.left_open import is_left_open
from bot.answer.kinds.yes_no.negation import NEGATION_RE, denied_after, denied_before, denies
from bot.answer.kinds.yes_no.participants import Asked, asked_of, is_subject, keys, takes_part
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.predicates import polarity
from bot.answer.types import Question, Reading, Span, Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Properties one of which denies the other of the same thing; the words of one side say the same.
_PROPERTIES = (
    ("red", "green"), ("locked", "open unlocked"), ("peaceful", "violent"), ("guilty", "innocent"),
    ("safe", "unsafe dangerous"), ("legal lawful", "illegal unlawful"), ("true correct", "false untrue wrong"), ("full", "empty"),
    ("fair", "rigged unfair"), ("alive living", "dead"), ("free", "jailed"), ("deliberate intentional", "accidental unintentional"),
    ("asleep sleeping", "awake"), ("healthy well", "ill sick"), ("drunk intoxicated", "sober"), ("ready", "unready unprepared"),
    ("intact undamaged unharmed", "damaged broken"), ("genuine authentic", "fake forged"), ("online running", "offline down"),
    ("higher", "lower"), ("early", "late"), ("public", "secret"), ("contained", "uncontained"),
)  # fmt: skip
#: Deeds one of which denies the other of the same thing.
_DEEDS = (
    ("accept accepts accepted accepting", "reject rejects rejected rejecting refuse refused declined spurned rebuffed"),
    ("approve approves approved", "reject rejects rejected vetoed blocked"),
    ("support supports supported back backs backed", "oppose opposes opposed rejects rejected"),
    ("resume resumed", "suspended halted"), ("win won", "lose lost"), ("attend attended", "skip skipped boycott boycotted missed"),
    ("remember remembers remembered", "forget forgot forgotten"), ("pass passed passes", "fail failed fails"),
    ("confirm confirmed", "denied"), ("keep kept keeps", "scrap scrapped dropped abandoned"),
    ("work works worked working function functioned functions operated", "fails failed malfunctioned"),
    ("obey obeyed followed", "ignore ignored defied flouted"), ("hide hid hidden concealed", "disclose disclosed"),
    ("raise raised increase increased", "cut lowered reduced"), ("lift lifted ended", "extended kept"),
)  # fmt: skip
#: Verbs of two words, for the deeds above and others.
_PHRASES = (
    ("reject", r"turn(?:s|ed|ing)?\s+down|vot(?:es?|ed|ing)\s+(?:down|against)|thr(?:ow|ows|ew|own)\s+out"),
    ("accept", r"agree(?:s|d)?\s+to|sign(?:s|ed)?\s+up\s+to"),
    ("arson", r"(?:set|lit|started?|ignited)\s+(?:\w+\s+)?(?:deliberately|intentionally|on\s+purpose|by\s+(?:an\s+arsonist|somebody|someone))"
     r"|(?:deliberately|intentionally)\s+(?:set|lit|started|ignited)|(?:anyone|anybody|somebody|someone)\s+(?:had\s+|has\s+)?(?:set|lit)\b"),
    ("shortage", r"hard\s+to\s+(?:find|get|come\s+by)|in\s+short\s+supply|scarce|sold\s+out|r[au]n(?:ning|s)?\s+(?:out|short)(?=\s+of\b)|empty\s+shelves"),
    ("insured", r"covered(?=\s*(?:[.,;”\"]|$|by\s+(?:an?\s+)?(?:insur|polic)))"),
    ("custody", r"led\s+away|(?:in|into)\s+handcuffs|put\s+behind\s+bars"),
    ("work", r"w[eo]nt\s+off|go(?:es)?\s+off|sound(?:s|ed)?\b(?!\s+like)"),
    ("leave", r"walk(?:s|ed|ing)?\s+(?:out|away)(?=\s+(?:of|from)\b)|storm(?:s|ed|ing)?\s+out(?=\s+of\b)|pull(?:s|ed|ing)?\s+out(?=\s+of\b)"),
    ("storm", r"walk(?:s|ed|ing)?\s+(?:out|away)(?=\s+(?:of|from)\b)|(?:left|leaves)(?=\s+the\b)"),
)  # fmt: skip
_WORD_RE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@lru_cache(maxsize=512)  # words that carry a question
def _turned(
    core: frozenset[str],
) -> tuple[frozenset[str], frozenset[str], re.Pattern[str] | None, re.Pattern[str] | None, bool]:
    """Return the words for the same and for the opposite, the phrases for both, and whether they are properties."""
    same: set[str] = set()
    against: set[str] = set()
    properties = False
    for pairs, of_property in ((_PROPERTIES, True), (_DEEDS, False)):
        for left, right in pairs:
            for one, other in ((forms_of(left), forms_of(right)), (forms_of(right), forms_of(left))):
                if core & one:
                    same, against, properties = same | (one - core), against | other, properties or of_property
    alike = [pattern for word, pattern in _PHRASES if form_of(word) in core | same]
    unlike = [pattern for word, pattern in _PHRASES if form_of(word) in against]
    return frozenset(same), frozenset(against), _any_of(alike), _any_of(unlike), properties


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) if patterns else None


_PREFIXES = ("un", "in", "il", "im", "ir", "dis", "non-", "mis")


def _prefixed(word: str, core: frozenset[str]) -> bool:
    """Tell whether a word is the opposite of another by its first letters: "uninsured", "illegal"."""
    low = word.lower()
    return any(low.startswith(prefix) and form_of(low[len(prefix) :]) in core for prefix in _PREFIXES) or any(
        one.startswith(prefix) and one[len(prefix) :] == form_of(low) for one in core for prefix in _PREFIXES[:5]
    )


def _places(text: str, core: frozenset[str]) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield where a text holds other words for what is asked, whether they are the opposite, and whether they are a verb of two words."""
    same, against, alike, unlike, _ = _turned(core)
    for match in _WORD_RE.finditer(text):
        form = form_of(match[0])
        if form in against or _prefixed(match[0], core):
            yield (*match.span(), True, False)
        elif form in same:
            yield (*match.span(), False, False)
    for pattern, opposite in ((alike, False), (unlike, True)):
        for match in pattern.finditer(text) if pattern else ():
            yield (*match.span(), opposite, True)


def by_opposite(statement: Statement, clause: str, core: frozenset[str], question: Question) -> Reading | None:
    """Read "the signal was green" as no to "was the signal red", "turned the offer down" as no to "did it accept"."""
    asked = participants_of(clause, core, question)
    text = statement.text
    for start, end, opposite, phrase in _places(text, core):
        if phrase and _short_of_another(clause, text, text[start:end]):
            continue
        stated = (_turned(core)[4] or not asked.object) and not phrase
        if stated and not (_STATES_RE.search(text[:start]) or _FOUND_RE.search(text[:start])):
            continue  # "the red signal" says nothing of "was the signal green"
        negated = polarity(text, start, end)[0] or denied_after(text, start, end) or denied_before(text, start)
        denied = denies(statement, negated=negated)
        if not takes_part(statement, start, end, asked, denied=denied):
            continue
        if is_left_open(statement, start, end, question, denied=denied):
            continue
        value = (denied == opposite) != bool(NEGATION_RE.search(clause))
        span = Span(statement.start + start, statement.start + end)
        return Reading(YesNo(value), span, confidence=0.7, stance=Stance.ASSERT if value else Stance.DENY)
    return None


_SHORTAGE_RE = re.compile(r"\bshortages?\b(?:\s+of\s+(?P<what>.+))?", re.IGNORECASE)
_OF_GOODS_RE = re.compile(r"empty\s+shelves|in\s+short\s+supply", re.IGNORECASE)


def _short_of_another(clause: str, text: str, phrase: str) -> bool:
    """Tell whether something else is hard to find than what a question asks about: "a cause is hard to find"."""
    asked = _SHORTAGE_RE.search(clause)
    if asked is None or _OF_GOODS_RE.fullmatch(phrase):
        return False
    return not asked["what"] or not forms_of(asked["what"]) & forms_of(text)


def by_cue(statement: Statement, clause: str, core: frozenset[str], question: Question) -> Reading | None:
    """Read "the union rejected the offer", where the verb counts as one of speech, as no to "did it accept the offer"."""
    speaker = statement.speaker
    if speaker is None or not statement.cue or _VERB_RE.search(statement.text):
        return None
    same, against, *_ = _turned(core)
    cue = forms_of(statement.cue)
    if not cue & (same | core | against):
        return None
    asked = participants_of(clause, core, question)
    if not is_subject(statement, speaker.name + " " + speaker.canonical, asked) or not asked.object & keys(
        statement.text
    ):
        return None
    head = statement.sentence.text.partition(statement.cue)[0]
    negated = bool(NEGATION_RE.search(head))
    value = (negated == bool(cue & against)) != bool(NEGATION_RE.search(clause))
    stance = Stance.ASSERT if value else Stance.DENY
    return Reading(YesNo(value), statement.contents[0], confidence=0.7, stance=stance)


#: A clause: more than the noun phrase that was rejected.
_VERB_RE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|did|does|that)\b", re.IGNORECASE)
_STATES_RE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|remain(?:s|ed)?|stay(?:s|ed)?|lay|lies|seem(?:s|ed)?|fell|turned|went)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# "declared the strike unlawful"
_FOUND_RE = re.compile(
    r"\b(?:call|find|found|declar|rul|deem|consider|held|hold|judg)(?:s|es|ed|ing)?\s+(?:that\s+)?(?:[\w-]+\s+){1,4}$",
    re.IGNORECASE,
)


def participants_of(clause: str, core: frozenset[str], question: Question) -> Asked:
    """Return who takes part in what a question asks about."""
    start, end = core_span(clause, core) or (0, 0)
    return asked_of(clause, start, end, asks_state(question, clause, start))


#: Particles that make another verb of a short one: "leave out", "call off".
_PARTICLE_RE = re.compile(
    r"\s+(?P<particle>out|off|up|down|over|away|back|aside|behind|short|through|along)\b", re.IGNORECASE
)
_SHORT_VERBS = forms_of(
    "leave left call called turn turned take took set break broke shut hold held carry carried put go went come came give gave bring"
    " brought fall fell look looked pull pulled run ran cut make made get got lay laid pass passed stand stood drop dropped pay paid"
    " back blow blew work worked point pointed sell sold hand handed let close closed write wrote figure warn lie lied"
)


def other_sense(clause: str, core: frozenset[str], text: str, start: int, end: int) -> bool:
    """Tell whether a verb is another one by its particle: "leaves out allowances" for "leave the talks"."""
    place = core_span(clause, core)
    if place is None or form_of(text[start:end]) not in _SHORT_VERBS:
        return False
    here, there = _PARTICLE_RE.match(text[end:]), _PARTICLE_RE.match(clause[place[1] :])
    return (here["particle"].lower() if here else "") != (there["particle"].lower() if there else "")
