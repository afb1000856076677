"""Every hard limit: what is just allowed, and where the error is reported when it is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fake_discord import FakeDiscord
from tests.fake_discord.command_limits import characters
from tests.fake_discord.errors import ApiError
from tests.fake_discord.interaction import Interaction, InteractionKind
from tests.fake_discord.scenes import Scene, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

V2 = 32768


def button(number: int = 0, **changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"b{number}"} | changes


def link(url: str) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Read", "url": url}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def options(count: int) -> list[dict[str, Any]]:
    return [{"label": f"o{n}", "value": f"v{n}"} for n in range(count)]


def select(**changes: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "s", "options": options(2)} | changes


def v1(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": list(rows)}


def v2(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(parts)} | more


def text(content: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": content}


def section(*texts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 9, "components": list(texts), "accessory": button()} | more


def container(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 17, "components": list(parts)} | more


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [{"description": "d"} | parts]}


ACCEPTED: dict[str, dict[str, Any]] = {
    "content 2000": {"content": "x" * 2000},
    "content 2000 astral": {"content": "\N{GRINNING FACE}" * 2000},
    "ten embeds": {"embeds": [{"title": "t"}] * 10},
    "embed at every limit": {
        "embeds": [{"title": "t" * 256, "footer": {"text": "f" * 2048}, "description": "d" * 3696}]
    },
    "25 fields": embed(fields=[{"name": "n", "value": "v"}] * 25),
    "field 256 1024": embed(fields=[{"name": "n" * 256, "value": "v" * 1024}]),
    "five rows of five": v1(*[row(*[button(5 * r + n) for n in range(5)]) for r in range(5)]),
    "label 80": v1(row(button(label="l" * 80))),
    "custom id 100": v1(row(button(custom_id="c" * 100))),
    "url 512": v1(row(link("https://a.example/" + "u" * 494))),
    "emoji instead of a label": v1(row(button(label=None, emoji={"name": "\N{THUMBS UP SIGN}"}))),
    "25 options": v1(row(select(options=options(25)))),
    "placeholder 150": v1(row(select(placeholder="p" * 150))),
    "v2 40 components": v2(*[text() for _ in range(40)]),
    "v2 4000 characters": v2(text("x" * 2000), text("y" * 2000)),
    "v2 nested": v2(container(section(text(), text(), text()), {"type": 14, "spacing": 2}, row(button(7)))),
    "nonce 25": {"content": "x", "nonce": "n" * 25},
    "unknown flag is dropped": {"content": "x", "flags": 64},
}

# name -> (body, where the error is)
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "content 2001": ({"content": "x" * 2001}, "content"),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, "embeds"),
    "embed title 257": (embed(title="t" * 257), "embeds.0.title"),
    "embed description 4097": (embed(description="d" * 4097), "embeds.0.description"),
    "26 fields": (embed(fields=[{"name": "n", "value": "v"}] * 26), "embeds.0.fields"),
    "field name 257": (embed(fields=[{"name": "n" * 257, "value": "v"}]), "embeds.0.fields.0.name"),
    "field value 1025": (embed(fields=[{"name": "n", "value": "v" * 1025}]), "embeds.0.fields.0.value"),
    "field value missing": (embed(fields=[{"name": "n"}]), "embeds.0.fields.0.value"),
    "field name empty": (embed(fields=[{"name": "", "value": "v"}]), "embeds.0.fields.0.name"),
    "footer 2049": (embed(footer={"text": "f" * 2049}), "embeds.0.footer.text"),
    "author 257": (embed(author={"name": "a" * 257}), "embeds.0.author.name"),
    "embeds of 6001 characters": ({"embeds": [{"description": "d" * 3000}, {"description": "d" * 3001}]}, "embeds"),
    "embed url of a wrong kind": (embed(url="javascript:alert(1)"), "embeds.0.url"),
    "empty embed": ({"embeds": [{}]}, "embeds.0.description"),
    "six rows": (v1(*[row(button(n)) for n in range(6)]), "components"),
    "six buttons": (v1(row(*[button(n) for n in range(6)])), "components.0.components"),
    "empty row": (v1(row()), "components.0.components"),
    "button outside a row": (v1(button()), "components.0"),
    "label 81": (v1(row(button(label="l" * 81))), "components.0.components.0.label"),
    "no label": (v1(row(button(label=None))), "components.0.components.0"),
    "custom id 101": (v1(row(button(custom_id="c" * 101))), "components.0.components.0.custom_id"),
    "custom id empty": (v1(row(button(custom_id=""))), "components.0.components.0.custom_id"),
    "custom id missing": (v1(row(button(custom_id=None))), "components.0.components.0.custom_id"),
    "custom id twice": (v1(row(button(1)), row(button(1))), "components.1.components.0.custom_id"),
    "url and custom id": (v1(row(button(url="https://a.example"))), "components.0.components.0"),
    "style 7": (v1(row(button(style=7))), "components.0.components.0.style"),
    "url 513": (v1(row(link("https://a.example/" + "u" * 495))), "components.0.components.0.url"),
    "url of a wrong kind": (v1(row(link("ftp://a.example"))), "components.0.components.0.url"),
    "url with a space": (v1(row(link("https://a.example/a b"))), "components.0.components.0.url"),
    "26 options": (v1(row(select(options=options(26)))), "components.0.components.0.options"),
    "no options": (v1(row(select(options=[]))), "components.0.components.0.options"),
    "option value twice": (
        v1(row(select(options=options(2) + options(1)))),
        "components.0.components.0.options.2.value",
    ),
    "option label 101": (
        v1(row(select(options=[{"label": "l" * 101, "value": "v"}]))),
        "components.0.components.0.options.0.label",
    ),
    "option value 101": (
        v1(row(select(options=[{"label": "l", "value": "v" * 101}]))),
        "components.0.components.0.options.0.value",
    ),
    "option description 101": (
        v1(row(select(options=[{"label": "l", "value": "v", "description": "d" * 101}]))),
        "components.0.components.0.options.0.description",
    ),
    "placeholder 151": (v1(row(select(placeholder="p" * 151))), "components.0.components.0.placeholder"),
    "max values 26": (v1(row(select(max_values=26))), "components.0.components.0.max_values"),
    "min above max": (v1(row(select(min_values=2, max_values=1))), "components.0.components.0.min_values"),
    "select beside a button": (v1(row(select(), button())), "components.0.components"),
    "two defaults": (
        v1(row(select(options=[o | {"default": True} for o in options(2)]))),
        "components.0.components.0.options",
    ),
    "v2 part without the flag": (v1(text()), "components.0"),
    "v2 with content": (v2(text(), content="x"), "content"),
    "v2 with embeds": (v2(text(), embeds=[{"title": "t"}]), "embeds"),
    "v2 41 components": (v2(*[container(*[text() for _ in range(40)])]), "components"),
    "v2 4001 characters": (v2(text("x" * 2000), text("y" * 2001)), "components"),
    "v2 empty text": (v2(text("")), "components.0.content"),
    "container in a container": (v2(container(container(text()))), "components.0.components.0"),
    "empty container": (v2(container()), "components.0.components"),
    "accent colour": (v2(container(text(), accent_color=0x1000000)), "components.0.accent_color"),
    "section of four texts": (v2(section(*[text()] * 4)), "components.0.components"),
    "section without accessory": (v2(section(text(), accessory=None)), "components.0.accessory"),
    "section with a select": (v2(section(text(), accessory=select())), "components.0.accessory"),
    "v2 bare button": (v2(button()), "components.0"),
    "v2 custom id twice": (v2(section(text()), row(button())), "components.1.components.0.custom_id"),
    "v2 id twice": (v2(text() | {"id": 3}, text() | {"id": 3}), "components.1.id"),
    "gallery of 11": (v2({"type": 12, "items": [{}] * 11}), "components.0.items"),
    "separator spacing": (v2({"type": 14, "spacing": 3}), "components.0.spacing"),
    "nonce 26": ({"content": "x", "nonce": "n" * 26}, "nonce"),
    "mentions of all and of one": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
    "mentions of a wrong kind": ({"content": "x", "allowed_mentions": {"parse": ["here"]}}, "allowed_mentions.parse.0"),
    "content is a number": ({"content": 5}, "content"),
}


def places(errors: dict[str, Any], path: str = "") -> Iterator[str]:
    """The paths at which `_errors` stand."""
    for key, value in errors.items():
        if key == "_errors":
            assert value[0]["code"]
            assert value[0]["message"]
            yield path
        else:
            yield from places(value, f"{path}.{key}" if path else key)


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
def test_at_the_limit_a_message_is_sent(body):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        status, reply = await scene.raw("POST", f"/channels/{scene.general.id}/messages", body)
        assert (status, reply.get("errors")) == (200, None)

    raw(scene, play)


@pytest.mark.parametrize(("body", "place"), REFUSED.values(), ids=REFUSED)
def test_past_the_limit_the_error_names_the_place(body, place):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        status, reply = await scene.raw("POST", f"/channels/{scene.general.id}/messages", body)
        assert (status, reply["code"], list(places(reply["errors"]))) == (400, 50035, [place])
        assert scene.general.messages == {}

    raw(scene, play)


def slash(**changes: Any) -> dict[str, Any]:
    return {"name": "ask", "description": "d", "type": 1} | changes


def option(number: int = 0, **changes: Any) -> dict[str, Any]:
    return {"name": f"o{number}", "description": "d", "type": 3} | changes


def choices(count: int) -> list[dict[str, Any]]:
    return [{"name": f"c{n}", "value": f"v{n}"} for n in range(count)]


def of_size(size: int) -> dict[str, Any]:
    """A command of that many characters, made up with choices."""
    command = slash(options=[option(n, choices=[]) for n in range(5)])
    slots = [(one["choices"], f"{m:02}") for one in command["options"] for m in range(25)]
    for place, name in slots:
        left = size - characters(command)
        if left > 0:
            # Two characters are the name; what is left at the end must do for a whole choice.
            value = min(100, left - 2) if left > 110 or left <= 102 else 50
            place.append({"name": name, "value": "v" * value})
    assert characters(command) == size
    return command


COMMANDS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "name with a capital": ([slash(name="Ask")], "0.name"),
    "name with a space": ([slash(name="ask me")], "0.name"),
    "name 33": ([slash(name="a" * 33)], "0.name"),
    "no description": ([slash(description="")], "0.description"),
    "description 101": ([slash(description="d" * 101)], "0.description"),
    "name twice": ([slash(), slash()], "1.name"),
    "26 options": ([slash(options=[option(n) for n in range(26)])], "0.options"),
    "option twice": ([slash(options=[option(), option()])], "0.options.1.name"),
    "option description 101": ([slash(options=[option(description="d" * 101)])], "0.options.0.description"),
    "option type 12": ([slash(options=[option(type=12)])], "0.options.0.type"),
    "required after optional": ([slash(options=[option(), option(1, required=True)])], "0.options.1"),
    "26 choices": ([slash(options=[option(choices=choices(26))])], "0.options.0.choices"),
    "choice name 101": (
        [slash(options=[option(choices=[{"name": "n" * 101, "value": "v"}])])],
        "0.options.0.choices.0.name",
    ),
    "choice value 101": (
        [slash(options=[option(choices=[{"name": "n", "value": "v" * 101}])])],
        "0.options.0.choices.0.value",
    ),
    "choices and autocomplete": ([slash(options=[option(choices=choices(1), autocomplete=True)])], "0.options.0"),
    "min length 6001": ([slash(options=[option(min_length=6001)])], "0.options.0.min_length"),
    "8001 characters": ([of_size(8001)], "0"),
    "menu name 33": ([{"name": "n" * 33, "type": 3}], "0.name"),
    "menu with options": ([{"name": "Check", "type": 3, "options": [option()]}], "0.options"),
    "sub-command beside an option": ([slash(options=[option(type=1), option(1)])], "0.options.1"),
    "group in a group": (
        [slash(options=[option(type=2, options=[option(type=2, options=[])])])],
        "0.options.0.options.0.type",
    ),
    "context 3": ([slash(contexts=[0, 3])], "0.contexts.1"),
    "localized name 33": ([slash(name_localizations={"de": "a" * 33})], "0.name_localizations.de"),
}


@pytest.mark.parametrize(("commands", "place"), COMMANDS.values(), ids=COMMANDS)
def test_past_the_limit_commands_are_refused(commands, place):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        status, reply = await scene.raw("PUT", f"/applications/{fake.bot.id}/commands", commands)
        assert (status, reply["code"], list(places(reply["errors"]))) == (400, 50035, [place])

    raw(scene, play)


def test_as_many_commands_as_allowed_and_no_more():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        path = f"/applications/{fake.bot.id}/commands"
        for kind, most in ((1, 100), (2, 15), (3, 15)):
            many = [slash(name=f"c{n}", type=kind) | ({"description": ""} if kind > 1 else {}) for n in range(most + 1)]
            assert (await scene.raw("PUT", path, many))[1]["code"] == 30032
            assert (await scene.raw("PUT", path, many[:-1]))[0] == 200
        assert (await scene.raw("PUT", path, [of_size(8000)]))[0] == 200

    raw(scene, play)


def test_two_hundred_creates_a_day():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        path = f"/applications/{fake.bot.id}/commands"
        for day in range(2):
            for batch in "ab":
                status, _ = await scene.raw("PUT", path, [slash(name=f"{batch}{day}{n}") for n in range(100)])
                assert status == 200
            # The same commands again are updates, not creates.
            assert (await scene.raw("PUT", path, [slash(name=f"b{day}0")]))[0] == 200
            assert (await scene.raw("PUT", path, [slash(name="new")]))[1]["code"] == 30034
            fake.clock.advance(24 * 3600)

    raw(scene, play)


def interaction(scene: Scene, kind: InteractionKind = InteractionKind.COMMAND) -> Interaction:
    """An interaction without a bot that would hear of it."""
    return scene.fake._act(kind, scene.alice, scene.general, {"name": "ask"})


def field(**changes: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "i", "style": 1} | changes


def label(**changes: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Why", "component": field()} | changes


def modal(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": 9, "data": {"title": "t", "custom_id": "m", "components": list(rows)} | changes}


CALLBACKS: dict[str, tuple[dict[str, Any], str]] = {
    "content 2001": ({"type": 4, "data": {"content": "x" * 2001}}, "data.content"),
    "label 81": ({"type": 4, "data": v1(row(button(label="l" * 81)))}, "data.components.0.components.0.label"),
    "v2 on a defer": ({"type": 5, "data": {"flags": V2}}, "data.flags"),
    "suggestions for a command": ({"type": 8, "data": {"choices": []}}, "type"),
    "update of a command": ({"type": 7, "data": {"content": "x"}}, "type"),
    "unknown type": ({"type": 44}, "type"),
    "modal title 46": (modal(label(), title="t" * 46), "data.title"),
    "modal of six": (modal(*[label(component=field(custom_id=f"{n}")) for n in range(6)]), "data.components"),
    "modal of nothing": (modal(), "data.components"),
    "input label 46": (modal(label(label="l" * 46)), "data.components.0.label"),
    "older input label 46": (modal(row(field(label="l" * 46))), "data.components.0.components.0.label"),
    "input value 4001": (modal(label(component=field(value="v" * 4001))), "data.components.0.component.value"),
    "input max 4001": (modal(label(component=field(max_length=4001))), "data.components.0.component.max_length"),
    "input placeholder 101": (
        modal(label(component=field(placeholder="p" * 101))),
        "data.components.0.component.placeholder",
    ),
    "input id twice": (modal(label(), label()), "data.components.1.component.custom_id"),
    "button in a modal": (modal(row(button())), "data.components.0.components.0"),
}


@pytest.mark.parametrize(("body", "place"), CALLBACKS.values(), ids=CALLBACKS)
def test_past_the_limit_answers_are_refused(body, place):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        asked = interaction(scene)
        path = f"/interactions/{asked.id}/{asked.token}/callback?with_response=1"
        status, reply = await scene.raw("POST", path, body)
        assert (status, reply["code"]) == (400, 50035)
        assert place in set(places(reply["errors"]))
        # A refused answer is none: a right one may follow.
        assert (await scene.raw("POST", path, {"type": 4, "data": {"content": "fine"}}))[0] == 200

    raw(scene, play)


def test_what_may_answer_what():
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        for kind, refused in ((InteractionKind.MODAL, modal(label())), (InteractionKind.AUTOCOMPLETE, {"type": 5})):
            asked = interaction(scene, kind)
            _, reply = await scene.raw("POST", f"/interactions/{asked.id}/{asked.token}/callback", refused)
            assert list(places(reply["errors"])) == ["type"]
            _, reply = await scene.raw("POST", f"/interactions/{asked.id}/wrong/callback", {"type": 5})
            assert reply["code"] == 10062
            # Before the first answer there is nothing to follow up or to edit.
            _, reply = await scene.raw("POST", f"/webhooks/{fake.bot.id}/{asked.token}", {"content": "x"})
            assert reply["code"] == 10015

    raw(scene, play)


SUGGESTIONS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "26": (choices(26), "data.choices"),
    "name 101": ([{"name": "n" * 101, "value": "v"}], "data.choices.0.name"),
    "name empty": ([{"name": "", "value": "v"}], "data.choices.0.name"),
    "value 101": ([{"name": "n", "value": "v" * 101}], "data.choices.0.value"),
    "value of a wrong type": ([{"name": "n", "value": 5}], "data.choices.0.value"),
}


@pytest.mark.parametrize(("suggested", "place"), SUGGESTIONS.values(), ids=SUGGESTIONS)
def test_past_the_limit_suggestions_are_refused(suggested, place):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        asked = interaction(scene, InteractionKind.AUTOCOMPLETE)
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        status, reply = await scene.raw("POST", path, {"type": 8, "data": {"choices": suggested}})
        assert (status, list(places(reply["errors"]))) == (400, [place])
        assert (await scene.raw("POST", path, {"type": 8, "data": {"choices": choices(25)}}))[0] == 204

    raw(scene, play)


THREADS: dict[str, tuple[dict[str, Any], str]] = {
    "name 101": ({"name": "n" * 101}, "name"),
    "no name": ({"name": ""}, "name"),
    "odd duration": ({"name": "n", "auto_archive_duration": 7}, "auto_archive_duration"),
}


@pytest.mark.parametrize(("body", "place"), THREADS.values(), ids=THREADS)
def test_past_the_limit_threads_are_refused(body, place):
    scene = Scene()

    async def play(fake: FakeDiscord) -> None:
        message = fake.say(scene.alice, scene.general, "hello")
        path = f"/channels/{scene.general.id}/messages/{message.id}/threads"
        _, reply = await scene.raw("POST", path, body)
        assert list(places(reply["errors"])) == [place]
        assert (await scene.raw("POST", path, {"name": "n" * 100}))[0] == 201

    raw(scene, play)


def test_every_error_code_has_a_status():
    assert ApiError(50035).status == 400
    assert ApiError(10062).body() == {"code": 10062, "message": "Unknown interaction"}
