"""What a language model can do to answers at best and at worst, on the invented events; no model is needed.

    .venv/bin/python -m benchmarks.llm_mode [N]

At best it points at the sentences that the gold answers quote; at worst at every sentence. Whatever a real model points at
lies between. Prints a table, over every N-th question; all of them take a quarter of an hour on one busy core.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.ask import ask
from bot.evaluate import gold
from bot.evaluate.measures import measures
from bot.evaluate.score import score
from bot.llm.assist import Assistant
from bot.render.json import as_dict
from corpus.load import Refused, load
from corpus.outlets import Registry
from index.embedders import embedder
from index.index import Index
from index.writer import add

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.evaluate.score import Result

_EVENTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "events"
_SHOWN = (
    "state accuracy", "position precision", "position recall", "outlet precision", "outlet recall", "conflict precision",
    "conflict recall", "differs false alarms", "abstention recall",
)  # fmt: skip


def _pointer(choose: Callable[[str], bool]) -> Assistant:
    """Return an assistant whose model points at the sentences that `choose` takes."""
    import re

    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class Pointer(CustomLLM):  # type: ignore[misc]
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(model_name="pointer")

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ANN401
            shown = re.findall(r"^n[0-9a-f]{10}:(\d+): (.*)$", prompt, re.MULTILINE)
            return CompletionResponse(text=json.dumps({"sentences": [int(n) for n, text in shown if choose(text)]}))

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401
            yield self.complete(prompt)

    return Assistant(Pointer(), timeout=60.0, leads=False)


def _rows(step: int) -> Iterator[tuple[Index, dict[str, str], dict[str, Any]]]:
    registry, encoder = Registry.load(), embedder()
    for event in sorted(path for path in _EVENTS.iterdir() if (path / "questions.jsonl").exists()):
        articles = [item for item in load([event / "articles"], registry) if not isinstance(item, Refused)]
        texts = {article.id: article.text for article in articles}
        with tempfile.TemporaryDirectory() as folder:
            add(Path(folder), articles, encoder)
            with Index.open(Path(folder), encoder, one_shot=True) as index:
                rows = [row for row in gold.read(event / "questions.jsonl") if row.get("conversation") is None]
                for row in rows[::step]:
                    yield index, texts, row


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    results: dict[str, list[Result]] = {"default": [], "at best": [], "at worst": []}
    for index, texts, row in _rows(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        quotes = [" ".join(s["quote"].split()) for position in row["positions"] for s in position["support"]]
        best = _pointer(lambda text, quotes=quotes: any(text in quote or quote in text for quote in quotes))  # type: ignore[misc]
        answers = {"default": ask(row["question"], index)}
        for name, assistant in (("at best", best), ("at worst", _pointer(lambda text: True))):
            with assistant:
                answers[name] = assistant.ask(row["question"], index).answer
        for name, answer in answers.items():
            results[name].append(score(row, as_dict(answer), texts))
    print(f"{len(results['default'])} questions")
    print(f"{'':24}" + "".join(f"{name:>10}" for name in results))
    found = {name: measures(rows) for name, rows in results.items()}
    for measure in _SHOWN:
        values = [found[name].get(measure) for name in results]
        print(f"{measure:24}" + "".join(f"{'-' if v is None else f'{v:.3f}':>10}" for v in values))


if __name__ == "__main__":
    main()
