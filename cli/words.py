"""What the codes of the warehouse are called where staff read them.

Belongs here: Indonesian words for codes that the contracts keep in English. Not here: sentences.
"""

from typing import Final

from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.headers import SOURCE_COLUMNS
from contracts.unsur import UNSUR_BY_COLUMN

STATUSES: Final = {
    "loaded": "diterima",
    "partial": "sebagian",
    "rejected": "ditolak",
    "duplicate": "salinan",
    "superseded": "digantikan",
    "held": "ditahan",
}
EVIDENCE: Final = {
    "name": "nama",
    "question": "pertanyaan",
    "synonym": "sebutan lain",
    "answers": "isi jawaban",
    "legend": "keterangan dalam berkas",
    "registry": "daftar unit",
    "none": "–",
}
METHODS: Final = {
    "mean_of_units": "rata-rata unit",
    "respondent_weighted": "tertimbang responden",
    "mean_of_types": "rata-rata jenis unit",
}
COLUMNS: Final = {
    **{column.column: column.headers[0] for column in SOURCE_COLUMNS},
    "running_number": "nomor urut",
    "person": "data pribadi (dibuang)",
    "derived": "hitungan berkas (tidak dibaca)",
    "response_date": "Tanggal",
    **{column: f"{unsur.code} {unsur.name}" for column, unsur in UNSUR_BY_COLUMN.items()},
    **{column.name: column.header for column in FOLLOW_UP_COLUMNS},
}
