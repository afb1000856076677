"""The fake against the real discord.py: small bots, one rule a test."""

from __future__ import annotations

import asyncio
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from tests.fake_discord import (
    EVERYONE,
    INVITED,
    REAL_LIMITS,
    TOKEN,
    ChannelType,
    DidNotRespondError,
    FakeDiscord,
    Intent,
    NothingSeenError,
    NotOfferedError,
    Permission,
    pointed_at,
)
from tests.fake_discord.scenes import MODEST, Bot, Scene, act, raw, run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.fake_discord import Interaction

    Work = Callable[[discord.Interaction], Awaitable[None]]


def asking_bot(**options: Any) -> Bot:
    """Answers /ask by a deferred edit."""
    bot = Bot(**options)

    @bot.command
    async def ask(
        interaction: discord.Interaction, question: app_commands.Range[str, 3, 300], private: bool = False
    ) -> None:
        await interaction.response.defer(thinking=True, ephemeral=private)
        await interaction.edit_original_response(content=f"answer to {question}")

    return bot


def bot_doing(work: Work, **options: Any) -> Bot:
    """Runs a function of the test at /go."""
    bot = Bot(**options)

    @bot.command
    async def go(interaction: discord.Interaction) -> None:
        await work(interaction)

    return bot


def going(work: Work, play: Callable[[Scene, Bot, Interaction], Awaitable[None]], **options: Any) -> None:
    """Run a bot that does `work` at /go, use /go, and let the test look."""
    scene, bot = Scene(**options), bot_doing(work)

    async def whole(fake: FakeDiscord) -> None:
        await play(scene, bot, scene.slash("go"))

    act(scene, bot, whole)


# Commands


def test_deferred_answer_is_edited_in():
    scene, bot = Scene(), asking_bot()

    async def play(fake: FakeDiscord) -> None:
        interaction = scene.slash("ask", question="how many were hurt?")
        answer = await (await interaction.ack()).final()
        assert answer.content == "answer to how many were hurt?"
        assert not answer.ephemeral
        assert interaction.ack_seconds is not None
        assert interaction.ack_seconds < 1
        await fake.until(lambda: fake.counters["MESSAGE_UPDATE"] == 1)
        assert fake.counters["MESSAGE_CREATE"] == 1

    act(scene, bot, play)


def test_private_answer_is_seen_by_one_person_and_by_no_event():
    scene, bot = Scene(), asking_bot()

    async def play(fake: FakeDiscord) -> None:
        answer = await scene.slash("ask", question="who?", private=True).final()
        assert answer.ephemeral
        assert scene.general.visible == []
        assert fake.counters["MESSAGE_CREATE"] == fake.counters["MESSAGE_UPDATE"] == 0
        assert (await scene.raw("GET", f"/channels/{scene.general.id}/messages/{answer.id}"))[1]["code"] == 10008
        with pytest.raises(NotOfferedError, match="does not see"):
            fake.click(scene.bob, answer, "anything")

    act(scene, bot, play)


