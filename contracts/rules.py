"""Every quality rule, declared once: what must hold, how serious a breach is, and the sentence for its
sender.

The expectation suites (`expectations.suites`) and the quarantine (`expectations.rows`) are made from here: no
rule is written a second time, in SQL or in Python.
Not here: running a rule, or what a breach leads to (`transforms.responses.outcome`).

Two kinds, and those about a warehouse before it is published (`contracts.warehouse_rules`):
- `RowRule`: about one staged row. An `error` rejects the row, a `warning` blanks what it names to be blanked.
- `FileRule`: about all rows of one content together; SQL that yields the breaching contents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from contracts.columns import Between
from contracts.follow_up import DONE, HORIZONS, NOT_DONE, QUARTER_COLUMNS
from contracts.respondent import PROTECTED_COLUMNS
from contracts.unsur import SCALE, UNSUR

Severity = Literal["error", "warning"]
Verdict = Literal["passed", "failed", "crashed"]
SuiteName = Literal["responses", "follow_up", "warehouse"]
"""What is judged together: staged answers, staged follow-ups, a new warehouse."""

OLDEST_DATE = date(2017, 1, 1)
"""Permen PANRB 14/2017: no survey by this method is older."""
YOUNGEST_AGE = 5
OLDEST_AGE = 120


@dataclass(frozen=True)
class RowRule:
    """A rule about one staged row of an export of answers or of a follow-up workbook.

    `column` is what the rule is about; `breach` is the SQL condition of the rows that break it, by which Great
    Expectations counts them and the quarantine finds them; `value_columns` say where what the sender wrote is
    found, first non-empty wins; `blanks` are the columns emptied by a warning."""

    code: str
    column: str
    severity: Severity
    breach: str
    message: str
    expected: str
    value_columns: tuple[str, ...]
    blanks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is said to the sender."""
        return f"{self.message} Seharusnya: {self.expected}."


@dataclass(frozen=True)
class FileRule:
    """A rule about one content. `sql` selects the `content_id` of breaching contents from `{batch}`
    and an `observed` text; `{…}` names are thresholds of the settings."""

    code: str
    severity: Severity
    sql: str
    message: str

    def with_thresholds(self, thresholds: Mapping[str, object]) -> "FileRule":
        """The rule with the thresholds of the settings filled in; `{batch}` stays."""
        return replace(self, sql=self.sql.format(batch="{batch}", **thresholds))


def off_scale(column: str) -> str:
    """The SQL condition of rows where an answer, in whole or counted in parts (`answer_parts`), is none of the four."""
    return f"{column} NOT BETWEEN {_PARTS} AND {max(SCALE)} * {_PARTS}"


_PARTS = "coalesce(answer_parts, 1)"


def _answer_rules() -> tuple[RowRule, ...]:
    rules: list[RowRule] = []
    for unsur in UNSUR:
        words = ", ".join(f"{number} = {answer}" for number, answer in zip(SCALE, unsur.answers, strict=True))
        rules.append(
            RowRule(
                code=f"{unsur.column}_missing",
                column=unsur.column,
                severity="error",
                breach=f"{unsur.column} IS NULL AND unasked IS DISTINCT FROM '{unsur.column}'",
                message=f"{unsur.code} {unsur.name} tidak dijawab.",
                expected=words,
                value_columns=(),
            )
        )
        rules.append(
            RowRule(
                code=f"{unsur.column}_not_an_answer",
                column=unsur.column,
                severity="error",
                breach=off_scale(unsur.column),
                message=f"Jawaban {unsur.code} {unsur.name} bukan salah satu dari empat jawaban.",
                expected=words,
                value_columns=(f"{unsur.column}_text", unsur.column),
            )
        )
    return tuple(rules)


