"""Every table of the published warehouse, declared once: columns, types, and what one row is.

Frame schemas (`transforms.schema`), the DDL with its comments (`warehouse.ddl`), the checks of allowed values
(`contracts.warehouse_rules`), the open data with its metadata (`portal.open_data`), `docs/data-dictionary.md` and
the rows that tests make up are made from here. Adding a column is a change here plus its computation; it must be
`nullable` and say `since` when it is there, because an edition closed before lacks it. A column that gets another name
says `formerly`: what an earlier release wrote is read by it, and it stays one release beside the new one.
Not here: SQL, frames, or a second list of any column; columns that several tables share (`contracts.shared_columns`);
what lies between reading and publishing (`contracts.staged_tables`).
"""

from dataclasses import replace

from contracts.columns import (
    Between,
    Column,
    ColumnType,
    OneOf,
    Table,
    TableWords,
    answer_columns,
)
from contracts.comparison_tables import COMPARISON_TABLES
from contracts.deadline_tables import DEADLINE_TABLES
from contracts.edition_tables import EDITION_TABLES
from contracts.follow_up_tables import FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.lineage_tables import (
    BLANKED_VALUE,
    COLUMN_MAPPING,
    DECISION,
    FINDING,
    INGEST_FILE,
    QUESTION,
    READING_NOTE,
    REJECTED_ROW,
    RUN,
)
from contracts.periods import KIND_WORDS, PERIOD_KINDS
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.regency_tables import REGENCY_TABLES
from contracts.respondent import AGE_BAND, DISABILITY, EDUCATION, GENDER, OCCUPATION, Characteristic
from contracts.rules import OLDEST_AGE, YOUNGEST_AGE
from contracts.service_tables import SERVICE_TABLES
from contracts.shared_columns import (
    ANSWER_PARTS,
    ANY_CATEGORY,
    ANY_CHARACTERISTIC,
    BY_BOTH_WEIGHTS,
    CATEGORY,
    CHANGE,
    CHARACTERISTIC,
    COMPARED,
    FURTHER_ANSWERS,
    IKM,
    IKM_ENDS,
    IKM_NINTH,
    KINERJA,
    MINIMUM_RESPONDENTS,
    MUTU,
    NRR,
    ON_SCALE,
    ORDER_FROM_HIGHEST,
    ORDER_FROM_LOWEST,
    PEOPLE,
    PERIOD_CODE,
    QUESTIONNAIRE,
    RANK_RANGES,
    RANKS,
    RELIABILITY,
    RESPONDENTS,
    SCORE,
    SURENESS,
    UNIT_CODE,
    UNITS,
    UNSUR_CODE,
    WEIGHT,
    WITHOUT_UNSUR,
)
from contracts.signal_tables import SIGNAL_TABLES
from contracts.unsur import SCALE

T = ColumnType


def _categories(characteristic: Characteristic) -> OneOf:
    return OneOf(tuple(category.value for category in characteristic.categories))


UNIT = Table(
    "unit",
    "one row per unit of the registry",
    "Every office that must survey its visitors, whether it sent anything or not.",
    (
        UNIT_CODE,
        Column("unit_name", T.TEXT, "official name", "nama resmi unit"),
        Column(
            "unit_type",
            T.TEXT,
            "kecamatan, dinas, puskesmas, rsud …: ranking stands within a type",
            "jenis unit: kecamatan, dinas, puskesmas, rsud, dan lain-lain",
        ),
        Column(
            "bps_code",
            T.TEXT,
            "BPS code; does not align with Kemendagri's",
            "kode wilayah BPS; tidak selalu sama urutannya dengan kode Kemendagri",
            nullable=True,
        ),
        Column(
            "valid_from",
            T.DATE,
            "first day of the unit; empty: it was always there",
            "hari pertama unit; kosong: sejak semula",
            nullable=True,
            since="0.2.0",
        ),
        Column(
            "valid_to",
            T.DATE,
            "its last day; empty: it is still there. It owes a report for periods whose last day it lived to see",
            "hari terakhir unit; kosong: masih ada. Unit melapor untuk periode yang hari terakhirnya masih dialami",
            nullable=True,
            since="0.2.0",
        ),
        Column(
            "successor",
            T.TEXT,
            "codes of the units that took over its work, with | between them",
            "kode unit penerus; beberapa dipisah dengan |",
            nullable=True,
            since="0.2.0",
        ),
        Column(
            "former_names",
            T.TEXT,
            "what it was called before, with | between the names",
            "nama-nama sebelumnya, dipisah dengan |",
            nullable=True,
            since="0.2.0",
        ),
    ),
    key=("unit_code",),
    indonesian=TableWords(
        "Unit pelayanan",
        "satu baris per unit pelayanan yang terdaftar",
        "Setiap unit yang wajib melaksanakan SKM, sudah melapor atau belum, dengan kode Kemendagri dan kode BPS.",
    ),
)

