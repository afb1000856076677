"""`whosays evaluate` from end to end on made-up events, and its page."""

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.cli import evaluate as command
from bot.evaluate import charts
from bot.evaluate.baselines import BASELINES
from bot.evaluate.plain import WordVectors
from bot.evaluate.report import html, shown
from bot.models.chosen import BUNDLED, Chosen
from bot.render.json import dumps
from tests.bot.conftest import UNSAFE

SEEDS = Path(__file__).parents[1] / "data" / "seeds_gold.jsonl"
FLOOD = {
    "post.md": "---\noutlet: Valley Post\ntitle: Flood in Lomdal\npublished: 2026-05-02\n---\n"
    "Nine people died in the Lomdal flood on Friday, police said. Rescue workers searched the valley for three missing hikers.\n",
    "herald.md": "---\noutlet: Coast Herald\ntitle: Lomdal flood kills eleven\npublished: 2026-05-02\n---\n"
    "Eleven people died in the Lomdal flood on Friday, the rescue service said. Rescue workers searched the valley.\n",
}


def support(outlet, speaker, quote):
    return {"outlet": outlet, "speaker": speaker, "quote": quote}


NINE = support("valley-post", "police", "Nine people died in the Lomdal flood on Friday, police said.")
ELEVEN = support(
    "coast-herald", "rescue service", "Eleven people died in the Lomdal flood on Friday, the rescue service said."
)
ROWS = [
    {"id": "f-1", "question": "How many people died in the Lomdal flood?", "corpus": "flood", "trap": "toll", "state": "conflict",
     "qualifiers": ["numeric"], "positions": [
        {"value": {"kind": "count", "low": 9, "high": 9}, "status": "current", "support": [NINE]},
        {"value": {"kind": "count", "low": 11, "high": 11}, "status": "current", "support": [ELEVEN]}]},
    {"id": "f-2", "question": "Who won the chess final?", "corpus": "flood", "state": "unanswered", "positions": []},
    {"id": "f-3", "corpus": "flood", "turns": [
        {"question": "How many died in the Lomdal flood?", "state": "unanswered", "positions": []},
        {"question": "When?", "state": "unanswered", "positions": []}]},
]  # fmt: skip


@pytest.fixture
def event(tmp_path):
    """A folder of events with one of them."""
    articles = tmp_path / "events" / "flood" / "articles"
    articles.mkdir(parents=True)
    for name, text in FLOOD.items():
        (articles / name).write_text(text, "utf-8")
    questions = tmp_path / "events" / "flood" / "questions.jsonl"
    questions.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return questions


def result(path):
    return json.loads(path.read_text("utf-8"))


def test_an_event_with_its_articles_beside_it(call, event, tmp_path):
    out = tmp_path / "o.json"
    code, shown_text, err = call("evaluate", event, "--json", out, "--errors")
    assert (code, err) == (0, "")
    data = result(out)
    assert data["corpora"] == {"flood": {"articles": 2, "outlets": 2}}
    assert [row["id"] for row in data["questions"]] == ["f-1", "f-2", "f-3.1", "f-3.2"]
    assert data["measures"]["quotes verbatim"] == 1
    assert "f-3.1  unanswered -> " in shown_text
    assert re.search(r"time per question: p50 [\d.]+ ms", shown_text)


def test_neither_workers_nor_the_order_of_questions_change_a_result(call, event, tmp_path):
    first, second, third = (tmp_path / f"{name}.json" for name in "abc")
    assert call("evaluate", event, SEEDS, "--json", first)[0] == 0
    assert call("evaluate", event, SEEDS, "--json", second, "--workers", "2")[0] == 0
    event.write_text("".join(json.dumps(row) + "\n" for row in reversed(ROWS)), "utf-8")
    assert call("evaluate", event, SEEDS, "--json", third)[0] == 0
    one, two, three = (result(path) for path in (first, second, third))
    assert one.pop("timing").keys() == two.pop("timing").keys()
    assert dumps(one) == dumps(two)
    assert {row["id"]: row for row in one["questions"]} == {row["id"]: row for row in three["questions"]}
    for what in ("measures", "intervals", "confusion", "groups", "risk_coverage", "reliability"):
        assert one[what] == three[what]


