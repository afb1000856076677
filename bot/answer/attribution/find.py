"""Find who is said to say what in one sentence: source, cue and content spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from bot.answer.attribution.cues import ACTS, CUES, TELLS_OF, TELLS_SOMEBODY, Cue
from bot.answer.attribution.subjects import (
    RELATIVES,
    after_cue,
    agent,
    apposed_name,
    apposed_role,
    apposition_end,
    is_clock,
    name_end,
    noun_before,
    participle_subject,
    subject_left,
    subject_right,
)
from bot.answer.attribution.tokens import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    STOPS,
    Token,
    tokenise,
    words,
)
from bot.answer.types import CueClass, Span
from index.split import quotations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article
    from index.types import Sentence


class Pattern(Enum):
    """Where the content stands: after the cue, before it, or on both sides."""

    #: "X said C"; "C, X said, C".
    VERB = "verb"
    #: "C, said X".
    INVERTED = "inverted"
    #: "…, saying C": the subject is further left.
    PARTICIPLE = "participle"
    #: "according to X".
    ACCORDING = "according"
    #: "X, who said C, …": the words around it go on without it.
    RELATIVE = "relative"
    #: "Police: C" in a headline.
    LABEL = "label"
    #: "C, a claim denied by X".
    DENIED_BY = "denied_by"
    #: "X blamed C": the words that attribute are part of what is stated.
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source and cue in a sentence; offsets are the sentence's."""

    source: Span | None
    cue: Span
    lemma: str
    cue_class: CueClass
    pattern: Pattern
    #: All words that attribute: source, cue, listener, "in a statement", said-at. Contents lie outside.
    frame: Span
    said_at: Span | None = None
    #: False for "did not say", "will announce", "may argue": nothing was stated.
    actual: bool = True
    #: Who is told: "the Gazette" in "told the Gazette that …".
    listener: Span | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    first: int
    last: int
    pattern: Pattern


_ACCORDING = {
    ("according", "to"): CueClass.NEUTRAL,
    ("as", "per"): CueClass.DATA,
}
#: A clause may begin so: "claims *he* …", "reports *the* …".
_CLAUSE_STARTS = PRONOUNS | DETERMINERS | frozenset({"that", "there", "how", "why", "what", "if", "whether", "but"})
#: "the cost of saying", "worth noting": nobody said it.
_NOT_SAYING = words("of for without from than about not worth keep stop start kept avoid")
_QUOTES = frozenset("\"“”'‘’«»")
_OPENERS = frozenset("\"“'‘«")
#: Before a noun, never before a finite verb.
_NOUN_BEFORE = DETERMINERS | PREPOSITIONS | frozenset({"'s", "s'", "such", "any", "its", "and", "or"})
_LABEL_WORDS = 4  # words before or after the colon of a headline
_PARTICLES = {"rule": "out", "point": "out"}
#: Verbs that report speech whatever their subject is.
_CORE = frozenset({"say", "tell", "write", "claim", "allege", "explain", "announce", "tweet"})
_DATA_NOUN_RE = re.compile(
    r"\b(?:data|figures?|records?|statistics|numbers|polls?|surveys?|census|tally|count)\b", re.I
)


#: The tokens at which an attribution may begin to be read.
_TRIGGERS = frozenset({"according", "as", "per", "citing", "by", ":", *CUES, *ACTS, *TELLS_OF})


def find(
    text: str, quoted: Sequence[tuple[int, int]] | None = None, *, heading: bool = False
) -> tuple[Attribution, ...]:
    """Return the attributions of one sentence, in order.

    Args:
        text: The sentence.
        quoted: Ranges of the sentence inside quotation marks; None reads them from the sentence itself.
        heading: The sentence is a headline or the like: "Ministry claims victory" counts.

    """
    tokens = tokenise(text, quotations(text) if quoted is None else quoted)
    found: list[Attribution] = []
    label = _label(tokens) if heading else None
    if label is not None:
        return (label,)
    for i, token in enumerate(tokens):
        if token.low not in _TRIGGERS:
            continue
        one = _according(tokens, i) if token.low in ("according", "as", "per", "citing") else None
        if one is None and token.low == "according":
            one = _according_to_which(tokens, i)
        if token.low == "by":
            one = _estimated(tokens, i)
        if one is None and token.low in TELLS_OF:
            one = _told_of(tokens, i, found)
        cue = CUES.get(token.low)
        if one is None and cue is not None:
            one = _verb(tokens, i, cue, found, heading=heading)
        if one is None:
            one = _act(tokens, i, found) or _quoted_after(tokens, i, found)
        if one is None:
            continue
        if not found or one.frame.start >= found[-1].frame.end:
            found.append(one)
            found += _told_too(tokens, i, one) if token.low in TELLS_OF else []
        elif _after_its_relative(found[-1], one):
            found.append(replace(one, frame=Span(one.cue.start, one.frame.end)))
    return tuple(found)


