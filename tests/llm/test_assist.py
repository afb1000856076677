"""The default answer at once, verified additions after it, and the default answer with a note whatever goes wrong."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.conversation import Conversation
from bot.answer.question import QuestionError
from bot.llm.assist import Assistant
from bot.llm.cache import Cache
from bot.llm.spec import parse
from bot.render.json import as_dict
from index.types import Filter
from tests.llm.openai_server import Reply, bomb, is_lead, numbered, serving

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

QUESTION = "How many people died when the Lindal ran aground?"
GOOD = "Outlets differ: Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9."


def pointing(*words, lead=GOOD, then=None):
    """A script that points at the sentences with these words in them."""

    def script(body, number):
        if is_lead(body):
            return Reply(lead)
        told = [n for n, text in numbered(body).items() if any(word in text for word in words)]
        return (then or Reply)(json.dumps({"sentences": told}))

    return script


def assistant(server, mode="schema", **more):
    return Assistant(parse(f"openai-like:m@{server.url}#{mode}"), **{"timeout": 20.0, **more})


# -- additions ---------------------------------------------------------------------------------------------------------


def test_the_default_answer_comes_first_and_before_anything_is_asked(index):
    with serving(pointing()) as server, assistant(server) as helper:
        steps = helper.stream(QUESTION, index)
        first = next(steps)
        assert server.requests == []
        assert as_dict(first.answer) == as_dict(ask(QUESTION, index))
        assert (first.added, first.pointed, first.lead, first.notes, first.final) == ((), (), None, (), False)
        rest = list(steps)
    assert [step.final for step in rest] == [False] * (len(rest) - 1) + [True]
    assert rest[-1].lead == GOOD


@pytest.mark.parametrize("mode", ["schema", "tools", "text"])
def test_a_sentence_that_was_pointed_at_is_read_by_our_own_code(build, mode):
    """The verb is another one; the figure, the noun, the speaker and the place are found by our readers."""
    index = build({"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"})
    plain = ask(QUESTION, index)
    assert {claim.outlet for p in plain.positions for claim in p.claims} == {"coast-daily", "fjord-herald"}
    with serving(pointing("Twelve people")) as server, assistant(server, mode) as helper:
        step = helper.ask(QUESTION, index)
    (claim,) = step.added
    assert (claim.outlet, str(claim.value)) == ("valley-post", "12")
    assert claim.speaker.canonical == "mayor of Harwick"
    assert claim.quote.text == "Twelve people never came back from the Lindal, the mayor said."
    assert claim.reading.confidence <= 0.5
    assert step.answer.state.value == "conflict"
    assert len(server.requests) == 4
    # What was there is there, unchanged.
    before = [row for p in as_dict(plain)["positions"] for row in p["claims"]]
    after = [row for p in as_dict(step.answer)["positions"] for row in p["claims"]]
    without_number = [{k: v for k, v in row.items() if k not in ("n", "note")} for row in after]
    assert all({k: v for k, v in row.items() if k not in ("n", "note")} in without_number for row in before)


def test_what_nothing_is_read_from_is_a_passage_and_no_answer(index):
    with serving(pointing("eleven families")) as server, assistant(server) as helper:
        step = helper.ask(QUESTION, index)
    assert step.added == ()
    (statement,) = step.pointed
    assert statement.article.outlet.id == "valley-post"
    assert statement.speaker.canonical.startswith("mayor")
    assert as_dict(step.answer) == as_dict(ask(QUESTION, index))


def test_pointing_at_everything_counts_for_six_of_an_outlet(build):
    index = build({"valley-post": "".join(f"Note {i} on the ferry was read out.\n" for i in range(20))})
    with serving(pointing("")) as server, assistant(server) as helper:
        step = helper.ask(QUESTION, index)
    told = [s for s in step.pointed if s.article.outlet.id == "valley-post"]
    assert 0 < len({s.sentence for s in told}) <= 6


def test_each_outlet_is_asked_alone(index):
    with serving(pointing()) as server, assistant(server) as helper:
        helper.ask(QUESTION, index)
    shown = [set(numbered(body).values()) for _, _, body in server.requests if not is_lead(body)]
    assert len(shown) == 3
    assert not any(a & b for i, a in enumerate(shown) for b in shown[i + 1 :])
    for text in server.prompts():
        assert "valley-post" not in text


def test_follow_ups_and_filters_reach_both_answers(index):
    before = Conversation().add(QUESTION, {})
    options = AskOptions(filter=Filter(outlets=frozenset({"coast-daily"})))
    with serving(pointing("Survivors")) as server, assistant(server) as helper:
        step = helper.ask("why did it run aground?", index, options=options, conversation=before)
        plain = ask("why did it run aground?", index, options=options, conversation=before)
    assert as_dict(step.answer) == as_dict(plain)
    assert len([1 for _, _, body in server.requests if not is_lead(body)]) == 1


def test_any_model_of_llama_index_will_do(index):
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class Mine(CustomLLM):
        @property
        def metadata(self):
            return LLMMetadata(model_name="mine")

        def complete(self, prompt, formatted=False, **kwargs):
            wanted = [
                n for n, text in numbered({"messages": [{"content": prompt}]}).items() if "eleven families" in text
            ]
            return CompletionResponse(text=json.dumps({"sentences": wanted}))

        def stream_complete(self, prompt, formatted=False, **kwargs):
            yield CompletionResponse(text=GOOD, delta=GOOD)

    with Assistant(Mine(), timeout=20.0) as helper:
        step = helper.ask(QUESTION, index)
    assert step.notes == ()
    assert len(step.pointed) == 1
    assert step.lead == GOOD


def test_a_question_that_is_none_is_refused_before_anything_is_sent(index):
    with serving(pointing()) as server, assistant(server) as helper, pytest.raises(QuestionError):
        helper.ask("", index)
    assert server.requests == []


# -- what goes wrong ---------------------------------------------------------------------------------------------------

FAULTS = {
    "refused": (Reply("no such model", status=404), "the server answered 404"),
    "key": (Reply("who are you", status=401), "the server answered 401"),
    "limited": (Reply("slow down", status=429, headers={"Retry-After": "3600"}), "the server answered 429"),
    "broken": (Reply("oops", status=500), "the server answered 500"),
    "redirect": (Reply("", status=302, headers={"Location": "http://127.0.0.1:9/v1/x"}), "the server answered 302"),
    "garbage": (Reply(raw=b"\xff\xfe<html>"), "cannot be used"),
    "empty": (Reply(raw=b""), "cannot be used"),
    "null": (Reply(raw=b"null"), "cannot be used"),
    "no choices": (Reply(raw=b'{"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": []}'), "cannot be used"),
    "deep": (Reply(raw=b"[" * 100_000), "cannot be used"),
    "long": (Reply(raw=b'{"id": "' + b"x" * 600_000 + b'"}'), None),
    "bomb": (Reply(raw=bomb(), headers={"Content-Encoding": "gzip"}), None),
    "cut": (Reply(cut=True), None),
    "prose": (Reply("I think nine people died."), "cannot be used"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("mode", ["schema", "tools", "text"])
def test_a_fault_leaves_the_default_answer_with_a_note(index, name, mode):
    reply, why = FAULTS[name]
    with serving(lambda body, number: reply) as server, assistant(server, mode) as helper:
        step = helper.ask(QUESTION, index)
    assert as_dict(step.answer) == as_dict(ask(QUESTION, index))
    assert (step.added, step.pointed, step.lead, step.final) == ((), (), None, True)
    # A lead of prose is no fault of the connection; it is just not shown.
    assert step.notes
    assert all(note.startswith("language model unavailable: ") and "\n" not in note for note in step.notes)
    if why is not None:
        assert any(why in note for note in step.notes)
    # One retry each: three outlets and a lead.
    assert len(server.requests) <= 8


def test_nobody_listens(index):
    with serving(pointing()) as server:
        gone = server.url
    with Assistant(parse(f"openai-like:m@{gone}")) as helper:
        step = helper.ask(QUESTION, index)
    assert step.notes == ("language model unavailable: the server cannot be reached",)


@pytest.mark.parametrize(
    "reply", [Reply(wait=60), Reply(drip=0.05), Reply(endless=b" " * 65_536)], ids=["hangs", "drips", "floods"]
)
def test_a_server_that_never_ends_costs_no_more_than_the_limit(index, reply):
    wait = threading.Event()

    def script(body, number):
        if reply.wait:
            wait.wait(20)
            return Reply("late")
        return reply

    ask(QUESTION, index)
    with serving(script) as server, assistant(server, timeout=0.5) as helper:
        helper._prepare()
        begun = time.monotonic()
        step = helper.ask(QUESTION, index)
        took = time.monotonic() - begun
        wait.set()
    assert as_dict(step.answer) == as_dict(ask(QUESTION, index))
    assert step.lead is None
    assert step.notes
    # Two attempts for the sentences, two for the lead, and one second of grace each; ten more for a busy machine.
    assert took < 4 * 0.5 + 2 * 1 + 10


def test_one_outlet_that_fails_costs_the_others_nothing(index):
    def script(body, number):
        if is_lead(body):
            return Reply(GOOD)
        shown = numbered(body)
        if any("64 passengers" in text for text in shown.values()):
            return Reply("no", status=500)
        return Reply(json.dumps({"sentences": [n for n, text in shown.items() if "eleven families" in text]}))

    with serving(script) as server, assistant(server) as helper:
        step = helper.ask(QUESTION, index)
    assert len(step.pointed) == 1
    assert step.lead == GOOD
    assert step.notes == ("language model unavailable: the server answered 500",)


def test_a_server_without_schemas_answers_the_second_attempt(index):
    def script(body, number):
        if "response_format" in body:
            return Reply("unknown field response_format", status=400)
        return pointing("eleven families")(body, number)

    with serving(script) as server, assistant(server) as helper:
        step = helper.ask(QUESTION, index)
    assert step.notes == ()
    assert len(step.pointed) == 1


def test_code_that_blocks_is_left_to_itself(index):
    """A model whose asynchronous call waits without giving way cannot be cancelled; the next question is served."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    blocked = threading.Event()
    calls = []

    class Blocking(CustomLLM):
        @property
        def metadata(self):
            return LLMMetadata(model_name="blocking")

        def complete(self, prompt, formatted=False, **kwargs):
            calls.append(1)
            if len(calls) == 1:
                blocked.wait(30)
            return CompletionResponse(text='{"sentences": []}')

        def stream_complete(self, prompt, formatted=False, **kwargs):
            yield CompletionResponse(text=GOOD, delta=GOOD)

    helper = Assistant(Blocking(), timeout=0.3)
    first = helper.ask(QUESTION, index)
    assert first.notes == ("language model unavailable: no reply in time",)
    assert first.lead == GOOD
    blocked.set()
    second = helper.ask(QUESTION, index)
    assert second.notes == ()
    helper.close()


