"""Signals of response quality

What a unit is asked to explain ("pola yang perlu dijelaskan"), for each kind of period that documents are made for. A
signal proves nothing: no answer is left out for it, no figure changes, nothing of it is public. Each stands with the
rows and files behind it in `quality_signal_row`, and with what the unit says of it in `quality_signal`.

A unit's answers are held against its own: what the others of its months, days, hours, patterns and people let expect.
Each of the nine kinds is given by chance to one unit and period in a thousand at most, all together to one in a
hundred, and only where 3 % of the answers, and ten, stand behind it, of thirty or more. What is expected:

- `month`: its mean row total is one of those of the unit's months. Student's t against the other months, their
  variance moderated by that of drawing as many answers at random (4 degrees of freedom).
- `day`: at most three times as many as on the second busiest (Poisson; of units that do not ask on paper), and a mean
  row total as on the other days of its month (Student's t, widened as days of the other months differ).
- `burst`: ten within five minutes come as seldom as at random, at twice the day's pace over seven hours (Poisson),
  and answer like the others of their months. Not of units that ask on paper, or mostly collect so.
- `night`: from 21 to 6 o'clock an hour brings at most half of what an hour from 18 to 21 brings (binomial), unless
  the service is open then; and who answers then answers like the others of the month.
- `same_person`: answers, characteristics and day agree as often as where both are drawn anew (pairs; Poisson, by
  clusters).
- `near_clone`: so do characteristics and eight of nine answers on any day, where the characteristics tell people
  apart.
- `pattern`: a mixed pattern is as frequent as those that differ from it in one answer tell, twice that (Poisson).
- `straight`: as many give all fours as give eight, and one in ten more (binomial), where the other answers lie far
  below.
- `sample`: it is left to chance that exactly the sample needed answered, and nobody after.

In the examples a `?` is a 4 so often of a hundred as `fours` says, else a 3; everyone is another person of many kinds;
answers come every twenty minutes from 8 o'clock, on the weekdays `from` a day `to` another.
"""

from datetime import datetime

from benchmarks.signals import table, trials
from contracts.decisions import EXPLAINED, Decision, Decisions, about_signal
from tests.spec.collected import signals
from tests.spec.tables import agrees, rows

_UNITS, _ABOUT = 60, 0.12


def silent(collected: str, **said: object) -> bool:
    """Whether the unit gives no signal."""
    return signals(collected, **said).is_empty()  # type: ignore[arg-type]


class TestNothingToExplain:
    """Nothing to explain"""

    def test_a_good_office(self):
        """Seven in ten give all fours: the others are near."""
        collected = """
            from       | to         | a day | answers     | fours
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 96
        """
        assert silent(collected)

    def test_an_office_that_gets_better(self):
        """From July on nine in ten answers are 4, before that half: no month stands apart from all others."""
        collected = """
            from       | to         | a day | answers     | fours
            2024-01-01 | 2024-06-28 | 3     | ??? ??? ??? | 50
            2024-07-01 | 2024-11-29 | 3     | ??? ??? ??? | 90
        """
        assert silent(collected)

    def test_a_day_out(self):
        """The office asks in a village, where as many come as in a week."""
        collected = """
            from       | to         | a day | answers     | fours | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-18 |            | 12    | ??? ??? ??? | 60    | 25
        """
        assert silent(collected)

    def test_paper_forms(self):
        """Typed in at one sitting a month, seconds apart, by a unit that says in the registry that it asks on
        paper; and by one that does not say so, as long as it collects no other way."""
        collected = """
            from       | a day | answers     | fours | every
            2024-01-31 | 30    | ??? ??? ??? | 60    | 0.5
            2024-02-29 | 25    | ??? ??? ??? | 60    | 0.5
            2024-03-29 | 40    | ??? ??? ??? | 60    | 0.5
            2024-04-30 | 35    | ??? ??? ??? | 60    | 0.5
            2024-05-31 | 90    | ??? ??? ??? | 60    | 0.5
        """
        assert silent(collected, mode="luring")
        assert silent(collected)

    def test_open_at_night(self):
        """As many come in an hour of the night as in one of the day, and answer like them."""
        collected = """
            from       | to         | a day | answers     | fours | at    | every
            2024-01-01 | 2024-03-29 | 12    | ??? ??? ??? | 70    | 00:10 | 120
        """
        assert silent(collected)

    def test_a_free_service(self):
        """Who gives threes gives 4 to the charge and to complaints, as all do: that is a habit, not a pattern."""
        collected = """
            from       | to         | a day | answers     | fours
            2024-01-01 | 2024-11-29 | 2     | ??? 4?? ?4? | 40
            2024-01-01 | 2024-11-29 | 1     | 333 433 343 | 40
        """
        assert silent(collected)

    def test_means_of_several_questions(self):
        """Of units that ask several questions about an unsur nothing is said: what is expected is of four answers."""
        collected = """
            from       | to         | a day | answers     | fours | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-18 |            | 60    | ??? ??? ??? | 60    | 7
        """
        assert signals(collected)["signal"].to_list() == ["day"]
        assert signals(collected, parts=2).is_empty()


