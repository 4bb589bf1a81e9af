"""Answers

A response has nine answers, one for each unsur, each 1 to 4. What a sender wrote is read first and judged
after: a 5 is read as 5, and then refused.
"""

from tests.spec.exports import staged
from tests.spec.sheets import asked, outcomes, parts, read_sheet, read_workbook, row_classes
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

    def test_words_of_any_question(self):
        """Good, content or satisfying: such words may answer any question. "Baik sekali" is "Sangat baik", and
        "Kurang sekali" is "Sangat kurang". How much somebody agrees is no such answer."""
        written = """
            file | row | U1               | U2          | U5
            A    | 1   | Tidak memuaskan  | Tidak baik  | Tidak puas
            A    | 2   | Kurang memuaskan | Kurang baik | Kurang puas
            A    | 3   | Memuaskan        | Baik        | Puas
            A    | 4   | Sangat memuaskan | Baik sekali | Puas sekali
            B    | 1   | Kurang           | Kurang      | Setuju
            B    | 2   | Cukup            | Cukup       | 2
            B    | 3   | Baik             | Baik        | 3
            B    | 4   | Baik Sekali      | Baik Sekali | 4
        """
        read = """
            file | row | u1 | u2 | u5
            A    | 1   | 1  | 1  | 1
            A    | 2   | 2  | 2  | 2
            A    | 3   | 3  | 3  | 3
            A    | 4   | 4  | 4  | 4
            B    | 1   | 1  | 1  | -1
            B    | 2   | 2  | 2  | 2
            B    | 3   | 3  | 3  | 3
            B    | 4   | 4  | 4  | 4
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
        """A year first, a month in words or in Roman numerals, a spreadsheet's day number, a database's ISODate: beyond
        doubt. A day that is in no calendar is no date."""
        written = """
            row | when
            1   | 2024-01-05
            2   | Jumat, 5 Januari 2024
            3   | 5 Agt 24
            4   | 45296
            5   | 31 Februari 2024
            6   | 3-III-2025
            7   | ISODate("2025-03-03T20:15:00Z")
        """
        read = """
            row | when       | date_text
            1   | 2024-01-05 |
            2   | 2024-01-05 |
            3   | 2024-08-05 |
            4   | 2024-01-05 |
            5   |            | 31 Februari 2024
            6   | 2025-03-03 |
            7   | 2025-03-04 |
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
        outcome = """
            choice     | respondents | U1
            all        | 2           | 4 3
            only_named | 1           | 4
            refuse     | 0           |
        """
        agrees(asked(read_sheet(sheet)), questions)
        agrees(outcomes(sheet, "offices_in_rows", outcome), outcome)

    def test_rows_hidden_by_hand(self):
        """What a filter hides was taken out on purpose and does not count; what is hidden by hand may be either."""
        workbook = """
            sheet | row | hidden | first cell | answers
            Data  | 1   |        | Nama       | U1 … U9
            Data  | 2   |        | Siti       | 4 4 4 4 4 4 4 4 4
            Data  | 3   | yes    | Budi       | 3 3 3 3 3 3 3 3 3
        """
        questions = """
            question         | choice
            hidden_rows:Data | count
            hidden_rows:Data | skip
            hidden_rows:Data | refuse
        """
        outcome = """
            choice | respondents | U1
            count  | 2           | 4 3
            skip   | 1           | 4
            refuse | 0           |
        """
        agrees(asked(read_workbook(workbook)), questions)
        agrees(outcomes(workbook, "hidden_rows:Data", outcome), outcome)

    def test_dates_of_nobody_knows_what(self):
        """In a file without a known moment of answering, another column of dates may be it. The period is never taken
        from the title in silence then."""
        sheet = """
            row | first cell | column     | answers
            1   | Nama       | Isian A    | U1 … U9
            2   | Siti       | 2024-08-01 | 4 4 4 4 4 4 4 4 4
            3   | Budi       | 2024-08-02 | 3 3 3 3 3 3 3 3 3
        """
        questions = """
            question    | choice
            date_column | column_1
            date_column | none
            date_column | refuse
        """
        agrees(asked(read_sheet(sheet)), questions)

    def test_an_order_explained_by_half(self):
        """A file that says what U8 and U9 are is believed, with a note where the registry says otherwise. One that says
        it of one of them only, and otherwise than the registry, is asked about."""
        sheet = """
            row | first cell               | answers
            1   | U8 = Sarana dan Prasarana |
            2   | Nama                     | U8 … U9
            3   | Siti                     | 4 4 4 4 4 4 4 1 2
        """
        questions = """
            question    | choice
            unsur_order | file
            unsur_order | registry
            unsur_order | refuse
        """
        agrees(asked(read_sheet(sheet, name="Kecamatan Melati.csv")), questions)


