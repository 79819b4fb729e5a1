"""Turns: one lane at a time on a device, all in order, nobody starved."""

from __future__ import annotations

from engines.device import Device
from engines.supervisor.turns import ALONE_SECONDS, Turns

CPU = Device("cpu", cores=(1, 2))


def seated(schedule: str, **devices: Device) -> Turns:
    turns = Turns(schedule, 0.2)
    for lane, device in devices.items():
        turns.enter(lane, device)
    for lane in devices:
        turns.ask(lane)
    return turns


def test_lanes_on_one_device_go_round() -> None:
    turns = seated("turns", a=CPU, b=CPU, c=CPU)
    order = []
    for _ in range(7):
        (turn,) = turns.give(set())
        assert not turn.shared
        assert turn.seconds == 0.2
        assert turns.give(set()) == []
        order.append(turn.lane)
        turns.ask(turn.lane)
    assert order == ["a", "b", "c", "a", "b", "c", "a"]


def test_devices_of_their_own_run_at_once() -> None:
    turns = seated("turns", a=Device("cpu:0", cores=(0,)), b=Device("cpu:1", cores=(1,)))
    given = turns.give(set())
    assert {turn.lane for turn in given} == {"a", "b"}
    assert all(turn.seconds == ALONE_SECONDS and not turn.shared for turn in given)


def test_free_runs_all_and_marks_them() -> None:
    turns = seated("free", a=CPU, b=CPU)
    assert [turn.shared for turn in turns.give(set())] == [True, True]


def test_free_lets_nobody_disturb_a_turn_that_counts() -> None:
    turns = seated("free", a=CPU, b=CPU)
    (turn,) = turns.give({"b"})
    assert not turn.shared
    assert turns.give(set()) == [], "b waits until a has given its turn back"
    assert turns.disturbed("b") == {"a": False}
    turns.ask("a")
    assert [turn.shared for turn in turns.give(set())] == [True, True]


def test_a_lane_alone_is_never_marked() -> None:
    (turn,) = seated("free", a=CPU).give(set())
    assert not turn.shared


def test_a_paused_lane_gets_no_turn_and_holds_up_nobody() -> None:
    turns = seated("turns", a=CPU, b=CPU)
    (turn,) = turns.give({"a"})
    assert turn.lane == "b"
    assert turn.seconds == ALONE_SECONDS


def test_turns_beside_a_lane_that_imports_are_marked() -> None:
    turns = seated("turns", a=CPU)
    turns.enter("b", CPU)
    (turn,) = turns.give(set())
    assert turn.shared
    turns.ask("b")
    turns.ask("a")
    (turn,) = turns.give(set())
    assert not turn.shared


def test_a_lane_that_ends_in_its_turn_frees_the_device() -> None:
    turns = seated("turns", a=CPU, b=CPU)
    assert turns.give(set())[0].lane == "a"
    assert turns.blocker("b") == "a"
    turns.leave("a")
    assert turns.give(set())[0].lane == "b"
    turns.ask("a")
    assert turns.asking == ()


def test_an_exclusive_turn_is_shared_with_nobody_until_it_is_given_back() -> None:
    turns = Turns("free", 0.2)
    turns.enter("cell", CPU, exclusive=True)
    turns.enter("lane", CPU)
    turns.ask("cell")
    turns.ask("lane")
    assert [(one.lane, one.shared) for one in turns.give(set())] == [("cell", False)]
    assert turns.give(set()) == []
    turns.rest("cell")
    assert [(one.lane, one.shared) for one in turns.give(set())] == [("lane", False)]
    turns.ask("cell")
    assert turns.give(set()) == []


def test_who_rests_holds_no_turn_and_disturbs_nobody() -> None:
    turns = seated("turns", a=CPU, b=CPU)
    assert [one.lane for one in turns.give(set())] == ["a"]
    turns.rest("a")
    (turn,) = turns.give(set())
    assert turn.lane == "b"
    assert turn.seconds == ALONE_SECONDS
    assert not turn.shared
    assert turns.blocker("a") == "b"
    turns.ask("a")
    turns.ask("b")
    assert [one.lane for one in turns.give(set())] == ["a"]
