"""What a question asks for: kind, predicate, head noun, hypothesis and scope (method.md b.5, Q1)."""

from __future__ import annotations

import re
import unicodedata

from bot.answer.comparison import comparison, is_generic, without_reporters
from bot.answer.phrasing import in_full
from bot.answer.predicates import predicates
from bot.answer.types import Kind, Question
from bot.answer.words import content

#: Longest question accepted, in characters; Discord sets its own, shorter limit.
LONGEST = 2000


class QuestionError(ValueError):
    """A question that cannot be asked; the message is one line that says why."""


_AUXILIARY = r"(?:was|were|is|are|am|did|does|do|has|have|had|will|would|can|could|should|may|might|must)"

# What follows "which hospital" where that is a place, and not the first word of another noun ("which hospital bed").
_ASKS = rf"(?=\ (?:{_AUXILIARY}|\w+ed|of|in|made|won|lost|said|says|owns|built|runs|ran|took|sold|bought|led|leads|left|lies|makes)\b)"
#: "Which hospital": a place of that sort.
PLACE_NOUNS = (
    r"(?:(?:place|city|country|town|region|area|part)|(?:village|hospital|clinic|prison|jail|school|university|street|road|motorway"
    r"|airport|harbou?r|port|station|hotel|island|district|suburb|province|state|county|court|stadium|church|building|bridge|square"
    rf"|river|lake){_ASKS})"
)
#: "Which minister": a person or body of that sort.
PERSON_NOUNS = (
    r"(?:(?:group|person|company|party|team)|(?:minister|politician|mayor|judge|lawyer|officer|player|candidate|leader|general|firm"
    r"|supplier|manufacturer|maker|union|airline|bank|agency|club|insurer|operator|ministry|organi[sz]ation|nation|family|gang|witness)"
    rf"{_ASKS})"
)

