"""The things of Discord as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fake_discord import permissions
from tests.fake_discord.clock import iso
from tests.fake_discord.model import ChannelType

if TYPE_CHECKING:
    from tests.fake_discord.interaction import Interaction
    from tests.fake_discord.model import Attachment, Channel, Command, Guild, Member, Message, Role, User

Payload = dict[str, Any]


def user(one: User) -> Payload:
    return {
        "id": str(one.id),
        "username": one.name,
        "discriminator": "0",
        "global_name": None if one.bot else one.name.title(),
        "avatar": None,
        "bot": one.bot,
        "system": False,
        "public_flags": 0,
    }


def member(one: Member, *, with_user: bool = True) -> Payload:
    payload: Payload = {
        "roles": [str(role_id) for role_id in sorted(one.role_ids)],
        "nick": None,
        "avatar": None,
        "joined_at": iso(one.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return payload | {"user": user(one.user)} if with_user else payload


def role(one: Role, position: int) -> Payload:
    return {
        "id": str(one.id),
        "name": one.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(int(one.permissions)),
        "managed": False,
        "mentionable": one.mentionable,
        "flags": 0,
    }


def channel(one: Channel) -> Payload:
    payload: Payload = {
        "id": str(one.id),
        "type": int(one.type),
        "flags": 0,
        "last_message_id": str(max(one.messages)) if one.messages else None,
    }
    if one.guild is None:
        return payload | {"recipients": [user(person) for person in one.people if not person.bot]}
    payload |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": 0}
    if one.parent is not None:
        return payload | _thread_part(one)
    return payload | {
        "position": 0,
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": [
            {
                "id": str(target),
                "type": int(target not in one.guild.roles),
                "allow": str(int(overwrite.allow)),
                "deny": str(int(overwrite.deny)),
            }
            for target, overwrite in one.overwrites.items()
        ],
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def _thread_part(one: Channel) -> Payload:
    assert one.parent is not None
    assert one.owner is not None
    return {
        "parent_id": str(one.parent.id),
        "owner_id": str(one.owner.id),
        "message_count": len(one.messages),
        "total_message_sent": len(one.messages),
        "member_count": 1,
        "applied_tags": [],
        "thread_metadata": {
            "archived": one.archived,
            "auto_archive_duration": one.auto_archive_minutes,
            "archive_timestamp": iso(one.created),
            "locked": one.locked,
            "create_timestamp": iso(one.created),
        },
    }


def guild(one: Guild, bot: User) -> Payload:
    """The whole GUILD_CREATE; of the members only the bot, as without the members intent."""
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "owner_id": str(one.owner.id),
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "features": [],
        "mfa_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "nsfw_level": 0,
        "preferred_locale": one.locale,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "member_count": len(one.members),
        "joined_at": iso(one.created),
        "large": False,
        "unavailable": False,
        "roles": [role(entry, position) for position, entry in enumerate(one.roles.values())],
        "channels": [channel(entry) for entry in one.channels.values() if entry.parent is None],
        "members": [member(one.members[bot.id])],
        "threads": [
            channel(entry) for entry in one.channels.values() if entry.parent is not None and not entry.archived
        ],
        "emojis": [],
        "stickers": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _attachment(one: Attachment) -> Payload:
    url = f"https://cdn.discordapp.com/attachments/{one.id}/{one.filename}"
    return {
        "id": str(one.id),
        "filename": one.filename,
        "description": one.description,
        "content_type": "application/octet-stream",
        "size": len(one.data),
        "url": url,
        "proxy_url": url,
    }


def message(one: Message, *, reader: User | None = None) -> Payload:
    """A message; given a reader without the message-content intent, its content is left out where Discord does."""
    hidden = reader is not None and not readable(one, reader)
    payload: Payload = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": int(one.type),
        "author": user(one.author),
        "content": "" if hidden else one.content,
        "timestamp": iso(one.created),
        "edited_timestamp": None if one.edited is None else iso(one.edited),
        "tts": False,
        "mention_everyone": one.pings.everyone,
        "mentions": [user(person) for person in _people(one.channel) if person.id in one.pings.users],
        "mention_roles": [str(role_id) for role_id in sorted(one.pings.roles)],
        "attachments": [] if hidden else [_attachment(file) for file in one.attachments],
        "embeds": [] if hidden else [{"type": "rich", **embed} for embed in one.embeds],
        "components": [] if hidden else one.components,
        "pinned": False,
        "flags": one.flags,
    }
    if one.nonce is not None:
        payload["nonce"] = one.nonce
    if one.thread is not None:
        payload["thread"] = channel(one.thread)
    if one.interaction is not None:
        payload |= _interaction_part(one, one.interaction)
    if one.reply_to_id is not None:
        payload |= _reply_part(one, reader)
    return payload


def _people(one: Channel) -> list[User]:
    return [entry.user for entry in one.guild.members.values()] if one.guild else list(one.people)


def _interaction_part(one: Message, interaction: Interaction) -> Payload:
    return {
        "application_id": str(one.author.id),
        "webhook_id": str(one.author.id),
        "interaction_metadata": {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "user": user(interaction.user),
            "authorizing_integration_owners": owners(interaction),
        },
    }


def _reply_part(one: Message, reader: User | None) -> Payload:
    target = one.reply_to
    reference: Payload = {"type": 0, "message_id": str(one.reply_to_id)}
    where = target.channel if target is not None else one.channel
    reference["channel_id"] = str(where.id)
    if where.guild is not None:
        reference["guild_id"] = str(where.guild.id)
    shown = None if target is None or target.deleted else message(target, reader=reader)
    if shown is not None:
        # Discord nests one level only.
        shown = {key: value for key, value in shown.items() if key not in ("referenced_message", "thread")}
    return {"message_reference": reference, "referenced_message": shown}


def readable(one: Message, reader: User) -> bool:
    """Whether a bot without the message-content intent gets a message's content."""
    return one.author is reader or one.channel.guild is None or reader.id in one.pings.users


