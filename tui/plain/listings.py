"""What `fwdash devices` and `fwdash workloads` print."""

from __future__ import annotations

import json

import click

from engines.device import core_ranges, find_machine
from engines.lane import FRAMEWORKS
from engines.workloads.catalogue import load, names


def list_devices(*, as_json: bool) -> None:
    """Print the devices that a lane may be put on."""
    machine = find_machine()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "cpu": {
                        "model": machine.cpu_model,
                        "cores": machine.cores,
                        "dashboard_cores": machine.dashboard_cores,
                        "lane_cores": machine.lane_cores,
                        "memory_bytes": machine.memory_bytes,
                        "limits": list(machine.limits),
                    },
                    "gpus": [
                        {
                            "device": gpu.name,
                            "model": gpu.model,
                            "uuid": gpu.uuid,
                            "memory_bytes": gpu.memory_bytes,
                        }
                        for gpu in machine.gpus
                    ],
                    "gpu_note": machine.gpu_note or None,
                    "gpus_hidden": machine.gpus_hidden or None,
                    "gpus_lost": [
                        {"device": lost.name, "reason": lost.reason} for lost in machine.lost_gpus
                    ],
                },
                indent=2,
            )
        )
        return
    gib = machine.memory_bytes / 2**30
    click.echo(f"cpu      {machine.cpu_model}, cores {core_ranges(machine.cores)}, {gib:.0f} GiB")
    for limit in machine.limits:
        click.echo(f"         {limit}")
    lanes, dashboard = core_ranges(machine.lane_cores), core_ranges(machine.dashboard_cores)
    click.echo(f"         lanes compute on {lanes}; the dashboard keeps {dashboard}")
    click.echo(f"cpu:N-M  these cores only, as in torch@cpu:{machine.cores[-1]}")
    for gpu in machine.gpus:
        memory = f", {gpu.memory_bytes / 2**30:.0f} GiB" if gpu.memory_bytes else ""
        click.echo(f"{gpu.name:<8} {gpu.model}{memory}")
    for lost in machine.lost_gpus:
        click.echo(f"{lost.name:<8} cannot be used: {lost.reason}")
    if machine.gpus_hidden and machine.gpus:
        click.echo(f"hidden   {machine.gpus_hidden}")
    if not machine.gpus and not machine.lost_gpus:
        click.echo(f"no GPU   {machine.gpu_note}")


def list_workloads() -> None:
    """Print the workloads with their size and defaults."""
    for name in names():
        workload = load(name)
        count = sum(array.size for array in workload.initial_weights(0).values())
        lacking = [framework for framework in FRAMEWORKS if framework not in workload.models]
        rates = ", ".join(f"{key} {rate:g}" for key, rate in workload.learning_rates.items())
        click.echo(f"{name:<17} {workload.description}")
        click.echo(
            f"{'':<17} {count:,} weights; batch {workload.batch_size}; {workload.optimizer} by "
            f"default, learning rates: {rates}" + (f"; not in {lacking}" if lacking else "")
        )
    click.echo("FILE.py           Your own: fwdash workloads new FILE.py writes one to start from.")
