"""Bad input: one clear sentence with what would work, the right exit code, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tui.cli import main


def refused(*arguments: str) -> tuple[int, str]:
    """Exit code and what was said, for a command that must be refused before anything starts."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert result.exit_code in (1, 2), result.output
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["troch"], 2, "Did you mean 'torch'"),
        (["torch@tpu"], 2, "cuda:0"),
        (["torch@cuda:7"], 1, "cpu always works"),
        (["torch@cpu:4000"], 1, "cores of this machine"),
        (["torch+jit"], 2, "Known: eager"),
        (["torch", "torch"], 2, "stands 2 times"),
        (["--workload", "mnist"], 2, "digits-mlp"),
        (["--workload", "chars-gpt:huge"], 2, "chars-gpt:small"),
        (["--workload", "nothing.py"], 2, "fwdash workloads new nothing.py"),
        (["--optimizer", "adamm"], 2, "Did you mean 'adam'"),
        (["--schedule", "fair"], 2, "turns, free"),
        (["--precision", "fp8"], 2, "bf16"),
        (["--steps", "0"], 2, "the least is 1"),
        (["--steps", "-3"], 2, "the least is 1"),
        (["--batch-size", "0"], 2, "the least is 1"),
        (["--batch-size", "100000"], 2, "larger than the 1437 training examples"),
        (["--seed", "-1"], 2, "the least is 0"),
        (["--lr", "0"], 2, "greater than 0"),
        (["--lr", "nan"], 2, "greater than 0"),
        (["--turn-ms", "-5"], 2, "greater than 0"),
        (["--sync-every", "0"], 2, "the least is 1"),
        (["--change", "compile"], 2, "STEP:LANE=MODE"),
        (["--change", "10:tf=xla"], 2, "Known: torch, keras, jax"),
        (["--change", "10:torch=xla"], 2, "Known: eager"),
        (["--change", "300:torch=compile"], 2, "never happens"),
        (["--out", "/proc/nothing/a.jsonl"], 1, "--out FILE"),
        (["--out", "a.jsonl", "--no-log"], 2, "contradict"),
    ],
)
def test_a_run_that_cannot_be(arguments: list[str], code: int, said: str) -> None:
    assert refused("run", "--headless", *arguments)[0] == code
    assert said in refused("run", "--headless", *arguments)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "No such command 'rnu'. Did you mean 'run'? Known: run, replay,"),
        (["train"], "No such command 'train'. Known: run, replay,"),
        (
            ["run", "--optimiser", "adam"],
            "No such option '--optimiser'. Did you mean '--optimizer'?",
        ),
        (["run", "--batch", "3"], "No such option '--batch'. Did you mean '--batch-size'?"),
        (["run", "--epochs", "3"], "No such option '--epochs'."),
        (["run", "-x"], "No such option '-x'."),
    ],
)
def test_a_word_that_is_no_command_or_option(arguments: list[str], said: str) -> None:
    """What was meant is guessed for slips and beginnings only; what there is follows, or `--help`."""
    output = refused(*arguments)[1]
    assert said in output
    assert ("Did you mean" in output) == ("Did you mean" in said)
    assert "--help" in output


@pytest.mark.parametrize(
    "arguments", [["--workload", "chars-gpt:huge"], ["--workload", "mnist"], ["lightning"]]
)
def test_a_far_off_word_is_not_said_to_be_a_slip(arguments: list[str]) -> None:
    said = refused("run", "--headless", *arguments)[1]
    assert "Did you mean" not in said
    assert "Known: " in said


def test_json_needs_headless() -> None:
    assert "--headless" in refused("run", "--json")[1]


def test_without_a_terminal_headless_is_offered() -> None:
    code, said = refused("run")
    assert code == 2
    assert "add --headless" in said
    assert len(said.strip().splitlines()) == 1


def test_a_log_is_not_overwritten(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    log.write_text("mine")
    code, said = refused("run", "--headless", "--out", str(log))
    assert code == 1
    assert "--overwrite" in said
    assert log.read_text() == "mine"


def test_a_workload_file_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    assert CliRunner().invoke(main, ["workloads", "new", str(file)]).exit_code == 0
    text = file.read_text()
    assert refused("workloads", "new", str(file))[0] == 2
    assert file.read_text() == text
    assert refused("workloads", "new", "/proc/own.py")[0] in (1, 2)
