"""The speed figures: articles out of articles, tables, and a drawing that is one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict, replace
from itertools import islice

import pytest

from benchmarks import growth, peers, recombined, speed
from corpus.types import Outlet
from index import writer
from index.index import Index

SOURCES = [
    recombined.Source(f"Title {n}", "sport" if n % 2 else "business", tuple(f"Passage {n} {i}." for i in range(12)))
    for n in range(30)
]
OUTLETS = [Outlet(f"o{n}", f"Outlet {n}", registered=False) for n in range(10)]


def some(count):
    return list(islice(recombined.articles(SOURCES, OUTLETS), count))


def test_the_same_articles_in_every_run_and_more_of_them_begin_alike():
    assert some(200)[:50] == some(50)
    assert len({article.id for article in some(200)}) == 200
    assert len({article.text for article in some(200)}) > 190


def test_an_article_is_its_passages_and_begins_with_its_title_s_own():
    texts = {text: source for source in SOURCES for text in source.passages}
    for article in some(100):
        found = [quote.text for quote in recombined.split(article)]
        assert set(found) <= texts.keys()
        assert texts[found[0]].title == article.title
        assert {texts[text].category for text in found} == {texts[found[0]].category}


def test_a_title_comes_back_only_after_all_others():
    titles = list(dict.fromkeys((a.title, a.published) for a in some(300)))
    order = [title for i, (title, _) in enumerate(titles) if i == 0 or titles[i - 1][0] != title]
    assert len(set(order[:30])) == 30


def test_passages_keep_their_vectors_and_questions_get_their_own(tmp_path):
    embedder = recombined.Reused(SOURCES[:3], tmp_path)
    one, other = (embedder.encode([f"{title}\nPassage 1 4."])[0] for title in ("Title 1", "Another title"))
    assert (one == other).all()
    assert abs(embedder.encode(["Who won?"])[0] - embedder.encoder.encode(["Who won?"])[0]).max() < 1e-6
    assert (
        recombined.Reused(SOURCES[:3], tmp_path).encode(["x\nPassage 2 2."]) == embedder.encode(["y\nPassage 2 2."])
    ).all()


def test_our_contenders_answer_over_what_was_added(tmp_path):
    writer.add(tmp_path, some(40), recombined.Reused(SOURCES), split=recombined.split)
    with Index.open(tmp_path) as index:
        assert len(list(peers.passages(tmp_path))) == index.size
    for name in ("whosays ask", "whosays search", "encoder alone"):
        assert peers.PEERS[name][1](tmp_path, tmp_path)("What is said of passage 3?") is not None
    assert peers.peak() > 10


def row(name, size, factor):
    return speed.Measured(
        name, size, 1.5, 1.0, 10.0 * factor, 0.5 * factor, 0.4, 0.02 * factor, 0.05 * factor, 0.01, 150.0
    )


RUN = speed.Run(
    grown=[speed.Grown(size, 7 * size, size - 1, size / 1000, size / 2000, 0.3, 0.2) for size in (100, 1000)],
    measured=[row(name, size, 1 + i + size / 500) for i, name in enumerate(peers.PEERS) for size in (100, 1000) if name != "txtai"],
    encoder_rate=180.0,
    left_out={"txtai": "ModuleNotFoundError: No module named 'txtai'"},
    samples={"first run": (1.2, 1.0), "one-shot answer": (0.5, 0.4), "import llama_index.core": (1.25, 1.0)},
    where="a day, a machine",
)  # fmt: skip


def test_figures_survive_their_file(tmp_path):
    (tmp_path / "run.json").write_text(json.dumps(asdict(RUN)))
    assert speed.load(tmp_path / "run.json") == RUN


def test_tables_say_who_did_not_run_and_show_ratios():
    tables = growth.tables(RUN)
    assert "Without txtai, which did not run: ModuleNotFoundError" in tables["peers"]
    assert "| 0.40 |" in tables["samples"]
    assert "| 1,000 | whosays search |" in tables["peers"]
    search = next(line for line in tables["peers"].splitlines() if "| 100 | whosays search |" in line)
    assert search.split("|")[9].strip() == "1.00"
    widths = {name: {line.count("|") for line in table.splitlines() if "|" in line} for name, table in tables.items()}
    assert all(len(found) == 1 for found in widths.values())


@pytest.mark.parametrize("run", [RUN, replace(RUN, measured=RUN.measured[:1]), replace(RUN, grown=[], measured=[])])
def test_the_drawing_is_well_formed_and_inside_its_frame(run):
    root = ET.fromstring(growth.drawing(run))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    dots = [one for one in root.iter("{http://www.w3.org/2000/svg}circle") if one.get("r") == "3.5"]
    assert len(dots) == sum(4 + (m.name in ("whosays ask", "llama-index")) for m in run.measured) + 2 * len(run.grown)
    for one in dots:
        assert growth.LEFT - 1 <= float(one.get("cx")) <= growth.WIDTH
        assert 0 <= float(one.get("cy")) <= growth.HEIGHT


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0123, "12.3 ms"), (0.25, "250 ms"), (2.5, "2.5 s"), (1234.0, "1,234 s")]
)
def test_times_have_the_unit_that_fits(value, shown):
    assert growth.seconds(value) == shown
