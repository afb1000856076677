"""What simpler systems answer, each from the same index: a measure means little without something beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.answer.ask import ask
from bot.answer.kinds.text import Text
from bot.answer.positions import group, mark_superseded
from bot.answer.question import analyse, clean
from bot.answer.reading import read
from bot.answer.select import select
from bot.answer.state import derive, qualify
from bot.answer.types import Answer, Claim, Corpus, Position, Reading, Span, State, Statement
from bot.errors import UsageError
from bot.render.json import as_dict
from index.copies import groups
from index.types import Filter, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from bot.answer.types import Question
    from corpus.types import Article, Quote
    from index.index import Index

    Baseline: TypeAlias = Callable[[str, Index], dict[str, Any]]

#: Cosine of two sentences from which they count as saying the same; chosen by nothing but convention.
_ALIKE = 0.6


def single_passage(text: str, index: Index) -> dict[str, Any]:
    """Answer from the best retrieved passage, as a system that shows one source does."""
    question = analyse(clean(text))
    hits = index.search(text, 1)
    claims: list[Claim] = []
    if hits:
        quote = hits[0].passage.quote
        claims = [c for c in read([quote.article], question) if quote.start <= c.quote.start < quote.end]
    return _answer(question, mark_superseded(group(claims)), [hit.article for hit in hits], index)


def majority(text: str, index: Index) -> dict[str, Any]:
    """Answer with the value that most outlets carry, as a vote does: nothing ever differs."""
    data = ask(text, index)
    most = max((len(position.outlets) for position in data.positions), default=0)
    kept = [position for position in data.positions if len(position.outlets) == most][:1]
    state = State.AGREEMENT if kept else State.UNANSWERED
    positions = tuple(replace(position, superseded=False) for position in kept)
    return as_dict(replace(data, positions=positions, state=state, qualifiers=(), headline="", notes=()))


def no_attribution(text: str, index: Index) -> dict[str, Any]:
    """Answer with every speaker dropped: whatever stands in an article is the outlet's own word."""
    question = analyse(clean(text))
    articles = select(question, index, Filter()).articles
    claims = [replace(c, statement=replace(c.statement, speaker=None, cue=None)) for c in read(articles, question)]
    return _answer(question, mark_superseded(group(claims)), articles, index)


def similarity(text: str, index: Index) -> dict[str, Any]:
    """Tell what differs by the encoder alone: sentences alike are one position, sentences apart contradict."""
    question = analyse(clean(text))
    articles = select(question, index, Filter()).articles
    positions = _alike(read(articles, question), index)
    state = State.AGREEMENT
    if not positions:
        state = State.UNANSWERED
    elif len(positions) > 1:
        state = State.CONFLICT
    elif len(positions[0].outlets) == 1:
        state = State.ONE_OUTLET
    return _answer(question, positions, articles, index, state)


def _alike(claims: Sequence[Claim], index: Index) -> tuple[Position, ...]:
    """Group claims whose sentences are alike, directly or through others."""
    if not claims:
        return ()
    vectors = index.embedder.encode([claim.quote.text for claim in claims])
    near = vectors @ vectors.T >= _ALIKE
    owner = list(range(len(claims)))
    for i in range(len(claims)):
        for j in range(i):
            if near[i, j] and owner[i] != owner[j]:
                old, new = max(owner[i], owner[j]), min(owner[i], owner[j])
                owner = [new if at == old else at for at in owner]
    parts: defaultdict[int, list[Claim]] = defaultdict(list)
    for at, claim in zip(owner, claims, strict=True):
        parts[at].append(claim)
    return tuple(Position(part[0].value, tuple(part)) for part in parts.values())


def llama_index(text: str, index: Index) -> dict[str, Any]:
    """Answer as llama-index does without a language model: its best nodes, one after the other.

    Its `RetrieverQueryEngine` in response mode "no_text" over the same articles, cut by its own sentence splitter and
    embedded by the same encoder. A node stands for its outlet, in its own voice; nothing says what differs.
    """
    from bot.evaluate.llama_index_baseline import nodes

    question = analyse(clean(text))
    claims = [_of_node(index.article(ref).quote(start, end)) for ref, start, end in nodes(text, index)]
    positions = tuple(Position(claim.value, (claim,)) for claim in claims)
    if not positions:
        state = State.UNANSWERED
    elif len({claim.outlet for claim in claims}) == 1:
        state = State.ONE_OUTLET
    else:
        state = State.AGREEMENT
    articles = tuple(dict.fromkeys(claim.article for claim in claims))
    return _answer(question, positions, articles, index, state)


def _of_node(quote: Quote) -> Claim:
    """Return a passage as a claim: what it says is its whole text."""
    span = Span(quote.start, quote.end)
    statement = Statement(Sentence(quote, ordinal=0, paragraph=0), (span,))
    return Claim(statement, quote, Reading(Text(quote.text), span))


def _answer(
    question: Question,
    positions: tuple[Position, ...],
    articles: Sequence[Article],
    index: Index,
    state: State | None = None,
) -> dict[str, Any]:
    copies = groups(articles)
    state = state or derive(positions, copies, compares=question.compares)
    qualifiers = qualify(positions, state, question.kind, copies) if positions else ()
    corpus = Corpus(index.fingerprint, index.count, len(index.outlets()))
    outlets = tuple(sorted({article.outlet.id for article in articles}))
    answer = Answer(question, positions, state, qualifiers, headline="", corpus=corpus, outlets_read=outlets)
    return as_dict(replace(answer, articles_read=len(articles)))


BASELINES: dict[str, Baseline] = {
    "single-passage": single_passage,
    "majority": majority,
    "no-attribution": no_attribution,
    "similarity": similarity,
    "llama-index": llama_index,
}


def named(name: str) -> Baseline:
    """Return a baseline.

    Raises:
        UsageError: there is none of that name.

    """
    if name not in BASELINES:
        raise UsageError(f"no baseline {name!r}: there are {', '.join(BASELINES)}")
    return BASELINES[name]
