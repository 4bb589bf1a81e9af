from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from contracts.records import Reading, Refusal, ResolvedFile
from contracts.rules import MOSTLY_REJECTED, REJECTED_WITH_FILE, ROW_WITHDRAWN
from contracts.staged_tables import ROW_FINDING
from tests.spec.tables import agrees, rows
from transforms.responses.identity import DUPLICATE, ROW, IdentityResult
from transforms.responses.outcome import Outcome, apply_rejections, file_outcomes
from transforms.responses.snapshots import HeldBecause
from transforms.schema import frame_schema

NOTHING_ELSEWHERE = IdentityResult(pl.DataFrame(schema=DUPLICATE), {})


@dataclass(frozen=True)
class Seen:
    """A breach of a file rule."""

    content_id: str
    rule: str
    observed: str


def file(content_id, path=None, **fields):
    path = path or f"{content_id}.csv"
    return ResolvedFile(
        file_id=f"file-{path}",
        content_id=content_id,
        path=path,
        format="csv",
        version=1,
        first_seen_at=datetime(2025, 1, 15, 8),
        **({"unit_code": "35.16.01", "period_code": "2024"} | fields),
    )


def readings(**counts):
    return {
        content_id: Reading(content_id=content_id, format="csv", rows=count) for content_id, count in counts.items()
    }


def findings(table="content | row | rule | column | severity | value"):
    found = [
        (row["content"], int(row["row"]), row["rule"], row["column"], row["severity"], row["value"] or None)
        for row in rows(table)
    ]
    return pl.DataFrame(found, schema=frame_schema(ROW_FINDING), orient="row")


def elsewhere(*duplicates, held=None):
    return IdentityResult(pl.DataFrame(list(duplicates), schema=DUPLICATE, orient="row"), held or {})


def settled(files, counts, found, identities=NOTHING_ELSEWHERE, breaches=(), share=0.5, answered=()) -> Outcome:
    judgement = apply_rejections(files, counts, found, breaches, share)
    every_row = [
        (content_id, row, "Sheet1", row + 2) for content_id, reading in counts.items() for row in range(reading.rows)
    ]
    places = pl.DataFrame(
        every_row,
        schema={"content_id": pl.String, "row_index": pl.Int32, "sheet": pl.String, "row_number": pl.Int32},
        orient="row",
    )
    came_back = pl.DataFrame(list(answered), schema=DUPLICATE, orient="row")
    return file_outcomes(judgement, files, counts, found, places, identities, came_back)


TWO_BAD_ROWS = """
    content | row | rule             | column        | severity | value
    A       | 1   | u1_missing       | u1            | error    |
    A       | 1   | u2_not_an_answer | u2            | error    | 7
    A       | 3   | date_unreadable  | response_date | error    | 31/02/2024
    A       | 0   | age_impossible   | age           | warning  | 200
    A       | 3   | gender_unknown   | gender        | warning  | x
"""


def test_rejected_rows_are_listed_with_every_rule_and_the_rest_is_counted():
    outcome = settled([file("A")], readings(A=10), findings(TWO_BAD_ROWS))
    agrees(
        outcome.ingest_file,
        """
        status  | reason | rows_read | rows_accepted | rows_rejected | rows_duplicate
        partial |        | 10        | 8             | 2             | 0
        """,
    )
    agrees(
        outcome.rejected_row,
        """
        file_id    | sheet  | row_number | column_name   | value      | rule
        file-A.csv | Sheet1 | 3          | u1            |            | u1_missing
        file-A.csv | Sheet1 | 3          | u2            | 7          | u2_not_an_answer
        file-A.csv | Sheet1 | 5          | response_date | 31/02/2024 | date_unreadable
        """,
    )
    agrees(outcome.row_outcome, "content_id | row_index | outcome\nA | 1 | rejected\nA | 3 | rejected")
    assert outcome.counted == {"A"}


def test_only_values_of_rows_that_count_are_blanked():
    outcome = settled([file("A")], readings(A=10), findings(TWO_BAD_ROWS))
    agrees(outcome.blanked_value, "row_number | column_name | value | rule\n2 | age | 200 | age_impossible")