def _after_its_relative(before: Attribution, one: Attribution) -> bool:
    """Tell whether "The airline, which had put it at 389, said C" is read at "said": the same subject goes on."""
    inside = before.pattern is Pattern.RELATIVE and one.pattern is Pattern.VERB
    return inside and one.cue.start >= before.frame.end


_ACT_REACH = 14  # tokens before the colon of 'The mayor had one answer: "No."'
#: "called off", "called back", "called by", "expected on": no stand is taken.
_NO_OBJECT = (PREPOSITIONS - {"between", "for", "to"}) | frozenset({"off", "up", "out", "back", "and", "or", "but"})


def _act(tokens: Sequence[Token], i: int, before: Sequence[Attribution]) -> Attribution | None:
    """Read "X blamed the wind", "analysts expect 900 jobs to go": the whole clause is X's."""
    token = tokens[i]
    need = ACTS.get(token.low)
    goes_on = _low(tokens, i - 1) == "to" and _low(tokens, i - 2) in ("continues", "continued")
    if need is None or token.quoted or (token.capital and i) or not _actual(tokens, i):
        return None
    if _passive(tokens, i) and not goes_on:
        return None
    if before and not any(t.text == ";" for t in tokens[:i] if t.start >= before[-1].frame.end):
        return None
    if not _stand_follows(tokens, i, need) or not i or (not tokens[i - 1].word and tokens[i - 1].text not in ",)"):
        return None
    place = subject_left(tokens, i - 2 if goes_on else i)  # "continues to blame the weather"
    if place is None or not _main_subject(tokens, place) or not _somebody(tokens, place):
        return None
    if need == "?" and not _one_who_tells(tokens, place):
        return None
    start = tokens[place[0]].start
    span = _span(tokens, *place)
    return Attribution(span, _span(tokens, i, i), token.low, CueClass.NEUTRAL, Pattern.ACT, Span(start, start))


#: What is suspected, where no article says that something is: the verb and not "a suspect".
_SUSPECTED = words("arson sabotage foul murder fraud negligence bribery espionage terrorism a an that")


def _stand_follows(tokens: Sequence[Token], i: int, need: str) -> bool:
    """Tell whether what a stand is taken on follows its verb."""
    after = _low(tokens, i + 1)
    if need == "?":
        return after in _SUSPECTED and _low(tokens, i - 1) not in DETERMINERS - PRONOUNS
    return after == need if need == "to" else _figure(after) if need == "#" else _takes_object(tokens, i)


def _somebody(tokens: Sequence[Token], place: tuple[int, int]) -> bool:
    """Tell somebody from something: "the seafarers' union", "Ana Ruiz", not "City law"."""
    phrase = tokens[place[0] : place[1] + 1]
    comma = next((j for j, token in enumerate(phrase) if token.text == "," and j), len(phrase))
    # "Nord Estates, which runs the ground, blames …": the name stands before the remark.
    named = phrase[-1].capital or phrase[comma - 1].capital
    return named or any(t.low in ROLES or t.low in PRONOUNS for t in phrase)


def _figure(low: str) -> bool:
    return low[:1].isdigit() or low in _FIGURE_WORDS