ROW_RULES: tuple[RowRule, ...] = (
    *_answer_rules(),
    RowRule(
        code="date_missing",
        column="response_date",
        severity="error",
        breach="dated AND response_date IS NULL AND date_text IS NULL",
        message="Tanggal kosong, padahal berkas ini memakai tanggal.",
        expected="tanggal pengisian, misalnya 31/01/2024",
        value_columns=(),
    ),
    RowRule(
        code="date_unreadable",
        column="response_date",
        severity="error",
        breach="response_date IS NULL AND date_text IS NOT NULL",
        message="Tanggal tidak ada dalam kalender atau tidak terbaca.",
        expected="tanggal pengisian, misalnya 31/01/2024",
        value_columns=("date_text",),
    ),
    RowRule(
        code="date_too_old",
        column="response_date",
        severity="error",
        breach=Between(OLDEST_DATE).breach("response_date"),
        message="Tanggal lebih tua dari tahun 2017, sebelum SKM dengan cara ini ada.",
        expected="tanggal pengisian yang sebenarnya, 1 Januari 2017 atau sesudahnya",
        value_columns=("response_date",),
    ),
    RowRule(
        code="date_in_future",
        column="response_date",
        severity="error",
        breach="response_date > received_on",
        message="Tanggal lebih muda dari hari berkas diterima.",
        expected="tanggal pengisian yang sebenarnya, tidak sesudah hari berkas dikirim",
        value_columns=("response_date",),
    ),
    RowRule(
        code="further_answer_unknown",
        column="further_answers",
        severity="warning",
        breach="further_text IS NOT NULL",
        message="Jawaban pertanyaan di luar sembilan unsur tidak ada pada skalanya, dikosongkan.",
        expected="angka pada skala pertanyaan itu, atau jawaban yang ditulis dalam questionnaires.toml",
        value_columns=("further_text",),
        blanks=("further_text",),  # it was never read: answers to the other questions stay
    ),
    RowRule(
        code="gender_unknown",
        column="gender",
        severity="warning",
        breach="gender_text IS NOT NULL",
        message="Jenis kelamin tidak dikenal, dikosongkan.",
        expected="L atau P",
        value_columns=("gender_text",),
        blanks=("gender",),
    ),
    RowRule(
        code="age_impossible",
        column="age",
        severity="warning",
        breach=Between(YOUNGEST_AGE, OLDEST_AGE).breach("age"),
        message="Umur tidak mungkin, dikosongkan.",
        expected=f"umur dalam tahun, {YOUNGEST_AGE} sampai {OLDEST_AGE}",
        value_columns=("age",),
        blanks=("age", "age_band"),
    ),
    RowRule(
        code="age_unknown",
        column="age",
        severity="warning",
        breach="age_text IS NOT NULL",
        message="Umur tidak terbaca, atau rentangnya memotong kelompok umur laporan; dikosongkan.",
        expected="umur dalam tahun",
        value_columns=("age_text",),
        blanks=("age", "age_band"),
    ),
    RowRule(
        code="education_unknown",
        column="education",
        severity="warning",
        breach="education_text IS NOT NULL",
        message="Pendidikan tidak dikenal, dikosongkan.",
        expected="Tidak Sekolah, SD, SMP, SMA, D1/D2/D3, D4/S1, S2, atau S3",
        value_columns=("education_text",),
        blanks=("education",),
    ),
    RowRule(
        code="occupation_unknown",
        column="occupation",
        severity="warning",
        breach="occupation_text IS NOT NULL",
        message="Pekerjaan tidak dikenal, dikosongkan.",
        expected="PNS, TNI, Polri, Swasta, Wiraswasta, Pelajar/Mahasiswa, Petani, Ibu Rumah Tangga, atau Lainnya",
        value_columns=("occupation_text",),
        blanks=("occupation",),
    ),
    RowRule(
        code="disability_unknown",
        column="disability",
        severity="warning",
        breach="disability_text IS NOT NULL",
        message="Isian disabilitas tidak dikenal, dikosongkan.",
        expected="Ya atau Tidak",
        value_columns=(),  # what is written there may tell of somebody's health
        blanks=("disability",),
    ),
)
ROW_RULES_BY_CODE: dict[str, RowRule] = {rule.code: rule for rule in ROW_RULES}
PROTECTED_RULES: Final = frozenset(rule.code for rule in ROW_RULES if rule.column in PROTECTED_COLUMNS)
"""Of which the public hears nothing."""

_DAY_WRITTEN: Final = "tanggal, misalnya 31 Maret 2025 atau 31-03-2025"


def _not_between(column: str) -> str:
    """A day that no plan of the workbook can name: before its period, or after the file came."""
    return f"{column} < planned_from OR {column} > received_on"


