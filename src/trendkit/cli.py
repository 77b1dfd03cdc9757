"""The command line: data goes to stdout, everything else to stderr.

Exit codes: 0 ok, 1 failed, 2 usage, 4 no data, 75 busy.
"""

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from trendkit.errors import ParameterError, TrendkitError
from trendkit.inert import display_text
from trendkit.progress import watched

if TYPE_CHECKING:
    import pandas as pd

    from trendkit.detect.sqlfile import Parameter
    from trendkit.tables.database import Database

app = typer.Typer(
    name="trendkit",
    help="Investigate abuse trends with SQL detectors over event tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_LONGEST_ERROR: Final = 2000

DataArgument = Annotated[
    Path,
    typer.Argument(help="Folder of <table>.parquet|csv|json, lake, glob, .duckdb file, or mapping .sql."),
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help="One view per table, over the files of the data folder.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="Where lakes and reports are kept.", envvar="TRENDKIT_WORKSPACE"),
]


@app.command()
def report(
    data: Annotated[
        Path | None, typer.Argument(help="Your data; left out, the embedded synthetic world is used.")
    ] = None,
    mapping: MappingOption = None,
    mappings: Annotated[
        Path | None, typer.Option(help="Folder of mappings; the one named like the data folder is used.")
    ] = None,
    workspace: WorkspaceOption = Path("workspace"),
    settings: Annotated[
        Path | None, typer.Option(help="A trendkit.toml; else the one beside the mapping, data or workspace.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="First moment to look at (UTC).")] = None,
    until: Annotated[str | None, typer.Option(help="First moment to leave out (UTC).")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
) -> None:
    """Write the trend report and print its path.

    \b
    Examples:
      trendkit report
      trendkit report exports/2026-11/ --title "Week 47"
      trendkit report data/reviews --mapping reviews.sql --since 2007-01-01
    """
    from trendkit.publish import job

    page = job.report_on(
        data,
        mapping=mapping or _named_like(data, mappings),
        workspace=workspace,
        settings=settings,
        since=since,
        until=until,
        title=title,
        progress=watched(),
    )
    typer.echo(page)


@app.command()
def assess(
    detector: Annotated[str, typer.Option("--detector", "-d", help="Whose findings to look into.")],
    data: Annotated[
        Path | None, typer.Argument(help="Your data; left out, the embedded synthetic world is used.")
    ] = None,
    market: Annotated[str, typer.Option(help='Only this market; "unknown" for rows without one.')] = "",
    surface: Annotated[str, typer.Option(help='Only this surface; "unknown" for rows without one.')] = "",
    since: Annotated[
        str | None, typer.Option(help="First moment to look at (UTC); else the detector's lookback.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="First moment to leave out (UTC).")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A knob, as name=value; may be repeated.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="A filled-in label sheet, CSV or Parquet: entity_id, value …")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw that is proposed.")] = 1,
    mapping: MappingOption = None,
    workspace: WorkspaceOption = Path("workspace"),
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
) -> None:
    """Investigate one trend or one set of findings: write the report and print its path.

    \b
    Examples:
      trendkit assess --detector like_ring
      trendkit assess exports/2026-11/ --detector like_ring --market BR --surface feed
      trendkit assess data/reviews --mapping reviews.sql -d target_fixation -p action=rate -p value_high=0
    """
    from trendkit.detect import library
    from trendkit.publish import job

    page = job.assess_on(
        data,
        detector=detector,
        market=market,
        surface=surface,
        params=_values(library.get(detector).file.params, detector, param or []),
        labels=labels,
        seed=seed,
        mapping=mapping,
        workspace=workspace,
        since=since,
        until=until,
        title=title,
        progress=watched(),
    )
    typer.echo(page)


@app.command()
def check(data: DataArgument, mapping: MappingOption = None, as_json: JsonOption = False) -> None:
    """Say what is there, what is missing, what was refused, and which detectors can look.

    \b
    Examples:
      trendkit check exports/2026-11/
      trendkit check data/reviews --mapping reviews.sql --json
    """
    from trendkit.detect import library

    db = _open(data, mapping)
    tables = [_table_row(held) for held in db.coverage.values()]
    detectors = [_readiness_row(detector, db) for detector in library.every()]
    if as_json:
        typer.echo(json.dumps({"tables": tables, "detectors": detectors}, default=str, indent=1))
        return
    _print_table(f"Tables of {db.description}", tables)
    _print_table("Detectors on this data", detectors)


@app.command("list")
def list_detectors(as_json: JsonOption = False) -> None:
    """List the detectors: name, abuse type, severity, status, what each finds.

    \b
    Example:
      trendkit list --json
    """
    from trendkit.detect import library

    rows = [
        {
            "name": detector.name,
            **{key: detector.header[key] for key in ("abuse_type", "entity", "severity", "status")},
            "finds": detector.title,
        }
        for detector in library.every()
    ]
    typer.echo(json.dumps(rows, indent=1)) if as_json else _print_table("Detectors", rows)


@app.command()
def show(name: Annotated[str, typer.Argument(help="Name of a detector.")]) -> None:
    """Print a detector's file: its question, its limits, its SQL.

    \b
    Example:
      trendkit show like_ring
    """
    from trendkit.detect import library

    typer.echo(library.get(name).show())


@app.command()
def detect(
    name: Annotated[str, typer.Argument(help="Name of a detector.")],
    data: DataArgument,
    mapping: MappingOption = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A knob, as name=value; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="First moment to look at (UTC).")] = None,
    until: Annotated[str | None, typer.Option(help="First moment to leave out (UTC).")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Findings to print.")] = 20,
    csv: Annotated[Path | None, typer.Option(help="Write all findings to this CSV file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Run one detector and print what it found, worst first.

    \b
    Examples:
      trendkit detect like_ring exports/ --since 2026-11-14 --until 2026-11-21
      trendkit detect like_ring exports/ -p window_s=30 -p min_shared=8 --csv rings.csv
    """
    from trendkit.detect import library

    detector = library.get(name)
    values = _values(detector.file.params, name, param or [])
    moments = {key: moment for key, moment in (("since", since), ("until", until)) if moment is not None}
    found = detector(_open(data, mapping), **values, **moments)
    if csv is not None:
        found.to_csv_safe(csv)
        typer.echo(f"{len(found):,} findings written to {csv}", err=True)
    shown = _records(found.top(limit))
    if as_json:
        typer.echo(json.dumps(shown, default=str, indent=1))
        return
    seen = found.run.coverage
    title = f"{detector.title}\n{len(found):,} findings in {seen.rows:,} {seen.scope}, {seen.days} days"
    _print_table(f"{title} ({seen.state.replace('_', ' ')}), {seen.since} to {seen.until}", shown)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the detector, after what is observed: like_ring.")],
    folder: Annotated[Path, typer.Option(help="Where to write it; TRENDKIT_DETECTORS finds it.")] = Path(
        "detectors"
    ),
) -> None:
    """Write a draft detector and its fixture, which already pass.

    \b
    Example:
      trendkit new comment_echo && TRENDKIT_DETECTORS=detectors trendkit test comment_echo
    """
    from trendkit.detect import fixture

    for path in fixture.new(name, folder):
        typer.echo(path)


@app.command("test")
def run_fixtures(
    names: Annotated[list[str] | None, typer.Argument(help="Detectors; none means all.")] = None,
) -> None:
    """Run detectors on their fixtures and show any difference.

    \b
    Example:
      trendkit test like_ring copypasta
    """
    from trendkit.detect import fixture, library

    failed = 0
    for name in names or library.names():
        detector = library.get(name)
        for case in fixture.cases(fixture.path_of(detector)):
            difference = fixture.difference(detector, case)
            failed += bool(difference)
            typer.echo(f"{'failed' if difference else 'ok    '}  {name}: {case}{_indented(difference)}")
    if failed:
        raise typer.Exit(1)


@app.command()
def world(
    folder: Annotated[Path, typer.Argument(help="Where to write it.")],
    events: Annotated[int, typer.Option(help="Events of all kinds, about.", min=10_000)] = 300_000,
) -> None:
    """Build the synthetic platform with planted abuse, and its truth tables.

    \b
    Example:
      trendkit world worlds/small --events 100000
    """
    from trendkit.tables import world as worlds

    typer.echo(worlds.build(folder, events=events, progress=watched()).folder)


@app.command()
def lake(data: DataArgument, folder: Path, mapping: MappingOption = None) -> None:
    """Check data once and keep it as typed Parquet that opens at once.

    \b
    Example:
      trendkit lake exports/2026-11/ lakes/2026-11 && trendkit check lakes/2026-11
    """
    from trendkit.tables.database import connect

    db = connect(data, mapping=mapping, lake=folder, progress=watched())
    _print_table(
        f"Tables of {db.description}", [_table_row(held) for held in db.coverage.values() if held.present]
    )


def main() -> NoReturn:
    """Run the command line; turn trendkit's errors into one message and an exit code."""
    logging.basicConfig(level=os.environ.get("TRENDKIT_LOG", "WARNING").upper())
    os.umask(0o077)
    try:
        app()
    except TrendkitError as error:
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        _fail("stopped; run the same command again to go on", 1)
    sys.exit(0)


def _fail(message: str, code: int) -> NoReturn:
    lines = [display_text(line, _LONGEST_ERROR) for line in message.splitlines()]
    typer.echo(f"trendkit: {chr(10).join(lines)[:_LONGEST_ERROR]}", err=True)
    sys.exit(code)


def _open(data: Path, mapping: Path | None) -> "Database":
    from trendkit.tables.database import connect

    return connect(data, mapping=mapping, progress=watched())


def _named_like(data: Path | None, mappings: Path | None) -> Path | None:
    if data is None or mappings is None or not data.is_dir():
        return None
    named = mappings / f"{data.resolve().name}.sql"
    return named if named.is_file() else None


def _values(params: Iterable["Parameter"], name: str, given: list[str]) -> dict[str, Any]:
    kinds = {parameter.name: parameter.kind for parameter in params}
    values = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign:
            raise ParameterError(f"{name}: write a knob as name=value, not {display_text(text, 60)!r}.")
        values[key] = _read(value, kinds.get(key))
    return values


def _read(value: str, kind: object) -> Any:
    # what cannot be read is passed on: the detector says what it accepts
    if kind is bool:
        return {"true": True, "false": False}.get(value.lower(), value)
    try:
        return kind(value) if kind in (int, float) else value
    except ValueError:
        return value


def _table_row(held: Any) -> dict[str, Any]:
    return {
        "table": held.table,
        "rows": held.rows if held.present else None,
        "first": held.first,
        "last": held.last,
        "refused": sum(held.quarantined.values()),
        "why": "; ".join(f"{reason}: {n}" for reason, n in held.quarantined.items()),
        "not in the contract": ", ".join(held.extra),
    }


def _readiness_row(detector: Any, db: "Database") -> dict[str, Any]:
    seen = detector.coverage(db)
    return {
        "detector": detector.name,
        "state": seen.state.replace("_", " "),
        "rows": seen.rows,
        "days": seen.days,
        "missing": ", ".join(seen.missing) or "; ".join(seen.degraded),
    }


def _records(found: "pd.DataFrame") -> list[dict[str, Any]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]


def _print_table(title: str, rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = None if sys.stdout.isatty() else 200
    table = Table(title=Text(title), title_justify="left", show_edge=False)
    for name in rows[0] if rows else ["nothing found"]:
        table.add_column(Text(name))
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    Console(width=wide, emoji=False).print(table)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    return display_text(value)


def _indented(difference: str) -> str:
    return "".join(f"\n          {display_text(line)}" for line in difference.splitlines()[1:])
