"""A framework is imported as where fwdash, and what it brings along, is not installed."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys, types
from engines.frameworks import load as frameworks
seen = {}
class Engine: pass
def load(name):
    seen[name] = sys.modules.get("matplotlib", "not hidden")
    return types.SimpleNamespace(Engine=Engine)
frameworks.importlib = types.SimpleNamespace(import_module=load)
frameworks.ENGINES["keras"] = ("a", "Engine")
frameworks.load_engine("keras")
import matplotlib
print(seen, matplotlib.__name__)
"""


def test_what_fwdash_brings_is_hidden_from_a_framework_and_not_from_a_workload() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "{'a': None} matplotlib\n"
