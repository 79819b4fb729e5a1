"""Dynamo's texts become words for people: no object addresses, the end that matters is kept."""

from __future__ import annotations

import re

import pytest

from engines.frameworks.dynamo_words import LONGEST, shortened, why_again, why_broken

ITEM = (
    "Unsupported Tensor.item() call with capture_scalar_outputs=False\n"
    "  Explanation: Dynamo does not support tracing `Tensor.item()` with "
    "config.capture_scalar_outputs=False.\n"
    "  Hint: Set `torch._dynamo.config.capture_scalar_outputs = True` to include it.\n\n"
    "  Developer debug context: call_method TensorVariable() item () {}\n\n"
    " For more details about this graph break, please visit: https://example.org/gb0124.html"
)
TURN = (
    "0/7: G['model'].turn == 7                                          # at = self.turn % HEADS  "
    "# ork/shared/cases/own.py:31 in forward (HINT: torch.compile considers integer attributes of "
    "the nn.Module to be static.)"
)


def test_a_break_is_explained_by_its_explanation() -> None:
    assert why_broken(ITEM) == (
        "Dynamo does not support tracing `Tensor.item()` with config.capture_scalar_outputs=False."
    )
    assert why_broken("call_function <built-in function print>\nmore") == (
        "call_function <built-in function print>"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TURN, "model.turn == 7 does not hold any more (own.py:31 in forward)"),
        (
            "0/0: tensor 'x' size mismatch at index 0. expected 64, actual 48",
            "tensor 'x' has another size at index 0: 48, not 64",
        ),
        (
            "tensor 'L['x']' dtype mismatch. expected Float, actual Double",
            "tensor 'x' has another dtype: Double, not Float",
        ),
        (
            "3/0: ___check_obj_id(L['self']._modules['head'].act, 140234923840)  # y = head(x)",
            "self.head.act is another object",
        ),
        (
            "2/0: L['___stack0'] == 0.7123456789012345  # if x.mean().item() > 1e6:  "
            "# own.py:3 in torch_dynamo_resume_in_forward_at_3",
            "a value == 0.7123456789012345 does not hold any more (own.py:3 in forward)",
        ),
        (
            "0/0: BACKEND_MATCH failure: torch.compile detected different backend callables. If "
            "this is unexpected, wrap your backend in functools.partial.",
            "another backend",
        ),
        ("2/1: GLOBAL_STATE changed: grad_mode", "another state of torch: grad_mode"),
    ],
)
def test_a_guard_that_fails_is_said_in_words(text: str, words: str) -> None:
    assert why_again(text) == words


def test_no_object_address_is_told() -> None:
    texts = (
        "0/1: L['f'] is <function act at 0x7f3a5c0d1e40>",
        "___check_type_id(L['self'].act, 94212345678901), type=<class 'own.Act'>",
        "object at 0x7f3a5c0d1e40 cannot be traced",
    )
    for text in texts:
        assert not re.search(r"0x|\d{6}", why_again(text) + why_broken(text)), text


def test_a_long_name_keeps_its_end_and_a_long_sentence_its_beginning() -> None:
    name = "".join(f"._modules['block{n}']" for n in range(40))
    words = why_again(f"0/1: L['self']{name}.scale == 3  # y = x  # a/own.py:9 in forward")
    assert "block39.scale == 3 does not hold any more (own.py:9 in forward)" in words
    assert len(words) <= LONGEST + 40
    assert shortened("a word " * 99).startswith("a word a word")
    assert len(shortened("a word " * 99)) <= LONGEST
