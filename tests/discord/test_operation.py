"""Running the bot: health, a changed corpus, many outlets, other places, the command line around it."""

import asyncio
import json
import os
import shutil
import socket
import sys
import urllib.error
import urllib.request

import pytest

from bot.answer.kinds.text import Text
from bot.answer.types import Reading, Span
from bot.discord.service import Service
from bot.models.chosen import BUNDLED, Chosen
from corpus.types import Article, Outlet
from index.embedders import embedder
from index.index import Index
from index.writer import add
from tests.discord.harness import ROOT, Scene, bot, in_loop, scene
from tests.fake_discord import RELAXED_LIMITS, FakeDiscord, NotOfferedError
from tests.fake_discord.components import labels

VERDICT = "Outlets differ"


def article(number, toll):
    outlet = Outlet(f"outlet-{number:02}", f"Outlet {number:02}", (), (f"outlet-{number:02}.example",))
    text = (
        f"A flood hit the town of Hallfjord on Monday.\n\nPolice said {toll} people died in the flood in Hallfjord.\n"
    )
    url = f"https://outlet-{number:02}.example/flood"
    return Article(f"a{number:02}", outlet, "Flood in Hallfjord", text, url=url, published="2026-03-13")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A home with one flood told by thirty outlets."""
    home = tmp_path_factory.mktemp("crowd")
    add(home, [article(number, 9 if number % 2 else 11) for number in range(30)], embedder(None))
    (home / "source").write_text(str(home))
    return home


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def health(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@in_loop
async def test_health_is_told_on_the_loopback_interface(home):
    port = free_port()
    async with scene(home, health_port=port) as s:
        await s.fake.until(lambda: s.runner.current and s.runner.current[0].is_ready())
        status, data = await asyncio.to_thread(health, port)
        assert (status, data["ok"], data["articles"], data["waiting"]) == (200, True, 2, 0)
        s.fake.gateway_server.down = True
        s.fake.kill()
        s.runner.desk.closing = True
        status, data = await asyncio.to_thread(health, port)
        assert (status, data["ok"], data["stopping"]) == (503, False, True)
        s.runner.desk.closing = False
        s.fake.gateway_server.down = False


@in_loop
async def test_a_changed_corpus_is_taken_up_and_old_buttons_still_work(home):
    service = Service(lambda: Index.open(home))
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with bot(fake, home, service=service, reload_seconds=1) as runner:
            before = await s.ask()
            assert "No outlet" in (await s.ask("how many people died in the flood in Hallfjord?")).text
            await asyncio.to_thread(add, home, [article(1, 9)], embedder(None), replace_sample=False)
            await fake.until(lambda: len(runner.desk.service.articles) == 3, timeout=20)
            assert "Outlet 01" in (await s.ask("how many people died in the flood in Hallfjord?")).text
            assert "decides who is right" in (await fake.click(s.bob, before, "Why flagged").final()).text
    service.close()


@in_loop
async def test_a_damaged_reader_costs_a_line_that_names_no_folder_and_the_log_says_which(home, tmp_path, caplog):
    folder = tmp_path / "reader-of-ours"
    shutil.copytree(BUNDLED, folder)
    (folder / "model.onnx").write_bytes(b"cut short")
    service = Service(lambda: Index.open(home), trained=Chosen(str(folder)))
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with bot(fake, home, service=service):
            text = (await s.ask("What did the crew have for lunch?")).text
            assert "No outlet" in text
            assert "Answered by rules alone" in text
            assert "a file of the trained reader is missing or damaged" in text
            assert "reader-of-ours" not in text
            answered = (await s.ask("how many crew died?")).text
            assert VERDICT in answered
            assert "rules alone" not in answered
    facts = [r.facts for r in caplog.records if r.getMessage() == "trained reader not usable"]
    assert facts
    assert all(str(folder) in fact["reason"] for fact in facts)
    service.close()


@in_loop
async def test_the_bot_reads_with_the_trained_reader(home):
    class Lunch:
        def check(self):
            pass

        def read_all(self, question, statements):
            told = statements[0]
            return [(told, Reading(Text("soup"), Span(told.sentence.start, told.sentence.end), 0.9, trained=True))]

    service = Service(lambda: Index.open(home), trained=Lunch())
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake, bot(fake, home, service=service):
        assert "Soup" in (await Scene(fake).ask("What did the crew have for lunch?")).text
    service.close()


@in_loop
async def test_thirty_outlets_fill_pages_that_anybody_may_turn(crowd):
    async with scene(crowd) as s:
        question = "how many people died in the flood in Hallfjord?"
        asked = await s.ask(question)
        seen = {f"Outlet {n:02}" for n in range(30) if f"Outlet {n:02}" in asked.text}
        pager = [label for label in labels(asked.components) if "/" in label]
        assert pager, labels(asked.components)
        pages = int(pager[0].split("/")[1])
        # Somebody else gets a copy; the shared answer stays where it is.
        copy = await s.fake.click(s.bob, asked, "›").final()
        assert copy.ephemeral
        assert "1/" in next(label for label in labels(asked.components) if "/" in label)
        # The asker turns the shared answer itself, one page on, by number, and to the end.
        for _ in range(pages - 1):
            turned = len(asked.versions)
            s.fake.click(s.alice, asked, "›")
            await s.fake.until(lambda turned=turned: len(asked.versions) > turned)
            seen |= {f"Outlet {n:02}" for n in range(30) if f"Outlet {n:02}" in asked.text}
        assert len(seen) == 30
        with pytest.raises(NotOfferedError):
            s.fake.click(s.alice, asked, "›")
        form = await s.fake.click(s.alice, asked, f"{pages}/{pages}").ack()
        s.fake.submit(form, {"page": "1"})
        await s.fake.until(lambda: f"1/{pages}" in labels(asked.components))
        form = await s.fake.click(s.alice, asked, f"1/{pages}").ack()
        wrong = await s.fake.submit(form, {"page": "9"}).final()
        assert f"1 to {pages}" in wrong.text
        assert not any(message.previews for message in s.fake.said)


@in_loop
async def test_who_installed_it_may_ask_where_the_bot_is_not(home):
    async with scene(home) as s:
        s.alice.installed = True
        group = s.fake.group(s.alice, s.bob)
        answer = await s.fake.slash(s.alice, group, "ask", question="how many crew died?").final()
        assert VERDICT in answer.text
        with pytest.raises(NotOfferedError):
            s.fake.slash(s.bob, group, "ask", question="how many crew died?")


@in_loop
async def test_a_broken_answer_has_a_reference_that_the_log_has_too(home, caplog):
    """The index is damaged under the running bot: what happens then is no mock."""
    service = Service(lambda: Index.open(home))
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        s = Scene(fake)
        async with bot(fake, home, service=service):
            await fake.until(lambda: service.suggestions)
            # A question on something else, so that nothing is remembered for it.
            service._current.index.close()
            answer = await s.ask("which oceans were searched for the wreck?")
            reference = answer.text.split("Reference")[1].split()[-1].strip("*\\: ")
            assert any(reference == getattr(r, "facts", {}).get("reference") for r in caplog.records)


# -- the command line --------------------------------------------------------------------------------------------------


async def command(home, *arguments):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "discord", *arguments, cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "WHOSAYS_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@in_loop
async def test_the_command_without_a_token_says_what_to_do(home):
    code, out, err = await command(home)
    assert (code, out) == (2, "")
    assert "DISCORD_TOKEN" in err


@in_loop
async def test_invite_check_preview_and_feedback(home, tmp_path):
    code, out, _ = await command(home, "--invite", "123456789012345678")
    assert (code, "permissions=309237763072" in out) == (0, True)
    assert (await command(home, "--invite", "my bot"))[0] == 2
    code, out, _ = await command(home, "--check")
    assert (code, "2 articles" in out) == (0, True)
    page = tmp_path / "page.html"
    assert (await command(home, "--preview", str(page)))[0] == 0
    assert "Outlets differ" in page.read_text("utf-8")
    assert (await command(home, "--feedback", str(tmp_path / "votes.jsonl")))[0] == 2
    assert (await command(home, "--check", "--preview", str(page)))[0] == 2
    empty = tmp_path / "empty"
    shutil.copytree(home, empty)
    (empty / "discord.toml").write_text('token = "x"')
    (empty / "discord.toml").chmod(0o644)
    code, _, err = await command(empty, "--check")
    assert (code, "chmod 600" in err) == (2, True)


@pytest.mark.skipif(not os.environ.get("WHOSAYS_TEST_DISCORD_TOKEN"), reason="no token of a real bot")
@in_loop
async def test_the_real_discord_accepts_our_login_and_commands(home):
    """A smoke run against Discord itself: connects, synchronises the commands, and leaves."""
    from bot.discord.courier import Courier
    from bot.discord.desk import Desk
    from bot.discord.run import Runner
    from bot.discord.settings import load
    from bot.discord.store import Store

    settings = load({"DISCORD_TOKEN": os.environ["WHOSAYS_TEST_DISCORD_TOKEN"]}, home)
    service = Service(lambda: Index.open(home))
    desk = Desk(settings, Store(home), service, Courier())
    runner = Runner(settings, desk)
    running = asyncio.create_task(runner.run())
    for _ in range(300):
        await asyncio.sleep(0.1)
        if runner.current and runner.current[0].is_ready():
            break
    assert runner.current[0].is_ready()
    assert desk.store.meta("commands")
    runner.stop()
    await running
    desk.close()
    service.close()