def _takes_object(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether something is blamed, expected or called so: no "expected on Monday", no "a man called Jan"."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or (not after.word and after.text not in _OPENERS) or after.low in _NO_OBJECT:
        return False
    return not (tokens[i].low.startswith("call") and (after.capital or after.low == "to"))


def _main_subject(tokens: Sequence[Token], place: tuple[int, int]) -> bool:
    """Tell whether a subject opens a main clause and is somebody: no "when the union called", no "the cut it wants"."""
    first = tokens[place[0]]
    if tokens[place[1]].low in RELATIVES or first.low in ("a", "an", "it", "they", "we", "you", "i", "one", "who"):
        return first.low == "it" and place[0] == 0
    if place[0] == 0:
        return True
    if first.low in ("he", "she"):
        return not any(t.low in STOPS for t in tokens[: place[0]])
    before = tokens[place[0] - 1]
    opened = any(t.low in STOPS or t.low in RELATIVES for t in tokens[: place[0]])
    return (before.text in ",;:" or is_clock(before) or before.low in ("and", "but")) and not opened


#: "Nobody spoke of arson": no voice.
_NO_ONE = words("nobody none no neither never nothing")
#: What may open a clause that is told beside another: "while the family speaks of murder".
_BESIDE = words("while whereas although though but and yet")
_TIMES_OF_DAY = words("morning afternoon evening night noon week month year now then")


def _told_of(tokens: Sequence[Token], i: int, before: Sequence[Attribution]) -> Attribution | None:
    """Read "X spoke on Friday of arson", "X, who warned of floods, …", "X opened the school and spoke of a new start"."""
    token = tokens[i]
    if token.quoted or token.capital or not _actual(tokens, i):
        return None
    going_on = token.low.endswith("ing")
    if going_on != (going_on and _low(tokens, i - 1) in BE) or (_passive(tokens, i) and not going_on):
        return None
    if _matter(tokens, i) is None:
        return None
    cue = _span(tokens, i, i)
    place = subject_left(tokens, i)
    if place is None:
        joined = not before and _low(tokens, i - 1) in ("and", "but", "then") and token.low not in ("talk", "talks")
        subject = participle_subject(tokens, i, ()) if joined else None
        at = Span(token.start, token.start)
        return Attribution(subject, cue, token.low, CueClass.NEUTRAL, Pattern.ACT, at) if subject else None
    if not _one_who_tells(tokens, place):
        return None
    if tokens[place[1]].low in RELATIVES:
        frame = _span(tokens, place[1], place[1])
        source = _span(tokens, place[0], place[1])
        found = Attribution(source, cue, token.low, CueClass.NEUTRAL, Pattern.RELATIVE, frame)
        # "X, who had spoken of nine, now says ten": what was said before is told in passing.
        return None if before or _low(tokens, i - 1) == "had" else found
    start = tokens[place[0]].start
    if not _clause_of_its_own(tokens, place[0], before):
        return None
    return Attribution(_span(tokens, *place), cue, token.low, CueClass.NEUTRAL, Pattern.ACT, Span(start, start))


def _matter(tokens: Sequence[Token], i: int) -> int | None:
    """Return the token before what is told of: "of" in "spoke to reporters on Friday of two shots"; None without one."""
    needed = TELLS_OF[tokens[i].low]
    at = i + 1
    for _ in range(3):
        if _low(tokens, at) == needed:
            return at if at + 1 < len(tokens) and _low(tokens, at + 1) != "which" else None
        step = _adjunct(tokens, at)[0]
        if step == at and (_low(tokens, at) == "to" or tokens[i].low in TELLS_SOMEBODY):
            step = _told_to(tokens, at, needed)
        if step == at:
            return None
        at = step
    return at if _low(tokens, at) == needed else None


def _told_to(tokens: Sequence[Token], at: int, needed: str) -> int:
    """Pass over the listener between a verb and its "of": "reporters", "to Radio Nord"."""
    end = at + (_low(tokens, at) == "to")
    while end < len(tokens) and end - at < _LISTENER:
        token = tokens[end]
        if token.low == needed:
            return end
        if not (token.capital or token.low in DETERMINERS or token.low in ROLES or token.low in OBJECTS):
            return at
        end += 1
    return at


_LISTENER = 6  # tokens


def _one_who_tells(tokens: Sequence[Token], place: tuple[int, int]) -> bool:
    """Tell whether a subject is somebody, by its last word, and not nobody."""
    phrase = [token for token in tokens[place[0] : place[1] + 1] if token.word]
    if not phrase or any(token.low in _NO_ONE for token in phrase):
        return False
    last = phrase[-1]
    person = last.low in ROLES or last.low in PRONOUNS or last.low in RELATIVES or last.capital
    # "Ana Ruiz, the mayor of the lake district, spoke of …": the name stands first.
    return (person and last.low not in DETERMINERS) or (phrase[0].capital and _somebody(tokens, place))


def _clause_of_its_own(tokens: Sequence[Token], first: int, before: Sequence[Attribution]) -> bool:
    """Tell whether a subject opens a clause that nobody else states: the sentence, or one beside another of the sort."""
    if not first:
        return True
    ahead = tokens[first - 1]
    if any(t.low == "whose" for t in tokens[: first + 1]):
        return False  # "The union, whose leader has long complained of the cold, insists …"
    since = [t for t in tokens[:first] if not before or t.start >= before[-1].frame.end]
    if before:
        apart = any(t.text == ";" for t in since) or (ahead.low in _BESIDE and before[-1].pattern is Pattern.ACT)
        return apart or (ahead.text == "," and before[-1].pattern is Pattern.ACT)
    if ahead.low in _BESIDE:
        return not any(t.low in STOPS - _BESIDE or t.low in RELATIVES for t in since)
    if any(t.low in STOPS - _BESIDE or t.low in RELATIVES for t in since):
        return False
    if tokens[first].low in ("he", "she"):
        return True
    return ahead.text in ",;:" or is_clock(ahead) or ahead.low in ADVERBS or ahead.low in _TIMES_OF_DAY | DAYS


#: "members of the council", "the head of a firm": what follows belongs to them.
_OF_SOMETHING = words(
    """member members head chief leader leaders president director directors secretary minister son daughter mother father
    group employee employees relatives friend friends supporters owner owners author authors editor chair boss king queen
    survivor survivors victim victims veteran veterans part people director-general commander representatives"""
)


def _told_too(tokens: Sequence[Token], i: int, one: Attribution) -> list[Attribution]:
    """Read the second half of "The firm spoke of an accident, the union of a crime"."""
    at = _matter(tokens, i)
    if at is None or one.pattern is not Pattern.ACT:
        return []
    for j in range(at + 1, len(tokens)):
        if tokens[j].text not in ",;" or tokens[j].quoted:
            continue
        first = j + 1 + (_low(tokens, j + 1) in _BESIDE)
        end = first
        while end < len(tokens) and end - first < _LISTENER and tokens[end].word and tokens[end].low != tokens[at].low:
            end += 1
        last = tokens[end - 1]
        named = last.low in ROLES - _OF_SOMETHING or (last.capital and last.low not in DAYS)
        if end > first and end < len(tokens) and tokens[end].low == tokens[at].low and named:
            start = tokens[first].start
            span = _span(tokens, first, end - 1)
            return [replace(one, source=span, pattern=Pattern.ACT, frame=Span(start, start))]
    return []


def _quoted_after(tokens: Sequence[Token], i: int, before: Sequence[Attribution]) -> Attribution | None:
    """Read '19:45 Mayor Berg: "We won."' and 'The union had one word for it: "Theft."': the subject speaks."""
    if tokens[i].text != ":" or before or tokens[i].quoted or not 0 < i <= _ACT_REACH:
        return None
    if _low(tokens, i + 1) not in _OPENERS or any(token.text in _QUOTES - {"'", "’"} for token in tokens[:i]):
        return None
    if not any(token.quoted for token in tokens[i + 2 :]):
        return None
    place = participle_subject(tokens, i, ())
    if place is None or not any(c.isupper() for c in tokens[0].text + tokens[1].text):
        return None
    frame = Span(place.start, tokens[i].end)
    return Attribution(place, _span(tokens, i, i), ":", CueClass.NEUTRAL, Pattern.VERB, frame)


def _label(tokens: Sequence[Token]) -> Attribution | None:
    """Read the headlines "Police: three held" and "Three held: police"."""
    colons = [i for i, token in enumerate(tokens) if token.text == ":"]
    if len(colons) != 1:
        return None
    at = colons[0]
    for first, last in ((0, at - 1), (at + 1, len(tokens) - 1)):
        short = 0 <= last - first < _LABEL_WORDS and all(token.word for token in tokens[first : last + 1])
        if short and tokens[last].low in ROLES:
            frame = Span(tokens[first].start, tokens[at].end) if not first else Span(tokens[at].start, tokens[last].end)
            span = _span(tokens, first, last)
            return Attribution(span, _span(tokens, at, at), "say", CueClass.NEUTRAL, Pattern.LABEL, frame)
    return None


def find_all(article: Article, sentences: Sequence[Sentence]) -> tuple[tuple[Attribution, ...], ...]:
    """Return the attributions of each sentence; quotation marks are read over whole paragraphs."""
    out: list[tuple[Attribution, ...]] = []
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        rows = list(group)
        base = rows[0].start
        spans = quotations(article.text[base : rows[-1].end])
        for row in rows:
            shifted = [(base + start - row.start, base + end - row.start) for start, end in spans]
            out.append(() if row.boilerplate else find(row.text, shifted, heading=row.heading))
    return tuple(out)


def _span(tokens: Sequence[Token], first: int, last: int) -> Span:
    return Span(tokens[first].start, tokens[last].end)


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


# -- according to ------------------------------------------------------------------------------------------------------


def _according(tokens: Sequence[Token], i: int) -> Attribution | None:
    """Read "according to X", "as per X", "per X" and "citing X" at token i."""
    if tokens[i].quoted:
        return None
    pair = (tokens[i].low, _low(tokens, i + 1))
    cue_class = _ACCORDING.get(pair)
    last = i + 1
    if cue_class is None:
        loose = tokens[i].low in ("per", "citing") and (i == 0 or tokens[i - 1].text in ",(–—-")
        if not loose or (tokens[i].text == "Per" and _cap(tokens, i) and not tokens[i + 1].text.isupper()):
            return None  # "Per Berg apologised": a name
        cue_class, last = CueClass.NEUTRAL, i
    source = after_cue(tokens, last + 1, speaker=tokens[i].low != "according")
    if source is None:
        return None
    source = (source[0], apposed_name(tokens, *source))
    span = _span(tokens, *source)
    if _DATA_NOUN_RE.search(" ".join(t.low for t in tokens[source[0] : source[1] + 1])):
        cue_class = CueClass.DATA
    end, said_at, _ = _tail(tokens, apposed_role(tokens, source[1]) + 1)
    return Attribution(
        span,
        _span(tokens, i, last),
        "according" if tokens[i].low == "according" else tokens[i].low,
        cue_class,
        Pattern.ACCORDING,
        Span(tokens[i].start, tokens[end - 1].end),
        said_at,
    )


def _according_to_which(tokens: Sequence[Token], i: int) -> Attribution | None:
    """Read "denied by the company, according to which C": the noun before the comma goes on."""
    if tokens[i].quoted or _low(tokens, i + 1) != "to" or _low(tokens, i + 2) not in ("which", "whom"):
        return None
    span = noun_before(tokens, i)
    if span is None:
        return None
    frame = Span(tokens[i].start, tokens[i + 2].end)
    return Attribution(span, _span(tokens, i, i + 1), "according", CueClass.NEUTRAL, Pattern.PARTICIPLE, frame)


_ESTIMATED = words("estimated put valued costed assessed")
_PUT_REACH = 16  # tokens from "puts" to the figure: "puts the bank's share of the home market at 30 percent"
_ESTIMATE_REACH = 10  # tokens from "estimated" to "by": "at about 2.4 billion kroner"


def _estimated(tokens: Sequence[Token], i: int) -> Attribution | None:
    """Read "was put at nine by the police": the words before state it, in the voice of those after "by"."""
    cue = next((j for j in range(i - 1, max(-1, i - _ESTIMATE_REACH), -1) if tokens[j].low in _ESTIMATED), None)
    if cue is None or tokens[i].quoted or not _passive(tokens, cue) or not _at_figure(tokens, cue, i):
        return None
    source = after_cue(tokens, i + 1, speaker=True)
    # "by police and 50,000 by the union": the next figure has its own source.
    figure = next((j for j in range(i + 1, source[1] + 1) if tokens[j].text[0].isdigit()), None) if source else None
    if source is None or figure == i + 1:
        return None
    if figure is not None:
        source = (source[0], figure - 1 - (tokens[figure - 1].low in ("and", "but", "or")))
    end, said_at, _ = _tail(tokens, source[1] + 1)
    frame = Span(tokens[i].start, tokens[end - 1].end)
    cue_span = _span(tokens, cue, cue)
    return Attribution(
        _span(tokens, *source), cue_span, "estimate", CueClass.NEUTRAL, Pattern.ACCORDING, frame, said_at
    )


_FIGURE_WORDS = words(
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand
    million billion dozens hundreds thousands half"""
)


def _at_figure(tokens: Sequence[Token], cue: int, end: int) -> bool:
    """Tell whether "at" and a figure stand between two tokens: "put the damage at about 2.1 billion"."""
    low = [token.low for token in tokens[cue + 1 : end]]
    after = low[low.index("at") + 1 :] if "at" in low else []
    if "out" in low or {"number", "pm", "am", "p.m.", "a.m.", "o'clock"} & set(after[:4]):
        return False  # "put the fire out at 9 pm"
    return any(word in _FIGURE_WORDS or any(c.isdigit() for c in word) for word in after[:3])


# -- verbs -------------------------------------------------------------------------------------------------------------


def _verb(
    tokens: Sequence[Token], i: int, cue: Cue, before: Sequence[Attribution], *, heading: bool
) -> Attribution | None:
    """Read a reporting verb at token i."""
    if not _is_verb(tokens, i, cue, heading=heading):
        return None
    source = _source(tokens, i, cue)
    first = i
    if source is None and cue.form == "ing":
        place = participle_subject(tokens, i, [a.source for a in before[-1:] if a.source])
        if place is None:
            return None
        span, pattern, last = place, Pattern.PARTICIPLE, i
    elif source is None:
        return _coordinated(tokens, i, cue, before)
    else:
        named = name_end(tokens, source.last) if source.pattern == Pattern.INVERTED else source.last
        span, pattern = _span(tokens, source.first, named), source.pattern
        first, last = min(i, source.first), max(i, named)
        if tokens[source.last].low in RELATIVES and pattern == Pattern.VERB:
            first, pattern = source.last, Pattern.RELATIVE
        elif pattern == Pattern.INVERTED:
            last = apposition_end(tokens, last)
    if cue.lemma in _PARTICLES:
        last = max(last, i + 1 + (_low(tokens, i + 1) != _PARTICLES[cue.lemma]))
    end, said_at, listener = _tail(tokens, last + 1, listener=cue.lemma in ("tell", "assure", "warn", "promise"))
    stated = not cue.strict or _clause_follows(tokens, end, i, source) or _accused_of(tokens, i, cue)
    if pattern in (Pattern.VERB, Pattern.RELATIVE) and not stated:
        return None
    frame = Span(tokens[first].start, tokens[end - 1].end)
    cue_class = cue.cue_class
    if cue_class == CueClass.NEUTRAL and source is not None and _is_data(tokens[source.last]):
        cue_class = CueClass.DATA
    actual = pattern not in (Pattern.VERB, Pattern.RELATIVE) or _actual(tokens, i)
    return Attribution(span, _span(tokens, i, i), cue.lemma, cue_class, pattern, frame, said_at, actual, listener)


_UNREAL = words("not never n't will would may might could should can cannot must shall nor")


def _actual(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a verb says that something was said; the auxiliaries before it tell."""
    j = i - 1
    if _low(tokens, j) == "only" and _low(tokens, j - 1) in ("would", "could"):
        return True  # "would only say that nine had died": and said so
    while j >= 0 and (tokens[j].low in AUXILIARIES or tokens[j].low in ADVERBS or tokens[j].low.endswith("ly")):
        if tokens[j].low in _UNREAL or tokens[j].low.endswith("n't"):
            return False
        j -= 1
    return True


def _is_data(last: Token) -> bool:
    """Tell whether a source is data: "official figures", but not "the Geological Survey"."""
    return last.text.islower() and bool(_DATA_NOUN_RE.fullmatch(last.text))


#: "The fire claimed a third life", "she claimed the title": nothing is said.
_CLAIMED_THINGS = words("life lives victim victims title titles prize medal medals crown trophy")


def _is_verb(tokens: Sequence[Token], i: int, cue: Cue, *, heading: bool) -> bool:
    """Tell the reporting verb from a noun, a participle or a reporter's verb inside a quotation."""
    token, before, after = tokens[i], _low(tokens, i - 1), _low(tokens, i + 1)
    if cue.lemma == "put" and (_passive(tokens, i) or not _at_figure(tokens, i, min(len(tokens), i + _PUT_REACH))):
        return False  # in "damage is put at two million" the damage says nothing
    if cue.lemma in _PARTICLES and _PARTICLES[cue.lemma] not in (after, _low(tokens, i + 2)):
        return False
    if cue.lemma == "claim" and any(t.low in _CLAIMED_THINGS for t in tokens[i + 1 : i + 6]):
        return False
    if cue.lemma == "find" and after == "by":
        return False  # "they were found by a road crew"
    if token.quoted and token.low not in ("said", "says"):
        return False
    if token.capital and i and not heading and not token.text.isupper():
        return False
    if after in ("-", "–") and not heading:
        return True
    if cue.form == "past":
        return before not in DETERMINERS - PRONOUNS - {"all", "both"} and (after == "by" or not _passive(tokens, i))
    if cue.form == "base":
        return _base(tokens, i, before)
    if cue.form == "ing":
        return before not in DETERMINERS and before not in _NOT_SAYING
    if cue.nounlike and (before in _NOUN_BEFORE or before.endswith(("'s", "s'"))):
        return False
    closed = (
        (after == ":" or cue.lemma in ("report", "fear", "hope")) and after in ".,:" and before not in ("", ",")
    )  # also the end of the sentence: "…, the Gazette reports"
    return not cue.nounlike or heading or closed or after in _CLAUSE_STARTS | _QUOTES or _cap(tokens, i)


def _cap(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].capital


def _base(tokens: Sequence[Token], i: int, before: str) -> bool:
    """Tell whether a base form is a finite verb: "officials say", "I will add"."""
    if before == "to":
        return _low(tokens, i - 2) in ("on", "continued", "continues", "wrote", "went")
    if before == "only" and _low(tokens, i - 2) in ("would", "could"):
        return True
    if before in ("would", "could", "might", "should", "can", "must", "cannot", "let", "'t", "may", "please", "don't"):
        return False
    if CUES[tokens[i].low].nounlike:
        follows = _low(tokens, i + 1) == "that" or _low(tokens, i + 1) in _OPENERS
        return follows and (before not in _NOUN_BEFORE or before in ("some", "many", "most", "others", "both"))
    return before not in DETERMINERS and before not in PREPOSITIONS


def _passive(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a past form is passive ("was told") or a participle without an agent."""
    j = i - 1
    while j >= 0 and (tokens[j].low in ADVERBS or tokens[j].low.endswith("ly")):
        j -= 1
    return j >= 0 and (tokens[j].low in BE or tokens[j].low in ("having", "being", "'s", "to"))


def _source(tokens: Sequence[Token], i: int, cue: Cue) -> _Source | None:
    """Find the subject of the verb at token i, on the left or, after a comma or quotation, on the right."""
    before = tokens[i - 1] if i else None
    if cue.form == "past" and _low(tokens, i + 1) == "by" and not tokens[i].quoted:
        place = agent(tokens, i)
        if place and (cue.cue_class == CueClass.DENY or before is None or before.low == "as" or _passive(tokens, i)):
            return _Source(*place, Pattern.DENIED_BY)
        return None
    if cue.form == "ing" and not (
        _low(tokens, i - 1) in BE or _low(tokens, i - 2) in BE or _low(tokens, i - 1) == "as"
    ):
        return None
    if (
        cue.form in ("past", "s", "base")
        and cue.lemma not in _NEVER_INVERTED
        and (before is None or _may_invert(before))
    ):
        place = subject_right(tokens, i + 1)
        if place and (before is None or before.text != "," or _inverted(tokens, i, place)):
            return _Source(*place, Pattern.INVERTED)
    left = subject_left(tokens, i, loose=cue.lemma in _CORE)
    if left is None:
        return None
    return _Source(*left, Pattern.VERB)


#: Verbs with somebody or something as their object: "Berg, the mayor, accused the council" is not the council's word.
_NEVER_INVERTED = words("tell accuse assure reject dismiss dispute contest charge promise warn")


def _may_invert(before: Token) -> bool:
    return before.text in ",?!" or before.text in _QUOTES or before.text in "–—…"


def _inverted(tokens: Sequence[Token], i: int, place: tuple[int, int]) -> bool:
    """After a bare comma: "C, said X." and not "X, 42, said Y was …"."""
    after = tokens[place[1] + 1] if place[1] + 1 < len(tokens) else None
    last = tokens[place[1]]
    inner = tokens[place[0] : place[1] + 1]
    named = name_end(tokens, place[1]) > place[1]  # "said the head of catastrophe modelling, Ana Ruiz"
    if not named and any(t.low.endswith(("ed", "ing")) and not t.capital and t.low not in ROLES for t in inner):
        return False
    if after is not None and after.text in _OPENERS and not (last.capital or last.low in ROLES):
        return False
    if after is None or not after.word:
        return after is None or after.text in (*",.;()–—-", "--") or after.text in _QUOTES
    return after.low in PREPOSITIONS or after.low == "who"


def _coordinated(tokens: Sequence[Token], i: int, cue: Cue, before: Sequence[Attribution]) -> Attribution | None:
    """Read "X called it a win and said C": the subject of the verb before."""
    joined = _low(tokens, i - 1) in ("and", "but", "then") or _low(tokens, i - 2) in ("and", "but")
    if cue.form not in ("past", "s") or not joined or cue.nounlike or tokens[i].quoted:
        return None
    span = participle_subject(tokens, i, [a.source for a in before[-1:] if a.source])
    if span is None:
        return None
    end, said_at, listener = _tail(tokens, i + 1, listener=cue.lemma == "tell")
    if cue.strict and not _clause_follows(tokens, end, i, None):
        return None
    frame = Span(tokens[i].start, tokens[end - 1].end)
    cue_span = _span(tokens, i, i)
    return Attribution(span, cue_span, cue.lemma, cue.cue_class, Pattern.PARTICIPLE, frame, said_at, listener=listener)


def _clause_follows(tokens: Sequence[Token], end: int, i: int, source: _Source | None) -> bool:
    """Tell whether *that*, a colon or a quotation marks the verb at i as one of speech."""
    if _low(tokens, end - 1) == "that" or _low(tokens, end - 1) == ":" or _low(tokens, end) in _OPENERS:
        return True
    if source and source.first and i > source.last:
        before = tokens[source.first - 1]
        closed = before.text in _QUOTES and source.first > 1
        return closed or (before.text == "," and _low(tokens, end) in ("", ".", ",") and source.first > 3)
    return False


def _accused_of(tokens: Sequence[Token], i: int, cue: Cue) -> bool:
    """Tell whether "accused the council of a slow response" follows: the charge is the accuser's, not the outlet's."""
    return cue.lemma == "accuse" and any(token.low == "of" for token in tokens[i + 2 : i + _ESTIMATE_REACH])


# -- what stands between the cue and the content -----------------------------------------------------------------------

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_SAID_AT_RE = re.compile(
    rf"""
    [\s,]*
    (?P<when>
      (?:(?:on|late|early|earlier|last|in|by|at|since)\s+){{0,3}}
      (?:
          {_DAY}(?:'s)?(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s+{_MONTH}\s+\d{{1,2}}\b)?
        | (?:yesterday|today|tonight|earlier|later)\b(?:\s+(?:on\s+{_DAY}|today|this\s+(?:week|month|year)))?
        | {_MONTH}\s+\d{{1,2}}\b(?:,\s+\d{{4}})?
        | \d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?
        | (?:the\s+)?(?:time|same\s+day|next\s+day|previous\s+day)\b
        | (?:this|last|the\s+past)\s+(?:week|month|year|morning|afternoon|evening|night|spring|summer|autumn|winter)
        | \d{{4}}\b
      )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MEDIUM = [
    "statement",
    "interview",
    "letter",
    "report",
    "post",
    "tweet",
    "email",
    "e-mail",
    "memo",
    "speech",
    "briefing",
    "conference",
    "release",
    "message",
    "video",
    "address",
    "broadcast",
    "call",
    "announcement",
    "article",
    "blog",
    "note",
    "filing",
    "op-ed",
    "remarks",
    "testimony",
    "press",
    "television",
    "radio",
    "column",
    "editorial",
    "affidavit",
    "podcast",
    "hearing",
    "debate",
    "rally",
    "filing",
    "document",
    "documents",
]
_MEDIUM_RE = re.compile(
    r"[\s,]*(?:in|on|at|during|via|through)\s+(?:an?|the|its|his|her|their|two|separate|another)\s+(?:[\w'’.-]+\s+){0,3}?(?:"
    + "|".join(_MEDIUM)
    + r")\b(?:\s+(?:to|with|on(?!\s+\w+day\b)|issued|released|posted|published|by|from|at|for)"
    + r"\s+(?:the\s+)?(?:[\w'’.-]+)"
    r"(?:\s+(?:media|platform|agency|[A-Z][\w.-]*)){0,4})?",
)


def time_of(text: str) -> str | None:
    """Return the first time that some words give: "on Friday" in "In a statement on Friday"."""
    for start in (0, *(m.start() for m in re.finditer(r"\s", text))):
        found = _SAID_AT_RE.match(text, start)
        if found:
            return found["when"]
    return None


def _tail(tokens: Sequence[Token], at: int, *, listener: bool = False) -> tuple[int, Span | None, Span | None]:
    """Pass over listener, time and medium after the cue; return the first token of the content, time and listener."""
    first = at
    at = _listener(tokens, at) if listener else _to_listener(tokens, at)
    told = _heard(tokens, first, at)
    said_at: Span | None = None
    for _ in range(4):
        step, when = _adjunct(tokens, at)
        said_at = said_at or when
        if step == at:
            break
        at = step
    first, at = at, _to_listener(tokens, at)
    told = told or _heard(tokens, first, at)
    if _low(tokens, at) == "," and _low(tokens, at + 1) == "that":
        at += 1
    while _low(tokens, at) in ("that", ":"):
        at += 1
    return at, said_at, told


def _heard(tokens: Sequence[Token], first: int, end: int) -> Span | None:
    """Return the listener among the tokens passed over, without "to" and article; a pronoun names nobody."""
    while first < end and tokens[first].low in ("to", "the", "a", "an"):
        first += 1
    if first >= end or tokens[first].low in OBJECTS | PRONOUNS:
        return None
    return _span(tokens, first, end - 1)


def _adjunct(tokens: Sequence[Token], at: int) -> tuple[int, Span | None]:
    """Pass over one time or one medium at a token."""
    if at >= len(tokens):
        return at, None
    window = tokens[at : at + 14]
    base = window[0].start
    text = ""
    for token in window:
        text = text.ljust(token.start - base) + token.text
    when = _SAID_AT_RE.match(text)
    if when:
        step = _step(window, base + when.end())
        return at + step, Span(base + when.start("when"), base + when.end("when"))
    medium = _MEDIUM_RE.match(text)
    if medium:
        return at + _step(window, base + medium.end()), None
    return at, None


def _step(window: Sequence[Token], end: int) -> int:
    return sum(1 for token in window if token.end <= end)


def _to_listener(tokens: Sequence[Token], at: int) -> int:
    """Pass over "to reporters", "to the BBC"."""
    if _low(tokens, at) != "to":
        return at
    end = _listener(tokens, at + 1)
    return end if end > at + 1 else at


def _listener(tokens: Sequence[Token], at: int) -> int:
    """Pass over the one who is told: "reporters", "her", "the Gazette newspaper", "Channel 4"."""
    end = at
    if _low(tokens, at) in PRONOUNS | {"him", "her", "them", "me", "us"}:
        return at + 1
    while end < len(tokens) and end - at < 8:
        token = tokens[end]
        if not token.word or token.low in _BREAKS or (token.low in PRONOUNS and end > at):
            break
        if token.low in DETERMINERS and end > at and tokens[end - 1].low not in ("of", "at", "in", "all"):
            break
        if token.low in AUXILIARIES:
            return _last_name(tokens, at, end)
        end += 1
    return end


_BREAKS = frozenset(
    {"that", "if", "how", "why", "what", "when", "there", "on", "about", "to", "during", "after", "who"}
)


def _last_name(tokens: Sequence[Token], at: int, verb: int) -> int:
    """Where a clause without *that* follows, the listener ends before the clause's subject."""
    first = tokens[at]
    return at + 1 if not first.capital or first.text.isupper() else max(at + 1, verb - 1)
