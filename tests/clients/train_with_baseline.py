"""Trains a tiny random model on jobs of a release with dragon_baseline, in its environment.

    HF_HUB_OFFLINE=1 python tests/clients/train_with_baseline.py RELEASE WORK [--tasks NUMBER]

Takes the first fold of the first NUMBER tasks (default 2) of each target type. Makes in WORK:
``model/`` (BERT of one layer, its vocabulary from the release's own texts), ``predictions/<job>/``,
``train.log``, and metric modules that stand in for those on the Hugging Face hub.

Prints one line per job; exit code 1 if one of them does not end with predictions that the
baseline itself takes for complete.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import torch
from dragon_baseline.main import DragonBaseline
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel, BertTokenizerFast

if TYPE_CHECKING:
    from collections.abc import Iterator

# The baseline loads these by name and looks in the working directory first. It chooses its model
# by the loss, so that what they say does not matter.
METRIC = """\
import datasets
import evaluate

ANY = datasets.Value("string")


class Constant(evaluate.Metric):
    def _info(self):
        features = datasets.Features({"predictions": ANY, "references": ANY})
        return evaluate.MetricInfo(description="", citation="", features=features)

    def compute(self, **_given):
        "The same for all predictions."
        return dict.fromkeys(KEYS, 0.0)
"""
OVERALL = [f"overall_{name}" for name in ("precision", "recall", "f1", "accuracy")]
METRICS = {"accuracy": ["accuracy"], "f1": ["f1"], "mse": ["mse"], "seqeval": OVERALL}


def write_metrics(work: Path) -> None:
    """Writes the metric modules."""
    for name, keys in METRICS.items():
        (work / name).mkdir()
        body = METRIC.replace("KEYS", repr(keys))
        (work / name / f"{name}.py").write_text(body, encoding="ascii")


def write_model(jobs: list[Path], folder: Path) -> None:
    """Writes a random model of one layer, and a tokenizer that knows the words of the jobs."""
    tokenizer = BertWordPieceTokenizer(lowercase=False)
    tokenizer.train_from_iterator(texts(jobs), vocab_size=2000, show_progress=False)
    folder.mkdir()
    tokenizer.save_model(str(folder))
    fast = BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False)
    fast.model_max_length = 512
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(fast), intermediate_size=64, **size)
    BertModel(config).save_pretrained(folder)


def texts(jobs: list[Path]) -> Iterator[str]:
    """The training texts of jobs."""
    for job in jobs:
        for record in json.loads((job / "nlp-training-dataset.json").read_bytes()):
            yield record["text"] if "text" in record else " ".join(record["text_parts"])


def target_type(job: Path) -> str:
    """The target type of a job."""
    configuration = json.loads((job / "nlp-task-configuration.json").read_bytes())
    label: str = configuration["label_name"]
    return label.removesuffix("_target")


def first_of_each_type(release: Path, tasks: int) -> list[Path]:
    """The first fold of the first tasks of each target type."""
    jobs: dict[str, list[Path]] = {}
    for job in sorted((release / "algorithm-input").glob("*-fold0")):
        jobs.setdefault(target_type(job), []).append(job)
    return list(itertools.chain.from_iterable(found[:tasks] for found in jobs.values()))


@contextlib.contextmanager
def output_in(log: str) -> Iterator[TextIO]:
    """Sends all output to a file; gives what was the output. Some logs do not go by sys.stderr."""
    with (
        Path(log).open("wb") as file,
        os.fdopen(os.dup(1), "w") as out,
        os.fdopen(os.dup(2), "w") as err,
    ):
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield out
        finally:
            sys.stdout.flush()
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)


def main(release: Path, work: Path, tasks: int) -> int:
    """Trains and predicts."""
    if os.environ.get("HF_HUB_OFFLINE") != "1":
        raise SystemExit("set HF_HUB_OFFLINE=1: nothing is to be fetched from the hub")
    jobs = first_of_each_type(release.resolve(), tasks)
    work.mkdir(parents=True)
    os.chdir(work)
    write_metrics(Path())
    write_model(jobs, Path("model"))
    torch.set_num_threads(1)  # for a model this small, more are slower
    refused = 0
    with output_in("train.log") as out:
        for job in jobs:
            started = time.perf_counter()
            try:
                DragonBaseline(
                    input_path=job,
                    output_path=Path("predictions", job.name),
                    workdir=Path("training"),
                    model_name="model",
                ).process()
            except Exception as error:  # noqa: BLE001 - whatever the client does not like
                refused += 1
                said = f"refused  {job.name}: {type(error).__name__}: {error}"
            else:
                said = f"trained  {job.name}: {target_type(job)}"
            print(f"{said}, {time.perf_counter() - started:.0f} s", file=out, flush=True)
            shutil.rmtree("training", ignore_errors=True)
    print(f"{len(jobs) - refused} of {len(jobs)} jobs trained and predicted")
    return 1 if refused or not jobs else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("release", type=Path)
    arguments.add_argument("work", type=Path)
    arguments.add_argument("--tasks", type=int, default=2)
    sys.exit(main(**vars(arguments.parse_args())))
