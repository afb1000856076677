"""Nothing opens a socket, unless a URL or a language model is asked for by name.

An audit hook in a process of its own ends that process at once when Python code makes, connects or resolves anything.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.bot.conftest import ROOT

#: Ends the process with code 99: an exception could be caught on the way.
GUARD = """
import os, sys

def guard(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind", "socket.__new__"):
        os.write(2, f"SOCKET {event} {args}\\n".encode("ascii", "replace"))
        os._exit(99)

sys.addaudithook(guard)
"""
COMMAND = GUARD + "from bot.cli import main\nmain()\n"
#: Several command lines in one process, which ends with the worst code.
ALL = (
    GUARD
    + """
import json
from bot.cli.run import run

for argv in json.loads(sys.argv[1]):
    code = run(argv)
    print(end="\\0")
    if code not in (0, 1):
        sys.exit(f"{argv}: {code}")
"""
)
ARTICLE = "---\noutlet: Dalavisa\nurl: https://dalavisa.example/1\npublished: 2026-03-13\n---\nNine people died in the flood, the mayor said.\n"
PAGE = "<link rel=canonical href='https://dalavisa.example/2'><img src='https://dalavisa.example/x.png'><p>Ten people died."


def guarded(code, *argv, home, data=b""):
    env = {**os.environ, "WHOSAYS_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", code, *argv], input=data, capture_output=True, timeout=120, env=env, cwd=ROOT
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import threading, socket\nt = threading.Thread(target=socket.socket); t.start(); t.join()",
    ],
)
def test_the_guard_sees_every_socket(tmp_path, attempt):
    """Without this the tests below would prove nothing."""
    done = guarded(GUARD + attempt, home=tmp_path)
    assert done.returncode == 99
    assert b"SOCKET" in done.stderr


def test_the_main_job_is_offline(tmp_path):
    """First question on an empty home, articles added, every command that reads or writes them."""
    (tmp_path / "a.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    home = tmp_path / "home"
    calls = [
        ("how many crew died?",), ("ask", "--json", "--verify", "was it shot down?"), ("ask", "-c", "and the injured?"), ("show", "1"),
        ("add", str(tmp_path / "a.md"), str(tmp_path / "b.html")), ("how many people died?",), ("search", "flood"), ("articles",), ("outlets", "--all"),
        ("status",), ("reindex",), ("doctor",), ("export", "-"), ("history",), ("config", "show"), ("--version",), ("--help",), ("chat",),
    ]  # fmt: skip
    done = guarded(ALL, json.dumps(calls), home=home, data=b"how many people died?\n/sources\n")
    assert done.returncode == 0, done.stderr
    assert b"SOCKET" not in done.stderr
    assert done.stdout.count(b"\0") == len(calls)
    # And as its user starts it.
    assert guarded(COMMAND, "how many people died?", home=home).returncode == 0


def test_it_is_offline_where_no_network_is(tmp_path):
    """The same in a network namespace without any interface, where the system lets us make one."""
    unshare = ["unshare", "-n", sys.executable, "-m", "bot.cli", "how many crew died?"]
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    done = subprocess.run(
        unshare, capture_output=True, timeout=60, cwd=ROOT, env={**os.environ, "WHOSAYS_HOME": str(tmp_path)}
    )
    assert done.returncode == 0
    assert b"4 of 6" in done.stdout
