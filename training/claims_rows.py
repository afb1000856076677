"""Rows of the training data, as the claims model reads them: sentences with a question and its answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.data import folder, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Sources whose sentences are near to news; product reviews and forum posts are left out.
_SOURCES = ("qamr", "squadshifts_wiki", "squad2_dev", "litm_nq")
_END_RE = re.compile(r"(?<=[.!?])[\"”')]?\s+(?=[\"“'(]?[A-Z0-9])")
_SHORT_RE = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|vs|No|Lt|Gen|Col|Sgt|Jr|Sr|U\.S|U\.K|e\.g|i\.e|c|ca)\.$")
_MAX_SENTENCE = 320  # code points: longer ones are lists or broken


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that answers a question: `sentence[start:start + len(answer)] == answer`."""

    group: str  # article or context: held out together
    question: str
    answer: str
    sentence: str
    start: int

    def put(self, answer: str) -> str:
        """Return the sentence with another answer in its place."""
        return self.sentence[: self.start] + answer + self.sentence[self.start + len(self.answer) :]


@dataclass(frozen=True, slots=True)
class Example:
    """One row for the model: `first` and `second` are (answer, clause), or the clause and the hypothesis."""

    task: str  # relation or stance
    question: str
    first: tuple[str, str]
    second: tuple[str, str]
    label: str
    origin: str  # which generator or source
    template: str
    group: str


def share(text: str) -> float:
    """Return a number in [0, 1) that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text stand."""
    start = 0
    for match in _END_RE.finditer(text):
        if _SHORT_RE.search(text[start : match.start()]):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _group(row: dict[str, str]) -> str:
    if row["source"] == "qamr":
        return ":".join(row["id"].split("/")[0].split(":")[1:3])
    return str(row.get("title") or hashlib.sha256(row["context"].encode()).hexdigest()[:12])


def facts() -> list[Fact]:
    """Return the clean rows with an answer, each with the sentence that the answer stands in."""
    found = []
    for row in rows(folder() / "train" / "qa_spans.jsonl.gz"):
        if not row["clean"] or not row["answer"] or row["source"] not in _SOURCES:
            continue
        answer, at = row["answer"], row["start"]
        for start, end in sentences(row["context"]):
            if start <= at and at + len(answer) <= end and end - start <= _MAX_SENTENCE:
                sentence = row["context"][start:end]
                found.append(Fact(_group(row), row["question"].strip(), answer, sentence, at - start))
                break
    return found


def judgements() -> list[dict[str, str]]:
    """Return the clean rows of the inference data."""
    return [row for row in rows(folder() / "train" / "nli.jsonl.gz") if row["clean"]]
