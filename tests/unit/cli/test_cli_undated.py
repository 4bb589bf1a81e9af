"""What the command says of answers without a date: from how many parts figures are, and what waits."""

from cli.lateness import print_undated
from contracts.periods import parse_period
from warehouse.read import Row


def counted(unit: str, *names: str, told: tuple[str, ...]) -> list[Row]:
    return [
        Row({"period_code": code, "unit_code": unit, "named_period": name})
        for name in names
        for code in (name, *(one.code for one in parse_period(name).around if one.code in told))
    ]


def test_quarters_without_dates_are_told_with_where_their_figures_are(capsys):
    quarters = [f"2024-TW{number}" for number in (1, 2, 3, 4)]
    rows = [
        *counted("A", *quarters, told=("2024", "2024-S1", "2024-S2")),
        *counted("B", *quarters[:3], told=("2024", "2024-S1", "2024-S2")),
        *counted("C", *quarters[:3], told=("2024-S1",)),
        *counted("D", "2024", told=()),
    ]
    print_undated(rows, ("year", "semester"))
    said = " ".join(capsys.readouterr().out.split())
    assert said == (
        "Tanpa tanggal, dihitung dari bagiannya: 2024 (1 unit dari 4 triwulan, 1 unit dari 3 triwulan), "
        "2024-S1 (3 unit dari 2 triwulan), 2024-S2 (1 unit dari 2 triwulan, 1 unit dari 1 triwulan). "
        "Tanpa tanggal, menunggu bagian lainnya: 2024 (1 unit dari 3 triwulan), 2024-S2 (1 unit dari 1 triwulan). "
        "Dihitung di sana begitu semua bagiannya ada, atau sesudah periode itu berakhir dan ada berkas baru dari unit "
        "mana pun. Angkanya sekarang: skm rank 2024-TW1. Dokumennya: skm report --period 2024-TW1."
    )
    print_undated(rows, ("quarter",))
    print_undated([], ("year",))
    assert capsys.readouterr().out == ""
