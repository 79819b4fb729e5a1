"""The shipped workloads: shapes, seeds, schedule, baselines; the GPT's logits in a subprocess."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engines.errors import UsageError
from engines.workloads import catalogue, chars_gpt, topics
from engines.workloads.batches import BatchOrder
from engines.workloads.check import check
from engines.workloads.examine import model_mistake
from engines.workloads.workload import Data

ROOT = Path(__file__).resolve().parents[3]
GPT_SIZES = list(chars_gpt.SIZES)


@pytest.mark.parametrize("name", catalogue.names())
def test_every_shipped_workload_is_sound_for_every_framework(name: str) -> None:
    checked = check(name, ["torch", "keras", "jax"])
    assert checked.frameworks == ("torch", "keras", "jax")
    assert checked.examples > checked.batch_size
    assert checked.description.endswith(".")


@pytest.mark.parametrize("name", ["digits-mlp", "digits-cnn", "chars-gpt:tiny"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(name: str) -> None:
    workload = catalogue.load(name)
    first, again, other = (workload.initial_weights(seed) for seed in (1, 1, 2))
    assert list(first) == list(again)
    assert all(first[key].tobytes() == again[key].tobytes() for key in first)
    assert any(first[key].tobytes() != other[key].tobytes() for key in first)
    assert workload.data().x_train.tobytes() == workload.data().x_train.tobytes()


def test_looking_at_the_shipped_workloads_imports_no_framework() -> None:
    code = (
        "import sys; from engines.workloads import catalogue\n"
        "for name in catalogue.SHIPPED:\n"
        "    w = catalogue.load(name); w.data(); w.initial_weights(0); w.references()\n"
        "print(sorted({'torch', 'tensorflow', 'keras', 'jax', 'flax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("size", GPT_SIZES)
def test_labels_are_the_inputs_shifted_by_one_character(size: str) -> None:
    data = chars_gpt.data(size=size)
    context = chars_gpt.SIZES[size].context
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert x.shape == y.shape == (len(x), context)
        assert x.dtype == y.dtype == np.int32
        np.testing.assert_array_equal(x[:, 1:], y[:, :-1])
    np.testing.assert_array_equal(data.x_train[1:, 0], data.y_train[:-1, -1])


def test_few_test_windows_are_kept_and_none_of_them_is_trained_on() -> None:
    text = topics.load_text()
    data = topics.load_windows(64)
    assert len(data.x_test) == topics.TEST_WINDOWS
    assert data.x_train.size < len(text.train)
    assert len(text.test) == (len(text.train) + len(text.test)) // 10
    assert data.x_train.max() < len(text.vocabulary)


def test_the_vocabulary_spells_the_help_texts() -> None:
    text = topics.load_text()
    assert list(text.vocabulary) == sorted(set(text.vocabulary))
    spelled = "".join(text.vocabulary[n] for n in text.train[:20_000])
    assert "assert" in spelled
    assert "\n\n" in spelled


def test_better_models_of_the_text_have_lower_baselines() -> None:
    found = chars_gpt.references(size="tiny")
    uniform = math.log(len(topics.load_text().vocabulary))
    assert uniform > found["unigram"] > found["bigram"] > found["zlib"] > 0.5


def test_a_python_without_help_texts_is_told_what_would_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(UsageError, match="digits-mlp"):
        topics.load_text.__wrapped__()


@pytest.mark.parametrize(
    ("size", "parameters", "batch_size"),
    [("tiny", 117_376, 16), ("small", 836_096, 16), ("medium", 25_456_640, 32)],
)
def test_sizes_hold_the_parameters_that_they_say(
    size: str, parameters: int, batch_size: int
) -> None:
    shape = chars_gpt.SIZES[size]
    weights = chars_gpt.weights(np.random.default_rng(0), size=size)
    vocabulary = len(topics.load_text().vocabulary)
    per_block = 12 * shape.width**2 + 13 * shape.width
    expected = (2 * vocabulary + shape.context + 2) * shape.width + shape.blocks * per_block
    assert sum(value.size for value in weights.values()) == expected
    if vocabulary == 103:  # the text of Python 3.11
        assert expected == parameters
    assert catalogue.load(f"chars-gpt:{size}").batch_size == batch_size
    assert size in (chars_gpt.SIZES.keys() & set(catalogue.SHIPPED["chars-gpt"].sizes))


def test_residual_projections_start_narrower() -> None:
    weights = chars_gpt.weights(np.random.default_rng(0), size="small")
    assert weights["blocks.0.up.kernel"].std() == pytest.approx(0.02, rel=0.05)
    assert weights["blocks.0.down.kernel"].std() == pytest.approx(0.02 / math.sqrt(8), rel=0.05)


def test_each_epoch_is_a_permutation_without_the_partial_batch() -> None:
    schedule = BatchOrder(examples=103, batch_size=10, seed=3)
    assert schedule.steps_per_epoch == 10
    epochs = [
        np.concatenate([schedule.batch(step) for step in range(10 * n, 10 * n + 10)])
        for n in range(3)
    ]
    for epoch in epochs:
        assert len(epoch) == len(set(epoch)) == 100
        assert set(epoch) <= set(range(103))
    assert not np.array_equal(epochs[0], epochs[1])


def test_batches_depend_on_seed_and_step_alone() -> None:
    one, other = BatchOrder(103, 10, seed=3), BatchOrder(103, 10, seed=3)
    forwards = [one.batch(step).tobytes() for step in range(25)]
    backwards = [other.batch(step).tobytes() for step in reversed(range(25))]
    assert forwards == backwards[::-1]
    assert BatchOrder(103, 10, seed=4).batch(0).tobytes() != forwards[0]


def test_a_batch_larger_than_the_examples_is_refused() -> None:
    with pytest.raises(ValueError, match="batch size 11 is larger than the 10"):
        BatchOrder(10, 11, 0)


@pytest.mark.parametrize(
    ("loss", "returned", "labels", "highest", "said"),
    [
        ("cross_entropy", (4, 10), (4,), 9, None),
        ("cross_entropy", (4, 7, 10), (4, 7), 9, None),
        ("mean_squared_error", (4, 1), (4, 1), 0, None),
        (
            "cross_entropy",
            (4, 5),
            (4,),
            9,
            "labels go up to 9, so logits must be (4, classes >= 10)",
        ),
        ("cross_entropy", (4, 10), (4, 7), 9, "so logits must be (4, 7, classes >= 10)"),
        ("cross_entropy", (), (4,), 9, "so logits must be (4, classes >= 10)"),
        ("mean_squared_error", (4,), (4, 1), 0, "the two must be the same"),
    ],
)
def test_a_models_output_must_fit_the_labels(
    loss: str,
    returned: tuple[int, ...],
    labels: tuple[int, ...],
    highest: int,
    said: str | None,
) -> None:
    workload = SimpleNamespace(name="own.py", loss=loss)
    y = np.full(labels, highest, dtype=np.int32)
    mistake = model_mistake(workload, "keras", returned, (4, 7), y)  # type: ignore[arg-type]
    if said is None:
        assert mistake is None
    else:
        assert mistake is not None
        assert mistake.startswith(
            f"own.py: keras_model returned shape {returned} for inputs (4, 7)"
        )
        assert said in mistake


def test_a_label_in_one_example_of_one_split_counts_and_its_split_is_named() -> None:
    workload = SimpleNamespace(name="own.py", loss="cross_entropy")
    x, y = np.zeros((4, 2), dtype=np.float32), np.zeros(4, dtype=np.int32)
    rare = np.array([0, 0, 3, 0], dtype=np.int32)
    assert model_mistake(workload, "jax", (4, 3), (4, 2), y) is None  # type: ignore[arg-type]
    for data, holder in ((Data(x, rare, x, y), "y_train"), (Data(x, y, x, rare), "y_test")):
        mistake = model_mistake(workload, "jax", (4, 3), (4, 2), y, data)  # type: ignore[arg-type]
        assert mistake is not None
        assert f"{holder} holds class 3, so logits must be (4, classes >= 4)" in mistake


FORWARD = """
import json, os, sys
os.environ["KERAS_BACKEND"], os.environ["TF_CPP_MIN_LOG_LEVEL"] = "tensorflow", "3"
import numpy as np
from engines.workloads.catalogue import load

