"""Results as one Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import readme
from benchmarks.public.intervals import three

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.types import Figure, Result

_HEADER = ["set", "measure", "ours", "95 %", "n", "published elsewhere"]
_ALIGNED = "| --- | --- | ---: | ---: | ---: | --- |"


def table(results: Sequence[Result]) -> str:
    """Return every figure, one row each, the name of a set on its first row."""
    return _table([(result.name, result.figures) for result in results])


def section(results: Sequence[Result], command: str, seconds: float) -> str:
    """Return what was run, what each set is, the figures that stand for the sets, and folded away the other ones.

    Args:
        results: one of each set.
        command: what was run.
        seconds: CPU time of all processes; unlike the time that passed, it says little of what else the machine did.
    """
    sets = "\n".join(f"- `{result.name}`: {result.title}" for result in results)
    main = [(r.name, [figure for figure in r.figures if figure.measure in r.main]) for r in results]
    other = [(r.name, [figure for figure in r.figures if figure.measure not in r.main]) for r in results]
    folded = sum(len(figures) for _, figures in other)
    return (
        f"`{command}` ({seconds / 60:.0f} minutes of CPU time)\n\n{sets}\n\n{_table(main)}\n\n"
        f"<details><summary>{folded} more figures</summary>\n\n{_table(other)}\n\n</details>"
    )


def _table(parts: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    rows = [
        [name if not at else "", figure.measure, *_cells(figure), figure.published or "–"]
        for name, figures in parts
        for at, figure in enumerate(figures)
    ]
    head, _, *body = readme.table(_HEADER, rows).splitlines()
    return "\n".join([head, _ALIGNED, *body])


def _cells(figure: Figure) -> tuple[str, str, str]:
    low_high = "–" if figure.interval is None else "–".join(three(end) for end in figure.interval)
    return "–" if figure.value is None else three(figure.value), low_high, f"{figure.items:,}"
