"""What a yes/no question turns on: its clause, its event and the word that carries it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.forms import form_of, forms_of
from bot.answer.kinds.yes_no.negation import NEGATION_RE
from bot.answer.predicates import Predicate, predicates
from bot.answer.question import main_clause
from bot.answer.words import STOP_WORDS, content, stem, tokens

if TYPE_CHECKING:
    from bot.answer.types import Question


_KEPT_QUESTIONS = 64  # one question is asked of every sentence


@lru_cache(maxsize=_KEPT_QUESTIONS)
def is_object(question: Question) -> bool:
    """Tell whether the event word is only what another verb is done to: "did the panel find any ballots"."""
    bare = question.text.strip(" ?.!")
    doing = _DO_RE.match(bare)
    core = core_of(question)
    if doing is None or not core:
        return False
    verb = next((m for m in re.finditer(r"[\w'’-]+", bare) if m.start() >= doing.end() and form_of(m[0]) in core), None)
    found = [one for one in predicates(bare) if bare[one.start : one.end].lower() not in _PARTICLES]
    if verb is None or not found or predicates(verb[0]):
        return False
    if all(one.end <= verb.start() for one in found):
        return True  # "do the dead boy's parents accept the result"
    if all(_modifies(bare[: one.start]) for one in found):
        return True  # "did the police charge anybody over the fire"
    return all(one.start > verb.end() for one in found) and bool(
        re.match(r"\s+(?:the|an?|any|its|his|her|their|this|that|some|[\w’'-]*\w(?:['’]s|s['’]))\s", bare[verb.end() :])
    )


@lru_cache(maxsize=_KEPT_QUESTIONS)
def verb_groups(question: Question, clause: str) -> frozenset[str]:
    """Return the groups of the verb of "did X reject the offer": what it is done to is not what is asked."""
    core = core_of(question)
    if not core or not _DO_RE.match(question.text.strip()):
        return frozenset()
    verb = next((one for one in predicates(clause) if core & forms_of(clause[one.start : one.end])), None)
    if verb is None or _modifies(clause[: verb.start]):
        return frozenset()
    return frozenset(one.group for one in predicates(clause) if one.start == verb.start)


def core_span(clause: str, core: frozenset[str]) -> tuple[int, int] | None:
    """Return where the word that carries a question stands in its clause."""
    places = [match.span() for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", clause) if form_of(match[0]) in core]
    return next((place for place in places if place[0]), places[0] if places else None)


def asks_state(question: Question, clause: str, verb: int) -> bool:
    """Tell whether the subject of a question undergoes the deed, or has a property: "was it shut", "is it safe"."""
    return bool(_IS_RE.match(question.text.strip())) or bool(_BEEN_RE.search(clause[:verb]))


_BEEN_RE = re.compile(r"\b(?:be|been|being|get|got)\s+(?:\w+\s+)?$", re.IGNORECASE)


# "killed *in the crash*": where or how, not what is asked.
_MODIFIER_RE = re.compile(
    r"\b(?:in|of|by|during|from|at|about|over|for|with)\s+(?:(?:the|an?|this|that|its|their|his|her)\s+)?(?P<adjective>[\w-]+\s+)?$",
    re.IGNORECASE,
)
_VERB_AFTER_RE = re.compile(
    r"\s+(?:\w+ly\s+)?(?:\w+(?:ed|olen|wn|ught|roken|iven|aken)|lost|held|found|sent|kept|made|met|put|cut)\b",
    re.IGNORECASE,
)


def _modifies(before: str) -> bool:
    """Tell whether the words before an event word make it part of another's description: "in the deadly crash"."""
    match = _MODIFIER_RE.search(before)
    return match is not None and not predicates(match["adjective"] or "")


@lru_cache(maxsize=_KEPT_QUESTIONS)
def clause_of(text: str) -> str:
    """Return what is asked, without a closing frame; "in the crash" of "the driver in the crash arrested" is none."""
    main = main_clause(text)
    last = predicates(text)[-1:]
    ends = bool(last) and not text[last[0].end :].strip(" ?.")
    framed = text[len(main) :].lower().startswith(" in ") and not predicates(main)
    return text if framed and ends and not _modifies(text[: last[0].start]) else main


_PARTICLES = frozenset({"down", "up", "over"})


@lru_cache(maxsize=_KEPT_QUESTIONS)
def main_groups(clause: str) -> frozenset[str]:
    """Return the predicate group that a question turns on: "arrested" in "was the driver in the crash arrested"."""
    # "Melted down" is no fall.
    found = [one for one in predicates(clause) if clause[one.start : one.end].lower() not in _PARTICLES]
    main = [one for one in found if not _modifies(clause[: one.start])] or list(found)
    # "Were votes stolen": the event word is what it happened to, and the verb is none that the table knows.
    if main and (_VERB_AFTER_RE.match(clause, main[-1].end) or _is_topic(clause, main[-1])):
        return frozenset()
    return frozenset(one.group for one in found if main and one.start == main[-1].start)


