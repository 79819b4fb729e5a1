"""The NVIDIA GPUs that may be used here: as NVML tells of them, and as far as they are left visible.

`CUDA_VISIBLE_DEVICES` and what a scheduler took away say what is a person's: `cuda:0` is the first GPU
that is visible, as in every framework. A GPU that does not answer costs itself only. A driver that is
there and does not work is not one that is absent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

VISIBLE = "CUDA_VISIBLE_DEVICES"
MISMATCH_HELP = (
    "the driver was updated while the machine ran: restart the machine, or load the new driver's "
    "kernel module"
)
LOST_HELP = "reset it (nvidia-smi --gpu-reset) or restart the machine"


@dataclass(frozen=True)
class Gpu:
    """One NVIDIA GPU as NVML names it, or one instance of a GPU that is divided (MIG)."""

    name: str
    """The lane grammar's name, `cuda:N`, N among the visible ones in PCI bus order."""
    model: str
    uuid: str
    memory_bytes: int | None
    mig: bool = False
    """Whether it is a part of a GPU: how busy that is, the driver does not tell."""


@dataclass(frozen=True)
class LostGpu:
    """A GPU that is there and cannot be used."""

    name: str
    reason: str


@dataclass(frozen=True)
class GpusHere:
    """What was found."""

    gpus: tuple[Gpu, ...] = ()
    note: str = ""
    """Why there is none to use, where there is none."""
    broken: bool = False
    """Whether that is a driver that does not work."""
    lost: tuple[LostGpu, ...] = ()
    hidden: str = ""
    """A sentence about those that are there and not for this process; empty if there are none."""


@dataclass(frozen=True)
class _Card:
    """One GPU in its slot."""

    bus: str = ""
    uuid: str = ""
    units: tuple[Gpu, ...] = ()
    """What can be used of it: itself or its instances, still without a name."""
    lost: str = ""
    """Why none of it can be."""


def gpus_here() -> GpusHere:
    """The GPUs, looked at now."""
    try:
        import pynvml
    except ImportError:
        return GpusHere(note="the Python package nvidia-ml-py is not installed")
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as error:
        return _no_driver(pynvml, error)
    try:
        return _named(*_cards(pynvml))
    except pynvml.NVMLError as error:
        return GpusHere(note=_broken(error), broken=True)
    finally:
        pynvml.nvmlShutdown()


def _no_driver(nvml: Any, error: Exception) -> GpusHere:
    """What it means that NVML does not begin."""
    if _is(nvml, error, "LibraryNotFound", "DriverNotLoaded"):
        return GpusHere(note="no NVIDIA driver found")
    return GpusHere(note=_broken(error), broken=True)


def _broken(error: Exception) -> str:
    """The driver's own reason, and what helps where that is known."""
    own = str(error).rstrip(".")
    if "VersionMismatch" in type(error).__name__ or "version mismatch" in own.lower():
        said = "" if own.startswith("Driver/library") else f" ({own})"
        return f"the NVIDIA driver does not work: Driver/library version mismatch{said}; {MISMATCH_HELP}"
    return f"the NVIDIA driver does not answer: {own}"


def _is(nvml: Any, error: Exception, *names: str) -> bool:
    """Whether an error is one of NVML's of these names."""
    kinds = [getattr(nvml, f"NVMLError_{name}", None) for name in names]
    return isinstance(error, tuple(kind for kind in kinds if kind is not None))


def _cards(nvml: Any) -> tuple[list[_Card], int]:
    """The GPUs in PCI bus order, and how many more this process may not use."""
    found, taken = [], 0
    for index in range(nvml.nvmlDeviceGetCount()):
        try:
            found.append(_card(nvml, nvml.nvmlDeviceGetHandleByIndex(index)))
        except nvml.NVMLError as error:
            if _is(nvml, error, "NoPermission"):
                taken += 1
            else:
                found.append(_Card(lost=f"{str(error).rstrip('.')}; {LOST_HELP}"))
    if not any(card.lost and not card.bus for card in found):
        # Of one that is lost nobody knows the bus: then the driver's own order, which is the same.
        found.sort(key=lambda card: card.bus)
    return found, taken


def _card(nvml: Any, handle: Any) -> _Card:
    bus = str(nvml.nvmlDeviceGetPciInfo(handle).busId)
    uuid, model = str(nvml.nvmlDeviceGetUUID(handle)), str(nvml.nvmlDeviceGetName(handle))
    divided = is_divided(nvml, handle)
    instances = _instances(nvml, handle, model) if divided else None
    if instances is None:
        whole = Gpu("", model, uuid, _memory(nvml, handle), mig=divided)
        return _Card(bus, uuid, (whole,))
    lost = "" if instances else "it is divided (MIG is on), but into no instances"
    return _Card(bus, uuid, instances, lost)


