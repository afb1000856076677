"""Score our own question sets beside simpler systems, and put the tables into README.md and docs/evaluation.md.

python -m benchmarks.tables [--write] [--processes N]

Without --write it only prints. With it, the floors of each set rise to what was measured, benchmarks/results.json keeps
the figures, and the documents get their tables from that file. A set below its floor stops the run: nothing is written.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import readme
from bot.evaluate.measures import LESS_IS_BETTER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
DOCUMENT = ROOT / "docs" / "evaluation.md"
#: The names of our own rows, with the trained reader and without it, and of the marker in both documents.
OURS, RULES, MARKER = "whosays", "whosays, rules alone", "answers"
BASELINES = ("majority", "single-passage", "no-attribution", "similarity", "llama-index")
#: Measure → column. Few, because a reader compares rows: docs/evaluation.md defines all of them.
COLUMNS = {
    "state accuracy": "state",
    "differs F1": "differs F1",
    "differs false alarms": "false alarms ↓",
    "answer F1": "answer F1",
    "position F1": "positions F1",
    "outlet F1": "outlets F1",
    "speaker F1": "speakers F1",
    "citation recall": "citations R",
    "abstention F1": "abstention F1",
}
#: Columns of the README, which has less room.
_BRIEF = ("state accuracy", "differs F1", "differs false alarms", "position F1", "outlet F1", "speaker F1")
#: Kept in the results and told in the README's first line; not a column, for it is 100 or the run fails.
_PROMISED = "quotes verbatim"


@dataclass(frozen=True, slots=True)
class Part:
    """Question sets that are scored as one."""

    name: str
    title: str
    #: Below tests/data.
    sets: str
    corpus: str | None
    #: Of the rules alone.
    floors: str

    @property
    def floors_reader(self) -> str:
        """The floors with the trained reader, as whosays answers by default."""
        return self.floors.replace("floors", "floors-reader")


PARTS = (
    Part("seeds", "the bundled sample: a smoke test, not an accuracy", "seeds_gold.jsonl", None, "floors.json"),
    Part("events", "used while mending", "events/*/questions.jsonl", "events", "events/floors.json"),
    Part(
        "held-out events", "nobody looks into them", "events/frozen/*/questions.jsonl",
        "events/frozen", "events/frozen/floors.json",
    ),
)  # fmt: skip


class WorseError(RuntimeError):
    """A set cannot be scored, or is below its floor."""


def main(argv: list[str] | None = None) -> int:
    """Score every part; print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="raise the floors, keep the figures, write the tables")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    options = parser.parse_args(argv)
    try:
        results = {part.name: measured(part, options.processes, update=options.write) for part in PARTS}
    except WorseError as error:
        print(f"tables: {error}", file=sys.stderr)
        return 1
    print(table(results))
    if options.write:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        write(results)
    return 0


def write(results: Json) -> None:
    """Put the tables into both documents."""
    readme.put(MARKER, section(results, brief=True))
    readme.put(MARKER, section(results), DOCUMENT)


def measured(part: Part, processes: int, *, update: bool) -> dict[str, Any]:
    """Run `whosays evaluate` on one part, with and without the trained reader; return the figures that are kept.

    Raises:
        WorseError: it fails, or a measure is below its floor.
    """
    alone = _run(part, ["--no-models"], part.floors, processes, update=update)
    found = _run(part, [], part.floors_reader, processes, update=update, baselines=BASELINES)
    others = {name: one["measures"] for name, one in found["baselines"].items()}
    return kept(found, {OURS: found["measures"], RULES: alone["measures"], **others})


def _run(
    part: Part, options: Sequence[str], floors: str, processes: int, *, update: bool, baselines: Sequence[str] = ()
) -> Json:
    data = ROOT / "tests" / "data"
    with tempfile.TemporaryDirectory(prefix="whosays-tables-") as folder:
        out = Path(folder) / "out.json"
        argv = [sys.executable, "-m", "bot.cli", *options, "evaluate", *map(str, sorted(data.glob(part.sets)))]
        argv += ["--corpus", str(data / part.corpus)] if part.corpus else []
        argv += ["--floors", str(data / floors), *(["--update"] if update else [])]
        argv += ["--json", str(out), "--workers", str(processes)]
        for name in baselines:
            argv += ["--baseline", name]
        ran = subprocess.run(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if ran.returncode:
            raise WorseError(f"{part.name}: {ran.stderr.strip()}")
        document: Json = json.loads(out.read_text("utf-8"))
        return document


def kept(found: Json, systems: Mapping[str, Json]) -> dict[str, Any]:
    """Return what the tables need of a run's document and of the measures of every system."""
    names = (*COLUMNS, _PROMISED)
    return {
        "sets": [one["sha256"] for one in found["sets"]],
        "questions": len(found["questions"]),
        "articles": sum(corpus["articles"] for corpus in found["corpora"].values()),
        "intervals": {name: found["intervals"][name] for name in names if name in found["intervals"]},
        "systems": {system: {name: values[name] for name in names} for system, values in systems.items()},
    }


def section(results: Json, *, brief: bool = False) -> str:
    """Return what stands between the markers; brief is the README's."""
    sets = "\n".join(f"- *{part.name}*: {_size(results[part.name])}; {part.title}" for part in PARTS)
    held = all(results[part.name]["systems"][OURS][_PROMISED] == 1 for part in PARTS)
    quotes = "Every quote is word for word." if held else "Not every quote is word for word."
    return (
        "`python -m benchmarks.tables --write`: shares in percent, ours with 95 % intervals (bootstrap over questions); "
        f"the other rows are simpler systems on the same index, which read by the rules. {quotes}\n\n{sets}\n\n{table(results, brief=brief)}"
    )


def _size(found: Json) -> str:
    events = f" in {len(found['sets'])} invented events" if len(found["sets"]) > 1 else ""
    return f"{found['questions']} questions on {found['articles']} articles{events}"


def table(results: Json, *, brief: bool = False) -> str:
    """Return every system on every part, one row each; brief has fewer measures, and only ours on the sample."""
    rows, names = [], _BRIEF if brief else tuple(COLUMNS)
    for part in PARTS:
        found = results[part.name]
        systems = {OURS: found["systems"][OURS]} if brief and part is PARTS[0] else found["systems"]
        for system, values in systems.items():
            ends = found["intervals"] if system == OURS else {}
            cells = [_cell(values[name], ends.get(name), best=_best(systems, name)) for name in names]
            rows.append([part.name if system == OURS else "", system, *cells])
    head, rule, *body = readme.table(["set", "system", *(COLUMNS[name] for name in names)], rows).splitlines()
    return "\n".join([head, rule.replace("---:", "---", 1), *body])


def _best(systems: Mapping[str, Json], name: str) -> float | None:
    """Return the best value of a column; false alarms have none, for whoever never sees a difference raises none."""
    values = [values[name] for values in systems.values() if values[name] is not None]
    return max(values) if len(systems) > 1 and values and name not in LESS_IS_BETTER else None


def _cell(value: float | None, ends: Sequence[float] | None, *, best: float | None) -> str:
    if value is None:
        return "–"
    shown = f"**{100 * value:.1f}**" if value == best else f"{100 * value:.1f}"
    return f"{shown} ({100 * ends[0]:.0f}–{100 * ends[1]:.0f})" if ends else shown


if __name__ == "__main__":
    sys.exit(main())
