"""Prefect's own server, as a regency runs it: with its schedules, events and pages.

    python -m operations.prefect_server HOST PORT

Belongs here: starting it, and what it needs mended. Settings are in the environment (`operations.services`). Where
a server of Prefect's own distribution stands already, this is not needed.

Prefect 3.8 writes scheduled runs in bulk and hands along values that are no columns (`state`). SQLAlchemy 2.0 passed
over these; 2.1 refuses (`Can't evaluate bulk DML statement`), and no schedule would ever start a run. Here they are
passed over again.
"""

import sys

import uvicorn
from sqlalchemy.ext.hybrid import hybrid_property


def let_schedules_be_written() -> int:
    """Lets bulk inserts pass over Prefect's computed attributes; returns how many had to be told."""
    from prefect.server.database import orm_models

    told = 0
    for model in (orm_models.FlowRun, orm_models.TaskRun, orm_models.FlowRunState, orm_models.TaskRunState):
        for attribute in vars(model).values():
            if isinstance(attribute, hybrid_property) and getattr(attribute, "bulk_dml_setter", True) is None:
                attribute.bulk_dml_setter = _pass_over  # type: ignore[assignment]
                told += 1
    return told


def _pass_over(model: type, mapping: dict[str, object], value: object) -> None:
    """The column it is computed from is written by itself."""


def main() -> None:
    """Serves until it is ended."""
    from prefect.server.api.server import create_app

    let_schedules_be_written()
    host, port = sys.argv[1:]
    uvicorn.run(
        create_app(final=True),
        host=host,
        port=int(port),
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
