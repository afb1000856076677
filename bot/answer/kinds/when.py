"""The event whose time a question asks for: "when did the talks begin" asks about the beginning, not about the talks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.clauses import Asked, clauses
from bot.answer.event import beginnings_of, forms_of, unforeseen
from bot.answer.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Statement

_OPENING_RE = re.compile(
    r"""^(?:(?:at|on|by|in|since|until|from|till)\s+)?(?:when|(?:what|which)\s+(?:exact\s+)?(?:time|day|date|year|month|hour|weekday))
    (?:\s+of\s+the\s+\w+)?\s+(?P<aux>did|does|do|will|would|can|could|may|might|must|should|is|are|was|were|has|have|had)\s+
    (?P<rest>.+)$""",
    re.I | re.X,
)
_TO_RE = re.compile(r"\bto\s+(?:be\s+)?(?P<verb>[a-z]+)\b")
_WORD_RE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BE = frozenset("is are was were".split())
_HAVE = frozenset("has have had".split())
_SMALL = frozenset(
    "the a an of in on at by to for from with between and or into onto off over under up down out about against after before through across along past "
    "during its his her their our my this that these those any some all part".split()
)
_OPENS_PHRASE = frozenset(
    "the a an of in on at by for from with between and or its his her their our this that".split()
)
_PRONOUNS = frozenset("he she it they we you i".split())
_PARTICIPLE_RE = re.compile(
    r"(?:\w{3,}ed|held|built|born|taken|given|made|sold|found|sent|read|shot|hit|cut|set|put|lost|won|told|known|begun|done"
    r"|seen|written|chosen|elected|sworn|laid|paid|brought|caught|bought|fought|hurt|broken|stolen|driven|hidden)"
)
#: Words that news uses for one kind of event, each with its forms; "_" joins the words of one.
_ALIKE = (
    "collapse collapsed collapses collapsing gave_way give_way gives_way burst broke came_down come_down fell_down caved_in",
    "hit hits struck strike ran_aground run_aground running_aground grounded grounding collided",
    "complete completed completes close closes closed closing finish finished conclude concluded finalise finalised",
    "take_over takes_over took_over taken_over takeover buy bought acquire acquired gobbled_up swallow swallowed",
    "replay replayed replays replaying played_again play_again take_place takes_place took_place",
    "concede conceded concedes conceding admitted_defeat accepted_defeat",
    "take_office takes_office took_office sworn_in inaugurated takes_up",
    "approach approached approaches first_approach",
    "vote votes voted voting vote_on election referendum poll ballot",
    "held hold holds holding takes_place take_place took_place taking_place",
    "lodge lodged file filed appeal",
    "apologise apologised apologize apologized apology",
    "resign resigned resigns resigning resignation step_down steps_down stepped_down stepping_down stand_down stood_down quit quits",
    "leave_office left_office leaves_office resigned resigns resignation stepped_down steps_down stood_down quit was_fired was_sacked was_dismissed was_ousted was_removed"
    " relieved_of",
    "ready finished finish completed complete installed in_place operational in_service up_and_running",
    "date dates dated built made manufactured constructed",
    "meet meets met",
    "register registered registers record recorded records log logged",
    "walk_out walked_out walkout strike on_strike down_tools downed_tools",
)
#: Sudden events that a text need not tie to a subject: a story has one of them.
_SUDDEN = frozenset(range(2))
_GIVEN = frozenset("give come take run ran go get be have make walk leave".split())
_NOT_RE = re.compile(r"\b(?:not|never|no|nor)\b|n['’]t\b", re.I)
_OF_RE = re.compile(r"\bof\s+(?:the\s+)?$")
_PRONOUN_RE = re.compile(r"\b(?:it|he|she|they|this|its|his|her|their)\b", re.I)
#: Words of a question about a time that name nothing.
_EMPTY = frozenset(
    stem(word) for word in "time day date year month part planned expected due supposed scheduled".split()
)


@dataclass(frozen=True, slots=True)
class Event:
    """What a question asks the time of."""

    #: Its word as the question has it.
    word: str
    #: Forms under which a text may speak of it, lower case.
    forms: tuple[str, ...]
    #: A story has one of them, so that a text need not say to what it happened.
    sudden: bool
    #: "When was the vote": the event is a noun.
    noun: bool = False
    #: Forms that tell of the event by themselves ("walked out" of a strike), where it is not sudden.
    sure: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def event_of(question: str) -> Event | None:
    """Return the event of a question about a time; None where its form does not tell.

    >>> event_of("When is the inquiry supposed to report?").word
    'report'
    >>> event_of("When did the talks between Berg and Dahl begin?").word
    'begin'
    """
    opening = _OPENING_RE.match(question.strip().rstrip("?!. "))
    if opening is None:
        return None
    word, noun = _event_word(opening["aux"].lower(), opening["rest"])
    if word is None:
        return None
    told = _by_noun(word, noun, opening["rest"])
    if told is not None:
        return told
    for number, line in enumerate(_ALIKE):
        forms = tuple(form.replace("_", " ") for form in line.split())
        if word in forms:
            return Event(word, forms, number in _SUDDEN, noun)
    return Event(word, (), False, noun)


#: Verbs that only say that there was an event: which, their subject names.
_HAPPENS = frozenset("happen happens happened occur occurred unfold".split()) | {"take place", "taken place", "go on"}
_BEGINS = frozenset("start started begin begun commence".split()) | {"break out", "broken out"}


def _by_noun(word: str, noun: bool, rest: str) -> Event | None:
    """Return the event that a noun names: "did the heist happen", "was the crash", "did the walkout begin"."""
    coming = _COMING_RE.search(rest)
    weather = (coming["what"] or coming["verb"]).lower() if coming else ""
    if weather in _WEATHER:
        return Event(weather, _WEATHER[weather], True, True)
    subject = _FRAME_RE.split(rest)[0]
    heads = [head for head in _WORD_RE.findall(subject) if head.lower() not in _SMALL | _PRONOUNS]
    if word in _BEGINS and heads:
        begun = next((forms for head in heads if (forms := beginnings_of(head))), ())
        sure = tuple(form for form in begun if form not in ("began", "started", "ignited"))
        return Event(word, (*begun, "begins", "starts"), False, sure=sure) if begun else None
    if word in _HAPPENS or noun:
        named = [head for head in heads if forms_of(head)] if word in _HAPPENS else [word] * bool(forms_of(word))
        if not named:
            return None
        alike = next((line for line in _ALIKE if named[0].lower() in line.split()), "")
        if alike and word not in _HAPPENS:
            return None
        every = dict.fromkeys((*forms_of(named[0]), *(form.replace("_", " ") for form in alike.split())))
        return Event(named[0].lower(), tuple(every), unforeseen(named[0]), True)
    return None


#: "When is the rain coming", "when will it rain": the weather, under all its words.
_COMING_RE = re.compile(
    r"^(?:(?:the|any|some|more)\s+)?(?P<what>rain|snow|wind|storm|heat|frost|fog)\b(?:\s+(?:coming|due|expected|arriving|going\s+to|come|arrive|start|begin|fall|stop))?|^it\s+(?P<verb>rain|snow)\b",
    re.I,
)
_WEATHER = {
    "rain": ("rain", "rains", "showers", "rainfall", "downpours"), "snow": ("snow", "snowfall", "snows"), "storm": ("storm", "storms", "gale"),
    "heat": ("heat", "heatwave"), "frost": ("frost",), "fog": ("fog",),
}  # fmt: skip
_FRAME_RE = re.compile(r"\s+(?:of|in|at|on|near|over|against|that|which)\s", re.I)


def event_named(question: str) -> Event | None:
    """Return the event that "where did the heist happen" names by a noun; None for any other question.

    >>> event_named("Where did the robbery take place?").word
    'robbery'
    """
    found = _WHERE_RE.match(question.strip().rstrip("?!. "))
    return event_of(f"when {found['rest']}") if found else None


_WHERE_RE = re.compile(r"^(?:where|in\s+(?:what|which)\s+\w+)\s+(?P<rest>(?:did|was|were|has|had)\s.+)$", re.I)


#: "When will the bridge be ready": no participle, but what it comes to be.
_STATES = frozenset({"ready"})


def _event_word(auxiliary: str, rest: str) -> tuple[str | None, bool]:
    infinitive = [match["verb"] for match in _TO_RE.finditer(rest) if match["verb"] not in _SMALL]
    if infinitive:
        return infinitive[-1].lower(), False
    words = _WORD_RE.findall(rest)
    if words and words[-1].lower() in _STATES:
        return words[-1].lower(), False
    if auxiliary in _BE | _HAVE or (words and "be" in words):
        for word in reversed(words):
            if _PARTICIPLE_RE.fullmatch(word):
                return word, False
        return _head_noun(words), True
    return _base_verb(words), False


def _head_noun(words: list[str]) -> str | None:
    head = None
    for word in words:
        if head is not None and word.lower() in _SMALL:
            break
        if word.lower() not in _SMALL | _PRONOUNS | {"been", "be"}:
            head = word
    return head.lower() if head and head.islower() else None


def _base_verb(words: list[str]) -> str | None:
    """Return the verb after its subject: a word that a noun phrase does not open, before one that opens or ends."""
    for at, word in enumerate(words):
        if at == 0 or not word.islower() or word in _SMALL | _PRONOUNS:
            continue
        before, after = words[at - 1].lower(), words[at + 1] if at + 1 < len(words) else ""
        if before in _OPENS_PHRASE or before.endswith(("'s", "’s")):
            continue
        if not after or after.lower() in _SMALL or not after.islower():
            both = f"{before} {word}" if before in _GIVEN else f"{word} {after}" if word in _GIVEN else word
            return both.lower().strip()
    return None


def words_of(statement: Statement, event: Event | None) -> str:
    """Return what a statement holds, with the words that attribute it where they are the event: "Berg conceded on Monday"."""
    cue = statement.cue
    if event is None or cue is None or statement.speaker is None:
        return statement.text
    same = stem(cue.split()[-1]) == stem(event.word) or cue.lower() in event.forms
    return statement.sentence.text if same else statement.text


_ASKS_RE = re.compile(r"\?[\s\"”’')]*$")


def asks(statement: Statement) -> bool:
    """Tell whether a sentence is a question, which states nothing: "Who walked out last night?"."""
    return _ASKS_RE.search(statement.sentence.text) is not None


#: "Nine minutes before the break-in": the event only tells when another was.
_REFERENCE_RE = re.compile(
    r"\b(?:before|after|since|until|following|ahead\s+of|prior\s+to|than)\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+|this\s+|that\s+)?(?:\w+\s+)?$",
    re.I,
)
_OF_NAME_RE = re.compile(r"\s+(?:at|of|in|on|off|near)\s+(?:the\s+)?(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*)")
_DAY_NAME_RE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
)


def _of_elsewhere(text: str, end: int, statement: Statement, question: Question) -> bool:
    """Tell whether an event is that of another place: "the robbery at Rook Castle" in an article on another robbery."""
    found = _OF_NAME_RE.match(text, end)
    if found is None or _DAY_NAME_RE.match(found["name"]):
        return False
    name = stems(found["name"])
    return not name & (_lead(statement) | stems(question.text))


def asked_events(statement: Statement, question: Question, event: Event) -> Iterator[Asked]:
    """Yield where a statement tells of the event, with the question's other words or a pronoun beside it."""
    text = words_of(statement, event)
    own = stems(event.word) | {stem(part) for part in event.word.split()}
    whole = stems(statement.article.title) | stems(statement.article.text)
    names = {stem(word) for word in _WORD_RE.findall(question.text) if word[:1].isupper()} & whole
    subject = {stem(word) for word in question.about} - own - _EMPTY
    subject |= {stem(other) for line in _THINGS for other in line.split() if subject & {stem(w) for w in line.split()}}
    for left, right in clauses(text):
        found = _find(text, left, right, event)
        if found is None:
            continue
        if event.noun and (
            _REFERENCE_RE.search(text[: found[0]]) or _of_elsewhere(text, found[1], statement, question)
        ):
            continue
        nouns = subject - names or subject
        if (
            "acquired" in event.forms
            and len(names) > _PARTIES
            and len(names & stems(text[left:right])) < _PARTIES
            and _names_others(text[left:right], names)
        ):
            continue  # another firm's purchase, which shares a word with the name asked about
        right = _relative_end(text, found, right)
        here, near = stems(text[left:right]), stems(text)
        if subject and not subject & here and _NAMED_DOER_RE.search(text, left, found[0]):
            continue  # "Its chief, Anna Berg, resigned", where Dahl is asked about
        if not nouns or nouns & here:
            confidence = 0.8
        elif nouns & near or subject & here or _PRONOUN_RE.search(text, left, right):
            confidence = 0.7
        elif (
            event.sudden
            or text[found[0] : found[1]].lower() in event.sure
            or (event.forms and nouns & _lead(statement))
        ):
            confidence = 0.6
        else:
            continue
        negated = _NOT_RE.search(text, max(left, found[0] - 25), found[0]) is not None
        yield Asked(found[0], found[1], left, right, negated, False, confidence)


