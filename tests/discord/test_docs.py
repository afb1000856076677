"""docs/discord.md says what the code does."""

from bot.discord.rights import NEEDED, invite
from bot.discord.settings import KEYS, PERMISSIONS
from tests.discord.harness import ROOT

TEXT = (ROOT / "docs" / "discord.md").read_text("utf-8")


def test_every_setting_is_there_with_its_default():
    for key in KEYS:
        default = "" if key.default is None else str(key.default).lower()
        assert f"| `{key.name}` | `{key.variable}` | {default} | {key.help} |" in TEXT


def test_the_invite_asks_for_what_is_needed_and_no_more():
    import discord

    wanted = discord.Permissions(**dict.fromkeys([*NEEDED, "attach_files"], True))
    assert wanted.value == PERMISSIONS
    assert f"`{PERMISSIONS}`" in TEXT
    assert f"permissions={PERMISSIONS}" in invite(1, PERMISSIONS)


def test_the_preview_is_what_the_bot_shows(indexed):
    """Written by `whosays discord --preview docs/discord-preview.html` on the bundled articles."""
    from bot.discord.preview import page
    from index.index import Index

    with Index.open(indexed) as index:
        assert page(index) == (ROOT / "docs" / "discord-preview.html").read_text("utf-8")
