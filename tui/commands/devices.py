"""`fwdash devices`."""

from __future__ import annotations

import click

from tui.commands.sentence import in_one_sentence


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@in_one_sentence
def devices(as_json: bool) -> None:
    """List what can be trained on."""
    from tui.plain.listings import list_devices

    list_devices(as_json=as_json)
