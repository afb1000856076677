"""Train the tagger of speakers, source, cue and content token by token, and judge it beside the rules on PolNeAR dev.

Usage: `python -m training.tagger [--run NAME] [--seed N] [--rows N] [--epochs N] [--start RUN]`. The data folder is
WHOSAYS_DATA. Nothing is trained or chosen on PolNeAR: the threshold for cues comes from rows kept aside. A done run is only judged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks import polnear
from benchmarks.data import folder, rows
from training import common, reader_data, tagger_data, tagger_scores
from training.export_onnx import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from benchmarks.polnear import Predicted, Ranges
    from corpus.types import Article
    from index.types import Sentence

RUNS = Path(__file__).parent / "runs"
MAX_TOKENS = 128
BATCH_ROWS = 32
RATE = 1e-4
HELD_ROWS = 800  # kept aside for the threshold
#: 0 is outside; each kind has a first and a further token.
LABELS = 1 + 2 * len(tagger_data.KINDS)
_CUE = 1 + 2 * tagger_data.KINDS.index("cue")
_IGNORED = -100  # what cross_entropy leaves out: [CLS], [SEP] and padding
_GRID = tuple(step / 20 for step in range(1, 20))
Tagged = tuple[tagger_data.Kind, int, int]


class Tagger(nn.Module):
    """The encoder with a label for every token."""

    def __init__(self, encoder: common.Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.label = nn.Linear(WIDTH, LABELS)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits of the labels, (rows, length, labels)."""
        return self.label(self.encoder(ids, torch.zeros_like(ids)).float())  # type: ignore[no-any-return]


def new(start: str | None = None) -> Tagger:
    """Return the tagger before training, its encoder the published one or that of a run of the reader.

    Raises:
        FileNotFoundError: there is no such run, or it is not done.
    """
    encoder = common.pretrained()
    if start is not None:
        weights, _ = common.weights_of(RUNS / start)
        name = "encoder."
        encoder.load_state_dict({k.removeprefix(name): v for k, v in weights.items() if k.startswith(name)})
    model = Tagger(encoder)
    model.encoder.bfloat16()
    return model


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as token ids with their labels."""

    ids: NDArray[np.int32]
    labels: NDArray[np.int32]


def labels_of(offsets: Sequence[tuple[int, int]], spans: Sequence[Tagged]) -> list[int]:
    """Return the label of each token; where spans overlap, a cue goes before a source and that before content."""
    labels = [0] * len(offsets)
    for kind in ("content", "source", "cue"):
        for _, start, end in (span for span in spans if span[0] == kind):
            inside = [at for at, (a, b) in enumerate(offsets) if a < end and b > start]
            for at in inside:
                labels[at] = 1 + 2 * tagger_data.KINDS.index(kind) + (at != inside[0])
    return labels


def examples(found: Sequence[tagger_data.Row], words: Tokenizer) -> list[Example]:
    """Return the rows as tokens, cut to MAX_TOKENS."""
    out = []
    for row, encoding in zip(found, words.encode_batch([row.text for row in found]), strict=True):
        labels = [*[_IGNORED, *labels_of(encoding.offsets[1:-1], row.spans)][: MAX_TOKENS - 1], _IGNORED]
        ids = [*encoding.ids[: len(labels) - 1], common.SEP]
        out.append(Example(np.array(ids, np.int32), np.array(labels, np.int32)))
    return out


def loss(model: Tagger, batch: Sequence[Example]) -> tuple[Tensor, int]:
    """Return the batch's loss and its number of tokens."""
    logits = model(common.padded([one.ids for one in batch]))
    labels = common.padded([one.labels for one in batch], _IGNORED)
    total = functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=_IGNORED)
    return total, sum(len(one.ids) for one in batch)


# -- reading -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reading:
    """A trained tagger that reads sentences; one at a time, so that a result does not depend on the others."""

    model: Tagger
    words: Tokenizer
    #: The probability from which a token is one of a cue.
    threshold: float = 0.5
    #: Spans by sentence: judging asks for each of them four times.
    _tagged: dict[str, list[Tagged]] = field(default_factory=dict)

    def probabilities(self, text: str) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
        """Return the probabilities of each token's labels, and where the tokens stand."""
        encoding = self.words.encode(text)
        ids = encoding.ids[: MAX_TOKENS - 1]
        ids = ids if len(ids) == len(encoding.ids) else [*ids, common.SEP]
        with torch.inference_mode():
            found = self.model(torch.tensor([ids])).softmax(-1)[0, 1:-1].numpy()
        return found, encoding.offsets[1 : len(found) + 1]

    def tag(self, text: str) -> list[Tagged]:
        """Return the spans of a sentence."""
        if text not in self._tagged:
            self._tagged[text] = spans_of(text, *self.probabilities(text), self.threshold)
        return self._tagged[text]

    def predict(self, article: Article, sentences: Sequence[Sentence]) -> list[list[Predicted]]:
        """Return the cue and source spans of each sentence, as `benchmarks.polnear` wants them."""
        del article
        return [[] if one.boilerplate else pairs(one.text, one.start, self.tag(one.text)) for one in sentences]

    def after_rules(self, article: Article, sentences: Sequence[Sentence]) -> list[list[Predicted]]:
        """Return what the rules find, and what the tagger does where they find nothing in a sentence."""
        found = zip(sentences, polnear.by_rules(article, sentences), strict=True)
        return [by_rules or self.predict(article, [one])[0] for one, by_rules in found]


