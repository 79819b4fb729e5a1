"""What tests with whole runs share: three workers for what is not asked of a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.trainings import Trainings


@pytest.fixture(scope="package")
def trainings() -> Iterator[Trainings]:
    """The workers, which are started by the first test that asks."""
    begun = Trainings()
    yield begun
    begun.close()
