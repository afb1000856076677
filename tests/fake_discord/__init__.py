"""Discord in miniature, for the real discord.py: REST, gateway, people, limits and failures.

    async with FakeDiscord() as fake:
        guild = fake.guild()
        alice = fake.user("alice", guild)
        general = fake.channel(guild)
        ...  # start the bot, then
        await fake.bot_online()
        answer = await fake.slash(alice, general, "ask", question="how many were hurt?").final()
        assert "7" in answer.text

It imitates what the documentation and measurements say; permissions over several shards and Discord's live
behaviour stay unproved.
"""

from tests.fake_discord.client import pointed_at
from tests.fake_discord.errors import DidNotRespondError, NothingSeenError, NotOfferedError
from tests.fake_discord.faults import REAL_LIMITS, RELAXED_LIMITS
from tests.fake_discord.interaction import Interaction
from tests.fake_discord.model import Channel, ChannelType, Flag, Guild, Message, Pings, Role, User
from tests.fake_discord.permissions import EVERYONE, INVITED, Permission
from tests.fake_discord.server import TOKEN, FakeDiscord
from tests.fake_discord.world import Intent

__all__ = [
    "EVERYONE",
    "INVITED",
    "REAL_LIMITS",
    "RELAXED_LIMITS",
    "TOKEN",
    "Channel",
    "ChannelType",
    "DidNotRespondError",
    "FakeDiscord",
    "Flag",
    "Guild",
    "Intent",
    "Interaction",
    "Message",
    "NotOfferedError",
    "NothingSeenError",
    "Permission",
    "Pings",
    "Role",
    "User",
    "pointed_at",
]
