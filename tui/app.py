"""The dashboard: one tick that folds events and shows what changed, and every way out."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

# Not frames painted, which ticks decide, but how long a change may wait for one: at 60 a key now and
# then waits for two. Textual reads it when it is imported.
os.environ.setdefault("TEXTUAL_FPS", "120")

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from engines.events import Logged, Noted
from engines.run.run import Run
from engines.safe_text import printable
from tui.config import Config
from tui.film.casts.recording_app import RecordingApp
from tui.kept_theme import keep_theme, kept_theme
from tui.keys.actions import HasActions, bindings
from tui.keys.keymap import keymap, remapped
from tui.keys.replay_actions import offered
from tui.keys.scopes import calls, live
from tui.screens.choose_main import main_screen
from tui.screens.confirm_quit import ConfirmQuit
from tui.screens.keyed_screen import KeyedScreen
from tui.screens.main_screen import MainScreen
from tui.start.log_place import LogPlace
from tui.start.next_demos import NextDemos
from tui.start.next_run import NextRun, request_of_run
from tui.views.log_tail import LogTail
from tui.views.planned_settings import SettingsToCome
from tui.views.turning_news import TurningNews
from widgets.chart import use_sixteen
from widgets.shown_cells import ShownCells
from widgets.textual_private import drop_output, frames_behind

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual import events

    from engines.run_plan import RunPlan
    from tui.sources.source import Source

FPS = 10
"""Frames a second; workers never wait for one."""
BEHIND = 1
"""Frames that a terminal may be behind before one is left out: keys are answered sooner so."""
SEVERITIES: dict[str, Literal["warning", "error"]] = {"warning": "warning", "error": "error"}
"""Levels of what fwdash itself has to say that are shown at once."""
NO_COLOR = NoColor()
LIST_ROWS = 5
"""The least rows in which Textual 8's command list survives page down."""
LEAVE_SECONDS = 4.0
"""After this long a terminal that takes no more output is left as it is."""


