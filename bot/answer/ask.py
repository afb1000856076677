"""The one path from a question to an answer; every front end calls `ask` and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer.comparison import comparison, direct, parts, without_reporters
from bot.answer.conversation import Conversation, complete
from bot.answer.event import named
from bot.answer.headline import headline
from bot.answer.kinds.cause import leaves_open
from bot.answer.nearest import false_presupposition, nearest, of_others, withheld
from bot.answer.origins import answers_to, as_told, asked_of, tie, unify
from bot.answer.phrasing import in_full
from bot.answer.positions import course_of, group, mark_superseded
from bot.answer.question import analyse, clean
from bot.answer.reading import AnswerReader, StoryReader, read, statements
from bot.answer.select import Selection, of_event_asked, select
from bot.answer.state import derive, qualify
from bot.answer.types import (
    Answer,
    Claim,
    Corpus,
    Kind,
    OtherStory,
    Position,
    Question,
    Silence,
    State,
    Statement,
)
from bot.models.errors import ModelFileError
from index.copies import groups
from index.types import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article
    from index.index import Index

#: ISO 639 → name, for the remark on articles that are stored but not read.
_LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskOptions:
    """What a front end may restrict or add."""

    filter: Filter = field(default_factory=Filter)
    #: Reads more of each statement than the rules do.
    reader: AnswerReader | None = None
    #: Reads articles in which the rules find nothing; None leaves them to the rules alone.
    trained: StoryReader | None = None


def ask(
    text: str, index: Index, *, options: AskOptions | None = None, conversation: Conversation | None = None
) -> Answer:
    """Answer a question from an index.

    Raises:
        QuestionError: the question is empty or too long.
        StoreError: the index cannot be read.
    """
    options = options or AskOptions()
    typed = in_full(clean(text))
    completed = as_told(in_full(complete(clean(text), conversation)))
    plain = direct(completed)
    if plain is not None and analyse(plain).kind is not Kind.TEXT:
        completed = plain  # "what do the outlets say about the death toll": a figure, so that a difference shows
    elif comparison(completed) is None and (bare := without_reporters(completed)) != completed:
        completed = f"{bare.rstrip(' ?')}?"  # "how high does each outlet put the damage"
    question = analyse(completed)
    allowed = _with_named_outlets(question, index, options.filter)
    chosen = select(question, index, allowed, before=conversation.story if conversation else None)
    about = named(completed, chosen.articles)
    if about is not None:  # "when did it happen": the event that the story is about
        completed, question = about, analyse(about)
    asked = completed if completed != typed else None
    positions, fault = _read(chosen.articles, question, index, options)
    answer = _compose(question, positions, chosen, index, asked)
    answer = replace(answer, others=_others(chosen, question, index, options.reader), notes=(*answer.notes, *fault))
    # What was typed is what is shown as the question; how a follow-up was completed stands beside it.
    return replace(answer, question=replace(question, text=clean(text)))


def _others(chosen: Selection, question: Question, index: Index, reader: AnswerReader | None) -> tuple[OtherStory, ...]:
    """Return the other stories that may be meant and answer the question."""
    found = []
    for candidate in chosen.others:
        values: dict[str, list[str]] = defaultdict(list)
        for position in _positions(candidate.articles, question, index, reader):
            for outlet in dict.fromkeys(claim.article.outlet.name for claim in position.claims):
                values[outlet].append(str(position.value))
        if values:
            answers = tuple((outlet, " · ".join(given)) for outlet, given in values.items())
            found.append(OtherStory(candidate.story.id, candidate.story.title, answers))
    return tuple(found)


def _read(
    articles: Sequence[Article], question: Question, index: Index, options: AskOptions
) -> tuple[tuple[Position, ...], tuple[str, ...]]:
    """Return the positions, and what kept a model from helping with them: then they are those of the rules alone."""
    try:
        return _positions(articles, question, index, options.reader, options.trained), ()
    except ModelFileError as error:
        return _positions(articles, question, index, options.reader), (f"answered by rules alone: {error}",)


def _positions(
    articles: Sequence[Article],
    question: Question,
    index: Index,
    reader: AnswerReader | None,
    trained: StoryReader | None = None,
) -> tuple[Position, ...]:
    if question.compares:
        from bot.answer import compare  # words of the language, which most questions do not need

        return compare.positions(unify(_asked_for(compare.claims(articles, question), question, index, articles)))
    claims = of_event_asked(_asked_for(read(articles, question, reader, trained), question, index, articles), question)
    claims = unify(claims)
    if question.kind is Kind.COUNT:
        from bot.answer.totals import settled  # imports the figures, which most questions do not need

        claims = settled(claims, question)
    return mark_superseded(group(claims), course_of(question))


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
        if question.compares:
            qualifiers = _of_comparison(positions, qualifiers)
    if question.kind is Kind.YES_NO:
        others = of_others(question, chosen.articles, [claim for p in positions for claim in p.claims])
        near = (*others, *(s for s in near if s.sentence not in {other.sentence for other in others}))[:3]
    answering = {outlet for position in positions for outlet in position.outlets}
    outlets = {article.outlet.id: article.outlet.name for article in chosen.articles}
    answer = Answer(
        question=question,
        positions=positions,
        state=state,
        qualifiers=qualifiers,
        headline="",
        corpus=Corpus(index.fingerprint, index.count, len(index.outlets())),
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


def _of_comparison(positions: tuple[Position, ...], qualifiers: tuple[str, ...]) -> tuple[str, ...]:
    from bot.answer import compare

    other = tuple(qualifier for qualifier in qualifiers if qualifier != "framing")
    return (*other, "framing") if compare.differ(positions) else other


def _unanswered(question: Question, chosen: Selection, index: Index) -> tuple[tuple[str, ...], tuple[Statement, ...]]:
    articles: Sequence[Article] = chosen.articles or tuple(dict.fromkeys(hit.article for hit in chosen.hits[:3]))
    found = nearest(question, articles, index)
    for qualifier, test in (("false_presupposition", false_presupposition), ("withheld", withheld)):
        shown = test(question, chosen.articles)
        if shown:
            return (qualifier,), (shown, *(s for s in found if s.sentence != shown.sentence))[:3]
    return ("never_mentioned",), found


def _with_named_outlets(question: Question, index: Index, allowed: Filter) -> Filter:
    """Restrict a question such as "according to The Post, …" to the outlet that it names."""
    if allowed.outlets or not question.speakers:
        return allowed
    found = {outlet for name in question.speakers for outlet in _outlets_named(name, index)}
    return replace(allowed, outlets=frozenset(found)) if found else allowed


def _outlets_named(name: str, index: Index) -> frozenset[str]:
    """Return the outlets that a name, or every part of "the Herald and the Post", stands for; none where one is not."""
    ids = {
        other.lower().removeprefix("the "): outlet.id
        for outlet in index.outlets()
        for other in (outlet.id, outlet.name, *outlet.aliases)
    }
    keys = [part.lower().removeprefix("the ") for part in ((name,) if name.lower() in ids else parts(name))]
    return frozenset(ids[key] for key in keys) if keys and all(key in ids for key in keys) else frozenset()


def _asked_for(claims: list[Claim], question: Question, index: Index, articles: Sequence[Article]) -> list[Claim]:
    """Keep the claims of the speaker whose word is asked for ("did the ministry confirm …")."""
    voices = [s.speaker for article in articles for s in statements(article) if s.speaker]
    claims = tie(claims, voices)
    if not question.speakers:
        return claims
    wanted = [
        part
        for name in question.speakers
        if not _outlets_named(name, index)
        for part in ((name,) if any(answers_to(voice, name) for voice in voices) else parts(name) or (name,))
    ]
    if not wanted:
        return claims
    # What the body above says counts too: "the army said" answers for its command where the article ties the two.
    return asked_of(claims, wanted, voices)


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
