"""Exit codes, and the errors that end a command with one line instead of a traceback."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the command line returns; scripts rely on these numbers."""

    OK = 0
    UNANSWERED = 1
    USAGE = 2
    NO_INDEX = 3
    DAMAGED = 4
    LOCKED = 5
    REFUSED = 6
    BELOW_FLOOR = 7
    DIFFERS = 10
    INTERNAL = 70


class WhosaysError(Exception):
    """An error that the person at the keyboard can mend: its message is one line that says how."""

    exit_code: int = Exit.USAGE


class UsageError(WhosaysError):
    """The command line asks for something that does not exist or does not go together."""


class ConfigError(WhosaysError):
    """A setting is unreadable, unknown or of the wrong type."""


class HistoryError(WhosaysError):
    """There is no such entry in the history, or the history is switched off."""


class HistoryDamagedError(WhosaysError):
    """The history file is not readable as one."""

    exit_code = Exit.DAMAGED


class QuestionSetError(WhosaysError):
    """A question set has faults; the message lists them, one a line."""


class NotFoundError(WhosaysError):
    """Nothing in the corpus has the given id or number."""

    exit_code = Exit.UNANSWERED
