"""The tables of an export and their columns: the unit is in the name, the meaning beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engines.left_out import all_reasons

if TYPE_CHECKING:
    import pyarrow

NUMBER = "double"
WHOLE = "int64"
TEXT = "string"
TRUTH = "bool"


@dataclass(frozen=True)
class TableColumn:
    """One column; empty (null) is what was not measured, never 0."""

    name: str
    kind: str
    meaning: str


def _of(kind: str, **meanings: str) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name, kind, meaning) for name, meaning in meanings.items())


AT = _of(NUMBER, wall_seconds="Wall time since the run started, in seconds.")
RUN = _of(TEXT, run="The run's id: rows of several runs can stand in one table.")
LANE = _of(TEXT, lane="The lane's id.")
ATTEMPT = _of(
    WHOLE, attempt="Which start of the lane's worker, from 1; steps begin anew with each."
)
STEP = _of(WHOLE, step="Steps of the lane by then.")

_COLUMNS: dict[str, tuple[TableColumn, ...]] = {
    "lanes": (
        *LANE,
        *ATTEMPT,
        *AT,
        *_of(
            TEXT,
            framework="The framework.",
            version="Its own version.",
            device="Where the lane trains.",
            device_name="What the framework calls the device.",
            first_mode="The mode in which it began; changes are among the happenings.",
        ),
        *_of(
            WHOLE,
            parameters="Trainable numbers in the model.",
            threads="Threads of one operation on the CPU; empty if the framework does not say.",
        ),
        *_of(TEXT, cores="Cores that the worker may use, with commas between."),
    ),
    "steps": (
        *LANE,
        *ATTEMPT,
        *_of(WHOLE, step="The step's number, from 1."),
        *_of(
            NUMBER,
            loss="Training loss of the step; empty where it was not finite.",
            lane_seconds="Time that the lane held its device, compiling included, in seconds; "
            "steps of one chunk are spread evenly.",
            wall_seconds="Wall time since the run started, in seconds; spread likewise.",
            step_seconds="Mean of the step's chunk: its synchronised wall time over its steps.",
            cpu_seconds="CPU time of the worker, all threads: its chunk's mean a step.",
        ),
        *_of(
            WHOLE,
            chunk="The chunk's number within the attempt, from 1.",
            chunk_steps="Steps in the chunk.",
        ),
        *_of(
            TEXT,
            left_out="Why the chunk is no sample of step time; empty (null) if it is one. "
            f"The reasons: {all_reasons()}.",
            mode="How the step was executed.",
            device="Where the lane trained.",
        ),
        *_of(WHOLE, batch_size="Examples in a batch."),
        *_of(
            NUMBER,
            learning_rate="Learning rate of the step, with its schedule.",
            examples_per_second="Batch size over step_seconds; empty if the chunk is no sample.",
        ),
    ),
    "compiles": (
        *LANE,
        *ATTEMPT,
        *_of(TEXT, mode="The mode that was compiled."),
        *_of(WHOLE, step="The step that needed it."),
        *AT,
        *_of(
            NUMBER,
            seconds="All of it.",
            trace_seconds="Of that, tracing; empty if the framework does not tell it apart.",
            lower_seconds="Of that, lowering; likewise.",
            backend_seconds="Of that, the backend; likewise.",
        ),
        *_of(TRUTH, cached="Whether it came from a cache; empty if the framework does not say."),
        *_of(WHOLE, programs="How many programs were compiled."),
        *_of(TEXT, reason="Why it was compiled."),
    ),
    "evaluations": (
        *LANE,
        *ATTEMPT,
        *STEP,
        *_of(NUMBER, lane_seconds="Lane time by then, in seconds."),
        *AT,
        *_of(
            NUMBER, loss="Loss on the test split.", accuracy="Share of right predictions, 0 to 1."
        ),
    ),
    "memory": (
        *LANE,
        *ATTEMPT,
        *STEP,
        *AT,
        *_of(
            WHOLE,
            rss_bytes="Resident set of the worker process.",
            own_bytes="Anonymous and shared memory of the process, without the files that it maps.",
            uss_bytes="Memory that only this process held: what older logs have in its place.",
        ),
        *_of(NUMBER, cpu_percent="Share of one core, in percent."),
        *_of(
            WHOLE,
            driver_gpu_bytes="GPU memory of the process as the driver sees it.",
            allocator_used_bytes="What the framework's own allocator has in use.",
            allocator_peak_bytes="The most it had in use.",
            allocator_reserved_bytes="What it holds in reserve.",
        ),
    ),
    "gpus": (
        *_of(TEXT, device="The GPU."),
        *AT,
        *_of(WHOLE, used_bytes="Memory in use.", total_bytes="Memory there is."),
        *_of(NUMBER, utilisation_percent="Part of the sampling period in which a kernel ran."),
        *_of(NUMBER, power_watts="Power drawn.", temperature_celsius="Temperature."),
    ),
    "happenings": (
        *AT,
        *_of(TEXT, lane="The lane's id; empty when it concerns the whole run."),
        *ATTEMPT,
        *STEP,
        *_of(
            TEXT,
            what="started, phase, mode_changed, settings_changed, schedule_changed, "
            "compile_failed, crashed or marked.",
            text="The mode, phase, schedule, error or mark's text.",
            detail="What a phase is about, such as the part of a compilation.",
        ),
        *_of(NUMBER, learning_rate="The new one, where settings changed."),
        *_of(WHOLE, batch_size="The new one, where settings changed."),
    ),
}


TABLES = {table: (*RUN, *columns) for table, columns in _COLUMNS.items()}
"""Table -> its columns."""


def schema(table: str, metadata: dict[str, str] | None = None) -> pyarrow.Schema:
    """The Arrow schema of a table, with each column's meaning in its field's metadata."""
    import pyarrow

    kinds = {
        NUMBER: pyarrow.float64(),
        WHOLE: pyarrow.int64(),
        TEXT: pyarrow.string(),
        TRUTH: pyarrow.bool_(),
    }
    fields = [
        pyarrow.field(column.name, kinds[column.kind], metadata={"description": column.meaning})
        for column in TABLES[table]
    ]
    return pyarrow.schema(fields, metadata=metadata)