# First match wins, so the narrower form stands first. Each pattern is matched anywhere in the first clause.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.VERBOSE))
    for kind, pattern in (
        (
            Kind.PERCENT,
            r"\b(?:(?:what|which)\ (?:percent|percentage|share|proportion)|how\ many\ (?:per\ ?cent|percentage\ points?))\b"
            r"(?!\ price)",
        ),
        (
            Kind.PERCENT,
            r"^how\ much\ of\ .*\b(?:own|owns|owned|hold|holds|held|belongs?)\b|^(?:what|how\ (?:big|large))\b.*\bstake\b(?!.*\b(?:cost|worth|sell|sold|pay|paid)\b)",
        ),
        (
            Kind.PERCENT,
            r"^(?:what|how\ (?:big|large|high|low|wide|much)\ (?:is|was|were))\b(?!.*\b(?:insurance|insured)\b)"
            r".*?\b(?:premium|(?:operating|profit|gross|net|interest)\ margin|swing|market\ share|share\ of\ the"
            r"|(?:acceptance|approval|occupancy|vacancy|literacy|growth|success|failure|tax|default|jobless|birth)"
            r"\ (?:level|rate|threshold))\b",
        ),
        (
            Kind.PERCENT,
            r"\bhow\ much\ (?:did|do|have|has|had)\b.*\b(?:shares?|stocks?|index|bonds?)\b.*\b(?:gain|gained|lose|lost|add|added)\b",
        ),
        # An amount of a stuff, or of a unit that the question names.
        (
            Kind.MEASURE,
            r"\bhow\ many\ (?:more\ |full\ )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|(?:kilo|centi|milli)?met(?:re|er)s?"
            r"|miles?|yards?|feet|inches|lit(?:re|er)s?|gallons?|barrels?|tons|tonnes|kilos?|kilograms?|hectares?|acres?"
            r"|degrees?|knots?|(?:mega|giga|kilo)watts?|(?:cubic|square)\ \w+)\b",
        ),
        (
            Kind.MEASURE,
            r"\bhow\ much\ (?:\w+\ )?(?:water|rain|rainfall|snow|ice|oil|crude|diesel|fuel|petrol|gasoline|kerosene|gas|waste"
            r"|sewage|sludge|mud|sand|soil|ash|lava|debris|rubble|milk|grain|wheat|rice|coal|ore|cement|concrete|cocaine"
            r"|heroin|cannabis|flour|bread|meat|seed|fertili[sz]er|pesticide|poison|acid|ammonia|chlorine|chemicals?|explosives?|ammunition|timber|rubbish|garbage"
            r"|food|medicine|blood|tea|coffee|sugar|salt|fish|beef|pork|fruit|honey|beer|wine|alcohol|land|forest|farmland|time|power|electricity|carbon|methane)\b(?!\ (?:cost|worth))",
        ),
        (Kind.MEASURE, r"\bhow\ much\ \w+\ (?:has\ |have\ |had\ )?(?:leaked|spilled|spilt|escaped|flowed|poured)\b"),
        (Kind.MEASURE, r"^(?:what|how\ long\ an?)\ (?:\w+\ ){0,2}?(?:sentence|(?:prison|jail)\ (?:term|sentence))\b"),
        (Kind.MEASURE, r"\bwhat\b.*\b(?:magnitude|wind\ speed|temperatures?)\b"),
        (Kind.MEASURE, r"^how\ much\ (?:do|does|did|will|would|has|have|had)\b.*\b(?:weigh|weighed|measure|measured)$"),
        (
            Kind.MEASURE,
            r"^what\ (?:is|was|were|are)\ (?:the|its|their|his|her)\ (?:[\w'’-]+\ ){0,2}?"
            r"(?:(?:water|river|flood|sea|lake|snow)\ level|speed|depth|thickness|width|diameter|altitude|wingspan|dose|dosage|distance|duration)\b",
        ),
        (
            Kind.MONEY,
            r"^how\ (?:big|large|high|much)\ (?:is|was|were|are|could|can|may|might|will|would)\b.*\b(?:order\ book|debts?|loan|fund|bill|fine|fee|budget|deficit|damages?|costs?|price|ransom|reward|rent"
            r"|surplus|payout|loss(?:es)?|profits?|subsidy|grant|pension|salary|savings)\b",
        ),
        (
            Kind.MONEY,
            r"^what\ (?:does|did|will|would|is|are|was|has|have)\b.*\b(?:offer|pay|paid|charge|bid|spend|spent)(?:s|ed|ing)?\b"
            r".*\b(?:per|for\ (?:each|every|the|an?|all|one))\b",
        ),
        (
            Kind.PERCENT,
            r"^what\ (?:was|is|were|are)\ (?:the\ |[\w'’]+['’]s\ )?(?:\w+\ )?(?:turnout|unemployment|inflation|interest\ rate|approval\ rating)\b",
        ),
        (
            Kind.PERCENT,
            r"\bhow\ much\ (?:did|does|do|has|have|had|will|would)\b.*\b(?:fall|fallen|fell|rise|risen|rose|drop|dropped"
            r"|declined?|increased?|grow|grown|slide|slid|jump|jumped|climb|climbed)\b(?!\ (?:to|by\ \$))",
        ),
        (
            Kind.MONEY,
            r"\bwhat\ (?:was|is|were|are)\b.*\b(?:revenues?|profits?|turnover|earnings|fee|salary|dividend|debt|deficit)\b",
        ),
        (Kind.MONEY, r"\bhow\ much\ (?:money|did\b.*\bcost|does\b.*\bcost|will\b.*\bcost|was\b.*\bpaid|is\b.*\bworth)"),
        (Kind.MONEY, r"\bwhat\b.*\b(?:cost|price|fine|budget)\b.*"),
        (Kind.MONEY, r"\bhow\ (?:much|expensive)\b(?!\ (?:longer|of\ the|water|rain|snow))"),
        (Kind.COUNT, r"\bhow\ many\b"),
        (Kind.COUNT, r"\b(?:death\ toll|casualty\ figures?|casualties|body\ count|number\ of)\b"),
        (Kind.COUNT, r"\bhow\ (?:big|large)\ (?:was|is)\ the\ (?:crew|crowd|team|group|force|party|army)\b"),
        (
            Kind.MEASURE,
            r"\bhow\ (?:far|deep|high|tall|long|wide|thick|fast|heavy|big|large|extensive|old|strong|powerful|hot|cold|warm)\b",
        ),
        (Kind.TEXT, r"^what\ (?:was|is)\ the\ (?:\w+\ )?score\b"),
        (
            Kind.TIME,
            r"^(?:at\ |on\ |in\ |by\ |since\ |until\ |from\ )?(?:when|what\ (?:time|day|date|year|month|weekday))\b",
        ),
        (
            Kind.TIME,
            r"\b(?:what\ (?:time|day|date|year))\b"
            r"|^(?!(?:what|who|whom|which|where|why)\b).*\bwhen\b\ (?:it|the|he|she|they)\b.*\?*$(?<!down\?)",
        ),
        (
            Kind.PLACE,
            rf"^(?:in\ |at\ |from\ |near\ |to\ |on\ |into\ )?(?:where|(?:what|which)\ {PLACE_NOUNS})\b",
        ),
        (Kind.CAUSE, r"^(?:why\b|how\ come\b|for\ what\ reason\b)"),
        (
            Kind.CAUSE,
            r"\bwhat\ (?:\w+\ )?(?:caused?|causes|triggered|set\ off|sparked|prompted|led\ to|brought\ (?:\w+\ ){0,3}down|made"
            r"|started\ (?:the|this|that|an?))\b",
        ),
        (Kind.CAUSE, r"\b(?:the\ )?(?:cause|reason)s?\ (?:of|for|behind)\b"),
        (Kind.CAUSE, r"^what\ (?:is|was|are|were)\b.*\b(?:due\ to|to\ blame|caused\ by)$"),
        (Kind.CAUSE, r"^what\ (?:is|was|were)\ the\ (?:cause|reason)s?$"),
        (Kind.CAUSE, r"^how\ did\b.*\bdie$"),
        (
            Kind.PERSON,
            rf"^(?:by\ |to\ |from\ |with\ |for\ |of\ )?(?:who|whom|whose|(?:what|which)\ {PERSON_NOUNS})\b",
        ),
        (Kind.PERSON, r"\b(?:name\ of|'s\ names?\b|names?\ was|called\ the\ pilot)"),
    )
)
_YES_NO_RE = re.compile(rf"^{_AUXILIARY}(?:n't|n’t)?\b", re.IGNORECASE)

