"""What the methods of the regency's IKM are called in the command's tables.

Not here: words about files (`reports.file_words`), sentences.
"""

from typing import Final

METHODS: Final = {
    "mean_of_units": "rata-rata unit",
    "respondent_weighted": "tertimbang responden",
    "mean_of_types": "rata-rata jenis unit",
}
