"""What goes wrong on the way: rate limits, failing servers, lost connections, kills and stops."""

import asyncio
import re
import signal
import time

import pytest

from bot.errors import ConfigError
from tests.discord.harness import Process, Scene, bot, in_loop, scene
from tests.fake_discord import RELAXED_LIMITS, DidNotRespondError, FakeDiscord, Intent

VERDICT = "Outlets differ"
CALLBACK = r"POST /interactions/"
EDIT = r"PATCH /webhooks/"
POST = r"POST /channels/[0-9]+/messages$"


def answers(fake):
    return [m for m in fake.said if VERDICT in m.text]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429},
        {"status": 429, "count": 6},
        {"status": 429, "via": False},
        {"status": 502},
        {"status": 503},
        {"drop": True},
        {"drop": True, "after": True},
    ],
    ids=str,
)
@in_loop
async def test_an_answer_arrives_once_through_every_fault(home, fault):
    async with scene(home) as s:
        s.fake.fault(EDIT, **fault)
        assert VERDICT in (await s.fake.slash(s.alice, s.channel, "ask", question="how many crew died?").final(20)).text
        s.fake.fault(POST, **fault)
        s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        await s.fake.expect(lambda m: VERDICT in m.text and m.reply_to is not None, timeout=20)
        assert await s.fake.quiet() == []
        assert len(answers(s.fake)) == 2


@in_loop
async def test_an_acknowledgement_that_is_lost_on_the_way_back_is_no_second_answer(home):
    async with scene(home) as s:
        s.fake.fault(CALLBACK, status=500, after=True)
        asked = s.fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
        assert VERDICT in (await asked.final(20)).text
        assert len(answers(s.fake)) == 1


@in_loop
async def test_too_late_to_acknowledge_is_told_by_discord_and_forgotten_by_us(home):
    async with scene(home) as s:
        s.fake.fault(CALLBACK, delay=3.3)
        asked = s.fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
        with pytest.raises(DidNotRespondError):
            await asked.final()
        await s.fake.until(lambda: not s.runner.desk.open)
        assert s.runner.desk.store.counts() == {"pending": 0, "sent": 0, "failed": 1}


@in_loop
async def test_without_the_right_to_post_the_asker_is_told_in_private(home):
    from tests.fake_discord import Permission

    async with scene(home) as s:
        s.fake.deny(s.channel, s.fake.bot, Permission.SEND_MESSAGES)
        s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        told = await s.fake.expect(lambda m: "ask again" in m.text)
        assert told.channel is s.fake.dm(s.alice)


@pytest.mark.parametrize("how", ["kill", "reconnect", "invalidate", "close"])
@in_loop
async def test_questions_survive_a_lost_connection(home, how):
    async with scene(home) as s:
        s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        {
            "kill": s.fake.kill,
            "reconnect": s.fake.reconnect,
            "invalidate": lambda: s.fake.invalidate(resumable=True),
            "close": lambda: s.fake.kill(4000),
        }[how]()
        s.fake.say(s.bob, s.channel, f"{s.me} how many crew died?")
        await s.fake.until(lambda: len(answers(s.fake)) == 2, timeout=20)
        assert await s.fake.quiet() == []
        assert len({m.reply_to.author.name for m in answers(s.fake)}) == 2


@in_loop
async def test_a_session_that_is_lost_for_good_is_caught_up(home):
    async with scene(home) as s:
        s.fake.say(s.alice, s.channel, f"{s.me} how many crew died?")
        await s.fake.until(lambda: len(answers(s.fake)) == 1)
        s.fake.invalidate(resumable=False)
        await s.fake.until(lambda: not s.fake.online)
        s.fake.say(s.bob, s.channel, f"{s.me} how many crew died?")
        await s.fake.until(lambda: len(answers(s.fake)) == 2, timeout=20)


@in_loop
async def test_a_connection_that_only_looks_alive_is_replaced(home, monkeypatch):
    monkeypatch.setattr("bot.discord.client.HEARTBEAT_TIMEOUT", 1.0)
    async with FakeDiscord(rate_limits=RELAXED_LIMITS, heartbeat_interval=0.3) as fake:
        s = Scene(fake)
        async with bot(fake, home):
            fake.stop_acks()
            await fake.until(lambda: fake.counters["connections"] > 1, timeout=30)
            fake.resume_acks()
            await fake.bot_online()
            assert VERDICT in (await s.ask()).text


@in_loop
async def test_a_malformed_event_does_not_end_the_bot(home):
    async with scene(home) as s:
        s.fake.gateway_server.dispatch("MESSAGE_CREATE", 0, lambda _: {"id": "1", "channel_id": str(s.channel.id)})
        await asyncio.sleep(0.2)
        await s.fake.bot_online(20)
        assert VERDICT in (await s.ask()).text


@in_loop
async def test_a_wrong_token_is_one_plain_sentence(home):
    async with FakeDiscord(token="another") as fake:
        fake.token = "wrong.token.here"
        with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
            async with bot(fake, home):
                pass


@in_loop
async def test_an_intent_that_is_not_allowed_names_the_switch(home):
    async with FakeDiscord(privileged=0) as fake:
        with pytest.raises(ConfigError, match="Message Content Intent"):
            async with bot(fake, home, message_content=True):
                pass
    assert Intent.MESSAGE_CONTENT


