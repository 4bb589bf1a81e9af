"""Answers

A response has nine answers, one for each unsur, each 1 to 4. What a sender wrote is read first and judged
after: a 5 is read as 5, and then refused.
"""

from tests.spec.exports import staged
from tests.spec.sheets import asked, outcomes, read_sheet, row_classes
from tests.spec.tables import agrees


class TestTheFourAnswers:
    """The four answers"""

    def test_as_a_number(self):
        """A number is an answer however a spreadsheet prints it. Half an answer is none: what cannot be
        read stands as -1, and the row is rejected."""
        written = """
            row | U1
            1   | 4
            2   | 4.0
            3   | 4,00
            4   | 3.5
            5   | 5
            6   | 0
            7   |
        """
        read = """
            row | u1 | u1_text
            1   | 4  |
            2   | 4  |
            3   | 4  |
            4   | -1 | 3.5
            5   | 5  | 5
            6   | 0  | 0
            7   |    |
        """
        agrees(staged(written), read)

    def test_in_words(self):
        """Each unsur has its own words; case, punctuation, "&" and underscores do not matter."""
        written = """
            row | U1            | U4            | U7                    | U8                          | U9
            1   | Tidak sesuai  | Sangat mahal  | Tidak Sopan & Ramah   | Tidak ada                   | Buruk
            2   | KURANG SESUAI | Cukup mahal   | kurang sopan          | Ada tapi tidak berfungsi    | Cukup
            3   | sesuai        | Murah         | Sopan dan ramah       | Berfungsi kurang maksimal   | Baik
            4   | sangat_sesuai | Gratis        | Sangat sopan, ramah   | Dikelola dengan baik.       | Sangat Baik
        """
        read = """
            row | u1 | u4 | u7 | u8 | u9
            1   | 1  | 1  | 1  | 1  | 1
            2   | 2  | 2  | 2  | 2  | 2
            3   | 3  | 3  | 3  | 3  | 3
            4   | 4  | 4  | 4  | 4  | 4
        """
        agrees(staged(written), read)

    def test_as_number_and_words(self):
        """Where both stand they must agree: nobody can say which of two answers was meant."""
        written = """
            row | U1
            1   | 4 - Sangat sesuai
            2   | (3) Sesuai
            3   | 2. Kurang sesuai
            4   | Sangat sesuai (4)
            5   | d. Sangat sesuai
            6   | 4 - Kurang sesuai
            7   | 1 - Baik sekali
        """
        read = """
            row | u1 | u1_text
            1   | 4  |
            2   | 3  |
            3   | 2  |
            4   | 4  |
            5   | 4  |
            6   | -1 | 4 - Kurang sesuai
            7   | -1 | 1 - Baik sekali
        """
        agrees(staged(written), read)

    def test_cukup_is_2(self):
        """The word "Cukup" is 2, for every unsur, alone and with a word after it."""
        written = """
            row | U1           | U2    | U9
            1   | Cukup sesuai | Cukup | Cukup
        """
        read = """
            row | u1 | u2 | u9
            1   | 2  | 2  | 2
        """
        agrees(staged(written), read)

    def test_kurang_alone(self):
        """A bare "Kurang" is 1 in a column that also says "Cukup" (Kurang, Cukup, Baik, Sangat baik). In a
        column that says "Tidak baik" for 1 nobody can say what it is."""
        written = """
            file | row | U2
            A    | 1   | Kurang
            A    | 2   | Cukup
            A    | 3   | Baik
            A    | 4   | Sangat Baik
            B    | 1   | Tidak baik
            B    | 2   | Kurang
        """
        read = """
            file | row | u2
            A    | 1   | 1
            A    | 2   | 2
            A    | 3   | 3
            A    | 4   | 4
            B    | 1   | 1
            B    | 2   | -1
        """
        agrees(staged(written), read)

    def test_five_words(self):
        """A column with all five of "Tidak, Kurang, Cukup, –, Sangat sesuai" is a scale of five in words. It is
        read as 1 to 5, and refused for it; nothing is rescaled."""
        written = """
            row | U1
            1   | Tidak sesuai
            2   | Kurang sesuai
            3   | Cukup sesuai
            4   | Sesuai
            5   | Sangat sesuai
        """
        read = """
            row | u1 | u1_text
            1   | 1  |
            2   | 2  |
            3   | 3  |
            4   | 4  |
            5   | 5  | Sangat sesuai
        """
        agrees(staged(written), read)


