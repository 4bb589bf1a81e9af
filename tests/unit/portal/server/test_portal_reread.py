"""What staff change while the server runs holds at once; what cannot be meant is passed over."""

from pathlib import Path

from contracts.settings import load_settings
from portal.server.reread import Reread


def test_a_changed_file_is_read_anew_and_a_wrong_one_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.touch()
    settings = Reread(path, load_settings)
    assert settings().reports.kinds == ("year", "semester")
    path.write_text('[reports]\nkinds = ["quarter"]\n', encoding="utf-8")
    assert settings().reports.kinds == ("quarter",)
    path.write_text("[reports\n", encoding="utf-8")
    assert settings().reports.kinds == ("quarter",)
    path.write_text('[reports]\nkinds = ["year", "quarter"]\n', encoding="utf-8")
    assert settings().reports.kinds == ("year", "quarter")
