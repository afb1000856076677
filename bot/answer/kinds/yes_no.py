"""Yes or no: whether a statement asserts or denies what the question proposes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.answer.clauses import clauses
from bot.answer.countries import plain
from bot.answer.kinds import kind as reader_of
from bot.answer.kinds import register
from bot.answer.kinds.count import Count
from bot.answer.kinds.time import day_of, time_at
from bot.answer.names import names
from bot.answer.predicates import implied, predicates
from bot.answer.quantities import quantities
from bot.answer.question import asks_denial, main_clause
from bot.answer.tally import counts_some
from bot.answer.times import times
from bot.answer.types import Kind, Question, Reading, Span, Stance, Statement
from bot.answer.values import Relation
from bot.answer.words import STOP_WORDS, content, stem, stems, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.predicates import Predicate
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class YesNo:
    """The answer to a yes/no question."""

    value: bool

    @property
    def kind(self) -> str:
        """Always "yes_no"."""
        return "yes_no"

    def relation(self, other: Value) -> Relation:
        """Yes and no are incompatible."""
        return Relation.SAME if self == other else Relation.INCOMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "yes_no", "value": true | false}."""
        return {"kind": self.kind, "value": self.value}

    def __str__(self) -> str:
        return "yes" if self.value else "no"


# "At least three jets were …" is about other things than "it" or "the plane".
_OTHERS_RE = re.compile(
    r"""^\W*(?: (?:at\ least|more\ than|about|some|another|several|many|other|dozens\ of|a\ second|a\ third)\b
          |  (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b(?!\ of\b) )""",
    re.IGNORECASE | re.VERBOSE,
)
_BE_BEFORE_RE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|while|started|began|kept|of)(?:\s+(?:still|currently|now|not|already))?\s+$",
    re.IGNORECASE,
)
#: Share of the question's other content words that the sentence or the article's lead must hold.
_COVERAGE = 0.5
#: Without a known predicate the sentence itself must hold nearly all of the question's words.
_PLAIN_COVERAGE = 0.75
_LEAD_CHARS = 600  # title and first two paragraphs of a news article, about
_DECISIVE = frozenset({"second", "third", "first", "other", "last", "next", "fourth"})

_DOINGS = frozenset(
    "mission operation exercise run trip effort campaign drill manoeuvre maneuver session tour work".split()
)

