"""`whosays evaluate`: question sets in; a table, a JSON file, a report and floors out."""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import homes
from bot.cli.console import warn
from bot.errors import Exit, UsageError
from bot.evaluate import floors as floor_file
from bot.evaluate import gold
from bot.evaluate.measures import LESS_IS_BETTER, PROMISED, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.cli.console import Session
    from bot.evaluate.answering import Given, Model
    from bot.evaluate.score import Result
    from corpus.types import Article

    Json = Mapping[str, Any]
    Corpora = Mapping[str, tuple[Article, ...]]

#: The value of `corpus` in a row that means the bundled sample.
_SEEDS = "seeds"
#: The folder of articles of one event, beside its question set.
_ARTICLES = "articles"
#: Changed questions that are told on the screen; `--json` has them all.
_MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `evaluate` as given."""

    files: tuple[Path, ...]
    corpus: tuple[Path, ...] = ()
    out: Path | None = None
    floors: Path | None = None
    update: bool = False
    errors: bool = False
    report: Path | None = None
    baselines: tuple[str, ...] = ()
    against: Path | None = None
    encoder: bool = True
    workers: int | None = None


def run(session: Session, request: Request) -> int:
    """Validate, answer, score; the exit code is 7 below a floor, or where a quote is not word for word."""
    if request.update and request.floors is None:
        raise UsageError("--update raises the floors of a file: add --floors FILE")
    # What cannot be used would waste the run, so it is found out first.
    floors, ceilings = _limits(request)
    old = _old(request)
    for path in (request.out, request.report):
        if path is not None and not path.absolute().parent.is_dir():
            raise UsageError(f"no folder {path.absolute().parent}: make it first")
    rows, corpora = _questions(session, request)
    gold.validate(rows, corpora)
    data = _measured(session, request, rows, corpora)
    if old is not None:
        from bot.evaluate.compare import compare

        data = {**data, "against": {"file": request.against.name if request.against else "", **compare(old, data)}}
    _show(session, data, errors=request.errors)
    _write(session, request, data)
    return _verdict(request, data, floors, ceilings)


def _limits(request: Request) -> tuple[dict[str, float], dict[str, float]]:
    if request.floors is None:
        return {}, {}
    if request.floors.exists():
        digest = floor_file.digest(request.files)
        return floor_file.read(request.floors, digest), floor_file.ceilings(request.floors, digest)
    if not request.update:
        raise UsageError(f"no file {request.floors}: --update writes it")
    return {}, {}


def _old(request: Request) -> dict[str, Any] | None:
    if request.against is None:
        return None
    from bot.evaluate.compare import read

    return read(request.against)


def _questions(session: Session, request: Request) -> tuple[list[dict[str, Any]], dict[str, tuple[Article, ...]]]:
    """Return the questions and the articles of each value of `corpus` in them."""
    for path in request.corpus:
        if not path.exists():
            raise UsageError(f"no file or folder {path}")
    rows: list[dict[str, Any]] = []
    folders: dict[str, tuple[Path, ...]] = {}
    for file in request.files:
        for row in gold.read(file):
            name = str(row.get("corpus", ""))
            places = () if name == _SEEDS else _places(request, file, name)
            key = name if folders.setdefault(name, places) == places else f"{name} ({places[0].parent})"
            folders[key] = places
            rows.append({**row, "corpus": key})
    if not rows:
        raise UsageError(f"no questions in {', '.join(map(str, request.files))}")
    return rows, {key: _articles(session, places) for key, places in folders.items()}


def _places(request: Request, file: Path, name: str) -> tuple[Path, ...]:
    """Return where the articles are: the event's folder in --corpus, else --corpus itself, else beside the questions.

    A folder of events never stands for one corpus: another event's articles would answer.
    """
    for path in request.corpus:
        for folder in (path / name / _ARTICLES, path / name):
            if name and name not in (".", "..") and "/" not in name and folder.is_dir():
                return (folder,)
    plain = tuple(
        path / _ARTICLES if (path / _ARTICLES).is_dir() else path for path in request.corpus if not _events(path)
    )
    if plain:
        return plain
    beside = file.parent / _ARTICLES
    if beside.is_dir():
        return (beside,)
    if request.corpus:
        raise UsageError(f"no folder {name!r} in {', '.join(map(str, request.corpus))}, and none beside {file}")
    raise UsageError("these questions are about other articles than the bundled ones: add --corpus FOLDER")


def _events(path: Path) -> bool:
    """Tell whether a folder holds a folder for each event, and no articles of its own."""
    return path.is_dir() and any((folder / _ARTICLES).is_dir() for folder in path.iterdir())


def _articles(session: Session, places: tuple[Path, ...]) -> tuple[Article, ...]:
    from corpus.load import Refused, load, sample

    if not places:
        return tuple(sample())
    found = list(load(places, homes.registry(session)))
    for item in found:
        if isinstance(item, Refused):
            warn(str(item))
    return tuple(item for item in found if not isinstance(item, Refused))


def _measured(session: Session, request: Request, rows: Sequence[Json], corpora: Corpora) -> dict[str, Any]:
    """Answer every question from its own corpus, in an index made for this run, and score the answers."""
    from bot.evaluate.answering import OURS, Model
    from bot.evaluate.baselines import named
    from bot.evaluate.document import document
    from bot.evaluate.score import score
    from bot.models.chosen import chosen

    for name in request.baselines:
        named(name)
    systems = tuple(dict.fromkeys((OURS, *request.baselines)))
    model = Model(session.settings.embedder, plain=not request.encoder, trained=chosen(session.settings))
    if model.trained is not None:
        model.trained.check()  # figures of the rules alone would pass for those with it
    given, indexing = _answered(session, request, rows, corpora, model, systems)
    texts = {name: {article.id: article.text for article in articles} for name, articles in corpora.items()}
    results: dict[str, list[Result]] = {system: [] for system in systems}
    for row in rows:
        for system in systems:
            found = given[str(row["id"]), system]
            results[system].append(score(row, found.answer, texts[row["corpus"]], found.seconds))
            session.detail(f"{row['id']}: {system}: {found.answer['state']}")
    about = {
        "sets": [_set(file) for file in request.files],
        "corpora": {
            name: {"articles": len(articles), "outlets": len({article.outlet.id for article in articles})}
            for name, articles in corpora.items()
        },
        "encoder": model.open().fingerprint,
        "reader": None if model.trained is None else model.trained.fingerprint,
    }
    data = document(results.pop(OURS), results, about)
    data["timing"] |= indexing
    return data


def _set(file: Path) -> dict[str, Any]:
    return {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def _answered(
    session: Session, request: Request, rows: Sequence[Json], corpora: Corpora, model: Model, systems: tuple[str, ...]
) -> tuple[dict[tuple[str, str], Given], dict[str, float]]:
    from bot.cli.corpus import progress
    from bot.evaluate.answering import CHUNK, run, tasks, workers
    from index.writer import add

    encoder, work = model.open(), []
    processes = workers(request.workers, len(rows) * len(systems))
    most = CHUNK if len(corpora) < processes else len(rows)
    with tempfile.TemporaryDirectory(prefix="whosays-evaluate-") as folder:
        start = time.perf_counter()
        with progress(session, "indexing") as report:
            for number, (name, articles) in enumerate(corpora.items()):
                home = Path(folder) / str(number)
                home.mkdir()
                add(home, articles, encoder)
                work += tasks(home, model, [row for row in rows if row["corpus"] == name], systems, most)
                if report is not None:
                    report(number + 1, len(corpora))
        indexed = time.perf_counter() - start
        with progress(session, "questions") as report:
            given = run(work, processes, report)
        answered = time.perf_counter() - start - indexed
    articles_read = sum(len(articles) for articles in corpora.values())
    timing = {
        "indexing_s": round(indexed, 2),
        "articles_per_second": round(articles_read / max(indexed, 1e-9), 1),
        "answering_s": round(answered, 2),
        "peak_memory_mb": _peak_memory(),
    }
    return {(one.id, one.system): one for one in given}, timing


def _peak_memory() -> float:
    """Return the most memory that this process has held, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)