def test_where_articles_are_looked_for(call, event, tmp_path):
    events, articles = tmp_path / "events", tmp_path / "events" / "flood" / "articles"
    alone = tmp_path / "alone.jsonl"
    shutil.copy(event, alone)
    code, _, err = call("evaluate", alone)
    assert code == 2
    assert "add --corpus" in err
    assert call("evaluate", alone, "--corpus", events)[0] == 0
    assert call("evaluate", alone, "--corpus", articles)[0] == 0
    code, _, err = call("evaluate", alone, "--corpus", events / "flood")
    assert (code, err) == (0, "")
    assert call("evaluate", alone, "--corpus", events / "fire")[0] == 2
    alone.write_text(json.dumps({**ROWS[1], "corpus": "fire"}), "utf-8")
    code, _, err = call("evaluate", alone, "--corpus", events)
    assert code == 2
    assert "no folder 'fire' in" in err
    row = {**ROWS[1], "corpus": "../flood"}
    alone.write_text(json.dumps(row), "utf-8")
    assert call("evaluate", alone, "--corpus", events / "flood")[0] == 0


def test_two_sets_may_use_one_name_for_two_corpora(call, event, tmp_path):
    other = tmp_path / "other"
    (other / "articles").mkdir(parents=True)
    (other / "articles" / "post.md").write_text(FLOOD["post.md"].replace("Nine", "Ninety"), "utf-8")
    (other / "q.jsonl").write_text(json.dumps({**ROWS[1], "id": "o"}), "utf-8")
    out = tmp_path / "o.json"
    assert call("evaluate", event, other / "q.jsonl", "--json", out)[0] == 0
    assert {key: value["articles"] for key, value in result(out)["corpora"].items()} == {
        "flood": 2,
        f"flood ({other})": 1,
    }


def test_faults_are_told_with_file_and_line(call, event):
    event.write_text(json.dumps({**ROWS[1], "state": "conflict"}), "utf-8")
    code, out, err = call("evaluate", event)
    assert (code, out) == (2, "")
    assert f"{event}:1: f-2: unanswered goes with no positions" in err


def test_baselines_stand_beside(call, event, tmp_path):
    out = tmp_path / "o.json"
    given = [word for name in BASELINES for word in ("--baseline", name)]
    code, text, _ = call("evaluate", event, *given, "--json", out, "--report", tmp_path / "r")
    assert code == 0
    assert all(name in text for name in BASELINES)
    data = result(out)
    assert set(data["baselines"]) == set(BASELINES)
    assert data["baselines"]["majority"]["measures"]["differs recall"] == 0
    assert data["baselines"]["no-attribution"]["measures"]["speaker recall"] == 0
    assert all(name in (tmp_path / "r" / "index.html").read_text("utf-8") for name in BASELINES)
    code, _, err = call("evaluate", event, "--baseline", "oracle")
    assert code == 2
    assert "no baseline 'oracle': there are single-passage" in err


def test_against_an_earlier_run(call, event, tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    call("evaluate", event, "--json", old)
    assert "nothing changed" in call("evaluate", event, "--against", old)[1]
    data = result(old)
    data["questions"][0] |= {"perfect": False, "answer": {**data["questions"][0]["answer"], "state": "agreement"}}
    data["measures"]["state accuracy"] = 0.125
    old.write_text(json.dumps(data), "utf-8")
    code, text, _ = call("evaluate", event, "--against", old, "--json", new, "--report", tmp_path / "r")
    assert code == 0
    assert "f-1 (better): state: agreement → conflict" in text
    assert "state accuracy: 12.5 → 50.0 (+37.5)" in text
    assert [change["id"] for change in result(new)["against"]["questions"]] == ["f-1"]
    assert "Since old.json" in (tmp_path / "r" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "[]", '{"measures": {}}', '{"measures": {}, "questions": [{}]}', "[" * 100_000])
