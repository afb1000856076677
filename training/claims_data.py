"""Examples for the claims model: stances and relations, split by article and by template.

`python -m training.claims_data` prints how many there are of each kind and label, with samples. The data folder is
$WHOSAYS_DATA; only rows whose licence allows shipping weights are read.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training import claims_relation as relation
from training import claims_stance as stance
from training.claims_rows import Example, Fact, facts, judgements, share

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20261121
_HELD_GROUPS = 0.08  # share of articles, contexts and premises kept for validation
_HELD_TEMPLATES = 0.12  # share of templates that training never sees
_HELD_CAUSES = 0.15  # share of the causes
#: How many rows of a source are used: fever_docnli has long premises, and 65 % of its labels are masked.
_SOURCE_LIMITS = {"fever_docnli": 5000, "scitail_dev": 1000, "help": 3000, "med": 3500}
_RELATED_SOURCES = ("mnli_dev", "snli_dev", "snli_test", "fm2", "fever_symmetric")
_PER_SENTENCE = 5  # facts of one sentence; QAMR asks 40 questions about each


@dataclass(frozen=True, slots=True)
class Split:
    """Training rows, rows on articles kept aside, and rows of templates kept aside."""

    train: list[Example]
    articles: list[Example]
    templates: list[Example]


def _thinned(found: list[Fact], rng: random.Random) -> list[Fact]:
    """Return a few facts of each sentence: all amounts, times and reasons, and some of the rest."""
    by_sentence: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        by_sentence[fact.sentence].append(fact)
    kept = []
    for group in by_sentence.values():
        kept += rng.sample(group, min(_PER_SENTENCE, len(group)))
    return kept


def _relations(found: list[Fact], rng: random.Random) -> Iterator[Example]:
    by_article: dict[str, list[Fact]] = defaultdict(list)
    by_sentence: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        by_article[fact.group].append(fact)
        by_sentence[fact.sentence].append(fact)
    pools: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        if relation.is_name(fact):
            pools[relation.kind_of(fact)].append(fact)
    reasons = [fact for fact in found if fact.question.lower().startswith(("why", "for what reason"))]
    for fact in found:
        yield from relation.amounts(fact, rng)
        yield from relation.times(fact, rng)
    for fact in _thinned(found, rng):
        article = rng.sample(by_article[fact.group], min(30, len(by_article[fact.group])))
        if relation.is_name(fact):
            if rng.random() < 0.55:
                yield from relation.names(fact, rng, pools[relation.kind_of(fact)], article)
        elif len(fact.answer.split()) >= 2 and len(fact.answer) < 160:
            yield from relation.phrases(fact, rng, article, reasons)
    for fact in reasons:
        yield from relation.phrases(fact, rng, by_article[fact.group], reasons)
    for group in by_sentence.values():
        yield from relation.alike(group, rng)
    yield from relation.frames(rng, 12000)
    yield from relation.causes(rng, 5000)


def _stances(found: list[Fact], rng: random.Random) -> Iterator[Example]:
    article_sentences: dict[str, list[str]] = defaultdict(list)
    for fact in found:
        if fact.sentence not in article_sentences[fact.group][-3:]:
            article_sentences[fact.group].append(fact.sentence)
    names = [fact.answer for fact in found if relation.is_name(fact)]
    for group, own in article_sentences.items():
        unique = list(dict.fromkeys(own))
        for sentence in unique:
            if stance.plain(sentence):
                others = [other for other in rng.sample(unique, min(6, len(unique))) if other != sentence]
                yield from stance.frames(sentence, group, rng, others)
                yield from stance.tenses(sentence, group, rng)
            yield from stance.passives(sentence, group)
    for fact in _thinned(found, rng):
        if len(fact.sentence) < 200 and rng.random() < (0.9 if any(c.isdigit() for c in fact.answer) else 0.12):
            yield from stance.altered(fact, rng, names)
        if len(fact.sentence) < 220 and rng.random() < 0.35:
            others = [other for other in article_sentences[fact.group] if fact.answer.lower() not in other.lower()]
            yield from stance.answered(fact, rng, names, others)
    yield from stance.causes(rng, 5000)


def _judged(rng: random.Random) -> Iterator[Example]:
    """Yield the inference rows as stances, and a part of them as relations."""
    by_source: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in judgements():
        by_source[row["source"]].append(row)
    for source, own in by_source.items():
        for row in rng.sample(own, min(len(own), _SOURCE_LIMITS.get(source, len(own)))):
            yield stance.judged(row)
            drawn = source in _RELATED_SOURCES and rng.random() < 0.25
            if drawn and (example := relation.inferred(row, rng)):
                yield example


def _balanced(examples: list[Example], limits: dict[str, int], rng: random.Random) -> list[Example]:
    """Return the examples with at most so many of a kind."""
    rng.shuffle(examples)
    seen: Counter[str] = Counter()
    kept = []
    for example in examples:
        seen[example.origin] += 1
        if seen[example.origin] <= limits.get(example.origin, limits["*"]):
            kept.append(example)
    return kept


def split(seed: int = SEED) -> Split:
    """Return all examples, the same for the same seed and data."""
    rng = random.Random(seed)
    found = facts()
    relations = _balanced(
        list(_relations(found, rng)), {"*": 6500, "amount": 9000, "time": 6500, "frame": 10000, "other-what": 1800}, rng
    )
    stances = _balanced(
        list(_stances(found, rng)), {"*": 3000, "frame": 9000, "negated": 4500, "cause": 4500, "answered": 8000}, rng
    )
    parts = Split([], [], [])
    for example in [*relations, *stances, *_judged(rng)]:
        if _is_wording(example) and share(f"template {example.template}") < _HELD_TEMPLATES:
            parts.templates.append(example)
        elif share(f"group {example.group}") < (_HELD_CAUSES if example.group.startswith("cause-") else _HELD_GROUPS):
            parts.articles.append(example)
        else:
            parts.train.append(example)
    for part in (parts.train, parts.articles, parts.templates):
        rng.shuffle(part)
    return parts


def _is_wording(example: Example) -> bool:
    """Return whether the template is a wording that can be held out, not the name of a whole kind of example."""
    return "|" not in example.template and ("{" in example.template or example.origin == "tense")


def main() -> int:
    """Print the counts and some examples."""
    parts = split()
    for name in ("train", "articles", "templates"):
        part: list[Example] = getattr(parts, name)
        print(f"## {name}: {len(part)}")
        for task in ("relation", "stance"):
            own = [example for example in part if example.task == task]
            print(task, len(own), dict(Counter(example.label for example in own)))
            for origin, count in Counter(example.origin for example in own).most_common():
                labels = Counter(example.label for example in own if example.origin == origin)
                print(f"   {origin:18} {count:6} {dict(labels)}")
    if len(sys.argv) > 1:
        rng = random.Random(1)
        for origin in sorted({example.origin for example in parts.train if not example.origin.startswith("nli-")}):
            for example in rng.sample([e for e in parts.train if e.origin == origin], 3):
                print(f"[{origin}/{example.label}] {example.question} ## {example.first} ## {example.second}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
