"""What Prefect keeps of an error: its states, logs and pages hold the kind and the place, never a value of a cell.

Belongs here: the boundary between our steps and Prefect. Not here: what one file or unit may fail at without ending
a run (`pipeline`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from contracts.errors import SkmError, internal_error

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@contextmanager
def errors_without_values() -> Iterator[None]:
    """Raises InternalError in place of any error of ours, whose own sentence may quote a cell. What is written for
    staff (SkmError) and what the operating system says (OSError) pass as they are."""
    try:
        yield
    except (SkmError, OSError):
        raise
    except Exception as error:
        raise internal_error(error) from None


def without_values(step: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The step, with the errors that Prefect may see."""

    @wraps(step)
    def shielded(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
        with errors_without_values():
            return step(*arguments, **named)

    return shielded
