"""Long runs of the bot under faults; short forms of them are tests."""

import asyncio
import random
import re
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.discord.service import Service
from corpus.load import sample
from corpus.types import Article, Outlet
from index.embedders import embedder
from index.index import Index
from index.writer import add
from tests.discord.harness import Process, Scene, bot
from tests.discord.made import HOSTILE
from tests.discord.reader import RAW
from tests.fake_discord import RELAXED_LIMITS, FakeDiscord
from tests.fake_discord.components import labels, walk

#: Words of every answer and of every way to tell that there is none.
_ANSWERED = ("Outlets differ", "Outlets agree", "No outlet", "Disputed", "One outlet", "complement")
_TOLD = ("ask again", "try again", "restarted")
QUESTIONS = (
    "how many crew died?",
    "was it shot down?",
    "when did it crash?",
    "how many were aboard?",
    "what is the pilot's name?",
    "where did it crash?",
)
FAULTS = (
    {"status": 429},
    {"status": 429, "count": 6},
    {"status": 500},
    {"status": 502},
    {"status": 503},
    {"drop": True},
    {"drop": True, "after": True},
    {"status": 502, "after": True},
)
CALLBACK, EDIT, POST = r"POST /interactions/", r"PATCH /webhooks/", r"POST /channels/[0-9]+/messages$"


@dataclass
class Tally:
    """What became of the questions of a run."""

    asked: int = 0
    answered: int = 0
    #: Told by us that there is no answer; told by Discord's client that the bot did not respond.
    told: int = 0
    not_responded: int = 0
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    faults: int = 0
    disconnects: int = 0
    restarts: int = 0
    kills: int = 0
    pings: int = 0
    heartbeat_gap: float = 0.0

    def line(self):
        return (
            f"{self.asked} questions, {self.faults} failing requests, {self.disconnects} lost connections, "
            f"{self.restarts} restarts ({self.kills} by kill -9): {self.answered} answered, {self.told} told why not, "
            f"{self.not_responded} told by Discord, {len(self.lost)} lost, {len(self.doubled)} doubled, {self.pings} pings"
        )


