"""What the training scripts share: the encoder, batches by length, the optimiser, checkpoints and the log."""

from __future__ import annotations

import json
import math
import os
import random
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.errors import WhosaysError
from training.export_onnx import EPSILON, HEADS, LAYERS, WIDTH
from training.weights import ExportError, read, source_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

INNER = 1536  # intermediate_size of the published config.json
TOKENS = 30522  # vocabulary
POSITIONS = 512
DROPOUT = 0.1
PAD, CLS, SEP = 0, 101, 102


# -- the encoder, with the parameter names of the published file ------------------------------------------------------


class _Named(nn.Module):
    """A module that only gives its parts their published names."""

    def __init__(self, /, **parts: nn.Module) -> None:
        super().__init__()
        for name, part in parts.items():
            self.add_module(name, part)


def _dropped(hidden: Tensor, training: bool) -> Tensor:
    """Drop whole columns of a text: one draw per text and column, since one per token takes 5 % of the time."""
    if not training:
        return hidden
    kept = torch.rand(hidden.shape[0], 1, hidden.shape[2], device=hidden.device) >= DROPOUT
    return hidden * (kept.to(hidden.dtype) / (1 - DROPOUT))


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        project = {name: nn.Linear(WIDTH, WIDTH) for name in ("query", "key", "value")}
        after = {"dense": nn.Linear(WIDTH, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=EPSILON)}
        self.attention = _Named(self=_Named(**project), output=_Named(**after))
        self.intermediate = _Named(dense=nn.Linear(WIDTH, INNER))
        self.output = _Named(dense=nn.Linear(INNER, WIDTH), LayerNorm=nn.LayerNorm(WIDTH, eps=EPSILON))

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        project: Any = self.attention.self
        after: Any = self.attention.output
        rows, length, _ = hidden.shape
        split = [
            part(hidden).view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (project.query, project.key, project.value)
        ]
        # Spelt out: scaled_dot_product_attention in bfloat16 takes 2.8 times as long on a CPU.
        scores = split[0] * (WIDTH // HEADS) ** -0.5 @ split[1].transpose(-1, -2)
        attended = (scores if mask is None else scores + mask).softmax(-1) @ split[2]
        attended = after.dense(attended.transpose(1, 2).reshape(rows, length, WIDTH))
        hidden = after.LayerNorm(hidden + _dropped(attended, self.training))
        inner = self.output.dense(functional.gelu(self.intermediate.dense(hidden)))  # type: ignore[operator]
        return self.output.LayerNorm(hidden + _dropped(inner, self.training))  # type: ignore[operator, no-any-return]


class Encoder(nn.Module):
    """The encoder of all-MiniLM-L6-v2: token ids and types, (rows, length), to vectors, (rows, length, 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.embeddings = _Named(
            word_embeddings=nn.Embedding(TOKENS, WIDTH),
            position_embeddings=nn.Embedding(POSITIONS, WIDTH),
            token_type_embeddings=nn.Embedding(2, WIDTH),
            LayerNorm=nn.LayerNorm(WIDTH, eps=EPSILON),
        )
        self.encoder = _Named(layer=nn.ModuleList(_Layer() for _ in range(LAYERS)))

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """Return the last layer; padding (id 0) is not attended to."""
        tables: Any = self.embeddings
        hidden = tables.word_embeddings(ids) + tables.token_type_embeddings(types)
        hidden = tables.LayerNorm(hidden + tables.position_embeddings.weight[: ids.shape[1]])
        hidden = _dropped(hidden, self.training)
        padding = ids.eq(PAD)
        mask = None
        if bool(padding.any()):
            mask = torch.zeros(padding.shape, dtype=hidden.dtype, device=ids.device)
            mask = mask.masked_fill(padding, torch.finfo(hidden.dtype).min)[:, None, None, :]
        layers: Any = self.encoder.layer
        for layer in layers:
            hidden = layer(hidden, mask)
        return hidden  # type: ignore[no-any-return]


def pretrained() -> Encoder:
    """Return the encoder with the published weights.

    Raises:
        ExportError: they are missing or not the ones that were checked.
    """
    import safetensors.torch

    encoder = Encoder()
    weights = safetensors.torch.load(read(source_folder(), "model.safetensors"))
    wanted = set(encoder.state_dict())
    encoder.load_state_dict({name: value for name, value in weights.items() if name in wanted})
    return encoder


def published_tokenizer() -> Tokenizer:
    """Return the published tokenizer, without truncation and padding."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_str(read(source_folder(), "tokenizer.json").decode("utf-8"))
    found.no_padding()
    found.no_truncation()
    return found


def pair(tokenizer: Tokenizer, first: str, second: str, max_tokens: int) -> tuple[list[int], list[int]]:
    """Return token ids and types of "[CLS] first [SEP] second [SEP]", the second text cut to fit."""
    left = tokenizer.encode(first, add_special_tokens=False).ids
    right = tokenizer.encode(second, add_special_tokens=False).ids[: max(0, max_tokens - len(left) - 3)]
    return [CLS, *left, SEP, *right, SEP], [0] * (len(left) + 2) + [1] * (len(right) + 1)


# -- batches -----------------------------------------------------------------------------------------------------------


def by_length(lengths: Sequence[int], size: int, rng: random.Random, spread: int = 50) -> list[list[int]]:
    """Return batches of `size` indices in random order, each of items of similar length.

    Batches are cut from shuffled stretches of `size * spread` items, so that lengths in the run stay mixed.
    """
    order = list(range(len(lengths)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), size * spread):
        stretch = sorted(order[start : start + size * spread], key=lambda index: lengths[index])
        batches += [stretch[at : at + size] for at in range(0, len(stretch), size)]
    rng.shuffle(batches)
    return batches


def padded(rows: Sequence[Sequence[int] | NDArray[np.int32]], fill: int = PAD) -> Tensor:
    """Return the rows as one array, shorter ones filled up."""
    width = max(map(len, rows))
    array = np.full((len(rows), width), fill, dtype=np.int64)
    for at, row in enumerate(rows):
        array[at, : len(row)] = row
    return torch.from_numpy(array)


# -- optimiser ---------------------------------------------------------------------------------------------------------


class MasterAdamW:
    """AdamW in 32-bit floats for a model in bfloat16, with a linear schedule that ends at zero.

    The model computes in bfloat16; the optimiser keeps its weights in 32 bits, so that small steps are not lost.
    """

    def __init__(
        self,
        model: nn.Module,
        *,
        rate: float,
        steps: int,
        warm_up: float = 0.06,
        decay: float = 0.01,
        clip: float = 1.0,
    ) -> None:
        self.model, self.rate, self.steps, self.warm_up, self.clip = model, rate, steps, warm_up, clip
        self.step_number = 0
        # Where a shortened run left the schedule: the step, and the share of the rate it had there.
        self._left: tuple[int, float] | None = None
        self._own = [p for p in model.parameters() if p.requires_grad]
        self._master = [p.detach().clone().float().requires_grad_() for p in self._own]
        matrices = [m for m in self._master if m.ndim > 1]
        others = [m for m in self._master if m.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
        self._optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8, foreach=False, fused=True)

    def factor(self) -> float:
        """Return the share of the full rate that the next step has."""
        if self._left is not None:
            at, share = self._left
            return max(0.0, share * (self.steps - self.step_number) / max(1, self.steps - at))
        warm = max(1, math.ceil(self.warm_up * self.steps))
        if self.step_number < warm:
            return (self.step_number + 1) / warm
        return max(0.0, (self.steps - self.step_number) / max(1, self.steps - warm))

    def shorten(self, steps: int) -> None:
        """Let the rate fall from where it is to zero at an earlier step than planned."""
        if self.step_number < steps < self.steps:
            self._left, self.steps = (self.step_number, self.factor()), steps

    def step(self) -> float:
        """Apply and clear the gradients; return their norm."""
        for own, master in zip(self._own, self._master, strict=True):
            master.grad = None if own.grad is None else own.grad.float()
            own.grad = None
        norm = torch.nn.utils.clip_grad_norm_(self._master, self.clip)
        for group in self._optimiser.param_groups:
            group["lr"] = self.rate * self.factor()
        self._optimiser.step()
        self.step_number += 1
        with torch.no_grad():
            for own, master in zip(self._own, self._master, strict=True):
                own.copy_(master)
        return float(norm)

    def weights(self) -> dict[str, Tensor]:
        """Return the model's weights in 32-bit floats."""
        state = {name: value.detach().float().clone() for name, value in self.model.state_dict().items()}
        names = [name for name, p in self.model.named_parameters() if p.requires_grad]
        state.update({name: m.detach().clone() for name, m in zip(names, self._master, strict=True)})
        return state

    def state(self) -> dict[str, Any]:
        """Return what `load` needs to go on."""
        return {
            "step": self.step_number,
            "steps": self.steps,
            "left": self._left,
            "master": self._master,
            "optimiser": self._optimiser.state_dict(),
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.step_number, self.steps = state["step"], state.get("steps", self.steps)
        left = state.get("left")
        self._left = None if left is None else (left[0], left[1])
        self._optimiser.load_state_dict(state["optimiser"])
        with torch.no_grad():
            for own, master, saved in zip(self._own, self._master, state["master"], strict=True):
                master.copy_(saved)
                own.copy_(saved)


# -- runs --------------------------------------------------------------------------------------------------------------


def seeded(seed: int) -> random.Random:
    """Seed everything that draws, use one thread, and return a generator of its own."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    return random.Random(seed)


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that a crash leaves either the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


def weights_of(folder: Path, *, checkpoint: bool = False) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return a run's weights in 32-bit floats, and how they came about.

    A run that is not done has only its last checkpoint.

    Raises:
        FileNotFoundError: there is no such run, or it is not done.
    """
    path = folder / ("checkpoint.pt" if checkpoint else "weights.pt")
    if (state := load(path)) is None:
        raise FileNotFoundError(f"no {path}: train first, or take the checkpoint")
    return state["weights"], state["facts"]


def load(path: Path) -> dict[str, Any] | None:
    """Return a checkpoint, or nothing when there is none yet."""
    if not path.is_file():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs beside its data."""

    folder: Path
    seed: int = 1
    rate: float = 1e-4
    save_every: float = 600.0  # seconds between checkpoints
    #: What else the run should remember of itself.
    notes: dict[str, Any] = field(default_factory=dict)
    #: End a run that goes on at this step instead of at the planned one, the rate falling faster.
    end: int | None = None


def exit_code(action: Callable[[], None]) -> int:
    """Run a script's work; where something that it needs is missing, say so in one line instead of a traceback."""
    try:
        action()
    except (FileNotFoundError, ExportError, WhosaysError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


class Log:
    """One line of JSON per report, on the screen and in a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._started = path, time.time()

    def __call__(self, **facts: object) -> None:
        """Write the facts with the seconds since the start and the CPU seconds used."""
        line = {"s": round(time.time() - self._started, 1), "cpu_s": round(time.process_time(), 1), **facts}
        text = json.dumps({k: round(v, 5) if isinstance(v, float) else v for k, v in line.items()})
        print(text, flush=True)
        with self._path.open("a", encoding="utf-8") as log:
            log.write(text + "\n")


def run(
    model: nn.Module,
    batches: Sequence[Any],
    loss_of: Callable[[Any], tuple[Tensor, int]],
    settings: Settings,
    log: Log,
    data: str,
) -> dict[str, Tensor]:
    """Train over the batches, once, and return the weights in 32-bit floats.

    `loss_of` returns a batch's loss and how many tokens it had. A checkpoint in the folder is gone on from: random
    draws go on where they stopped. `data` is a hash of the batches.

    Raises:
        ValueError: the checkpoint was made with other data.
    """
    model.train()
    optimiser = MasterAdamW(model, rate=settings.rate, steps=len(batches))
    path = settings.folder / "checkpoint.pt"
    if (kept := load(path)) is not None:
        if kept["data"] != data:
            raise ValueError(f"{path} was made with other data; remove it or name another run")
        optimiser.load(kept["optimiser"])
        torch.set_rng_state(kept["rng"])
        if settings.end is not None:
            optimiser.shorten(settings.end)
        log(resumed=optimiser.step_number, of=optimiser.steps)
    saved = reported = time.time()
    cpu, tokens, total, count = time.process_time(), 0, 0.0, 0
    for batch in batches[optimiser.step_number : optimiser.steps]:
        loss, seen = loss_of(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        tokens, total, count = tokens + seen, total + float(loss.detach()), count + 1
        if time.time() - reported > 30 or optimiser.step_number == optimiser.steps:  # seconds
            now = time.process_time()
            log(
                step=optimiser.step_number,
                of=optimiser.steps,
                loss=total / count,
                tokens_per_cpu_s=round(tokens / (now - cpu)),
            )
            reported, cpu, tokens, total, count = time.time(), now, 0, 0.0, 0
        if time.time() - saved > settings.save_every:
            save(path, _state(optimiser, settings, data))
            saved = time.time()
    save(path, _state(optimiser, settings, data))
    weights = optimiser.weights()
    save(settings.folder / "weights.pt", {"weights": weights, "facts": _facts(optimiser, settings, data)})
    return weights


def _facts(optimiser: MasterAdamW, settings: Settings, data: str) -> dict[str, Any]:
    return {
        "seed": settings.seed,
        "rate": settings.rate,
        "step": optimiser.step_number,
        "of": optimiser.steps,
        "data_sha256": data,
        "torch": str(torch.__version__),
        **settings.notes,
    }


def _state(optimiser: MasterAdamW, settings: Settings, data: str) -> dict[str, Any]:
    """Return what a checkpoint holds."""
    return {
        "optimiser": optimiser.state(),
        "rng": torch.get_rng_state(),
        "data": data,
        "weights": optimiser.weights(),
        "facts": _facts(optimiser, settings, data),
    }