class TestDates:
    """Dates"""

    def test_day_and_month(self):
        """Whether the day or the month stands first is decided for all dates of a sheet together: a number
        above 12 can only be a day. Where no date tells, the day stands first, as Indonesia writes."""
        written = """
            file | row | when
            A    | 1   | 02/01/2024
            A    | 2   | 31/01/2024
            B    | 1   | 02/01/2024
            B    | 2   | 01/31/2024
            C    | 1   | 02/01/2024
        """
        read = """
            file | row | when
            A    | 1   | 2024-01-02
            A    | 2   | 2024-01-31
            B    | 1   | 2024-02-01
            B    | 2   | 2024-01-31
            C    | 1   | 2024-01-02
        """
        agrees(staged(written), read)

    def test_other_ways_to_write_a_date(self):
        """A year first, a month in words, a spreadsheet's day number: beyond doubt. A day that is in no
        calendar is no date."""
        written = """
            row | when
            1   | 2024-01-05
            2   | Jumat, 5 Januari 2024
            3   | 5 Agt 24
            4   | 45296
            5   | 31 Februari 2024
        """
        read = """
            row | when       | date_text
            1   | 2024-01-05 |
            2   | 2024-01-05 |
            3   | 2024-08-05 |
            4   | 2024-01-05 |
            5   |            | 31 Februari 2024
        """
        agrees(staged(written), read)

    def test_time_of_day(self):
        """A time of day may stand with the date or in a column of its own. It is local time; another zone
        is turned into it. Midnight in every row is no time of day."""
        written = """
            file | row | when                      | time
            A    | 1   | 2024-01-05T08:30:00+07:00 |
            A    | 2   | 2024-01-05T23:30:00Z      |
            B    | 1   | 05-01-2024                | 08.30
            C    | 1   | 2024/1/5 8:30:15 PM GMT+7 |
            D    | 1   | 2024-01-05 00:00:00       | 08:00 - 12:00
        """
        read = """
            file | row | when       | submitted_at
            A    | 1   | 2024-01-05 | 2024-01-05 08:30:00
            A    | 2   | 2024-01-06 | 2024-01-06 06:30:00
            B    | 1   | 2024-01-05 | 2024-01-05 08:30:00
            C    | 1   | 2024-01-05 | 2024-01-05 20:30:15
            D    | 1   | 2024-01-05 |
        """
        agrees(staged(written), read)


class TestWhoAnswered:
    """Who answered"""

    def test_characteristics(self):
        """Sex, education and occupation are read as the report's categories. Other words are kept apart and
        not counted; the row is."""
        written = """
            row | gender    | education       | occupation
            1   | Laki-laki | SMA/SMK         | PNS
            2   | WANITA    | D-IV / S1       | Wirausaha
            3   | x         | kejar paket     | dalang
        """
        read = """
            row | gender | education | occupation    | gender_text | education_text | occupation_text
            1   | L      | SMA       | ASN/TNI/Polri |             |                |
            2   | P      | D4/S1     | Wiraswasta    |             |                |
            3   |        |           |               | x           | kejar paket    | dalang
        """
        agrees(staged(written), read)

    def test_age(self):
        """An age falls into its band. A bracket does where it lies within one band; one that cuts two bands
        cannot be counted in either."""
        written = """
            row | age
            1   | 26
            2   | 26 tahun
            3   | 30-39
            4   | 51+
            5   | 21-30
            6   | 200
        """
        read = """
            row | age | age_band | age_text
            1   | 26  | 20-29    |
            2   | 26  | 20-29    |
            3   |     | 30-39    |
            4   |     | >=50     |
            5   |     |          | 21-30
            6   | 200 | >=50     |
        """
        agrees(staged(written), read)


