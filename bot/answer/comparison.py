"""Questions that set the outlets side by side: "what does each outlet call …", "compare what A and B say about …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Words for outlets in general.
OUTLETS = (
    r"(?:(?:each|every|all|both|the|these|those|different|various|two|three|other|news|of|media)\s+)*"
    r"(?:outlet|source|paper|newspaper|site|report|article|publication|broadcaster|channel|medium|press|media)s?"
)
_GENERIC_RE = re.compile(OUTLETS, re.IGNORECASE)
_CALL = r"(?:call|describe|name|label|term|dub|portray|depict|characteri[sz]e|refer\s+to|speak\s+of)"
_CALLED = r"(?:called|described|named|labell?ed|termed|dubbed|portrayed|depicted|characteri[sz]ed|referred\s+to)"
_WORDS = r"(?:words?|terms?|names?|labels?|language|phrases?)"
# First match wins. `who` is the outlets, `what` is what they are compared on.
_WORDING_RES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:what|which|how)(?:\s+{_WORDS})?\s+(?:do|does|did)\s+(?P<who>.{{2,80}}?)\s+{_CALL}\s+(?P<what>.+)$",
        rf"^(?:what|which)\s+{_WORDS}\s+(?:do|does|did)\s+(?P<who>.{{2,80}}?)\s+use\s+(?:for|about|of)\s+(?P<what>.+)$",
        rf"^(?:what|how)\s+(?:is|are|was|were)\s+(?P<what>.+?)\s+{_CALLED}\s+(?:by|in|across)\s+(?P<who>.{{2,80}})$",
        rf"^compare\s+(?:how|what)\s+(?P<who>.{{2,80}}?)\s+{_CALL}s?\s+(?P<what>.+)$",
        rf"^(?:what|which)\s+{_WORDS}\s+(?:do|does|did)\s+(?P<who>.{{2,80}}?)\s+(?:give|have\s+for)\s+(?:to\s+)?(?P<what>.+)$",
    )
)
_SAY = r"(?:say|says|said|report|reports|write|writes|tell)"
_SAID = rf"^what\s+(?:do|does|did)\s+(?P<who>.{{2,80}}?)\s+{_SAY}\s+(?:about|on|of|regarding)\s+(?P<what>.+)$"
_SAID_RE = re.compile(_SAID, re.IGNORECASE)
_ABOUT_RES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^compare\s+(?:what\s+)?(?P<who>.{{2,80}}?)\s+{_SAY}\s+(?:about|on|of|regarding)\s+(?P<what>.+)$",
        r"^compare\s+(?P<who>.{2,80}?)(?:['’]s?)?\s+(?:(?:coverage|reporting|accounts?|versions?)\s+)?(?:about|on|of|over)\s+(?P<what>.+)$",
        r"^compare\s+(?:the\s+)?(?:coverage|reporting|accounts?|versions?)\s+(?:about|on|of)\s+(?P<what>.+?)\s+(?:by|in|across|from)\s+(?P<who>.{2,80})$",
        _SAID,
        r"^(?:how|where)\s+(?:do|did)\s+(?P<who>.{2,80}?)\s+(?:differ|disagree|compare)\s+(?:on|about|over|in)\s+(?P<what>.+)$",
        r"^(?:do|does|did)\s+(?P<who>.{2,80}?)\s+(?:agree|disagree|differ|contradict\s+(?:each\s+other|one\s+another))\s+(?:on|about|over|as\s+to)\s+(?P<what>.+)$",
        rf"^(?:is|are|was|were)\s+there\s+(?:any\s+|an?\s+)?(?:disagreements?|disputes?|differences?|contradictions?|conflict)\s+(?:between\s+|among\s+)?(?P<who>{OUTLETS}\s+)?"
        r"(?:on|about|over|as\s+to)\s+(?P<what>.+)$",
        rf"^(?:are|is)\s+(?P<who>{OUTLETS})\s+(?:agreed|in\s+agreement|at\s+odds|divided|unanimous)\s+(?:on|about|over|as\s+to)\s+(?P<what>.+)$",
    )
)
#: "How many dead does each outlet report?": who reports it is not part of what is asked.
_REPORTED_RE = re.compile(
    rf"\s*\b(?:do|does|did)\s+{OUTLETS}\s+(?:report|give|say|claim|put|state|mention|have|cite)\b", re.IGNORECASE
)
#: "Which outlets say that it was shot down?"
_WHICH_RE = re.compile(
    rf"^(?:which|what)\s+(?:of\s+the\s+)?{OUTLETS}\s+(?:{_SAY}|claims?|think)\s+(?:that\s+)?(?P<what>.+)$",
    re.IGNORECASE,
)
#: "What happened?", "what is going on at the mill": all that a story is about.
_HAPPENED_RE = re.compile(
    r"^(?:so\s+|and\s+)?(?:what\s+(?:exactly\s+|really\s+|actually\s+)?(?:(?:has\s+|had\s+)?happened|happens|(?:is|was|has\s+been)\s+(?:happening|going\s+on)"
    r"|went\s+on|is\s+(?:the\s+)?(?:latest(?:\s+news)?|news|story|matter)|is\s+this\s+(?:all\s+)?about)|the\s+latest)"
    r"(?:\s+(?:here|there|today|exactly|now|so\s+far|then))?(?:\s+(?:in|at|on|near|outside|off)\s+(?P<where>(?!next\b)[^?]{2,80}))?$",
    re.IGNORECASE,
)
_LATEST_RE = re.compile(r"\b(?:is|latest|news|now|going\s+on|happening)\b", re.IGNORECASE)
_AND_RE = re.compile(r"\s*(?:,|\band\b|\bor\b|\bvs\.?|\bversus\b|\bwith\b|&)\s*", re.IGNORECASE)
_WHETHER_RE = re.compile(
    r"^(?:whether|if)\s+(?P<who>.+?)\s+(?P<verb>was|were|is|are|has|have|had|will|did)\s+(?P<rest>.+)$", re.IGNORECASE
)
_WH_RE = re.compile(r"^(?:who|whom|when|where|why|how\s+\w+|what|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What outlets are compared on."""

    #: The outlets (or speakers) as the question names them; empty means all.
    who: tuple[str, ...]
    #: What they word or speak about ("the people who hit the plane").
    what: str
    #: The words are asked for; else what is said about it.
    wording: bool
    #: "What happened?": what each outlet opens with.
    lead: bool = False
    #: "What is the latest?": what each opens its newest article with.
    latest: bool = False


