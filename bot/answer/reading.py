"""Articles to claims: every sentence of the chosen articles, read for what the question asks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from bot.answer.attribution import statements as attribute
from bot.answer.clauses import identifiers
from bot.answer.kinds import kind
from bot.answer.kinds.when import event_of
from bot.answer.predicates import Predicate, implied, is_of_labour, is_strike, predicates
from bot.answer.question import WHO_SAID_RE
from bot.answer.replies import replies
from bot.answer.scope import (
    main_names,
    of_age_asked,
    of_another,
    of_namesake,
    of_part_asked,
    of_place_asked,
    of_year_asked,
    without_local_nones,
)
from bot.answer.types import Claim, Kind, Question, Reading, Span, Speaker, Stance, Statement
from bot.answer.values import DeniedPresupposition, Relation, relate
from index.guarded import Guarded
from index.split import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answer.values import Value
    from corpus.types import Article
    from index.types import Sentence


class AnswerReader(Protocol):
    """Where a trained reader plugs in: it reads free text that the rules cannot."""

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the statement answers; nothing when unsure."""
        ...


class StoryReader(Protocol):
    """Where the trained reader plugs in: it reads all that a story states together, so that its sentences compete."""

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer; nothing when unsure."""
        ...


# The words that mark a figure as an earlier one, wherever they stand in the sentence.
_EARLIER_RE = re.compile(
    r"""\b(?: at\ (?:the|that)\ time | initially | at\ first | originally | previously
         | earlier\ (?:said|reported|put|gave|figure|toll|statement|report|estimate|count|on)
         | (?i:we)\ (?:had\ )?(?:wrongly\ |mistakenly\ |incorrectly\ )?(?:said|reported|wrote|gave|stated|put)
         | an\ earlier\ version\ of\ this
         | had\ (?:earlier|initially|previously|first|originally) | an?\ (?:earlier|initial|previous)
         | (?:up|revised|raised|risen|rose|increased|down|lowered|cut)\ (?:\w+\ )?from )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EARLIER = Guarded(
    _EARLIER_RE,
    "_time at_first earlier_ _earlier from had_first _initial initially originally _previous previously we_",
)
#: Groups of which "was not …" denies what "who/when/where/why …" takes for granted.
_DENIABLE = frozenset(
    {
        "shoot_down",
        "attack",
        "abduct",
        "arrest",
        "resign",
        "dismiss",
        "convict",
        "cancel",
        "win",
        "buy",
        "sell",
        "agree",
    }
)
_DENIED_WORDS = {
    "shoot_down": "it was not shot down", "attack": "there was no attack", "abduct": "nobody was abducted",
    "arrest": "nobody was arrested", "resign": "there was no resignation", "dismiss": "there was no dismissal",
    "convict": "there was no conviction", "cancel": "it was not cancelled", "win": "there was no win",
    "buy": "there was no purchase", "sell": "there was no sale", "agree": "there was no agreement",
}  # fmt: skip
_FIGURES = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MEASURE})
#: Kinds whose readers tell by themselves which value a sentence marks as an earlier one.
_OWN_EARLIER = _FIGURES | {Kind.TIME}
#: Kinds whose values belong to one event, so that a sentence about another year does not answer.
_DATED = _FIGURES | {Kind.YES_NO, Kind.CAUSE, Kind.PLACE}
#: Kinds whose readers turn a denied statement round by themselves.
_OWN_POLARITY = frozenset({Kind.YES_NO, Kind.CAUSE})
_PRESUPPOSING = frozenset({Kind.PERSON, Kind.CAUSE, Kind.TIME, Kind.PLACE})


@lru_cache(maxsize=1024)
def statements(article: Article) -> tuple[Statement, ...]:
    """Return what an article states, sentence by sentence, boilerplate and repeats left out."""
    split = [sentence for sentence in sentences(article) if not sentence.boilerplate]
    seen: set[str] = set()
    kept = []
    for sentence in split:
        key = " ".join(sentence.text.split()).casefold()
        if key not in seen:
            kept.append(sentence)
        seen.add(key)
    places = {(sentence.start, sentence.end) for sentence in kept}
    return tuple(s for s in attribute(article, split) if (s.sentence.start, s.sentence.end) in places)


