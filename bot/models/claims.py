"""How two answers relate and what a clause says to a statement, by the trained model: offline, on the processor.

Typed values are compared by their own rules (`bot.answer.compare`); this is for answers in free words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.models.claims_text import RELATIONS, STANCES, relation_ids, stance_ids
from bot.models.pair_model import Pair, PairModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_OUTPUTS = ("stance", "relation")  # of the model file, in this order


@dataclass(frozen=True, slots=True)
class RelationOdds:
    """How likely each relation of two answers is; the four sum to one."""

    same: float
    refines: float
    compatible: float
    incompatible: float

    @property
    def alike(self) -> float:
        """How likely the answers say the same, one perhaps in more detail."""
        return self.same + self.refines


@dataclass(frozen=True, slots=True)
class StanceOdds:
    """How likely a clause supports a statement, leaves it open, or denies it; the three sum to one."""

    supports: float
    neither: float
    denies: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Two answers to one question, each with the clause that it stands in (or an empty one)."""

    question: str
    first: tuple[str, str]
    second: tuple[str, str]

    def turned(self) -> Asked:
        """Return the same with the answers exchanged."""
        return Asked(self.question, self.second, self.first)


class Claims:
    """The claims model in one folder; it is opened at the first pair.

    Raises:
        ModelFileError: `model.json` is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._model = PairModel(folder)
        settings: dict[str, Any] = self._model.settings
        self._temperatures: dict[str, float] = settings["temperatures"]
        #: From where on answers in free words are incompatible, and a clause denies: precision of 0.9 on held-out rows.
        self.incompatible_from: float = settings["thresholds"]["incompatible"]
        self.denies_from: float = settings["thresholds"]["denies"]
        self.supports_from: float = settings["thresholds"]["supports"]
        self.alike_from: float = settings["thresholds"]["alike"]

    @property
    def fingerprint(self) -> str:
        """Sha256 hex over everything that can change a result."""
        return self._model.fingerprint

    def relations(self, pairs: Sequence[Asked], *, workers: int | None = None) -> list[RelationOdds]:
        """Return how the answers of each pair relate: the mean over both orders, so that order does not matter.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        layouts = [
            relation_ids(self._model.tokenizer, asked.question, asked.first, asked.second)
            for pair in pairs
            for asked in (pair, pair.turned())
        ]
        logits = self._logits(layouts, "relation", workers)
        means = [(one + two) / 2 for one, two in zip(logits[::2], logits[1::2], strict=True)]
        return [RelationOdds(**dict(zip(RELATIONS, self._odds(row, "relation"), strict=True))) for row in means]

    def relation(self, question: str, first: tuple[str, str], second: tuple[str, str]) -> RelationOdds:
        """Return how two answers to the question relate; each comes as (answer, clause).

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        return self.relations([Asked(question, first, second)])[0]

    def stances(self, pairs: Sequence[tuple[str, str]], *, workers: int | None = None) -> list[StanceOdds]:
        """Return what each (clause, statement) pair's clause says to its statement.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        layouts = [stance_ids(self._model.tokenizer, clause, statement) for clause, statement in pairs]
        rows = self._logits(layouts, "stance", workers)
        return [StanceOdds(**dict(zip(STANCES, self._odds(row, "stance"), strict=True))) for row in rows]

    def stance(self, clause: str, statement: str) -> StanceOdds:
        """Return what a clause says to a declarative statement.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        return self.stances([(clause, statement)])[0]

    def _logits(
        self, layouts: Sequence[tuple[list[int], list[int]]], head: str, workers: int | None
    ) -> list[NDArray[np.float64]]:
        """Return what a head says of each layout, in doubles: sums of two do not depend on their order."""
        pairs = [Pair(ids, types, 0, []) for ids, types in layouts]
        return [
            outputs[_OUTPUTS.index(head)][0].astype("float64")
            for outputs in self._model.run_pairs(pairs, workers=workers)
        ]

    def _odds(self, logits: NDArray[np.float64], head: str) -> list[float]:
        scaled = [float(value) / self._temperatures[head] for value in logits]
        weights = [math.exp(value - max(scaled)) for value in scaled]
        return [weight / sum(weights) for weight in weights]
