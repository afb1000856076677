"""Which of a statement's amounts answers a question about money, a share or a measure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.days import asks_total
from bot.answer.neighbours import before
from bot.answer.predicates import groups, predicates
from bot.answer.quantities import names_money, quantities
from bot.answer.types import Reading, Span, Stance, Statement
from bot.answer.words import names, stem, stems
from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question
    from bot.answer.values import Value
    from index.types import Sentence

_HALF = 0.5  # share of the question's own words that a sentence must hold to be about it
_MOST = 0.75  # so much of four words or more is enough without the event
_WITH_EVENT = 0.75  # the sentence has the question's event word too
_WITHOUT_EVENT = 0.6  # it has all of the question's words, but tells of another event or of none


def amounts(
    statement: Statement,
    question: Question,
    kind: str,
    asking: re.Pattern[str],
    usable: Callable[[Quantity], bool] = lambda _: True,
) -> Iterator[tuple[Quantity, float]]:
    """Yield the amounts of a kind in a text that is about the question, with how sure that is.

    `asking` matches the words of the question that only say what is asked for ("how much", "cost"); the rest must
    occur in the text: at least half of it beside the question's event, all of it without. `usable` tells which amounts
    can answer at all.
    """
    found = _of_kind(statement.text, question, kind, usable)
    if not found:
        return
    if any(next(amounts(before, question, kind, asking), None) for before in told_before(statement)):
        yield found[0], _WITHOUT_EVENT
        return
    if kind == "money" and _DEMAND_ASKED_RE.search(question.text):
        demanded = [quantity for quantity in found if _is_demand(statement.text, quantity)]
        whole = stems(statement.sentence.text)
        if _named(question) and _names_others(statement, question) and not _named(question) & whole:
            return  # what another gang asks for
        if demanded:
            yield from ((quantity, _WITH_EVENT) for quantity in demanded)
            return
    if kind == "percent" and _PAY_ASKED_RE.search(question.text):
        yield from ((quantity, _WITH_EVENT) for quantity in found if _is_pay(statement, quantity, question))
        return
    ground = _ground(statement, question, asking)
    confidence = _sure(statement.text, question, ground, found)
    if confidence is None:
        return
    found = _of_stock(statement.text, found, question)
    found = _of_month(statement.text, found, question)
    own = of_subject(statement.text, found, question)
    best = own if len(own) < len(found) else _in_best_clause(statement.text, found, question, ground.about)
    for quantity in best:
        if quantity.cumulative or not question.cumulative or asks_total(question):
            yield quantity, confidence


def _of_kind(text: str, question: Question, kind: str, usable: Callable[[Quantity], bool]) -> list[Quantity]:
    """Return the amounts of a kind that may answer, by what stands right beside them."""
    if kind == "money" and not names_money(text):
        return []
    kinds = (kind, "share") if kind == "percent" and _SHARE_ASKED_RE.search(question.text) else (kind,)
    found = [q for q in quantities(text) if q.kind in kinds and not q.earlier and not _FROM.search(text, 0, q.start)]
    return [q for q in found if _fits(text, q, question) and usable(q)]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a question is about and what of it a text speaks of, as stems."""

    #: What the text has to hold.
    about: frozenset[str]
    #: The same with the names of the event, which need not stand in every sentence on it.
    every: frozenset[str]
    #: What the text speaks of.
    here: frozenset[str]
    #: What it speaks of by "it" or "they".
    meant: frozenset[str]
    #: It names somebody else than the question, and not whom the question names.
    of_others: bool


def _ground(statement: Statement, question: Question, asking: re.Pattern[str]) -> _Ground:
    every, named = _asked_about(question, asking), _named(question)
    meant = _meant(statement, every)
    here = _spoken_of(statement, every, question) | meant | _understood(statement, every, question)
    others = _names_others(statement, question)
    alone = not named & here and not others
    if alone or not named or named & here:
        here |= _of_groups(statement.text, question)
    if "leak" in question.predicates and "leak" in groups(statement.text):
        here |= every & stems(
            statement.sentence.text
        )  # "which had denied that any oil leaked, said 400 litres had spilled"
    # "The recall will cost 35 million": of the event that is spoken of.
    about = every - named if alone and every - named else every
    return _Ground(about, every, here, meant, others and bool(named & every) and not named & here)