FOLLOW_UP_RULES: tuple[RowRule, ...] = (
    RowRule(
        code="follow_up_unsur_missing",
        column="unsur",
        severity="error",
        breach="unsur_code IS NULL AND unsur_text IS NULL",
        message="Unsur tidak diisi.",
        expected="nama salah satu dari sembilan unsur, misalnya Persyaratan",
        value_columns=(),
    ),
    RowRule(
        code="follow_up_unsur_unknown",
        column="unsur",
        severity="error",
        breach="unsur_code IS NULL AND unsur_text IS NOT NULL",
        message="Unsur tidak dikenal.",
        expected="nama salah satu dari sembilan unsur, misalnya Persyaratan",
        value_columns=("unsur_text",),
    ),
    RowRule(
        code="follow_up_activity_missing",
        column="activity",
        severity="error",
        breach="activity IS NULL",
        message="Program/Kegiatan tidak diisi, padahal kolom lain pada baris ini diisi.",
        expected="program atau kegiatan yang direncanakan",
        value_columns=(),
    ),
    RowRule(
        code="follow_up_done_unreadable",
        column="done",
        severity="error",
        breach="done_text IS NOT NULL",
        message="Realisasi tidak terbaca.",
        expected=f"{DONE} atau {NOT_DONE}, atau kosong bila belum diketahui",
        value_columns=("done_text",),
    ),
    RowRule(
        code="follow_up_quarter_missing",
        column="quarter_1",
        severity="warning",
        breach=f"NOT ({' OR '.join(QUARTER_COLUMNS)})",
        message="Triwulan pelaksanaan belum ditandai.",
        expected="tanda ✓ pada satu triwulan atau lebih",
        value_columns=(),
    ),
    RowRule(
        code="follow_up_responsible_missing",
        column="responsible",
        severity="warning",
        breach="responsible IS NULL",
        message="Penanggung jawab belum diisi.",
        expected="bagian atau jabatan yang bertanggung jawab",
        value_columns=(),
    ),
    RowRule(
        code="follow_up_description_missing",
        column="description",
        severity="warning",
        breach="done AND description IS NULL",
        message=f"Ditulis {DONE}, tetapi deskripsi tindak lanjut belum diisi.",
        expected="apa yang sudah dilakukan",
        value_columns=(),
    ),
    RowRule(
        code="follow_up_horizon_unknown",
        column="horizon",
        severity="warning",
        breach="horizon_text IS NOT NULL",
        message="Jangka waktu tidak dikenal, dikosongkan.",
        expected=f"{', '.join(words for _, words in HORIZONS)}, atau kosong",
        value_columns=("horizon_text",),
        blanks=("horizon",),
    ),
    RowRule(
        code="follow_up_forum_unreadable",
        column="forum_on",
        severity="warning",
        breach="forum_on_text IS NOT NULL",
        message="Tanggal Forum Konsultasi Publik tidak terbaca, dikosongkan.",
        expected=_DAY_WRITTEN,
        value_columns=("forum_on_text",),
        blanks=("forum_on",),
    ),
    RowRule(
        code="follow_up_forum_impossible",
        column="forum_on",
        severity="warning",
        breach=_not_between("forum_on"),
        message=(
            "Tanggal Forum Konsultasi Publik lebih awal dari periode survei atau sesudah berkas diterima, dikosongkan."
        ),
        expected="hari forum yang sudah dilaksanakan dan membahas hasil periode ini; periksa tahunnya",
        value_columns=("forum_on",),
        blanks=("forum_on",),
    ),
    RowRule(
        code="follow_up_done_on_unreadable",
        column="done_on",
        severity="warning",
        breach="done_on_text IS NOT NULL",
        message="Tanggal selesai tidak terbaca, dikosongkan.",
        expected=_DAY_WRITTEN,
        value_columns=("done_on_text",),
        blanks=("done_on",),
    ),
    RowRule(
        code="follow_up_done_on_in_future",
        column="done_on",
        severity="warning",
        breach="done_on > received_on",
        message="Tanggal selesai sesudah hari berkas diterima, dikosongkan.",
        expected=f"hari kegiatan benar-benar selesai; kegiatan yang belum selesai ditulis {NOT_DONE} tanpa tanggal",
        value_columns=("done_on",),
        blanks=("done_on",),
    ),
    RowRule(
        code="follow_up_done_on_before_plan",
        column="done_on",
        severity="warning",
        breach="done_on < planned_from",
        message="Tanggal selesai lebih awal dari periode yang hasilnya ditindaklanjuti, dikosongkan.",
        expected="hari kegiatan selesai setelah survei periode itu dimulai; periksa tahunnya",
        value_columns=("done_on",),
        blanks=("done_on",),
    ),
    RowRule(
        code="follow_up_done_on_without_done",
        column="done_on",
        severity="warning",
        breach="done_on IS NOT NULL AND done IS DISTINCT FROM true",
        message=f"Tanggal selesai diisi, tetapi kolom Sudah/Belum tidak berisi {DONE}; tanggalnya dikosongkan.",
        expected=f"{DONE} beserta tanggal selesainya, atau {NOT_DONE} tanpa tanggal",
        value_columns=("done_on",),
        blanks=("done_on",),
    ),
    RowRule(
        code="follow_up_link_unreadable",
        column="link",
        severity="warning",
        breach="link_text IS NOT NULL",
        message="Tautan bukti bukan alamat yang dapat dibuka, dikosongkan.",
        expected=(
            "alamat lengkap yang diawali https://, misalnya https://www.instagram.com/p/kode; bukti lain ditulis pada "
            "kolom Dokumentasi Kegiatan"
        ),
        value_columns=("link_text",),
        blanks=("link",),
    ),
)
"""About one row of a follow-up workbook; `column` is a name of `contracts.follow_up`. A row counts without what a
warning blanks."""
UNFINISHED_ACTION_RULES: tuple[RowRule, ...] = tuple(
    rule for rule in FOLLOW_UP_RULES if rule.severity == "warning" and not rule.blanks
)
"""Of these, what is only pointed out: the row counts as it is. Their conditions are about columns that `follow_up` has
too."""