def spans_of(
    text: str, found: NDArray[np.float32], offsets: Sequence[tuple[int, int]], threshold: float
) -> list[Tagged]:
    """Return the runs of whole words of one kind; a token is of a cue from the threshold on, else what is likeliest."""
    out: list[Tagged] = []
    for row, (start, end) in zip(found, offsets, strict=True):
        rest = row.copy()
        rest[_CUE : _CUE + 2] = 0
        label = _CUE if row[_CUE] + row[_CUE + 1] >= threshold else int(rest.argmax())
        if not label:
            continue
        kind = tagger_data.KINDS[(label - 1) // 2]
        # A word is one token or several: its other pieces belong to it, whatever their labels.
        while start and text[start - 1 : start + 1].isalnum():
            start -= 1
        while text[end - 1 : end + 1].isalnum() and end < len(text):
            end += 1
        # Two sources hardly ever adjoin, so that first and further tokens go on alike.
        if out and out[-1][0] == kind and start - out[-1][2] <= 1:
            out[-1] = (kind, out[-1][1], max(end, out[-1][2]))
        else:
            out.append((kind, start, end))
    return out


def pairs(text: str, base: int, spans: Sequence[Tagged]) -> list[Predicted]:
    """Return each cue with the nearest source of its sentence, the one before where two are as near."""
    sources = [(start, end) for kind, start, end in spans if kind == "source"]
    out: list[Predicted] = []
    for _, start, end in (span for span in spans if span[0] == "cue"):
        near = min(sources, key=lambda s: (max(s[0] - end, start - s[1]), s[0]), default=None)
        source: Ranges = [[base + near[0], base + near[1]]] if near else []
        out.append(([[base + start, base + end]], source, polnear.head_lemma(text[start:end])))
    return out


def chosen_threshold(reading: Reading, held: Sequence[tagger_data.Row]) -> tuple[float, float]:
    """Return the threshold with the best F1 of cues on the rows kept aside, and that F1."""
    read = [(row, *reading.probabilities(row.text)) for row in held]
    scores = []
    for threshold in _GRID:
        right = count = gold = 0
        for row, found, offsets in read:
            cues = [span for span in spans_of(row.text, found, offsets, threshold) if span[0] == "cue"]
            wanted = [span for span in row.spans if span[0] == "cue"]
            right += sum(any(a < y and x < b for _, x, y in cues) for _, a, b in wanted)
            count, gold = count + len(cues), gold + len(wanted)
        scores.append((2 * right / max(1, count + gold), threshold))
    best = max(scores)
    return best[1], best[0]


def train(run: str, seed: int, count: int, epochs: int, start: str | None) -> None:
    """Train one run into its folder and judge it."""
    rng = common.seeded(seed)
    log = common.Log(RUNS / run / "train.log")
    words = common.published_tokenizer()
    parts = reader_data.split(reader_data.load())
    found = tagger_data.rows_of(parts["train"], count, rng)
    held = tagger_data.rows_of([*parts["calibration"], *parts["test"]], HELD_ROWS, random.Random(seed))
    made = examples(found, words)
    order = []
    for _ in range(epochs):
        order += [[made[at] for at in batch] for batch in common.by_length([len(e.ids) for e in made], BATCH_ROWS, rng)]
    log(rows=len(found), kinds=tagger_data.kinds(found), held=len(held), tokens=sum(len(e.ids) for e in made))
    data = hashlib.sha256(b"".join(e.ids.tobytes() + e.labels.tobytes() for b in order for e in b)).hexdigest()
    model = new(start)
    settings = common.Settings(RUNS / run, seed=seed, rate=RATE, notes={"start": start, "rows": len(found)})
    weights = common.run(model, order, lambda batch: loss(model, batch), settings, log, data)
    model.float().load_state_dict(weights)
    model.eval()
    reading = Reading(model, words)
    reading.threshold, f1 = chosen_threshold(reading, held)
    log(threshold=reading.threshold, held_cue_f1=f1)
    dev = [row for row in rows(folder() / "train" / "polnear.jsonl.gz") if row["split"] == "dev"]
    systems = {"rules": polnear.by_rules, "tagger": reading.predict, "rules, then tagger": reading.after_rules}
    errors = tagger_scores.judge(systems, dev, log)
    (RUNS / run / "errors.json").write_text(json.dumps(errors), encoding="utf-8")


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the tagger of speakers and judge it beside the rules.")
    parser.add_argument("--run", default="tagger", help="name of the folder under training/runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=7000)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--start", help="the run of the reader whose encoder is started from; else the published one")
    options = parser.parse_args()
    return common.exit_code(lambda: train(options.run, options.seed, options.rows, options.epochs, options.start))


if __name__ == "__main__":
    sys.exit(main())
