"""Run the public test sets and print our figures beside the published ones."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

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

DOCUMENT = readme.README.parent / "docs" / "evaluation.md"
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
    parser.add_argument("--readme", action="store_true", help=f"put the table into {DOCUMENT.name}")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.names if name not in names]:
        parser.error(f"no set {', '.join(unknown)}: there are {', '.join(names)}")
    if options.readme and (options.names or options.limit):
        parser.error("--readme takes the figures of all sets, whole: leave out NAME and --limit")
    try:
        return _run(options)
    except data.NoDataError as error:
        print(f"public: {error}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    suites = [suite for suite in SUITES if not options.names or suite.name in options.names]
    for name in (name for suite in suites for name in suite.files):
        data.require(options.data / name)  # all of them before the first is run, which takes minutes
    started, results = time.perf_counter(), []
    for suite in suites:
        before = time.perf_counter()
        results.append(suite.run(Options(options.data, options.limit, options.processes, options.home)))
        print(f"{suite.name}: {time.perf_counter() - before:.0f} s", file=sys.stderr, flush=True)
    print(table.table(results))
    if options.readme:
        seconds = time.perf_counter() - started
        readme.put("public", table.section(results, "make eval-public", seconds, options.processes), DOCUMENT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
