"""What a content may do to the process that reads it. Run in child processes, found there by name.

Belongs here: functions that die on what is named "mati", "sibuk", "macet" or "rakus". Not here: any expectation.
"""

import os
import signal
import time
from collections.abc import Sequence

from contracts.home import Home
from contracts.records import Reading, UploadResult
from pipeline import staging
from pipeline.staging import Content, StagingArea, stage
from pipeline.stores import Stores
from pipeline.upload_check import Upload, check_all


def doubled(numbers: Sequence[int]) -> list[int]:
    """Twice each number; 13 kills the process, 14 never returns, 15 takes all memory, 16 is an error of ours."""
    for number in numbers:
        if number == 16:
            raise KeyError("ours")
        _suffer({13: "mati", 14: "sibuk", 15: "rakus", 17: "dibunuh"}.get(number, ""))
    return [2 * number for number in numbers]


def stage_or_die(area: StagingArea, contents: Sequence[Content]) -> list[Reading]:
    """`pipeline.staging.stage`, with a parser that some contents kill."""
    for content in contents:
        _suffer(content.name)
    return stage(area, contents)


def deadly_here() -> None:
    """Makes the parser of this process, a worker of a cluster, such a one."""
    staging.stage = stage_or_die


def check_or_die(home: Home, stores: Stores, uploads: Sequence[Upload]) -> list[UploadResult]:
    """`pipeline.upload_check.check_all`, with a parser that some files kill, after it began to work."""
    for upload in uploads:
        (upload.work / "begun").write_text(upload.name, encoding="utf-8")
        _suffer(upload.name)
    return check_all(home, stores, uploads)


def _suffer(name: str) -> None:
    if "mati" in name:
        os._exit(9)
    if "dibunuh" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "rakus" in name:
        bytearray(40_000_000_000)
    while "sibuk" in name:
        pass
    while "macet" in name:  # the same to whoever waits for it, and leaves the machine to others
        time.sleep(1)


def process_ids(items: Sequence[int]) -> list[int]:
    """Who does it."""
    return [os.getpid() for _ in items]
