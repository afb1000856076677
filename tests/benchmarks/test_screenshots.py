"""Pictures of pages: what is cut, what is too wide, and a machine without a browser."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks import campaign, screenshots

BROWSER = screenshots.found()
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        (0, [(0, 1)]),
        (1, [(0, 1)]),
        (1600, [(0, 1600)]),
        (1601, [(0, 1600), (1600, 1)]),
    ],
)
def test_a_page_is_cut_into_pictures(height, expected):
    assert screenshots.pieces(height) == expected


def test_a_long_page_is_not_shown_to_its_end():
    cut = screenshots.pieces(1_000_000)
    assert len(cut) == 6
    assert cut[-1] == (8000, 1600)


def test_a_page_wider_than_its_screen_is_told():
    shot = screenshots.Shot("report", screenshots.LOOKS[-1], 391, ())
    assert not shot.fits
    assert screenshots.told(shot) == "report takes 391 pixels on a phone of 390"
    assert screenshots.Shot("report", screenshots.LOOKS[-1], 390, ()).fits


def test_without_a_browser_it_says_so_in_a_line(tmp_path, capsys):
    assert screenshots.main(["--browser", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == screenshots.ABSENT + "\n"
    assert not (tmp_path / "out").exists()


def test_the_campaign_skips_it_too(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["campaign", "screenshots"])
    assert campaign.main() == 0
    assert capsys.readouterr().out == screenshots.ABSENT + "\n"


@pytest.mark.skipif(BROWSER is None, reason="needs a Chromium")
def test_a_browser_takes_pictures_and_finds_the_wide_page(tmp_path):
    head = "<!doctype html><meta name=viewport content='width=device-width'>"
    pages = {}
    for name, width in (("narrow", "100%"), ("wide", "2000px")):
        pages[name] = tmp_path / f"{name}.html"
        pages[name].write_text(f"{head}<div style='width:{width};height:1700px'>text</div>")
    shots = asyncio.run(screenshots.shots(pages, tmp_path, BROWSER))
    assert [(shot.page, shot.fits) for shot in shots] == [("narrow", True)] * 3 + [("wide", False)] * 3
    assert {len(shot.files) for shot in shots if shot.page == "narrow"} == {2}
    assert all(file.read_bytes().startswith(PNG) for shot in shots for file in shot.files)


@pytest.mark.skipif(BROWSER is None, reason="needs a Chromium")
def test_the_preview_fits_every_screen(tmp_path):
    shots = asyncio.run(screenshots.shots({"discord": screenshots.PREVIEW}, tmp_path, BROWSER))
    assert [shot.look.name for shot in shots if not shot.fits] == []
