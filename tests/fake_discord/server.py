"""The fake Discord as a whole: one real server on 127.0.0.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from aiohttp import web

from tests.fake_discord.client import end_heartbeats
from tests.fake_discord.faults import GLOBAL_PER_SECOND, REAL_LIMITS, Fault, RateLimits
from tests.fake_discord.gateway import Gateway
from tests.fake_discord.rest import Rest
from tests.fake_discord.surface import Surface
from tests.fake_discord.world import World

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from tests.fake_discord.clock import Clock
    from tests.fake_discord.rest import Exchange

TOKEN = "fake.token.of-the-bot"


class FakeDiscord(Surface):
    """Discord for one bot. Use it as `async with FakeDiscord() as fake:`.

    A bot in the same process is pointed at it with `client.pointed_at(fake)`, one in another process with
    the environment of `fake.settings`.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        privileged: int = 0,
        heartbeat_interval: float = 41.25,
        rate_limits: Mapping[str, tuple[int, float]] = REAL_LIMITS,
        requests_per_second: int = GLOBAL_PER_SECOND,
    ) -> None:
        """Set the fake up.

        Args:
            token: The bot's token.
            port: Where to listen; 0 takes a free port.
            privileged: The bits of the privileged intents that the developer portal has switched on.
            heartbeat_interval: Seconds between heartbeats, as HELLO tells.
            rate_limits: Route to (requests, seconds); `RELAXED_LIMITS` for tests of other things.
            requests_per_second: The global rate limit.
        """
        super().__init__(World(privileged))
        self.token = token
        self._port = port
        self.gateway_server = Gateway(self.world, token, heartbeat_interval)
        self.rest = Rest(self.world, token, RateLimits(self.world.clock, rate_limits, requests_per_second))
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.handle)
        app.router.add_get("/gateway/", self.gateway_server.handle)
        # Open websockets must not hold up the end of a test.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.world.gateway_url = self.gateway
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gateway_server.kill()
        await self._runner.cleanup()
        await end_heartbeats()
        if self.rest.broken and error is None:
            raise ExceptionGroup("the fake itself failed", self.rest.broken)

    @property
    def api_base(self) -> str:
        """Where the REST API is: the bot's `DISCORD_API_BASE`."""
        return f"http://127.0.0.1:{self._port}/api/v10"

    @property
    def gateway(self) -> str:
        """Where the gateway is: the bot's `DISCORD_GATEWAY`."""
        return f"ws://127.0.0.1:{self._port}/gateway/"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a bot in another process."""
        return {"DISCORD_TOKEN": self.token, "DISCORD_API_BASE": self.api_base, "DISCORD_GATEWAY": self.gateway}

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def counters(self) -> Counter[str]:
        """How often what happened: routes, "status 200", event names, "identifies", "resumes", "heartbeats" …"""
        return self.world.counters

    @property
    def exchanges(self) -> list[Exchange]:
        """Every request with its reply, oldest first."""
        return self.rest.exchanges

    def requests(self, pattern: str) -> list[Exchange]:
        """The requests whose "METHOD /path" matches a regex."""
        return [one for one in self.exchanges if re.search(pattern, one.call)]

    def on_exchange(self, hook: Callable[[Exchange], None]) -> None:
        """Call a function with every request and its reply."""
        self.rest.hooks.append(hook)

    # Breaking things

    def fault(
        self,
        pattern: str,
        *,
        count: int = 1,
        status: int | None = None,
        retry_after: float = 0.05,
        everywhere: bool = False,
        via: bool = True,
        drop: bool = False,
        delay: float = 0.0,
        after: bool = False,
    ) -> Fault:
        """Let the next `count` requests fail whose "METHOD /path" matches a regex.

        Args:
            pattern: For example `r"POST /channels/[0-9]+/messages$"`.
            count: How many requests are hit.
            status: The status of the reply: 429, 500, 502, 503 …
            retry_after: Seconds that a 429 asks to wait.
            everywhere: A 429 for the whole bot, not for one route.
            via: Without it, a 429 looks as from Cloudflare, and is final for discord.py.
            drop: Drop the connection instead of replying.
            delay: Seconds to wait first; alone, the request is then carried out.
            after: Carry the request out, and only then lose or spoil the reply.
        """
        fault = Fault(re.compile(pattern), count, status, retry_after, everywhere, via, drop, delay, after)
        self.rest.faults.ordered.append(fault)
        return fault

    def kill(self, code: int | None = None) -> None:
        """End the gateway's connections: pull the plug, or close with a code."""
        self.gateway_server.kill(code)

    def reconnect(self) -> None:
        """Ask the bot to reconnect and resume (op 7)."""
        self.gateway_server.reconnect()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Declare the session invalid (op 9)."""
        self.gateway_server.invalidate(resumable=resumable)

    def stop_acks(self) -> None:
        """Answer no heartbeat from now on: a zombie connection."""
        self.gateway_server.acks = False

    def resume_acks(self) -> None:
        """Answer heartbeats again."""
        self.gateway_server.acks = True

    @property
    def online(self) -> bool:
        """Whether the bot has a session that is connected."""
        return self.gateway_server.ready

    async def bot_online(self, timeout: float = 10.0) -> None:
        """Wait for the bot to connect."""
        await self.until(lambda: self.online, timeout)

    @property
    def largest_heartbeat_gap(self) -> float:
        """The longest time between two heartbeats, in seconds."""
        return self.gateway_server.largest_gap()
