"""Who did a deed by the verb that the question itself uses: "who ordered the inquiry", "who found the walker"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answer.predicates import predicates
from bot.answer.words import stem, stems

#: Verbs that news uses for one deed, by their past forms: the question's own verb is always among them.
_DEEDS = (
    "found discovered spotted located sighted",
    "did done performed conducted carried",
    "ordered commissioned",
    "wrote written penned",
    "built constructed",
    "paid financed funded",
    "alerted warned",
    "chose chosen picked selected",
    "saved rescued",
)
_QUESTION_RE = re.compile(
    r"^who\s+(?:has\s+|had\s+|have\s+|first\s+|originally\s+)?(?P<verb>[a-z]+)(?:\s+(?P<particle>for|out|up|off|on))?\s+"
    r"(?P<what>(?:the|an?|his|her|its|their|this|that)\s[^?]+|[A-ZÀ-Þ][^?]+)",
)
_FORMS = {
    "find": "found", "do": "did", "make": "made", "build": "built", "write": "wrote", "take": "took", "pay": "paid", "choose": "chose",
    "buy": "bought", "sell": "sold", "give": "gave", "send": "sent", "see": "saw", "hold": "held", "lead": "led", "draw": "drew",
}  # fmt: skip
#: No deed: other readers tell who is, says or has something.
_NO_DEED = frozenset(
    "is was are were will would can could should may might must does did has had have says said owns owned runs ran heads headed leads"
    " led won wins died dies confirmed denied claimed announced reported alleged accused insisted admitted rejected disputed".split()
)
_AFTER_NOUN_RE = re.compile(
    r"\s+(?:of|in|on|at|by|from|for|with|to|into|over|under|near|about|against|after|before|during|that|who|which|when|last|yesterday)\b",
    re.I,
)
_SOMEBODY = frozenset(
    stem(word)
    for word in "man woman boy girl child walker worker hiker skier climber sailor pilot driver victim body suspect thief survivor couple"
    " family guard nurse doctor tourist passenger student teacher".split()
)
_BETWEEN = r"(?:\s+(?:also|then|later|first|already|now|since|finally|[a-z]+ly|has|have|had)){0,3}\s+"
#: What may stand between a subject and its verb: "the mayor, Anna Berg, (who …,) has".
_ASIDE = r"(?:,\s[^.,;]{2,80},)?"


@dataclass(frozen=True, slots=True)
class Deed:
    """The verb of a question with the words for it, and what it was done to."""

    verbs: frozenset[str]
    what: frozenset[str]
    #: Stem of the noun that it was done to: "mirror" of "the mirror of the telescope".
    head: str
    at: int
    #: No group of predicates knows a word of the question.
    verb_only: bool = False

    @property
    def person(self) -> bool:
        """It was done to somebody, whom a text may give by the name alone."""
        return self.head in _SOMEBODY

    def passive(self) -> re.Pattern[str]:
        """Return what finds "was found … by"."""
        return _patterns(self.verbs)[0]

    def active(self) -> re.Pattern[str]:
        """Return what finds "found …"."""
        return _patterns(self.verbs)[1]


def deed(question: str) -> Deed | None:
    """Return what "who ordered the inquiry" asks for; None for questions of another form.

    >>> sorted(deed("Who found the ring?").verbs)
    ['discovered', 'found', 'located', 'sighted', 'spotted']
    """
    match = _QUESTION_RE.match(question[:1].lower() + question[1:])
    if match is None or match["verb"] in _NO_DEED - {"did"}:
        return None
    verb = _FORMS.get(match["verb"].removesuffix("s"), match["verb"])
    near = next((frozenset(line.split()) for line in _DEEDS if verb in line.split()), frozenset({verb}))
    noun = before_preposition(match["what"].strip(" ?.")).split()[-1]
    return Deed(near, stems(match["what"]), stem(noun), match.end("verb"), not predicates(question))


def before_preposition(phrase: str) -> str:
    """Return "the mirror" of "the mirror of the telescope"."""
    return _AFTER_NOUN_RE.split(phrase, maxsplit=1)[0]


@lru_cache(maxsize=128)
def _patterns(verbs: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = "|".join(sorted(re.escape(verb) for verb in verbs))
    passive = re.compile(
        rf"(?P<done>\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+|first\s+|later\s+|also\s+)?|,\s+)(?P<verb>{forms})\b(?:\s+(?:out|for|up|on))?"
        rf"(?:\s+[^.,;]{{0,60}}?)?\s+by\s+",
        re.I,
    )
    active = re.compile(rf"{_ASIDE}{_BETWEEN}(?P<verb>{forms})\b(?!\s+(?:by|that|no|nothing|nobody)\b)", re.I)
    return passive, active
