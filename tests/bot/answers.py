"""Answers built by hand on the two bundled articles, and on made-up ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answer.types import (
    Answer,
    Claim,
    Corpus,
    Kind,
    Position,
    Question,
    Reading,
    Silence,
    Span,
    Speaker,
    Stance,
    State,
    Statement,
)
from bot.answer.values import Relation
from corpus.types import Article, Outlet
from index.types import Sentence

PRESS = Outlet("press-tv", "Press TV", hosts=("presstv.ir",))
REDIFF = Outlet("rediff", "Rediff", hosts=("rediff.com",))
UNKNOWN = Outlet("fjordposten.example", "fjordposten.example", registered=False)

GOLD = Path(__file__).parents[1] / "data" / "seeds_gold.jsonl"


@dataclass(frozen=True, slots=True)
class Plain:
    """A value for tests of renderers, which only print it."""

    kind: str
    shown: str
    data: tuple[tuple[str, object], ...] = ()

    def relation(self, other: object) -> Relation:
        return Relation.SAME if self == other else Relation.INCOMPATIBLE

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, **dict(self.data)}

    def __str__(self) -> str:
        return self.shown


def count(low: float | None, high: float | None, of: float | None = None) -> Plain:
    shown = f"{low if low == high else f'{low}–{high}'}" + (f" of {of}" if of else "")
    data = (("low", low), ("high", high), *((("of", of),) if of else ()))
    return Plain("count", shown, data)


def yes(value: bool) -> Plain:
    return Plain("yes_no", "Yes" if value else "No", (("value", value),))


def words(text: str, kind: str = "text") -> Plain:
    return Plain(kind, text, (("text", text),))


def article(
    outlet: Outlet, text: str, key: str = "", title: str = "A title", published: str | None = "2026-03-13"
) -> Article:
    name = key or f"{outlet.id}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return Article(
        name, outlet, title, text, url=f"https://{outlet.hosts[0]}/1" if outlet.hosts else None, published=published
    )


def statement(of: Article, quote: str, speaker: str | None = None) -> Statement:
    start = of.text.index(quote)
    sentence = Sentence(of.quote(start, start + len(quote)), 0, 0)
    who = Speaker(speaker, speaker) if speaker else None
    return Statement(sentence, (Span(start, start + len(quote)),), who, "said" if speaker else None)


def claim(
    of: Article,
    quote: str,
    value: Plain,
    *,
    speaker=None,
    answer="",
    stance=Stance.ASSERT,
    earlier=False,
    addressee=None,
) -> Claim:
    said = replace(statement(of, quote, speaker), addressee=addressee)
    at = of.text.index(answer, said.start) if answer else said.start
    reading = Reading(value, Span(at, at + len(answer or quote)), 0.9, stance, earlier)
    return Claim(said, said.sentence.quote, reading)


def answer(
    question: str,
    positions: tuple[Position, ...] = (),
    state: State = State.UNANSWERED,
    headline: str = "No outlet in this corpus was found to answer that.",
    qualifiers: tuple[str, ...] = (),
    kind: Kind = Kind.COUNT,
    **more,
) -> Answer:
    corpus = Corpus("f" * 64, 2, 2)
    more = {"outlets_read": ("press-tv", "rediff"), "articles_read": 2, **more}
    return Answer(Question(question, kind), positions, state, qualifiers, headline, corpus, **more)


def seeds() -> tuple[Article, Article]:
    """Press TV's and Rediff's bundled article, as `corpus.load.sample` gives them."""
    from corpus.load import sample

    found = {item.outlet.id: item for item in sample()}
    return found["press-tv"], found["rediff"]


def flood() -> Answer:
    """A numeric conflict on two made-up articles, with an unregistered and a silent outlet."""
    one = article(
        PRESS, "Nine people died in the flood. The mayor said nine people had died.", "flood-1", "Flood in the valley"
    )
    two = article(
        UNKNOWN,
        "Police said on Monday that eleven people were dead after the flood. It hit at dawn.",
        "flood-2",
        "Eleven dead",
        None,
    )
    nine = Position(
        count(9, 9),
        (
            claim(one, "Nine people died in the flood.", count(9, 9), answer="Nine"),
            claim(one, "The mayor said nine people had died.", count(9, 9), speaker="The mayor", answer="nine"),
        ),
    )
    eleven = Position(
        count(11, 11),
        (
            claim(
                two,
                "Police said on Monday that eleven people were dead after the flood.",
                count(11, 11),
                speaker="Police",
                answer="eleven",
            ),
        ),
    )
    return answer(
        "How many died in the flood?",
        (nine, eleven),
        State.CONFLICT,
        "Outlets differ: 9 (Press TV) · 11 (fjordposten.example).",
        ("numeric", "between_outlets"),
        story_id="flood",
        story_title="Flood in the valley",
        silent=(Silence("rediff", "Rediff"),),
    )


def crew() -> Answer:
    """product.md's example: four of six, then six of six."""
    press, rediff = seeds()
    six, four = count(6, 6, 6), count(4, 4, 6)
    positions = (
        Position(
            six,
            (
                claim(press, "All six crew members of a US Air Force refueling aircraft have been confirmed killed after it was shot down by resistance groups in western Iraq on Thursday.", six, answer="All six"),
                claim(press, "All six crew members of a KC-135 refueling aircraft supporting the war against Iran are dead, the US military said Friday, after their plane crashed in western Iraq.", six, speaker="US military", answer="All six"),
                claim(rediff, "The spokesperson for Iran’s military headquarters told Press TV that all six crew members had been killed.", six, speaker="spokesperson for Iran’s military headquarters", answer="all six", addressee="Press TV"),
            ),
        ),
        Position(
            four,
            (
                claim(rediff, "Four of the six crew members on board the aircraft have been confirmed deceased as rescue efforts continue.", four, speaker="CENTCOM", answer="Four of the six"),
                claim(rediff, "Four crew members killed after a US KC-135 refuelling aircraft crashed in western Iraq.", four, answer="Four"),
                claim(press, "It said at the time that four of the six crew members on board were killed.", four, speaker="US Central Command (CENTCOM)", answer="four of the six", earlier=True),
            ),
            superseded=True,
        ),
    )  # fmt: skip
    headline = "Outlets differ: 6 of 6 (Press TV) · 4 of 6 (Rediff). An update: CENTCOM said 4 first, 6 later."
    return answer(
        "How many crew died?", positions, State.UPDATED, headline, ("single_speaker_revision", "rival_claim_carried")
    )