class TestOtherSheets:
    """Other sheets

    A sheet beside the answers is never left out in silence where it may hold respondents.
    """

    def test_a_sheet_without_header(self):
        """Rows of nine answers without a line of names, as wide as a sheet that has one."""
        workbook = """
            sheet | row | first cell | answers
            Jan   | 1   | Nama       | U1 … U9
            Jan   | 2   | Siti       | 4 4 4 4 4 4 4 4 4
            Feb   | 1   | Budi       | 3 3 3 3 3 3 3 3 3
            Feb   | 2   | Tuti       | 3 3 3 3 3 3 3 3 2
            Feb   | 3   | Ali        | 3 3 3 3 3 3 3 2 3
        """
        questions = """
            question                 | choice
            sheet_without_header:Feb | same_columns
            sheet_without_header:Feb | skip
            sheet_without_header:Feb | refuse
        """
        outcome = """
            choice       | respondents | U1
            same_columns | 4           | 4 3 3 3
            skip         | 1           | 4
            refuse       | 0           |
        """
        agrees(asked(read_workbook(workbook)), questions)
        agrees(outcomes(workbook, "sheet_without_header:Feb", outcome), outcome)

    def test_a_transposed_sheet(self):
        """One respondent a column: nobody can say whether these are others or a copy."""
        workbook = """
            sheet | row | first cell            | answers
            Data  | 1   | Nama                  | U1 … U9
            Data  | 2   | Siti                  | 4 4 4 4 4 4 4 4 4
            Lain  | 1   | Persyaratan           | 3 3 4
            Lain  | 2   | Prosedur              | 3 3 4
            Lain  | 3   | Waktu Penyelesaian    | 3 3 4
            Lain  | 4   | Biaya/Tarif           | 3 3 4
            Lain  | 5   | Produk Layanan        | 3 3 4
            Lain  | 6   | Kompetensi Pelaksana  | 3 3 4
            Lain  | 7   | Perilaku Pelaksana    | 3 3 4
            Lain  | 8   | Penanganan Pengaduan  | 3 3 4
            Lain  | 9   | Sarana dan Prasarana  | 3 3 4
        """
        questions = """
            question              | choice
            sheet_transposed:Lain | skip
            sheet_transposed:Lain | refuse
        """
        outcome = """
            choice | respondents | U1
            skip   | 1           | 4
            refuse | 0           |
        """
        agrees(asked(read_workbook(workbook)), questions)
        agrees(outcomes(workbook, "sheet_transposed:Lain", outcome), outcome)


