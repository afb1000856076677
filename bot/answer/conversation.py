"""Follow-ups: a short question completed from the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.answer.attribution.speakers import PERSON_ROLES
from bot.answer.phrasing import in_full
from bot.answer.predicates import predicates
from bot.answer.references import phrases, resolved


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered, with the answer as schema whosays.answer/1."""

    question: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers of one sitting, oldest first."""

    turns: tuple[Turn, ...] = ()

    def add(self, question: str, answer: dict[str, Any]) -> Conversation:
        """Return the conversation with one more turn."""
        return replace(self, turns=(*self.turns, Turn(question, answer)))

    @property
    def last(self) -> Turn | None:
        """The newest turn."""
        return self.turns[-1] if self.turns else None

    @property
    def story(self) -> str | None:
        """Id of the story that the newest answer is about."""
        told = self.turns[-1].answer.get("story") if self.turns else None
        return str(told["id"]) if told and told.get("id") else None


_AND_THE_RE = re.compile(
    r"^(?:and|but|what\ about|how\ about)\s+(?:the\s+)?(?P<what>[^?]{2,60})\??$", re.IGNORECASE | re.VERBOSE
)
_WHO_SAID_RE = re.compile(
    r"^(?:and\s+)?(?:who|which\ outlets?)\s+(?:said|says|say|reported|reports)\s+(?:that|so|this|it)\??$", re.IGNORECASE
)
_BARE_AUXILIARY_RE = re.compile(
    r"^(?:and\s+)?(?P<aux>was|were|is|are|did|has|have)\s+(?:it|they|that|he|she)\??$", re.IGNORECASE
)
_BARE_WH_RE = re.compile(
    r"^(?:and\s+|but\s+)?(?P<wh>when|where|why|who|how|since\s+when|until\s+when|till\s+when|by\s+whom|how\s+come|why\s+(?=not\b))(?:\s+not|\s+exactly)?\W*$",
    re.IGNORECASE,
)
_HOW_MANY_RE = re.compile(
    r"^(?P<open>how\ many|how\ much|what\ number\ of)\s+(?P<rest>.+)$", re.IGNORECASE | re.VERBOSE
)
_VERB_RE = re.compile(r"\b(?:was|were|is|are|did|has|have|had|will)\b", re.IGNORECASE)

#: "the injured" asks for those who were injured: an adjective or participle that names a group of people.
_GROUPS = {
    "injured": "were injured", "wounded": "were wounded", "dead": "died", "killed": "were killed", "missing": "are missing",
    "survivors": "survived", "arrested": "were arrested", "displaced": "were displaced", "infected": "were infected",
    "rescued": "were rescued", "aboard": "were aboard", "passengers": "passengers were aboard", "evacuated": "were evacuated",
}  # fmt: skip


def complete(question: str, conversation: Conversation | None) -> str:
    """Return a follow-up as a question that stands alone, or the question itself.

    >>> before = Conversation().add("How many people died in the flood?", {})
    >>> complete("and the injured?", before)
    'How many were injured?'
    """
    last = conversation.last if conversation else None
    if last is None:
        return question
    text = " ".join(question.split())
    before = in_full(last.question)
    if _WHO_SAID_RE.match(text) or _AGAIN_RE.match(text):
        return last.question
    if match := _WAS_IT_RE.match(text):
        text = f"and {match['what']}"
    whole = _of_a_speaker(text, before, conversation) or _bare_word(text, before, question)
    if whole is not None:
        return whole
    if match := _TOPIC_RE.match(text):
        return f"{match['aux'].capitalize()} {match['who']} {match['rest']}?"
    if match := _AND_THE_RE.match(text):
        what = match["what"].strip()
        if not _WH_WORD_RE.match(what):
            meant = _person(conversation) if _PRONOUN_RE.fullmatch(what.rstrip(" ?")) else what
            return question if meant is None else _swap(before, meant)
        text = f"{what[:1].upper()}{what[1:].rstrip(' ?')}?"
    return resolved(_named_again(text, conversation), before)


def _of_a_speaker(text: str, before: str, conversation: Conversation | None) -> str | None:
    """Return a follow-up that asks for somebody's word ("and according to the mayor?") in full; None for others."""
    if match := _ACCORDING_RE.match(text):
        return _said_by(before, match["who"].strip())
    if match := _PER_RE.match(text):
        return f"{_WHOLE_RE.sub('', before.rstrip(' ?'))} {match['per']}?"
    if match := _SAYS_RE.match(text):
        who = _person(conversation)
        return text if who is None else _asked_of(who, match["ask"].lower(), match["rest"])
    match = _WHAT_SAYS_RE.match(text)
    return _said_of(before, match, conversation) if match else None


