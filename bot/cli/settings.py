"""`whosays config`: the settings in force and where each comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import FILE_NAME
from bot.errors import Exit

if TYPE_CHECKING:
    from bot.cli.console import Session
    from bot.config import Setting


def show(session: Session) -> int:
    """Print every setting, its value and its source."""
    rows = [(item.key.name, _value(session, item), item.source, item.key.help) for item in session.settings.values]
    session.table(("setting", "value", "from", "what it is"), rows)
    return Exit.OK


def _value(session: Session, item: Setting) -> str:
    if item.key.name == "home":
        return str(session.home)
    if item.key.name == "store" and item.value:
        from index.backends.urls import masked

        return masked(str(item.value))
    if isinstance(item.value, bool):
        return "true" if item.value else "false"
    return "" if item.value is None else item.value


def path(session: Session) -> int:
    """Print the settings file that is read, or say where one would be."""
    if session.settings.file:
        session.out(str(session.settings.file))
        return Exit.OK
    import platformdirs

    place = Path(platformdirs.user_config_dir("whosays", appauthor=False)) / FILE_NAME
    session.note(f"no settings file; it would be ./{FILE_NAME} or {place}")
    return Exit.OK


def check(session: Session) -> int:
    """Say that the settings are sound: a file that is not has ended the command before."""
    file = session.settings.file
    session.out(f"{file}: no problems" if file else "no settings file; the defaults and the environment are sound")
    return Exit.OK
