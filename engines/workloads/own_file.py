"""A person's own workload file as a module, and what it and its neighbours import.

Its folder stays the first on the search path of the process, as Python has it for a script: what can be
imported at the top of the file can be imported inside its functions, while it trains too.
"""

from __future__ import annotations

import builtins
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from engines.cause import OUR_PACKAGES, sentence
from engines.errors import UsageError

MODULE = "fwdash_own_workload"
"""The name under which the file is imported."""
BESIDE = "fwdash_own_folder"
"""The package that stands for the file's folder where a name in it is also one of ours."""
ROOT = Path(__file__).resolve().parents[2]

_plain_import = builtins.__import__
_opened: list[str] = []
"""The folder that was put on the search path, if any."""


def own_file() -> str:
    """The path of the file that was imported in this process; empty where none was."""
    return getattr(sys.modules.get(MODULE), "__file__", None) or ""


def import_file(path: Path) -> ModuleType:
    """Run a person's file as a module; raises `UsageError` naming line and cause."""
    spec = importlib.util.spec_from_file_location(MODULE, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is no Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = module
    _open_folder(path.parent)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        file = Path(error.filename or path).name
        raise UsageError(f"{file}, line {error.lineno}: {error.msg}.") from error
    except (Exception, SystemExit) as error:
        words = sentence(error).rstrip(".")
        raise UsageError(f"{path.name} does not import: {words}.") from error
    return module


def _open_folder(folder: Path) -> None:
    """Put the folder on the search path, in place of the one that was put there before."""
    for former in _opened:
        if former in sys.path:
            sys.path.remove(former)
    for name, module in list(sys.modules.items()):
        if getattr(module, "__name__", "").partition(".")[0] == BESIDE:
            del sys.modules[name]
    _opened[:] = [str(folder)]
    sys.path.insert(0, str(folder))
    names = {
        name
        for name in OUR_PACKAGES
        if folder != ROOT and ((folder / name).is_dir() or (folder / f"{name}.py").is_file())
    }
    builtins.__import__ = _import_beside(folder, names) if names else _plain_import


def _import_beside(folder: Path, names: set[str]) -> Callable[..., ModuleType]:
    """`__import__`, but the files in `folder` mean their neighbours by `names`, not our packages.

    A process has one module of a name, and ours are there first: those of the folder are imported as
    parts of a package of their own.
    """
    package = ModuleType(BESIDE)
    package.__path__ = [str(folder)]
    sys.modules[BESIDE] = package

    def imported(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        top = name.partition(".")[0]
        if level or top not in names or not _belongs(globals, folder):
            return _plain_import(name, globals, locals, fromlist or (), level)
        try:
            module = _plain_import(f"{BESIDE}.{name}", globals, locals, fromlist or (), 0)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith(f"{BESIDE}."):
                real = str(error.name).removeprefix(f"{BESIDE}.")
                raise ModuleNotFoundError(f"No module named {real!r}", name=real) from None
            raise
        if not _is_ours(name):
            # torch.compile asks importlib for what a forward imports, by the name that stands there.
            sys.modules[name] = sys.modules[f"{BESIDE}.{name}"]
        return module if fromlist else sys.modules[f"{BESIDE}.{top}"]

    return imported


def _is_ours(name: str) -> bool:
    """Whether fwdash has a module of that name, imported or not."""
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _belongs(variables: Mapping[str, Any] | None, folder: Path) -> bool:
    """Whether code with these globals is a person's: in the folder, but neither ours nor installed."""
    file = str((variables or {}).get("__file__") or "")
    return (
        file.startswith(f"{folder}{os.sep}")
        and not file.startswith(f"{ROOT}{os.sep}")
        and "site-packages" not in file
    )
