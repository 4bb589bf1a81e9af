"""deploy/ and docs/operation.md name commands, options, modules and files that there are."""

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
import typer
import yaml

from cli.main import app
from contracts.settings import Settings

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted(DEPLOY.glob("*.service"))
COMMANDS = typer.main.get_command(app)
DOCUMENT = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")


def is_understood(arguments: list[str]) -> bool:
    """Whether `skm` takes these arguments. Nothing is run."""
    command: click.Command = COMMANDS
    context = click.Context(command)
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None, name
        command, context = found, click.Context(found)
    command.make_context("skm", arguments)
    return True


def settings_of(unit: Path) -> list[tuple[str, str]]:
    lines = [line for line in unit.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] not in "#["]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_every_line(tmp_path):
    """It ignores what it does not understand, protection included, and says so here."""
    units, programs = tmp_path / "etc" / "systemd" / "system", ("opt/skm/.venv/bin/skm", "bin/sh")
    units.mkdir(parents=True)
    for program in programs:
        (tmp_path / program).parent.mkdir(parents=True)
        (tmp_path / program).touch(0o755)
    names = [Path(shutil.copy(path, units)).name for path in sorted(DEPLOY.glob("skm*"))]
    assert len(names) == 4
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={tmp_path}", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_there_is_as_its_own_user(unit):
    settings = dict(settings_of(unit))
    for typed in [value for key, value in settings_of(unit) if key == "ExecStart"]:
        skm, *arguments = shlex.split(typed)
        assert skm == "/opt/skm/.venv/bin/skm"
        assert is_understood(arguments)
    assert settings["User"] == "skm"
    assert settings["NoNewPrivileges"] == "true"
    assert "/srv/skm" in settings["ReadWritePaths"].split()
    assert ("Environment", "SKM_HOME=/srv/skm") in settings_of(unit)


@pytest.mark.parametrize("name", ["skm.service", "skm-backup.service"])
def test_who_fails_is_told_of(name):
    (told_by,) = [value for key, value in settings_of(DEPLOY / name) if key == "OnFailure"]
    assert told_by == "skm-failed@%n.service"
    assert (DEPLOY / "skm-failed@.service").is_file()
    assert not [value for key, value in settings_of(DEPLOY / "skm-failed@.service") if key == "OnFailure"]


def test_who_is_started_again_is_told_of_too():
    """It never enters the state that OnFailure= waits for: systemd starts it again before (`make machine`)."""
    for unit in UNITS:
        settings = dict(settings_of(unit))
        assert ("Restart" in settings) == ("skm-failed@%n.service" in settings.get("ExecStopPost", "")), unit.name
    (told,) = [value for key, value in settings_of(DEPLOY / "skm.service") if key == "ExecStopPost"]
    plus_sh, c, script = shlex.split(told)
    assert (plus_sh, c) == ("+/bin/sh", "-c")
    script = script.replace("$$", "$").replace("exec systemctl", "echo systemctl")
    for result, said in (("success", ""), ("signal", "systemctl start --no-block skm-failed@%n.service\n")):
        ran = subprocess.run(
            ["/bin/sh", "-c", script], env={"SERVICE_RESULT": result}, capture_output=True, text=True, check=True
        )
        assert ran.stdout == said


def test_every_timer_has_its_service():
    timers = sorted(DEPLOY.glob("*.timer"))
    assert timers
    for timer in timers:
        assert timer.with_suffix(".service").is_file()
        assert dict(settings_of(timer))["OnCalendar"].endswith(" Asia/Jakarta")


def test_every_container_of_ours_runs_what_there_is_and_never_as_root():
    ours = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "skm"}
    assert set(ours) == {"server", "worker", "portal", "backup"}
    for service in ours.values():
        assert service["user"] == "skm"
        program, *arguments = service["command"]
        if program == "skm":
            assert is_understood(arguments)
        elif program == "sh":
            run = re.findall(r"\bskm ([^;&|]+?) *(?:;|&&|$)", arguments[1], re.MULTILINE)
            assert run == ["backup /srv/skm-backup --keep 30", "retention --yes", "failed backup"]
            assert all(is_understood(shlex.split(one)) for one in run)
        else:
            assert (program, arguments[:3]) == ("python", ["-m", "uvicorn", "--factory"])
            assert arguments[3] == "flows.prefect_server:create_app"
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert (ROOT / "deploy" / COMPOSE["x-skm"]["build"]["context"]).resolve() == ROOT
    assert (ROOT / COMPOSE["x-skm"]["build"]["dockerfile"]).is_file()


