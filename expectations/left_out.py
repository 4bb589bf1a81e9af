"""Modules that Great Expectations imports for checks that we have none of.

Belongs here: which these are, and that they are imported when somebody looks into them. Not here: anything that
Great Expectations does for us.
"""

import importlib
import sys
from types import ModuleType
from typing import Any, Final

LEFT_OUT: Final = ("scipy.stats", "altair")
"""Statistics, and charts of distributions: a quarter of the time that Great Expectations' own import takes."""


class _WhenAsked(ModuleType):
    """Stands for a module until one of its names is asked for; what only names it does not import it. (Python's own
    LazyLoader imports already at a second `import name`.)"""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        if name.startswith("__"):  # what everybody asks of any module, such as `inspect`
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def leave_out() -> None:
    """From now on these modules are imported by whoever first looks into them."""
    for name in LEFT_OUT:
        sys.modules.setdefault(name, _WhenAsked(name))
