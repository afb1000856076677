"""Laws of the fake: limits are exact, permissions add up, ids grow, requests match their limits."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_discord import FakeDiscord, Permission, command_limits, components, limits, messages, permissions
from tests.fake_discord.clock import Changes, Clock
from tests.fake_discord.errors import ApiError
from tests.fake_discord.faults import RateLimits
from tests.fake_discord.messages import Sent
from tests.fake_discord.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Callable

V2 = 32768


def x(size: int) -> str:
    return "x" * size


def v1(**part: Any) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": [part]}]}


def button(**changes: Any) -> dict[str, Any]:
    return v1(**{"type": 2, "style": 1, "label": "l", "custom_id": "c"} | changes)


def select(**changes: Any) -> dict[str, Any]:
    return v1(**{"type": 3, "custom_id": "c", "options": [{"label": "l", "value": "v"}]} | changes)


def option(**changes: Any) -> dict[str, Any]:
    return select(options=[{"label": "l", "value": "v"} | changes])


def embed(**part: Any) -> dict[str, Any]:
    return {"embeds": [{"title": "t"} | part]}


def field(**part: Any) -> dict[str, Any]:
    return embed(fields=[{"name": "n", "value": "v"} | part])


def texts(count: int) -> list[dict[str, Any]]:
    return [{"type": 10, "content": "x"} for _ in range(count)]


def many(count: int) -> list[dict[str, str]]:
    return [{"label": "l", "value": str(number)} for number in range(count)]


# what is counted -> (a body of that size, the least and the most allowed)
MESSAGES: dict[str, tuple[Callable[[int], dict[str, Any]], int, int]] = {
    "content": (lambda n: {"content": x(n)}, 0, 2000),
    "nonce": (lambda n: {"nonce": x(n)}, 0, 25),
    "embeds": (lambda n: {"embeds": [{"title": "t"}] * n}, 0, 10),
    "embed title": (lambda n: embed(title=x(n), description="d"), 0, 256),
    "embed description": (lambda n: embed(description=x(n)), 0, 4096),
    "embed fields": (lambda n: embed(fields=[{"name": "n", "value": "v"}] * n), 0, 25),
    "field name": (lambda n: field(name=x(n)), 1, 256),
    "field value": (lambda n: field(value=x(n)), 1, 1024),
    "embed footer": (lambda n: embed(footer={"text": x(n)}), 1, 2048),
    "embed author": (lambda n: embed(author={"name": x(n)}), 1, 256),
    "embed total": (lambda n: {"embeds": [{"description": x(n - n // 2)}, {"description": x(n // 2)}]}, 2, 6000),
    "rows": (lambda n: {"components": [button(custom_id=f"{k}")["components"][0] for k in range(n)]}, 0, 5),
    "button label": (lambda n: button(label=x(n)), 1, 80),
    "custom id": (lambda n: button(custom_id=x(n)), 1, 100),
    "link": (lambda n: button(style=5, custom_id=None, url=("https://a" + x(n))[:n]), 9, 512),
    "options": (lambda n: select(options=many(n)), 1, 25),
    "option label": (lambda n: option(label=x(n)), 1, 100),
    "option value": (lambda n: option(value=x(n)), 1, 100),
    "option description": (lambda n: option(description=x(n)), 0, 100),
    "placeholder": (lambda n: select(placeholder=x(n)), 0, 150),
    "max values": (lambda n: select(max_values=n), 1, 25),
    "components": (lambda n: {"flags": V2, "components": texts(n)}, 0, 40),
    "components in a box": (lambda n: {"flags": V2, "components": [{"type": 17, "components": texts(n)}]}, 1, 39),
    "display text": (lambda n: {"flags": V2, "components": [{"type": 10, "content": x(n)}]}, 1, 4000),
    "gallery": (lambda n: {"flags": V2, "components": [{"type": 12, "items": [{}] * n}]}, 1, 10),
    "mentioned ids": (lambda n: {"allowed_mentions": {"users": ["1"] * n}}, 0, 100),
}


def accepts(check: Callable[[], None]) -> bool:
    try:
        check()
    except ApiError as error:
        return error.code != 50035
    return True


@pytest.mark.parametrize(("build", "low", "high"), MESSAGES.values(), ids=MESSAGES)
def test_limits_of_messages_are_exact(build, low, high):
    for size in {max(low - 1, 0), low, high - 1, high, high + 1, high + 7}:
        body = build(size)
        taken = accepts(lambda body=body: limits.check_message(body, body.get("flags", 0), 0))
        assert taken == (low <= size <= high), size


def text_input(**changes: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "c", "style": 1} | changes


def row(**part: Any) -> dict[str, Any]:
    return {"type": 18, "label": "l", "component": text_input()} | part


def modal(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"title": "t", "custom_id": "c", "components": list(rows) or [row()]} | changes


def typed(**changes: Any) -> dict[str, Any]:
    return modal(row(component=text_input(**changes)))


MODALS: dict[str, tuple[Callable[[int], dict[str, Any]], int, int]] = {
    "title": (lambda n: modal(title=x(n)), 1, 45),
    "parts": (lambda n: modal(components=[row(component=text_input(custom_id=f"{k}")) for k in range(n)]), 1, 5),
    "custom id": (lambda n: modal(custom_id=x(n)), 1, 100),
    "label": (lambda n: modal(row(label=x(n))), 1, 45),
    "label description": (lambda n: modal(row(description=x(n))), 0, 100),
    "value": (lambda n: typed(value=x(n)), 0, 4000),
    "placeholder": (lambda n: typed(placeholder=x(n)), 0, 100),
    "max length": (lambda n: typed(max_length=n), 1, 4000),
    "min length": (lambda n: typed(min_length=n), 0, 4000),
}


@pytest.mark.parametrize(("build", "low", "high"), MODALS.values(), ids=MODALS)
def test_limits_of_modals_are_exact(build, low, high):
    for size in {max(low - 1, 0), low, high, high + 1}:
        body = build(size)
        assert accepts(lambda body=body: limits.check_modal(body)) == (low <= size <= high), size


def slash(**changes: Any) -> list[dict[str, Any]]:
    return [{"name": "ask", "description": "d", "type": 1} | changes]


def choosing(**changes: Any) -> list[dict[str, Any]]:
    return slash(options=[{"name": "o", "description": "d", "type": 3} | changes])


def named(count: int) -> list[dict[str, Any]]:
    return [{"name": f"o{number}", "description": "d", "type": 3, "value": "v"} for number in range(count)]


COMMANDS: dict[str, tuple[Callable[[int], list[dict[str, Any]]], int, int]] = {
    "name": (lambda n: slash(name=x(n)), 1, 32),
    "description": (lambda n: slash(description=x(n)), 1, 100),
    "options": (lambda n: slash(options=named(n)), 0, 25),
    "option name": (lambda n: choosing(name=x(n)), 1, 32),
    "option description": (lambda n: choosing(description=x(n)), 1, 100),
    "choices": (lambda n: choosing(choices=named(n)), 0, 25),
    "choice name": (lambda n: choosing(choices=[{"name": x(n), "value": "v"}]), 1, 100),
    "choice value": (lambda n: choosing(choices=[{"name": "n", "value": x(n)}]), 1, 100),
    "max length": (lambda n: choosing(max_length=n), 1, 6000),
    "min length": (lambda n: choosing(min_length=n), 0, 6000),
    "menu name": (lambda n: [{"name": x(n), "type": 3}], 1, 32),
}


@pytest.mark.parametrize(("build", "low", "high"), COMMANDS.values(), ids=COMMANDS)
def test_limits_of_commands_are_exact(build, low, high):
    for size in {max(low - 1, 0), low, high, high + 1}:
        body = build(size)
        assert accepts(lambda body=body: command_limits.check_commands(body)) == (low <= size <= high), size


NAMES = {
    "ask": True,
    "ask-me": True,
    "fragen_ü": True,
    "질문": True,
    "Ask": False,
    "a b": False,
    "a.b": False,
    "Ü": False,
}


@pytest.mark.parametrize(("name", "good"), NAMES.items())
def test_command_names(name, good):
    assert accepts(lambda: command_limits.check_commands(slash(name=name))) == good


json_parts = st.recursive(
    st.fixed_dictionaries({"type": st.just(10), "content": st.text(max_size=5)}),
    lambda inner: st.fixed_dictionaries({"type": st.just(17), "components": st.lists(inner, max_size=4)}),
    max_leaves=12,
)


@given(st.lists(json_parts, max_size=5))
def test_every_component_gets_an_id_of_its_own_and_is_else_unchanged(tree):
    before = copy.deepcopy(tree)
    filled = components.with_ids(tree)
    ids = [part["id"] for _, part in components.walk(filled)]
    assert len(set(ids)) == len(ids)
    assert tree == before
    assert components.with_ids(filled) == filled
    for _, part in components.walk(filled):
        del part["id"]
    assert filled == before


@given(st.integers(0, permissions.ALL), st.integers(0, permissions.ALL))
def test_what_is_denied_is_gone_and_what_is_allowed_is_there(first, second):
    fake = FakeDiscord()
    guild = fake.guild()
    channel, user = fake.channel(guild), fake.user("u", guild)
    fake.deny(channel, guild.everyone, first & ~Permission.VIEW_CHANNEL)
    got = permissions.in_channel(channel, user)
    assert got & first & ~Permission.VIEW_CHANNEL == 0
    fake.allow(channel, user, second)
    assert permissions.in_channel(channel, user) & second == second
    assert permissions.in_channel(channel, guild.owner) == permissions.ALL
    fake.deny(channel, user, Permission.VIEW_CHANNEL)
    assert permissions.in_channel(channel, user) == 0


def test_files_have_limits():
    fake = FakeDiscord()
    channel = fake.channel(fake.guild())

    def post(count: int, size: int) -> None:
        files = {str(number): ("f.txt", b"x" * size) for number in range(count)}
        messages.post(fake.world, channel, fake.bot, Sent({}, files))

    post(10, 1)
    assert not accepts(lambda: post(11, 1))
    post(1, 10 * 2**20)
    with pytest.raises(ApiError, match="413 40005"):
        post(1, 10 * 2**20 + 1)


def test_ids_grow_and_tell_the_time():
    clock = Clock(Changes())
    ids = [clock.snowflake() for _ in range(3000)]
    assert ids == sorted(set(ids))
    clock.advance(60)
    later = clock.snowflake()
    assert 59_000 < (later >> 22) - (ids[0] >> 22) < 63_000


@given(st.lists(st.floats(0, 2), max_size=40))
def test_a_bucket_lets_no_more_through_than_it_says(pauses):
    clock = Clock(Changes())
    buckets = RateLimits(clock, {"r": (3, 5.0)}, 1000)
    starts: dict[float, int] = {}
    now = 0.0
    for pause in pauses:
        clock.advance(pause)
        now += pause
        standing = buckets.route("r", "1")
        assert 0 <= standing.remaining <= standing.limit == 3
        if not standing.refused:
            window = round(clock.now() + standing.reset_after, 1)
            starts[window] = starts.get(window, 0) + 1
    assert all(count <= 3 for count in starts.values())


def test_problems_stand_at_their_place_as_a_tree():
    problems = Problems("data")
    problems.text("a.0.b", "xx", 0, 1)
    problems.text("a.0.b", None, 0, 1, required=True)
    with pytest.raises(ApiError) as caught:
        problems.raise_any()
    codes = [one["code"] for one in caught.value.body()["errors"]["data"]["a"]["0"]["b"]["_errors"]]
    assert codes == ["BASE_TYPE_MAX_LENGTH", "BASE_TYPE_REQUIRED"]


def test_bell_wakes_everybody_once():
    async def scenario() -> None:
        changes = Changes()
        waiting = [asyncio.create_task(changes.wait(5)) for _ in range(3)]
        await asyncio.sleep(0)
        changes.ring()
        await asyncio.wait_for(asyncio.gather(*waiting), 1)
        await changes.wait(0.01)

    asyncio.run(scenario())
