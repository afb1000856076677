"""Turns screens and forms into what discord.py sends."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from bot.discord.components import Button, Container, Link, Row, Section, Select, Separator, Text
from bot.discord.forms import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.discord.components import Component, Screen
    from bot.discord.forms import Field, Form


def view(screen: Screen) -> discord.ui.LayoutView:
    """Return a view for `send`, `edit` and their like, which discord.py forgets once it is sent.

    Presses are found by their custom ids (`DynamicItem`), after a restart as before it. A view that discord.py
    kept for them would be kept until the process ends: its store drops views without timeout only when they stop.
    """
    made = _forgotten_view()(timeout=None)
    for child in screen.children:
        made.add_item(_item(child))
    return made


def modal(form: Form) -> discord.ui.Modal:
    """Return a modal for `send_modal`, which discord.py forgets once it is sent.

    Its submission is an interaction whose custom id is the form's action: take it from the client's `on_interaction`
    event and read it with `submitted`. A modal that discord.py kept would be lost at a restart, while its reader types.
    """
    from discord import ui

    made = _forgotten_modal()(title=form.title, custom_id=form.action.custom_id, timeout=None)
    for item in form.inputs:
        component = _choice(item) if isinstance(item, Choice) else _field(item)
        # A field's hint stands in it; a choice has no room for one.
        description = item.hint or None if isinstance(item, Choice) else None
        label: ui.Label[Any] = ui.Label(text=item.label, description=description, component=component)
        made.add_item(label)
    return made


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a submitted modal by key; what was left empty is "".

    Args:
        data: `interaction.data`, as Discord sent it: inputs in labels (type 18), or in rows (type 1).

    """
    values: dict[str, str] = {}
    stack = list(data.get("components", ()))
    while stack:
        part = stack.pop()
        stack += part.get("components", ())
        if "component" in part:
            stack.append(part["component"])
        if "custom_id" in part:
            chosen = part.get("values") or [part.get("value") or ""]
            values[part["custom_id"]] = str(chosen[0])
    return values


@cache
def _forgotten_view() -> type[discord.ui.LayoutView]:
    from discord import ui

    class ForgottenView(ui.LayoutView):
        """A view that counts as finished, which is how discord.py tells what not to keep."""

        def is_finished(self) -> bool:
            return True

    return ForgottenView


@cache
def _forgotten_modal() -> type[discord.ui.Modal]:
    from discord import ui

    class ForgottenModal(ui.Modal):
        """A modal that counts as finished, which is how discord.py tells what not to keep."""

        def is_finished(self) -> bool:
            return True

    return ForgottenModal


def _item(part: Component) -> discord.ui.Item[Any]:
    from discord import ui

    match part:
        case Text():
            return ui.TextDisplay(part.markdown)
        case Separator():
            return ui.Separator()
        case Section():
            texts = [ui.TextDisplay[Any](text.markdown) for text in part.texts]
            return ui.Section(*texts, accessory=_item(part.accessory))
        case Row():
            return ui.ActionRow(*(_item(item) for item in part.items))
        case Container():
            return ui.Container(*(_item(child) for child in part.children), accent_colour=part.accent)
        case Select():
            return _select(part)
        case Link() | Button():
            return _button(part)


def _button(part: Link | Button) -> discord.ui.Button[Any]:
    import discord

    if isinstance(part, Link):
        return discord.ui.Button(style=discord.ButtonStyle.link, label=part.label, url=part.url)
    return discord.ui.Button(
        style=discord.ButtonStyle(part.style.value),
        label=part.label,
        custom_id=part.custom_id,
        disabled=part.disabled,
        emoji=part.emoji,
    )


def _select(part: Select) -> discord.ui.Select[Any]:
    import discord

    options = [
        discord.SelectOption(label=o.label, value=o.value, description=o.description, default=o.default)
        for o in part.options
    ]
    return discord.ui.Select(custom_id=part.custom_id, placeholder=part.placeholder, options=options)


def _field(part: Field) -> discord.ui.TextInput[Any]:
    import discord

    return discord.ui.TextInput(
        style=discord.TextStyle.paragraph if part.lines else discord.TextStyle.short,
        custom_id=part.key,
        placeholder=part.hint or None,
        max_length=part.most,
        required=part.required,
    )


def _choice(part: Choice) -> discord.ui.Select[Any]:
    return _select(Select(part.key, part.label, part.options))
