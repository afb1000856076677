"""Settings of the Discord bot: the environment, then `discord.toml` in the home folder (mode 0600), then defaults."""

from __future__ import annotations

import difflib
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError
from bot.llm.spec import ModelSettingError, Spec, parse

FILE_NAME = "discord.toml"
TOKEN_VARIABLE = "DISCORD_TOKEN"

#: Permissions that the invite asks for, as Discord's integer: View Channels, Send Messages, Send Messages in Threads,
#: Create Public Threads, Embed Links, Attach Files, Read Message History.
PERMISSIONS = 309237763072


class Secret:
    """A text that never prints itself."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "Secret('…')"


@dataclass(frozen=True, slots=True)
class Key:
    """One setting."""

    name: str
    default: int | bool | str | None
    help: str
    #: Bounds of a number, both allowed.
    low: int = 0
    high: int = 1_000_000
    #: The environment variable, where it is not WHOSAYS_DISCORD_ and the name.
    named: str | None = None

    @property
    def variable(self) -> str:
        """The environment variable that overrides the file."""
        return self.named or f"WHOSAYS_DISCORD_{self.name.upper()}"

    def parse(self, value: object, where: str) -> int | bool | str | None:
        """Return the value in the setting's type.

        Raises:
            ConfigError: it has another type or is out of bounds.
        """
        if isinstance(self.default, bool):
            return self._switch(value, where)
        if isinstance(self.default, int):
            return self._number(value, where)
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {self.name} must be text in quotes")
        return value.strip() or self.default

    def _switch(self, value: object, where: str) -> bool:
        words = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        found = value if isinstance(value, bool) else words.get(str(value).strip().lower())
        if found is None:
            raise ConfigError(f"{where}: {self.name} must be true or false, not {value!r}")
        return found

    def _number(self, value: object, where: str) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not text.isascii() or not text.isdigit():
            raise ConfigError(f"{where}: {self.name} must be a whole number, not {value!r}")
        if not self.low <= int(text) <= self.high:
            raise ConfigError(f"{where}: {self.name} must be from {self.low} to {self.high}, not {text}")
        return int(text)


KEYS = (
    Key("token", None, "the bot's token, from the developer portal", named=TOKEN_VARIABLE),
    Key("api_base", None, "another address of Discord's HTTP interface: a proxy", named="DISCORD_API_BASE"),
    Key("gateway", None, "another address of Discord's gateway: a proxy", named="DISCORD_GATEWAY"),
    Key("workers", 2, "answers worked out at the same time", 1, 32),
    Key("queue", 128, "questions that may wait; more are asked to try again", 1, 10_000),
    Key("per_user", 5, "questions of one person in a minute; 0 for no limit"),
    Key("per_channel", 20, "questions in one channel in a minute; 0 for no limit"),
    Key("retention_days", 30, "days for which answers and feedback are kept, for their buttons", 1, 3650),
    Key("message_content", False, "ask for the privileged Message Content intent: needed for automatic answers only"),
    Key("health_port", 0, "port of /healthz on 127.0.0.1; 0 for none", 0, 65_535),
    Key("drain_seconds", 20, "seconds to finish what is under way when told to stop", 0, 600),
    Key("reload_seconds", 30, "seconds between looks whether the corpus has changed", 1, 86_400),
    Key("development_guild", 0, "id of a server that gets the commands at once, for development", 0, 2**63 - 1),
    Key("log_questions", False, "write questions into the log"),
    Key("llm", None, "language model that may point at sentences: see below", named="WHOSAYS_LLM"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force."""

    token: Secret | None
    api_base: str | None
    gateway: str | None
    workers: int
    queue: int
    per_user: int
    per_channel: int
    retention_days: int
    message_content: bool
    health_port: int
    drain_seconds: int
    reload_seconds: int
    development_guild: int
    log_questions: bool
    #: A model that is asked; None for none.
    llm: Spec | None = None


def load(environ: Mapping[str, str], home: Path, llm: str | None = None) -> Settings:
    """Return the settings in force.

    Args:
        environ: the environment.
        home: the folder with `discord.toml`.
        llm: the language model as `--llm` names it, before all others; None where it is not given.

    Raises:
        ConfigError: the file is readable by others, does not parse, or a setting is unknown or wrong.
    """
    file = home / FILE_NAME
    data = _read(file) if file.exists() else {}
    values = {key.name: _resolve(key, environ, data, file) for key in KEYS}
    for name in ("api_base", "gateway"):
        _require_address(name, values[name])
    named = values.pop("llm")
    token = values.pop("token")
    model = _model(llm if llm is not None else named)
    return Settings(token=Secret(str(token)) if token else None, llm=model, **values)  # type: ignore[arg-type]


def _resolve(key: Key, environ: Mapping[str, str], data: dict[str, object], file: Path) -> int | bool | str | None:
    if environ.get(key.variable):
        return key.parse(environ[key.variable], key.variable)
    if key.name in data:
        return key.parse(data[key.name], str(file))
    return key.default


def _read(file: Path) -> dict[str, object]:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(f"{file} can be read by others: `chmod 600 {file}`")
        data = tomllib.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        # The message of the parser may quote the line, and the line may be the token.
        raise ConfigError(
            f"{file} does not parse ({type(error).__name__}): it takes lines like `workers = 2`"
        ) from None
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from None
    known = [key.name for key in KEYS]
    for name in data:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise ConfigError(f"{file}: no setting {name!r}; {hint}")
    return data


def _model(given: object) -> Spec | None:
    named = str(given or "").strip()
    if named in ("", "off"):
        return None
    try:
        return parse(named)
    except ModelSettingError as error:
        raise ConfigError(f"llm: {error}") from None


def _require_address(name: str, value: object) -> None:
    schemes = ("http", "https") if name == "api_base" else ("ws", "wss")
    if value is not None and (urlsplit(str(value)).scheme not in schemes or not urlsplit(str(value)).hostname):
        raise ConfigError(f"{name} must be an address that begins with {schemes[1]}://")
