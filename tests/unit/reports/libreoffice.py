"""LibreOffice as a second reader of the documents we write.

Belongs here: starting it. It opens a document as staff's office programs do and writes it again in another
format: a document that it cannot read, or repairs away, shows in what comes out. Not here: any expectation.
"""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LONGEST_SECONDS = 180


def convert(path: Path, target_format: str, out_dir: Path) -> Path:
    """The document in another format (`pdf`, `xlsx`; `xlsx:Calc MS Excel 2007 XML` names a filter), in `out_dir`.

    Formulas are computed afresh. `make test` brings LibreOffice where it is missing."""
    (written,) = convert_all([path], target_format, out_dir)
    return written


def convert_all(paths: Sequence[Path], target_format: str, out_dir: Path) -> list[Path]:
    """Several documents, by one LibreOffice: most of what it does is starting."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program is not None, "LibreOffice is not installed: make tools"
    out_dir.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={_profile().as_uri()}",
            *("--convert-to", target_format, "--outdir", str(out_dir)),
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    written = [out_dir / f"{path.stem}.{target_format.partition(':')[0]}" for path in paths]
    assert result.returncode == 0, result.stdout + result.stderr
    assert all(one.is_file() for one in written), f"LibreOffice wrote nothing: {result.stdout}{result.stderr}"
    return written


@cache
def _profile() -> Path:
    """A profile of this test session's own: LibreOffice takes seconds to make one, and two processes
    cannot share one. It always recalculates, which is off for files written by others."""
    profile = Path(tempfile.mkdtemp(prefix="skm-libreoffice-"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    return profile


_RECALCULATION = "/org.openoffice.Office.Calc/Formula/Load"
_ALWAYS_RECALCULATE = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="{_RECALCULATION}"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="{_RECALCULATION}"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
