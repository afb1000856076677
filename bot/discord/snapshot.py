"""An answer as it was stored (schema whosays.answer/1): what every Discord screen is made from, now or after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation with its source."""

    #: The number that readers refer to it by, from 1.
    number: int
    #: Outlet id.
    outlet: str
    #: Article id.
    article: str
    title: str | None
    url: str | None
    #: ISO 8601, as precise as the article tells; None when it does not.
    published: str | None
    #: Exact words of the article.
    quote: str
    #: Canonical name of the speaker; None for the outlet's own voice.
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Claim(Passage):
    """A quotation that gives a value."""

    #: Who says it, in words ("in its own voice", "the ministry (denies)").
    who: str
    #: "assert", "deny" or "hedge".
    stance: str
    #: "" or in what way the outlet carries it ("earlier figure", "carried as a claim").
    note: str
    #: Where the answer's words stand in the quote: half-open, code points.
    start: int
    end: int
    #: The answer's words as printed.
    answer: str
    #: When it was said, as printed ("Friday"); None when the sentence does not tell.
    said_at: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One value with the claims that give it."""

    display: str
    superseded: bool
    outlets: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Helped:
    """What a language model helped to find. It stands below the answer and changes nothing of it."""

    #: (value, claim) of sentences that it pointed at, read like all others. They have no number.
    added: tuple[tuple[str, Claim], ...]
    #: Sentences that it pointed at and from which no answer was read.
    pointed: tuple[Passage, ...]
    #: The headline that the answer would have with them; None when it is the answer's own.
    headline: str | None
    #: A sentence in its words, proven by the answer.
    lead: str | None
    #: Why something is missing.
    notes: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """True when there is nothing to show."""
        return not (self.added or self.pointed or self.lead or self.notes)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a Discord screen may show of an answer."""

    #: Our own short id, part of every custom id.
    id: str
    question: str
    understood_as: str | None
    kind: str
    state: str
    differs: bool
    qualifiers: tuple[str, ...]
    headline: str
    story: str | None
    positions: tuple[Position, ...]
    nearest: tuple[Passage, ...]
    #: Outlet id → name that readers see ("Example (unregistered)").
    names: dict[str, str]
    #: Ids of outlets that cover the story and say nothing on the question.
    silent: tuple[str, ...]
    remarks: tuple[str, ...]
    articles_read: int
    outlets_read: tuple[str, ...]
    #: None where no language model was asked.
    helped: Helped | None = None

    @classmethod
    def of(cls, answer_id: str, data: dict[str, Any]) -> Snapshot:
        """Read the JSON of an answer.

        Raises:
            KeyError: a field of the schema is missing.
        """
        help_ = data.get("language_model")
        rows = [*help_["added"], *help_["pointed"]] if help_ else []
        names = {row["outlet"]: row["outlet_name"] for row in rows}
        names.update((key, _name(row)) for key, row in data["outlets"].items())
        return cls(
            id=answer_id,
            question=data["question"],
            understood_as=data["understood_as"],
            kind=data["kind"],
            state=data["state"],
            differs=data["differs"],
            qualifiers=tuple(data["qualifiers"]),
            headline=data["headline"],
            story=data["story"]["title"] if data["story"] else None,
            positions=tuple(_position(row) for row in data["positions"]),
            nearest=tuple(Passage(**_passage(row)) for row in data["nearest"]),
            names=names,
            silent=tuple(data["silent"]),
            remarks=tuple(data["remarks"]),
            articles_read=data["articles_read"],
            outlets_read=tuple(data["outlets_read"]),
            helped=_helped(help_, data["headline"]) if help_ else None,
        )

    def claims(self) -> tuple[Claim, ...]:
        """Return all claims in the order of their numbers."""
        return tuple(claim for position in self.positions for claim in position.claims)

    def outlets(self) -> tuple[str, ...]:
        """Return the ids of the outlets that say something, in the order in which the answer shows them."""
        return tuple(dict.fromkeys(claim.outlet for claim in self.claims()))

    def name(self, outlet: str) -> str:
        """Return the name of an outlet that readers see."""
        return self.names.get(outlet, outlet)


def _helped(row: dict[str, Any], headline: str) -> Helped:
    return Helped(
        added=tuple((claim["display"], _claim({"n": 0, "note": "", **claim})) for claim in row["added"]),
        pointed=tuple(Passage(**_passage({"n": 0, **passage})) for passage in row["pointed"]),
        headline=row["headline"] if row["added"] and row["headline"] != headline else None,
        lead=row["lead"],
        notes=tuple(row["notes"]),
    )


def _name(row: dict[str, Any]) -> str:
    return f"{row['name']} (unregistered)" if row["registered"] is False else str(row["name"])


def _position(row: dict[str, Any]) -> Position:
    return Position(
        display=row["display"],
        superseded=row["status"] == "superseded",
        outlets=tuple(row["outlets"]),
        claims=tuple(_claim(claim) for claim in row["claims"]),
    )


def _passage(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("outlet", "article", "title", "url", "published", "quote", "speaker")
    return {"number": row["n"], **{key: row[key] for key in keys}}


def _claim(row: dict[str, Any]) -> Claim:
    base = row["start"]
    return Claim(
        **_passage(row),
        who=row["who"],
        stance=row["stance"],
        note=row["note"],
        start=row["answer"]["start"] - base,
        end=row["answer"]["end"] - base,
        answer=row["answer"]["text"],
        said_at=row.get("said_at"),
    )
