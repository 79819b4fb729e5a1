"""What a person's workload file and its neighbours may import: at the top, and inside a function later."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engines.device
import engines.lane
from engines.errors import UsageError
from engines.workloads.catalogue import canonical, load
from engines.workloads.check import check
from engines.workloads.file_names import path_of
from engines.workloads.own_file import BESIDE as BESIDE_PACKAGE

SOUND = """
import numpy as np

def data():
    import {neighbour} as beside
    x = np.zeros((100, 3), np.float32)
    y = np.arange(100, dtype=np.int32) % beside.CLASSES
    return x[:80], y[:80], x[80:], y[80:]

def weights(rng):
    from {neighbour} import size
    return {{"w": rng.normal(size=size()).astype(np.float32)}}

def torch_model(weights):
    from {neighbour} import build
    return build(weights)
"""
BESIDE = """
CLASSES = 4
def size():
    return 3, CLASSES
def build(weights):
    return "built", weights["w"].shape
"""


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """A process loads one workload; this one goes on."""
    path, modules, plain = list(sys.path), set(sys.modules), builtins.__import__
    yield
    sys.path[:], builtins.__import__ = path, plain
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def used(file: Path) -> object:
    """What the file's functions give, called one after another as a worker calls them."""
    workload = load(str(file))
    assert workload.data().y_train.max() == 3
    return workload.models["torch"](workload.initial_weights(0))


def write(folder: Path, neighbour: str, name: str = "own.py") -> Path:
    file = folder / name
    file.write_text(SOUND.format(neighbour=neighbour), encoding="utf-8")
    return file


def test_a_neighbour_can_be_imported_inside_every_function(tmp_path: Path) -> None:
    (tmp_path / "fwdash_test_nets.py").write_text(BESIDE)
    file = write(tmp_path, "fwdash_test_nets")
    assert used(file) == ("built", (3, 4))
    assert check(str(file), ["torch"]).examples == 80


@pytest.mark.parametrize("name", ["engines", "tui", "widgets"])
def test_a_neighbour_may_have_the_name_of_one_of_our_packages(tmp_path: Path, name: str) -> None:
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text("from .sizes import CLASSES\n")
    (package / "sizes.py").write_text("CLASSES = 4\n")
    (package / "nets.py").write_text(f"from {name}.sizes import CLASSES\n" + BESIDE)
    (tmp_path / "fwdash_test_other.py").write_text(f"import {name}.nets as nets\nB = nets.build\n")
    file = write(tmp_path, f"{name}.nets")
    text = file.read_text().replace("import numpy", "import fwdash_test_other\nimport numpy")
    file.write_text(f"import {name}\nassert {name}.CLASSES == 4\n" + text)
    assert used(file) == ("built", (3, 4))
    assert check(str(file), ["torch"]).examples == 80
    assert sys.modules["engines"] is engines, "fwdash's own"


def test_a_neighbour_with_the_whole_name_of_a_module_of_ours_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engines").mkdir()
    (tmp_path / "engines/lane.py").write_text(BESIDE)
    (tmp_path / "engines/nets.py").write_text("")
    monkeypatch.setattr(engines, "lane", engines.lane)
    monkeypatch.delitem(sys.modules, "engines.lane")  # not imported yet, as may be in a worker
    file = write(tmp_path, "engines.lane")
    file.write_text("import engines.nets\n" + file.read_text())
    assert used(file) == ("built", (3, 4))
    assert sys.modules["engines.nets"].__name__ == f"{BESIDE_PACKAGE}.engines.nets"
    from engines.lane import MODES

    assert "torch" in MODES


def test_a_neighbour_without_the_module_is_named_as_the_person_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "engines").mkdir()
    file = tmp_path / "own.py"
    file.write_text("import engines.nets\n")
    with pytest.raises(UsageError, match=r"own\.py, line 1: .* No module named 'engines\.nets'"):
        check(str(file), ["torch"])


def test_our_name_that_stands_nowhere_beside_is_told_to_be_ours(tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    file.write_text("from engines.nets import build\n")
    with pytest.raises(UsageError, match="engines is the name of a package of fwdash"):
        check(str(file), ["torch"])


def test_what_is_installed_below_the_folder_means_our_packages(tmp_path: Path) -> None:
    """As with a project that has fwdash in an environment of its own."""
    (tmp_path / "engines").mkdir()
    installed = tmp_path / ".venv/lib/site-packages"
    installed.mkdir(parents=True)
    (installed / "fwdash_test_lib.py").write_text("from engines.device import find_machine\n")
    (tmp_path / "fwdash_test_nets.py").write_text(BESIDE)
    load(str(write(tmp_path, "fwdash_test_nets")))
    sys.path.append(str(installed))
    import fwdash_test_lib  # type: ignore[import-not-found]

    assert fwdash_test_lib.find_machine is engines.device.find_machine


def test_another_file_takes_the_place_of_the_former_folder(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "fwdash_test_nets.py").write_text(BESIDE)
    (one / "engines").mkdir()
    before = builtins.__import__
    load(str(write(one, "fwdash_test_nets")))
    assert builtins.__import__ is not before
    load(str(write(other, "fwdash_test_nets")))
    assert builtins.__import__ is before
    assert str(one) not in sys.path
    assert sys.path[0] == str(other)


@pytest.mark.parametrize("name", ["données.py", "数据.py", "with space.py", "ö-1.py"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Ünïcode"
    folder.mkdir()
    (folder / "fwdash_test_nets.py").write_text(BESIDE)
    file = write(folder, "fwdash_test_nets", name)
    assert used(file) == ("built", (3, 4))
    assert check(str(file), ["torch"]).name == name


def test_a_name_that_is_no_text_here_is_written_out_and_found_again(tmp_path: Path) -> None:
    (tmp_path / "fwdash_test_nets.py").write_text(BESIDE)
    file = write(tmp_path, "fwdash_test_nets", os.fsdecode(b"donn\xe9es.py"))
    name = canonical(str(file))
    assert name == rf"{tmp_path}/donn\xe9es.py"
    assert canonical(name) == name
    assert path_of(name) == file
    assert check(name, ["torch"]).name == r"donn\xe9es.py"
    assert used(Path(name)) == ("built", (3, 4))


def test_a_broken_neighbour_is_told_with_the_line_of_the_workload(tmp_path: Path) -> None:
    (tmp_path / "fwdash_test_nets.py").write_text(BESIDE.replace("CLASSES = 4", "1 / 0"))
    file = write(tmp_path, "fwdash_test_nets")
    with pytest.raises(UsageError, match=r"own\.py, line 5: data\(\) fails with ZeroDivision"):
        check(str(file), ["torch"])
