"""A person's own workload file: the template, and one clear sentence for all that is wrong."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from engines.errors import UsageError
from engines.workloads.catalogue import load
from engines.workloads.check import check
from engines.workloads.examine import examine
from engines.workloads.new import write_template
from engines.workloads.workload import Data, as_data

ROOT = Path(__file__).resolve().parents[3]

SOUND = """
import numpy as np

def data():
    x = np.zeros((100, 3), np.float32)
    y = np.arange(100, dtype=np.int32) % 4
    return x[:80], y[:80], x[80:], y[80:]

def weights(rng):
    return {"w": rng.normal(size=(3, 4)).astype(np.float32)}

def torch_model(weights): ...
def jax_model(weights): ...
"""


def write(folder: Path, text: str) -> str:
    path = folder / "own.py"
    path.write_text(textwrap.dedent(text))
    return str(path)


def mistake(folder: Path, text: str, *frameworks: str, limit_seconds: float = 60.0) -> str:
    """The sentence that `check` raises for a file."""
    with pytest.raises(UsageError) as caught:
        check(write(folder, text), frameworks or ("torch",), limit_seconds)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.startswith("own.py")
    assert sentence.endswith(".")
    return sentence


def test_the_template_is_sound_and_says_what_it_holds(tmp_path: Path) -> None:
    path = write_template(tmp_path / "mine.py")
    checked = check(str(path), ["torch", "keras", "jax"])
    assert checked.name == "mine.py"
    assert checked.frameworks == ("torch", "keras", "jax")
    assert (checked.examples, checked.test_examples) == (2000, 400)
    assert (checked.x_shape, checked.y_shape) == ((2,), ())
    assert checked.batch_size == 64
    assert checked.learning_rates["sgd"] > 0
    assert checked.references == {"guessing": pytest.approx(np.log(3))}


def test_the_template_is_written_as_it_is_and_imports_nothing_of_fwdash(tmp_path: Path) -> None:
    text = write_template(tmp_path / "mine.py").read_text()
    assert text == (ROOT / "engines/workloads/template.py").read_text()
    assert "engines" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_writing_the_template_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("precious")
    with pytest.raises(UsageError, match="is there already"):
        write_template(path)
    assert path.read_text() == "precious"


@pytest.mark.parametrize(
    ("name", "said"),
    [("mine", "name it mine.py"), ("nowhere/mine.py", "There is no folder")],
)
def test_the_template_needs_a_python_name_in_a_folder(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        write_template(tmp_path / name)


def test_a_sound_file_passes_with_the_defaults(tmp_path: Path) -> None:
    checked = check(write(tmp_path, SOUND), ["torch", "jax"])
    assert checked.frameworks == ("torch", "jax")
    assert (checked.examples, checked.test_examples) == (80, 20)
    assert (checked.parameters, checked.batch_size, checked.optimizer) == (12, 64, "sgd")


def test_a_missing_model_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    sentence = mistake(tmp_path, SOUND, "torch", "keras")
    assert "has no keras_model(weights)" in sentence
    assert "it has models for torch, jax" in sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("def data()", "def dates()", "has no data()"),
        ("def weights(rng)", "def weight(rng)", "has no weights(rng)"),
        ("def weights(rng)", "def weights()", "own.py, line 9: weights(rng) fails with TypeError"),
        ("def torch_model(weights)", "def torch_model()", "must take one argument, the weights"),
        ("np.zeros((100, 3), np.float32)", "np.zeros((100, 3), 'U3')", "use .astype(np.float32)"),
        ("np.zeros((100, 3), np.float32)", "np.full((100, 3), 1e300)", "holds inf at [0, 0]"),
        ("np.zeros((100, 3), np.float32)", "np.full((100, 3), 2**31)", "beyond int32"),
        ("np.zeros((100, 3), np.float32)", "[[0.0] * 3] * 100", "is of type list"),
        ("dtype=np.int32", "dtype=np.float64", "y_train is float64, but must be int32"),
        (
            "return x",
            "y = y + np.int64(2**40); return x",
            "y_train holds 1099511627779: labels are",
        ),
        ("return x[:80]", "return {'a': x[:80]}", "x_train is x_train['a'], but x_test x_test"),
        (
            "return x[:80]",
            "return [x[:79], x[:80]]",
            "x_train[0] holds 79 examples, but y_train 80",
        ),
        ("x[80:]", "(x[80:], 1)", "x_test[1] is of type int, not a NumPy array"),
        (", y[:80]", ", (y[:80], y[:80])", "y_train is several arrays, in a tuple; labels are one"),
        ("return x", "x = np.ma.masked_less(x, 0); return x", "x_train is a masked array"),
        ("return x", "x[7, 1] = np.nan; return x", "x_train holds nan at [7, 1]"),
        ("return x", "x[95] = np.inf; return x", "x_test holds inf at [15, 0]"),
        ("% 4", "% 4 - 1", "y_train holds -1: labels are class numbers from 0 on"),
        ("y[:80]", "y[:79]", "x_train holds 80 examples, but y_train 79"),
        ("x[80:]", "x[80:, :2]", "of shape (3,), but one of x_test is float32 of shape (2,)"),
        ("x[80:], y[80:]", "x[:0], y[:0]", "x_test is empty"),
        (", y[80:]", "", "must end in: return x_train, y_train, x_test, y_test"),
        ("80", "50", "batch of 64: set DEFAULTS"),
        ("return x", "x += np.float32(np.random.rand()); return x", "at each call"),
        ("rng.normal", "np.random.normal", "take every random number from rng"),
        (").astype(np.float32)}", ")}", "weights 'w' is float64, but must be float32"),
        ("return {", "return 1, {", "must return a dict of name -> float32 array"),
        ("import numpy", "LOSS = 'hinge'\nimport numpy", "cross_entropy"),
        ("import numpy", "DEFAULTS = {'batch_size': 0}\nimport numpy", "above 0"),
        ("import numpy", "DEFAULTS = {'learning_rates': {}}\nimport numpy", "positive numbers"),
        ("import numpy", "DEFAULTS = {'optimizer': 'lion'}\nimport numpy", "sgd, adam"),
        ("import numpy", "DEFAULTS = {'momentum': 'a lot'}\nimport numpy", "must be a number"),
        ("import numpy", "DEFAULTS = {'momentum': 1}\nimport numpy", "from 0 to below 1"),
        ("import numpy", "DEFAULTS = {'nesterov': 1}\nimport numpy", "must be True or False"),
        ("import numpy", "DEFAULTS = {'warmup': 1.5}\nimport numpy", "must be a whole number"),
        ("import numpy", "DEFAULTS = {'clip_norm': -1}\nimport numpy", "must be 0 or more"),
        ("import numpy", "DEFAULTS = {'lr_schedule': 'cos'}\nimport numpy", "constant, cosine"),
        (
            "import numpy",
            "DEFAULTS = {'optimizer': 'adam', 'momentum': 0.5}\nimport numpy",
            "adam has no momentum",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SOUND
    workload_file = write(tmp_path, SOUND.replace(old, new))
    with pytest.raises(UsageError) as caught:  # in this process: the files import NumPy only
        examine(load(workload_file), ["torch"])
    sentence = str(caught.value)
    assert said in sentence
    assert "own.py" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("return x", "return 1 / 0, x", "own.py, line 7: data() fails with ZeroDivisionError"),
        ("import numpy", "import numpie", "own.py, line 2: importing it fails with ModuleNot"),
        ("def data():", "def data(:", "own.py, line 4: invalid syntax"),
        (
            "import numpy",
            "import sys; sys.exit(0)\nimport numpy",
            "line 2: importing it calls sys.ex",
        ),
        ("return x", "raise SystemExit; return x", "line 7: data() calls sys.exit()"),
        ("import numpy", "import os; os._exit(3)\nimport numpy", "ended Python with exit code 3"),
        ("import numpy", "import os; os.abort()\nimport numpy", "ended Python with SIGABRT"),
    ],
)
def test_a_file_that_does_not_run_is_named_with_line_and_cause(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SOUND
    assert said in mistake(tmp_path, SOUND.replace(old, new))


@pytest.mark.parametrize("kind", ["int8", "uint8", "int64", "uint64", ">i2", "bool"])
def test_labels_may_be_integers_of_any_type(tmp_path: Path, kind: str) -> None:
    text = SOUND.replace("return x", f"y = (y % 2).astype({kind!r}); return x")
    data = load(write(tmp_path, text)).data()
    assert data.y_train.dtype == data.y_test.dtype == np.int32
    assert data.y_train[:4].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("kind", "became"),
    [
        *((kind, "float32") for kind in ("float16", "float64", ">f4")),
        *((kind, "int32") for kind in ("int8", "uint8", "uint16", "int64", "uint64", ">i2")),
        ("bool", "bool"),
    ],
)
def test_inputs_may_be_of_any_common_type(tmp_path: Path, kind: str, became: str) -> None:
    """The same in every framework, also where they stand among several."""
    text = SOUND.replace("return x", f"x[:, 1] = 1; x = x.astype({kind!r}); return x")
    alone = load(write(tmp_path, text)).data().x_train
    among = "(x[80:], {'b': x[80:]})"
    text = text.replace("x[80:]", among).replace("return x[:80]", "return (x[:80], {'b': x[:80]})")
    workload = load(write(tmp_path, text))
    _, beside = workload.data().x_train
    examine(workload, ["torch"])
    for array in (alone, beside["b"]):
        assert array.dtype == became
        assert array[0].tolist() == [0, 1, 0]


WEIGHTED = SOUND.replace(
    "return x[:80], y[:80], x[80:], y[80:]",
    "w = np.ones(100)\n    return {'x_train': x[:80], 'y_train': y[:80], 'x_test': x[80:], "
    "'y_test': y[80:], 'w_train': w[:80], 'w_test': w[80:]}",
)


def test_examples_may_have_weights(tmp_path: Path) -> None:
    workload = load(write(tmp_path, WEIGHTED))
    examine(workload, ["torch"])
    x, (y, w) = workload.data().train
    assert (len(x), len(y), w.dtype) == (80, 80, np.float32)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("np.ones(100)", "np.ones((100, 2))", "w_train has shape (80, 2), but must have (80,)"),
        ("np.ones(100)", "np.ones(100) - 2", "w_train must hold weights of 0 or more"),
        ("np.ones(100)", "np.arange(100) // 90.0", "w_train must hold weights of 0 or more"),
        ("np.ones(100)", "np.full(100, np.nan)", "w_train holds nan"),
        ("'w_test': w[80:]", "'w_test': None", "w_test is missing: both splits have weights"),
        (
            "def weights",
            "def torch_loss(o, y): ...\njax_loss = torch_loss\ndef weights",
            "no weights",
        ),
    ],
)
def test_weights_that_mean_nothing_are_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in WEIGHTED
    with pytest.raises(UsageError) as caught:
        examine(load(write(tmp_path, WEIGHTED.replace(old, new))), ["torch"])
    assert said in str(caught.value)


OWN = "def torch_loss(outputs, y): ...\ndef jax_loss(outputs, y): ...\n"


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ("def jax_loss(outputs, y): ...\n", "has jax_loss, but no torch_loss: all lanes must"),
        ("def torch_metrics(outputs, y): ...\n", "has torch_metrics, but no jax_metrics"),
        (OWN.replace("outputs, y", "outputs"), "torch_loss must take two arguments, outputs and"),
        (OWN + "LOSS = 'mean_squared_error'\n", "has LOSS and torch_loss: leave out the one"),
    ],
)
def test_an_own_loss_is_one_function_a_framework(tmp_path: Path, functions: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        examine(load(write(tmp_path, SOUND + functions)), ["torch"])
    assert said in str(caught.value)
    assert "own.py" in str(caught.value)


def test_an_own_loss_takes_the_labels_that_it_wants(tmp_path: Path) -> None:
    text = SOUND.replace("return x", "y = y * 0.5 - 1; return x") + OWN
    workload = load(write(tmp_path, text))
    assert examine(workload, ["torch"]).loss == "own"
    assert workload.data().y_train.dtype == np.float32


def test_views_come_out_whole_and_in_this_machines_byte_order(tmp_path: Path) -> None:
    odd = "x = np.asfortranarray(np.arange(300, dtype='>f4').reshape(100, 3))[::-1]"
    text = SOUND.replace("return x", f"{odd}; x.flags.writeable = False; return x")
    data = load(write(tmp_path, text)).data()
    for split in (data.x_train, data.x_test):
        assert split.dtype == np.float32
        assert split.flags.c_contiguous
        assert split.flags.writeable
    assert data.x_train[0].tolist() == [297, 298, 299]


def test_a_memory_map_is_not_read_into_memory(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.ones((100, 3), np.float32))
    read = f"x = np.load({str(tmp_path / 'x.npy')!r}, mmap_mode='r')"
    data = load(write(tmp_path, SOUND.replace("return x", f"{read}; return x"))).data()
    assert isinstance(data.x_train, np.memmap)


def test_weights_that_share_an_array_are_given_one_each(tmp_path: Path) -> None:
    text = SOUND.replace(
        "return {", "a = np.ones((3, 4), np.float32); return {'a': a, 'v': a[::-1], "
    )
    weights = load(write(tmp_path, text.replace('"w": rng', '"b": a, "w": rng'))).initial_weights(0)
    arrays = list(weights.values())
    assert not any(np.shares_memory(a, b) for a in arrays for b in arrays if a is not b)
    assert weights["v"].flags.c_contiguous


def test_labels_for_squared_error_are_float32(tmp_path: Path) -> None:
    text = SOUND + 'LOSS = "mean_squared_error"\n'
    assert "y_train is int32, but must be float32" in mistake(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("import numpy", "while True: pass\nimport numpy", 2),
        ("return x", "import time; time.sleep(60); return x", 7),
    ],
)
def test_a_file_that_hangs_is_given_up_with_its_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    began = time.monotonic()
    sentence = mistake(tmp_path, SOUND.replace(old, new, 1), limit_seconds=0.5)
    assert f"own.py, line {line}: still running after 0.5 s" in sentence
    assert time.monotonic() - began < 8


def test_a_file_that_holds_the_interpreter_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.workloads.check.GRACE_SECONDS", 1.5)
    text = SOUND.replace("return x", "sum(range(10**12)); return x")
    assert "own.py was still running after 0.5 s" in mistake(tmp_path, text, limit_seconds=0.5)


def is_alive(status: Path) -> bool:
    """Whether the process of a /proc/PID/stat runs; one that nobody has waited for does not."""
    try:
        return status.read_text().split()[2] != "Z"
    except OSError:
        return False


def test_what_a_file_leaves_running_neither_delays_nor_outlives_the_check(tmp_path: Path) -> None:
    started = tmp_path / "started"
    text = SOUND + textwrap.dedent(
        f"""
        import subprocess, threading, time
        child = subprocess.Popen(["sleep", "60"])
        open({str(started)!r}, "w").write(str(child.pid))
        threading.Thread(target=time.sleep, args=(60,)).start()
        """
    )
    began = time.monotonic()
    assert check(write(tmp_path, text), ["torch"]).examples == 80
    assert time.monotonic() - began < 8
    status = Path(f"/proc/{started.read_text()}/stat")
    while time.monotonic() - began < 8 and is_alive(status):
        time.sleep(0.05)
    assert not is_alive(status)


def test_what_a_file_prints_does_not_reach_the_answer(tmp_path: Path) -> None:
    text = SOUND + "import os\nprint('{}')\nos.write(1, b'low\\n')\n"
    done = subprocess.run(
        [sys.executable, "-m", "engines.workloads.check", write(tmp_path, text), "torch"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["ok"] is True
    assert done.stdout.count("\n") == 1
    assert "low" in done.stderr


def test_a_bad_file_ends_the_process_with_exit_code_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "engines.workloads.check", write(tmp_path, "1 +"), "torch"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout) == {"ok": False, "error": "own.py, line 1: invalid syntax."}


def test_a_file_may_import_its_neighbours_and_is_not_run_in_this_process(tmp_path: Path) -> None:
    (tmp_path / "fwdash_test_neighbour.py").write_text("CLASSES = 4\n")
    text = "from fwdash_test_neighbour import CLASSES\n" + SOUND
    assert check(write(tmp_path, text), ["torch"]).name == "own.py"
    assert "fwdash_test_neighbour" not in sys.modules


def test_data_may_come_as_a_tuple_a_dict_or_data() -> None:
    arrays = [np.full(3, n) for n in range(4)]
    made = Data(*arrays)
    assert as_data(made) is made
    assert as_data(tuple(arrays)).y_test is arrays[3]
    assert as_data({**vars(made)}).x_test is arrays[2]
    with pytest.raises(UsageError, match="return x_train, y_train, x_test, y_test"):
        as_data(arrays[:3])


TRAIN = """
import sys
import numpy as np
import torch
from engines.workloads.catalogue import load
workload = load(sys.argv[1])
data = workload.data()
torch.set_num_threads(1)
model = workload.models["torch"](workload.initial_weights(0))
optimizer = torch.optim.Adam(model.parameters(), 3e-3)
x, y = torch.from_numpy(data.x_train), torch.from_numpy(data.y_train).long()
for step in range(300):
    at = torch.from_numpy(np.random.default_rng(step).integers(0, len(x), 64))
    loss = torch.nn.functional.cross_entropy(model(x[at]), y[at])
    optimizer.zero_grad(); loss.backward(); optimizer.step()
model.eval()
right = model(torch.from_numpy(data.x_test)).argmax(-1).numpy() == data.y_test
print(right.mean())
"""


def test_the_template_learns(tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed")
    path = write_template(tmp_path / "mine.py")
    done = subprocess.run(
        [sys.executable, "-c", TRAIN, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert float(done.stdout) > 0.9


def test_an_own_file_keeps_its_name_and_first_line_as_description(tmp_path: Path) -> None:
    workload = load(str(write_template(tmp_path / "mine.py")))
    assert workload.name == "mine.py"
    assert workload.description.startswith("Three spirals")
