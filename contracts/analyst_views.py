"""Every view for analysts, in the order in which they are made: a view may stand on one before it.

Not here: any view (`contracts.answer_views`, `contracts.figure_views`).
"""

from typing import Final

from contracts.answer_views import ANSWER_VIEWS
from contracts.figure_views import FIGURE_VIEWS
from contracts.views import View

VIEWS: Final[tuple[View, ...]] = (*ANSWER_VIEWS, *FIGURE_VIEWS)