_CUMULATIVE_RE = re.compile(
    r"""\b(?: in\ (?:the|this)\ (?:\w+\ ){0,2}(?:war|conflict|pandemic|outbreak|campaign|season|crisis|year|series)
         |    so\ far | in\ total | altogether | overall | since\b | to\ date | this\ (?:year|season|month) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FRAME_RE = re.compile(
    r"\s(?:when|while|after|before|during|as|since|because|until|in\s(?:the|an?|this|that))\s", re.IGNORECASE
)
_HEAD_RE = re.compile(
    rf"\b(?:how\ many|number\ of|how\ (?:big|large)\ (?:was|is)\ the)\s+((?:(?!{_AUXILIARY}\b|on\ board\b|aboard\b|in\b|were\b)[\w'’\-]+\s*){{1,5}})",
    re.IGNORECASE | re.VERBOSE,
)
_SPEAKER_QUESTION_RE = re.compile(
    r"""^(?:did|does|do|has|have|had)\ (?P<speaker>.{2,80}?)\ (?P<verb>confirm|say|admit|deny|claim|announce|report|acknowledge
        |state|tell\ \w+|insist
        |reject(?=(?:ed|s)?\ (?:that|(?:the|any|these|those|this|all|such|[\w’']+['’]s?)\ (?:\w+\ )?(?:claim|allegation|accusation|charge|report
          |suggestion|idea|notion|version|account|statement|rumou?r|criticism|theory)s?)\b))(?:ed|d|s)?\ (?:that\ |whether\ |if\ )?(?P<what>.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_ACCORDING_RE = re.compile(
    r"[,;]?\s*\b(?:according\ to|as\ per)\s+(?P<speaker>[^,?;]{2,80})", re.IGNORECASE | re.VERBOSE
)
_SAY_RE = re.compile(
    r"""^what\ (?:did|does|do|has|have)\ (?P<speaker>.{2,80}?)\ (?:say|said|claim|report|write)\b
        (?:\ (?:about\ (?P<what>.+)|to\ (?:the|this|that|these|those|his|her|its|their)\ (?:accusation|allegation|claim|charge|criticism|reproach)s?))?$""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_denial(text: str) -> bool:
    """Tell whether a question is "did X deny that …"."""
    match = _SPEAKER_QUESTION_RE.match(_bare(text))
    return match is not None and match["verb"].lower() in ("deny", "reject")


def said_about(text: str) -> str | None:
    """Return what "what did X say about …" asks about, empty where it asks for anything; None for other questions."""
    match = _SAY_RE.match(_bare(text))
    return (match["what"] or "") if match else None


#: "Who confirmed the deaths" asks for those who speak.
WHO_SAID_RE = re.compile(
    r"^who\s+(?:has\s+|have\s+|had\s+)?(?P<verb>said|says|say|confirmed|denied|denies|claimed|claims|announced|reported|alleged"
    r"|accused|insisted|admitted|acknowledged|rejected|disputed|disputes)\s+(?:that\s+)?(?P<what>[^?]{3,})",
    re.I,
)


def clean(text: str) -> str:
    """Return a question as one line of printable text.

    Raises:
        QuestionError: it is empty, has no letters or digits, or is longer than `LONGEST` characters.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {LONGEST:,} are read. Ask a shorter one."
        )
    if not any(c.isalnum() for c in text):
        raise QuestionError('There is no question. Ask one, for example: whosays "how many crew died?"')
    return text


def analyse(text: str) -> Question:
    """Return what a question asks for; its text is the question in the plain form that the readers know.

    Raises:
        QuestionError: see `clean`.
    """
    text = in_full(clean(text))
    bare = _bare(text)
    named = (match["speaker"].strip() for match in _ACCORDING_RE.finditer(bare))
    speakers = tuple(name for name in named if not is_generic(name))
    bare = _ACCORDING_RE.sub("", bare).strip(" ,")
    compared = comparison(bare)
    bare = bare if compared else without_reporters(bare)
    kind = Kind.TEXT if compared else _kind(bare)
    hypothesis: str | None = None
    asked = bare
    told = _SPEAKER_QUESTION_RE.match(bare)
    said = _SAY_RE.match(bare)
    if kind is Kind.YES_NO:
        hypothesis = re.sub(rf"^{_AUXILIARY}(?:n['’]t)?\s+", "", bare, flags=re.IGNORECASE)
        if told:
            speakers = (*speakers, told["speaker"].strip())
            hypothesis = asked = told["what"]
    elif compared:
        speakers, asked = compared.who, compared.what
    elif said:
        speakers = (*speakers, said["speaker"].strip())
        asked = said["what"] or ""
    head = _HEAD_RE.search(bare)
    return Question(
        text=text,
        kind=kind,
        about=content(asked),
        predicates=_groups(asked),
        head=_head(head[1]) if head and kind is Kind.COUNT else None,
        speakers=speakers,
        hypothesis=hypothesis,
        cumulative=bool(_CUMULATIVE_RE.search(bare)),
        compares=compared is not None,
    )


def _bare(text: str) -> str:
    return in_full(text).rstrip("?!. ")


def _kind(text: str) -> Kind:
    if _YES_NO_RE.match(text):
        return Kind.YES_NO
    for kind, pattern in _KINDS:
        if pattern.search(text):
            return kind
    return Kind.TEXT


def main_clause(text: str) -> str:
    """Return a question without a closing frame ("… when it went down"): the frame is not what is asked."""
    frame = _FRAME_RE.search(text)
    return text[: frame.start()] if frame else text


def _groups(text: str) -> frozenset[str]:
    main = frozenset(found.group for found in predicates(main_clause(text)))
    return main or frozenset(found.group for found in predicates(text))


def _head(words: str) -> str | None:
    """Return the head noun of a noun phrase: its last word before "of", else its last."""
    parts = words.lower().split()
    verbs = {group.start for group in predicates(words)}
    kept: list[str] = []
    at = 0
    for part in parts:
        at = words.lower().find(part, at)
        if at in verbs and kept:
            break
        kept.append(part)
        at += len(part)
    thing = re.match(r"(?:fire|crash|attack|rescue|search|police)\s+(?!deaths?\b|victims?\b)[a-z]+s\b", words.lower())
    if thing:  # "fire engines" are engines
        return thing[0]
    if verbs and not words[: min(verbs)].strip():  # "the number of dead" counts people, not "dead".
        return None
    return " ".join(kept[:3]) or None
