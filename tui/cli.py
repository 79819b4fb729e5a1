"""The command line: which commands there are, each loaded from its file in `tui/commands/`."""

from __future__ import annotations

import importlib
from typing import Any

import click

from engines.slip import meant
from tui.terminal import write_out_what_an_encoding_lacks

COMMANDS = (
    "run",
    "replay",
    "runs",
    "report",
    "export",
    "attach",
    "serve",
    "record",
    "play",
    "demos",
    "demo",
    "devices",
    "workloads",
    "doctor",
)
"""In the order of `fwdash --help`; a command `NAME` is `NAME` in `tui/commands/NAME.py`."""


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that was asked for, with a standard output that takes every letter."""
        write_out_what_an_encoding_lacks()
        return super().main(*args, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for; one that is not known is refused with those that are."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = meant(args[0], COMMANDS)
            hint = f" Did you mean {near!r}?" if near else ""
            known = ", ".join(COMMANDS)
            raise click.UsageError(f"No such command {args[0]!r}.{hint} Known: {known}.", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; for an option that is not known only a slip or a beginning is corrected."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            given, of = error.option_name, error.ctx
            known = [name for one in (of.command.params if of else ()) for name in one.opts]
            begun = [name for name in known if len(given) > 3 and name.startswith(given)]
            near = begun if len(begun) == 1 else filter(None, [meant(given, known)])
            hint = "".join(f" Did you mean {name!r}?" for name in near)
            raise click.NoSuchOption(given, f"No such option {given!r}.{hint}", ctx=of) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"tui.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="fwdash")
@click.pass_context
def main(context: click.Context) -> None:
    """Train the same model in PyTorch, Keras and JAX side by side, and watch it live.

    Without a command: the dashboard, with three lanes on digits-mlp.
    """
    if context.invoked_subcommand is None:
        from tui.commands.run import run

        context.invoke(run)
