"""Whether an answer's confidence can be trusted: risk at each coverage, and how far it is from the share right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluate.score import Result

#: Bins of the reliability diagram, each a tenth wide.
BINS = 10
#: The precision at which coverage is reported.
PRECISION = 0.9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the curves need of one question."""

    #: None when it was not answered.
    confidence: float | None
    right: bool
    #: The articles answer it.
    answerable: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Everything at least this sure is answered, the rest is not."""

    confidence: float
    #: Share of the answerable questions that are answered.
    coverage: float
    #: Share of the answers that are wrong, answers to unanswerable questions among them.
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float


def outcomes(results: Sequence[Result]) -> list[Outcome]:
    """Return what the curves need of each result."""
    return [Outcome(r.confidence, r.right, bool(r.question["positions"])) for r in results]


def curve(found: Sequence[Outcome]) -> list[Point]:
    """Return one point for each confidence that occurs, surest first: equal ones cannot be told apart."""
    answerable = sum(outcome.answerable for outcome in found)
    answered = sorted((o for o in found if o.confidence is not None), key=lambda o: -(o.confidence or 0.0))
    points = []
    given = wrong = reached = 0
    for confidence, group in groupby(answered, key=lambda o: o.confidence or 0.0):
        for outcome in group:
            given += 1
            wrong += not outcome.right
            reached += outcome.answerable
        points.append(Point(confidence, reached / answerable if answerable else 0.0, wrong / given))
    return points


def area(points: Sequence[Point]) -> float | None:
    """Return the mean risk over the coverage that is reached: 0 is perfect; None when nothing is covered."""
    if not points or not points[-1].coverage:
        return None
    total, before = points[0].coverage * points[0].risk, points[0]
    for point in points[1:]:
        total += (point.coverage - before.coverage) * (point.risk + before.risk) / 2
        before = point
    return total / points[-1].coverage


def coverage_at(points: Sequence[Point], precision: float = PRECISION) -> float | None:
    """Return the largest coverage at which so many of the answers are right; 0 when there is none."""
    if not points:
        return None
    return max((point.coverage for point in points if 1 - point.risk >= precision - 1e-9), default=0.0)


def bins(found: Sequence[Outcome]) -> list[Bin]:
    """Return the answers by confidence, empty bins left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for outcome in found:
        if outcome.confidence is not None:
            # The small amount lifts 0.3 * 10 = 2.9999… into the bin that it names.
            at = min(BINS - 1, int(outcome.confidence * BINS + 1e-9))
            groups.setdefault(at, []).append((outcome.confidence, outcome.right))
    return [
        Bin(
            at / BINS,
            (at + 1) / BINS,
            len(group),
            sum(confidence for confidence, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for at, group in sorted(groups.items())
    ]


def calibration_error(found: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: the gap between confidence and share right, weighted by answers."""
    answers = sum(item.answers for item in found)
    return sum(item.answers * abs(item.confidence - item.right) for item in found) / answers if answers else None
