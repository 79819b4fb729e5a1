"""The dashboard: one tick that folds events and shows what changed, and every way out."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

# Not frames painted, which ticks decide, but how long a change may wait for one: at 60 a key now and
# then waits for two. Textual reads it when it is imported.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from engines.run import Run
from tui.actions import bindings
from tui.config import Config, load_config
from tui.kept_theme import keep_theme, kept_theme
from tui.keymap import keymap, remapped
from tui.log_tail import LogTail
from tui.screens.confirm_quit import ConfirmQuit
from tui.screens.race import RaceScreen
from tui.terminal import require_terminal
from widgets.driver_queue import drop_output, frames_behind

if TYPE_CHECKING:
    from tui.source import Source

FPS = 10
"""Frames a second; workers never wait for one."""
BEHIND = 1
"""Frames that a terminal may be behind before one is left out: keys are answered sooner so."""
LEAVE_SECONDS = 4.0
"""After this long a terminal that takes no more output is left as it is."""


class FwdashApp(App[None]):
    """Shows what a source tells, and passes on what a person wants."""

    CSS_PATH = "dashboard.tcss"
    TITLE = "fwdash"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(app=True)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, source: Source, config: Config | None = None) -> None:
        """Initialize over a source, which is started after the first paint."""
        super().__init__()
        self.source = source
        self.config = config or Config()
        self.actions = remapped(self.config.keys)
        """The table of actions with the person's own keys."""
        self.known = Run(source.header)
        self.log_tail = LogTail()
        self.race = RaceScreen(source, self.known, self.log_tail)
        self.race.actions = self.actions
        self.race.smoothing = self.config.smoothing
        self.race.log_loss = self.config.log_y
        self.crash: BaseException | None = None
        self.leaving = False
        self.left_out = 0
        """Frames that were not painted because the terminal was behind."""
        self._ticks = 0

    def get_default_screen(self) -> Screen[None]:
        """The main screen, at the bottom of the stack."""
        return self.race

    def on_mount(self) -> None:
        """Begin: the clock, the ways out and, once something is painted, the workers."""
        self.set_keymap(keymap(self.config.keys))
        self.theme = self.config.theme or kept_theme() or self.theme
        self.watch(self, "theme", keep_theme, init=False)
        for problem in self.config.problems:
            self.notify(problem, severity="warning", timeout=12, markup=False)
        self.set_interval(1 / FPS, self.tick)
        self.call_after_refresh(self.begin)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.leave, 128 + number)

    def begin(self) -> None:
        """Start the workers, now that something is painted."""
        # What exists by now stays: going through all of it again costs a key 60 ms each time.
        gc.collect()
        gc.freeze()
        self.source.start()

    def tick(self) -> None:
        """Fold what happened since the last tick, and show it if the terminal keeps up."""
        events = self.source.drain()
        if events:
            self.known.apply_all(events)
            self.log_tail.add(events)
        self._ticks += 1
        if self._ticks % FPS == 0 and self.terminal_gone():
            self.leave(128 + signal.SIGHUP)
        if self.leaving or not self.screen_stack:
            return
        if frames_behind(self) > BEHIND:
            self.left_out += 1
            return
        show_now = getattr(self.screen, "show_now", self.race.show_now)
        if self.screen.is_mounted and self.race.is_mounted:
            show_now()

    def terminal_gone(self) -> bool:
        """Whether nobody can see the screen any more."""
        if self.is_headless or sys.__stdin__ is None:
            return False
        return not os.isatty(sys.__stdin__.fileno())

    # The ways out.

    async def action_quit(self) -> None:
        """End all workers and leave."""
        self.leave(0)

    def action_interrupt(self) -> None:
        """Leave, but ask first while workers run."""
        running = sum(lane.status == "running" for lane in self.known.lanes.values())
        if not running or isinstance(self.screen, ConfirmQuit):
            self.leave(0)
            return

        def answered(answer: str | None) -> None:
            if answer == "quit":
                self.leave(0)

        self.push_screen(ConfirmQuit(running), answered)

    def action_help_quit(self) -> None:
        """What Textual calls for ctrl+c."""
        self.action_interrupt()

    def leave(self, code: int) -> None:
        """End all workers without blocking the screen, then leave with an exit code."""
        if self.leaving:
            return
        self.leaving = True
        if self.terminal_gone():
            drop_output(self)
        elif not self.is_headless:
            self.notify("stopping the workers …", timeout=10)
        if not self.is_headless:
            threading.Thread(target=_last_resort, args=(code,), daemon=True).start()

        async def close() -> None:
            await asyncio.to_thread(self.source.close)
            self.exit(return_code=code)

        self._leave_task = asyncio.get_running_loop().create_task(close())

    def _handle_exception(self, error: Exception) -> None:
        """Leave without a traceback on the screen; `run_dashboard` says where it went."""
        self.crash = self.crash or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    # Every command is in the palette.

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The table of actions."""
        for action in self.actions:
            if action.id != "command_palette":
                title = f"{action.description} ({action.key_text})"
                yield SystemCommand(title, action.tooltip, self._doer(action.id))

    def _doer(self, action_id: str) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            await self.race.do(action_id)

        return do


def run_dashboard(source: Source) -> int:
    """Show the dashboard until the person leaves; the exit code.

    Raises:
        UsageError: If there is no terminal to show it on.
    """
    require_terminal()
    app = FwdashApp(source, load_config())
    try:
        app.run()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        app.crash = app.crash or error
    finally:
        source.close()
    if app.crash is not None:
        where = write_crash(app.crash)
        kept = f" The run log is {source.log_path}." if source.log_path else ""
        print(
            f"fwdash: the dashboard failed and ended the run: {_one_line(app.crash)}. "
            f"Details are in {where}.{kept}",
            file=sys.__stderr__,
        )
        return 1
    return app.return_code or 0


def write_crash(error: BaseException) -> str:
    """Write a traceback into the state directory; where it is."""
    import platformdirs

    text = "".join(traceback.format_exception(error))
    try:
        folder = Path(platformdirs.user_state_dir("fwdash"))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        return f"no file ({problem.strerror})"
    return str(path)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())[:160].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _last_resort(code: int) -> None:
    """Leave even if the terminal takes no more output; the workers are ended by then."""
    time.sleep(LEAVE_SECONDS)
    os._exit(code)
