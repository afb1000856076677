"""The bot against our fake Discord: in this process, or as a process of its own set up by its environment alone."""

import asyncio
import os
import shutil
import signal
import sys
from contextlib import asynccontextmanager, suppress
from functools import cache, wraps
from pathlib import Path

from bot.discord.courier import Courier
from bot.discord.desk import Desk
from bot.discord.run import Runner
from bot.discord.service import Service
from bot.discord.settings import load
from bot.discord.store import Store
from index.index import Index
from tests.fake_discord import RELAXED_LIMITS, FakeDiscord, pointed_at

ROOT = Path(__file__).resolve().parents[2]


def in_loop(test):
    """Run an async test in a loop of its own."""

    @wraps(test)
    def run(*args, **kwargs):
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), 60))

    return run


def prefixed(settings):
    return {f"WHOSAYS_DISCORD_{key.upper()}": str(value) for key, value in settings.items()}


@cache
def opened(source):
    return Service(lambda: Index.open(Path(source)))


def shared(home):
    """One service for all tests of this process: opening an index and its models for each would be most of the time."""
    return opened((home / "source").read_text())


@asynccontextmanager
async def bot(fake, home, *, service=None, **settings):
    """Run the bot in this process until the block ends; an error that ended it early comes out."""
    environ = {**fake.settings, **prefixed({"per_user": 0, "per_channel": 0, **settings})}
    wanted = load(environ, home)
    desk = Desk(wanted, Store(home), service or shared(home), Courier())
    desk.courier.first_wait = 0.02
    with pointed_at(fake):
        runner = Runner(wanted, desk)
        task = asyncio.create_task(runner.run())
        online = asyncio.create_task(fake.bot_online())
        try:
            await asyncio.wait({task, online}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            await online
            yield runner
        finally:
            online.cancel()
            runner.stop()
            await asyncio.wait_for(task, 20)
            desk.close()


@asynccontextmanager
async def scene(home, **settings):
    """A fake Discord with a server, a channel and two people, and the bot in it."""
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        scenery = Scene(fake)
        async with bot(fake, home, **settings) as runner:
            scenery.runner = runner
            yield scenery


class Scene:
    """People and places of one test."""

    def __init__(self, fake):
        self.fake = fake
        self.runner = None
        self.guild = fake.guild("newsroom")
        self.alice = fake.user("alice", self.guild)
        self.bob = fake.user("bob", self.guild)
        self.channel = fake.channel(self.guild, "general")

    @property
    def me(self):
        return f"<@{self.fake.bot.id}>"

    async def ask(self, question="how many crew died?", user=None, **options):
        """Let somebody use /ask, and return what is seen last."""
        return await self.fake.slash(user or self.alice, self.channel, "ask", question=question, **options).final()


class Process:
    """The bot as `python -m bot`, with nothing but its environment to set it up."""

    def __init__(self, fake, home, command=("-m", "bot"), **settings):
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "WHOSAYS_HOME": str(home),
            **fake.settings,
            **prefixed({"per_user": 0, "per_channel": 0, **settings}),
        }
        self.command = command
        self.log = home / "bot.log"
        self.process = None

    async def start(self):
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *self.command, env=self.environ, cwd=ROOT, stderr=log, stdout=log
            )

    async def stop(self, number=signal.SIGTERM):
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 30)

    async def ended(self):
        return await asyncio.wait_for(self.process.wait(), 30)

    async def __aenter__(self):
        await self.start()
        return self

    async def __aexit__(self, *_):
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


def copied(sample_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    (home / "source").write_text(str(sample_home))
    return home
