"""The kinds of answer, one module each: its value type and its reader.

A module registers its reader when it is imported, and is imported when the kind is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.answer.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement


class Reader(Protocol):
    """Reads the answers of one kind out of a statement."""

    @property
    def name(self) -> str:
        """The kind's name, as in product.md's `value.kind`."""
        ...

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the statement answers, in order; nothing when unsure.

        The text to read is `statement.text`: it has the sentence's length, with the words that attribute it
        blanked, so a reading's span starts at `statement.start` + offset.
        """
        ...


_Reader = TypeVar("_Reader", bound=Reader)

#: Readers by kind, filled as their modules are imported.
KINDS: dict[str, Reader] = {}


def register(reader: _Reader) -> _Reader:
    """Enter a reader in the table under its name.

    Raises:
        ValueError: another reader has that name.

    """
    if reader.name in KINDS:
        raise ValueError(f"two readers of kind {reader.name!r}: {KINDS[reader.name]!r} and {reader!r}; rename one")
    KINDS[reader.name] = reader
    return reader


def kind(name: Kind | str) -> Reader:
    """Return the reader of a kind, importing its module when it is first asked for.

    Raises:
        ValueError: there is no such kind.

    """
    key = Kind(name).value
    if key not in KINDS:
        import_module(f"{__name__}.{key}")
    return KINDS[key]
