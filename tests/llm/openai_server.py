"""A server on the loopback interface that speaks the OpenAI-compatible protocol; what it replies is scripted."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What one request gets."""

    text: str = ""
    status: int = 200
    #: Sent as they are, in place of a chat completion.
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: Seconds before anything is sent.
    wait: float = 0.0
    #: Seconds between bytes: a server that never stops and never ends.
    drip: float = 0.0
    #: Bytes sent without end until the client hangs up.
    endless: bytes = b""
    #: The connection breaks in the middle.
    cut: bool = False


@dataclass
class Server:
    """The server's address, what it was asked, and what it replies."""

    url: str
    #: (path, headers, body) of each request.
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    #: Gets the body of a request and the number of it; returns the reply.
    script: Any = None
    #: Requests under way, and the most at once.
    active: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def prompts(self) -> list[str]:
        """The last message of each request."""
        return [body["messages"][-1]["content"] for _, _, body in self.requests if "messages" in body]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_state: Server

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server_state.requests.append((self.path, dict(self.headers), {}))
        self._send(404, b"{}", {})

    def do_POST(self) -> None:
        state = self.server_state
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        with state.lock:
            state.requests.append((self.path, dict(self.headers), body))
            number = len(state.requests) - 1
            state.active += 1
            state.most = max(state.most, state.active)
        try:
            reply = state.script(body, number)
            with suppress(ConnectionError, TimeoutError):
                self._reply(reply, body)
        finally:
            with state.lock:
                state.active -= 1

    def _reply(self, reply: Reply, body: dict[str, Any]) -> None:
        time.sleep(reply.wait)
        if reply.endless or reply.drip:
            self._without_end(reply)
        elif reply.cut:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"choices": [')
            self.close_connection = True
        elif reply.raw is not None:
            self._send(reply.status, reply.raw, reply.headers)
        elif reply.status != 200:
            self._send(reply.status, json.dumps({"error": {"message": reply.text}}).encode(), reply.headers)
        elif self.path.endswith("/api/chat"):
            self._ollama(reply.text, body)
        elif body.get("stream"):
            self._stream(reply.text, body)
        else:
            self._send(200, json.dumps(completion(reply.text, body)).encode(), reply.headers)

    def _without_end(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        # Bounded all the same, so that a test that fails ends.
        end = time.monotonic() + 20
        while time.monotonic() < end:
            self.wfile.write(reply.endless or b" ")
            self.wfile.flush()
            time.sleep(reply.drip)

    def _stream(self, text: str, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for piece in re.findall(r"\S+\s*|\s+", text):
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": body["model"],
                     "choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]}  # fmt: skip
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            self.wfile.flush()
        self.wfile.write(b"data: [DONE]\n\n")

    def _ollama(self, text: str, body: dict[str, Any]) -> None:
        """Reply as Ollama's own interface does: one JSON object, or a line for each piece."""
        pieces = re.findall(r"\S+\s*|\s+", text) if body.get("stream") else [text]
        rows: list[dict[str, Any]] = [
            {"model": body["model"], "created_at": "2026-01-01T00:00:00Z", "done": i == len(pieces) - 1,
             "message": {"role": "assistant", "content": piece}}
            for i, piece in enumerate(pieces)
        ]  # fmt: skip
        if body.get("tools"):
            call = {"function": {"name": body["tools"][0]["function"]["name"], "arguments": json.loads(text)}}
            rows[0]["message"] = {"role": "assistant", "content": "", "tool_calls": [call]}
        self._send(
            200, b"".join(json.dumps(row).encode() + b"\n" for row in rows), {"Content-Type": "application/x-ndjson"}
        )

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def completion(text: str, body: dict[str, Any]) -> dict[str, Any]:
    """A chat completion; a tool call where the request has tools, as servers do."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if body.get("tools"):
        name = body["tools"][0]["function"]["name"]
        call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


@contextmanager
def serving(script):
    """Run a server; `script(body, number) -> Reply`."""
    state = Server("", script=script)
    handler = type("Handler", (_Handler,), {"server_state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def bomb() -> bytes:
    """Sixty-four megabytes in sixty-four kilobytes."""
    return gzip.compress(b" " * (64 << 20))


def is_lead(body: dict[str, Any]) -> bool:
    """Tell whether a request asks for a lead."""
    return "The list, as data" in body["messages"][-1]["content"]


#: A numbered line of a sheet.
LINE_RE = re.compile(r"^n[0-9a-f]{10}:(\d+): (.*)$", re.MULTILINE)


def numbered(body: dict[str, Any]) -> dict[int, str]:
    """The numbered sentences that a request shows."""
    return {int(n): text for n, text in LINE_RE.findall(body["messages"][-1]["content"])}
