"""Find the noun phrase that speaks: left of a verb, right of it, or after a preposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.attribution.cues import CUES
from bot.answer.attribution.speakers import PERSON_ROLES, is_occupation
from bot.answer.attribution.tokens import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    STOPS,
    Token,
)
from bot.answer.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_LEFT = 14  # tokens in a noun phrase; longer ones are clauses
_MAX_APPOSITION = 24  # tokens between two commas
_QUOTES = frozenset('"“”‘«»')
_ARTICLES = frozenset({"the", "a", "an", "his", "their", "its", "this", "these", "those", "our", "my"})
_BEFORE_ARTICLE = frozenset({"and", "or", "all", "both", "half", "as", "many", "such", "one", "named", "called"})
RELATIVES = frozenset({"who", "which", "that"})
_COUNTS = frozenset({"those", "all", "none", "half"})
#: Nouns in -ly, which are no adverbs: "a friend of the family said".
_NOUNS_IN_LY = frozenset({"family", "assembly", "supply", "reply", "monopoly", "anomaly", "butterfly", "bully"})
_Place = tuple[int, int]


def _adverb(token: Token) -> bool:
    ly = token.low.endswith("ly") and len(token.low) > 4 and token.low not in _NOUNS_IN_LY
    return token.low in ADVERBS or (ly and not token.capital)


def _possessive(low: str) -> bool:
    return low.endswith("'s") or low == "s"


def subject_left(tokens: Sequence[Token], verb: int, *, loose: bool = False) -> _Place | None:
    """Return the first and last token of the subject left of a verb; `loose` accepts any noun with a determiner."""
    end = verb - 1
    while end >= 0 and (tokens[end].low in AUXILIARIES or _adverb(tokens[end]) or tokens[end].low in DAYS):
        if tokens[end].low in DAYS and _low(tokens, end - 1) == "on":
            end -= 1
        end -= 1
    outer = end - 1 if end >= 0 and not tokens[end].word and tokens[end].text != ")" else end
    for _ in range(4):  # "Ana Ruiz (left), 42, of Oslo, said"
        if end >= 0 and not tokens[end].word:
            back = _step_back(tokens, end)
            if back is None:
                return None
            end = back
        elif end > 1 and (tokens[end].text.isdigit() or _adjunct_start(tokens, end) is not None):
            start = end if tokens[end].text.isdigit() else _adjunct_start(tokens, end)
            if start is None or start < 2 or tokens[start - 1].text != ",":
                break
            end = start - 2
        else:
            break
    if end < 0 or not tokens[end].word:
        return None
    first = _phrase_start(tokens, end)
    if first is None or tokens[first].low in _NO_SUBJECT:
        return None
    if end < outer:
        first, end = _named_before(tokens, first, end)
    if tokens[end].low in RELATIVES and first == end:
        return antecedent(tokens, end)
    ok = speaks(tokens, first, end) or (loose and tokens[first].low in DETERMINERS | _COUNTS and end > first)
    return (first, max(end, outer)) if ok or (loose and tokens[first].text[0].isdigit()) else None


def _named_before(tokens: Sequence[Token], first: int, end: int) -> _Place:
    """Return the subject before the remarks between it and its verb, of which the phrase given is the last or a part."""
    # "Tor Lie, who led the campaign of the mayor, Ana Ruiz, said": Lie
    first, end = _open_relative(tokens, first) or (first, end)
    return _apposed_to(tokens, first, end), end  # "Ana Ruiz, the mayor, who had said so, left"


def _open_relative(tokens: Sequence[Token], first: int) -> _Place | None:
    """Return the noun phrase whose relative clause is still open at a token, so that what stands there is inside it."""
    for j in range(first - 1, max(1, first - _MAX_APPOSITION), -1):
        if tokens[j].text == "," or tokens[j].text in _QUOTES:
            return None
        if tokens[j].low in ("who", "which", "whose") and tokens[j - 1].text == "," and tokens[j - 2].word:
            start = _phrase_start(tokens, j - 2)
            return (start, j - 2) if start is not None and speaks(tokens, start, j - 2) else None
    return None


def _phrase_start(tokens: Sequence[Token], end: int) -> int | None:
    """Return where the noun phrase that ends at a token begins, without what stands before it."""
    first = _walk_left(tokens, end)
    return None if first is None else _trim(tokens, first, end)


def _adjunct_start(tokens: Sequence[Token], end: int) -> int | None:
    """Return where "of Oslo" in "Berg, of Oslo, said" begins; None for other phrases."""
    first = _walk_left(tokens, end)
    if first is None or tokens[first].low not in ("of", "from", "with", "in"):
        return None
    return first


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _step_back(tokens: Sequence[Token], end: int) -> int | None:
    """Pass over an apposition, a bracket or a dashed remark that ends at a token; None when there is none."""
    if end < 1:
        return None
    mark = tokens[end].text
    pair = {",": ",", ")": "(", "–": "–", "—": "—", "―": "―", "--": "--"}.get(mark)
    if pair is None:
        return None
    for j in range(end - 1, max(-1, end - _MAX_APPOSITION), -1):
        if tokens[j].text == pair and j > 0 and tokens[j - 1].word | (tokens[j - 1].text in ").'’s"):
            return j - 1
        if tokens[j].text in _QUOTES:
            return None
    return None


def _walk_left(tokens: Sequence[Token], end: int) -> int | None:
    """Return the first token of the noun phrase that ends at a token."""
    first = end + 1
    while first > 0 and end - first < _MAX_LEFT:
        token = tokens[first - 1]
        if token.low in RELATIVES and first - 1 == end:
            return end
        if token.low in PRONOUNS and token.low != "one":
            return end if first - 1 == end else first
        if not _inside(tokens, first - 1, end):
            break
        first -= 1
    return first if first <= end else None


def _inside(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Tell whether a token may stand inside the noun phrase that ends at `end`."""
    token = tokens[i]
    if not token.word:
        abbreviation = token.text == "." and i > 0 and tokens[i - 1].capital and len(tokens[i - 1].text) <= 5
        return abbreviation or token.text in "&'’-/"
    if token.low in STOPS or token.low in AUXILIARIES or token.low in OBJECTS - {"her", "it"}:
        return False
    if token.low in ("and", "or"):
        return _joins(tokens, i, end)
    cue = CUES.get(token.low)
    return cue is None or cue.nounlike or token.capital or cue.form == "base"