# A noun phrase with its article: "the outbreak", "the fire at the plant" — before what is said of it.
_TOPIC_RE = re.compile(r"^(?:the|an?|this|that|its|his|her|their|[\w’']+['’]s)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_VERB_FORM_RE = re.compile(
    r"(?:\w+(?:ed|en|wn|ught|ing)|hurt|shot|hit|lost|held|sold|won|shut|cut|struck|sunk|sank|fell|dead|alive|missing|guilty"
    r"|aboard|fatal|deceased)\b",
    re.IGNORECASE,
)
_SAID_OF_RE = re.compile(
    r"\s+(?!(?:in|on|at|of|by|during|near|from|to|over|with|after|before|for|when|as|while|down|out|up|off)\b)[a-z]",
    re.IGNORECASE,
)


def _is_topic(clause: str, event: Predicate) -> bool:
    """Tell whether an event word only names what a question is about: "is the outbreak under control"."""
    word = clause[event.start : event.end]
    named = _TOPIC_RE.match(clause[: event.start]) and not _VERB_FORM_RE.fullmatch(word.split()[0])
    return bool(named) and bool(_SAID_OF_RE.match(clause, event.end))


_SORT_RE = re.compile(
    r"^(?:it|this|that|there)\s+(?:an?\s+|the\s+|any\s+)?(?P<sort>[a-z]+(?:\s+[a-z]+)?)$", re.IGNORECASE
)


def named_sort(clause: str) -> frozenset[str]:
    """Return the words of "was it friendly fire": a sort of event, which no other attack or accident is."""
    match = _SORT_RE.match(clause.strip(" ?."))
    if match is None or match["sort"].lower().endswith(("ed", "ing")) or len(predicates(match["sort"])) != 1:
        return frozenset()
    found = predicates(match["sort"])[0]
    noun = re.search(r"\s(?:an?|the|any)\s", clause) or (
        " " in match["sort"] and match["sort"].lower().endswith("fire")
    )
    return frozenset(match["sort"].lower().split()) if noun and found.end == len(match["sort"]) else frozenset()


_EVERYBODY = frozenset(stem(word) for word in ("everybody", "everyone"))


def other_words(clause: str, groups: frozenset[str]) -> frozenset[str]:
    """Return the stems of a question's words besides its event."""
    blank = list(clause)
    for found in predicates(clause):
        if found.group in groups:
            blank[found.start : found.end] = " " * (found.end - found.start)
    return frozenset(stem(word) for word in content("".join(blank))) - _EVERYBODY


_ADJECTIVES = frozenset("dead injured wounded hurt missing open closed free".split())
#: Verbs that say little by themselves, or change too much for a stem.
_LIGHT = frozenset("have has had be get make take do go come give".split())
#: Verbs that other questions hold as empty words ("do you know …").
_MENTAL = frozenset({"know", "see", "think", "tell", "say"})
_NP_END_RE = re.compile(
    r"\s(?:(?:the|an?|its|his|her|their|this|that|to|in|on|at|of|from|for|with|by|about|into|over|as|it|them|him|any|anybody|anyone|somebody|someone|anything|everybody|everyone)\b|[A-ZÀ-Þ0-9])"
)
#: "pay *fans'* costs": what a verb is done to; in "the dead boy's parents" no verb stands before.
_ITS_OBJECT_RE = re.compile(r"\s(?P<verb>[a-z]+)\s+[\w-]+(?:['’]s|s['’])\s")
_DO_RE = re.compile(r"^(?:did|does|do|will|would|can|could|should|must|may|might)(?:n['’]t)?\s+", re.IGNORECASE)
_IS_RE = re.compile(r"^(?:is|are|was|were)(?:n['’]t)?\s+", re.IGNORECASE)
_HAS_RE = re.compile(r"^(?:has|have|had)(?:n['’]t)?\s+", re.IGNORECASE)
# "had the captain *been drinking*", "has the government *ruled* out a veto"
_DONE_RE = re.compile(
    r"\s(?:been\s+)?(?P<verb>(?<=been\s)\w+|\w{2,}(?:ed|wn|ught|oken|iven|aken)|begun|left|met|paid|sent|sold|won|lost|found|made|held|said)\b",
    re.IGNORECASE,
)
_TRAILING_RE = re.compile(
    r"\s+(?:in|on|at|by|of|from|for|near|during|with|after|before|when|while|to|about|over)\s.*$", re.IGNORECASE
)
#: "of the factory", "in Oslo": which exits, which vote.
_OF_WHAT_RE = re.compile(
    r"\s(?:of\s+(?:the\s+)?[\w’'-]+|(?:in|at|near)\s+(?:the\s+)?[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*)"
)


