"""A language model beside answers on Discord: the default answer at once, verified additions as edits of its message.

Real discord.py on our fake Discord, a real model server on the loopback interface, llama-index's own client between.
"""

import asyncio
import json
import logging
import re
import shutil
import signal
import threading
import time
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from bot.answer.ask import ask
from bot.discord.service import Service
from bot.discord.snapshot import Snapshot
from bot.llm.assist import Assistant
from bot.llm.cache import Cache
from bot.llm.spec import parse
from bot.render.json import as_dict
from index.index import Index
from tests.discord.harness import Process, Scene, bot, in_loop
from tests.discord.reader import RAW
from tests.fake_discord import RELAXED_LIMITS, FakeDiscord, Permission
from tests.fake_discord.components import labels, walk
from tests.llm.openai_server import Reply, is_lead, numbered, serving

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

QUESTION = "How many people died when the Lindal ran aground?"
GOOD = "Outlets differ: Coast Daily quotes Harwick hospital: 11; Fjord Herald quotes coast guard: 9; Valley Post quotes mayor of Harwick: 12."
EXTRA = {"valley-post": "Twelve people never came back from the Lindal, the mayor said.\n"}
HEADING = "Also found with a language model"
EDIT = r"PATCH /webhooks/"
CHANGE = r"PATCH /channels/[0-9]+/messages/"


def script(body, number):
    """The script of a good model."""
    if is_lead(body):
        return Reply(GOOD)
    told = [n for n, text in numbered(body).items() if "Twelve" in text or "chapel" in text]
    return Reply(json.dumps({"sentences": told}))


class Gate:
    """A model that replies when it is let."""

    def __init__(self, then=script):
        self._open, self._then = threading.Event(), then

    def __call__(self, body, number):
        self._open.wait(30)
        return self._then(body, number)

    def open(self):
        self._open.set()


@pytest.fixture(scope="module")
def ferry(build):
    return build(EXTRA).home


@pytest.fixture
def home(tmp_path):
    found = tmp_path / "home"
    found.mkdir()
    return found


@asynccontextmanager
async def scene(home, ferry, script, *, every=0.05, timeout=20.0, **settings):
    """A fake Discord and the bot in it, with a language model that replies as the script says."""
    with serving(script) as server:
        spec = f"openai-like:m@{server.url}"
        (home / "discord.toml").touch(mode=0o600)
        (home / "discord.toml").write_text(f'llm = "{spec}"\n')
        assistant = Assistant(parse(spec), cache=Cache(), timeout=timeout)
        assistant.prepare()
        service = Service(lambda: Index.open(ferry, one_shot=True), assistant)
        async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
            made = Scene(fake)
            made.server = server
            async with bot(fake, home, service=service, **settings) as runner:
                made.runner = runner
                runner.desk.additions._every = every
                try:
                    yield made
                finally:
                    if isinstance(script, Gate):
                        script.open()
        service.close()


def seen(message):
    """What a reader sees: Discord takes a backslash before a mark away."""
    return re.sub(r"\\([^\w\s])", r"\1", message.text)


async def finished(s):
    """Wait until nothing is on its way any more."""
    desk = s.runner.desk
    await s.fake.until(lambda: not (desk.open or desk.additions._tasks or desk.additions._streams), 30)


def texts(message):
    return [part["content"] for _, part in walk(message.components) if "content" in part]


def default_texts(message):
    """The texts of the answer itself: what was added stands between it and the last line."""
    found = texts(message)
    at = next((i for i, text in enumerate(found) if HEADING in text), None)
    return found if at is None else [*found[:at], found[-1]]


def stored(s):
    rows = s.runner.desk.store._rows("SELECT json FROM answer")
    return [json.loads(row[0]) for row in rows]


def quiet_log(caplog):
    return [
        r.getMessage() for r in caplog.records if r.name.startswith("whosays") and r.levelno >= logging.WARNING
    ] == []


# -- the default answer at once, additions after it --------------------------------------------------------------------


@in_loop
async def test_the_answer_is_there_before_the_model_has_replied_and_is_edited_when_it_has(home, ferry, caplog):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        answer = await s.ask(QUESTION)
        before = default_texts(answer)
        assert "Outlets differ" in seen(answer)
        assert HEADING not in seen(answer)
        assert "Twelve" not in seen(answer)
        gate.open()
        await s.fake.until(lambda: GOOD in seen(answer), 20)
        await finished(s)
        assert await s.fake.quiet() == []
        for words in (
            HEADING,
            "12 · Valley Post",
            "mayor of Harwick",
            "people never came back from the Lindal",
            "chapel",
        ):
            assert words in seen(answer)
        # The answer itself is what it was, to the last character.
        assert default_texts(answer) == before
        assert not answer.pings
        assert len(s.fake.said) == 1
        assert quiet_log(caplog)
        assert s.runner.desk.additions.helped == 1