def _bare_word(text: str, before: str, question: str) -> str | None:
    """Return a follow-up of a question word or an auxiliary alone ("when?", "was it?") in full; None for others."""
    if match := _BARE_AUXILIARY_RE.match(text):
        return _repeat_as_yes_no(before, match["aux"])
    if match := _BARE_WH_RE.match(text) or _WH_OF_THAT_RE.match(text):
        long = " " in match["wh"].strip() and before.lower().startswith("who ")
        return question if long else _ask_instead(before, match["wh"].strip())
    if _WHO_WERE_RE.match(text):
        return _ask_instead(before, "who") if _HOW_MANY_RE.match(before) else text
    return None


#: "How many was it on Monday?", "what were they in May?": the same question of another day or place.
_WAS_IT_RE = re.compile(
    r"^(?:(?:and|but)\s+)?(?:how\s+many|how\s+much|what)\s+(?:was|is|were|are)\s+(?:it|that|they|there)\s+"
    r"(?P<what>(?:on|in|at|before|after|by|last)\s[^?]{2,40}|yesterday|today)\??$",
    re.IGNORECASE,
)
#: "Who were they?", "what are their names?"
_WHO_WERE_RE = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:who\s+(?:are|were)\s+(?:they|those(?:\s+people)?)|what\s+(?:are|were)\s+their\s+names)\W*$",
    re.IGNORECASE,
)
#: "And what does the union say?", "what did he say about that?"
_WHAT_SAYS_RE = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?what\s+(?P<aux>does|did|do|has)\s+(?P<who>[^?,]{2,60}?)\s+(?P<verb>say|said|think|claim)"
    r"(?P<of>\s+(?:about|to|of|on)\s+(?:that|this|it))?\W*$",
    re.IGNORECASE,
)
#: What "what does the union say" asks again of another speaker: a figure, yes or no.
_ASKED_AGAIN_RE = re.compile(
    r"^(?:how|was|were|is|are|did|does|do|has|have|had|will|would|can|could|what\s+(?:percentage|share))\b",
    re.IGNORECASE,
)


def _said_of(before: str, match: re.Match[str], conversation: Conversation | None) -> str:
    """Return the last question as asked of one speaker, or what that speaker says at all."""
    who = match["who"]
    if _PRONOUN_RE.fullmatch(who):
        who = _person(conversation) or who
    if match["of"] is None and _ASKED_AGAIN_RE.match(before):
        return _said_by(before, who)
    says = None if match["of"] else _SAYS_OF_RE.match(before.rstrip(" ?"))
    if says:
        return f"{says['open']}{who}{says['rest']}?"
    return f"What {match['aux'].lower()} {who} {match['verb'].lower()}?"


#: "Really?", "is that confirmed?", "and the other outlets?": the same question again, whose answer shows just that.
_AGAIN_RE = re.compile(
    r"^(?:really|seriously|says\s+who|who\s+(?:says|said)\s+so|according\s+to\s+whom?|(?:and\s+)?(?:is|was)\s+(?:that|this|it)\s+(?:true|confirmed|certain|so|right|official)"
    r"|(?:and\s+|what\s+about\s+|how\s+about\s+)(?:the\s+)?(?:others?|other\s+(?:outlets?|papers?|sources?)|rest))\W*$",
    re.IGNORECASE,
)
#: "When was that?", "how did it happen?"
_WH_OF_THAT_RE = re.compile(
    r"^(?:and\s+)?(?P<wh>when|where|why|how)\s+(?:(?:was|is)\s+(?:that|this)|was\s+it|did\s+(?:that|this|it)\s+(?:happen|occur))\??$",
    re.IGNORECASE,
)
_PRONOUN_RE = re.compile(r"he|she|him|her", re.IGNORECASE)
#: Words of the names of bodies and things, so that "he" is none of them.
_BODY_WORDS = frozenset(
    "united city bank union group company corp airlines airways rovers real court council ministry minerals energy power savings"
    " park street bridge hall university hospital museum club party committee commission agency police army kingdom states"
    " mayor minister president river lake mount valley port bay island county dam airport station north south east west new".split()
)
_HE_RE = re.compile(r"\b(?P<word>he|she|him|his|her)\b", re.IGNORECASE)


