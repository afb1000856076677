"""Model files are checked, opened late, and a pair's result does not depend on its neighbours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.models.errors import ModelFileError
from bot.models.pair_model import MAX_FIRST_TOKENS, PairModel, as_pairs
from tests.models.places import READER as FOLDER

PAIRS = [
    (f"Who {verb} the {thing}?", " ".join([f"The mayor of Nordhavn {verb} the {thing} on Friday."] * (1 + n % 6)))
    for n, (verb, thing) in enumerate(
        (v, t) for v in ("opened", "closed", "sold") for t in ("bridge", "school", "port")
    )
]


@pytest.fixture(scope="module")
def model():
    return PairModel(FOLDER)


@pytest.fixture
def copied(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "reader"))


def test_a_result_depends_on_the_pair_alone(model):
    together, reverse = model.run(PAIRS), list(reversed(model.run(PAIRS[::-1])))
    for at, pair in enumerate(PAIRS):
        ((alone, outputs),) = model.run([pair])
        for other in (together[at], reverse[at], model.run(PAIRS, workers=1)[at]):
            assert other[0].ids == alone.ids
            assert all(np.array_equal(a, b) for a, b in zip(outputs, other[1], strict=True))


def test_the_second_text_is_cut_and_the_first_is_not(model):
    question, text = "Who opened the bridge?", "The mayor opened the bridge. " * 100
    ((pair, outputs),) = model.run([(question, text)])
    assert len(pair.ids) == len(pair.types) == model.max_tokens == outputs[0].shape[1]
    assert pair.ids[-1] == pair.ids[pair.first - 1]  # [SEP] behind both
    assert text[slice(*pair.offsets[0])] == "The"
    assert len(pair.offsets) == model.max_tokens - pair.first - 1


def test_a_question_without_end_leaves_room_for_the_window(model):
    (pair,) = as_pairs(model.tokenizer, [("why " * 3000, "It rained.")], model.max_tokens)
    assert pair.first == MAX_FIRST_TOKENS + 2
    assert len(pair.offsets) == 3


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800", "a\ud800b", "é" * 400, "\u200b", "x" * 5000])
def test_odd_texts_are_read(model, text):
    for pair in ((text, "It rained in Oslo."), ("Where did it rain?", text)):
        ((tokens, outputs),) = model.run([pair])
        assert np.isfinite(outputs[0]).all()
        assert all(0 <= start <= end <= len(pair[1]) for start, end in tokens.offsets)


def test_nothing_to_read_is_nothing(model):
    assert model.run([]) == []


@pytest.mark.parametrize("name", ["model.json", "model.onnx", "tokenizer.json"])
def test_a_missing_file_is_one_clear_line(copied, name):
    (copied / name).unlink()
    with pytest.raises(ModelFileError) as caught:
        PairModel(copied).run(PAIRS[:1])
    assert str(copied / name) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["flipped", "short", "empty"])
def test_a_damaged_file_is_one_clear_line(copied, name, damage):
    data = bytearray((copied / name).read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    (copied / name).write_bytes({"flipped": data, "short": data[:-1], "empty": b""}[damage])
    with pytest.raises(ModelFileError, match="damaged") as caught:
        PairModel(copied).run(PAIRS[:1])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "record",
    ["", "{", "[]", "{}", '{"files": {}}', '{"files": {"model.onnx": 1, "tokenizer.json": 2}, "max_tokens": 176}'],
)
def test_a_damaged_list_of_files_is_one_clear_line(copied, record):
    (copied / "model.json").write_text(record, encoding="utf-8")
    with pytest.raises(ModelFileError, match="list of files") as caught:
        PairModel(copied)
    assert "\n" not in str(caught.value)


def test_the_fingerprint_follows_the_settings(copied):
    before = PairModel(copied).fingerprint
    record = json.loads((copied / "model.json").read_text(encoding="utf-8"))
    record["settings"]["calibration"]["bias"] += 1
    (copied / "model.json").write_text(json.dumps(record), encoding="utf-8")
    assert PairModel(copied).fingerprint != before


def test_heavy_packages_wait_for_the_first_pair():
    code = (
        f"import sys; from pathlib import Path; from bot.models.span_reader import SpanReader;"
        f"SpanReader.in_folder(Path({str(FOLDER)!r}));"
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_model_is_small_enough_to_ship():
    assert (FOLDER / "model.onnx").stat().st_size <= 25_000_000  # bytes; as small as the encoder