def read(
    articles: Iterable[Article],
    question: Question,
    reader: AnswerReader | None = None,
    trained: StoryReader | None = None,
) -> list[Claim]:
    """Return every claim that the articles make on the question, in the order of the articles.

    `trained` reads the articles in which the rules found nothing; what it adds comes last.
    """
    claims: list[Claim] = []
    unread: list[Statement] = []
    articles = tuple(articles)
    for article in articles:
        if article.language.split("-")[0] != "en":
            continue
        told = statements(article)
        before = len(claims)
        for statement in (*told, *_had_said(told, question)):
            found = _readings(statement, question, reader)
            claims += [_claim(_voiced(statement, reading, question), reading) for reading in found]
        for statement, spoken in _frames(article, question):
            found = _readings(statement, question, reader)
            claims += [
                _claim(statement, reading)
                for reading in found
                if not any(span.start <= reading.span.start < span.end for span in spoken)
            ]
        if question.kind in _OWN_POLARITY:
            claims += _replied(told, claims)
        if len(claims) == before:
            unread += told
    if trained is not None and unread:
        read_by_model = [_claim(s, _told_earlier(s, r, question)) for s, r in trained.read_all(question, unread)]
        claims += _uncontradicting(read_by_model, claims, question)
    claims = _without_repeats(claims)
    if question.kind in _DATED:
        claims = [c for c in claims if of_year_asked(c, question) and not of_namesake(c, question)]
    if question.kind in _FIGURES:
        from bot.answer.days import of_time_asked  # the grammar of times, which most questions do not need

        main = main_names(claims, question)
        claims = [c for c in of_time_asked(claims, question) if not of_another(c, question, main)]
    if question.kind is Kind.COUNT:
        claims = of_part_asked(of_place_asked(claims, question), articles, question)
        claims = without_local_nones(of_age_asked(claims, question), question)
        from bot.answer.tally import without_parts  # imports the figures, which most questions do not need

        return without_parts(claims, question)
    return claims


def _uncontradicting(found: Sequence[Claim], claims: Sequence[Claim], question: Question) -> list[Claim]:
    """Return those of a model's claims that nothing contradicts, unless another value of the rules bears them out.

    The model adds answers; that outlets contradict each other is for the rules to say. Of its own claims the surest
    stands. A sentence that was only pointed at takes nothing away, and nothing takes it away.
    """
    if not found:
        return []
    ruled = [claim.value for claim in claims if _by_rules(claim, question)]
    kept: list[Claim] = []
    for claim in sorted(found, key=lambda claim: -claim.reading.confidence):
        relations = {relate(claim.value, value) for value in ruled}
        borne_out = relations & {Relation.SAME, Relation.REFINES}
        relations |= {relate(claim.value, other.value) for other in kept if other.reading.trained}
        if not claim.reading.trained or Relation.INCOMPATIBLE not in relations or borne_out:
            kept.append(claim)
    return [claim for claim in found if claim in kept]


def _by_rules(claim: Claim, question: Question) -> bool:
    denied = isinstance(claim.value, DeniedPresupposition)
    return denied or any(True for _ in kind(question.kind).read(claim.statement, question))


