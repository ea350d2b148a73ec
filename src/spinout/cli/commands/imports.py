"""`spinout import`: files of answers from what a survey tool or a spreadsheet wrote."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Force, Questions, load, option, refuse, write_json

if TYPE_CHECKING:
    from spinout.use_cases.imports import Imported

TablePath = Annotated[
    str,
    typer.Argument(
        metavar="TABLE",
        help="An export of Microsoft Forms, Google Forms, LimeSurvey, KoboToolbox or ODK Central, or any table: "
        ".csv, .tsv, .xlsx or .ods.",
    ),
]
Out = Annotated[
    str,
    option(
        "-o --output",
        "OUT",
        "Where to write: a folder, for a file of each row; a file that ends in .jsonl, for all of them; "
        "with --guess the map, a .yaml file.",
    ),
]
MapPath = Annotated[str | None, option("--map", "MAP", "What the columns mean, as --guess writes it and you mend it.")]
GuessIt = Annotated[bool, typer.Option("--guess", help="Write a map of what the columns most likely mean, to mend.")]
DateOrder = Annotated[str | None, option("--dates", "ORDER", "How dates are written: dmy, mdy or ymd.")]
Decimal = Annotated[str | None, option("--decimal", "SIGN", "The decimal sign: point or comma.")]
Sheet = Annotated[str | None, option("--sheet", "NAME", "Read this sheet of a workbook instead of the first.")]
HeaderRow = Annotated[int | None, option("--header-row", "N", "The row that holds the headings.", min=1)]
Keep = Annotated[
    bool,
    typer.Option("--keep", help="Keep personal columns that the map gives a field, such as personal: completed_by."),
]
FILE_ENDINGS = (".yaml", ".yml", ".json", ".csv", ".xlsx", ".ods")


def import_(
    table: TablePath,
    output: Out,
    map_path: MapPath = None,
    guess: GuessIt = False,
    dates: DateOrder = None,
    decimal: Decimal = None,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    keep: Keep = False,
    questions: Questions = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Make files of answers from an export of a survey tool, or from any table.

    Example: spinout import export.xlsx --guess -o map.yaml
    """
    from spinout.inputs.exports.maps import DATES, DECIMALS, TableSettings

    _check_word("--dates", dates, DATES)
    _check_word("--decimal", decimal, DECIMALS)
    if sheet is not None and Path(table).suffix.lower() not in (".xlsx", ".ods"):
        raise typer.BadParameter("it goes with a workbook (.xlsx, .ods).", param_hint="--sheet")
    given = TableSettings(sheet, header_row, dates, decimal)
    if guess:
        if map_path is not None or keep or as_json:
            raise typer.BadParameter("it goes without --map, --keep and --json.", param_hint="--guess")
        _guess(table, output, questions, given, force=force)
        return
    loaded = load(questions, None, as_json=as_json)
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.imports import import_table

    if output == "-" and as_json:
        raise typer.BadParameter("with -o - the answers themselves go to stdout.", param_hint="--json")
    _check_place(output)
    imported = import_table(table, loaded, map_path, given, keep=keep)
    if isinstance(imported, Refused):
        refuse(imported, as_json=as_json)
    written, unchanged = _write(imported, output, [table, map_path, loaded.path], force=force)
    _tell(imported, written, unchanged, as_json=as_json, aside=output == "-")
    raise typer.Exit(ExitCode.PROBLEMS if imported.left_out else ExitCode.DONE)


def _guess(table: str, output: str, questions: Path | None, given: object, *, force: bool) -> None:
    """Write a guessed map."""
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.screens.imports import guess_lines
    from spinout.cli.streams import result, result_bytes, say
    from spinout.cli.usage import quoted
    from spinout.inputs.exports.maps import TableSettings
    from spinout.storage import write_whole
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.imports import guess_map

    assert isinstance(given, TableSettings)
    if output != "-" and Path(output).suffix.lower() not in (".yaml", ".yml"):
        raise typer.BadParameter("a map is written to a file that ends in .yaml.", param_hint="-o")
    loaded = load(questions, None)
    check_outputs([("-o", output)], (table, loaded.path), force=force)
    made = guess_map(table, loaded, given)
    if isinstance(made, Refused):
        refuse(made, as_json=False)
    if output == "-":
        result_bytes(made.content)
        return
    write_whole(output, made.content, force=force)
    for line in guess_lines(made):
        result(line)
    say(f"Written: {told_whole(output)}")
    own = () if questions is None else ("--questions", str(questions))
    then = " ".join(map(quoted, ("spinout", "import", table, "--map", output, *own, "-o", "DIR")))
    say(f'Look through it and mend what is "a guess" or "undecided". Then: {then}')


def _write(imported: "Imported", output: str, inputs: list[str | None], *, force: bool) -> tuple[list[str], list[str]]:
    """Write what was made; files that stand with the same content are left alone. Gives both lists of paths."""
    from spinout.cli.outputs import check_outputs
    from spinout.cli.streams import result_bytes
    from spinout.storage import make_folder, write_whole
    from spinout.use_cases.imports import files_of, is_same, lines_of

    if output == "-":
        result_bytes(lines_of(imported))
        return [], []
    one = output.lower().endswith(".jsonl")
    files = [(output, lines_of(imported))] if one else list(files_of(imported, output))
    unchanged = [path for path, content in files if is_same(path, content)]
    new = [(path, content) for path, content in files if path not in set(unchanged)]
    if not one:
        make_folder(output)
    check_outputs([("-o", path) for path, _ in new], inputs, force=force)
    for path, content in new:
        write_whole(path, content, force=force)
    return [path for path, _ in new], unchanged


def _tell(imported: "Imported", written: list[str], unchanged: list[str], *, as_json: bool, aside: bool) -> None:
    """Tell what was made; `aside` where the answers themselves go to stdout."""
    from spinout.cli.outputs import told_whole
    from spinout.cli.screens.imports import import_lines
    from spinout.cli.streams import result, say

    if as_json:
        from spinout.reports.data.imports import import_object

        tool = "" if imported.guess is None else imported.guess.tool.name
        write_json(import_object(imported, tool=tool, written=written, unchanged=unchanged))
    else:
        tell = say if aside else result
        for line in import_lines(imported, unchanged=len(unchanged)):
            tell(line)
    if len(written) == 1:
        say(f"Written: {told_whole(written[0])}")
    elif written:
        say(f"Written: {len(written)} files in {told_whole(str(Path(written[0]).parent))}")


def _check_word(name: str, given: str | None, known: tuple[str, ...]) -> None:
    if given is not None and given not in known:
        raise typer.BadParameter(f'"{given}" is none of {", ".join(known)}.', param_hint=name)


def _check_place(output: str) -> None:
    """Refuse a file where a folder belongs."""
    if Path(output).suffix.lower() in FILE_ENDINGS:
        told = "name a folder, for a file of each row, or a file that ends in .jsonl. A map needs --guess."
        raise typer.BadParameter(told, param_hint="-o")
