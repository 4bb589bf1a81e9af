"""The services of a unit, with those that are not known, add up to the unit: in every period, unsur by unsur."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.services import Service, Services
from contracts.settings import Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.property.examples import examples
from tests.property.test_figures_against_oracle import REGISTRY, worlds
from transforms.figures.all_figures import compute_figures
from transforms.schema import frame_schema

SERVICES = Services(
    (
        Service("K1", "ktp", "KTP-el", ("E KTP",)),
        Service("K1", "imb", "Izin", valid_to=date(2023, 12, 31)),
        Service("K1", "pbg", "PBG", ("izin",), valid_from=date(2024, 1, 1)),
        Service("D1", "ktp", "KTP-el", valid_from=date(2024, 1, 1)),
    )
)
WORDS = st.sampled_from([None, "KTP-el", "e-ktp", "izin", "PBG", "lain", "-"])


@examples(8)
@given(worlds, st.data())
def test_services_add_up_to_their_unit(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    named = [{**row, "service": data.draw(WORDS)} for row in rows]
    schema = frame_schema(RESPONSE)
    columns = [name for name in schema if not rows or name in named[0]]
    frame = pl.DataFrame(named, schema={name: schema[name] for name in columns}).lazy()
    computed = compute_figures(frame, REGISTRY, Settings(), services=SERVICES)
    key = ["period_code", "unit_code", "unsur_code"]
    summed = computed.ikm_service_unsur.group_by(key).agg(pl.col("respondents", "total").sum()).sort(key)
    of_unit = computed.ikm_unsur.filter(pl.col("unit_code").is_in(["K1", "D1"])).select(summed.columns).sort(key)
    assert summed.equals(of_unit)
    assert computed.ikm_service.height * len(UNSUR_COLUMNS) == computed.ikm_service_unsur.height
