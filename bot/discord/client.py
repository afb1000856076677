"""The connection to Discord: thin handlers around the front."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING, Any

import discord

from bot.discord import commands, layout
from bot.discord.ids import PATTERN, Action
from bot.discord.locales import Translator
from bot.discord.log import event

if TYPE_CHECKING:
    from typing import Self

    from bot.discord.front import Front
    from bot.discord.settings import Settings

#: Seconds that discord.py waits for servers to arrive before it says that it is ready; its own default is 2.
READY_TIMEOUT = 0.5
#: Seconds without an answer to a heartbeat after which a connection is dead; they go out every 41 seconds.
HEARTBEAT_TIMEOUT = 60.0


class Bot(discord.AutoShardedClient):
    """One connection; the supervisor makes a new one when it breaks for good."""

    def __init__(self, settings: Settings, front: Front) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = settings.message_content
        options: dict[str, Any] = {}
        if settings.gateway:
            # A gateway of the operator's own is used as it is named, so Discord is not asked for one: one shard.
            options["shard_count"] = 1
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=READY_TIMEOUT,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            activity=discord.CustomActivity(name=presence(front)),
            **options,
        )
        self.settings = settings
        self.front = front
        self.tree = commands.build(self, front)
        self.add_dynamic_items(Press)
        self.started = time.time()
        self.last_event = time.time()

    async def setup_hook(self) -> None:
        """Tell Discord our commands, if they have changed."""
        guild = self.settings.development_guild
        await self.tree.set_translator(Translator())
        digest = await commands.digest(self.tree, self.application_id or 0, guild)
        store = self.front.desk.store
        if await self.front.desk.filed(store.meta, "commands") == digest:
            return
        target = discord.Object(guild) if guild else None
        if target is not None:
            self.tree.copy_global_to(guild=target)
        synced = await self.tree.sync(guild=target)
        await self.front.desk.filed(store.set_meta, "commands", digest)
        event("commands synchronised", commands=len(synced))

    async def on_ready(self) -> None:
        """Log that we are connected, and take up what was written while we were not."""
        seconds = round(time.time() - self.started, 3)
        event("ready", guilds=len(self.guilds), shards=self.shard_count, seconds=seconds)
        if self.user is not None:
            await self.front.catch_up(self, self.user.id)

    async def on_socket_event_type(self, name: str) -> None:
        """Remember when Discord last said something: for /healthz, and to know what a new session has missed."""
        if name == "READY":
            self.front.catching_up = True
        self.last_event = time.time()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks us something."""
        if self.user is not None:
            await self.front.message(message, self.user.id)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Answer a new forum post, where its forum is set so."""
        if self.user is not None:
            await self.front.thread(thread, self.user.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that we were taken out of."""
        await self.front.leave(guild.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a filled-in form: by its custom id, so that one opened before a restart works after it."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: dict[str, Any] = dict(interaction.data or {})
        action = Action.parse(str(data.get("custom_id", "")))
        if action is None:
            return
        try:
            await self.front.submitted(interaction, action, layout.submitted(data))
        except Exception as error:
            await self.front.failed(interaction, error)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what a handler did not expect."""
        event("event handler failed", level="error", error=sys.exc_info()[1], handler=event_method)

    def log_change(self, guild: int, channel: int, key: str, value: str | None) -> None:
        """Log that an administrator changed a setting."""
        event("setting changed", guild=guild, channel=channel, key=key, value=value)


def presence(front: Front) -> str:
    """Return what is shown below the bot's name: how many outlets, and how new the articles are."""
    service = front.desk.service
    count = len(service.outlets)
    return f"{count} outlet{'' if count == 1 else 's'} · newest article {(service.updated() or 'undated')[:10]}"


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=PATTERN):
    """Any button or select of ours. Its custom id says everything, so it works after a restart."""

    def __init__(self, item: discord.ui.Item[Any], action: Action) -> None:
        super().__init__(item)
        self._action = action

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the custom id.

        Raises:
            ValueError: the grammar allows it and no verb has it.
        """
        action = Action.parse(match.string)
        if action is None:
            raise ValueError(f"no such verb: {match['verb']}")
        return cls(item, action)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what it asks for."""
        front: Front = interaction.client.front
        values = self.item.values if isinstance(self.item, discord.ui.Select) else ()
        try:
            await front.press(interaction, self._action, [str(value) for value in values])
        except Exception as error:
            await front.failed(interaction, error)
