"""What goes wrong: Discord's error replies, and a test asking for what Discord's own client cannot do."""

from __future__ import annotations

from typing import Any

# code -> (HTTP status, message), as Discord sends them
_REPLIES: dict[int, tuple[int, str]] = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    30032: (400, "Maximum number of application commands reached"),
    30034: (400, "Maximum number of application command creates has been reached for this guild"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached the maximum number of follow up messages."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
}


class ApiError(Exception):
    """An error reply of the REST API."""

    def __init__(self, code: int, errors: dict[str, Any] | None = None) -> None:
        self.status, self.message = _REPLIES[code]
        self.code = code
        self.errors = errors
        super().__init__(f"{self.status} {code} {self.message}")

    def body(self) -> dict[str, Any]:
        reply: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            reply["errors"] = self.errors
        return reply


class NotOfferedError(Exception):
    """A test asked for something that Discord's own client would not let a person do."""


class DidNotRespondError(AssertionError):
    """The bot let the 3 seconds pass: the person reads "The application did not respond"."""


class NothingSeenError(AssertionError):
    """What a test waited for did not happen in time."""
