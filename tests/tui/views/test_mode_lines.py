"""The lines on which modes differ, found in the engines' own text."""

from __future__ import annotations

import pytest

from engines.lane import MODES
from engines.run.lane_state import LaneState
from engines.run.run import Run
from tests.tui import scripted
from tui.views.mode_lines import function_lines, mode_lines
from tui.views.training_loops import DECIDES, FOLDER, UNUSED, training_loop


def signs_of(framework: str, *modes: str) -> dict[str, str]:
    """Text of each marked line -> its sign."""
    ids = tuple(f"{framework}+{mode}" for mode in modes)
    lanes: list[LaneState] = list(Run(scripted.header(ids)).lanes.values())
    letters = dict(zip(ids, "ABC", strict=False))
    view = training_loop(framework, lanes, letters, dict.fromkeys(ids, 0))
    rows = view.text.splitlines()
    return {
        rows[number - 1].strip(): "".join(piece.text for piece in sign)
        for number, sign in view.signs.items()
    }


def test_jax_marks_the_modes_and_where_they_are_used() -> None:
    signs = signs_of("jax", "jit", "eager", "scan")
    assert signs['"eager": self.step,'] == "B"
    assert signs['"jit": jax.jit(self.step, donate_argnums=0),'] == "A"
    assert signs['self.steps_in_mode = {"scan": jax.jit(self.scan, donate_argnums=0)}'] == "C"
    assert signs["self.run_steps = self.steps_in_mode.get(mode)"] == DECIDES
    assert signs["self.leaves, loss = self.run_step(self.leaves, x, y)"] == DECIDES
    assert "self.evaluation = jax.jit(self.score)" not in signs


def test_keras_says_which_mode_no_lane_is_in() -> None:
    signs = signs_of("keras", "xla")
    assert signs['"xla": tf.function(self.step, jit_compile=True),'] == "A"
    assert signs['"graph": tf.function(self.step),'] == UNUSED
    assert signs['"loop": tf.function(self.loop),'] == UNUSED


def test_keras_marks_the_program_of_several_steps_and_where_it_is_used() -> None:
    signs = signs_of("keras", "graph", "xla-loop", "fit")
    assert signs['"fit": self.fit,'] == "C"
    assert signs['"xla-loop": tf.function(self.loop, jit_compile=True),'] == "B"
    assert signs["losses: Any = self.run(self.run_steps, *stacked(batches))"] == DECIDES


def test_torch_compiles_in_the_modes_that_have_a_backend() -> None:
    compiles = "self.loss_in_mode[mode] = torch.compile(self.loss, dynamic=False, **BACKENDS[mode])"
    assert signs_of("torch", "eager")[compiles] == UNUSED
    signs = signs_of("torch", "eager", "max-autotune")
    assert signs[compiles] == "B"
    assert signs["losses.append(self.run_step(self.tensor(x), self.tensor(y)))"] == DECIDES
    assert signs['self.loss_in_mode: dict[str, Callable[..., Any]] = {"eager": self.loss}'] == "A"
    assert signs["loss = self.compute_loss(self.tensor(x), self.tensor(y))"] == DECIDES


@pytest.mark.parametrize("framework", MODES)
def test_each_mode_has_a_line_of_its_own(framework: str) -> None:
    lanes = list(Run(scripted.header((framework,))).lanes.values())
    text = training_loop(framework, lanes, {framework: "A"}, {framework: 0}).text
    found = mode_lines(text, MODES[framework]).values()
    for mode in MODES[framework]:
        assert any(mode in modes and len(modes) < len(MODES[framework]) for modes in found)


def test_each_engine_has_a_step_to_begin_at() -> None:
    for path in FOLDER.glob("*_engine.py"):
        names = function_lines(path.read_text(encoding="utf-8"))
        assert {"switch", "train"} <= set(names)


def test_a_decorator_belongs_to_its_function() -> None:
    assert function_lines("x = 1\n@cached\ndef f():\n    pass\n") == {"f": 2}