def _named_again(text: str, conversation: Conversation | None) -> str:
    """Return a question with the name of the one that its "he" or "she" means, where the last answer has just one."""
    found = _HE_RE.search(text)
    if found is None or _NAME_RE.search(text[1:]) or _CAPITAL_RE.search(text[1:]):
        return text  # "Did Berg say that he …" names him itself
    who = _person(conversation)
    if who is None or not who[:1].isupper():
        return text
    word = found["word"].lower()
    noun_follows = re.match(r"\s+[a-z]", text[found.end() :]) is not None
    owns = word == "his" or (word == "her" and noun_follows)
    return f"{text[: found.start()]}{who}{'’s' if owns else ''}{text[found.end() :]}"


_CAPITAL_RE = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")


#: "(And) according to the treasurer?"
_ACCORDING_RE = re.compile(
    r"^(?:(?:and|but|what\s+about|how\s+about)\s+)?(?:according\s+to|in\s+the\s+view\s+of|as\s+per)\s+(?P<who>[^?,]{2,80})\??$",
    re.IGNORECASE,
)
_OLD_SOURCE_RE = re.compile(
    r"^according\s+to\s+[^,]{2,80},\s*|,?\s*\baccording\s+to\s+[^,?]{2,80}(?=[,?]|$)", re.IGNORECASE
)
#: "And per share?", "per head?"
_PER_RE = re.compile(
    r"^(?:(?:and|but|what\s+about|how\s+much)\s+)?(?P<per>(?:per|for\s+each|for\s+every)\s+[a-z]{2,20})\??$",
    re.IGNORECASE,
)
_WHOLE_RE = re.compile(r"\s+(?:as\s+a\s+whole|in\s+total|altogether|overall|in\s+all)\b", re.IGNORECASE)
#: "And the Berg family, does it support the plan?"
_TOPIC_RE = re.compile(
    r"^(?:and|but|what\s+about)\s+(?P<who>[^,?]{2,60}),\s+(?P<aux>does|did|do|is|are|was|were|has|have|had|will|would|can)\s+"
    r"(?:it|he|she|they)\s+(?P<rest>[^?]{2,200})\??$",
    re.IGNORECASE,
)
#: "And what does he say the score was?"
_SAYS_RE = re.compile(
    r"^(?:and\s+|but\s+)?(?P<ask>(?:what|how\s+much|how\s+many)(?:\s+\w+)?)\s+(?:does|did)\s+(?:he|she)\s+(?:say|think|believe|claim)\s+(?P<rest>[^?]{2,200})\??$",
    re.IGNORECASE,
)
_NAME_RE = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)+")
#: Bodies whose word may be asked for by their name alone: "and the energy ministry?"
_BODY_RE = re.compile(
    r"\b(?:ministry|minister|police|union|unions|government|commission|council|court|prosecutors?|board|agency|authority|treasurer"
    r"|operator|company|federation|association|spokes\w+|army|hospital|mayor|opposition|party|regulator)$",
    re.IGNORECASE,
)


def _said_by(before: str, who: str) -> str:
    """Return the last question, asked of one speaker."""
    bare = _OLD_SOURCE_RE.sub("", before).strip(" ?,")
    return f"{bare[:1].upper()}{bare[1:]}, according to {who}?"


def _asked_of(who: str, ask: str, rest: str) -> str:
    """Return "What does Berg say about the offer?" for "what" and "about the offer", else "According to Berg, …"."""
    if ask == "what" and re.match(r"(?:about|on|of|to|now)\b", rest):
        return f"What does {who} say {rest}?"
    return f"According to {who}, {_asked_plainly(ask, rest)}?"


def _asked_plainly(ask: str, rest: str) -> str:
    """Return "what was the score" for "what" and "the score was"."""
    turned = re.fullmatch(r"(?P<subject>.+)\s+(?P<verb>was|is|were|are)", rest)
    return f"{ask} {turned['verb']} {turned['subject']}" if turned else f"{ask} {rest}"


def _person(conversation: Conversation | None) -> str | None:
    """Return whom "he" or "she" means: the one person that the newest answer names, or the newest question."""
    for turn in reversed(conversation.turns if conversation else ()):
        values = [position.get("value") or {} for position in turn.answer.get("positions") or ()]
        people = [str(value["text"]) for value in values if value.get("kind") == "person" and value.get("text")]
        if len(people) == 1:
            return people[0]
        if people:
            return None  # of several, "he" may be any
        names = [match for match in _RUN_RE.finditer(turn.question, 1) if _may_be_person(turn.question, match)]
        if names:
            return re.sub(r"['’]s?$", "", names[-1][0])
    return None


