"""Everything that a worker can be told: one JSON line each on its standard input."""

from __future__ import annotations

import msgspec

from engines.order import AnyJob, PlannedSettings


class Command(msgspec.Struct, frozen=True, tag_field="command", kw_only=True):
    """Something a worker is told."""


class Prepare(Command, tag="prepare", frozen=True, kw_only=True):
    """The first of all: import a framework, and wait for orders."""

    who: str = ""
    """The lane or cell that it will work for; empty for a spare worker, whose order comes later."""
    framework: str = ""
    """Empty where none is needed."""
    cores: tuple[int, ...] = ()
    """The cores to import on; empty leaves them as they are."""
    origin: float
    """`time.monotonic()` at the run's start."""


class Order(Command, tag="order", frozen=True, kw_only=True):
    """One job for one lane or cell."""

    who: str
    """The id of the lane or cell; it stands on all that is said of it."""
    framework: str = ""
    """Empty where none is needed."""
    mode: str = ""
    device: str = "cpu"
    """`cpu` or `cuda`; a worker sees no GPU but its own."""
    cores: tuple[int, ...] = ()
    """The cores to compute on; empty leaves them as they are."""
    environment: dict[str, str] = {}
    """What its process was given beyond what every worker is: several GPUs, host devices."""
    job: AnyJob
    fresh: bool = True
    """Whether it wants a process in which no job was done before; such a worker does no other."""


class GiveTurn(Command, tag="turn", frozen=True, kw_only=True):
    """The device is yours: for about `seconds`; `shared` if others use it too."""

    seconds: float
    shared: bool = False


class EndTurn(Command, tag="end_turn", frozen=True, kw_only=True):
    """Give the turn back after the chunk in hand."""


class Interrupt(Command, tag="interrupt", frozen=True, kw_only=True):
    """Leave the job in hand where it is."""


class Answer(Command, tag="answer", frozen=True, kw_only=True):
    """What a person said to a worker that waits for it."""

    text: str


class SetMode(Command, tag="mode", frozen=True, kw_only=True):
    """Go on in another mode from the next chunk on."""

    mode: str


class Alternate(Command, tag="alternate", frozen=True, kw_only=True):
    """Change to another mode and back, turn by turn, and then go on as before."""

    mode: str
    turns: int


class ChangeSettings(Command, tag="settings", frozen=True, kw_only=True):
    """Take on other settings at their step, or from now on if that is past."""

    planned: PlannedSettings


AnyCommand = (
    Prepare | Order | GiveTurn | EndTurn | Interrupt | Answer | SetMode | Alternate | ChangeSettings
)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyCommand)


def encode_command(command: Command) -> bytes:
    """The command as one JSON line, newline included."""
    return _encoder.encode(command) + b"\n"


def decode_command(line: bytes) -> AnyCommand:
    """The command in one JSON line; raises `msgspec.DecodeError` on anything else."""
    command: AnyCommand = _decoder.decode(line)
    return command
