"""What `settings.toml` may say: the ends of every number, and the sentence about what is wrong."""

import re
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.settings import Regency, Settings, load_settings, own_settings, settings_template

NUMBERS = [
    # key, default, lowest, highest (None: no end)
    ("thresholds.small_cell", 10, 2, None),
    ("ranking.minimum_respondents", 30, 1, None),
    ("survey.preparation_days", 5, 1, None),
    ("survey.analysis_days", 22, 1, None),
    ("survey.reporting_days", 5, 1, None),
    ("portal.session_minutes", 60, 5, 1440),
    ("portal.sessions_per_account", 10, 1, 100),
    ("portal.upload_megabytes", 50, 1, 500),
    ("portal.uploads_at_once", 2, 1, 20),
    ("portal.upload_minutes", 15, 1, 240),
    ("portal.uploads_waiting", 20, 1, 500),
    ("portal.uploads_waiting_megabytes", 200, 1, None),
    ("portal.login_attempts", 5, 1, 100),
    ("portal.login_wait_minutes", 15, 1, 1440),
    ("portal.request_seconds", 20, 1, 300),
    ("portal.query_seconds", 30, 1, 600),
    ("portal.query_rows", 100_000, 500, None),
    ("portal.audit_days", 730, 30, None),
    ("limits.file_megabytes", 100, 1, None),
    ("limits.inflated_megabytes", 400, 1, None),
    ("limits.rows", 300_000, 1, None),
    ("limits.columns", 512, 9, 16_384),
    ("limits.archive_depth", 1, 1, 3),
    ("limits.archive_members", 500, 1, None),
    ("limits.parser_megabytes", 3000, 500, None),
    ("limits.parser_seconds", 120, 1, None),
    ("closing.rank_change", 5, 0, None),
    ("closing.units_lost", 0, 0, None),
    ("inbox.poll_seconds", 60, 5, 86_400),
    ("inbox.settle_seconds", 30, 0, 3600),
    ("engine.workers", 2, 1, 256),
    ("reminders.grace_days", 14, 0, 366),
    ("schedules.backup_days", 2, 0, 366),
    ("retention.personal_days", 0, 0, None),
    ("retention.answers_years", 0, 0, None),
    ("warehouse.daily_versions", 90, 0, 3660),
]
SHARES = [
    # key, default, just allowed, refused
    ("thresholds.rejected_share", 0.5, (0.001, 1.0), (0.0, 1.001)),
    ("thresholds.out_of_scale_share", 0.05, (0.001, 0.999), (0.0, 1.0)),
    ("thresholds.snapshot_shrink", 2.0, (1.001, 1000.0), (1.0,)),
    ("closing.index_change", 5.0, (0.0, 100.0), (-0.001,)),
    ("closing.regency_change", 2.0, (0.0, 100.0), (-0.001,)),
    ("closing.respondents_share", 0.5, (0.0, 10.0), (-0.001,)),
]


def settings_with(tmp_path: Path, key: str, value: object) -> Settings:
    section, _, name = key.partition(".")
    path = tmp_path / "settings.toml"
    path.write_text(f"[{section}]\n{name} = {value}\n", encoding="utf-8")
    return load_settings(path)


def value_of(settings: Settings, key: str) -> object:
    section, _, name = key.partition(".")
    return getattr(getattr(settings, section), name)


@pytest.mark.parametrize(("key", "default", "lowest", "highest"), NUMBERS)
def test_ends_of_a_number(tmp_path, key, default, lowest, highest):
    assert value_of(Settings(), key) == default
    for value in (lowest, highest if highest is not None else 1_000_000):
        assert value_of(settings_with(tmp_path, key, value), key) == value
    for value in (lowest - 1, *([] if highest is None else [highest + 1])):
        with pytest.raises(ConfigurationError, match=rf"'{key}' berisi {value}, tidak dapat dipakai"):
            settings_with(tmp_path, key, value)


@pytest.mark.parametrize(("key", "default", "allowed", "refused"), SHARES)
def test_ends_of_a_share(tmp_path, key, default, allowed, refused):
    assert value_of(Settings(), key) == default
    for value in allowed:
        assert value_of(settings_with(tmp_path, key, value), key) == value
    for value in refused:
        with pytest.raises(ConfigurationError, match=f"'{key}'"):
            settings_with(tmp_path, key, value)


