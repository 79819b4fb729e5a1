"""All benchmarks, or those named: `python -m tests.benchmarks [NAME ...]`."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "parity",
    "overhead",
    "modes",
    "fairness",
    "chart",
    "painting",
    "ui",
    "export",
    "attach",
    "planted",
    "recording",
    "tensorboard",
    "replay",
    "form",
)


def main() -> None:
    """Run them one after the other; each prints what it measured and its bound."""
    chosen = sys.argv[1:] or NAMES
    del sys.argv[1:]
    for name in chosen:
        if name not in NAMES:
            raise SystemExit(f"Unknown benchmark {name!r}. Known: {', '.join(NAMES)}.")
        print(f"== {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.bench_{name}").main()


if __name__ == "__main__":
    main()
