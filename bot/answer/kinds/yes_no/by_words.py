"""Yes or no by the words of a question that names no known event."""

from __future__ import annotations

import re

from bot.answer.kinds.yes_no.asked import core_of, light_verb
from bot.answer.kinds.yes_no.by_event import attributive
from bot.answer.kinds.yes_no.coverage import article_forms, scene, speaks_of_subject, spoken_of
from bot.answer.kinds.yes_no.forms import base, form_of, forms_of
from bot.answer.kinds.yes_no.left_open import SUSPECTED_RE, is_left_open
from bot.answer.kinds.yes_no.negation import NEGATION_RE, denied_after, denied_before, denies
from bot.answer.kinds.yes_no.opposites import by_opposite, other_sense, participants_of
from bot.answer.kinds.yes_no.order import settled, told_before
from bot.answer.kinds.yes_no.participants import Asked, takes_part
from bot.answer.kinds.yes_no.parties import BY_RE
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.predicates import polarity
from bot.answer.types import Question, Reading, Span, Stance, Statement
from bot.answer.words import tokens

#: Without a known predicate the sentence itself must hold nearly all of the question's words.
_PLAIN_COVERAGE = 0.75
_OTHER_VERB_RE = re.compile(r"\w+ed\s+(?:an?|the|any|his|her|its|their)\s+(?:\w+\s+)?$", re.IGNORECASE)
# "It was not under control and that hospitals were full": the "not" ends there.
_AND_THAT_RE = re.compile(r"\b(?:and|but)\s+that\b|;|\bbut\b", re.IGNORECASE)


def _only_noun(text: str, core: frozenset[str]) -> bool:
    """Tell whether the word that a question turns on stands only as the object of another verb."""
    places = [match.start() for match in re.finditer(r"[\w'’-]+", text) if form_of(match[0]) in core]
    return bool(places) and all(_OTHER_VERB_RE.search(text[:at]) for at in places)


def _cued(statement: Statement, core: frozenset[str], wanted: frozenset[str]) -> bool:
    """Tell whether the verb of speech is itself what is asked: "Quill conceded the race" to "did Quill concede"."""
    speaker = statement.speaker
    if speaker is None or not statement.cue or not core & forms_of(statement.cue):
        return False
    before = statement.sentence.text.partition(statement.cue)[0]
    if NEGATION_RE.search(before):
        return False  # "has not conceded the race"
    said = forms_of(f"{speaker.name} {speaker.canonical} {statement.text}")
    return bool((wanted - core) & said) and wanted - core <= said | scene(statement)


_OWN_RE = re.compile(
    r"\b(?:his|her|their|its|my|our)\s+(?P<own>[a-z-]+)\s+(?:(?:would|will|had|has|have|was|is|also|not|never)\s+){0,3}$",
    re.IGNORECASE,
)


def _owned_by_other(statement: Statement, core: frozenset[str], wanted: frozenset[str]) -> bool:
    """Tell whether the one who acts is somebody else's: "her office would appeal" says nothing of Quill."""
    for match in re.finditer(r"[\w'’-]+", statement.text):
        own = _OWN_RE.search(statement.text[: match.start()]) if form_of(match[0]) in core else None
        if own:
            return not (wanted - core) & forms_of(f"{statement.sentence.text} {own['own']}")
    return False


# "The steering" is a thing, "was it fishing" a deed.
_DOING_RE = re.compile(r"(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bany )\b(?P<verb>\w+ing)\b", re.IGNORECASE)


def by_words(statement: Statement, clause: str, question: Question) -> list[Reading]:
    """Return yes or no where a statement holds the words of a question."""
    wanted = forms_of(clause)
    if not wanted or _only_named(statement, clause) or _without_phrase(statement, clause):
        return []
    core = core_of(question)
    if core and _cued(statement, core, wanted):
        return [Reading(YesNo(True), statement.contents[0], confidence=0.7)]
    if core and _owned_by_other(statement, core, wanted):
        return []
    if core and not any(form_of(word) in core for word in tokens(statement.text)):
        opposite = by_opposite(statement, clause, core, question)
        return [opposite] if opposite else []
    if not core and light_verb(question) - {base(word) for word in tokens(statement.text)}:
        return []
    return _worded(statement, clause, core, wanted, question)


# Set phrases whose noun is a verb elsewhere: "on the run" is not "ran to a van", "in charge" is not "was charged".
_PHRASE_RE = re.compile(
    r"\b(?P<phrase>on\s+the\s+(?:run|loose|mend|rise|table|way|move)|at\s+(?:large|stake|fault|work|rest|play)"
    r"|in\s+(?:charge|force|doubt|power|command|control|contact|demand|use))\b",
    re.IGNORECASE,
)


def _without_phrase(statement: Statement, clause: str) -> bool:
    """Tell whether a question turns on a set phrase that the statement does not hold."""
    asked = _PHRASE_RE.search(clause)
    if asked is None:
        return False
    phrase = r"\s+".join(map(re.escape, asked["phrase"].split()))
    return re.search(rf"\b{phrase}\b", statement.text, re.IGNORECASE) is None


