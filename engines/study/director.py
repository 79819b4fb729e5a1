"""What decides a run that measures a study: which cell is ordered next, and in which process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.commands import Order
from engines.device import Device
from engines.events import AnyEvent
from engines.order import Measure
from engines.study.plan import CellSpec
from engines.supervisor.supervisor import Supervisor
from engines.supervisor.turns import Turns


@dataclass(frozen=True)
class CellOrder:
    """One cell to be measured."""

    spec: CellSpec
    job: Measure
    framework: str = ""
    """What its worker imports; empty where it needs none."""
    fresh: bool = True
    """Whether it wants a process in which nothing ran before."""
    seconds: float | None = None
    """What it may take at most, importing apart."""


class StudyDirector:
    """One worker a framework at a time, each framework's cells one after another.

    A spare worker imports meanwhile for the next cell that wants a fresh process. What measures takes an
    exclusive turn, so that no cell is timed beside another.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        cells: Sequence[CellOrder],
        device: Device,
        first: Sequence[str] | None = None,
    ) -> None:
        """`first` are the cells to measure at once, by default all; the others wait to be asked for."""
        self._supervisor = supervisor
        self._device = device
        self._cells = {cell.spec.id: cell for cell in cells}
        self._to_do: dict[str, list[CellOrder]] = {}
        self._busy: dict[str, str] = {}
        """Framework -> the cell that is measured."""
        self._spare: set[str] = set()
        self._first = tuple(self._cells) if first is None else tuple(first)

    def begin(self) -> None:
        """The first cell of each framework."""
        self.measure(self._first)

    def measure(self, ids: Sequence[str]) -> None:
        """Measure these cells next, once more if they were before; one that waits or runs is left."""
        before = {name: list(waiting) for name, waiting in self._to_do.items()}
        for name in before:
            self._to_do[name] = []
        for each in ids:
            cell = self._cells[each]
            if self._busy.get(cell.framework) != each:
                self._to_do.setdefault(cell.framework, []).append(cell)
        for name, waiting in before.items():
            self._to_do[name] += [cell for cell in waiting if cell.spec.id not in ids]
        for framework in self._to_do:
            self._next(framework)

    def may_begin(self, turns: Turns) -> bool:
        """Cells need no fair start."""
        return True

    def hear(self, event: AnyEvent) -> None:
        """What cells find is in the log; nothing is decided by it."""

    def left(self, who: str) -> None:
        """On to the framework's next."""
        framework = self._cells[who].framework
        if self._busy.get(framework) == who:
            del self._busy[framework]
            self._next(framework)

    def _next(self, framework: str) -> None:
        waiting = self._to_do[framework]
        if not waiting or framework in self._busy:
            return
        cell = waiting.pop(0)
        self._busy[framework] = cell.spec.id
        if cell.fresh:
            self._spare.discard(framework)
        device = self._device
        order = Order(
            who=cell.spec.id,
            framework=framework,
            mode=cell.spec.mode,
            device=device.kind,
            cores=device.cores,
            job=cell.job,
            fresh=cell.fresh,
        )
        self._supervisor.start_worker(order, device, seconds=cell.seconds, exclusive=True)
        if framework not in self._spare and any(one.fresh for one in waiting):
            self._spare.add(framework)
            self._supervisor.hold_spare(framework, device, device.cores)
