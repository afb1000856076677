"""Which story and which articles a question is about (method.md b.5, Q2)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.predicates import groups
from bot.answer.words import lacks, names, stem, stems

if TYPE_CHECKING:
    from bot.answer.types import Claim, Question
    from corpus.types import Article
    from index.index import Index
    from index.types import Filter, Hit, Story

#: Passages that retrieval returns for the choice of a story.
_HITS = 20
#: Most articles of one outlet that are read; the newest count.
_ARTICLES_PER_OUTLET = 3
#: Other stories that may be meant, at most: they are read too, and their answers named beside the answer.
_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a question may be about, with those of its articles that are read."""

    story: Story
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read for a question."""

    story: Story | None
    articles: tuple[Article, ...]
    hits: tuple[Hit, ...]
    #: Other stories that fit as well, best first.
    others: tuple[Candidate, ...] = ()


def select(question: Question, index: Index, allowed: Filter, *, before: str | None = None) -> Selection:
    """Return the story that fits a question best, and its articles, at most three of an outlet.

    `before` is the story of the answer that a follow-up goes on from: it is meant where it fits as well as any other.

    Retrieval ranks the stories. Where the words of a question fit several, the one that more outlets tell is taken: a
    single article that repeats the question, by accident or on purpose, must not silence the others.
    """
    hits = tuple(index.search(question.text, _HITS, allowed))
    if not hits:
        return Selection(None, (), ())
    if before is not None and allowed.story is None and not any(_in_story(hit, before, index) for hit in hits):
        hits += tuple(index.search(question.text, _HITS, replace(allowed, story=before)))
    found: dict[str, list[Hit]] = defaultdict(list)
    stories: dict[str, Story] = {}
    for hit in hits:
        story = index.story_of(hit.article.id)
        if story and (allowed.story is None or story.id == allowed.story):
            stories[story.id] = story
            found[story.id].append(hit)
    ranked = sorted(found, key=lambda key: (-_best_and_half([hit.score for hit in found[key]]), key))
    sure = frozenset(hit.article.id for hit in hits)
    fitting = _fitting(question, [stories[key] for key in ranked], found, index, allowed, sure)
    if not fitting:
        return Selection(None, (), hits)
    best = max(
        fitting,
        key=lambda candidate: (
            candidate.story.id == before,
            len({article.outlet.id for article in candidate.articles}),
        ),
    )
    others = [candidate for candidate in fitting if candidate is not best and _close(question, candidate, found)]
    return Selection(
        best.story, best.articles, hits, tuple(_speaking(question, other, found) for other in others[:_OTHERS])
    )


def _in_story(hit: Hit, key: str, index: Index) -> bool:
    story = index.story_of(hit.article.id)
    return story is not None and story.id == key


def _fitting(
    question: Question,
    ranked: list[Story],
    found: dict[str, list[Hit]],
    index: Index,
    allowed: Filter,
    sure: frozenset[str],
) -> list[Candidate]:
    """Return the first story with the question's names, and those that speak to as many of its words in one passage.

    A story's articles are read only when its passages speak to enough.
    """
    kept: list[Candidate] = []
    least = 0
    for story in ranked:
        share = max(_covered(question, hit) for hit in found[story.id])
        if kept and share < least:
            continue
        told = index.articles_of(story.articles)
        articles = _quota([article for article in told if article.id in sure or _passes(article, allowed)])
        if _mentions_names(question, articles):
            least = least if kept else share
            kept.append(Candidate(story, articles))
    return kept


def _close(question: Question, candidate: Candidate, found: dict[str, list[Hit]]) -> bool:
    """Tell whether a passage speaks to most of the question's words: with fewer, its story is hardly meant."""
    return 2 * max(_covered(question, hit) for hit in found[candidate.story.id]) > len(question.about)


def _speaking(question: Question, candidate: Candidate, found: dict[str, list[Hit]]) -> Candidate:
    """Keep the articles whose passages fit best: what a story says beside the answer is not worth reading all of it."""
    shares = [(_covered(question, hit), hit.article.id) for hit in found[candidate.story.id]]
    most = max(share for share, _ in shares)
    kept = {article for share, article in shares if share == most}
    return replace(candidate, articles=tuple(article for article in candidate.articles if article.id in kept))


def _covered(question: Question, hit: Hit) -> int:
    """Count the question's words that a passage, with the title above it, speaks to."""
    text = f"{hit.article.title}. {hit.passage.quote.text}"
    words, told = stems(text), groups(text)
    return sum(stem(word) in words or bool(groups(word) & told) for word in question.about)


