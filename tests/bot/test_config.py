"""Flags, then the environment, then the file, then defaults."""

import pytest

from bot.config import load
from bot.errors import ConfigError


def settings(tmp_path, file="", env=None, **flags):
    (tmp_path / "whosays.toml").write_text(file, "utf-8")
    return load(flags, env or {}, tmp_path)


ORDER = [
    ('home = "f"', {"WHOSAYS_HOME": "e"}, {"home": "x"}, "x", "--home"),
    ('home = "f"', {"WHOSAYS_HOME": "e"}, {}, "e", "WHOSAYS_HOME"),
    ('home = "f"', {}, {"home": None}, "f", "whosays.toml"),
]


@pytest.mark.parametrize(("file", "env", "flags", "value", "source"), ORDER)
def test_order(tmp_path, file, env, flags, value, source):
    found = settings(tmp_path, file, env, **flags)
    assert str(found.home) == value
    assert found.values[0].source.endswith(source)


def test_defaults(tmp_path):
    found = settings(tmp_path)
    assert found.history
    assert found.colour == "auto"
    assert not found.quotes
    assert found.embedder is None
    assert found.home.name == "whosays"


WRONG = [
    ("hsitory = false", {}, "did you mean history?"),
    ("history = 3", {}, "must be true or false"),
    ('colour = "red"', {}, "one of auto, always, never"),
    ("home = 1", {}, "must be text"),
    ("home = ", {}, "does not parse"),
    ("", {"WHOSAYS_HISTORY": "maybe"}, "WHOSAYS_HISTORY"),
    ("", {"WHOSAYS_CONFIG": "nowhere.toml"}, "which is no file"),
    ("[history]", {}, "must be true or false"),
    ("", {"WHOSAYS_CONFIG": "~nosuchuser/x.toml"}, "no such user"),
]


@pytest.mark.parametrize(("file", "env", "words"), WRONG)
def test_errors_name_the_setting(tmp_path, file, env, words):
    with pytest.raises(ConfigError, match=words.replace("?", r"\?")) as caught:
        settings(tmp_path, file, env)
    assert "\n" not in str(caught.value).split(" (at")[0]


def test_other_parts_have_their_table(tmp_path):
    assert settings(tmp_path, "[discord]\nqueue = 3").tables == {"discord": {"queue": 3}}


@pytest.mark.parametrize("word", ["0", "false", "no", "off", "False"])
def test_switches(tmp_path, word):
    assert not settings(tmp_path, "history = true", {"WHOSAYS_HISTORY": word}).history


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "whosays.toml").write_bytes(b'home = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load({}, {}, tmp_path)


@pytest.mark.parametrize(("file", "env"), [('home = "~nosuchuser/x"', {}), ("", {"WHOSAYS_HOME": "~nosuchuser/x"})])
def test_a_home_of_nobody_is_named(tmp_path, file, env):
    with pytest.raises(ConfigError, match="no such user"):
        _ = settings(tmp_path, file, env).home


def test_a_working_folder_that_was_removed_holds_no_settings(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert load({"home": str(tmp_path)}, {}).file is None
