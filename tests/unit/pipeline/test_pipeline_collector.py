"""What is imported is collected neither meanwhile nor afterwards."""

import gc
from collections.abc import Iterator

import pytest

from pipeline.collector import OFTEN_ENOUGH, importing_much


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_collected_while_much_is_imported_and_nothing_of_it_later(fails: bool) -> None:
    kept = []

    def imports() -> None:
        with importing_much():
            assert not gc.isenabled()
            kept.append([[]])
            if fails:
                raise ImportError("none")

    if fails:
        with pytest.raises(ImportError):
            imports()
    else:
        imports()
    assert gc.isenabled()
    assert gc.get_threshold() == OFTEN_ENOUGH
    assert not any(one is kept[0] for one in gc.get_objects())  # frozen
