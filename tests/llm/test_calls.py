"""Calls end in time, several at once, and one question's calls do not stop another's."""

import asyncio
import threading
import time

import pytest

from bot.llm.calls import CallError, Calls


@pytest.fixture
def calls():
    made = []

    def make(**more):
        made.append(Calls(**{"timeout": 5.0, "at_once": 2, **more}))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_results_come_as_they_end_with_their_numbers(calls):
    async def late(attempt):
        await asyncio.sleep(0.2)
        return "late"

    async def soon(attempt):
        return "soon"

    assert list(calls().run([late, soon])) == [(1, "soon"), (0, "late")]
    assert list(calls().run([])) == []


def test_a_failure_is_tried_once_more_and_then_told_in_our_words(calls):
    attempts = []

    async def failing(attempt):
        attempts.append(attempt)
        raise ValueError("evil words of a server")

    async def second(attempt):
        if attempt == 0:
            raise ValueError
        return "second"

    found = dict(calls().run([failing, second]))
    assert attempts == [0, 1]
    assert found[1] == "second"
    assert isinstance(found[0], CallError)
    assert "evil" not in str(found[0])


def test_a_call_that_does_not_end_is_cancelled(calls):
    cancelled = threading.Event()

    async def endless(attempt):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    begun = time.monotonic()
    [(_, found)] = calls(timeout=0.1).run([endless])
    assert str(found) == "no reply in time"
    assert cancelled.is_set()
    assert time.monotonic() - begun < 10


def test_many_jobs_share_one_limit(calls):
    async def endless(attempt):
        await asyncio.sleep(60)

    begun = time.monotonic()
    found = list(calls(timeout=0.5, at_once=1).run([endless] * 50, within=1.0))
    assert sorted(at for at, _ in found) == list(range(50))
    assert all(isinstance(error, CallError) for _, error in found)
    assert time.monotonic() - begun < 15


def test_a_question_that_runs_out_of_time_leaves_the_calls_of_others(calls):
    shared = calls(timeout=20.0, at_once=2)
    started = threading.Event()

    async def waiting(attempt):
        started.set()
        await asyncio.sleep(3)
        return "done"

    async def quick(attempt):
        return "quick"

    found = []
    other = threading.Thread(target=lambda: found.extend(shared.run([waiting, waiting])))
    other.start()
    assert started.wait(10)
    [(_, mine)] = shared.run([quick], within=1.0)
    assert isinstance(mine, CallError)
    other.join(30)
    assert [result for _, result in found] == ["done", "done"]


def test_closing_twice_and_without_a_start_is_nothing(calls):
    one = calls()
    one.close()

    async def quick(attempt):
        return 1

    assert list(one.run([quick])) == [(0, 1)]
    one.close()
    one.close()
    assert list(one.run([quick])) == [(0, 1)]
