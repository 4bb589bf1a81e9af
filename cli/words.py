"""What the methods of the regency's IKM, and what became of a unit or an answer, are called in the command's tables.

Not here: words about files (`reports.wording.file_words`), sentences.
"""

from typing import Final

METHODS: Final = {
    "mean_of_units": "rata-rata unit",
    "respondent_weighted": "tertimbang responden",
    "mean_of_types": "rata-rata jenis unit",
}

CHANGES: Final = {"same": "sama", "changed": "berubah", "new": "baru", "lost": "hilang"}
"""Of a unit, from one edition to another (`edition_change.change`)."""

LATENESS: Final = {
    "new": "jawaban baru",
    "corrected": "jawaban dikoreksi",
    "withdrawn": "jawaban ditarik",
    "erased": "jawaban dihapus",
}
"""Of an answer, since its period was closed (`late_response.change`)."""
