"""Whatever a person's keras.json says, workers compute in float32 and by Keras' own settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.keras_settings import FILE, SETTINGS, keras_home, keras_settings, person_home


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "person"
    home.mkdir()
    monkeypatch.setenv("KERAS_HOME", str(home))
    return home


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"floatx": "float64"}', ["keras.json has floatx float64"]),
        ('{"floatx": "float16"}', ["keras.json has floatx float16"]),
        ('{"image_data_format": "channels_first"}',
         ["keras.json has image_data_format channels_first"]),
        ('{"epsilon": 1e-3, "nnx_enabled": true}',
         ["keras.json has epsilon 0.001", "keras.json has nnx_enabled True"]),
        ("[1]", ["keras.json holds no settings"]),
    ],
)  # fmt: skip
def test_settings_of_a_person_are_set_aside_and_said(
    person: Path, tmp_path: Path, text: str, told: list[str]
) -> None:
    (person / FILE).write_text(text)
    assert keras_settings() == told
    (home,) = (Path(path) for path in keras_home(tmp_path).values())
    assert json.loads((home / FILE).read_text()) == SETTINGS
    assert keras_home(tmp_path) == {"KERAS_HOME": str(home)}  # of the run, not of each worker


@pytest.mark.parametrize("text", [None, "{", json.dumps(SETTINGS), '{"backend": "jax"}', "{}"])
def test_settings_that_change_nothing_leave_the_home_where_it_is(
    person: Path, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (person / FILE).write_text(text)
    assert keras_settings() == []
    assert keras_home(tmp_path) == {}
    assert list(person.iterdir()) == ([person / FILE] if text is not None else [])


def test_what_was_downloaded_is_found_and_stays(person: Path, tmp_path: Path) -> None:
    (person / FILE).write_text('{"floatx": "float16"}')
    (person / "own").mkdir()
    (person / "own" / "weights").write_text("w")
    home = Path(keras_home(tmp_path)["KERAS_HOME"])
    assert (home / "own" / "weights").read_text() == "w"
    (home / "datasets" / "mnist.npz").write_text("m")
    assert (person / "datasets" / "mnist.npz").read_text() == "m"
    assert (person / FILE).read_text() == '{"floatx": "float16"}'


def test_the_home_is_below_the_persons_own_where_nobody_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert person_home() == tmp_path / ".keras"
