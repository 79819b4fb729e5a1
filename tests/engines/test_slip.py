"""What was meant by a word: for slips of the pen, and for nothing else."""

from __future__ import annotations

import pytest

from engines.slip import meant

FRAMEWORKS = ("torch", "keras", "jax")
MODES = ("eager", "compile", "reduce-overhead", "max-autotune", "aot_eager", "dynamo")
WORKLOADS = ("digits-mlp", "digits-cnn", "chars-gpt:tiny", "chars-gpt:small")


@pytest.mark.parametrize(
    ("given", "known", "right"),
    [
        ("troch", FRAMEWORKS, "torch"),
        ("otrch", FRAMEWORKS, "torch"),
        ("TORCH", FRAMEWORKS, "torch"),
        ("jxa", FRAMEWORKS, "jax"),
        ("complie", MODES, "compile"),
        ("aot-eager", MODES, "aot_eager"),
        ("max-autotun", MODES, "max-autotune"),
        ("digit_mlp", WORKLOADS, "digits-mlp"),
        ("chars-gtp:tiny", WORKLOADS, "chars-gpt:tiny"),
        ("tpu", FRAMEWORKS, None),
        ("tax", FRAMEWORKS, None),
        ("tensorflow", FRAMEWORKS, None),
        ("xla", MODES, None),
        ("reduce", MODES, None),
        ("digits-rnn", WORKLOADS, None),
        ("chars-gpt:huge", WORKLOADS, None),
        ("mnist", WORKLOADS, None),
        ("nadam", ("sgd", "adam", "rmsprop"), None),
        ("lion", ("linear", "sgd"), None),
        ("", FRAMEWORKS, None),
        ("-", FRAMEWORKS, None),
    ],
)
def test_a_slip_is_corrected_and_another_word_is_not(
    given: str, known: tuple[str, ...], right: str | None
) -> None:
    assert meant(given, known) == right


def test_of_two_the_nearer_is_meant() -> None:
    assert meant("adamww", ("adam", "adamw")) == "adamw"
