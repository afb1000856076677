"""How claims are laid out for the claims model: the same in training and in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

RELATIONS = ("same", "refines", "compatible", "incompatible")
STANCES = ("supports", "neither", "denies")

STANCE_TOKENS = 96
RELATION_TOKENS = 128
_QUESTION_TOKENS = 32
_ANSWER_TOKENS = 28
_HYPOTHESIS_TOKENS = 40
_CLS, _SEP = 101, 102


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    # A lone surrogate, left by a broken reader, cannot be passed to the tokenizer.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    found: list[int] = tokenizer.encode(clean, add_special_tokens=False).ids
    return found


def _around(clause: Sequence[int], answer: Sequence[int], room: int) -> list[int]:
    """Return at most `room` tokens of the clause, with the answer in their middle where it stands in the clause."""
    if len(clause) <= room:
        return list(clause)
    size = len(answer)
    at = next((i for i in range(len(clause) - size + 1) if list(clause[i : i + size]) == list(answer)), 0)
    start = min(max(0, at - (room - size) // 2), len(clause) - room)
    return list(clause[start : start + room])


def stance_ids(tokenizer: Tokenizer, clause: str, hypothesis: str) -> tuple[list[int], list[int]]:
    """Return token ids and types of "[CLS] clause [SEP] hypothesis [SEP]"."""
    right = _ids(tokenizer, hypothesis)[:_HYPOTHESIS_TOKENS]
    left = _ids(tokenizer, clause)[: STANCE_TOKENS - len(right) - 3]
    return [_CLS, *left, _SEP, *right, _SEP], [0] * (len(left) + 2) + [1] * (len(right) + 1)


def relation_ids(
    tokenizer: Tokenizer, question: str, first: tuple[str, str], second: tuple[str, str]
) -> tuple[list[int], list[int]]:
    """Return token ids and types of "[CLS] question [SEP] answer — clause [SEP] answer — clause [SEP]"."""
    asked = _ids(tokenizer, question)[:_QUESTION_TOKENS]
    dash = _ids(tokenizer, "—")
    answers = [_ids(tokenizer, answer)[:_ANSWER_TOKENS] for answer, _ in (first, second)]
    room = RELATION_TOKENS - len(asked) - sum(map(len, answers)) - 2 * len(dash) - 4
    clauses = [_ids(tokenizer, clause) for _, clause in (first, second)]
    # A short clause leaves its room to the other one.
    rooms = [max(room // 2, room - len(clauses[1])), max(room // 2, room - len(clauses[0]))]
    sides = [
        [*answer, *dash, *_around(clause, answer, own)] if clause else answer
        for answer, clause, own in zip(answers, clauses, rooms, strict=True)
    ]
    ids = [_CLS, *asked, _SEP, *sides[0], _SEP, *sides[1], _SEP][:RELATION_TOKENS]
    types = ([0] * (len(asked) + len(sides[0]) + 3) + [1] * (len(sides[1]) + 1))[: len(ids)]
    return ids, types
