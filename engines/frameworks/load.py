"""Which modules make up each framework's engine, imported only inside a worker."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from engines.cause import sentence
from engines.errors import UsageError
from engines.framework_names import ENGINES, INSTALL
from engines.frameworks.engine import MakeEngine

OURS = ("matplotlib",)
"""What fwdash brings for its reports, and a framework imports where it finds it: Keras took 1.19 times
as long to import for it (median of six pairs)."""


@contextmanager
def _without_ours() -> Iterator[None]:
    """Let a framework be imported as where fwdash is not installed; afterwards a workload may use it."""
    hidden = [name for name in OURS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def load_engine(framework: str) -> MakeEngine:
    """What makes the framework's engine; raises `UsageError` saying what to install."""
    module, engine = ENGINES[framework]
    try:
        with _without_ours():
            return cast(MakeEngine, getattr(importlib.import_module(module), engine))
    except Exception as error:
        traceback.print_exc()
        cause = sentence(error)
        missing = isinstance(error, ModuleNotFoundError)
        state = "is not installed" if missing else "does not import"
        raise UsageError(f"{framework} {state} ({cause}). Try: {INSTALL[framework]}") from error


if TYPE_CHECKING:
    # Held by the type checker: each engine does what the contract says.
    from engines.frameworks.jax_engine import JaxEngine
    from engines.frameworks.keras_engine import KerasEngine
    from engines.frameworks.pytorch_engine import PyTorchEngine

    KEEP_THE_CONTRACT: tuple[MakeEngine, ...] = (PyTorchEngine, KerasEngine, JaxEngine)
