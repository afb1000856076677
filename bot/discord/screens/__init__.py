"""Snapshot → Screen: every message of the bot, as plain data that fits Discord's limits; and the forms it opens."""

from bot.discord.forms import feedback, follow_up, goto
from bot.discord.screens.answer import answer, claim, has_timeline, page_count
from bot.discord.screens.details import again, outlet_value, quotes, timeline, why
from bot.discord.screens.pages import ArticleRow, Fact, OutletRow, help_, notice, outlets, privacy, sources, status

__all__ = [
    "ArticleRow",
    "Fact",
    "OutletRow",
    "again",
    "answer",
    "claim",
    "feedback",
    "follow_up",
    "goto",
    "has_timeline",
    "help_",
    "notice",
    "outlet_value",
    "outlets",
    "page_count",
    "privacy",
    "quotes",
    "sources",
    "status",
    "timeline",
    "why",
]