def copied() -> Answer:
    """Two outlets, one speaker, same wire copy."""
    one = article(PRESS, "The ministry said the vote was postponed.", "vote-1")
    two = article(REDIFF, "The vote was postponed, the ministry said.", "vote-2")
    value = yes(True)
    position = Position(
        value,
        (
            claim(one, "The ministry said the vote was postponed.", value, speaker="The ministry"),
            claim(two, "The vote was postponed, the ministry said.", value, speaker="The ministry"),
        ),
    )
    return answer(
        "Was the vote postponed?",
        (position,),
        State.AGREEMENT,
        "Yes: both outlets.",
        ("single_origin", "same_wire_copy"),
        Kind.YES_NO,
    )


def unanswered() -> Answer:
    """Nothing answers; one passage is near."""
    one = article(PRESS, "The ministry did not name the judge. The court sits in May.", "court-1")
    return answer(
        "Who is the judge?",
        nearest=(statement(one, "The ministry did not name the judge."),),
        kind=Kind.PERSON,
        qualifiers=("withheld",),
    )


def hostile(payload: str) -> Answer:
    """Every string that an article, a question or an outlet controls is the payload."""
    outlet = replace(UNKNOWN, name=payload or "x")
    text = f"Start {payload} end."
    one = article(outlet, text, "bad-1", payload, payload)
    value = words(payload)
    said = claim(one, text, value, speaker=payload or "x")
    return answer(
        payload,
        (Position(value, (said,)),),
        State.ONE_OUTLET,
        payload,
        ("single_outlet",),
        Kind.TEXT,
        notes=(payload,),
        nearest=(statement(one, text),),
        silent=(Silence("s", payload),),
        understood_as=f"so {payload}",
    )


def every() -> dict[str, Answer]:
    """All answers that need no bundled article."""
    return {"flood": flood(), "copied": copied(), "unanswered": unanswered()}


def gold() -> list[dict]:
    """The committed seed questions."""
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
