from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.settings import Settings, Survey
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.unit_figures import UnitFigures, comparable, public_figures, unit_figures
from reports.unit.unit_analysis import analysis
from reports.unit.unit_report import unit_report
from reports.wording import follow_up_sentences, trend_sentences, unit_sentences
from reports.wording.indonesian import month_span, number_and_words
from reports.writers.blocks import TableBlock
from tests.unit.reports.printed_texts import said

Rows = dict[str, Any]


def test_the_seed_in_sentences(jatirejo: UnitFigures) -> None:
    assert unit_sentences.index_sentence(jatirejo) == (
        "Indeks Kepuasan Masyarakat (IKM) Kecamatan Jatirejo pada tahun 2024 adalah 93,61 dengan mutu pelayanan "
        "A (Sangat Baik), berdasarkan jawaban 615 responden."
    )
    lowest, highest = unit_sentences.unsur_sentences(jatirejo)
    assert lowest == (
        "Tiga unsur dengan nilai terendah, yang menjadi prioritas perbaikan: Sarana dan Prasarana (U9) dengan NRR "
        "3,71; Produk Spesifikasi Jenis Pelayanan (U5) dengan NRR 3,71; Persyaratan (U1) dengan NRR 3,71."
    )
    assert highest == (
        "Tiga unsur dengan nilai tertinggi: Biaya/Tarif (U4) dan Penanganan Pengaduan, Saran dan Masukan (U8)"
        ", sama-sama dengan NRR 4,00; Kompetensi Pelaksana (U6) dengan NRR 3,74."
    )
    assert unit_sentences.method_sentence(jatirejo) == (
        "IKM dihitung dengan bobot 0,11 untuk setiap unsur; nilai dengan bobot 1/9: 94,56."
    )


def test_ranks_that_cannot_be_told_apart_are_said(jatirejo: UnitFigures) -> None:
    assert jatirejo.rank_in_type is not None
    assert unit_sentences.rank_sentence(jatirejo, jatirejo.rank_in_type) == (
        "Unit ini berada pada peringkat 3 dari 18 kecamatan; secara statistik peringkat itu tidak dapat dibedakan "
        "dari peringkat 1 sampai 6."
    )


