"""Questions, statements, claims, positions and the answer: small frozen types whose derived facts are properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.values import Value
    from corpus.types import Article, Quote
    from index.types import Sentence


class Kind(StrEnum):
    """What sort of thing a question asks for; the names of product.md's `value.kind`."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    MEASURE = "measure"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    CAUSE = "cause"
    YES_NO = "yes_no"
    TEXT = "text"


class CueClass(StrEnum):
    """How a reporting verb commits: method.md b.2."""

    NEUTRAL = "neutral"
    ASSERT = "assert"
    DOUBT = "doubt"
    DENY = "deny"
    DATA = "data"


class Stance(StrEnum):
    """A claim's polarity towards its position's proposition."""

    ASSERT = "assert"
    DENY = "deny"
    HEDGE = "hedge"


class State(StrEnum):
    """How the outlets' answers relate; derived, never set. Precedence as in method.md a.2."""

    UNANSWERED = "unanswered"
    CONFLICT = "conflict"
    UPDATED = "updated"
    ONE_OUTLET = "one_outlet"
    COMPLEMENTARY = "complementary"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in one article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody, other than the outlet, to whom a statement is attributed."""

    #: As the text prints it, without a leading "the" ("World Health Organization").
    name: str
    #: One name for all references in the article (pronouns, "the command", acronyms) ("WHO").
    canonical: str
    #: False for "officials", "a source", "witnesses".
    named: bool = True
    #: Canonical name of the body it belongs to, where the article ties them; None when unknown.
    parent: str | None = None
    #: What the article says that the person is ("city treasurer"); no part of who it is.
    title: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice states in one sentence: the content, without the words that attribute it."""

    sentence: Sentence
    #: The parts of the article's text that hold what is stated, in order, inside the sentence.
    contents: tuple[Span, ...]
    #: None is the outlet in its own voice.
    speaker: Speaker | None = None
    cue: str | None = None
    cue_class: CueClass | None = None
    #: When it was said, as printed ("Friday"); None when the sentence does not tell.
    said_at: str | None = None
    #: True for the denying side of "…, a claim denied by Y": the contents are what is denied.
    denied: bool = False
    #: To whom it was said, as printed ("Radio Nord", "reporters"); None when the sentence does not tell.
    addressee: str | None = None
    #: `text`, once it was asked for: a reader asks a dozen times.
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.sentence.quote.article

    @property
    def start(self) -> int:
        """Offset of the sentence, and of `text`, in the article."""
        return self.sentence.start

    @property
    def text(self) -> str:
        """The sentence with everything but the contents blanked by spaces: offsets stay true.

        `article.text[start + i]` is `text[i]` for every i that is not blanked.
        """
        if self._text is None:
            whole, base = self.sentence.text, self.sentence.start
            out = [" "] * len(whole)
            for span in self.contents:
                out[span.start - base : span.end - base] = whole[span.start - base : span.end - base]
            object.__setattr__(self, "_text", "".join(out))
        return self._text or ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    text: str
    kind: Kind
    #: Content words in lower case, without question words and stop words.
    about: tuple[str, ...] = ()
    #: Predicate groups asked about ("die", "injure", "aboard", …): bot.answer.predicates.
    predicates: frozenset[str] = field(default_factory=frozenset)
    #: Head noun of what is counted or asked for ("crew", "troops"), lower case.
    head: str | None = None
    #: Outlets (ids) and speakers named as the ones whose word is asked for.
    outlets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    #: The statement a yes/no question proposes, or that a wh-question presupposes.
    hypothesis: str | None = None
    #: The question asks for a running total ("in the war", "so far this year").
    cumulative: bool = False
    #: "what does each outlet call …": one position per outlet.
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed value found in a statement."""

    value: Value
    #: Where the answer's words stand in the article.
    span: Span
    #: Share of like readings that were right where this was measured, 0 to 1.
    confidence: float = 0.8
    stance: Stance = Stance.ASSERT
    #: The sentence marks the value as an earlier one ("at the time", "initially").
    earlier: bool = False
    #: Read by the trained reader, where the rules found nothing.
    trained: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One voice in one article gives one value."""

    statement: Statement
    quote: Quote
    reading: Reading

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.quote.article

    @property
    def outlet(self) -> str:
        """Id of the outlet, from the article's metadata and nowhere else."""
        return self.quote.article.outlet.id

    @property
    def speaker(self) -> Speaker | None:
        """None is the outlet in its own voice."""
        return self.statement.speaker

    @property
    def value(self) -> Value:
        """The typed value."""
        return self.reading.value


@dataclass(frozen=True, slots=True)
class Position:
    """Claims with the same value."""

    value: Value
    claims: tuple[Claim, ...]
    superseded: bool = False

    @property
    def outlets(self) -> tuple[str, ...]:
        """Ids of the outlets that carry it, sorted."""
        return tuple(sorted({claim.outlet for claim in self.claims}))

    @property
    def origins(self) -> tuple[str, ...]:
        """Distinct speakers behind it, then the outlets that state it themselves."""
        speakers = {claim.speaker.canonical for claim in self.claims if claim.speaker}
        own = {claim.article.outlet.name for claim in self.claims if not claim.speaker}
        return (*sorted(speakers), *sorted(own))


@dataclass(frozen=True, slots=True)
class Silence:
    """An outlet that covers the story and says nothing on the question."""

    outlet: str
    name: str


@dataclass(frozen=True, slots=True)
class OtherStory:
    """A story that fits the question too and answers it: another event, or the same one told in other words."""

    id: str
    title: str
    #: (outlet's name, the values it gives, as displayed).
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was asked: enough to tell whether two answers had the same ground."""

    fingerprint: str
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a front end shows. `state` and `differs` follow from the positions."""

    question: Question
    positions: tuple[Position, ...]
    state: State
    qualifiers: tuple[str, ...]
    headline: str
    corpus: Corpus
    story_id: str | None = None
    story_title: str | None = None
    silent: tuple[Silence, ...] = ()
    #: Sentences closest to the question; filled when nothing answers it, or beside an answer.
    nearest: tuple[Statement, ...] = ()
    #: Outlets that cover the story, and articles that were read.
    outlets_read: tuple[str, ...] = ()
    articles_read: int = 0
    #: Plain one-line remarks ("not read: Arabic (2 articles)").
    notes: tuple[str, ...] = ()
    #: Other stories that may be meant, with what they answer; never part of the positions.
    others: tuple[OtherStory, ...] = ()
    #: The question as understood, where a follow-up was completed from the conversation.
    understood_as: str | None = None

    @property
    def differs(self) -> bool:
        """True when what the outlets give does not all agree (state updated or conflict)."""
        return self.state in (State.UPDATED, State.CONFLICT)
