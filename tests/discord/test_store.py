"""The bot's file, its settings, its limits and its line."""

import asyncio
import json
import logging
import os
import stat
import threading
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord import log
from bot.discord.feedback import question_set
from bot.discord.jobs import Job, Mode
from bot.discord.limits import Limiter
from bot.discord.line import Line, LineFullError
from bot.discord.servers import Servers
from bot.discord.settings import Secret, load
from bot.discord.store import Store, Vote
from bot.errors import ConfigError
from tests.discord.harness import in_loop


def job(number=1, **changes):
    values = {
        "id": f"i:{number}", "mode": Mode.ASK, "text": "how many?", "private": False, "asker": "a", "user": 7, "guild": 1,
        "channel": 2, "message": None, "token": "secret-of-discord", "follows": None, "outlets": ("x",), "created": 1e9,
    }  # fmt: skip
    return Job(**{**values, **changes})


ANSWER = {"question": "how many?", "understood_as": None, "state": "conflict", "positions": []}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def test_a_question_is_accepted_once_and_found_again(store):
    assert store.accept(job())
    assert not store.accept(job())
    assert store.pending() == [(job(), None)]
    answer = store.answered(job(), ANSWER)
    assert store.answered(job(), ANSWER) == answer
    assert store.pending() == [(job(), answer)]
    assert store.known(["i:1", "i:2"]) == {"i:1"}


def test_what_is_done_keeps_neither_token_nor_ids(store, tmp_path):
    store.accept(job())
    store.answered(job(), ANSWER)
    store.done(job(), message=9)
    assert store.pending() == []
    assert store.counts() == {"pending": 0, "sent": 1, "failed": 0}
    assert store.shown_by(9) == store.newest_in(2)
    store.close()
    assert b"secret-of-discord" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_conversation_is_followed_back(store):
    first = store.answered(job(1), ANSWER) if store.accept(job(1)) else None
    store.accept(job(2, follows=first))
    second = store.answered(job(2, follows=first), ANSWER)
    assert [stored.id for stored in store.turns(second)] == [first, second]
    assert store.turns(None) == []


def test_forgetting_a_person_leaves_the_others(store):
    for number, asker in ((1, "a"), (2, "b")):
        store.accept(job(number, asker=asker))
        store.answered(job(number, asker=asker), ANSWER)
    assert store.forget("a") == 1
    assert store.forget("a") == 0
    assert store.forget("b") == 1


def test_old_answers_expire_with_what_hangs_on_them(store):
    store.accept(job())
    answer = store.answered(job(), ANSWER)
    store.vote(Vote(answer, True, "", ""), "v")
    assert store.expire(1) == 0
    assert store.expire(0) == 1
    assert store.votes() == []


def test_one_vote_each_that_can_be_changed(store):
    store.accept(job())
    answer = store.answered(job(), ANSWER)
    store.vote(Vote(answer, True, "", ""), "v")
    store.vote(Vote(answer, False, "wrong", "it was 7"), "v")
    rows = [json.loads(line) for line in question_set(store.votes()).splitlines()]
    assert rows[0]["votes"] == {"good": 0, "bad": 1}
    assert rows[0]["review"] == [{"reason": "wrong", "comment": "it was 7"}]
    assert rows[0]["state"] == "conflict"


def test_votes_become_a_question_set_that_evaluate_reads(home, store, tmp_path):
    from bot.answer.ask import ask
    from bot.evaluate import gold
    from bot.render.json import as_dict
    from index.index import Index

    with Index.open(home) as index:
        data, articles = as_dict(ask("how many crew died?", index)), index.articles()
    store.accept(job())
    store.vote(Vote(store.answered(job(), data), True, "", ""), "v")
    file = tmp_path / "votes.jsonl"
    file.write_text(question_set(store.votes()), "utf-8")
    questions = gold.read(file)
    gold.validate(questions, {"": articles})
    assert [row["differs"] for row in questions] == [True]


def test_the_file_is_its_owners_and_hashes_are_keyed(tmp_path):
    first, second = Store(tmp_path / "a"), Store(tmp_path / "b")
    assert stat.S_IMODE(os.stat(first.path).st_mode) == 0o600
    assert first.hashed(1) == first.hashed(1) != first.hashed(2)
    assert first.hashed(1) != second.hashed(1)
    again = Store(tmp_path / "a")
    assert again.hashed(1) == first.hashed(1)
    for one in (first, second, again):
        one.close()


def test_servers_remember_and_inherit(store):
    servers = Servers(store)
    servers.set(1, 0, "mode", "off")
    servers.set(1, 5, "mode", "auto")
    servers.set(1, 0, "outlets", "a b")
    servers.set(2, 0, "per_user", "3")
    again = Servers(store)
    assert again.mode(1, 9, 5) == "auto"
    assert again.mode(1, 9, 8) == "off"
    assert again.mode(None, 9) == "mention"
    assert again.outlets(1) == ("a", "b")
    assert again.number(2, "per_user") == 3
    again.set(1, 5, "mode", None)
    again.leave(2)
    assert Servers(store).of(1) == [(0, "mode", "off"), (0, "outlets", "a b")]
    assert Servers(store).of(2) == []


