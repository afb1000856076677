"""Which year a sentence tells of: "in 2015, a flood in the same valley killed two" is another event."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.types import Claim, Question
    from corpus.types import Article

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
#: "the 2015 flood", "in 2015": the year that a question asks about.
_ASKED_RE = re.compile(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,][0-9])")
#: "In 2019, a fire killed 13": what follows belongs to that year.
_OPENING_RE = re.compile(rf"^\W*(?:back\s+)?(?:in|during)\s+(?:\w+\s+)?{_YEAR}\b(?!\s*[-–]\s*[0-9])", re.I)
#: "killed two people in 2015", "a similar flood in 2015".
_INSIDE_RE = re.compile(rf"\b(?:in|during)\s+(?:\w+\s+)?{_YEAR}\b(?!\s*[-–]\s*[0-9])", re.I)
#: Between a value and a year these make the year another clause's, or another figure's.
_APART_RE = re.compile(
    r"[,;:.]\s|[0-9]|\b(?:after|when|while|as|before|because|since|who|which|that|from|to|and|but|than)\b", re.I
)
_LAST_YEAR_RE = re.compile(r"\blast\s+year\b", re.I)


_PLACE_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)(?:\s+[a-z]+)?\s*\??$")
_PART_RE = re.compile(r"\s+of\s+(?:them|which|those|whom|these)\b")


def of_place_asked(claims: list[Claim], question: Question) -> list[Claim]:
    """Keep the part that a place has, where a text gives it: of "3,000 jobs, 1,200 of them in Oslo" the second."""
    asked = _PLACE_RE.search(question.text)
    if asked is None:
        return claims
    here = [claim for claim in claims if asked["place"] in claim.statement.sentence.text]
    parts = [claim for claim in here if _PART_RE.match(claim.article.text, claim.reading.span.end)]
    return here if parts else claims


_WHERE_RE = re.compile(r"\b(?:in|at|near|from|outside)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]+)(?!\s+[A-ZÀ-Þ])")
#: Characters before a sentence in which the place it tells of is named: about one sentence.
_NEAR = 160
_FIRST = 200  # characters of an article that say where it plays


def of_part_asked(claims: list[Claim], articles: Sequence[Article], question: Question) -> list[Claim]:
    """Drop what is told of a whole where the question names one place of it: the dead of the province, not of a village.

    A place that no article opens with is one of several; only sentences near its name tell of it.
    """
    places = {match["place"] for match in _WHERE_RE.finditer(question.text)} - _DAYS_AND_MONTHS
    openings = " ".join(f"{article.title} {article.text[:_FIRST]}" for article in articles)
    parts = {place for place in places if place not in openings and any(place in a.text for a in articles)}
    return [claim for claim in claims if all(_is_near(claim, place) for place in parts)] if parts else claims


#: "How many children under five died", "how many women over 80": of an age that the sentence has to name.
_AGE_RE = re.compile(
    r"\b(?:under|over|below|above|younger\s+than|older\s+than|aged?)\s+(?P<age>\d{1,3}|one|two|three|five|six|ten|twelve|fifteen|sixteen|eighteen)\b",
    re.I,
)
_AGE_WORDS = {"one": "1", "two": "2", "three": "3", "five": "5", "six": "6", "ten": "10", "twelve": "12", "fifteen": "15",
              "sixteen": "16", "eighteen": "18"}  # fmt: skip


def of_age_asked(claims: list[Claim], question: Question) -> list[Claim]:
    """Keep the numbers of those of the age that a question names; "nine children died" is no number of those under five."""
    asked = _AGE_RE.search(question.text)
    if asked is None:
        return claims
    age = _AGE_WORDS.get(asked["age"].lower(), asked["age"])
    return [claim for claim in claims if age in _ages(claim.statement.sentence.text)]


def _ages(text: str) -> frozenset[str]:
    found = (match["age"].lower() for match in _AGE_RE.finditer(text))
    return frozenset(_AGE_WORDS.get(age, age) for age in found)


#: "No child is ill in Upper Vale", "at the school none was hurt", "nobody died here".
_LOCAL_RE = re.compile(
    r"\b(?i:in|at|near|from|on)\s+(?:(?:the|this|that|its|their|our)\s+)?(?:[a-z-]+\s+)?(?P<place>[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*"
    r"|village|town|city|valley|district|county|province|region|country|school|hospital|building|house|street|ward|suburb|island|hall)\b"
    r"|\b(?P<here>here)\b"
)
#: Where the place of a number that it follows or precedes ends.
_PLACE_END_RE = re.compile(r"[;:]|\.\s|\b(?:but|while|whereas|although)\b")


def without_local_nones(claims: list[Claim], question: Question) -> list[Claim]:
    """Drop "none" where it is said of one place only, and others have a number for the whole event.

    A number from an article that names the place too may be of that place: then the two differ.
    """
    some = [claim for claim in claims if getattr(claim.value, "high", 0) != 0]
    nones = [claim for claim in claims if getattr(claim.value, "high", None) == 0] if some else []
    local = [claim for claim in nones if _elsewhere(claim, some, question)]
    return [claim for claim in claims if claim not in local] if local else claims


def _elsewhere(none: Claim, some: Sequence[Claim], question: Question) -> bool:
    """Tell whether a "none" is of a place that the question leaves open, and some number is of more than that place."""
    text = none.statement.text
    at = none.reading.span.start - none.statement.start
    left = max((cut.end() for cut in _PLACE_END_RE.finditer(text, 0, at)), default=0)
    cut = _PLACE_END_RE.search(text, at)
    for found in _LOCAL_RE.finditer(text, left, cut.start() if cut else len(text)):
        place = found["place"] or "here"
        if place in _DAYS_AND_MONTHS or place in question.text:
            continue
        return any(
            claim.article.id == none.article.id or (place[0].isupper() and place not in claim.article.text)
            for claim in some
        )
    return False


def _is_near(claim: Claim, place: str) -> bool:
    sentence = claim.statement.sentence
    return place in claim.article.text[max(0, sentence.start - _NEAR) : sentence.end]


_DAYS_AND_MONTHS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October"
    " November December".split()
)


#: "the Alvdal dam", "the Olsen bridge": a thing by its name; "Port Louis", "North Lane": a place of two words.
_NAMED_THING_RE = re.compile(r"\b(?P<name>[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,2})\s+(?P<thing>[a-z]{3,})\b")
_TWO_WORDS_RE = re.compile(r"\b(?=(?P<first>[A-ZÀ-Þ][\w-]+)\s+(?P<second>[A-ZÀ-Þ][\w-]+)\b)")
#: What follows a name without being a thing of that name.
_NO_THING = frozenset(
    """
    and for from has had was were will would said says with that who which the after before when where over into but not
    are can may did does than while because is its his her their our also about people police officials
    """.split()
)


#: "The dam gave way" opens a sentence: "The" is no name.
_OPENERS = frozenset(
    "The A An This That These Those Its Her His Their Our One Each Every No Another Some Both Two Three Four Five Six Seven Eight Nine Ten"
    " Several Many Most All Did Do Does Have Has Had Was Were Is Are Will Would Can Could Should".split()
)


def of_namesake(claim: Claim, question: Question) -> bool:
    """Tell whether a claim's sentence is about another thing of the sort that the question names: another dam or port.

    A sentence that names the one asked about too is kept.
    """
    sentence = claim.statement.sentence.text
    for match in _NAMED_THING_RE.finditer(question.text):
        name, thing = match["name"], match["thing"]
        if thing in _NO_THING or name in _OPENERS or name.split()[-1] in sentence:
            continue
        others = (other["name"] for other in _NAMED_THING_RE.finditer(sentence) if other["thing"] == thing)
        if any(other not in _OPENERS and not set(other.split()) & set(name.split()) for other in others):
            return True
    return _other_place(sentence, question)


def _other_place(sentence: str, question: Question) -> bool:
    """Tell whether a sentence names "Port Louis" where the question names "Port Stanley"."""
    asked = {(match["first"], match["second"]) for match in _TWO_WORDS_RE.finditer(question.text)}
    told = {(match["first"], match["second"]) for match in _TWO_WORDS_RE.finditer(sentence)}
    if not asked or asked & told:
        return False
    return any(a[0] == b[0] and a[1] != b[1] and a[1] not in sentence for a in asked for b in told if a[0] in _PLACES)


#: First words that places share.
_PLACES = frozenset(
    "Port Fort Mount Lake New North South East West Saint St San Santa Upper Lower Great Little".split()
)


#: "a smaller fire at Quell Point": said to be another one than that which an article is about.
_OTHER = (
    r"(?:smaller|bigger|larger|second|third|fourth|separate|different|similar|another|other|earlier|previous|former|neighbou?ring|unrelated"
    r"|rival|parallel)"
)


_ORDINAL = r"(?:first|second|third|fourth)"


def of_another(claim: Claim, question: Question, main: frozenset[str]) -> bool:
    """Tell whether a figure is of another event of the sort asked about: "a smaller fire at X", "the X fire" of old.

    `main` holds the names by which the articles call the event they are about.
    """
    text = claim.statement.sentence.text
    asked = set(_NAME_RE.findall(question.text))
    at = claim.reading.span.start - claim.statement.start
    for noun in _sorts(question):
        wanted = re.search(rf"\b(?P<which>{_OTHER}|first|last)\s+(?:[a-z]+\s+)?{noun}s?\b", question.text, re.I)
        others = re.search(rf"\b(?P<which>{_ORDINAL})\s+(?:[a-z]+\s+)?{noun}\b", text[: at + 1], re.I)
        if wanted and others and others["which"].lower() != wanted["which"].lower():
            return True  # "the first strike" where "the second strike" is asked about
        another = re.search(
            rf"\b(?:an?\s+)?(?P<which>{_OTHER})\s+(?:[a-z]+\s+)?{noun}s?\b(?P<where>[^.;]{{0,60}})",
            text[: at + 1],
            re.I,
        )
        if wanted and another and wanted["which"].lower() == another["which"].lower():
            continue
        if another and not asked & set(_NAME_RE.findall(another["where"])):
            return True
        for named in re.finditer(
            rf"\b(?:[Tt]he\s+)?(?:(?:19|20)[0-9]{{2}}\s+)?(?P<name>[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+){{0,2}})\s+{noun}\b",
            text[:at],
        ):
            words = set(named["name"].split()) - _OPENERS
            if words and main and not words & main and not words & asked:
                return True
    return False


_NAME_RE = re.compile(r"\b[A-ZÀ-Þ][\w-]+")
#: Events and things that are told apart by a name before them.
_SORTS = frozenset(
    "fire wildfire blaze flood strike walkout crash quake earthquake storm hurricane dam trial merger recall theft robbery".split()
)


def _sorts(question: Question) -> frozenset[str]:
    return frozenset(word for word in question.about if word in _SORTS)


def main_names(claims: list[Claim], question: Question) -> frozenset[str]:
    """Return the names that the articles most often give the event asked about: "Hollin", "Ridge" of its fire."""
    sorts = _sorts(question)
    if not sorts:
        return frozenset()
    tally: Counter[str] = Counter()
    for article in {claim.article.id: claim.article for claim in claims}.values():
        for noun in sorts:
            found = re.findall(
                rf"\b([A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+){{0,2}})\s+{noun}\b", f"{article.title}. {article.text}"
            )
            tally.update(" ".join(word for word in name.split() if word not in _OPENERS) for name in set(found))
    best = next((name for name, _ in tally.most_common() if name), "")
    return frozenset(best.split())


_SINCE_WHEN_RE = re.compile(rf"\bsince\s+{_YEAR},?\s+when\b", re.I)


def of_year_asked(claim: Claim, question: Question) -> bool:
    """Tell whether a claim may be about the year that the question means: the article's own where it names none."""
    published = (claim.article.published or "")[:4]
    asked = {match["year"] for match in _ASKED_RE.finditer(question.text)}
    sentence = claim.statement.sentence.text
    told = {match["year"] for match in _ASKED_RE.finditer(sentence)}
    if published and _LAST_YEAR_RE.search(sentence):
        told.add(str(int(published) - 1))
    if asked:
        return bool(asked & told) or (not told and published in asked)
    at = claim.reading.span.start - claim.statement.start
    named = set(_NAME_RE.findall(question.text[1:]))
    beside = set(_NAME_RE.findall(sentence[max(0, at - 60) : at + 80]))
    if named & beside and not named & set(_NAME_RE.findall(claim.article.title)):
        return True  # the old event is the one that the question names
    return not published or not _of_past(claim, published)


