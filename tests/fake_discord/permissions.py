"""Who may do what where: Discord's permission bits and their arithmetic."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fake_discord.model import Channel, Guild, User


class Permission(IntFlag):
    """The bits that this fake looks at; a number may hold others."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = (1 << 51) - 1
# What a fresh guild gives to everybody, as far as this fake looks.
EVERYONE = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
)
# The invitation of discord.md: view, send, send in threads, create threads, embed, attach, read history.
INVITED = 309_237_763_072
_IN_DIRECT_MESSAGES = int(EVERYONE) & ~int(Permission.CREATE_PUBLIC_THREADS)


def in_guild(guild: Guild, user: User) -> int:
    """What somebody may do in a guild, before the channel's own rules."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return ALL
    granted = guild.everyone.permissions
    for role_id in member.role_ids:
        granted |= guild.roles[role_id].permissions
    return ALL if granted & Permission.ADMINISTRATOR else granted


def in_channel(channel: Channel, user: User) -> int:
    """What somebody may do in a channel; a thread follows its parent, nothing is allowed where it cannot be seen."""
    if channel.guild is None:
        return _IN_DIRECT_MESSAGES if any(user is one for one in channel.people) else 0
    ruling = channel.parent or channel
    granted = in_guild(channel.guild, user)
    if granted == ALL:
        return ALL
    granted = _overwritten(ruling, channel.guild, user, granted)
    return granted if granted & Permission.VIEW_CHANNEL else 0


def _overwritten(channel: Channel, guild: Guild, user: User, granted: int) -> int:
    member = guild.members.get(user.id)
    role_ids = member.role_ids if member else set()
    allow = deny = 0
    for target, overwrite in channel.overwrites.items():
        if target == guild.id:
            granted = granted & ~overwrite.deny | overwrite.allow
        elif target in role_ids:
            allow, deny = allow | overwrite.allow, deny | overwrite.deny
    granted = granted & ~deny | allow
    own = channel.overwrites.get(user.id)
    return granted & ~own.deny | own.allow if own else granted


def missing(channel: Channel, user: User, needed: int) -> bool:
    """Whether somebody lacks any of the needed permissions in a channel."""
    return in_channel(channel, user) & needed != needed
