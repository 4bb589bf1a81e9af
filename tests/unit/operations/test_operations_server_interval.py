"""Prefect 3.8's task run recorder spins on a whole core when its interval is below a second."""

from operations import temporary_server


def test_the_recorder_of_the_server_for_one_run_waits_between_flushes():
    interval = temporary_server._FOR_ONE_RUN.get("PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL", "1")
    assert float(interval) >= 1