@in_loop
async def test_what_is_stored_is_the_default_answer_with_the_additions_beside_it(home, ferry):
    async with scene(home, ferry, script) as s:
        await s.ask(QUESTION)
        await finished(s)
        (data,) = stored(s)
    beside = data.pop("language_model")
    with Index.open(ferry, one_shot=True) as index:
        assert data == json.loads(json.dumps(as_dict(ask(QUESTION, index))))
        article = index.article(beside["added"][0]["article"])
    (row,) = beside["added"]
    assert article.text[row["start"] : row["end"]] == row["quote"]
    assert article.text[row["answer"]["start"] : row["answer"]["end"]] == row["answer"]["text"] == "Twelve"
    assert (row["outlet"], row["speaker"], row["display"]) == ("valley-post", "mayor of Harwick", "12")
    assert beside["lead"] == GOOD


@pytest.mark.parametrize("way", ["mention", "direct", "private", "claim"])
@in_loop
async def test_every_way_to_ask_is_added_to(home, ferry, way):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        if way in ("mention", "direct"):
            place = s.channel if way == "mention" else s.fake.dm(s.alice)
            asked = s.fake.say(s.alice, place, f"{s.me} {QUESTION}")
            answer = await s.fake.expect(lambda m: m.reply_to is asked and "differ" in m.text)
        elif way == "private":
            answer = await s.ask(QUESTION, private=True)
        else:
            said = s.fake.say(s.bob, s.channel, "Nine people died when the Lindal ran aground.")
            answer = await s.fake.message_command(s.alice, said, "Check this claim").final()
        before = default_texts(answer)
        assert HEADING not in seen(answer)
        gate.open()
        await finished(s)
        assert HEADING in seen(answer)
        assert default_texts(answer) == before
        assert answer.ephemeral == (way in ("private", "claim"))
        assert not answer.pings
        assert len([m for m in s.fake.said if "differ" in m.text or HEADING in m.text]) == 1


@in_loop
async def test_the_buttons_below_an_edited_answer_do_what_they_did(home, ferry):
    async with scene(home, ferry, script) as s:
        answer = await s.ask(QUESTION)
        await finished(s)
        assert "decides who is right" in (await s.fake.click(s.bob, answer, "Why flagged").final()).text
        # Quotes are those of the answer; what a model pointed at is none of them.
        select = next(p for _, p in walk(answer.components) if p["type"] == 3)
        assert [o["label"] for o in select["options"]] == ["Coast Daily", "Fjord Herald"]
        s.fake.click(s.alice, answer, "Delete")
        await s.fake.until(lambda: answer.deleted)


@in_loop
async def test_a_restart_keeps_what_was_added(home, ferry):
    async with scene(home, ferry, script) as s:
        await s.ask(QUESTION)
        await finished(s)
        (data,) = stored(s)
    made = Snapshot.of("abcdefghij", data)
    assert made.helped.lead == GOOD
    ((display, claim),) = made.helped.added
    assert (display, claim.quote[claim.start : claim.end], claim.who) == ("12", "Twelve", "mayor of Harwick")
    async with scene(home, ferry, lambda body, number: Reply("no", status=500)) as s:
        assert [data["language_model"]["lead"] for data in stored(s)] == [GOOD]


# -- how often, and for how many ---------------------------------------------------------------------------------------


@in_loop
async def test_edits_are_few_however_often_something_is_found(home, ferry):
    """Three outlets and a lead come in one after the other; between two edits lies the time set, the last is whole."""

    def staggered(body, number):
        time.sleep(0.15 * (number + 1))
        return script(body, number)

    async with scene(home, ferry, staggered, every=1.2) as s:
        answer = await s.ask(QUESTION)
        await finished(s)
        assert GOOD in seen(answer)
        # The first is the answer itself.
        times = [one.at for one in s.fake.requests(EDIT)][1:]
        assert 1 <= len(times) <= 4
        assert all(later - earlier >= 1.2 for earlier, later in pairwise(times))


@in_loop
async def test_the_same_question_asked_again_meanwhile_asks_the_model_once(home, ferry):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        answers = [await s.ask(QUESTION), await s.ask(QUESTION, s.bob), await s.ask(QUESTION, private=True)]
        await s.fake.until(lambda: len(s.server.requests) >= 3, 20)
        gate.open()
        await finished(s)
        assert all(GOOD in seen(answer) for answer in answers)
        # Three outlets and a lead, for all three.
        assert len(s.server.requests) == 4
        again = await s.ask(QUESTION, s.bob)
        await finished(s)
        assert GOOD in seen(again)
        assert len(s.server.requests) == 4