def test_what_is_no_earlier_run_is_refused_at_once(call, event, tmp_path, text):
    old = tmp_path / "old.json"
    old.write_text(text, "utf-8")
    code, out, err = call("evaluate", event, "--against", old)
    assert (code, out) == (2, "")
    assert "--json wrote" in err


def test_a_quote_that_is_not_word_for_word_fails_the_run(capsys):
    measured = {"quotes verbatim": 0.99, "offsets exact": None, "nearest exact": 1.0}
    assert command._verdict(command.Request(()), {"measures": measured}, {}, {}) == 7
    assert "every quote has to be word for word" in capsys.readouterr().err
    assert command._verdict(command.Request(()), {"measures": {**measured, "quotes verbatim": 1.0}}, {}, {}) == 0


def test_ceilings_are_held(call, event, tmp_path):
    file = tmp_path / "f.json"
    assert call("evaluate", event, "--floors", file, "--update")[0] == 0
    limits = result(file)
    assert "calibration error" in limits["ceilings"]
    assert "calibration error" not in limits["floors"]
    limits["ceilings"]["calibration error"] = 0.0
    file.write_text(json.dumps(limits), "utf-8")
    code, _, err = call("evaluate", event, "--floors", file)
    assert code == 7
    assert "above the ceiling: calibration error" in err


def test_without_encoder(call, event, tmp_path):
    out = tmp_path / "o.json"
    assert call("evaluate", event, "--no-encoder", "--json", out)[0] == 0
    assert result(out)["encoder"] == WordVectors().fingerprint


def test_what_read_is_told_and_a_damaged_reader_stops_the_run(call, event, tmp_path):
    out = tmp_path / "o.json"
    assert call("evaluate", event, "--json", out)[0] == 0
    assert result(out)["reader"] == Chosen().fingerprint
    assert call("--no-models", "evaluate", event, "--json", out)[0] == 0
    assert result(out)["reader"] is None
    shutil.copytree(BUNDLED, tmp_path / "reader")
    (tmp_path / "reader" / "model.onnx").write_bytes(b"cut short")
    code, _, err = call("--reader", tmp_path / "reader", "evaluate", event)
    assert code == 4
    assert "model.onnx is damaged" in err


def test_word_vectors_have_length_one():
    vectors = WordVectors().encode(["the flood in Lomdal", "", "…"])
    assert vectors.shape == (3, WordVectors().dimension)
    assert (vectors**2).sum(axis=1) == pytest.approx([1, 1, 1])


# -- the page --------------------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """Checks that tags close in order, and keeps what the page is made of."""

    VOID = frozenset({"meta", "br", "link", "img"})

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src", "srcset", "data", "action")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def outline(page):
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """What the bundled questions measure."""
    import os

    from bot.cli.run import run

    folder = tmp_path_factory.mktemp("evaluated")
    before = os.getcwd()
    os.chdir(folder)
    try:
        run(
            [
                "--quiet",
                "--home",
                str(folder / "home"),
                "evaluate",
                str(SEEDS),
                "--json",
                "o.json",
                "--baseline",
                "majority",
            ]
        )
    finally:
        os.chdir(before)
    return result(folder / "o.json")


def test_the_page_is_whole_and_stands_alone(data):
    page = html(data)
    found = outline(page)
    assert found.ids == ["measures", "plots", "groups", "worst"]
    assert found.links == [f"#{name}" for name in found.ids]  # nothing from elsewhere
    assert not {"script", "iframe", "link", "object", "img"} & set(found.tags)
    assert "prefers-color-scheme:dark" in page
    assert "url(" not in page
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", page)
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(drawing.replace("&nbsp;", " "))
    for name in (
        "state accuracy",
        "offsets exact",
        "risk-coverage area",
        "By gold state",
        "Worst questions",
        "majority",
    ):
        assert name in page
    assert html(data) == page


