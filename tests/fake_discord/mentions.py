"""Whom a message pings: its text, `allowed_mentions`, and what its author may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fake_discord import permissions
from tests.fake_discord.model import Flag, Pings, without_code
from tests.fake_discord.permissions import Permission

if TYPE_CHECKING:
    from tests.fake_discord.model import Channel, Message, User

_USER_RE = re.compile(r"<@!?(\d+)>")
_ROLE_RE = re.compile(r"<@&(\d+)>")
_EVERYONE_RE = re.compile(r"@(?:everyone|here)\b")


def pings(message: Message, allowed: dict[str, Any] | None) -> Pings:
    """Whom this message pings when it is sent; an ephemeral one pings nobody."""
    if message.flags & Flag.EPHEMERAL:
        return Pings()
    text = without_code(message.spoken)
    allowed = _effective(allowed, answers_command=message.interaction is not None)
    users = {int(one) for one in _USER_RE.findall(text)} & known(message.channel)
    if "users" not in allowed["parse"]:
        users &= {int(one) for one in allowed["users"]}
    if message.reply_to is not None and allowed["replied_user"]:
        users.add(message.reply_to.author.id)
    return Pings(
        users=frozenset(users - {message.author.id}),
        roles=_roles(text, message.channel, message.author, allowed),
        everyone=_everyone(text, message.channel, message.author, allowed),
    )


def _effective(allowed: dict[str, Any] | None, *, answers_command: bool) -> dict[str, Any]:
    if allowed is None:
        parse = ["users"] if answers_command else ["users", "roles", "everyone"]
        return {"parse": parse, "users": [], "roles": [], "replied_user": True}
    empty: dict[str, Any] = {"parse": [], "users": [], "roles": [], "replied_user": False}
    return empty | {key: value for key, value in allowed.items() if value is not None}


def known(channel: Channel) -> set[int]:
    """The people who can be mentioned in a channel."""
    if channel.guild is None:
        return {user.id for user in channel.people}
    return set(channel.guild.members)


def _roles(text: str, channel: Channel, author: User, allowed: dict[str, Any]) -> frozenset[int]:
    if channel.guild is None:
        return frozenset()
    wanted = {int(one) for one in _ROLE_RE.findall(text)} & set(channel.guild.roles)
    if "roles" not in allowed["parse"]:
        wanted &= {int(one) for one in allowed["roles"]}
    if permissions.missing(channel, author, Permission.MENTION_EVERYONE):
        wanted = {one for one in wanted if channel.guild.roles[one].mentionable}
    return frozenset(wanted)


def _everyone(text: str, channel: Channel, author: User, allowed: dict[str, Any]) -> bool:
    return (
        channel.guild is not None
        and "everyone" in allowed["parse"]
        and _EVERYONE_RE.search(text) is not None
        and not permissions.missing(channel, author, Permission.MENTION_EVERYONE)
    )
