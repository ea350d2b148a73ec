"""`spinout verify`: whether a report came from exactly these answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.loading import (
    AnswersFile,
    AsJson,
    Questions,
    SheetName,
    TemplatesFolder,
    TrustTemplate,
    With,
    WordTemplate,
    load,
    option,
    sheet_in,
    taken,
    templates_told,
    words_at,
    write_json,
)
from spinout.reports.formats import FORMATS

if TYPE_CHECKING:
    from spinout.use_cases.verification import Verification

Report = Annotated[Path, typer.Argument(metavar="REPORT", help="A report that spinout wrote.")]
Words = Annotated[str | None, option("--words", "FILE", "The file of officers' words that the report was made with.")]
Headings = Annotated[Path | None, option("--headings", "FILE", "The file of headings that the report was made with.")]
SCHEMA = "spinout.verification/1"
LEFT_OUT = " What is exempt, or was left out with the notes, was not compared."
SAME = {
    "bytes": "every byte is the same",
    "lines": "it is the same but for the ends of its lines",
    "parts": "every part of it holds the same, though another program saved the file",
}


def verify(
    report: Report,
    file: AnswersFile,
    questions: Questions = None,
    headings: Headings = None,
    others: With = None,
    words: Words = None,
    sheet: SheetName = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    trust_template: TrustTemplate = False,
    as_json: AsJson = False,
) -> None:
    """Say whether a report came from exactly these answers and this questionnaire, and if not what differs.

    Example: spinout verify report.html my-service.yaml
    """
    from msgspec.structs import asdict

    from spinout import __version__
    from spinout.cli.boundary import ExitCode
    from spinout.core.slots import NOBODYS_WORDS
    from spinout.reports.word_parts import UnreadableReport
    from spinout.storage import StorageError
    from spinout.use_cases.reports import read_headings
    from spinout.use_cases.templates import templates_at
    from spinout.use_cases.verification import verify_report

    if report.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"a report ends in {', '.join(FORMATS)}.", param_hint="REPORT")
    loaded = load(questions, None, as_json=as_json)
    names = () if headings is None else taken(read_headings(str(headings), loaded), as_json=as_json)
    written = words_at(words, loaded, None)
    with templates_told():
        own = templates_at(templates, template, trusted=trust_template)
        try:
            made = verify_report(
                report,
                file,
                loaded,
                own,
                program_version=__version__,
                headings=names,
                others=others or (),
                words=written or NOBODYS_WORDS,
                sheet=sheet_in((file, *(others or ())), sheet),
            )
        except UnreadableReport as error:
            raise StorageError(report, str(error)) from error
    found = taken(made, as_json=as_json)
    if as_json:
        differences = [asdict(difference) for difference in found.differences]
        told = {"report": found.report, "answers": found.answers, "same": found.same, "left_out": found.left_out}
        told["same_words"] = found.same or found.same_words
        write_json({"schema": SCHEMA, **told, "differences": differences})
    else:
        _tell(found)
    raise typer.Exit(ExitCode.DONE if found.same else ExitCode.PROBLEMS)


def _tell(found: "Verification") -> None:
    from spinout.cli.streams import result

    if found.sameness is not None:
        if found.left_out:
            result(f"{found.report} says what {found.answers} and this questionnaire give, but for what it leaves out.")
        else:
            result(f"{found.report} came from exactly {found.answers} and this questionnaire.")
        result(f"Made again, {SAME[found.sameness]}.{LEFT_OUT if found.left_out else ''}")
        return
    if found.same_words:
        result(f"{found.report} has every word that {found.answers} and this questionnaire give, in another file.")
    else:
        result(f"{found.report} is not what {found.answers} and this questionnaire give.")
    for difference in found.differences:
        result(f"- {difference.message}")
