"""The things of Discord: people, roles, guilds, channels, messages, commands. They know nothing of HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, Any

from tests.fake_discord import components as parts

if TYPE_CHECKING:
    from tests.fake_discord.interaction import Interaction


class ChannelType(IntEnum):
    TEXT = 0
    DM = 1
    GROUP_DM = 3
    ANNOUNCEMENT = 5
    THREAD = 11
    FORUM = 15


class MessageType(IntEnum):
    DEFAULT = 0
    REPLY = 19
    COMMAND_ANSWER = 20
    THREAD_STARTER = 21
    MENU_ANSWER = 23


class Flag(IntFlag):
    """Message flags."""

    SUPPRESS_EMBEDS = 4
    HAS_THREAD = 32
    EPHEMERAL = 64
    LOADING = 128
    SUPPRESS_NOTIFICATIONS = 4096
    IS_COMPONENTS_V2 = 32768


@dataclass(eq=False, slots=True)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True
    #: whether this person installed the bot for themselves
    installed: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def __repr__(self) -> str:
        return f"User({self.name})"


@dataclass(eq=False, slots=True)
class Role:
    id: int
    name: str
    permissions: int
    mentionable: bool = False

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False, slots=True)
class Member:
    user: User
    joined: float
    role_ids: set[int] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Guild:
    id: int
    name: str
    owner: User
    created: float
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    locale: str = "en-US"

    @property
    def everyone(self) -> Role:
        """The @everyone role has the guild's id."""
        return self.roles[self.id]


@dataclass(frozen=True, slots=True)
class Overwrite:
    """A channel's own rule for one role or member."""

    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True)
class Channel:
    id: int
    type: ChannelType
    name: str
    created: float
    guild: Guild | None = None
    #: the channel or forum of a thread
    parent: Channel | None = None
    #: who started a thread
    owner: User | None = None
    #: the people of a direct message, the bot among them
    people: tuple[User, ...] = ()
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 1440

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def visible(self) -> list[Message]:
        """The messages that everybody in the channel sees, oldest first."""
        return [message for message in self.messages.values() if not message.ephemeral]

    def __repr__(self) -> str:
        return f"Channel(#{self.name})"


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message makes a sound for."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    filename: str
    data: bytes
    description: str | None = None


@dataclass(eq=False, slots=True)
class Message:
    """A message as it stands now; `versions` keeps what it said before each edit."""

    id: int
    channel: Channel
    author: User
    created: float
    type: MessageType = MessageType.DEFAULT
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    pings: Pings = Pings()
    reply_to: Message | None = None
    reply_to_id: int | None = None
    thread: Channel | None = None
    interaction: Interaction | None = None
    nonce: str | None = None
    edited: float | None = None
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    #: the visible text before each edit, oldest first
    versions: list[str] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Only one person sees it."""
        return bool(self.flags & Flag.EPHEMERAL)

    @property
    def loading(self) -> bool:
        """It still reads "thinking…"."""
        return bool(self.flags & Flag.LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.flags & Flag.IS_COMPONENTS_V2)

    @property
    def silent(self) -> bool:
        return bool(self.flags & Flag.SUPPRESS_NOTIFICATIONS)

    @property
    def spoken(self) -> str:
        """The text that Discord reads mentions in: the content and the text displays, not the embeds."""
        shown = [c["content"] for _, c in parts.walk(self.components) if c["type"] == parts.Kind.TEXT]
        return "\n".join([self.content, *shown] if self.content else shown)

    @property
    def text(self) -> str:
        """Everything there is to read, for searching in tests."""
        return "\n".join(filter(None, [self.spoken, *map(_embed_text, self.embeds), *parts.labels(self.components)]))

    @property
    def previews(self) -> tuple[str, ...]:
        """The links under which Discord would put a preview card."""
        # Discord makes no preview cards for messages of components v2.
        if self.flags & (Flag.SUPPRESS_EMBEDS | Flag.IS_COMPONENTS_V2):
            return ()
        return tuple(_LINK_RE.findall(without_code(self.content)))

    def component(self, wanted: str) -> dict[str, Any] | None:
        """The button or select with this custom id, label, placeholder or emoji."""
        for _, part in parts.walk(self.components):
            emoji = (part.get("emoji") or {}).get("name")
            if wanted in (part.get("custom_id"), part.get("label"), part.get("placeholder"), emoji):
                return part
        return None

    def __repr__(self) -> str:
        return f"Message({self.author.name}: {self.text[:60]!r})"


_CODE_RE = re.compile(
    r"""
    ```.*?```    # a code block
    | `[^`\n]*`  # code in a line
    """,
    re.VERBOSE | re.DOTALL,
)
_LINK_RE = re.compile(
    r"""
    (?<!<)                  # <https://…> is not previewed
    (https?://[^\s<>)\]]+)  # the address
    """,
    re.VERBOSE,
)


def without_code(text: str) -> str:
    """The text without code, in which Discord reads neither links nor mentions."""
    return _CODE_RE.sub(" ", text)


def _embed_text(embed: dict[str, Any]) -> str:
    lines = [embed.get("title"), embed.get("description")]
    for row in embed.get("fields", ()):
        lines += [row.get("name"), row.get("value")]
    lines += [(embed.get(part) or {}).get(key) for part, key in (("author", "name"), ("footer", "text"))]
    return "\n".join(filter(None, lines))


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the bot registered it."""

    id: int
    version: int
    type: int
    name: str
    body: dict[str, Any]
    guild_id: int | None = None

    @property
    def needed(self) -> int | None:
        """The permissions a member needs to see it; None for everybody."""
        needed = self.body.get("default_member_permissions")
        return None if needed is None else int(needed)

    @property
    def contexts(self) -> tuple[int, ...]:
        """Where it is offered: 0 guilds, 1 the bot's direct messages, 2 other private channels."""
        contexts = self.body.get("contexts")
        if contexts is not None:
            return tuple(contexts)
        return (0,) if self.body.get("dm_permission") is False else (0, 1, 2)

    @property
    def installs(self) -> tuple[int, ...]:
        """For whom it is offered: 0 guilds that added the bot, 1 people who did."""
        return tuple(self.body.get("integration_types") or (0,))
