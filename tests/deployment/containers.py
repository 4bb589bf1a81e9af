"""`make containers`: what deploy/compose.yaml says, run in the image of `make image` without an engine of containers.

Each service has namespaces of its own: mounts (the image read-only, /tmp in memory, its volumes), processes, host name,
and a network that is joined to the others' by a bridge, with the names of compose. It runs as its user without any
capability. Commands, environment, health checks, order and the time to stop are read from the file. PostgreSQL is this
machine's, not the image that the file names. Not run: compose itself, the published ports, restarts. Needs root."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
GIVEN = {"SKM_POSTGRES_PASSWORD": "rahasia0123456789", "SKM_PREFECT_AUTH": "0123456789abcdef0123456789abcdef"}
NETWORK = "10.77.0"
ADDRESSES = {name: f"{NETWORK}.{number}" for number, name in enumerate(COMPOSE["services"], 11)}
SWITCH = "skm-switch"

# Of one container: its mounts, then its program. $1 image, $2 hosts file, $3 host name, then pairs of volumes up to --.
INSIDE = """
set -e
root=$(mktemp -d)
hostname "$3"
mount --make-rprivate /
mount --bind "$1" "$root"
hosts=$2; shift 3
while [ "$1" != -- ]; do
  mount --bind "$1" "$root$2"; [ "$3" != ro ] || mount -o remount,bind,ro "$root$2"
  shift 3
done
shift
mount --bind "$hosts" "$root/etc/hosts"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir -m 1777 "$root/dev/shm"
for device in null zero full random urandom; do
  touch "$root/dev/$device"; mount --bind /dev/$device "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -o remount,bind,ro "$root"
exec chroot "$root" bash -c "$INIT" init "$@"
"""
# Process 1, as `init: true` has one: hands SIGTERM on, and ends as its program does.
INIT = """
"$@" & child=$!
trap 'kill -TERM $child' TERM
while :; do wait $child; code=$?; kill -0 $child 2>/dev/null || exit $code; done
"""


def filled(text: str) -> str:
    """As compose fills ${NAME:?…} and $$."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: GIVEN[found[1]], text).replace("$$", "$")


def sh(*command: str | Path, **options: Any) -> str:
    """What a command says. It must end well."""
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout.strip()


@dataclass(frozen=True)
class Image:
    """The image: its files, and what is set in it."""

    root: Path
    environment: tuple[str, ...]
    folder: str

    def program(self, user: str, environment: dict[str, str | None], command: Sequence[str]) -> list[str]:
        """A command as the user, without any right that root has."""
        own = [f"{key}={filled(value)}" for key, value in environment.items() if value is not None]
        drop = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        who = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *drop]
        there = ["sh", "-c", 'cd "$0" && exec "$@"', self.folder]
        return [*who, "env", "-i", f"HOME=/home/{user}", *self.environment, *own, *there, *command]