def event_message(one: Message, *, reader: User | None) -> Payload:
    """A message as the gateway sends it: with the guild and the author's membership."""
    payload = message(one, reader=reader)
    if one.channel.guild is not None:
        payload["guild_id"] = str(one.channel.guild.id)
        payload["channel_type"] = int(one.channel.type)
        author = one.channel.guild.members.get(one.author.id)
        if author is not None and one.interaction is None:
            payload["member"] = member(author, with_user=False)
    return payload


def owners(interaction: Interaction) -> Payload:
    """Who added the bot: key 0 is the guild (or 0 in the bot's own direct messages), key 1 the person."""
    if interaction.user_installed:
        return {"1": str(interaction.user.id)}
    here = interaction.channel.guild
    return {"0": str(here.id) if here is not None else "0"}


def context(one: Channel) -> int:
    """Where an interaction happens: 0 guild, 1 the bot's direct messages, 2 other private channels."""
    if one.guild is not None:
        return 0
    return 1 if one.type is ChannelType.DM else 2


def interaction(one: Interaction, bot: User) -> Payload:
    payload: Payload = {
        "id": str(one.id),
        "application_id": str(bot.id),
        "type": int(one.kind),
        "token": one.token,
        "version": 1,
        "channel_id": str(one.channel.id),
        "channel": channel(one.channel) | {"permissions": str(permissions.in_channel(one.channel, one.user))},
        "data": one.data,
        "locale": one.user.locale,
        "app_permissions": str(permissions.in_channel(one.channel, bot)),
        "entitlements": [],
        "authorizing_integration_owners": owners(one),
        "context": context(one.channel),
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    here = one.channel.guild
    if here is None:
        payload["user"] = user(one.user)
    else:
        granted = permissions.in_channel(one.channel, one.user)
        payload |= {
            "guild_id": str(here.id),
            "guild_locale": here.locale,
            "guild": {"id": str(here.id), "locale": here.locale, "features": []},
            "member": member(here.members[one.user.id]) | {"permissions": str(granted)},
        }
    if one.source is not None:
        payload["message"] = message(one.source)
    return payload


def command(one: Command, application_id: int) -> Payload:
    needed = one.body.get("default_member_permissions")
    return one.body | {
        "id": str(one.id),
        "application_id": str(application_id),
        "version": str(one.version),
        "type": one.type,
        "name": one.name,
        "description": one.body.get("description", ""),
        "default_member_permissions": None if needed is None else str(needed),
        **({"guild_id": str(one.guild_id)} if one.guild_id else {}),
    }