# -- the process -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@in_loop
async def test_a_signal_lets_answers_in_flight_finish(home, number):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with Process(fake, home) as process:
            await fake.bot_online(30)
            fake.fault(EDIT, delay=0.5)
            asked = fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
            fake.say(s.bob, s.channel, f"{s.me} how many crew died?")
            await asked.ack()
            process.process.send_signal(number)
            await asyncio.sleep(0.2)
            late = fake.slash(s.bob, s.channel, "ask", question="was it shot down?")
            assert VERDICT in (await asked.final()).text
            assert await process.ended() == 0
            assert len(answers(fake)) == 2
            if late.answer is not None:
                assert "restart" in (await late.final()).text
        assert fake.token not in process.log.read_text()
        assert "crew" not in process.log.read_text()


@in_loop
async def test_what_cannot_be_finished_is_apologised_for(home):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with Process(fake, home, drain_seconds=1) as process:
            await fake.bot_online(30)
            fake.fault(EDIT, delay=20)
            asked = fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
            await asked.ack()
            await fake.until(lambda: '"answered"' in process.log.read_text())
            process.process.send_signal(signal.SIGTERM)
            assert "restarted" in (await asked.final(20)).text
            assert await process.ended() == 0


@in_loop
async def test_a_kill_loses_nothing_and_doubles_nothing(home):
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with Process(fake, home) as process:
            await fake.bot_online(30)
            fake.fault(EDIT, delay=20)
            fake.fault(POST, delay=0.4, after=True)
            asked = fake.slash(s.alice, s.channel, "ask", question="how many crew died?")
            fake.say(s.bob, s.channel, f"{s.me} how many crew died?")
            await asked.ack()
            await fake.until(lambda: any(m.reply_to for m in answers(fake)))
            process.process.kill()
            await process.ended()
            await process.start()
            await fake.bot_online(30)
            assert VERDICT in (await asked.final(20)).text
            await asyncio.sleep(1.0)
            assert len(answers(fake)) == 2
            assert await process.stop() == 0


@in_loop
async def test_what_comes_while_it_closes_is_left_to_the_next_start(home):
    """A closing bot turns messages away; what it says it has heard is not read again by the next one."""
    async with scene(home) as s:
        front, later = s.runner.front, time.time() + 100
        front.desk.closing = True
        await front.heard(later)
        assert front.heard_until < later
        front.desk.closing = False
        await front.heard(later)
        assert front.heard_until == later


@pytest.mark.parametrize(
    ("environ", "code", "words"),
    [
        ({"DISCORD_TOKEN": ""}, 2, "DISCORD_TOKEN"),
        ({"WHOSAYS_DISCORD_WORKERS": "many"}, 2, "whole number"),
        ({"DISCORD_API_BASE": "ftp://x"}, 2, "https://"),
    ],
)
@in_loop
async def test_what_is_missing_is_one_line_and_an_exit_code(home, environ, code, words):
    async with FakeDiscord() as fake:
        process = Process(fake, home)
        process.environ.update(environ)
        await process.start()
        assert await process.ended() == code
        lines = process.log.read_text().strip().splitlines()
        assert len(lines) == 1
        assert words in lines[0]


@in_loop
async def test_start_to_ready_takes_less_than_a_second_beyond_the_index(home):
    """Not a timed test of the machine: the bot itself says how long it took from the opened index to ready."""
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        async with Process(fake, home) as process:
            await fake.bot_online(30)
            await fake.until(lambda: '"ready"' in process.log.read_text())
            assert await process.stop() == 0
        assert re.search(r'"event": "ready", .*"seconds": [0-9.]+', process.log.read_text())


@in_loop
async def test_a_full_line_is_told_and_every_question_within_it_answered(home):
    async with scene(home, workers=1, queue=8) as s:
        asked = [s.fake.slash(s.alice, s.channel, "ask", question=f"how many crew died {n}?") for n in range(30)]
        await asyncio.gather(*(one.final(30) for one in asked))
        await s.fake.until(lambda: not s.runner.desk.open, 30)
        finals = [one.original for one in asked]
        told = [m for m in finals if "ask again" in m.text]
        assert len(told) + sum(VERDICT in m.text or "No outlet" in m.text for m in finals) == 30
        assert 1 <= len(told) <= 21
        assert all(m.ephemeral and re.search(r"<t:\d+:R>", m.text) for m in told)


@in_loop
async def test_a_place_in_line_is_told_and_then_replaced(home):
    async with scene(home, workers=1) as s:
        asked = [s.fake.slash(s.alice, s.channel, "ask", question=f"how many crew died {n}?") for n in range(12)]
        finals = await asyncio.gather(*(one.final(30) for one in asked))
        await s.fake.until(lambda: not s.runner.desk.open, 30)
        assert any("in line" in text for m in finals for text in m.versions)
        assert not any("in line" in one.original.text for one in asked)


@in_loop
async def test_sixty_at_once_are_acknowledged_in_time(home):
    """The short form: the campaign asks two hundred at once."""
    async with scene(home, queue=256) as s:
        people = [s.fake.user(f"u{n}", s.guild) for n in range(60)]
        started = time.monotonic()
        # Thirty different ones keep the workers busy for longer than all acknowledgements take.
        texts = [f"how many crew died {n % 30}?" for n in range(60)]
        asked = [s.fake.slash(p, s.channel, "ask", question=text) for p, text in zip(people, texts, strict=True)]
        await asyncio.gather(*(one.ack() for one in asked))
        finals = await asyncio.gather(*(one.final(60) for one in asked))
        assert len(finals) == 60
        assert all(one.ack_seconds < 3 for one in asked)
        assert time.monotonic() - started < 60
