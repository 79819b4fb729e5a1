"""From a name or a file's path to a `Workload`; no framework is imported on the way."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from engines.errors import UsageError, unknown
from engines.lane import FRAMEWORKS
from engines.optimization import OPTIMIZER_SETTINGS
from engines.workloads.file_names import path_of, text_of
from engines.workloads.own_arrays import in_order
from engines.workloads.own_file import import_file
from engines.workloads.workload import LOSSES, OWN_LOSS, Data, Workload, as_data


@dataclass(frozen=True)
class Entry:
    """A workload that ships with fwdash."""

    module: str
    sizes: tuple[str, ...] = ()


SHIPPED = {
    "digits-mlp": Entry("engines.workloads.digits_mlp"),
    "digits-cnn": Entry("engines.workloads.digits_cnn"),
    "chars-gpt": Entry("engines.workloads.chars_gpt", ("tiny", "small", "medium")),
}
DEFAULT = "digits-mlp"
SETTINGS = ("optimizer", "learning_rates", "batch_size", *OPTIMIZER_SETTINGS)
"""What a workload's DEFAULTS may set."""


def names() -> list[str]:
    """Every name that `load` knows: `digits-mlp`, ..., `chars-gpt:tiny`, ..."""
    return [
        f"{name}:{size}" if size else name
        for name, entry in SHIPPED.items()
        for size in entry.sizes or ("",)
    ]


def is_file(name: str) -> bool:
    """Whether `name` means a person's own file rather than a shipped workload."""
    return name.endswith(".py") or os.sep in name


def canonical(name: str) -> str:
    """The name as the run log keeps it: sizes spelled out, paths made absolute.

    Raises `UsageError` where there is no such workload or file.
    """
    if is_file(name):
        path = path_of(name).resolve()
        if not path.is_file():
            raise UsageError(
                f"There is no workload file {name!r}: fwdash workloads new {path.name} writes one."
            )
        return text_of(path)
    base, _, size = name.partition(":")
    entry = SHIPPED.get(base)
    if entry is None:
        raise unknown("workload", name, [*names(), "or a Python file's path"])
    size = size or (entry.sizes[0] if entry.sizes else "")
    full = f"{base}:{size}" if size else base
    if full not in names():
        raise unknown("workload", name, names())
    return full


def load(name: str) -> Workload:
    """The workload of that name or in that file; raises `UsageError` for what is missing in it."""
    name = canonical(name)
    if is_file(name):
        shown = Path(name).name
        return from_module(import_file(path_of(name)), shown, shown)
    base, _, size = name.partition(":")
    return from_module(importlib.import_module(SHIPPED[base].module), name, base, size)


def from_module(module: ModuleType, name: str, shown: str, size: str = "") -> Workload:
    """The workload that a module's functions and constants describe.

    A shipped module with sizes takes the size as the last argument of each function.
    """

    def sized(function: str) -> partial[object] | None:
        found = getattr(module, function, None)
        if found is None:
            return None
        if not callable(found):
            raise UsageError(f"{shown}: {function} must be a function.")
        return partial(found, size=size) if size else partial(found)

    data, weights = sized("data"), sized("weights")
    for given, what in ((data, "data()"), (weights, "weights(rng)")):
        if given is None:
            raise UsageError(
                f"{shown} has no {what}: fwdash workloads new FILE writes a file that has all."
            )
    models = {
        framework: model
        for framework in FRAMEWORKS
        if (model := sized(f"{framework}_model")) is not None
    }
    if not models:
        raise UsageError(
            f"{shown} has no model: define torch_model(weights), keras_model(weights) or "
            "jax_model(weights)."
        )
    losses, metrics = (_own(sized, models, kind, shown) for kind in ("loss", "metrics"))
    loss = getattr(module, "LOSS", OWN_LOSS if losses else "cross_entropy")
    if losses and loss != OWN_LOSS:
        raise UsageError(
            f"{shown} has LOSS and {next(iter(losses))}_loss: leave out the one that does not count."
        )
    if not losses and loss not in LOSSES:
        raise unknown(f"LOSS in {shown},", str(loss), LOSSES)
    settings = dict(getattr(module, "DEFAULTS", {}))
    if size:
        settings |= module.SIZED_DEFAULTS.get(size, {})
    for key in settings:
        if key not in SETTINGS:
            raise unknown(f"key in DEFAULTS of {shown},", str(key), SETTINGS)
    optimization = {key: settings.pop(key) for key in OPTIMIZER_SETTINGS if key in settings}
    lines = (module.__doc__ or "").strip().splitlines()

    @functools.wraps(data.func)  # type: ignore[union-attr]
    def shaped_data() -> Data:
        return in_order(as_data(data()), loss)  # type: ignore[misc]

    return Workload(
        name=name,
        description=lines[0] if lines else name,
        data=shaped_data,
        weights=weights,  # type: ignore[arg-type]
        models=models,  # type: ignore[arg-type]
        loss=loss,
        losses=losses,
        metrics=metrics,
        references=sized("references") or dict,  # type: ignore[arg-type]
        optimization=optimization,
        **settings,
    )


def _own(
    function: Callable[[str], Any], frameworks: Iterable[str], kind: str, shown: str
) -> dict[str, Any]:
    """Framework -> its function `FRAMEWORK_loss` or `_metrics`; all have one, or none."""
    found = {name: function(f"{name}_{kind}") for name in frameworks}
    own = {name: each for name, each in found.items() if each is not None}
    for name in found:
        if own and name not in own:
            raise UsageError(
                f"{shown} has {next(iter(own))}_{kind}, but no {name}_{kind}: all lanes must compute the "
                "same, so each framework that has a model needs one."
            )
    return own
