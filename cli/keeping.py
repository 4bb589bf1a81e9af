"""`skm rollback`, `skm backup`, `skm restore`, `skm export`: keeping what there is, and getting it back."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import console, errors, format_value, indented, show_json, this_user, to_type
from cli.progress import listener_for
from contracts.home import Home
from operations.backup_format import size_in_words
from pipeline.pinned_version import sentence

if TYPE_CHECKING:
    from pipeline.closing.rollback import PublishedVersion, RollbackResult

MOST_LEFT_OUT = 20
BACKUP_WAITS_SECONDS = 1800
"""For a consolidation that is under way: a backup is mostly started by a clock, with nobody there to try again."""


def roll_back(root: Path, version: str | None, *, release: bool, as_json: bool) -> None:
    """Publishes an earlier version again and holds it, or lets the next run publish; says what is published."""
    if release:
        _release(root, as_json=as_json)
        return
    done = _roll_back(root, version)
    if as_json:
        show_json(done.model_dump(mode="json"))
        return
    _show_published(done.published)
    console().print(f"  Dokumen     {done.documents_made} dibuat lagi", markup=False)
    console().print(f"  Situs       {done.site_files} berkas berubah", markup=False)


def _roll_back(root: Path, version: str | None) -> "RollbackResult":
    from pipeline.closing import rollback
    from pipeline.progress import listener

    with listener_for(errors()) as showing:
        token = listener.set(showing)
        try:
            return rollback.roll_back(root, version, this_user())
        finally:
            listener.reset(token)


def _release(root: Path, *, as_json: bool) -> None:
    from pipeline.closing import rollback

    released = rollback.release_version(root)
    published = rollback.now_published(Home(root))
    if as_json:
        show_json({"released": released, "published": published.model_dump(mode="json")})
        return
    if released:
        console().print("Kunci penerbitan dibuka. Terbitkan data yang sekarang: skm run", style="bold", markup=False)
    else:
        console().print("Penerbitan tidak sedang dikunci; tidak ada yang diubah.", markup=False)
    _show_published(published)


def _show_published(published: "PublishedVersion") -> None:
    out = console()
    out.print(f"Yang terbit sekarang: versi {published.version}", style="bold", markup=False)
    out.print(f"  Konsolidasi {published.run_id}, selesai {format_value(published.finished_at)}", markup=False)
    out.print(f"  Berkas      {format_value(published.files)}", markup=False)
    out.print(f"  Responden   {format_value(published.responses)}", markup=False)
    out.print(f"  Tersimpan   {', '.join(published.kept)}", markup=False)
    if published.held is not None:
        out.print(indented(sentence(published.held)))


def back_up(root: Path, target: Path, keep: int | None) -> None:
    """Writes a backup and says where it is, how large, what is not in it, and which older ones went."""
    from operations.backup import back_up as write_backup
    from pipeline.progress import listener

    with listener_for(errors()) as showing:
        token = listener.set(showing)
        try:
            done = write_backup(Home(root), target, wait_seconds=BACKUP_WAITS_SECONDS, keep=keep)
        finally:
            listener.reset(token)
    out = console()
    out.print(f"Cadangan selesai: {done.path}", style="bold", markup=False)
    seconds = f"{done.seconds:.1f}".replace(".", ",")
    out.print(f"  {format_value(done.files)} berkas, {size_in_words(done.size)}, {seconds} detik", markup=False)
    out.print("  Berisi data pribadi responden dan sandi akun (teracak): hanya pemiliknya yang boleh membacanya.")
    out.print("  Tidak ikut: situs dan staging (dibuat lagi oleh skm run), versi gudang data yang lebih lama.")
    if done.left_out:
        out.print(f"  {len(done.left_out)} berkas tidak ikut:", markup=False)
        for line in done.left_out[:MOST_LEFT_OUT]:
            out.print(indented(line))
        if len(done.left_out) > MOST_LEFT_OUT:
            out.print(indented("…"))
    if done.removed:
        out.print(f"  {len(done.removed)} cadangan lama dihapus (--keep {keep}).", markup=False)
    if done.not_removed:
        names = ", ".join(path.name for path in done.not_removed)
        out.print(indented(f"Tidak dapat dihapus: {names}. Hapus sendiri, atau beri izin tulis di {target}."))


def verify_backup(source: Path) -> None:
    """Rehearses a restore and says what was found."""
    from operations.restore import rehearse

    done = rehearse(source)
    contents, out = done.contents, console()
    out.print(f"Cadangan dapat dipulihkan: {source}", style="bold", markup=False)
    out.print(
        f"  {format_value(len(contents.files))} berkas, {size_in_words(done.size)}, "
        "semua isinya cocok dengan daftar isi",
        markup=False,
    )
    out.print(f"  Cadangan dari {format_value(contents.made_at)}, folder data '{contents.home_name}'", markup=False)
    if done.responses is None:
        out.print("  Waktu itu belum ada yang terbit.")
    else:
        counted = format_value(done.responses)
        out.print(f"  Gudang data versi {contents.published} terbuka: {counted} responden", markup=False)
    out.print("  Dipulihkan ke tempat sementara, yang sudah dihapus lagi; folder data tidak disentuh.")


def restore_home(source: Path, root: Path, erasures: Path | None) -> None:
    """Makes a home from a backup and says how to go on."""
    from operations.restore import restore

    done = restore(source, Home(root), erasures)
    contents = done.contents
    out = console()
    out.print(f"Dipulihkan: {root}", style="bold", markup=False)
    out.print(
        f"  {format_value(len(contents.files))} berkas, {size_in_words(done.size)}, "
        "semua isinya cocok dengan daftar isi",
        markup=False,
    )
    out.print(f"  Cadangan dari {format_value(contents.made_at)}, folder data '{contents.home_name}'", markup=False)
    if contents.storage_url:
        out.print(
            f"  Berkas asli dan dokumen semula ada di {contents.storage_url}; yang di cadangan ada di {root}. Supaya "
            "yang ini dipakai, kosongkan url di bagian [storage] pada settings.toml.",
            markup=False,
        )
    if done.erased:
        out.print(
            f"  {done.erased} penghapusan setelah cadangan itu dibuat sudah diterapkan; terbitan lama tidak dipulihkan "
            "karena masih memuatnya. Jalankan skm run sekarang.",
            markup=False,
        )
    elif erasures is None:
        out.print(
            "  Bila setelah cadangan itu ada yang dihapus dengan skm erase, hapus folder ini dan pulihkan lagi dengan "
            "--erasures <folder data lama>/erasures.jsonl.",
            markup=False,
        )
    out.print("Berikutnya:", style="bold")
    out.print(f"  skm doctor --home {root}", markup=False)
    out.print(f"  skm run --home {to_type(root)}       membuat situs lagi; angka tidak berubah", markup=False)
    out.print("  Lalu pasang lagi jadwal, sandi kotak masuk dan surel: semua itu tidak ada di cadangan.", markup=False)


def export_tables(root: Path, target: Path, tables: tuple[str, ...], file_format: str, reader_program: str) -> None:
    """Writes tables and says which of them are not for the public."""
    from pipeline.documents.export import export

    written = export(Home(root), target, tables, file_format, reader_program)
    out = console()
    for one in written:
        whose = "terbuka, kecuali baris unit dengan sedikit responden" if one.table.public else "INTERN"
        out.print(f"  {one.path}: {format_value(one.rows)} baris, {whose}", markup=False)
    internal = [one.table.name for one in written if not one.table.public]
    if internal:
        out.print(
            f"Berisi data intern ({', '.join(internal)}): jangan dibagikan ke luar. Untuk umum pakai data terbuka di "
            "situs.",
            style="bold",
            markup=False,
        )
