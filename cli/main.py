"""The commands of `skm`: arguments and exit codes.

Belongs here: one function a command, which asks a module of this room to do and show it. Exit codes:
0 done, 1 failed, 2 wrong usage or settings, 3 done but something was refused and `--strict` was given.
"""

import os
import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from cli.document_commands import document_app
from cli.explain_commands import explain_app
from cli.help_texts import Application, StoppedError, wrong_usage
from cli.options import DEFAULT_HOME, HomeOption, JsonOption, PeriodArgument
from cli.output import is_for_the_portal, tell, write_any_letter
from cli.questionnaires_commands import questionnaires_app
from cli.services_commands import services_app
from cli.settings_commands import settings_app
from cli.signals_commands import signals_app
from cli.submitting import submit
from cli.units_commands import units_app
from cli.user_commands import user_app
from contracts.errors import InternalError, SkmError, internal_error, published_before, standing
from contracts.safe_text import shown_text
from flows import secret_blocks

DONE: Final = 0
FAILED: Final = 1
REFUSED_AND_STRICT: Final = 3
INTERRUPTED: Final = 130
PRIVATE: Final = 0o077

app = Application(
    name="skm",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

for name, group in (("user", user_app), ("units", units_app), ("services", services_app)):
    app.add_typer(group, name=name)
app.add_typer(document_app)
app.add_typer(explain_app)
for name, group in (("settings", settings_app), ("questionnaires", questionnaires_app), ("signals", signals_app)):
    app.add_typer(group, name=name)
app.command()(submit)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"skm {version('skm-mojokerto')}")
        raise typer.Exit(DONE)


@app.callback()
def skm(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Consolidate survey exports of a regency's offices into IKM, ranking and reports."""
    if is_for_the_portal():
        from cli.desk_commands import be_patient

        be_patient()


@app.command()
def init(
    home: HomeOption = DEFAULT_HOME,
    regency: Annotated[str, typer.Option("--regency", help="Whose home: 'Kabupaten Lumajang'.")] = "",
    capital: Annotated[str, typer.Option("--capital", help="The place documents are signed in.")] = "",
    code: Annotated[str, typer.Option("--code", help="The regency's code of Kemendagri: 35.08.")] = "",
    bps_code: Annotated[str, typer.Option("--bps-code", help="The regency's code of BPS: 3508.")] = "",
    registry: Annotated[
        Path | None, typer.Option("--registry", help="The units, as CSV; without it units.csv is to be filled in.")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="A home of the samples, to try it out.")] = False,
) -> None:
    """Prepare a home of your regency: folders, settings, registry. What is already there is never touched."""
    from cli.initialise import Given, initialise

    initialise(home, Given(regency.strip(), capital.strip(), code.strip(), bps_code.strip(), registry), samples=samples)