class FwdashApp(HasActions, RecordingApp):
    """Shows what a source tells, and passes on what a person wants."""

    CSS_PATH = Path(__file__).with_name("dashboard.tcss")
    TITLE = "fwdash"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(app=True)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, source: Source, config: Config | None = None) -> None:
        """Initialize over a source, which is started after the first paint."""
        super().__init__()
        self.source = source
        self.config = config or Config()
        self.cast_version = self.config.cast_version
        self.actions = offered(
            remapped(self.config.keys),
            replay=source.transport is not None,
            commands=source.can.names_commands,
        )
        """The table of actions with the person's own keys."""
        self.known = Run(source.header)
        self.log_tail = LogTail()
        self._settings_to_come = SettingsToCome(self.known)
        self._turning = TurningNews(self.known)
        if source.transport is not None:
            source.transport.share(self.known)
            for action in self.actions:
                if action.scope == "replay":
                    self.bind(action.key, f"transport('{action.id}')", show=False)
        self.main = main_screen(source, self.known, self.log_tail, self.actions, self.config)
        self.crash: BaseException | None = None
        self.log_place = LogPlace()
        """Where the log of a run goes that is started from here."""
        self.next_run: NextRun | NextDemos | None = None
        self.command_left = ""
        """The command line of a form that was filled in and left."""
        """What to start when this is left."""
        self.leaving = False
        self.left = threading.Event()
        """Set when the terminal is as it was before and fwdash goes on with another run."""
        self.left_out = 0
        """Frames that were not painted because the terminal was behind."""
        self._ticks = 0
        self._shown_cells = ShownCells()

    def get_default_screen(self) -> Screen[None]:
        """The main screen, at the bottom of the stack."""
        return self.main

    def on_mount(self) -> None:
        """Begin: the clock, the ways out and, once something is painted, the workers."""
        self.set_keymap(keymap(self.config.keys))
        # Without a terminal, pictures are the same wherever they are made.
        self.show_in("truecolor" if self.is_headless else self.console.color_system)
        self.theme = self.config.theme or kept_theme() or self.theme
        self.watch(self, "theme", keep_theme, init=False)
        for problem in self.config.problems:
            self.notify(problem, severity="warning", timeout=12, markup=False)
        self.app_resume_signal.subscribe(self, self._resumed)
        self.set_interval(1 / FPS, self.tick)
        self.call_after_refresh(self.begin)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.leave, 128 + number)

    def show_in(self, color_system: str | None) -> None:
        """Keep colours apart in a terminal that has few of them."""
        use_sixteen(color_system == "standard")
        self.set_class(color_system in ("standard", "256"), "-few-colours")

    def begin(self) -> None:
        """Start the workers, now that something is painted."""
        # What exists by now stays: going through all of it again costs a key 60 ms each time.
        gc.collect()
        gc.freeze()
        if self.recording_wanted is not None:
            self.start_recording(self.recording_wanted)
        self.source.start()
        if self.source.unstarted is not None:
            self.action_new_run()

    def tick(self) -> None:
        """Fold what happened since the last tick, and show it if the terminal keeps up."""
        self.fold()
        self._ticks += 1
        if self._ticks % FPS == 0 and self.terminal_gone():
            self.leave(128 + signal.SIGHUP)
        # While the app closes, ticks come to screens whose parts are gone already.
        if self.leaving or not (self.is_running and self.screen_stack):
            return
        if frames_behind(self) > BEHIND:
            self.left_out += 1
            return
        if self.screen.is_mounted and self.main.is_mounted:
            self.main.show_front()

    def frame_to_write(self, renderable: RenderableType | None) -> RenderableType | None:
        """Of a frame, only the cells that changed."""
        return self._shown_cells.narrowed(renderable)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colour, and where the theme is the terminal's own, no colour at all: grey levels
        of colours that only the terminal knows would come out black on black."""
        filters = super().get_line_filters()
        if not (self.no_color and self.native_ansi_color):
            return filters
        return [NO_COLOR if isinstance(one, Monochrome) else one for one in filters]

    def notify(self, message: str, **how: Any) -> None:
        """Say something for a while; names and paths in it cannot harm the terminal."""
        super().notify(printable(message), **how)

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that was resized shows nobody knows what."""
        self._shown_cells.forget()

    def _resumed(self, _: object) -> None:
        """Paint all of a terminal that the shell wrote on: Textual 8 repaints it after a resize only."""
        self._shown_cells.forget()
        if self.screen_stack:
            self.screen.refresh()

    async def action_transport(self, action_id: str) -> None:
        """Move a replay, whatever screen is in front."""
        await self.main.do(action_id)

    def fold(self) -> None:
        """Take in what happened; a source that has more is asked again soon, after the keys."""
        if self.source.transport is not None:
            self.source.transport.carry(self.log_tail)
        events = self.source.drain()
        self.record(events)
        if events:
            self.known.apply_all(events)
            self.log_tail.add(events)
            for event in events:
                if isinstance(event, Logged) and not event.lane and event.level in SEVERITIES:
                    severity = SEVERITIES[event.level]
                    self.notify(event.line, severity=severity, timeout=20, markup=False)
                elif isinstance(event, Noted) and self.source.transport is None:
                    text = f"{event.lane}: {event.text}"
                    self.notify(text, severity="warning", timeout=20, markup=False)
        if not self.source.more:
            for line in self._settings_to_come.news():
                self.notify(line, markup=False)
            for line in self._turning.news():
                self.notify(line, severity="warning", timeout=20, markup=False)
        elif not (self.leaving or self._fold_soon):
            self._fold_soon = True
            self.set_timer(0.005, self._fold_again)

    def _fold_again(self) -> None:
        self._fold_soon = False
        self.fold()

    _fold_soon = False

    def terminal_gone(self) -> bool:
        """Whether nobody can see the screen any more; a browser's end is seen by its driver."""
        if self.is_headless or self.is_web or sys.__stdin__ is None:
            return False
        return not os.isatty(sys.__stdin__.fileno())

    def action_new_run(self) -> None:
        """The form for another run."""
        from tui.screens.start_form import StartForm
        from tui.screens.start_form_draft import Form

        if self.is_web:
            self.notify("A browser only watches: start a run in a terminal, with fwdash run.")
            return
        machine, blocked = self.source.where_to_start()
        self.push_screen(
            StartForm(
                Form(
                    request=request_of_run(self.source, self.known),
                    machine=machine,
                    blocked=blocked,
                    log=self.log_place,
                    ends=self.what_a_start_ends,
                    start=self.start_next,
                    left=self.keep_command,
                    first=self.source.unstarted is not None,
                )
            )
        )

    def what_a_start_ends(self) -> str:
        """What ends if another run is started now, in a sentence; empty if nothing does."""
        if not self.source.can.ends_with_us or self.known.ended:
            return ""
        log = self.source.log_path
        kept = f"its log is kept: {printable(str(log))}" if log else "it keeps no log"
        return f"The present run ends; {kept}"

    def keep_command(self, command: str) -> None:
        """Remember what was filled in: `tui.dashboard` leaves it on the terminal."""
        self.command_left = command

    def start_next(self, plan: RunPlan, command: str, place: LogPlace) -> None:
        """End this run, then start another one, its log in that place."""
        self.log_place = place
        self.next_run = NextRun(plan, command, self.source.where_to_start()[0])
        self.leave(0)

    def action_show_demos(self) -> None:
        """The debugging demos; asks first where that ends a run."""
        from tui.screens.ask_for_demos import ask_for_demos

        ask_for_demos(self)

    # The ways out.

    async def action_quit(self) -> None:
        """End all workers and leave."""
        self.leave(0)

    def action_interrupt(self) -> None:
        """Leave, but ask first while workers run."""
        running = sum(lane.status == "running" for lane in self.known.lanes.values())
        asks = running and self.source.can.ends_with_us
        if not asks or isinstance(self.screen, ConfirmQuit):
            self.leave(0)
            return

        def answered(answer: str | None) -> None:
            if answer == "quit":
                self.leave(0)

        self.push_screen(ConfirmQuit(running), answered)

    def action_command_palette(self) -> None:
        """All commands by name, where the list fits."""
        if self._list_fits():
            super().action_command_palette()

    def search_themes(self) -> None:
        """All themes by name, where the list fits."""
        if self._list_fits():
            super().search_themes()

    def _list_fits(self) -> bool:
        fits = self.size.height >= LIST_ROWS
        if not fits:
            self.notify(f"The list needs {LIST_ROWS} rows: make the terminal higher.")
        return fits

    def action_suspend_process(self) -> None:
        """Back to the shell, where there is one."""
        if self.is_web:
            self.notify("A browser has no shell to go back to: close the tab instead.")
            return
        super().action_suspend_process()

    def action_record_screen(self) -> None:
        """Start or end a recording of the screen, where the screen is a terminal's."""
        if self.is_web:
            self.notify("A browser's tab is not recorded: use a terminal, with fwdash attach.")
            return
        super().action_record_screen()

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
        elif not self.is_headless and self.source.can.ends_with_us:
            self.notify("stopping the workers …", timeout=10)
        if not self.is_headless:
            threading.Thread(target=_last_resort, args=(code, self.left), daemon=True).start()

        async def close() -> None:
            await asyncio.to_thread(self.source.close)
            self.exit(return_code=code)

        self._leave_task = asyncio.get_running_loop().create_task(close())

    def failed(self, error: Exception) -> None:
        """Remember what to report; `tui.dashboard` says where it went."""
        self.crash = self.crash or error

    # Every command is in the palette.

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What is live on that screen, from the table of actions."""
        scope = screen.SCOPE if isinstance(screen, KeyedScreen | MainScreen) else "main"
        here = calls(scope)
        for action in self.actions if scope == "main" else live(scope, self.actions):
            if action.id != "command_palette" and (
                action.scope in ("main", "replay") or action.id in here
            ):
                title = f"{action.description} ({action.key_text})"
                call = here.get(action.id, f"app.{action.id}").format(-1)
                doer = self._doer(action.id, None if scope == "main" else call)
                yield SystemCommand(title, action.tooltip, doer)

    def _doer(self, action_id: str, call: str | None) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            if call is None:
                await self.main.do(action_id)
            else:
                await self.screen.run_action(call)

        return do


def _last_resort(code: int, left: threading.Event) -> None:
    """Leave even if the terminal takes no more output; the workers are ended by then."""
    if not left.wait(LEAVE_SECONDS):
        os._exit(code)