def test_messages_say_what_is_right():
    messages = settled([file("A")], readings(A=10), findings(TWO_BAD_ROWS)).rejected_row["message"].to_list()
    assert messages[0] == (
        "U1 Persyaratan tidak dijawab. Seharusnya: 1 = Tidak sesuai, 2 = Kurang sesuai, 3 = Sesuai, 4 = Sangat sesuai."
    )


def test_a_clean_file_is_loaded():
    outcome = settled([file("A")], readings(A=3), findings())
    agrees(
        outcome.ingest_file,
        "status | reason_code | rows_read | rows_accepted\nloaded | | 3 | 3",
    )
    assert outcome.row_outcome.is_empty()


def test_more_than_the_share_rejected_refuses_the_file_and_lists_every_row():
    outcome = settled([file("A")], readings(A=3), findings(TWO_BAD_ROWS.replace("| 3 ", "| 2 ")))
    agrees(
        outcome.ingest_file,
        f"""
        status   | reason_code       | rows_read | rows_accepted | rows_rejected
        rejected | {MOSTLY_REJECTED} | 3         | 0             | 3
        """,
    )
    assert outcome.rejected_row["row_number"].n_unique() == 3
    agrees(outcome.rejected_row, "row_number | column_name | value\n2 | | ", rule=REJECTED_WITH_FILE)
    assert outcome.blanked_value.is_empty()
    assert outcome.counted == frozenset()
    assert "2 dari 3 baris ditolak" in outcome.ingest_file["reason"].item()


def test_exactly_the_share_does_not():
    outcome = settled([file("A")], readings(A=4), findings(TWO_BAD_ROWS))
    assert outcome.ingest_file["status"].to_list() == ["partial"]


def test_a_file_rule_refuses_the_file_before_its_rows():
    breaches = [Seen("A", "scale_not_1_to_4", "5"), Seen("B", "answers_all_alike", "95")]
    outcome = settled([file("A"), file("B")], readings(A=10, B=10), findings(TWO_BAD_ROWS), breaches=breaches)
    agrees(
        outcome.ingest_file,
        """
        path  | status   | reason_code      | rows_read | rows_rejected
        A.csv | rejected | scale_not_1_to_4 | 0         | 0
        B.csv | loaded   |                  | 10        | 0
        """,
    )
    assert "skala sampai 5" in outcome.ingest_file["reason"].drop_nulls().item()
    assert outcome.rejected_row.is_empty()


def test_a_file_refused_after_a_hundred_that_were_not():
    files = [file(f"c{number:03d}") for number in range(150)]
    counts = readings(**{f"c{number:03d}": 0 if number == 149 else 1 for number in range(150)})
    statuses = settled(files, counts, findings(), share=0.5).ingest_file.get_column("status").to_list()
    assert statuses == ["loaded"] * 149 + ["rejected"]


def test_no_rows():
    outcome = settled([file("A")], readings(A=0), findings())
    agrees(outcome.ingest_file, "status | reason_code | rows_read\nrejected | no_rows | 0")


def test_refused_before_and_the_same_content_again():
    files = [
        file("A"),
        file("A", "copy of A.csv", duplicate_of="file-A.csv"),
        file("B", refusal=Refusal(code="unit_unknown", message="Unit tidak dikenal."), unit_code=None),
    ]
    outcome = settled(files, readings(A=2), findings())
    agrees(
        outcome.ingest_file,
        """
        path          | status    | reason_code  | rows_read | rows_accepted
        A.csv         | loaded    |              | 2         | 2
        copy of A.csv | duplicate | same_content | 0         | 0
        B.csv         | rejected  | unit_unknown | 0         | 0
        """,
    )
    assert '"A.csv"' in outcome.ingest_file["reason"][1]


def test_superseded_names_the_newer_files():
    identities = elsewhere(("A", 0, "B"), ("A", 1, "C"))
    outcome = settled([file("A"), file("B"), file("C")], readings(A=2, B=2, C=2), findings(), identities)
    agrees(
        outcome.ingest_file,
        """
        path  | status     | reason_code     | rows_read | rows_accepted | rows_duplicate
        A.csv | superseded | newer_elsewhere | 2         | 0             | 2
        B.csv | loaded     |                 | 2         | 2             | 0
        C.csv | loaded     |                 | 2         | 2             | 0
        """,
    )
    assert 'di "B.csv", "C.csv".' in outcome.ingest_file["reason"][0]
    assert outcome.counted == {"B", "C"}