class TestSeveralUnitsOrPeriods:
    """Several units or periods in one file

    Each row counts for the unit and the period that it names. A file is divided at once only where nobody can doubt it;
    each part is then judged, corrected and replaced as a file of its own.
    """

    def test_a_file_of_the_regency(self):
        """It names no sender in a folder, its name, a title or a sheet; its column is called after offices; every row
        names one registered unit."""
        sheet = """
            row | first cell | office           | answers
            1   | Nama       | Unit             | U1 … U9
            2   | Siti       | Kecamatan Mawar  | 4 4 4 4 4 4 4 4 4
            3   | Budi       | Kecamatan Melati | 3 3 3 3 3 3 3 3 3
            4   | Tuti       | Kec. Melati      | 3 3 3 3 3 3 3 3 3
        """
        read = """
            unit             | period | respondents
            Kecamatan Mawar  |        | 1
            Kecamatan Melati |        | 2
        """
        agrees(parts(read_sheet(sheet, name="rekap.csv")), read)

    def test_a_file_of_a_unit_s_own(self):
        """Else whoever may send for one unit could send for all. `split` is chosen by staff only, for that file only;
        the same is asked where an office outside the registry, or two, or none stands in a row, and where the column
        may say where people live ("Kecamatan")."""
        sheet = """
            row | first cell | office           | answers
            1   | Nama       | Unit             | U1 … U9
            2   | Siti       | Kecamatan Mawar  | 4 4 4 4 4 4 4 4 4
            3   | Budi       | Kecamatan Melati | 3 3 3 3 3 3 3 3 3
        """
        questions = """
            question      | choice
            several_units | split
            several_units | only_named
            several_units | all
            several_units | refuse
        """
        outcome = """
            choice     | respondents | U1
            split      | 2           | 4 3
            only_named | 1           | 4
            all        | 2           | 4 3
            refuse     | 0           |
        """
        agrees(asked(read_sheet(sheet)), questions)
        agrees(outcomes(sheet, "several_units", outcome), outcome)
        divided = """
            unit             | period | respondents
            Kecamatan Mawar  |        | 1
            Kecamatan Melati |        | 1
        """
        agrees(parts(read_sheet(sheet, {"several_units": "split"})), divided)

    def test_titles_between_blocks(self):
        """Where no column names units, a title above a block of rows does."""
        sheet = """
            row | first cell       | answers
            1   | Nama             | U1 … U9
            2   | Siti             | 4 4 4 4 4 4 4 4 4
            3   | Kecamatan Melati |
            4   | Budi             | 3 3 3 3 3 3 3 3 3
        """
        questions = """
            question      | choice
            several_units | split
            several_units | only_named
            several_units | all
            several_units | refuse
        """
        agrees(asked(read_sheet(sheet)), questions)

    def test_a_column_of_periods(self):
        """In a file without dates. It goes before a year in the name of the file, where one of its own is that year."""
        sheet = """
            row | first cell | period | answers
            1   | Nama       | Tahun  | U1 … U9
            2   | Siti       | 2023   | 4 4 4 4 4 4 4 4 4
            3   | Budi       | 2024   | 3 3 3 3 3 3 3 3 3
            4   | Tuti       | 2024   | 3 3 3 3 3 3 3 3 3
        """
        read = """
            unit | period | respondents
                 | 2023   | 1
                 | 2024   | 2
        """
        agrees(parts(read_sheet(sheet, name="Kecamatan Mawar 2024.csv")), read)

    def test_a_row_without_a_period(self):
        """It is in none, or the column does not count."""
        sheet = """
            row | first cell | period       | answers
            1   | Nama       | Triwulan     | U1 … U9
            2   | Siti       | I            | 4 4 4 4 4 4 4 4 4
            3   | Budi       | II           | 3 3 3 3 3 3 3 3 3
            4   | Tuti       |              | 2 2 2 2 2 2 2 2 2
        """
        questions = """
            question        | choice
            periods_in_rows | by_column
            periods_in_rows | whole
            periods_in_rows | refuse
        """
        outcome = """
            choice    | respondents | U1
            by_column | 2           | 4 3
            whole     | 3           | 4 3 2
            refuse    | 0           |
        """
        name = "Kecamatan Mawar 2024.csv"
        agrees(asked(read_sheet(sheet, name=name)), questions)
        agrees(outcomes(sheet, "periods_in_rows", outcome, name=name), outcome)
