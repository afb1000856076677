"""The trained reader: spans of windows that may answer a question, and what speaks for each."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.models.errors import NEXT_STEP, ModelFileError
from bot.models.pair_model import PairModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from bot.models.pair_model import Pair

MAX_TOKENS = 176  # question and window together, as trained
MAX_SPAN_TOKENS = 30  # 99 % of the answers learnt from are shorter
_KEPT_SPANS = 5  # of a window; what is behind them is never right
_KEPT_WINDOWS = 4096  # readings that are remembered, some 25 questions on six articles: 4 MB

_CLEAR = 10.0  # a span so far above the next is alone; further says no more

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A range of a window, [start, end) in code points, that may answer."""

    start: int
    end: int
    #: Sum of the start and end logits; comparable between the windows of one question.
    score: float
    #: Share of all spans of all windows read together that this one has: it says which span, not whether any.
    probability: float
    #: Calibrated probability that it answers; does not depend on the other windows.
    confidence: float


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the reader finds in one window."""

    #: The score of "no answer here", on the scale of the spans' scores.
    null: float
    #: Best first; they do not overlap.
    spans: tuple[ReadSpan, ...]

    @property
    def confidence(self) -> float:
        """Calibrated probability that the best span answers; 0 without a span."""
        return self.spans[0].confidence if self.spans else 0.0

    @property
    def margin(self) -> float:
        """How far the best span is above "no answer"; minus infinity without a span."""
        return self.spans[0].score - self.null if self.spans else -math.inf


@dataclass(frozen=True, slots=True)
class RawReading:
    """What the model says of one window alone, before it is compared with the others."""

    null: float
    answerable: float
    #: (start, end, score), best first.
    spans: tuple[tuple[int, int, float], ...]
    #: Log of the sum over the window's tokens, for start and end together with each other windows'.
    start_mass: float
    end_mass: float


class Model(Protocol):
    """What computes the logits: `PairModel`, or the model in training."""

    fingerprint: str
    settings: dict[str, Any]

    def open(self) -> None:
        """Open the model's files."""
        ...

    def run(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Pair, list[NDArray[Any]]]]:
        """Return tokens and outputs of each pair: (1, n, 2) start and end logits, (1, 1) answerability."""
        ...


