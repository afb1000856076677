"""The trained reader that a user chose, opened when the rules first leave something to read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.types import Question, Reading, Statement
    from bot.models.trained_reader import TrainedReader


@dataclass(frozen=True, slots=True)
class Chosen:
    """A folder with a trained reader; small enough to be sent to another process."""

    folder: str

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer.

        Raises:
            ModelFileError: a file of the folder is missing or damaged.
        """
        return _opened(self.folder).read_all(question, statements)


@lru_cache(maxsize=1)
def _opened(folder: str) -> TrainedReader:
    from bot.models.trained_reader import TrainedReader  # numpy and the runtime come with it

    return TrainedReader.in_folder(Path(folder))


def chosen(folder: str | None) -> Chosen | None:
    """Return the reader in a folder that the settings name; None where they name none."""
    return Chosen(folder) if folder else None