PERIOD = Table(
    "period",
    "one row per period in which any unit has data",
    "Years, semesters, quarters and months; a response with a date counts in all periods the date lies in.",
    (
        PERIOD_CODE,
        Column(
            "kind", T.TEXT, "kind of period", "jenis periode", allowed=OneOf(PERIOD_KINDS, tuple(KIND_WORDS.values()))
        ),
        Column("start_date", T.DATE, "first day", "hari pertama periode"),
        Column("end_date", T.DATE, "last day", "hari terakhir periode"),
        Column("label", T.TEXT, "as a report names it", "nama periode"),
    ),
    key=("period_code",),
    indonesian=TableWords(
        "Periode",
        "satu baris per periode yang memiliki data",
        "Periode yang dipublikasikan. Jawaban yang bertanggal dihitung pada setiap periode yang memuat tanggalnya.",
    ),
)

COUNTED_PERIOD = Table(
    "counted_period",
    "one row per period, unit and period that its files without dates name, where their answers count",
    "Answers without a date count in the period that their file names and, once these are told, in the longer ones "
    "around it (`transforms.figures.periods`). Of closed periods too as it is now, not as they were closed.",
    (PERIOD_CODE, UNIT_CODE, Column("named_period", T.TEXT, "period that the files name")),
    key=("period_code", "unit_code", "named_period"),
)

UNSUR_TABLE = Table(
    "unsur",
    "one row per unsur",
    "The nine of Permen PANRB 14/2017, in the regulation's order.",
    (
        UNSUR_CODE,
        Column("name", T.TEXT, "official name", "nama resmi unsur"),
        Column("question", T.TEXT, "what the question is about", "hal yang ditanyakan"),
    ),
    key=("unsur_code",),
    indonesian=TableWords(
        "Unsur pelayanan",
        "satu baris per unsur",
        "Sembilan unsur menurut Permen PANRB 14/2017, dalam urutan peraturan.",
    ),
)