_ABOVE_SCALE = " OR ".join(f"{unsur.column} > {max(SCALE)} * {_PARTS}" for unsur in UNSUR)
_SAME_ANSWER = " AND ".join(f"{unsur.column} = u1" for unsur in UNSUR[1:])

FILE_RULES: tuple[FileRule, ...] = (
    FileRule(
        code="scale_not_1_to_4",
        severity="error",
        sql=(
            "SELECT content_id, max(highest)::VARCHAR AS observed FROM ("
            f"SELECT content_id, sheet, count(*) AS n, count(*) FILTER (WHERE {_ABOVE_SCALE}) AS above, "
            f"max(greatest(u1, u2, u3, u4, u5, u6, u7, u8, u9) // {_PARTS}) AS highest "
            "FROM {batch} GROUP BY content_id, sheet) GROUP BY content_id "
            "HAVING sum(above) > sum(n) * {out_of_scale_share} "
            # In a few rows one slip of a finger is a large share; a five may be the top of another scale all the same.
            f"AND (sum(above) > 1 OR observed = '{max(SCALE) + 1}') "
            # A small sheet on five or ten is few of all rows; 33 and 44 are keys pressed twice.
            "OR bool_or(above > 1 AND above > n * greatest(0.5, {out_of_scale_share}) AND highest <= 10)"
        ),
        message=(
            "Berkas ini memakai skala sampai {observed}, bukan 1 sampai 4. Nilai tidak diubah ke skala lain. "
            "Kirim ulang hasil survei dengan empat pilihan jawaban (1 sampai 4)."
        ),
    ),
    FileRule(
        code="answers_all_alike",
        severity="warning",
        sql=(
            "SELECT content_id, (100 * count(*) FILTER (WHERE "
            f"{_SAME_ANSWER}) // count(*))::VARCHAR AS observed "
            "FROM {batch} GROUP BY content_id "
            f"HAVING count(*) >= 30 AND count(*) FILTER (WHERE {_SAME_ANSWER}) > count(*) * 0.9"
        ),
        message="{observed} persen responden memberi jawaban yang sama untuk kesembilan unsur; periksa cara pengisiannya.",
    ),
)
FILE_RULES_BY_CODE: dict[str, FileRule] = {rule.code: rule for rule in FILE_RULES}

MOSTLY_REJECTED = "mostly_rejected"
"""Reason code of a file refused because more rows than the settings allow were rejected."""
REJECTED_WITH_FILE = "rejected_with_file"
"""Rule code of the clean rows of such a file."""
ROW_WITHDRAWN = "row_withdrawn"
"""Rule code of a row that its sender took back: a correction workbook came back with its answers emptied."""