def volume_of(mount: str) -> str:
    """The volume that is mounted where no folder of the machine is named: of home:/srv/skm, ${SKM_INBOX:-inbox}:/…"""
    return re.sub(r"\$\{\w+:-(\w+)\}", r"\1", mount).partition(":")[0]


def test_containers_name_volumes_and_services_there_are():
    services = COMPOSE["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert {volume_of(mount) for mount in service.get("volumes", ())} <= set(COMPOSE["volumes"])
    url = services["worker"]["environment"]["PREFECT_API_URL"]
    assert url == f"http://server:{services['server']['command'][-1]}/api"
    login = "skm:${SKM_PREFECT_AUTH:?set it first}"
    assert services["server"]["environment"]["PREFECT_SERVER_API_AUTH_STRING"] == login
    assert services["worker"]["environment"]["PREFECT_API_AUTH_STRING"] == login
    assert services["server"]["environment"]["PREFECT_API_URL"] == url
    written = [
        value for key, value in services["server"]["environment"].items() if key.endswith(("_HOME", "_DIRECTORY"))
    ]
    assert len(written) == 2  # read-only otherwise: Prefect's pages were missing
    assert all(value.startswith("/tmp/") for value in written)
    assert set(services["portal"]["environment"]) == {"SKM_HOME", "SKM_PREFECT_URL"}
    assert services["portal"]["environment"]["SKM_PREFECT_URL"] == url
    assert all("healthcheck" in service for service in services.values())
    for name in ("worker", "portal", "backup"):
        assert "home:/srv/skm" in services[name]["volumes"]


def test_the_image_holds_all_that_runs_and_nothing_that_builds_or_tests():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    copied = [line.split()[:-1] for line in re.findall(r"^COPY (?!--)(.+)$", text, re.MULTILINE)]
    names = [name for line in copied for name in line]
    files = ["requirements.lock", "pyproject.toml", "README.md", "LICENSE", "prefect.yaml"]
    assert names == [*files, "samples", *rooms]
    assert all((ROOT / name).exists() for name in names)
    (compiled,) = re.findall(r"compileall -q ([^\\]+)", text)
    assert compiled.split() == rooms
    builds = [re.split(r"[<>=]", needed)[0] for needed in project["dependency-groups"]["build"]]
    (removed,) = re.findall(r"pip uninstall --yes --quiet (.+)$", text, re.MULTILINE)
    assert {*builds, "pip", "setuptools"} <= set(removed.split())
    build, run = text.split("\nFROM ${BASE}")[1:]
    assert "COPY --from=build /opt/skm /opt/skm\n" in run
    assert "pip" not in run
    assert "USER" not in build
    assert re.findall(r"^ARG BASE=(.+)$", text, re.MULTILINE) == ["python:3.11-slim"]
    assert {".git", ".venv", "data", "**/__pycache__"} <= set((ROOT / ".dockerignore").read_text().split())


def test_the_image_starts_as_its_own_user_and_holds_no_password():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert text.index("USER skm") < text.index("CMD")
    program, *arguments = yaml.safe_load(re.findall(r"^CMD (.+)$", text, re.MULTILINE)[0])
    assert program == "skm"
    assert is_understood(arguments)
    for path in DEPLOY.iterdir():
        assert not re.search(r"://[^$\s]*:[^$\s{]+@", path.read_text(encoding="utf-8"))


def test_the_document_shows_commands_there_are():
    names = "up|run|init|backup|restore|serve|status|doctor|remind|schedules"
    shown = re.findall(rf"^(?:.*\s)?(?:\S*/)?skm ((?:{names})\b[^#\n`]*)", DOCUMENT, re.MULTILINE)
    assert shown
    for line in shown:
        assert is_understood(shlex.split(line.split("  ")[0]))
    for section, key in re.findall(r"`(inbox|notifications|engine|reminders|schedules)\.(\w+)`", DOCUMENT):
        assert key in Settings.model_fields[section].annotation.model_fields
    for path in re.findall(r"`(deploy/[\w.-]+)`", DOCUMENT):
        assert (ROOT / path).is_file(), path
