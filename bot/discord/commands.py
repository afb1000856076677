"""The commands that Discord shows, and what each hands to the front."""

from __future__ import annotations

import hashlib
import json
import math
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord import claim, notes, rights, screens
from bot.discord.ids import Verb
from bot.discord.jobs import Mode
from bot.discord.locales import Translator
from bot.discord.log import event
from bot.discord.screens import Fact
from bot.discord.servers import MODES
from bot.render import parts

if TYPE_CHECKING:
    from bot.discord.client import Bot
    from bot.discord.front import Front

#: Shortest question, characters; the longest is `claim.LONGEST`.
_SHORTEST = 3
#: Most questions a minute that a server may allow.
_MOST_A_MINUTE = 1_000
_EVERYWHERE = {"guilds": True, "dms": True, "private_channels": True}
#: Outlets that /config outlets takes at once.
_MOST_OUTLETS = 25


def build(bot: Bot, front: Front) -> app_commands.CommandTree[Bot]:
    """Return the tree of all commands."""
    tree: app_commands.CommandTree[Bot] = Tree(
        bot,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )
    _add_questions(tree, front)
    _add_pages(tree, front, bot)
    _add_privacy(tree, front)
    tree.add_command(_config(front))
    return tree


class Tree(app_commands.CommandTree["Bot"]):
    """A tree whose errors take the one path."""

    async def on_error(self, interaction: discord.Interaction[Bot], error: app_commands.AppCommandError, /) -> None:
        """Tell what went wrong."""
        front = interaction.client.front
        if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
            # After an update, clients show the old commands for a while.
            event("outdated command", reason=type(error).__name__)
            await front.say(interaction, notes.notice(notes.OUTDATED, "wait"))
        elif isinstance(error, app_commands.TransformerError):
            event("option not usable", reason=type(error).__name__)
            await front.say(interaction, notes.notice(notes.UNSEEN, "problem"))
        else:
            cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
            await front.failed(interaction, cause)


