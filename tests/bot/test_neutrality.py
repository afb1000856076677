"""Neutrality: what has nothing to do with a question changes no answer to it.

Each law changes the articles of a corpus in a way that changes nothing of what any outlet says: copies, the order of
adding, the name of an outlet, articles about other matters. Each says what may change, and nothing else may.
`WHOSAYS_ALL_QUESTIONS=1` asks all questions of the sets; otherwise every few are asked.
"""

from __future__ import annotations

import json
import os
import random
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answer.ask import ask
from bot.render.json import as_dict
from corpus.load import load, sample
from corpus.outlets import Registry
from corpus.types import Article, Outlet
from index.embedders import embedder
from index.index import Index
from index.writer import add

DATA = Path(__file__).parents[1] / "data"
EVENTS = ("cable-merger", "dam-verdict", "ferry-aground", "harbour-election", "stadium-roof")
SEEDS = "seeds"
#: Questions asked of each corpus, spread over its set.
ASKED = 10_000 if os.environ.get("WHOSAYS_ALL_QUESTIONS") else 7
COPIES = 10
IRRELEVANT = 30


def _articles(corpus):
    if corpus == SEEDS:
        return list(sample())
    return list(load([DATA / "events" / corpus / "articles"], Registry.load()))


def _questions(corpus):
    path = DATA / "seeds_gold.jsonl" if corpus == SEEDS else DATA / "events" / corpus / "questions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = list(dict.fromkeys(row["question"] for row in rows if "question" in row and "conversation" not in row))
    return found[:: max(1, len(found) // ASKED)]


QUESTIONS = [(corpus, question) for corpus in (SEEDS, *EVENTS) for question in _questions(corpus)]


# -- what is changed ---------------------------------------------------------------------------------------------------


def _most(articles):
    """Return the outlet that is asked to repeat itself: the one with the most articles, and the first article of it."""
    ids = [article.outlet.id for article in articles]
    outlet = max(sorted(set(ids)), key=ids.count)
    return next(article for article in articles if article.outlet.id == outlet)


def copied(articles):
    """Ten further articles of one outlet, each with the text of its first."""
    first = _most(articles)
    return articles + [replace(first, id=f"copy{i:02}{first.id}", url=None) for i in range(COPIES)]


def reprinted(articles):
    """Ten wire copies of one article under the same outlet, printed on later days, every other one cut at the end."""
    first = _most(articles)
    cut = first.text.rsplit("\n\n", 1)[0]
    more = [
        replace(
            first, id=f"wire{i:02}{first.id}", url=None, wire=first.wire or "Meridian Wire",
            published=_later(first.published, i // 4), text=cut if i % 2 else first.text,
        )
        for i in range(COPIES)
    ]  # fmt: skip
    return articles + more


def _later(published, days):
    day = date.fromisoformat(published[:10]) + timedelta(days=days)
    return f"{day.isoformat()}{published[10:]}"


def reversed_(articles):
    """The same articles, added last first."""
    return articles[::-1]


def shuffled(articles):
    """The same articles, added in an order drawn once."""
    return random.Random(7).sample(articles, len(articles))


#: The next vowel, and the next consonant but one: a word that nobody uses, as long as before.
_NEXT = str.maketrans(
    "aeiouAEIOUbcdfghjklmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ", "eiouaEIOUAdfghjklmnpqrstvwxyzbcDFGHJKLMNPQRSTVWXYZBC"
)


def _old(articles):
    return min((article.outlet for article in articles), key=lambda outlet: outlet.id)


def _bare(name):
    return name.removeprefix("The ")


def _new(old):
    """Return the outlet under another name, and under an id that sorts last where the old one sorts first.

    The name is as long as the old one: a longer one moves where passages are cut, and with it their vectors.
    """
    name = old.name.replace(_bare(old.name), _bare(old.name).translate(_NEXT))
    return replace(old, id=f"zz-{old.id}", name=name, aliases=(), hosts=())


def _renaming(old):
    """Return the function that puts the new name for every spelling of the old one, an article before it aside."""
    new = _bare(_new(old).name)
    names = sorted({_bare(name) for name in (old.name, *old.aliases)}, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return lambda text: text and pattern.sub(new, text)


def renamed(articles):
    """One outlet under another name and id, wherever it is named."""
    old = _old(articles)
    put = _renaming(old)
    return [
        replace(
            article,
            outlet=_new(old) if article.outlet.id == old.id else article.outlet,
            title=put(article.title),
            text=put(article.text),
            url=None if article.outlet.id == old.id else article.url,
        )
        for article in articles
    ]


_PLACES = ("Tolmera", "Brenwick", "Osgard", "Quenby", "Lusanne-Vale", "Ardholm")
_MATTERS = (
    ("{p} bakery wins the regional bread prize", "A bakery in {p} has won the regional bread prize for a rye loaf. The baker, Ines {q}, thanked her customers. The prize is a copper oven plate."),
    ("Library in {p} opens a reading room for children", "The library of {p} opened a reading room for children on Saturday. Librarian Tom {q} read from a picture book. The room has a green carpet and low shelves."),
    ("{p} orchestra plays Haydn in the park", "The youth orchestra of {p} played two symphonies by Haydn in the park. Conductor Mia {q} called the weather kind. Listeners brought blankets and tea."),
    ("Beekeepers meet in {p}", "Beekeepers met in {p} to talk about the honey of the season. Chairman Paul {q} showed a hive made of straw. The meeting ended with a tasting."),
    ("{p} chess club plays against its neighbours", "The chess club of {p} played against its neighbours on eight boards. The youngest player, Ada {q}, drew her game. The return match is in spring."),
)  # fmt: skip


def with_irrelevant(articles):
    """Thirty articles about other matters, some by the same outlets and some by another one."""
    outlets = [
        *sorted({article.outlet for article in articles}, key=lambda outlet: outlet.id),
        Outlet("leaf", "The Leaf"),
    ]
    day = max(article.published or "" for article in articles)[:10]
    more = []
    for i in range(IRRELEVANT):
        title, text = _MATTERS[i % len(_MATTERS)]
        names = {"p": _PLACES[i // len(_MATTERS)], "q": f"{_PLACES[i % len(_PLACES)][:4]}sen"}
        outlet = outlets[i % len(outlets)]
        more.append(Article(f"other{i:02}", outlet, title.format(**names), text.format(**names), published=day))
    return articles + more


# -- what must not change ----------------------------------------------------------------------------------------------


def _voices(position):
    """Return who gives a position in which words; how many claims say so, and in which article, may change."""
    return sorted(
        {
            (claim["outlet"], claim["speaker"] or "", claim["stance"], claim["quote"], claim["answer"]["text"])
            for claim in position["claims"]
        }
    )


def _essence(data):
    """Return what an answer says, in an order that no name decides.

    Left out, as they may change with any law: the numbers of claims and articles read, the fingerprint, the story's id
    (a digest of its articles' ids) and the articles' own ids.
    """
    positions = [
        (
            p["display"],
            p["status"],
            tuple(sorted(p["outlets"])),
            tuple(sorted(p["origins"])),
            tuple(_voices(p)),
        )
        for p in data["positions"]
    ]
    return {
        "state": data["state"],
        "differs": data["differs"],
        "qualifiers": sorted(data["qualifiers"]),
        "positions": sorted(positions),
        "silent": sorted(data["silent"]),
        "outlets_read": sorted(data["outlets_read"]),
        "nearest": sorted({row["quote"] for row in data["nearest"]}),
        "others": sorted(row["title"] for row in data["other_stories"]),
    }


class _Kept:
    """The bundled encoder, each text once: most of what the laws add is there already."""

    def __init__(self):
        self._inner = embedder()
        self._rows = {}
        self.fingerprint, self.dimension = self._inner.fingerprint, self._inner.dimension

    def encode(self, texts):
        import numpy as np

        fresh = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if fresh:
            self._rows.update(zip(fresh, self._inner.encode(fresh), strict=True))
        return np.array([self._rows[text] for text in texts], dtype=np.float32).reshape(len(texts), self.dimension)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Answers by (corpus, law, question); an index is made when first asked."""
    encoder, opened, answers = _Kept(), {}, {}

    def answer(corpus, law, question):
        key = corpus, law.__name__ if law else None
        if key not in opened:
            articles = _articles(corpus)
            home = tmp_path_factory.mktemp(f"{corpus}-{key[1]}")
            add(home, law(articles) if law else articles, encoder)
            opened[key] = Index.open(home, encoder, one_shot=True)
        if (*key, question) not in answers:
            answers[*key, question] = as_dict(ask(question, opened[key]))
        return answers[*key, question]

    yield answer
    for index in opened.values():
        index.close()


@pytest.mark.parametrize(("corpus", "question"), QUESTIONS)
@pytest.mark.parametrize("law", [copied, reprinted, reversed_, shuffled, with_irrelevant])
def test_nothing_changes(asked, corpus, question, law):
    before, after = asked(corpus, None, question), asked(corpus, law, question)
    assert _essence(after) == _essence(before)
    assert after["headline"] == before["headline"]


@pytest.mark.parametrize(("corpus", "question"), QUESTIONS)
def test_only_the_name_changes(asked, corpus, question):
    """The headline may change: it lists outlets by their names, and only the first few of many."""
    old = _old(_articles(corpus))
    put = _renaming(old)

    def told(value):
        """Put the new name and id for the old ones, and sort again what the name had sorted."""
        if isinstance(value, str):
            return _new(old).id if value == old.id else put(value)
        if isinstance(value, dict):
            return {key: told(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(told(item) for item in value)
        return value

    before = told(asked(corpus, None, question))
    after = asked(corpus, renamed, put(question))
    assert _essence(after) == _essence(before)
