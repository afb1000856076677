"""Measure attribution against PolNeAR's human annotation of US news articles.

Only statements are measured: gold relations whose cue's head is a verb of communication (or *according to*) in
`STATEMENT_LEMMAS` and which have a source. A predicted cue matches a gold cue when the spans overlap. A source is
right when it shares half of the content words of the shorter one, or its last word. A predicted statement cue that
overlaps the cue of any gold relation counts as right.

Usage: python -m benchmarks.polnear [DATA_FOLDER] [--split dev] [--errors N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data
from bot.answer.attribution import find_all, statements
from bot.answer.attribution.cues import CUES, STATEMENT_LEMMAS
from bot.answer.attribution.tokens import ADVERBS, AUXILIARIES
from corpus.types import Article, Outlet
from index.split import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.types import Sentence

_WORD_RE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = frozenset(["the", "a", "an", "of", "in", "at", "for", "and", "to", "'s", "s", "his", "her", "their", "its"])
Ranges = list[list[int]]
#: Cue, source (empty without one) and the cue's lemma, which is None outside the rules' lexicon.
Predicted = tuple[Ranges, Ranges, str | None]


@dataclass
class Score:
    """Counts over all articles."""

    gold: int = 0
    found: int = 0
    source_right: int = 0
    predicted: int = 0
    right: int = 0
    #: Those of `right` whose source is right too, or whose gold relations all lack a source.
    right_source: int = 0
    #: Content words shared with the gold, predicted and gold, inside the sentence of the cue.
    content: list[int] = field(default_factory=lambda: [0, 0, 0])
    errors: dict[str, list[str]] = field(default_factory=lambda: {"missed": [], "source": [], "extra": []})
    cues: dict[str, Counter[str]] = field(
        default_factory=lambda: {"missed": Counter(), "source": Counter(), "extra": Counter()}
    )

    def error(self, sort: str, lemma: str | None, line: str) -> None:
        """Keep an error for the lists."""
        self.errors[sort].append(line)
        self.cues[sort][lemma or "other"] += 1


def head_lemma(cue: str) -> str | None:
    """Return the lemma of the first word of a cue that is no auxiliary or adverb."""
    words = [word.lower() for word in _WORD_RE.findall(cue)]
    if "according" in words:
        return "according"
    for word in words:
        if word not in AUXILIARIES and word not in ADVERBS and not word.endswith("ly"):
            return CUES[word].lemma if word in CUES else None
    return None


def _overlap(a: Ranges, b: Ranges) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def _words(text: str, ranges: Ranges) -> list[tuple[int, str]]:
    out = []
    for start, end in ranges:
        out += [(start + m.start(), m[0].lower()) for m in _WORD_RE.finditer(text[start:end])]
    return out


def same_source(text: str, gold: Ranges, predicted: Ranges) -> bool:
    """Tell whether two spans name the same source in the same place."""
    a, b = _words(text, gold), _words(text, predicted)
    if not a or not b:
        return False
    content_a = {w for w in a if w[1] not in _STOP} or set(a)
    content_b = {w for w in b if w[1] not in _STOP} or set(b)
    return 2 * len(content_a & content_b) >= min(len(content_a), len(content_b)) or a[-1] == b[-1]


def by_rules(article: Article, rows: Sequence[Sentence]) -> list[list[Predicted]]:
    """Return what the rules find in each sentence."""
    out: list[list[Predicted]] = []
    for sentence, found in zip(rows, find_all(article, rows), strict=True):
        base = sentence.start
        sources = [[[base + one.source.start, base + one.source.end]] if one.source else [] for one in found]
        cues = [[[base + one.cue.start, base + one.cue.end]] for one in found]
        out.append([(cue, source, one.lemma) for cue, source, one in zip(cues, sources, found, strict=True)])
    return out


def measure(
    row: dict[str, Any],
    score: Score,
    predict: Callable[[Article, Sequence[Sentence]], list[list[Predicted]]] = by_rules,
    *,
    every_cue: bool = False,
) -> None:
    """Add one article to the score.

    Args:
        row: the article with its gold relations.
        score: what is added to; its content words are always those of the rules.
        predict: what finds the attributions of each sentence.
        every_cue: count relations and predictions with any cue, beliefs and intentions too.

    """
    text = row["text"]
    article = Article(row["id"], Outlet("polnear", row["outlet"]), row["title"] or "", text)
    rows = sentences(article)
    predicted = [one for found in predict(article, rows) for one in found]
    stated = statements(article, rows)
    for relation in row["relations"]:
        cue = " ".join(text[a:b] for a, b in relation["cue"])
        lemma = head_lemma(cue)
        if not (every_cue or lemma in STATEMENT_LEMMAS) or not relation["source"]:
            continue
        score.gold += 1
        hits = [p for p in predicted if _overlap(p[0], relation["cue"])]
        line = _line(text, relation)
        if not hits:
            score.error("missed", lemma, line)
            continue
        score.found += 1
        start, end = hits[0][0][0]
        mine = [s for s in stated if s.sentence.start <= start < s.sentence.end and s.cue and text[start:end] in s.cue]
        if mine:
            gold = {
                w for w in _words(text, relation["content"]) if mine[0].sentence.start <= w[0] < mine[0].sentence.end
            }
            sets = [set(_words(text, [[c.start, c.end] for c in s.contents])) for s in mine]
            best = max(sets, key=lambda words: len(words & gold))
            score.content = [a + len(b) for a, b in zip(score.content, (best & gold, best, gold), strict=True)]
        if any(same_source(text, relation["source"], p[1]) for p in hits):
            score.source_right += 1
        else:
            got = "; ".join(text[p[1][0][0] : p[1][0][1]] for p in hits if p[1])
            score.error("source", lemma, f"[got: {got}] {line}")
    for cue_span, source, lemma in predicted:
        if not (every_cue or lemma in STATEMENT_LEMMAS):
            continue
        score.predicted += 1
        if golds := [r["source"] for r in row["relations"] if _overlap(cue_span, r["cue"])]:
            score.right += 1
            score.right_source += not any(golds) or any(same_source(text, gold, source) for gold in golds)
        else:
            start, end = cue_span[0]
            got = text[source[0][0] : source[0][1]] if source else ""
            context = text[max(0, start - 120) : end + 70].replace("\n", " / ")
            score.error("extra", lemma, f"[{got} | {text[start:end]}] {context}")


def _line(text: str, relation: dict[str, Ranges]) -> str:
    spans = [span for key in ("source", "cue") for span in relation[key]]
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    source = " … ".join(text[a:b] for a, b in relation["source"])
    cue = " … ".join(text[a:b] for a, b in relation["cue"])
    return f"[{source} | {cue}] " + text[max(0, start - 80) : end + 80].replace("\n", " / ")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "data", nargs="?", type=Path, default=data.folder(), help="folder that holds train/polnear.jsonl.gz"
    )
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors of each sort")
    options = parser.parse_args()
    path = options.data / "train" / "polnear.jsonl.gz"
    if not path.is_file():
        print(f"no PolNeAR data at {path}: give the data folder as an argument or in WHOSAYS_DATA", file=sys.stderr)
        return 2
    score = Score()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] == options.split:
                measure(row, score)
    print(f"split {options.split}: {score.gold} gold statements, {score.predicted} predicted")
    print(f"cue recall                 {score.found / max(1, score.gold):.3f}")
    print(f"source right, cue found    {score.source_right / max(1, score.found):.3f}")
    print(f"source right, of all gold  {score.source_right / max(1, score.gold):.3f}")
    print(f"content words F1, matched  {2 * score.content[0] / max(1, score.content[1] + score.content[2]):.3f}")
    print(f"precision                  {score.right / max(1, score.predicted):.3f}")
    for sort in ("missed", "source", "extra") if options.errors else ():
        print(f"\n{sort}: {sum(score.cues[sort].values())}", score.cues[sort].most_common(15))
        for entry in score.errors[sort][: options.errors]:
            print("  ", entry)
    return 0


if __name__ == "__main__":
    sys.exit(main())