class TestWhichRowsAreRespondents:
    """Which rows are respondents

    Every row of a sheet is exactly one of: respondent, header, title, total, example, note, blank, marked
    by the tool (preview, deleted, incomplete), hidden by a filter, repeated on another sheet. Only
    respondents are read; `skm status FILE` lists the rest with their row numbers.
    """

    def test_by_its_words(self):
        """A row is a total or statistic if every word of its label belongs to the names of such; a person may
        have such a name, and "Responden 12" is somebody who gave none."""
        sheet = """
            row | first cell                  | answers
            1   | SURVEI KEPUASAN MASYARAKAT  |
            2   | Nama                        | U1 … U9
            3   | Contoh                      | 4 4 4 4 4 4 4 4 4
            4   | Siti                        | 4 4 4 4 4 4 4 4 4
            5   | Responden 12                | 3 3 3 3 3 3 3 3 3
            6   | Total Wijaya                | 3 3 3 3 3 3 3 3 3
            7   |                             |
            8   | Jumlah                      | 10 10 10 10 10 10 10 10 10
            9   | Rata-rata                   | 3,33 3,33 3,33 3,33 3,33 3,33 3,33 3,33 3,33
            10  | Nilai tertinggi             | 4 4 4 4 4 4 4 4 4
            11  | Catatan: diisi di loket     |
        """
        read = """
            row | taken for
            1   | title
            2   | header
            3   | example
            4   | respondent
            5   | respondent
            6   | respondent
            7   | blank
            8   | total
            9   | total
            10  | total
            11  | note
        """
        agrees(row_classes(read_sheet(sheet)), read)


class TestQuestions:
    """Questions

    What could change a figure and cannot be settled from the file is asked, not guessed. Until somebody
    answers, nothing of the file counts: it is held. `refuse` is always a choice.
    """

    def test_a_total_that_contradicts_its_rows(self):
        """Totals, averages and numbers of respondents that stand in the file must agree with the rows read."""
        sheet = """
            row | first cell | answers
            1   | Nama       | U1 … U9
            2   | Siti       | 4 4 4 4 4 4 4 4 4
            3   | Budi       | 3 3 3 3 3 3 3 3 3
            4   | Jumlah     | 8 8 8 8 8 8 8 8 8
        """
        questions = """
            question      | choice
            control_total | count
            control_total | refuse
        """
        outcome = """
            choice | respondents | U1
            count  | 2           | 4 3
            refuse | 0           |
        """
        agrees(asked(read_sheet(sheet)), questions)
        agrees(outcomes(sheet, "control_total", outcome), outcome)

    def test_a_total_that_agrees(self):
        """Nobody is asked."""
        sheet = """
            row | first cell | answers
            1   | Nama       | U1 … U9
            2   | Siti       | 4 4 4 4 4 4 4 4 4
            3   | Budi       | 3 3 3 3 3 3 3 3 3
            4   | Jumlah     | 7 7 7 7 7 7 7 7 7
        """
        export = read_sheet(sheet)
        assert (export.reading.doubts, export.rows.height) == ((), 2)

    def test_one_is_the_best(self):
        """A scale that the file itself declares the other way round is turned only if somebody says so."""
        sheet = """
            row | first cell                                        | answers
            1   | Keterangan: 1 = Sangat baik, 2 = Baik, 3 = Kurang baik, 4 = Tidak baik |
            2   | Nama                                              | U1 … U9
            3   | Siti                                              | 1 1 1 1 1 1 1 1 1
            4   | Budi                                              | 2 2 2 2 2 2 2 2 2
        """
        questions = """
            question       | choice
            scale_reversed | turn
            scale_reversed | keep
            scale_reversed | refuse
        """
        outcome = """
            choice | respondents | U1
            turn   | 2           | 4 3
            keep   | 2           | 1 2
            refuse | 0           |
        """
        agrees(asked(read_sheet(sheet)), questions)
        agrees(outcomes(sheet, "scale_reversed", outcome), outcome)

    def test_another_office_in_the_unit_s_file(self):
        """Rows that name an office outside the registry are not taken for the sender's own."""
        sheet = """
            row | first cell | office          | answers
            1   | Nama       | Unit            | U1 … U9
            2   | Siti       | Kecamatan Mawar | 4 4 4 4 4 4 4 4 4
            3   | Budi       | Dinas Kenanga   | 3 3 3 3 3 3 3 3 3
        """
        questions = """
            question        | choice
            offices_in_rows | all
            offices_in_rows | only_named
            offices_in_rows | refuse
        """
        agrees(asked(read_sheet(sheet)), questions)
