"""Whatever bytes a run log holds: a report's reading and an export, or one clear error."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.errors import RunError, UsageError
from engines.events import Compiled, Evaluated, Marked, ProcessSampled, encode
from engines.export.exported import FORMATS, export
from engines.report.reading import read
from tests.engines.streams import header
from tests.engines.written import finished, step_times, trained

WHOLE = b"".join(
    encode(event)
    for event in (
        header("torch"),
        *trained("torch", step_times(9)),
        Compiled(lane="torch", at=1.0, mode="eager", step=1, seconds=0.5),
        Evaluated(lane="torch", at=2.0, step=10, loss=None, accuracy=0.5),
        ProcessSampled(lane="torch", at=2.5, rss=1000),
        Marked(at=3.0, text="here"),
        finished("torch"),
    )
)


def opened(data: bytes) -> None:
    """Read and export a log of these bytes; any error but ours, in one line, fails the test."""
    told = ""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "a"
        log.write_bytes(data)
        try:
            read(log)
            for to in FORMATS:
                export(log, to, Path(folder) / to)
        except (RunError, UsageError) as error:
            told = str(error)
    assert "\n" not in told


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=40))
def test_any_prefix_with_anything_after_it(length: int, tail: bytes) -> None:
    opened(WHOLE[:length] + tail)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.sampled_from(b'0123456789-e."{}[],\n\x00\xff'))
def test_any_byte_changed(at: int, byte: int) -> None:
    opened(WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :])


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all(data: bytes) -> None:
    opened(data)
