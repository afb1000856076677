"""Amounts with two ends: how they compare and how they are written, for count, money, percent and measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.answer.values import Interval, Relation

if TYPE_CHECKING:
    from collections.abc import Callable

_SCALES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))


class Bounded(Protocol):
    """Anything with two ends, either of which may be open."""

    @property
    def low(self) -> float | None:
        """The smallest amount."""
        ...

    @property
    def high(self) -> float | None:
        """The largest amount."""
        ...

    @property
    def approximate(self) -> bool:
        """True for a rounded amount."""
        ...


@dataclass(frozen=True, slots=True)
class _Ends:
    low: float | None
    high: float | None


def _none_and_some(low: float | None, high: float | None, other: Bounded | _Ends) -> bool:
    """Tell whether one side says none and the other "up to 2,000", which means some."""
    return low == high == 0 and other.low in (None, 0) and other.high is not None and other.high > 0


#: Share of a rounded figure: who says "about 450" does not exclude 430.
_LOOSE = 0.05


def _loosely(low: float | None, high: float | None, approximate: bool) -> Interval:
    if not approximate or low is None or high is None:
        return Interval(low, high)
    middle = (low + high) / 2
    return Interval(min(low, middle * (1 - _LOOSE)), max(high, middle * (1 + _LOOSE)))


def relate(low: float | None, high: float | None, approximate: bool, other: Bounded) -> Relation:
    """Compare two amounts by their intervals; a rounded and an exact one are never the same."""
    if _none_and_some(low, high, other) or _none_and_some(other.low, other.high, _Ends(low, high)):
        return Relation.INCOMPATIBLE
    relation = Interval(low, high).relation(Interval(other.low, other.high))
    if relation is Relation.INCOMPATIBLE and (approximate or other.approximate):
        ours, theirs = _loosely(low, high, approximate), _loosely(other.low, other.high, other.approximate)
        loose = ours.relation(theirs)
        relation = relation if loose is Relation.INCOMPATIBLE else Relation.COMPATIBLE
    if relation is Relation.SAME and approximate != other.approximate:
        return Relation.REFINES
    return relation


def rounded(low: float | None, high: float | None, other: Bounded) -> bool:
    """Tell whether one of two exact figures is the other one rounded: 14 and 13.8, 3.4 and 3.42 billion.

    Of people nobody rounds without saying so, but of shares, sums and sizes everybody does.
    """
    if low is None or other.low is None or low != high or other.low != other.high or low == other.low:
        return False
    fine, coarse = sorted((low, other.low), key=_places, reverse=True)
    place = 10.0 ** -_places(coarse)
    if _places(fine) == _places(coarse) or abs(fine - coarse) > place / 2 + 1e-9 * abs(coarse):
        return False
    return coarse < _UNROUNDED or abs(fine - coarse) <= _LITTLE * abs(coarse)


def printed_round(low: float | None, high: float | None, other: Bounded) -> bool:
    """Tell whether one of two large numbers is plainly the other one rounded: 30,000 and 29,874, 1.2 million and 1,234,567.

    The round one has two digits at most before its noughts, the exact one two more; two counts that differ are no such pair.
    """
    if low is None or other.low is None or low != high or other.low != other.high:
        return False
    coarse, fine = sorted((low, other.low), key=_digits)
    if min(coarse, fine) < _LARGE or _digits(coarse) > _FEW_DIGITS or _digits(fine) < _digits(coarse) + _MORE_DIGITS:
        return False
    place = 10.0 ** -_places(coarse)
    near = abs(fine - coarse) <= (place / 2 if place <= coarse / 10 else _LITTLE * coarse)
    return near and -_places(coarse) >= _NOUGHTS


def _digits(value: float) -> int:
    """Return how many digits a whole number has before its noughts: 2 for 64,000, 5 for 29,874."""
    return len(f"{int(value)}".rstrip("0"))


_LARGE = 1000  # smaller numbers are counted one by one
_FEW_DIGITS, _MORE_DIGITS, _NOUGHTS = 2, 2, 3
#: Below it (a share, a length) whole numbers are rounded to the next; larger figures only a little.
_UNROUNDED = 100
_LITTLE = 0.009


def _places(value: float) -> int:
    """Return the decimals of a figure; negative for one that ends in noughts: 2 for 3.25, -6 for three million."""
    shown = f"{value:.6f}".rstrip("0")
    whole, _, part = shown.partition(".")
    if part or abs(value) < _UNROUNDED:
        return len(part)
    return -(len(whole) - len(whole.rstrip("0")))


def number(value: float) -> str:
    """Write a number with thousands separators, without a fraction that it does not have."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def short(value: float) -> str:
    """Write a large amount with a letter where no digit is lost: 3.4bn, 1.25m, 12,500."""
    for scale, letter in _SCALES:
        if value >= scale and round(value / scale, 3) == value / scale:
            return f"{value / scale:g}{letter}"
    return number(value)


def phrase(
    low: float | None,
    high: float | None,
    approximate: bool,
    write: Callable[[float], str],
    nearly: float | None = None,
) -> str:
    """Write an amount as its bounds allow: "6", "at least 13", "up to 50", "about 40", "nearly 100", "12–15".

    `nearly` is the number that the text puts after "nearly": a reader should not be shown bounds it does not give.
    """
    if nearly is not None:
        return f"nearly {write(nearly)}"
    if low is None and high is None:
        return "an unknown number"
    if high is None:
        return f"at least {write(low or 0)}"
    if low is None or (low == 0 and high != 0):
        return f"up to {write(high)}"
    if approximate and high is not None and high < 2 * low:
        return f"about {write(_middle(low, high))}"  # the middle of what "about 40" allows is what was printed
    return write(low) if low == high else f"{write(low)}–{write(high)}"


def _middle(low: float, high: float) -> float:
    return round((low + high) / 2, 6)


def ends(low: float | None, high: float | None) -> dict[str, float | None]:
    """Return the "low" and "high" of the JSON value, whole numbers without a fraction."""
    return {"low": _plain(low), "high": _plain(high)}


def _plain(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value
