"""Turns votes on answers into a question set that `whosays evaluate` reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.discord.service import understood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.discord.store import Stored, Vote


def question_set(rows: Iterable[tuple[Stored, list[Vote]]]) -> str:
    """Return JSON Lines: a question each, with what was answered as the proposal to correct.

    An answer that readers only liked is taken as right. One that somebody disliked carries `review` with their
    reasons: a person mends `state` and `positions` before it is used as a measure.
    """
    return "".join(json.dumps(_row(stored, votes), ensure_ascii=False) + "\n" for stored, votes in rows)


def _row(stored: Stored, votes: list[Vote]) -> dict[str, Any]:
    data = stored.data
    row: dict[str, Any] = {
        "id": f"discord-{stored.id}",
        "question": understood(data),
        "state": data["state"],
        "positions": [_position(position) for position in data["positions"]],
        "votes": {"good": sum(vote.good for vote in votes), "bad": sum(not vote.good for vote in votes)},
    }
    review = [{"reason": vote.reason, "comment": vote.comment} for vote in votes if not vote.good]
    return {**row, "review": review} if review else row


def _position(position: dict[str, Any]) -> dict[str, Any]:
    support = [{"outlet": c["outlet"], "speaker": c["speaker"], "quote": c["quote"]} for c in position["claims"]]
    return {"value": position["value"], "status": position["status"], "support": support}
