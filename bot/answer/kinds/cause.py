"""Causes: what a statement says brought something about, or denies, or leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.predicates import predicates
from bot.answer.types import Question, Reading, Span, Stance, Statement
from bot.answer.values import Relation
from bot.answer.words import stem, stems, tokens
from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause as given, denied or left open."""

    text: str
    #: The text says that this was not the cause.
    denied: bool = False
    #: The text says that the cause is being looked into or is not known.
    open: bool = False
    #: Predicate groups of the words ("attack", "shoot_down"): what they have in common with other causes.
    groups: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Always "cause"."""
        return "cause"

    def relation(self, other: Value) -> Relation:
        """Shared words are the same cause; a denial is incompatible with what it denies; else both may hold."""
        if not isinstance(other, Cause):
            return Relation.INCOMPATIBLE
        if self == other:
            return Relation.SAME
        if self.open != other.open and (self.denied or other.denied):
            # Not to know is not to deny; "no hostile fire, it is being looked into" is one account, of an accident.
            accident = (self if self.denied else other).groups & _VIOLENT
            return Relation.SAME if accident else Relation.COMPATIBLE
        settled = not (self.denied or self.open)
        other_settled = not (other.denied or other.open)
        if settled == other_settled:
            if not settled or self._shares(other):
                return Relation.SAME
            # "a squall" and "a steering failure" are rivals: the one clears whoever the other blames.
            rivals = self.family and other.family and self.family != other.family
            return Relation.INCOMPATIBLE if rivals else Relation.COMPATIBLE
        denied = self if not settled else other
        return Relation.INCOMPATIBLE if denied.denied and self._shares(other) else Relation.COMPATIBLE

    @property
    def family(self) -> str | None:
        """The sort of thing that did it: nature, or a thing that failed; None when it is neither or both."""
        nature, failing = _NATURE_RE.search(self.text), _FAILING_RE.search(self.text)
        return None if bool(nature) == bool(failing) else "nature" if nature else "failure"

    def _shares(self, other: Cause) -> bool:
        words, others = stems(self.text), stems(other.text)
        for one_thing in (_GALE_RE, _ON_PURPOSE_RE):
            if one_thing.search(self.text) and one_thing.search(other.text):
                return True
        if self.groups & other.groups & _VIOLENT or (self.groups & _VIOLENT and other.groups & _VIOLENT):
            return True
        smaller = min(len(words), len(others))
        return bool(smaller) and 2 * len(words & others) >= smaller

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "cause", "text", …}."""
        return {"kind": self.kind, "text": str(self), "denied": self.denied, "open": self.open}

    def __str__(self) -> str:
        return f"not {self.text}" if self.denied else self.text


#: Words for one thing: what blew.
_GALE_RE = re.compile(r"\b(?:squalls?|gusts?|winds?|gales?|weather|storms?)\b", re.IGNORECASE)
#: "arson", "set on purpose", "a deliberate act".
_PURPOSE = r"(?:on\s+purpose|deliberate(?:ly)?|intentional(?:ly)?|wilful(?:ly)?)"
_ACT = r"(?:set|started|lit|laid|ignited|caused|sparked|act)"
_ON_PURPOSE_RE = re.compile(
    rf"\barson(?:ists?)?\b|\b(?:any|some)(?:one|body)\s+(?:had\s+|has\s+)?(?:set|lit|started|ignited)\b|\b{_ACT}\s+(?:\w+\s+)?{_PURPOSE}\b|\b{_PURPOSE}\s+(?:\w+\s+)?{_ACT}\b|^\W*(?:it\s+was\s+)?{_PURPOSE}\W*$",
    re.IGNORECASE,
)
_NATURE_RE = re.compile(
    r"\b(?:squalls?|gusts?|winds?|gales?|weather|storms?|waves?|(?:earth)?quakes?|tremors?|rain|rainfall|snow|ice|fog|lightning|tides?|currents?)\b",
    re.IGNORECASE,
)
_FAILING_RE = re.compile(
    r"\b(?:failures?|failed|faults?|faulty|errors?|negligence|neglect|corroded|corrosion|rust\w*|defects?|defective|malfunction\w*|blocked"
    r"|worn|maintenance|bolts?|welds?|brakes?|steering|engines?|mistakes?|skipped|missed|untightened|loose)\b",
    re.IGNORECASE,
)
#: Causes that somebody inflicted: "a missile" and "hostile fire" speak of one thing.
_VIOLENT = frozenset({"attack", "shoot_down", "shoot"})