#: "The flood of 1994, which killed 300", "the 1994 flood killed 300": an event by its year.
_PAST_EVENT_RE = re.compile(
    rf"(?P<since>\b(?:since|than|after|before|until)\s+)?\b(?:the|an?|that)\s+(?:(?:[\w-]+\s+){{1,3}}of\s+{_YEAR}\b"
    rf"|{_YEAR.replace('year', 'first')}\s+[a-z][\w-]+)(?P<rest>,?\s+(?:which|that|when|where|in\s+which)\b)?",
    re.I,
)
_NEW_CLAUSE_RE = re.compile(r"[;:]|\.\s|,\s+(?:but|while|and)\b|\b(?:but|while|whereas)\b", re.I)


def _by_year(sentence: str, start: int, published: str) -> bool:
    """Tell whether the clause of a value speaks of an event by its past year."""
    for event in _PAST_EVENT_RE.finditer(sentence, 0, start):
        year = event["year"] or event["first"]
        if (
            year < published
            and (not event["since"] or event["rest"])
            and not _NEW_CLAUSE_RE.search(sentence, event.end(), start)
        ):
            return True
    return False


def _of_past(claim: Claim, published: str) -> bool:
    """Tell whether a sentence opens with a past year, or names one, older than last year, beside the value."""
    sentence = claim.statement.sentence.text
    opening = _OPENING_RE.match(sentence)
    start = claim.reading.span.start - claim.statement.start
    if _by_year(sentence, start, published):
        return True
    since = _SINCE_WHEN_RE.search(sentence, 0, start)
    if since:  # "the deadliest since 2019, when a fire killed 17"
        return since["year"] < published
    if opening:
        return opening["year"] < published
    at = claim.reading.span.end - claim.statement.start
    beside = _INSIDE_RE.search(sentence, at)
    near = beside is not None and not _APART_RE.search(sentence, at, beside.start())
    return beside is not None and near and int(beside["year"]) < int(published) - 1
