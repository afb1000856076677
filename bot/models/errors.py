"""What can go wrong with the trained models."""

from __future__ import annotations

from bot.errors import Exit, WhosaysError


class ModelFileError(WhosaysError):
    """A trained model is missing or damaged; the message says which and what to do, and rules still answer."""

    exit_code = Exit.DAMAGED
