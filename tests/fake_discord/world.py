"""All that the fake holds, and the events that changing it causes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.fake_discord import payloads, permissions
from tests.fake_discord.clock import Changes, Clock
from tests.fake_discord.errors import ApiError
from tests.fake_discord.model import Channel, ChannelType, Command, Flag, Guild, Member, Message, Role, User
from tests.fake_discord.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_discord.interaction import Interaction
    from tests.fake_discord.payloads import Payload

    # (event name, the intent bit it needs, function of "may read content" -> payload)
    Dispatch = Callable[[str, int, Callable[[bool], Payload]], None]


class Intent:
    """Bits of IDENTIFY's intents that this fake looks at."""

    GUILDS = 1 << 0
    MEMBERS = 1 << 1
    PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15
    PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
    KNOWN = (1 << 26) - 1
    ALWAYS = 0  # INTERACTION_CREATE and the like need none


class World:
    """People, guilds, channels, messages, commands and interactions."""

    def __init__(self, privileged: int) -> None:
        self.changes = Changes()
        self.clock = Clock(self.changes)
        #: the privileged intents switched on in the developer portal
        self.privileged = privileged
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: list[Command] = []
        #: (scope, time) of every command that was created
        self.command_creates: list[tuple[int | None, float]] = []
        self.interactions: dict[int, Interaction] = {}
        self.nonces: dict[tuple[int, int, str], Message] = {}
        self.counters: Counter[str] = Counter()
        self.dispatch: Dispatch = lambda name, intent, build: None
        #: where the gateway listens; known once the server runs
        self.gateway_url = ""
        self.bot = self.add_user("whosays", bot=True)

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.clock.snowflake(), name, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User, everyone: int, invited: int | None) -> Guild:
        """Make a guild; `invited` are the bot's own permissions there, None leaves the bot out."""
        guild = Guild(self.clock.snowflake(), name, owner, self.clock.now())
        guild.roles[guild.id] = Role(guild.id, "@everyone", everyone)
        guild.members[owner.id] = Member(owner, self.clock.now())
        self.guilds[guild.id] = guild
        if invited is not None:
            role = self.add_role(guild, "whosays", invited)
            guild.members[self.bot.id] = Member(self.bot, self.clock.now(), {role.id})
            self.dispatch("GUILD_CREATE", Intent.GUILDS, lambda _: payloads.guild(guild, self.bot))
        return guild

    def add_role(self, guild: Guild, name: str, granted: int, *, mentionable: bool = False) -> Role:
        role = Role(self.clock.snowflake(), name, granted, mentionable)
        guild.roles[role.id] = role
        payload = {"guild_id": str(guild.id), "role": payloads.role(role, len(guild.roles) - 1)}
        self.dispatch("GUILD_ROLE_CREATE", Intent.GUILDS, lambda _: payload)
        return role

    def add_channel(self, guild: Guild | None, name: str, kind: ChannelType, people: tuple[User, ...] = ()) -> Channel:
        channel = Channel(self.clock.snowflake(), kind, name, self.clock.now(), guild, people=people)
        self.channels[channel.id] = channel
        if guild is not None:
            guild.channels[channel.id] = channel
            self._channel_event("CHANNEL_CREATE", channel)
        return channel

    def channel_changed(self, channel: Channel) -> None:
        self._channel_event("THREAD_UPDATE" if channel.parent else "CHANNEL_UPDATE", channel)

    def _channel_event(self, name: str, channel: Channel) -> None:
        if channel.guild is not None and self.bot.id in channel.guild.members:
            self.dispatch(name, Intent.GUILDS, lambda _: payloads.channel(channel))
        self.changes.ring()

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and its threads."""
        guild = channel.guild
        assert guild is not None
        for thread in [one for one in guild.channels.values() if one.parent is channel]:
            self.remove_channel(thread)
        self._channel_event("THREAD_DELETE" if channel.parent else "CHANNEL_DELETE", channel)
        del self.channels[channel.id], guild.channels[channel.id]

    def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild: it hears of that, and of nothing else there."""
        del guild.members[self.bot.id]
        self.dispatch("GUILD_DELETE", Intent.GUILDS, lambda _: {"id": str(guild.id)})
        self.changes.ring()

    def outage(self, guild: Guild, *, over: bool) -> None:
        """Let a guild be unreachable for a time, which is not the same as leaving it."""
        if over:
            self.dispatch("GUILD_CREATE", Intent.GUILDS, lambda _: payloads.guild(guild, self.bot))
        else:
            self.dispatch("GUILD_DELETE", Intent.GUILDS, lambda _: {"id": str(guild.id), "unavailable": True})

    def member_changed(self, member: Member, guild: Guild) -> None:
        payload = payloads.member(member) | {"guild_id": str(guild.id)}
        # Of its own membership the bot hears without the members intent.
        intent = Intent.GUILDS if member.user is self.bot else Intent.MEMBERS
        self.dispatch("GUILD_MEMBER_UPDATE", intent, lambda _: payload)

    def dm(self, user: User) -> Channel:
        """The direct messages of the bot with somebody."""
        for channel in self.channels.values():
            if channel.type is ChannelType.DM and user in channel.people:
                return channel
        return self.add_channel(None, user.name, ChannelType.DM, (self.bot, user))

    def add_thread(
        self, parent: Channel, name: str, owner: User, minutes: int = 1440, *, id: int | None = None
    ) -> Channel:
        thread = Channel(id or self.clock.snowflake(), ChannelType.THREAD, name, self.clock.now(), parent.guild, parent)
        thread.owner, thread.auto_archive_minutes = owner, minutes
        assert parent.guild is not None
        parent.guild.channels[thread.id] = thread
        self.channels[thread.id] = thread
        if self._bot_sees(thread):
            payload = payloads.channel(thread) | {"newly_created": True}
            self.dispatch("THREAD_CREATE", Intent.GUILDS, lambda _: payload)
        self.changes.ring()
        return thread

    def _bot_sees(self, channel: Channel) -> bool:
        return not permissions.missing(channel, self.bot, Permission.VIEW_CHANNEL)

    def message_event(self, name: str, message: Message) -> None:
        """Tell the gateway about a message, unless it is ephemeral or in a place that the bot does not see."""
        self.changes.ring()
        self.counters[f"message {name.removeprefix('MESSAGE_').lower()}"] += 1
        if message.flags & Flag.EPHEMERAL or not self._bot_sees(message.channel):
            return
        intent = Intent.GUILD_MESSAGES if message.channel.guild else Intent.DIRECT_MESSAGES
        if name == "MESSAGE_DELETE":
            payload = {"id": str(message.id), "channel_id": str(message.channel.id)}
            if message.channel.guild is not None:
                payload["guild_id"] = str(message.channel.guild.id)
            self.dispatch(name, intent, lambda _: payload)
            return
        full = payloads.event_message(message, reader=None)
        redacted = payloads.event_message(message, reader=self.bot)
        self.dispatch(name, intent, lambda content: full if content else redacted)

    def interaction_event(self, interaction: Interaction) -> None:
        self.interactions[interaction.id] = interaction
        payload = payloads.interaction(interaction, self.bot)
        self.dispatch("INTERACTION_CREATE", Intent.ALWAYS, lambda _: payload)

    def find_channel(self, channel_id: str) -> Channel:
        """Look a channel up for the bot.

        Raises:
            ApiError: 10003 unknown, 50001 not visible to the bot.
        """
        channel = self.channels.get(int(channel_id))
        if channel is None:
            raise ApiError(10003)
        if not self._bot_sees(channel):
            raise ApiError(50001)
        return channel

    @staticmethod
    def find_message(channel: Channel, message_id: str) -> Message:
        """Look a message up for the bot; ephemeral ones are found by their interaction's token only.

        Raises:
            ApiError: 10008.
        """
        message = channel.messages.get(int(message_id))
        if message is None or message.ephemeral:
            raise ApiError(10008)
        return message

    def all_messages(self) -> list[Message]:
        """Every message that still stands, oldest first."""
        return sorted((m for c in self.channels.values() for m in c.messages.values()), key=lambda m: m.id)
