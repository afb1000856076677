"""Short notes to one reader: what went wrong or has to wait, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.discord import screens
from bot.discord.escape import plain

if TYPE_CHECKING:
    from bot.discord.components import Screen

UNDELIVERED = "I had an answer but Discord did not take it. Please ask again."
TOO_LATE = "I was restarted while your question was waiting, and it is too late to answer it here. Please ask again."
RESTARTING = "I am being restarted and could not finish this answer. Please ask again in a minute."
CLOSING = "I am being restarted. Please ask again in a minute."
FORGOTTEN = (
    "This answer is no longer stored, so its buttons do nothing any more. Ask the question again for fresh ones."
)
NOT_YOURS = "Only the person who asked, or somebody who may manage messages here, can do that."
UNREADABLE = (
    "I cannot read that message: Discord shows me only messages that mention me. "
    "Open its menu instead: Apps → Check this claim."
)
NO_THREAD = "There are no threads here. Use “Follow up” instead: it works everywhere."
NO_QUESTION = "There is no question in that. Ask one, for example: how many people were injured?"
OUTDATED = "This command has just changed. Please wait a minute, or restart Discord, and use it again."
UNSEEN = "I cannot see what you chose there. Give me the right to view that channel, and try again."
OUTLET_GONE = "That outlet is not in the corpus any more. Press “Other outlets…” again for a fresh list."
NOT_CHOSEN = "This server has chosen which outlets are asked here, and that one is not among them."
THANKS = "Thank you. Your vote is counted."


def notice(text: str, kind: str = "info") -> Screen:
    """Return a note of our own words or of untrusted ones: all are shown as plain words."""
    return screens.notice(kind, plain(text))


def place_in_line(place: int) -> Screen:
    """Tell somebody their place; the answer replaces the note."""
    return notice(f"You are {ordinal(place)} in line. The answer will appear here.", "wait")


def failure(reference: str) -> Screen:
    """Tell that something broke, with the reference that finds it in the log."""
    return notice(
        f"Something went wrong on my side; the question was not answered. Please try again. Reference: {reference}",
        "failure",
    )


def wait(seconds: float, now: float, *, channel: bool) -> str:
    """Return the markdown that tells when the next question is admitted, in the reader's own time."""
    at = int(now + seconds) + 1
    who = "There were many questions in this channel" if channel else "You have asked many questions"
    return f"{who} within a minute. The next one can be asked <t:{at}:R>."


def presses(seconds: float, now: float) -> str:
    """Return the markdown that tells somebody who presses very often to wait."""
    return f"You have pressed many buttons within a minute. They work again <t:{int(now + seconds) + 1}:R>."


def busy(waiting: int, now: float) -> str:
    """Return the markdown that asks to come back: too many wait."""
    return f"{waiting} questions are waiting already. Please ask again <t:{int(now) + 60}:R>."


def own(markdown: str) -> Screen:
    """Return a note of our own markdown: nothing untrusted may be in it."""
    return screens.notice("wait", markdown)


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "11th".

    >>> ordinal(23)
    '23rd'
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
