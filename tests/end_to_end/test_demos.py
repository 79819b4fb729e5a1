"""`fwdash demos` and `fwdash demo` with real workers: measured, logged, replayed, refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from engines.demos.catalogue import catalogue, find_demo
from engines.demos.table import FIGURES
from tests.end_to_end.fwdash import run
from tui.cli import main


def test_the_catalogue_is_listed_by_group() -> None:
    listed = CliRunner().invoke(main, ["demos"]).output
    for name, demo in catalogue().items():
        assert f"  {name} " in listed
        assert demo.group in listed


def test_a_demo_is_measured_logged_and_replayed(tmp_path: Path) -> None:
    log = tmp_path / "demo.fwdash.jsonl"
    asked = ["--framework", "torch", "--framework", "jax", "--mode", "eager", "--json"]
    done = run("demo", "inplace_grad", *asked, "--out", str(log))
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["schema"] == 1
    assert document["versions"]["torch"]
    cells = {(cell["framework"], cell["version"]): cell for cell in document["cells"]}
    assert set(cells) == {
        ("torch", "bug"),
        ("torch", "fixed"),
        ("torch", "hunter:detect_anomaly"),
        ("jax", "bug"),
    }
    assert cells["jax", "bug"]["outcome"] == "impossible"
    assert cells["jax", "bug"]["why"] == "JAX's arrays cannot be written in place."
    assert cells["torch", "fixed"]["outcome"] == "right"
    bug = cells["torch", "bug"]
    assert (bug["outcome"], bug["stage"], bug["exception"]) == ("raises", "run", "RuntimeError")
    assert bug["same_as_plain"] is True
    assert set(FIGURES) <= set(bug)
    assert bug["report"].splitlines()[-1].startswith("RuntimeError: one of the variables")
    replayed = run("replay", str(log), "--headless", "--json")
    assert replayed.returncode == 0, replayed.stderr
    summary = json.loads(replayed.stdout)
    outcomes = {cell["id"]: cell["outcome"] for cell in summary["cells"]}
    assert outcomes["inplace_grad/torch+eager/bug"] == "raises"
    assert outcomes["inplace_grad/jax+eager/bug"] == "impossible here"


def test_the_plain_table_has_the_report_below() -> None:
    done = run(
        *("demo", "python_error", "--framework", "torch", "--mode", "eager"), "--plain", "--no-log"
    )
    assert done.returncode == 0, done.stderr
    assert "python_error: A typo inside the model" in done.stdout
    assert "-- torch+eager bug --" in done.stdout
    assert "AttributeError: 'Tensor' object has no attribute 'shpae'" in done.stdout


def test_the_code_that_is_printed_runs_by_itself(tmp_path: Path) -> None:
    asked = ["demo", "--code", "uint8_overflow", "--framework", "torch"]
    code = CliRunner().invoke(main, asked).output
    assert code == find_demo("uint8_overflow").path("torch").read_text(encoding="utf-8")
    file = tmp_path / "snippet.py"
    file.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout == "44\n"


def test_what_cannot_be_is_one_sentence_and_exit_code_2() -> None:
    for asked, told in (
        (["nan_forwrd", "--json"], "Did you mean 'nan_forward'?"),
        (["nan_forward", "--framework", "jx", "--json"], "Did you mean 'jax'?"),
        (["nan_forward", "--framework", "jax", "--mode", "xla", "--json"], "Known: eager, jit."),
        (["nan_forward", "--json", "--plain"], "contradict"),
        (["nan_forward"], "no terminal"),
        ([], "Name a demo"),
        (["nan_forward", "--all"], "Name a demo"),
    ):
        result = CliRunner().invoke(main, ["demo", *asked])
        assert result.exit_code == 2, asked
        assert told in result.stderr, asked
        assert len(result.stderr.splitlines()) == 1
