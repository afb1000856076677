"""Take pictures of the pages that the product makes, as a desktop and a phone show them, to be looked at by a person.

python -m benchmarks.screenshots [--out FOLDER] [--browser PROGRAM]

The pages are the report of `whosays evaluate` on the events, beside a baseline, and docs/discord-preview.html. One thing
is checked: no page is wider than its screen. Without a Chromium it says so.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    import aiohttp

ROOT = Path(__file__).resolve().parents[1]
#: Ignored by git.
FOLDER = ROOT / "build" / "screenshots"
PREVIEW = ROOT / "docs" / "discord-preview.html"
EVENTS = ROOT / "tests" / "data" / "events"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ABSENT = f"screenshots: skipped, no {BROWSERS[0]} on this machine (Debian: apt-get install chromium)"
#: Seconds until a browser must be up, and a page drawn.
_PATIENCE = 60.0
#: CSS pixels of one picture's height; a longer page becomes several.
_PIECE = 1600
#: Pictures of one page: beyond them a long report only repeats its list of questions.
_MOST_PIECES = 6
_CHECK = 0.05  # seconds between two looks for the browser's port


@dataclass(frozen=True, slots=True)
class Look:
    """A screen that a page is shown on."""

    name: str
    #: CSS pixels.
    width: int
    height: int
    #: Device pixels for each CSS pixel.
    scale: int = 1
    phone: bool = False
    dark: bool = False


LOOKS = (
    Look("desktop", 1280, 800),
    Look("desktop-dark", 1280, 800, dark=True),
    Look("phone", 390, 844, scale=2, phone=True),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """A page on one screen."""

    page: str
    look: Look
    #: CSS pixels that the page takes; sideways scrolling is needed above the look's width.
    width: int
    files: tuple[Path, ...]

    @property
    def fits(self) -> bool:
        """The page is no wider than the screen."""
        return self.width <= self.look.width


class BrowserError(RuntimeError):
    """The browser does not do what it was asked for."""


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; exit with 1 where a page is wider than its screen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="default: build/screenshots")
    parser.add_argument("--browser", metavar="PROGRAM", help=f"default: the first of {', '.join(BROWSERS)}")
    options = parser.parse_args(argv)
    browser = found(options.browser)
    if browser is None:
        print(ABSENT)
        return 0
    wide = 0
    for shot in taken(options.out, browser):
        print(f"{shot.page}, {shot.look.name}: {', '.join(file.name for file in shot.files)}")
        if not shot.fits:
            wide += 1
            print(f"screenshots: {told(shot)}", file=sys.stderr)
    print(f"in {options.out}")
    return int(wide > 0)


def found(program: str | None = None) -> str | None:
    """Return the browser's path; None where there is none."""
    return next((path for name in ([program] if program else BROWSERS) if (path := shutil.which(name))), None)


def taken(out: Path, browser: str) -> list[Shot]:
    """Make the report and take the pictures of every page on every screen into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="whosays-pages-") as folder:
        pages = {"report": report(Path(folder)), "discord": PREVIEW}
        return asyncio.run(shots(pages, out, browser))


def told(shot: Shot) -> str:
    """Say that a page is too wide."""
    return f"{shot.page} takes {shot.width} pixels on a {shot.look.name} of {shot.look.width}"


def report(folder: Path) -> Path:
    """Return the report's page, made in a folder."""
    sets = [str(path) for path in sorted(EVENTS.glob("*/questions.jsonl"))]
    argv = [sys.executable, "-m", "bot.cli", "evaluate", *sets, "--corpus", str(EVENTS)]
    subprocess.run(
        [*argv, "--baseline", "majority", "--report", str(folder / "report")],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "report" / "index.html"


# -- the browser, by its own protocol: a picture of a whole page needs the page's size, which no option tells --------


async def shots(pages: Mapping[str, Path], out: Path, program: str) -> list[Shot]:
    """Take the pictures of every page on every screen."""
    async with _started(program) as tab:
        return [await _shot(tab, name, path, look, out) for name, path in pages.items() for look in LOOKS]


async def _shot(tab: _Tab, name: str, page: Path, look: Look, out: Path) -> Shot:
    await tab.call(
        "Emulation.setDeviceMetricsOverride",
        width=look.width, height=look.height, deviceScaleFactor=look.scale, mobile=look.phone,
    )  # fmt: skip
    scheme = {"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}
    await tab.call("Emulation.setEmulatedMedia", features=[scheme])
    await tab.open(page.resolve().as_uri())
    size = (await tab.call("Page.getLayoutMetrics"))["cssContentSize"]
    files = []
    for number, (top, height) in enumerate(pieces(size["height"]), 1):
        clip = {"x": 0, "y": top, "width": look.width, "height": height, "scale": 1}
        picture = await tab.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file = out / f"{name}-{look.name}-{number}.png"
        file.write_bytes(base64.b64decode(picture["data"]))
        files.append(file)
    return Shot(name, look, int(size["width"]), tuple(files))


def pieces(height: float) -> list[tuple[int, int]]:
    """Return top and height of each picture of a page.

    >>> pieces(2000)
    [(0, 1600), (1600, 400)]
    """
    tops = range(0, max(1, round(height)), _PIECE)
    return [(top, min(_PIECE, max(1, round(height) - top))) for top in tops][:_MOST_PIECES]


class _Tab:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers: Iterator[int] = count(1)
        self._session: dict[str, str] = {}

    async def attach(self) -> None:
        """Open a page of its own."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        await self.call("Page.enable")

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Return what the browser answers to one command."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params, **self._session})
        answer = await self._received("id", number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def open(self, address: str) -> None:
        """Show a page and wait until it is loaded."""
        failed = (await self.call("Page.navigate", url=address)).get("errorText")
        if failed:
            raise BrowserError(f"{address}: {failed}")
        await self._received("method", "Page.loadEventFired")

    async def _received(self, key: str, value: object) -> dict[str, Any]:
        """Return the next message with this; others in between are events that nobody waits for."""
        while True:
            message: dict[str, Any] = await self._socket.receive_json(timeout=_PATIENCE)
            if message.get(key) == value:
                return message


@asynccontextmanager
async def _started(program: str) -> AsyncIterator[_Tab]:
    """Start a browser with an empty profile, and end it."""
    import aiohttp  # comes with discord.py

    with tempfile.TemporaryDirectory(prefix="whosays-browser-", ignore_cleanup_errors=True) as profile:
        argv = [program, "--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--hide-scrollbars"]
        if os.geteuid() == 0:
            argv.append("--no-sandbox")  # Chromium refuses to run its sandbox as root
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*argv, "about:blank", stdout=quiet, stderr=quiet)
        try:
            address = await asyncio.wait_for(_address(Path(profile) / "DevToolsActivePort", process), _PATIENCE)
            async with aiohttp.ClientSession() as web, web.ws_connect(address, max_msg_size=0) as socket:
                tab = _Tab(socket)
                await tab.attach()
                yield tab
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()


async def _address(file: Path, process: asyncio.subprocess.Process) -> str:
    """Return where the browser listens, once it has written that down."""
    while process.returncode is None:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(_CHECK)
    raise BrowserError(f"the browser ended with {process.returncode}")


if __name__ == "__main__":
    sys.exit(main())
