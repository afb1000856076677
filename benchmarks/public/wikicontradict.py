"""WikiContradict: two passages that contradict each other, and both answers to convey.

Every record is a conflict, so false alarms are not measured here but on QACC. The published figures are judgements of
people on whole answers. Ours stand for them: an answer is conveyed by a position when its display or a quote below
it, taken from a document that gives the answer, holds half of its words and all of its figures. The strict measure asks
for two positions, each with one gold answer among its wordings, and the state conflict.

Against shouting "conflict" there is a control: the first of the two documents alone, where it does not contradict itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks import data
from benchmarks.public import intervals, wording
from benchmarks.public.asking import reply, spread, tasks
from benchmarks.public.types import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.asking import Reply, Shown, Task
    from benchmarks.public.types import Options

    Row = dict[str, Any]

#: The field of a document that is fed, and what it is.
FED = {
    "text": "short statements",
    "self_contained": "rewritten statements",
    "passage": "paragraphs",
}
_TITLE = "WikiContradict (IBM), two Wikipedia passages given, every record a conflict"
_MEASURES = ("both answers conveyed", "both as answers, flagged as conflict", "flagged as conflict", "answered")
_MAIN = (
    *(f"{fed}: {measure}" for fed in FED.values() for measure in _MEASURES[:2]),
    "rewritten statements: answered",
    "rewritten statements: one of the two alone, flagged as conflict (a false alarm)",
)
_PUBLISHED = (
    "told to reflect contradictions: Llama-3-70b .438, GPT-4 .104; plain prompt: .104, .063 "
    "(people’s judgements, 48 questions a model, from the data’s repository)"
)
_TRUTHS = frozenset({"yes", "no"})


def run(options: Options) -> Result:
    """Measure with each of the three forms of the documents."""
    rows = data.rows(options.data / "eval_dev" / "wikicontradict_dev.jsonl")[: options.limit]
    out: list[Figure] = []
    answer = partial(reply, trained=options.trained)
    for fed, name in FED.items():
        replies = spread(answer, tasks(rows, text=fed, apart=True), options.processes)
        out += figures(rows, replies, name)
        out.append(alone([one.state for one in spread(answer, halves(rows, fed), options.processes)], name))
    return Result("wikicontradict", _TITLE, tuple(out), _MAIN)


def halves(rows: Sequence[Row], fed: str) -> list[Task]:
    """Return the questions with the first document only, of records whose documents do not say both by themselves."""
    apart = [row for row in rows if len({document[fed] for document in row["documents"]}) > 1]
    return tasks([{**row, "documents": row["documents"][:1]} for row in apart], text=fed, apart=True)


def alone(states: Sequence[str], fed: str) -> Figure:
    """Return how often one document alone is said to be a conflict."""
    name = f"{fed}: one of the two alone, flagged as conflict (a false alarm)"
    return intervals.share(name, [float(state == "conflict") for state in states])


def figures(rows: Sequence[Row], replies: Sequence[Reply], fed: str) -> list[Figure]:
    """Return the measures of rows and what was answered to them."""
    pairs = list(zip(rows, replies, strict=True))
    return [
        intervals.share(f"{fed}: {_MEASURES[0]}", [float(both(*pair)) for pair in pairs], _published(fed)),
        intervals.share(f"{fed}: {_MEASURES[1]}", [float(strict(*pair)) for pair in pairs]),
        *(
            intervals.share(
                f"{fed}: {_MEASURES[0]}, {sort.lower()}",
                [float(both(row, given)) for row, given in pairs if row["meta"]["contradiction_type"].startswith(sort)],
            )
            for sort in ("Explicit", "Implicit")
        ),
        intervals.share(f"{fed}: {_MEASURES[2]}", [float(given.state == "conflict") for _, given in pairs]),
        intervals.share(f"{fed}: {_MEASURES[3]}", [float(bool(given.positions)) for _, given in pairs]),
    ]


def _published(fed: str) -> str:
    return _PUBLISHED if fed == next(iter(FED.values())) else "as above"


def both(row: Row, given: Reply) -> bool:
    """Tell whether different positions convey the gold answers, one each."""
    return _each_its_own([[_conveys(shown, answer) for shown in given.positions] for answer in row["answers"]])


def strict(row: Row, given: Reply) -> bool:
    """Tell whether different positions are worded as the gold answers, and the state is conflict."""
    gold = [[wording.exact(shown.wordings, [text]) for shown in given.positions] for text in row["gold"]]
    return given.state == "conflict" and _each_its_own(gold)


def _conveys(shown: Shown, answer: dict[str, Any]) -> bool:
    start = wording.normalise(answer["text"]).split(maxsplit=1)[:1]
    if start and start[0] in _TRUTHS:  # "Yes, because …" has no words in common with a passage that says so
        return shown.display == start[0]
    texts = shown.wordings
    if not answer["documents"] or shown.articles & set(answer["documents"]):
        texts += shown.quotes
    return any(wording.conveys(text, answer["text"]) for text in texts)


def _each_its_own(fits: list[list[bool]]) -> bool:
    """Tell whether every answer can have a position that no other answer needs; there are two answers."""
    if not fits:
        return True
    head, *rest = fits
    return any(fit and _each_its_own([row[:at] + row[at + 1 :] for row in rest]) for at, fit in enumerate(head))