# -- what is shown -----------------------------------------------------------------------------------------------------


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal; a dash where nothing was there to measure."""
    return "–" if value is None else f"{100 * value:.1f}"


def _show(session: Session, data: Json, *, errors: bool) -> None:
    baselines = data["baselines"]
    rows = [("questions", str(len(data["questions"])), "", *("" for _ in baselines))]
    for section in SECTIONS.values():
        for name in section:
            ends = data["intervals"].get(name)
            value = data["measures"][name]
            interval = f"[{percent(ends[0])}, {percent(ends[1])}]" if ends and value is not None else ""
            label = f"{name} (less is better)" if name in LESS_IS_BETTER else name
            others = (percent(other["measures"][name]) for other in baselines.values())
            rows.append((label, percent(value), interval, *others))
    session.table(("measure", "%", "95% interval", *baselines), rows)
    session.out()
    latency = data["timing"]["latency_ms"]
    session.out("time per question: " + ", ".join(f"{name} {value:g} ms" for name, value in latency.items()))
    if "against" in data:
        _show_changes(session, data["against"])
    if errors:
        _show_errors(session, data["questions"])


def _show_changes(session: Session, against: Json) -> None:
    session.out()
    session.out(f"since {against['file']}:")
    for name, pair in against["measures"].items():
        session.out(f"  {name}: {percent(pair['before'])} → {percent(pair['now'])}{_difference(pair)}")
    for change in against["questions"][:_MOST_CHANGES]:
        # Headlines are long, and follow from the rest.
        told = [line for line in change["changes"] if not line.startswith("headline: ")]
        session.out(f"  {change['id']} ({change['verdict']}): {'; '.join(told) or 'another headline'}")
    left = len(against["questions"]) - _MOST_CHANGES
    if left > 0:
        session.out(f"  … and {left} more questions (--json has them)")
    for word in ("added", "gone"):
        if against[word]:
            session.out(f"  {word}: {', '.join(against[word])}")
    if not any(against[key] for key in ("measures", "questions", "added", "gone")):
        session.out("  nothing changed")


def _difference(pair: Json) -> str:
    if pair["before"] is None or pair["now"] is None:
        return ""
    return f" ({100 * (pair['now'] - pair['before']):+.1f})"


def _show_errors(session: Session, questions: Sequence[Json]) -> None:
    session.out()
    for row in questions:
        if not row["perfect"]:
            counts = row["counts"]
            found = f"{counts['found']}/{counts['gold']} found, {counts['predicted'] - counts['matched']} extra"
            session.out(f"{row['id']}  {row['gold']} -> {row['answer']['state']}; {found}: {row['question']}")


def _write(session: Session, request: Request, data: dict[str, Any]) -> None:
    if request.out is not None:
        from bot.render.json import dumps

        request.out.write_text(dumps(data, indent=1) + "\n", "utf-8")
    if request.report is not None:
        from bot.evaluate.plots import write_plots
        from bot.evaluate.report import html

        request.report.mkdir(exist_ok=True)
        page = request.report / "index.html"
        page.write_text(html(data), "utf-8")
        session.note(f"report: {page}")
        session.note(write_plots(data, request.report))


def _verdict(request: Request, data: Json, floors: Json, ceilings: Json) -> int:
    measured = data["measures"]
    faults = [f"below the floor: {fault}" for fault in floor_file.below(floors, measured)]
    faults += [f"above the ceiling: {fault}" for fault in floor_file.above(ceilings, measured)]
    faults += [
        f"{name}: {measured[name]:.4f}, and every quote has to be word for word (--json names them)"
        for name in PROMISED
        if measured[name] is not None and measured[name] < 1.0 and name not in floors
    ]
    for fault in faults:
        warn(fault)
    if request.floors is not None and request.update:
        better = {name: value for name, value in measured.items() if name not in LESS_IS_BETTER}
        less = {name: value for name, value in measured.items() if name in LESS_IS_BETTER}
        floor_file.write(
            request.floors,
            floor_file.raised(floors, better),
            floor_file.digest(request.files),
            floor_file.lowered(ceilings, less),
        )
    return Exit.BELOW_FLOOR if faults else Exit.OK
