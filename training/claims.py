"""Train the claims model: one encoder with a head for stances and one for relations.

Usage: `python -m training.claims --name NAME [--tokens MILLIONS] [--pooling cls|mean|both] [--seed N]`, with the data
folder in $WHOSAYS_DATA. The run lives in training/runs/NAME: log.jsonl, checkpoint.pt (a second start goes on from it)
and, at the end, weights.pt.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.models.claims_text import RELATIONS, STANCES, relation_ids, stance_ids
from training import common
from training.claims_data import split
from training.claims_rows import Example
from training.export_onnx import WIDTH

RUNS = Path(__file__).resolve().parent / "runs"
_BATCH_TOKENS = 1800  # short rows make larger batches, so that a step costs about the same
_SMOOTHING = 0.05
_RATE = 8e-5


class Claims(nn.Module):
    """The encoder with two heads over its first token, the mean of all tokens, or both."""

    def __init__(self, pooling: str = "both") -> None:
        super().__init__()
        self.pooling = pooling
        self.encoder = common.pretrained()
        width = WIDTH * (2 if pooling == "both" else 1)
        self.stance = nn.Linear(width, len(STANCES))
        self.relation = nn.Linear(width, len(RELATIONS))

    def forward(self, ids: Tensor, types: Tensor, task: str) -> Tensor:
        """Return the logits of one task, (rows, labels)."""
        hidden = self.encoder(ids, types)
        seen = ids.ne(common.PAD).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * seen).sum(1) / seen.sum(1)
        pooled = {"cls": (hidden[:, 0],), "mean": (mean,), "both": (hidden[:, 0], mean)}[self.pooling]
        head = self.stance if task == "stance" else self.relation
        logits: Tensor = head(torch.cat(pooled, -1))
        return logits


@dataclass(frozen=True, slots=True)
class Row:
    """An example as token ids; `label` is -1 for "not supports"."""

    task: str
    ids: list[int]
    types: list[int]
    label: int


def encoded(examples: list[Example]) -> list[Row]:
    """Return the examples as token ids."""
    tokenizer = common.published_tokenizer()
    found = []
    for example in examples:
        if example.task == "stance":
            ids, types = stance_ids(tokenizer, example.first[0], example.second[0])
            label = STANCES.index(example.label) if example.label in STANCES else -1
        else:
            ids, types = relation_ids(tokenizer, example.question, example.first, example.second)
            label = RELATIONS.index(example.label)
        found.append(Row(example.task, ids, types, label))
    return found


def batches(rows: list[Row], rng: random.Random, tokens: int = _BATCH_TOKENS) -> list[list[int]]:
    """Return batches of indices, each of one task and of similar lengths, in random order."""
    found = []
    for task in ("stance", "relation"):
        own = [index for index, row in enumerate(rows) if row.task == task]
        rng.shuffle(own)
        for start in range(0, len(own), 2000):
            batch: list[int] = []
            for index in sorted(own[start : start + 2000], key=lambda index: len(rows[index].ids)):
                if batch and (len(batch) + 1) * len(rows[index].ids) > tokens:
                    found.append(batch)
                    batch = []
                batch.append(index)
            found.append(batch)
    rng.shuffle(found)
    return found


def tensors(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, types and labels of a batch."""
    labels = torch.tensor([row.label for row in rows])
    return common.padded([row.ids for row in rows]), common.padded([row.types for row in rows]), labels


def loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the smoothed cross-entropy; a row "not supports" (-1) only asks for little support."""
    logits = logits.float()
    known = labels >= 0
    parts = functional.cross_entropy(logits, labels.clamp(min=0), label_smoothing=_SMOOTHING, reduction="none")
    if bool(known.all()):
        return parts.mean()
    against = -torch.log1p(-logits.softmax(-1)[:, 0].clamp(max=1 - 1e-4))
    return torch.where(known, parts, against).mean()


def train(name: str, *, millions: float, pooling: str, seed: int, made: float, end: int | None = None) -> None:
    """Train once over as many tokens; examples are drawn anew when all have been seen.

    `made` is the share of the generated examples that is used; the judged ones are fewer and are all used.
    """
    rng = common.seeded(seed)
    rows, plan = _prepared(RUNS / name / "rows.pkl", millions, made, rng)
    model = Claims(pooling).bfloat16()
    log = common.Log(RUNS / name / "log.jsonl")
    log(
        rows=len(rows),
        tokens=sum(len(row.ids) for row in rows),
        planned=sum(len(rows[index].ids) for batch in plan for index in batch),
        batches=len(plan),
        pooling=pooling,
        seed=seed,
    )

    def loss_of(batch: list[int]) -> tuple[Tensor, int]:
        own = [rows[index] for index in batch]
        ids, types, labels = tensors(own)
        return loss(model(ids, types, own[0].task), labels), sum(len(row.ids) for row in own)

    made_of = {"pooling": pooling, "rows": len(rows), "made": made}
    settings = common.Settings(folder=RUNS / name, seed=seed, rate=_RATE, save_every=300.0, notes=made_of, end=end)
    common.run(model, plan, loss_of, settings, log, _hash(rows, plan))


def _prepared(path: Path, millions: float, made: float, rng: random.Random) -> tuple[list[Row], list[list[int]]]:
    """Return the rows and their batches; they are kept, so that a second start need not make them again."""
    if path.is_file():
        kept: tuple[list[Row], list[list[int]]] = pickle.loads(path.read_bytes())
        return kept
    chosen = [e for e in split().train if e.origin.startswith("nli-") or rng.random() < made]
    rows = encoded(chosen)
    plan: list[list[int]] = []
    spent = 0.0
    while spent < millions * 1e6:
        for batch in batches(rows, rng):
            if spent >= millions * 1e6:
                break
            plan.append(batch)
            spent += sum(len(rows[index].ids) for index in batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps((rows, plan)))
    return rows, plan


def _hash(rows: list[Row], plan: list[list[int]]) -> str:
    """Return a hash of the batches, so that a checkpoint is not gone on from with other data."""
    made = hashlib.sha256()
    for batch in plan:
        for index in batch:
            made.update(np.array([rows[index].label, *rows[index].ids], dtype=np.int32).tobytes())
    return made.hexdigest()


def main() -> int:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="claims")
    parser.add_argument("--tokens", type=float, default=4.5, help="millions of tokens to train on")
    parser.add_argument("--pooling", choices=("cls", "mean", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--made", type=float, default=0.55, help="share of the generated examples to use")
    parser.add_argument("--end", type=int, help="end a run that goes on at this step, its rate falling faster")
    given = parser.parse_args()
    train(given.name, millions=given.tokens, pooling=given.pooling, seed=given.seed, made=given.made, end=given.end)
    return 0


if __name__ == "__main__":
    sys.exit(main())
