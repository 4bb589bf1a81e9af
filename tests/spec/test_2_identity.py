"""Whose row is it

A response counts once, however often it is sent. What a response can be known by depends on its file: its
own id; else its moment and all its values; else nothing, and the file as a whole stands for its unit and
time. Only rows of one unit are compared, and a rejected row is nobody's. Files are listed the oldest first.
"""

import polars as pl

from tests.spec.exports import answered, fates, sheets, staged, told_apart
from tests.spec.sendings import contents
from tests.spec.sheets import ids, read_workbook
from tests.spec.tables import agrees
from transforms.responses.same_people import overlaps_of_sheets


class TestWhatIdentityStandsOn:
    """What identity stands on"""

    def test_id_moment_or_nothing(self):
        """The best a row offers. In a file with moments, a row without one is known by its values."""
        sent = """
            file | row | id   | when
            A    | 1   | ab-7 | 05/01/2024
            B    | 1   |      | 05/01/2024 08:30
            B    | 2   |      | 06/01/2024
            C    | 1   |      | 05/01/2024
            D    | 1   |      |
        """
        identities = """
            file | row | identity
            A    | 1   | id
            B    | 1   | moment
            B    | 2   | values
            C    | 1   | none
            D    | 1   | none
        """
        agrees(staged(sent), identities)

    def test_a_running_number(self):
        """Ids that only count the rows are no ids: next year's file counts from 1 again."""
        sent = """
            file | row | id
            A    | 1   | 1
            A    | 2   | 2
            A    | 3   | 4
            B    | 1   | 31
            B    | 2   | 907
            B    | 3   | 164
        """
        identities = """
            file | row | identity
            A    | 1   | none
            A    | 2   | none
            A    | 3   | none
            B    | 1   | id
            B    | 2   | id
            B    | 3   | id
        """
        agrees(staged(sent), identities)

    def test_ids_that_begin_again_on_each_sheet(self):
        """Equal ids with other answers are other people: such ids are a desk's or a day's, and nobody is known by
        them."""
        workbook = """
            sheet | row | first cell   | answers
            Jan   | 1   | ID Responden | U1 … U9
            Jan   | 2   | R-01         | 4 4 4 4 4 4 4 4 4
            Jan   | 3   | R-02         | 4 4 4 4 4 4 4 4 3
            Jan   | 4   | R-03         | 4 4 4 4 4 4 4 3 3
            Feb   | 1   | ID Responden | U1 … U9
            Feb   | 2   | R-01         | 3 3 3 3 3 3 3 3 3
            Feb   | 3   | R-02         | 3 3 3 3 3 3 3 3 2
            Feb   | 4   | R-03         | 3 3 3 3 3 3 3 2 2
        """
        read = """
            sheet | row | id
            Jan   | 2   |
            Jan   | 3   |
            Jan   | 4   |
            Feb   | 2   |
            Feb   | 3   |
            Feb   | 4   |
        """
        agrees(ids(read_workbook(workbook)), read)

    def test_the_same_ids_with_the_same_answers(self):
        """A copy of the sheet: the ids stay, and each person is one."""
        workbook = """
            sheet | row | first cell   | answers
            Form  | 1   | ID Responden | U1 … U9
            Form  | 2   | R-01         | 4 4 4 4 4 4 4 4 4
            Form  | 3   | R-02         | 4 4 4 4 4 4 4 4 3
            Form  | 4   | R-03         | 4 4 4 4 4 4 4 3 3
            Olah  | 1   | ID Responden | U1 … U9
            Olah  | 2   | R-03         | 4 4 4 4 4 4 4 3 3
            Olah  | 3   | R-02         | 4 4 4 4 4 4 4 4 3
            Olah  | 4   | R-01         | 4 4 4 4 4 4 4 4 4
        """
        read = """
            sheet | row | id
            Form  | 2   | R-01
            Form  | 3   | R-02
            Form  | 4   | R-03
            Olah  | 2   | R-03
            Olah  | 3   | R-02
            Olah  | 4   | R-01
        """
        agrees(ids(read_workbook(workbook)), read)


