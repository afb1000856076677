"""`whosays evaluate`: question sets in, a table, a JSON file and floors out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import homes
from bot.cli.console import warn
from bot.errors import Exit, UsageError
from bot.evaluate import floors as floor_file
from bot.evaluate import gold
from bot.evaluate.score import Result, measures, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.cli.console import Session
    from corpus.types import Article
    from index.index import Index

#: The value of `corpus` in a row that means the bundled sample.
_SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `evaluate` as given."""

    files: tuple[Path, ...]
    corpus: tuple[Path, ...] = ()
    out: Path | None = None
    floors: Path | None = None
    update: bool = False
    errors: bool = False


def run(session: Session, request: Request) -> int:
    """Validate, answer, score; the exit code is 7 below a floor."""
    if request.update and request.floors is None:
        raise UsageError("--update raises the floors of a file: add --floors FILE")
    rows = [row for file in request.files for row in gold.read(file)]
    if not rows:
        raise UsageError(f"no questions in {', '.join(map(str, request.files))}")
    corpora = _corpora(session, request, rows)
    gold.validate(rows, corpora)
    results = _results(session, rows, corpora)
    measured = measures(results)
    _show(session, results, measured, errors=request.errors)
    if request.out is not None:
        _write(request.out, results, measured)
    return _floors(request, measured)


def _corpora(session: Session, request: Request, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Article, ...]]:
    """Return the articles for each value of `corpus`: the bundled ones for "seeds", else those of --corpus."""
    from corpus.load import Refused, load, sample

    corpora: dict[str, tuple[Article, ...]] = {}
    for name in sorted({str(row.get("corpus", "")) for row in rows}):
        if name == _SEEDS:
            corpora[name] = tuple(sample())
        elif not request.corpus:
            raise UsageError("these questions are about other articles than the bundled ones: add --corpus FOLDER")
        else:
            found = list(load(request.corpus, homes.registry(session)))
            for item in found:
                if isinstance(item, Refused):
                    warn(str(item))
            corpora[name] = tuple(item for item in found if not isinstance(item, Refused))
    return corpora


def _results(
    session: Session, rows: Sequence[Mapping[str, Any]], corpora: Mapping[str, tuple[Article, ...]]
) -> list[Result]:
    """Answer every question from its own corpus, in an index made for this run."""
    from index.index import Index
    from index.writer import add

    results: list[Result] = []
    model = homes.embedder(session)
    for name, articles in corpora.items():
        texts = {article.id: article.text for article in articles}
        with tempfile.TemporaryDirectory(prefix="whosays-evaluate-") as folder:
            add(Path(folder), articles, model)
            with Index.open(Path(folder), model, one_shot=True) as index:
                chosen = [row for row in rows if str(row.get("corpus", "")) == name]
                results += [score(row, answer, texts) for row, answer in _answers(session, chosen, index)]
    return results


def _answers(
    session: Session, rows: Sequence[Mapping[str, Any]], index: Index
) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    from bot.answer.ask import ask
    from bot.answer.conversation import Conversation, complete
    from bot.render.json import as_dict

    conversations: dict[str, Conversation] = {}
    answers = []
    for row in rows:
        key = row.get("conversation")
        before = None if key is None else conversations.get(str(key), Conversation())
        data = as_dict(ask(row["question"], index, conversation=before))
        if before is not None:
            conversations[str(key)] = before.add(complete(row["question"], before), data)
        session.detail(f"{row['id']}: {data['state']}")
        answers.append((row, data))
    return answers


def _show(session: Session, results: Sequence[Result], measured: Mapping[str, float | None], *, errors: bool) -> None:
    rows = [(name, "–" if value is None else f"{100 * value:.1f}") for name, value in measured.items()]
    session.table(("measure", "%"), [("questions", str(len(results))), *rows])
    if not errors:
        return
    session.out()
    for result in results:
        if not result.perfect:
            counts = result.counts
            found = f"{counts['found']}/{counts['gold']} found, {counts['predicted'] - counts['matched']} extra"
            states = f"{result.question['state']} -> {result.answer['state']}"
            session.out(f"{result.question['id']}  {states}; {found}: {result.question['question']}")


def _write(path: Path, results: Sequence[Result], measured: Mapping[str, float | None]) -> None:
    from bot.render.json import dumps

    rows = [
        {
            "id": result.question["id"],
            "gold": result.question["state"],
            "perfect": result.perfect,
            "counts": dict(result.counts),
            "answer": result.answer,
        }
        for result in results
    ]
    path.write_text(dumps({"measures": dict(measured), "questions": rows}, indent=1) + "\n", "utf-8")


def _floors(request: Request, measured: Mapping[str, float | None]) -> int:
    if request.floors is None:
        return Exit.OK
    data = floor_file.digest(request.files)
    if not request.floors.exists() and not request.update:
        raise UsageError(f"no file {request.floors}: --update writes it")
    floors = floor_file.read(request.floors, data) if request.floors.exists() else {}
    faults = floor_file.below(floors, measured)
    for fault in faults:
        warn(f"below the floor: {fault}")
    if request.update:
        floor_file.write(request.floors, floor_file.raised(floors, measured), data)
    return Exit.BELOW_FLOOR if faults else Exit.OK
