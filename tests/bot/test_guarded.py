"""What is spared finds the same: guarded patterns, small letters, scans from what is rare, neighbours of a sentence."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from itertools import product
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest

import bot.answer
import index
from bot.answer import quantities
from bot.answer.attribution import resolve
from bot.answer.attribution.scan import by_start, by_tail
from bot.answer.attribution.tokens import tokenise
from bot.answer.neighbours import after, before, sentences_of
from corpus.types import Article, Outlet
from index.guarded import Guarded, Small

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DATA = Path(__file__).parents[1] / "data" / "events"
#: Strings that a run of characters may be, at most: of more the run is cut in two.
_MOST_RUNS = 64


def _all_of(kind: type) -> list[Any]:
    found = {}
    for package in (bot.answer, index):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "llama_index" in module.name or ".backends" in module.name:
                continue  # they need what is optional
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, kind):
                    found[id(value)] = pytest.param(value, id=f"{module.name}:{name}")
    return list(found.values())


def _letters(op: Any, value: Any) -> list[str] | None:
    """Return the characters that a node of a parsed pattern matches, where they are few."""
    if op is _constants.LITERAL:
        return [chr(value)]
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[:2] == (0, 1) and len(value[2]) == 1:
        one = _letters(*value[2][0])
        return None if one is None else ["", *one]
    if op is not _constants.IN:
        return None
    out: list[str] = []
    for kind, one in value:
        if kind is _constants.LITERAL:
            out.append(chr(one))
        elif kind is _constants.RANGE and one[1] - one[0] < 10:
            out += [chr(code) for code in range(one[0], one[1] + 1)]
        else:
            return None
    return out


def _flat(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the nodes of a sequence, its groups opened."""
    for op, value in tree:
        if op is _constants.SUBPATTERN:
            yield from _flat(value[3])
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] == 1:
            yield from _flat(value[2])
            if value[1] != 1:
                yield _constants.ANY, None
        else:
            yield op, value


def _holds(tree: Any, words: Sequence[str]) -> bool:
    """Tell whether whatever a sequence matches holds one of some words, as far as that can be proved."""
    runs = [""]
    for op, value in _flat(tree):
        letters = _letters(op, value)
        if letters and len(runs) * len(letters) <= _MOST_RUNS:
            runs = [left + right for left, right in product(runs, letters)]
            continue
        if op is _constants.AT or op is _constants.ASSERT_NOT:
            continue
        if _told(runs, words):
            return True
        if op is _constants.BRANCH:
            before_it = [[(_constants.LITERAL, ord(letter)) for letter in run] for run in runs]
            if all(_holds([*run, *part], words) for run in before_it for part in value[1]):
                return True
        repeated = op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0]
        if (repeated and _holds(value[2], words)) or (op is _constants.ASSERT and _holds(value[1], words)):
            return True
        runs = letters if letters and len(letters) <= _MOST_RUNS else [""]
    return _told(runs, words)


def _told(runs: list[str], words: Sequence[str]) -> bool:
    return all(any(word in run.lower() for word in words) for run in runs)


@pytest.mark.parametrize("guarded", _all_of(Guarded))
def test_whatever_a_guarded_pattern_matches_holds_one_of_its_words(guarded: Guarded) -> None:
    plain = guarded.pattern
    assert _holds(_parser.parse(plain.pattern, plain.flags), guarded.words)


def test_a_word_that_is_left_out_is_noticed() -> None:
    pattern = re.compile(r"\b(?:ships?|boats?|ferr(?:y|ies))\s+sank\b", re.I)
    tree = _parser.parse(pattern.pattern, pattern.flags)
    assert _holds(tree, ("ship", "boat", "ferr"))
    assert _holds(tree, ("sank",))
    assert not _holds(tree, ("ship", "ferr"))
    assert not _holds(tree, ("ships", "boat", "ferr"))
    assert not _holds(tree, ("ferry", "ship", "boat"))


def _literals(tree: Any) -> Iterator[str]:
    for op, value in tree:
        if op is _constants.LITERAL or op is _constants.NOT_LITERAL:
            yield chr(value)
        elif op is _constants.SUBPATTERN:
            yield from _literals(value[3])
        elif op is _constants.BRANCH:
            for part in value[1]:
                yield from _literals(part)
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            yield from _literals(value[2])
        elif op in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from _literals(value[1])


