"""Questions answered by one system or several, on one process or several; who works on what changes no answer."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.answer.ask import AskOptions, ask
from bot.answer.conversation import Conversation, complete
from bot.evaluate.baselines import named
from bot.render.json import as_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.models.chosen import Chosen
    from index.index import Index
    from index.types import Embedder

    Json = Mapping[str, Any]

#: The system that is measured; the others are baselines.
OURS = "whosays"
#: Questions from which several processes answer sooner than one: a process takes half a second to start.
_MANY = 96
#: Questions about one corpus given to a process at a time, where there are fewer corpora than processes. Elsewhere a
#: process takes all of a corpus: two that share one both read its articles, and gain nothing.
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Model:
    """Which encoder; small enough to be sent to another process, where it is opened."""

    #: None is the bundled one.
    name: str | None = None
    #: No encoder at all: words only.
    plain: bool = False
    #: The trained reader; None leaves everything to the rules.
    trained: Chosen | None = None

    def open(self) -> Embedder:
        """Return the encoder."""
        if self.plain:
            from bot.evaluate.plain import WordVectors

            return WordVectors()
        from index.embedders import embedder

        return embedder(self.name)


@dataclass(frozen=True, slots=True)
class Task:
    """Questions about one corpus; the turns of a conversation stay together."""

    home: Path
    model: Model
    rows: tuple[Json, ...]
    systems: tuple[str, ...] = (OURS,)


@dataclass(frozen=True, slots=True)
class Given:
    """What a system answered."""

    id: str
    system: str
    answer: dict[str, Any]
    seconds: float


def tasks(home: Path, model: Model, rows: Sequence[Json], systems: Sequence[str], most: int = CHUNK) -> list[Task]:
    """Cut the questions about one corpus into tasks of about `most`, conversations whole."""
    units: dict[str, list[Json]] = {}
    for row in rows:
        key = row.get("conversation")
        units.setdefault(f"c{key}" if key is not None else f"q{row['id']}", []).append(row)
    out: list[list[Json]] = []
    for unit in units.values():
        if not out or len(out[-1]) >= most:
            out.append([])
        out[-1] += unit
    return [Task(home, model, tuple(part), tuple(systems)) for part in out]


def workers(wanted: int | None, questions: int) -> int:
    """Return how many processes to use: as wanted, else all cores where there are many questions."""
    if wanted is not None:
        return max(1, wanted)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if questions >= _MANY else 1


def run(given: Sequence[Task], processes: int, done: Callable[[int, int], None] | None = None) -> list[Given]:
    """Return what every system answers, in the order of the tasks."""
    whole, out = sum(len(task.rows) for task in given), list[Given]()
    ready = 0
    for task, part in zip(given, _parts(given, processes), strict=True):
        out += part
        ready += len(task.rows)
        if done is not None:
            done(ready, whole)
    return out


def _parts(given: Sequence[Task], processes: int) -> Iterator[list[Given]]:
    if processes < 2 or len(given) < 2:
        yield from map(answer, given)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not forked: the encoder's runtime has threads, which a fork would lose half-way.
    with ProcessPoolExecutor(min(processes, len(given)), get_context("spawn")) as pool:
        yield from pool.map(answer, given)


def answer(task: Task) -> list[Given]:
    """Answer the questions of one task."""
    from index.index import Index

    with Index.open(task.home, _encoder(task.model), one_shot=True) as index:
        return list(_answers(task, index))


@lru_cache(maxsize=1)
def _encoder(model: Model) -> Embedder:
    return model.open()


def _answers(task: Task, index: Index) -> Iterator[Given]:
    conversations: dict[str, Conversation] = {}
    for row in task.rows:
        key = None if row.get("conversation") is None else str(row["conversation"])
        before = None if key is None else conversations.get(key, Conversation())
        for system in task.systems:
            start = time.perf_counter()
            data = _ask(system, row["question"], index, before, AskOptions(trained=task.model.trained))
            yield Given(str(row["id"]), system, data, time.perf_counter() - start)
            if system == OURS and key is not None and before is not None:
                conversations[key] = before.add(complete(row["question"], before), data)


def _ask(system: str, question: str, index: Index, before: Conversation | None, options: AskOptions) -> dict[str, Any]:
    if system == OURS:
        return as_dict(ask(question, index, options=options, conversation=before))
    return named(system)(complete(question, before), index)
