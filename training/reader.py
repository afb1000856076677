"""Train the reader: the span of a window that answers a question, or that there is none.

Usage: `python -m training.reader [--run NAME] [--seed N] [--limit ITEMS] [--end STEP] [--start RUN [--mined RUN]
[--share N] [--rate R]]`. The data folder is WHOSAYS_DATA. A run that was cut off goes on from its last checkpoint when it is started
again. With `--start` a further stage begins from the weights of another run, at a lower rate, and learns from what
`training.reader_mining` put into its folder, or into that of `--mined`, and `--share` times as many items of the first
stage.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.models.pair_model import Pair, as_pairs
from bot.models.span_reader import MAX_TOKENS
from training import common, reader_data, reader_mining
from training.export_onnx import WIDTH

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

RUNS = Path(__file__).parent / "runs"
BATCH_ITEMS = 32
# How much the two other losses count beside that of the span.
ANSWERABLE_WEIGHT = 0.5
SHARED_WEIGHT = 0.5
_CHUNK_ITEMS = 4096
RATE = 1e-4
#: A second stage corrects what is learnt; the first stage's rate would have it learnt anew.
SECOND_RATE = 3e-5
_NEVER = -1e4  # a logit that no softmax sees


class Reader(nn.Module):
    """The encoder with two logits a token (start, end) and one a window (answerable), all in 32-bit floats."""

    def __init__(self, encoder: common.Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(WIDTH, 2)
        self.answerable = nn.Linear(WIDTH, 1)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return start and end logits, (rows, length), and answerability, (rows,).

        Tokens that cannot be part of an answer have a logit that no softmax sees; [CLS] stands for no answer.
        """
        hidden = self.encoder(ids, types).float()
        start, end = self.span(hidden).unbind(-1)
        allowed = types.eq(1) & ids.ne(common.SEP) & ids.ne(common.PAD)
        allowed[:, 0] = True
        blocked = ~allowed
        return (
            start.masked_fill(blocked, _NEVER),
            end.masked_fill(blocked, _NEVER),
            self.answerable(hidden[:, 0]).squeeze(-1),
        )


def new(start: str | None = None) -> Reader:
    """Return the reader before training: the encoder in bfloat16, the heads in 32-bit floats.

    Args:
        start: the run whose weights a second stage begins with.

    Raises:
        FileNotFoundError: there is no such run, or it is not done.
    """
    model = Reader(common.pretrained())
    if start is not None:
        weights, _ = common.weights_of(RUNS / start)
        model.load_state_dict(weights)
    model.encoder.bfloat16()
    return model


@dataclass(frozen=True, slots=True)
class Example:
    """A window as token ids, and the first and last token of its answer, (0, 0) without one."""

    ids: NDArray[np.int32]
    types: NDArray[np.int32]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Group:
    """The windows of one item."""

    examples: tuple[Example, ...]

    @property
    def length(self) -> int:
        """Tokens of the longest window."""
        return max(len(example.ids) for example in self.examples)