RESPONSE = Table(
    "response",
    "one row per accepted response",
    "What every figure is computed from, with the place in the file it came from.",
    (
        Column("response_key", T.KEY, "identity of the response"),
        UNIT_CODE,
        Column("response_date", T.DATE, "date of the answer; empty where the file has no dates", nullable=True),
        Column("submitted_at", T.TIMESTAMP, "date and time of day, where known", nullable=True),
        Column("period_code", T.TEXT, "period the file names, for responses without a date", nullable=True),
        Column("gender", T.TEXT, "category", nullable=True, allowed=_categories(GENDER)),
        Column("age", T.INTEGER, "years", nullable=True, allowed=Between(YOUNGEST_AGE, OLDEST_AGE)),
        Column("age_band", T.TEXT, "band", nullable=True, allowed=_categories(AGE_BAND)),
        Column("education", T.TEXT, "category", nullable=True, allowed=_categories(EDUCATION)),
        Column("occupation", T.TEXT, "category", nullable=True, allowed=_categories(OCCUPATION)),
        Column(
            "disability",
            T.TEXT,
            "category",
            nullable=True,
            allowed=_categories(DISABILITY),
            since="0.2.0",
            protected=True,
        ),
        Column("service", T.TEXT, "service, as written", nullable=True),
        *answer_columns("answer:", allowed=OneOf(SCALE)),
        ANSWER_PARTS,
        QUESTIONNAIRE,
        FURTHER_ANSWERS,
        replace(IKM, meaning="index of this response alone, by the headline weight", nullable=True, since="0.2.0"),
        Column("file_id", T.TEXT, "file it came from"),
        Column("sheet", T.TEXT, "sheet in that file"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("response_key",),
)

RESPONSE_APART = Table(
    "response_apart",
    "one row per accepted response to a questionnaire that leaves an unsur out",
    "In no IKM, no rank and nothing of the regency, which need all nine unsur; `further_index` of its questionnaire is "
    "made from it (kinds `apart` and `apart_unsur`). Its suggestions stay in its file.",
    tuple(
        replace(column, nullable=True, meaning="answer, empty of the unsur that was not asked")
        if column.type is T.ANSWER
        else column
        for column in RESPONSE.columns
        if column.name != IKM.name
    ),
    key=("response_key",),
)

SUGGESTION = Table(
    "suggestion",
    "one row per accepted response with a suggestion",
    "Free text. May name people: internal reports only, never on a public page.",
    (Column("response_key", T.KEY, "response"), Column("suggestion", T.TEXT, "as written")),
    key=("response_key",),
)

IKM_UNSUR = Table(
    "ikm_unsur",
    "one row per period, unit and unsur",
    "How each unsur scored.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        UNSUR_CODE,
        RESPONDENTS,
        Column("total", T.COUNT, "sum of the answers", "jumlah nilai jawaban semua responden", "nilai"),
        NRR,
        Column(
            "nrr_weighted", T.RATIO, "NRR × headline weight, unrounded", "NRR × bobot unsur, tidak dibulatkan", ON_SCALE
        ),
        SCORE,
        MUTU,
        KINERJA,
        ORDER_FROM_LOWEST,
        ORDER_FROM_HIGHEST,
        ANSWER_PARTS,
    ),
    key=("period_code", "unit_code", "unsur_code"),
    indonesian=TableWords(
        "Nilai per unsur setiap unit",
        "satu baris per periode, unit, dan unsur",
        "Nilai rata-rata dan mutu setiap unsur pelayanan.",
    ),
)

IKM_UNIT = Table(
    "ikm_unit",
    "one row per period and unit with at least one valid questionnaire",
    "The index. A unit without valid questionnaires has no row: no index is not zero.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        replace(RESPONDENTS, allowed=Between(1)),  # No index is not zero.
        IKM,
        IKM_NINTH,
        WEIGHT,
        MUTU,
        KINERJA,
        *BY_BOTH_WEIGHTS,
        *IKM_ENDS,
        Column(
            "service_recipients",
            T.COUNT,
            "people served in the period, where the registry has it",
            "penerima layanan pada periode itu; kosong bila belum dilaporkan",
            PEOPLE,
            nullable=True,
        ),
        Column(
            "sample_needed",
            T.COUNT,
            "Krejcie–Morgan sample for them",
            "kebutuhan sampel menurut Krejcie dan Morgan",
            PEOPLE,
            nullable=True,
        ),
        Column(
            "sample_met", T.BOOLEAN, "respondents reach it", "jumlah responden memenuhi kebutuhan sampel", nullable=True
        ),
        CHANGE,
        Column(
            "publishable",
            T.BOOLEAN,
            "may be shown to the public: enough respondents, here and by subtraction",
            "boleh ditampilkan kepada publik; dalam data terbuka selalu benar",
        ),
        Column(
            "undated_parts",
            T.TEXT,
            "shorter periods that files without dates name and whose answers count here, with | between them",
            "periode lebih pendek yang jawabannya, dari berkas tanpa tanggal, dihitung di sini; dipisah dengan |",
            nullable=True,
            since="0.2.0",
        ),
        *COMPARED,
        *SURENESS,
    ),
    key=("period_code", "unit_code"),
    indonesian=TableWords(
        "Indeks Kepuasan Masyarakat setiap unit",
        "satu baris per periode dan unit",
        "IKM setiap unit. Unit tanpa kuesioner sah tidak memiliki baris: tidak ada IKM tidak sama dengan nol.",
    ),
)

COLLECTION = Table(
    "collection",
    "one row per period and unit with at least one valid questionnaire",
    "When the answers of a period were given. Files without row dates tell nothing of it. Internal: the first day and "
    "the last are the days on which somebody came.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        Column("dated_respondents", T.COUNT, "valid questionnaires with a date"),
        Column("first_response_date", T.DATE, "date of the first answer", nullable=True),
        Column("last_response_date", T.DATE, "date of the last answer", nullable=True),
        Column(
            "working_days",
            T.INTEGER,
            "Mondays to Fridays from the first to the last, less public holidays of the settings",
            nullable=True,
        ),
    ),
    key=("period_code", "unit_code"),
)

SUGGESTION_THEME = Table(
    "suggestion_theme",
    "one row per period, unit and theme of suggestions",
    "Internal. Plain counting of words (`contracts.themes`); a suggestion may have several themes. Theme "
    "`all`: every suggestion that says something; `other`: those without a known theme. Names, phone numbers "
    "and addresses in the examples are masked.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        Column("theme", T.TEXT, "code of the theme"),
        Column("suggestions", T.COUNT, "suggestions that mention it"),
        Column("example", T.TEXT, "one of them, masked", nullable=True),
        Column("further_example", T.TEXT, "another, masked", nullable=True),
    ),
    key=("period_code", "unit_code", "theme"),
)

