"""`skm reproduce`: an edition computed once more from the archive, beside what was made official.

Belongs here: what staff read of it. Not here: computing and comparing (`pipeline.closing.reproducing`).
"""

from pathlib import Path

from cli.output import console, errors, format_value, show_json, show_table
from cli.progress import listener_for
from pipeline.closing.reproducing import Reproduced, reproduce
from pipeline.progress import listener

COLUMNS = {
    "name": "Tabel",
    "rows": "Baris",
    "rows_now": "Baris sekarang",
    "hash": "Sidik",
    "hash_now": "Sidik sekarang",
    "said": "Hasil",
}


def show_reproduced(root: Path, edition: str, *, as_json: bool) -> bool:
    """Shows table by table whether the same comes out; whether all of it does."""
    with listener_for(errors()) as showing:
        token = listener.set(showing)
        try:
            found = reproduce(root, edition)
        finally:
            listener.reset(token)
    if as_json:
        show_json({**found.model_dump(mode="json"), "same": found.is_same})
        return found.is_same
    rows = [
        {**one.model_dump(), "said": "sama" if one.is_same else f"{format_value(one.differing)} baris lain"}
        for one in found.tables
    ]
    show_table(f"Edisi {found.edition}, dihitung ulang dari arsip", rows, COLUMNS, right=("rows", "rows_now"))
    for sentence in sentences(found):
        console().print(sentence, markup=False)
    return found.is_same


def sentences(found: Reproduced) -> list[str]:
    """What the comparison means, and what stood in its way."""
    said = [
        "Semua tabel sama: edisi ini dapat dihitung ulang dari arsip."
        if found.is_same
        else "Ada tabel yang lain: yang resmi tetap yang tersimpan dalam edisinya."
    ]
    if found.erased_answers or found.erased_files:
        said.append(
            f"Sejak ditutup, {format_value(found.erased_answers)} jawaban di balik edisi ini dan isi "
            f"{format_value(found.erased_files)} berkasnya dihapus (skm erase, [retention]). Yang dihapus tidak ada "
            "lagi di arsip, jadi perbedaan karena itu tidak dapat ditutup."
        )
    if not found.settings_kept:
        said.append(
            "Edisi ini ditutup oleh rilis yang belum menyimpan pengaturan dan daftar unitnya; dipakai yang sekarang, "
            + (
                "yang sidiknya sama."
                if found.settings_same
                else "yang sidiknya lain. Perbedaan dapat berasal dari situ."
            )
        )
    if found.code_version != found.code_version_now:
        said.append(f"Program waktu itu {found.code_version}, sekarang {found.code_version_now}.")
    return said
