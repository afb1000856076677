"""Questions about other articles than those that are asked: the test takes committed ones, `make campaign` public ones.

Nobody wrote these questions for these articles, so hardly any has an answer. What must hold all the same: nothing fails,
every quote stands word for word in the article that was given, at the offsets that are named, and every answer has a
source.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from bot.answer.ask import ask
from bot.answer.question import QuestionError
from bot.render.json import as_dict, dumps
from tests.index.campaigns import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from corpus.types import Article
    from index.index import Index

#: Public articles that are indexed: enough for questions to find something, embedded in half a minute.
_ARTICLES = 150
#: What is put before a question, so that one of any form is also asked in a form of several clauses.
_BEFORE = ("", "", "", "According to {outlet}, ", "Does {outlet} say why, and ")


def campaign(root: Path, home: Path, amount: int, seed: int = 0) -> Tally:
    """Ask public questions of five sets over public articles of one.

    Raises:
        NoDataError: the public sets are not there.
    """
    from benchmarks import data, recombined
    from corpus.types import Article
    from index.encoder import Encoder
    from index.writer import add

    rng = random.Random(seed)
    folder = root / "eval_dev"
    texts = [row["question"] for row in data.rows(recombined.folder(root) / "queries_dev.jsonl")]
    others = ("qacc_dev.jsonl", "ramdocs_dev.jsonl", "wikicontradict_dev.jsonl", "realtimeqa_dev.jsonl.gz")
    # Half of the questions are about articles of the kind that is indexed, half about anything.
    foreign = [row["question"] for name in others for row in data.rows(folder / name)]
    chosen = [rng.choice(texts if number % 2 else foreign) for number in range(amount)]
    found, outlets = recombined.sources(root)
    articles = [
        Article(
            f"p{number:03}", rng.choice(outlets), source.title, "\n\n".join(source.passages), published="2024-01-15"
        )
        for number, source in enumerate(rng.sample(found, _ARTICLES))
    ]
    add(home, articles, Encoder.bundled())
    return asked(home, articles, chosen, seed)


def asked(home: Path, articles: Sequence[Article], questions: Iterable[str], seed: int = 0) -> Tally:
    """Ask questions of an index of these articles and count what came of it."""
    from index.index import Index

    tally, rng = Tally(), random.Random(seed)
    given = {article.id: article for article in articles}
    names = sorted({article.outlet.name for article in articles})
    with Index.open(home) as index:
        for text in questions:
            question = rng.choice(_BEFORE).format(outlet=rng.choice(names)) + text
            tally.rounds += 1
            try:
                shown = answered(question, index)
            except QuestionError:
                tally.count("refused")
            except Exception as error:  # the campaign's point is that there is none
                tally.failures.append(f"{question!r}: {type(error).__name__}: {error}")
            else:
                tally.count(shown["state"])
                tally.count("quotes", len(_quoted(shown)))
                tally.failures += [f"{question!r}: {fault}" for fault in faults(shown, given)]
    return tally


def answered(question: str, index: Index) -> dict[str, Any]:
    """Return an answer as a reader of its JSON gets it."""
    shown: dict[str, Any] = json.loads(dumps(as_dict(ask(question, index))))
    return shown


def faults(shown: Mapping[str, Any], given: Mapping[str, Article]) -> list[str]:
    """Return what is wrong with the sources of an answer: a position without one, or words that its article has not."""
    found = [f"nobody says {position['display']!r}" for position in shown["positions"] if not position["claims"]]
    for row in _quoted(shown):
        article = given.get(row["article"])
        if article is None or article.outlet.id != row["outlet"]:
            found.append(f"no such source: {row['article']!r} of {row['outlet']!r}")
            continue
        ranges = [(row["quote"], row["start"], row["end"])]
        if "answer" in row:
            ranges.append((row["answer"]["text"], row["answer"]["start"], row["answer"]["end"]))
        for text, start, end in ranges:
            if not text or article.text[start:end] != text:
                found.append(f"not in {article.id}: {text!r}")
    return found


def _quoted(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*(claim for position in shown["positions"] for claim in position["claims"]), *shown["nearest"]]