class TestResponsesWithIdentity:
    """Responses with identity"""

    def test_sent_again(self):
        """The newer file's version counts, and so does what only the older has."""
        sent = """
            file | row | id  | answers
            A    | 1   | x-1 | 333 333 333
            A    | 2   | x-2 | 333 333 333
            B    | 1   | x-1 | 444 444 444
            B    | 2   | x-3 | 333 333 333
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | counts
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent), fate)

    def test_twice_in_one_file(self):
        """Within one file the later row counts."""
        sent = """
            file | row | id
            A    | 1   | x-1
            A    | 2   | x-1
        """
        fate = """
            file | row | fate
            A    | 1   | newer in A
            A    | 2   | counts
        """
        agrees(fates(sent), fate)

    def test_same_moment(self):
        """Without an id the same response has the same moment and the same values, however they are
        written. Two people at one counter in one minute differ in some value, and both count."""
        sent = """
            file | row | when                | U1            | gender
            A    | 1   | 05/01/2024 08:30:00 | Sangat sesuai | L
            A    | 2   | 05/01/2024 08:30:00 | Sangat sesuai | P
            B    | 1   | 2024-01-05T08:30    | 4,00          | Pria
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | counts
            B    | 1   | counts
        """
        agrees(fates(sent), fate)

    def test_answers_put_right_in_another_file(self):
        """Where nine of ten moments of the smaller file, in the time that both cover, stand in the other, a row of one
        moment is one person although his answers are others now. Moments are compared to the minute where one of the
        files has no seconds, as a spreadsheet saves them as text. Two counters of a busy day may have the same
        minutes: where hardly anybody of a minute answered alike, nine of ten are asked about, and fewer are other
        people."""
        sent = """
            file | row | when                | answers
            A    | 1   | 05/01/2024 08:30:00 | 444 444 444
            A    | 2   | 05/01/2024 08:41:00 | 444 444 444
            A    | 3   | 06/01/2024 09:05:00 | 444 444 444
            A    | 4   | 06/01/2024 09:17:00 | 444 444 444
            B    | 1   | 05/01/2024 08:30:00 | 444 444 444
            B    | 2   | 05/01/2024 08:41:00 | 333 333 333
            B    | 3   | 06/01/2024 09:05:00 | 222 222 222
            B    | 4   | 06/01/2024 09:17:00 | 444 444 444
            B    | 5   | 09/01/2024 10:00:00 | 444 444 444
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            A    | 3   | newer in B
            A    | 4   | newer in B
            B    | 1   | counts
            B    | 2   | counts
            B    | 3   | counts
            B    | 4   | counts
            B    | 5   | counts
        """
        agrees(fates(sent), fate)

    def test_two_counters_in_one_minute(self):
        """A few equal moments of other people: two counters were open at once, and both files count."""
        sent = """
            file | row | when             | answers
            A    | 1   | 05/01/2024 08:30 | 444 444 444
            A    | 2   | 05/01/2024 08:41 | 444 444 444
            A    | 3   | 06/01/2024 09:05 | 444 444 444
            A    | 4   | 06/01/2024 09:17 | 444 444 444
            B    | 1   | 05/01/2024 08:29 | 444 444 444
            B    | 2   | 05/01/2024 08:41 | 333 333 333
            B    | 3   | 06/01/2024 09:06 | 444 444 444
            B    | 4   | 06/01/2024 09:16 | 444 444 444
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            A    | 3   | counts
            A    | 4   | counts
            B    | 1   | counts
            B    | 2   | counts
            B    | 3   | counts
            B    | 4   | counts
        """
        agrees(fates(sent), fate)

    def test_hours_typed_in(self):
        """Where many people of a file share a moment, it says nothing of who they are."""
        sent = """
            file | row | when             | answers
            A    | 1   | 05/01/2024 08:00 | 444 444 444
            A    | 2   | 05/01/2024 08:00 | 443 444 444
            A    | 3   | 05/01/2024 09:00 | 444 444 444
            A    | 4   | 05/01/2024 09:00 | 434 444 444
            B    | 1   | 05/01/2024 08:00 | 333 333 333
            B    | 2   | 05/01/2024 08:00 | 343 444 444
            B    | 3   | 05/01/2024 09:00 | 333 333 333
            B    | 4   | 05/01/2024 09:00 | 434 444 443
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            A    | 3   | counts
            A    | 4   | counts
            B    | 1   | counts
            B    | 2   | counts
            B    | 3   | counts
            B    | 4   | counts
        """
        agrees(fates(sent), fate)

    def test_another_unit(self):
        """Two units may use the same ids."""
        sent = """
            file | row | id
            A    | 1   | x-1
            B    | 1   | x-1
        """
        files = """
            file | unit
            A    | Pacet
            B    | Trawas
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            B    | 1   | counts
        """
        agrees(fates(sent, files), fate)


class TestEditedInPlace:
    """The same path with newer content

    A newer content that holds nine of ten people of the older one supersedes it, and who is missing was taken out. With
    none of them it is another month's, and adds. Between the two a person says.
    """

    FILES = """
        file | path
        A    | export.csv
        B    | export.csv
    """
    SAID = """
        file | path       | said
        A    | export.csv |
        B    | export.csv | replace
    """

    def test_edited(self):
        """Answers were put right: everybody counts once, as the newer content says."""
        sent = """
            file | row | when             | U1
            A    | 1   | 05/01/2024 08:30 | 4
            A    | 2   | 05/01/2024 08:41 | 4
            B    | 1   | 05/01/2024 08:30 | 3
            B    | 2   | 05/01/2024 08:41 | 2
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, self.FILES), fate)

    def test_a_row_was_taken_out(self):
        """One of ten: it counts no more."""
        older = [f"A | {row} | x-{row}" for row in range(1, 11)]
        newer = [f"B | {row} | x-{row}" for row in range(1, 10)]
        sent = "\n".join(["file | row | id", *older, *newer])
        assert told_apart(sent, self.FILES).duplicates.rows() == [("A", row, "B") for row in range(10)]

    def test_written_anew_each_month(self):
        """Nobody of the older content: both count."""
        sent = """
            file | row | id
            A    | 1   | x-1
            A    | 2   | x-2
            B    | 1   | x-3
            B    | 2   | x-4
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, self.FILES), fate)

    def test_some_of_them(self):
        """It is asked, and until then the older content counts."""
        sent = """
            file | row | id
            A    | 1   | x-1
            A    | 2   | x-2
            B    | 1   | x-2
            B    | 2   | x-3
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            B    | 1   | asked
            B    | 2   | asked
        """
        agrees(fates(sent, self.FILES), fate)
        fate_when_it_replaces = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, self.SAID), fate_when_it_replaces)
        fate_when_it_adds = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | newer in B
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, self.FILES, said="add"), fate_when_it_adds)

    def test_the_window_moved_on(self):
        """The content begins later and ends later, and who is missing lies before it: taken out, or only no longer
        exported. It is asked."""
        older = [f"A | {row} | x-{row} | {row:02d}/01/2024" for row in range(1, 11)]
        newer = [f"B | {row} | x-{row} | {row:02d}/01/2024" for row in range(2, 13)]
        sent = "\n".join(["file | row | id | when", *older, *newer])
        assert set(told_apart(sent, self.FILES).newer) == {"B"}

    def test_ids_that_begin_again(self):
        """Equal ids of other days: a program that counts from R-01 each month, or dates put right. It is asked."""
        older = [f"A | {row} | R-{row} | {row:02d}/01/2024" for row in range(1, 11)]
        newer = [f"B | {row} | R-{row} | {row:02d}/02/2024" for row in range(1, 11)]
        sent = "\n".join(["file | row | id | when", *older, *newer])
        assert set(told_apart(sent, self.FILES).newer) == {"B"}
        assert told_apart(sent, self.FILES, said="add").duplicates.is_empty()
        assert told_apart(sent, self.SAID).duplicates.height == 10
        assert set(told_apart(sent).newer) == {"B"}  # under another name just so


class TestSnapshots:
    """Snapshots: files without identity"""

    def test_equal_rows(self):
        """Equal rows inside one file are different people, and all count."""
        sent = """
            file | row | when
            A    | 1   | 05/01/2024
            A    | 2   | 05/01/2024
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
        """
        agrees(fates(sent), fate)

    def test_months(self):
        """A newer file that replaces an older one does so in the months it has rows in, and in no other. That it
        replaces, somebody said here of this unit's way of sending."""
        sent = """
            file | row | when
            A    | 1   | 05/01/2024
            A    | 2   | 05/02/2024
            B    | 1   | 06/02/2024
            B    | 2   | 13/03/2024
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | newer in B
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, said="replace"), fate)

    def test_periods_named(self):
        """So too of files without dates, where both name the same period. A semester does not replace a year: whether
        it tells of the same people is another question, answered here with no."""
        sent = """
            file | row | answers
            A    | 1   | 333 333 333
            B    | 1   | 333 333 333
            C    | 1   | 333 333 333
        """
        files = """
            file | period
            A    | 2024
            B    | 2024-S1
            C    | 2024
        """
        fate = """
            file | row | fate
            A    | 1   | newer in C
            B    | 1   | counts
            C    | 1   | counts
        """
        agrees(fates(sent, files, said="replace"), fate)

    def test_a_longer_period_that_holds_the_shorter_ones(self):
        """A file that names a year, and holds in order nearly all rows of those that name its quarters, tells of the
        same people. They stay in their quarters and count from there, in the year too; of the year's own file only
        those count that no quarter has. Whichever came first."""
        year = """
            row | answers
            1   | 333 333 334
            2   | 333 333 343
            3   | 333 333 433
            4   | 333 334 333
            5   | 222 222 223
            6   | 222 222 232
            7   | 222 222 322
            8   | 222 223 222
            9   | 444 444 444
        """
        fate = """
            file | row | fate
            TW1  | 1   | counts
            TW1  | 2   | counts
            TW1  | 3   | counts
            TW1  | 4   | counts
            TW2  | 1   | counts
            TW2  | 2   | counts
            TW2  | 3   | counts
            TW2  | 4   | counts
            year | 1   | newer in TW1
            year | 2   | newer in TW1
            year | 3   | newer in TW1
            year | 4   | newer in TW1
            year | 5   | newer in TW2
            year | 6   | newer in TW2
            year | 7   | newer in TW2
            year | 8   | newer in TW2
            year | 9   | counts
        """
        lines = [line.split("|") for line in year.strip().splitlines()[1:]]
        quarters = [("TW1" if place < 4 else "TW2", place % 4 + 1, line[1]) for place, line in enumerate(lines[:8])]
        every = [*quarters, *(("year", place, line[1]) for place, line in enumerate(lines, start=1))]
        sent = "file | row | answers\n" + "\n".join(f"{name} | {row} | {said}" for name, row, said in every)
        files = ["TW1 | 2024-TW1", "TW2 | 2024-TW2", "year | 2024"]
        for order in (files, files[::-1], [files[1], files[2], files[0]]):
            agrees(fates(sent, "file | period\n" + "\n".join(order)), fate)

    def test_a_longer_period_that_holds_some(self):
        """Where it holds fewer, or others, somebody says: other people, all of whom count, or the same. Then as many of
        its rows fall as the shorter ones have, first those that are equal."""
        sent = """
            file | row | answers
            TW1  | 1   | 333 333 334
            TW1  | 2   | 333 333 343
            TW1  | 3   | 333 333 433
            TW1  | 4   | 333 334 333
            year | 1   | 333 333 334
            year | 2   | 222 222 222
            year | 3   | 333 333 433
            year | 4   | 444 444 444
            year | 5   | 111 111 111
        """
        nobody_said = """
            file | row | fate
            TW1  | 1   | counts
            TW1  | 2   | counts
            TW1  | 3   | counts
            TW1  | 4   | counts
            year | 1   | asked
            year | 2   | asked
            year | 3   | asked
            year | 4   | asked
            year | 5   | asked
        """
        the_same = """
            file | row | fate
            TW1  | 1   | counts
            TW1  | 2   | counts
            TW1  | 3   | counts
            TW1  | 4   | counts
            year | 1   | newer in TW1
            year | 2   | newer in TW1
            year | 3   | newer in TW1
            year | 4   | newer in TW1
            year | 5   | counts
        """
        others = """
            file | row | fate
            TW1  | 1   | counts
            TW1  | 2   | counts
            TW1  | 3   | counts
            TW1  | 4   | counts
            year | 1   | counts
            year | 2   | counts
            year | 3   | counts
            year | 4   | counts
            year | 5   | counts
        """
        files = """
            file | period
            TW1  | 2024-TW1
            year | 2024
        """
        agrees(fates(sent, files), nobody_said)
        agrees(fates(sent, files, said="same"), the_same)
        agrees(fates(sent, files, said="add"), others)

    def test_with_and_without_dates(self):
        """A file without dates and one with dates tell of the same time where a date lies in the period that is named;
        whichever is newer stands."""
        sent = """
            file | row | when
            A    | 1   | 05/06/2024
            A    | 2   | 13/07/2024
            B    | 1   |
            C    | 1   | 14/06/2024
        """
        files = """
            file | period
            A    |
            B    | 2024-S1
            C    |
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | counts
            B    | 1   | newer in C
            C    | 1   | counts
        """
        agrees(fates(sent, files, said="replace"), fate)

    def test_held_back(self):
        """A file that would replace more than twice its own rows of another is held back whole, and
        replaces nothing, until it is accepted itself."""
        sent = """
            file | row | when
            A    | 1   | 05/01/2024
            A    | 2   | 05/01/2024
            A    | 3   | 05/01/2024
            B    | 1   | 06/01/2024
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            A    | 3   | counts
            B    | 1   | held
        """
        agrees(fates(sent, said="replace"), fate)
        fate_when_accepted = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            A    | 3   | newer in B
            B    | 1   | counts
        """
        agrees(fates(sent, accepted=("B",)), fate_when_accepted)

    def test_exactly_twice(self):
        """Twice its size is not more than twice."""
        sent = """
            file | row | when
            A    | 1   | 05/01/2024
            A    | 2   | 05/01/2024
            B    | 1   | 06/01/2024
        """
        assert not told_apart(sent, said="replace").held


