"""What the bot may do in a channel, and in plain words what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.screens import ArticleRow, OutletRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article, Outlet

#: Permission → what does not work without it.
NEEDED = {
    "view_channel": "see the channel",
    "send_messages": "answer in the channel",
    "send_messages_in_threads": "answer in threads",
    "create_public_threads": "open a thread for “Discuss in thread”",
    "embed_links": "show links of articles",
    "read_message_history": "reply to the message that asks",
}


def missing(permissions: discord.Permissions) -> list[tuple[str, str]]:
    """Return the permissions that the bot lacks: (name in Discord's settings, what does not work without it)."""
    return [(name.replace("_", " ").title(), why) for name, why in NEEDED.items() if not getattr(permissions, name)]


def no_thread(error: discord.HTTPException) -> str:
    """Say why a thread could not be opened, and what works instead."""
    reason = "I may not create threads here" if isinstance(error, discord.Forbidden) else "Discord opened no thread"
    return f"{reason}. Use “Follow up” instead: it works everywhere."


def invite(application: int, permissions: int) -> str:
    """Return the address that adds the bot to a server, with the least rights that it needs."""
    return discord.utils.oauth_url(
        application, permissions=discord.Permissions(permissions), scopes=("bot", "applications.commands")
    )


def article_row(article: Article) -> ArticleRow:
    """Return an article as /sources lists it."""
    return ArticleRow(article.title, article.outlet.name, article.published, article.url)


def outlet_rows(outlets: Sequence[Outlet], articles: Sequence[Article]) -> list[OutletRow]:
    """Return the outlets as /outlets lists them."""
    dates: dict[str, list[str | None]] = {}
    for article in articles:
        dates.setdefault(article.outlet.id, []).append(article.published)
    return [
        OutletRow(
            outlet.name,
            len(dates.get(outlet.id, ())),
            max((date for date in dates.get(outlet.id, ()) if date), default=None),
            outlet.registered,
        )
        for outlet in outlets
    ]
