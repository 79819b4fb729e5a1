"""`config.toml`: what is right counts, what is wrong is named with its line, nothing stops the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.cli import main
from tui.config import Config, config_path, load_config, read_config
from tui.kept_theme import keep_theme, kept_theme, theme_path
from tui.keys.keymap import keymap, known_key, remapped


def write(text: str | bytes) -> Path:
    path = config_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert load_config() == Config()
    assert config_path().is_relative_to(tmp_path)


def test_what_is_right_counts() -> None:
    write('theme = "nord"\nsmoothing = 0.9\nlog_y = false\n[keys]\npause = "p"\nquit = "Q"\n')
    assert load_config() == Config(
        keys={"pause": "p", "quit": "Q"}, theme="nord", smoothing=0.9, log_y=False
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n[colors]\nred = 1\n", "line 2: there is no section [colors], only [keys]."),
        ("# one\nthem = 'nord'\n", "line 2: there is no setting 'them', perhaps 'theme'."),
        ("theme = 'nrd'\n", "line 1: there is no theme 'nrd', perhaps 'nord'."),
        ("theme = 3\n", "line 1: theme is a name in quotes, not 3."),
        ("smoothing = 1.0\n", "line 1: smoothing is a number from 0 up to, but not, 1, not 1.0."),
        ("smoothing = nan\n", "line 1: smoothing is a number from 0 up to, but not, 1, not nan."),
        ("smoothing = true\n", "line 1: smoothing is a number"),
        ("\nlog_y = 1\n", "line 2: log_y is true or false, not 1."),
        ("cast_version = 1", "line 1: cast_version is 2 or 3, not 1."),
        ("cast_version = true", "line 1: cast_version is 2 or 3, not True."),
        ("keys = 'x'\n", "line 1: keys is a section: write [keys]."),
        ("[keys]\npuase = 'p'\n", "line 2: there is no action 'puase', perhaps 'pause'."),
        ("[keys]\ntheme = 'nord'\n", "line 2: theme stands in [keys]: put it above that line."),
        ("[keys]\npause = 7\n", "line 2: the key of pause is a text in quotes, not 7."),
        ("[keys]\npause = ''\n", "line 2: '' is no key"),
        ("[keys]\n\n'pause' = 'ctrl+enterr'\n", "line 3: 'ctrl+enterr' is no key"),
        ("keys.pause = 'banana'\n", "line 1: 'banana' is no key"),
        ("[keys]\nselect_lane = 'a'\n", "line 2: select_lane needs 6 keys"),
        ("[keys]\ncommand_palette = 'k'\n", "line 2: command_palette works while you write too"),
        ("[keys]\npause = 'q'\n", "line 2: 'q' cannot be the key of pause, it is that of quit."),
        ("[keys]\nmark = 'k'\npause = 'k'\n", "line 3: 'k' cannot be the key of pause, it is that"),
        ("[keys]\npause = 'question_mark'\n", "line 2: '?' cannot be the key of pause"),
        ("[keys]\npause = 'ctrl+c'\n", "line 2: 'ctrl+c' cannot be the key of pause"),
        ("\n\ntheme = = 3\n", "line 3: Invalid value; all of the file is left out."),
        ("a = 1\n[keys\n", "line 2: "),
        ("a = '''", "line 1: "),
        ("theme = '\x00'", "line 1: "),
        (b"a = 1\nb = '\xff'\n", "line 2: this is no UTF-8; all of the file is left out."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_its_line(text: str | bytes, problem: str) -> None:
    write(text)
    config = load_config()
    (told,) = config.problems
    assert told.startswith(f"config.toml {problem}")
    assert told.endswith(".")
    assert (config.keys, config.theme, config.smoothing, config.log_y) in (
        ({}, "", 0.6, True),
        ({"mark": "k"}, "", 0.6, True),
    )


def test_problems_come_in_the_order_of_lines_and_good_lines_count() -> None:
    config = read_config("smoothing = 2\nlog_y = false\n[keys]\nnope = 'x'\npause = 'p'\nhelp=1")
    assert [problem.split()[2] for problem in config.problems] == ["1:", "4:", "6:"]
    assert config.keys == {"pause": "p"}
    assert config.log_y is False


def test_two_actions_may_swap_their_keys() -> None:
    config = read_config("[keys]\ntoggle_compile = 'm'\nchoose_mode = 'c'\n")
    assert config == Config(keys={"toggle_compile": "m", "choose_mode": "c"})


def test_a_key_is_one_action_also_on_a_screen_that_has_both() -> None:
    # Among the demos `m` is the next mode, and a replay of them can be paused.
    (problem,) = read_config("[keys]\npause = 'm'\nchoose_mode = 'K'\n").problems[:1]
    assert "'m' cannot be the key of pause, it is that of demo_mode" in problem


def test_a_key_that_a_dropped_line_frees_up_is_taken_back() -> None:
    config = read_config("[keys]\npause = 'm'\nchoose_mode = 'q'\n")
    assert config.keys == {}
    assert len(config.problems) == 2


def test_an_unreadable_file_is_one_sentence() -> None:
    config_path().mkdir(parents=True)
    (problem,) = load_config().problems
    assert "config.toml cannot be read: " in problem


@pytest.mark.parametrize("key", ["k", "?", "f5", "ctrl+k", "alt+x", "pageup", "space", "shift+up"])
def test_keys_that_a_terminal_can_send(key: str) -> None:
    assert known_key(key)


@pytest.mark.parametrize("key", ["", " ", "foo", "ctrl+", "hypr+k", "shift+a", "ctrl+K", "ctrl++x"])
def test_keys_that_it_cannot(key: str) -> None:
    assert not known_key(key)


def test_the_ways_out_are_kept() -> None:
    chosen = {"quit": "Q", "interrupt": "ctrl+x", "show_log": "w"}
    made = keymap(chosen)
    assert made == {
        "quit.1": "Q",
        "interrupt": "ctrl+x,ctrl+c",
        "show_log.1": "w",
        "show_log.2": "w",
    }
    keys = {action.id: action.key for action in remapped(chosen)}
    assert keys["quit"] == "Q,ctrl+q"
    assert keys["show_log"] == "w"


async def test_a_chosen_key_does_it_and_footer_help_and_palette_show_it() -> None:
    chosen = {"pause": "p", "show_log": "w", "quit": "Q", "select_lane": "a,b,d,e,g,h"}
    chosen |= {"batch_size": "B", "choose_device": "D"}
    config = Config(keys=chosen)
    source = Scripted(scripted.train())
    app = FwdashApp(source, config)
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("space")
        assert source.commands == []
        await pilot.press("p")
        assert source.commands == [("pause", "torch")]
        await pilot.press("n", "Q", "p", "q", "enter")  # letters where a person writes
        assert source.commands[-1] == ("mark", "Qpq")
        await pilot.press("b")
        assert app.main.selection.selected == "keras"
        footer = "".join(strip.text for strip in app.main.keys._strips)
        assert " p pause" in footer
        assert " w log" in footer
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Pause or resume the lane (p)" in titles
        await pilot.press("question_mark")
        await pilot.pause()
        shown = {action.id: action.key_text for action in app.screen._actions}
        assert shown["pause"] == "p"
        assert shown["quit"] == "Q"
        await pilot.press("escape", "q")
        assert not app.leaving
        await pilot.press("ctrl+q")
        await app._leave_task
        assert source.closed == 1


async def test_settings_count_before_a_kept_theme_and_problems_are_said_at_the_start() -> None:
    text = "theme = 'nord'\nsmoothing = 0.9\nlog_y = false\n[keys]\nnope = 'x'\n"
    keep_theme("gruvbox")
    app = FwdashApp(Scripted(scripted.train()), read_config(text))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "nord"
        assert app.main.chart.plot.smoothing == 0.9
        assert not app.main.chart.view.log_y
        assert "config.toml line 5: there is no action 'nope'" in said(app)


async def test_the_chosen_theme_is_kept() -> None:
    async with racing() as (app, _, pilot):
        assert not theme_path().exists()
        app.theme = "gruvbox"
        await pilot.pause()
    assert kept_theme() == "gruvbox"
    async with racing() as (app, _, _pilot):
        assert app.theme == "gruvbox"


@pytest.mark.parametrize("kept", [b"no-such-theme\n", b"\xff\xfe", b""])
def test_a_kept_theme_that_is_none_is_forgotten(kept: bytes) -> None:
    theme_path().parent.mkdir(parents=True)
    theme_path().write_bytes(kept)
    assert kept_theme() == ""


def test_a_theme_that_cannot_be_kept_is_no_matter(state_folder: Path) -> None:
    state_folder.write_text("a file where a folder should be")
    keep_theme("nord")
    assert kept_theme() == ""


def test_doctor_prints_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    write("[keys]\nnope = 'x'\n")
    monkeypatch.setattr("tui.plain.doctor.IMPORTS", {})
    monkeypatch.setenv("CXX", "no-compiler")
    told = CliRunner().invoke(main, ["doctor"])
    assert "BAD  config     config.toml line 2: there is no action 'nope'." in told.output
    assert told.exit_code == 1