class TestSeveralFilesOfOneTime:
    """Several files of one time

    A newer file without identity replaces an older one of the same time only where it holds its people: nine of ten
    rows in the same order (date, answers, gender, age, education, occupation; free texts are put right too often), and
    most of those that another order would not give. Else a person says whether it adds or replaces, and until then it
    does not count and the older one does.
    """

    def test_a_longer_export(self):
        """It holds all of them, and more."""
        sent = """
            file | row | when       | answers     | age
            A    | 1   | 05/01/2024 | 444 444 444 | 31
            A    | 2   | 05/01/2024 | 433 333 333 | 42
            A    | 3   | 06/01/2024 | 343 333 333 | 53
            A    | 4   | 07/01/2024 | 444 444 444 | 24
            B    | 1   | 05/01/2024 | 444 444 444 | 31
            B    | 2   | 05/01/2024 | 433 333 333 | 42
            B    | 3   | 06/01/2024 | 343 333 333 | 53
            B    | 4   | 07/01/2024 | 444 444 444 | 24
            B    | 5   | 08/01/2024 | 444 444 444 | 35
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            A    | 3   | newer in B
            A    | 4   | newer in B
            B    | 1   | counts
            B    | 2   | counts
            B    | 3   | counts
            B    | 4   | counts
            B    | 5   | counts
        """
        agrees(fates(sent), fate)

    def test_other_people(self):
        """Two departments of one office, or a newer file that replaces the older: only the office knows."""
        sent = """
            file | row | when       | answers     | age
            A    | 1   | 05/01/2024 | 444 444 444 | 31
            A    | 2   | 05/01/2024 | 433 333 333 | 42
            B    | 1   | 05/01/2024 | 444 444 444 | 63
            B    | 2   | 05/01/2024 | 333 333 333 | 54
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            B    | 1   | asked
            B    | 2   | asked
        """
        agrees(fates(sent), fate)
        fate_when_it_adds = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, said="add"), fate_when_it_adds)
        fate_when_it_replaces = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            B    | 1   | counts
            B    | 2   | counts
        """
        agrees(fates(sent, said="replace"), fate_when_it_replaces)

    def test_a_department_sends_again(self):
        """B adds to A, as somebody said. C is a longer export of A: it replaces A and stands beside B as A did."""
        sent = """
            file | row | when       | answers     | age
            A    | 1   | 05/01/2024 | 444 444 444 | 31
            A    | 2   | 05/01/2024 | 433 333 333 | 42
            A    | 3   | 06/01/2024 | 343 333 333 | 53
            A    | 4   | 07/01/2024 | 444 444 444 | 24
            B    | 1   | 05/01/2024 | 444 444 444 | 63
            B    | 2   | 05/01/2024 | 333 333 333 | 54
            C    | 1   | 05/01/2024 | 444 444 444 | 31
            C    | 2   | 05/01/2024 | 433 333 333 | 42
            C    | 3   | 06/01/2024 | 343 333 333 | 53
            C    | 4   | 07/01/2024 | 444 444 444 | 24
            C    | 5   | 07/01/2024 | 444 444 444 | 30
        """
        files = """
            file | said
            A    |
            B    | add
            C    |
        """
        fate = """
            file | row | fate
            A    | 1   | newer in C
            A    | 2   | newer in C
            A    | 3   | newer in C
            A    | 4   | newer in C
            B    | 1   | counts
            B    | 2   | counts
            C    | 1   | counts
            C    | 2   | counts
            C    | 3   | counts
            C    | 4   | counts
            C    | 5   | counts
        """
        agrees(fates(sent, files), fate)

    def test_equal_answers_prove_nothing(self):
        """Where everybody answers the same and says nothing else of himself, nobody can tell the same people from
        others."""
        sent = """
            file | row | when
            A    | 1   | 05/01/2024
            A    | 2   | 05/01/2024
            A    | 3   | 05/01/2024
            A    | 4   | 05/01/2024
            B    | 1   | 05/01/2024
            B    | 2   | 05/01/2024
            B    | 3   | 05/01/2024
            B    | 4   | 05/01/2024
            B    | 5   | 05/01/2024
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            A    | 2   | counts
            A    | 3   | counts
            A    | 4   | counts
            B    | 1   | asked
            B    | 2   | asked
            B    | 3   | asked
            B    | 4   | asked
            B    | 5   | asked
        """
        agrees(fates(sent), fate)

    def test_another_month(self):
        """A file of another month adds, unasked."""
        sent = """
            file | row | when       | answers     | age
            A    | 1   | 05/01/2024 | 444 444 444 | 31
            B    | 1   | 05/02/2024 | 433 333 333 | 42
        """
        fate = """
            file | row | fate
            A    | 1   | counts
            B    | 1   | counts
        """
        agrees(fates(sent), fate)

    def test_a_file_edited_in_place(self):
        """The same path: what the older content had elsewhere falls too, such as a date put right from 2023."""
        sent = """
            file | row | when       | answers     | age
            A    | 1   | 05/01/2023 | 444 444 444 | 31
            A    | 2   | 05/01/2024 | 433 333 333 | 42
            A    | 3   | 06/01/2024 | 343 333 333 | 53
            A    | 4   | 07/01/2024 | 444 444 444 | 24
            A    | 5   | 07/01/2024 | 444 444 444 | 34
            A    | 6   | 07/01/2024 | 444 444 444 | 44
            A    | 7   | 07/01/2024 | 444 444 444 | 54
            A    | 8   | 07/01/2024 | 444 444 444 | 64
            A    | 9   | 07/01/2024 | 444 444 444 | 25
            A    | 10  | 07/01/2024 | 444 444 444 | 26
            B    | 1   | 05/01/2024 | 444 444 444 | 31
            B    | 2   | 05/01/2024 | 433 333 333 | 42
            B    | 3   | 06/01/2024 | 343 333 333 | 53
            B    | 4   | 07/01/2024 | 444 444 444 | 24
            B    | 5   | 07/01/2024 | 444 444 444 | 34
            B    | 6   | 07/01/2024 | 444 444 444 | 44
            B    | 7   | 07/01/2024 | 444 444 444 | 54
            B    | 8   | 07/01/2024 | 444 444 444 | 64
            B    | 9   | 07/01/2024 | 444 444 444 | 25
            B    | 10  | 07/01/2024 | 444 444 444 | 26
        """
        files = """
            file | path
            A    | data.csv
            B    | data.csv
        """
        assert told_apart(sent, files).duplicates.rows() == [("A", row, "B") for row in range(10)]
        assert told_apart(sent).duplicates.height == 9  # under another name, January 2023 stays

    def test_the_months_moved_on(self):
        """The same path, and the newer content begins a month later and ends a month later: January was only not
        exported again, and stays."""
        january = "A | 0 | 05/01/2024 | 30"
        february = [f"{row} | {row:02d}/02/2024 | {20 + row}" for row in range(1, 11)]
        march = "B | 11 | 05/03/2024 | 50"
        rows = [january, *(f"A | {line}" for line in february), *(f"B | {line}" for line in february), march]
        files = """
            file | path
            A    | data.csv
            B    | data.csv
        """
        result = told_apart("\n".join(["file | row | when | age", *rows]), files)
        assert result.duplicates.rows() == [("A", row, "B") for row in range(1, 11)]


class TestCorrections:
    """Corrections

    A correction workbook holds the rejected rows of one file, and says of each where it stood. Here A and B
    are files without dates that name 2024, one after the other; C and D are correction workbooks.
    """

    FILES = """
        file | period | correction
        A    | 2024   |
        B    | 2024   |
        C    | 2024   | yes
        D    | 2024   | yes
    """

    def test_added_to_their_file(self):
        """Corrected rows join the file they came from and replace nothing. Row 2 of B was rejected."""
        sent = """
            file | row | origin | of_row
            B    | 1   |        |
            C    | 7   | B      | 2
        """
        fate = """
            file | row | fate
            B    | 1   | counts
            C    | 7   | counts
        """
        agrees(fates(sent, self.FILES), fate)

    def test_corrected_again(self):
        """The same row put right twice counts once, as the newer says. So does a row that its file now
        holds itself."""
        sent = """
            file | row | origin | of_row
            B    | 1   |        |
            C    | 7   | B      | 2
            D    | 7   | B      | 2
            D    | 8   | B      | 1
        """
        fate = """
            file | row | fate
            B    | 1   | newer in D
            C    | 7   | newer in D
            D    | 7   | counts
            D    | 8   | counts
        """
        agrees(fates(sent, self.FILES), fate)

    def test_corrected_again_with_another_answer(self):
        """So too in a file whose rows have a moment, which is another identity where an answer is another."""
        sent = """
            file | row | when             | U1 | origin | of_row
            B    | 1   | 05/01/2024 08:30 | 3  |        |
            C    | 7   | 05/01/2024 09:15 | 3  | B      | 2
            D    | 7   | 05/01/2024 09:15 | 4  | B      | 2
        """
        fate = """
            file | row | fate
            B    | 1   | counts
            C    | 7   | newer in D
            D    | 7   | counts
        """
        agrees(fates(sent, self.FILES), fate)

    def test_put_right_of_a_file_that_grows(self):
        """Rows with an id: a longer export of the same path holds row 3 as wrong as it was. What was put right of it
        counts on, until a newer file holds that person right."""
        sent = """
            file | row | id | U1 | origin | of_row
            A    | 1   | a1 | 3  |        |
            A    | 2   | a2 | 3  |        |
            C    | 7   | a3 | 2  | A      | 3
            B    | 1   | a1 | 3  |        |
            B    | 2   | a2 | 4  |        |
            B    | 4   | a4 | 3  |        |
        """
        files = """
            file | path        | correction
            A    | ekspor.csv  |
            C    | lembar.xlsx | yes
            B    | ekspor.csv  |
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            A    | 2   | newer in B
            C    | 7   | counts
            B    | 1   | counts
            B    | 2   | counts
            B    | 4   | counts
        """
        agrees(fates(sent, files), fate)
        righted = sent + "            B    | 3   | a3 | 1  |        |\n"
        agrees(fates(righted, files).filter(file="C"), "file | row | fate\nC    | 7   | newer in B")

    def test_with_their_file_they_fall(self):
        """Where a newer file replaced the one they came from, they fall with it, although they are newer
        still."""
        sent = """
            file | row | origin | of_row
            A    | 1   |        |
            B    | 1   |        |
            C    | 7   | A      | 2
        """
        fate = """
            file | row | fate
            A    | 1   | newer in B
            B    | 1   | counts
            C    | 7   | newer in B
        """
        agrees(fates(sent, self.FILES, said="replace"), fate)

    def test_of_a_refused_file(self):
        """The corrections of a file that was refused whole take its place, and replace what is older than
        it. B was refused."""
        sent = """
            file | row | origin | of_row
            A    | 1   |        |
            C    | 7   | B      | 2
        """
        fate = """
            file | row | fate
            A    | 1   | newer in C
            C    | 7   | counts
        """
        agrees(fates(sent, self.FILES, said="replace"), fate)


class TestRejectedRowsThatCameBack:
    """Rejected rows that came back

    A rejected row is to be corrected until it stands in a newer file, whatever becomes of it there: then it is that
    file's, and nobody is asked for it twice. C and D are correction workbooks; all rows named here break a rule but
    those marked good.
    """

    FILES = """
        file | period | correction
        A    | 2024   |
        B    | 2024   |
        C    | 2024   | yes
        D    | 2024   | yes
    """

    def test_corrected(self):
        """Row 2 was put right, row 3 came back still wrong, row 4 did not come back."""
        sent = """
            file | row | origin | of_row | good
            B    | 1   |        |        | yes
            B    | 2   |        |        |
            B    | 3   |        |        |
            B    | 4   |        |        |
            C    | 7   | B      | 2      | yes
            C    | 8   | B      | 3      |
        """
        rejected = """
            file | row | fate
            B    | 2   | newer in C
            B    | 3   | newer in C
            B    | 4   | to correct
            C    | 8   | to correct
        """
        agrees(answered(sent, rejected, self.FILES), rejected)

    def test_corrected_in_two_rounds(self):
        """The second round answers the first."""
        sent = """
            file | row | origin | of_row | good
            B    | 1   |        |        | yes
            B    | 3   |        |        |
            C    | 8   | B      | 3      |
            D    | 7   | B      | 3      | yes
        """
        rejected = """
            file | row | fate
            B    | 3   | newer in D
            C    | 8   | newer in D
        """
        agrees(answered(sent, rejected, self.FILES), rejected)

    def test_withdrawn(self):
        """A row of a correction workbook with its nine answers emptied: its sender cannot correct it. It is not
        counted, and not asked for again."""
        sent = """
            file | row | origin | of_row | answers
            B    | 1   |        |        | 444444444
            B    | 3   |        |        | 444444444
            C    | 8   | B      | 3      | .........
        """
        rejected = """
            file | row | fate
            B    | 3   | newer in C
            C    | 8   | withdrawn
        """
        agrees(answered(sent, rejected, self.FILES), rejected)

    def test_sent_again_with_its_id(self):
        """A longer export holds the row again, right or still wrong: that is the one to correct. A row without an id
        of its own stays."""
        sent = """
            file | row | id   | good
            A    | 1   | ab-1 | yes
            A    | 2   | ab-2 |
            A    | 3   | ab-3 |
            A    | 4   | ab-4 |
            B    | 1   | ab-1 | yes
            B    | 2   | ab-2 | yes
            B    | 3   | ab-3 |
        """
        rejected = """
            file | row | fate
            A    | 2   | newer in B
            A    | 3   | newer in B
            A    | 4   | to correct
            B    | 3   | to correct
        """
        agrees(answered(sent, rejected, self.FILES), rejected)

    def test_with_their_file_they_fall(self):
        """Files without identity: B took the place of all good rows of A, so A's bad one is asked for no more."""
        sent = """
            file | row | good
            A    | 1   | yes
            A    | 2   |
            B    | 1   | yes
        """
        rejected = """
            file | row | fate
            A    | 2   | newer in B
        """
        agrees(answered(sent, rejected, self.FILES), rejected)