#: "In Oslo", "the Tindholm": no person stands so.
_NO_PERSON_BEFORE_RE = re.compile(r"\b(?:the|in|at|near|on|off|from|around|outside)\s+$", re.IGNORECASE)


def _may_be_person(question: str, name: re.Match[str]) -> bool:
    """Tell whether a name in a question may be what "he" stands for: no place, day or body."""
    words = name[0].lower().split()
    if _NO_PERSON_BEFORE_RE.search(question, 0, name.start()) or _DAY_RE.fullmatch(name[0]):
        return False
    return not any(word in _BODY_WORDS for word in words) and not name[0].isupper()


def asks_who_said(question: str) -> bool:
    """Tell whether a follow-up asks for the speakers of the last answer."""
    return bool(_WHO_SAID_RE.match(" ".join(question.split())))


_WH_WORD_RE = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|was|were|is|are|did|does|do|has|have|had|will|would|can|could)\b",
    re.IGNORECASE,
)
_DAY = (
    r"(?:(?:on|since|by|until|in|at)\s+)?(?:last\s+|next\s+|this\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:night|morning|afternoon|evening))?"
    r"|yesterday|today|tonight|tomorrow|(?:January|February|March|April|June|July|August|September|October|November|December)(?:\s+\d{1,2})?"
    r"|\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:19|20)\d\d|(?:last|this|next)\s+(?:year|month|week|night))"
)
_DAY_RE = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
#: A question may go on with these; with "of" or "by" only where it had one before.
_WHERE_RE = re.compile(r"in|at|near|on|for|from|to", re.IGNORECASE)
_PLACE_RE = re.compile(
    r"^(?P<word>in|at|near|on|for|from|to|of|by|against|with|about|after|before)\s+(?P<where>.+)$", re.IGNORECASE
)
_SAYS_OF_RE = re.compile(
    r"^(?P<open>what\s+(?:does|did|do|has|have)\s+)(?P<who>.{2,60}?)"
    r"(?P<rest>\s+(?:say|said|think|want|claim|make|tell|demand|offer|promise|call|called|describe|plan|blame|propose|know|do)\b.*)$",
    re.IGNORECASE,
)


def _swapped_part(before: str, what: str) -> str | None:
    """Return the last question with one part put in place of its like: a day, a place, a speaker, a name."""
    bare = before.rstrip(" ?")
    day = _DAY_RE.fullmatch(what)
    if day:
        said = (
            what
            if re.match(r"(?:on|since|by|until|in|at|last|next|this|yester|to)", what, re.IGNORECASE)
            else f"on {what}"
        )
        old = _DAY_RE.search(bare)
        return f"{bare[: old.start()]}{said}{bare[old.end() :]}?" if old else f"{bare} {said}?"
    place = _PLACE_RE.match(what)
    if place:
        old = re.search(
            rf"\b{place['word']}\s+(?:the\s+)?(?:[A-ZÀ-Þ][\w’'-]+\s?)+", bare, re.IGNORECASE if what.islower() else 0
        )
        if old and not what.islower():
            gap = " " if old[0].endswith(" ") else ""
            return f"{bare[: old.start()]}{what}{gap}{bare[old.end() :]}?"
        return f"{bare} {what}?" if _WHERE_RE.fullmatch(place["word"]) else None
    says = _SAYS_OF_RE.match(bare)
    if says:
        return f"{says['open']}{what}{says['rest']}?"
    if _CAPITAL_RE.match(what):
        found = list(_RUN_RE.finditer(bare, 1))
        if len(found) == 1 and len(what.split()) <= _LONGEST_NAME:
            own = "’s" if re.search(r"['’]s$", found[0][0]) else ""
            return f"{bare[: found[0].start()]}{what}{own}{bare[found[0].end() :]}?"
    return None


_RUN_RE = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*")
#: Words of a name: a longer phrase with a capital is a topic.
_LONGEST_NAME = 4
#: "Was the bridge closed": its subject, before a participle or a verb.
_SUBJECT_RE = re.compile(
    r"^(?P<open>(?:(?:when|where|why|how)\s+)?(?:was|were|is|are|did|has|have|had|will)\s+)(?P<who>(?:the|an?|his|her|its|their)\s+[\w’'-]+)(?P<rest>\s+(?:\w+ed|\w+en|open|shut|safe|closed|sink|crash|leave|die|fall|start|end|happen|been|be|resign|win|lose|found|built|sold|lost|hit|stolen)\b.*)$",
    re.IGNORECASE,
)


