"""Imported first by the server that children are forked from (`pipeline.child_processes`), and by nothing else: a child
that was starting when its run ended says nothing of it, and no child imports the program that started its run.

Not here: what a child does.
"""

import sys
from multiprocessing import spawn, synchronize
from types import TracebackType


def is_of_an_ended_run(error: BaseException, trace: TracebackType | None) -> bool:
    """Whether a child failed because what it shares with its run was gone before it had begun."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        isinstance(error, FileNotFoundError)
        and trace is not None
        and trace.tb_frame.f_code.co_filename == synchronize.__file__
    )


def _say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not is_of_an_ended_run(error, trace):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _say

# Python imports in every child what its parent was started with, `skm` or Prefect's engine, for functions that might
# be defined there. Children are given functions of modules, and would wait for it: a quarter of a second, or a whole.
for name in ("_fixup_main_from_name", "_fixup_main_from_path"):
    setattr(spawn, name, lambda _: None)