class TestTheSamePeopleOnTwoSheets:
    """The same people on two sheets

    Rows without identity are compared in their order, and with the order turned round, to see what equal answers
    are worth. Nine of ten in order is a copy, and counts once. Half to nine of ten only a person can tell: it is
    asked, and until then nothing of the file counts. Two files of a unit, one of them without identity, are
    compared the same way. Sheets with moments are compared by these: where the moments and answers of one all stand
    on the other, it is a copy without seconds or without who the people are; where half of the moments do, it is asked,
    of minutes where people of one minute answered alike.

    Two files or sheets may know their people in two ways: by when they began and when they ended, in local time and in
    UTC, by a program's id and by a number. Where they are of one time and have neither moments nor ids in common, their
    answers are compared, and it is asked, never guessed, where nine of ten stand in the other: in their order and well
    beyond another order, or each of them once. Different people who all answer 4 are not asked about.
    """

    def test_a_copy_and_a_part(self):
        """Each column is a sheet. The sheet that says more of its people, else the larger, is kept."""
        sheet = """
            row | Data      | Salinan   | Sebagian  | Lain
            1   | 444444444 | 444444444 | 444444444 | 111111111
            2   | 433333333 | 433333333 | 433333333 | 222222222
            3   | 343333333 | 343333333 | 343333333 | 112111111
            4   | 334333333 | 334333333 | 334333333 | 211111111
            5   | 333433333 | 333433333 | 222222223 | 121111111
            6   | 333343333 | 333343333 | 222222232 | 222222221
        """
        overlap = """
            name     | of   | rows | equal | likeness
            Salinan  | Data | 6    | 6     | same
            Sebagian | Data | 6    | 4     | doubtful
        """
        agrees(pl.DataFrame(overlaps_of_sheets(sheets(sheet))), overlap)

    def test_equal_answers_prove_nothing(self):
        """Where nearly everybody answers the same, another order agrees as well: different people may do so, too."""
        sheet = """
            row | Januari   | Februari
            1   | 444444444 | 444444444
            2   | 444444444 | 444444444
            3   | 444444444 | 444444444
            4   | 333333333 | 444444444
            5   | 444444444 | 444444444
            6   | 444444444 | 333333333
        """
        assert overlaps_of_sheets(sheets(sheet)) == []