def test_a_tied_rank_is_named(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_ranking"][0] |= {"tied": True, "rank_low": 3, "rank_high": 3}
    figures = unit_figures(**jatirejo_rows)
    assert figures.rank_in_type is not None
    assert unit_sentences.rank_sentence(figures, figures.rank_in_type) == (
        "Unit ini berada pada peringkat 3 dari 18 kecamatan, bersama unit lain dengan IKM yang sama."
    )


def test_a_unit_that_is_not_ranked_is_told_why(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_ranking"][0] |= {"rank": None, "rank_low": None, "rank_high": None, "minimum_respondents": 30}
    figures = unit_figures(**jatirejo_rows)
    assert figures.rank_in_type is not None
    assert unit_sentences.rank_text(figures.rank_in_type) == "tidak diperingkat"
    assert unit_sentences.rank_remark(figures.rank_in_type) == "respondennya kurang dari 30"
    assert unit_sentences.rank_sentence(figures, figures.rank_in_type) == (
        "Unit ini tidak diperingkat di antara kecamatan, karena respondennya kurang dari 30: dari jawaban sesedikit "
        "itu urutan unit lebih banyak ditentukan oleh kebetulan."
    )


def test_an_interval_across_a_limit_is_said_in_one_clause(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {"grade_certain": False}
    assert unit_sentences.interval_sentence(unit_figures(**jatirejo_rows)) == (
        f"Dengan tingkat kepercayaan {unit_sentences.CONFIDENCE_LABEL}, IKM terletak antara 92,95 dan 94,27; selang "
        "itu melewati batas mutu, sehingga mutu di sebelahnya juga mungkin."
    )


@pytest.mark.parametrize("told_apart", [False, None])
def test_what_may_be_chance_is_neither_rise_nor_fall(jatirejo_rows: Rows, told_apart: bool | None) -> None:
    jatirejo_rows["ikm_unit"] |= {
        "change_distinguishable": told_apart,
        "change_low": "-0.40" if told_apart is False else None,
        "change_high": "15.46" if told_apart is False else None,
    }
    figures = unit_figures(**jatirejo_rows)
    percent = unit_sentences.CONFIDENCE_LABEL
    interval = f", dengan selang kepercayaan {percent} −0,40 sampai +15,46" if told_apart is False else ""
    assert trend_sentences.change_text(figures) == "+7,53, tidak dapat dibedakan"
    assert trend_sentences.change_word(figures.index) == "tidak dapat dibedakan"
    assert trend_sentences.trend_sentences(figures)[0] == (
        "IKM 93,61 pada tahun 2024 tidak dapat dibedakan dari 86,08 pada tahun 2023: selisih +7,53"
        f"{interval} dapat terjadi karena respondennya berbeda; mutunya berubah dari B (Baik) menjadi A (Sangat Baik)."
    )


def test_nine_equal_unsur_have_no_lowest(jatirejo_rows: Rows) -> None:
    for row in jatirejo_rows["ikm_unsur"]:
        row |= {"nrr": 4.0, "score": "100.00", "order_from_lowest": 1, "order_from_highest": 1}
    figures = unit_figures(**jatirejo_rows)
    assert figures.lowest_unsur == figures.highest_unsur == ()
    assert unit_sentences.unsur_sentences(figures) == (
        "Kesembilan unsur mendapat nilai yang sama (NRR 4,00), sehingga tidak ada unsur terendah atau tertinggi.",
    )


def test_eight_equal_unsur_are_highest_and_never_lowest(jatirejo_rows: Rows) -> None:
    for row in jatirejo_rows["ikm_unsur"]:
        row |= {"nrr": 4.0, "order_from_lowest": 2, "order_from_highest": 1}
    jatirejo_rows["ikm_unsur"][2] |= {"nrr": 3.5, "order_from_lowest": 1, "order_from_highest": 9}
    figures = unit_figures(**jatirejo_rows)
    assert [one.unsur_code for one in figures.lowest_unsur] == ["U3"]
    lowest, highest = unit_sentences.unsur_sentences(figures)
    assert lowest.startswith("Satu unsur dengan nilai terendah")
    assert highest.startswith("Delapan unsur dengan nilai tertinggi")


def test_a_grade_that_depends_on_the_weight_is_noted(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {
        "ikm": "88.00", "mutu": "B", "kinerja": "Baik", "ikm_ninth": "88.89", "mutu_ninth": "A",
        "grade_depends_on_weight": True,
    }  # fmt: skip
    assert unit_sentences.notes(unit_figures(**jatirejo_rows))[0] == (
        "Mutu unit ini bergantung pada bobot yang dipakai: dengan bobot 0,11 IKM 88,00, mutu B (Baik); "
        "dengan bobot 1/9 IKM 88,89, mutu A (Sangat Baik)."
    )


def test_too_few_respondents_are_noted(jatirejo_rows: Rows) -> None:
    few = {"respondents": 29, "service_recipients": 61500, "sample_needed": 382, "sample_met": False}
    jatirejo_rows["ikm_unit"] |= few
    assert unit_sentences.notes(unit_figures(**jatirejo_rows))[0] == (
        "Untuk 61.500 penerima layanan, kebutuhan sampel menurut rumus Krejcie dan Morgan adalah 382 responden, "
        "sedangkan kuesioner yang sah baru 29. Kebutuhan itu belum terpenuhi, sehingga IKM ini perlu dibaca dengan "
        "hati-hati."
    )


def test_one_respondent_has_no_interval(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {"respondents": 1, "ikm_low": None, "ikm_high": None}
    notes = unit_sentences.notes(unit_figures(**jatirejo_rows))
    assert "Karena hanya ada satu responden, selang kepercayaan tidak dapat dihitung." in notes


@pytest.mark.parametrize(
    ("kept", "note"),
    [
        (
            {"gender"},
            "Profil responden tidak lengkap: berkas sumber tidak memuat usia, pendidikan, dan pekerjaan responden.",
        ),
        (
            set(),
            "Profil responden tidak tersedia: berkas sumber tidak memuat jenis kelamin, usia, pendidikan, dan "
            "pekerjaan responden.",
        ),
    ],
)
def test_a_missing_profile_is_said_to_be_missing(jatirejo_rows: Rows, kept: set[str], note: str) -> None:
    jatirejo_rows["respondent_profile"] = [
        row if row["characteristic"] in kept else {**row, "category": "unknown"}
        for row in jatirejo_rows["respondent_profile"]
        if row["characteristic"] in kept or row["category"] in ("L", "<20", "SD", "Lainnya")
    ]
    assert note in unit_sentences.notes(unit_figures(**jatirejo_rows))


def test_undated_files_and_the_callers_notes_are_listed(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ingest_file"][0] |= {"period_code": "2024", "rows_rejected": 0}
    assert unit_sentences.notes(unit_figures(**jatirejo_rows, notes=("Catatan tambahan.",))) == (
        "Berkas sumber tidak memuat tanggal pengisian; jawabannya dihitung pada periode yang disebut berkas "
        "itu (tahun 2024).",
        "Catatan tambahan.",
    )


def test_of_how_many_parts_without_dates_a_figure_is(jatirejo_rows: Rows) -> None:
    assert unit_sentences.parts_sentence(unit_figures(**jatirejo_rows)) == ""
    jatirejo_rows["ikm_unit"] |= {"undated_parts": "2024-S2|2024-TW1|2024-TW2"}
    said = (
        "Angka ini dari 1 semester dan 2 triwulan yang dikirim tanpa tanggal pengisian: triwulan I, triwulan II, dan "
        "semester II."
    )
    figures = unit_figures(**jatirejo_rows)
    assert unit_sentences.notes(figures)[0] == said
    assert unit_sentences.source_sentence(figures).endswith(said)


@pytest.mark.parametrize(
    ("change", "value", "base"),
    [
        ("1.28", "naik 1,28", "dari tahun 2023"),
        ("-0.45", "turun 0,45", "dari tahun 2023"),
        ("0.00", "tetap", "dari tahun 2023"),
        (None, "tidak ada", "belum ada IKM tahun 2023"),
    ],
)
def test_changes(jatirejo_rows: Rows, change: str | None, value: str, base: str) -> None:
    jatirejo_rows["ikm_unit"] |= {"change": change}
    figures = unit_figures(**jatirejo_rows)
    assert (trend_sentences.change_text(figures), trend_sentences.change_base_text(figures)) == (value, base)


def test_an_index_without_its_nine_unsur_is_our_fault(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unsur"].pop()
    with pytest.raises(ValueError, match="nine unsur"):
        unit_figures(**jatirejo_rows)


@pytest.mark.parametrize(
    ("first", "last", "days", "sentence", "months"),
    [
        (
            date(2024, 1, 2),
            date(2024, 11, 29),
            239,
            "Pengumpulan data berlangsung dalam kurun 11 (sebelas) bulan (Januari – November 2024): jawaban pertama "
            "bertanggal 2 Januari 2024, jawaban terakhir 29 November 2024.",
            "Januari – November 2024",
        ),
        (
            date(2024, 5, 6),
            date(2024, 5, 7),
            2,
            "Pengumpulan data berlangsung dalam kurun 1 (satu) bulan (Mei 2024): jawaban pertama bertanggal 6 Mei "
            "2024, jawaban terakhir 7 Mei 2024.",
            "Mei 2024",
        ),
        (date(2024, 5, 6), date(2024, 5, 6), 1, "Semua jawaban bertanggal 6 Mei 2024.", "Mei 2024"),
        (
            None,
            None,
            None,
            "Berkas sumber tidak memuat tanggal pengisian, sehingga waktu pengumpulan data hanya diketahui sebagai "
            "tahun 2024.",
            "Tahun 2024",
        ),
    ],
)
def test_when_the_answers_were_given(
    jatirejo_rows: Rows, first: date | None, last: date | None, days: int | None, sentence: str, months: str
) -> None:
    jatirejo_rows["collection"] |= {"first_response_date": first, "last_response_date": last, "working_days": days}
    figures = unit_figures(**jatirejo_rows)
    assert unit_sentences.collection_sentence(figures) == sentence
    assert unit_sentences.collection_months(figures) == months
    assert unit_sentences.collection_days(figures) == ("tidak diketahui" if days is None else str(days))


def test_holidays_of_the_period_are_no_working_days_and_others_change_nothing(jatirejo_rows: Rows) -> None:
    plain = unit_figures(**jatirejo_rows)
    assert "termasuk hari libur nasional" in unit_sentences.working_days_sentence(plain)
    for days, words in (
        ((date(2023, 12, 25), date(2025, 1, 1)), "termasuk hari libur nasional"),
        ((date(2024, 12, 25),), "di luar hari libur nasional dan cuti bersama"),
    ):
        figures = unit_figures(**jatirejo_rows | {"settings": Settings(survey=Survey(holidays=days))})
        assert words in unit_sentences.working_days_sentence(figures)
        assert (figures == plain) == (words == "termasuk hari libur nasional")


@pytest.mark.parametrize(
    ("mode", "means", "sentence"),
    [
        ("", (), ""),
        ("daring", (), "Kuesioner diisi oleh responden secara daring."),
        (
            "campuran",
            ("stiker QR di loket", "pendampingan petugas"),
            "Kuesioner diisi oleh responden secara daring dan dengan kuesioner kertas (campuran) melalui stiker QR "
            "di loket dan pendampingan petugas.",
        ),
        ("", ("FGD dalam rapat bersama",), "Kuesioner diisi oleh responden melalui FGD dalam rapat bersama."),
    ],
)
def test_how_the_questionnaire_was_filled_in(
    jatirejo: UnitFigures, mode: str, means: tuple[str, ...], sentence: str
) -> None:
    figures = jatirejo.model_copy(update={"survey_mode": mode, "survey_means": means})
    assert unit_sentences.mode_sentence(figures) == sentence
    assert ("Kuesioner diisi oleh responden" in said(unit_report(figures).blocks)) == (sentence != "")


def test_the_public_is_told_the_period_and_no_day(jatirejo: UnitFigures) -> None:
    figures = public_figures(jatirejo)
    assert unit_sentences.collection_sentence(figures) == (
        "Hasil ini memuat jawaban dari tahun 2024. Hari jawaban pertama dan terakhir tidak ditampilkan kepada publik "
        "karena merupakan hari kunjungan perorangan."
    )
    assert unit_sentences.collection_months(figures) == "Tahun 2024"
    assert unit_sentences.collection_days(figures) == "tidak ditampilkan"


def test_months_and_numbers_in_words() -> None:
    assert month_span(date(2023, 11, 1), date(2024, 2, 1)) == "November 2023 – Februari 2024"
    words = {0: "nol", 10: "sepuluh", 11: "sebelas", 12: "dua belas", 20: "dua puluh", 100: "seratus"}
    words |= {121: "seratus dua puluh satu", 999: "sembilan ratus sembilan puluh sembilan"}
    for number, text in words.items():
        assert number_and_words(number) == f"{number} ({text})"
    assert number_and_words(1000) == "1.000"


def test_dates_that_only_some_answers_have(jatirejo_rows: Rows) -> None:
    jatirejo_rows["collection"] |= {"dated_respondents": 500}
    said = unit_sentences.collection_sentence(unit_figures(**jatirejo_rows))
    assert said.endswith(" Keterangan ini menurut 500 dari 615 jawaban yang bertanggal.")


def test_unsur_that_only_look_equal_are_explained(jatirejo: UnitFigures, extremes: dict[str, UnitFigures]) -> None:
    assert unit_sentences.order_sentence(jatirejo)
    assert not unit_sentences.order_sentence(extremes["every_grade"])
    assert not unit_sentences.order_sentence(extremes["few_respondents"])  # eight are equal and named as such


def test_grades_of_the_unsur(jatirejo: UnitFigures, extremes: dict[str, UnitFigures]) -> None:
    assert unit_sentences.grades_sentence(jatirejo) == "Kesembilan unsur bermutu A (Sangat Baik)."
    assert unit_sentences.grades_sentence(extremes["every_grade"]) == (
        "Dari sembilan unsur, dua unsur bermutu A (Sangat Baik), dua unsur bermutu B (Baik), dua unsur bermutu "
        "C (Kurang Baik), dan tiga unsur bermutu D (Tidak Baik)."
    )


def test_ties_among_the_unsur_are_noted(jatirejo: UnitFigures, extremes: dict[str, UnitFigures]) -> None:
    def ties(figures: UnitFigures) -> list[str]:
        return [note for note in unit_sentences.notes(figures) if "sama, " in note]

    assert ties(jatirejo) == []
    assert ties(extremes["few_respondents"]) == [
        "Karena ada nilai yang sama, delapan unsur disebut sebagai unsur terendah."
    ]
    assert ties(extremes["one_respondent"]) == [
        "Tujuh unsur bernilai sama, sehingga disebut di antara unsur terendah dan juga di antara unsur tertinggi."
    ]


def test_trends(jatirejo: UnitFigures, extremes: dict[str, UnitFigures]) -> None:
    assert trend_sentences.trend_sentences(jatirejo) == (
        "IKM naik 7,53 dari 86,08 pada tahun 2023 menjadi 93,61 pada tahun 2024; mutunya berubah dari B (Baik) "
        "menjadi A (Sangat Baik).",
    )
    assert trend_sentences.trend_sentences(extremes["one_respondent"]) == (
        "Baru tahun 2024 yang memiliki IKM, sehingga tren belum dapat ditunjukkan.",
    )
    assert trend_sentences.trend_sentences(extremes["semester"])[1] == (
        "Dari 3 semester yang memiliki IKM, nilai tertinggi adalah 93,61 (semester I tahun 2024) dan nilai terendah "
        "86,05 (semester II tahun 2023)."
    )
    assert [
        trend_sentences.signed_change(change) for change in (Decimal("7.53"), Decimal("-0.45"), Decimal(0), None)
    ] == [
        "+7,53",
        "−0,45",
        "0,00",
        "–",
    ]


def test_across_two_conventions_of_the_weight(jatirejo_rows: Rows) -> None:
    exact = {"2023": Decimal("86.95"), "2024": Decimal("94.56")}
    for row, weight in zip(jatirejo_rows["trend"], ("1/9", "0.11"), strict=True):
        row |= {"weight": weight, "ikm_ninth": exact[row["period_code"]], "mutu_ninth": row["mutu"]}
    jatirejo_rows["ikm_unit"]["change"] = Decimal("7.61")
    figures = unit_figures(**jatirejo_rows)
    assert trend_sentences.trend_sentences(figures) == (
        "Konvensi bobot berganti dari 1/9 (tahun 2023: IKM 86,08) menjadi 0,11 (tahun 2024: IKM 93,61). Dengan bobot "
        "1/9 untuk keduanya, IKM naik 7,61 dari 86,95 pada tahun 2023 menjadi 94,56 pada tahun 2024.",
    )
    assert trend_sentences.change_base_text(figures) == "dari tahun 2023, keduanya dengan bobot 1/9"
    assert trend_sentences.trend_source(figures) == (
        "Bobot: yang dipakai saat angka itu terbit. Perubahan: terhadap tahun tepat sebelumnya; bila bobot keduanya "
        "berbeda, dihitung dari IKM dengan bobot 1/9."
    )
    assert [one.ikm for one in comparable(figures.trend)] == list(exact.values())
    assert [trend_sentences.trend_label(one) for one in figures.trend] == [
        "Tahun 2023: 86,08, bobot 1/9",
        "Tahun 2024: 93,61, bobot 0,11",
    ]
    (table,) = [one for one in analysis(figures) if isinstance(one, TableBlock) and "per Tahun" in one.caption]
    assert [cell.text for cell in table.rows[0]][:5] == ["1.", "Tahun 2023", "86,08", "1/9", "86,95"]
    same = figures.model_copy(update={"index": figures.index.model_copy(update={"change": Decimal(0)})})
    assert trend_sentences.trend_sentences(same)[0].endswith("IKM tahun 2024 sama dengan tahun 2023, yaitu 94,56.")


def test_a_gap_in_the_trend_is_said(jatirejo_rows: Rows) -> None:
    jatirejo_rows["trend"][0] |= {"period_code": "2021", "label": "Tahun 2021"}
    jatirejo_rows["ikm_unit"]["change"] = None
    assert trend_sentences.trend_sentences(unit_figures(**jatirejo_rows)) == (
        "IKM tahun 2023 tidak ada, sehingga perubahan dari periode sebelumnya tidak dapat ditunjukkan.",
    )


def plan_with(plan: FollowUpFigures, *done: bool | None, realisation: str) -> FollowUpFigures:
    actions = tuple(action.model_copy(update={"done": one}) for action, one in zip(plan.actions, done, strict=True))
    counted = {"done": sum(one is True for one in done), "realisation": Decimal(realisation)}
    return plan.model_copy(update={"actions": actions, **counted})


def test_realisation_of_a_plan(jatirejo: UnitFigures) -> None:
    plan = jatirejo.follow_up_before
    assert plan is not None
    assert follow_up_sentences.realisation_formula(plan) == "3 ÷ 3 × 100\u00a0% = 100\u00a0%"
    partly = plan_with(plan, True, True, None, realisation="66.67")
    assert follow_up_sentences.realisation_formula(partly) == "2 ÷ 3 × 100\u00a0% = 66,67\u00a0%"
    assert follow_up_sentences.realisation_sentence(partly) == (
        "Dari 3 (tiga) kegiatan tindak lanjut atas hasil SKM tahun 2023, 2 (dua) sudah dilaksanakan (realisasi "
        "66,67\u00a0%). Realisasi 1 (satu) kegiatan belum dilaporkan dan dihitung belum dilaksanakan."
    )


def test_lowest_unsur_without_an_action_are_named(jatirejo: UnitFigures) -> None:
    assert jatirejo.follow_up is not None
    assert jatirejo.follow_up_before is not None
    assert follow_up_sentences.uncovered_sentence(jatirejo.follow_up.actions, jatirejo.unsur) == ""
    assert follow_up_sentences.uncovered_sentence(jatirejo.follow_up_before.actions, jatirejo.unsur_before) == (
        "Unsur terendah yang tidak termuat dalam rencana ini: Waktu Penyelesaian (U3) dan Produk Spesifikasi Jenis "
        "Pelayanan (U5)."
    )


def test_a_regency_is_said_once(jatirejo: UnitFigures, extremes: dict[str, UnitFigures]) -> None:
    assert unit_sentences.unit_in_regency(jatirejo) == "Kecamatan Jatirejo Kabupaten Mojokerto"
    assert unit_sentences.unit_in_regency(extremes["long_texts"]).count("Kabupaten Mojokerto") == 1