def _joins(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Tell whether *and* joins two names or nouns rather than two clauses."""
    if i == 0 or not tokens[i - 1].word:
        return False
    if tokens[i - 1].capital and tokens[i + 1].capital and i + 1 <= end:
        return True
    first = i - 1
    while first >= 0 and tokens[first].word and i - first <= 6:
        low = tokens[first].low
        if low in AUXILIARIES or low in STOPS or low in PRONOUNS or (low.endswith("ed") and not tokens[first].capital):
            return False
        first -= 1
    return (first < 0 or tokens[first].text == ",") and i - first <= 6 and tokens[i - 1].low in ROLES


def is_clock(token: Token) -> bool:
    """Tell whether a token is a time of day: "19:45"."""
    return ":" in token.text and token.text[0].isdigit()


def _trim(tokens: Sequence[Token], first: int, end: int) -> int:
    """Drop what stands before the subject: adverbs, "on Friday", "at a rally in Ohio"."""
    while first < end:
        token = tokens[first]
        if (
            is_clock(token)
            or _adverb(token)
            or token.low in DAYS
            or (not token.word)
            or token.low in ("and", "or", "but")
        ):
            first += 1
        elif token.low in PREPOSITIONS or token.low in ("last", "next") or _opens_phrase(tokens, first):
            following = _after_phrase(tokens, first, end)
            if following is None:
                return first
            first = following
        else:
            break
    for j in range(end, first, -1):  # "met the coach": the phrase begins at the determiner
        if (
            tokens[j].low in _ARTICLES
            and tokens[j - 1].low not in PREPOSITIONS | _BEFORE_ARTICLE
            and tokens[j - 1].word
        ):
            return j
    return first


def _opens_phrase(tokens: Sequence[Token], i: int) -> bool:
    """Tell "speaking in Ohio" from "managing director" and "acting mayor"."""
    return tokens[i].low.endswith("ing") and _low(tokens, i + 1) not in ROLES


#: A subject never begins with one: "In the canal, by divers, says the inspector".
_NO_SUBJECT = frozenset({"in", "at", "on", "by", "from", "near", "under", "inside", "outside", "behind", "to", "with"})


def _after_phrase(tokens: Sequence[Token], first: int, end: int) -> int | None:
    """Return where the subject begins after a phrase with a preposition; None when nothing is left."""
    for j in range(first + 1, end + 1):
        token, before = tokens[j], tokens[j - 1]
        if before.low in PREPOSITIONS or before.low in DETERMINERS:
            continue
        lower_then_name = token.capital and not before.capital and token.low not in DAYS
        after_time = (
            before.low in DAYS
            or before.low in ("week", "month", "year", "night", "time", "morning")
            or (before.text.isdigit())
        )
        if (
            token.low in DETERMINERS
            or token.low in PRONOUNS
            or lower_then_name
            or (after_time and token.low not in DAYS)
        ):
            return j
    return None


def speaks(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Tell whether a noun phrase can speak: a pronoun, a name or a noun of a role."""
    phrase = tokens[first : end + 1]
    if not phrase or phrase[-1].low in PREPOSITIONS or phrase[-1].low in ("and", "or"):
        return False
    if any(t.low in PRONOUNS for t in phrase) or any(t.low in ROLES for t in phrase):
        return True
    names = [t for t in phrase if t.capital and t.low not in DETERMINERS and t.low not in DAYS]
    return any(t.low not in PREPOSITIONS and t.low not in STOPS and not _adverb(t) for t in names)


def subject_right(tokens: Sequence[Token], at: int) -> _Place | None:
    """Return the subject after an inverted verb: "said the mayor of Bergen"."""
    if at >= len(tokens) or not tokens[at].word:
        return None
    start = tokens[at]
    if start.low in PRONOUNS - {"one"}:
        return (at, at) if at + 1 >= len(tokens) or not tokens[at + 1].word else None
    if (
        start.text[0].isdigit()  # "the maker of formula, recalled 64,000 tins"
        or start.low in STOPS
        or start.low in PREPOSITIONS
        or start.low in DAYS
        or start.low in AUXILIARIES
        or _adverb(start)
    ):
        return None
    end = _walk_right(tokens, at)
    return (at, end) if end >= at and speaks(tokens, at, end) else None


def _walk_right(tokens: Sequence[Token], at: int) -> int:
    """Return the last token of the noun phrase that begins at a token."""
    end = at - 1
    while end + 1 < len(tokens) and end - at < _MAX_LEFT:
        token = tokens[end + 1]
        if not token.word:
            abbreviation = token.text == "." and tokens[end].capital and len(tokens[end].text) <= 5
            joined = end + 2 < len(tokens) and tokens[end + 2].word
            if not ((abbreviation or token.text in "&'’-/") and joined):
                break
        elif (
            (
                token.low in STOPS | AUXILIARIES | DAYS
                or token.low in PRONOUNS - {"one"}
                or (token.low in PREPOSITIONS and token.low not in ("of", "for", "at", "from", "with", "in"))
                or (token.low == "in" and (end < at or not _place(tokens, end + 2)))
            )
            or (_adverb(token) and not token.capital)
            or _cue_verb(token, end >= at)
        ):
            break
        end += 1
    while end > at and (tokens[end].low in PREPOSITIONS or tokens[end].low in ("and", "or") or not tokens[end].word):
        end -= 1
    return end


def _cue_verb(token: Token, inner: bool) -> bool:
    return inner and not token.capital and token.low in CUES and not CUES[token.low].nounlike


def apposition_end(tokens: Sequence[Token], last: int) -> int:
    """Pass over the apposition in '"C," said Olga Berg, the mayor of Voss, …'; return its last token."""
    at = last + 1
    if _low(tokens, at) != "," or at + 1 >= len(tokens) or not tokens[at + 1].word:
        return last
    first = tokens[at + 1]
    if not (first.low in DETERMINERS or first.low in RELATIVES or first.low in ROLES or first.text.isdigit()):
        return last
    if first.low in ("that", "which", "all", "both"):
        return last
    for end in range(at + 1, min(len(tokens), at + _MAX_APPOSITION)):
        if tokens[end].text in _QUOTES:
            return end - 1
        if (
            tokens[end].text in ",.;"
            and end > at + 1
            and not (tokens[end - 1].text.isdigit() and end + 1 < len(tokens))
        ):
            return end - 1
    return last


def name_end(tokens: Sequence[Token], last: int) -> int:
    """Return the last token of the name in '"C," said the mayor, Jan Vik.'; `last` itself where no name follows."""
    if last < 0 or tokens[last].capital or _low(tokens, last + 1) != ",":
        return last
    end = last + 1
    while end + 1 < len(tokens) and tokens[end + 1].word and tokens[end + 1].capital and not _is_day(tokens, end + 1):
        end += 1
    closed = end + 1 >= len(tokens) or not tokens[end + 1].word
    return end if closed and end > last + 2 else last


def _is_day(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].low in DAYS or _possessive(tokens[i].low)


def _place(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].capital and tokens[i].low not in DAYS


def after_cue(tokens: Sequence[Token], at: int, *, speaker: bool) -> _Place | None:
    """Return the noun phrase after "according to"; with `speaker` it must be able to speak."""
    if at >= len(tokens) or not tokens[at].word:
        return None
    if tokens[at].low in OBJECTS:
        return at, at
    end = at - 1
    while end + 1 < len(tokens) and end - at < 2 * _MAX_LEFT:
        token = tokens[end + 1]
        if not token.word:
            abbreviation = token.text == "." and tokens[end].capital and len(tokens[end].text) <= 5
            joined = end + 2 < len(tokens) and tokens[end + 2].word
            if not ((abbreviation or token.text in "&'’-/") and joined):
                break
        elif (
            token.low in ("that", "which", "who", "whom", "when", "while", "but", "as", "on")
            or token.low in AUXILIARIES
        ):
            break
        end += 1
    return (at, end) if end >= at and (not speaker or speaks(tokens, at, end)) else None


def apposed_name(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the last token of the name in "according to the city treasurer, Ana Ruiz"; `last` itself where none follows.

    In "According to the minister, Nord Cable, the maker, has closed" the name opens the clause: that is no apposition.
    """
    phrase = tokens[first : last + 1]
    if _low(tokens, last + 1) != "," or not any(_is_role(token) for token in phrase) or _is_name(tokens, first, last):
        return last
    end = last + 1
    while end + 1 < len(tokens) and (_name_word(tokens, end + 1) or (tokens[end + 1].low in _LINKS and end > last + 1)):
        end += 1
    if not last + 3 <= end <= last + 1 + _LONGEST_NAME or _low(tokens, end + 1) not in (
        "",
        ",",
        ".",
        ";",
        ")",
        "”",
        '"',
    ):
        return last
    if _low(tokens, end + 1) == "," and last + 1 < _OPENING:
        if tokens[first].low in ("a", "an") or _low(tokens, end + 2).isdigit():
            return last  # "According to a neighbour, Ana Ruiz, 34, fell"
        if _name_word(tokens, end + 2) and _low(tokens, end + 3) in ("and", ","):
            return last  # "According to the mayor, Port Vell, Dal and Vik are cut off"
        after = next(
            (j for j in range(end + 2, min(len(tokens), end + _MAX_APPOSITION)) if tokens[j].text == ","), None
        )
        if after is not None and _finite(tokens, after + 1):
            return last
    return end


def apposed_role(tokens: Sequence[Token], last: int) -> int:
    """Return the last token of the role in "according to Ana Ruiz, the city treasurer"; `last` itself where none follows."""
    if _low(tokens, last + 1) != "," or not tokens[last].capital:
        return last
    for end in range(last + 2, min(len(tokens), last + _MAX_APPOSITION)):
        if tokens[end].text in ",.;" or end + 1 == len(tokens):
            closed = end - 1 if tokens[end].text in ",.;" else end
            inside = tokens[last + 2 : closed + 1]
            described = inside and inside[0].low in ("the", "a", "an", "its", "their", "his", "her", *ROLES)
            role = any(token.low in PERSON_ROLES for token in inside)
            plain = not any(_finite(tokens, j) for j in range(last + 2, closed + 1))
            return closed if described and role and plain else last
        if not tokens[end].word and tokens[end].text not in "'’-&":
            return last
    return last


_LONGEST_NAME = 4  # words
_OPENING = 12  # tokens: "According to …" at the beginning of a sentence
_LINKS = frozenset("van von de der den al el da di bin le la".split())


def _is_role(token: Token) -> bool:
    """Tell what one person is: "treasurer", "seismologist"; no body, of which a name is no name."""
    return token.low in PERSON_ROLES | _CLOSE_TO or (token.text.islower() and is_occupation(token.low))


#: What somebody is to another, beside the occupations.
_CLOSE_TO = frozenset(
    "agent friend colleague partner rival mother father son daughter brother sister wife husband widow cousin uncle aunt".split()
)


def _is_name(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell "Ana Ruiz" and "Mayor Ana Ruiz" from "the mayor of Voss": a name ends it and no preposition is in it."""
    inner = tokens[first : last + 1]
    return last > first and all(t.capital for t in inner[-2:]) and not any(t.low in PREPOSITIONS for t in inner)


def _name_word(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    return (
        token.word
        and token.capital
        and token.low not in DAYS
        and not _possessive(token.low)
        and token.low not in DETERMINERS
    )


def _finite(tokens: Sequence[Token], i: int) -> bool:
    """Tell a verb that says what a subject did: "was", "has", "closed"."""
    low = _low(tokens, i)
    return low in AUXILIARIES or (low.endswith("ed") and len(low) > 4) or low in ("said", "says", "told")


def noun_before(tokens: Sequence[Token], at: int) -> Span | None:
    """Return the noun phrase that ends just before a token, or before the comma before it, if it can speak."""
    end = at - 2 if _low(tokens, at - 1) == "," else at - 1
    first = _walk_left(tokens, end) if end >= 0 and tokens[end].word else None
    if first is None:
        return None
    first = _trim(tokens, first, end)
    first = max((j + 1 for j in range(first, end) if tokens[j].low in ("by", "with", "from", "to")), default=first)
    ok = speaks(tokens, first, end) or tokens[first].low in DETERMINERS  # "according to which" makes any noun speak
    return Span(tokens[first].start, tokens[end].end) if ok else None


def agent(tokens: Sequence[Token], verb: int) -> _Place | None:
    """Return the agent of "denied by X", where the verb follows what was claimed."""
    end = _walk_right(tokens, verb + 2)
    return (verb + 2, end) if end >= verb + 2 and tokens[verb + 2].word else None


def antecedent(tokens: Sequence[Token], who: int) -> _Place | None:
    """Return "X, who" as one phrase."""
    end = who - 1
    if end >= 0 and tokens[end].text == ",":
        end -= 1
    if end < 0 or not tokens[end].word:
        return None
    first = _walk_left(tokens, end)
    if first is None:
        return None
    first = _trim(tokens, first, end)
    first = max((j + 1 for j in range(first, end) if tokens[j].low == "by"), default=first)
    if not speaks(tokens, first, end):
        return None
    return (_apposed_to(tokens, first, end), who)


def _apposed_to(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return where "Ana Ruiz" begins in "Ana Ruiz, the mayor's aide, who said": the aide is no other; else `first`."""
    if not (tokens[end].text.islower() and tokens[end].low in PERSON_ROLES and _low(tokens, first - 1) == ","):
        return first
    name = first - 1
    while name > 0 and tokens[name - 1].word and tokens[name - 1].capital and first - name <= _LONGEST_NAME:
        name -= 1
    opens = name == 0 or not tokens[name - 1].word or tokens[name - 1].low in ("and", "but")
    return name if opens and _is_name(tokens, name, first - 2) else first


def participle_subject(tokens: Sequence[Token], verb: int, before: Sequence[Span]) -> Span | None:
    """Return the subject of a participle or a second verb: the last source, else the sentence's subject."""
    if before:
        return before[-1]
    at = 1 if is_clock(tokens[0]) and len(tokens) > 1 else 0
    if tokens[0].low in PREPOSITIONS or _adverb(tokens[0]) or tokens[0].low in ("while", "when", "as"):
        comma = next((j for j in range(1, verb) if tokens[j].text == ","), None)
        at = 0 if comma is None else comma + 1
    if at >= verb or not tokens[at].word:
        return None
    end = at
    while end + 1 < verb and end - at < _MAX_LEFT and _subject_goes_on(tokens, end + 1):
        end += 1
    if tokens[at].low in PRONOUNS:
        end = at
    return Span(tokens[at].start, tokens[end].end) if speaks(tokens, at, end) else None


def _subject_goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a token still belongs to the subject that began before it."""
    token = tokens[i]
    if not token.word:
        return token.text in ".&'’-"
    if token.capital or token.low in ROLES or token.low in DETERMINERS:
        return True
    return token.low in ("of", "for", "and", "in", "'s") or (
        not token.low.endswith(("ed", "s")) and i + 1 < len(tokens) and tokens[i + 1].low in ROLES
    )
