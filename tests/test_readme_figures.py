"""Figures in the README come from a run, between markers that the scripts find."""

from __future__ import annotations

import pytest

from benchmarks import campaign, readme
from benchmarks.scale import Hashed, articles


def test_the_readme_has_a_place_for_each(tmp_path):
    for name in ("campaign", "scale"):
        path = tmp_path / name
        path.write_bytes(readme.README.read_bytes())
        readme.put(name, "| a |\n", path)
        readme.put(name, "| b |\n", path)
        before, after = readme.README.read_text("utf-8"), path.read_text("utf-8")
        assert f"<!-- {name} -->\n| b |\n<!-- /{name} -->" in after
        assert "| a |" not in after
        assert after.split("<!--")[0] == before.split("<!--")[0]
        assert after.splitlines()[-1] == before.splitlines()[-1]


@pytest.mark.parametrize("text", ["", "<!-- x -->", "<!-- /x --> <!-- x -->", "<!-- x --><!-- x --><!-- /x -->"])
def test_a_readme_without_the_place_is_left_alone(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text)
    with pytest.raises(readme.MarkerError, match="<!-- x -->"):
        readme.put("x", "figures", path)
    assert path.read_text() == text


def test_a_campaign_that_failed_says_so():
    rows = [{"campaign": "kills", "survived": "7/8", "seen": {"killed": 8, "lost": 1}, "failures": ["lost a0001"]}]
    shown = campaign.figures(rows, seed=4)
    assert "seed 4" in shown
    assert "| 7 of 8 |" in shown
    assert "lost 1" in shown


def test_made_up_articles_are_the_same_each_time():
    first, second = articles(60), articles(60)
    assert first == second
    assert len({article.id for article in first}) == 60
    assert (Hashed().encode([first[0].text]) == Hashed().encode([second[0].text])).all()