def test_a_mistake_of_our_own_costs_no_answer(index, monkeypatch):
    with serving(pointing("eleven families")) as server, assistant(server) as helper:
        monkeypatch.setattr("bot.llm.assist.sheets", lambda *args, **more: 1 / 0)
        step = helper.ask(QUESTION, index)
    assert as_dict(step.answer) == as_dict(ask(QUESTION, index))
    assert step.notes == ("language model unavailable: ZeroDivisionError",)


# -- cost --------------------------------------------------------------------------------------------------------------


def test_calls_run_at_once_and_no_more_than_allowed(index):
    def slow(body, number):
        time.sleep(0.2)
        return pointing()(body, number)

    for at_once in (1, 3):
        with serving(slow) as server, assistant(server, at_once=at_once) as helper:
            helper.ask(QUESTION, index)
        assert server.most == at_once


def test_a_question_asked_again_asks_nobody(index, tmp_path):
    path = tmp_path / "replies.sqlite"
    with serving(pointing("eleven families")) as server:
        with assistant(server, cache=Cache(path)) as helper:
            first = helper.ask(QUESTION, index)
            count = len(server.requests)
            assert helper.ask(QUESTION, index) == first
        with assistant(server, cache=Cache(path)) as helper:
            again = helper.ask(QUESTION, index)
            assert len(server.requests) == count
            assert (again.pointed, again.lead) == (first.pointed, first.lead)
            helper.ask("How many passengers were on the ferry Lindal?", index)
            assert len(server.requests) > count


