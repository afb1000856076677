"""The log: one JSON object a line on standard error, without question text, user ids or the token."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.settings import Secret

_LOGGER = logging.getLogger("whosays.discord")
#: Characters of a traceback kept: the end of it, which names the place.
_MOST_TRACEBACK = 4_000
#: What discord.py reports with a traceback of forty lines though it is everyday: a connection is taken up again.
_EVERYDAY = ("Attempting a reconnect", "Shard ID %s has", "Failed to connect")


class Lines(logging.Formatter):
    """Writes a record as one line of JSON, and the token nowhere."""

    def __init__(self, token: Secret | None) -> None:
        super().__init__()
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        data: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.name != _LOGGER.name:
            data["logger"] = record.name
        data.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            data["error"] = f"{type(error).__name__}: {error}"
            if not str(record.msg).startswith(_EVERYDAY):
                data["traceback"] = self.formatException(record.exc_info)[-_MOST_TRACEBACK:]
        line = json.dumps(data, ensure_ascii=True, default=str)
        return line.replace(self._token.reveal(), "[token]") if self._token else line


def set_up(token: Secret | None) -> None:
    """Send our events, and the warnings of everything else, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(token))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Every 429 is two warnings there; what comes of it is in our own events.
    for name in ("discord.http", "discord.webhook.async_"):
        logging.getLogger(name).setLevel(logging.ERROR)
    _LOGGER.setLevel(logging.INFO)


def event(name: str, *, level: str = "info", error: BaseException | None = None, **facts: object) -> None:
    """Log that something happened, with its facts; never a question, a user id or a token among them."""
    _LOGGER.log(
        logging.getLevelNamesMapping()[level.upper()],
        name,
        extra={"facts": {key: value for key, value in facts.items() if value is not None}},
        exc_info=error,
    )
