"""Printing: answers to standard output, everything else to standard error, all of it through the gate."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.render import gate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.config import Settings

#: Columns where no terminal says otherwise, and the most that reads well.
_WIDTH, _MOST_WIDTH = 100, 120


@dataclass(frozen=True, slots=True)
class Session:
    """What every command needs to know about this call."""

    settings: Settings
    quiet: bool = False
    verbose: bool = False

    @property
    def home(self) -> Path:
        """Folder with the index, the history and the log."""
        return self.settings.home

    @property
    def colour(self) -> bool:
        """Colours are wanted: setting, NO_COLOR, and whether standard output is a terminal."""
        if self.settings.colour != "auto":
            return self.settings.colour == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """Columns to write in."""
        return min(shutil.get_terminal_size((_WIDTH, 24)).columns, _MOST_WIDTH)

    def out(self, text: str = "") -> None:
        """Print text from anywhere to standard output."""
        write(gate.terminal(text) + "\n")

    def note(self, text: str) -> None:
        """Say something in passing on standard error, unless told to be quiet."""
        if not self.quiet:
            warn(text)

    def detail(self, text: str) -> None:
        """Say something on standard error that only `-v` asks for."""
        if self.verbose:
            warn(text)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print columns; numbers are right-aligned, the last column is not padded."""
        for line in columns([heads, *rows] if rows else [heads]):
            write(line + "\n")


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align cells; every cell is one safe line."""
    from bot.render.text import columns as wide

    cells = [[gate.line(cell) for cell in row] for row in rows]
    widths = [max(wide(row[i]) for row in cells) for i in range(len(cells[0]))]
    numeric = [all(_is_number(row[i]) for row in cells[1:]) and len(cells) > 1 for i in range(len(widths))]
    lines = []
    for row in cells:
        parts = []
        for cell, width, right in zip(row, widths, numeric, strict=True):
            pad = " " * (width - wide(cell))
            parts.append(pad + cell if right else cell + pad)
        lines.append("  ".join(parts).rstrip())
    return lines


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("–", "0").isdigit()


def write(safe: str) -> None:
    """Write text that has passed the gate, or colours of our own, to standard output."""
    sys.stdout.write(safe)


def warn(text: str) -> None:
    """Print one line to standard error, after what standard output already has."""
    sys.stdout.flush()
    sys.stderr.write(f"whosays: {gate.line(text)}\n")
    sys.stderr.flush()