@lru_cache(maxsize=_KEPT_QUESTIONS)
def core_of(question: Question) -> frozenset[str]:
    """Return the word that carries a question: "withdraw" of "will it withdraw the plan", "red" of "was the light red"."""
    bare = question.text.strip(" ?.!")
    if question.speakers or NEGATION_RE.search(bare):
        return frozenset()
    if match := _DO_RE.match(bare):
        rest = bare[match.end() :]
        det = re.match(
            r"(?:(?:the|an?|its|his|her|their|any)\s)?(?:[A-ZÀ-Þ][\w’'-]*\s)*(?:(?<=\s)(?:and|of)\s(?:the\s)?(?:[A-ZÀ-Þ][\w’'-]*\s)+)?",
            rest,
        )
        start = det.end() if det else 0
        end = _NP_END_RE.search(rest, start)
        stop = end.start() if end else len(rest)
        owned = _ITS_OBJECT_RE.search(rest, start, stop)
        if owned and predicates(owned["verb"]) and owned["verb"] not in _ADJECTIVES:
            stop = owned.end("verb")
        subject = rest[start:stop].split()
        word = subject[-1].lower() if subject else ""
        if word in _MENTAL:
            return frozenset({form_of(word)})
        return frozenset() if word in _LIGHT else forms_of(word)
    if match := _HAS_RE.match(bare):
        done = _DONE_RE.search(bare, match.end())
        return frozenset() if done is None or done["verb"].lower() in _LIGHT else forms_of(done["verb"])
    if match := _THERE_RE.match(bare):
        return forms_of(match["what"].split()[-1])
    if match := _IS_RE.match(bare):
        if meant := _MEANT_RE.search(bare, match.end()):
            return forms_of(meant["verb"])
        if doing := re.search(
            r"\s(?:still\s+|now\s+)?(?P<verb>\w{2,}ing)\s+(?:into|for|at|to|on|by|about|the|an?|another|any|his|her|its|their)\s",
            bare[match.end() :],
        ):
            return forms_of(doing["verb"])
        return _complement(_OF_WHAT_RE.sub("", bare[match.end() :]))
    return frozenset()


#: "Is there a *shortage* of milk", "were there any *survivors*".
_THERE_RE = re.compile(
    r"^(?:is|are|was|were)\s+there\s+(?:really\s+|still\s+|now\s+|already\s+)?(?:an?|any|some|enough)?\s*(?P<what>[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*){0,3}?)"
    r"(?=$|\s+(?:of|from|in|on|at|by|for|with|among|between|to|that|who|which|when|after|before|left|during|over|about|against|near)\b)",
    re.IGNORECASE,
)
# "is it *planning to sell*", "is the final going to be replayed"
_MEANT_RE = re.compile(
    r"\s(?:planning|going|preparing|about|set|due|expected|likely|ready|willing|trying|threatening|refusing)\s+to\s+(?:be\s+)?(?P<verb>[a-z]{3,})\b",
    re.IGNORECASE,
)


def _complement(rest: str) -> frozenset[str]:
    """Return what a question says of its subject: "red" of "the light red", "run" of "the owner on the run"."""
    plain_rest = _TRAILING_RE.sub("", rest)
    said = [word for word in tokens(plain_rest) if word.lower() not in STOP_WORDS]
    if len(said) == 1:  # the subject alone: the phrase after it is what is asked
        return _phrase_head(rest[len(plain_rest) :])
    return frozenset() if not said or said[-1][0].isupper() else forms_of(said[-1])


def _phrase_head(phrase: str) -> frozenset[str]:
    """Return the noun of a phrase after its preposition: "talks" of "in talks with the union"."""
    first = re.split(r"\s(?:with|about|over|of|in|at|on|by|for|from)\s", phrase.strip(), maxsplit=1)[0]
    said = content(first) or content(phrase)
    return frozenset({form_of(said[-1])}) if said else frozenset()


def light_verb(question: Question) -> set[str]:
    """Return "know" of "did the firm know of the danger": a verb that must stand in what answers it."""
    bare = question.text.strip(" ?.!")
    match = re.match(r"(?:did|does|do)\s+(?:\S+\s+){1,4}?(?P<verb>know|think)\s", bare, re.IGNORECASE)
    return {match["verb"].lower()} if match else set()