def test_what_is_kept_is_checked_again(index, tmp_path):
    """A cache file that somebody wrote to is no way in."""
    import sqlite3

    path = tmp_path / "replies.sqlite"
    with serving(pointing("eleven families")) as server:
        with assistant(server, cache=Cache(path)) as helper:
            helper.ask(QUESTION, index)
        with sqlite3.connect(path) as database:
            database.execute("UPDATE replies SET value = ? WHERE value LIKE '\"%'", (json.dumps("Thirteen died."),))
            database.execute("UPDATE replies SET value = ? WHERE value LIKE '[%'", ('[999, "x", -1, null]',))
        with assistant(server, cache=Cache(path)) as helper:
            step = helper.ask(QUESTION, index)
    assert (step.lead, step.pointed, step.added) == (None, (), ())


def test_no_key_of_another_service_is_sent(index, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other-service")
    monkeypatch.setenv("WHOSAYS_LLM_KEY", "mine")
    with serving(pointing()) as server, assistant(server) as helper:
        helper.ask(QUESTION, index)
    sent = json.dumps([[headers, body] for _, headers, body in server.requests])
    assert "sk-other-service" not in sent
    assert {headers["Authorization"] for _, headers, _ in server.requests} == {"Bearer mine"}


def test_a_proxy_is_not_asked_for_a_server_on_this_machine(index, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(pointing()) as server, assistant(server) as helper:
        assert helper.ask(QUESTION, index).notes == ()


def test_without_a_model_nothing_is_imported_or_sent():
    code = (
        "import sys, bot.cli, bot.llm.assist, bot.llm.spec, bot.llm.lead;"
        "sys.exit(bool({'llama_index', 'openai', 'httpx', 'asyncio.windows_events'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60, env=os.environ).returncode == 0


def test_a_query_engine_shows_what_was_added_below_its_answer(build):
    from bot.llama_index_engine import WhosaysQueryEngine

    index = build({"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"})
    plain = WhosaysQueryEngine(index).query(QUESTION)
    with serving(pointing("Twelve people")) as server, assistant(server) as helper:
        helped = WhosaysQueryEngine(index, assistant=helper).query(QUESTION)
        chat = WhosaysQueryEngine(index, assistant=helper).as_chat_engine()
        assert str(chat.chat(QUESTION)) == str(helped)
    assert str(helped).startswith(str(plain))
    assert helped.metadata["answer"] == plain.metadata["answer"]
    assert [row["display"] for row in helped.metadata["language_model"]["added"]] == ["12"]
    assert [n.node.node_id for n in helped.source_nodes] == [n.node.node_id for n in plain.source_nodes]


@pytest.mark.parametrize("mode", ["schema", "tools", "text"])
def test_ollama_is_asked_in_its_own_protocol(index, mode):
    with serving(pointing("eleven families")) as server:
        spec = parse(f"ollama:m@{server.url.removesuffix('/v1')}#{mode}")
        with Assistant(spec, timeout=20.0) as helper:
            step = helper.ask(QUESTION, index)
    assert step.notes == ()
    assert len(step.pointed) == 1
    assert step.lead == GOOD
    assert {path for path, _, _ in server.requests} == {"/api/chat"}
    assert {body["options"]["temperature"] for _, _, body in server.requests} == {0.0}


def test_a_package_that_is_not_installed_is_named(index, monkeypatch):
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    with Assistant(parse("openai-like:m@http://127.0.0.1:9")) as helper:
        step = helper.ask(QUESTION, index)
    assert as_dict(step.answer) == as_dict(ask(QUESTION, index))
    (note,) = step.notes
    assert "pip install 'whosays[llm]'" in note


# -- beside the trained reader -----------------------------------------------------------------------------------------


class Reading11:
    """A trained reader, as `ask` plugs it in: it reads eleven from the sentence on the chapel, and counts its runs."""

    def __init__(self):
        self.runs = 0

    def read_all(self, question, statements):
        from bot.answer.kinds.count import Count
        from bot.answer.types import Reading, Span

        self.runs += 1
        for statement in statements:
            at = statement.sentence.text.find("eleven")
            if at >= 0:
                start = statement.sentence.quote.start + at
                return [(statement, Reading(Count(11, 11), Span(start, start + 6)))]
        return []


def test_what_the_trained_reader_read_stays_beside_what_is_pointed_at(build):
    """It reads only articles in which nothing else was found; an addition in one of them must not take that away."""
    index = build({"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"})
    trained = Reading11()
    options = AskOptions(trained=trained)
    default = ask(QUESTION, index, options=options)
    assert ("valley-post", "11") in {(c.outlet, str(c.value)) for p in default.positions for c in p.claims}
    trained.runs = 0
    with serving(pointing("Twelve people", "eleven families")) as server, assistant(server) as helper:
        step = helper.ask(QUESTION, index, options=options)
    assert [(claim.outlet, str(claim.value)) for claim in step.added] == [("valley-post", "12")]
    assert not any("left out" in note for note in step.notes)
    # What it has read once is not read again for every outlet that replies.
    assert trained.runs == 1


def test_a_trained_reader_whose_files_are_damaged_costs_what_it_costs_without_a_language_model(index):
    from bot.models.errors import ModelFileError

    class Damaged:
        def read_all(self, question, statements):
            raise ModelFileError("no files")

    options = AskOptions(trained=Damaged())
    default = ask(QUESTION, index, options=options)
    assert default.notes
    with serving(pointing("eleven families")) as server, assistant(server) as helper:
        first, *_, last = helper.stream(QUESTION, index, options=options)
    assert as_dict(first.answer) == as_dict(default)
    assert len(last.pointed) == 1