_PRONOUN_RE = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)
_NEGATION_RE = re.compile(
    r"\b(?:not|never|no|nor|neither|nobody|none|nothing|without|cannot)\b|n['’]t\b|\b(?:refus|declin|fail)(?:e|es|ed|ing|s)?\s+to\b",
    re.IGNORECASE,
)
# "arrested on suspicion of arson": nobody says yet that it was.
_SUSPECTED_RE = re.compile(
    r"\b(?:suspicion|suspected|accused|charges?|charged|allegations?|fears?|feared|possibility|threats?|risk)\s+(?:of|with|that)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield at most one yes or no for a statement."""
    return (_read_denial if asks_denial(question.text) else _read)(statement, question)


def _read(statement: Statement, question: Question) -> Iterator[Reading]:
    clause = _clause(question.hypothesis or question.text)
    if told := _TELLS_RE.match(question.text.strip(" ?.!")):
        yield from _by_telling(statement, told["who"], told["what"])
        return
    if (suspect := _suspect(question)) is not None:
        yield from _by_cause(statement, question, *suspect)
        return
    if (absent := _absent(statement, question)) is not None:
        yield absent
        return
    yield from (one for one in _of_event(statement, question, clause) if not _left_open(statement, one, question))


def _of_event(statement: Statement, question: Question, clause: str) -> Iterator[Reading]:
    numbers = quantities(clause)
    groups = frozenset() if _is_object(question) else _main_groups(clause)
    if groups and times(clause, None):
        yield from _by_time(statement, question, groups)
    elif numbers and groups:
        yield from _by_number(statement, replace(question, predicates=groups), clause)
    elif groups:
        reading = _by_predicate(statement, clause, groups, question)
        if reading:
            yield reading
    else:
        reading = _by_words(statement, clause, question)
        if reading:
            yield reading


# "Has the board said what caused it", "has he decided whether to run".
_TELLS_RE = re.compile(
    r"^(?:has|have|had|did|does|do|will)\s+(?P<who>.{2,60}?)\s+(?:said|say|says|decided?|explain(?:ed)?|disclosed?|revealed?)"
    r"\s+(?P<what>(?:whether|what|why|how|who|when|where)\s.+)$",
    re.IGNORECASE,
)
_TELLS_NOT_RE = re.compile(
    r"""\b(?: too\ (?:early|soon)\ to\ (?:say|tell|know|decide)
          |  (?:(?:not|never)|\w+n['’]t)(?:\ (?:yet|immediately|publicly|be|been|made\ up))?\ (?:sa(?:y|id)|decided?|explain(?:ed)?|disclosed?|revealed?|know|known|drawn)
          |  (?:declin|refus)(?:e|es|ed|ing)\ to\ (?:say|comment|explain|disclose|reveal)
          |  yet\ to\ (?:say|decide|explain) | undecided )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: A body spoken of by what it is, once its name stands in the article.
_BODY_RE = re.compile(
    r"\b(?:the|its)\s+(?:\w+\s+)?(?:company|firm|club|government|ministry|agency|union|party|operator|airline|bank|school|team|board"
    r"|management|group|council|federation|association|commission|university|hospital|maker|owner)\b",
    re.IGNORECASE,
)


def _stands_for(statement: Statement, who: str) -> bool:
    """Tell whether a statement speaks of somebody: by name, or by a pronoun or noun where the article names him."""
    wanted = _forms_of(who)
    said = statement.sentence.text
    if wanted & _forms_of(said):
        return True
    return wanted <= _forms_of(statement.article.title + " " + statement.article.text) and bool(
        _PRONOUN_RE.search(said) or _BODY_RE.search(said)
    )


def _by_telling(statement: Statement, who: str, what: str) -> Iterator[Reading]:
    """Yield no where somebody has not said, or not decided, what the question names."""
    found = _TELLS_NOT_RE.search(statement.sentence.text)
    wanted = _forms_of(what)
    if found is None or not _stands_for(statement, who):
        return
    if 2 * len(wanted & _forms_of(statement.sentence.text[found.end() :])) >= max(1, len(wanted)):
        base = statement.sentence.start
        yield Reading(YesNo(False), Span(base + found.start(), base + found.end()), 0.7, Stance.DENY)


_CAUSED_BY_RE = re.compile(
    r"^(?:is|are|was|were|has|have|had)\s+(?P<what>.{2,80}?)\s+(?:been\s+)?(?:caused|triggered|sparked|set\s+off)\s+by\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_CAUSED_RE = re.compile(
    r"^(?:did|does|has|have|had)\s+(?P<who>.{2,60}?)\s+(?:caused?|trigger(?:ed)?|spark(?:ed)?|set\s+off)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_TO_BLAME_RE = re.compile(
    r"^(?:is|are|was|were)\s+(?P<who>.{2,60}?)\s+to\s+blame(?:\s+for\s+(?P<what>.+))?$", re.IGNORECASE
)


def _suspect(question: Question) -> tuple[str, str] | None:
    """Return what a question takes for the cause, and of what: ("an earthquake", "the collapse")."""
    bare = question.text.strip(" ?.!")
    for pattern in (_CAUSED_BY_RE, _CAUSED_RE, _TO_BLAME_RE):
        if match := pattern.match(bare):
            return match["who"], match["what"] or ""
    return None


def _by_cause(statement: Statement, question: Question, who: str, what: str) -> Iterator[Reading]:
    """Yield whether a statement names, or denies, the cause that a question proposes."""
    from bot.answer.kinds.cause import Cause  # compiles its patterns at the first question for a cause

    topic = f"What caused {what}?" if what else "Who is to blame?"
    about = content(what)
    groups = frozenset(found.group for found in predicates(what))
    why = replace(question, kind=Kind.CAUSE, text=topic, hypothesis=None, about=about, predicates=groups)
    wanted = _forms_of(re.split(r"\s+(?:of|in|at)\s+", who)[0])
    cause_of = reader_of(Kind.CAUSE)
    readings = list(cause_of.read(statement, why))
    if not readings and _covers(statement, stems(what)):  # "it was not caused by an earthquake"
        readings = list(cause_of.read(statement, replace(why, about=content(who), predicates=frozenset())))
    found = []
    for reading in readings:
        value = reading.value
        if isinstance(value, Cause) and not value.open and wanted and wanted <= _forms_of(value.text):
            stance = Stance.DENY if value.denied else Stance.ASSERT
            found.append(replace(reading, value=YesNo(not value.denied), stance=stance))
    if len({reading.value for reading in found}) == 1:  # a statement that says both says neither
        yield found[0]


#: Past forms that no ending tells.
_IRREGULAR = {
    "found": "find", "paid": "pay", "made": "make", "held": "hold", "kept": "keep", "met": "meet", "sent": "send",
    "told": "tell", "took": "take", "taken": "take", "gave": "give", "given": "give", "got": "get", "knew": "know",
    "known": "know", "went": "go", "gone": "go", "came": "come", "saw": "see", "seen": "see", "ran": "run",
    "spoke": "speak", "spoken": "speak", "wrote": "write", "written": "write", "broke": "break", "broken": "break",
    "drank": "drink", "drunk": "drink", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise",
    "chose": "choose", "chosen": "choose", "brought": "bring", "bought": "buy", "thought": "think", "led": "lead",
    "won": "win", "lost": "lose", "struck": "strike", "forgot": "forget", "stood": "stand", "drove": "drive",
    "began": "begin", "begun": "begin", "slept": "sleep", "swore": "swear", "flew": "fly", "grew": "grow",
}  # fmt: skip


@lru_cache(maxsize=8192)  # words; a language has that many in use
def _form(word: str) -> str:
    """Return a stem that past forms and "-ure" nouns share: "found" and "find", "failure" and "failed"."""
    low = word.lower()
    plain_stem = stem(_IRREGULAR.get(low, low))
    if low.endswith(("ure", "ures")) and len(plain_stem) > _LONG_STEM:
        plain_stem = plain_stem.removesuffix("ur")
    return plain_stem.rstrip("s") or plain_stem


#: Letters of a stem from which "-ure" is an ending: "failure", not "cure".
_LONG_STEM = 5


def _forms_of(text: str) -> frozenset[str]:
    return frozenset(_form(word) for word in content(text))


def _is_object(question: Question) -> bool:
    """Tell whether the event word is only what another verb is done to: "did the panel find any ballots"."""
    bare = question.text.strip(" ?.!")
    doing = _DO_RE.match(bare)
    core = _core(question)
    if doing is None or not core:
        return False
    verb = next((m for m in re.finditer(r"[\w'’-]+", bare) if m.start() >= doing.end() and _form(m[0]) in core), None)
    found = predicates(bare)
    if verb is None or not found or predicates(verb[0]):
        return False
    return all(one.start > verb.end() for one in found) and bool(
        re.match(r"\s+(?:(?:the|an?|any|its|his|her|their|this|that|some)\s+)", bare[verb.end() :])
    )


_WHETHER_RE = re.compile(r"\b(?:whether|if|unless|until|in\s+case)\b[^.;]*$", re.IGNORECASE)
_UNSAID_RE = re.compile(
    r"""\b(?: too\ (?:early|soon)\ to\ (?:say|tell|know)
          |  (?:(?:not|never)|\w+n['’]t)(?:\ (?:yet|immediately|be|been|made))?\ (?:say|said|known?|clear|certain|decided?)
             \ (?:whether|if|what|how|who|when|where|why)
          |  (?:is|was)\ not\ (?:yet\ )?(?:known|clear|certain)
          |  (?:declin|refus)(?:e|es|ed|ing)\ to\ (?:say|comment|confirm|discuss) | unclear | unknown )\b[^.;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FEARED_RE = re.compile(
    r"\b(?:thought|feared?|fears|worried|afraid|dreamed|imagined|wondered)\b[^.;]*\b(?:would|might|could|will|was\s+going\s+to)\b[^.;]*$",
    re.IGNORECASE,
)
_LIKENED_RE = re.compile(r"\b(?:like|as\s+if|as\s+though)\s+(?:an?\s+|the\s+|some\s+)?(?:\w+\s+)?$", re.IGNORECASE)


def _left_open(statement: Statement, reading: Reading, question: Question) -> bool:
    """Tell whether the words around a reading say neither yes nor no: "did not say whether", "like a dead whale"."""
    if isinstance(reading.value, YesNo) and re.search(r"\b(?:whether|if|until)\b", question.text, re.IGNORECASE):
        return False
    before = statement.sentence.text[: reading.span.end - statement.start]
    head = before[: reading.span.start - statement.start]
    unsaid = bool(_UNSAID_RE.search(before)) and "say" not in question.text and "said" not in question.text
    return bool(unsaid or _WHETHER_RE.search(before) or _FEARED_RE.search(before) or _LIKENED_RE.search(head))


def _read_denial(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield yes where a statement denies what "did X deny that …" names, no where it asserts it."""
    for reading in _read(statement, question):
        if isinstance(reading.value, YesNo):
            stance = Stance.ASSERT if reading.stance is Stance.DENY else Stance.DENY
            yield replace(reading, value=YesNo(not reading.value.value), stance=stance)


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


def _clause(text: str) -> str:
    """Return what is asked, without a closing frame; "in the crash" of "the driver in the crash arrested" is none."""
    main = main_clause(text)
    last = predicates(text)[-1:]
    ends = bool(last) and not text[last[0].end :].strip(" ?.")
    framed = text[len(main) :].lower().startswith(" in ") and not predicates(main)
    return text if framed and ends and not _modifies(text[: last[0].start]) else main


def _main_groups(clause: str) -> frozenset[str]:
    """Return the predicate group that a question turns on: "arrested" in "was the driver in the crash arrested"."""
    found = predicates(clause)
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


def _by_time(statement: Statement, question: Question, groups: frozenset[str]) -> Iterator[Reading]:
    """Yield whether an event was when the question says: "did it crash on Friday"."""
    anchor = statement.article.published
    asked = [time_at(span) for span in times(question.hypothesis or question.text, day_of(anchor))]
    when = replace(question, kind=Kind.TIME, hypothesis=None, predicates=groups)
    for reading in reader_of(Kind.TIME).read(statement, when) if asked else ():
        relation = reading.value.relation(asked[0])
        if relation in (Relation.SAME, Relation.REFINES):
            yield replace(reading, value=YesNo(True))
        elif relation is Relation.INCOMPATIBLE:
            yield replace(reading, value=YesNo(False))


def _by_number(statement: Statement, question: Question, clause: str) -> Iterator[Reading]:
    asked = quantities(clause)[0]
    wanted = Count(asked.low, asked.high, increment=asked.increment)
    counted = replace(question, kind=Kind.COUNT, hypothesis=None)
    for reading in reader_of(Kind.COUNT).read(statement, counted):
        relation = reading.value.relation(wanted)
        if relation is Relation.SAME or (relation is Relation.REFINES and _within(reading.value, wanted)):
            yield replace(reading, value=YesNo(True))
        # "A nurse was killed" does not deny that six were.
        elif relation is Relation.INCOMPATIBLE and not counts_some(statement, reading, counted):
            yield replace(reading, value=YesNo(False))


def _within(value: Value, asked: Count) -> bool:
    """Tell whether a figure lies inside the one asked for: twelve is "at least nine", "at least nine" is not twelve."""
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    above = asked.low is None or (low is not None and low >= asked.low)
    return above and (asked.high is None or (high is not None and high <= asked.high))


def _by_predicate(statement: Statement, clause: str, groups: frozenset[str], question: Question) -> Reading | None:
    text = statement.text
    asked_negated = any(found.negated for found in predicates(clause))
    rest = _other_words(clause, groups)
    named = _named_sort(clause)
    # Who did it is looked at apart: a denial need not name who did not.
    subject = _subject(clause) if _BY_RE.search(clause) or not _doer(clause, question) else frozenset()
    if named and not named <= {word.lower() for word in tokens(statement.text)}:
        return None
    for found in (*predicates(text), *implied(text)):
        if found.group not in groups or _attributive(text, found.start, found.end) or about_others(statement, found):
            continue
        denies = found.negated or statement.denied
        asked = rest - _doer(clause, question) if denies else rest  # a denial need not name who did not do it
        if not (_covers(statement, asked) and _placed(text, found, clause) and _of_subject(statement, found, subject)):
            continue
        if not _by_whom(statement, found, clause, question) or _of_another(text, found, clause):
            continue
        if _other_person(text, found, clause):
            continue
        if _attempted(text, found) and not _ATTEMPT_RE.search(clause):
            continue  # "rescue operations" rescue nobody yet
        positive = (found.negated == statement.denied) != asked_negated
        return _reading(statement, found, value=positive)
    return None


_SORT_RE = re.compile(
    r"^(?:it|this|that|there)\s+(?:an?\s+|the\s+|any\s+)?(?P<sort>[a-z]+(?:\s+[a-z]+)?)$", re.IGNORECASE
)


def _named_sort(clause: str) -> frozenset[str]:
    """Return the words of "was it friendly fire": a sort of event, which no other attack or accident is."""
    match = _SORT_RE.match(clause.strip(" ?."))
    if match is None or match["sort"].lower().endswith(("ed", "ing")) or len(predicates(match["sort"])) != 1:
        return frozenset()
    found = predicates(match["sort"])[0]
    noun = re.search(r"\s(?:an?|the|any)\s", clause) or (
        " " in match["sort"] and match["sort"].lower().endswith("fire")
    )
    return frozenset(match["sort"].lower().split()) if noun and found.end == len(match["sort"]) else frozenset()


def _reading(statement: Statement, found: Predicate, *, value: bool) -> Reading:
    span = Span(statement.start + found.start, statement.start + found.end)
    denies = found.negated or statement.denied
    stance = Stance.DENY if denies else Stance.HEDGE if found.hedged else Stance.ASSERT
    return Reading(YesNo(value), span, confidence=0.8, stance=stance)


_PLACED_RE = re.compile(
    r"\b(?:in|at|near|over|outside|off|inside|from)\s+(?:the\s+)?(?P<place>(?:[a-z]+\s+)?[A-Z][\w-]*)"
)


def _places(clause: str) -> frozenset[str]:
    """Return the names of the places in a question: "in Iran" is not answered by what happened in Iraq."""
    return frozenset(word for match in _PLACED_RE.finditer(clause) for word in _countries(match["place"]))


def _placed(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether the clause of an event holds the places that the question names."""
    wanted = _places(clause)
    if not wanted:
        return True
    left, right = next(((a, b) for a, b in clauses(text) if a <= found.start < b), (0, len(text)))
    return wanted <= _countries(text[left:right])


#: What is tried, and not yet done: "rescue efforts", "arrest plans".
_ATTEMPT_RE = re.compile(
    r"\s+(?:operations?|efforts?|missions?|attempts?|work|workers?|teams?|services?|bids?|plans?|warrants?)\b",
    re.IGNORECASE,
)
#: Groups of deeds: who did it is part of what a question proposes.
_DEEDS = frozenset(
    ["shoot_down", "attack", "shoot", "win", "buy", "sell", "arrest", "abduct", "dismiss", "appoint", "destroy", "damage",
     "cancel", "approve", "agree", "release", "rescue", "charge", "open", "close"]
)  # fmt: skip
_BY_RE = re.compile(r"\bby\s+(?P<who>.+)$", re.IGNORECASE)
_ACTIVE_RE = re.compile(r"^(?:did|does|do|has|have|had|will)\b", re.IGNORECASE)


def _attempted(text: str, found: Predicate) -> bool:
    return bool(_ATTEMPT_RE.search(text[found.start : found.end]) or _ATTEMPT_RE.match(text, found.end))


def _doer(clause: str, question: Question) -> frozenset[str]:
    """Return the words of the one to whom a question gives the deed: after "by", or the subject of "did X …"."""
    by = _BY_RE.search(clause)
    if by:
        return stems(plain(by["who"]))
    found = predicates(clause)
    active = bool(found) and _ACTIVE_RE.match(question.text) and not _PASSIVE_RE.search(clause[: found[0].start])
    if not active or found[0].group not in _DEEDS:
        return frozenset()
    return stems(plain(clause[: found[0].start]))


def _by_whom(statement: Statement, found: Predicate, clause: str, question: Question) -> bool:
    """Tell whether a statement gives the deed to the one whom the question names: "was it shot down by Norland"."""
    wanted = _doer(clause, question)
    if not wanted:
        return True
    if found.negated or statement.denied:
        return _denies_for(statement, found, wanted)
    if _BY_RE.search(clause):
        return bool(wanted & _countries(statement.text))
    if _unsaid_agent(statement, found) and wanted <= _countries(statement.article.title):
        return True  # "the plant would be shut": by the company that the article is about
    asked = replace(question, kind=Kind.PERSON, text=f"Who {_deed(clause)}?", predicates=frozenset({found.group}))
    doers = (str(reading.value) for reading in reader_of(Kind.PERSON).read(statement, asked))
    return any(wanted & stems(plain(doer)) for doer in doers)


#: People by what they are: that the manager was held does not tell about the owner.
_OFFICES = frozenset(
    ["owner", "manager", "driver", "pilot", "captain", "director", "chief", "mayor", "minister", "president", "king", "queen",
     "judge", "lawyer", "coach", "doctor", "teacher", "chairman", "founder", "suspect", "gunman", "supervisor", "operator"]
)  # fmt: skip
_PATIENT_RE = re.compile(
    r"^(?:the|an?|its|his|her|their|[\w’']+['’]s)\s+(?:[\w-]+\s+){0,2}?(?P<who>[a-z]+)\b(?:\s+of\b|\s*$)", re.IGNORECASE
)


def _of_another(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether an event befell somebody of another office than the one asked about."""
    event = min((one.start for one in predicates(clause)), default=0)
    asked = _PATIENT_RE.match(clause[:event])
    if asked is None or asked["who"].lower() not in _OFFICES:
        return False
    offices = {_single(word.lower()) for word in tokens(text)} & _OFFICES
    return bool(offices) and asked["who"].lower() not in offices


#: Groups of which one person's case tells nothing about another's.
_CASES = frozenset(
    ["convict", "acquit", "arrest", "charge", "sentence", "die", "injure", "resign", "dismiss", "appoint"]
)
_FULL_NAME_RE = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][\w’-]+\s+(?P<last>[A-ZÀ-Þ][a-zà-ÿ’-]+)(?=,?\s)")


def _other_person(text: str, found: Predicate, clause: str) -> bool:
    """Tell whether the case is that of somebody whom the question does not name: "Hale, Quill's aide, was cleared"."""
    asked = {plain_name(name.text).split()[-1] for name in names("x " + clause)}
    if not asked or found.group not in _CASES:
        return False
    before = text[: found.start]
    others = [match["last"] for match in _FULL_NAME_RE.finditer(before) if match["last"] not in asked]
    named = any(re.search(rf"\b{re.escape(name)}\b(?!['’]s)", before) for name in asked)
    return bool(others) and not named and bool(_PASSIVE_RE.search(before))


def plain_name(name: str) -> str:
    """Return a name without its possessive."""
    return name.removesuffix("'s").removesuffix("’s")


def _single(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").removesuffix("s") if word not in _OFFICES else word


def _unsaid_agent(statement: Statement, found: Predicate) -> bool:
    passive = _PASSIVE_RE.search(statement.text[: found.start])
    return (
        bool(passive)
        and found.group in ("close", "open", "cancel", "sell")
        and not _BY_RE.search(statement.text[found.end :])
    )


def _deed(clause: str) -> str:
    return clause[min((one.start for one in predicates(clause)), default=0) :]


_PASSIVE_RE = re.compile(r"\b(?:was|were|is|are|been|be|being)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def _denies_for(statement: Statement, found: Predicate, wanted: frozenset[str]) -> bool:
    """Tell whether a denial holds for somebody: that nothing was done clears everybody, that Norland did not, Norland."""
    text = statement.text
    by = _BY_RE.search(text[found.end :])
    if by:
        return bool(wanted & _countries(by["who"]))
    if _PASSIVE_RE.search(text[: found.start]) or wanted & _countries(statement.sentence.text):
        return True
    return not names(text[: found.start])


_PRONOUN_SUBJECT_RE = re.compile(r"\b(?:he|she|it|they)\b(?:\s+[\w'’]+){0,3}\s*$", re.IGNORECASE)


def _subject(clause: str) -> frozenset[str]:
    """Return the last word of a name that is the whole subject: "Karsk" of "Karsk shelled", nothing for "the plane"."""
    first = min((found.start for found in predicates(clause)), default=0)
    before = [word for word in tokens(clause[:first]) if word.lower() not in STOP_WORDS]
    return stems(plain(before[-1])) if before and all(word[0].isupper() for word in before) else frozenset()


def _of_subject(statement: Statement, found: Predicate, subject: frozenset[str]) -> bool:
    """Tell whether a statement speaks of the one that the question names, by name or by a pronoun before the verb."""
    if subject <= _countries(statement.text):
        return True
    pronoun = _PRONOUN_SUBJECT_RE.search(statement.text[: found.start])
    return bool(pronoun) and subject <= _countries(statement.sentence.text + statement.article.text[:_LEAD_CHARS])


def _countries(text: str) -> frozenset[str]:
    return stems(plain(text))


def _attributive(text: str, start: int, end: int) -> bool:
    """Tell whether a participle only names a sort of thing ("a refuelling aircraft", "a fishing boat").

    Before a noun of doing it still says what was done: "in the middle of a fishing trip".
    """
    word = text[start:end]
    if " " in word or not word.lower().endswith("ing"):
        return False
    if _BE_BEFORE_RE.search(text[:start]):
        return False
    after = tokens(text[end:])[:1]
    return bool(after) and after[0].lower() not in STOP_WORDS | _DOINGS


def about_others(statement: Statement, found: Predicate) -> bool:
    """Tell whether the clause is about other things than the one asked for ("at least three jets were …")."""
    before = statement.text[: found.start]
    cut = max(before.rfind(mark) for mark in (";", ":", ".", "“", '"'))
    return bool(_OTHERS_RE.match(before[cut + 1 :]))


_EVERYBODY = frozenset(stem(word) for word in ("everybody", "everyone"))


def _other_words(clause: str, groups: frozenset[str]) -> frozenset[str]:
    blank = list(clause)
    for found in predicates(clause):
        if found.group in groups:
            blank[found.start : found.end] = " " * (found.end - found.start)
    return frozenset(stem(word) for word in content("".join(blank))) - _EVERYBODY


def _covers(statement: Statement, wanted: frozenset[str]) -> bool:
    if not wanted:
        return True
    here = stems(statement.sentence.text)
    if any(word in wanted and word not in here for word in _DECISIVE):
        return False
    article = statement.article
    lead = stems(article.title + " " + article.text[:_LEAD_CHARS])
    return sum(word in here or word in lead for word in wanted) >= _COVERAGE * len(wanted)


#: Verbs that say little by themselves, or change too much for a stem.
_LIGHT = frozenset("have has had be get make take do go come give see know think".split())
_NP_END_RE = re.compile(
    r"\s(?:(?:the|an?|its|his|her|their|this|that|to|in|on|at|of|from|for|with|by|about|into|over|as|it|them|him|any)\b|[A-ZÀ-Þ0-9])"
)
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
_OF_WHAT_RE = re.compile(r"\s(?:of\s+(?:the\s+)?[\w’'-]+|(?:in|at|near)\s+(?:the\s+)?[A-ZÀ-Þ][\w’'-]*)")


def _core(question: Question) -> frozenset[str]:
    """Return the word that carries a question: "withdraw" of "will it withdraw the plan", "red" of "was the light red"."""
    bare = question.text.strip(" ?.!")
    if question.speakers or _NEGATION_RE.search(bare):
        return frozenset()
    if match := _DO_RE.match(bare):
        rest = bare[match.end() :]
        det = re.match(r"(?:the|an?|its|his|her|their|any|[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*)\s", rest)
        start = det.end() if det else 0
        end = _NP_END_RE.search(rest, start)
        subject = rest[start : end.start() if end else len(rest)].split()
        word = subject[-1].lower() if subject else ""
        return frozenset() if word in _LIGHT else _forms_of(word)
    if match := _HAS_RE.match(bare):
        done = _DONE_RE.search(bare, match.end())
        return frozenset() if done is None or done["verb"].lower() in _LIGHT else _forms_of(done["verb"])
    if match := _IS_RE.match(bare):
        if doing := re.search(
            r"\s(?:still\s+|now\s+)?(?P<verb>\w{2,}ing)\s+(?:into|for|at|to|on|by|about|the|an?)\s", bare[match.end() :]
        ):
            return _forms_of(doing["verb"])
        return _complement(_OF_WHAT_RE.sub("", bare[match.end() :]))
    return frozenset()


def _complement(rest: str) -> frozenset[str]:
    """Return what a question says of its subject: "red" of "the light red", "run" of "the owner on the run"."""
    plain_rest = _TRAILING_RE.sub("", rest)
    said = [word for word in tokens(plain_rest) if word.lower() not in STOP_WORDS]
    if len(said) == 1:  # the subject alone: the phrase after it is what is asked
        return _phrase_head(rest[len(plain_rest) :])
    return frozenset() if not said or said[-1][0].isupper() else _forms_of(said[-1])


def _phrase_head(phrase: str) -> frozenset[str]:
    """Return the noun of a phrase after its preposition: "talks" of "in talks with the union"."""
    first = re.split(r"\s(?:with|about|over|of|in|at|on|by|for|from)\s", phrase.strip(), maxsplit=1)[0]
    said = content(first) or content(phrase)
    return frozenset({_form(said[-1])}) if said else frozenset()


#: Code points before a sentence in which its "he" is named: two sentences, about.
_NEAR = 300


def _scene(statement: Statement) -> frozenset[str]:
    article, at = statement.article, statement.start
    near = article.text[max(0, at - _NEAR) : at] if _PRONOUN_RE.search(statement.sentence.text) else ""
    return _forms_of(f"{article.title} {article.text[:_LEAD_CHARS]} {near}")


_ANY_SUBJECT_RE = re.compile(r"\b(?:he|she|it|they|him|her|them|us|we|the\s+\w+)\b", re.IGNORECASE)


# "Berg's lawyer said his client would appeal"
_CLIENT_RE = re.compile(r"\b(?:his|her|their|its)\s+clients?\b", re.IGNORECASE)


def _speaks_of_subject(statement: Statement, others: frozenset[str]) -> bool:
    """Tell whether a statement names some of what a question is about, or has a word that stands for it."""
    return (
        bool(others & _forms_of(statement.text))
        or bool(_BODY_RE.search(statement.text))
        or (bool(_CLIENT_RE.search(statement.text)) and bool(others & _forms_of(statement.sentence.text)))
        or bool(_PRONOUN_RE.search(statement.text))
        or (bool(re.search(r"\b(?:us|we|them|him|her|it)\b", statement.text)) and bool(others))
    )


_OTHER_VERB_RE = re.compile(r"\w+ed\s+(?:an?|the|any|his|her|its|their)\s+(?:\w+\s+)?$", re.IGNORECASE)


# "It was not under control and that hospitals were full": the "not" ends there.
_AND_THAT_RE = re.compile(r"\b(?:and|but)\s+that\b|;|\bbut\b", re.IGNORECASE)


def _only_noun(text: str, core: frozenset[str]) -> bool:
    """Tell whether the word that a question turns on stands only as the object of another verb."""
    places = [match.start() for match in re.finditer(r"[\w'’-]+", text) if _form(match[0]) in core]
    return bool(places) and all(_OTHER_VERB_RE.search(text[:at]) for at in places)


#: Words one of which denies the other of the same thing.
_OPPOSED = tuple(
    (frozenset(map(_form, left.split())), frozenset(map(_form, right.split())))
    for left, right in (
        ("red", "green"), ("locked", "open unlocked"), ("peaceful", "violent"), ("guilty", "innocent"),
        ("safe", "unsafe dangerous"), ("legal lawful", "illegal unlawful"), ("true", "false untrue"), ("full", "empty"),
        ("fair", "rigged unfair"), ("alive", "dead"), ("free", "jailed"), ("deliberate", "accidental"),
    )
)  # fmt: skip


def _opposed(statement: Statement, clause: str, core: frozenset[str], wanted: frozenset[str]) -> Reading | None:
    """Read "the signal was green" as no to "was the signal red"."""
    against = frozenset().union(*(b for a, b in _OPPOSED if core & a), *(a for a, b in _OPPOSED if core & b))
    said = [word for word in re.finditer(r"[\w'’-]+", statement.text) if _form(word[0]) in against]
    subject = (wanted - core) & _forms_of(statement.text)
    if (
        not said
        or not subject
        or not re.search(r"\b(?:was|were|is|are|be|been)\s+(?:\w+\s+)?$", statement.text[: said[0].start()])
    ):
        return None
    if not wanted - core <= _forms_of(statement.text) | _scene(statement):
        return None
    negated = bool(_NEGATION_RE.search(statement.text[: said[0].start()])) != statement.denied
    span = Span(statement.start + said[0].start(), statement.start + said[0].end())
    return Reading(YesNo(negated), span, confidence=0.6, stance=Stance.ASSERT if negated else Stance.DENY)


def _base(word: str) -> str:
    return _IRREGULAR.get(word.lower(), word.lower())


def _light_verb(question: Question) -> set[str]:
    """Return "know" of "did the firm know of the danger": a verb that must stand in what answers it."""
    bare = question.text.strip(" ?.!")
    match = re.match(r"(?:did|does|do)\s+(?:\S+\s+){1,4}?(?P<verb>know|think)\s", bare, re.IGNORECASE)
    return {match["verb"].lower()} if match else set()


_ANY_RE = re.compile(
    r"^(?:did|was|were|is|are|has|have|had)\s+(?:there\s+)?(?:been\s+)?(?:an?|any)\s+(?P<what>(?:[a-z-]+\s+)?[a-z-]+?)(?:\s|$)",
    re.IGNORECASE,
)
_FIND_ANY_RE = re.compile(
    r"^(?:did|has|have|had)\s+.{2,50}?\s(?:found|find|seen?|discover(?:ed)?)\s+any\s+(?P<what>(?:[a-z-]+\s+)?[a-z-]+)$",
    re.IGNORECASE,
)


def _absent(statement: Statement, question: Question) -> Reading | None:
    """Read "there was no fire" as no to "did a fire break out", "not one was forged" to "any forged ballots"."""
    bare = question.text.strip(" ?.!")
    found = _FIND_ANY_RE.match(bare)
    match = found or _ANY_RE.match(bare)
    if match is None or statement.denied:
        return None
    nouns = match["what"].lower().split()
    nouns = nouns if found else nouns[:1]
    if not nouns or not content(nouns[0]):
        return None
    phrase = r"\s+".join(rf"{re.escape(noun)}s?" for noun in nouns)
    absent = re.search(rf"\bno\s+(?:\w+\s+)?{phrase}\b(?!\s+of\b)", statement.text, re.IGNORECASE)
    if absent is None and found and len(nouns) > 1:
        last = rf"{re.escape(nouns[-1])}"
        if re.search(rf"\b{last.removesuffix('s')}s?\b", statement.text, re.IGNORECASE):
            absent = re.search(
                rf"\b(?:not\s+one|none)\s+(?:of\s+them\s+)?(?:was|were)\s+{re.escape(nouns[0])}\b",
                statement.text,
                re.IGNORECASE,
            )
    if absent is None or _WHETHER_RE.search(statement.text[: absent.start()]):
        return None
    span = Span(statement.start + absent.start(), statement.start + absent.end())
    return Reading(YesNo(False), span, confidence=0.7, stance=Stance.DENY)


def _cued(statement: Statement, core: frozenset[str], wanted: frozenset[str]) -> bool:
    """Tell whether the verb of speech is itself what is asked: "Quill conceded the race" to "did Quill concede"."""
    speaker = statement.speaker
    if speaker is None or not statement.cue or not core & _forms_of(statement.cue):
        return False
    before = statement.sentence.text.partition(statement.cue)[0]
    if _NEGATION_RE.search(before):
        return False  # "has not conceded the race"
    said = _forms_of(f"{speaker.name} {speaker.canonical} {statement.text}")
    return bool((wanted - core) & said) and wanted - core <= said | _scene(statement)


_OWN_RE = re.compile(
    r"\b(?:his|her|their|its|my|our)\s+(?P<own>[a-z-]+)\s+(?:(?:would|will|had|has|have|was|is|also|not|never)\s+){0,3}$",
    re.IGNORECASE,
)


def _owned_by_other(statement: Statement, core: frozenset[str], wanted: frozenset[str]) -> bool:
    """Tell whether the one who acts is somebody else's: "her office would appeal" says nothing of Quill."""
    for match in re.finditer(r"[\w'’-]+", statement.text):
        own = _OWN_RE.search(statement.text[: match.start()]) if _form(match[0]) in core else None
        if own:
            return not (wanted - core) & _forms_of(f"{statement.sentence.text} {own['own']}")
    return False


# "The steering" is a thing, "was it fishing" a deed.
_DOING_RE = re.compile(r"(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bany )\b(?P<verb>\w+ing)\b", re.IGNORECASE)


def _by_words(statement: Statement, clause: str, question: Question) -> Reading | None:
    wanted = _forms_of(clause)
    if not wanted or _only_named(statement, clause):
        return None
    core = _core(question)
    if core and _cued(statement, core, wanted):
        return Reading(YesNo(True), statement.contents[0], confidence=0.7)
    if core and _owned_by_other(statement, core, wanted):
        return None
    if core and not core & _forms_of(statement.text):
        return _opposed(statement, clause, core, wanted)
    if not core and _light_verb(question) - {_base(word) for word in tokens(statement.text)}:
        return None
    return _worded(statement, clause, core, wanted)


def _only_named(statement: Statement, clause: str) -> bool:
    """Tell whether a verb that a question asks about only names a sort of thing in a statement: "a fishing boat"."""
    verbs = {_form(match["verb"]) for match in _DOING_RE.finditer(clause)}
    return any(
        _form(found[0]) in verbs and _attributive(statement.text, found.start(), found.end())
        for found in re.finditer(r"\b\w+ing\b", statement.text)
    )


def _worded(statement: Statement, clause: str, core: frozenset[str], wanted: frozenset[str]) -> Reading | None:
    """Read yes or no where a statement holds nearly all words of a question, by the negation before the last of them."""
    shared = [word for word in tokens(statement.text) if _form(word) in wanted]
    known = {_form(word) for word in shared} | _spoken_of(statement, clause)
    by = _BY_RE.search(clause)
    told = _forms_of(by["who"]) <= _forms_of(statement.text) if by else True  # what did it must stand in the sentence
    if core and told and (known | _scene(statement)) >= wanted and _speaks_of_subject(statement, wanted - core):
        known = known | wanted
    if not shared or len(known & wanted) < _PLAIN_COVERAGE * len(wanted):
        return None
    start = statement.text.find(shared[0])
    if start > 0 and _SUSPECTED_RE.search(statement.text[:start]):
        return None
    end = statement.text.rfind(shared[-1]) + len(shared[-1])
    if start < 0 or end <= start:
        return None
    clause_start = max((cut.end() for cut in _AND_THAT_RE.finditer(statement.text, 0, end)), default=0)
    negated = bool(_NEGATION_RE.search(statement.text, clause_start, end)) != statement.denied
    if negated and core and _only_noun(statement.text, core):
        return None  # to deny having ignored a warning is not to deny the warning
    asked = bool(_NEGATION_RE.search(clause))
    span = Span(statement.start + start, statement.start + end)
    return Reading(YesNo(negated == asked), span, confidence=0.6, stance=Stance.DENY if negated else Stance.ASSERT)


def _spoken_of(statement: Statement, clause: str) -> frozenset[str]:
    """Return the names of a question that a pronoun in the statement may stand for: "he would appeal"."""
    if not _PRONOUN_RE.search(statement.text):
        return frozenset()
    around = _forms_of(
        statement.sentence.text + " " + statement.article.title + " " + statement.article.text[:_LEAD_CHARS]
    )
    return frozenset(_form(word) for word in tokens(clause) if word[0].isupper()) & around


class _YesNoKind:
    name = "yes_no"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield at most one yes or no for a statement."""
        return read(statement, question)


KIND = _YesNoKind()
register(KIND)