framework = sys.argv[1]
workload = load("chars-gpt:tiny")
model = workload.models[framework](workload.initial_weights(0))

def logits(x):
    if framework == "torch":
        import torch
        return model(torch.from_numpy(x)).detach().numpy()
    return np.asarray(model(x))

x = workload.data().x_test[:2]
changed = x.copy()
changed[:, -1] = (changed[:, -1] + 1) % 50
told = logits(x)
ahead = float(np.abs(logits(changed)[:, :-1] - told[:, :-1]).max())
print(json.dumps([str(told.dtype), told.shape, told.ravel().tolist(), ahead]))
"""


def test_the_gpt_gives_the_same_logits_in_every_framework_and_never_looks_ahead() -> None:
    installed = [
        framework
        for framework, module in (("torch", "torch"), ("keras", "tensorflow"), ("jax", "flax"))
        if importlib.util.find_spec(module)
    ]
    if not installed:
        pytest.skip("no framework is installed")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", FORWARD, framework],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        for framework in installed
    ]
    logits = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()[-2000:]
        dtype, shape, numbers, ahead = json.loads(out.splitlines()[-1])
        assert dtype == "float32"
        assert shape == [2, 64, len(topics.load_text().vocabulary)]
        assert ahead < 1e-6
        logits.append(np.array(numbers))
    for other in logits[1:]:
        np.testing.assert_allclose(other, logits[0], atol=2e-6)
