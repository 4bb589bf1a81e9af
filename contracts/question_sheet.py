"""The sheet on which a unit answers questions about its file: its headers, which writer and reader share.

Belongs here: names only. Not here: the sheet (`reports.workbooks.question_workbook`), reading it
(`ingest.question_sheet`), what an answer means (`contracts.decisions`).
"""

from typing import Final

QUESTION_SHEET: Final = "Pertanyaan"
ANSWER_HEADER: Final = "Jawaban"
WHY_HEADER: Final = "Alasan"
CONTENT_HEADER: Final = "Asal Berkas"
CODE_HEADER: Final = "Kode"
KEYS_HEADER: Final = "Kunci"
READ_HEADERS: Final = (ANSWER_HEADER, WHY_HEADER, CONTENT_HEADER, CODE_HEADER, KEYS_HEADER)
BETWEEN_KEYS: Final = "|"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Choices are chosen by a letter: the first is A."""
ANSWERS_NOTED: Final = "answers_noted"
"""Reason code of a file that is such a sheet: it was taken in and holds no respondents."""
