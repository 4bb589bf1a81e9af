"""What a run needs of libraries, imported before there is a run.

Belongs here: which these are, and the variables that Prefect took its settings from meanwhile. Not here: who waits with
them for a run (`operations.waiting_run`).
"""

import os

import prefect.flow_engine  # noqa: F401
from prefect.settings import get_current_settings

import flows.consolidate  # noqa: F401
from pipeline.child_processes import start_importing
from pipeline.reading import import_what_takes_long


def import_everything() -> dict[str, str]:
    """Imports it, here and in what children are forked from, and gives the environment under which that was done: with
    Prefect's settings, as its worker hands them to a run."""
    start_importing()
    import_what_takes_long()
    return dict(os.environ) | get_current_settings().to_environment_variables(exclude_unset=True)
