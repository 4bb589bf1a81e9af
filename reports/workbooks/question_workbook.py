"""The workbook in which an office answers the questions about a held file and sends it back.

Belongs here: its one sheet. What is chosen must be read again by `ingest.question_sheet`. Not here: the questions
(the step that had a doubt words them).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from contracts.question_sheet import BETWEEN_KEYS, LETTERS, QUESTION_SHEET, READ_HEADERS
from contracts.records import OfferedChoice, OpenQuestion
from reports.wording.indonesian import decimal_number, whole_number
from reports.workbooks.correction import CorrectionSource
from reports.workbooks.workbook_cells import (
    merge_text,
    new_workbook,
    set_height,
    set_page,
    storable,
    write_row,
    write_text,
)

_WIDTHS: Final = (5, 52, 62, 11, 32)
_HEADERS: Final = ("No", "Pertanyaan", "Pilihan", *READ_HEADERS)
_HEADER_ROW: Final = 6
_SHOWN: Final = len(_WIDTHS)
_ORIGIN_WIDTH: Final = 18


def question_workbook(source: CorrectionSource, questions: Sequence[OpenQuestion]) -> bytes:
    """A workbook (xlsx) with one row per question and a list of its choices; same input, same bytes."""
    target = BytesIO()
    with new_workbook(target, title="Pertanyaan tentang berkas SKM", author=source.organiser) as book:
        sheet = book.sheet(QUESTION_SHEET, (*_WIDTHS, *(_ORIGIN_WIDTH,) * 3))
        write_text(sheet, 0, 0, f"Pertanyaan – {source.unit_name}", book.title)
        sheet.set_row(0, 22)
        lines = (
            f"Berkas {source.path} belum dihitung: pertanyaan berikut tidak dapat dijawab dari isinya.",
            "1. Pilih huruf jawaban di kolom Jawaban (ada daftarnya). Yang belum diketahui dibiarkan kosong.",
            "2. Tulis di kolom Alasan dari mana Anda mengetahuinya.",
            f"3. Jangan mengubah kolom di sebelah kanannya. Simpan, lalu kirim berkas ini kepada {source.organiser}.",
        )
        for row, line in enumerate(lines, start=1):
            merge_text(sheet, (row, 0, row, _SHOWN - 1), line, book.wrapped)
            set_height(sheet, row, [(line, sum(_WIDTHS))])
        write_row(sheet, _HEADER_ROW, _HEADERS, book.header)
        blank = book.boxed(num_format="@", align="center", valign="top", bg_color="#FFF8DC")
        for number, question in enumerate(questions, start=1):
            row = _HEADER_ROW + number
            choices = "\n".join(
                f"{letter}. {_in_words(choice)}" for letter, choice in zip(LETTERS, question.choices, strict=False)
            )
            sheet.write_number(row, 0, number, book.boxed(valign="top", align="center"))
            write_text(sheet, row, 1, question.question, book.wrapped_text)
            write_text(sheet, row, 2, choices, book.wrapped_text)
            sheet.write_blank(row, 3, None, blank)
            sheet.write_blank(row, 4, None, book.boxed(num_format="@", text_wrap=True, valign="top"))
            # Letter by letter: by these the answer finds its question.
            keys = BETWEEN_KEYS.join(choice.key for choice in question.choices)
            for column, text in enumerate((source.content_id, question.code, keys), start=_SHOWN):
                sheet.write_string(row, column, storable(text), book.quiet)
            set_height(sheet, row, [(question.question, _WIDTHS[1]), (choices, _WIDTHS[2])])
            sheet.data_validation(
                row,
                3,
                row,
                3,
                {
                    "validate": "list",
                    "source": list(LETTERS[: len(question.choices)]),
                    "error_title": "Bukan pilihan",
                    "error_message": "Pilih salah satu huruf di kolom Pilihan, atau kosongkan.",
                },
            )
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
        set_page(sheet, footer=f"{source.unit_name} · {source.path}", header_rows=(_HEADER_ROW, _HEADER_ROW))
        sheet.print_area(0, 0, _HEADER_ROW + len(questions), _SHOWN - 1)
    return target.getvalue()


def _in_words(choice: OfferedChoice) -> str:
    if choice.respondents is None:
        return choice.label
    if not choice.respondents or choice.ikm is None:
        return f"{choice.label} (tidak ada responden yang dihitung)"
    return f"{choice.label} ({whole_number(choice.respondents)} responden, IKM {decimal_number(choice.ikm)})"