#: "Its chief executive, Anna Berg, " before a verb: who did it, by name.
_NAMED_DOER_RE = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+\s+[A-ZÀ-Þ][\w’'-]+,?\s+(?:(?:has|have|had|was|will|also|then|later|finally)\s+){0,2}$"
)
_WHICH_RE = re.compile(r",\s+(?:which|who)\s+(?:(?:has|had|have|was|were|\w+ly)\s+){0,2}$")


def _relative_end(text: str, found: tuple[int, int], right: int) -> int:
    """Return where what is told beside an event ends: of ", which announced the theft on Sunday, claims" at its comma."""
    if not _WHICH_RE.search(text[: found[0]]):
        return right
    end = text.find(", ", found[1], right)
    return end + 1 if end >= 0 else right


#: A question with more names than this is about two parties: a clause on others tells of another event.
_PARTIES = 2


def _names_others(clause: str, names: set[str]) -> bool:
    found = [stem(word) for word in _WORD_RE.findall(clause)[1:] if word[:1].isupper()]
    return any(word not in names for word in found)


#: "Friday's close", "the closing price": of a market, not of a deal.
_MARKET_RE = re.compile(r"(?:close|closing)(?!\s+(?:the|its|of|is|will|was))\b")


def _market(low: str, match: re.Match[str]) -> bool:
    after = low[match.end() : match.end() + 8].strip().startswith(("price", "level"))
    return bool(_MARKET_RE.fullmatch(match[0])) and (after or low[: match.start()].rstrip().endswith(("'s", "’s")))