class TestToExplain:
    """To explain"""

    def test_a_month(self):
        """November lies above what the other months, as they differ, let expect."""
        collected = """
            from       | to         | a day | answers     | fours
            2024-01-01 | 2024-10-31 | 3     | ??? ??? ??? | 50
            2024-11-01 | 2024-11-29 | 3     | ??? ??? ??? | 95
        """
        quality_signal = """
            signal | seen    | rows | of_rows
            month  | 2024-11 | 63   | 720
        """
        agrees(signals(collected), quality_signal)

    def test_a_day(self):
        """Far more than on the second busiest, though they answer like the others."""
        collected = """
            from       | to         | a day | answers     | fours | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-18 |            | 60    | ??? ??? ??? | 60    | 7
        """
        quality_signal = """
            signal | seen       | rows
            day    | 2024-05-18 | 60
        """
        agrees(signals(collected), quality_signal)

    def test_a_day_of_a_unit_that_asks_on_paper(self):
        """Many at once are nothing to explain there. Better ones are, and make the month stand apart, too."""
        collected = """
            from       | to         | a day | answers     | fours | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-18 |            | 60    | ??? ??? ??? | 95    | 7
        """
        quality_signal = """
            signal | seen       | rows
            day    | 2024-05-18 | 60
            month  | 2024-05    | 129
        """
        agrees(signals(collected, mode="luring"), quality_signal)

    def test_bursts(self):
        """Fifteen within five minutes, three times, in an office where three come in an hour."""
        collected = """
            from       | to         | a day | answers     | fours | at    | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |       |
            2024-05-06 | 2024-05-08 | 15    | ??? ??? ??? | 60    | 13:00 | 0.25
        """
        quality_signal = """
            signal | seen | rows
            burst  |      | 45
        """
        agrees(signals(collected), quality_signal)

    def test_half_of_thirty_and_half_of_twenty_nine(self):
        """Fewer than thirty answers tell nothing."""
        collected = """
            from       | to         | a day | answers     | fours | at    | every
            2024-01-01 | 2024-01-19 | 1     | ??? ??? ??? | 50    |       |
            2024-03-05 |            | 15    | ??? ??? ??? | 50    | 13:00 | 0.25
        """
        quality_signal = """
            signal | seen       | rows
            burst  |            | 15
            day    | 2024-03-05 | 15
        """
        agrees(signals(collected), quality_signal)
        assert silent(collected.replace("| 15 ", "| 14 "))

    def test_nights(self):
        """One every night, where nobody comes in the evening."""
        collected = """
            from       | to         | a day | answers     | fours | at
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-10-01 | 2024-11-29 | 1     | ??? ??? ??? | 60    | 22:40
        """
        quality_signal = """
            signal | seen | rows
            night  |      | 44
        """
        agrees(signals(collected), quality_signal)

    def test_the_same_people_again(self):
        """The same answers of the same characteristics, thrice a day for ten days. Two other pairs nearly
        agree, as chance has it."""
        collected = """
            from       | to         | a day | answers     | fours | person
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-06 | 2024-05-17 | 3     | 444 344 434 | 60    | x
        """
        quality_signal = """
            signal      | rows
            near_clone  | 34
            same_person | 30
            pattern     | 30
        """
        agrees(signals(collected), quality_signal)

    def test_one_pattern(self):
        """Two threes in the same two places are no habit, and those with one answer more or less are few."""
        collected = """
            from       | to         | a day | answers     | fours | at
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-07-01 | 2024-11-29 | 1     | 434 444 434 | 60    | 13:00
        """
        quality_signal = """
            signal  | seen
            pattern | 434444434
        """
        agrees(signals(collected), quality_signal)

    def test_straight_fours(self):
        """As many give all fours as give any other answers, and hardly anybody eight fours."""
        collected = """
            from       | to         | a day | answers     | fours | at
            2024-01-01 | 2024-11-29 | 2     | ??? ??? ??? | 30    |
            2024-01-01 | 2024-11-29 | 1     | 444 444 444 | 30    | 13:00
        """
        quality_signal = """
            signal   | seen      | rows | of_rows
            straight | 444444444 | 240  | 720
        """
        agrees(signals(collected), quality_signal)

    def test_stopped_at_the_sample(self):
        """237 are needed of 615 people served: exactly so many answered, and nobody in the seven months after. Of
        700 people served 248 are needed: nothing to explain."""
        collected = """
            from       | to         | a day | answers     | fours
            2024-01-01 | 2024-05-24 | 2     | ??? ??? ??? | 60
            2024-05-27 |            | 27    | ??? ??? ??? | 60
        """
        assert signals(collected, served=615).filter(signal="sample").height == 1
        assert signals(collected, served=700).filter(signal="sample").is_empty()