@pytest.mark.parametrize("small", _all_of(Small))
def test_a_pattern_for_small_letters_is_written_in_them_and_finds_the_same(small: Small) -> None:
    assert not [letter for letter in _literals(_parser.parse(small.pattern, small.flags)) if letter != letter.lower()]
    plain = re.compile(small.pattern, small.flags)
    for text in _texts():
        for line in (*text.splitlines(), text.upper()[:400], f"İ{text[:400]}"):
            assert [found.span() for found in small.finditer(line)] == [found.span() for found in plain.finditer(line)]


def test_the_masks_that_a_text_without_digits_is_spared_hold_a_digit() -> None:
    for at in quantities._WITH_DIGITS:
        assert _holds(_parser.parse(quantities._MASKS[at], 0), "0123456789")


def _texts() -> list[str]:
    """Return articles, and the same with words moved, in capitals and with what the patterns look for between them."""
    chance = random.Random(1)
    told = ["which", "company", "chairman", "of the", "(ABC)", "Mr", "in", "the firm", "spokesman", "director,", "bank"]
    out = []
    for path in sorted(DATA.glob("dam-verdict/articles/*"))[:4]:
        text = path.read_text("utf-8")
        words = text.split(" ")
        mixed = " ".join(
            f"{chance.choice(told)} {word}" if chance.random() < 0.2 else word for word in text.title().split(" ")
        )
        chance.shuffle(words)
        out += [text, " ".join(words), mixed]
    return out


_TAILS = (
    (resolve._BRACKET_RE, resolve._CAPITAL_RE, resolve._BRACKET_TAIL_RE, 28),
    (resolve._ITS_STAFF_RE, resolve._NAME_START_RE, resolve._ITS_STAFF_TAIL_RE, 6),
    (resolve._STAFF_OF_RE, resolve._NAME_START_RE, resolve._STAFF_OF_TAIL_RE, 7),
    (resolve._WHICH_RE, resolve._NAME_START_RE, resolve._WHICH_TAIL_RE, 4),
    (resolve._CALLED_RE, resolve._ARTICLE_START_RE, resolve._CALLED_TAIL_RE, 3),
    (resolve._STAFFED_RE, resolve._NAME_START_RE, resolve._STAFFED_TAIL_RE, 4),
)
_STARTS = ((resolve._TITLED_RE, resolve._TITLE_START_RE), (resolve._NO_PERSON_RE, resolve._PLACE_START_RE))


def test_what_is_looked_for_from_its_tail_or_its_start_is_found_all_the_same() -> None:
    seen = 0
    for text in _texts():
        for pattern, start, tail, most in _TAILS:
            found = [match.span() for match in by_tail(pattern, start, tail, most, text)]
            assert found == [match.span() for match in pattern.finditer(text)]
            seen += len(found)
        for pattern, start in _STARTS:
            found = [match.span() for match in by_start(pattern, start, text)]
            assert found == [match.span() for match in pattern.finditer(text)]
            seen += len(found)
    assert seen > 200


def test_the_sentences_beside_one_are_those_that_end_before_it_and_begin_after_it() -> None:
    outlet = Outlet("a", "A")
    for at, text in enumerate(_texts()):
        article = Article(str(at), outlet, "Title", text)
        every = sentences_of(article)
        for sentence in every:
            earlier = [other for other in every if other.end <= sentence.start]
            later = [other for other in every if other.start >= sentence.end]
            assert before(sentence, 3) == tuple(earlier[-3:])
            assert after(sentence) == (later[0] if later else None)


def test_tokens_stand_where_they_are_and_know_the_quotations_of_their_paragraph() -> None:
    text = "The US said: ‘It’s over.’ WHO denied it."
    tokens = tokenise(text, ((-40, -2), (13, 25), (90, 120)))
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [token.text for token in tokens if token.quoted] == ["It’s", "over", "."]
    assert [token.low for token in tokens][:2] == ["the", "US"]
