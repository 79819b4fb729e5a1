"""Who may use a device now: lanes that share one take turns, or run at once and are marked so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engines.device import Device

ALONE_SECONDS = 1.0
"""A turn's length where nobody waits for the device."""


@dataclass(frozen=True)
class Turn:
    """A turn to be given to a lane."""

    lane: str
    seconds: float
    shared: bool
    """Whether another lane uses the device meanwhile, so that step times are contended."""


class Turns:
    """The queue for the devices, without a clock: who asks, who holds, who is next."""

    def __init__(self, schedule: str, turn_seconds: float) -> None:
        self.schedule = schedule
        self._turn_seconds = turn_seconds
        self._devices: dict[str, Device] = {}
        self._asking: list[str] = []
        self._holding: dict[str, bool] = {}
        self._preparing: set[str] = set()
        self._resting: set[str] = set()
        self._exclusive: set[str] = set()

    @property
    def holding(self) -> frozenset[str]:
        """The lanes that have a turn now."""
        return frozenset(self._holding)

    @property
    def asking(self) -> tuple[str, ...]:
        """The lanes that wait for a turn, first come first."""
        return tuple(self._asking)

    def enter(self, lane: str, device: Device, *, exclusive: bool = False) -> None:
        """A worker was started: it imports and builds, which disturbs others on its device.

        An `exclusive` turn is shared with nobody, whatever the schedule, until it is given back.
        """
        self.leave(lane)
        self._devices[lane] = device
        self._preparing.add(lane)
        if exclusive:
            self._exclusive.add(lane)

    def ask(self, lane: str) -> None:
        """A lane is ready for a turn, or has given one back."""
        self.rest(lane)
        self._resting.discard(lane)
        if lane in self._devices and lane not in self._asking:
            self._asking.append(lane)

    def rest(self, lane: str) -> None:
        """A lane gives its turn back and wants none for now: it uses no device, and disturbs nobody."""
        self._preparing.discard(lane)
        self._holding.pop(lane, None)
        self._resting.add(lane)

    def leave(self, lane: str) -> None:
        """A lane has ended."""
        self.rest(lane)
        self._devices.pop(lane, None)
        self._resting.discard(lane)
        self._exclusive.discard(lane)
        if lane in self._asking:
            self._asking.remove(lane)

    @property
    def preparing(self) -> frozenset[str]:
        """The lanes that import or build."""
        return frozenset(self._preparing)

    def blocker(self, lane: str) -> str | None:
        """A lane whose turn keeps `lane` waiting."""
        return next((other for other in self._holding if self._share(lane, other)), None)

    def give(self, paused: frozenset[str] | set[str]) -> list[Turn]:
        """The turns that can begin now; their lanes hold their devices until they ask again."""
        given = []
        for lane in list(self._asking):
            if lane in paused:
                continue
            rivals = [
                other
                for other in self._devices
                if other != lane
                and other not in paused
                and other not in self._resting
                and self._share(lane, other)
            ]
            exclusive = lane in self._exclusive
            at_once = self.schedule == "free" and not exclusive
            # Even at once, nobody begins beside a turn whose samples count as undisturbed.
            if any(
                other in self._holding
                and not (at_once and self._holding[other] and other not in self._exclusive)
                for other in rivals
            ):
                continue
            # A lane that was paused or on the way out may still hold the device.
            leaving = any(other in self._holding and self._share(lane, other) for other in paused)
            if exclusive and leaving:
                continue
            shared = (
                leaving
                or any(other in self._preparing for other in rivals)
                or (at_once and any(other not in self._exclusive for other in rivals))
            )
            alone = not rivals or self.schedule == "free"
            self._asking.remove(lane)
            self._holding[lane] = shared
            given.append(Turn(lane, ALONE_SECONDS if alone else self._turn_seconds, shared))
        return given

    def disturbed(self, by: str) -> Mapping[str, bool]:
        """The lanes that hold a turn on the device of `by`, and whether their turn is marked shared."""
        return {
            lane: shared
            for lane, shared in self._holding.items()
            if lane != by and self._share(lane, by)
        }

    def _share(self, one: str, other: str) -> bool:
        first, second = self._devices.get(one), self._devices.get(other)
        return first is not None and second is not None and first.shares_with(second)