@in_loop
async def test_questions_never_wait_for_the_model(home, ferry):
    """Every thread that asks the model hangs; answers come all the same, and those beyond the line go without."""
    gate = Gate()
    async with scene(home, ferry, gate, workers=2) as s:
        for number in range(45):
            answer = await s.fake.slash(s.alice, s.channel, "ask", question=f"{QUESTION[:-1]} {number}?").final(10)
            assert HEADING not in seen(answer)
        assert len(s.runner.desk.additions._streams) == 36
        assert s.runner.desk.line.busy == 0
        gate.open()


@in_loop
async def test_a_page_that_was_turned_meanwhile_stays_turned(home, tmp_path):
    from corpus.types import Article, Outlet
    from index.embedders import embedder
    from index.writer import add

    crowd = tmp_path / "crowd"
    add(
        crowd,
        [
            Article(
                f"a{n:02}", Outlet(f"outlet-{n:02}", f"Outlet {n:02}"), "Flood in Hallfjord",
                "A flood hit the town of Hallfjord on Monday.\n\n"
                f"Police said {9 if n % 2 else 11} people died in the flood in Hallfjord.\n"
                "For seven families the flood in Hallfjord ended all hope.\n",
                published="2026-03-13",
            )
            for n in range(30)
        ],
        embedder(None),
    )  # fmt: skip

    def pointing(body, number):
        return Reply(json.dumps({"sentences": [n for n, text in numbered(body).items() if "seven" in text]}))

    gate = Gate(pointing)
    async with scene(home, crowd, gate) as s:
        answer = await s.ask("how many people died in the flood in Hallfjord?")
        s.fake.click(s.alice, answer, "›")
        await s.fake.until(lambda: any(label.startswith("2/") for label in labels(answer.components)))
        # Somebody else turns a copy of their own: the message stays where it is.
        await s.fake.click(s.bob, answer, "≪").final()
        gate.open()
        await finished(s)
        assert any(label.startswith("2/") for label in labels(answer.components))
        last = next(label for label in labels(answer.components) if label.startswith("2/"))
        s.fake.click(s.alice, answer, "≫")
        await s.fake.until(lambda: f"{last[2:]}/{last[2:]}" in labels(answer.components))
        assert HEADING in seen(answer)
        assert "seven families" in seen(answer)


# -- what goes wrong ---------------------------------------------------------------------------------------------------

