"""How many are on board: those in a role, and the whole of "four of the six"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.kinds.count.events import OF_PEOPLE
from bot.answer.kinds.count.found import Found
from bot.answer.kinds.count.ties import FAR, ahead, event_of
from bot.answer.kinds.count.wholes import whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.predicates import Predicate
    from bot.answer.quantities import Quantity


def said_aboard(
    text: str, quantity: Quantity, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> Predicate | None:
    """Return the word that says that people are aboard, for a number of those who are in a role."""
    others = {p.group for p in event_of(text, quantity, events, amounts)} - {"aboard"}
    return None if others & OF_PEOPLE else next((p for p in events if p.group == "aboard"), None)


def whole_aboard(text: str, quantity: Quantity, events: tuple[Predicate, ...], fit: float) -> Iterator[Found]:
    """In "four of the six on board were killed" six are on board."""
    if quantity.of_start is None or quantity.of_end is None or quantity.of_start == quantity.of_end:
        return
    whole = whole_of(quantity)
    for predicate in events:
        if predicate.group == "aboard" and (ahead(text, whole, predicate, ()) or FAR) < 5:
            yield Found(whole, predicate, "numeral", fit)
