"""Clumsy and hostile people, and what happens at the wrong moment: each of these found something."""

import asyncio
import json
import logging
import re
import sqlite3
import time
from dataclasses import asdict

import pytest

from bot.discord import desk as desks
from bot.discord.jobs import Job, Mode
from bot.discord.store import Store
from tests.discord.harness import in_loop, scene
from tests.fake_discord import NotOfferedError, Permission
from tests.fake_discord.components import labels, walk

VERDICT = "Outlets differ"
CALLBACK = r"POST /interactions/"
EDIT = r"PATCH /webhooks/"
QUESTION = "how many crew died?"


def seen(message):
    return re.sub(r"\\([^\w\s])", r"\1", message.text)


def errors(caplog):
    """What the bot logged as an error of its own."""
    return [r.getMessage() for r in caplog.records if r.name.startswith("whosays") and r.levelno >= logging.ERROR]


def everything_stored(home):
    """All bytes of the bot's file, and of the log of its changes."""
    return b"".join(path.read_bytes() for path in home.glob("discord.sqlite*"))


def manager(s):
    return s.fake.user("boss", s.guild, roles=[s.fake.role(s.guild, "bosses", Permission.MANAGE_GUILD)])


def moderator(s):
    return s.fake.user("mod", s.guild, roles=[s.fake.role(s.guild, "mods", Permission.MANAGE_MESSAGES)])


def pending(number=1, **changes):
    values = {
        "id": f"i:{number}", "mode": Mode.ASK, "text": QUESTION, "private": False, "asker": "a", "user": 7, "guild": None,
        "channel": 2, "message": None, "token": "gone", "follows": None, "outlets": (), "created": time.time(),
    }  # fmt: skip
    return Job(**{**values, **changes})


def select_of(message):
    return next(p["custom_id"] for _, p in walk(message.components) if p["type"] == 3)


# -- taking things back ------------------------------------------------------------------------------------------------


@in_loop
async def test_two_people_delete_at_the_same_moment(home, caplog):
    async with scene(home) as s:
        mod = moderator(s)
        answer = await s.ask()
        for person in (s.alice, mod):
            s.fake.click(person, answer, "Delete")
        await s.fake.until(lambda: answer.deleted)
        assert await s.fake.quiet() == []
        assert errors(caplog) == []


@in_loop
async def test_a_deleted_thinking_message_is_not_complained_about(home):
    async with scene(home) as s:
        s.fake.fault(EDIT, status=502)
        asked = s.fake.slash(s.alice, s.channel, "ask", question=QUESTION)
        await asked.ack()
        s.fake.delete(moderator(s), asked.original)
        await s.fake.until(lambda: not s.runner.desk.open, 20)
        assert s.fake.said == []
        assert s.runner.desk.store.counts()["failed"] == 1


@in_loop
async def test_forget_while_a_question_is_under_way_keeps_nothing_of_it(home):
    async with scene(home) as s:
        s.fake.fault(EDIT, delay=0.5)
        asked = s.fake.slash(s.alice, s.channel, "ask", question="how many crew died, asks alice?")
        await asked.ack()
        assert "Deleted" in seen(await s.fake.slash(s.alice, s.channel, "forget").final())
        answer = await asked.final()
        assert "crew" in seen(answer)
        assert "no longer stored" in seen(await s.fake.click(s.alice, answer, "Follow up").final())
        await s.fake.until(lambda: not s.runner.desk.open)
        assert s.runner.desk.store.pending() == []
        await s.fake.slash(s.alice, s.channel, "forget").final()
    assert b"asks alice" not in everything_stored(home)


@in_loop
async def test_forget_in_a_direct_message_forgets_the_channel_too(home):
    async with scene(home) as s:
        direct = s.fake.dm(s.alice)
        s.fake.say(s.alice, direct, QUESTION)
        await s.fake.expect(lambda m: VERDICT in m.text)
        await s.fake.until(lambda: not s.runner.desk.open)
        store = s.runner.desk.store
        assert store.heard(0) == [(direct.id, None)]
        await s.fake.slash(s.alice, s.channel, "forget").final()
        assert store.heard(0) == []
        assert store.newest_in(direct.id) is None


def test_where_questions_were_written_is_known_for_a_day(tmp_path):
    store = Store(tmp_path)
    for number, age in ((1, 3600), (2, 2 * 86_400)):
        store.accept(pending(number, message=number, channel=number, created=time.time() - age))
    store.expire(30)
    assert store.heard(0) == [(1, None)]
    store.close()


# -- floods ------------------------------------------------------------------------------------------------------------


