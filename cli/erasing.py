"""`skm erase` and `skm retention`: what would go, asking, and erasing.

Belongs here: what staff read of it; never a value of a cell. Not here: finding and erasing (`pipeline.erasing`).
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import console, format_value, indented, is_for_the_portal, show_table, this_user
from cli.status import find_file
from contracts.clock import now
from contracts.erasures import ErasedRow
from pipeline.erasing import erasure_list
from pipeline.run import one_run
from warehouse.read import open_published

if TYPE_CHECKING:
    from pipeline.erasing.planning import Plan, PlannedOriginal

MOST_NAMED = 20


def erase_rows(
    root: Path,
    wanted: str,
    numbers: Sequence[int],
    *,
    sheet: str | None,
    everything: bool,
    why: str,
    by: str | None,
    sure: bool,
) -> bool:
    """Shows what erasing these rows of a file, or `everything` in it, would do; erases where `sure`, or where somebody
    at the terminal says so, and a reason is given. Whether our code failed at anything of the run that follows."""
    from cli.consolidation import consolidate_and_show
    from pipeline.erasing.planning import erase, plan_rows, plan_whole

    with one_run(root, None) as (run, _):
        with open_published(run.home) as reader:
            file = find_file(reader, wanted)
        plan = plan_whole(run, file) if everything else plan_rows(run, file, numbers, sheet)
        _show(plan)
        if not why.strip():
            console().print('Tidak ada yang dihapus. Untuk menghapus, tulis alasannya, tanpa nama dan NIK: --why "…"')
            return False
        if not (sure or _agreed()):
            console().print("Tidak ada yang dihapus.", style="bold")
            return False
        erase(run, plan.originals, why=why.strip(), by=by or this_user())
    console().print("Dihapus. Angka, dokumen, dan situs dibuat lagi tanpa jawaban itu.", style="bold")
    _, failed = consolidate_and_show(root, None, documents=True, wait_minutes=60, as_json=False)
    _show_not_in_reach(plan)
    return failed


def apply_retention(root: Path, *, sure: bool) -> bool:
    """Shows what `[retention]` lets go today; lets it go where `sure`, or where somebody at the terminal says so.
    Whether our code failed at anything of a run that followed."""
    from cli.consolidation import consolidate_and_show
    from pipeline.erasing.planning import completed, erase
    from pipeline.erasing.removal import finish
    from pipeline.erasing.retention import kept_no_longer

    out = console()
    with one_run(root, None) as (run, lock):
        found = kept_no_longer(run, now().date())
        for title, planned in (
            ("Kolom pribadi dihapus dari salinan arsip", found.personal),
            ("Berkas asli dan semua jawabannya dihapus", found.whole),
        ):
            rows = [{"path": one.sighting.path, "rows": one.rows_before} for one in planned]
            show_table(title, rows, {"path": "Berkas", "rows": "Baris"}, right=("rows",))
        for sentence in found.waiting:
            out.print(f"  Tetap disimpan: {sentence}", markup=False)
        originals = [*found.personal, *found.whole]
        if not originals:
            return False
        plan = completed(run, originals)
        _show_holders(plan)
        if not (sure or _agreed()):
            out.print("Tidak ada yang dihapus.", style="bold")
            return False
        erasures = erase(run, originals, why="masa simpan habis ([retention])", by=this_user())
        if not found.whole and erasure_list.is_done(run.home, run.erasures):
            finish(run.home, erasures, lock)
    out.print("Dihapus.", style="bold")
    return bool(found.whole) and consolidate_and_show(root, None, documents=True, wait_minutes=60, as_json=False)[1]


def _agreed() -> bool:
    if not sys.stdin.isatty():
        if not is_for_the_portal():
            console().print("Untuk menghapusnya: ulangi dengan --yes.", markup=False)
        return False
    console().print("Penghapusan tidak dapat dibatalkan. Ketik HAPUS untuk melanjutkan:", markup=False)
    return sys.stdin.readline().strip() == "HAPUS"


def _show(plan: "Plan") -> None:
    out = console()
    out.print("Yang akan dihapus", style="bold")
    for one in plan.originals:
        what = "seluruh isinya" if one.line.kind == "whole" else _places(one.line.rows)
        out.print(f"  {one.sighting.path}: {what}", markup=False)
        out.print(indented(_read_then(one)))
    if len(plan.originals) > 1:
        out.print(indented("Baris di berkas lain adalah jawaban yang sama: identitas yang sama, atau perbaikannya."))
    if plan.perhaps:
        listed = [{"path": path, "row": _places([row])} for path, row in plan.perhaps[:MOST_NAMED]]
        show_table("Mungkin orang yang sama, TIDAK ikut dihapus", listed, {"path": "Berkas", "row": "Baris"})
        out.print(indented("Isinya sama, tetapi tanpa identitas. Bila memang orang yang sama, hapus juga: skm erase."))
    _show_holders(plan)


def _read_then(one: "PlannedOriginal") -> str:
    if one.refused is not None and one.rows_before:
        return f"Sesudahnya berkas ini ditolak: {one.refused}"
    if one.asked:
        return f"Sesudahnya berkas ini ditahan: {one.asked} pertanyaan harus dijawab (skm decide)."
    others = " Cara membaca baris lain ikut berubah." if one.others_change else ""
    return f"Terbaca {format_value(one.rows_before)} responden, sesudahnya {format_value(one.rows_after)}.{others}"


def _show_holders(plan: "Plan") -> None:
    remains, again = plan.remains, plan.made_again
    named = [f"{one.edition.record.period_code}@{one.edition.record.revision}" for one in remains.editions]
    documents = sorted({name for one in remains.editions for name in one.documents})
    to_senders = [path.name for path in again.to_senders]
    rows = [
        {"what": what, "count": len(items), "names": ", ".join(items[:MOST_NAMED])}
        for what, items in (
            ("berkas asli dalam arsip (diganti salinan tanpa baris itu)", [*remains.originals]),
            ("berkas di kotak masuk (dihapus)", [path.name for path in remains.inbox]),
            ("unggahan yang menunggu (dihapus)", [path.name for path in remains.uploads]),
            ("edisi resmi (jawabannya dihapus, angkanya tetap)", named),
            ("dokumen edisi resmi yang memuat jawaban satu per satu (dihapus)", documents),
            ("dokumen unit itu (dibuat lagi; yang disunting ikut hilang)", [*again.documents]),
            ("dokumen lama dalam arsip, yang tidak berlaku lagi (dihapus)", [*again.put_away]),
            (
                "lembar untuk pengirim (dibuat lagi; isian yang belum dikirim hilang)",
                to_senders,
            ),
            (
                "versi gudang data sebelum ini (dihapus; skm rollback tidak dapat kembali ke sana)",
                ["…"] * plan.versions,
            ),
        )
        if items
    ]
    show_table("Tempatnya", rows, {"what": "Apa", "count": "Jumlah", "names": "Yang mana"}, right=("count",))
    _show_not_in_reach(plan)


def _show_not_in_reach(plan: "Plan") -> None:
    out = console()
    out.print("Yang tidak dapat dihapus dari sini", style="bold")
    for path in plan.elsewhere[:MOST_NAMED]:
        out.print(f"  kotak masuk luar: {path}. Minta pemiliknya menghapus berkas itu.", markup=False)
    for place in plan.unknown[:MOST_NAMED]:
        out.print(
            f"  {place}: bukan bagian folder data (hasil skm export?). Periksa, lalu hapus sendiri.", markup=False
        )
    for where in plan.only_theirs:
        out.print(
            f"  {where}: tidak dipakai jawaban lain. Bila menyebut orang, hapus sendiri dari sana, lalu skm run.",
            markup=False,
        )
    for sentence in (
        "data di aplikasi survei unit: minta unitnya menghapus di sana, sebab ekspor berikutnya memuatnya lagi;",
        "cadangan lama: saat memulihkan, daftar penghapusan diterapkan (skm restore … --erasures …);",
        "hasil skm export, dokumen yang sudah dicetak atau dikirim.",
    ):
        out.print(f"  {sentence}", markup=False)


def _places(rows: Sequence[ErasedRow]) -> str:
    by_sheet: dict[str, list[int]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row.row_number)
    return "; ".join(
        (f"lembar “{sheet}” " if sheet else "") + "baris " + ", ".join(map(str, sorted(numbers)))
        for sheet, numbers in by_sheet.items()
    )
