"""Columns that several published tables have: each means the same in all of them, and is described once.

Belongs here: such columns, with their unit, their allowed values and their words for the public. A table that has
more to say of one uses `dataclasses.replace`. Not here: a column of one table alone (`contracts.tables`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from contracts.columns import Between, Column, ColumnType, FormerName, OneOf
from contracts.method import GRADES, WEIGHTS
from contracts.respondent import CHARACTERISTICS, PROTECTED_CHARACTERISTICS, UNKNOWN_CATEGORY, Characteristic
from contracts.settings import REGENCY_METHODS
from contracts.unsur import SCALE, UNSUR, UNSUR_CODES

T = ColumnType

PEOPLE: Final = "orang"
POINTS: Final = "nilai indeks (skala 100)"
ON_SCALE: Final = "nilai (1–4)"
RANKS: Final = "peringkat"
ACTIONS: Final = "kegiatan"

_METHOD_LABELS: Final = {
    "mean_of_units": "rata-rata IKM semua unit",
    "respondent_weighted": "rata-rata tertimbang jumlah responden",
    "mean_of_types": "rata-rata IKM per jenis unit",
}


def _characteristics(known: Sequence[Characteristic]) -> OneOf:
    return OneOf(tuple(one.name for one in known), tuple(one.label for one in known))


def _categories(known: Sequence[Characteristic]) -> OneOf:
    labels = {category.value: category.label for one in known for category in one.categories}
    labels[UNKNOWN_CATEGORY] = "Tidak diketahui"
    return OneOf(tuple(labels), tuple(labels.values()))


GRADE: Final = OneOf(tuple(grade.mutu for grade in GRADES), tuple(grade.label for grade in GRADES))

PERIOD_CODE: Final = Column(
    "period_code",
    T.TEXT,
    "period: 2024, 2024-S1, 2024-TW3, 2024-07",
    "kode periode: 2024 (tahun), 2024-S1 (semester), 2024-TW3 (triwulan), 2024-07 (bulan)",
)
UNIT_CODE: Final = Column(
    "unit_code",
    T.TEXT,
    "unit: the regency's code, Kemendagri's for a kecamatan",
    "kode unit; untuk kecamatan kode wilayah Kemendagri",
)
UNSUR_CODE: Final = Column(
    "unsur_code",
    T.TEXT,
    "unsur",
    "kode unsur, U1 sampai U9, dalam urutan Permen PANRB 14/2017",
    allowed=OneOf(UNSUR_CODES, tuple(unsur.name for unsur in UNSUR)),
)
RESPONDENTS: Final = Column("respondents", T.COUNT, "valid questionnaires", "jumlah kuesioner sah", PEOPLE)
NRR: Final = Column(
    "nrr",
    T.RATIO,
    "mean answer, unrounded",
    "nilai rata-rata (NRR), tidak dibulatkan",
    ON_SCALE,
    allowed=Between(min(SCALE), max(SCALE)),
)
SCORE: Final = Column(
    "score",
    T.INDEX,
    "NRR × 25, rounded half up to 2 places",
    "NRR × 25, dibulatkan sekali ke dua desimal",
    POINTS,
)
MUTU: Final = Column(
    "mutu",
    T.TEXT,
    "grade of the rounded index or score",
    "mutu pelayanan, A sampai D, menurut nilai yang sudah dibulatkan",
    allowed=GRADE,
)
KINERJA: Final = Column(
    "kinerja",
    T.TEXT,
    "the grade in words",
    "kinerja unit pelayanan: mutu dalam kata-kata",
    allowed=OneOf(tuple(grade.kinerja for grade in GRADES)),
)
ORDER_FROM_LOWEST: Final = Column(
    "order_from_lowest",
    T.INTEGER,
    "rank from below on unrounded NRR; ties share it",
    "urutan unsur dari yang terendah; nilai sama berbagi urutan",
    RANKS,
    formerly=FormerName("lowest_rank", "0.2.0"),
)
ORDER_FROM_HIGHEST: Final = Column(
    "order_from_highest",
    T.INTEGER,
    "rank from above on unrounded NRR; ties share it",
    "urutan unsur dari yang tertinggi; nilai sama berbagi urutan",
    RANKS,
    formerly=FormerName("highest_rank", "0.2.0"),
)
IKM: Final = Column(
    "ikm",
    T.INDEX,
    "IKM by the headline weight, rounded half up once",
    "Indeks Kepuasan Masyarakat dengan bobot pada kolom weight, dua desimal",
    POINTS,
)
IKM_NINTH: Final = Column(
    "ikm_ninth",
    T.INDEX,
    "IKM by weight 1/9",
    "Indeks Kepuasan Masyarakat dengan bobot tepat 1/9, dua desimal",
    POINTS,
    formerly=FormerName("ikm_exact", "0.2.0"),
)
WEIGHT: Final = Column(
    "weight",
    T.TEXT,
    "headline weight",
    "bobot setiap unsur pada kolom ikm",
    allowed=OneOf(tuple(WEIGHTS)),
)
UNITS: Final = Column("units", T.INTEGER, "units counted", "jumlah unit yang dihitung", "unit pelayanan")
METHOD: Final = Column(
    "method",
    T.TEXT,
    "how the regency's IKM is computed",
    "metode IKM kabupaten",
    allowed=OneOf(REGENCY_METHODS, tuple(_METHOD_LABELS[method] for method in REGENCY_METHODS)),
)
CHARACTERISTIC: Final = Column(
    "characteristic",
    T.TEXT,
    "what is told of the respondents",
    "karakteristik responden",
    allowed=_characteristics(CHARACTERISTICS),
)
CATEGORY: Final = Column(
    "category",
    T.TEXT,
    f"category; `{UNKNOWN_CATEGORY}` where the file does not say",
    f"kategori; {UNKNOWN_CATEGORY} bila berkas tidak menyebutkannya",
    allowed=_categories(CHARACTERISTICS),
)
_ANY: Final = (*CHARACTERISTICS, *PROTECTED_CHARACTERISTICS)
ANY_CHARACTERISTIC: Final = replace(CHARACTERISTIC, allowed=_characteristics(_ANY))
ANY_CATEGORY: Final = replace(CATEGORY, allowed=_categories(_ANY))
"""Of what stays inside."""
PLANNED: Final = Column("planned", T.COUNT, "planned actions", "kegiatan tindak lanjut yang direncanakan", ACTIONS)
DONE: Final = Column("done", T.COUNT, "of them carried out", "kegiatan tindak lanjut yang terlaksana", ACTIONS)
REALISATION: Final = Column(
    "realisation",
    T.INDEX,
    "percent",
    "realisasi tindak lanjut, dua desimal",
    "persen",
    allowed=Between(0, 100),
)

BY_BOTH_WEIGHTS: Final = (
    Column(
        "mutu_ninth",
        T.TEXT,
        "grade of `ikm_ninth`",
        "mutu pelayanan menurut ikm_ninth",
        allowed=GRADE,
        formerly=FormerName("mutu_exact", "0.2.0"),
    ),
    Column(
        "grade_depends_on_weight",
        T.BOOLEAN,
        "`mutu` and `mutu_ninth` differ",
        "mutu berbeda menurut bobot yang dipakai",
    ),
)
"""The grade by one ninth beside that by the headline weight."""

ANSWER_PARTS: Final = Column(
    "answer_parts",
    T.INTEGER,
    "in how many equal parts of an answer the answers (here or in `total`, `answer_sum`, `squared_row_totals`) are "
    "counted, where an unsur is the mean of several questions; empty: in whole answers",
    nullable=True,
    public=False,
    allowed=Between(2),
    since="0.2.0",
)
QUESTIONNAIRE: Final = Column(
    "questionnaire",
    T.TEXT,
    "registered questionnaire (`questionnaires.toml`) by which its file was read; empty: the nine questions",
    nullable=True,
    public=False,
    since="0.2.0",
)
WITHOUT_UNSUR: Final = "apart"
"""Of a unit whose questionnaire leaves an unsur out: it has no index, though it reported."""
UNASKED: Final = Column(
    "unasked",
    T.TEXT,
    "answer column (u1 … u9) of the unsur that this questionnaire leaves out; empty: it asks about all nine",
    nullable=True,
    public=False,
    since="0.2.0",
)
FURTHER_ANSWERS: Final = Column(
    "further_answers",
    T.TEXT,
    "answers to the questions of that questionnaire beyond the nine unsur, in its order, with commas between; nothing "
    "stands for one that was not given or is not on its scale",
    nullable=True,
    public=False,
    since="0.2.0",
)
COMPARED: Final = (
    Column("answer_sum", T.COUNT, "sum of all answers", nullable=True, public=False, since="0.2.0"),
    Column(
        "squared_row_totals",
        T.COUNT,
        "sum over respondents of (sum of the nine answers)²",
        nullable=True,
        public=False,
        since="0.2.0",
    ),
    Column(
        "standard_error",
        T.RATIO,
        "standard error of answer_sum ÷ respondents, in whole answers (method, chapter 9)",
        nullable=True,
        public=False,
        since="0.2.0",
    ),
    ANSWER_PARTS,
)
"""Of an index: what it is compared by with that of the period before. Not for the public: mean and spread of a few
people tell of each."""

GRADE_CERTAIN: Final = Column(
    "grade_certain",
    T.BOOLEAN,
    "both ends of the interval have the grade of the index; empty where there is no interval",
    "mutu kedua batas selang kepercayaan sama dengan mutu; bila tidak, IKM berada di dekat batas mutu",
    nullable=True,
    since="0.2.0",
)

IKM_ENDS: Final = (
    Column(
        "ikm_low",
        T.INDEX,
        "lower end of the 95 % interval of `ikm` (method, chapter 9; the regency's: 8.5); empty where there is none",
        "batas bawah selang kepercayaan 95 % dari ikm",
        POINTS,
        nullable=True,
    ),
    Column("ikm_high", T.INDEX, "upper end", "batas atas selang kepercayaan 95 % dari ikm", POINTS, nullable=True),
)

CHANGE: Final = Column(
    "change",
    T.INDEX,
    "`ikm` minus that of the period before of the same kind (`ikm_ninth` where weights differ)",
    "selisih ikm dengan periode tepat sebelumnya yang sejenis (selisih ikm_ninth bila bobotnya berbeda); "
    "kosong bila yang sebelumnya tidak dipublikasikan",
    "selisih nilai indeks",
    nullable=True,
)

CHANGE_TOLD: Final = (
    Column(
        "change_low",
        T.INDEX,
        "lower end of the 95 % interval of `change` (method, chapter 6.3); empty where one of the two has none, or one "
        "respondent",
        "batas bawah selang kepercayaan 95 % dari change; kosong bila selang salah satu periodenya tidak ada",
        "selisih nilai indeks",
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "change_high",
        T.INDEX,
        "upper end of it",
        "batas atas selang kepercayaan 95 % dari change; kosong bila selang salah satu periodenya tidak ada",
        "selisih nilai indeks",
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "change_distinguishable",
        T.BOOLEAN,
        "the two periods of `change` can be told apart, as two units of a ranking can (method, chapter 6.3); empty "
        "where there is no `change`, or the period before was closed by a release that kept no standard error",
        "kedua periode dapat dibedakan pada taraf 95 %; bila tidak, change dapat terjadi karena respondennya berbeda",
        nullable=True,
        since="0.2.0",
    ),
)
"""What a change can bear. The public has it from the public figures of both periods."""

GRADE_PROBABILITIES: Final = tuple(
    Column(
        f"probability_{grade.mutu.lower()}",
        T.INTEGER,
        f"percent that the true index has grade {grade.mutu} (method, chapter 9.4); the four add up to 100; empty "
        "where there is no interval",
        f"peluang mutu {grade.mutu} menurut selang kepercayaan ikm; keempatnya berjumlah 100; kosong bila selang tidak "
        "ada",
        "persen",
        nullable=True,
        allowed=Between(0, 100),
        since="0.2.0",
    )
    for grade in GRADES
)
"""How far a grade is certain: a function of the published index, its interval and the number of respondents."""

SURENESS: Final = (*CHANGE_TOLD, GRADE_CERTAIN, *GRADE_PROBABILITIES)
"""What the index of a unit and its change can bear."""

RANK_RANGES: Final = (
    Column(
        "rank_low",
        T.INTEGER,
        "best rank that cannot be told apart at 95 %, for each unit by itself, not for the whole table",
        "peringkat terbaik yang tidak dapat dibedakan pada taraf 95 %, untuk tiap unit, bukan untuk seluruh tabel",
        RANKS,
        nullable=True,
    ),
    Column(
        "rank_high",
        T.INTEGER,
        "worst such rank",
        "peringkat terburuk yang tidak dapat dibedakan pada taraf 95 %, untuk tiap unit, bukan untuk seluruh tabel",
        RANKS,
        nullable=True,
    ),
    Column(
        "rank_low_all",
        T.INTEGER,
        "best rank that cannot be told apart where the ranges of all units of the scope hold at once at 95 %",
        "peringkat terbaik yang tidak dapat dibedakan bila rentang semua unit berlaku serentak pada taraf 95 %",
        RANKS,
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "rank_high_all",
        T.INTEGER,
        "worst such rank",
        "peringkat terburuk yang tidak dapat dibedakan bila rentang semua unit berlaku serentak pada taraf 95 %",
        RANKS,
        nullable=True,
        since="0.2.0",
    ),
)
"""Of a rank: from which ranks it cannot be told apart."""

MINIMUM_RESPONDENTS: Final = Column(
    "minimum_respondents",
    T.INTEGER,
    "units with fewer respondents are not ranked (setting `ranking.minimum_respondents`); empty where all are",
    "responden paling sedikit agar unit diperingkat",
    nullable=True,
    since="0.2.0",
)

RELIABILITY: Final = (
    Column(
        "reliability",
        T.INDEX,
        "share of the variance of the indices of the scope that is no chance, for a unit of so many respondents "
        "(method, chapter 7.4); empty where the unit has no interval, or the scope fewer than 5 units that have one",
        "keandalan IKM unit di antara unit dalam lingkup ini, 0 sampai 1; kosong bila tidak dapat dinilai",
        "proporsi",
        nullable=True,
        allowed=Between(0, 1),
        since="0.2.0",
    ),
    Column(
        "reliable",
        T.BOOLEAN,
        "`reliability` is 0.70 or more; empty likewise",
        "keandalan paling sedikit 0,70; bila tidak, unit belum dapat dibedakan dengan andal dari unit lain; kosong "
        "bila tidak dapat dinilai",
        nullable=True,
        since="0.2.0",
    ),
    Column(
        "ikm_shrunken",
        T.INDEX,
        "the index drawn towards `ikm_scope.ikm_mean` as far as it is not reliable; for reading inside the regency",
        nullable=True,
        public=False,
        since="0.2.0",
    ),
)
"""Of a unit among those of a scope: how far its index tells it from them."""