def comparison(text: str) -> Comparison | None:
    """Return what a question asks to compare; None for any other question."""
    bare = text.strip().rstrip("?!. ")
    happened = _HAPPENED_RE.match(bare)
    if happened:
        latest = _LATEST_RE.search(bare) is not None
        return Comparison((), (happened["where"] or "").strip(), wording=False, lead=True, latest=latest)
    for pattern in _WORDING_RES:
        match = pattern.match(bare)
        if match:
            return Comparison(_named(match["who"]), match["what"].strip(), wording=True)
    for pattern in _ABOUT_RES:
        match = pattern.match(bare)
        # One name alone is no comparison: "what did the mayor say about …".
        who = (match["who"] or "the outlets").strip() if match else ""
        if match and (is_generic(who) or len(_named(who)) > 1):
            return Comparison(_named(who), match["what"].strip(), wording=False)
    return None


def _one_voice(text: str) -> Comparison | None:
    """Return "what did the mayor say about the death toll" as one of a single voice."""
    match = _SAID_RE.match(text.strip().rstrip("?!. "))
    return Comparison((match["who"].strip(),), match["what"].strip(), wording=False) if match else None


def is_generic(who: str) -> bool:
    """Tell whether words stand for all outlets: "each outlet", "the papers"."""
    return _GENERIC_RE.fullmatch(who.strip()) is not None


def parts(names: str) -> tuple[str, ...]:
    """Return the names of a list: "the Herald and the Post" are two."""
    return tuple(part for part in (piece.strip() for piece in _AND_RE.split(names)) if part)


def _named(who: str) -> tuple[str, ...]:
    return () if is_generic(who) else parts(who)


