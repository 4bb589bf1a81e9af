"""What `--help` and wrong usage say, in Bahasa Indonesia: staff read them.

Belongs here: the words of the commands and of typer, each beside what staff read; a command is written in English like
all code. A test says which words have no Indonesian yet. Not here: what commands say while they work.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

Function = TypeVar("Function", bound=Callable[..., Any])

HELP: Final = {
    # What the commands are for.
    "Consolidate survey exports of a regency's offices into IKM, ranking and reports.": (
        "Menggabungkan hasil survei semua unit menjadi IKM, peringkat, dan laporan."
    ),
    "Accounts of the portal: who may log in, and to see what.": "Akun portal: siapa boleh masuk, dan melihat apa.",
    "Prepare a home: folders, settings, registry. What is already there is never touched.": (
        "Menyiapkan folder data: folder, pengaturan, daftar unit. Yang sudah ada tidak diubah."
    ),
    "Prepare a home of your regency: folders, settings, registry. What is already there is never touched.": (
        "Menyiapkan folder data kabupaten Anda: folder, pengaturan, daftar unit. Yang sudah ada tidak diubah."
    ),
    "Empty forms (XLSX with lists and checks, CSV) for units without a survey program.": (
        "Formulir kosong (XLSX dengan pilihan dan pemeriksaan, CSV) untuk unit tanpa aplikasi survei."
    ),
    "Consolidate: inbox → warehouse → documents → site.": (
        "Mengonsolidasi: kotak masuk → gudang data → dokumen → situs."
    ),
    "Who sent what, what was refused and why, who is missing. With FILE: how it was read.": (
        "Siapa mengirim apa, apa yang ditolak dan mengapa, siapa yang belum. Dengan nama berkas: cara "
        "berkas itu dibaca."
    ),
    "The register of services (jenis layanan): what a unit's files call each, proposed from its answers.": (
        "Daftar layanan: apa sebutan setiap layanan dalam berkas unit, diusulkan dari jawabannya."
    ),
    "The register of questionnaires (questionnaires.toml), checked: which questions a unit asks about which unsur.": (
        "Daftar kuesioner (questionnaires.toml), diperiksa: pertanyaan mana yang diajukan unit tentang unsur mana."
    ),
    "Group what the unit's answers call services: nothing is written until a person accepts it.": (
        "Mengelompokkan sebutan layanan dalam jawaban unit: tidak ada yang ditulis sebelum disetujui orang."
    ),
    "Enter what is proposed into services.csv, all of it or the services named.": (
        "Menulis usulan ke services.csv, semuanya atau layanan yang disebut."
    ),
    "Answers that a new service must have.": "Jumlah jawaban paling sedikit untuk layanan baru.",
    "Codes of the proposal; none: all of it.": "Kode dalam usulan; tanpa kode: semuanya.",
    "Services of this name instead of units.": "Layanan bernama ini, bukan unit.",
    "Make one folder of what the regency hands in: recapitulation, PEKPPP, letter, evidence, and what is missing.": (
        "Membuat satu folder yang disampaikan kabupaten: rekapitulasi, PEKPPP, surat, bukti, dan apa yang belum ada."
    ),
    "Folder in which the folder to hand in is made.": "Folder tempat folder penyampaian dibuat.",
    "Of this service: its code or name.": "Layanan ini: kode atau namanya.",
    "The plan, its realisation and PEKPPP instead.": "Rencana, realisasinya, dan PEKPPP, bukan indeksnya.",
    "The ranking of a period, and the regency's IKM.": "Peringkat satu periode, dan IKM kabupaten.",
    "Make the documents of a period or a unit again, from what is published.": (
        "Membuat lagi dokumen satu periode atau unit, dari yang sudah terbit."
    ),
    "Ask the published warehouse, read-only.": "Bertanya kepada gudang data yang terbit, tanpa mengubahnya.",
    "Serve the notebook of analysts on this machine, read-only: fifteen questions, answered with charts.": (
        "Menyajikan buku catatan analis di komputer ini, hanya untuk dibaca: lima belas pertanyaan dengan diagramnya."
    ),
    "How a unit's index comes about: answers, weight, rounding, files, rows left out.": (
        "Asal-usul indeks satu unit: jawaban, bobot, pembulatan, berkas, baris yang tidak dihitung."
    ),
    "Take in a file that was held back because it would replace a much larger one.": (
        "Menerima berkas yang ditahan karena akan menggantikan berkas yang jauh lebih besar."
    ),
    "Questions a file leaves open: see them with what each choice gives, answer them, take an answer back.": (
        "Pertanyaan tentang berkas: lihat beserta akibat tiap pilihan, jawab, tarik jawaban."
    ),
    "Patterns in a unit's answers that it is asked to explain, with their files and rows; noting what it says.": (
        "Pola jawaban yang perlu dijelaskan unit, dengan berkas dan barisnya; mencatat penjelasannya."
    ),
    "The patterns of one unit, each with the files and rows behind it.": (
        "Pola satu unit, masing-masing dengan berkas dan baris di baliknya."
    ),
    "Note what a unit says of a pattern; it holds while the answers behind it are the same.": (
        "Catat penjelasan unit atas sebuah pola; berlaku selama jawaban di baliknya sama."
    ),
    "A file that was sent by mistake counts no more, nor its corrections; what it had replaced counts again.": (
        "Berkas yang salah kirim tidak dihitung lagi, juga perbaikannya; yang digantikannya dihitung kembali."
    ),
    "Say whose a file is, and of which period, whatever its folder, name and titles say.": (
        "Menetapkan berkas itu milik unit mana dan periode mana, apa pun kata folder, nama, dan judulnya."
    ),
    "The registry: every unit; adding, renaming and closing one, with what that would change.": (
        "Daftar unit: melihat, menambah, mengganti nama, menutup; beserta apa yang akan berubah."
    ),
    "Add a unit. With `--from` it is not missing in periods before it was born.": (
        "Menambah unit. Dengan `--from`, unit tidak dianggap kurang pada periode sebelum ada."
    ),
    "Give a unit another name; its files and its series stay its own.": (
        "Mengganti nama unit; berkas dan deretnya tetap miliknya."
    ),
    "Close a unit that was dissolved, merged or split: its past stays, it is late no more.": (
        "Menutup unit yang dibubarkan, digabung, atau dipecah: riwayatnya tetap, dan tidak terlambat lagi."
    ),
    "Erase a respondent's rows everywhere, at the person's request: first shown, then asked, never undone.": (
        "Menghapus baris seorang responden di semua tempat, atas permintaannya: diperlihatkan, ditanyakan, lalu tidak "
        "dapat dikembalikan."
    ),
    "Let go what `[retention]` in the settings says is kept no longer: personal columns, old originals.": (
        "Melepas yang habis masa simpannya menurut pengaturan bagian retention: kolom pribadi, berkas asli lama."
    ),
    "The settings that staff own, with their meaning; changing one, checked before it is written.": (
        "Pengaturan milik petugas, dengan artinya; mengubah satu, diperiksa sebelum ditulis."
    ),
    "Give a setting another value.": "Mengubah satu pengaturan.",
    "A setting, such as signature.name.": "Pengaturan, misalnya signature.name.",
    "Its new value; several with semicolons; bawaan: the program's own.": (
        "Nilai barunya; beberapa dipisahkan titik koma; bawaan: nilai bawaan program."
    ),
    "Compute an edition once more from the archive, and say what differs from what was made official.": (
        "Menghitung ulang sebuah edisi dari arsip, dan menyebutkan yang berbeda dari yang resmi."
    ),
    "Whether a document is one of ours, as it was made: original, altered or unknown. Needs no network.": (
        "Memeriksa apakah sebuah dokumen dari sistem ini dan tidak diubah: asli, diubah, atau tidak dikenal. Tanpa "
        "jaringan."
    ),
    "A document: laporan-skm-35.16.01-2024.pdf.": "Sebuah dokumen: laporan-skm-35.16.01-2024.pdf.",
    "The list of the site, keaslian.json, instead of a home.": (
        "Daftar dari portal, keaslian.json, sebagai ganti folder data."
    ),
    "Make a period official: its figures and documents are frozen, later rows are held.": (
        "Menjadikan satu periode resmi: angka dan dokumennya tetap, yang datang kemudian ditahan."
    ),
    "Revise a closed period: the next `skm run` counts what came late, `skm close` makes it official.": (
        "Merevisi periode yang sudah ditutup: `skm run` menghitung yang terlambat, `skm close` meresmikannya."
    ),
    "What differs between two editions: values, ranks, coverage, units lost and new.": (
        "Beda dua edisi: nilai, peringkat, cakupan, unit yang hilang dan baru."
    ),
    "Publish an earlier version again, and hold it until it is released.": (
        "Menerbitkan lagi versi terdahulu, dan menguncinya sampai dibuka."
    ),
    "Copy all that cannot be made again into one file, while nothing runs.": (
        "Menyalin semua yang tidak dapat dibuat lagi ke satu berkas, selagi tidak ada yang berjalan."
    ),
    "Make a home from a backup. A home that holds anything is never written over.": (
        "Membuat folder data dari cadangan. Folder yang sudah berisi tidak ditimpa."
    ),
    "Write tables of the published warehouse as files. They hold what is internal too.": (
        "Menulis tabel gudang data yang terbit sebagai berkas. Isinya juga memuat yang intern."
    ),
    "Which units have not sent, and which of them are late; the list is kept in the home.": (
        "Unit mana yang belum mengirim, dan mana yang terlambat; daftarnya disimpan di folder data."
    ),
    "A service of this machine failed: told to whom a failed run is told. systemd calls this.": (
        "Layanan di mesin ini gagal: diberitahukan seperti konsolidasi yang gagal. Dipanggil oleh systemd."
    ),
    "When things run by themselves, as `[schedules]` in the settings has it.": (
        "Kapan semua berjalan sendiri, menurut pengaturan bagian schedules."
    ),
    "Tell the configured Prefect server; `skm up` does so by itself.": (
        "Terapkan di server Prefect yang ditunjuk; `skm up` melakukannya sendiri."
    ),
    "The service's name, as systemd has it.": "Nama layanan menurut systemd.",
    "All that runs by itself: Prefect's server, schedules, worker, the watch on the inbox, the portal.": (
        "Semua yang berjalan sendiri: server Prefect, jadwal, pekerja, pengamat kotak masuk, portal."
    ),
    "Serve the site, and behind a login the units' private files and uploads.": (
        "Menjalankan situs, serta berkas unit dan unggahan di balik kata sandi."
    ),
    "Make an account. The password is asked for, or read from standard input.": (
        "Membuat akun. Kata sandi ditanyakan, atau dibaca dari masukan."
    ),
    "Every account.": "Semua akun.",
    "Take an account away, and end its sessions.": "Menghapus akun, dan mengeluarkannya dari portal.",
    "Give an account another password, and end its sessions.": (
        "Memberi akun kata sandi baru, dan mengeluarkannya dari portal."
    ),
    "Take the code of an account's phone away, as when the phone is lost, and end its sessions.": (
        "Menghapus kode dari ponsel suatu akun, misalnya ponselnya hilang, dan mengeluarkannya dari portal."
    ),
    "Check the machine, the home, the settings, the registry and what is published.": (
        "Memeriksa mesin, folder data, pengaturan, daftar unit, dan yang terbit."
    ),
    # What they are given.
    "Where the regency's data lives.": "Folder data kabupaten.",
    "Write JSON for programs.": "Tulis JSON, untuk program.",
    "2024, 2024-S1, 2024-TW3 or 2024-07.": "2024, 2024-S1, 2024-TW3, atau 2024-07.",
    "Show the version and exit.": "Tampilkan versi program.",
    "Put the sample exports into the inbox.": "Taruh berkas contoh di kotak masuk.",
    "A home of the samples, to try it out.": "Folder data berisi contoh, untuk mencoba.",
    "Whose home: 'Kabupaten Lumajang'.": "Milik siapa: 'Kabupaten Lumajang'.",
    "The place documents are signed in.": "Tempat dokumen ditandatangani.",
    "The regency's code of Kemendagri: 35.08.": "Kode Kemendagri kabupaten: 35.08.",
    "The regency's code of BPS: 3508.": "Kode BPS kabupaten: 3508.",
    "The units, as CSV; without it units.csv is to be filled in.": (
        "Daftar unit, sebagai CSV; tanpa ini units.csv perlu diisi."
    ),
    "The folder the forms are written into.": "Folder tempat formulir ditulis.",
    "Another folder of exports than the home's inbox: a path, or a URL like sftp://…": (
        "Folder berkas selain kotak masuk: sebuah path, atau URL seperti sftp://…"
    ),
    "Make every unit's documents too.": "Buat juga dokumen semua unit.",
    "By the worker of `skm up`, where one runs for this home; else here.": (
        "Dijalankan pekerja `skm up`, bila ada untuk folder data ini; bila tidak, di sini."
    ),
    "Minutes to wait for another run to end.": "Lama menunggu konsolidasi lain selesai, dalam menit.",
    "Exit 3 when something was refused.": "Kode keluar 3 bila ada yang ditolak.",
    "Read and judge everything anew, whatever earlier runs kept.": (
        "Baca dan periksa semuanya dari awal, tanpa memakai yang tersimpan dari konsolidasi sebelumnya."
    ),
    "Make everything anew from the archive too, beside what is published.": (
        "Susun juga semuanya dari awal dari arsip, lalu bandingkan dengan yang terbit."
    ),
    "A file: its path in the inbox, or part of it.": "Berkas: path-nya di kotak masuk, atau sebagian.",
    "A unit: its code or name; default: all.": "Unit: kode atau namanya; bila tidak ditulis: semua.",
    "Files with answers in this period.": "Berkas yang punya jawaban pada periode ini.",
    "Only what was not taken in whole.": "Hanya yang tidak diterima utuh.",
    "2024, 2024-S1, 2024-TW3, 2024-07, or an edition, 2023@0; default: last year.": (
        "2024, 2024-S1, 2024-TW3, 2024-07, atau sebuah edisi, 2023@0; bila tidak ditulis: tahun terakhir."
    ),
    "2024, 2024-S1, 2024-TW3, 2024-07, or an edition, 2023@0.": "2024, 2024-S1, 2024-TW3, 2024-07, atau edisi, 2023@0.",
    "Of an edition (2023@0) or a day (2026-11-28); default: of now.": (
        "Gudang data sebuah edisi (2023@0) atau hari (2026-11-28); bila tidak ditulis: yang sekarang."
    ),
    "An edition: 2024-S1@0.": "Sebuah edisi: 2024-S1@0.",
    "A unit type, or `all`.": "Jenis unit, atau `all` untuk semua.",
    "2024, 2024-S1, 2024-TW3, 2024-07; default: all.": "2024, 2024-S1, 2024-TW3, 2024-07; bila tidak ditulis: semua.",
    "One SELECT on the published warehouse; without one its views are listed.": (
        "Satu SELECT atas gudang data yang terbit; tanpa itu, daftar tampilan untuk analis."
    ),
    "A unit: its code or name.": "Unit: kode atau namanya.",
    "A held file: its path in the inbox, or part of it.": (
        "Berkas yang ditahan: path-nya di kotak masuk, atau sebagian."
    ),
    "Answers such as 1=b; none: show the questions.": (
        "Jawaban seperti 1=b; bila tidak ditulis: perlihatkan pertanyaannya."
    ),
    "Why: kept with the decision.": "Alasan: dicatat bersama keputusan.",
    "Why: kept with the decision, and shown to the unit.": (
        "Alasan: dicatat bersama keputusan, dan diperlihatkan kepada unit."
    ),
    "A period: 2024, 2024-S1, 2024-TW3, 2024-07.": "Periode: 2024, 2024-S1, 2024-TW3, 2024-07.",
    "A pattern as it is listed, such as day.": "Pola seperti dalam daftarnya, misalnya day.",
    "What the unit says of it: kept with the decision.": "Penjelasan unit: dicatat bersama keputusan.",
    "Who decides; default: this machine's user.": "Siapa yang memutuskan; bila tidak ditulis: pengguna komputer ini.",
    "It holds for every file of this unit with the same headers.": (
        "Berlaku untuk semua berkas unit ini dengan judul kolom yang sama."
    ),
    "Take back the decision of this number.": "Tarik keputusan bernomor ini.",
    "It counts again.": "Hitung kembali.",
    "The unit whose it is: its code or name.": "Unit pemiliknya: kode atau nama.",
    "Of a file without dates: 2024, 2024-S1, 2024-TW3, 2024-07.": (
        "Untuk berkas tanpa tanggal: 2024, 2024-S1, 2024-TW3, 2024-07."
    ),
    "Let the file say again whose it is.": "Kembalikan penentuannya kepada berkas itu sendiri.",
    "Code of the unit; it never changes.": "Kode unit; tidak pernah berubah.",
    "Official name.": "Nama resmi.",
    "The new official name.": "Nama resmi yang baru.",
    "kecamatan, dinas, puskesmas …: ranking is within a type.": (
        "kecamatan, dinas, puskesmas …: peringkat dibuat per jenis."
    ),
    "Its first day, such as 2026-01-01.": "Hari pertamanya, misalnya 2026-01-01.",
    "Its last day, such as 2025-12-31.": "Hari terakhirnya, misalnya 2025-12-31.",
    "Another name in files; again for more.": "Nama lain di berkas; ulangi untuk beberapa.",
    "Unit that takes over its work; again where it was split.": (
        "Unit yang melanjutkan tugasnya; ulangi bila dipecah."
    ),
    "Only say what would change.": "Hanya katakan apa yang akan berubah.",
    "Row numbers, as `skm status FILE` tells them.": "Nomor baris, seperti ditulis `skm status FILE`.",
    "Why: kept in the list. Never a name.": "Alasan: dicatat dalam daftar. Jangan menulis nama orang.",
    "Who erases; default: this machine's user.": "Siapa yang menghapus; bila tidak ditulis: pengguna komputer ini.",
    "The sheet, where several have such a row.": "Lembarnya, bila baris itu ada di beberapa lembar.",
    "All that the file holds, instead of rows.": "Seluruh isi berkas, bukan baris tertentu.",
    "Erase without asking; without it, show what would go.": (
        "Hapus tanpa bertanya; tanpa ini hanya diperlihatkan apa yang akan hilang."
    ),
    "Who closes it; default: this machine's user.": "Siapa yang menutup; bila tidak ditulis: pengguna komputer ini.",
    "Close although it differs more than the settings allow.": (
        "Tutup meskipun bedanya melebihi yang diizinkan pengaturan."
    ),
    "Close although much differs or something is not settled.": (
        "Tutup meskipun banyak yang berbeda atau ada yang belum beres."
    ),
    "Why: it is printed in the documents of the revision.": "Alasan: dicetak dalam dokumen revisi.",
    "Who reopens it; default: this machine's user.": "Siapa yang membuka; bila tidak ditulis: pengguna komputer ini.",
    "An edition: 2024-S1@0 (as closed), 2024-S1 (as published now).": (
        "Edisi: 2024-S1@0 (saat ditutup), 2024-S1 (yang terbit sekarang)."
    ),
    "Another; default: the same period as published now.": (
        "Edisi lain; bila tidak ditulis: periode yang sama, yang terbit sekarang."
    ),
    "A kept version; default: the one before.": "Versi yang tersimpan; bila tidak ditulis: yang sebelumnya.",
    "Let the next run publish again.": "Izinkan konsolidasi berikutnya menerbitkan lagi.",
    "Folder for the backup: another disk, or a share.": "Folder cadangan: disk lain, atau folder jaringan.",
    "Once it is whole, keep so many of this home; older ones go.": (
        "Setelah utuh, simpan sekian cadangan folder data ini; yang lebih lama dihapus."
    ),
    "Instead: restore this backup aside, compare it, and say so.": (
        "Bukan mencadangkan: coba pulihkan cadangan ini di tempat sementara, cocokkan, lalu laporkan."
    ),
    "A file that `skm backup` wrote.": "Berkas yang ditulis `skm backup`.",
    "erasures.jsonl of the home that went on after the backup.": (
        "erasures.jsonl dari folder data yang terus dipakai sesudah cadangan."
    ),
    "Folder for the files.": "Folder untuk berkasnya.",
    "A table; again for more; default: all.": "Tabel; ulangi untuk beberapa; bila tidak ditulis: semua.",
    "csv, parquet or xlsx.": "csv, parquet, atau xlsx.",
    "Who reads the CSV: machines, or excel (semicolons, decimal commas).": (
        "Pembaca CSV: machines (program), atau excel (titik koma, koma desimal)."
    ),
    "A period; default: the last one that ended.": "Periode; bila tidak ditulis: yang terakhir selesai.",
    "Address the portal listens on; 0.0.0.0 for every one.": "Alamat portal; 0.0.0.0 untuk semua.",
    "Address to listen on; 0.0.0.0 for every one.": "Alamat yang didengarkan; 0.0.0.0 untuk semua.",
    "Port of the portal.": "Port portal.",
    "Port to listen on.": "Port yang didengarkan.",
    "Port of Prefect's server.": "Port server Prefect.",
    "Serve the portal too; or `skm serve` elsewhere.": "Jalankan portal juga; atau `skm serve` di tempat lain.",
    "Name of the account.": "Nama akun.",
    "Code of the unit whose files it may see.": "Kode unit yang berkasnya boleh dilihat.",
    "Leads the regency: sees every unit, and changes nothing.": "Pimpinan: melihat semua unit, tidak mengubah apa pun.",
    "Staff of the regency: sees every unit.": "Petugas kabupaten: melihat semua unit.",
    "Analyst of the regency: asks the warehouse, and takes it away.": (
        "Analis kabupaten: bertanya kepada gudang data dan mengunduhnya."
    ),
    "Show this message and exit.": "Tampilkan bantuan ini.",
    # What is said of wrong usage.
    'say why: --why "…"': 'tulis alasannya: --why "…"',
    "name the rows, or --all": "sebut barisnya, atau --all",
    "name the unit, the period, or --undo": "sebut unitnya, periodenya, atau --undo",
}
"""English → what staff read."""

_WRONG: Final = (
    (r"No such command (.+?)\. Did you mean (.+)\?", r"Perintah \1 tidak ada. Maksud Anda \2?"),
    (r"No such command (.+)\.", r"Perintah \1 tidak ada. Semua perintah: skm --help"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", r"Pilihan \1 tidak ada. Maksud Anda \2?"),
    (r"No such option: (\S+)(?: Did you mean (.+)\?)?", r"Pilihan \1 tidak ada."),
    (r"Missing argument (.+?)\.(?: .*)?", r"Isian \1 belum ditulis."),
    (r"Missing option (.+?)\.(?: .*)?", r"Pilihan \1 belum ditulis."),
    (r"Missing command\.", "Perintahnya belum ditulis."),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"Kelebihan isian: \1."),
    (r"Option (.+) requires (?:an argument|\d+ arguments)\.", r"Pilihan \1 belum diisi."),
    (r"Invalid value for (.+?): Input should be a valid integer.*", r"Isi \1 harus bilangan bulat."),
    (r"Invalid value for (.+?): Input should be greater than or equal to (\d+)", r"Isi \1 paling kecil \2."),
    (r"Invalid value for (.+?): Input should be less than or equal to (\d+)", r"Isi \1 paling besar \2."),
)


class StoppedError(Exception):
    """Somebody pressed Ctrl-C: the cause is that KeyboardInterrupt, of which typer would say nothing."""


class Command(TyperCommand):
    """A command whose help staff can read."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:  # noqa: ANN401 - typer's own, whatever they are
        super().__init__(*arguments, **attributes)
        _translate(self)

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        return _help_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        return _usage(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        _translate_panels()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """The same of a command that has commands."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:  # noqa: ANN401 - typer's own, whatever they are
        super().__init__(*arguments, **attributes)
        _translate(self)

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        return _help_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        return _usage(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer's own
        """That of typer, in Indonesian."""
        _translate_panels()
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own
        """Runs the command that was typed. Raises StoppedError on Ctrl-C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            raise StoppedError from stopped


class Application(typer.Typer):
    """Commands whose help staff can read."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - typer's own, whatever they are
        super().__init__(cls=Group, **attributes)

    def command(
        self,
        name: str | None = None,
        **attributes: Any,  # noqa: ANN401 - typer's own, whatever they are
    ) -> Callable[[Function], Function]:
        """As of typer."""
        return super().command(name, **{"cls": Command, **attributes})


def in_indonesian(text: str) -> str:
    """A text of a command as staff read it; itself where it has no Indonesian."""
    return HELP.get(" ".join(text.split()), text)


def wrong_usage(error: TyperException) -> str:
    """What is wrong with a command line, as a sentence."""
    said = error.format_message()
    for pattern, sentence in _WRONG:
        if found := re.fullmatch(pattern, said):
            return found.expand(sentence)
    if found := re.fullmatch(r"Invalid value(?: for (.+?))?: (.+)", said, re.DOTALL):
        return f"{f'{found[1]}: ' if found[1] else ''}{in_indonesian(found[2])}"
    return in_indonesian(said)


def _translate(command: TyperCommand | TyperGroup) -> None:
    if command.help:
        command.help = in_indonesian(command.help)
    for parameter in command.params:
        if text := getattr(parameter, "help", None):
            parameter.help = in_indonesian(text)  # type: ignore[attr-defined]


def _translate_panels() -> None:
    from typer import rich_utils  # a tenth of a second, for which only who asks for help waits

    rich_utils.ARGUMENTS_PANEL_TITLE = "Isian"
    rich_utils.OPTIONS_PANEL_TITLE = "Pilihan"
    rich_utils.COMMANDS_PANEL_TITLE = "Perintah"
    rich_utils.DEFAULT_STRING = "[bila tidak ditulis: {}]"
    rich_utils.ENVVAR_STRING = "[variabel: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[wajib]"


def _help_option(option: TyperOption | None) -> TyperOption | None:
    if option is not None and option.help:
        option.help = in_indonesian(option.help)
    return option


def _usage(text: str) -> str:
    for english, indonesian in (
        ("Usage:", "Pakai:"), ("[OPTIONS]", "[PILIHAN]"), ("COMMAND [ARGS]...", "PERINTAH [ISIAN]..."),
    ):  # fmt: skip
        text = text.replace(english, indonesian)
    return text