# -- settings ----------------------------------------------------------------------------------------------------------


def test_the_environment_comes_before_the_file(tmp_path):
    file = tmp_path / "discord.toml"
    file.write_text('token = "from-file"\nworkers = 3\nqueue = 9\n')
    file.chmod(0o600)
    found = load({"WHOSAYS_DISCORD_WORKERS": "4"}, tmp_path)
    assert (found.token.reveal(), found.workers, found.queue, found.per_user) == ("from-file", 4, 9, 5)


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        ('token = "abc"', 0o644, "chmod 600"),
        ("wrokers = 2", 0o600, "did you mean workers"),
        ("workers = true", 0o600, "whole number"),
        ("workers = 0", 0o600, "from 1 to 32"),
        ('message_content = "perhaps"', 0o600, "true or false"),
        ('token = "abc', 0o600, "does not parse"),
        ('gateway = "https://x"', 0o600, "wss://"),
        ('api_base = "x"', 0o600, "https://"),
    ],
)
def test_wrong_settings_are_one_line_without_the_token(tmp_path, text, mode, words):
    file = tmp_path / "discord.toml"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(ConfigError, match=words) as caught:
        load({}, tmp_path)
    assert "abc" not in str(caught.value)


def test_a_secret_does_not_print_itself():
    assert "hush" not in f"{Secret('hush')} {Secret('hush')!r}"


def test_the_log_holds_no_token():
    lines = log.Lines(Secret("hush.hush"))
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "login with hush.hush failed", (), None)
    assert "hush" not in lines.format(record)
    assert json.loads(lines.format(record))["level"] == "error"


# -- limits and line ---------------------------------------------------------------------------------------------------


@given(st.integers(1, 5), st.lists(st.floats(0, 20), min_size=1, max_size=60))
def test_never_more_than_the_limit_in_any_window(most, gaps):
    limiter, admitted, now = Limiter(most, 60.0), [], 0.0
    for gap in gaps:
        now += gap
        refused = limiter.check("k", now)
        if refused is None:
            limiter.admit("k", now)
            admitted.append(now)
        else:
            assert 0 < refused.wait <= 60 + 1e-6
            assert limiter.check("k", now + refused.wait + 1e-6) is None
    assert all(sum(other + 60 > t >= other for other in admitted) <= most for t in admitted)


def test_a_refusal_is_the_first_one_once_in_each_way():
    limiter = Limiter(1)
    limiter.admit("k", 0.0)
    assert [limiter.check("k", 1.0, way=way).first for way in ("a", "a", "b", "a")] == [True, False, True, False]
    assert limiter.check("k", 1.0, 0) is None
    assert limiter.check("other", 1.0) is None


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3), st.integers(0, 6), st.lists(st.sampled_from(["ask", "leave", "cancel"]), max_size=40))
def test_the_line_keeps_its_bounds_whatever_happens(workers, waiting, moves):
    async def run():
        line = Line(workers, waiting)
        release = []
        tasks = []

        async def one(done):
            async with line.enter() as ticket:
                await ticket.turn()
                await done.wait()

        for move in moves:
            open_tasks = [i for i, task in enumerate(tasks) if not task.done()]
            if move == "ask":
                release.append(asyncio.Event())
                tasks.append(asyncio.create_task(one(release[-1])))
            elif open_tasks and move == "leave":
                release[open_tasks[0]].set()
            elif open_tasks:
                tasks[open_tasks[-1]].cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert 0 <= line.busy <= workers
            assert 0 <= line.waiting <= waiting
        for event in release:
            event.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(r is None or isinstance(r, (LineFullError, asyncio.CancelledError)) for r in results)
        assert (line.busy, line.waiting) == (0, 0)
        await asyncio.wait_for(line.idle(), 1)
        line.close()

    asyncio.run(run())


@in_loop
async def test_work_lets_acknowledgements_pass_but_not_for_ever():
    line = Line(1, 1)
    order = []
    async with line.enter() as ticket:
        await ticket.turn()
        async with line.urgent():
            working = asyncio.create_task(line.work(lambda: order.append("work")))
            await asyncio.sleep(0.05)
            order.append("acknowledged")
        await working
        assert order == ["acknowledged", "work"]
        async with line.urgent():
            await asyncio.wait_for(line.work(lambda: order.append("work")), 5)
    line.close()


@in_loop
async def test_work_runs_beside_the_loop():
    line = Line(1, 1)
    async with line.enter() as ticket:
        await ticket.turn()
        assert await line.work(threading.get_ident) != threading.get_ident()
        with suppress(ZeroDivisionError):
            await line.work(lambda: 1 / 0)
    assert line.busy == 0
    line.close()