class TestExplained:
    """Explained

    What a unit says of a signal is a decision, and holds while the signal stands on the same answers."""

    def test_until_the_answers_change(self):
        """One answer more on that day: it is asked again."""
        collected = """
            from       | to         | a day | answers     | fours | every
            2024-01-01 | 2024-11-29 | 3     | ??? ??? ??? | 60    |
            2024-05-18 |            | 60    | ??? ??? ??? | 60    | 7
        """
        [state] = signals(collected)["state"]
        decision = Decision(
            number=1,
            content_id=state,
            path="",
            code=about_signal("2024", "A", "day"),
            question="",
            choice=EXPLAINED,
            label="",
            why="pelayanan keliling di desa",
            by="sari",
            at=datetime(2025, 1, 20),
        )
        said = Decisions(lines=(decision,)).explanations
        assert signals(collected, explained=said)["explanation"].to_list() == ["pelayanan keliling di desa"]
        one_more = collected.replace("| 60    | ??? ??? ??? | 60    | 7", "| 61    | ??? ??? ??? | 60    | 7")
        assert signals(one_more, explained=said)["explanation"].to_list() == [None]


class TestHowOften:
    """How often

    By simulation (`python -m benchmarks.signals --units 1000`): a thousand units of 200 to 1,500 answers with
    nothing to explain, and the same with 5 to 30 % more answers planted among theirs, nearly all 4. Beside it
    fixed thresholds (a month 4 standard errors from the rest, 2 % equal in everything, eight equal of ten within
    five minutes, 20 % on a day, 5 % at night, 30 % of one pattern), and the share of answers of which another has
    85 % of all items in common, which is more than 5 % in nearly every unit (Kuriakose and Robbins, Statistical
    Journal of the IAOS 32, 2016): with four possible answers it tells nothing."""

    def test_units_that_give_a_signal(self):
        """Ways of planting are of units that do not ask on paper: among paper forms a sitting or a day is nothing to
        explain. All fours on any day are found only where the others lie far from them."""
        share_of_units = """
            units | number | signals | thresholds | 85 % match
            clean | 1000 | 0.004 | 0.696 | 0.982
            copies | 132 | 1.000 | 1.000 | 1.000
            sittings | 130 | 1.000 | 1.000 | 0.992
            one day | 137 | 0.905 | 1.000 | 1.000
            nights | 138 | 0.906 | 1.000 | 1.000
            one pattern | 129 | 0.837 | 0.620 | 1.000
            5 to 10 % planted | 144 | 0.799 | 0.924 | 0.993
            10 to 20 % planted | 244 | 0.955 | 0.939 | 1.000
            20 to 30 % planted | 278 | 0.975 | 0.917 | 1.000
            ordinary, clean | 300 | 0.003 | 0.293 | 0.940
            good, clean | 300 | 0.000 | 0.693 | 1.000
            ceiling, clean | 300 | 0.003 | 1.000 | 1.000
            Jatirejo 2024, clean | 100 | 0.020 | 1.000 | 1.000
            ordinary, planted | 197 | 0.985 | 0.853 | 0.995
            good, planted | 202 | 0.901 | 0.901 | 1.000
            ceiling, planted | 197 | 0.893 | 1.000 | 1.000
            Jatirejo 2024, planted | 70 | 0.957 | 1.000 | 1.000
            all five ways | 666 | 0.929 | 0.926 | 0.998
            the five ways, among paper forms | 169 | 0.604 | 0.923 | 1.000
            all fours, any day | 165 | 0.085 | 0.745 | 1.000
        """
        found = list(trials(_UNITS, seed=5, beside=False))
        shares = {name: few for name, _, few, *_ in table(found)[1:]}
        for row in rows(share_of_units):
            if row["units"] in ("clean", "all five ways"):
                assert abs(float(shares[row["units"]]) - float(row["signals"])) < _ABOUT, row
