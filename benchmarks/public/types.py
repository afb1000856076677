"""What a suite measures, and what others published for the same measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.models.chosen import Chosen


@dataclass(frozen=True, slots=True)
class Options:
    """How a suite is run."""

    #: The folder that holds `train` and `eval_dev`.
    data: Path
    #: Only the first so many questions (or articles); None is all.
    limit: int | None = None
    processes: int = 2
    #: The trained reader; None answers by rules alone.
    trained: Chosen | None = None
    #: Where the index of MultiHop-RAG is kept for the next run; None is a temporary folder.
    home: Path | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of ours with its 95 % interval."""

    measure: str
    #: None when there was nothing to measure.
    value: float | None
    #: None when there were too few items to draw from.
    interval: tuple[float, float] | None
    #: Questions, articles or the like that the value is over.
    items: int
    #: What others published for this measure, with where that was read.
    published: str = ""

    @property
    def is_quality(self) -> bool:
        """More, or less, of it is better; how much is answered is neither."""
        return not self.measure.endswith(("answered", "share flagged as conflict"))

    @property
    def less_is_better(self) -> bool:
        """It counts faults."""
        return "false alarm" in self.measure


@dataclass(frozen=True, slots=True)
class Result:
    """What one suite measured."""

    name: str
    #: One line: what was asked of what.
    title: str
    figures: tuple[Figure, ...]
    #: The measures that stand for the set in the first table; the others follow in a second one.
    main: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A test set that can be run."""

    name: str
    run: Callable[[Options], Result]
    #: What it reads, below the data folder.
    files: tuple[str, ...]