@app.command()
def template(
    unit: Annotated[str | None, typer.Option("--unit", help="A unit: its code or name; default: all.")] = None,
    to: Annotated[Path, typer.Option("--to", help="The folder the forms are written into.")] = Path(),
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Empty forms (XLSX with lists and checks, CSV) for units without a survey program."""
    from cli.initialise import make_forms

    make_forms(home, unit, to)


@app.command()
def run(
    home: HomeOption = DEFAULT_HOME,
    inbox: Annotated[
        str | None, typer.Option(help="Another folder of exports than the home's inbox: a path, or a URL like sftp://…")
    ] = None,
    documents: Annotated[bool, typer.Option(help="Make every unit's documents too.")] = True,
    wait: Annotated[int, typer.Option("--wait", help="Minutes to wait for another run to end.", min=0)] = 0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 when something was refused.")] = False,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="Read and judge everything anew, whatever earlier runs kept.")
    ] = False,
    by_worker: Annotated[
        bool, typer.Option("--by-worker", help="By the worker of `skm up`, where one runs for this home; else here.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Consolidate: inbox → warehouse → documents → site."""
    from cli.consolidation import consolidate_and_show

    refused, failed = consolidate_and_show(
        home,
        inbox,
        documents=documents,
        wait_minutes=wait,
        from_scratch=from_scratch,
        by_worker=by_worker and inbox is None and not from_scratch,
        as_json=as_json,
    )
    if failed:
        raise typer.Exit(SkmError.exit_code)
    if refused and strict:
        raise typer.Exit(REFUSED_AND_STRICT)


@app.command()
def status(
    file: Annotated[str | None, typer.Argument(help="A file: its path in the inbox, or part of it.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="A unit: its code or name; default: all.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="Files with answers in this period.")] = None,
    problems: Annotated[bool, typer.Option("--problems", help="Only what was not taken in whole.")] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 when something was refused.")] = False,
) -> None:
    """Who sent what, what was refused and why, who is missing. With FILE: how it was read."""
    from cli.status import show_file, show_status

    if file:
        refused = show_file(home, file, as_json=as_json)
    else:
        refused = show_status(home, unit, period, problems=problems, as_json=as_json)
    if refused and strict:
        raise typer.Exit(REFUSED_AND_STRICT)


@app.command()
def rank(
    period: Annotated[
        str | None, typer.Argument(help="2024, 2024-S1, 2024-TW3, 2024-07, or an edition, 2023@0; default: last year.")
    ] = None,
    scope: Annotated[str, typer.Option("--scope", help="A unit type, or `all`.")] = "all",
    service: Annotated[str | None, typer.Option("--service", help="Services of this name instead of units.")] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """The ranking of a period, and the regency's IKM."""
    if service is not None:
        from cli.service_figures import show_service_ranking

        show_service_ranking(home, period, service, as_json=as_json)
        return
    from cli.ranking import show_ranking

    show_ranking(home, period, scope, as_json=as_json)


@app.command()
def report(
    period: Annotated[
        str | None, typer.Option("--period", help="2024, 2024-S1, 2024-TW3, 2024-07; default: all.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="A unit: its code or name; default: all.")] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Make the documents of a period or a unit again, from what is published."""
    from cli.reporting import make_documents_again

    make_documents_again(home, period, unit, as_json=as_json)


@app.command()
def query(
    sql: Annotated[
        str | None, typer.Argument(help="One SELECT on the published warehouse; without one its views are listed.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    edition: Annotated[
        str | None, typer.Option("--edition", help="Of an edition (2023@0) or a day (2026-11-28); default: of now.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the published warehouse, read-only."""
    from cli.querying import show_query

    show_query(home, sql, edition, as_json=as_json)


@app.command()
def notebook(
    home: HomeOption = DEFAULT_HOME,
    port: Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65_535)] = 2718,
) -> None:
    """Serve the notebook of analysts on this machine, read-only: fifteen questions, answered with charts."""
    from cli.notebook import serve_notebook

    raise typer.Exit(serve_notebook(home, port))


@app.command()
def accept(
    file: Annotated[str, typer.Argument(help="A held file: its path in the inbox, or part of it.")],
    home: HomeOption = DEFAULT_HOME,
    why: Annotated[str, typer.Option("--why", help="Why: kept with the decision.")] = "skm accept",
    by: Annotated[str | None, typer.Option("--by", help="Who decides; default: this machine's user.")] = None,
) -> None:
    """Take in a file that was held back because it would replace a much larger one."""
    from cli.deciding import accept_held

    accept_held(home, file, why=why, by=by)


@app.command()
def decide(
    file: Annotated[str | None, typer.Argument(help="A file: its path in the inbox, or part of it.")] = None,
    answers: Annotated[list[str] | None, typer.Argument(help="Answers such as 1=b; none: show the questions.")] = None,
    home: HomeOption = DEFAULT_HOME,
    why: Annotated[str | None, typer.Option("--why", help="Why: kept with the decision.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides; default: this machine's user.")] = None,
    for_layout: Annotated[
        bool, typer.Option("--for-unit", help="It holds for every file of this unit with the same headers.")
    ] = False,
    undo: Annotated[int | None, typer.Option("--undo", help="Take back the decision of this number.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Questions a file leaves open: see them with what each choice gives, answer them, take an answer back."""
    from cli.deciding import answer_questions, show_decisions, show_questions, take_back

    if (undo is not None or answers) and not why:
        raise typer.BadParameter('say why: --why "…"', param_hint="--why")
    if undo is not None:
        take_back(home, undo, why=str(why), by=by)
    elif file is None:
        show_decisions(home, as_json=as_json)
    elif answers:
        answer_questions(home, file, answers, why=str(why), by=by, for_layout=for_layout)
    else:
        show_questions(home, file, as_json=as_json)


@app.command()
def withdraw(
    file: Annotated[str, typer.Argument(help="A file: its path in the inbox, or part of it.")],
    home: HomeOption = DEFAULT_HOME,
    why: Annotated[str, typer.Option("--why", help="Why: kept with the decision, and shown to the unit.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who decides; default: this machine's user.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="It counts again.")] = False,
) -> None:
    """A file that was sent by mistake counts no more, nor its corrections; what it had replaced counts again."""
    from cli.withdrawing import let_count_again, withdraw_file

    if not why.strip():
        raise typer.BadParameter('say why: --why "…"', param_hint="--why")
    (let_count_again if undo else withdraw_file)(home, file, why=why, by=by)


@app.command()
def assign(
    file: Annotated[str, typer.Argument(help="A file: its path in the inbox, or part of it.")],
    home: HomeOption = DEFAULT_HOME,
    unit: Annotated[str | None, typer.Option("--unit", help="The unit whose it is: its code or name.")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Of a file without dates: 2024, 2024-S1, 2024-TW3, 2024-07.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why: kept with the decision.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who decides; default: this machine's user.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Let the file say again whose it is.")] = False,
) -> None:
    """Say whose a file is, and of which period, whatever its folder, name and titles say."""
    from cli.assigning import assign_file, take_assignment_back

    if not why.strip():
        raise typer.BadParameter('say why: --why "…"', param_hint="--why")
    if undo == bool(unit or period):
        raise typer.BadParameter("name the unit, the period, or --undo", param_hint="--unit")
    if undo:
        take_assignment_back(home, file, why=why, by=by)
    else:
        assign_file(home, file, unit=unit, period=period, why=why, by=by)


@app.command()
def erase(
    file: Annotated[str, typer.Argument(help="A file: its path in the inbox, or part of it.")],
    rows: Annotated[
        list[int] | None, typer.Argument(help="Row numbers, as `skm status FILE` tells them.", min=1)
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    why: Annotated[str, typer.Option("--why", help="Why: kept in the list. Never a name.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who erases; default: this machine's user.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet, where several have such a row.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that the file holds, instead of rows.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking; without it, show what would go.")] = False,
) -> None:
    """Erase a respondent's rows everywhere, at the person's request: first shown, then asked, never undone."""
    from cli.erasing import erase_rows

    if bool(rows) == everything:
        raise typer.BadParameter("name the rows, or --all", param_hint="ROWS")
    if erase_rows(home, file, rows or [], sheet=sheet, everything=everything, why=why, by=by, sure=yes):
        raise typer.Exit(FAILED)


@app.command()
def retention(
    home: HomeOption = DEFAULT_HOME,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking; without it, show what would go.")] = False,
) -> None:
    """Let go what `[retention]` in the settings says is kept no longer: personal columns, old originals."""
    from cli.erasing import apply_retention

    if apply_retention(home, sure=yes):
        raise typer.Exit(FAILED)


@app.command()
def close(
    period: PeriodArgument,
    home: HomeOption = DEFAULT_HOME,
    by: Annotated[str | None, typer.Option("--by", help="Who closes it; default: this machine's user.")] = None,
    confirm: Annotated[
        bool,
        typer.Option(
            "--confirm",
            help="Close although much differs or something is not settled.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a period official: its figures and documents are frozen, later rows are held."""
    from cli.closing import close_period

    close_period(home, period, by, confirm=confirm, as_json=as_json)


@app.command()
def reopen(
    period: PeriodArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why: it is printed in the documents of the revision.")],
    home: HomeOption = DEFAULT_HOME,
    by: Annotated[str | None, typer.Option("--by", help="Who reopens it; default: this machine's user.")] = None,
) -> None:
    """Revise a closed period: the next `skm run` counts what came late, `skm close` makes it official."""
    from cli.closing import reopen_period

    reopen_period(home, period, by, reason)


@app.command()
def reproduce(
    edition: Annotated[str, typer.Argument(help="An edition: 2024-S1@0.")],
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """Compute an edition once more from the archive, and say what differs from what was made official."""
    from cli.reproducing import show_reproduced

    if not show_reproduced(home, edition, as_json=as_json):
        raise typer.Exit(FAILED)


@app.command()
def changes(
    before: Annotated[str, typer.Argument(help="An edition: 2024-S1@0 (as closed), 2024-S1 (as published now).")],
    after: Annotated[str | None, typer.Argument(help="Another; default: the same period as published now.")] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """What differs between two editions: values, ranks, coverage, units lost and new."""
    from cli.closing import show_changes

    show_changes(home, before, after, as_json=as_json)


@app.command()
def rollback(
    version: Annotated[str | None, typer.Argument(help="A kept version; default: the one before.")] = None,
    home: HomeOption = DEFAULT_HOME,
    release: Annotated[bool, typer.Option("--release", help="Let the next run publish again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Publish an earlier version again, and hold it until it is released."""
    from cli.keeping import roll_back

    roll_back(home, version, release=release, as_json=as_json)


@app.command()
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="Folder for the backup: another disk, or a share.", show_default=False)
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, help="Once it is whole, keep so many of this home; older ones go.")
    ] = None,
    verify: Annotated[
        Path | None, typer.Option("--verify", help="Instead: restore this backup aside, compare it, and say so.")
    ] = None,
) -> None:
    """Copy all that cannot be made again into one file, while nothing runs."""
    from cli.keeping import back_up, verify_backup

    if (target is None) == (verify is None):
        raise typer.BadParameter("skm backup FOLDER, atau skm backup --verify BERKAS.")
    if verify is not None:
        verify_backup(verify)
    elif target is not None:
        back_up(home, target, keep)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `skm backup` wrote.")],
    home: HomeOption = DEFAULT_HOME,
    erasures: Annotated[
        Path | None, typer.Option("--erasures", help="erasures.jsonl of the home that went on after the backup.")
    ] = None,
) -> None:
    """Make a home from a backup. A home that holds anything is never written over."""
    from cli.keeping import restore_home

    restore_home(source, home, erasures)


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="Folder for the files.")],
    home: HomeOption = DEFAULT_HOME,
    table: Annotated[list[str] | None, typer.Option("--table", help="A table; again for more; default: all.")] = None,
    file_format: Annotated[str, typer.Option("--format", help="csv, parquet or xlsx.")] = "csv",
    reader_program: Annotated[
        str, typer.Option("--for", help="Who reads the CSV: machines, or excel (semicolons, decimal commas).")
    ] = "machines",
) -> None:
    """Write tables of the published warehouse as files. They hold what is internal too."""
    from cli.keeping import export_tables

    export_tables(home, target, tuple(table or ()), file_format, reader_program)


@app.command()
def remind(
    home: HomeOption = DEFAULT_HOME,
    period: Annotated[str | None, typer.Option("--period", help="A period; default: the last one that ended.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Which units have not sent, and which of them are late; the list is kept in the home."""
    from cli.reminding import show_reminders

    show_reminders(home, period, as_json=as_json)


@app.command()
def schedules(
    home: HomeOption = DEFAULT_HOME,
    to_apply: Annotated[
        bool, typer.Option("--apply", help="Tell the configured Prefect server; `skm up` does so by itself.")
    ] = False,
) -> None:
    """When things run by themselves, as `[schedules]` in the settings has it."""
    from cli.operating import show_schedules

    show_schedules(home, to_apply=to_apply)


@app.command()
def failed(
    service: Annotated[str, typer.Argument(help="The service's name, as systemd has it.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """A service of this machine failed: told to whom a failed run is told. systemd calls this."""
    from cli.operating import tell_of_failed_service

    tell_of_failed_service(home, service)


@app.command()
def up(
    home: HomeOption = DEFAULT_HOME,
    host: Annotated[str, typer.Option(help="Address the portal listens on; 0.0.0.0 for every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the portal.", min=0, max=65535)] = 8080,
    prefect_port: Annotated[int, typer.Option(help="Port of Prefect's server.", min=0, max=65535)] = 4200,
    portal: Annotated[bool, typer.Option(help="Serve the portal too; or `skm serve` elsewhere.")] = True,
) -> None:
    """All that runs by itself: Prefect's server, schedules, worker, the watch on the inbox, the portal."""
    from cli.operating import run_everything

    run_everything(home, host, port, prefect_port, with_portal=portal)


@app.command()
def serve(
    home: HomeOption = DEFAULT_HOME,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8080,
) -> None:
    """Serve the site, and behind a login the units' private files and uploads."""
    from cli.serving import serve_home

    serve_home(home, host, port)


@app.command()
def doctor(
    home: HomeOption = DEFAULT_HOME,
    from_scratch: Annotated[
        bool,
        typer.Option("--from-scratch", help="Make everything anew from the archive too, beside what is published."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the machine, the home, the settings, the registry and what is published."""
    from cli.examination import examine

    if not examine(home, from_scratch=from_scratch, as_json=as_json):
        raise typer.Exit(FAILED)


def main() -> None:
    """Entry point: runs a command and turns errors into a sentence and an exit code."""
    # Whatever is written is for its owner alone, here and in every process that is started from here; the public site
    # opens itself to a group (`pipeline.documents.site_folder`).
    os.umask(PRIVATE)
    write_any_letter(sys.stdout, sys.stderr)
    # Left only when no error is being handled any more: one that still is would keep DuckDB alive beyond the
    # interpreter, which then complains.
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        with secret_blocks.offered():
            code = app(prog_name="skm", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except TyperException as wrong:
        if sentence := wrong_usage(wrong):  # none where help was shown
            _complain(sentence)
        return wrong.exit_code
    except typer.Abort:
        _complain("Dibatalkan.")
        return FAILED
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else DONE
    except SkmError as error:
        if isinstance(error, InternalError) and os.environ.get("SKM_DEBUG"):
            traceback.print_exception(error.__context__)
        _complain(str(error))
        return error.exit_code
    except (KeyboardInterrupt, StoppedError) as stopped:
        said = "Yang terbit tetap utuh." if (known := published_before(stopped)) is None else standing(known)
        _complain(f"Dihentikan. {said} Jalankan lagi kapan saja.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("SKM_DEBUG"):
            sys.stderr.write(shown_text(traceback.format_exc()))
        _complain(str(internal_error(error)))
        return FAILED


def _complain(sentence: str) -> None:
    tell(f"skm: {sentence}")


if __name__ == "__main__":
    main()
