"""`skm init`: prepares a home and says what it made."""

from pathlib import Path

from cli.output import console
from contracts.home import Home
from pipeline.homes import prepare_home


def initialise(root: Path, *, samples: bool) -> None:
    """Prepares the home and says what was created."""
    home = Home(root)
    created = prepare_home(home, with_samples=samples)
    out = console()
    exports = [path for path in created if path.is_relative_to(home.inbox) and path.is_file()]
    for path in created:
        if path not in exports:
            out.print(f"dibuat: {path}", markup=False)
    if exports:
        out.print(f"disalin: {len(exports)} berkas contoh ke {home.inbox}", markup=False)
    if not created:
        out.print(f"{root} sudah siap; tidak ada yang diubah.", markup=False)
    out.print(f"Berikutnya: taruh berkas unit di {home.inbox}, lalu jalankan skm run --home {root}", markup=False)
