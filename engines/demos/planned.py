"""From chosen demos to the cells of a study, and what a worker is ordered for each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from engines.demos.catalogue import MODES, Demo, catalogue, cell_id, find_demo, variants
from engines.demos.snippet import HUNTER
from engines.errors import RunError, UsageError, unknown
from engines.framework_names import INSTALL, PACKAGES
from engines.order import Measure
from engines.study.director import CellOrder
from engines.study.plan import STUDY_OF_DEMOS, CellSpec, StudyPlan

MEASURE = "engines.worker.demo_cell:measure"
IMPOSSIBLE = "engines.worker.demo_cell:say_impossible"


def chosen(
    names: Sequence[str], frameworks: Sequence[str] = (), modes: Sequence[str] = ()
) -> list[CellOrder]:
    """The cells of these demos, of all without a name; raises `UsageError` for what there is not."""
    wanted = _wanted(names or tuple(catalogue()))
    for framework in frameworks:
        if framework not in MODES:
            raise unknown("framework", framework, MODES)
        if missing := _missing(framework):
            raise UsageError(missing)
    among = frameworks or tuple(MODES)
    known = list(dict.fromkeys(mode for one in among for mode in MODES[one]))
    for mode in modes:
        if mode not in known:
            raise unknown(f"mode of {' and '.join(among)} in a demo", mode, known)
    cells = [
        cell
        for demo, versions in wanted.items()
        for framework in among
        for mode in MODES[framework]
        if not modes or mode in modes
        for cell in _cells(demo, framework, mode)
        if not versions or _is_of(cell.spec.version, versions)
    ]
    if not cells:
        raise RunError("None of these demos has such a version here.")
    return cells


def _wanted(names: Sequence[str]) -> dict[Demo, set[str]]:
    """Demo -> the versions that are wanted of it; none stands for all."""
    wanted: dict[Demo, set[str]] = {}
    for name in names:
        demo = find_demo(name)
        if name == demo.name:
            wanted[demo] = set()
        elif wanted.get(demo) != set():
            wanted.setdefault(demo, set()).add(variants()[name][1])
    return wanted


def study(cells: Sequence[CellOrder]) -> StudyPlan:
    """The study that has these cells."""
    return StudyPlan(name=STUDY_OF_DEMOS, cells=tuple(cell.spec for cell in cells))


def installed(framework: str) -> bool:
    """Whether all is here that the framework's cells import; nothing is imported."""
    return all(find_spec(name) is not None for name in PACKAGES[framework])


def _missing(framework: str) -> str:
    """How to install a framework that is not; empty for one that is."""
    return (
        "" if installed(framework) else f"{framework} is not installed. Try: {INSTALL[framework]}"
    )


def _is_of(version: str, wanted: set[str]) -> bool:
    """Whether a version is one of those, or a hunter where any is wanted."""
    return version in wanted or (HUNTER in wanted and version.startswith(HUNTER))


def _cells(demo: Demo, framework: str, mode: str) -> list[CellOrder]:
    if why := demo.why_impossible(framework, mode) or _missing(framework):
        return [_cell(demo, framework, mode, "bug", why)]
    return [_cell(demo, framework, mode, version) for version in demo.snippet(framework).versions]


def _cell(demo: Demo, framework: str, mode: str, version: str, impossible: str = "") -> CellOrder:
    """The order for one cell; one that says only why it is impossible needs no framework."""
    arguments = {"demo": demo.name, "framework": framework, "mode": mode, "version": version}
    return CellOrder(
        spec=CellSpec(
            id=cell_id(demo.name, framework, mode, version),
            subject=demo.name,
            framework=framework,
            mode=mode,
            version=version,
        ),
        job=Measure(
            call=IMPOSSIBLE if impossible else MEASURE,
            arguments={"why": impossible} if impossible else arguments,
        ),
        framework="" if impossible else framework,
        fresh=not impossible and (demo.about.fresh or version.startswith(HUNTER)),
        seconds=demo.about.seconds,
    )