_DOES = r"(?:do|does|did|has|have)"
_GIVES = r"(?:give|report|put|cite|state|name|mention|quote|print|claim|estimate|have|say|see)"
_FINITE = r"(?:is|are|was|were|will|would|has|have|had|can|could)"
#: "How high does each outlet put the damage (at)?"
_PUTS_RE = re.compile(
    rf"^(?P<how>(?:how\s+(?:high|big|large|great|long|far|deep|old|heavy|wide|fast|strong)|where|when))\s+{_DOES}\s+{OUTLETS}\s+"
    rf"(?:put|place|estimate|date|see|give)\s+(?P<what>.+?)(?:\s+at)?$",
    re.IGNORECASE,
)
#: "What turnout does each outlet give for Port Vik?", "which cause do the papers name for the fire?"
_GIVES_RE = re.compile(
    rf"^(?:what|which)\s+(?P<what>(?!(?:{_DOES})\b)[\w\s’'-]{{3,40}}?)\s+{_DOES}\s+{OUTLETS}\s+{_GIVES}(?P<of>\s+(?:for|of|in|at)\s+.+)?$",
    re.IGNORECASE,
)
#: "How many staff does each outlet say the bank has?", "where do the papers say the ring was found?"
_SAYS_RE = re.compile(
    rf"^(?P<wh>(?:how|what|where|when|why|who|which)\b.{{0,60}}?)\s+{_DOES}\s+{OUTLETS}\s+(?:say|report|claim|write|think|state|believe)\s+"
    r"(?:that\s+)?(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_HAS_RE = re.compile(
    r"^(?P<who>.+)\s+(?P<verb>has|have|had|employs?|employed|needs?|owns?|costs?|owes?)$", re.IGNORECASE
)
_DOES_VERB = {"has": "does have", "have": "do have", "had": "did have"}
_TURNED_RE = re.compile(rf"^(?P<who>(?!{_FINITE}\b).+?)\s+(?P<verb>{_FINITE})(?:\s+(?P<rest>.+))?$", re.IGNORECASE)
_BLAMES_RE = re.compile(rf"^(?:who|whom|what)\s+{_DOES}\s+{OUTLETS}\s+blame(?:\s+for\s+(?P<what>.+))?$", re.IGNORECASE)
_ORDINARY_RE = re.compile(
    r"^(?:number|sum|word|name|term|detail|thing|reaction|picture|photo|source|claim|side|view)s?$", re.IGNORECASE
)


def without_reporters(text: str) -> str:
    """Return a question without the words that only say that outlets report it.

    >>> without_reporters("How high does each outlet put the damage?")
    'How high is the damage'
    >>> without_reporters("What turnout does each outlet give for Port Vik?")
    'What is the turnout for Port Vik'
    """
    bare = text.strip().rstrip("?!. ")
    if not _GENERIC_RE.search(bare):
        return text
    if match := _PUTS_RE.match(bare):
        verb = "are" if match["what"].endswith("s") and not match["what"].endswith("ss") else "is"
        return f"{match['how']} {verb} {match['what']}"
    if match := _BLAMES_RE.match(bare):
        return f"Who is to blame for {match['what']}" if match["what"] else "Who is to blame"
    if match := _GIVES_RE.match(bare):
        what = match["what"].strip()
        if not _ORDINARY_RE.match(what.split()[-1]):
            return f"What is the {what}{match['of'] or ''}"
    if match := _SAYS_RE.match(bare):
        return _plainly(match["wh"], match["rest"])
    return _REPORTED_RE.sub("", text)


def _plainly(wh: str, rest: str) -> str:
    """Return "Where was the ring found" for "where" and "the ring was found"."""
    has = _HAS_RE.match(rest)
    if has:
        verb = has["verb"].lower()
        aux, base = _DOES_VERB.get(verb, f"does {verb.removesuffix('ed').removesuffix('s')}").split()
        return f"{wh} {aux} {has['who']} {base}"
    turned = _TURNED_RE.match(rest)
    if turned and not wh.lower().startswith(("who", "which")):
        return f"{wh} {turned['verb']} {turned['who']} {turned['rest'] or ''}".strip()
    return f"{wh} {rest}"


def direct(text: str) -> str | None:
    """Return the plain question inside "what do the outlets say about the cause of …"; None where there is none.

    Its answer is typed, so that a difference between outlets is one: figures, causes, yes and no.
    """
    which = _WHICH_RE.match(text.strip().rstrip("?!. "))
    if which:
        text = f"What do the outlets say about whether {which['what']}"
    found = comparison(text) or _one_voice(text)
    if found is None or found.wording:
        return None
    what = re.sub(r"^the\s+question\s+(?:of\s+)?", "", found.what, flags=re.IGNORECASE)
    whether = _WHETHER_RE.match(what)
    if whether:
        asked = f"{whether['verb'].capitalize()} {whether['who']} {whether['rest']}"
    elif _WH_RE.match(what):
        asked = what[:1].upper() + what[1:]
    else:
        asked = f"What is {what}"
    according = f", according to {' and '.join(found.who)}" if found.who else ""
    return f"{asked}{according}?"
