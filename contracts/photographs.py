"""A photograph that was given for a unit's reports, as the portal shows it, and the bounds of what is given.

Belongs here: what the portal and whoever keeps photographs (`pipeline.unit_photographs`) tell each other. Not here:
where photographs lie (`ingest.photographs`), how one is printed (`reports`).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_PRINTED: Final = 12
"""Photographs a report: three pages."""
LARGEST_MEGABYTES: Final = 30
"""Of one file: a telephone's picture has 5 to 15 MB."""
LONGEST_CAPTION: Final = 120
"""Letters."""


class PhotographError(Exception):
    """A photograph that cannot be taken: a sentence for who sent it."""


@dataclass(frozen=True)
class Photograph:
    """A photograph of a unit and period."""

    path: Path
    caption: str
    """Empty where its name says nothing."""
    size: int
    of_follow_up: bool
    """Of what was done after the survey."""
    is_printed: bool
    """Among those a report shows."""
    may_be_removed: bool
    """It lies in the inbox of the home."""

    @property
    def name(self) -> str:
        """The file's, as it can be shown."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")
