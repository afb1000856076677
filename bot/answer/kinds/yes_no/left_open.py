"""What says neither yes nor no: questions, conditions, plans, wishes and fears."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.forms import form_of, forms_of

if TYPE_CHECKING:
    from bot.answer.types import Question, Statement

# "arrested on suspicion of arson": nobody says yet that it was.
SUSPECTED_RE = re.compile(
    r"\b(?:suspicion|suspected|accused|charges?|charged|allegations?|fears?|feared|possibility|threats?|risk)\s+(?:of|with|that)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
WHETHER_RE = re.compile(r"\b(?:whether|if|unless|until|in\s+case)\b[^.;]*$", re.IGNORECASE)
_UNSAID_RE = re.compile(
    r"""\b(?: too\ (?:early|soon)\ to\ (?:say|tell|know)
          |  (?:(?:not|never)|\w+n['’]t)(?:\ (?:yet|immediately|be|been|made))?\ (?:say|said|known?|clear|certain|decided?)
             \ (?:whether|if|what|how|who|when|where|why)
          |  (?:is|was)\ not\ (?:yet\ )?(?:known|clear|certain)
          |  (?:would|could|did|does|do|will)(?:\ not|n['’]t)\ (?:say|confirm)\ that
          |  (?:declin|refus)(?:e|es|ed|ing)\ to\ (?:say|comment|confirm|discuss) | unclear | unknown )\b[^.;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FEARED_RE = re.compile(
    r"\b(?:thought|feared?|fears|worried|afraid|dreamed|imagined|wondered)\b[^.;]*\b(?:would|might|could|will|was\s+going\s+to)\b[^.;]*$",
    re.IGNORECASE,
)
_LIKENED_RE = re.compile(r"\b(?:like|as\s+if|as\s+though)\s+(?:an?\s+|the\s+|some\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_WH = r"(?:why|how|what|who|whom|which|where|when|whether|if)"
# "are examining how the dyke …"
_EXAMINED_RE = re.compile(
    rf"""\b(?:ask|wonder|investigat|examin|determin|establish|find\s+out|question|look(?:s|ed|ing)?\s+(?:in)?to|stud(?:y|i)
          |understand|debat|check|prob(?:e|ing)|decid)\w*\s+(?:\w+\s+){{0,2}}?{_WH}\b[^.;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
# "What started the blaze is under investigation", "How it failed remains a mystery"
_OPEN_SUBJECT_RE = re.compile(
    rf"""^\W*{_WH}\b.*\b(?:is|are|was|were|remains?|remained|stays?)\s+(?:still\s+|now\s+|yet\s+|not\s+(?:yet\s+)?)*
         (?:unclear|unknown|known|clear|certain|settled|decided|under\s+\w+|being|open|disputed|uncertain|the\s+question|an?\s+(?:open\s+)?
          (?:question|mystery|matter|puzzle)|to\s+be)\b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# "Was the lunch contaminated, parents ask"
_ASKED_RE = re.compile(r",[\"”’']?\s+(?:\w+\s+){1,4}?(?:ask|asks|asked|wonder|wonders|wondered)\b\W*$", re.IGNORECASE)

# "Melted down, it would bring 90,000": on a condition
_FRONTED_RE = re.compile(r"^\w+(?:ed|en|ung|own)\b[^.;]*\b(?:would|could|might)\b", re.IGNORECASE)

#: Between an auxiliary and its verb.
_BETWEEN = r"(?:(?:be|been|being|have|has|had|get|got|also|still|soon|now|then|only|even|first|eventually|finally|\w+ly)\s+){0,4}"
_MODAL_RE = re.compile(
    rf"\b(?P<modal>will|would|shall|could|might|may|can|should|must|ought\s+to|needs?\s+to|needed\s+to|due\s+to)\s+{_BETWEEN}$"
    rf"|['’](?P<short>ll|d)\s+{_BETWEEN}$",
    re.IGNORECASE,
)
_DUTY = frozenset({"should", "must", "ought to", "need to", "needs to", "needed to"})
#: Modals of what is to come: they answer a question about the future.
_COMING = frozenset({"will", "would", "shall", "ll", "d", "due to"})
_TO_RE = re.compile(rf"\bto\s+{_BETWEEN}$", re.IGNORECASE)
# "managed to leave": done.
_DONE_TO_RE = re.compile(
    r"""\b(?: managed | (?:was|were|been|is|are)\ (?:\w+ly\ )?(?:able|forced|compelled|obliged|made|seen|known|found|understood|brought|moved|quick|about
             |first|last|on\ course)
          |  forc(?:ed|es|ing)\ (?:\S+\ ){0,4}? | compelled\ (?:\S+\ ){0,4}? | led\ (?:\S+\ ){0,4}? | caus(?:ed|es|ing)\ (?:\S+\ ){0,4}?
          |  help(?:ed|s|ing)?(?:\ \S+){0,4}? | had | has | have | came | went\ on | go\ on | goes\ on | began | begun | begins? | started
          |  starts? | continu(?:e|es|ed|ing) | voted | votes | proved | turned\ out | turns\ out | proceeded | rushed | dared | bothered
          |  used | appear(?:s|ed)? | seem(?:s|ed)? | (?:said|believed|thought|reported|alleged|understood|estimated) | chose | opted
          |  (?:tele)?phoned\ .* | rang\ .* | called\ (?!on\b|for\b)\S+\ .* | wrote\ .* | stood\ up | came\ forward
          |  the\ (?:first|second|third|last|only|next|latest)(?:\ \w+){0,2} )\s+to\s+$""",
    re.IGNORECASE | re.VERBOSE,
)
# "plans to appeal": an answer only to what will be.
_MEANT_TO_RE = re.compile(
    r"""\b(?: want(?:s|ed)? | wish(?:es|ed)? | hop(?:es|ed|e) | plan(?:s|ned|ning)? | intend(?:s|ed)? | intention | decid(?:es|ed) | decision | agre(?:es|ed) | promis(?:es|ed)
          |  vow(?:s|ed)? | pledg(?:es|ed) | undert(?:akes|ook|aken) | (?:is|are|was|were)(?:\ (?:now|still|also))?
          |  (?:set|due|expected|going|scheduled|prepared|ready|determined|likely|certain|sure|bound|poised|about|resolved)
          |  commit(?:ted|s)? )\s+to\s+$""",
    re.IGNORECASE | re.VERBOSE,
)
# "wants the bridge to be torn down", "fear that the dyke …": the words up to the event hold no further clause.
_WISHED_RE = re.compile(
    r"""\b(?P<wish> want(?:s|ed|ing)? | wish(?:es|ed)? | demand(?:s|ed|ing)? | seek(?:s|ing)? | sought | hop(?:e|es|ed|ing)
          |  ask(?:s|ed|ing)?\ (?:\S+\ ){0,4}?(?:for|to) | call(?:s|ed|ing)?\ (?:for|on) | urg(?:e|es|ed|ing) | propos(?:e|es|ed|ing)
          |  (?<!\bwas\ )(?<!\bwere\ )(?<!\bis\ )(?<!\bare\ )fear(?:s|ed|ing|ful)? | worr(?:y|ies|ied) | threat(?:s|ens?|ened|ening)? | suspect(?:s|ed|ing)? | suspicions?
          |  accus(?:e|es|ed|ing|ations?) | rumou?r(?:s|ed)? | risk(?:s|ed|ing)? | danger | possibility | prospect | chances?
          |  considering | considers? | contemplat(?:es?|ing) | preparing | advis(?:es|ed) | recommend(?:s|ed|ing)?
          |  in\ favou?r\ of | warn(?:s|ed|ing)?\ (?:of|that|against) | in\ the\ event | provided | expect(?:s|ed|ing)? | pretend(?:s|ed)?
          |  sp(?:oke|oken|eaks?|eaking)\ (?:\w+\ )?of | talk\ (?:\w+\ )?of | withdr(?:ew|awn)\ | retracted | invit(?:e|es|ed) | order(?:s|ed)\ (?:\S+\ ){1,4}?to | told\ (?:\S+\ ){1,3}?to | allow(?:s|ed)?\ (?:\S+\ ){1,3}?to
          |  (?:an?|the|no)\ (?:chance|right|time|power|weeks?|days?|deadline|option)\ to
          |  plan(?:s|ned|ning)?\ (?:for|of|a|an|the) | had\ hoped | dream(?:s|ed|t)?\ of )\b
          (?P<gap>[^,;:.()]{0,70})$""",
    re.IGNORECASE | re.VERBOSE,
)
#: A new clause with a verb of its own ends what is wished.
_ENDS_WISH_RE = re.compile(
    r"\b(?:who|which|after|because|when|as|since|although|though|while|but|where)\b", re.IGNORECASE
)
_AFTER_IF_RE = re.compile(
    r"(?<!even)(?<!as)(?<!only)\s(?:if|unless|provided|as\s+long\s+as|in\s+case|should)\s(?!necessary|needed|possible|at\s+all)",
    re.IGNORECASE,
)
_FUTURE_RE = re.compile(
    r"^(?:will|would|shall|can|could|should|may|might|must|is\s+there\s+going)\b|\b(?:going\s+to|will|would|be|plan\w*|intend\w*"
    r"|about\s+to|expected)\b",
    re.IGNORECASE,
)
_PAST_RE = re.compile(r"^(?:did|was|were|has|have|had)\b", re.IGNORECASE)


@lru_cache(maxsize=256)  # questions; one is asked of every sentence
def asks_future(text: str) -> bool:
    """Tell whether a question asks for what is to come: "will he appeal", "is it going to close"."""
    return bool(_FUTURE_RE.search(text)) and not (_PAST_RE.match(text) and not re.search(r"\b(?:would|going)\b", text))


def is_left_open(statement: Statement, start: int, end: int, question: Question, *, denied: bool) -> bool:
    """Tell whether the words around an event at [start, end) of a sentence say neither yes nor no.

    "Did not say whether it fell", "like a dead whale", "may fall", "wants it to fall", "did it fall?".
    """
    text = statement.sentence.text
    if _questioned(text, end):
        return True
    if re.search(r"\b(?:whether|if|until)\b", question.text, re.IGNORECASE):
        return False
    before, head = text[:end], text[:start]
    unsaid = bool(_UNSAID_RE.search(before)) and "say" not in question.text and "said" not in question.text
    if unsaid or WHETHER_RE.search(before) or _FEARED_RE.search(before) or _LIKENED_RE.search(head):
        return True
    if _FRONTED_RE.match(text[start:]) and not re.search(r"\w", head):
        return True
    if _OPEN_SUBJECT_RE.match(text) or _EXAMINED_RE.search(head):
        return True
    return _wished(head, statement, question, denied=denied) or _not_yet(text, start, end, question, denied=denied)


def _questioned(text: str, end: int) -> bool:
    """Tell whether a place stands in a question, put by the outlet or quoted by it."""
    closing = re.search(r"[?!.](?=[\s\"”’')]|$)", text[end:])
    return (closing is not None and closing[0] == "?") or bool(_ASKED_RE.search(text[end:]))


def _wished(head: str, statement: Statement, question: Question, *, denied: bool) -> bool:
    """Tell whether an event is only wished, feared or suspected; a question about the wish itself is answered by it."""
    match = _WISHED_RE.search(head)
    if match is None or _ENDS_WISH_RE.search(match["gap"]):
        return False
    word = form_of(match["wish"].split()[0])
    if statement.denied and statement.cue and _REFUSED_RE.fullmatch(statement.cue):
        return False  # "fans want the costs to be paid, which the club has ruled out"
    if denied and word not in _ASKING:
        return False  # "denies that it is planning an offer", "the rumour that he left is false"
    if word in _ACCUSING | _SPEAKING and statement.speaker is not None:
        return False  # who accuses says so
    if word in _WANTING and match["gap"].strip() == "to" and asks_future(question.text):
        return False  # "prosecutors want to appeal"
    if word in _INTENDING and (asks_future(question.text) or _INTENDING & forms_of(question.text)):
        return False
    return word not in forms_of(question.text)


_REFUSED_RE = re.compile(r"(?:rul(?:es|ed)\s+out|rejects?|rejected|dismiss(?:es|ed))", re.IGNORECASE)
#: Words that ask others for something: not to have asked for it tells nothing of it.
_ASKING = forms_of(
    "want wants wish demand demanded seek sought ask asked call called urge urged advise recommend invite order told allow right chance time"
)
#: What somebody spoke of is his word; without him it is nobody's.
_SPEAKING = forms_of("spoke spoken speak speaks speaking talk")
_WANTING = forms_of("want wish hope")
_ACCUSING = forms_of("accuse accused accuses accusing accusation accusations")
#: Words of what somebody means to do: an answer to questions about that, and about the future.
_INTENDING = forms_of(
    "plan planned planning intend intends prepare preparing consider considering contemplate expect expects expected propose proposed"
)


def _not_yet(text: str, start: int, end: int, question: Question, *, denied: bool) -> bool:
    """Tell whether an event may come, should come or is meant to come, where a question asks whether it did."""
    head, coming = text[:start], asks_future(question.text)
    if match := _MODAL_RE.search(head):
        modal = re.sub(r"\s+", " ", (match["modal"] or match["short"]).lower())
        perfect = re.search(r"\b(?:have|has)\s", match[0]) is not None
        asked = modal in question.text.lower().split()
        if denied or asked:
            return modal in _DUTY and not asked
        if modal in _DUTY or (perfect and modal in ("would", "could", "d")):
            return True  # "should have opened": and did not, or nobody says
        if modal in _COMING:
            return not coming or bool(_AFTER_IF_RE.search(text[end:]))
        return not perfect and not coming  # "may be closed"; "may have been hit" is a claim
    if _TO_RE.search(head) and not denied:
        plain_head = _TO_RE.sub("to ", head)
        if _DONE_TO_RE.search(plain_head):
            return False
        return not (coming and _MEANT_TO_RE.search(plain_head))
    return False