def test_rejected_and_duplicate_rows_in_one_file():
    outcome = settled([file("A")], readings(A=10), findings(TWO_BAD_ROWS), elsewhere(("A", 0, "A")))
    agrees(
        outcome.ingest_file,
        "status | rows_read | rows_accepted | rows_rejected | rows_duplicate\npartial | 10 | 7 | 2 | 1",
    )
    assert outcome.blanked_value.is_empty()


def test_held_says_numbers_and_what_to_do():
    identities = elsewhere(held={"B": HeldBecause("A", rows=3, rows_replaced=10)})
    outcome = settled(
        [file("A"), file("B")], readings(A=10, B=4), findings(TWO_BAD_ROWS.replace(" A ", " B ")), identities
    )
    agrees(
        outcome.ingest_file,
        """
        path  | status | reason_code  | rows_read | rows_rejected
        A.csv | loaded |              | 10        | 0
        B.csv | held   | much_smaller | 0         | 0
        """,
    )
    reason = outcome.ingest_file["reason"][1]
    assert "3 baris" in reason
    assert '10 baris dari "A.csv"' in reason
    assert 'skm accept "B.csv"' in reason
    assert outcome.rejected_row.is_empty()


def test_nothing_ever_sent():
    outcome = settled([], {}, findings())
    assert outcome.ingest_file.is_empty()
    assert outcome.row_outcome.is_empty()


FOLLOW_UP_ROWS = """
    content | row | rule                          | column      | severity | value
    P       | 1   | follow_up_unsur_unknown       | unsur       | error    | Parkir
    P       | 0   | follow_up_responsible_missing | responsible | warning  |
"""


def test_rows_of_a_follow_up_are_listed_and_nothing_of_it_is_blanked():
    plan = file("P", kind="follow_up")
    outcome = settled([plan, file("A")], readings(P=3, A=2), findings(FOLLOW_UP_ROWS))
    agrees(
        outcome.ingest_file,
        """
        path  | kind      | status  | rows_read | rows_accepted | rows_rejected
        P.csv | follow_up | partial | 3         | 2             | 1
        A.csv | responses | loaded  | 2         | 2             | 0
        """,
    )
    agrees(outcome.rejected_row, "row_number | column_name | value\n3 | unsur | Parkir")
    assert outcome.rejected_row["message"].item() == (
        "Unsur tidak dikenal. Seharusnya: nama salah satu dari sembilan unsur, misalnya Persyaratan."
    )
    assert outcome.blanked_value.is_empty()


def test_a_follow_up_that_is_replaced_says_so_in_its_own_words():
    plans = [file("P", kind="follow_up"), file("Q", kind="follow_up")]
    replaced = elsewhere(("P", 0, "Q"), ("P", 2, "Q"))
    outcome = settled(plans, readings(P=3, Q=1), findings(FOLLOW_UP_ROWS), replaced)
    agrees(
        outcome.ingest_file,
        """
        path  | status     | reason_code     | rows_read | rows_accepted | rows_rejected | rows_duplicate
        P.csv | superseded | newer_elsewhere | 3         | 0             | 1             | 2
        Q.csv | loaded     |                 | 1         | 1             | 0             | 0
        """,
    )
    reason = outcome.ingest_file["reason"].drop_nulls().item()
    assert reason == 'Tindak lanjut unit dan periode ini sudah ada, lebih baru, di "Q.csv".'
    assert outcome.counted == {"Q"}


def test_a_file_replaced_because_somebody_said_so_is_not_said_to_stand_elsewhere():
    elsewhere_now = elsewhere(("A", 0, "B"))
    for as_said, code in ((frozenset("A"), "replaced_as_said"), (frozenset(), "newer_elsewhere")):
        identities = replace(elsewhere_now, as_said=as_said)
        outcome = settled([file("A"), file("B")], readings(A=1, B=1), findings(), identities)
        assert outcome.ingest_file["reason_code"].to_list() == [code, None]


