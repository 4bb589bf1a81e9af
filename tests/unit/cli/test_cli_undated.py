"""What the command says of answers without a date that no semester and no year shows."""

from cli.lateness import print_undated
from warehouse.read import Row


def test_quarters_without_dates_are_told_with_where_their_figures_are(capsys):
    undated = [
        Row({"period_code": code, "units": units, "responses": 40})
        for code, units in (("2024", 1), ("2024-TW1", 3), ("2024-TW2", 1200))
    ]
    print_undated(undated, ("year", "semester"))
    said = " ".join(capsys.readouterr().out.split())
    assert said == (
        "Tanpa tanggal: 2024-TW1 (3 unit), 2024-TW2 (1.200 unit). Jawaban tanpa tanggal dihitung pada periode yang "
        "disebut berkasnya saja, belum pada semester atau tahunnya. Angkanya: skm rank 2024-TW1. Dokumennya: skm "
        "report --period 2024-TW1."
    )
    print_undated(undated, ("year", "quarter"))
    print_undated([], ("year",))
    assert capsys.readouterr().out == ""
