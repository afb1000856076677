"""Runs the fake for a bot in another process: `python -m tests.fake_discord --port 8123`.

Prints the environment to start the bot with. Each line on standard input is then asked with /ask by a made-up
person; a line that starts with @ mentions the bot instead. What the person sees is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from tests.fake_discord.errors import DidNotRespondError, NothingSeenError, NotOfferedError
from tests.fake_discord.server import FakeDiscord

if TYPE_CHECKING:
    from tests.fake_discord.model import Channel, User


async def _serve(port: int) -> None:
    async with FakeDiscord(port=port) as fake:
        guild = fake.guild("newsroom")
        alice = fake.user("alice", guild)
        general = fake.channel(guild, "general")
        for name, value in fake.settings.items():
            print(f"{name}={value}", flush=True)
        while not fake.online:
            await fake.world.changes.wait(60)
        print("The bot is online.", flush=True)
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            print(await _seen(fake, alice, general, line), flush=True)


async def _seen(fake: FakeDiscord, alice: User, general: Channel, line: str) -> str:
    """Ask what a line says and return what the person reads."""
    try:
        if not line.startswith("@"):
            return (await fake.slash(alice, general, "ask", question=line).final(timeout=30)).text + "\n"
        said = fake.say(alice, general, f"{fake.bot.mention} {line[1:].strip()}")
        return (await fake.expect(lambda message: message.reply_to is said, timeout=30)).text + "\n"
    except (NotOfferedError, NothingSeenError, DidNotRespondError) as error:
        return f"-- {error}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_discord", description="A Discord for one bot.")
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1 (default: a free port)")
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
