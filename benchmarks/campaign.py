"""Run the fault campaigns of the store in their full forms and print what was survived.

python benchmarks/campaign.py [NAME…] [--seed N] [--scale F]
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

#: Rounds, or seconds for "concurrent", of the full forms.
FULL = {"kills": 200, "disk_full": 60, "corruptions": 500, "store_corruptions": 500, "concurrent": 60}


def main() -> int:
    """Run the named campaigns (all by default); exit with 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FULL))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scale", type=float, default=1.0, help="of the full number of rounds")
    given = parser.parse_args()
    if unknown := set(given.names) - set(FULL):
        parser.error(f"no campaign {', '.join(sorted(unknown))}: choose from {', '.join(FULL)}")
    # One warning per damaged index is right for a user, hundreds are noise here.
    logging.getLogger("whosays.index").setLevel(logging.ERROR)
    failed = False
    for name in given.names or FULL:
        started = time.perf_counter()
        result = run(name, max(1, round(FULL[name] * given.scale)), given.seed)
        failed |= bool(result["failures"])
        print(json.dumps({**result, "seconds": round(time.perf_counter() - started, 1)}), flush=True)
    return int(failed)


def run(name: str, amount: int, seed: int) -> dict[str, Any]:
    """Run one campaign in a folder of its own."""
    from index import writer
    from tests.index import campaigns
    from tests.index.embedder import Hashing, article, split

    with tempfile.TemporaryDirectory(prefix="whosays-campaign-") as folder:
        home = Path(folder) / "home"
        if name.endswith("corruptions"):
            for numbers in (range(30), range(30, 40)):  # two generations
                writer.add(home, [article(i) for i in numbers], Hashing(), split=split)
        if name == "concurrent":
            tally = campaigns.concurrent(home, amount, writers=2, readers=4)
        else:
            tally = getattr(campaigns, name)(home, amount, seed)
    survived = f"{tally.rounds - min(tally.rounds, len(tally.failures))}/{tally.rounds}"
    return {"campaign": name, "survived": survived, "seen": tally.seen, "failures": tally.failures[:10]}


if __name__ == "__main__":
    sys.exit(main())
