"""The trained reader that is in use: the bundled one unless the settings say otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.types import Question, Reading, Statement
    from bot.models.trained_reader import TrainedReader

#: What `training.export_reader` and `training.answer_odds` made; docs/models.md is its card.
BUNDLED = Path(__file__).parent / "reader"


class Choice(Protocol):
    """What of the settings tells which reader to use."""

    @property
    def models(self) -> bool:
        """Trained models are in use."""
        ...

    @property
    def reader(self) -> str | None:
        """Folder with the reader; None is the bundled one."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """A folder with a trained reader, opened when the rules first leave something to read.

    Small enough to be sent to another process.
    """

    folder: str = str(BUNDLED)

    @property
    def name(self) -> str:
        """What to call it: the bundled one, or its folder."""
        return "the bundled one" if self.folder == str(BUNDLED) else self.folder

    @property
    def fingerprint(self) -> str:
        """Changes with everything that can change a reading.

        Raises:
            ModelFileError: the folder's list of files is missing or damaged.
        """
        return _opened(self.folder).fingerprint

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer.

        Raises:
            ModelFileError: a file of the folder is missing or damaged.
        """
        from bot.models.trained_reader import answerable

        return _opened(self.folder).read_all(question, statements) if answerable(question) else []

    def check(self) -> None:
        """Open all files of the folder.

        Raises:
            ModelFileError: one is missing or damaged.
        """
        _opened(self.folder).open()


@lru_cache(maxsize=1)
def _opened(folder: str) -> TrainedReader:
    from bot.models.trained_reader import TrainedReader  # numpy and the runtime come with it

    return TrainedReader.in_folder(Path(folder))


def chosen(settings: Choice) -> Chosen | None:
    """Return the reader that the settings name, the bundled one where they name none; None where models are off."""
    if not settings.models:
        return None
    return Chosen(settings.reader) if settings.reader else Chosen()
