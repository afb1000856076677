"""Which language model: `openai-like:MODEL@URL`, `ollama:MODEL`, and how it is asked."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

#: The variable with the server's key. Never OPENAI_API_KEY: a key for one service must not be sent to another's URL.
KEY_VARIABLE = "WHOSAYS_LLM_KEY"
#: What a model's server is told, in words for whoever switches one on.
SENT = "questions, sentences of articles, and the values, outlets and speakers of answers"
#: Seconds for a connection, when somebody looks whether the server is there.
_CONNECT = 3.0
_OLLAMA_URL = "http://127.0.0.1:11434"
_FORM = 'write "openai-like:MODEL@URL" or "ollama:MODEL"'
#: How a reply is given its form: by a JSON schema, by a tool call, or by the prompt alone.
MODES = ("schema", "tools", "text")
_MODEL_RE = re.compile(r"[\w./:+-]{1,200}", re.ASCII)


class ModelSettingError(ValueError):
    """A model was named in a form that cannot be read; the message is one line."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A model to ask."""

    #: "openai-like" or "ollama".
    provider: str
    model: str
    url: str
    #: One of `MODES`.
    mode: str = "schema"

    @property
    def fingerprint(self) -> str:
        """What changes when replies may change."""
        return f"{self.provider}:{self.model}@{self.url}#{self.mode}"

    @property
    def local(self) -> bool:
        """True when the server is on this machine: no proxy stands between."""
        return (urlsplit(self.url).hostname or "") in ("127.0.0.1", "localhost", "::1")

    @property
    def place(self) -> str:
        """The server, as people are told where their questions go: no path, as somebody may keep a secret there."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def answers(self) -> bool:
        """Tell whether the server takes connections; nothing is sent to it."""
        parts = urlsplit(self.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname, port), _CONNECT).close()
        except OSError:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.provider}:{self.model}"


def parse(given: str) -> Spec:
    """Return the model that a setting names; `#tools` or `#text` at its end says how it is asked.

    >>> parse("openai-like:mistral@http://127.0.0.1:8000/v1#tools").mode
    'tools'

    Raises:
        ModelSettingError: the setting cannot be read.
    """
    named, _, mode = given.strip().partition("#")
    provider, _, rest = named.partition(":")
    # Messages show what stands before the URL alone: somebody may have put a key into it.
    model, _, url = rest.partition("@")
    shown = f"{provider}:{model}"
    if provider == "ollama":
        url = url or os.environ.get("OLLAMA_HOST", "") or _OLLAMA_URL
        url = url if "://" in url else f"http://{url}"
    elif provider != "openai-like":
        raise ModelSettingError(f"no kind of language model {provider!r}: {_FORM}")
    elif not url:
        raise ModelSettingError(f"no URL after {shown!r}: {_FORM}")
    if not _MODEL_RE.fullmatch(model):
        raise ModelSettingError(f"no model in {shown!r}: {_FORM}")
    if (mode or "schema") not in MODES:
        raise ModelSettingError(f"#{mode} after {shown!r} is none of {', '.join(MODES)}")
    return Spec(provider, model, _checked(url), mode or "schema")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise ModelSettingError(f"the model's URL is none: {_FORM}") from None
    if parts.username or parts.password or parts.query:
        raise ModelSettingError(f"a key stands in the model's URL: put it into {KEY_VARIABLE}, where no log shows it")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelSettingError(f"the model's URL must begin with http:// or https://: {_FORM}")
    return url.rstrip("/")
