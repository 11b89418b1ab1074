"""A short run on a server of its own: clients read and write, and all is counted."""

import pytest

from service.errors import OnRecordError
from service.evaluation.load import server
from service.evaluation.load.benchmark import run_load
from service.evaluation.load.server import LoadDatabase


@pytest.mark.slow
def test_a_short_run_measures_reads_writes_memory_and_processor_time() -> None:
    report = run_load(databases=["sqlite"], clients=[4], seconds=3, articles=20, cores=False)
    mixed, reads = report.runs
    for run, group in ((mixed, "all reads"), (mixed, "all writes"), (reads, "all reads")):
        seen = run.of(group)
        assert seen is not None
        assert seen.answered > 0
        assert seen.failed == seen.refused == 0
    assert reads.of("all writes") is None
    assert mixed.processor.engines > 0
    assert mixed.processor.server > 0
    assert mixed.clients_processor > 0
    [memory] = report.memory
    assert len(memory.points) >= 3
    assert min(point.megabytes for point in memory.points) > 50


def test_a_server_that_does_not_start_is_an_error(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_SERVE", "")
    with (
        pytest.raises(OnRecordError, match="did not start"),
        server.load_server(LoadDatabase("sqlite", "sqlite://"), server.Path(f"{tmp_path}/log")),
    ):
        pass