class Container:
    """One service, or a single command in it."""

    def __init__(
        self, image: Image, name: str, volumes: Path, hosts: Path, command: Sequence[str] | None = None
    ) -> None:
        self.name, self.image, self.service = name, image, COMPOSE["services"][name]
        assert self.service["read_only"]
        assert self.service["cap_drop"] == ["ALL"]
        assert self.service["security_opt"] == ["no-new-privileges:true"]
        mounts = []
        for volume in self.service.get("volumes", ()):
            source, target, *mode = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", volume).split(":")
            folder = volumes / source
            if not folder.exists():  # as a new volume: of whom the image says
                folder.mkdir()
                owner = (image.root / target.lstrip("/")).stat()
                os.chown(folder, owner.st_uid, owner.st_gid)
            mounts += [str(folder), target, mode[0] if mode else "rw"]
        typed = [filled(word) for word in (command or self.service["command"])]
        program = image.program(self.service["user"], self.service["environment"], typed)
        own = ["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--kill-child"]
        inside = ["bash", "-c", INSIDE, "bash", str(image.root), str(hosts), self.service.get("hostname", name)]
        self.log = (volumes / f"{name}.log").open("a+b")
        whole = ["ip", "netns", "exec", f"skm-{name}", *own, *inside, *mounts, "--", *program]
        assert self.service["init"]
        self.process = subprocess.Popen(
            whole, stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env={**os.environ, "INIT": INIT}
        )

    def said(self) -> str:
        return Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def first_process(self) -> int | None:
        """Its process 1, as this machine numbers it; None before it is there, and when it has ended."""
        try:
            return int(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()[0])
        except (OSError, IndexError):
            return None

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """As `docker compose exec`."""
        into = ["nsenter", f"--target={self.first_process()}", "--mount", "--pid", "--uts", "--ipc", "--net", "--root"]
        program = self.image.program(self.service["user"], self.service["environment"], command)
        return subprocess.run([*into, "--wd=/", *program], check=False, text=True, capture_output=True, timeout=120)

    def is_healthy(self) -> bool:
        """What its health check says."""
        kind, *words = self.service["healthcheck"]["test"]
        typed = [filled(word) for word in words]
        return self.ask(*(["sh", "-c", typed[0]] if kind == "CMD-SHELL" else typed)).returncode == 0

    def wait_until_healthy(self, seconds: float) -> None:
        began = time.monotonic()
        while self.first_process() is None or not self.is_healthy():
            self.must_run(began, seconds)
            time.sleep(2)
        print(f"{self.name}: healthy after {time.monotonic() - began:.0f} s", flush=True)

    def must_run(self, began: float, seconds: float) -> None:
        if self.process.poll() is not None or time.monotonic() - began > seconds:
            sys.exit(f"{self.name}: not within {seconds} seconds, or ended\n{self.said()[-6000:]}")

    def stop(self) -> None:
        """As `docker compose stop`: SIGTERM to process 1, and so many seconds."""
        first, began = self.first_process(), time.monotonic()
        if first is not None:
            os.kill(first, signal.SIGTERM)
            code = self.process.wait(float(COMPOSE["x-skm"]["stop_grace_period"].rstrip("s")))
            print(f"{self.name}: stopped after {time.monotonic() - began:.0f} s, exit code {code}", flush=True)

    def kill(self) -> None:
        """Whatever is left, when all is over."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def make_network(names: Sequence[str], stack: ExitStack) -> None:
    """A namespace with a bridge, which stands for this machine; one for each service, joined to it."""

    def add(namespace: str) -> None:
        sh("ip", "netns", "add", namespace)
        stack.callback(sh, "ip", "netns", "del", namespace)
        sh("ip", "-n", namespace, "link", "set", "lo", "up")

    add(SWITCH)
    sh("ip", "-n", SWITCH, "link", "add", "name", "bridge0", "type", "bridge")
    sh("ip", "-n", SWITCH, "addr", "add", f"{NETWORK}.1/24", "dev", "bridge0")
    sh("ip", "-n", SWITCH, "link", "set", "bridge0", "up")
    for name in names:
        add(f"skm-{name}")
        ends = ["link", "add", "name", f"v-{name}", "type", "veth", "peer", "name", "eth0", "netns", f"skm-{name}"]
        sh("ip", "-n", SWITCH, *ends)
        sh("ip", "-n", SWITCH, "link", "set", f"v-{name}", "master", "bridge0", "up")
        sh("ip", "-n", f"skm-{name}", "addr", "add", f"{ADDRESSES[name]}/24", "dev", "eth0")
        sh("ip", "-n", f"skm-{name}", "link", "set", "eth0", "up")


def start_postgres(folder: Path, stack: ExitStack) -> None:
    """This machine's PostgreSQL, with the database, the user and the password of the file, and its health check."""
    service = COMPOSE["services"]["postgres"]
    own = {key: filled(value) for key, value in service["environment"].items()}
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    data, password = folder / "postgres", folder / "password"
    data.mkdir()
    password.write_text(own["POSTGRES_PASSWORD"], encoding="utf-8")
    for path in (data, password):
        shutil.chown(path, "postgres")
    as_postgres = ["ip", "netns", "exec", "skm-postgres", "runuser", "-u", "postgres", "--"]
    login = ["-U", own["POSTGRES_USER"], "--auth=scram-sha-256", f"--pwfile={password}"]
    sh(*as_postgres, programs / "initdb", "-D", data, *login, "--no-sync", cwd="/")
    with (data / "pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write(f"host all all {NETWORK}.0/24 scram-sha-256\n")
    options = f"-c listen_addresses=* -c unix_socket_directories={data} -c fsync=off"
    pg_ctl = [*as_postgres, programs / "pg_ctl", "-D", data, "-w"]
    sh(*pg_ctl, "-l", data / "log", "-o", options, "start", cwd="/")
    stack.callback(sh, *pg_ctl, "-m", "immediate", "stop", cwd="/")
    environment = {**os.environ, "PGPASSWORD": own["POSTGRES_PASSWORD"], "PGHOST": str(data)}
    make = ["runuser", "-u", "postgres", "--", programs / "createdb", "-U", own["POSTGRES_USER"], own["POSTGRES_DB"]]
    sh("ip", "netns", "exec", "skm-postgres", *make, env=environment, cwd="/")
    kind, check = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    sh("ip", "netns", "exec", "skm-postgres", "env", f"PGHOST={data}", *shlex.split(check))
    print("postgres: healthy (this machine's, not the image of the file)", flush=True)


def fetched(name: str, path: str) -> str:
    """A page, asked for from outside the containers."""
    port = COMPOSE["services"][name]["ports"][0].rpartition(":")[2]
    script = """
import sys, urllib.request
request = urllib.request.Request(sys.argv[1], headers={"Host": "127.0.0.1", "Accept": "text/html"})
sys.stdout.buffer.write(urllib.request.urlopen(request, timeout=20).read())
"""
    command = [sys.executable, "-c", script, f"http://{ADDRESSES[name]}:{port}{path}"]
    ran = subprocess.run(["ip", "netns", "exec", SWITCH, *command], check=False, capture_output=True, text=True)
    return ran.stdout


def wait_for(what: str, container: Container, seconds: float, is_there: Any) -> None:
    began = time.monotonic()
    while not is_there():
        container.must_run(began, seconds)
        time.sleep(2)
    print(f"{what}: after {time.monotonic() - began:.0f} s", flush=True)


def run_all(image: Image, folder: Path, stack: ExitStack) -> None:
    make_network(list(ADDRESSES), stack)
    hosts = folder / "hosts"
    lines = ["127.0.0.1 localhost", *(f"{address} {name}" for name, address in ADDRESSES.items())]
    hosts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    start_postgres(folder, stack)

    def start(name: str, command: Sequence[str] | None = None) -> Container:
        container = Container(image, name, folder, hosts, command)
        stack.callback(container.kill)
        return container

    def once(name: str, *command: str) -> str:
        container = start(name, command)
        if code := container.process.wait(900):
            sys.exit(f"{command} ended with {code}:\n{container.said()[-6000:]}")
        return container.said()

    once("worker", "skm", "init", "--samples")
    settings = folder / "home" / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    changed = re.sub(r'(?m)^(\[inbox\]\n(?:.*\n)*?)url = ""', r'\1url = "/srv/skm-inbox"', text, count=1)
    assert changed != text
    settings.write_text(changed, encoding="utf-8")
    inbox = folder / "home" / "inbox"
    for path in inbox.iterdir():  # a few units are enough, and quick
        if path.name not in {"puri", "gondang"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (inbox / "gondang").rename(folder / "inbox" / "gondang")

    server = start("server")
    server.wait_until_healthy(300)
    assert "<title>Prefect" in fetched("server", "/"), server.said()
    worker, portal, backup = start("worker"), start("portal"), start("backup")
    portal.wait_until_healthy(120)
    worker.wait_until_healthy(300)
    wait_for("the site has a ranking", worker, 900, lambda: "Peringkat" in fetched("portal", "/"))
    print(f"/health: {fetched('portal', '/health')}", flush=True)
    listed = worker.ask("skm", "status").stdout
    assert "luar/gondang/" in listed, listed
    print("a file of the folder mounted as inbox was read", flush=True)
    assert backup.is_healthy(), backup.said()
    night = 'sleep() { [ -z "$slept" ] && slept=1; }; '  # one night, at once
    assert "Cadangan" in once("backup", "sh", "-c", night + COMPOSE["services"]["backup"]["command"][2])
    kept = [path for path in (folder / "backup").iterdir() if path.is_file()]
    assert kept
    print(f"backup: {kept[0].name}, {kept[0].stat().st_size / 1e6:.1f} MB", flush=True)
    assert worker.ask("sh", "-c", "touch /opt/skm/written || touch /srv/skm-inbox/written").returncode != 0
    for container in (backup, portal, worker, server):
        container.stop()
    (folder / "home").rename(folder / "lost")
    once("backup", "skm", "restore", f"/srv/skm-backup/{kept[0].name}", "--home", "/srv/skm")
    assert "IKM" in once("worker", "skm", "rank", "2024")
    print("restored into a new volume", flush=True)


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("Namespaces and mounts are root's.")
    with ExitStack() as stack:
        container = sh("buildah", "from", "--pull-never", "localhost/skm")
        stack.callback(sh, "buildah", "rm", container)
        root = Path(sh("buildah", "mount", container))
        said = json.loads(sh("buildah", "inspect", "--type", "image", "localhost/skm"))["OCIv1"]["config"]
        (root / "etc" / "hosts").touch()  # a place for the mount
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="skm-containers-")))
        folder.chmod(0o755)
        run_all(Image(root, tuple(said["Env"]), said["WorkingDir"]), folder, stack)
    print("What compose.yaml says, runs.")


if __name__ == "__main__":
    main()