@in_loop
async def test_bare_mentions_do_not_fill_the_channel(home):
    async with scene(home, per_user=2) as s:
        for _ in range(8):
            s.fake.say(s.alice, s.channel, s.me)
        await s.fake.expect(lambda m: "<t:" in m.text)
        assert await s.fake.quiet() == []
        assert len(s.fake.said) == 3


@in_loop
async def test_a_flood_of_presses_is_told_once_and_others_are_served(home, monkeypatch):
    monkeypatch.setattr(desks, "MOST_PRESSES", 5)
    async with scene(home) as s:
        answer = await s.ask()
        pressed = [s.fake.click(s.alice, answer, "Why flagged") for _ in range(20)]
        await asyncio.gather(*(one.ack() for one in pressed))
        shown = [one.original for one in pressed if one.original is not None and one.original is not answer]
        assert sum("decides who is right" in m.text for m in shown) == 5
        assert sum("pressed many buttons" in m.text for m in shown) == 1
        assert "decides who is right" in (await s.fake.click(s.bob, answer, "Why flagged").final()).text
        assert VERDICT in answer.text


# -- the wrong moment --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [{"drop": True}, {"drop": True, "after": True}], ids=str)
@in_loop
async def test_a_connection_that_breaks_while_acknowledging_is_no_lost_question(home, fault):
    async with scene(home) as s:
        s.fake.fault(CALLBACK, **fault)
        assert VERDICT in (await s.ask()).text
        await s.fake.until(lambda: not s.runner.desk.open)
        assert s.runner.desk.store.counts() == {"pending": 0, "sent": 1, "failed": 0}
        assert len(s.fake.said) == 1


@in_loop
async def test_what_cannot_be_read_from_before_a_restart_holds_nothing_up(home):
    store = Store(home)
    for number in (1, 2, 3):
        store.accept(pending(number))
    broken = store.answered(pending(3), {"schema": "of another version"})
    store.close()
    with sqlite3.connect(home / "discord.sqlite") as database:
        database.execute("UPDATE job SET job = '{' WHERE id = 'i:1'")
        database.execute("UPDATE job SET job = ? WHERE id = 'i:2'", (json.dumps({**asdict(pending(2)), "mode": "?"}),))
    async with scene(home) as s:
        await s.fake.until(lambda: s.runner.desk.store.counts()["failed"] == 3, 10)
        assert VERDICT in (await s.ask()).text
        assert s.runner.desk.store.answer(broken) is not None


@in_loop
async def test_buttons_of_an_answer_that_cannot_be_read_say_so(home, caplog):
    async with scene(home) as s:
        first, second = await s.ask(), await s.ask("was it shot down?")
        with sqlite3.connect(home / "discord.sqlite") as database:
            database.execute("UPDATE answer SET json = '{\"half'")
        assert "no longer stored" in seen(await s.fake.click(s.bob, first, "Helpful").final())
        with sqlite3.connect(home / "discord.sqlite") as database:
            database.execute("UPDATE answer SET json = '{\"question\": 1}'")
        assert "no longer stored" in seen(await s.fake.click(s.bob, second, "Follow up").final())
        assert "handler failed" not in errors(caplog)


