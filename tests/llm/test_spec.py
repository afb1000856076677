"""How a model is named."""

import pytest

from bot.llm.spec import ModelSettingError, Spec, parse


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("openai-like:m@http://127.0.0.1:8000/v1", Spec("openai-like", "m", "http://127.0.0.1:8000/v1")),
        ("openai-like:org/m-7b:q4@https://x.example/v1/#tools", Spec("openai-like", "org/m-7b:q4", "https://x.example/v1", "tools")),
        ("ollama:llama3.2:3b", Spec("ollama", "llama3.2:3b", "http://127.0.0.1:11434")),
        ("ollama:m@http://10.0.0.2:1#text", Spec("ollama", "m", "http://10.0.0.2:1", "text")),
    ],
)  # fmt: skip
def test_a_setting_is_read(given, wanted, monkeypatch):
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert parse(given) == wanted


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "no kind"),
        ("gpt", "no kind"),
        ("openai:m@http://x", "no kind"),
        ("openai-like:m", "no URL"),
        ("openai-like:@http://x", "no model"),
        ("openai-like:a b@http://x", "no model"),
        ("openai-like:m@ftp://x/v1", "must begin"),
        ("openai-like:m@file:///etc/passwd", "must begin"),
        ("openai-like:m@http://", "must begin"),
        ("openai-like:m@http://x:port/v1", "is none"),
        ("openai-like:m@http://x/v1?key=s", "a key"),
        ("openai-like:m@http://x/v1#fast", "none of"),
        ("ollama:", "no model"),
    ],
)
def test_what_cannot_be_read_is_one_line(given, why):
    with pytest.raises(ModelSettingError, match=why) as caught:
        parse(given)
    assert "\n" not in str(caught.value)


def test_a_key_in_the_url_is_refused_and_not_shown():
    with pytest.raises(ModelSettingError) as caught:
        parse("openai-like:m@https://user:sekret@x.example/v1")
    assert "sekret" not in str(caught.value)
    assert "WHOSAYS_LLM_KEY" in str(caught.value)


def test_ollama_is_where_its_own_variable_says(monkeypatch):
    monkeypatch.setenv("OLLAMA_HOST", "10.1.1.1:9")
    assert parse("ollama:m").url == "http://10.1.1.1:9"


@pytest.mark.parametrize(
    ("url", "local"), [("http://127.0.0.1:1", True), ("http://[::1]:1", True), ("https://x.example", False)]
)
def test_a_server_on_this_machine_is_known(url, local):
    assert parse(f"openai-like:m@{url}").local is local
