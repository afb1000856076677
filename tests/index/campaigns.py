"""Faults made on purpose, counted; the tests run short forms, benchmarks/campaign.py the full ones."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from index import writer
from index.errors import StoreError
from index.index import Index
from index.store import doctor
from index.types import Filter

from .embedder import Hashing, article, split

ADDER = Path(__file__).with_name("adder.py")
QUERY = "the river and the bridge near mayor 3"


@dataclass
class Tally:
    """What a campaign saw; `failures` must be empty."""

    rounds: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, what, number=1):
        self.seen[what] = self.seen.get(what, 0) + number


def rounds(short, full):
    """WHOSAYS_CAMPAIGN=full runs all, a number that many; the default is short."""
    wish = os.environ.get("WHOSAYS_CAMPAIGN", "")
    return full if wish == "full" else int(wish) if wish.isdigit() else short


def start_adder(home, first, count, limit=None):
    limits = [] if limit is None else [str(limit)]
    return subprocess.Popen(
        [sys.executable, str(ADDER), str(home), str(first), str(count), *limits],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def acknowledged(output):
    """Return id and revision of each article that a whole line names."""
    lines = output.splitlines(keepends=True)
    return dict(line.split() for line in lines if line.endswith("\n") and " " in line)


def answers(home):
    """Return what a reader would see of the whole index."""
    with Index.open(home, Hashing()) as index:
        vector = Hashing().encode([QUERY])[0]
        return index.fingerprint, index.dense(vector, 10), index.lexical(QUERY, 10), index.size


def consistent(home):
    """Return what is wrong with the index as a reader finds it, compared with one made from its articles anew."""
    with Index.open(home, Hashing()) as index:
        found = []
        articles = index.articles()
        ids = index.ids([one.id for one in articles])
        dense = index.dense(Hashing().encode([QUERY])[0], len(ids) + 10)
        if {row_id for row_id, _ in dense} != ids:
            found.append(f"meaning finds {len(dense)} of {len(ids)} passages")
        for one in articles:
            if [p.quote.text for p in index.passages(one.id)] != [q.text for q in split(one)]:
                found.append(f"{one.id} has other passages")
        return found


def kills(home, count, seed=0):
    """Kill an adding process at a random moment, again and again."""
    tally, rng, known = Tally(), random.Random(seed), {}
    for number in range(count):
        process = start_adder(home, number * 40, 40)
        process.stdout.readline()
        # Half of the kills come late enough for a publish, or several, on a busy machine, too.
        time.sleep(rng.uniform(0.0, rng.choice((0.35, 2.0))))
        process.send_signal(signal.SIGKILL)
        output, errors = process.communicate()
        tally.rounds += 1
        tally.count("killed" if process.returncode == -signal.SIGKILL else "finished")
        if errors:
            tally.failures.append(errors)
        known |= acknowledged(output)
        if not (home / "store.db").exists() or not (home / "store.db").stat().st_size:
            continue
        _after_kill(home, known, tally)
    tally.count("acknowledged", len(known))
    if known:
        writer.add(home, [article(999_999)], Hashing(), split=split)
        left = [path.name for path in (home / "gen").iterdir()]
        tally.failures += [f"{len(left)} generations left"] * (len(left) > 2)
        tally.failures += [str(problem) for problem in doctor.check(home, Hashing())]
    return tally


def _after_kill(home, known, tally):
    try:
        with Index.open(home, Hashing()) as index:
            there = {one.id: one.revision for one in index.articles()}
        wrong = consistent(home)
    except StoreError as error:
        if "no index in" in str(error) and not known:
            return
        tally.failures.append(str(error))
        return
    lost = [key for key, revision in known.items() if there.get(key) != revision]
    tally.failures += [f"lost {key}" for key in lost] + wrong
    tally.count("lost", len(lost))
    tally.count("vectors behind the store", any("older" in p.what for p in doctor.check(home)))


def mutate(rng, data):
    """Return the bytes with one fault of those that disks and people make."""
    kind = rng.randrange(7)
    at = rng.randrange(max(1, len(data)))
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data + rng.randbytes(rng.randrange(1, 200))
    if kind == 2:
        return rng.randbytes(len(data))
    if kind == 3:
        return data[:at] + bytes(len(data) - at)
    if kind == 4:
        return b""
    out = bytearray(data or b"\0")
    for _ in range(1 if kind == 5 else rng.randrange(2, 9)):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def corruptions(home, count, seed=0):
    """Damage the FAISS file, its manifest or the pointer; the answers stay the same."""
    tally, rng, expected = Tally(), random.Random(seed), answers(home)
    files = [home / "CURRENT", *sorted((home / "gen").glob("*/*"))]
    for _ in range(count):
        path = rng.choice(files)
        sound = path.read_bytes()
        bad = mutate(rng, sound)
        path.write_bytes(bad)
        tally.rounds += 1
        tally.count(path.name if bad != sound else "no change")
        try:
            if answers(home) != expected:
                tally.failures.append(f"other answers after damage to {path.name}")
        except StoreError as error:
            tally.failures.append(f"{path.name}: {error}")
        path.write_bytes(sound)
    return tally


def store_corruptions(home, count, seed=0):
    """Flip bytes of the SQLite file; what is read is right or an error names the damage."""
    tally, rng = Tally(), random.Random(seed)
    with Index.open(home, Hashing()) as index:
        right = {one.id: (one, [(p.id, p.quote.text) for p in index.passages(one.id)]) for one in index.articles()}
        words = index.lexical(QUERY, 10)
    path = home / "store.db"
    sound = path.read_bytes()
    for _ in range(count):
        out = bytearray(sound)
        for _ in range(rng.choice((1, 1, 1, 4, 64))):
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
        path.write_bytes(out)
        tally.rounds += 1
        try:
            with Index.open(home, Hashing()) as index:
                articles = index.articles()
                got = {one.id: (one, [(p.id, p.quote.text) for p in index.passages(one.id)]) for one in articles}
                index.dense(Hashing().encode([QUERY])[0], 10)
                if got == right and index.lexical(QUERY, 10) != words:
                    tally.failures.append("other passages found by words")
            # A lost row is seen by `doctor` only; a wrong one must never be read.
            wrong = [key for key, value in got.items() if value[0] != right.get(key, (None,))[0]]
            tally.failures += [f"wrong article {key}" for key in wrong]
            tally.count("harmless" if got == right else "fewer rows")
        except StoreError as error:
            tally.count(type(error).__name__)
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
    path.write_bytes(sound)
    return tally


def disk_full(home, count, seed=0):
    """Add while files may not grow beyond a random size; then add again with room."""
    tally, rng = Tally(), random.Random(seed)
    writer.add(home, [article(i) for i in range(20)], Hashing(), split=split)
    known = {f"a{i:04}": article(i).revision for i in range(20)}
    for number in range(count):
        first = 100 + number * 30
        base = (home / "store.db").stat().st_size
        process = start_adder(home, first, 30, limit=rng.randrange(1_000, base + 120_000))
        output, errors = process.communicate()
        tally.rounds += 1
        tally.count({0: "had room", 6: "refused"}.get(process.returncode, f"exit {process.returncode}"))
        if process.returncode not in (0, 6):
            tally.failures.append(f"exit {process.returncode}: {errors[-600:]}")
        known |= acknowledged(output)
        _after_kill(home, known, tally)
        writer.add(home, [article(i) for i in range(first, first + 30)], Hashing(), split=split)
        known |= {f"a{i:04}": article(i).revision for i in range(first, first + 30)}
    tally.failures += [str(problem) for problem in doctor.check(home, Hashing())]
    return tally


def concurrent(home, seconds, writers=2, readers=2):
    """Writers add while readers open and ask; every reader sees one whole state."""
    tally = Tally()
    writer.add(home, [article(0)], Hashing(), split=split)
    processes = [start_adder(home, 1 + 5000 * n, 4000) for n in range(writers)]
    for process in processes:
        process.stdout.readline()
    until = time.monotonic() + seconds

    def read():
        while time.monotonic() < until:
            try:
                wrong = consistent(home)
            except Exception as error:  # the campaign's point is that there is none
                wrong = [f"{type(error).__name__}: {error}"]
            tally.failures.extend(wrong)
            tally.count("reads")

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known = {}
    for process in processes:
        process.terminate()
        output, errors = process.communicate()
        tally.failures += [errors] * bool(errors)
        known |= acknowledged(output)
    tally.rounds = 1
    tally.count("acknowledged", len(known))
    tally.failures += [f"writer {n} stored nothing" for n in range(writers) if not any(
        n * 5000 < int(key[1:]) <= (n + 1) * 5000 for key in known)]  # fmt: skip
    _after_kill(home, known, tally)
    return tally


def damage_parts(home, count, seed=0):
    """Damage the stories, what they were found by, or the lists of outlets and articles; what is read stays the same."""
    tally, rng = Tally(), random.Random(seed)

    def read(index):
        outlets = index.outlets()
        inside = [index.ids_within([one.id], Filter(since="2026-03-05")).tolist() for one in outlets]
        return index.stories(), index.fingerprint, outlets, inside

    with Index.open(home, Hashing()) as index:
        expected = read(index)
    files = [path for path in sorted((home / "gen").glob("*/*")) if path.name != "vectors.faiss"]
    for _ in range(count):
        path = rng.choice([*files, home / "CURRENT"])
        sound = path.read_bytes()
        bad = mutate(rng, sound)
        path.write_bytes(bad)
        tally.rounds += 1
        tally.count(path.name if bad != sound else "no change")
        try:
            with Index.open(home, Hashing()) as index:
                if read(index) != expected:
                    tally.failures.append(f"something else after damage to {path.name}")
        except StoreError as error:
            tally.failures.append(f"{path.name}: {error}")
        path.write_bytes(sound)
    return tally


_PIECES = (
    "how many", "died", "?", "who said", "the river", "bridge", "mayor 3", '"', "*", "NEAR(", "AND", "-", ":", "\x00",
    "\x1b[31m", "\u202e", "🙂", "٤", "\ud800", "（", "<@1>", "**", "''", "; DROP TABLE articles", "%s", "{}", "é", "日本",
    "Fjord Times", "a0003", "1e999", "2026-02-30", "\n", "\t", "KC-135", "O'Brien", "not", "or", "0" * 40,
)  # fmt: skip


def fuzz(home, count, seed=0):
    """Search and ask for made-up nonsense; there is an answer or an error that says why, never anything else."""
    from bot.answer.ask import ask
    from bot.answer.question import QuestionError
    from bot.render.json import as_dict, dumps

    tally, rng = Tally(), random.Random(seed)
    with Index.open(home, Hashing()) as index:
        for _ in range(count):
            length = rng.choice((0, 1, 3, 6, 12, 60))
            question = rng.choice(("", " ")).join(rng.choice(_PIECES) for _ in range(length))
            tally.rounds += 1
            try:
                answer = ask(question, index)
                dumps(as_dict(answer))
                tally.count(str(answer.state.value))
                for position in answer.positions:
                    for claim in position.claims:
                        quote = claim.quote
                        if quote.article.text[quote.start : quote.end] != quote.text:
                            tally.failures.append(f"misquoted for {question!r}")
            except QuestionError:
                tally.count("refused")
            except Exception as error:  # the campaign's point is that there is none
                tally.failures.append(f"{question!r}: {type(error).__name__}: {error}")
    return tally