def tokens_of(pair: Pair, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the first and last token of a span of the window, (0, 0) for none; nothing when it was cut off."""
    if span is None:
        return 0, 0
    inside = [at for at, (start, end) in enumerate(pair.offsets) if start < span[1] and end > span[0]]
    if not inside or pair.offsets[inside[-1]][1] < span[1]:
        return None
    return pair.first + inside[0], pair.first + inside[-1]


def groups(items: Sequence[reader_data.Item], words: Tokenizer) -> Iterator[Group]:
    """Yield the items as tokens; those whose answer was cut off are left out."""
    for start in range(0, len(items), _CHUNK_ITEMS):  # the tokens of all at once take 4 GB
        chunk = items[start : start + _CHUNK_ITEMS]
        pairs = iter(as_pairs(words, [(i.question, w.text) for i in chunk for w in i.windows], MAX_TOKENS))
        for item in chunk:
            # The windows first: zip takes from the first, and only then sees whether the other has more.
            found = [(pair, tokens_of(pair, window.span)) for window, pair in zip(item.windows, pairs, strict=False)]
            if all(span is not None for _, span in found):
                yield Group(tuple(_example(pair, span) for pair, span in found if span))


def _example(pair: Pair, span: tuple[int, int]) -> Example:
    return Example(np.array(pair.ids, np.int32), np.array(pair.types, np.int32), *span)


def batches(found: Sequence[Group], rng: random.Random) -> list[list[Group]]:
    """Return the run's batches, each of groups of similar length."""
    lengths = [group.length for group in found]
    return [[found[at] for at in batch] for batch in common.by_length(lengths, BATCH_ITEMS, rng)]


def fingerprint(order: Sequence[Sequence[Group]]) -> str:
    """Return the sha256 of what a run sees, in its order."""
    data = hashlib.sha256()
    for batch in order:
        for group in batch:
            for example in group.examples:
                data.update(example.ids.tobytes() + bytes((example.first, example.last)))
    return data.hexdigest()


def loss(model: Reader, batch: Sequence[Group]) -> tuple[Tensor, int]:
    """Return the batch's loss and its number of tokens.

    Three parts: start and end within each window, [CLS] standing for no answer; answerability of each window; start
    and end over all windows of a question together, so that scores of different windows can be compared.
    """
    examples = [example for group in batch for example in group.examples]
    start, end, answerable = model(
        common.padded([example.ids for example in examples]), common.padded([example.types for example in examples])
    )
    first = torch.tensor([example.first for example in examples])
    last = torch.tensor([example.last for example in examples])
    span = (functional.cross_entropy(start, first) + functional.cross_entropy(end, last)) / 2
    has = functional.binary_cross_entropy_with_logits(answerable, first.gt(0).float())
    total = span + ANSWERABLE_WEIGHT * has
    if shared := _shared(batch, start, end):
        total = total + SHARED_WEIGHT * sum(shared[1:], shared[0]) / len(batch)
    return total, sum(len(example.ids) for example in examples)


def _shared(batch: Sequence[Group], start: Tensor, end: Tensor) -> list[Tensor]:
    """Return the loss over all windows of each question that has several, [CLS] left out."""
    found, row = [], 0
    for group in batch:
        size = len(group.examples)
        answered = [(row + at, e) for at, e in enumerate(group.examples) if e.first > 0]
        if size > 1 and answered:
            rows = slice(row, row + size)
            for logits, places in (
                (start, [(r, e.first) for r, e in answered]),
                (end, [(r, e.last) for r, e in answered]),
            ):
                right = torch.stack([logits[r, at] for r, at in places])
                found.append((torch.logsumexp(logits[rows, 1:].flatten(), 0) - torch.logsumexp(right, 0)) / 2)
        row += size
    return found


@dataclass(frozen=True, slots=True)
class Stage:
    """What a further stage begins with, and how it learns."""

    start: str
    #: The run whose mined windows are learnt from.
    mined: str
    share: float = reader_mining.FIRST_STAGE_SHARE
    rate: float = SECOND_RATE


def items_of(seed: int, stage: Stage | None) -> list[reader_data.Item]:
    """Return what a run learns from, in random order.

    Raises:
        FileNotFoundError: nothing was mined for a second stage.
    """
    rows = reader_data.split(reader_data.load())["train"]
    if stage is None:
        return reader_data.training_items(rows, seed)
    return reader_mining.second_stage(
        rows, reader_mining.read(RUNS / stage.mined / reader_mining.FILE), seed, stage.share
    )


def train(run: str, seed: int, limit: int | None, end: int | None, stage: Stage | None) -> None:
    """Train one run into its folder."""
    rng = common.seeded(seed)
    log = common.Log(RUNS / run / "train.log")
    items = items_of(seed, stage)[:limit]
    found = list(groups(items, common.published_tokenizer()))
    kinds = Counter(f"{item.source} {item.kind}" for item in items)
    tokens = sum(len(example.ids) for group in found for example in group.examples)
    log(seed=seed, items=len(items), groups=len(found), tokens=tokens, kinds=dict(kinds.most_common()))
    notes: dict[str, object] = {"tokens": tokens}
    if stage is not None:
        notes |= {"start": stage.start, "share": stage.share, "rate": stage.rate}
    settings = common.Settings(RUNS / run, seed=seed, rate=stage.rate if stage else RATE, end=end, notes=notes)
    model = new(stage.start if stage else None)
    order = batches(found, rng)
    common.run(model, order, lambda batch: loss(model, batch), settings, log, fingerprint(order))
    log(done=True)


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--run", default="reader", help="name of the folder under training/runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="take only so many items, to try the loop")
    parser.add_argument("--end", type=int, help="end a run that goes on at this step; the rate falls to zero there")
    parser.add_argument("--mined", help="the run whose mined windows a further stage learns from; its own by default")
    parser.add_argument("--start", help="the run whose weights a further stage begins with")
    parser.add_argument(
        "--share", type=float, default=reader_mining.FIRST_STAGE_SHARE, help="first-stage items for each mined one"
    )
    parser.add_argument("--rate", type=float, default=SECOND_RATE, help="highest rate of a further stage")
    options = parser.parse_args()
    mined = options.mined or options.run
    stage = Stage(options.start, mined, options.share, options.rate) if options.start else None
    return common.exit_code(lambda: train(options.run, options.seed, options.limit, options.end, stage))


if __name__ == "__main__":
    sys.exit(main())
