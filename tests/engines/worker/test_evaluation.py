"""The test split in pieces: what counts in each, and what an evaluation draws."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engines.frameworks.engine import Score
from engines.worker.evaluation import generators_kept, mean_score, pieces


def test_pieces_are_of_a_size_and_the_last_is_what_is_left() -> None:
    y = np.arange(7, dtype=np.int32)
    cut, counted = pieces(y * 2, y, 3)
    assert [labels.tolist() for _, labels in cut] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [inputs.tolist() for inputs, _ in cut] == [[0, 2, 4], [6, 8, 10], [12]]
    assert counted == [3, 3, 1]


def test_labels_that_do_not_count_weigh_nothing_and_empty_pieces_are_left_out() -> None:
    y = np.array([[1, -100], [-100, -100], [2, 3]], np.int32)
    cut, counted = pieces(y, y, 1)
    assert counted == [1, 2]
    assert len(cut) == 2
    loss, accuracy = mean_score([Score(1.0, 1.0), Score(4.0, 0.5)], counted)
    assert (loss, accuracy) == (3.0, pytest.approx(2 / 3))


def test_a_number_that_is_to_be_predicted_always_counts() -> None:
    y = np.array([[-100.0], [1.0], [-100.0]], np.float32)
    _, counted = pieces(y, y, 2)
    assert counted == [2, 1]


def test_what_an_evaluation_draws_of_the_common_generators_is_drawn_again() -> None:
    with generators_kept():
        drawn = random.random(), np.random.rand()
    assert (random.random(), np.random.rand()) == drawn
