"""The one path from a question to an answer; every front end calls `ask` and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer.conversation import Conversation, complete
from bot.answer.headline import headline
from bot.answer.kinds.cause import leaves_open
from bot.answer.nearest import false_presupposition, nearest, withheld
from bot.answer.positions import group, mark_superseded, same_line
from bot.answer.question import analyse, clean
from bot.answer.reading import AnswerReader, read, statements
from bot.answer.select import Selection, select
from bot.answer.state import derive, qualify
from bot.answer.types import Answer, Claim, Corpus, Position, Question, Silence, Speaker, State, Statement
from index.copies import groups
from index.types import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article
    from index.index import Index

#: ISO 639 → name, for the remark on articles that are stored but not read.
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "el": "Greek", "es": "Spanish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "pt": "Portuguese", "ru": "Russian",
    "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskOptions:
    """What a front end may restrict or add."""

    filter: Filter = field(default_factory=Filter)
    reader: AnswerReader | None = None


def ask(
    text: str, index: Index, *, options: AskOptions | None = None, conversation: Conversation | None = None
) -> Answer:
    """Answer a question from an index.

    Raises:
        QuestionError: the question is empty or too long.
        StoreError: the index cannot be read.
    """
    options = options or AskOptions()
    completed = complete(clean(text), conversation)
    question = analyse(completed)
    asked = completed if completed != clean(text) else None
    chosen = select(question, index, _with_named_outlets(question, index, options.filter))
    claims = _asked_for(read(chosen.articles, question, options.reader), question, index)
    answer = _compose(question, mark_superseded(group(claims)), chosen, index, asked)
    # What was typed is what is shown as the question; how a follow-up was completed stands beside it.
    return replace(answer, question=replace(question, text=clean(text))) if asked else answer


def _compose(
    question: Question, positions: tuple[Position, ...], chosen: Selection, index: Index, understood_as: str | None
) -> Answer:
    copies = groups(chosen.articles)
    state = derive(positions, copies, compares=question.compares)
    pending = any(leaves_open(s.text) for article in chosen.articles for s in statements(article))
    near: tuple[Statement, ...] = ()
    if state is State.UNANSWERED:
        qualifiers, near = _unanswered(question, chosen, index)
    else:
        qualifiers = qualify(positions, state, question.kind, copies, pending=pending)
    answering = {outlet for position in positions for outlet in position.outlets}
    outlets = {article.outlet.id: article.outlet.name for article in chosen.articles}
    answer = Answer(
        question=question,
        positions=positions,
        state=state,
        qualifiers=qualifiers,
        headline="",
        corpus=Corpus(index.fingerprint, len(index.articles()), len(index.outlets())),
        story_id=chosen.story.id if chosen.story else None,
        story_title=chosen.story.title if chosen.story else None,
        silent=tuple(Silence(key, outlets[key]) for key in sorted(outlets) if key not in answering),
        nearest=near,
        outlets_read=tuple(sorted(outlets)),
        articles_read=len(chosen.articles),
        notes=_notes(chosen.articles),
        understood_as=understood_as,
    )
    return replace(answer, headline=headline(answer))


def _unanswered(question: Question, chosen: Selection, index: Index) -> tuple[tuple[str, ...], tuple[Statement, ...]]:
    articles: Sequence[Article] = chosen.articles or tuple(dict.fromkeys(hit.article for hit in chosen.hits[:3]))
    found = nearest(question, articles, index.embedder)
    for qualifier, test in (("false_presupposition", false_presupposition), ("withheld", withheld)):
        shown = test(question, chosen.articles)
        if shown:
            return (qualifier,), (shown, *(s for s in found if s.sentence != shown.sentence))[:3]
    return ("never_mentioned",), found


def _with_named_outlets(question: Question, index: Index, allowed: Filter) -> Filter:
    """Restrict a question such as "according to The Post, …" to the outlet that it names."""
    if allowed.outlets or not question.speakers:
        return allowed
    named = {name.lower().removeprefix("the ") for name in question.speakers}
    found = {
        outlet.id
        for outlet in index.outlets()
        if named & {name.lower().removeprefix("the ") for name in (outlet.id, outlet.name, *outlet.aliases)}
    }
    return replace(allowed, outlets=frozenset(found)) if found else allowed


def _asked_for(claims: list[Claim], question: Question, index: Index) -> list[Claim]:
    """Keep the claims of the speaker whose word is asked for ("did the ministry confirm …")."""
    if not question.speakers:
        return claims
    outlets = {n.lower() for outlet in index.outlets() for n in (outlet.id, outlet.name, *outlet.aliases)}
    wanted = [Speaker(name, name) for name in question.speakers if name.lower().removeprefix("the ") not in outlets]
    if not wanted:
        return claims
    # What the body above says counts too: "the army said" answers for its command where the article ties the two.
    line = [c.speaker for c in claims if c.speaker and any(same_line(c.speaker, other) for other in wanted)]
    return [claim for claim in claims if claim.speaker and any(same_line(claim.speaker, other) for other in line)]


def _notes(articles: Sequence[Article]) -> tuple[str, ...]:
    unread: dict[str, int] = {}
    for article in articles:
        code = article.language.split("-")[0]
        if code != "en":
            unread[code] = unread.get(code, 0) + 1
    return tuple(
        f"not read: {_LANGUAGES.get(code, code)} ({count} article{'s' if count > 1 else ''})"
        for code, count in sorted(unread.items())
    )
