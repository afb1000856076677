"""Put the figures of a run into the reader's model card, and draw its curve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.readme import put

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCS = Path(__file__).resolve().parents[1] / "docs"
_SETS = {
    "qamr": "QAMR, sentences of other articles",
    "squad2_dev": "SQuAD 2.0 dev, other titles",
    "squadshifts_wiki": "SquadShifts Wikipedia, other titles",
    "squadshifts_reddit": "SquadShifts Reddit",
    "squadshifts_amazon": "SquadShifts Amazon",
    "litm_nq": "Natural Questions",
}
_TRAPS = {
    "plain": "no trap: the window answers",
    "attributed": "a frame around it; the window answers",
    "scope": "a total behind the number; the window answers",
    "unanswerable": "SQuAD 2.0's unanswerable questions",
    "other_sentence": "another sentence of the article",
    "other_name": "another name in the question",
    "other_number": "another number in the question",
    "opposite": "an opposite in the question",
    "not_so": "a \"not\" in the question",
    "denied": "a frame that denies",
    "negated": "a \"not\" in the sentence",
    "when_unsaid": "when, told of the saying only",
    "where_unsaid": "where, not told",
    "why_unsaid": "why, not told",
    "who_unsaid": "by whom, told of the saying only",
    "identifier": "a number that names a thing",
}  # fmt: skip


def write(folder: Path, figures: dict[str, Any], others: dict[str, dict[str, Any]]) -> None:
    """Fill in the tables of docs/models.md and draw the curve beside it; the figures of other runs stand beside them."""
    readme, record = DOCS / "models.md", json.loads((folder / "model.json").read_text(encoding="utf-8"))
    put("files", _files(record), readme)
    put("run", _run(record), readme)
    put("figures", _figures(figures), readme)
    put("stages", _stages({**others, "**the one that ships**": figures}), readme)
    put("traps", _traps(figures["traps"]), readme)
    (DOCS / "reader-coverage.svg").write_text(_drawn(figures["curves"]), encoding="utf-8")


def _files(record: dict[str, Any]) -> str:
    rows = [f"| `{name}` | {facts['bytes']:,} | `{facts['sha256']}` |" for name, facts in record["files"].items()]
    return "\n".join(["| file | bytes | sha256 |", "|---|---|---|", *rows])


def _run(record: dict[str, Any]) -> str:
    run, fitted = record["trained"], record["settings"]["calibration"]
    tokens = f", {run['tokens']:,} tokens" if "tokens" in run else ""  # older runs did not count them
    begun = f"begun with the weights of `{run['start']}`, " if "start" in run else ""
    mean = (
        f" What ships is the mean of its weights and those of `{run['averaged_with']}`."
        if "averaged_with" in run
        else ""
    )
    done = "" if run["step"] == run["of"] else " **This is a checkpoint of a run that was not done.**"
    weights = ", ".join(f"{name} {w:g}" for name, w in zip(fitted["features"], fitted["weights"], strict=True))
    return (
        f"Run: {begun}seed {run['seed']}, {run['step']:,} of {run['of']:,} steps{tokens}, torch {run['torch']}, "
        f"batches' sha256 `{run['data_sha256']}`.{done}{mean}\n"
        f"Calibration: temperature {fitted['temperature']:g}, bias {fitted['bias']:g}, {weights}, fitted on "
        f"{fitted['windows']:,} windows of which {fitted['right']:,} were read rightly."
    )


def _value(found: Sequence[float] | None, scale: float = 100, digits: int = 1) -> str:
    if found is None:
        return ""
    value, low, high = (f"{scale * number:.{digits}f}" for number in found)
    return f"{value} ({low}–{high})"


def _figures(figures: dict[str, Any]) -> str:
    lines = [
        "| set | questions | with an answer | F1 | exact | AUC | F1 over all, best threshold | precision of the 25 / 50 % "
        "most confident | calibration error |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, title in _SETS.items():
        of = figures[name]
        precision = " / ".join(f"{100 * of['precision_at_coverage'][share]:.1f}" for share in ("0.25", "0.5"))
        overall = f"{100 * of['f1_best_threshold']:.1f}" if "f1_best_threshold" in of else ""
        auc = _value(of.get("auc_confidence"), 1, 3)
        lines.append(
            f"| {title} | {of['questions']:,} | {of['answerable']:,} | {_value(of['f1'])} | {_value(of['exact'])} | {auc} "
            f"| {overall} | {precision} | {of['calibration_error']:.3f} |"
        )
    if same := figures.get("integers_and_floats"):
        lines += [
            "",
            f"Integers against 32-bit floats, the same {same['items']} questions (QAMR and SQuAD 2.0): F1 "
            f"{100 * same['f1_integers']:.2f} against {100 * same['f1_floats']:.2f}; the same span in "
            f"{100 * same['same_span']:.1f} %.",
        ]
    return "\n".join(lines)


def _stages(runs: dict[str, dict[str, Any]]) -> str:
    """Return the measures that were aimed at, run beside run."""
    lines = [
        "| run | QAMR F1 | SQuAD 2.0 F1 | AUC by confidence | AUC by margin | surest quarter of SQuAD 2.0 right | NQ F1 |",
        "|---|---|---|---|---|---|---|",
        "| wanted | 83 | 74 | | .80 | | |",
    ]
    for name, figures in runs.items():
        squad = figures["squad2_dev"]
        lines.append(
            f"| {name} | {_value(figures['qamr']['f1'])} | {_value(squad['f1'])} | {_value(squad['auc_confidence'], 1, 3)} "
            f"| {_value(squad['auc_margin'], 1, 3)} | {100 * squad['precision_at_coverage']['0.25']:.1f} "
            f"| {_value(figures['litm_nq']['f1'])} |"
        )
    return "\n".join(lines)


def _traps(figures: dict[str, Any]) -> str:
    rows = [
        f"| {title} | {figures[kind]['items']} | {100 * figures[kind]['confident']:.1f} | {100 * figures[kind]['right']:.1f} |"
        for kind, title in _TRAPS.items()
        if kind in figures
    ]
    return "\n".join(["| windows | number | confident, % | right span, % |", "|---|---|---|---|", *rows])


# -- the curve, as a picture without a plotting library ----------------------------------------------------------------

_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 300, 50, 20
_COLOURS = ("#1f5fa8", "#b3541e", "#2f7d4f")


def _drawn(curves: dict[str, list[tuple[float, float]]]) -> str:
    """Return precision against coverage as SVG; the axes begin at 0."""

    def x(coverage: float) -> float:
        return round(_LEFT + coverage * _WIDTH, 1)

    def y(precision: float) -> float:
        return round(_TOP + (1 - precision) * _HEIGHT, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH + 80}" height="{_HEIGHT + 70}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH + 80}" height="{_HEIGHT + 70}" fill="white"/>',
    ]
    for step in range(0, 11, 2):
        share = step / 10
        parts += [
            f'<line x1="{x(0)}" x2="{x(1)}" y1="{y(share)}" y2="{y(share)}" stroke="#ddd"/>',
            f'<text x="{x(0) - 8}" y="{y(share) + 4}" text-anchor="end">{share:g}</text>',
            f'<text x="{x(share)}" y="{y(0) + 18}" text-anchor="middle">{share:g}</text>',
        ]
    parts += [
        f'<text x="{x(0.5)}" y="{y(0) + 38}" text-anchor="middle">share of all questions answered</text>',
        f'<text x="14" y="{y(0.5)}" text-anchor="middle" transform="rotate(-90 14 {y(0.5)})">right among them</text>',
    ]
    for number, (name, curve) in enumerate(curves.items()):
        points = " ".join(f"{x(coverage)},{y(precision)}" for coverage, precision in curve)
        colour = _COLOURS[number % len(_COLOURS)]
        parts += [
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<text x="{x(0.03)}" y="{y(0.06 + 0.07 * number)}" fill="{colour}">{_SETS[name]}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