def test_one_false_alarm_is_no_f1_of_nought(data):
    """Where no outlets differ there is no F1 of finding differences, whatever was claimed."""
    part = json.loads(json.dumps(data))
    group = {"questions": 7, "measures": {**data["measures"], "differs F1": 0.0, "differs recall": None}}
    part["groups"] = {"type": {"made up": group}}
    cells = re.search(r"<tr><th>made up</th>(.*?)</tr>", html(part))[1]
    assert "–" in cells
    group["measures"]["differs recall"] = 0.0
    cells = re.search(r"<tr><th>made up</th>(.*?)</tr>", html(part))[1]
    assert "–" not in cells


def test_a_hostile_question_stays_text(data):
    attack = "<script>alert(1)</script>\u202e\x1b[31m\"'><img src=x onerror=y>"
    bad = json.loads(json.dumps(data).replace("How many crew died?", "ATTACK"))
    for row in bad["questions"]:
        row |= {"question": attack, "id": attack, "type": attack, "traps": [attack]}
        row["counts"]["lenient"] = 0
        row["answer"] |= {"headline": attack}
        row["uncited"] = [{"outlet": attack, "quote": attack}]
    bad["groups"]["trap"] = {attack: next(iter(bad["groups"]["type"].values()))}
    bad["sets"][0]["file"] = attack
    bad["against"] = {
        "file": attack, "measures": {attack: {"before": 0.5, "now": None}}, "added": [], "gone": [],
        "questions": [{"id": attack, "question": attack, "verdict": "worse", "changes": [attack]}],
    }  # fmt: skip
    page = html(bad)
    assert not {"script", "img"} & set(outline(page).tags)
    assert not UNSAFE.search(page)


def test_an_empty_and_a_perfect_run_have_a_page(data):
    bare = {**data, "risk_coverage": [], "reliability": [], "questions": [], "groups": {}, "intervals": {},
            "measures": dict.fromkeys(data["measures"]), "baselines": {}, "timing": {"latency_ms": {}, "questions_ms": {}}}  # fmt: skip
    page = html(bare)
    outline(page)
    assert "Nothing was answered" in page
    assert "None: every one is answered as expected" in page


def test_the_latency_scale_holds_every_value():
    for values in ([0.0], [0.4, 3.0], [10.0], [99_999.0, 0.01]):
        drawn = ElementTree.fromstring(charts.latency(values, {"p50": values[0]}))
        assert all(float(bar.get("height")) >= 0 for bar in drawn.iter("rect"))


VALUES = [
    ({"kind": "count", "low": 6, "high": 6, "of": 8}, "6 of 8"),
    ({"kind": "count", "low": 1200, "high": None}, "at least 1,200"),
    ({"kind": "count", "low": None, "high": 5}, "at most 5"),
    ({"kind": "percent", "low": 2.5, "high": 3}, "2.5–3%"),
    ({"kind": "money", "low": 5e6, "high": 5e6, "currency": "NOK"}, "5,000,000 NOK"),
    ({"kind": "yes_no", "value": False}, "no"),
    ({"kind": "time", "start": "2026-03-12", "end": "2026-03-12"}, "2026-03-12"),
    ({"kind": "time", "start": "2026-03-12", "end": None}, "2026-03-12"),
    ({"kind": "time", "start": None, "end": None, "text": "later"}, "later"),
    ({"kind": "place", "text": "Oslo"}, "Oslo"),
]


@pytest.mark.parametrize(("value", "words"), VALUES)
def test_values_as_a_reader_writes_them(value, words):
    assert shown(value) == words


def test_plots_are_drawn_or_said_to_be_missing(data, tmp_path):
    from importlib.util import find_spec

    from bot.evaluate.plots import NAMES, write_plots

    said = write_plots(data, tmp_path)
    if find_spec("matplotlib") is None:
        assert "whosays[report]" in said
        assert list(tmp_path.iterdir()) == []
    else:
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