def test_client_refuses_what_discord_would_not_send():
    scene, bot = Scene(), asking_bot()

    @bot.tree.command(description="For admins.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def config(interaction: discord.Interaction, size: app_commands.Range[int, 1, 5]) -> None:
        await interaction.response.send_message(f"size {size}", ephemeral=True)

    async def play(fake: FakeDiscord) -> None:
        refused: list[tuple[Any, str, dict[str, Any], str]] = [
            (scene.alice, "nothing", {}, "has no command"),
            (scene.alice, "ask", {}, "needs the option 'question'"),
            (scene.alice, "ask", {"question": "x"}, "does not accept"),
            (scene.alice, "ask", {"question": "x" * 301}, "does not accept"),
            (scene.alice, "ask", {"question": "why?", "private": "yes"}, "does not accept"),
            (scene.alice, "ask", {"question": "why?", "outlet": "a"}, "has no option"),
            (scene.alice, "config", {"size": 1}, "is hidden"),
            (scene.guild.owner, "config", {"size": 6}, "does not accept"),
        ]
        for user, name, options, reason in refused:
            with pytest.raises(NotOfferedError, match=reason):
                fake.slash(user, scene.general, name, **options)
        with pytest.raises(NotOfferedError, match="contexts"):
            fake.slash(scene.alice, fake.dm(scene.alice), "config", size=1)
        admin = fake.user("admin", scene.guild, roles=[fake.role(scene.guild, "mods", Permission.MANAGE_GUILD)])
        assert (await fake.slash(admin, scene.general, "config", size=5).final()).content == "size 5"
        fake.deny(scene.general, scene.guild.everyone, Permission.USE_APPLICATION_COMMANDS)
        with pytest.raises(NotOfferedError, match="may not use commands"):
            scene.slash("ask", question="why?")
        fake.deny(scene.general, scene.alice, Permission.VIEW_CHANNEL)
        with pytest.raises(NotOfferedError, match="does not see"):
            scene.slash("ask", question="why?")

    act(scene, bot, play)


def test_sub_commands_with_channels_and_roles():
    scene, bot = Scene(), Bot()
    config = app_commands.Group(name="config", description="Settings.")

    @config.command(description="A channel.")
    async def channel(interaction: discord.Interaction, where: discord.TextChannel, role: discord.Role) -> None:
        await interaction.response.send_message(f"{where.name} {role.name}")

    bot.tree.add_command(config)

    async def play(fake: FakeDiscord) -> None:
        readers = fake.role(scene.guild, "readers")
        answer = await scene.slash("config channel", where=scene.general, role=readers).final()
        assert answer.content == "general readers"
        with pytest.raises(NotOfferedError, match="needs a sub-command"):
            scene.slash("config")
        with pytest.raises(NotOfferedError, match="has no sub-command"):
            scene.slash("config role")
        with pytest.raises(NotOfferedError, match="does not accept"):
            scene.slash("config channel", where=fake.forum(scene.guild), role=readers)

    act(scene, bot, play)


def test_suggestions():
    scene, bot = Scene(), Bot()

    @bot.tree.command(description="Ask.")
    async def ask(interaction: discord.Interaction, question: str) -> None:
        await interaction.response.send_message("x")

    @ask.autocomplete("question")
    async def suggest(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {n}", value=f"{n}") for n in range(2)]

    async def play(fake: FakeDiscord) -> None:
        interaction = await fake.autocomplete(scene.alice, scene.general, "ask", focused="question", text="how").ack()
        assert [choice["name"] for choice in interaction.choices] == ["how 0", "how 1"]

    act(scene, bot, play)


def test_menu_of_a_message_hands_over_its_content_without_the_intent():
    scene, bot = Scene(), Bot()

    @bot.tree.context_menu(name="Check this claim")
    async def check(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"checked: {message.content}", ephemeral=True)

    async def play(fake: FakeDiscord) -> None:
        claim = fake.say(scene.bob, scene.general, "Twelve bridges fell.")
        answer = await fake.message_command(scene.alice, claim, "Check this claim").final()
        assert answer.content == "checked: Twelve bridges fell."
        with pytest.raises(NotOfferedError, match="no app menu"):
            fake.message_command(scene.alice, answer, "Check this claim")
        await fake.until(lambda: len(bot.heard) == 1)
        assert bot.heard[0].content == ""

    act(scene, bot, play)


def test_direct_messages_and_people_who_installed_the_bot():
    scene, bot = Scene(), Bot()

    @bot.tree.command(description="Ask.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("answer")
        try:
            for number in range(6):
                await interaction.followup.send(f"{number}")
        except discord.HTTPException as error:
            bot.errors.append(error)

    async def play(fake: FakeDiscord) -> None:
        await fake.slash(scene.alice, fake.dm(scene.alice), "ask").followup(5)
        assert bot.errors == []
        group = fake.group(scene.alice, scene.bob)
        with pytest.raises(NotOfferedError, match="has not installed"):
            fake.slash(scene.alice, group, "ask")
        scene.alice.installed = True
        elsewhere = fake.guild("elsewhere", scene.alice, invited=None)
        for place in (group, fake.channel(elsewhere)):
            interaction = fake.slash(scene.alice, place, "ask")
            assert (await interaction.followup(4)).content == "4"
            await fake.until(lambda: bool(bot.errors))
            error = bot.errors.pop()
            assert isinstance(error, discord.HTTPException)
            assert error.code == 40094

    act(scene, bot, play)


# Answering


def test_too_late_an_answer_is_an_unknown_interaction():
    held = asyncio.Event()

    async def work(interaction: discord.Interaction) -> None:
        await held.wait()
        await interaction.response.send_message("late")

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        scene.fake.clock.advance(2)
        assert not interaction.failed
        scene.fake.clock.advance(1.1)
        assert interaction.failed
        with pytest.raises(DidNotRespondError):
            await interaction.ack()
        held.set()
        await scene.fake.until(lambda: bool(bot.errors))
        assert isinstance(bot.errors[0], discord.NotFound)
        assert bot.errors[0].code == 10062
        assert scene.fake.said == []

    going(work, play)


def test_an_interaction_is_answered_once():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        # Past discord.py's own check.
        interaction.response._response_type = None
        await interaction.response.send_message("two")

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        await scene.fake.until(lambda: bool(bot.errors))
        assert isinstance(bot.errors[0], discord.InteractionResponded | discord.HTTPException)
        assert [one.reply["code"] for one in scene.fake.requests("callback") if one.status >= 400] == [40060]
        assert [message.content for message in scene.fake.said] == ["one"]

    going(work, play)


@pytest.mark.parametrize("seconds", [16 * 60, 14 * 60])
def test_the_token_works_for_fifteen_minutes(seconds):
    held = asyncio.Event()

    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await held.wait()
        await interaction.followup.send("done")

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        await interaction.ack()
        scene.fake.clock.advance(seconds)
        held.set()
        if seconds < 15 * 60:
            assert (await interaction.final()).content == "done"
            return
        await scene.fake.until(lambda: bool(bot.errors))
        assert isinstance(bot.errors[0], discord.HTTPException)
        assert (bot.errors[0].status, bot.errors[0].code) == (401, 50027)
        assert interaction.thinking

    going(work, play)


def test_the_first_follow_up_takes_the_place_of_thinking_and_keeps_its_privacy():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("first", ephemeral=False)
        await interaction.followup.send("second", ephemeral=False)

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        second = await interaction.followup(0)
        assert interaction.original is not None
        assert (interaction.original.content, interaction.original.ephemeral) == ("first", True)
        assert (second.content, second.ephemeral) == ("second", False)
        assert await interaction.final() is second

    going(work, play)


def test_original_can_be_fetched_and_deleted():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        original = await interaction.original_response()
        assert original.content == "one"
        await interaction.delete_original_response()
        await interaction.followup.send("two")

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        await interaction.followup(0)
        assert [message.content for message in scene.fake.said] == ["two"]
        assert bot.errors == []

    going(work, play)


@pytest.mark.parametrize(("body", "code"), [({"content": "  "}, 50006), ({}, 50006), ({"content": "x" * 2001}, 50035)])
def test_empty_and_overlong_messages(body, code):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        status, reply = await scene.raw("POST", f"/channels/{scene.general.id}/messages", body)
        assert (status, reply["code"]) == (400, code)
        _, reply = await scene.raw("POST", f"/channels/{scene.general.id}/messages", {"content": " trimmed\n"})
        assert reply["content"] == "trimmed"

    raw(scene, play)


def test_codes_for_what_is_not_there():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        general, app = scene.general.id, fake.bot.id
        expected: list[tuple[str, str, Any, int, int]] = [
            ("GET", "/channels/1", None, 404, 10003),
            ("GET", f"/channels/{general}/messages/1", None, 404, 10008),
            ("PATCH", f"/channels/{general}/messages/1", {"content": "x"}, 404, 10008),
            ("POST", "/interactions/1/token/callback", {"type": 5}, 404, 10062),
            ("POST", f"/webhooks/{app}/token", {"content": "x"}, 404, 10015),
            ("PATCH", f"/webhooks/{app}/token/messages/@original", {"content": "x"}, 404, 10015),
            ("GET", "/users/1", None, 404, 10013),
            ("GET", "/nowhere", None, 404, 0),
            (
                "POST",
                f"/channels/{scene.general.id}/messages",
                {"content": "x", "message_reference": {"message_id": "1"}},
                400,
                50035,
            ),
        ]
        for method, path, body, status, code in expected:
            got, reply = await scene.raw(method, path, body)
            assert (got, reply["code"]) == (status, code), path
        assert (await scene.raw("GET", "/users/@me", token="wrong"))[0] == 401
        hers = fake.say(scene.alice, scene.general, "mine")
        path = f"/channels/{general}/messages/{hers.id}"
        assert (await scene.raw("PATCH", path, {"content": "x"}))[1]["code"] == 50005
        assert (await scene.raw("DELETE", path))[1]["code"] == 50013

    raw(scene, play)


# Components


class Page(ui.DynamicItem[ui.Button[Any]], template=r"p:(?P<page>\d+)"):
    """A button that says its page, and turns to the next."""

    def __init__(self, page: int) -> None:
        super().__init__(ui.Button(label=f"page {page}", custom_id=f"p:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Page:
        return cls(int(match["page"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=layout(self.page + 1))


def layout(page: int) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    box: ui.Container[Any] = ui.Container(accent_colour=0x336699)
    link: ui.Button[Any] = ui.Button(url="https://a.example/story", label="Outlet A")
    box.add_item(ui.Section(ui.TextDisplay(f"text of page {page}"), accessory=link))
    box.add_item(ui.Separator())
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(Page(page))
    row.add_item(ui.Button(label="end", custom_id="end", disabled=True))
    box.add_item(row)
    view.add_item(box)
    return view


def test_layout_with_dynamic_buttons_works_also_after_a_restart():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=layout(1))

    scene = Scene()

    def fresh() -> Bot:
        bot = bot_doing(work)
        bot.add_dynamic_items(Page)
        return bot

    async def scenario() -> None:
        async with scene.fake as fake:
            with pointed_at(fake):
                async with fresh() as bot:
                    first = asyncio.create_task(bot.start(fake.token))
                    await fake.until(bot.is_ready)
                    message = await scene.slash("go").final()
                    assert message.v2
                    assert "text of page 1" in message.text
                    with pytest.raises(NotOfferedError, match="disabled"):
                        fake.click(scene.alice, message, "end")
                    with pytest.raises(NotOfferedError, match="is a link"):
                        fake.click(scene.alice, message, "Outlet A")
                    with pytest.raises(NotOfferedError, match="has no 'page 9'"):
                        fake.click(scene.alice, message, "page 9")
                await first
                await fake.until(lambda: not fake.online)
                async with fresh() as bot:
                    second = asyncio.create_task(bot.start(fake.token))
                    await fake.until(bot.is_ready)
                    assert await fake.click(scene.bob, message, "p:1").final() is message
                    assert "text of page 2" in message.text
                    assert message.versions[0].startswith("text of page 1")
                await second

    run(scenario)


def test_v2_flag_cannot_be_mixed_or_taken_away():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        path = f"/channels/{scene.general.id}/messages"
        body: dict[str, Any] = {"flags": 32768, "components": [{"type": 10, "content": "shown"}]}
        _, sent = await scene.raw("POST", path, body)
        changes: list[tuple[dict[str, Any], str]] = [
            ({"content": "text"}, "content"),
            ({"flags": 0, "content": "text", "components": []}, "flags"),
            ({"flags": 4}, "flags"),
        ]
        for change, place in changes:
            status, reply = await scene.raw("PATCH", f"{path}/{sent['id']}", change)
            assert (status, list(reply["errors"])) == (400, [place])
        assert (await scene.raw("PATCH", f"{path}/{sent['id']}", body | {"flags": 32768 | 4}))[0] == 200
        assert fake.said[0].text == "shown"

    raw(scene, play)


class Choice(ui.View):
    """A select over outlets."""

    @ui.select(
        placeholder="Quotes from…",
        custom_id="outlet",
        options=[discord.SelectOption(label=f"Outlet {name}", value=name) for name in "ABC"],
        max_values=2,
    )
    async def chosen(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.send_message(" and ".join(select.values), ephemeral=True)

    @ui.select(cls=ui.ChannelSelect, custom_id="where")
    async def place(self, interaction: discord.Interaction, select: ui.ChannelSelect[Any]) -> None:
        await interaction.response.send_message(f"in {select.values[0].name}", ephemeral=True)


def test_selects():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("choose", view=Choice())

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        fake, message = scene.fake, await interaction.final()
        answer = await fake.select(scene.bob, message, "Quotes from…", "A", "Outlet C").final()
        assert (answer.content, answer.ephemeral) == ("A and C", True)
        assert (await fake.select(scene.bob, message, "where", scene.general).final()).content == "in general"
        for values in ((), ("A", "B", "C"), ("D",)):
            with pytest.raises(NotOfferedError):
                fake.select(scene.bob, message, "outlet", *values)

    going(work, play)


class Why(ui.Modal, title="What is wrong?"):
    """A modal with a required input and an optional one."""

    reason = ui.Label(text="Reason", component=ui.TextInput(custom_id="reason", min_length=3, max_length=20))
    more = ui.Label(text="More", component=ui.TextInput(custom_id="more", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.reason.component, ui.TextInput)
        await interaction.response.send_message(f"noted: {self.reason.component.value}", ephemeral=True)


def test_modals():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Why())

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        fake = scene.fake
        await interaction.ack()
        bad: list[dict[str, str]] = [{}, {"Reason": "x"}, {"Reason": "x" * 21}, {"Reason": "wrong", "Other": "x"}]
        for values in bad:
            with pytest.raises(NotOfferedError):
                fake.submit(interaction, values)
        with pytest.raises(NothingSeenError):
            await interaction.final()
        assert (await fake.submit(interaction, {"Reason": "wrong outlet"}).final()).content == "noted: wrong outlet"
        with pytest.raises(NotOfferedError, match="opened no modal"):
            fake.submit(interaction, {"reason": "wrong outlet"})

    going(work, play)


def test_private_pages_and_deferred_updates():
    class Turning(ui.View):
        @ui.button(label="next", custom_id="next")
        async def turn(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
            await interaction.response.edit_message(content="page 2")

        @ui.button(emoji="\N{HOURGLASS}", custom_id="slow")
        async def slow(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="page 3")
            await interaction.followup.send("done", ephemeral=True)

    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("page 1", view=Turning(), ephemeral=True)

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        fake, message = scene.fake, await interaction.final()
        assert await fake.click(scene.alice, message, "next").final() is message
        assert message.content == "page 2"
        done = await fake.click(scene.alice, message, "\N{HOURGLASS}").followup(0)
        assert (message.content, done.content) == ("page 3", "done")
        assert fake.counters["MESSAGE_UPDATE"] == 0
        with pytest.raises(NotOfferedError, match="does not see"):
            fake.click(scene.bob, message, "next")
        fake.delete(scene.alice, message)
        with pytest.raises(NotOfferedError, match="is gone"):
            fake.click(scene.alice, message, "next")

    going(work, play)


def test_layout_takes_the_place_of_thinking_but_not_of_text():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.followup.send(view=layout(1))
        plain = await interaction.followup.send("text", wait=True)
        with pytest.raises(discord.HTTPException, match="IS_COMPONENTS_V2"):
            await plain.edit(view=layout(2))
        await plain.edit(content=None, view=layout(3))

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        await scene.fake.until(lambda: any("page 3" in message.text for message in scene.fake.said))
        assert interaction.original is not None
        assert interaction.original.v2
        assert bot.errors == []

    going(work, play)


def test_modal_from_a_button_may_change_its_message():
    class Fix(ui.Modal, title="Fix"):
        text: ui.TextInput[Any] = ui.TextInput(label="Text", custom_id="text", default="as it was")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=f"{self.text.value} ({interaction.locale.value})")

    class Fixable(ui.View):
        @ui.button(label="fix", custom_id="fix")
        async def fix(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
            await interaction.response.send_modal(Fix())

    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("x", view=Fixable())

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        fake, message = scene.fake, await interaction.final()
        greta = fake.user("greta", scene.guild, locale="de")
        opened = await fake.click(greta, message, "fix").ack()
        assert await fake.submit(opened).final() is message
        assert message.content == "as it was (de)"

    going(work, play)


# Messages


def replying_bot(**options: Any) -> Bot:
    """Answers mentions with a reply that pings nobody."""

    class Replying(Bot):
        async def on_message(self, message: discord.Message) -> None:
            await super().on_message(message)
            assert self.user is not None
            if not message.author.bot and f"<@{self.user.id}>" in message.content:
                async with message.channel.typing():
                    await message.reply(f"re: {message.clean_content}", mention_author=False)

    return Replying(**options)


def test_mention_is_answered_and_other_content_is_hidden():
    scene, bot = Scene(), replying_bot()

    async def play(fake: FakeDiscord) -> None:
        hidden = fake.say(scene.alice, scene.general, "a secret", files={"a.txt": b"x"})
        asked = fake.say(scene.alice, scene.general, f"{fake.bot.mention} how many?", reply_to=hidden)
        answer = await fake.expect(lambda message: message.reply_to is asked)
        assert "how many?" in answer.content
        assert not answer.pings
        assert asked.pings.users == {fake.bot.id}
        assert fake.counters["typing"] == 1
        assert (bot.heard[0].content, bot.heard[0].attachments) == ("", [])
        assert isinstance(bot.heard[1].reference, discord.MessageReference)
        assert isinstance(bot.heard[1].reference.resolved, discord.Message)
        assert bot.heard[1].reference.resolved.content == ""
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        assert [m.content async for m in channel.history()][-1] == ""
        # A reply to the bot pings it, so its content is readable; nothing in it asks for an answer.
        fake.say(scene.alice, scene.general, "thanks", reply_to=answer)
        assert await fake.quiet(0.1) == []
        assert bot.heard[-1].content == "thanks"
        fake.say(scene.alice, scene.general, "thanks again", reply_to=answer, ping=False)
        await fake.until(lambda: len(bot.heard) == 5)
        assert bot.heard[-1].content == ""

    act(scene, bot, play)


def test_with_the_intent_everything_is_readable():
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    scene, bot = Scene(privileged=Intent.MESSAGE_CONTENT), Bot(intents)

    async def play(fake: FakeDiscord) -> None:
        fake.say(scene.alice, scene.general, "open")
        await fake.until(lambda: len(bot.heard) == 1)
        assert bot.heard[0].content == "open"
        fake.say(scene.alice, fake.dm(scene.alice), "not subscribed")
        await fake.quiet(0.05)
        assert len(bot.heard) == 1

    act(scene, bot, play)


def test_direct_message_is_readable():
    scene, bot = Scene(), replying_bot()

    async def play(fake: FakeDiscord) -> None:
        fake.say(scene.alice, fake.dm(scene.alice), f"{fake.bot.mention} hello")
        answer = await fake.expect(lambda message: message.channel is fake.dm(scene.alice))
        assert answer.channel.type is ChannelType.DM
        user = await bot.fetch_user(scene.bob.id)
        await user.send("first contact")
        assert (await fake.expect(lambda m: m.content == "first contact")).channel is fake.dm(scene.bob)
        scene.bob.dms_open = False
        with pytest.raises(discord.Forbidden) as caught:
            await user.send("again")
        assert caught.value.code == 50007

    act(scene, bot, play)


PINGS: dict[str, tuple[dict[str, Any] | None, str]] = {
    "everything by default": (None, "alice readers everyone"),
    "nothing": ({"parse": []}, ""),
    "users only": ({"parse": ["users"]}, "alice"),
    "roles only": ({"parse": ["roles"]}, "readers"),
    "one user by id": ({"users": ["ALICE"]}, "alice"),
    "somebody not mentioned": ({"users": ["BOB"]}, ""),
    "everyone only": ({"parse": ["everyone"]}, "everyone"),
}


@pytest.mark.parametrize(("allowed", "pinged"), PINGS.values(), ids=PINGS)
@pytest.mark.parametrize("where", ["content", "text display", "embed", "code"])
def test_who_is_pinged(allowed, pinged, where):
    scene = Scene()
    fake = scene.fake
    fake.allow(scene.general, fake.bot, Permission.MENTION_EVERYONE)
    readers = fake.role(scene.guild, "readers")
    text = f"{scene.alice.mention} {readers.mention} @everyone"
    names = {scene.alice.id: "alice", scene.bob.id: "bob", readers.id: "readers"}
    ids = {"ALICE": str(scene.alice.id), "BOB": str(scene.bob.id)}
    body: dict[str, Any] = {
        "content": {"content": text},
        "text display": {"flags": 32768, "components": [{"type": 10, "content": text}]},
        "embed": {"embeds": [{"description": text}]},
        "code": {"content": f"`{text}`"},
    }[where]
    if allowed is not None:
        users = {"users": [ids[one] for one in allowed["users"]]} if "users" in allowed else {}
        body = body | {"allowed_mentions": allowed | users}

    async def play(fake: FakeDiscord) -> None:
        assert (await scene.raw("POST", f"/channels/{scene.general.id}/messages", body))[0] == 200
        pings = fake.said[0].pings
        got = [names[one] for one in (*pings.users, *pings.roles)] + ["everyone"] * pings.everyone
        assert " ".join(got) == ("" if where in ("embed", "code") else pinged)

    raw(scene, play)


def test_who_may_not_mention_everyone_pings_only_mentionable_roles():
    scene = Scene()
    fake = scene.fake
    closed = fake.role(scene.guild, "closed")
    opened = fake.role(scene.guild, "opened", mentionable=True)
    message = fake.say(scene.alice, scene.general, f"@everyone {closed.mention} {opened.mention} {scene.alice.mention}")
    assert (message.pings.everyone, message.pings.roles, message.pings.users) == (False, {opened.id}, set())


def test_answer_to_a_command_pings_only_users_by_default_and_a_private_one_nobody():
    held = asyncio.Event()

    async def work(interaction: discord.Interaction) -> None:
        await held.wait()
        await interaction.response.send_message(f"{interaction.user.mention} @everyone")
        await interaction.followup.send(f"{interaction.user.mention} @everyone", ephemeral=True)

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        scene.fake.allow(scene.general, scene.fake.bot, Permission.MENTION_EVERYONE)
        held.set()
        private = await interaction.followup()
        assert interaction.original is not None
        pings = interaction.original.pings
        assert (pings.users, pings.everyone) == ({scene.alice.id}, False)
        assert not private.pings

    going(work, play)


LINKS = {
    "see https://a.example/x": ("https://a.example/x",),
    "see <https://a.example/x>": (),
    "[title](<https://a.example/x>)": (),
    "[title](https://a.example/x)": ("https://a.example/x",),
    "`https://a.example/x`": (),
    "no link": (),
}


@pytest.mark.parametrize(("text", "links"), LINKS.items(), ids=LINKS)
def test_which_links_get_a_preview(text, links):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        path = f"/channels/{scene.general.id}/messages"
        for flags, seen in ((0, links), (4, ())):
            _, reply = await scene.raw("POST", path, {"content": text, "flags": flags})
            assert scene.general.messages[int(reply["id"])].previews == seen
        fake.deny(scene.general, fake.bot, Permission.EMBED_LINKS)
        _, reply = await scene.raw("POST", path, {"content": text})
        assert scene.general.messages[int(reply["id"])].previews == ()

    raw(scene, play)


def test_nonce_makes_a_repeated_post_one_message():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        first = await channel.send("once", nonce="n1")
        second = await channel.send("once", nonce="n1")
        assert first.id == second.id
        assert (await channel.send("once", nonce="n2")).id != first.id
        assert (await channel.send("once")).id != first.id
        fake.clock.advance(301)
        assert (await channel.send("once", nonce="n1")).id != first.id
        assert fake.counters["MESSAGE_CREATE"] == 4

    act(scene, bot, play)


def test_files_arrive():
    async def work(interaction: discord.Interaction) -> None:
        file = discord.File(io.BytesIO(b"a,b\n"), "table.csv", description="all claims")
        await interaction.response.send_message("table", file=file)
        await interaction.followup.send("again", file=discord.File(io.BytesIO(b"c"), "c.csv"))

    async def play(scene: Scene, bot: Bot, interaction: Interaction) -> None:
        again = await interaction.followup(0)
        assert interaction.original is not None
        (file,) = interaction.original.attachments
        assert (file.filename, file.data, file.description) == ("table.csv", b"a,b\n", "all claims")
        assert again.attachments[0].data == b"c"

    going(work, play)


def test_edits_and_deletions_by_the_bot_and_by_people():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        mine = await channel.send("one", embed=discord.Embed(title="t"), silent=True)
        message = scene.general.messages[mine.id]
        assert message.silent
        await mine.edit(content="two")
        assert (message.content, message.embeds[0]["title"], message.versions) == ("two", "t", ["one\nt"])
        hers = fake.say(scene.alice, scene.general, "draft")
        fake.edit(scene.alice, hers, "final")
        with pytest.raises(NotOfferedError, match="may not delete"):
            fake.delete(scene.bob, hers)
        fake.delete(scene.alice, hers)
        await mine.delete()
        assert scene.general.messages == {}
        await fake.until(lambda: fake.counters["MESSAGE_DELETE"] == 2)
        await (await channel.send("r")).add_reaction("\N{THUMBS UP SIGN}")
        await fake.until(lambda: fake.said[0].reactions == ["\N{THUMBS UP SIGN}"])

    act(scene, bot, play)


# Permissions


def test_missing_permissions():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("x")
        assert channel.permissions_for(channel.guild.me).value & INVITED == INVITED

        async def refused(permission: int, code: int, work: Awaitable[Any]) -> None:
            fake.deny(scene.general, fake.bot, permission)
            with pytest.raises(discord.HTTPException) as caught:
                await work
            assert caught.value.code == code
            fake.allow(scene.general, fake.bot, permission)

        await refused(Permission.SEND_MESSAGES, 50013, channel.send("x"))
        await refused(Permission.EMBED_LINKS, 50013, channel.send(embed=discord.Embed(title="t")))
        await refused(Permission.ATTACH_FILES, 50013, channel.send(file=discord.File(io.BytesIO(b"x"), "x")))
        await refused(Permission.CREATE_PUBLIC_THREADS, 50013, message.create_thread(name="t"))
        await refused(Permission.READ_MESSAGE_HISTORY, 50013, channel.fetch_message(message.id))
        await refused(Permission.READ_MESSAGE_HISTORY, 160002, message.reply("x"))
        await refused(Permission.VIEW_CHANNEL, 50001, channel.send("x"))
        fake.deny(scene.general, fake.bot, Permission.READ_MESSAGE_HISTORY)
        assert [m async for m in channel.history()] == []
        await fake.until(lambda: not channel.permissions_for(channel.guild.me).read_message_history)
        thread = fake.thread(scene.alice, scene.general, "talk")
        fake.deny(scene.general, fake.bot, Permission.SEND_MESSAGES_IN_THREADS)
        assert (await scene.raw("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["code"] == 50013
        assert (await scene.raw("POST", f"/channels/{thread.id}/typing"))[1]["code"] == 50013

    act(scene, bot, play)


def test_bot_hears_nothing_from_where_it_does_not_see():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        fake.deny(scene.general, fake.bot, Permission.VIEW_CHANNEL)
        fake.say(scene.alice, scene.general, "behind its back")
        fake.thread(scene.alice, scene.general, "hidden talk")
        fake.allow(scene.general, fake.bot, Permission.VIEW_CHANNEL)
        fake.say(scene.alice, scene.general, "in the open")
        await fake.until(lambda: bool(bot.heard))
        assert len(bot.heard) == 1
        assert fake.counters["THREAD_CREATE"] == 0

    act(scene, bot, play)


def test_roles_and_channel_rules_add_up_as_documented():
    scene = Scene()
    fake, general = scene.fake, scene.general
    readers = fake.role(scene.guild, "readers")
    carol = fake.user("carol", scene.guild, roles=[readers])
    fake.deny(general, scene.guild.everyone, Permission.SEND_MESSAGES)
    with pytest.raises(NotOfferedError, match="50013"):
        fake.say(carol, general, "no")
    fake.allow(general, readers, Permission.SEND_MESSAGES)
    fake.say(carol, general, "the role allows")
    fake.deny(general, carol, Permission.SEND_MESSAGES)
    with pytest.raises(NotOfferedError, match="50013"):
        fake.say(carol, general, "the member's own rule is last")
    fake.say(scene.guild.owner, general, "the owner may all")
    boss = fake.user("boss", scene.guild, roles=[fake.role(scene.guild, "admin", Permission.ADMINISTRATOR)])
    fake.say(boss, general, "so may admins")
    with pytest.raises(NotOfferedError, match="50001"):
        fake.say(fake.user("stranger"), general, "not a member")
    assert EVERYONE & Permission.SEND_MESSAGES


# Threads


def test_threads():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("answer")
        thread = await message.create_thread(name="How many were hurt?", auto_archive_duration=1440)
        assert thread.id == message.id
        with pytest.raises(discord.HTTPException) as caught:
            await message.create_thread(name="again")
        assert caught.value.code == 160004
        inside = await thread.send("inside")
        with pytest.raises(discord.HTTPException) as caught:
            await inside.create_thread(name="nested")
        assert caught.value.code == 50024
        opened = fake.world.channels[thread.id]
        fake.say(scene.alice, opened, f"{fake.bot.mention} and then?")
        await fake.until(lambda: any("and then" in m.content for m in bot.heard))
        heard = next(m for m in bot.heard if "and then" in m.content)
        assert isinstance(heard.channel, discord.Thread)
        assert heard.channel.parent is channel
        await thread.edit(name="renamed", archived=True)
        assert (opened.name, opened.archived) == ("renamed", True)
        await thread.send("wakes it")
        assert not opened.archived
        dm = await (await bot.fetch_user(scene.alice.id)).send("hello")
        assert (await scene.raw("POST", f"/channels/{dm.channel.id}/messages/{dm.id}/threads", {"name": "n"}))[1][
            "code"
        ] == 50024

    act(scene, bot, play)


def test_forum_posts():
    scene, bot = Scene(), replying_bot()
    forum = scene.fake.forum(scene.guild)

    async def play(fake: FakeDiscord) -> None:
        post = fake.post(scene.alice, forum, "How many?", f"{fake.bot.mention} how many were hurt?")
        assert post.id == post.channel.id
        answer = await fake.expect(lambda message: message.channel is post.channel)
        assert answer.reply_to is post
        place = bot.get_channel(forum.id)
        assert isinstance(place, discord.ForumChannel)
        created = await place.create_thread(name="from the bot", content="hello")
        assert fake.world.channels[created.thread.id].parent is forum
        assert (await scene.raw("POST", f"/channels/{forum.id}/messages", {"content": "x"}))[1]["code"] == 50008

    act(scene, bot, play)


# Rate limits and failures


def test_rate_limit_headers_and_429():
    scene = Scene(rate_limits=REAL_LIMITS)

    async def play(fake: FakeDiscord) -> None:
        path = f"/channels/{scene.general.id}/messages"
        statuses = [(await scene.raw("POST", path, {"content": f"{n}"}))[0] for n in range(6)]
        assert statuses == [200] * 5 + [429]
        body = fake.exchanges[-1].reply
        assert 0 < body["retry_after"] <= 5
        assert body["global"] is False
        other = fake.channel(scene.guild, "other")
        assert (await scene.raw("POST", f"/channels/{other.id}/messages", {"content": "x"}))[0] == 200
        fake.clock.advance(5)
        assert (await scene.raw("POST", path, {"content": "x"}))[0] == 200
        assert fake.counters["invalid requests"] == 1

    raw(scene, play)


def test_global_rate_limit_spares_interactions():
    scene = Scene(requests_per_second=2)

    async def play(fake: FakeDiscord) -> None:
        replies = await asyncio.gather(*(scene.raw("GET", "/users/@me") for _ in range(20)))
        limited = [body for status, body in replies if status == 429]
        assert limited
        assert limited[0]["global"] is True
        answers = [scene.raw("POST", "/interactions/1/t/callback", {"type": 5}) for _ in range(20)]
        assert {status for status, _ in await asyncio.gather(*answers)} == {404}

    raw(scene, play)


def test_bot_waits_for_its_bucket_by_itself():
    scene, bot = Scene(rate_limits={"POST /channels/{channel}/messages": (2, 0.3)}), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        began = time.monotonic()
        for number in range(5):
            await channel.send(f"{number}")
        assert time.monotonic() - began >= 0.3
        assert len(fake.said) == 5
        assert fake.counters["status 429"] == 0

    act(scene, bot, play)


@pytest.mark.parametrize("everywhere", [False, True])
def test_429_is_retried(everywhere):
    scene, bot = Scene(), asking_bot()

    async def play(fake: FakeDiscord) -> None:
        fault = fake.fault("PATCH .*@original", status=429, count=2, retry_after=0.05, everywhere=everywhere)
        assert (await scene.slash("ask", question="why?").final()).content == "answer to why?"
        assert fault.hits == 2

    act(scene, bot, play)


def test_429_without_via_is_final():
    scene, bot = Scene(), asking_bot()

    async def play(fake: FakeDiscord) -> None:
        fake.fault("PATCH .*@original", status=429, via=False)
        interaction = scene.slash("ask", question="why?")
        await fake.until(lambda: bool(bot.errors))
        assert interaction.thinking

    act(scene, bot, play)


def test_dropped_connection_and_503():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        posting = r"POST /channels/[0-9]+/messages$"
        fake.fault(posting, drop=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await channel.send("dropped")
        assert fake.said == []
        fake.fault(posting, drop=True, after=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await channel.send("sent, connection lost", nonce="0")
        assert len(fake.said) == 1
        mine = await channel.send("sent, connection lost", nonce="0")
        assert [message.id for message in fake.said] == [mine.id]
        await mine.delete()
        fake.fault(posting, status=503)
        with pytest.raises(discord.DiscordServerError):
            await channel.send("503")
        assert fake.said == []
        fake.fault(posting, status=503, after=True)
        with pytest.raises(discord.DiscordServerError):
            await channel.send("sent, reply lost", nonce="1")
        assert len(fake.said) == 1
        again = await channel.send("sent, reply lost", nonce="1")
        assert [message.id for message in fake.said] == [again.id]
        fake.fault(posting, delay=0.1)
        began = time.monotonic()
        await channel.send("slow")
        assert time.monotonic() - began >= 0.1

    act(scene, bot, play)


def test_500_is_retried_by_the_client():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        channel = bot.get_channel(scene.general.id)
        assert isinstance(channel, discord.TextChannel)
        seen: list[int] = []
        fake.on_exchange(lambda exchange: seen.append(exchange.status))
        fake.fault("POST .*/typing", status=502)
        await channel.typing()
        assert seen == [502, 204]

    act(scene, bot, play)


# Gateway


def test_wrong_token_and_privileged_intents():
    scene = Scene()

    async def scenario() -> None:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with scene.running(Bot(discord.Intents(guilds=True, message_content=True))):
                pass
        other = Scene()
        other.fake.token = "wrong"
        with pytest.raises(discord.LoginFailure):
            async with other.running(Bot()):
                pass

    run(scenario)


def test_pulled_plug_is_resumed_and_nothing_lost():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        fake.say(scene.alice, scene.general, "before")
        await fake.until(lambda: len(bot.heard) == 1)
        fake.kill()
        await fake.until(lambda: not fake.online)
        fake.say(scene.alice, scene.general, "meanwhile")
        await fake.until(lambda: len(bot.heard) == 2)
        assert (fake.counters["identifies"], fake.counters["resumes"]) == (1, 1)
        assert fake.counters["replayed"] >= 1
        await fake.quiet(0.05)
        assert len(bot.heard) == 2

    act(scene, bot, play)


@pytest.mark.parametrize("code", [1000, 4000, 4009])
def test_close_codes_that_lead_to_a_resume(code):
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        fake.kill(code)
        await fake.until(lambda: fake.counters["resumes"] == 1 and fake.online)

    act(scene, bot, play)


def test_final_close_code_ends_the_bot():
    scene, bot = Scene(), Bot()

    async def scenario() -> None:
        closed = None
        try:
            async with scene.running(bot) as fake:
                fake.kill(4004)
                await fake.until(bot.is_closed)
        except discord.ConnectionClosed as error:
            closed = error.code
        assert closed == 4004

    run(scenario)


def test_reconnect_and_invalid_session():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        fake.reconnect()
        await fake.until(lambda: fake.counters["resumes"] == 1 and fake.online)
        fake.invalidate(resumable=True)
        await fake.until(lambda: fake.counters["resumes"] == 2 and fake.online)
        fake.invalidate()
        await fake.until(lambda: fake.counters["identifies"] == 2 and fake.online, timeout=15)

    act(scene, bot, play)


def test_zombie_is_noticed():
    scene, bot = Scene(heartbeat_interval=0.1), Bot(heartbeat_timeout=0.3)

    async def play(fake: FakeDiscord) -> None:
        await fake.until(lambda: fake.counters["heartbeats"] >= 3)
        fake.stop_acks()
        await fake.until(lambda: fake.counters["connections"] == 2)
        fake.resume_acks()
        await fake.until(lambda: fake.counters["resumes"] >= 1 and fake.online)

    act(scene, bot, play)


def test_heartbeat_gap_shows_a_blocked_loop():
    async def work(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("x")
        time.sleep(0.4)  # what a bot must never do

    scene, bot = Scene(heartbeat_interval=0.05), bot_doing(work)

    async def play(fake: FakeDiscord) -> None:
        await fake.until(lambda: fake.counters["heartbeats"] >= 5)
        await scene.slash("go").final()
        await fake.until(lambda: fake.largest_heartbeat_gap >= 0.35)

    act(scene, bot, play)


def test_gateway_speaks_zlib_in_one_stream():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        (connection,) = fake.gateway_server.connections
        assert connection.compressor is not None
        for number in range(20):
            fake.say(scene.alice, scene.general, f"{fake.bot.mention} {number} " + "x" * 1900)
        await fake.until(lambda: len(bot.heard) == 20)
        assert bot.heard[-1].content.startswith(f"<@{fake.bot.id}> 19 xx")

    act(scene, bot, play)


def test_presence_and_members():
    scene, bot = Scene(), Bot(MODEST)

    async def play(fake: FakeDiscord) -> None:
        await bot.change_presence(activity=discord.CustomActivity("6 outlets"))
        (connection,) = fake.gateway_server.live
        await fake.until(lambda: connection.presence is not None)
        (guild,) = bot.guilds
        assert (await guild.fetch_member(scene.alice.id)).name == "alice"
        (member,) = await guild.query_members(user_ids=[scene.bob.id])
        assert member.id == scene.bob.id
        later = fake.guild("later")
        await fake.until(lambda: bot.get_guild(later.id) is not None)

    act(scene, bot, play)


def test_fifty_at_once():
    scene, bot = Scene(requests_per_second=1000), asking_bot()

    async def play(fake: FakeDiscord) -> None:
        people = [fake.user(f"u{n}", scene.guild) for n in range(50)]
        asked = [fake.slash(one, scene.general, "ask", question=f"question {n}") for n, one in enumerate(people)]
        answers = await asyncio.gather(*(one.final() for one in asked))
        assert [message.content for message in answers] == [f"answer to question {n}" for n in range(50)]

    act(scene, bot, play)


def test_channels_guilds_and_roles_that_go_away():
    scene, bot = Scene(), Bot()
    left: list[str] = []

    async def on_guild_remove(guild: discord.Guild) -> None:
        left.append(guild.name)

    bot.on_guild_remove = on_guild_remove  # type: ignore[attr-defined]

    async def play(fake: FakeDiscord) -> None:
        side = fake.channel(scene.guild, "side")
        await fake.until(lambda: bot.get_channel(side.id) is not None)
        channel = bot.get_channel(side.id)
        assert isinstance(channel, discord.TextChannel)
        loud = fake.role(scene.guild, "loud", Permission.MENTION_EVERYONE)
        fake.grant(scene.guild, fake.bot, loud)
        await fake.until(lambda: channel.permissions_for(channel.guild.me).mention_everyone)
        fake.revoke(scene.guild, fake.bot, loud)
        await fake.until(lambda: not channel.permissions_for(channel.guild.me).mention_everyone)
        thread = fake.thread(scene.alice, side, "talk")
        fake.archive(thread, locked=True)
        assert (await scene.raw("POST", f"/channels/{thread.id}/messages", {"content": "x"}))[1]["code"] == 50083
        fake.remove_channel(side)
        for place in (side, thread):
            assert (await scene.raw("POST", f"/channels/{place.id}/messages", {"content": "x"}))[1]["code"] == 10003
        await fake.until(lambda: bot.get_channel(side.id) is None)
        fake.outage(scene.guild)
        await fake.until(lambda: bot.guilds[0].unavailable)
        fake.outage(scene.guild, over=True)
        await fake.until(lambda: not bot.guilds[0].unavailable)
        assert left == []
        fake.remove_bot(scene.guild)
        await fake.until(lambda: left == ["newsroom"])
        assert (await scene.raw("POST", f"/channels/{scene.general.id}/messages", {"content": "x"}))[1]["code"] == 50001

    act(scene, bot, play)


def test_an_event_can_come_twice():
    scene, bot = Scene(), Bot()

    async def play(fake: FakeDiscord) -> None:
        fake.redeliver(fake.say(scene.alice, scene.general, "x"))
        await fake.until(lambda: len(bot.heard) == 2)
        assert bot.heard[0].id == bot.heard[1].id

    act(scene, bot, play)


IDENTIFY = {"op": 2, "d": {"token": TOKEN, "intents": 1, "properties": {}}}
CLOSED: dict[str, tuple[list[Any], int]] = {
    "no JSON": (["{"], 4002),
    "no object": (["[]"], 4002),
    "4097 bytes": ([json.dumps({"op": 1, "d": "x" * 4096})], 4002),
    "unknown op": ([IDENTIFY, {"op": 42, "d": {}}], 4001),
    "not identified": ([{"op": 3, "d": {}}], 4003),
    "wrong token": ([{"op": 2, "d": {"token": "x", "intents": 1}}], 4004),
    "wrong token to resume": ([{"op": 6, "d": {"token": "x", "session_id": "x", "seq": 1}}], 4004),
    "identified twice": ([IDENTIFY, IDENTIFY], 4005),
    "121 sends": ([{"op": 1, "d": None}] * 121, 4008),
    "shard 1 of 1": ([{"op": 2, "d": {"token": TOKEN, "intents": 1, "shard": [1, 1]}}], 4010),
    "unknown intents": ([{"op": 2, "d": {"token": TOKEN, "intents": 1 << 40}}], 4013),
    "privileged intents": ([{"op": 2, "d": {"token": TOKEN, "intents": 2}}], 4014),
}


@pytest.mark.parametrize(("sent", "code"), CLOSED.values(), ids=CLOSED)
def test_close_codes(sent, code):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{fake.gateway}?v=10&encoding=json") as socket,
        ):
            assert (await socket.receive_json())["op"] == 10
            for payload in sent:
                await socket.send_str(payload if isinstance(payload, str) else json.dumps(payload))
            async for _ in socket:
                pass
            assert socket.close_code == code

    raw(scene, play)


def test_session_that_is_not_known_cannot_be_resumed():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{fake.gateway}?v=10") as socket:
            await socket.receive_json()
            await socket.send_json({"op": 6, "d": {"token": TOKEN, "session_id": "gone", "seq": 3}})
            assert (await socket.receive_json())["op"] == 9
        fake.gateway_server.down = True
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"{fake.gateway}?v=10")

    raw(scene, play)


@pytest.mark.parametrize(("code", "left"), [(1000, 0), (1001, 0), (4000, 1)])
def test_good_bye_gives_the_session_up(code, left):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{fake.gateway}?v=10") as socket:
            await socket.send_json(IDENTIFY)
            await fake.bot_online()
            # discord.py means to close with 1000, but its reader is woken first and closes with 4000.
            await socket.close(code=code)
        await fake.until(lambda: not fake.online)
        assert len(fake.gateway_server.sessions) == left

    raw(scene, play)


def test_sharded_client():
    scene = Scene()

    class Sharded(discord.AutoShardedClient):
        pass

    async def scenario() -> None:
        async with scene.running(Sharded(intents=MODEST, guild_ready_timeout=0.05)) as fake:
            assert fake.counters["GET /gateway/bot"] == 1
            assert fake.counters["identifies"] == 1

    run(scenario)


def test_a_mistake_in_the_fake_is_not_passed_over():
    scene = Scene()

    async def scenario() -> None:
        async with scene.fake:
            assert (await scene.raw("POST", f"/channels/{scene.general.id}/messages", {"flags": "many"}))[0] == 500

    with pytest.raises(ExceptionGroup, match="the fake itself failed"):
        run(scenario)


# Another process

_CHILD = """
import os, warnings
warnings.simplefilter("ignore")
import discord, yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["DISCORD_API_BASE"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY"])
bot = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
tree = app_commands.CommandTree(bot)

@tree.command(description="Ask.")
async def ask(interaction: discord.Interaction, question: str) -> None:
    await interaction.response.send_message(f"from outside: {question}")

async def setup_hook() -> None:
    await tree.sync()

bot.setup_hook = setup_hook
bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
"""


def test_bot_in_another_process():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        child = subprocess.Popen([sys.executable, "-c", _CHILD], env={**os.environ, **fake.settings})
        try:
            await fake.bot_online()
            answer = await scene.slash("ask", question="why?").final()
            assert answer.content == "from outside: why?"
            child.kill()
            await fake.until(lambda: not fake.online)
            scene.slash("ask", question="nobody there")
        finally:
            child.kill()
            child.wait()

    raw(scene, play)


def test_command_line(tmp_path):
    command = [sys.executable, "-m", "tests.fake_discord"]
    root = pathlib.Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as served:
        assert served.stdin is not None
        assert served.stdout is not None
        settings = dict(served.stdout.readline().strip().split("=", 1) for _ in range(3))
        with subprocess.Popen([sys.executable, "-c", _CHILD], env={**os.environ, **settings}) as child:
            assert served.stdout.readline() == "The bot is online.\n"
            served.stdin.write("why?\n\n")
            served.stdin.flush()
            assert served.stdout.readline() == "from outside: why?\n"
            child.kill()
