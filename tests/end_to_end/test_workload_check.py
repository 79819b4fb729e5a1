"""`fwdash workloads check`: a model that cannot be trained is told before a run, as its lane would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engines.workloads.new import write_template
from tests.end_to_end.fwdash import run
from tui.cli import main


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The file that fwdash writes."""
    file = tmp_path / "own.py"
    write_template(file)
    return file


def test_each_framework_is_built_and_told_in_a_line(own: Path) -> None:
    logits = "return self.output(self.dropout(x))"
    text = own.read_text()
    assert text.count(logits) == 1
    own.write_text(text.replace(logits, f"{logits}, x"))
    done = run("workloads", "check", "--json", str(own), "torch", "jax")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    torch, jax = told["lanes"]
    assert (told["ok"], torch["ok"], jax["ok"]) == (False, True, False)
    assert (torch["output_shape"], torch["error"]) == ([64, 3], None)
    assert "jax_model returned a tuple" in jax["error"]
    # The lane ends with the very sentence.
    trained = run("run", "--headless", "--json", "--no-log", "--workload", str(own), "jax")
    assert json.loads(trained.stdout)["lanes"][0]["error"] == jax["error"]


def test_what_is_well_exits_with_0_and_has_its_notes(own: Path) -> None:
    done = run("workloads", "check", str(own), "torch")
    told, note = done.stdout.splitlines()
    assert (done.returncode, told.startswith("torch  ok: ")) == (0, True)
    assert "returns (64, 3)" in told
    assert note.lstrip().startswith("note: ")


def test_what_needs_no_model_is_refused_in_the_sentence_of_a_run(own: Path) -> None:
    own.write_text(own.read_text().replace("return x[:2000], y[:2000]", "return x[:2000], y[:1]"))
    said = "x_train holds 2000 examples, but y_train 1"
    plain = CliRunner().invoke(main, ["workloads", "check", str(own)])
    assert (plain.exit_code, plain.stdout, said in plain.stderr) == (1, "", True)
    as_json = CliRunner().invoke(main, ["workloads", "check", "--json", str(own)])
    assert (as_json.exit_code, json.loads(as_json.stdout)["lanes"]) == (1, [])
    assert said in json.loads(as_json.stdout)["error"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.py"], "There is no workload file 'nothing.py'"),
        (["digits-mlp", "lightning"], "Unknown framework 'lightning'"),
        (["digits-mlp", "torch+xla"], "Unknown torch mode 'xla'"),
        (["digits"], "Unknown workload 'digits'"),
    ],
)
def test_a_name_that_is_none_is_a_mistake_on_the_command_line(
    arguments: list[str], said: str
) -> None:
    done = CliRunner().invoke(main, ["workloads", "check", *arguments])
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert said in done.stderr