class SpanReader:
    """Reads windows with a model, and remembers what it read; no span is longer than `longest` tokens."""

    def __init__(self, model: Model, longest: int = MAX_SPAN_TOKENS) -> None:
        self._model, self._longest = model, longest
        #: Changes with everything that can change a reading.
        self.fingerprint: str = model.fingerprint
        try:
            calibration = model.settings["calibration"]
            self._temperature = float(calibration["temperature"])
            self._bias = float(calibration["bias"])
            self._weights = [float(weight) for weight in calibration["weights"]]
            if self._temperature <= 0 or len(self._weights) != len(FEATURES):
                raise ValueError
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFileError(f"the reader's list of files holds no calibration; {NEXT_STEP}") from error
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, Ranges | None], RawReading] = OrderedDict()

    @staticmethod
    def in_folder(folder: Path, longest: int = MAX_SPAN_TOKENS) -> SpanReader:
        """Return a reader with the model in a folder; its files are opened at the first question.

        Raises:
            ModelFileError: the folder's list of files is missing or damaged.
        """
        return SpanReader(PairModel(folder), longest)

    def open(self) -> None:
        """Open the model now; otherwise the first question does.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        self._model.open()

    def spans(
        self, question: str, windows: Sequence[str], within: Sequence[Ranges] | None = None
    ) -> list[WindowReading]:
        """Read the windows for the question, together.

        `within` gives, for each window, the ranges that a span must lie in: what an outlet states, without who said
        it. The rest of the window is read as well.

        Raises:
            ModelFileError: a file of the model is missing or damaged.
        """
        allowed: Sequence[Ranges | None] = [None] * len(windows) if within is None else within
        keys = [(question, window, ranges) for window, ranges in zip(windows, allowed, strict=True)]
        raw = self._read(keys)
        if not raw:
            return []
        start_mass = _log_sum(reading.start_mass for reading in raw)
        end_mass = _log_sum(reading.end_mass for reading in raw)
        return [self._reading(reading, start_mass + end_mass) for reading in raw]

    def _read(self, keys: Sequence[tuple[str, str, Ranges | None]]) -> list[RawReading]:
        """Return the readings, running the model for those that are not remembered."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        outputs = self._model.run([(question, window) for question, window, _ in missing])
        for key, (pair, arrays) in zip(missing, outputs, strict=True):
            found[key] = raw_reading(pair, arrays, key[2], self._temperature, self._longest)
        with self._lock:
            for key in keys:
                self._kept[key] = found[key]
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT_WINDOWS:
                self._kept.popitem(last=False)
        return [found[key] for key in keys]

    def _reading(self, raw: RawReading, mass: float) -> WindowReading:
        spans = tuple(
            ReadSpan(start, end, score, math.exp(score - mass), self._confidence(features(raw, rank)))
            for rank, (start, end, score) in enumerate(raw.spans)
        )
        return WindowReading(raw.null, spans)

    def _confidence(self, of: Sequence[float]) -> float:
        total = self._bias + math.fsum(weight * feature for weight, feature in zip(self._weights, of, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


#: What `features` returns, in its order.
FEATURES = ("margin", "answerable", "share", "gap")


def features(raw: RawReading, rank: int = 0) -> tuple[float, ...]:
    """Return what the calibrator judges a window's span by; nothing of it depends on other windows."""
    score = raw.spans[rank][2]
    rival = max((other for at, (_, _, other) in enumerate(raw.spans) if at != rank), default=score - _CLEAR)
    return (
        max(-20.0, min(20.0, score - raw.null)),
        max(-10.0, min(10.0, raw.answerable)),
        max(-10.0, score - raw.start_mass - raw.end_mass),
        max(-_CLEAR, min(_CLEAR, score - rival)),
    )


def raw_reading(
    pair: Pair,
    arrays: Sequence[NDArray[Any]],
    ranges: Ranges | None = None,
    temperature: float = 1.0,
    longest: int = MAX_SPAN_TOKENS,
) -> RawReading:
    """Return what the outputs say of one window."""
    import numpy as np

    logits, answerable = arrays[0][0].astype(np.float64) / temperature, float(arrays[1][0, 0])
    null = float(logits[0].sum())
    if not pair.offsets:
        return RawReading(null, answerable, (), -math.inf, -math.inf)
    window = logits[pair.first : pair.first + len(pair.offsets)]
    start, end = window[:, 0], window[:, 1]
    masses = [float(np.logaddexp.reduce(part)) for part in (start, end)]
    return RawReading(null, answerable, _best(start, end, pair.offsets, ranges, longest), masses[0], masses[1])


def _best(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    offsets: Sequence[tuple[int, int]],
    ranges: Ranges | None,
    longest: int,
) -> tuple[tuple[int, int, float], ...]:
    """Return the best spans that do not overlap, as ranges of the window's text."""
    import numpy as np

    count = len(offsets)
    scores = start[:, None] + end[None, :]
    fits = np.triu(np.ones((count, count), dtype=bool)) & np.tril(np.ones((count, count), dtype=bool), longest - 1)
    if ranges is not None:
        fits &= _inside(offsets, ranges)
    scores = np.where(fits, scores, -np.inf)
    found: list[tuple[int, int, float]] = []
    while len(found) < _KEPT_SPANS:
        # argmax takes the first of equals, so that the order is the text's.
        at, to = divmod(int(scores.argmax()), count)
        if scores[at, to] == -np.inf:
            break
        found.append((offsets[at][0], offsets[to][1], float(scores[at, to])))
        scores[: to + 1, at:] = -np.inf
    return tuple(found)


def _inside(offsets: Sequence[tuple[int, int]], ranges: Ranges) -> NDArray[np.bool_]:
    """Return which pairs of first and last token lie in one range."""
    import numpy as np

    starts, ends = np.array([start for start, _ in offsets]), np.array([end for _, end in offsets])
    inside = np.zeros((len(offsets), len(offsets)), dtype=bool)
    for low, high in ranges:
        inside |= (starts >= low)[:, None] & (ends <= high)[None, :]
    return inside


def _log_sum(values: Iterable[float]) -> float:
    """Return the log of the sum of what the values are logs of."""
    found = list(values)
    top: float = max(found)
    return top + math.log(math.fsum(math.exp(value - top) for value in found)) if top > -math.inf else top
