"""A typo in the settings costs the public nothing: the real command, its site, and the way back."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from cli import serving
from contracts import home_format
from portal.server import private_addresses
from tests.unit.portal.server.server_home import Server, small_home, write


def test_the_public_keeps_its_site_while_the_settings_are_wrong(tmp_path: Path, small_warehouse: Path) -> None:
    home = small_home(tmp_path / "data", small_warehouse)
    write(home.settings, "[portal]\nsesion_minutes = 5\n")
    command = [sys.executable, "-m", "cli.main", "serve", "--home", str(home.root), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[3]

            def asked(path: str) -> tuple[int, str]:
                try:
                    with urllib.request.urlopen(f"{address}{path}", timeout=20) as answer:
                        assert answer.headers["X-Content-Type-Options"] == "nosniff"
                        return answer.status, answer.read().decode()
                except urllib.error.HTTPError as error:
                    return error.code, error.read().decode()

            assert "isi portal" in asked("/")[1]
            assert asked("/2024/")[0] == 200
            for path in ("/masuk", "/petugas", "/unit/35.16.01", "/metrics", "/berkas/2024/35.16.01/x.pdf"):
                status, said = asked(path)
                assert (status, "halaman publik tetap terbuka" in said) == (503, True), path
            assert asked("/tidak-ada")[0] == 404
            assert asked("/../settings.toml")[0] == 404
            assert json.loads(asked("/health")[1]) == {"portal": "public only", "well": False}

            write(home.settings, "[portal]\nsession_minutes = 5\n")
            address = process.stdout.readline().split()[3]
            end = time.monotonic() + 20
            while asked("/masuk")[0] != 200:
                assert time.monotonic() < end
            assert json.loads(asked("/health")[1])["portal"] == "up"
        finally:
            process.terminate()
            _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "kunci 'portal.sesion_minutes' tidak dikenal" in said
    assert "hanya situs publik yang dibuka" in said


def test_without_a_site_wrong_settings_end_it(tmp_path: Path) -> None:
    write(tmp_path / "settings.toml", "[portal]\nsesion_minutes = 5\n")
    command = [sys.executable, "-m", "cli.main", "serve", "--home", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "sesion_minutes" in done.stderr


def test_of_a_newer_programs_home_the_site_alone_is_shown(tmp_path: Path, small_warehouse: Path) -> None:
    home = small_home(tmp_path / "data", small_warehouse)
    write(home.settings, "[portal]\nsession_minutes = 5\n")
    assert serving._can_be_meant(home)
    about = home_format.enter(home, "2.0").model_copy(update={"format": home_format.FORMAT + 1})
    home.about.write_text(about.model_dump_json(), encoding="utf-8")
    assert not serving._can_be_meant(home)


def test_every_address_behind_a_login_is_known_as_private(server: Server) -> None:
    """So that a login leads back to it, and it is not told as missing while the portal is closed."""
    paths = {str(getattr(route, "path", "")).split("/")[1] for route in server.app.routes}
    public = {"{path:path}", "health"}
    assert paths - public == {*private_addresses.PAGES, *private_addresses.OTHERS}