def is_divided(nvml: Any, handle: Any) -> bool:
    """Whether MIG is on: the GPU can be used by its instances only."""
    mode = ask(nvml, "nvmlDeviceGetMigMode", handle)
    return bool(mode and mode[0] == 1)


def _instances(nvml: Any, handle: Any, model: str) -> tuple[Gpu, ...] | None:
    """The instances of a divided GPU; None where the driver cannot tell."""
    count = ask(nvml, "nvmlDeviceGetMaxMigDeviceCount", handle)
    if count is None:
        return None
    found = []
    for index in range(count):
        part = ask(nvml, "nvmlDeviceGetMigDeviceHandleByIndex", handle, index)
        uuid = ask(nvml, "nvmlDeviceGetUUID", part) if part is not None else None
        if uuid is not None:
            name = str(ask(nvml, "nvmlDeviceGetName", part) or f"{model} MIG")
            found.append(Gpu("", name, str(uuid), _memory(nvml, part), mig=True))
    return tuple(found)


def _memory(nvml: Any, handle: Any) -> int | None:
    memory = ask(nvml, "nvmlDeviceGetMemoryInfo", handle)
    return int(memory.total) if memory is not None else None


def ask(nvml: Any, name: str, *arguments: Any) -> Any:
    """What NVML answers, or None where it does not know the question or the GPU does not answer."""
    function: Callable[..., Any] | None = getattr(nvml, name, None)
    if function is None:
        return None
    try:
        return function(*arguments)
    except nvml.NVMLError:
        return None


def _named(cards: list[_Card], taken: int) -> GpusHere:
    """The visible ones, by the names that lanes use."""
    asked = os.environ.get(VISIBLE)
    every = [(card, unit) for card in cards for unit in _units(card)]
    visible = every if asked is None else list(_visible(cards, asked))
    gpus, lost = [], []
    for number, (card, unit) in enumerate(visible):
        name = f"cuda:{number}"
        if unit is None:
            lost.append(LostGpu(name, card.lost))
        else:
            gpus.append(Gpu(name, unit.model, unit.uuid, unit.memory_bytes, unit.mig))
    hidden = _hidden(asked, len(every) - len(visible), taken)
    mixed = len({unit.model for _, unit in every if unit is not None}) > 1
    if hidden and mixed and asked and any(one.strip().isdecimal() for one in asked.split(",")):
        # By itself CUDA counts the fastest first.
        hidden += "; its numbers count in PCI bus order"
    note = ""
    if not gpus:
        note = "; ".join(f"{one.name} cannot be used: {one.reason}" for one in lost)
        note = note or hidden or "the NVIDIA driver sees no GPU"
    return GpusHere(tuple(gpus), note, lost=tuple(lost), hidden=hidden)


def _units(card: _Card) -> Sequence[Gpu | None]:
    return (None,) if card.lost else card.units


def _visible(cards: list[_Card], asked: str) -> Iterator[tuple[_Card, Gpu | None]]:
    """What `CUDA_VISIBLE_DEVICES` names, in its order; as in CUDA, what it names wrongly ends the list."""
    seen: set[str] = set()
    for entry in map(str.strip, asked.split(",")):
        meant = _meant(cards, entry)
        if not meant or entry in seen:
            return
        seen.add(entry)
        yield from meant


def _meant(cards: list[_Card], entry: str) -> list[tuple[_Card, Gpu | None]]:
    """What one entry names: a number in PCI bus order, or the beginning of a UUID."""
    if entry.isdecimal():
        if int(entry) >= len(cards):
            return []
        card = cards[int(entry)]
        return [(card, unit) for unit in _units(card)]
    if entry.startswith("MIG-"):
        parts = [
            (card, unit) for card in cards for unit in card.units if unit.uuid.startswith(entry)
        ]
        return list(parts) if len(parts) == 1 else []
    named = [card for card in cards if entry.startswith("GPU-") and card.uuid.startswith(entry)]
    return [(named[0], unit) for unit in _units(named[0])] if len(named) == 1 else []


def _hidden(asked: str | None, count: int, taken: int) -> str:
    told = []
    if count:
        value = f"{VISIBLE}={asked}" if asked else f"{VISIBLE}, which is empty,"
        told.append(f"{value} hides {_gpus(count)}")
    if taken:
        told.append(f"{_gpus(taken)} may not be used by this process (taken away by a scheduler?)")
    return "; ".join(told)


def _gpus(count: int) -> str:
    return f"{count} GPU{'s' if count > 1 else ''} of this machine"
