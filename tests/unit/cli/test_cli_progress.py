"""The seconds of a run's stages."""

import pytest

from cli import progress
from cli.progress import Clock


def test_seconds_that_two_stages_have_in_common_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 3.0, 4.0, 9.0])
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(moments))
    clock = Clock()
    clock.start("Dokumen 2023")
    clock.start("Dokumen 2024")
    clock.stop("Dokumen 2023")
    clock.stop("Dokumen 2024")
    assert clock.seconds == {"Dokumen 2023": 4.0, "Dokumen 2024": 5.0}