async def digest(tree: app_commands.CommandTree[Bot], application: int, guild: int) -> str:
    """Return a hash of what would be sent to Discord; it changes when the commands do."""
    translator = tree.translator or Translator()
    data = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    whole = json.dumps([application, guild, data], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _add_questions(tree: app_commands.CommandTree[Bot], front: Front) -> None:
    @tree.command(name="ask", description="Which outlet says what, and where they differ")
    @app_commands.describe(
        question="For example: how many people were injured?",
        private="Show the answer to me alone",
        outlet="Ask this outlet only",
    )
    async def ask(
        interaction: discord.Interaction[Bot],
        question: app_commands.Range[str, _SHORTEST, claim.LONGEST],
        private: bool = False,
        outlet: str | None = None,
    ) -> None:
        found = _outlet(front, outlet) if outlet else None
        if outlet and found is None:
            await front.say(
                interaction, notes.notice(f"There is no outlet “{outlet}” here; /outlets lists them.", "problem")
            )
            return
        await front.ask(interaction, question, private=private, outlets=(found,) if found else ())

    @ask.autocomplete("question")
    async def questions(interaction: discord.Interaction[Bot], current: str) -> list[app_commands.Choice[str]]:
        found = front.suggestions(interaction.user.id, current)
        return [app_commands.Choice(name=text, value=text) for text in found]

    @ask.autocomplete("outlet")
    async def outlets(interaction: discord.Interaction[Bot], current: str) -> list[app_commands.Choice[str]]:
        return _outlet_choices(front, current, interaction.guild_id)

    @tree.context_menu(name="Check this claim")
    async def check(interaction: discord.Interaction[Bot], message: discord.Message) -> None:
        if not claim.sentences(message.content):
            await front.say(interaction, notes.notice("There is no sentence to check in that message.", "problem"))
            return
        await front.ask(interaction, message.content, mode=Mode.CHECK, private=True)


def _outlet(front: Front, name: str) -> str | None:
    """Return the id of an outlet given by id, name or alias."""
    wanted = name.casefold()
    for outlet in front.desk.service.outlets:
        if wanted in {text.casefold() for text in (outlet.id, outlet.name, *outlet.aliases)}:
            return outlet.id
    return None


def _outlet_choices(front: Front, current: str, guild: int | None) -> list[app_commands.Choice[str]]:
    fitting = [o for o in front.outlets_for(guild) if current.casefold() in f"{o.name} {o.id}".casefold()]
    return [app_commands.Choice(name=o.name[:100], value=o.id[:100]) for o in fitting[:25]]


def _add_pages(tree: app_commands.CommandTree[Bot], front: Front, bot: Bot) -> None:
    @tree.command(name="outlets", description="The outlets whose articles are read")
    async def outlets(interaction: discord.Interaction[Bot]) -> None:
        await front.say(interaction, await front.listing(Verb.OUTLETS, 1))

    @tree.command(name="sources", description="The articles that answers come from")
    async def sources(interaction: discord.Interaction[Bot]) -> None:
        await front.say(interaction, await front.listing(Verb.SOURCES, 1))

    @tree.command(name="help", description="What this bot does, with examples")
    async def help_(interaction: discord.Interaction[Bot]) -> None:
        await front.say(interaction, screens.help_())

    @tree.command(name="status", description="How the bot and its articles are")
    async def status(interaction: discord.Interaction[Bot]) -> None:
        await front.say(interaction, screens.status(facts(front, bot)))


def facts(front: Front, bot: Bot) -> list[Fact]:
    """Return what /status tells."""
    desk, service = front.desk, front.desk.service
    minutes = int((time.time() - bot.started) // 60)
    found = [
        Fact("Version", version("whosays")),
        Fact("Articles", f"{len(service.articles)} by {len(service.outlets)} outlets"),
        Fact("Newest article", (service.updated() or "undated")[:10]),
        Fact("Corpus read", f"{int((time.time() - service.loaded) // 60)} minutes ago"),
        Fact(
            "In line", f"{desk.line.busy} being answered, {desk.line.waiting} waiting, room for {desk.settings.queue}"
        ),
        Fact("Up", f"{minutes // 60} h {minutes % 60} min, {desk.answered} answers"),
        # Until the first heartbeat has been answered, discord.py says that it is endless.
        Fact(
            "Latency", f"{1000 * bot.latency:.0f} ms to Discord" if math.isfinite(bot.latency) else "not measured yet"
        ),
    ]
    if desk.settings.llm is not None:
        told = f"{desk.settings.llm}: added to {parts.counted(desk.additions.helped, 'answer')}"
        told += f", of no use {desk.additions.failed} times" if desk.additions.failed else ""
        found.append(Fact("Language model", told))
    if desk.last_seconds is not None:
        found.append(Fact("Last answer", f"took {desk.last_seconds:.1f} s"))
    return found


def _add_privacy(tree: app_commands.CommandTree[Bot], front: Front) -> None:
    @tree.command(name="privacy", description="What is stored, and for how long")
    async def privacy(interaction: discord.Interaction[Bot]) -> None:
        spec = front.desk.settings.llm
        model = None if spec is None else (str(spec), "on the bot's own machine" if spec.local else spec.place)
        await front.say(interaction, screens.privacy(front.desk.settings.retention_days, model))

    @tree.command(name="forget", description="Delete everything that is stored about me")
    async def forget(interaction: discord.Interaction[Bot]) -> None:
        asker = front.desk.store.hashed(interaction.user.id)
        count = await front.desk.filed(front.desk.store.forget, asker)
        front.forget(interaction.user.id)
        told = f"Deleted: {parts.counted(count, 'answer')} of yours, and your votes."
        await front.say(interaction, notes.notice(told, "done"))


def _config(front: Front) -> app_commands.Group:
    """Return /config, which Discord shows to those who may manage the server."""
    group = app_commands.Group(
        name="config",
        description="How this bot behaves in this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    async def set_(interaction: discord.Interaction[Bot], channel: int, key: str, value: str | None, told: str) -> None:
        guild = interaction.guild_id
        if guild is None or not interaction.permissions.manage_guild:
            await front.say(interaction, notes.notice("Only those who may manage the server can do that.", "refused"))
            return
        await front.configure(guild, channel, key, value)
        interaction.client.log_change(guild, channel, key, value)
        await front.say(interaction, notes.notice(told, "done"))

    @group.command(name="show", description="The settings of this server")
    async def show(interaction: discord.Interaction[Bot]) -> None:
        await front.say(interaction, screens.status(_settings(front, interaction), "Settings of this server"))

    @group.command(name="channel", description="Check what I may do in a channel, and answer there or not")
    @app_commands.describe(channel="The channel", answer="Answer there at all")
    async def channel_(
        interaction: discord.Interaction[Bot],
        channel: discord.TextChannel | discord.ForumChannel,
        answer: bool = True,
    ) -> None:
        lacking = rights.missing(channel.permissions_for(channel.guild.me))
        told = [
            f"I answer in #{channel.name}."
            if answer
            else f"I do not answer in #{channel.name}; /ask there is answered to the asker alone."
        ]
        told += [f"Missing: {name} — without it I cannot {why}." for name, why in lacking]
        await set_(interaction, channel.id, "mode", None if answer else "off", " ".join(told))

    @group.command(name="mode", description="When messages of a channel are answered")
    @app_commands.describe(channel="The channel", mode="mention: when I am mentioned; auto: every question; off: never")
    @app_commands.choices(mode=[app_commands.Choice(name=mode, value=mode) for mode in MODES])
    async def mode_(
        interaction: discord.Interaction[Bot],
        channel: discord.TextChannel | discord.ForumChannel,
        mode: str,
    ) -> None:
        told = f"Questions in #{channel.name}: {mode}."
        if mode == "auto" and not front.desk.settings.message_content:
            told += (
                " But I cannot read messages that do not mention me: the operator must switch on message_content, and "
                "“Message Content Intent” in the developer portal. Titles of forum posts work without it."
            )
        await set_(interaction, channel.id, "mode", mode, told)

    @group.command(name="cooldown", description="How many questions a minute are answered; 0 for no limit")
    @app_commands.describe(per_user="Of one person", per_channel="In one channel")
    async def cooldown(
        interaction: discord.Interaction[Bot],
        per_user: app_commands.Range[int, 0, _MOST_A_MINUTE],
        per_channel: app_commands.Range[int, 0, _MOST_A_MINUTE],
    ) -> None:
        if interaction.guild_id is not None and interaction.permissions.manage_guild:
            await front.configure(interaction.guild_id, 0, "per_user", str(per_user))
        told = f"Questions a minute: {per_user or 'any'} of one person, {per_channel or 'any'} in one channel."
        await set_(interaction, 0, "per_channel", str(per_channel), told)

    @group.command(name="outlets", description="Answer from these outlets only; without any: from all")
    @app_commands.describe(outlets="Names, with commas between")
    async def outlets(interaction: discord.Interaction[Bot], outlets: str = "") -> None:
        names = [name.strip() for name in outlets.split(",") if name.strip()][:_MOST_OUTLETS]
        found = {name: _outlet(front, name) for name in names}
        if unknown := [name for name, outlet in found.items() if outlet is None]:
            told = f"No such outlet: {', '.join(unknown)}. /outlets lists them."
            await front.say(interaction, notes.notice(told, "problem"))
            return
        value = " ".join(outlet for outlet in found.values() if outlet)
        await set_(interaction, 0, "outlets", value or None, f"Answers come from {', '.join(found) or 'all outlets'}.")

    return group


def _settings(front: Front, interaction: discord.Interaction[Bot]) -> list[Fact]:
    rows = front.servers.of(interaction.guild_id or 0)
    if not rows:
        return [Fact("Settings", "the defaults: I answer when mentioned, from all outlets")]
    found = []
    for channel, key, value in rows:
        place = interaction.guild.get_channel(channel) if interaction.guild and channel else None
        where = f"#{place.name}" if place else ("this server" if not channel else str(channel))
        found.append(Fact(f"{where}: {key.replace('_', ' ')}", value))
    return found