def _sure(text: str, question: Question, ground: _Ground, found: list[Quantity]) -> float | None:
    """Return how sure it is that a text tells what is asked; None where it does not."""
    told = groups(text) | _moved(text) | _changed_hands(text, question)
    if question.predicates & _CHANGES and not _same_change(text, question, ground, told):
        return None
    slots = [slot for slot in (*_SLOTS, *_STATES) if slot.search(question.text) and slot.search(text)]
    if not slots and any(slot.search(question.text) for slot in _STRICT) and not _MUST_PAY_RE.search(text):
        return None  # what else the company paid is no fine
    adjective = _same_adjective(text, found, question)
    if (_of_event(question) & told) or slots:
        own = ground.about - _named(question) - _event_words(question) - _LIGHT
        bare = bool(own) and not own & ground.here and not _SELF_TELLING & told
        if bare and not adjective and all(slot is _PAID for slot in slots):
            return None  # the name and any word of cost are too little: what else the company paid for is another sum
        if adjective or _covered(question, ground, told) >= _HALF:
            return _WITH_EVENT
        if slots and not own and _named(question) & ground.here:
            return _WITH_EVENT  # "Berg's pay was 4 million" tells what Anna Berg earns
    must = _MUST_PAY_RE.search(text) is not None or _APIECE_ASKED_RE.search(question.text) is not None
    if (
        not must
        and len(ground.every) < _NAMES
        and ground.every <= _named(question)
        and question.predicates
        and not _of_event(question) & told
    ):
        return None  # the name alone: any sum of the company's
    return _WITHOUT_EVENT if _is_about(ground, stems(text), _named(question)) else None


def _same_change(text: str, question: Question, ground: _Ground, told: frozenset[str]) -> bool:
    """Return whether a text may tell of the change asked about: of its thing, its direction and its day."""
    if ground.of_others or _turns_round(question.predicates, told):
        return False  # another company's shares; what rose did not fall by so much
    if _STOCK_ASKED_RE.search(question.text) and not (_STOCK_RE.search(text) or _POSSESSOR_RE.match(text)):
        return False
    if _OF_WEEK_RE.search(text) and _DAY_RE.search(question.text) and not _DAY_RE.search(text):
        return False  # of a week, where a day is asked
    if not (_things(question) <= ground.here or _POSSESSOR_RE.match(text)):
        return False  # "shares fell 6 percent" does not tell how much the profit fell
    frame = _CHANGE_FRAME_RE.search(question.text)
    # "How much did shares gain after the report": a gain of another day.
    return frame is None or bool(stems(frame["frame"]) & ground.here)


def _covered(question: Question, ground: _Ground, told: frozenset[str]) -> float:
    """Return the share of what the question is about that a text speaks of."""
    about, here = ground.about, ground.here
    covered = len(about & here) / len(about) if about else 1.0
    if question.predicates & _CHANGES and _CHANGES & told:
        rest = about - stems(" ".join(word for word in question.about if groups(word) & question.predicates))
        return max(covered, len(rest & here) / len(rest)) if rest else covered
    return covered


_NAMES = 3  # two parties by full name say by themselves which deal is meant
_CONDITION_RE = re.compile(r"\b(?:if|unless|in\s+case|(?:per|an?)\s+(?:day|week|hour|night|month|year))\b.*$", re.I)
#: Words for time in a question say of when a figure is, which bot.answer.days sees to.
_PERIODS = frozenset(
    stem(word)
    for word in (
        "monday tuesday wednesday thursday friday saturday sunday today yesterday whole entire total week day days year"
        " month night far"
    ).split()
)
_IN_DAYS_RE = re.compile(r"\b(?:in|over|during)\s+the\s+(?:first|last|past)\s+(?:\w+\s+)?(?:hours|days|weeks)\b", re.I)
_EMPTY = frozenset(stem(word) for word in "done caused stuff exact average those under affected again back far".split())


def _asked_about(question: Question, asking: re.Pattern[str]) -> frozenset[str]:
    """Return the stems that a sentence about a question has to hold: no words of asking, of time or of a condition."""
    words = " ".join(question.about)
    condition = _CONDITION_RE.search(question.text)
    words = re.sub(r"\b(?:first|last|past)\b", " ", words) if _IN_DAYS_RE.search(question.text) else words
    about = stems(asking.sub(" ", words)) - _PERIODS
    plain = about - stems(condition[0]) if condition else about
    every = stems(asking.sub(" ", words)) - _EMPTY or stems(asking.sub(" ", words))
    about, plain = about - _EMPTY, plain - _EMPTY
    return next((kept for kept in (plain, about) if len(kept) >= min(2, len(every))), every)


def _event_words(question: Question) -> frozenset[str]:
    """Return the stems of the words of a question that name its event: "earn" of "what does a captain earn"."""
    forms = (question.text[p.start : p.end] for p in predicates(question.text) if p.group not in _OF_THINGS)
    return frozenset().union(*(stems(form) for form in forms))


def _is_about(ground: _Ground, words: frozenset[str], named: frozenset[str]) -> bool:
    """Return whether a text without the event speaks of the question all the same: it has all of its words, or most."""
    every, here, text = ground.every, ground.here, words | ground.meant
    plain = every - named
    if len(every) > 2 and len(every & here) >= _MOST * len(every) and 3 * len(plain & here) >= 2 * len(plain) > 0:
        return True
    return bool(every) and (every <= text or (every <= here and bool(every & text - named)))