def _swap(before: str, what: str) -> str:
    if _WH_WORD_RE.match(what):
        return f"{what[:1].upper()}{what[1:].rstrip(' ?')}?"
    other = (
        None
        if re.match(r"(?:he|she|it|they|him|her|them)\b", what, re.IGNORECASE)
        else _swapped_part(before, what.rstrip(" ?"))
    )
    if other is not None and not _OLD_SOURCE_RE.search(before):
        return other
    subject = _SUBJECT_RE.match(before.rstrip(" ?"))
    if subject and len(what.split()) <= 2 and what.islower() and not _BODY_RE.search(what):
        return f"{subject['open']}the {what.removeprefix('the ').rstrip(' ?')}{subject['rest']}?"
    how_many = _HOW_MANY_RE.match(before)
    if like := None if how_many and how_many["open"].lower() != "how much" else _like_phrase(before, what):
        return like
    words = what.lower().removeprefix("the ").rstrip("?")
    if _OLD_SOURCE_RE.search(before) and not _VERB_RE.search(words):
        return _said_by(before, f"the {words}" if what.islower() else what)
    if _BODY_RE.search(words) and not _VERB_RE.search(words) and not before.lower().startswith(("who", "which")):
        return _said_by(before, f"the {words}" if what.islower() else what)
    if _VERB_RE.search(words) or len(words.split()) > 5:
        return what
    if words in _GROUPS and (how_many or "toll" in before.lower()):
        tail = _GROUPS[words]
        return f"How many {tail}?"
    if words in _GROUPS:
        return f"How many {_GROUPS[words]}?"
    if how_many:
        verb = _VERB_RE.search(how_many["rest"])
        tail = how_many["rest"][verb.start() :] if verb else how_many["rest"].split(" ", 1)[-1]
        return f"How many {words} {tail}"
    return f"What about {what.rstrip(' ?')}?"


def _like_phrase(before: str, what: str) -> str | None:
    """Return the last question with its noun phrase put in place: "Who built the road?" for "and the road?"."""
    found = phrases(before)
    what = what.rstrip(" ?")
    if not found or what in _GROUPS or not re.match(r"(?:the|an?|its|their|his|her)\s|[a-z]", what):
        return None
    if (_BODY_RE.search(what) or what.split()[-1] in PERSON_ROLES) and not _who(before):
        return None  # "and the ministry?" asks for its word
    one = found[-1] if _who(before) and len(found) == 1 else found[0]
    new = what if re.match(r"(?:the|an?|its|their|his|her)\s", what, re.IGNORECASE) else f"the {what}"
    return f"{before[: one.start]}{new}{before[one.end :].rstrip(' ?')}?"


def _who(before: str) -> bool:
    return before.lower().startswith(("who", "which", "what is", "what was"))


def _repeat_as_yes_no(before: str, auxiliary: str) -> str:
    who = re.match(
        r"^who\s+(?P<verb>.+?)\s+(?P<object>it|them|him|her)\s*(?P<rest>.*)$", before.rstrip("?"), re.IGNORECASE
    )
    if who:
        return f"{auxiliary.capitalize()} it {who['verb']} {who['rest']}".strip() + "?"
    return before


def _of_the_counted(rest: str, wh: str) -> str:
    """Turn "(how many) crew died in the flood" into "When was it that crew died in the flood?", "Who died …?"."""
    verbs = [found.start for found in predicates(rest)] + [match.start() for match in _VERB_RE.finditer(rest)]
    at = min(verbs, default=len(rest))
    who, did = rest[:at].strip(), rest[at:].strip()
    if wh.lower() == "who" and did:
        return f"Who {did}?"
    return f"{wh.capitalize()} was it that {who or 'people'} {did}".rstrip() + "?"


def _ask_instead(before: str, wh: str) -> str:
    counted = _HOW_MANY_RE.match(before.strip(" ?"))
    if counted:
        return _of_the_counted(counted["rest"], wh)
    opening = (
        r"^(?:(?:on|at|in|by|since|until)\s+)?(?:when|where|why|who|how\s+(?:many|much)"
        r"|(?:what|which)\s+(?:date|day|time|year|month|place|city|town)\b|what)\b"
    )
    body = re.sub(opening, "", before, flags=re.IGNORECASE).strip(" ?")
    if _VERB_RE.match(body):  # "Was Berg acquitted", asked "why?"
        body = body[0].lower() + body[1:]
    return f"{wh.capitalize()} {body}?"