def _only_named(statement: Statement, clause: str) -> bool:
    """Tell whether a verb that a question asks about only names a sort of thing in a statement: "a fishing boat"."""
    verbs = {form_of(match["verb"]) for match in _DOING_RE.finditer(clause)}
    return any(
        form_of(found[0]) in verbs and attributive(statement.text, found.start(), found.end())
        for found in re.finditer(r"\b\w+ing\b", statement.text)
    )


def _worded(
    statement: Statement, clause: str, core: frozenset[str], wanted: frozenset[str], question: Question
) -> list[Reading]:
    """Read yes or no where a statement holds nearly all words of a question, by the polarity of the one that carries it."""
    text = statement.text
    shared = [word for word in tokens(text) if form_of(word) in wanted]
    known = {form_of(word) for word in shared} | spoken_of(statement, clause)
    by = BY_RE.search(clause)
    told = forms_of(by["who"]) <= forms_of(text) if by else True  # what did it must stand in the sentence
    if core and told and speaks_of_subject(statement, wanted - core):
        known = (
            known | wanted if (known | scene(statement)) >= wanted else known | article_forms(statement.article.text)
        )
    if not shared or len(known & wanted) < _PLAIN_COVERAGE * len(wanted):
        return []
    start = text.find(shared[0])
    if start > 0 and SUSPECTED_RE.search(text[:start]):
        return []
    end = text.rfind(shared[-1]) + len(shared[-1])
    if start < 0 or end <= start:
        return []
    if core:
        return _of_core(statement, clause, core, question, Span(statement.start + start, statement.start + end))
    clause_start = max((cut.end() for cut in _AND_THAT_RE.finditer(text, 0, end)), default=0)
    negated = bool(NEGATION_RE.search(text, clause_start, end)) != statement.denied
    return [_answer(statement, clause, negated, Span(statement.start + start, statement.start + end))]


def _answer(statement: Statement, clause: str, negated: bool, span: Span) -> Reading:
    asked = bool(NEGATION_RE.search(clause))
    return Reading(YesNo(negated == asked), span, confidence=0.7, stance=Stance.DENY if negated else Stance.ASSERT)


# Where a "not" ends: "Holt, who had refused to resign, resigned"; not at the commas of "was not, he said, safe".
_CUT_RE = re.compile(
    r"\b(?:and|but)\s+that\b|;|\bbut\b|(?<!\bnot),(?=\s)(?!\s+(?:he|she|it|they|however|therefore)\b)|(?<=,)\s+who\b",
    re.IGNORECASE,
)


def _of_core(statement: Statement, clause: str, core: frozenset[str], question: Question, span: Span) -> list[Reading]:
    """Read the places of a statement where the word that carries a question has the question's participants."""
    text = statement.text
    asked = participants_of(clause, core, question)
    found = []
    for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text):
        if form_of(match[0]) in core and not other_sense(clause, core, text, *match.span()):
            reading = _at(statement, clause, core, question, span, match.span(), asked)
            found += [reading] if reading else []
    return settled(found)


#: Verbs that what they are done to must be there for: nobody ignores a warning that was not given.
_TAKES_FOR_GRANTED_RE = re.compile(
    r"\b(?:ignor|heed|disregard|overlook|dismiss|miss|defy|defi|violat|breach|brok|break)\w*\s+(?:an?|the|any|his|her|its|their)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "Is Tindra the name of the ship": one thing is asked to be another.
_IDENTITY_RE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'-]*\s+)+(?:the|an?)\s|^(?:the|its|his|her|their)\s(?:[\w’'-]+\s+)+[A-ZÀ-Þ]"
)


def _not_the(text: str, clause: str, span: Span, statement: Statement, end: int) -> bool:
    """Tell whether "the name of the ship is not Tindra": the "not" stands after the word that carries the question."""
    if not _IDENTITY_RE.match(clause):
        return False
    cut = _CUT_RE.search(text, end)
    stop = min(cut.start() if cut else len(text), max(end, span.end - statement.start))
    return bool(NEGATION_RE.search(text, end, stop))


def _at(
    statement: Statement,
    clause: str,
    core: frozenset[str],
    question: Question,
    span: Span,
    place: tuple[int, int],
    asked: Asked,
) -> Reading | None:
    text = statement.text
    start, end = place
    clause_start = max((cut.end() for cut in _CUT_RE.finditer(text, 0, start)), default=0)
    negated = polarity(text, start, end)[0] or denied_after(text, start, end) or denied_before(text, start)
    negated = (
        negated or bool(NEGATION_RE.search(text, clause_start, end)) or _not_the(text, clause, span, statement, end)
    )
    denied = denies(statement, negated=negated)
    if statement.denied and _TAKES_FOR_GRANTED_RE.search(text[:start]):
        return None  # to deny having ignored a warning is not to deny the warning
    if negated and not statement.denied and _only_noun(text, core):
        return None  # to deny having ignored a warning is not to deny the warning
    if not takes_part(statement, start, end, asked, denied=denied):
        return None
    if is_left_open(statement, start, end, question, denied=denied):
        return None
    return told_before(_answer(statement, clause, denied, span), text, start)