def _names_others(statement: Statement, question: Question) -> bool:
    """Return whether a text names somebody or something that the question does not."""
    text = statement.text.strip(_EDGES)
    inside = statement.contents[0].start > statement.start
    told = {stem(name) for name in names(("x " if inside else "") + text) if name not in _DAYS}
    return bool(told - _named(question))


#: Verbs that say nothing of what they are said of.
_LIGHT = frozenset(
    stem(word)
    for word in "take took taken get got give gave given make made hold held have receive received put set go went".split()
)
#: Groups that say by themselves of what: "60 percent of the perimeter was secured".
_SELF_TELLING = frozenset({"contain"})
#: Groups that a thing is called by ("the fire", "the strike"): beside another group they are not what is asked.
_OF_THINGS = frozenset({"burn", "attack", "crash", "shoot", "steal"})


def _of_event(question: Question) -> frozenset[str]:
    """Return the groups of the event asked about: of the fire that is under control, that it is under control."""
    related = _related(question)
    return related - _OF_THINGS or related


_PRONOUN_RE = re.compile(r"\W*(?:it|he|she|they)\b", re.I)


_OF_THOSE_RE = re.compile(r"(?:%|percent|per\s+cent|third|half|quarter)\s+of\s+(?:those|them|these)\b", re.I)
#: "puts the damage at 24 million euros": of what goes without saying where the article is about it.
_THE_SUM_RE = re.compile(
    r"\b[Tt]he\s+(?:total\s+|overall\s+|daily\s+|list\s+|full\s+)?(?:damage|costs?|loss(?:es)?|bill|price|value|sum)\s+"
    r"(?:at|as|is|was|will\s+be|would\s+be|comes?\s+to|came\s+to|amounts?\s+to|amounted\s+to)\b"
)
#: "- Magnitude: 6.6", "Depth: 10 km": a line of facts on what the article is about.
_LABELLED_RE = re.compile(
    r"^\W*(?:size|area|depth|magnitude|strength|speed|height|length|weight|width|temperature|level|duration|distance|cost|price|fine|share|turnout)"
    r"(?:\s+(?:so\s+far|now|today))?\s*[:–—-]\s|\bthe\s+(?:magnitude|strength)\b",
    re.I,
)
_PRICE_ASKED_RE = re.compile(
    r"\b(?:prices?|priced|cost|costs|charge[ds]?|pay|paid|sell|sold|expensive|dear|buy|bought|offer\w*|bids?|worth|get)\b",
    re.I,
)
_LEAD = 600  # characters of an article that say what it is about


def _understood(statement: Statement, about: frozenset[str], question: Question) -> frozenset[str]:
    """Return the words of a question that an article opens with, where a text names the sum and not what it is for."""
    named = _THE_SUM_RE.search(statement.text)
    if named is None or ("price" in named[0].lower() and not _PRICE_ASKED_RE.search(question.text)):
        return frozenset()
    return about & stems(f"{statement.article.title} {statement.article.text[:_LEAD]}")


def _meant(statement: Statement, about: frozenset[str]) -> frozenset[str]:
    """Return the words of a question that the sentence before holds, where a text opens with a word for them: "It weighs …"."""
    if _LABELLED_RE.search(statement.text):
        return about & stems(f"{statement.article.title} {statement.article.text[:_LEAD]}")
    if not _PRONOUN_RE.match(statement.text) and not _OF_THOSE_RE.search(statement.text):
        return frozenset()
    before = sentence_before(statement)
    return about & stems(before.text) if before else frozenset()


#: To pay, offer or bid so much for a company, or to buy it for so much, is one price.
_PRICED = frozenset({"pay", "offer", "buy"})
_FOR_RE = re.compile(r"\b(?:pay\w*|paid|offer\w*|bid\w*|spend\w*|spent)\b.*?\bfor\b", re.I)


def _related(question: Question) -> frozenset[str]:
    """Return the event groups that answer a question: for what is paid for a thing also those of buying it."""
    if _EARNED_RE.search(question.text):
        return question.predicates | {"earn", "pay"}
    asked = question.predicates & _PRICED
    if not asked or not _FOR_RE.search(question.text):
        return question.predicates
    # What was offered was not always paid; what was paid had been offered.
    return question.predicates | (_PRICED if "offer" in asked else _PRICED - {"offer"})


#: What somebody earns is what he is paid.
_EARNED_RE = re.compile(
    r"\b(?:did|does|do|has|have|will|would|can)\b.*\b(?:earn(?:ed)?|make|made|get\s+paid|take\s+home)\b", re.I
)
#: "Shares lost 11 percent", "closed 4 percent higher": words that are a change beside a share only.
_MOVES = (
    ("fall", re.compile(r"\b(?:lost|shed|lower|weaker|slipped|sank|tumbled|lose|loses)\b", re.I)),
    ("rise", re.compile(r"\b(?:gained|added|higher|stronger|gains?)\b", re.I)),
)


