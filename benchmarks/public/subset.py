"""Write the part of WikiContradict that is committed, so that everyone can run one public set.

python -m benchmarks.public.subset [--data FOLDER]

Which records are taken is decided by the hashes of their ids, before anything was answered. The other sets stay outside:
they hold texts of news outlets, or of web pages whose licence nobody states.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "eval_dev/wikicontradict_dev.jsonl"
#: Laid out as the data folder is, so that `--data` can name it.
FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "public"
RECORDS = 40


def main(argv: list[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=data.folder(), help="the data folder (default: $WHOSAYS_DATA)")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="default: tests/data/public")
    options = parser.parse_args(argv)
    try:
        rows = chosen(data.rows(options.data / FILE))
    except data.NoDataError as error:
        print(f"subset: {error}", file=sys.stderr)
        return 2
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    file = options.out / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(lines), "utf-8")
    print(f"{len(rows)} records: {file}")
    return 0


def chosen(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the records with the lowest hashes, in the order of the set."""
    ordered = sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).hexdigest())
    taken = {row["id"] for row in ordered[:RECORDS]}
    return [row for row in rows if row["id"] in taken]


if __name__ == "__main__":
    sys.exit(main())
