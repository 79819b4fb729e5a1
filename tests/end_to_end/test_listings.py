"""`devices`, `workloads` and the rest that prints and ends."""

from __future__ import annotations

import json

from click.testing import CliRunner

from engines.device import find_machine
from engines.workloads.catalogue import names
from tests.end_to_end.fwdash import run
from tui.cli import main


def test_devices_as_json_name_what_is_there() -> None:
    machine = find_machine()
    document = json.loads(CliRunner().invoke(main, ["devices", "--json"]).output)
    assert document["cpu"]["cores"] == list(machine.cores)
    assert len(document["gpus"]) == len(machine.gpus)
    assert "cpu" in CliRunner().invoke(main, ["devices"]).output


def test_workloads_are_all_listed() -> None:
    output = CliRunner().invoke(main, ["workloads"]).output
    for name in names():
        assert name in output


def test_the_doctor_finds_three_frameworks() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    for name in ("torch", "keras", "jax", "compiler"):
        assert f"ok   {name}" in done.stdout


def test_a_table_without_json() -> None:
    done = run("run", "--headless", "--steps", "30", "jax")
    assert done.returncode == 0, done.stderr
    assert "jax" in done.stdout
    assert "run log:" in done.stdout
    assert "finished" in done.stdout