_END = r"(?=\s*(?:[.;!?”\"]|,\s|$|\b(?:and|but|while|when|on|according|which|who|said|says)\b))"
#: Where a cause that may hold "and" or "on" ends: "a tree fell on him", "pay and rosters".
_STOP = r"(?=\s*(?:[.;!?”\"]|,\s|$|\s{2,}|\b(?:but|while|according|which|who|said|says)\b))"
#: What somebody is punished for: it answers "why", and caused nothing else.
_PUNISHED = (
    rf"\b(?:jailed|imprisoned|sentenced|fined|arrested|charged|convicted|suspended|dismissed|sacked|fired|punished|banned|praised|criticised|criticized)\b"
    rf"[^.;]{{0,60}}?\s(?:for|over)\s+(?P<cause>(?!\d|(?:about|at|up|more|nearly|life|an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\s)\S.{{2,110}}?){_END}"
)
#: Who answers for it: it tells who is to blame, and not what happened.
_HELD_TO_ACCOUNT = r"\bh(?:olds?|eld|olding)\s+(?P<cause>[^.;,]{2,60}?)\s+(?:\w+ly\s+)?responsible\b"
_CAUSE_ASKED_RE = re.compile(r"\W*what\s+(?:\w+\s+)?caused", re.IGNORECASE)
_CAUSES = (
    rf"\b(?:caused|triggered|sparked|prompted|set\ off)\s+by\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\b(?:due|owing|thanks)\s+to\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\bbecause\s+of\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\bbecause[\s,]+(?P<cause>(?!of\b)\S.{{4,110}}?){_END}",
    rf"\b(?:blamed\ (?:it\ |this\ |the\ \w+\ )?on|attributed\ to|result(?:ed|ing|s)?\ from|(?:as\ a|was\ the|is\ the|was\ a|is\ a)\ result\ of|stemmed\ from)\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\b(?:cause|reason),?\s+(?:\w+\s+){{0,6}}?(?:was|is)\s+(?P<cause>(?!not\b|under\b|un|being\b)\S.{{2,110}}?){_END}",
    _PUNISHED,
    r"(?P<cause>\b(?:an?|the|heavy|strong|high)\s+[^.;,]{2,80}?)\s+(?:caused|triggered|sparked|led\ to|set\ off)\s+(?:the|an?|its)\b",
    rf"\bblam(?:e|es|ed|ing)\s+(?P<cause>(?!(?:it|this|that|him|her|them|each)\b|[^.;]{{2,60}}?\son\s)\S.{{2,90}}?)(?=\s+for\b|\s*[.;!?,]|\s*$|{_END})",
    r"(?P<cause>\b(?:an?|the)\s+[^.;,]{2,60}?)\s+(?:was|is|were|are|had\ been)\s+to\ blame\b",
    _HELD_TO_ACCOUNT,
    rf"\bbut\s+(?:by|because\ of|due\ to)\s+(?P<cause>\S.{{2,110}}?){_END}",
    r"(?P<cause>\b(?:an?|the)\s+[^.;,“”\"]{2,60}?)\s+did\s+(?:this|that|it)\b",
    rf"\b(?:difference|gap|delay|error|change)\s+(?:came|comes|arose|arises|stems)\s+from\s+(?P<cause>\S.{{2,110}}?){_END}",
)
#: Things that bring others about without meaning to: weather, failures, faults.
_FORCE = (
    r"(?:squalls?|gusts?|winds?|storms?|waves?|failures?|faults?|fire|blaze|(?:earth)?quakes?|tremors?|rain|ice|snow|lightning|errors?|leaks?|cracks?"
    r"|explosions?|fog|currents?|heat|floods?|landslides?|avalanches?|malfunctions?|defects?|short\ circuits?|tides?|corrosion|rust)"
)
_FIRES = r"(?:fires?|blaze|wildfire|bushfire|inferno)"
#: How a fire began.
_LIT = (
    rf"(?P<cause>\b(?:an?|the|one)\s+(?:[\w-]+\s+){{0,4}}?[\w-]+)\s+(?:had\s+|has\s+)?(?:started|ignited|lit|sparked|kindled)\s+(?:the|a|this)\s+(?:\w+\s+){{0,3}}?{_FIRES}\b",
    rf"\b{_FIRES}\s+(?:was|were|had\s+been|has\s+been|is|may\s+have\s+been|might\s+have\s+been)\s+(?P<cause>(?:set|started|lit)\s+(?:deliberately|intentionally|on\s+purpose|by\s+accident|by\s+[^.;,]{{3,60}}?))(?=[.;,”\"]|\s+(?:said|says|and|but)\b|$)",
    rf"\b{_FIRES}\s+(?:was|had\s+been|has\s+been|is)\s+(?P<cause>(?:deliberately|intentionally)\s+(?:set|started|lit))\b",
    rf"\b{_FIRES}\s+(?:was|had\s+been|has\s+been|is)\s+(?P<cause>arson)\b",
    r"\b(?:a\s+case|an\s+act)\s+of\s+(?P<cause>arson)\b",
    rf"\b(?P<cause>(?:any|some)(?:one|body)\s+(?:had\s+|has\s+)?(?:set|lit|started|ignited)\s+(?:the|a|this)\s+(?:\w+\s+){{0,2}}?{_FIRES})\b",
)
#: What somebody did, or failed to do: it is suspected, spoken of, and leaves signs.
_GUILT = (
    r"(?:arson|sabotage|foul\s+play|negligence|(?:human|pilot|driver|operator|signal\w+)(?:['’]s)?\s+error|an?\s+(?:\w+\s+)?error"
    r"|(?:an?|the)\s+(?:deliberate|intentional)\s+(?:act|attack|fire)|(?:an?\s+)?(?:\w+\s+)?(?:failure|fault|malfunction|defect|short\s+circuit)"
    r"|(?:metal\s+)?fatigue|corrosion|rust|poor\s+maintenance)"
)
#: Causes that are suspected, spoken of or seen by their traces; of the story's event, since none is named beside them.
_SUSPECTED = (
    rf"\b(?:signs?|traces?|evidence|suspicions?|indications?|clues?|proof)\s+of\s+(?P<cause>{_GUILT})\b",
    rf"\bsuspect(?:s|ed|ing)?\s+(?P<cause>{_GUILT}|(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}?{_FORCE})\b",
)
#: In somebody's words only: nobody need have spoken of it.
_SPOKEN_OF = (
    rf"\b(?:spea(?:k|ks|king)|spoke|spoken|talk(?:s|ed|ing)?|told|tells?|dropped\s+hints|hint(?:s|ed))\s+(?:\w+\s+){{0,2}}?(?:of|at)\s+(?P<cause>{_GUILT})\b",
)
_RULED_OUT = (rf"^\W*(?P<cause>{_GUILT}|(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}?{_FORCE})(?=\W*$|\s+(?:as|and|but|or)\b|,)",)
#: Why somebody does something: only after the deed that is asked about, in its sentence.
_AIMS = (
    r"(?P<cause>\bas\s+an?\s+(?:\w+\s+)?(?:precaution|protest|punishment|reprisal|warning|gesture\s+of\s+\w+|mark\s+of\s+\w+|sign\s+of\s+\w+))\b",
    rf"(?P<cause>\b(?:in|out\s+of)\s+(?:protest|response|retaliation|reaction|revenge|anger|fear|solidarity|concern)\s+(?:at|to|against|over|for|with|of|about|that)\s+\S.{{2,100}}?){_END}",
    rf"(?P<cause>\b(?:in\s+order\s+to|so\s+as\s+to|to)\s+(?:avoid|prevent|protect|spare|make\s+room|save)\s+\S.{{2,100}}?){_END}",
    rf"\b(?:strikes?|walkouts?|walk(?:ed|ing)?\s+out|stoppage|protests?|protested|row|dispute)\s+(?:\w+\s+)?(?:over|against|about)\s+(?P<cause>(?!\d)\S.{{2,90}}?){_STOP}",
    rf"(?P<cause>\bat\s+the\s+request\s+of\s+\S.{{2,80}}?){_END}",
    rf"\bciting\s+(?P<cause>(?!officials?\b|sources?\b|people\b|reports?\b|(?-i:[A-Z]))\S.{{2,90}}?){_END}",
)
#: How somebody died.
_DEATHS = (
    rf"\b(?:died|dies|dead|death)\s+(?:\w+\s+)?(?:of|from)\s+(?P<cause>(?!the\s+(?:victims|dead)\b|(?-i:[A-Z]))\S.{{2,80}}?){_END}",
    rf"\b(?:killed|crushed|struck|hit|electrocuted|shot|stabbed|poisoned)\s+(?:dead\s+|to\s+death\s+)?by\s+(?P<cause>\S.{{2,90}}?){_END}",
    rf"\b(?:died|killed|life|lives|death)\b[^.;,]{{0,40}}?\s(?:when|as)\s+(?P<cause>(?:an?|the|his|her|their)\s+\S.{{3,90}}?){_STOP}",
    rf"\b(?:post-mortem|autopsy|coroner|examination|inquest)\b[^.;]{{0,40}}?\b(?:showed|shows|found|revealed|established|gave|gives|put\ it\ down\ to)\s+(?!(?:that|no|nothing)\b)(?P<cause>\S.{{2,80}}?){_END}",
    r"\bit\s+(?:was|is)\s+(?P<cause>(?:an?|the)\s+[^.;,]{2,50}?)\s+(?:that|which)\s+killed\s+(?:him|her|them|the)\b",
    rf"\b(?:cause\s+of\s+(?:his\s+|her\s+|the\s+)?death)\s+(?:was|is)\s+(?P<cause>(?!not\b|un)\S.{{2,80}}?){_END}",
    r"\b(?P<cause>drowned|suffocated|bled\s+to\s+death|froze\s+to\s+death|burned\s+to\s+death|starved)\b",
)
_DIE_ASKED_RE = re.compile(r"^how\s+did\s+(?P<who>.+?)\s+die\b", re.IGNORECASE)
_WHY_RE = re.compile(r"^why\b|\breasons?\s+for\b", re.IGNORECASE)
_BLAMED_RE = re.compile(
    rf"^\W*(?:he|she|they|the\s+\w+)\s+(?:also\s+|now\s+|later\s+)?(?:blam(?:ed|es)|put\s+(?:it|this|that)\s+down\s+to|cited|pointed\s+to)\s+(?P<cause>(?!(?:it|this|that|him|her|them|each)\b|[^.;]{{2,60}}?\s(?:on|for)\s)\S.{{2,90}}?){_END}",
    re.IGNORECASE,
)
_PART = r"(?:steering|brakes?|engines?|motors?|pumps?|rudder|power|signals?|software|batter(?:y|ies)|valves?|bolts?|cables?|generators?|sensors?|welds?|tyres?)"
_PUSHED = (
    r"(?:pushed|pushes|sent|sends|put|puts|threw|drove|tore|ripped|knocked|swept|brought|forced|blew|toppled|flung)"
)
_FORCED = (
    # "a sudden squall had pushed the vessel off course"
    rf"(?P<cause>\b(?:(?:an?|the)\s+)?(?:[\w-]+\s+){{0,3}}?{_FORCE}(?:\s+of\s+[\w./]+(?:\s[\w/]+)?)?)\s+(?:had\s+|has\s+)?{_PUSHED}\s",
    rf"\b(?:pushed|thrown|blown|driven|forced|swept|torn|knocked|brought|hit|struck)\b[^.;,]{{0,40}}?\sby\s+(?P<cause>(?:(?:an?|the)\s+)?(?:[\w-]+\s+){{0,3}}?{_FORCE})\b",
    rf"(?P<cause>\b(?:the|its|her|his|an?)\s+(?:\w+\s+)?{_PART}\s+(?:had\s+|have\s+)?(?:failed|broke|snapped|burst|gave\ way))\b",
    rf"\bblam(?:e|es|ed|ing)\s+[\"“]?(?P<cause>(?:(?:an?|the)\s+)?(?:[\w-]+\s+){{0,3}}?(?:{_FORCE}|weather))\b",
    rf"(?P<cause>\b(?:an?|the)\s+(?:\w+\s+)?(?:{_FORCE}|weather))\s+(?:(?:was|is)\ to\ blame|did\s+(?:this|it|that))\b",
    rf"\bdenie[ds]\ that\ there\ (?:was|were|had\ been)\ (?:any|an?)\s+(?P<cause>(?:\w+\s+){{0,2}}?{_FORCE})\b",
)
_INFLICTED_RE = re.compile(
    rf"\b(?:shot\ down|brought\ down|downed|struck|hit|destroyed|rammed|targeted(?:\ and\ struck)?)\s+by\s+(?P<cause>\S.{{2,110}}?){_END}",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN_RE = re.compile(
    r"""\b(?: (?:circumstances|cause|causes|incident|crash|accident|matter|reasons?|fire|collision)\b
            [^.;]{0,60}?\b(?:under\ investigation|being\ investigated|remains?\ unclear|(?:is|are|was)\ (?:still\ )?(?:unclear|unknown|not\ known))
       |    (?:what|how|why)\ [^.;,]{2,60}?\b(?:is|was|remains?)\ (?:still\ |now\ )?(?:under\ investigation|being\ investigated|unclear|unknown
            |a\ mystery|not\ yet\ known|not\ yet\ clear|not\ known|not\ clear)
       |    too\ (?:early|soon)\ to\ (?:say|tell|know)\ (?:what|why|how)
       |    investigat(?:ing|ion\ into)\s+the\ (?:cause|circumstances) )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEGATED_RE = re.compile(r"(?:\b(?:not|never|neither)|n['’]t)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE)
_OPEN = Guarded(
    _OPEN_RE,
    "being_investigated investigating investigation_into mystery not_clear not_known not_yet too_early too_soon unclear"
    " under_investigation unknown",
)
#: Events that being hit explains.
_FALLS = frozenset({"crash", "lose", "die", "shoot_down", "destroy"})


@cache
def _causes() -> tuple[re.Pattern[str], ...]:
    # Compiled at the first question for a cause: every other question imports this module too.
    return tuple(re.compile(form, re.IGNORECASE | re.VERBOSE) for form in _CAUSES)


def _of_itself(statement: Statement) -> Iterator[re.Pattern[str]]:
    """Yield the forms of causes that name no effect: forces, what is suspected, and what somebody spoke of or ruled out."""
    yield from _compiled(_FORCED)
    yield from _compiled(_SUSPECTED)
    if statement.speaker is not None:
        yield from _compiled(_RULED_OUT if statement.denied else _SPOKEN_OF)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the causes that a statement gives, denies or leaves open for what the question asks about."""
    text = statement.text
    found = False
    given: set[int] = set()
    died = _DIE_ASKED_RE.match(question.text)
    same = _death_told(statement, died["who"]) if died else _same_event(statement, question)
    patterns = _causes() if same else ()
    if "blame" not in question.text and "responsible" not in question.text:
        patterns = tuple(one for one in patterns if one.pattern != _HELD_TO_ACCOUNT)
    if _CAUSE_ASKED_RE.match(question.text):
        patterns = tuple(one for one in patterns if one.pattern != _PUNISHED)
    for pattern in (
        *patterns,
        *_more(statement, question),
        *(_of_itself(statement) if _may_be_forced(question) and _of_story(statement, question) else ()),
    ):
        for match in pattern.finditer(text):
            start, end = match.span("cause")
            if (
                start in given
                or _explains_other(statement, match, question)
                or _of_other_gap(match[0], question)
                or _is_effect(text[start:end], question)
                or _of_stopping(text[: match.start()], question)
            ):
                continue
            found = True
            given.add(start)
            yield _reading(statement, (start, end), match.start())
    if patterns:
        hit = _INFLICTED_RE.search(text)
        if hit and not found and (question.predicates & _FALLS or "happen" in question.text):
            found = True
            # With its verb: "shot down by rebels" is a cause, "rebels" is an actor.
            yield _reading(statement, (hit.start(), hit.end("cause")), hit.start())
    pending = _OPEN_RE.search(text)
    if pending and not found and _left_open(statement, question, pending[0]):
        span = Span(statement.start + pending.start(), statement.start + pending.end())
        words = text[pending.start() : pending.end()]
        early = "too early to say" if "too" in words.lower().split() else "not known"
        value = "under investigation" if "investigat" in words.lower() else early
        yield Reading(Cause(value, open=True), span, confidence=0.8)


@cache
def _compiled(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


_LIT_RE = re.compile(rf"\b{_FIRES}\b", re.IGNORECASE)


def _more(statement: Statement, question: Question) -> Iterator[re.Pattern[str]]:
    """Yield the forms that fit one sort of question only: how somebody died, how a fire began, why somebody did a thing."""
    died = _DIE_ASKED_RE.match(question.text)
    if died:
        if _tells_of(statement, died["who"]):
            yield from _compiled(_DEATHS)
        return
    if _LIT_RE.search(question.text) and _of_story(statement, question):
        yield from _compiled(_LIT)
    if _WHY_RE.search(question.text) and _deed_told(statement, question):
        yield from _compiled(_AIMS)
    if _BLAMED_RE.match(statement.text) and _same_event_before(statement, question):
        yield _BLAMED_RE


_PRONOUNS_RE = re.compile(r"\b(?:he|she|they|him|her|them|his|their)\b", re.IGNORECASE)


def _death_told(statement: Statement, who: str) -> bool:
    """Tell whether a sentence tells of the death of somebody."""
    return any(found.group == "die" for found in predicates(statement.text)) and _tells_of(statement, who)


_EXAMINED_RE = re.compile(r"\b(?:post-mortem|autopsy|coroner|inquest)\b", re.IGNORECASE)
#: Code points before a sentence in which a pronoun finds its noun: about one sentence.
_NEAR = 240


def _tells_of(statement: Statement, who: str) -> bool:
    """Tell whether a sentence is about somebody: by a word for him, or a pronoun after a sentence that has one."""
    wanted = stems(who)
    here = stems(statement.sentence.text)
    if not wanted or wanted & here:
        return True
    article = statement.article
    before = article.text[max(0, statement.start - _NEAR) : statement.start]
    refers = _PRONOUNS_RE.search(statement.text) or _EXAMINED_RE.search(statement.text)
    return bool(refers) and bool(wanted & stems(before))


def _deed_told(statement: Statement, question: Question) -> bool:
    """Tell whether a sentence tells the deed whose reason is asked for, with somebody or something of the question."""
    wanted = _event_words(question)
    own = stems(statement.sentence.text)
    told = {found.group for found in predicates(statement.text) if not found.negated}
    shared = wanted & own
    deed = frozenset().union(*(stems(question.text[p.start : p.end]) for p in predicates(question.text)))
    subject = wanted - deed
    if question.predicates & told and (not subject or subject & own):
        return True
    return 2 * len(shared) >= len(wanted) and len(shared) >= min(2, len(wanted)) > 0  # most of its words, two at least


def _same_event_before(statement: Statement, question: Question) -> bool:
    """Tell whether the sentence before tells what is to be explained: "No alert was sent. He blamed …"."""
    wanted = _event_words(question)
    article = statement.article
    earlier = article.text[max(0, statement.start - _NEAR) : statement.start]
    shared = wanted & stems(earlier)
    return bool(wanted) and (2 * len(shared) >= len(wanted) and len(shared) >= min(2, len(wanted)))


_LEADING_RE = re.compile(r"\s*(?:though|although|while|because|that|and|but|as(?!\s+an?\b))\s+", re.IGNORECASE)
#: Marks that a cause neither begins nor ends with.
_EDGES = " ,'‘’“”\"\n"


def _reading(statement: Statement, where: tuple[int, int], cue: int) -> Reading:
    text = statement.text
    start, end = where
    lead = _LEADING_RE.match(text[start:end])
    start += lead.end() if lead else 0
    start += len(text[start:end]) - len(text[start:end].lstrip(_EDGES))
    end = start + len(text[start:end].rstrip(_EDGES))
    words = " ".join(text[start:end].split())
    # "not by wind but by corroded bolts": the "not" ends at the "but".
    corrected = text[cue : cue + 4].lower() == "but "
    disowned = text[cue : cue + 4].lower() == "deni"
    refuted = not corrected and bool(_negated(text[:cue]) or _NO_SIGN_RE.search(text[:start]))
    denied = (disowned or refuted) != statement.denied
    groups = frozenset(found.group for found in predicates(text[cue:end])) | _groups_of(words)
    stance = Stance.DENY if denied else Stance.ASSERT
    span = Span(statement.start + start, statement.start + end)
    return Reading(Cause(words, denied=denied, groups=groups), span, confidence=0.75, stance=stance)


_NO_SIGN_RE = re.compile(
    r"\b(?:no|not\s+any|nothing|without|neither)\s+(?:\w+\s+)?(?:evidence|signs?|traces?|indications?|clues?|suspicions?|proof|reason|to\s+suggest)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)


def _negated(before: str) -> bool:
    """Tell whether the words before a cause deny it: "not caused by", "no evidence that the fire was set"."""
    return bool(_NEGATED_RE.search(before) or _NO_SIGN_RE.search(before))


def _groups_of(words: str) -> frozenset[str]:
    violent = {"missile", "fire", "attack", "bomb", "rocket", "drone", "shell", "sabotage"}
    violent -= {"fire"} if on_purpose(words) else set()  # who sets a fire does not open fire
    return frozenset({"attack"}) if violent & {word.lower() for word in tokens(words)} else frozenset()


#: Code points: the title and first two paragraphs of a news article, about.
_LEAD = 600
_REFERS_RE = re.compile(r"^\W*(?:it|this|that|the\s+(?:reason|cause))\b", re.IGNORECASE)
_ASKED_RE = re.compile(r"^(?:caus|reason|trigger|blam|due|du|set|led|lead|bring|brought|made|mad|between|two)$")


_FELL_RE = re.compile(r"\b(?:collaps\w+|fall|fell|fail\w*|break|broke|burst|crash\w*|cave)\b", re.IGNORECASE)
_GAVE_WAY_RE = re.compile(
    r"\b(?:g[ai]ve[sn]?|giving)\s+way\b|\bcaved\s+in\b|\bcollaps(?:ed?|es|ing)\b|\bcrumbled\b|\bcame\s+down\b",
    re.IGNORECASE,
)


def _event_words(question: Question) -> frozenset[str]:
    return frozenset(stem(word) for word in question.about if not _ASKED_RE.match(stem(word)))


def _of_story(statement: Statement, question: Question) -> bool:
    """Tell whether the article of a statement is about what happened, so that a force named in it may be its cause."""
    wanted = _event_words(question)
    article = statement.article
    lead = f"{article.title} {article.text[:_LEAD]}"
    if question.predicates & {found.group for found in predicates(lead)}:
        return True
    told = stems(lead)
    return bool(wanted) and any(word in told or _kin(word, told) for word in wanted)


def _kin(word: str, told: frozenset[str]) -> bool:
    """Tell whether a stem begins like one of others: "ground" and "aground"."""
    return len(word) >= _LONG and any(word in other for other in told)


#: Letters from which one word inside another is no accident.
_LONG = 5


def _explains_other(statement: Statement, match: re.Match[str], question: Question) -> bool:
    """Tell whether a "because" explains the words before it, and these are not what the question asks about."""
    before = statement.text[: match.start()]
    if not match[0].lower().startswith("because") or not before.strip(' ,"“'):
        return False
    before += _before(statement)
    here = {found.group for found in predicates(before)}
    wanted = _event_words(question)
    falls = question.predicates & _FALLS and here & (_FALLS | _VIOLENT)
    scene = _REFERS_RE.match(statement.text)
    return bool(wanted) and not (wanted & stems(before) or question.predicates & here or falls or scene)


def _of_other_gap(words: str, question: Question) -> bool:
    """Tell whether "the difference came from" explains a difference that the question does not ask about."""
    gap = _GAP_RE.match(words)
    return gap is not None and stem(gap[0]) not in stems(question.text)


_GAP_RE = re.compile(r"(?:difference|gap|delay|error|change)\b", re.IGNORECASE)


_STOPS = r"(?:stopp?(?:ed|s|ing)?|halt(?:ed|s)?|end(?:ed|s)?|bann?(?:ed|s)?|suspended|suspends|call(?:ed|s)\ off|postponed|cancel(?:led|s)|prohibited|blocked|delayed)"
_STOPPED_RE = re.compile(
    rf"\b{_STOPS}\s+(?:the|its|their|his|her|an?)\s+(?:[\w’'-]+\s+){{0,2}}?(?P<what>[\w’'-]+)", re.IGNORECASE
)
_STOP_ASKED_RE = re.compile(
    rf"\b(?:{_STOPS}|stop|ban|end|cancel|postpone|called\ off|call\ off|put\ off)\b", re.IGNORECASE
)


def _of_stopping(before: str, question: Question) -> bool:
    """Tell whether a reason is that of stopping what the question asks about: why a strike was banned is not why it began."""
    found = _STOPPED_RE.search(before)
    if found is None or _STOP_ASKED_RE.search(question.text):
        return False
    return bool(stems(found[0]) & _event_words(question))


#: What weather and failures bring about; they acquit nobody and make nobody resign.
_PHYSICAL = frozenset({"cancel", "close", "leak", "end", "rise", "fall", "cost", "rescue", "displace", "land", "start"})


def _may_be_forced(question: Question) -> bool:
    if _DIE_ASKED_RE.match(question.text):
        return False
    return not question.predicates or bool(question.predicates & (_EVENTS | _PHYSICAL))


def _is_effect(words: str, question: Question) -> bool:
    """Tell whether a cause is only what is to be explained, in the question's words."""
    said = stems(words)
    return bool(said) and said <= _event_words(question) & stems(question.text)


def _before(statement: Statement) -> str:
    """Return the sentence before a statement that begins with "it" or "this"."""
    if not _REFERS_RE.match(statement.text):
        return ""
    earlier = statement.article.text[max(0, statement.start - 300) : statement.start].strip()
    return re.split(r"(?<=[.!?])\s+|\n+", earlier)[-1]


def _same_event(statement: Statement, question: Question) -> bool:
    earlier = _before(statement)
    here = {found.group for found in (*predicates(statement.text), *predicates(earlier))}
    if question.predicates & here:
        return True
    if question.predicates & _FALLS and here & (_FALLS | _VIOLENT):
        return True
    wanted = _event_words(question)
    here_told = stems(f"{statement.sentence.text} {earlier}")
    own = stems(statement.sentence.text)
    if bool(wanted) and 2 * len(wanted & own) >= len(wanted):
        return True
    # "The collapse was caused by …" in an article on the dam that the question names.
    event = next((stem(word) for word in question.about if stem(word) in wanted), "")
    article = statement.article
    fell = _GAVE_WAY_RE.search(statement.text) and _FELL_RE.search(question.text) and wanted & own
    if fell:
        return True
    return (
        bool(wanted) and event in here_told and wanted <= here_told | stems(f"{article.title} {article.text[:_LEAD]}")
    )


#: Events whose cause "the circumstances are under investigation" leaves open.
_EVENTS = _FALLS | _VIOLENT | {"injure", "burn", "missing", "casualty", "damage"}


_WH_RE = re.compile(r"(?:what|how|why)\b", re.IGNORECASE)


def _left_open(statement: Statement, question: Question, pending: str) -> bool:
    """Tell whether what a statement leaves open is what is asked: not why names are withheld, but why it crashed."""
    wanted = {stem(word) for word in question.about} - {"caus", "reason"}
    if _WH_RE.match(pending):  # "why names are withheld is not known": of that, and of nothing else
        told = {found.group for found in predicates(pending)}
        return bool(_event_words(question) & stems(pending) or question.predicates & told)
    return bool(question.predicates & _EVENTS or wanted & stems(statement.sentence.text))


def on_purpose(text: str) -> bool:
    """Tell whether a cause is that somebody meant it: "arson", "set deliberately"."""
    return bool(_ON_PURPOSE_RE.search(text))


class _CauseKind:
    name = "cause"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the causes of a statement."""
        return read(statement, question)


KIND = _CauseKind()
register(KIND)


def leaves_open(text: str) -> bool:
    """Tell whether a text says that the matter is being investigated or is not known."""
    return bool(_OPEN.search(text))
