"""The check for known weaknesses, against a source that answers as OSV does (https://google.github.io/osv.dev/post-v1-query/)."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WEAK = {
    "id": "PYSEC-2099-1",
    "summary": "Made up for a test.",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


@contextmanager
def source(status: int, answers: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the packages it was asked about; `answers` by package."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(query["package"]["name"])
            body = json.dumps(answers.get(asked[-1], {})).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
        server.shutdown()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script beside a lock of two packages: of all of them it asks one after the other."""
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    locked = [block for block in blocks if block.startswith(("jinja2==", "pydantic=="))]
    assert len(locked) == 2
    (tmp_path / "requirements.lock").write_text("\n".join(locked) + "\n", encoding="utf-8")
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / ".ci").mkdir()
    return shutil.copy(ROOT / ".ci" / "advisories", tmp_path / ".ci" / "advisories")


@pytest.mark.parametrize(
    ("status", "answers", "code", "said"),
    [
        (200, {}, 0, "No known vulnerabilities found"),
        (200, {"jinja2": {"vulns": [WEAK]}}, 1, "PYSEC-2099-1"),
        (503, {}, 0, "Advisories skipped"),
    ],
)
def test_what_the_source_says(
    script: Path, status: int, answers: Mapping[str, object], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with source(status, answers) as (address, asked):
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", address)
        done = subprocess.run([script], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert said in done.stdout
    assert set(asked) == {"jinja2", "pydantic"} or (status == 503 and asked)