def test_every_number_of_the_settings_stands_here():
    numbers = {
        f"{section}.{name}"
        for section, values in Settings().model_dump().items()
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert numbers == {key for key, *_ in NUMBERS} | {key for key, *_ in SHARES}


@pytest.mark.parametrize(
    "key",
    [
        *("regency.name", "regency.code", "regency.bps_code", "regency.capital", "regency.organiser"),
        *("survey.channel", "portal.license"),
    ],
)
def test_what_may_not_be_empty(tmp_path, key):
    with pytest.raises(ConfigurationError, match=f"'{key}'"):
        settings_with(tmp_path, key, '""')
    others = '\ncode = "x"\nbps_code = "x"\ncapital = "x"' if key == "regency.name" else ""
    assert value_of(settings_with(tmp_path, key, f'"x"{others}'), key) == "x"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("method.weight", '"0.12"', r"Pilihan: .*\"0\.11\".*Bawaan: '0\.11'\."),
        (
            "reports.kinds",
            '["week"]',
            r"Artinya: jenis periode yang dibuatkan laporan\. Pilihan: \"year\", \"semester\"",
        ),
        ("portal.session_minutes", 4, r"Paling kecil 5\. Paling besar 1440\. Bawaan: 60\."),
        ("thresholds.out_of_scale_share", 1.0, r"Lebih dari 0\. Kurang dari 1\. Bawaan: 0\.05\."),
        ("limits.rows", '"banyak"', r"'banyak', tidak dapat dipakai\. Artinya: baris terbanyak"),
        ("portal.trusted_proxies", "[1]", r"Bawaan: \[\]\."),
        ("method.wheight", 1, r"kunci 'method\.wheight' tidak dikenal\. Yang dikenal: weight, headline\."),
        ("methods.weight", 1, r"kunci 'methods' tidak dikenal\. Yang dikenal: regency, method, "),
    ],
)
def test_what_is_wrong_and_what_is_right(tmp_path, key, value, said):
    with pytest.raises(ConfigurationError, match=said):
        settings_with(tmp_path, key, value)


def test_a_section_that_is_none(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("method = 1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"'method' berisi 1.*Seharusnya sebuah bagian, misalnya \[method\]"):
        load_settings(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "tidak dapat dibaca"), (b"[method", "bukan TOML yang benar"), (None, "Jalankan 'skm init'")],
)
def test_a_file_that_cannot_be_read(tmp_path, content, said):
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=said):
        load_settings(path)


@pytest.mark.parametrize(
    ("regency", "left"),
    [
        (('"Kabupaten Lumajang"', '"35.08"', '"3508"', '"Lumajang"'), set()),
        (('"Kabupaten Sleman"', '"34.04"', '"3404"', '"Sleman"'), {"survey.channel", "survey.source"}),
        (
            ('"Kabupaten Lumajang"', '"35.16"', '"3516"', '"Mojokerto"'),
            {"regency.code", "regency.bps_code", "regency.capital"},
        ),
        (('"Kota Mojokerto"', '"35.76"', '"3576"', '"Mojokerto"'), set()),
        (('"Kabupaten Mojokerto"', '"35.16"', '"3516"', '"Mojokerto"'), set()),
    ],
)
def test_what_is_left_of_the_samples_in_another_regency(tmp_path, regency, left):
    path = tmp_path / "settings.toml"
    lines = [f"{key} = {value}" for key, value in zip(("name", "code", "bps_code", "capital"), regency, strict=True)]
    path.write_text("\n".join(["[regency]", *lines, ""]), encoding="utf-8")
    if not left:
        assert load_settings(path).regency.name == regency[0].strip('"')
        return
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    assert set(re.findall(r": '([a-z_.]+)' adalah", str(caught.value))) == left


def test_a_home_of_ones_own_has_nothing_of_the_samples(tmp_path):
    path = tmp_path / "settings.toml"
    own = own_settings(Regency(name='Kabupaten "Lumajang"', code="34.04", bps_code="–", capital="Lumajang\x7f"))
    path.write_text(settings_template(own), encoding="utf-8")
    assert load_settings(path) == own


def test_the_template_is_the_defaults(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(settings_template(), encoding="utf-8")
    assert load_settings(path) == Settings()
    lines = settings_template().splitlines()
    assert (
        lines[lines.index("staff_code = true") - 1] == "# petugas kabupaten harus memakai kode dari ponsel selain sandi"
    )
    assert '# jenis periode yang dibuatkan laporan (pilihan: "year", "semester", "quarter", "month")' in lines


def test_the_fingerprint_is_of_what_is_published_and_printed():
    plain = Settings()
    assert Settings(closing=plain.closing.model_copy(update={"rank_change": 9})).fingerprint == plain.fingerprint
    changed = plain.thresholds.model_copy(update={"small_cell": 11})
    assert Settings(thresholds=changed).fingerprint != plain.fingerprint
    assert len(plain.fingerprint) == 16