IKM_RANKING = Table(
    "ikm_ranking",
    "one row per period, scope and unit",
    "Ties share a rank (1, 2, 2, 4). Scope is `all` or a unit type. A unit with fewer than `minimum_respondents` has "
    "no rank and no range.",
    (
        PERIOD_CODE,
        Column("scope", T.TEXT, "`all` or a unit type", "lingkup peringkat: all (semua unit) atau jenis unit"),
        UNIT_CODE,
        IKM,
        Column(
            "rank",
            T.INTEGER,
            "1 is best; empty where the unit is not ranked",
            "peringkat, 1 terbaik; kosong: unit tidak diperingkat karena respondennya terlalu sedikit",
            RANKS,
            nullable=True,
        ),
        *RANK_RANGES,
        Column("tied", T.BOOLEAN, "another unit has the same IKM", "ada unit lain dengan IKM yang sama"),
        replace(UNITS, meaning="units ranked in this scope"),
        MINIMUM_RESPONDENTS,
        *RELIABILITY,
    ),
    key=("period_code", "scope", "unit_code"),
    indonesian=TableWords(
        "Peringkat unit",
        "satu baris per periode, lingkup, dan unit",
        "Peringkat menurut IKM di antara semua unit dan di antara unit sejenis. IKM yang sama berbagi peringkat. Unit "
        "yang respondennya terlalu sedikit tidak diperingkat.",
    ),
)

RESPONDENT_PROFILE = Table(
    "respondent_profile",
    "one row per period, unit, characteristic and category",
    "Internal: small cells are suppressed before anything leaves the regency. Protected characteristics (disability) "
    "of years only, and where none of their categories is small.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        ANY_CHARACTERISTIC,
        ANY_CATEGORY,
        RESPONDENTS,
        Column("share", T.RATIO, "of the unit's responses in the period", allowed=Between(0, 1)),
    ),
    key=("period_code", "unit_code", "characteristic", "category"),
)

PUBLIC_PROFILE = Table(
    "public_profile",
    "one row per period, unit, characteristic and category, of the kinds of period documents are made for",
    "`respondent_profile` for the public: small cells, and what would give them away, are empty.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        CHARACTERISTIC,
        CATEGORY,
        replace(RESPONDENTS, meaning="valid questionnaires; empty where suppressed", nullable=True),
        Column(
            "share",
            T.RATIO,
            "of the unit's responses in the period; empty where suppressed",
            "bagian dari responden unit pada periode itu, 0 sampai 1; kosong bila disembunyikan",
            "proporsi",
            nullable=True,
            allowed=Between(0, 1),
        ),
        Column(
            "suppressed",
            T.BOOLEAN,
            "hidden: a small cell, or one that would give a small cell away",
            "disembunyikan: jumlahnya kecil, atau mengungkap jumlah kecil yang lain",
        ),
    ),
    key=RESPONDENT_PROFILE.key,
    indonesian=TableWords(
        "Profil responden",
        "satu baris per periode, unit, karakteristik, dan kategori",
        "Jumlah responden menurut karakteristiknya. Jumlah yang kecil, dan yang mengungkapnya, dikosongkan.",
    ),
)

MISSING_UNIT = Table(
    "missing_unit",
    "one row per period and unit of the registry that owes a report for it and has no index in it",
    "Who did not report: absent is listed, never silent. Years and semesters, quarters, months with data. A unit owes "
    "a report where it is there on the last day of the period (`unit.valid_from`, `valid_to`).",
    (
        PERIOD_CODE,
        UNIT_CODE,
        Column(
            "reason",
            T.TEXT,
            "why it has no index although it reported: apart, its questionnaire leaves an unsur out "
            "(`response_apart`); empty where nothing of it counts",
            nullable=True,
            public=False,
            allowed=OneOf((WITHOUT_UNSUR,), ("menghitung delapan unsur",)),
            since="0.2.0",
        ),
    ),
    key=("period_code", "unit_code"),
    indonesian=TableWords(
        "Unit yang belum melapor",
        "satu baris per periode dan unit tanpa IKM",
        "Unit terdaftar, yang masih ada pada hari terakhir periode itu, tanpa satu pun kuesioner sah yang memuat "
        "kesembilan unsur.",
    ),
)

WAREHOUSE_TABLES: tuple[Table, ...] = (
    UNIT,
    PERIOD,
    COUNTED_PERIOD,
    UNSUR_TABLE,
    RESPONSE,
    RESPONSE_APART,
    SUGGESTION,
    IKM_UNSUR,
    IKM_UNIT,
    IKM_RANKING,
    *COMPARISON_TABLES,
    *REGENCY_TABLES,
    RESPONDENT_PROFILE,
    PUBLIC_PROFILE,
    COLLECTION,
    SUGGESTION_THEME,
    *SIGNAL_TABLES,
    FOLLOW_UP,
    FOLLOW_UP_REALISATION,
    FOLLOW_UP_REGENCY,
    MISSING_UNIT,
    *SERVICE_TABLES,
    FURTHER_INDEX,
    *DEADLINE_TABLES,
    INGEST_FILE,
    COLUMN_MAPPING,
    READING_NOTE,
    QUESTION,
    DECISION,
    REJECTED_ROW,
    BLANKED_VALUE,
    *EDITION_TABLES,
    FINDING,
    RUN,
)
WAREHOUSE_TABLES_BY_NAME: dict[str, Table] = {table.name: table for table in WAREHOUSE_TABLES}
