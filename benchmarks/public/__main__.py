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
SUITES = tuple(
    Suite(name, run)
    for name, run in (
        ("qacc", qacc.run),
        ("wikicontradict", wikicontradict.run),
        ("ramdocs", ramdocs.run),
        ("realtimeqa", realtimeqa.run),
        ("multihop", multihop_rag.run),
        ("nanco", nanco.run),
        ("gva", gun_violence.run),
        ("polnear", attribution.run),
    )
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
    started, results = time.perf_counter(), []
    for suite in SUITES:
        if options.names and suite.name not in options.names:
            continue
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
