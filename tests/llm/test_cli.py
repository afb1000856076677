"""`whosays ask --llm`: standard output begins with the default answer, byte for byte."""

import json

import pytest

from bot.answer.ask import ask
from bot.cli.run import run
from tests.llm.openai_server import Reply, is_lead, numbered, serving

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

QUESTION = "How many people died when the Lindal ran aground?"
GOOD = "Outlets differ: Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9."
EXTRA = {"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"}


@pytest.fixture
def index_home(build):
    return build(EXTRA).home


@pytest.fixture
def call(index_home, tmp_path, monkeypatch, capsys):
    for name in ("WHOSAYS_LLM", "WHOSAYS_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHOSAYS_HOME", str(index_home))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def called(*argv):
        (index_home / "llm-replies.sqlite").unlink(missing_ok=True)
        code = run([str(word) for word in argv])
        return (int(code), *capsys.readouterr())

    return called


def script(body, number):
    if is_lead(body):
        return Reply(GOOD)
    return Reply(
        json.dumps({"sentences": [n for n, text in numbered(body).items() if "Twelve" in text or "chapel" in text]})
    )


def test_it_is_off_by_default(call):
    with serving(script) as server:
        code, out, err = call("ask", QUESTION)
        assert server.requests == []
    assert (code, err) == (0, "")
    assert "language model" not in out


def test_the_additions_stand_below_the_default_answer(call):
    _, default, _ = call("ask", QUESTION)
    with serving(script) as server:
        code, out, err = call("ask", QUESTION, "--llm", f"openai-like:m@{server.url}")
    assert (code, err) == (0, "")
    assert out.startswith(default)
    below = out[len(default) :]
    assert "12 · Valley Post · 4 Mar 2025 · a-valley-post[" in below
    assert "“Twelve people never came back from the Lindal, the mayor said.”" in below
    assert "“For eleven families the night ended at the chapel, the mayor of Harwick said.”" in below
    assert "With them: Outlets differ: " in below


def test_the_environment_switches_it_on_and_a_flag_off(call, monkeypatch):
    with serving(script) as server:
        monkeypatch.setenv("WHOSAYS_LLM", f"openai-like:m@{server.url}")
        assert "language model" in call("ask", QUESTION)[1]
        asked = len(server.requests)
        assert asked
        assert "language model" not in call("ask", "--llm", "off", QUESTION)[1]
        assert len(server.requests) == asked


def test_json_has_the_default_answer_and_the_additions_beside_it(call):
    _, default, _ = call("ask", QUESTION, "--json")
    with serving(script) as server:
        _, out, _ = call("ask", QUESTION, "--json", "--llm", f"openai-like:m@{server.url}")
    data = json.loads(out)
    added = data.pop("language_model")
    assert data == json.loads(default)
    assert [(row["outlet"], row["display"]) for row in added["added"]] == [("valley-post", "12")]
    assert added["lead"] is None  # it leaves out what was added


def test_markdown_is_markdown(call):
    with serving(script) as server:
        _, out, _ = call("ask", QUESTION, "--markdown", "--llm", f"openai-like:m@{server.url}")
    assert "- 12 · Valley Post · 4 Mar 2025 · a-valley-post\\[" in out


def test_a_failure_is_one_line_on_standard_error(call):
    _, default, _ = call("ask", QUESTION)
    with serving(lambda body, number: Reply("no", status=503)) as server:
        code, out, err = call("ask", QUESTION, "--llm", f"openai-like:m@{server.url}")
    assert (code, out) == (0, default)
    assert err == "whosays: language model unavailable: the server answered 503; the answer stands without it\n"


@pytest.mark.parametrize("named", ["gpt", "openai-like:m", "openai-like:m@file:///etc/passwd"])
def test_a_model_that_cannot_be_read_is_a_usage_error(call, named):
    code, out, err = call("ask", QUESTION, "--llm", named)
    assert (code, out) == (2, "")
    assert err.startswith("whosays: --llm: ")
    assert err.count("\n") == 1


def test_a_batch_takes_no_model(call, tmp_path):
    (tmp_path / "q.txt").write_text(QUESTION)
    code, _, err = call("ask", "--batch", str(tmp_path / "q.txt"), "--llm", "ollama:m")
    assert code == 2
    assert "--batch and --llm" in err


def test_the_history_and_the_exit_code_are_the_default_answers(call, build):
    with serving(script) as server:
        code, *_ = call("ask", QUESTION, "--exit-code", "--llm", f"openai-like:m@{server.url}")
    assert code == 10
    _, out, _ = call("history", "show", "1")
    assert "Twelve people" not in out
    assert ask(QUESTION, build(EXTRA)).headline in out


# -- the bot and the doctor say where articles go ----------------------------------------------------------------------


def test_the_bot_says_that_a_model_is_on_and_what_goes_where(call, monkeypatch):
    assert "language model" not in call("discord", "--check")[1]
    code, out, _ = call("discord", "--check", "--llm", "openai-like:m@http://models.example:8000/v1")
    assert code == 0
    first, _ = out.splitlines()
    assert first == (
        "language model: openai-like:m is on; questions, sentences of articles, and the values, outlets and speakers of "
        "answers go to http://models.example:8000"
    )
    monkeypatch.setenv("WHOSAYS_LLM", "ollama:m")
    assert "ollama:m is on" in call("discord", "--check")[1]
    assert "language model" not in call("discord", "--check", "--llm", "off")[1]


def test_the_bot_reads_its_own_file_and_refuses_what_it_cannot_read(call, index_home, monkeypatch):
    file = index_home / "discord.toml"
    file.touch(mode=0o600)
    try:
        file.write_text('llm = "openai-like:m@http://127.0.0.1:9/v1"\n')
        assert "openai-like:m is on" in call("discord", "--check")[1]
        monkeypatch.setenv("WHOSAYS_LLM", "off")
        assert "language model" not in call("discord", "--check")[1]
        monkeypatch.delenv("WHOSAYS_LLM")
        file.write_text('llm = "gpt"\n')
        code, _, err = call("discord", "--check")
        assert (code, len(err.splitlines())) == (2, 1)
        assert "no kind of language model" in err
        file.write_text('llm = "openai-like:m@http://user:secret@127.0.0.1:9/v1"\n')
        code, _, err = call("discord", "--check")
        assert code == 2
        assert "secret" not in err
    finally:
        file.unlink()


def test_the_doctor_says_it_and_whether_the_server_takes_connections(call, monkeypatch):
    assert "language model" not in call("doctor")[1]
    with serving(script) as server:
        monkeypatch.setenv("WHOSAYS_LLM", f"openai-like:m@{server.url}")
        code, out, _ = call("doctor")
        assert (
            f"openai-like:m is on; questions, sentences of articles, and the values, outlets and speakers of answers go to {server.url.removesuffix('/v1')}"
            in out
        )
        assert "does not take connections" not in out
        assert server.requests == []
    code, out, _ = call("doctor")
    # Answers are right without it, so nothing serious is wrong.
    assert code == 0
    assert "advice: its server does not take connections" in out
    monkeypatch.setenv("WHOSAYS_LLM", "gpt")
    code, out, _ = call("doctor")
    assert code == 0
    assert "advice: no kind of language model 'gpt'" in out
