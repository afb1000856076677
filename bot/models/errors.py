"""What can go wrong with the trained models."""

from __future__ import annotations

from bot.errors import Exit, WhosaysError

#: What to do about a missing or damaged model.
NEXT_STEP = "install whosays again (a reader of your own: make it again), or go on with --no-models"


class ModelFileError(WhosaysError):
    """A trained model is missing or damaged; the message says which and what to do, and rules still answer."""

    exit_code = Exit.DAMAGED
