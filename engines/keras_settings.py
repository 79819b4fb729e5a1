"""Keras' own settings file, `keras.json`: workers compute as without one, whatever a person's says.

Keras reads it while it is imported (Keras 3.15, `keras/src/backend/config.py`): in which types it
computes, in which order an image's axes stand, and Adam's epsilon would come from it.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

FILE = "keras.json"
SETTINGS: dict[str, Any] = {
    "floatx": "float32",
    "epsilon": 1e-7,
    "backend": "tensorflow",
    "image_data_format": "channels_last",
}
"""What Keras has where there is no such file."""
KEPT = ("datasets", "models")
"""Folders beside the file in which Keras keeps what it has downloaded."""


def person_home() -> Path:
    """The folder that Keras uses when nobody else has a say."""
    if asked := os.environ.get("KERAS_HOME"):
        return Path(os.path.expanduser(asked)).absolute()
    home = os.path.expanduser("~")
    return Path(home if os.access(home, os.W_OK) else "/tmp") / ".keras"


def keras_settings() -> list[str]:
    """What the person's file would change, a sentence each: workers run without it.

    The backend is passed over: `keras` is Keras on TensorFlow here, and says so.
    """
    try:
        asked = json.loads((person_home() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(asked, dict):
        return [f"{FILE} holds no settings"]
    return [
        f"{FILE} has {name} {value!s:.40}"
        for name, value in asked.items()
        if name != "backend" and value != SETTINGS.get(name)
    ]


def keras_home(folder: Path) -> dict[str, str]:
    """The environment in which Keras computes by its own settings.

    Only where the person's file changes some, Keras has a home in `folder`, with all else that lies in
    the person's, so that nothing is downloaded again or lost with the run.
    """
    if not keras_settings():
        return {}
    home, person = folder / "keras", person_home()
    if not home.exists():
        home.mkdir()
        (home / FILE).write_text(json.dumps(SETTINGS), encoding="utf-8")
        with contextlib.suppress(OSError):
            for name in KEPT:
                (person / name).mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            for entry in person.iterdir():
                if entry.name != FILE:
                    (home / entry.name).symlink_to(entry)
    return {"KERAS_HOME": str(home)}