@in_loop
async def test_a_file_that_takes_nothing_more_is_told_to_who_wrote(home):
    async with scene(home) as s:
        with sqlite3.connect(home / "discord.sqlite") as database:
            database.execute("CREATE TRIGGER full BEFORE INSERT ON job BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        s.fake.say(s.alice, s.channel, f"{s.me} {QUESTION}")
        assert "Reference" in (await s.fake.expect(lambda m: True)).text
        assert "Reference" in (await s.ask()).text


@in_loop
async def test_the_corpus_changes_while_a_reader_chooses_an_outlet(home):
    async with scene(home) as s:
        answer = await s.ask()
        other = await s.fake.click(s.bob, answer, "Other outlets…").final()
        service = s.runner.desk.service
        before = service.outlets
        try:
            service.outlets = before[::-1]
            again = await s.fake.select(s.bob, other, select_of(other), "Rediff").final()
            assert "Read · Press TV" not in labels(again.components)
            service.outlets = tuple(outlet for outlet in before if outlet.id != "rediff")
            gone = await s.fake.select(s.bob, other, select_of(other), "Rediff").final()
            assert "not in the corpus any more" in seen(gone)
        finally:
            service.outlets = before


# -- servers and places ------------------------------------------------------------------------------------------------


@in_loop
async def test_a_server_that_chose_its_outlets_is_not_led_around_it(home):
    async with scene(home) as s:
        await s.fake.slash(manager(s), s.channel, "config outlets", outlets="Rediff").final()
        typed = s.fake.autocomplete(s.bob, s.channel, "ask", "outlet", "", question="how many?")
        assert [choice["value"] for choice in (await typed.ack()).choices] == ["rediff"]
        refused = await s.ask(outlet="Press TV")
        assert "has chosen" in seen(refused)
        assert refused.ephemeral
        answer = await s.ask()
        other = await s.fake.click(s.bob, answer, "Other outlets…").final()
        with pytest.raises(NotOfferedError):
            s.fake.select(s.bob, other, select_of(other), "Press TV")


@in_loop
async def test_where_answers_are_off_ask_answers_the_asker_alone(home):
    async with scene(home) as s:
        boss = manager(s)
        told = await s.fake.slash(boss, s.channel, "config channel", channel=s.channel, answer=False).final()
        assert "to the asker alone" in seen(told)
        assert (await s.ask()).ephemeral
        await s.fake.slash(boss, s.channel, "config channel", channel=s.channel).final()
        assert not (await s.ask()).ephemeral


@in_loop
async def test_without_read_message_history_the_answer_comes_without_a_reply(home):
    async with scene(home) as s:
        s.fake.deny(s.channel, s.fake.bot, Permission.READ_MESSAGE_HISTORY)
        s.fake.say(s.alice, s.channel, f"{s.me} {QUESTION}")
        answer = await s.fake.expect(lambda m: VERDICT in m.text)
        assert answer.channel is s.channel
        assert answer.reply_to is None


@in_loop
async def test_answers_in_a_thread_notify_nobody_and_offer_no_thread(home):
    async with scene(home) as s:
        thread = s.fake.thread(s.alice, s.channel, "the crew")
        s.fake.say(s.alice, thread, f"{s.me} {QUESTION}")
        answer = await s.fake.expect(lambda m: VERDICT in m.text)
        assert answer.flags & 4096
        assert "Discuss in thread" not in labels(answer.components)
        asked = await s.fake.slash(s.alice, thread, "ask", question=QUESTION).final()
        assert "Discuss in thread" not in labels(asked.components)
        s.fake.say(s.alice, s.channel, f"{s.me} {QUESTION}")
        outside = await s.fake.expect(lambda m: m.channel is s.channel)
        assert not outside.flags & 4096


@in_loop
async def test_status_before_the_first_heartbeat_has_no_endless_latency(home):
    async with scene(home) as s:
        assert not re.search(r"\b(?:inf|nan)\b", (await s.fake.slash(s.alice, s.channel, "status").final()).text)


@in_loop
async def test_a_message_of_an_unknown_server_is_no_direct_message(home):
    async with scene(home) as s:
        real = s.fake.say(s.bob, s.channel, "good morning")
        from tests.fake_discord import payloads

        data = payloads.message(real) | {"id": "5", "guild_id": "77", "channel_id": "78", "content": QUESTION}
        data["member"] = payloads.member(s.guild.members[s.bob.id])
        s.fake.gateway_server.dispatch("MESSAGE_CREATE", 0, lambda _: data)
        assert await s.fake.quiet(1.0) == []
        assert s.runner.desk.store.counts() == {"pending": 0, "sent": 0, "failed": 0}


@in_loop
async def test_lists_and_pages_are_made_beside_the_event_loop(home, monkeypatch):
    """Twenty thousand articles took 0.7 s of everybody's time."""
    from bot.discord import screens

    threads = []

    def slow(*args):
        threads.append(asyncio._get_running_loop())
        return screens.notice("info", "made")

    monkeypatch.setattr("bot.discord.screens.sources", slow)
    async with scene(home) as s:
        await s.fake.slash(s.alice, s.channel, "sources").final()
    assert threads == [None]


@in_loop
async def test_small_talk_is_no_question(home):
    async with scene(home) as s:
        direct = s.fake.dm(s.alice)
        s.fake.say(s.alice, direct, "thanks a lot!")
        s.fake.say(s.alice, s.channel, f"{s.me} thank you")
        assert await s.fake.quiet() == []
        s.fake.say(s.alice, direct, "Hi there")
        assert "/ask" in seen(await s.fake.expect(lambda m: m.channel is direct))


@in_loop
async def test_a_question_without_words_is_not_sent_to_the_command_line(home):
    async with scene(home) as s:
        answer = await s.ask("🎉🎉🎉?")
        assert "no question" in seen(answer)
        assert "whosays" not in seen(answer)


@in_loop
async def test_a_chore_that_breaks_is_taken_up_again(home, monkeypatch):
    monkeypatch.setattr("bot.discord.run._CHORE_AGAIN", 0.01)
    async with scene(home) as s:
        tries = []

        async def chore():
            tries.append(1)
            if len(tries) < 3:
                raise OSError("the disk is full")

        await s.runner._kept(chore)
        assert len(tries) == 3