FAULTS = {
    "refused": (Reply("no such model", status=404), "the server answered 404"),
    "limited": (Reply("slow down", status=429), "the server answered 429"),
    "broken": (Reply("oops", status=500), "the server answered 500"),
    "garbage": (Reply(raw=b"\xff\xfe<html>"), "a reply that cannot be used"),
    "cut": (Reply(cut=True), ""),
    "drips": (Reply(drip=0.05), "no reply in time"),
    "hangs": (Reply(wait=3), "no reply in time"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@in_loop
async def test_the_answer_goes_out_and_says_that_the_model_was_of_no_use(home, ferry, fault):
    reply, why = FAULTS[fault]
    async with scene(home, ferry, lambda body, number: reply, timeout=0.4) as s:
        answer = await s.ask(QUESTION)
        before = default_texts(answer)
        assert "Outlets differ" in seen(answer)
        await finished(s)
        assert f"Language model unavailable: {why}" in seen(answer)
        assert "The answer stands without it." in seen(answer)
        assert HEADING not in seen(answer)
        assert [text for text in texts(answer) if "Language model unavailable" not in text] == before
        # One edit: nothing is said of a model that failed until it has failed.
        assert len(s.fake.requests(EDIT)) == 2
        assert s.runner.desk.additions.failed == 1
        assert "of no use 1 times" in seen(await s.fake.slash(s.bob, s.channel, "status").final())


@in_loop
async def test_a_server_that_is_gone_costs_a_note(home, ferry):
    with serving(script) as server:
        gone = server.url
    service = Service(lambda: Index.open(ferry, one_shot=True), Assistant(parse(f"openai-like:m@{gone}")))
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with bot(fake, home, service=service) as s.runner:
            answer = await s.ask(QUESTION)
            await finished(s)
            assert "Language model unavailable: the server cannot be reached" in seen(answer)
    service.close()


@pytest.mark.parametrize("whose", ["discord", "ours"])
@in_loop
async def test_an_interaction_whose_time_is_over_keeps_its_answer(home, ferry, monkeypatch, whose):
    """Discord takes no edit after fifteen minutes, and we try none after fourteen; the bot is none the worse for it."""
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        answer = await s.ask(QUESTION)
        shown = answer.text
        with monkeypatch.context() as patched:
            if whose == "discord":
                s.fake.clock.advance(15 * 60 + 1)
            else:
                patched.setattr("bot.discord.jobs.TOKEN_LIFE", 0.0)
            gate.open()
            await finished(s)
        assert answer.text == shown
        # The answer, and one edit where only Discord knew that it was too late.
        assert len(s.fake.requests(EDIT)) == (2 if whose == "discord" else 1)
        # What was found is there for whoever presses a button.
        assert [data["language_model"]["lead"] for data in stored(s)] == [GOOD]
        assert "64" in seen(await s.ask("how many passengers were on the ferry Lindal?"))


@pytest.mark.parametrize("who", ["asker", "moderator"])
@in_loop
async def test_a_message_that_was_deleted_meanwhile_stays_deleted(home, ferry, caplog, who):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        answer = await s.ask(QUESTION)
        if who == "asker":
            s.fake.click(s.alice, answer, "Delete")
            await s.fake.until(lambda: answer.deleted and not stored(s))
        else:
            mod = s.fake.user("mod", s.guild, roles=[s.fake.role(s.guild, "mods", Permission.MANAGE_MESSAGES)])
            s.fake.delete(mod, answer)
        gate.open()
        await finished(s)
        assert s.fake.said == []
        assert stored(s) == [] or who == "moderator"
        assert quiet_log(caplog)


@in_loop
async def test_who_is_forgotten_meanwhile_has_nothing_stored(home, ferry):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        answer = await s.ask(QUESTION)
        await s.fake.slash(s.alice, s.channel, "forget").final()
        gate.open()
        await finished(s)
        assert HEADING not in seen(answer)
        assert stored(s) == []


@pytest.mark.parametrize(
    "fault", [{"status": 429, "count": 2}, {"status": 502}, {"drop": True}, {"status": 502, "after": True}], ids=str
)
@pytest.mark.parametrize("way", ["command", "mention"])
@in_loop
async def test_an_edit_arrives_through_faults_of_discord(home, ferry, way, fault):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        if way == "command":
            answer = await s.ask(QUESTION)
        else:
            s.fake.say(s.alice, s.channel, f"{s.me} {QUESTION}")
            answer = await s.fake.expect(lambda m: "differ" in m.text)
        s.fake.fault(EDIT if way == "command" else CHANGE, **fault)
        gate.open()
        await s.fake.until(lambda: GOOD in seen(answer), 20)
        await finished(s)
        assert len([m for m in s.fake.said if "differ" in m.text]) == 1


@in_loop
async def test_an_edit_that_discord_refuses_costs_nothing(home, ferry, caplog):
    gate = Gate()
    async with scene(home, ferry, gate) as s:
        s.fake.say(s.alice, s.channel, f"{s.me} {QUESTION}")
        answer = await s.fake.expect(lambda m: "differ" in m.text)
        shown = answer.text
        s.fake.deny(s.channel, s.fake.bot, Permission.VIEW_CHANNEL)
        gate.open()
        await finished(s)
        assert answer.text == shown
        assert quiet_log(caplog)


@in_loop
async def test_a_mistake_of_our_own_costs_no_answer(home, ferry, monkeypatch, caplog):
    async with scene(home, ferry, script) as s:
        monkeypatch.setattr(s.runner.desk.store, "add_help", lambda answer, found: 1 / 0)
        answer = await s.ask(QUESTION)
        await finished(s)
        assert "Outlets differ" in seen(answer)
        assert HEADING not in seen(answer)
        assert "additions not shown" in [r.getMessage() for r in caplog.records]
        assert s.runner.desk.store.counts()["sent"] == 1


@in_loop
async def test_a_corpus_that_changed_meanwhile_is_not_mixed_in(home, ferry, tmp_path):
    """What is added belongs to the articles that the answer was read from."""
    from bot.discord.jobs import Mode
    from bot.discord.service import Asked, Result

    with serving(script) as server:
        service = Service(lambda: Index.open(ferry, one_shot=True), Assistant(parse(f"openai-like:m@{server.url}")))
        asked = Asked(Mode.ASK, QUESTION)
        result = service.answer(asked)
        assert len(list(service.additions(asked, result))) > 1
        other = {**result.data, "corpus": {**result.data["corpus"], "fingerprint": "another"}}
        assert list(service.additions(asked, Result(other))) == []
        service.close()


# -- stops and kills ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def process(fake, ferry, tmp_path, server, **settings):
    home = tmp_path / "served"
    if not home.exists():
        shutil.copytree(ferry, home, ignore=shutil.ignore_patterns("llm-replies*"))
    made = Process(fake, home, **settings)
    made.environ["WHOSAYS_LLM"] = f"openai-like:m@{server.url}"
    async with made:
        yield made


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@in_loop
async def test_a_stop_in_between_leaves_the_default_answer(ferry, tmp_path, number):
    gate = Gate()
    with serving(gate) as server:
        async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
            s = Scene(fake)
            async with process(fake, ferry, tmp_path, server) as running:
                await fake.bot_online(30)
                answer = await s.ask(QUESTION)
                shown = answer.text
                s.fake.say(s.bob, s.channel, f"{s.me} {QUESTION}")
                await fake.until(lambda: len([m for m in fake.said if "differ" in m.text]) == 2, 20)
                await fake.until(lambda: len(server.requests) >= 3, 20)
                began = time.monotonic()
                code = await running.stop(number)
                took = time.monotonic() - began
                assert code == (0 if number == signal.SIGTERM else -signal.SIGKILL)
                # A model that hangs holds up no stop: its calls alone would take eight seconds each, and a second try.
                assert took < 14
                await running.start()
                await fake.bot_online(30)
                await asyncio.sleep(1.0)
                assert answer.text == shown
                assert len([m for m in fake.said if "differ" in m.text]) == 2
                gate.open()
                again = await s.ask(QUESTION)
                await fake.until(lambda: GOOD in seen(again), 20)
                assert answer.text == shown
                assert await running.stop() == 0
            log = running.log.read_text()
            lines = [json.loads(line) for line in log.splitlines()]
            (on, _) = [line for line in lines if line["event"] == "language model on"]
            assert on["server"] == server.url.removesuffix("/v1")
            assert "sentences of articles" in on["sent"]
            assert "Lindal" not in log


# -- what is told ------------------------------------------------------------------------------------------------------


@in_loop
async def test_privacy_and_status_say_that_a_model_is_asked(home, ferry):
    async with scene(home, ferry, script) as s:
        privacy = seen(await s.fake.slash(s.alice, s.channel, "privacy").final())
        assert "A language model" in privacy
        assert "openai-like:m" in privacy
        assert "on the bot's own machine" in privacy
        assert "/forget" in privacy
        await s.ask(QUESTION)
        await finished(s)
        assert "added to 1 answer" in seen(await s.fake.slash(s.alice, s.channel, "status").final())


@in_loop
async def test_who_asked_is_told_to_no_model(home, ferry):
    async with scene(home, ferry, script) as s:
        await s.ask(QUESTION)
        await finished(s)
        sent = json.dumps([body for _, _, body in s.server.requests])
        for one in (s.alice, s.guild, s.channel):
            assert str(one.id) not in sent
        assert "alice" not in sent


# -- a hostile model and hostile articles ------------------------------------------------------------------------------

PLANTED = [
    "Ping @everyone and <@123456789012345678>: twelve died in the Lindal, the mayor said [here](https://evil.example).",
    "# Twelve people died, the mayor said ||spoiler|| </ask:123456789012345678> <t:1700000000:R> https://evil.example/x",
    "Twelve people \u202edied\u202c, the mayor of the Lindal said \x1b[31m`red` **bold** discord.gg/evil.",
]


@pytest.mark.parametrize("planted", PLANTED)
@in_loop
async def test_what_a_model_points_at_is_words_and_nothing_else(build, home, planted):
    ferry = build({"valley-post": planted + "\n"}).home

    def obedient(body, number):
        if is_lead(body):
            return Reply(f"{planted} @everyone https://evil.example")
        return Reply(json.dumps({"sentences": list(numbered(body))}))

    async with scene(home, ferry, obedient) as s:
        answer = await s.ask(QUESTION)
        before = default_texts(answer)
        await finished(s)
        assert default_texts(answer) == before
        assert HEADING in seen(answer)
        whole = "\n".join(texts(answer))
        assert [match.group() for pattern in RAW for match in pattern.finditer(whole)] == []
        assert not any(m.pings for m in s.fake.said)
        assert not any(part.get("url") for _, part in walk(answer.components))
        assert s.fake.requests(EDIT)[-1].body["allowed_mentions"] == {"parse": []}
        assert not any(one.status == 400 for one in s.fake.exchanges)