class Storm:
    """Questions by commands and mentions while requests fail, connections break and the bot is stopped and killed."""

    def __init__(self, fake, process, seed):
        self.fake = fake
        self.process = process
        self.scene = Scene(fake)
        self.chance = random.Random(seed)
        self.tally = Tally()
        self.slashes = []
        self.mentions = []

    async def run(self, questions, batch=20):
        await self.fake.bot_online(30)
        for first in range(0, questions, batch):
            self._break_requests()
            for _ in range(min(batch, questions - first)):
                self._ask()
                await asyncio.sleep(self.chance.uniform(0, 0.02))
            await self._break_connection(first // batch)
        await self._settle()
        self._count()
        return self.tally

    def _ask(self):
        self.tally.asked += 1
        question = self.chance.choice(QUESTIONS)
        if self.chance.random() < 0.5 and self.fake.online:
            self.slashes.append(self.fake.slash(self.scene.alice, self.scene.channel, "ask", question=question))
        else:
            self.mentions.append(self.fake.say(self.scene.bob, self.scene.channel, f"{self.scene.me} {question}"))

    def _break_requests(self):
        for _ in range(self.chance.randrange(3)):
            fault = self.chance.choice(FAULTS)
            self.fake.fault(self.chance.choice([EDIT, POST]), **fault)
            self.tally.faults += fault.get("count", 1)

    async def _break_connection(self, number):
        if number % 10 == 7:
            await self._restart(signal.SIGKILL if self.chance.random() < 0.5 else signal.SIGTERM)
        elif number % 3 == 1:
            self.tally.disconnects += 1
            self.chance.choice([self.fake.kill, self.fake.reconnect, lambda: self.fake.invalidate(resumable=False)])()

    async def _restart(self, number):
        self.tally.restarts += 1
        self.tally.kills += number == signal.SIGKILL
        self.process.process.send_signal(number)
        await self.process.ended()
        await self.process.start()
        await self.fake.bot_online(60)

    async def _settle(self):
        """Wait until everything has been answered or told, or nothing has moved for a while."""
        seen, since = -1, time.monotonic()
        # On a machine that does much else, a start that has hundreds to catch up on writes them down for most of a minute.
        while time.monotonic() - since < 90:
            left = sum(not self._replies(m) for m in self.mentions) + sum(not self._settled(i) for i in self.slashes)
            if not left:
                break
            if left != seen:
                seen, since = left, time.monotonic()
            await asyncio.sleep(0.2)
        # A second answer would come late: after a retry.
        await asyncio.sleep(2.0)

    def _replies(self, message):
        return [m for m in self.fake.said if m.reply_to is message]

    def _settled(self, asked):
        return asked.failed or (asked.settled and "in line" not in (asked.original.text if asked.original else ""))

    def _count(self):
        tally = self.tally
        for message in self.mentions:
            self._tally(message.content, [m.text for m in self._replies(message)])
        for asked in self.slashes:
            if asked.failed:
                tally.not_responded += 1
                continue
            shown = [m.text for m in (asked.original, *asked.followups) if m is not None and not m.deleted]
            self._tally(asked.data, shown if not asked.thinking else [])
        tally.pings = sum(bool(m.pings) for m in self.fake.said)
        tally.heartbeat_gap = self.fake.largest_heartbeat_gap

    def _tally(self, what, shown):
        tally = self.tally
        answers = [text for text in shown if any(word in text for word in _ANSWERED)]
        if len(answers) > 1:
            tally.doubled.append((what, answers))
        if answers:
            tally.answered += 1
        elif any(word in text for text in shown for word in _TOLD):
            tally.told += 1
        else:
            tally.lost.append((what, shown))


async def storm(home, questions, seed):
    """Run a storm and return what became of the questions."""
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake, Process(fake, home, queue=1000) as process:
        tally = await Storm(fake, process, seed).run(questions)
        assert await process.stop() == 0
        return tally


PLACES = (
    "Alta Bodo Celle Dorset Eupen Falun Gent Hamar Imatra Jena Kavala Lodi Mons Narvik Otta Pori Queluz Riga Sibiu Turku"
).split()

#: Payloads of one round: in the outlet's name, the title, three places of the text, and the question.
PAYLOADS = 6


@dataclass
class Hostility:
    """What became of payloads in articles, titles, outlets' names, addresses, questions and claims."""

    payloads: int = 0
    pings: int = 0
    #: Live mentions, timestamps, commands and links, other than to our own articles.
    alive: list = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0

    def line(self):
        return (
            f"{self.payloads} hostile payloads: {self.pings} pings, {len(self.alive)} live constructs, "
            f"{self.refused} messages refused by Discord's limits, {self.unanswered} left without an answer"
        )


def payload(chance):
    """Return a payload, or several in one."""
    return " ".join(chance.choice(HOSTILE) for _ in range(chance.choice((1, 1, 2, 3))))


def hostile_articles(count, chance):
    """Return articles on events of their own whose every field holds a payload, and the question that each answers."""
    made = []
    for number in range(count):
        place = f"{PLACES[number % len(PLACES)]}{number // len(PLACES) or ''}"
        outlet = Outlet(f"outlet-{number}", f"Outlet {payload(chance)} {number}", (), (), None, None, False)
        text = (
            f"{payload(chance)} A fire broke out in {place} on Monday.\n\n"
            f"Police said {number + 3} people {payload(chance)} died in the fire in {place}. {payload(chance)}\n"
        )
        article = Article(
            f"hostile-{number}", outlet, f"Fire in {place} {payload(chance)}", text,
            url=f"https://outlet-{number}.example/[x](<y>)/{number}", published="2026-03-13",
        )  # fmt: skip
        made.append((article, f"how many people died in the fire in {place}?"))
    return made


async def hostile(home, count, seed):
    """Ask about hostile articles with hostile questions and return what reached the screen."""
    chance = random.Random(seed)
    made = hostile_articles(count, chance)
    add(home, [article for article, _ in made], embedder(None))
    service = Service(lambda: Index.open(home))
    tally = Hostility()
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        scene = Scene(fake)
        async with bot(fake, home, service=service):
            shown = []
            for number, (_, question) in enumerate(made):
                said = f"{question} {payload(chance)}"[:300]
                tally.payloads += PAYLOADS
                if number % 3 == 0:
                    asked = fake.say(scene.alice, scene.channel, f"{scene.me} {said}")
                    shown.append(await fake.expect(lambda m, asked=asked: m.reply_to is asked))
                elif number % 3 == 1:
                    shown.append(await fake.slash(scene.alice, scene.channel, "ask", question=said).final())
                else:
                    message = fake.say(scene.bob, scene.channel, said)
                    shown.append(await fake.message_command(scene.alice, message, "Check this claim").final())
                if "Why flagged" in labels(shown[-1].components):
                    shown.append(await fake.click(scene.alice, shown[-1], "Why flagged").final())
            for name in ("sources", "outlets", "status"):
                shown.append(await fake.slash(scene.alice, scene.channel, name).final())
        tally.unanswered = sum("Something went wrong" in m.text for m in shown)
        tally.pings = sum(bool(m.pings) for m in fake.said)
        tally.refused = sum(one.status == 400 for one in fake.exchanges)
        for message in shown:
            # Labels of buttons and options are never read as Markdown: only texts are.
            whole = "\n".join(p["content"] for _, p in walk(message.components) if "content" in p)
            own = re.sub(r"<t:\d+:[a-zA-Z]>|\]\(<https://outlet-\d+\.example/[^\s<>()]*>\)", "", whole)
            tally.alive += [match.group() for pattern in RAW for match in pattern.finditer(own)]
            links = [p["url"] for _, p in walk(message.components) if p.get("url")]
            tally.alive += [url for url in links if not url.startswith("https://outlet-")]
    service.close()
    return tally


@dataclass
class Load:
    """What became of many questions at once."""

    asked: int = 0
    slowest_ack: float = 0.0
    answered: int = 0
    #: Asked to come back, because the line was full.
    turned_away: int = 0
    heartbeat_gap: float = 0.0

    def line(self):
        return (
            f"{self.asked} /ask at once: slowest acknowledgement {self.slowest_ack:.2f} s, {self.answered} answered, "
            f"{self.turned_away} asked to come back, largest gap between heartbeats {self.heartbeat_gap:.2f} s (sent every 1 s)"
        )


async def burst(home, count, queue=256):
    """Let so many people ask different questions at the same moment."""
    async with FakeDiscord(rate_limits=RELAXED_LIMITS, heartbeat_interval=1.0) as fake:
        scene = Scene(fake)
        people = [fake.user(f"u{n}", scene.guild) for n in range(count)]
        async with Process(fake, home, queue=queue) as process:
            await fake.bot_online(30)
            # Its own first questions, to suggest some, are out of the way.
            await fake.until(lambda: '"warm"' in process.log.read_text(), 30)
            await asyncio.sleep(1.0)
            asked = [
                fake.slash(person, scene.channel, "ask", question=f"{QUESTIONS[n % len(QUESTIONS)]} ({n})")
                for n, person in enumerate(people)
            ]
            await asyncio.gather(*(one.ack() for one in asked))
            await fake.until(lambda: not any(one.thinking or "in line" in one.original.text for one in asked), 120)
            await asyncio.sleep(1.1)
            load = Load(count, max(one.ack_seconds for one in asked))
            for one in asked:
                load.turned_away += "ask again" in one.original.text
                load.answered += any(word in one.original.text for word in _ANSWERED)
            load.heartbeat_gap = fake.largest_heartbeat_gap
            assert await process.stop() == 0
    return load


@dataclass
class Soak:
    """Memory and files of the bot before and after many events."""

    events: int = 0
    before_kib: int = 0
    after_kib: int = 0
    files_before: int = 0
    files_after: int = 0

    @property
    def growth(self):
        return self.after_kib / self.before_kib - 1

    def line(self):
        return (
            f"{self.events} events: memory {self.before_kib // 1024} to {self.after_kib // 1024} MiB "
            f"({100 * self.growth:+.1f} %), open files {self.files_before} to {self.files_after}"
        )


async def soak(home, events, seed):
    """Send events of all kinds and compare the bot's memory after the first tenth and at the end."""
    chance = random.Random(seed)
    async with FakeDiscord(rate_limits=RELAXED_LIMITS) as fake:
        scene = Scene(fake)
        async with Process(fake, home, queue=1000) as process:
            await fake.bot_online(30)
            answer = await fake.slash(scene.alice, scene.channel, "ask", question=QUESTIONS[0]).final()
            result = Soak(events)
            for number in range(events):
                if number == events // 10:
                    await asyncio.sleep(1.0)
                    result.before_kib, result.files_before = usage(process.process.pid)
                await _event(fake, scene, answer, chance)
                if number % 200 == 0:
                    fake.exchanges.clear()
                    await asyncio.sleep(0.05)
            await asyncio.sleep(2.0)
            result.after_kib, result.files_after = usage(process.process.pid)
            assert await process.stop() == 0
    return result


async def _event(fake, scene, answer, chance):
    kind = chance.random()
    if kind < 0.80:
        fake.say(scene.bob, scene.channel, chance.choice(("good morning", "nice", "see https://example.org/a")))
    elif kind < 0.85:
        await fake.click(scene.bob, answer, "Why flagged").ack()
    elif kind < 0.90:
        await fake.autocomplete(scene.bob, scene.channel, "ask", "question", "how").ack()
    else:
        await fake.slash(scene.bob, scene.channel, "ask", question=chance.choice(QUESTIONS)).final()


def usage(pid):
    """Return a process's resident memory in KiB and the number of its open files (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]), len(list(Path(f"/proc/{pid}/fd").iterdir()))


def campaign(name, home, amount, seed):
    """Run a campaign in its full form and return it as those of the index are: rounds, what was seen, failures."""
    from tests.index.campaigns import Tally as Counted

    if name != "discord_hostile":
        add(home, list(sample()), embedder(None), sample=True)
    counted = Counted(amount)
    if name == "discord_storm":
        storm_ = asyncio.run(storm(home, amount, seed))
        counted.failures = [f"lost: {x}" for x in storm_.lost] + [f"doubled: {x}" for x in storm_.doubled]
        counted.seen = {
            "failing requests": storm_.faults, "lost connections": storm_.disconnects, "restarts": storm_.restarts,
            "of them kill -9": storm_.kills, "answered": storm_.answered, "told why not": storm_.told + storm_.not_responded,
        }  # fmt: skip
    elif name == "discord_burst":
        load = asyncio.run(burst(home, amount))
        counted.failures = ["acknowledged after 2 s or more"] * (load.slowest_ack >= 2.0)
        counted.failures += ["heartbeats 5 s apart or more"] * (load.heartbeat_gap >= 5.0)
        counted.failures += ["neither answered nor told"] * (amount - load.answered - load.turned_away)
        counted.seen = {
            "answered": load.answered, "asked to come back": load.turned_away,
            "slowest acknowledgement, ms": round(1000 * load.slowest_ack),
            "largest gap of heartbeats sent every second, ms": round(1000 * load.heartbeat_gap),
        }  # fmt: skip
    elif name == "discord_hostile":
        hostility = asyncio.run(hostile(home, amount // PAYLOADS, seed))
        counted.failures = [*hostility.alive, *["ping"] * hostility.pings, *["refused"] * hostility.refused]
        counted.failures += ["no answer"] * hostility.unanswered
        counted.seen = {"payloads": hostility.payloads}
    else:
        soaked = asyncio.run(soak(home, amount, seed))
        counted.failures = ["memory grew by 10 % or more"] * (soaked.growth >= 0.10)
        counted.seen = {"MiB before": soaked.before_kib // 1024, "MiB after": soaked.after_kib // 1024}
    return counted
