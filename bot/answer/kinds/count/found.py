"""A number that answers a question, and the reading that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.kinds.count.value import Count
from bot.answer.kinds.fits import marked_earlier, was_before
from bot.answer.types import Reading, Span, Stance

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate
    from bot.answer.quantities import Quantity
    from bot.answer.types import Statement


@dataclass(frozen=True, slots=True)
class Found:
    """A number that answers a question, with the event it stands with."""

    quantity: Quantity
    predicate: Predicate | None
    rule: str
    fit: float


#: Chosen by hand to rank the rules; not calibrated. benchmarks/gva.py prints what each was worth.
_CONFIDENCE = {"numeral": 0.86, "sum": 0.8, "single": 0.75, "noun": 0.55}


def reading_of(statement: Statement, found: Found) -> Reading:
    """Return the reading of a number that `find` found in a statement."""
    quantity, predicate = found.quantity, found.predicate
    stance = Stance.ASSERT
    if predicate is not None and quantity.low != 0:
        stance = Stance.HEDGE if predicate.hedged else Stance.ASSERT
        stance = Stance.DENY if predicate.negated else stance
    of = quantity.of if quantity.of is not None and quantity.high is not None else None
    start = statement.start + quantity.start
    return Reading(
        value=Count(
            quantity.low,
            quantity.high,
            of,
            quantity.approximate,
            vague=quantity.vague,
            nearly=quantity.nearly,
            increment=quantity.increment,
        ),
        span=Span(start, statement.start + quantity.end),
        confidence=round(_CONFIDENCE[found.rule] * found.fit, 2),
        stance=stance,
        # The six on board do not change when the number of dead is revised.
        earlier=quantity.earlier
        or was_before(statement.text, quantity.start)
        or (
            (predicate is None or predicate.group != "aboard")
            and marked_earlier(statement.sentence.text, statement.start + quantity.start - statement.sentence.start)
        ),
    )
