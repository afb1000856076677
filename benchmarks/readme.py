"""Put measured figures between markers of README.md, so that they are written by the run and not by hand."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


class MarkerError(ValueError):
    """The README has no place for these figures."""


def put(name: str, figures: str, path: Path = README) -> None:
    """Replace what stands between `<!-- NAME -->` and `<!-- /NAME -->`.

    Raises:
        MarkerError: the markers are not there, once each and in this order.
    """
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = path.read_text("utf-8")
    if text.count(first) != 1 or text.count(last) != 1 or text.index(first) > text.index(last):
        raise MarkerError(f"{path} needs the lines {first} and {last}, once each, around the figures")
    before, rest = text.split(first)
    path.write_text(f"{before}{first}\n{figures.strip()}\n{last}{rest.split(last)[1]}", "utf-8")


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
