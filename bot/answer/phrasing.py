"""How people type questions: contractions, capitals, polite openings and loose words, brought into one plain form.

The readers know one way to ask for each thing ("how much did … pay"); what else means the same is rewritten here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answer.comparison import OUTLETS

_POLITE_RE = re.compile(
    r"""^(?: (?:hey|hi|hello|ok|okay|so|and|but|please|well|also|then)\b[,!]?\s+
         |   (?:quick\s+question|question)\s*[:,-]\s*
         |   (?:can|could|would|will)\s+(?:you|somebody|anyone)\s+(?:please\s+)?(?:tell|say|explain)(?:\s+(?:me|us))?\s+
         |   (?:i|we)\s+(?:want|would\ like|'d\ like)\s+to\s+know\s+
         |   (?:i\s+(?:was\s+)?|just\s+)?wonder(?:ing)?\s+(?=if\b|whether\b|who\b|what\b|when\b|where\b|why\b|how\b)
         |   (?:does|do)\s+(?:you|we|anyone|anybody|somebody|u)\s+know\s+
         |   is\s+it\s+(?:known|clear)\s+
         |   (?:please\s+)?tell\s+(?:me|us)\s+(?:about\s+)?
         |   (?:any|got\s+any)\s+idea\s+
         )""",
    re.VERBOSE | re.IGNORECASE,
)
_AUX = r"(?:was|were|is|are|did|does|do|has|have|had|will|would|can|could|should|may|might|must)"
_TELLING_RE = re.compile(r"\b(?:know|known|clear|tell|say|explain|idea|wonder(?:ing)?)\b", re.IGNORECASE)
_WHETHER_RE = re.compile(rf"^(?:if|whether)\s+(?P<who>.+?)\s+(?P<aux>{_AUX})\s+(?P<rest>.+)$", re.IGNORECASE)
_WHETHER_DID_RE = re.compile(r"^(?:if|whether)\s+(?P<rest>.+)$", re.IGNORECASE)
#: "(do you know) when the trial will start": the verb stands behind its subject.
_EMBEDDED_RE = re.compile(
    rf"^(?P<wh>when|where|why|how\s+long)\s+(?P<who>(?!{_AUX}\b).+?)\s+(?P<aux>{_AUX})\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_EMBEDDED_DID_RE = re.compile(
    rf"^(?P<wh>when|where|why)\s+(?P<rest>(?!{_AUX}\b)\w+\s+.*\b(?:\w+ed|broke|began|fell|won|left|sank|went|rose|lost|shut|hit))\b(?P<end>.*)$",
    re.IGNORECASE,
)

#: "Do the papers say that he was drunk": it asks whether he was.
_REPORTED_RE = re.compile(
    rf"^(?:do|does|did)\s+(?:any\s+)?{OUTLETS}\s+(?:say|report|claim|write|think|agree)\s+(?:that\s+|whether\s+|if\s+)?(?P<what>(?!so\b|about\b|anything\b|on\b|of\b).+)$",
    re.IGNORECASE,
)

#: What "'s" stands for before these words is "has".
_HAS = r"(?:been|got|gone|won|happened|become|said|left|died|changed|come|taken|resigned|caused|led)\b"
_WH = r"(?:what|who|when|where|how|why)"
_CONTRACTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), full)
    for pattern, full in (
        (rf"^({_WH})['’]?s\s+(?={_HAS})", r"\1 has "),
        (r"^(what|who|when|where|how|why)['’]s\b", r"\1 is"),
        (r"^(what|who|when|where|how|why)s\b(?=\s)", r"\1 is"),
        (r"\bwhos\b(?=\s+(?:in|the|to|behind))", "who is"),
        (rf"^({_WH})['’]re\b", r"\1 are"),
        (rf"^({_WH})['’]ll\b", r"\1 will"),
        (rf"^({_WH})['’]ve\b", r"\1 have"),
        (rf"^({_WH})['’]d\s+(?=(?:the|they|he|she|it|you|we|an?|his|her|their|police)\b)", r"\1 did "),
        (rf"^({_WH})['’]d\b", r"\1 had"),
        (r"^(is|are|was|were|did|does|do|has|have|had|would|could|should)nt\b", r"\1n't"),
        (r"^wont\b", "won't"),
        (r"^cant\b", "can't"),
        (r"\bppl\b", "people"),
        (r"\bu\.?s\.?\s+(?=dollars?\b)", "US "),
        (r"\bgonna\b", "going to"),
    )
)

_S = r"(?P<s>.{1,80}?)"  # the subject of a question, up to its verb
_WORKERS = (
    r"(?:union|unions|workers?|pilots?|nurses?|doctors?|teachers?|drivers?|staff|crews?|miners?|dockers?|employees|strikers?"
    r"|members|guards?|cleaners?|porters?|sailors?|firefighters|police)"
)
_SUMS = (
    r"(?:ransom|fees?|compensation|reward|bonus|bonuses|bail|salary|wages?|pay|pension|dividend|payout|subsidy|subsidies|grant|loan"
    r"|refund|damages|rent|money|cash|funding|aid|deposit)"
)
_BURN = r"(?:burn(?:ed|t)?|flood(?:ed)?|cover(?:ed|s)?|destroy(?:ed)?|scorch(?:ed)?)"
_PERIOD = r"(?:day|date|year|month|time|hour|weekday)"
_FIRE = r"(?:fires?|blaze|wildfire|bushfire|inferno)"

#: First match wins within a line of work; what is rewritten may be rewritten again by a later line.
_REWRITES = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"^(?P<w>when|where|how|why|what|who)\s+(?:exactly|precisely)\s+(?=\w)", r"\g<w> "),
        (
            r"^(?P<w>when|why|(?:on\s+)?what\s+day)\s+did\s+(?!the\b|it\b|they\b|we\b|you\b|i\b)(?P<s>(?:[\w’'-]+\s+){0,2}?[\w’'-]+)\s+(?:go|leave|depart)(?P<e>\W*)$",
            r"\g<w> did \g<s> leave office\g<e>",
        ),
        (
            r"^when\s+(?:does|did|will)\s+(?P<s>[^?]{0,50}?\b(?:ultimatum|deadline))\s+(?:run\s+out|expire|end|pass|come)(?P<e>\W*)$",
            r"when is the deadline\g<e>",
        ),
        # --- sums of money
        (r"^(?:what|which)\s+(?:sum|amount)s?(?:\s+of\s+money)?\s+(?!of\b)", "how much "),
        (r"^(?:what|which)\s+(?:amount|quantity|volume)\s+of\s+(?=\w)", "how much "),
        (rf"^(?:what|which)\s+(?:kind\s+of\s+)?({_SUMS})\s+(?={_AUX}\b)", r"how much \1 "),
        (
            rf"^what\s+(?={_AUX}\s+.{{1,80}}?\s+(?:earn|get\s+paid|make\s+(?:an?|per)\s+(?:year|month|week|day|hour))\b)",
            "how much ",
        ),
        (
            r"^what\s+(?=(?:is|are|was|were)\s+.{1,80}?\s+(?:paid|fined|owed|worth|valued\s+at|insured\s+for)\W*$)",
            "how much ",
        ),
        (
            r"^what\s+(?=(?:is|are|was|were)\s+.{1,80}?\s+(?:paid|worth)\s+(?:an?|per|each|now|today|in|on\s+average|alone)\b)",
            "how much ",
        ),
        (
            rf"^what\s+(?={_AUX}\s+.{{1,80}}?\s+(?:(?:have|has|need|needs)\s+to\s+|be\s+made\s+to\s+)?pay(?:\s+(?:an?|per|each|if|in|to|when|the|as)\b.*|\W*)$)",
            "how much ",
        ),
        (
            rf"^what\s+(?={_AUX}\s+.{{1,80}}?\s+(?:sell|sold|go|went|change\s+hands)\s+for\b|(?:would|could|might)\s+.{{1,80}}?\s+bring\b|{_AUX}\s+.{{1,80}}?\s+fetch\b)",
            "how much ",
        ),
        (rf"^what\s+(?={_AUX}\s+.{{1,80}}?\s+spend\s+on\b)", "how much "),
        (
            rf"^what\s+(?P<a>did|will|would)\s+{_S}\s+(?P<v>close|open|end|trade)\s+(?P<t>(?:\w+\s+){{0,2}})at\b",
            r"what price \g<a> \g<s> \g<v> \g<t>at",
        ),
        (
            rf"^what\s+(?P<b>is|was|were|are)\s+the\s+(?P<n>(?:average\s+|starting\s+|minimum\s+|total\s+)?{_SUMS})\b",
            r"how much \g<b> the \g<n>",
        ),
        (
            r"\b(?P<s>depositors|customers|savers|clients|investors|people)\s+(?:take|pull|taken|pulled|took)\s+out\s+(?:of|from)\b",
            r"\g<s> withdraw from",
        ),
        # --- shares and rates
        (
            r"^(?:what|which|how\s+(?:big|large|much)(?:\s+of)?)\s+(?:an?\s+)?(?:kind\s+of\s+)?(?P<n>(?:pay|wage|salary)\s+(?:rise|raise|increase|hike|cut|offer))\s+(?="
            + _AUX
            + r"\b)",
            r"what percentage \g<n> ",
        ),
        (rf"^(?:what|which)\s+(?P<n>rise|raise)\s+(?={_AUX}\b)", r"what percentage \g<n> "),
        (
            rf"^(?:how\s+much|what)\s+(?:more\s+(?:money|pay)\s+)?(?P<a>do|does|did)\s+(?P<s>.{{0,60}}?\b{_WORKERS})\s+settle\s+for\b",
            r"what percentage pay rise \g<a> \g<s> settle for",
        ),
        (rf"^what\s+(?P<a>do|does|did)\s+{_S}\s+settle\s+for\b", r"how much \g<a> \g<s> settle for"),
        (
            rf"^how\s+much\s+more\s+(?:money|pay)\s+(?P<a>do|does|did|are|is)\s+(?P<s>.{{0,60}}?\b{_WORKERS})\b",
            r"what percentage pay rise \g<a> \g<s>",
        ),
        (
            r"^how\s+much\s+of\s+(?P<s>(?:the|its|their|his|her)\s+(?!money\b|cash\b|oil\b|water\b|fuel\b|gas\b|loot\b|ransom\b).+)$",
            r"what share of \g<s>",
        ),
        (r"^how\s+contained\s+(?P<b>is|was)\s+(?P<s>[^?]+)", r"what percentage of \g<s> \g<b> contained"),
        (
            r"^how\s+(?:high|low|big|large)\s+(?P<b>is|was)\s+(?:the\s+)?(?P<s>(?:\w+\s+)?(?:turnout|inflation|unemployment)\b)",
            r"what \g<b> the \g<s>",
        ),
        (rf"^by\s+how\s+much\s+(?P<a>{_AUX})\s+(?P<s>.+?)\s+go\s+up\b", r"by how much \g<a> \g<s> rise"),
        (rf"^by\s+how\s+much\s+(?P<a>{_AUX})\s+(?P<s>.+?)\s+go\s+down\b", r"by how much \g<a> \g<s> fall"),
        (r"^by\s+how\s+much\s+(?P<a>has|have)\s+(?P<s>.+?)\s+gone\s+up\b", r"by how much \g<a> \g<s> risen"),
        (r"^by\s+how\s+much\s+(?P<a>has|have)\s+(?P<s>.+?)\s+gone\s+down\b", r"by how much \g<a> \g<s> fallen"),
        # --- sizes
        (rf"^(?:what|which)\s+area\s+(?={_BURN}\b|{_AUX}\s+.{{0,80}}?\b{_BURN}\b)", "how extensive an area "),
        (r"^what\s+size\s+(?=is\b|was\b|are\b|were\b)", "how big "),
        (rf"^what\s+age\s+(?={_AUX}\b)", "how old "),
        (rf"^(?:what|which)\s+(?:speed|pace)\s+(?={_AUX}\b)", "how fast "),
        (rf"^(?:what|which)\s+depth\s+(?={_AUX}\b)", "how deep "),
        (rf"^(?:what|which)\s+distance\s+(?={_AUX}\b)", "how far "),
        (rf"^(?:what|which)\s+height\s+(?={_AUX}\b)", "how high "),
        (rf"^(?:what|which)\s+length\s+(?={_AUX}\b)", "how long "),
        (rf"^(?:what|which)\s+weight\s+(?={_AUX}\b)", "how heavy "),
        (r"^what\s+(?P<b>is|was)\s+the\s+height\s+of\s+(?P<s>.+)$", r"how high \g<b> \g<s>"),
        (r"^what\s+(?P<b>is|was)\s+the\s+depth\s+of\s+(?P<s>.+)$", r"how deep \g<b> \g<s>"),
        (r"^what\s+(?P<b>is|was)\s+the\s+length\s+of\s+(?P<s>.+)$", r"how long \g<b> \g<s>"),
        (r"^what\s+(?P<b>is|was)\s+the\s+weight\s+of\s+(?P<s>.+)$", r"how heavy \g<b> \g<s>"),
        (r"^what\s+(?P<b>is|was)\s+the\s+age\s+of\s+(?P<s>.+)$", r"how old \g<b> \g<s>"),
        (r"^what\s+(?P<b>is|was)\s+the\s+size\s+of\s+(?P<s>.+)$", r"how big \g<b> \g<s>"),
        (r"^how\s+much\s+longer\b", "how long"),
        (
            r"^how\s+long\s+(?P<b>was|were|is|are|has|have|had)\s+(?P<s>[^?]+?)\s+(?:been\s+)?(?:down|out|off|offline|dead|out\s+of\s+(?:order|action))(?P<e>\W*$|\s+(?:for|on)\b.*$)",
            r"how long \g<b> \g<s> out of service\g<e>",
        ),
        (
            r"^(?P<h>how\s+(?:much|many\s+(?:lit(?:re|er)s|gallons|barrels|tons|tonnes)\s+of))\s+(?P<s>[\w\s-]{2,40}?)\s+(?P<a>(?:has|have|had)\s+)?"
            r"(?:escaped|(?:ran|run|got|come|came|flowed|poured|seeped|gushed)\s+(?:out|into)|(?:was|were|been|is|are)\s+(?:spilled|spilt|released|discharged|lost))\b",
            r"\g<h> \g<s> \g<a>leaked",
        ),
        # --- times
        (r"^how\s+long\s+(?:until|till|before)\s+(?P<s>.+)$", r"when will \g<s>"),
        (rf"^how\s+(?:long\s+ago|soon|recently)\s+(?={_AUX}\b)", "when "),
        (rf"^(?P<p>on\s+|in\s+|at\s+|by\s+|since\s+|until\s+)?which\s+(?={_PERIOD}\b)", r"\g<p>what "),
        (r"^(?P<p>at\s+)?what\s+hour\b", r"\g<p>what time"),
        (r"^till\s+when\b", "until when"),
        (
            r"^what\s+(?P<b>is|was)\s+the\s+(?:date|day|time)\s+(?:of|for)\s+(?P<s>.+)$",
            r"when \g<b> \g<s>",
        ),
        (r"^what\s+(?P<b>is|was)\s+(?P<s>(?:the\s+|its\s+|their\s+)?(?:\w+\s+)?deadline\b.*)$", r"when \g<b> \g<s>"),
        # --- places
        (r"^whereabouts\s+(?=is\b|are\b|was\b|were\b|did\b|does\b|do\b|will\b|has\b|have\b|had\b)", "where "),
        # --- persons
        (
            r"^what\s+(?P<b>is|was)\s+(?P<s>(?:the|his|her|its|their)\s+[\w\s’'-]{2,40}?)\s+(?:called|named)(?P<e>\W*)$",
            r"what \g<b> the name of \g<s>\g<e>",
        ),
        (r"^who\s+(?:is|was|are|were)\s+in\s+charge\s+of\b", "who heads"),
        (r"^who\s+(?:is|was|are|were)\s+(?:running|leading|heading)\b", "who heads"),
        (r"^who\s+runs\b", "who heads"),
        # --- causes
        (
            rf"^(?:what|who\s+or\s+what)\s+(?:has\s+|had\s+)?(?:started|ignited|lit|kindled)\s+(?P<s>(?:\w+['’]?s?\s+){{0,4}}?{_FIRE})\b",
            r"what caused \g<s>",
        ),
        (
            rf"^how\s+did\s+(?P<s>(?:[\w'’]+\s+){{0,4}}?{_FIRE})\s+(?:get\s+)?(?:start(?:ed)?|begin|break\s+out|come\s+about)\b",
            r"what caused \g<s>",
        ),
        (
            r"^(?:how|why)\s+did\s+(?P<s>(?:the|this|that)\s+(?:[\w'’]+\s+){0,3}?(?:crash|accident|collision|explosion|collapse|blast|outage|blackout|leak|spill|disaster))\s+"
            r"(?:happen|occur|come\s+about|start|begin)\b",
            r"what caused \g<s>",
        ),
        (
            r"^what\s+(?:is|was|are|were)\s+(?:thought\s+to\s+be\s+)?(?:behind|to\s+blame\s+for)\s+(?P<s>.+)$",
            r"what caused \g<s>",
        ),
        (
            r"^what\s+(?P<b>is|was|are|were)\s+(?P<s>(?:the|this|that)\s+(?:[\w'’]+\s+){0,3}?(?:strike|walkout|row|dispute|protests?|demonstration|stoppage|quarrel))\s+(?:all\s+)?about\b",
            r"what \g<b> the reason for \g<s>",
        ),
        (
            r"^(?:over\s+what|what)\s+(?P<b>is|are|was|were)\s+(?P<s>.+?)\s+(?P<v>striking|protesting|demonstrating)(?:\s+(?:over|about|for|against))?(?P<e>\W*)$",
            r"why \g<b> \g<s> \g<v>\g<e>",
        ),
        (r"^what\s+went\s+wrong(?P<e>\W*)$", r"what was the cause\g<e>"),
        (rf"^what\s+(?P<a>did)\s+{_S}\s+die\s+(?:of|from)\b", r"how \g<a> \g<s> die"),
        (r"^how\s+did\s+(?P<s>.{1,80}?)\s+lose\s+(?:his|her|their|its)\s+(?:life|lives)\b", r"how did \g<s> die"),
        (r"^(?:how|by\s+what)\s+(?:was|were)\s+(?P<s>.{1,80}?)\s+killed(?P<e>\W*)$", r"how did \g<s> die\g<e>"),
        (r"^what\s+killed\s+(?P<s>[^?]+)", r"how did \g<s> die"),
    )
)
#: Words that even a title leaves small.
_SMALL = frozenset("a an the of in on at by to for from with and".split())
#: "Who Is Kari" may be a question and a name; four words and more with capitals are a title.
_NAME_AND_VERB = 3


@lru_cache(maxsize=512)
def in_full(text: str) -> str:
    """Return a question in the plain form of the readers; one that needs no change as it is.

    >>> in_full("who's in charge of the inquiry?")
    'who heads the inquiry?'
    >>> in_full("What sum did the ministry set aside?")
    'how much did the ministry set aside?'
    """
    text = _lowered(" ".join(text.split()))
    text, telling = _without_politeness(text)
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    said = _REPORTED_RE.match(text)
    if said:
        text = _asked_plainly(f"if {said['what']}")
    elif telling:
        text = _asked_plainly(text)
    for pattern, plain in _REWRITES:
        text = pattern.sub(plain, text, count=1)
    return text


def _lowered(text: str) -> str:
    """Return a question typed in capitals, or In Title Case, in lower case: there they mark no names."""
    words = [word for word in text.split() if word[:1].isalpha()]
    shouted = text.isupper() and len(words) > 1
    titled = len(words) > _NAME_AND_VERB and all(word[0].isupper() or word in _SMALL for word in words)
    return text.lower() if shouted or titled else text


def _without_politeness(text: str) -> tuple[str, bool]:
    """Return a question without its opening, and whether this was one that tells ("do you know …")."""
    telling = False
    while match := _POLITE_RE.match(text):
        rest = text[match.end() :]
        if not rest.strip(" ?!."):
            break
        telling = telling or _TELLING_RE.search(match[0]) is not None
        text = rest
    return text, telling


def _asked_plainly(text: str) -> str:
    """Turn "if the road is open" into "is the road open", and "when the dam broke" into "when did the dam broke"."""
    if match := _WHETHER_RE.match(text):
        return f"{match['aux']} {match['who']} {match['rest']}"
    if match := _WHETHER_DID_RE.match(text):
        return f"did {match['rest']}"
    if match := _EMBEDDED_RE.match(text):
        return f"{match['wh']} {match['aux']} {match['who']} {match['rest']}"
    if match := _EMBEDDED_DID_RE.match(text):
        return f"{match['wh']} did {match['rest']}{match['end']}"
    return text
