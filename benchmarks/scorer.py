"""Hold `whosays evaluate` against the reference scorer that came with the data: where both measure, both agree.

    python -m benchmarks.scorer [--tool ../shared/tools/score.py] [QUESTIONS …]

The questions are the committed seeds by default; articles lie beside each other set, as `whosays evaluate` finds them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: Our name → the reference scorer's.
SHARED = {
    "state accuracy": "state accuracy",
    "state accuracy, lenient": "state accuracy, lenient",
    "differs precision": "differs precision",
    "differs recall": "differs recall",
    "differs F1": "differs F1",
    "position recall": "position recall",
    "position recall, current": "position recall, current",
    "position precision": "position precision",
    "status accuracy": "status accuracy",
    "outlet precision": "outlet precision",
    "outlet recall": "outlet recall, all",
    "outlet recall, matched": "outlet recall",
    "speaker accuracy": "speaker accuracy",
    "quotes on gold evidence": "quotes on gold evidence",
    "abstention precision": "abstention precision",
    "abstention recall": "abstention recall",
}
#: Results are written with six decimals.
_TOLERANCE = 1e-5


def main(argv: list[str] | None = None) -> int:
    """Compare on each question set; exit with 1 where a measure differs, 2 where the scorer is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", nargs="*", type=Path, default=[ROOT / "tests" / "data" / "seeds_gold.jsonl"])
    parser.add_argument("--tool", type=Path, default=ROOT.parent / "shared" / "tools" / "score.py")
    args = parser.parse_args(argv)
    if not args.tool.is_file():
        print(f"no reference scorer at {args.tool}: give its path with --tool", file=sys.stderr)
        return 2
    tool = _module(args.tool)
    return max(_compare(tool, questions) for questions in args.questions)


def _module(path: Path) -> Any:  # noqa: ANN401 -- a script of which only this is known
    spec = importlib.util.spec_from_file_location("reference_scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compare(tool: Any, questions: Path) -> int:  # noqa: ANN401
    from bot.cli.run import run
    from bot.evaluate.match import tie

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result.json"
        run(["--quiet", "--home", folder, "evaluate", str(questions), "--json", str(out)])
        ours = json.loads(out.read_text("utf-8"))
    answers = {row["id"]: row["answer"] for row in ours["questions"]}
    outlets = tool.Outlets(ROOT / "corpus" / "outlets.toml")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / questions.name
        copy.write_text("".join(_as_it_reads(line) for line in questions.read_text("utf-8").splitlines()), "utf-8")
        asked = tool.load_questions(copy)
    plain = tool.score(asked, answers, outlets)["total"]
    similarity = tool.similarity
    # Of two matches as good in words, ours takes the one by the same outlet; theirs the one that comes first.
    tool.similarity = lambda position, gold: similarity(position, gold) + tie(position, gold)
    theirs = tool.score(asked, answers, outlets)["total"]
    tool.similarity = similarity
    print(f"\n{questions}\n{'':26} {'ours':>6} {'theirs':>6} {'ties by order':>6}")
    faults, shared = 0, dict(SHARED)
    if _either_voice(questions):
        print("speakers are left out: in this set some claims may be the outlet's own word too, which only ours knows")
        del shared["speaker accuracy"]
    for name, other in shared.items():
        a, b = ours["measures"][name], theirs[other]
        same = a is b if a is None or b is None else abs(a - b) <= _TOLERANCE
        faults += not same
        print(f"{name:26} {_percent(a):>6} {_percent(b):>6} {_percent(plain[other]):>6}{'' if same else '  differs'}")
    print(f"{len(shared) - faults} of {len(shared)} measures agree")
    return int(faults > 0)


def _either_voice(questions: Path) -> bool:
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    asked = [one for row in rows for one in row.get("turns", [row])]
    supports = [support for one in asked for position in one["positions"] for support in position["support"]]
    return any(None in (support.get("speaker_aliases") or ()) for support in supports)


def _as_it_reads(line: str) -> str:
    """Return a row in the reference scorer's words: `approx`, and no null among a speaker's names."""
    row = json.loads(line)
    for one in row.get("turns", [row]):
        for position in one["positions"]:
            position["approx"] = bool(position["value"].get("approximate"))
            position["value"]["approx"] = position["approx"]
            for support in position["support"]:
                support["speaker_aliases"] = [name for name in support.get("speaker_aliases") or () if name]
    return json.dumps(row) + "\n"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