class TestSentAgainMovedWithdrawn:
    """Sent again, moved, withdrawn

    Which of two files is the newer is decided by when they came. A content that comes again, in a later run, is the
    newest again, under whatever name. A file that was only moved or renamed is as old as it was: tidying a folder sends
    nothing. `place` counts from the oldest.
    """

    def test_sent_again(self):
        """A was right, B was sent by mistake, A is sent once more; C and D at one path, then C again."""
        sent = """
            day | path            | content
            1   | Mawar/a.csv     | A
            2   | Mawar/b.csv     | B
            3   | Mawar/lagi.csv  | A
            4   | Melati/2024.csv | C
            5   | Melati/2024.csv | D
            6   | Melati/2024.csv | C
        """
        found = """
            content | counts at       | unit   | place
            A       | Mawar/lagi.csv  | Mawar  | 2
            B       | Mawar/b.csv     | Mawar  | 1
            C       | Melati/2024.csv | Melati | 4
            D       | Melati/2024.csv | Melati | 3
        """
        agrees(contents(sent), found)

    def test_moved(self):
        """A was put in the wrong folder, B is tidied away, C lies in two units' folders: it stays whose it was."""
        sent = """
            day | path              | content | moved from
            1   | Mawar/a.csv       | A       |
            1   | Mawar/b.csv       | B       |
            1   | Mawar/c.csv       | C       |
            2   | Melati/a.csv      | A       | Mawar/a.csv
            2   | Mawar/lama/b.csv  | B       | Mawar/b.csv
            2   | Melati/c.csv      | C       |
        """
        found = """
            content | counts at        | unit   | place
            A       | Melati/a.csv     | Melati | 1
            B       | Mawar/lama/b.csv | Mawar  | 2
            C       | Mawar/c.csv      | Mawar  | 3
        """
        agrees(contents(sent), found)

    def test_withdrawn(self):
        """What was withdrawn counts nowhere. If it comes again, that is asked about; only then does it count:
        as the newest where it was sent again (C), as old as it was where it was only moved (A)."""
        sent = """
            day | path           | content | moved from
            1   | Mawar/a.csv    | A       |
            1   | Mawar/b.csv    | B       |
            1   | Mawar/c.csv    | C       |
            1   | Mawar/d.csv    | D       |
            1   | Mawar/e.csv    | E       |
            2   | Mawar/a.csv    | withdrawn |
            3   | Mawar/b.csv    | withdrawn |
            4   | Mawar/b2.csv   | B       |
            5   | Mawar/c.csv    | withdrawn |
            6   | Mawar/c2.csv   | C       |
            7   | Mawar/c2.csv   | counts again |
            8   | Melati/a.csv   | A       | Mawar/a.csv
            9   | Melati/a.csv   | counts again |
            9   | Mawar/e.csv    | withdrawn |
        """
        found = """
            content | counts at    | unit   | place
            A       | Melati/a.csv | Melati | 1
            B       | asked        | Mawar  |
            C       | Mawar/c2.csv | Mawar  | 3
            D       | Mawar/d.csv  | Mawar  | 2
            E       |              |        |
        """
        agrees(contents(sent), found)