def _replied(told: Sequence[Statement], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield what replies claim: "The operator rejected that." denies what stands before it."""
    found = {claim.statement: claim.reading for claim in claims}
    for reply, before, denies in replies(told):
        meant = next((found[statement] for statement in before if statement in found), None)
        if reply in found or meant is None or meant.stance is Stance.HEDGE:
            continue
        value = _turned(meant.value) if denies else meant.value
        if value is not None:
            stance = Stance.DENY if denies else Stance.ASSERT
            yield _claim(reply, replace(meant, value=value, span=reply.contents[0], stance=stance))


def _turned(value: Value) -> Value | None:
    """Return what a denial of a value claims; None where that would be guessing: who denies a "no" may say nothing."""
    from bot.answer.kinds.cause import Cause  # compiles its patterns at the first question for a cause
    from bot.answer.kinds.yes_no import YesNo

    if isinstance(value, YesNo):
        return YesNo(False) if value.value else None
    if isinstance(value, Cause) and not value.denied and not value.open:
        return replace(value, denied=True)
    return None


def _frames(article: Article, question: Question) -> Iterator[tuple[Statement, tuple[Span, ...]]]:
    """Yield the sentences that quote somebody, whole, with what is quoted, where the question asks who somebody is.

    In "Nilsen's lawyer, Anna Berg, said he would appeal" the lawyer is the outlet's word.
    """
    if question.kind is not Kind.PERSON:
        return
    from bot.answer.kinds.person import of_names  # most questions need no names

    if not of_names(question):
        return
    spoken: dict[Sentence, list[Span]] = {}
    for statement in statements(article):
        spoken.setdefault(statement.sentence, []).extend(statement.contents)
    for sentence, contents in spoken.items():
        at, framed = sentence.start, False
        for span in sorted(contents, key=lambda span: span.start):
            framed = framed or bool(sentence.quote.article.text[at : span.start].strip())
            at = max(at, span.end)
        if framed or sentence.quote.article.text[at : sentence.end].strip():
            yield Statement(sentence, (Span(sentence.start, sentence.end),)), tuple(contents)


def _readings(statement: Statement, question: Question, reader: AnswerReader | None) -> list[Reading]:
    found = list(kind(question.kind).read(statement, question))
    if not found and reader is not None:
        found = list(reader.read(statement, question))
    if question.kind in _FIGURES:
        found = _figures(statement, question, found)
    if statement.denied and question.kind not in _OWN_POLARITY:
        found = []  # "…, a figure denied by the ministry": the ministry gives no figure
    if not found and question.kind in _PRESUPPOSING:
        denied = _denied_presupposition(statement, question)
        found = [denied] if denied else []
    if any(reading.earlier for reading in found):
        return found
    return [_told_earlier(statement, reading, question) for reading in found]


def _told_earlier(statement: Statement, reading: Reading, question: Question) -> Reading:
    """Mark a reading as an earlier one where its sentence does.

    Figures and times know by themselves which the words mark: "at the time four of the six on board were killed".
    """
    marked = question.kind not in _OWN_EARLIER and _EARLIER.search(statement.sentence.text)
    return replace(reading, earlier=True) if marked else reading


def _had_said(told: Sequence[Statement], question: Question) -> Iterator[Statement]:
    """Yield what a sentence tells of its speaker, or had him say before: figures beside those that he gives, and times."""
    if question.kind is Kind.TIME:
        from bot.answer.elided import asides  # imports the figures, which most questions do not need

        yield from asides(told)
    if question.kind in _FIGURES:
        from bot.answer.elided import asides, said_before  # imports the figures, which most questions do not need

        yield from said_before(told)
        yield from asides(told)


def _figures(statement: Statement, question: Question, found: list[Reading]) -> list[Reading]:
    """Add what a statement gives by the words before it, and drop what it says that the figure is not."""
    from bot.answer.corrections import is_correction, is_denied  # most questions do not need these
    from bot.answer.elided import after_correction, elided, not_so, withdrawn_here

    for read_more in (elided, after_correction, withdrawn_here):
        found = found or list(read_more(statement, question))
    found += not_so(statement, found)
    if is_correction(statement.sentence.text):
        taken = {reading.span for reading in found}
        return found + [reading for reading in elided(statement, question) if reading.span not in taken]
    return [reading for reading in found if not is_denied(statement.text, reading.span.start - statement.start)]


def _voiced(statement: Statement, reading: Reading, question: Question) -> Statement:
    """Return a statement in the voice of the one whose figure it gives: "the union's figure, 142,000 euros"."""
    if question.kind not in _FIGURES:
        return statement
    from bot.answer.elided import whose

    who = whose(statement.text, reading.span.start - statement.start)
    if who is None:
        return statement
    known = (s.speaker for s in statements(statement.article) if s.speaker)
    same = next((s for s in known if who.lower() in (s.name.lower(), s.canonical.lower())), None)
    return replace(statement, speaker=same or Speaker(who, who, named=any(c.isupper() for c in who)))


def _denied_presupposition(statement: Statement, question: Question) -> Reading | None:
    from bot.answer.kinds.yes_no import about_others  # imports the figures, which most questions do not need

    wanted = question.predicates & _DENIABLE
    if question.kind is Kind.TIME and (event := event_of(question.text)):
        wanted &= {found.group for found in predicates(event.word)}  # "when did the council approve the deal": approve
    if WHO_SAID_RE.match(question.text):  # who says so is a fact whichever side is right
        return None
    if not identifiers(question.text) <= identifiers(statement.sentence.text):
        return None
    for found in (*predicates(statement.text), *implied(statement.text)):
        if found.group in wanted and not found.hedged and found.negated != statement.denied:
            if about_others(statement, found) or _is_stoppage(statement, found):
                continue
            span = Span(statement.start + found.start, statement.start + found.end)
            value = DeniedPresupposition(question.kind.value, _DENIED_WORDS[found.group])
            return Reading(value, span, confidence=0.75, stance=Stance.DENY)
    return None


#: Characters of an article that say what it is about: its first sentences.
_HEAD = 600


def _is_stoppage(statement: Statement, found: Predicate) -> bool:
    """Tell whether a "strike" is one of workers, as the article's head tells: nobody denies an attack by it."""
    if not is_strike(statement.text[found.start : found.end]):
        return False
    article = statement.article
    return is_of_labour(f"{article.title}. {article.text[:_HEAD]}")


def _claim(statement: Statement, reading: Reading) -> Claim:
    return Claim(statement, statement.sentence.quote, reading)


def _without_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """Drop a second claim of one value from one statement: the first and longest span stands."""
    kept: dict[tuple[str, int, str, str], Claim] = {}
    for claim in claims:
        who = claim.speaker.canonical if claim.speaker else ""
        kept.setdefault((claim.article.id, claim.statement.start, who, repr(claim.value)), claim)
    return list(kept.values())
