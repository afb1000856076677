"""Run the fault campaigns in their full forms and print what was survived; take pictures of the pages.

python -m benchmarks.campaign [NAME…] [--seed N] [--scale F] [--readme] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import data, readme, recombined, screenshots


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: how much of it is full, and what is said of it in the README."""

    amount: int  # rounds; seconds for "concurrent"; nothing for the pictures, which are as many as there are pages
    what: str
    bar: str


CAMPAIGNS = {
    "kills": Campaign(200, "`kill -9` while adding", "no acknowledged article lost, the index opens and agrees"),
    "disk_full": Campaign(60, "disk full while adding", "refused with exit code 6, old answers stay, then recovered"),
    "corruptions": Campaign(500, "vector file, manifest or pointer damaged", "identical answers"),
    "damage_parts": Campaign(500, "stories, traits, manifest or pointer damaged", "identical stories"),
    "store_corruptions": Campaign(
        500, "bytes of the SQLite file flipped", "right rows, or an error that names the damage"
    ),
    "concurrent": Campaign(60, "two writers, four readers, 60 seconds", "each reader sees one whole state"),
    "fuzz": Campaign(3000, "nonsense asked (operators, escapes, controls)", "an answer or a refusal, exact quotes"),
    "asked": Campaign(
        400,
        "public questions over other public articles",
        "no fault, quotes word for word at their offsets, each answer with a source",
    ),
    "discord_storm": Campaign(
        1000, "questions on Discord under 429, 5xx, disconnects, restarts", "answered once, or told why not"
    ),
    "discord_burst": Campaign(200, "`/ask` at the same moment", "acknowledged in 2 s, answered, heartbeats on time"),
    "discord_hostile": Campaign(300, "hostile payloads on Discord", "no ping, no live link, no limit error"),
    "discord_soak": Campaign(10_000, "events on Discord", "memory grows by less than 10 %"),
    "injection": Campaign(
        300,
        "payloads in one outlet's article, 20 questions each, without a language model and with one that obeys them",
        "the other outlet's rows byte for byte the same, nothing obeyed, no ping, link or escape",
    ),
    "screenshots": Campaign(
        1, "report and Discord preview in a browser, desktop and phone", "no page is wider than its screen"
    ),
}


def main() -> int:
    """Run the named campaigns (all by default); exit with 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CAMPAIGNS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scale", type=float, default=1.0, help="of the full number of rounds")
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md (only of a full run)")
    parser.add_argument(
        "--pictures", type=Path, default=screenshots.FOLDER, metavar="FOLDER", help="default: build/screenshots"
    )
    given = parser.parse_args()
    if unknown := set(given.names) - set(CAMPAIGNS):
        parser.error(f"no campaign {', '.join(sorted(unknown))}: choose from {', '.join(CAMPAIGNS)}")
    if given.readme and (given.names or given.scale != 1.0):
        parser.error("--readme takes the figures of a full run: leave out names and --scale")
    results: list[dict[str, Any]] = []
    for name in given.names or CAMPAIGNS:
        started = time.perf_counter()
        if name == "asked" and not recombined.folder(data.folder()).is_dir():
            print("asked: skipped, as there are no public sets; name their folder in WHOSAYS_DATA", flush=True)
            continue
        if name == "screenshots":
            pictures = looked_at(given.pictures)
            if pictures is None:
                print(screenshots.ABSENT, flush=True)
                continue
            result = pictures
        else:
            result = run(name, max(1, round(CAMPAIGNS[name].amount * given.scale)), given.seed)
        results.append(result)
        print(json.dumps({**result, "seconds": round(time.perf_counter() - started, 1)}), flush=True)
    failed = any(result["failures"] for result in results)
    if given.readme:
        readme.put("campaign", figures(results, given.seed))
    return int(failed)


def run(name: str, amount: int, seed: int) -> dict[str, Any]:
    """Run one campaign in a folder of its own."""
    from index import writer
    from tests.index import campaigns
    from tests.index.embedder import Hashing, article, split

    with tempfile.TemporaryDirectory(prefix="whosays-campaign-") as folder:
        home = Path(folder) / "home"
        if name.startswith("discord_"):
            from tests.discord import campaigns as discord_campaigns

            return _result(name, discord_campaigns.campaign(name, home, amount, seed))
        if name == "injection":
            from tests.llm import injection

            return _result(name, injection.campaign(amount, seed))
        if name == "asked":
            from tests.bot import asked

            return _result(name, asked.campaign(data.folder(), home, amount, seed))
        if name in ("corruptions", "store_corruptions", "damage_parts", "fuzz"):
            for numbers in (range(30), range(30, 40)):  # two generations
                writer.add(home, [article(i) for i in numbers], Hashing(), split=split)
        if name == "concurrent":
            tally = campaigns.concurrent(home, amount, writers=2, readers=4)
        else:
            tally = getattr(campaigns, name)(home, amount, seed)
    return _result(name, tally)


def looked_at(folder: Path) -> dict[str, Any] | None:
    """Take the pictures; None where there is no browser."""
    browser = screenshots.found()
    if browser is None:
        return None
    shots = screenshots.taken(folder, browser)
    seen = {"pictures": sum(len(shot.files) for shot in shots)}
    wide = [screenshots.told(shot) for shot in shots if not shot.fits]
    survived = f"{len(shots) - len(wide)}/{len(shots)}"
    return {"campaign": "screenshots", "survived": survived, "seen": seen, "failures": wide}


def _result(name: str, tally: Any) -> dict[str, Any]:  # noqa: ANN401 -- the tests' Tally
    survived = f"{tally.rounds - min(tally.rounds, len(tally.failures))}/{tally.rounds}"
    return {"campaign": name, "survived": survived, "seen": tally.seen, "failures": tally.failures[:10]}


def figures(results: list[dict[str, Any]], seed: int) -> str:
    """Return the README's table: nothing in it names a machine."""
    rows = [
        [
            CAMPAIGNS[r["campaign"]].what,
            r["survived"].replace("/", " of "),
            CAMPAIGNS[r["campaign"]].bar,
            _seen(r["seen"]),
        ]
        for r in results
    ]
    when = f"{datetime.now(UTC):%Y-%m-%d}, seed {seed}, {platform.system()}, Python {platform.python_version()}"
    return "\n".join([f"`make campaign`, {when}:", "", readme.table(["fault", "held", "means", "seen"], rows)])


def _seen(seen: dict[str, int]) -> str:
    return ", ".join(f"{what} {number:,}" for what, number in sorted(seen.items()))


if __name__ == "__main__":
    # One warning per damaged index is right for a user, hundreds are noise here.
    logging.getLogger("whosays.index").setLevel(logging.ERROR)
    sys.exit(main())
