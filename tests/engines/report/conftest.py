"""The report of a real run, made once."""

from __future__ import annotations

import pytest

from engines.report.document import Document
from engines.report.made import make_report
from tests.engines.written import RACE


@pytest.fixture(scope="session")
def race_document() -> Document:
    """All that is told of the recorded run."""
    return make_report([RACE])
