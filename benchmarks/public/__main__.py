"""Run the public test sets and print our figures beside the published ones."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import data, readme
from benchmarks.public import (
    attribution,
    gun_violence,
    multihop_rag,
    nanco,
    qacc,
    ramdocs,
    realtimeqa,
    table,
    wikicontradict,
)
from benchmarks.public.types import Options, Suite
from bot.errors import QuestionSetError
from bot.evaluate import floors
from bot.models.chosen import Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.types import Result

DOCUMENT = readme.README.parent / "docs" / "evaluation.md"
#: Exit code below a floor, as of `whosays evaluate`.
_WORSE = 7
SUITES = (
    Suite("qacc", qacc.run, ("eval_dev/qacc_dev.jsonl",)),
    Suite("wikicontradict", wikicontradict.run, ("eval_dev/wikicontradict_dev.jsonl",)),
    Suite("ramdocs", ramdocs.run, ("eval_dev/ramdocs_dev.jsonl",)),
    Suite("realtimeqa", realtimeqa.run, ("eval_dev/realtimeqa_dev.jsonl.gz",)),
    Suite(
        "multihop",
        multihop_rag.run,
        ("eval_dev/multihop_rag/queries_dev.jsonl", "eval_dev/multihop_rag/corpus.jsonl.gz"),
    ),
    Suite("nanco", nanco.run, ("train/answer_groups.jsonl",)),
    Suite("gva", gun_violence.run, ("train/gva_dev.jsonl.gz",)),
    Suite("polnear", attribution.run, ("train/polnear.jsonl.gz",)),
)


def main(argv: list[str] | None = None) -> int:
    """Run the sets that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public", description=__doc__)
    names = [suite.name for suite in SUITES]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"sets to run: {', '.join(names)} (default: all)")
    parser.add_argument("--data", type=Path, default=data.folder(), help="the data folder (default: $WHOSAYS_DATA)")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions or articles of each set")
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="keep the index of multihop here for the next run")
    parser.add_argument("--no-models", action="store_true", help="answer by rules alone, without the trained reader")
    parser.add_argument("--readme", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="fail where a figure is worse than in this file")
    parser.add_argument("--update", action="store_true", help="move the floors, in the better direction only")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.names if name not in names]:
        parser.error(f"no set {', '.join(unknown)}: there are {', '.join(names)}")
    if options.readme and (options.names or options.limit):
        parser.error("--readme takes the figures of all sets, whole: leave out NAME and --limit")
    if options.update and not options.floors:
        parser.error("--update moves the floors of a file: add --floors FILE")
    if options.floors and not options.update and not options.floors.is_file():
        parser.error(f"no file {options.floors}: --update writes it")
    try:
        return _run(options)
    except (data.NoDataError, QuestionSetError) as error:
        print(f"public: {error}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    suites = [suite for suite in SUITES if not options.names or suite.name in options.names]
    files = [options.data / name for suite in suites for name in suite.files]
    for file in files:
        data.require(file)  # all of them before the first is run, which takes minutes
    results, trained = [], None if options.no_models else Chosen()
    for suite in suites:
        before = time.perf_counter()
        results.append(suite.run(Options(options.data, options.limit, options.processes, trained, options.home)))
        print(f"{suite.name}: {time.perf_counter() - before:.0f} s", file=sys.stderr, flush=True)
    print(table.table(results))
    if options.readme:
        used = os.times()  # of processes that have ended, too
        seconds = used.user + used.system + used.children_user + used.children_system
        readme.put("public", table.section(results, "make eval-public", seconds), DOCUMENT)
    return _held(results, files, options.floors, update=options.update) if options.floors else 0


def _held(results: Sequence[Result], files: Sequence[Path], path: Path, *, update: bool) -> int:
    """Tell whether every figure is at least as good as in a floors file; it is about these files' very bytes."""
    figures = {
        f"{one.name}: {figure.measure}": figure for one in results for figure in one.figures if figure.is_quality
    }
    better = {name: figure.value for name, figure in figures.items() if not figure.less_is_better}
    less = {name: figure.value for name, figure in figures.items() if figure.less_is_better}
    digest = floors.digest(files)
    old = (floors.read(path, digest), floors.ceilings(path, digest)) if path.exists() or not update else ({}, {})
    faults = [f"below the floor: {fault}" for fault in floors.below(old[0], better)]
    faults += [f"above the ceiling: {fault}" for fault in floors.above(old[1], less)]
    for fault in faults:
        print(f"public: {fault}", file=sys.stderr)
    if update:
        floors.write(path, floors.raised(old[0], better), digest, floors.lowered(old[1], less))
    return _WORSE if faults else 0


if __name__ == "__main__":
    sys.exit(main())