def _best_and_half(scores: list[float]) -> float:
    first, *rest = sorted(scores, reverse=True)
    return first + 0.5 * (rest[0] if rest else 0.0)


def _passes(article: Article, allowed: Filter) -> bool:
    if allowed.outlets and article.outlet.id not in allowed.outlets:
        return False
    if article.outlet.id in allowed.not_outlets:
        return False
    day = (article.published or "")[:10]
    if (allowed.since or allowed.until) and not day:
        return False
    return (not allowed.since or day >= allowed.since) and (not allowed.until or day <= allowed.until[:10])


def _quota(articles: list[Article]) -> tuple[Article, ...]:
    kept: dict[str, list[Article]] = defaultdict(list)
    for article in reversed(_printed_once(articles)):
        if len(kept[article.outlet.id]) < _ARTICLES_PER_OUTLET:
            kept[article.outlet.id].append(article)
    return tuple(sorted((a for group in kept.values() for a in group), key=lambda a: (a.outlet.id, a.id)))


def _printed_once(articles: list[Article]) -> list[Article]:
    """Return articles, oldest first, without those that an outlet had printed before, whole or cut: they say nothing new."""
    printed: dict[str, set[str]] = defaultdict(set)
    out = []
    for article in sorted(articles, key=lambda a: (a.published or "", a.id)):
        paragraphs = {line.strip() for line in article.text.splitlines()}
        if not paragraphs <= printed[article.outlet.id]:
            out.append(article)
            printed[article.outlet.id] |= paragraphs
    return out


def _mentions_names(question: Question, articles: tuple[Article, ...]) -> bool:
    """Tell whether every name in the question stands in the story: another event's question is not answered here."""
    missing = {stem(name) for name in names(question.text)}
    texts = [_with_outlet(article) for article in articles] if missing else []
    if any(all(lacks(text, name) for text in texts) for name in missing):
        return False
    for text in texts:
        if missing:
            missing -= stems(text)
    return not missing


def _with_outlet(article: Article) -> str:
    """Return all that an article may mention a name in."""
    outlet = article.outlet
    told = (outlet.name, *outlet.aliases, outlet.id.replace("-", " "), outlet.country or "")
    return " ".join((article.title, *told, article.text))


#: Characters of an article that say what it is about: about two paragraphs.
_LEAD = 600
#: Characters before a sentence in which the one it speaks of is named: about two sentences.
_NEAR = 300
_NAMED_THING_RE = re.compile(r"\b(?P<name>[A-ZÀ-Þ][\w’'-]+)\s+(?P<noun>[a-z][a-z-]{2,})\b")


def of_event_asked(claims: list[Claim], question: Question) -> list[Claim]:
    """Drop what is said of another event that the same articles bring up: the other dam, the election elsewhere.

    Where the question names something that no article opens with, only sentences near that name speak of it; where it
    names "the Berg dam", a sentence on "the Dahl dam" does not.
    """
    asked_of = " ".join(question.speakers)
    wanted = {stem(name) for name in names(question.text) if name not in asked_of}
    if not wanted:
        return claims
    leads = {claim.article.id: _lead_of(claim.article) for claim in claims}
    aside = {name for name in wanted if not any(name in lead for lead in leads.values())}
    nouns = {stem(match["noun"]) for match in _NAMED_THING_RE.finditer(question.text) if stem(match["name"]) in wanted}
    return [c for c in claims if (not aside or _near(c, aside)) and not _of_another(c, wanted, nouns)]


def _lead_of(article: Article) -> frozenset[str]:
    return stems(f"{article.title} {article.text[:_LEAD]}")


def _near(claim: Claim, wanted: set[str]) -> bool:
    start = max(0, claim.statement.start - _NEAR)
    return bool(wanted & stems(claim.article.text[start : claim.statement.sentence.end]))


def _of_another(claim: Claim, wanted: set[str], nouns: set[str]) -> bool:
    text = claim.statement.sentence.text
    if not nouns or wanted & stems(text):
        return False
    found = [match for match in _NAMED_THING_RE.finditer(text) if stem(match["noun"]) in nouns]
    return any(match.start() > 0 and match["name"] not in _PLAIN for match in found)


#: Capitalised words that open a sentence or a quotation and name nothing.
_PLAIN = frozenset(
    "The A An This That These Those Its His Her Their Our My Another Each Every Some Any No One Both".split()
)
