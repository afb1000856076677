"""An answer as JSON, schema whosays.answer/1."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from bot.render import gate, parts

if TYPE_CHECKING:
    from bot.answer.types import Answer, Claim, Statement
    from bot.render.parts import Block
    from corpus.types import Article

SCHEMA = "whosays.answer/1"


def as_dict(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain dictionaries, lists and strings; product.md and answer.schema.json document it."""
    return {
        "schema": SCHEMA,
        "question": answer.question.text,
        "understood_as": answer.understood_as,
        "kind": answer.question.kind.value,
        "state": answer.state.value,
        "differs": answer.differs,
        "qualifiers": list(answer.qualifiers),
        "headline": answer.headline,
        "story": None if answer.story_id is None else {"id": answer.story_id, "title": answer.story_title},
        "positions": [_position(block) for block in parts.blocks(answer)],
        "silent": [silence.outlet for silence in answer.silent],
        "other_stories": [
            {
                "id": story.id,
                "title": story.title,
                "answers": [{"outlet_name": outlet, "display": values} for outlet, values in story.answers],
            }
            for story in answer.others
        ],
        "nearest": [_nearest(statement, number) for number, statement in parts.related(answer)],
        "outlets": _outlets(answer),
        "outlets_read": list(answer.outlets_read),
        "articles_read": answer.articles_read,
        "notes": list(answer.notes),
        "remarks": list(parts.remarks(answer)),
        "corpus": {
            "fingerprint": answer.corpus.fingerprint,
            "articles": answer.corpus.articles,
            "outlets": answer.corpus.outlets,
        },
    }


def dumps(data: dict[str, Any], *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Serialise: always valid JSON in UTF-8, and safe to print on a terminal."""
    text = json.dumps(_finite(data), ensure_ascii=ascii_only, allow_nan=False, indent=indent)
    return gate.json_text(text)


def _position(block: Block) -> dict[str, Any]:
    position = block.position
    return {
        "value": position.value.as_json(),
        "display": str(position.value),
        "status": "superseded" if position.superseded else "current",
        "outlets": list(position.outlets),
        "origins": list(position.origins),
        "claims": [
            {**_claim(row.claim, row.number), "note": parts.outlet_note(outlet, position.value.kind)}
            for outlet in block.outlets
            for row in outlet.claims
        ],
    }


def _claim(claim: Claim, number: int) -> dict[str, Any]:
    span = claim.reading.span
    speaker = claim.speaker
    return {
        "n": number,
        **_source(claim.article),
        "voice": "outlet" if speaker is None else "speaker",
        "speaker": None if speaker is None else speaker.canonical,
        "who": parts.voice(claim),
        "speaker_title": None if speaker is None else speaker.title,
        "speaker_as_printed": None if speaker is None else speaker.name,
        "speaker_named": None if speaker is None else speaker.named,
        "addressee": claim.statement.addressee,
        "cue": claim.statement.cue,
        "said_at": claim.statement.said_at,
        "stance": claim.reading.stance.value,
        "quote": claim.quote.text,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "answer": {"text": claim.article.text[span.start : span.end], "start": span.start, "end": span.end},
        "value": claim.value.as_json(),
        "earlier": claim.reading.earlier,
        "confidence": round(claim.reading.confidence, 2),
        "read_by": "model" if claim.reading.trained else "rules",
    }


def _nearest(statement: Statement, number: int) -> dict[str, Any]:
    quote = statement.sentence.quote
    return {
        "n": number,
        **_source(statement.article),
        "voice": "outlet" if statement.speaker is None else "speaker",
        "speaker": None if statement.speaker is None else statement.speaker.canonical,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
    }


def _source(article: Article) -> dict[str, Any]:
    return {
        "outlet": article.outlet.id,
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "published": article.published,
    }


def _outlets(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return name and registration of every outlet that the answer mentions, by id."""
    articles = [claim.article for position in answer.positions for claim in position.claims]
    articles += [statement.article for statement in answer.nearest]
    found: dict[str, dict[str, Any]] = {
        silence.outlet: {"name": silence.name, "registered": None} for silence in answer.silent
    }
    for article in articles:
        found[article.outlet.id] = {"name": article.outlet.name, "registered": article.outlet.registered}
    return dict(sorted(found.items()))


def _finite(data: object) -> object:
    """Turn infinities and NaN, which JSON cannot hold, into null: an open end is null there."""
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {str(key): _finite(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_finite(value) for value in data]
    return data
