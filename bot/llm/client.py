"""Talks to a language model through llama-index. Imported on demand: llama_index takes over a second to import."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.bridge.pydantic import BaseModel, ConfigDict, Field
from llama_index.core.prompts import PromptTemplate

from bot.llm.spec import KEY_VARIABLE, ModelSettingError, Spec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import httpx
    from llama_index.core.llms import LLM

#: Bytes of one reply, headers apart: numbers of forty sentences take a few hundred.
MOST_BYTES = 256 * 1024
#: Tokens that a model may write; numbers and one sentence need fewer.
_MOST_TOKENS = 300
#: Tokens that a sheet of sentences and the prompt may take.
_CONTEXT = 16_384


class ReplyError(ValueError):
    """A reply of a model that cannot be used; the message is one line and holds nothing of the reply."""


class Nominations(BaseModel):  # type: ignore[misc]
    """Numbers of the sentences that say something on the question."""

    # "1" and true are no numbers.
    model_config = ConfigDict(strict=True)

    sentences: list[int] = Field(description="Numbers of sentences, the most telling first; empty when there is none.")


def open_model(spec: Spec, timeout: float) -> tuple[LLM, Callable[[], Any]]:
    """Return a model and what closes its connections; nothing is sent yet.

    Raises:
        ModelSettingError: the package that talks to such servers is not installed.
    """
    try:
        return _openai_like(spec, timeout) if spec.provider == "openai-like" else _ollama(spec, timeout)
    except ImportError as error:
        package = f"llama-index-llms-{spec.provider}"
        raise ModelSettingError(f"{spec.provider} needs the package {package}: pip install 'whosays[llm]'") from error


def _openai_like(spec: Spec, timeout: float) -> tuple[LLM, Callable[[], Any]]:
    import httpx
    from llama_index.llms.openai_like import OpenAILike
    from openai.resources.chat import completions  # noqa: F401 -- imported by the first call otherwise, in its time

    client = httpx.AsyncClient(**_transport(spec), timeout=timeout, follow_redirects=False)
    model = OpenAILike(
        model=spec.model,
        api_base=spec.url,
        # Given always: without one the client would send what OPENAI_API_KEY holds.
        api_key=os.environ.get(KEY_VARIABLE) or "none",
        is_chat_model=True,
        is_function_calling_model=spec.mode == "tools",
        should_use_structured_outputs=spec.mode == "schema",
        temperature=0.0,
        max_tokens=_MOST_TOKENS,
        context_window=_CONTEXT,
        timeout=timeout,
        max_retries=0,
        async_http_client=client,
    )
    return model, client.aclose


def _ollama(spec: Spec, timeout: float) -> tuple[LLM, Callable[[], Any]]:
    from llama_index.llms.ollama import Ollama
    from ollama import AsyncClient, Client

    client = AsyncClient(host=spec.url, timeout=timeout, follow_redirects=False, **_transport(spec))
    model = Ollama(
        model=spec.model,
        base_url=spec.url,
        request_timeout=timeout,
        temperature=0.0,
        context_window=_CONTEXT,
        json_mode=spec.mode == "schema",
        is_function_calling_model=spec.mode == "tools",
        additional_kwargs={"num_predict": _MOST_TOKENS},
        # Both are given: the constructor makes its own otherwise, which follow redirects.
        client=Client(host=spec.url, timeout=timeout, follow_redirects=False),
        async_client=client,
    )
    return model, client._client.aclose


def _transport(spec: Spec) -> dict[str, Any]:
    """Return how to connect: replies are cut off, and a proxy is not asked for a server on this machine."""
    # Without TLS no certificates are read, which takes longer than many a reply.
    secure = spec.url.startswith("https:")
    return {"event_hooks": {"response": [_bounded]}, "trust_env": not spec.local, "verify": secure}


async def _bounded(response: httpx.Response) -> None:
    """Let a reply end the call when it is longer than any that could be used."""
    import httpx

    if not isinstance(response.stream, httpx.AsyncByteStream):
        raise TypeError("an asynchronous client gives an asynchronous stream")
    whole: httpx.AsyncByteStream = response.stream

    class Bounded(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            read = 0
            async for chunk in whole:
                read += len(chunk)
                if read > MOST_BYTES:
                    raise httpx.DecodingError("the reply is too long", request=response.request)
                yield chunk

        async def aclose(self) -> None:
            await whole.aclose()

    response.stream = Bounded()
    if response.headers.get("content-encoding", "identity") != "identity":
        # What is short while compressed may fill a memory.
        raise httpx.DecodingError("a compressed reply", request=response.request)


async def nominate(model: LLM, prompt: str, *, plain: bool) -> list[int]:
    """Return the numbers that a model names.

    Args:
        model: llama-index's.
        prompt: the whole prompt.
        plain: ask for JSON in words, as any model understands, in place of the server's own way.

    Raises:
        ReplyError: the reply has another form.
    """
    if plain:
        found = await model.achat([ChatMessage(role=MessageRole.USER, content=prompt)])
        return _numbers(found.message.content or "")
    # The prompt holds news, whose braces are none of the template's.
    reply = await model.astructured_predict(Nominations, PromptTemplate("{whole}"), whole=prompt)
    if not isinstance(reply, Nominations):
        raise ReplyError("no numbers of sentences in the reply")
    return list(reply.sentences)


def _numbers(text: str) -> list[int]:
    """Return the numbers of the one JSON object in a reply.

    Raises:
        ReplyError: there is none of the form asked for.
    """
    start, end = text.find("{"), text.rfind("}")
    try:
        data = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        raise ReplyError("no JSON in the reply") from None
    found = data.get("sentences") if isinstance(data, dict) else None
    if not isinstance(found, list) or any(isinstance(n, bool) or not isinstance(n, int) for n in found):
        raise ReplyError("no numbers of sentences in the reply")
    return found


async def write(model: LLM, prompt: str, most: int) -> str:
    """Return what a model writes, streamed, so that a reply that goes on is left after `most` characters."""
    stream = await model.astream_chat([ChatMessage(role=MessageRole.USER, content=prompt)])
    told = ""
    async for part in stream:
        told += part.delta or ""
        if len(told) > most:
            break
    return told
