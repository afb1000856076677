"""What the fake's own tests share: a guild with two people, a bot to fill, and a raw HTTP client."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from tests.fake_discord import RELAXED_LIMITS, FakeDiscord, pointed_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from tests.fake_discord import Channel, Guild, Interaction, User

MODEST = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Bot(discord.Client):
    """A client with a command tree that notes what it hears and what fails."""

    def __init__(self, intents: discord.Intents = MODEST, **options: Any) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.errors: list[BaseException] = []
        self.tree.error(self.note_error)

    async def note_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.append(error.original if isinstance(error, app_commands.CommandInvokeError) else error)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py would wait 5 s before it identifies again."""

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    def command(self, function: Callable[..., Coroutine[Any, Any, None]]) -> None:
        """Register a slash command named as the function."""
        self.tree.command(name=function.__name__, description="A command of a test.")(function)


class Scene:
    """A fake with a guild, a channel and two people."""

    def __init__(self, **options: Any) -> None:
        self.fake = FakeDiscord(**({"rate_limits": RELAXED_LIMITS} | options))
        self.guild: Guild = self.fake.guild()
        self.general: Channel = self.fake.channel(self.guild)
        self.alice: User = self.fake.user("alice", self.guild)
        self.bob: User = self.fake.user("bob", self.guild)

    @contextlib.asynccontextmanager
    async def running(self, bot: discord.Client) -> AsyncIterator[FakeDiscord]:
        """Run a bot against the fake; what ends the bot too early is raised here."""
        async with self.fake as fake:
            with pointed_at(fake):
                task = asyncio.create_task(bot.start(fake.token))
                await fake.until(lambda: task.done() or bot.is_ready())
                if task.done():
                    await bot.close()
                    task.result()
                try:
                    yield fake
                finally:
                    await bot.close()
                    await task

    def slash(self, name: str, **options: Any) -> Interaction:
        """Alice uses a command in #general."""
        return self.fake.slash(self.alice, self.general, name, **options)

    async def raw(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """One request without discord.py, which would refuse many bad bodies itself."""
        headers = {"Authorization": f"Bot {token or self.fake.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.fake.api_base + path, json=body, headers=headers) as reply,
        ):
            return reply.status, await reply.json() if reply.status != 204 else None


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run an async test with a bound on its time."""

    async def bounded() -> None:
        async with asyncio.timeout(20):
            await scenario()

    asyncio.run(bounded())


def act(scene: Scene, bot: Bot, play: Callable[[FakeDiscord], Awaitable[None]]) -> None:
    """Run a test with a bot that is ready."""

    async def scenario() -> None:
        async with scene.running(bot) as fake:
            await play(fake)

    run(scenario)


def raw(scene: Scene, play: Callable[[FakeDiscord], Awaitable[None]]) -> None:
    """Run a test without a bot."""

    async def scenario() -> None:
        async with scene.fake as fake:
            await play(fake)

    run(scenario)