def _moved(text: str) -> frozenset[str]:
    return frozenset(group for group, pattern in _MOVES if pattern.search(text))


def _turns_round(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Return whether a text tells of the other change only."""
    wanted, moved = asked & _CHANGES, told & _CHANGES
    return len(wanted) == 1 and bool(moved) and not wanted & moved


#: "How much do the kidnappers want", "what ransom are they asking": a sum that is asked for.
_DEMAND_ASKED_RE = re.compile(
    r"\b(?:ransom|demand|blackmail\w*|extort\w*)\b(?!.*\b(?:paid|pay|pays)\b)|^how\s+much\s+(?:money\s+)?(?:do|did|does|are|were|is)\s+(?:the\s+|its\s+|their\s+)?"
    r"(?:[\w-]+\s+){0,2}?(?:hackers|kidnappers|gang|pirates|hijackers|hostage-takers|extortionists|blackmailers|thieves|captors|attackers|abductors)\s+"
    r"(?:want|demand\w*|ask\w*|seek\w*)\b",
    re.I,
)
_DEMAND_LEFT_RE = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|wants?|wanted|wanting|ask(?:s|ed|ing)?\s+for|asking|seek(?:s|ing)?|sought|ransom(?:\s+demand)?|insist(?:s|ed|ing)?\s+on|hold(?:s|ing)?\s+out\s+for)"
    r"(?:\s+(?:an?|the|is|was|of|at|to\s+be\s+paid|ransom|staggering|whopping|further|total|extra|payment|sum|about|some|around|nearly|more\s+than|at\s+least|up\s+to)|\s*[:–—-])*"
    r"\s*$",
    re.I,
)


def _is_demand(text: str, quantity: Quantity) -> bool:
    """Return whether a sum is one that somebody asks for: "demanded 15 million dollars", "The demand: $2m"."""
    if _DEMAND_LEFT_RE.search(text, max(0, quantity.start - 90), quantity.start):
        return True
    return (
        re.match(r"\s+(?:in\s+)?(?:ransom\b|(?:that|which)\s+[^.;,]{2,40}\bdemand)", text[quantity.end :], re.I)
        is not None
    )


# "The families will receive 20,000 dollars", "sent the gang $2m", "two million went to the gang".
_HANDS_RE = re.compile(
    r"\b(?:receiv(?:e|es|ed|ing)|g(?:et|ets|ot|iven|ave|ive)|awarded|granted|handed(?:\s+over)?|hand\s+over|transferred|wired|sent|send|sends)\b"
    r"|\b(?:went|goes|go|gone)\s+to\b",
    re.I,
)


# "400 litres of acid ran out of a tank", "5,000 barrels escaped": a leak, said of a measured amount.
_RAN_OUT_RE = re.compile(
    r"\b(?:lit(?:re|er)s?|gallons?|barrels?|tonnes?|tons|kilograms?|cubic\s+\w+)\b[^.;]{0,60}?\b(?:escaped|(?:ran|run|flowed|poured|seeped|gushed|got|came|went|washed)\s+"
    r"(?:out|into|from|onto|over))\b",
    re.I,
)


_PAYING_ASKED_RE = re.compile(r"\b(?:pay|pays|paid|paying|payments?)\b", re.I)


def _changed_hands(text: str, question: Question) -> frozenset[str]:
    """Return "pay" or "leak" where one is asked for, and a text tells of it by other verbs: who receives money is paid."""
    asked = question.predicates
    paid = "pay" in asked and _PAYING_ASKED_RE.search(question.text) and _HANDS_RE.search(text)
    ran_out = "leak" in asked and _RAN_OUT_RE.search(text)
    return frozenset(group for group, told in (("pay", paid), ("leak", ran_out)) if told)


_PAY_ASKED_RE = re.compile(
    r"\b(?:pay|wage|salary)\s+(?:rise|increase|raise|hike|offer|deal|claim|demand)s?\b|\bmore\s+(?:money|pay)\b|\bsettled?\s+for\b",
    re.I,
)
#: The sides of a dispute over pay: who offers, who asks, and what they agree on.
_PAY_SIDES = (
    re.compile(r"\b(?:offer\w*|propos\w+|improv\w+|put\s+forward|prepared\s+to\s+(?:pay|give)|stands?\s+at)\b", re.I),
    re.compile(
        r"\b(?:demand\w*|want(?:s|ed|ing)?|ask(?:s|ed|ing)?|seek(?:s|ing)?|sought|call(?:s|ed|ing)?\s+for|insist\w*|hold(?:s|ing)?\s+out"
        r"|(?:came|come|comes|gone|went)\s+down\s+to)\b",
        re.I,
    ),
    re.compile(r"\b(?:settle\w*|agree\w*|accept\w*|grant\w*|obtain\w*|secured|won|reached|got)\b", re.I),
)
_ABOUT_PAY_RE = re.compile(
    r"\b(?:pay|wages?|salar\w+|rise|increases?|raises?|offer\w*|more|settle\w*|asking|demand\w*|years?|obtain\w*|grant\w*)\b",
    re.I,
)
_NO_PAY_RE = re.compile(r"\b(?:share\w*|stocks?|profits?|turnout|voted|inflation|tickets?|fares?|prices?)\b", re.I)


def _is_pay(statement: Statement, quantity: Quantity, question: Question) -> bool:
    """Return whether a share is the rise in pay that the side asked about offers, asks for or gets."""
    text = statement.text
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    # A clause may lack its verb: "came down to 17, and has let it be known that 16 would do".
    piece = text[left:right]
    wanted = [side for side in _PAY_SIDES if side.search(question.text)]
    told = [side for side in _PAY_SIDES if side.search(piece)] or [side for side in _PAY_SIDES if side.search(text)]
    if not any(side in told for side in wanted) or not _ABOUT_PAY_RE.search(text) or _NO_PAY_RE.search(piece):
        return False
    others = {stem(name) for name in names("x " + text) if name not in _DAYS}
    return not _named(question) or not others or bool(_named(question) & stems(statement.sentence.text))


_STOCK_ASKED_RE = re.compile(r"\bshares\b(?!\s+of\b)|\bshare\s+price\b|\bstocks?\b", re.I)
_STOCK_RE = re.compile(
    r"\b(?:shares|share\s+price|stocks?|equities|index|trading|traded|closed|bourse)\b(?!\s+of\b)|\b(?:up|down)\s+(?:\w+\s+)?[0-9]"
    r"|(?:percent|per\s+cent|%)\s+(?:higher|lower|up|down)\b",
    re.I,
)
_OF_WEEK_RE = re.compile(
    r"\b(?:ended|over|for|during|on|in)\s+(?:the|this|a)\s+(?:week|month|year)\b|\bthis\s+week\b", re.I
)
_DAY_RE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\btoday\b|\byesterday\b", re.I)


def _of_stock(text: str, found: list[Quantity], question: Question) -> list[Quantity]:
    """Keep the shares that stand behind a word for stocks, where some do: "cut weight by 17 percent, its shares rose 9"."""
    if len(found) < 2 or not _STOCK_ASKED_RE.search(question.text):
        return found
    ends = [0, *(q.end for q in found)]
    behind = [q for q, start in zip(found, ends, strict=False) if _STOCK_NOUN_RE.search(text, start, q.start)]
    return behind or found


_MONTH_RE = re.compile(
    r"\bin\s+(?P<when>January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)[0-9]{2})\b"
)


def _of_month(text: str, found: list[Quantity], question: Question) -> list[Quantity]:
    """Keep the amount of the month or year asked about: "8 percent in May and 11 percent in June"."""
    asked = _MONTH_RE.search(question.text)
    if asked is None or len(found) < 2:
        return found
    ends = [*(q.start for q in found[1:]), len(text)]
    mine = [q for q, end in zip(found, ends, strict=True) if asked[0] in text[q.end : end]]
    return mine or found


_STOCK_NOUN_RE = re.compile(r"\b(?:shares|share\s+price|stocks?|equities)\b", re.I)
_CHANGE_FRAME_RE = re.compile(r"\b(?:after|before|following|on\s+the\s+day\s+of|when)\s+(?P<frame>.+)$", re.I)
# "Its rival's fell 4.1 percent": of what, the sentence before says.
_POSSESSOR_RE = re.compile(
    r"\W*(?:The\s+)?[A-ZÀ-Þ][\w-]+['’]s?\s+(?:\w+ly\s+)?(?:rose|fell|gained|lost|dropped|climbed|slid|slipped)\b"
)
_ADJECTIVE_RE = re.compile(r"\bhow\s+(?P<word>long|high|tall|deep|wide|thick|heavy)\b", re.I)


def _same_adjective(text: str, found: list[Quantity], question: Question) -> bool:
    """Return whether an amount stands with the word that the question asks by: "40 metres long"."""
    asked = _ADJECTIVE_RE.search(question.text)
    return asked is not None and any(
        re.match(rf"\s*-?{asked['word']}\b", text[quantity.end :], re.I) for quantity in found
    )


_SHARE_ASKED_RE = re.compile(r"\b(?:share|proportion|part|percent|percentage|much\s+of)\b", re.I)
#: What a thing is or does: a question about one of these is answered by what tells of it in other words.
_STATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bout\s+of\s+(?:service|order|action)\b|\boffline\b|\binterrupt\w*|\b(?:was|were|been|are|is|be)\s+(?:down|dead|unavailable|offline)\b|\bworked\s+again\b",
        r"\b(?:own|owns|owned|holds?|held|belongs?|belonged|stake|holding|shareholder)\b",
        r"\b(?:allowed|permitted|permissible|speed\s+limit|limit|top\s+speed|maximum)\b",
    )
)
#: What one amount is paid for: a question about one of these is not answered by another.
_SLOTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bfine[ds]?\b|\bfining\b|\bpenalt\w+",
        r"\bcompensat\w+|\bdamages\b|\bredress\b|\bsettle\w*",
        r"\bsalar\w+|\bwages?\b|\bearns?\b|['’]s\s+(?:annual\s+|total\s+|yearly\s+)?pay\b|\bpay\s+(?:last\s+year|package)\b",
        r"\binsured?\b|\binsurance\b",
        r"\bset\s+aside\b|\bprovisions?\b",
        r"\bsav(?:es?|ed|ing|ings)\b|\bsynerg\w+",
        r"\border\s+book\b",
        r"\bbonus\w*|\bdividends?\b",
        r"\bloans?\b|\bdebts?\b|\bborrow\w*",
        r"\btickets?\b",
        r"\brewards?\b|\bbount(?:y|ies)\b",
        r"\bransoms?\b",
        r"\bmarket\s+share\b|\bshare\s+of\s+the\s+(?:[\w-]+\s+)?market\b",
    )
)
#: "48 euros a share", "5,000 kroner each": a part of the whole.
_APIECE_RE = re.compile(
    r"\s+(?:in\s+cash\s+)?(?:(?:an?|per|for\s+each|for\s+every)\s+(?:[A-Z]\w+\s+)?(?:share|head|person|passenger|ticket|unit|piece)"
    r"|each|apiece|for\s+each\s+of\s+(?:them|these|those|the))\b",
    re.I,
)
_APIECE_ASKED_RE = re.compile(r"\b(?:each|per|apiece|a\s+share|share\s+price|an?\s+ticket|one\s+ticket|every)\b", re.I)
#: "How much will the families get": so much each.
_TO_SEVERAL_RE = re.compile(
    r"\bhow\s+much\b.*\b(?:pa(?:y|id|ys)|give[ns]?|get|receive|offer(?:ed)?|compensat\w+)\b.*\b(?:families|relatives|victims|survivors|households|residents|bereaved|farmers|workers|widows)\b"
    r"|\bhow\s+much\b.*\b(?:families|relatives|victims|survivors|households|residents|bereaved|farmers|workers|widows)\b.*\b(?:get|receive|be\s+paid|be\s+given)\b",
    re.I,
)
_MORE_ASKED_RE = re.compile(r"\b(?:more|further|additional|extra|on\s+top)\b", re.I)


def _fits(text: str, quantity: Quantity, question: Question) -> bool:
    """Return whether an amount is for what the question asks: a fine is no compensation, a share's price no total."""
    if quantity.increment and not _MORE_ASKED_RE.search(question.text):
        return False
    if bool(_IF_RE.search(text)) and not _IF_RE.search(question.text) and quantity.kind == "money":
        return False
    if quantity.kind != "money":
        return True
    if _IF_RE.search(question.text) and not _IF_RE.search(text):
        return False
    each = _APIECE_RE.match(text, quantity.end) is not None
    asked_each = _APIECE_ASKED_RE.search(question.text) is not None or _TO_SEVERAL_RE.search(question.text) is not None
    if each and not asked_each:
        return False
    if _DEMAND_ASKED_RE.search(question.text) and _is_demand(text, quantity):
        return True
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    others = [q for q in quantities(text) if q.kind == "money" and q.start != quantity.start]
    left = max([left, *(q.end for q in others if q.end <= quantity.start)])
    right = min([right, *(q.start for q in others if q.start >= quantity.end)])
    piece = text[left:right]
    wanted = [slot for slot in _SLOTS if slot.search(question.text)]
    told = [slot for slot in _SLOTS if slot.search(piece)]
    if not told and not question.predicates & groups(piece):
        told = [slot for slot in _SLOTS if slot.search(text)]
    return not told or any(slot in told for slot in wanted) or (not wanted and len(told) == 0)


# "If the deal fails, it must pay": due on a condition only.
_IF_RE = re.compile(
    r"^\W*if\b|\bif\s+(?:the|it|this|that|he|she|they)\b[^.;]{0,40}\b(?:fail|fall|collapse|break|reject|block|pull)\w*|\bbreak(?:-?up)?\s+fee\b",
    re.I,
)


def of_subject(text: str, found: list[Quantity], question: Question) -> list[Quantity]:
    """Keep the amounts of the one asked about where a sentence gives several people or bodies theirs in turn."""
    if len(found) < 2:
        return found
    asked = stems(" ".join(question.about))
    owners = [_owner(text, quantity) for quantity in found]
    own = [quantity for quantity, owner in zip(found, owners, strict=True) if owner & asked]
    distinct = {owner for owner in owners if owner}
    return own if own and len(distinct) > 1 else found


def _owner(text: str, quantity: Quantity) -> frozenset[str]:
    """Return the name that stands last before an amount, insertions such as ", of the Civic List," left out."""
    plain = _ASIDE_RE.sub(lambda match: " " * len(match[0]), text[: quantity.start])
    runs = list(_NAME_RUN_RE.finditer(plain))
    return frozenset(stem(word) for word in runs[-1][0].split()) if runs else frozenset()


_ASIDE_RE = re.compile(r",\s+(?:of|from|an?|the|who|which|whose)\s[^,;]{2,80},|\bof\s+the\s+(?:[A-Z][\w-]+\s?)+")
_NAME_RUN_RE = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*")
#: Slots that a text has to name: nothing else is one.
_STRICT = tuple(
    slot
    for slot in _SLOTS
    if any(slot.search(word) for word in ("fine", "bonus", "loan", "ransom", "reward", "market share"))
)
_MUST_PAY_RE = re.compile(
    r"\b(?:must|ordered\s+to|has\s+to|have\s+to|had\s+to)\s+(?:pay|cough\s+up|hand\s+over)\b", re.I
)
#: The slot of what somebody earns: whose pay it is has to be told too.
_PAID = next(slot for slot in _SLOTS if slot.search("salary"))
_CHANGES = frozenset({"rise", "fall"})


def told_before(statement: Statement) -> tuple[Statement, ...]:
    """Return what stands before a statement that only gives a figure: "There were 137, X said; police say it was 141".

    The part of its sentence that precedes it, and the sentence before; empty for a statement that says what it counts.
    """
    match = _ONLY_FIGURE_RE.match(statement.text.strip(_EDGES))
    if match is None:
        return ()
    sentence, out = statement.sentence, []
    start = statement.contents[0].start
    if start > sentence.start:
        out.append(Statement(sentence, (Span(sentence.start, start),)))
    out += [Statement(other, (Span(other.start, other.end),)) for other in before(sentence, 1)]
    return tuple(out)


def sentence_before(statement: Statement) -> Sentence | None:
    """Return the sentence before that of a statement."""
    return next(iter(before(statement.sentence, 1)), None)


_EDGES = " \t\n\"“”'‘’,.;:-–—"
# "there were 141", "it is 48 euros", "the number is 47", "it will be 900, and …"
_ONLY_FIGURE_RE = re.compile(
    r"(?:that\s+)?(?:there|it|this|they|the\s+(?:real\s+|true\s+|right\s+|correct\s+)?(?:number|figure|total|toll|price|sum|amount))\s+"
    r"(?:(?:is|was|are|were|will\s+be|should\s+be|had\s+been|would\s+be)\s+)(?:(?:now|really|in\s+fact|only|actually)\s+)?"
    r"(?:(?:at\s+least|about|some|around|up\s+to|more\s+than|less\s+than|nearly|almost|over|under)\s+)?"
    r"(?:[$€£¥]\s?)?(?:[0-9][0-9,.]*|an?\s+(?:half|third|quarter|fifth|tenth)|an?|[a-z]+(?:-[a-z]+)?)(?:\s+(?:million|billion|thousand|hundred|percent|per\s+cent|[a-z]+s|a\s+share))*"
    r"(?:,.*)?$",
    re.I,
)


def _spoken_of(statement: Statement, about: frozenset[str], question: Question) -> frozenset[str]:
    """Return the words of a sentence, with the names asked for that its title holds where it names nobody else."""
    here = stems(statement.text) | (_named(question) & stems(statement.sentence.text))
    given = _named(question) & about
    opening = len(statement.text) - len(statement.text.lstrip(" \"“‘'"))
    inside = ("x " if opening and statement.contents[0].start > statement.start else "") + statement.text
    others = {stem(name) for name in names(inside) if name not in _DAYS} - given
    return here if others else here | (given & stems(statement.article.title))


_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _named(question: Question) -> frozenset[str]:
    return frozenset(stem(name) for name in names(question.text))


def _things(question: Question) -> frozenset[str]:
    """Return the things that a question says rose or fell: its words without names and without the change."""
    change = next((p.start for p in predicates(question.text) if p.group in _CHANGES), len(question.text))
    before = stems(question.text[:change])
    changes = {stem(word) for word in question.about if groups(word) & _CHANGES}
    price = {"price"} if _STOCK_ASKED_RE.search(question.text) else set()  # what shares lose their price does
    return (stems(" ".join(question.about)) & before) - _named(question) - changes - {stem(word) for word in price}


def _of_groups(text: str, question: Question) -> frozenset[str]:
    """Return the question's words for which a text has another of their group: "earnings" for "profit"."""
    told = groups(text) - _CHANGES
    forms = (
        question.text[p.start : p.end]
        for p in predicates(question.text)
        if p.group in told and " " in question.text[p.start : p.end]
    )
    return frozenset(stem(word) for word in question.about if groups(word) & told) | frozenset(
        stem(word) for form in forms for word in form.split()
    )


# "slid to $1.8 billion from $2.05 billion": the second is what it was before.
_FROM_RE = re.compile(
    r"\b(?:ros[e]|risen|rises?|rising|climb\w*|jump\w*|grew|grow\w*|fell|fall(?:s|en|ing)?|drop\w*|declin\w+|slid\w*|rais\w+|cut"
    r"|lowered|increas\w+|decreas\w+|up|down|widen\w*|narrow\w*|shr[au]nk|doubled|tripled|halved)\b[^.;:]*\bfrom\s+(?:about\s+|around\s+|some\s+)?$",
    re.I,
)


_FROM = Guarded(_FROM_RE, "from")


def was_before(text: str, at: int) -> bool:
    """Tell whether the figure at a place is what there was before: "raised to 14 from 12"."""
    return _FROM.search(text, 0, at) is not None


def _in_best_clause(text: str, found: list[Quantity], question: Question, about: frozenset[str]) -> list[Quantity]:
    """Keep the amounts whose clause speaks most of what is asked: "profit fell 12%, while revenue rose 4%"."""
    if len(found) == 1:
        return found
    pieces = clauses(text)

    def score(quantity: Quantity) -> int:
        left, right = next(((a, b) for a, b in pieces if a <= quantity.start < b), (0, len(text)))
        piece = text[left:right]
        told = {predicate.group for predicate in predicates(piece)}
        return len(about & stems(piece)) + len(question.predicates & told)

    best = max(score(quantity) for quantity in found)
    return [quantity for quantity in found if score(quantity) == best]


def reading(statement: Statement, quantity: Quantity, value: Value, confidence: float) -> Reading:
    """Return the reading of an amount, with the polarity of its clause."""
    return Reading(
        value=value,
        span=Span(statement.start + quantity.start, statement.start + quantity.end),
        confidence=confidence,
        stance=stance(_as_said(statement), quantity),
        earlier=marked_earlier(statement.sentence.text, statement.start + quantity.start - statement.sentence.start)
        or _LEFT_BEHIND_RE.match(statement.text, quantity.end) is not None,
    )


# "demanded 19 percent over two years, came down to 17": what was asked for first.
_LEFT_BEHIND_RE = re.compile(
    r"[^.;]{0,40},?\s+(?:and\s+|but\s+|then\s+|later\s+|has\s+|have\s+)*(?:came|come|went|gone|rose|risen|fell|fallen)\s+(?:down\s+|up\s+)?to\s"
    r"(?:about\s+|some\s+)?[0-9]",
    re.I,
)


def _as_said(statement: Statement) -> str:
    """Return the words with the tense in which they were spoken: "he said it would cost 5 million" left nothing open."""
    reported = statement.speaker is not None and statement.cue is not None
    return statement.text.replace(" would ", " will  ") if reported else statement.text


def stance(text: str, quantity: Quantity) -> Stance:
    """Return whether the event word nearest to an amount, in its own clause where there is one, is denied or left open."""
    near = sorted(predicates(text), key=lambda p: max(quantity.start - p.end, p.start - quantity.end))
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    if near and not left <= near[0].start < right and near[0].start > quantity.end:
        return Stance.ASSERT  # "400 litres ran out, having insisted that nothing was lost"
    if near and near[0].negated:
        return Stance.DENY
    return Stance.HEDGE if near and near[0].hedged else Stance.ASSERT


def marked_earlier(sentence: str, at: int | None = None) -> bool:
    """Tell whether a sentence says that its figure held before; "up from 300 a day earlier" says so of the 300 only.

    With `at`, the place of one figure: a word that stands nearer to another figure says so of that one.
    """
    plain = _BEFORE_RE.sub(lambda match: " " * len(match[0]), sentence)
    marks = list(EARLIER_RE.finditer(plain))
    if at is None or not marks:
        return bool(marks)
    places = [q.start for q in quantities(sentence) if q.kind not in ("age", "ordinal")]
    return any(_is_marked(mark.start(), mark.end(), at, places) for mark in marks)


def _is_marked(start: int, end: int, at: int, places: list[int]) -> bool:
    """Return whether the mark at [start, end) is for the figure at `at`: for the next one, else for the last before."""
    following = [place for place in places if place >= end]
    return at == min(following) if following else at == max((p for p in places if p < start), default=at)


_BEFORE_RE = re.compile(r"\b(?:from|than|with)\s+[^.;,]{1,40}\bearlier\b", re.I)
#: Words by which a sentence marks a value as one that held before.
EARLIER_RE = re.compile(
    r"\b(?:at\s+the\s+time|initial(?:ly)?|earlier|at\s+first|previous(?:ly)?|had\s+(?:first\s+|then\s+|only\s+)?(?:said|reported|put|spoken|given|counted|estimated|announced)|originally"
    r"|first\s+reported)\b",
    re.I,
)
