"""Free text: what happened to something, what something is. By rules; a trained reader adds to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.origins import answers_to
from bot.answer.predicates import groups
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
    bare = _TO_DO_RE.sub(r"\1", _ACCORDING_RE.sub("", question.text).strip("?!., "))
    plain = _plainly(statement, question, bare)
    if plain is not None:
        yield plain
        return
    if match := _OUTLET_ASKED_RE.match(bare):
        yield from _stating(statement, match["what"])
        return
    topic = said_about(question.text)
    if topic is not None:
        yield from _said(statement, question, topic)
        return
    for asks_for in (_of_deed, _of_verb):
        found = asks_for(statement, bare)
        if found is not None:
            yield from found
            return
    if match := _HAPPENED_RE.search(bare):
        yield from _happened(statement, match["what"] or match["became"])
    elif match := _WHAT_IS_RE.match(bare):
        yield from _definition(statement, match["what"])


def _of_deed(statement: Statement, bare: str) -> Iterator[Reading] | None:
    """Return what answers a question about a reproach, a name for a thing, measures, or what was found; None for others."""
    if match := _ACCUSES_RE.match(bare):
        return _accuses(statement, match["who"] or match["doing"], match["whom"])
    if match := _CALL_RE.match(bare):
        return _called(statement, match["who"], match["what"])
    if match := _DONE_ABOUT_RE.match(bare):
        return _done(statement, match["a"] or match["b"] or match["c"])
    if match := _ACCUSED_RE.match(bare):
        return _accused(statement, match["who"], match["verb"])
    if match := _FOUND_IN_RE.match(bare):
        return _found_in(statement, match["place"] or match["mixed"] or match["harmed"])
    return None


def _of_verb(statement: Statement, bare: str) -> Iterator[Reading] | None:
    """Return what answers "what did the court rule", by the object of the verb; None for other questions."""
    if match := _DID_RE.match(bare):
        return _did(statement, match, _DEEDS[match["verb"].lower()])
    if match := _OTHER_DEED_RE.match(bare):
        return _did(statement, match, _forms_of(match["verb"].lower()))
    return None


#: "What does Berg accuse the ministry of", "what has the bank done about the leak", "what did Berg call the offer".
_ACCUSES_RE = re.compile(
    r"^(?:what|of\s+what)\s+(?:(?:did|does|do|has|have|had)\s+(?P<who>.{2,50}?)\s+(?:accused?|suspect(?:ed)?)|(?:is|are|was|were)\s+(?P<doing>.{2,50}?)\s+(?:accusing|suspecting))"
    r"\s+(?!of\b)(?P<whom>.{2,50}?)(?:\s+of)?$",
    re.IGNORECASE,
)
_CALL_RE = re.compile(
    r"^(?:what|how)\s+(?:did|does|do|has|have|had)\s+(?P<who>.{2,50}?)\s+(?:call|called|describe|described|label|labelled)\s+(?P<what>(?!for\b|on\b|off\b|upon\b).{2,60})$",
    re.IGNORECASE,
)
_DONE_ABOUT_RE = re.compile(
    r"^what\s+(?:(?:has|have|had)\s+(?P<a>.{2,60}?)\s+(?:done|undertaken)|(?:did|does)\s+(?P<b>.{2,60}?)\s+do|(?:is|are|was|were)\s+(?P<c>.{2,60}?)\s+doing)"
    r"\s+(?:about|against|to\s+(?:help|stop|prevent|protect|find|stem|limit)|in\s+response\s+to|after|since|following|for)\b.+$",
    re.IGNORECASE,
)
_ACCUSED_RE = re.compile(
    r"^what\s+(?:is|was|are|were|has|have|had)\s+(?P<who>.{2,60}?)\s+(?:been\s+)?(?P<verb>accused|charged|suspected|convicted|found\s+guilty|acquitted)\s*(?:of|with)?(?:\s+by\s+.+)?$",
    re.IGNORECASE,
)
#: Verbs with their forms: what somebody did, where the object tells it.
_DEEDS = {
    "decide": "decide|decides|decided", "rule": "rule|rules|ruled", "order": "order|orders|ordered", "announce": "announce|announces|announced|declared|declares|proclaimed|unveiled|ordered",
    "promise": "promise|promises|promised|pledged|pledges", "demand": "demand|demands|demanded|calls? for|called for", "want": "wants?|wanted|demands?|demanded",
    "propose": "propose|proposes|proposed|suggested|suggests", "recommend": "recommends?|recommended|advised|urged", "plan": "plans?|planned",
    "agree": "agree|agrees|agreed", "vote": "vote|votes|voted", "take": "take|takes|took|stole|made off with|got away with", "steal": "stole|steal|took|made off with|got away with",
    "find": "find|finds|found|discovered|discovers", "ask": "asks?|asked", "warn": "warns?|warned", "sign": "signs?|signed", "threaten": "threatens?|threatened",
    "offer": "offers?|offered", "request": "requests?|requested|asked for", "admit": "admits?|admitted", "sell": "sells?|sold", "conclude": "concludes?|concluded",
    "accept": "accepts?|accepted", "reject": "rejects?|rejected", "ban": "bans?|banned", "approve": "approves?|approved", "deny": "denies|denied", "discover": "discovers?|discovered|found",
    "show": "shows?|showed|shown|displays?|displayed", "reveal": "reveals?|revealed|showed|shows", "declare": "declares?|declared|proclaimed|ordered",
    "publish": "publish|publishes|published|released|made public", "advise": "advises?|advised|urges?|urged|told",
    "impose": "impose|imposes|imposed", "introduce": "introduces?|introduced", "launch": "launch|launches|launched|started|opened", "send": "sends?|sent",
    "buy": "buys?|bought", "build": "builds?|built", "use": "use|uses|used", "seize": "seizes?|seized|confiscated", "close": "close|closes|closed|shut",
    "suspend": "suspends?|suspended", "withdraw": "withdraws?|withdrew|recalled|pulled", "urge": "urges?|urged|called on|asked", "win": "wins?|won",
    "lose": "lose|loses|lost", "destroy": "destroys?|destroyed", "hit": "hit|hits|struck", "eat": "eat|ate|eaten", "drink": "drink|drank",
}  # fmt: skip
_DID_RE = re.compile(
    rf"^what\s+(?:did|does|do|has|have|had|will|would)\s+(?P<who>.{{2,60}}?)\s+(?P<verb>{'|'.join(sorted(_DEEDS, key=len, reverse=True))})(?:s|d|ed|n)?(?P<rest>(?:\s+(?:to\s+do|to|for|on|about|from|in|at|of)\b.*)?)(?:\s+(?:after|before|following|during|when|while|since)\b.*)?$",
    re.IGNORECASE,
)
#: The same for any other verb with regular forms: "what has the ministry recalled".
_OTHER_DEED_RE = re.compile(
    r"^what\s+(?:did|has|have|had)\s+(?P<who>.{2,60}?)\s+(?P<verb>(?!(?:do|done|say|said|think|thought|mean|meant|look|looked|happen|happened|cause|caused|cost|weigh|like|know|knew"
    r"|hear|see|become|been|be|go|come|get|feel|tell|told|make|made|have|call|called|in|on|with|about|from|up|out|to)\b)[a-z]{3,})"
    r"(?P<rest>(?:\s+(?:to|for|on|about|from|in|at|of)\b.*)?)(?:\s+(?:after|before|following|during|when|while|since)\b.*)?$",
    re.IGNORECASE,
)
#: "What did the ministry advise residents to do": what it advised.
_TO_DO_RE = re.compile(r"\b(advise|urge|recommend|order|warn)\s+(?:[\w’'-]+\s+){1,4}to\s+do$", re.IGNORECASE)


def _forms_of(verb: str) -> str:
    """Return the pattern of the forms of a regular verb."""
    root = re.sub(r"(?:ied|ed|e|y)$", "", verb)
    return rf"{re.escape(root)}(?:s|es|ed|d|e|y|ies|ied)?"


#: "What was found in the flour", "what was the bread contaminated with".
_FOUND_IN_RE = re.compile(
    r"^(?:what|which)\s+(?:(?:kind|sort|type)\s+of\s+)?(?:[a-z]+\s+)?(?:(?:was|were|is|has\s+been|have\s+been|had\s+been)\s+(?:found|detected|discovered|identified)"
    r"\s+(?:in|on|inside|under|at)\s+(?P<place>.{2,60}?)"
    r"|(?:was|were|is|are|has|have|had)\s+(?P<mixed>.{2,60}?)\s+(?:been\s+)?(?:contaminated|poisoned|tainted|laced|treated|mixed|polluted|sprayed)\s+(?:with|by)"
    r"|(?:poisoned|contaminated|tainted|polluted)\s+(?P<harmed>.{2,60}?))$",
    re.IGNORECASE,
)
_THING = r"(?P<what>(?!that\b|it\b|out\b|guilty\b|no\b|nothing\b)(?:[\w’'-]+\s+){0,6}?[\w’'-]+)"
_FOUND_RES = (
    re.compile(
        rf"\b(?:found|detected|discovered|identified)\s+{_THING}\s+(?:in|on|inside|under|at)\s+(?P<place>[^.;,]{{2,60}})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|[,;:.]\s+|\bthat\s+)(?:The\s+|A\s+|An\s+)?{_THING}\s+(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+)?(?:found|detected|discovered|identified)"
        r"\s+(?:in|on|inside|under|at)\s+(?P<place>[^.;,]{2,60})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<place>[^.;,]{{2,60}}?)\s+(?:contained|contains|(?:was|were|is|are|had\s+been|been)\s+(?:\w+ly\s+)?(?:contaminated|tainted|laced|treated|poisoned|mixed|polluted|sprayed)\s+(?:with|by)"
        rf"|tested\s+positive\s+for)\s+{_THING}(?=[.;,]|\s+(?:and|but|while|said|says|when|after|in|on|at|by)\b|\s{{2,}}|$)",
        re.IGNORECASE,
    ),
)


def _found_in(statement: Statement, place: str) -> Iterator[Reading]:
    """Read "tests found carbofuran in the flour" and "the flour contained carbofuran" as what was in the flour."""
    wanted = stems(place)
    for pattern in _FOUND_RES:
        for found in pattern.finditer(statement.text):
            if (
                not wanted
                or not wanted & stems(found["place"])
                or _NOT_RE.search(statement.text, 0, found.start("what"))
            ):
                continue
            one = _phrase(statement, statement.start + found.start("what"), statement.start + found.end("what"), 0.65)
            if one is not None:
                yield one
                return


#: Code points before a sentence in which a pronoun finds its noun: about one sentence.
_NEAR = 240
_HE_RE = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_NOT_RE = re.compile(r"\b(?:not|never|no|nobody|neither|nor|without)\b|n['’]t\b", re.IGNORECASE)
_BE_BEFORE_RE = re.compile(r"\b(?:is|are|was|were|be|been|being|to)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def _accused(statement: Statement, who: str, verb: str) -> Iterator[Reading]:
    """Read "Berg, who is accused of fraud" as what Berg is accused of."""
    text, wanted = statement.text, stems(who)
    found = re.search(
        rf"\b{re.escape(verb.split()[0])}\b(?:\s+guilty)?\s+(?:of|with)\s+(?P<what>[^.;,“”\"]{{3,140}}?)(?=(?:\s+on\s+\w+day)?(?:[.;,“”\"]|\s+(?:but|while|after|when|said|says)\b|\s{{2,}}|$))",
        text,
        re.IGNORECASE,
    )
    if found is None or not wanted or _NOT_RE.search(text, max(0, found.start() - 30), found.start()):
        return
    here = stems(text[: found.start()])
    before = statement.article.text[max(0, statement.start - _NEAR) : statement.start]
    told = wanted & here or (_HE_RE.search(text[: found.start()]) and wanted & stems(before))
    if told and len(wanted & (here | stems(before))) >= min(len(wanted), 1):
        one = _phrase(statement, statement.start + found.start("what"), statement.start + found.end("what"), 0.7)
        if one is not None:
            yield one


_ACCUSES_OF_RE = re.compile(
    r"\b(?:accus|suspect)(?:e|es|ed|ing|s)?\s+(?P<whom>(?:[\w’'-]+\s+){1,6}?)of\s+(?P<what>[^.;,“”\"]{3,140}?)"
    r"(?=(?:\s+on\s+\w+day)?(?:[.;,“”\"]|\s+(?:but|while|after|when|said|says)\b|\s{2,}|$))",
    re.IGNORECASE,
)


def _accuses(statement: Statement, who: str, whom: str) -> Iterator[Reading]:
    """Read "Berg accused the ministry of hiding the report" as what Berg accuses the ministry of."""
    text, accuser, accused = statement.sentence.text, stems(who), stems(whom)
    for found in _ACCUSES_OF_RE.finditer(text):
        near = " ".join(text[: found.start()].split()[-_SUBJECT_WORDS:])
        if _NOT_RE.search(near) or not _some(accused, stems(found["whom"])) or not _some(accuser, stems(near)):
            continue
        base = statement.sentence.start
        one = _phrase(statement, base + found.start("what"), base + found.end("what"), 0.65)
        if one is not None:
            yield one


_CALLED_RE = re.compile(
    r"\b(?:call(?:s|ed|ing)?|describ(?:es|ed|ing)|label(?:s|led|ling)?)\s+(?P<thing>it|this|that|them|him|her|(?:the|his|her|its|their)\s+[\w’'\s-]{2,50}?)\s+(?:as\s+)?"
    r"(?P<what>(?:an?|the|“an?|\"an?)\s[^.;,]{2,90}|[“\"‘][^”\"’]{2,90})(?=[.;,”\"’]|\s+(?:and|but|while|said|says)\b|\s{2,}|$)",
    re.IGNORECASE,
)


def _called(statement: Statement, who: str, what: str) -> Iterator[Reading]:
    """Read "Berg called the offer an insult" as what Berg called the offer."""
    text, base = statement.sentence.text, statement.sentence.start
    for found in _CALLED_RE.finditer(text):
        near = " ".join(text[: found.start()].split()[-_SUBJECT_WORDS:])
        plain = found["thing"].lower() in ("it", "this", "that", "them", "him", "her")
        thing = stems(statement.article.text[max(0, base - _NEAR) : base + found.start()] if plain else found["thing"])
        if _NOT_RE.search(near) or not _some(stems(who), stems(near)) or not stems(what) & thing:
            continue
        one = _phrase(statement, base + found.start("what"), base + found.end("what"), 0.65)
        if one is not None:
            yield one


#: Verbs for what somebody does about a thing.
_MEASURES = (
    r"(?:ordered|opened|launched|started|begun|began|set\s+up|fined|suspended|closed|shut|sent|dispatched|deployed|banned|imposed|introduced|increased|raised|called\s+in|called\s+off"
    r"|called\s+for|appointed|arrested|seized|published|made\s+public|stopped|halted|withdrew|withdrawn|recalled|evacuated|declared|cancelled|canceled|cut|promised|pledged|hired|installed"
    r"|asked|warned|told|blocked|froze|frozen|moved|removed|replaced|repaired|sealed|searched|offered|released|issued|distributed|handed\s+out|mobilised|mobilized|tightened|lifted|reopened"
    r"|summoned|expelled|recommended|advised|urged|filed|sued|questioned|inspected|tested|doubled|strengthened|apologised|apologized|dismissed|sacked)"
)
_MEASURE_RE = re.compile(
    rf"\b(?P<did>{_MEASURES}\b[^.;“”\"]{{3,140}}?)(?=(?:\s+on\s+\w+day)?(?:[.;“”\"]|,\s+(?:and|but|while|which|who|said|says|after|when)\b|\s+(?:but|while|said|says)\b|\s{{2,}}|$))",
    re.IGNORECASE,
)


def _done(statement: Statement, who: str) -> Iterator[Reading]:
    """Read "the watchdog ordered an audit" as what the watchdog has done, in articles of the story that a question is about."""
    text, wanted = statement.text, stems(who)
    for found in _MEASURE_RE.finditer(text):
        left = max(text.rfind(mark, 0, found.start()) for mark in (";", ".", ":", "“", '"')) + 1
        subject = text[left : found.start()]
        near = " ".join(subject.split()[-_SUBJECT_WORDS:])
        if not wanted or not wanted <= stems(near) or not _ends_in(subject, wanted):
            continue
        if _NOT_RE.search(near) or _BE_BEFORE_RE.search(subject):
            continue
        one = _phrase(statement, statement.start + found.start("did"), statement.start + found.end("did"), 0.6)
        if one is not None:
            yield one
            return


def _did(statement: Statement, match: re.Match[str], forms: str) -> Iterator[Reading]:
    """Read "the court ruled that the vote was void" and "the thieves took two cups" as what they ruled and took."""
    who = stems(match["who"])
    rest = stems(re.sub(r"^\s+(?:to\s+do|to|for|on|about|from|in|at|of)\b", "", match["rest"]))
    if not who or not rest <= stems(f"{statement.sentence.text} {statement.article.title}"):
        return
    text, titles = statement.text, _TITLED_RE.match(match["who"]) is not None
    for found in re.finditer(
        rf"\b(?:{forms})\b(?!\s+(?:by|place|part|over)\b)(?:\s+on\s+\w+day\b)?(?:\s+that)?\s+(?P<what>[^.;“”\"]{{3,160}}?)(?=(?:\s+on\s+\w+day)?(?:[.;“”\"]|,\s+(?:and|but|while|which|who|said|says|after|when)\b|\s+(?:but|while|said|says)\b|\s+and\s+[a-z]{{3,}}ed\s+[a-z]+\s|\s{{2,}}|$))",
        text,
        re.IGNORECASE,
    ):
        left = max(text.rfind(mark, 0, found.start()) for mark in (";", ".", ":", "“", '"')) + 1
        subject = text[left : found.start()]
        near = " ".join(subject.split()[-_SUBJECT_WORDS:])
        first = stems(" ".join(subject.split()[:_OPENING_WORDS]))
        second = _AND_RE.search(subject) is not None and who <= first  # "The thieves broke in and took …"
        titled = titles and _titled(near, match["who"], statement)
        if not (who <= stems(near) or second or titled) or _BE_BEFORE_RE.search(subject) or _NOT_RE.search(near):
            continue
        # "the man who told the thieves took": the last noun before the verb is the one asked about, or a name in commas.
        if not (second or titled or _ends_in(subject, who)):
            continue
        one = _phrase(statement, statement.start + found.start("what"), statement.start + found.end("what"), 0.65)
        if one is not None:
            yield one
            return
    speaker, cue = statement.speaker, (statement.cue or "").lower()
    if speaker is None or not re.fullmatch(rf"(?:{forms})", cue) or not answers_to(speaker, match["who"]):
        return
    shown = " ".join(text.split()).strip(" ,;.'‘’\"“”")
    if content(shown) and not statement.denied:
        first_at, last_at = statement.contents[0].start, statement.contents[-1].end
        yield Reading(Text(shown), Span(first_at, last_at), confidence=0.65)


#: "President Dahl", "the transport minister, Anna Berg".
_TITLED_RE = re.compile(
    r"(?:the\s+)?(?P<title>(?:[a-z]+\s+)?(?:president|minister|governor|mayor|king|queen|pope|chancellor|premier|captain|general|judge|commissioner|inspector))\s+(?P<name>[A-ZÀ-Þ][\w’'-]+)",
    re.IGNORECASE,
)


def _titled(near: str, who: str, statement: Statement) -> bool:
    """Tell whether "the president" before a verb is the President Dahl asked about, whom the article names."""
    match = _TITLED_RE.match(who)
    if match is None:
        return False
    title = re.search(
        rf"\b(?i:the)\s+{match['title'].split()[-1]}\s+(?:has\s+|had\s+|also\s+|will\s+)*$", f"{near} ", re.IGNORECASE
    )
    return title is not None and stems(match["name"]) <= stems(statement.article.text)


#: Words that open a sentence, in which its subject stands.
_OPENING_WORDS = 4
_AND_RE = re.compile(r"\b(?:and|then)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
#: Words before a verb in which its subject stands, with what is put in between.
_SUBJECT_WORDS = 12
#: "The lamp that guards the crossing" before "showed".
_RELATIVE_RE = re.compile(r"\s+(?:that|which|who)\s+[a-z]+(?:s|ed)\s+[^,;]{3,80}$")
_BETWEEN_RE = re.compile(
    r"(?:,[^,]{2,80},\s*|\s+(?:on|in|at|of|from|for)\s+[^,]{1,50}|\s+(?:has|have|had|also|then|now|later|will|would|unanimously|\w+ly|last\s+\w+|yesterday|today))+\s*$",
    re.IGNORECASE,
)


def _ends_in(subject: str, who: frozenset[str]) -> bool:
    """Tell whether a subject ends in the one asked about, insertions and adverbs aside."""
    bare = _RELATIVE_RE.sub("", subject.rstrip())
    for _ in range(4):
        cut = _BETWEEN_RE.sub("", bare)
        if stems(bare.split()[-1] if bare.split() else "") & who or cut == bare:
            break
        bare = cut.rstrip()
    last = bare.split()[-1] if bare.split() else ""
    return bool(stems(last) & who)


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
    r"^(?:(?:in|at|to|from|for|by|on|with|into|near)\s+)?(?:which|what)\s+(?P<noun>minute|round|lap|set|inning|quarter|half|stage|floor|village|town|city|firm|company"
    r"|club|team|bank|school|hospital|clinic|ship|ferry|street|road|motorway|party|newspaper|university|stadium|airline|union|agency|island|district|ward|court"
    r"|prison|jail|airport|harbou?r|port|station|hotel|suburb|province|county|church|bridge|square|river|lake|country"
    r"|minister|politician|mayor|judge|lawyer|officer|player|candidate|general|supplier|manufacturer|maker|insurer|operator|ministry|group)\s+(?P<rest>.+)$",
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
    verb = rf"\b(?:{_SPEECH[match['verb'].lower()]}|said|told)\b(?:\s+(?:to\s+)?(?:me|us|him|her|them|the\s+\w+|[A-Z]\w+))?"
    for cue in re.finditer(verb, whole):
        inner = _INNER_RE.match(whole, cue.end())
        opening = whole[: cue.start()]
        before = stems(opening)
        if _PRONOUN_SPOKE_RE.search(opening):  # "She said to me, …": who, the sentences before tell
            before |= stems(statement.article.text[max(0, base - _NEAR) : base])
        if inner and who and _some(who, before):
            return _phrase(statement, base + inner.start("said"), base + inner.end("said"), 0.7)
    return _told_to(statement, match)


_PRONOUN_SPOKE_RE = re.compile(r"\b(?:he|she|they)\s+(?:\w+ly\s+|then\s+|just\s+|only\s+)?$", re.IGNORECASE)


def _told_to(statement: Statement, match: re.Match[str]) -> Reading | None:
    """Read "Berg told the council that the dam was safe" as what Berg told the council."""
    speaker, cue = statement.speaker, (statement.cue or "").lower()
    if (
        speaker is None
        or not re.fullmatch(_SPEECH[match["verb"].lower()], cue)
        or not answers_to(speaker, match["who"])
    ):
        return None
    heard = stems(match["rest"])
    shown = " ".join(statement.text.split()).strip(" ,;.'‘’\"“”")
    if not heard or not heard <= stems(statement.sentence.text) or not content(shown):
        return None  # told somebody else
    return Reading(
        Text(shown, whole=True), Span(statement.contents[0].start, statement.contents[-1].end), confidence=0.65
    )


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


def named_one(statement: Statement, question: Question) -> Reading | None:
    """Return the name of the one that "which hospital", "which firm" asks for; None when unsure."""
    match = _WHICH_RE.match(question.text.strip("?!., "))
    return _named(statement, match) if match and not statement.denied else None


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
        # "Lindholm Hospital", "Quayside Road": the noun is part of the name.
        found = found or re.search(
            rf"(?P<named>(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\s+(?:of\s+)?){{1,3}}{noun.capitalize()})\b", text
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


#: Marks that neither open nor close what is shown.
_MARKS = " ,;.'‘’\"“”"
#: Words that narrow a topic without naming it.
_VAGUE = frozenset(stem(word) for word in "new latest last old whole entire recent current".split())
#: "15:30 But …": when a live report's entry was written, no part of what it says.
_CLOCK_RE = re.compile(r"^\d{1,2}[:.]\d{2}\s*(?:am\b|pm\b)?\s*[-–—:]?\s*(?:(?:But|And|So)\s+)?")


def _said(statement: Statement, question: Question, topic: str) -> Iterator[Reading]:
    """Yield what a statement states, where it is the one asked for: about the topic, or by the speaker named."""
    wanted = stems(topic) - _VAGUE or stems(topic)
    if wanted:
        # "Berg on the offer: …": the words around speech name its topic too.
        told = stems(statement.sentence.text if statement.speaker else statement.text)
        fits = 3 * len(wanted & told) >= 2 * len(wanted)
        if not fits and _asked_for(statement, question):
            fits = bool(wanted) and _speaks_to(topic, wanted, statement)
    else:
        speaker = statement.speaker
        fits = speaker is not None and any(answers_to(speaker, name) for name in question.speakers)
    shown = _CLOCK_RE.sub("", " ".join(statement.text.split()).strip(_MARKS)).strip(_MARKS)
    if fits and content(shown) and len(shown.split()) > _NOUN_ALONE and not statement.denied:
        first, last = statement.contents[0].start, statement.contents[-1].end
        yield Reading(Text(shown, whole=True), Span(first, last), confidence=0.6)


def _asked_for(statement: Statement, question: Question) -> bool:
    """Tell whether it is the one asked for who speaks: what he says of half a topic is of it."""
    speaker = statement.speaker
    return speaker is not None and any(answers_to(speaker, name) for name in question.speakers)


#: Things that are spoken of by an event: a ransom is paid or not.
_SPOKEN_OF_BY = {"ransom": "pay", "toll": "die", "casualt": "die", "strik": "attack", "suspect": "arrest"}


#: "Which outlet reports that the lamp was dark": whoever states just that.
_OUTLET_ASKED_RE = re.compile(
    r"^(?:which|what)\s+(?:news\s+)?(?:outlet|paper|newspaper|broadcaster|station|medium|media|site|source|magazine)s?\s+(?:says?|reports?|reported|claims?|claimed|writes?|wrote|mentions?|mentioned"
    r"|states?|stated)\s+(?:that\s+)?(?P<what>.{8,160})$",
    re.IGNORECASE,
)
_MOST = 0.75  # of the words of what an outlet is asked to state


def _stating(statement: Statement, what: str) -> Iterator[Reading]:
    """Yield a statement that holds most words of what is asked for, all its figures, and denies no more than it does."""
    wanted, text = stems(what), statement.text
    if len(wanted) <= _NOUN_ALONE or statement.denied or not _figures(what) <= _figures(text):
        return
    if len(wanted & stems(text)) < _MOST * len(wanted) or _denies(what) != _denies(text):
        return
    shown = _CLOCK_RE.sub("", " ".join(text.split()).strip(_MARKS)).strip(_MARKS)
    first, last = statement.contents[0].start, statement.contents[-1].end
    yield Reading(Text(shown, whole=True), Span(first, last), confidence=0.6)


def _speaks_to(topic: str, wanted: frozenset[str], statement: Statement) -> bool:
    """Tell whether a statement speaks to a topic's head and half its words, by the word or by another of its event."""
    told, events = stems(statement.text), groups(statement.text)
    by_event = {stem(word): groups(word) | {_SPOKEN_OF_BY.get(stem(word), "")} for word in content(topic)}
    spoken = {word for word in wanted if word in told or by_event.get(word, frozenset()) & events}
    head = content(_OF_RE.split(topic)[0])[-1:]
    return {stem(word) for word in head} <= spoken and 2 * len(spoken) >= len(wanted)


#: "The arrest of the guard" is about the arrest.
_OF_RE = re.compile(r"\s+(?:of|in|on|at|for|to|by|from|with|over|against)\s+", re.IGNORECASE)


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
