"""`fwdash workloads new FILE`: a person's first workload, a copy of `template.py`."""

from __future__ import annotations

from pathlib import Path

from engines.errors import UsageError

TEMPLATE = Path(__file__).with_name("template.py")


def write_template(path: str | Path) -> Path:
    """Write the template to `path`, in a folder that exists, and return its absolute path.

    Raises `UsageError` rather than overwrite anything, and for a name that is no Python file's.
    """
    path = Path(path).expanduser().absolute()
    if path.suffix != ".py":
        raise UsageError(f"A workload is a Python file: name it {path.name}.py.")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already, and is left alone: choose another name."
        ) from error
    except FileNotFoundError as error:
        raise UsageError(f"There is no folder {path.parent}: create it first.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return path