def test_only_the_same_people_are_duplicates():
    both = elsewhere(("A", 0, "B"), ("A", 1, "B"), ("A", 2, "B"))
    replaced = pl.DataFrame({"content_id": ["A", "A"], "row_index": [1, 2]}, schema=ROW)
    outcome = settled(
        [file("A"), file("B")], readings(A=4, B=1), findings(), replace(both, replaced=replaced), answered=()
    )
    agrees(
        outcome.ingest_file,
        """
        path  | status | rows_read | rows_accepted | rows_rejected | rows_duplicate | rows_replaced
        A.csv | loaded | 4         | 1             | 0             | 1              | 2
        B.csv | loaded | 1         | 1             | 0             | 0              | 0
        """,
    )


def test_people_of_another_unit_are_said_to_be_hers():
    identities = replace(elsewhere(("A", 0, "B")), of_other_unit={"A": "Kecamatan Mawar"})
    outcome = settled([file("A"), file("B")], readings(A=1, B=1), findings(), identities)
    assert outcome.ingest_file["reason"].drop_nulls().to_list() == [
        'Diputuskan bahwa respondennya milik Kecamatan Mawar; mereka dihitung di "B.csv".'
    ]


def test_a_file_whose_rejected_rows_all_came_back_is_taken_in_whole():
    outcome = settled(
        [file("A"), file("C", is_correction=True)],
        readings(A=10, C=2),
        findings(TWO_BAD_ROWS),
        answered=[("A", 1, "C"), ("A", 3, "C")],
    )
    agrees(
        outcome.ingest_file,
        """
        path  | status | reason | rows_read | rows_accepted | rows_rejected | rows_duplicate
        A.csv | loaded |        | 10        | 8             | 0             | 2
        C.csv | loaded |        | 2         | 2             | 0             | 0
        """,
    )
    assert outcome.rejected_row.is_empty()
    agrees(outcome.row_outcome, "content_id | row_index | outcome\nA | 1 | duplicate\nA | 3 | duplicate")


def test_of_a_row_that_did_not_come_back_the_file_is_still_asked():
    outcome = settled([file("A")], readings(A=10), findings(TWO_BAD_ROWS), answered=[("A", 1, "C")])
    agrees(outcome.ingest_file, "status | rows_accepted | rows_rejected | rows_duplicate\npartial | 8 | 1 | 1")
    agrees(outcome.rejected_row, "row_number | rule\n5 | date_unreadable")


def test_a_refused_file_of_which_every_row_came_back_is_superseded():
    found = findings(TWO_BAD_ROWS)
    some = settled([file("A"), file("C")], readings(A=4, C=3), found, share=0.2, answered=[("A", 1, "C")])
    agrees(
        some.ingest_file.filter(path="A.csv"),
        "status | reason_code | rows_accepted | rows_rejected | rows_duplicate\nrejected | mostly_rejected | 0 | 3 | 1",
    )
    every = [("A", row, "C") for row in range(4)]
    whole = settled([file("A"), file("C")], readings(A=4, C=4), found, share=0.2, answered=every)
    agrees(
        whole.ingest_file.filter(path="A.csv"),
        "status | reason_code | rows_rejected | rows_duplicate\nsuperseded | newer_elsewhere | 0 | 4",
    )
    assert whole.rejected_row.is_empty()


def test_a_row_that_its_sender_took_back_is_rejected_and_not_asked_for():
    empty = [f"C | 0 | u{number}_missing | u{number} | error | " for number in range(1, 10)]
    found = findings("\n".join(["content | row | rule | column | severity | value", *empty]))
    outcome = settled([file("C", is_correction=True)], readings(C=1), found)
    agrees(outcome.ingest_file, "status | rows_accepted | rows_rejected | rows_duplicate\nloaded | 0 | 1 | 0")
    agrees(outcome.rejected_row, f"row_number | column_name | rule\n2 | | {ROW_WITHDRAWN}")
    asked = settled([file("C")], readings(C=1), found)  # an export's own row without answers is to be corrected
    agrees(asked.ingest_file, "status | reason_code\nrejected | mostly_rejected")
