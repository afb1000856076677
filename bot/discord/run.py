"""Runs the bot: opens everything, connects, takes up what breaks, and stops without losing an answer."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord import health, log
from bot.discord.client import Bot, presence
from bot.discord.courier import Courier
from bot.discord.desk import Desk
from bot.discord.front import Front
from bot.discord.log import event
from bot.discord.servers import Servers
from bot.discord.service import Service
from bot.discord.settings import TOKEN_VARIABLE, Settings
from bot.discord.store import Store
from bot.errors import ConfigError
from bot.llm.spec import SENT
from index.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.llm.assist import Assistant
    from bot.models.chosen import Chosen
    from index.index import Index

#: Seconds before a connection that broke for good is made anew; doubled each time, up to the second.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
#: Seconds of good connection after which the wait begins small again.
_STEADY = 60.0
#: Seconds between looks for answers to forget.
_EXPIRE_EVERY = 3600.0
#: Seconds before a chore that broke is taken up again.
_CHORE_AGAIN = 60.0
#: Seconds between notes of how far we have heard.
_HEARD_EVERY = 5.0
_CONTENT = "switch on “Message Content Intent” in the developer portal (Bot → Privileged Gateway Intents)"


class Runner:
    """One run of the bot, from start to stop."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self.settings = settings
        self.desk = desk
        self.front = Front(desk, Servers(desk.store))
        #: The connected client, or nothing.
        self.current: list[Bot] = []
        self._stop = asyncio.Event()
        #: Takes up the questions of the run before, once; kept here because asyncio keeps no task alive by itself.
        self._resume: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Run until a signal.

        Raises:
            ConfigError: Discord refuses the token or an intent.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C ends the process there
                loop.add_signal_handler(number, self.stop)
        runner = (
            await health.serve(self.settings.health_port, self.current, self.desk)
            if self.settings.health_port
            else None
        )
        chores = [
            asyncio.create_task(self._kept(work)) for work in (self._reload, self._expire, self._warm, self._listen)
        ]
        connection = asyncio.create_task(self._connected())
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
            await self._drain()
        finally:
            tasks = (*chores, stopping, connection, *([self._resume] if self._resume else []))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if runner is not None:
                await runner.cleanup()

    def stop(self) -> None:
        """Stop as a signal does: finish what is under way, then leave."""
        self._stop.set()

    async def _drain(self) -> None:
        event("stopping", open=self.desk.open)
        left = await self.desk.drain(self.settings.drain_seconds)
        for bot in self.current:
            await bot.close()
        event("stopped", unfinished=left)

    # -- connection ----------------------------------------------------------------------------------------------------

    async def _connected(self) -> None:
        """Keep a connection; what discord.py cannot take up again is made anew."""
        wait = _FIRST_WAIT
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                await self._connect()
            except discord.LoginFailure:
                raise ConfigError(
                    f"Discord does not accept the token: set {TOKEN_VARIABLE} to the one of the portal"
                ) from None
            except discord.PrivilegedIntentsRequired:
                raise ConfigError(
                    f"Discord does not allow reading messages: {_CONTENT}, or set message_content to false"
                ) from None
            except Exception as error:
                # discord.py ends on some malformed payloads and failed requests: whatever it was, the bot goes on.
                if self._stop.is_set() or self.desk.closing:
                    return
                event("connection lost", level="error", error=error, again_in=round(wait))
            wait = _FIRST_WAIT if time.monotonic() - began > _STEADY else min(2 * wait, _LONGEST_WAIT)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)

    async def _connect(self) -> None:
        token = self.settings.token
        if token is None:
            raise ConfigError(f"no token: set {TOKEN_VARIABLE}")
        bot = Bot(self.settings, self.front)
        self.current[:] = [bot]
        self.desk.courier.client = bot
        try:
            async with bot:
                await bot.login(token.reveal())
                if self._resume is None:
                    self._resume = asyncio.create_task(self._kept(self.desk.resume))
                await bot.connect()
        finally:
            self.current.clear()

    # -- chores --------------------------------------------------------------------------------------------------------

    async def _kept(self, chore: Callable[[], Awaitable[None]]) -> None:
        """Do a chore, and take it up again when it breaks: on a full disk, for example, or a damaged index."""
        while True:
            try:
                await chore()
            except Exception as error:
                event("chore failed", level="error", error=error, chore=getattr(chore, "__name__", ""))
                await asyncio.sleep(_CHORE_AGAIN)
            else:
                return

    async def _warm(self) -> None:
        await asyncio.to_thread(self.desk.service.warm)
        event("warm", suggestions=len(self.desk.service.suggestions))

    async def _reload(self) -> None:
        while True:
            await asyncio.sleep(self.settings.reload_seconds)
            try:
                changed = await asyncio.to_thread(self.desk.service.reload)
            except StoreError as error:
                # The old corpus stays in use; the next look tries again.
                event("corpus not read", level="error", error=error)
                continue
            if changed:
                event("corpus changed", articles=len(self.desk.service.articles))
                await self._warm()
                for bot in self.current:
                    if bot.is_ready():
                        with suppress(discord.DiscordException, aiohttp.ClientError, ConnectionError):
                            await bot.change_presence(activity=discord.CustomActivity(name=presence(self.front)))

    async def _listen(self) -> None:
        """Keep on disk how far we have heard, for a start after a kill."""
        while True:
            await asyncio.sleep(_HEARD_EVERY)
            for bot in self.current:
                if bot.is_ready():
                    await self.front.heard(bot.last_event)

    async def _expire(self) -> None:
        while True:
            count = await self.desk.filed(self.desk.store.expire, self.settings.retention_days)
            if count:
                event("answers expired", count=count)
            await asyncio.sleep(_EXPIRE_EVERY)


def run(settings: Settings, home: Path, opener: Callable[[], Index], trained: Chosen | None = None) -> int:
    """Run the bot until it is told to stop, and return the exit code.

    `trained` reads what the rules cannot; without it they answer alone.

    Raises:
        ConfigError: no token, or Discord refuses it or an intent.
        NoIndexError, DamagedError, MismatchError, AccessError: the index cannot be opened.
        StoreError: the bot's own file cannot be used.
    """
    if settings.token is None:
        raise ConfigError(f"no token: set {TOKEN_VARIABLE}, or `token` in {home / 'discord.toml'} (mode 0600)")
    log.set_up(settings.token)
    # There is no voice here, so what is missing for it is no news.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    point_at(settings)
    os.umask(0o077)
    return asyncio.run(_main(settings, home, opener, trained))


async def _main(settings: Settings, home: Path, opener: Callable[[], Index], trained: Chosen | None) -> int:
    service = Service(opener, _assistant(settings, home), trained)
    try:
        desk = Desk(settings, Store(home), service, Courier())
        try:
            await Runner(settings, desk).run()
        finally:
            desk.close()
    finally:
        service.close()
    return 0


def _assistant(settings: Settings, home: Path) -> Assistant | None:
    """Return the language model of the settings, and say in the log that it is on and what goes where."""
    if settings.llm is None:
        return None
    from bot.llm.assist import Assistant
    from bot.llm.cache import FILE_NAME, Cache

    event("language model on", model=str(settings.llm), server=settings.llm.place, sent=SENT)
    return Assistant(settings.llm, cache=Cache(home / FILE_NAME))


def point_at(settings: Settings) -> None:
    """Use the operator's addresses of Discord, where there are some: discord.py reads both when it connects."""
    if settings.api_base:
        Route.BASE = settings.api_base.rstrip("/")
    if settings.gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway)
