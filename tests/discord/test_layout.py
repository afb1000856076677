"""What discord.py makes of our screens: Discord's own payloads, and nothing kept in memory."""

import asyncio
import json

import discord
import pytest

from bot.discord import layout, screens
from bot.discord.components import MAX_CHARACTERS, MAX_COMPONENTS, Button, Container, Link, Row, Section, Select, Text
from bot.discord.ids import Action, Verb
from tests.discord.made import HOSTILE, ID, crowd, hostile

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, SEPARATOR, CONTAINER, LABEL = (
    1,
    2,
    3,
    4,
    9,
    10,
    14,
    17,
    18,
)
FORMS = [
    screens.follow_up(Action(Verb.FOLLOW, ID), "How many died?"),
    screens.goto(Action(Verb.GOTO, ID), 12),
    screens.feedback(Action(Verb.DOWN, ID)),
]


def many_screens():
    for made in (crowd(2), crowd(26), hostile(HOSTILE[0]), hostile("Nine people died.")):
        yield from (
            screens.answer(made),
            screens.answer(made, 99),
            screens.quotes(made, 0),
            screens.timeline(made),
            screens.why(made),
        )
        yield screens.again(made, [(f"o{n}", f"Outlet {n}") for n in range(30)])
    yield from (screens.help_(), screens.privacy(30), screens.notice("wait", "3rd in line"))


def flat(payload):
    yield payload
    for key in ("components", "accessory", "component"):
        inner = payload.get(key, [])
        for child in inner if isinstance(inner, list) else [inner]:
            yield from flat(child)


@pytest.mark.parametrize("screen", list(many_screens()))
def test_the_payload_is_the_screen(screen):
    made = layout.view(screen)
    payload = made.to_components()
    json.dumps(payload)
    parts = [part for child in payload for part in flat(child)]
    assert len(parts) == screen.size == made.total_children_count <= MAX_COMPONENTS
    assert made.content_length() == screen.characters <= MAX_CHARACTERS
    ours = [part.markdown for part in screen.walk() if isinstance(part, Text)]
    assert [part["content"] for part in parts if part["type"] == TEXT] == ours
    kinds = {Container: CONTAINER, Section: SECTION, Row: ACTION_ROW, Select: STRING_SELECT, Text: TEXT}
    for kind, number in kinds.items():
        assert sum(isinstance(part, kind) for part in screen.walk()) == sum(part["type"] == number for part in parts)
    links = [(part["label"], part["url"]) for part in parts if part["type"] == BUTTON and part["style"] == 5]
    assert links == [(part.label, part.url) for part in screen.walk() if isinstance(part, Link)]
    pressed = [
        (p["label"], p["custom_id"], p["style"], p["disabled"])
        for p in parts
        if p["type"] == BUTTON and p["style"] != 5
    ]
    assert pressed == [
        (p.label, p.custom_id, p.style.value, p.disabled) for p in screen.walk() if isinstance(p, Button)
    ]
    chosen = [(p["custom_id"], [o["value"] for o in p["options"]]) for p in parts if p["type"] == STRING_SELECT]
    assert chosen == [(p.custom_id, [o.value for o in p.options]) for p in screen.walk() if isinstance(p, Select)]


def test_the_edge_has_its_colour():
    [box, *_] = layout.view(screens.answer(crowd(2))).to_components()
    assert box["accent_color"] == screens.answer(crowd(2)).children[0].accent


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_the_modal_is_the_form(form):
    payload = layout.modal(form).to_dict()
    assert (payload["title"], payload["custom_id"]) == (form.title, form.action.custom_id)
    assert [part["type"] for part in payload["components"]] == [LABEL] * len(form.inputs)
    assert [part["label"] for part in payload["components"]] == [item.label for item in form.inputs]
    assert [part["component"]["custom_id"] for part in payload["components"]] == [item.key for item in form.inputs]
    assert {part["component"]["type"] for part in payload["components"]} <= {TEXT_INPUT, STRING_SELECT}


SUBMITTED = [
    ({"components": [{"type": 18, "component": {"type": 4, "custom_id": "question", "value": "And now?"}}]}, {"question": "And now?"}),
    ({"components": [{"type": 1, "components": [{"type": 4, "custom_id": "page", "value": "3"}]}]}, {"page": "3"}),
    (
        {"components": [{"type": 18, "component": {"type": 3, "custom_id": "reason", "values": ["missing"]}},
                        {"type": 18, "component": {"type": 4, "custom_id": "comment", "value": ""}}]},
        {"reason": "missing", "comment": ""},
    ),
    ({"components": [{"type": 18, "component": {"type": 3, "custom_id": "reason", "values": []}}]}, {"reason": ""}),
    ({"custom_id": "ws1:f:abcdefghij"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "values"), SUBMITTED)
def test_submitted(data, values):
    assert layout.submitted(data) == values


class Answered:
    """Discord's answer to whatever was sent, so that discord.py's own code runs to the end."""

    async def __call__(self, *args, **kwargs):
        return {"id": "1", "channel_id": "2", "type": 0, "content": "", "author": {"id": "3", "username": "w", "discriminator": "0"},
                "timestamp": "2026-03-13T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
                "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False}  # fmt: skip


def kept(state):
    store = state._view_store
    return len(store._views) + len(store._synced_message_views) + len(store._modals)


def test_discord_py_keeps_no_view_however_many_are_sent():
    async def send():
        client = discord.Client(intents=discord.Intents.none())
        state = client._connection
        client.http.request = Answered()
        channel = client.get_partial_messageable(2)
        for _ in range(20):
            message = await channel.send(view=layout.view(screens.answer(crowd(2))))
            await message.edit(view=layout.view(screens.answer(crowd(3))))
        ours = kept(state)
        # The same with a plain view shows that the count can grow.
        plain = discord.ui.LayoutView(timeout=None)
        plain.add_item(discord.ui.ActionRow(discord.ui.Button(label="x", custom_id="x")))
        await channel.send(view=plain)
        return ours, kept(state)

    assert asyncio.run(send()) == (0, 2)


def test_views_and_modals_count_as_finished_with_and_without_a_loop():
    async def inside():
        return layout.view(screens.help_()).is_finished(), layout.modal(FORMS[0]).is_finished()

    assert asyncio.run(inside()) == (True, True)
    assert (layout.view(screens.help_()).is_finished(), layout.modal(FORMS[0]).is_finished()) == (True, True)
