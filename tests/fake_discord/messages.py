"""Sending, editing and deleting messages by Discord's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fake_discord import components as parts
from tests.fake_discord import limits, mentions, permissions
from tests.fake_discord.errors import ApiError
from tests.fake_discord.model import Attachment, ChannelType, Flag, Message, MessageType
from tests.fake_discord.permissions import Permission
from tests.fake_discord.problems import Problems

if TYPE_CHECKING:
    from tests.fake_discord.interaction import Interaction
    from tests.fake_discord.model import Channel, User
    from tests.fake_discord.world import World

NONCE_SECONDS = 300.0  # "within the past few minutes"
_SETTABLE = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.IS_COMPONENTS_V2


@dataclass(slots=True)
class Sent:
    """What a request brought: the JSON body and the uploaded files."""

    body: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def post(world: World, channel: Channel, author: User, sent: Sent, *, id: int | None = None) -> Message:
    """Send an ordinary message; the first one of a forum post has a given id.

    Raises:
        ApiError: a limit, a missing permission, an unknown message to reply to.
    """
    _check_place(channel, author)
    earlier = _by_nonce(world, channel, author, sent.body)
    if earlier is not None:
        return earlier
    _check_rights(channel, author, sent)
    message = _new(world, channel, author, sent, int(sent.body.get("flags") or 0) & _SETTABLE)
    message.id = id or message.id
    _refer(message, author, sent.body.get("message_reference"))
    if message.reply_to_id is not None:
        message.type = MessageType.REPLY
    return _publish(world, message, sent.body)


def answer(world: World, interaction: Interaction, sent: Sent, prefix: str = "") -> Message:
    """Send a message that answers an interaction.

    Raises:
        ApiError: 50035 or 50006.
    """
    flags = int(sent.body.get("flags") or 0) & (_SETTABLE | Flag.EPHEMERAL)
    message = _new(world, interaction.channel, world.bot, sent, flags, prefix)
    _belong(message, interaction)
    return _publish(world, message, sent.body)


def think(world: World, interaction: Interaction, *, ephemeral: bool) -> Message:
    """Show "thinking…" in place of an answer."""
    flags = Flag.LOADING | (Flag.EPHEMERAL if ephemeral else Flag(0))
    message = Message(world.clock.snowflake(), interaction.channel, world.bot, world.clock.now(), flags=int(flags))
    _belong(message, interaction)
    return _publish(world, message, {})


def _belong(message: Message, interaction: Interaction) -> None:
    message.interaction = interaction
    # A command's answer hangs below the command; a component's answer hangs below the component's message.
    message.type = MessageType.REPLY if interaction.source is not None else MessageType.COMMAND_ANSWER
    if interaction.source is not None:
        message.reply_to_id = interaction.source.id


def _check_place(channel: Channel, author: User) -> None:
    if channel.type is ChannelType.FORUM:
        raise ApiError(50008)
    if permissions.missing(channel, author, Permission.VIEW_CHANNEL):
        raise ApiError(50001)
    thread = channel.parent is not None
    needed = Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES
    if permissions.missing(channel, author, needed):
        raise ApiError(50013)
    if channel.locked and permissions.missing(channel, author, Permission.MANAGE_THREADS):
        raise ApiError(50083)
    if channel.type is ChannelType.DM and not all(person.dms_open for person in channel.people):
        raise ApiError(50007)


def _check_rights(channel: Channel, author: User, sent: Sent) -> None:
    if sent.body.get("embeds") and permissions.missing(channel, author, Permission.EMBED_LINKS):
        raise ApiError(50013)
    if sent.files and permissions.missing(channel, author, Permission.ATTACH_FILES):
        raise ApiError(50013)


def _by_nonce(world: World, channel: Channel, author: User, body: dict[str, Any]) -> Message | None:
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    earlier = world.nonces.get((channel.id, author.id, str(nonce)))
    fresh = earlier is not None and world.clock.now() - earlier.created < NONCE_SECONDS
    return earlier if fresh else None


def _new(world: World, channel: Channel, author: User, sent: Sent, flags: int, prefix: str = "") -> Message:
    """Build a message after checking its body; nobody sees it yet."""
    body = sent.body
    limits.check_message(body, flags, len(sent.files), prefix)
    _check_empty(sent, components=body.get("components"))
    message = Message(world.clock.snowflake(), channel, author, world.clock.now(), flags=flags)
    message.content = (body.get("content") or "").strip()
    message.embeds = list(body.get("embeds") or [])
    message.components = parts.with_ids(body.get("components") or [])
    message.attachments = _attachments(world, sent, ())
    message.nonce = None if body.get("nonce") is None else str(body["nonce"])
    return message


def _check_empty(sent: Sent, components: object) -> None:
    body = sent.body
    if any(body.get(key) for key in ("embeds", "sticker_ids", "poll")) or sent.files or components:
        return
    if not (body.get("content") or "").strip():
        raise ApiError(50006)


def _attachments(world: World, sent: Sent, kept: tuple[Attachment, ...] | list[Attachment]) -> list[Attachment]:
    """The uploaded files, and of the earlier ones those that the body still lists."""
    listed = sent.body.get("attachments")
    described = {str(entry["id"]): entry for entry in listed or ()}
    found = [file for file in kept if listed is None or str(file.id) in described]
    for key, (name, data) in sent.files.items():
        if len(data) > limits.FILE_BYTES:
            raise ApiError(40005)
        entry = described.get(key, {})
        found.append(Attachment(world.clock.snowflake(), entry.get("filename", name), data, entry.get("description")))
    return found


def _refer(message: Message, author: User, reference: dict[str, Any] | None) -> None:
    if not reference:
        return
    if permissions.missing(message.channel, author, Permission.READ_MESSAGE_HISTORY):
        raise ApiError(160002)
    target = message.channel.messages.get(int(reference["message_id"]))
    if target is not None and not target.ephemeral:
        message.reply_to, message.reply_to_id = target, target.id
    elif reference.get("fail_if_not_exists", True):
        problems = Problems()
        problems.add("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        problems.raise_any()


def _publish(world: World, message: Message, body: dict[str, Any]) -> Message:
    message.pings = mentions.pings(message, body.get("allowed_mentions"))
    if permissions.missing(message.channel, message.author, Permission.EMBED_LINKS) and message.interaction is None:
        # Links of those who may not embed get no preview.
        message.flags |= Flag.SUPPRESS_EMBEDS
    channel = message.channel
    channel.messages[message.id] = message
    if channel.archived:
        channel.archived = False
        world.channel_changed(channel)
    if message.nonce is not None:
        world.nonces[channel.id, message.author.id, message.nonce] = message
    world.message_event("MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, sent: Sent, prefix: str = "") -> Message:
    """Change a message; fields that the body leaves out stay as they are.

    Raises:
        ApiError: a limit, 50006, or a try to take the components-v2 flag away.
    """
    body = sent.body
    flags = _edited_flags(message, body, prefix)
    merged: dict[str, Any] = {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
    } | {key: value for key, value in body.items() if key != "nonce"}
    attachments = _attachments(world, sent, message.attachments)
    limits.check_message(merged, flags, len(attachments), prefix)
    if not attachments:
        _check_empty(Sent(merged, sent.files), merged.get("components"))
    before = message.text
    if not message.loading:
        message.versions.append(before)
    first_answer = message.loading
    message.flags = flags & ~Flag.LOADING
    message.content = (merged.get("content") or "").strip()
    message.embeds = list(merged.get("embeds") or [])
    message.components = parts.with_ids(merged.get("components") or [])
    message.attachments = attachments
    if first_answer:
        # The answer that takes the place of "thinking…" pings; later edits do not.
        message.pings = mentions.pings(message, body.get("allowed_mentions"))
    message.edited = world.clock.now()
    world.message_event("MESSAGE_UPDATE", message)
    return message


def _edited_flags(message: Message, body: dict[str, Any], prefix: str) -> int:
    if body.get("flags") is None:
        return message.flags
    wanted = int(body["flags"])
    if message.v2 and not wanted & Flag.IS_COMPONENTS_V2:
        problems = Problems(prefix)
        problems.add("flags", "MESSAGE_FLAGS_COMPONENTS_V2_IMMUTABLE", "IS_COMPONENTS_V2 cannot be removed")
        problems.raise_any()
    changeable = Flag.SUPPRESS_EMBEDS | Flag.IS_COMPONENTS_V2
    return message.flags & ~Flag.SUPPRESS_EMBEDS | wanted & changeable


def delete(world: World, message: Message) -> None:
    """Take a message away."""
    message.deleted = True
    message.channel.messages.pop(message.id, None)
    world.message_event("MESSAGE_DELETE", message)
