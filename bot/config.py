"""Settings: flags, then WHOSAYS_* variables, then whosays.toml, then defaults."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

FILE_NAME = "whosays.toml"
#: Values of a variable or setting that switch something on or off.
_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"0", "false", "no", "off", ""})
_COLOURS = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Key:
    """One setting that whosays.toml and the environment may give."""

    name: str
    default: str | bool | None
    help: str
    #: Allowed words; empty when any text will do.
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that overrides the file ("WHOSAYS_HOME")."""
        return f"WHOSAYS_{self.name.upper()}"

    def parse(self, value: object, where: str) -> str | bool | None:
        """Return the value in the setting's type.

        Raises:
            ConfigError: it has another type, or is none of the choices.

        """
        if isinstance(self.default, bool):
            return self._switch(value, where)
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {self.name} must be text in quotes, not {value!r}")
        if self.choices and value not in self.choices:
            raise ConfigError(f"{where}: {self.name} must be one of {', '.join(self.choices)}, not {value!r}")
        return value or self.default

    def _switch(self, value: object, where: str) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in _ON | _OFF:
            return value.lower() in _ON
        raise ConfigError(f"{where}: {self.name} must be true or false, not {value!r}")


KEYS = (
    Key("home", None, "folder with the index, the history and the log"),
    Key("history", True, "keep questions and answers in the home folder"),
    Key("colour", "auto", "colours: auto (on a terminal), always, never", _COLOURS),
    Key("quotes", False, "show every quote whole"),
    Key("models", True, "read with a trained model what the rules cannot (docs/models.md)"),
    Key("reader", None, "folder with that model; empty means the bundled one"),
    Key("embedder", None, "name of the embedding model; empty means the bundled one"),
    Key("store", None, "address of a store beyond this machine (docs/scale.md); empty means the home folder"),
)
#: Tables of whosays.toml that other parts read.
_TABLES = frozenset({"discord", "llm"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in force, with where it comes from."""

    key: Key
    value: str | bool | None
    #: "--home", "WHOSAYS_HOME", the file's path, or "default".
    source: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force."""

    values: tuple[Setting, ...]
    #: The file that was read; None when there is none.
    file: Path | None
    #: Tables of the file that other parts of the product read ("discord").
    tables: Mapping[str, Mapping[str, object]]

    def get(self, name: str) -> str | bool | None:
        """Return the value of a setting."""
        return next(setting.value for setting in self.values if setting.key.name == name)

    @property
    def home(self) -> Path:
        """Folder with the index, the history and the log; the user's data folder unless something else is set."""
        found = next(setting for setting in self.values if setting.key.name == "home")
        return _expanded(str(found.value), found.source) if found.value else default_home()

    @property
    def history(self) -> bool:
        """Questions and answers are kept."""
        return bool(self.get("history"))

    @property
    def colour(self) -> str:
        """`auto`, `always` or `never`."""
        return str(self.get("colour"))

    @property
    def quotes(self) -> bool:
        """Every quote is shown whole."""
        return bool(self.get("quotes"))

    @property
    def models(self) -> bool:
        """Trained models read what the rules cannot."""
        return bool(self.get("models"))

    @property
    def reader(self) -> str | None:
        """Folder with the trained reader; None means the bundled one."""
        found = next(setting for setting in self.values if setting.key.name == "reader")
        return str(_expanded(str(found.value), found.source)) if found.value else None

    @property
    def embedder(self) -> str | None:
        """Name of the embedding model; None means the bundled one."""
        value = self.get("embedder")
        return str(value) if value else None

    @property
    def store(self) -> str | None:
        """Address of a store beyond this machine, with its password: never to be printed; None means the home folder."""
        value = self.get("store")
        return str(value) if value else None


def _expanded(path: str, where: str) -> Path:
    """Return a path with `~` and `~user` replaced.

    Raises:
        ConfigError: there is no such user.

    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise ConfigError(f"{where} names {path}, but there is no such user: write the folder in full") from None


def default_home() -> Path:
    """Return the user's data folder (`~/.local/share/whosays` on Linux)."""
    import platformdirs

    return Path(platformdirs.user_data_dir("whosays", appauthor=False))


def find(environ: Mapping[str, str], folder: Path) -> Path | None:
    """Return the settings file: $WHOSAYS_CONFIG, else whosays.toml in the folder, else in the user's settings folder.

    Raises:
        ConfigError: $WHOSAYS_CONFIG names a file that is not there.

    """
    named = environ.get("WHOSAYS_CONFIG")
    if named:
        path = _expanded(named, "WHOSAYS_CONFIG")
        if not path.is_file():
            raise ConfigError(f"WHOSAYS_CONFIG names {path}, which is no file: correct or unset it")
        return path
    import platformdirs

    places = (folder / FILE_NAME, Path(platformdirs.user_config_dir("whosays", appauthor=False)) / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def load(
    flags: Mapping[str, str | bool | None], environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """Return the settings in force.

    Args:
        flags: what the command line gives; None means not given.
        environ: the environment; the process's own by default.
        folder: where whosays.toml is looked for first; the working folder by default.

    Raises:
        ConfigError: the file does not parse, or a setting is unknown or of the wrong type.

    """
    environ = os.environ if environ is None else environ
    file = find(environ, _working_folder() if folder is None else folder)
    data = _read(file) if file else {}
    values = tuple(_resolve(key, flags, environ, data, file) for key in KEYS)
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    return Settings(values, file, tables)


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        # Somebody removed it: then it holds no settings, and absolute paths work all the same.
        return Path()


def _resolve(
    key: Key,
    flags: Mapping[str, str | bool | None],
    environ: Mapping[str, str],
    data: dict[str, object],
    file: Path | None,
) -> Setting:
    if (flag := flags.get(key.name)) is not None:
        return Setting(key, key.parse(flag, f"--{key.name}"), f"--{key.name}")
    if key.variable in environ:
        value = key.parse(environ[key.variable], key.variable)
        return Setting(key, value, key.variable if value != key.default else "default")
    if key.name in data:
        return Setting(key, key.parse(data[key.name], str(file)), str(file))
    return Setting(key, key.default, "default")


def _read(file: Path) -> dict[str, object]:
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not UTF-8: save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} does not parse: {error}") from None
    known = [key.name for key in KEYS]
    for name, value in data.items():
        if name in known or (name in _TABLES and isinstance(value, dict)):
            continue
        close = difflib.get_close_matches(name, [*known, *_TABLES], n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        raise ConfigError(f"{file}: no setting {name!r}; {hint}")
    return data