def _lead(statement: Statement) -> frozenset[str]:
    """Return the stems of what an article opens with: its headline and about two paragraphs."""
    return stems(statement.article.title) | stems(statement.article.text[:_LEAD])


#: Characters of an article that say what it is about: about two paragraphs.
_LEAD = 600
#: Words that news uses for one thing that happens.
_THINGS = (
    "takeover deal merger acquisition purchase",
    "final match game fixture",
    "inquiry investigation probe",
    "hearing trial",
    "vote election poll",
)


def _find(text: str, left: int, right: int, event: Event) -> tuple[int, int] | None:
    low = text.lower()
    for form in event.forms:
        match = re.compile(
            rf"(?<![\w-]){re.escape(form)}\b(?!\s+of\s+(?:the\s+)?(?:talks|negotiations|meeting|court))"
        ).search(low, left, right)
        # "The recount of the votes" is no vote.
        if match and not (event.noun and _OF_RE.search(low, left, match.start())) and not _market(low, match):
            return match.span()
    if not event.forms and " " in event.word:  # "run through"
        first, rest = event.word.split(maxsplit=1)
        both = re.compile(rf"\b(?P<verb>{re.escape(first[:2])}[a-z]*)\s+{re.escape(rest)}\b")
        found = next((m for m in both.finditer(low, left, right) if stem(m["verb"]) == stem(first)), None)
        return found.span() if found else None
    wanted = stem(event.word)
    for match in _WORD_RE.finditer(text, left, right):
        if not event.forms and stem(match[0]) == wanted:
            return match.span()
    return None
