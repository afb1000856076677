"""The whole that a number is a part of: six, of "one of the six who died"."""

from __future__ import annotations

import re

from bot.answer.quantities import Quantity

# "Two of the 17 died in hospital": 17 died.
DIED_LATER_RE = re.compile(
    r"\s+(?:have\s+|had\s+)?(?:since\s+|later\s+)?died\s+(?:later\b|overnight\b|since\b|on\s+(?:the\s+way|\w+day)\b|in\s+(?:the\s+)?(?:hospital|ambulance|night)\b"
    r"|of\s+(?:their|his|her)\s+(?:injuries|wounds|burns)\b|at\s+the\s+scene\b)",
    re.I,
)
# "she was one of the six who died": six died.
ONE_OF_RE = re.compile(r"\b(?:was|is|were|are|among|became|be|been)\s+$", re.I)


def whole_of(quantity: Quantity) -> Quantity:
    """Return the whole that a quantity is a part of, or the quantity itself when it is no part."""
    if quantity.of is None or quantity.of_start is None or quantity.of_end is None or quantity.low == quantity.of:
        return quantity
    return Quantity(quantity.of_start, quantity.of_end, quantity.of, quantity.of, noun=quantity.noun)
