"""Pointing an unmodified discord.py in this process at the fake."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_discord.server import FakeDiscord


@contextmanager
def pointed_at(fake: FakeDiscord) -> Iterator[None]:
    """Let discord.py talk to the fake: two class attributes, which are put back afterwards."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = fake.api_base
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway)
    try:
        yield
    finally:
        Route.BASE = base
        DiscordWebSocket.DEFAULT_GATEWAY = gateway


async def end_heartbeats() -> None:
    """End discord.py's heartbeat threads in this process while there is still a loop to run what they ask for.

    discord.py leaves a thread behind when its client ends by an error; it would wake in another test, ask a closed
    loop for a heartbeat, and pytest would report that there.
    """
    for _ in range(200):  # one second
        left = [thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)]
        if not left:
            return
        for thread in left:
            thread.stop()
        await asyncio.sleep(0.005)
