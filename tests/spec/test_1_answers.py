"""Answers

A response has nine answers, one for each unsur, each 1 to 4. What a sender wrote is read first and judged
after: a 5 is read as 5, and then refused.
"""

from tests.spec.exports import staged
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
