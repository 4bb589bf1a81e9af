"""What every view model of the documents and pages is made of.

Belongs here: the base of all view models, and the types that several of them share. Not here: any figure
(`reports.figures.unit_figures`, `reports.figures.regency_figures`, `reports.figures.revision_figures`).
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

Row = Mapping[str, object]
"""A row of a warehouse table: column name to value."""

Mutu = Literal["A", "B", "C", "D"]


class Figure(BaseModel):
    """Base: immutable; columns of a row that it does not show are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")
