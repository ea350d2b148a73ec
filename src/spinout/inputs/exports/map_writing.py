"""Write a guessed map as YAML that a person reads through, mends, and gives back."""

from collections.abc import Iterator
from pathlib import PurePath

from spinout.core.questionnaire import Questionnaire
from spinout.core.scalars import scalar
from spinout.core.wording import counted, listed, visible
from spinout.inputs.exports.grids import Grid
from spinout.inputs.exports.guessed_values import GuessedColumn
from spinout.inputs.exports.guessing import GuessedMap
from spinout.inputs.exports.habits import PLAIN
from spinout.inputs.exports.headings import Sure
from spinout.inputs.exports.maps import UNDECIDED

LONGEST_HEADING = 900
"""A heading beyond is named by its column's number."""


def written_map(guess: GuessedMap, grid: Grid, questionnaire: Questionnaire) -> bytes:
    """The file of a map, with how sure each column is as a comment behind it."""
    lines = [*_top(guess, grid), *_settings(guess, grid, questionnaire), "columns:"]
    for column in guess.columns:
        lines += _column(column, grid)
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def summary(guess: GuessedMap) -> str:
    """How many columns are how sure, in words."""
    counts = guess.counts()
    said = [f"{counts[sure]} {sure}" for sure in Sure if counts.get(sure)]
    return f"{counted(len(guess.columns), 'column')}: {listed(said)}"


def _top(guess: GuessedMap, grid: Grid) -> Iterator[str]:
    name = visible(PurePath(grid.name).name)
    tool = "no survey tool that is known" if guess.tool is PLAIN else guess.tool.name
    yield f"# What the columns of {name} mean. Its headings are those of {tool}."
    yield f'# {summary(guess)}. Look at each "a guess" and each "undecided".'
    yield "# A column is one of: question: ID (with part: or option:), evidence: ID, note: ID, other: ID,"
    yield "#   not_applicable: ID, dont_know: ID, header: service|organisation|completed_by|respondent|date,"
    yield "#   personal: none|completed_by, ignore: yes, undecided: yes"
    yield "# A value is an option's id, a level's number, dont-know, not-applicable, unanswered or undecided."
    yield f"# Then: spinout import {name} --map THIS-FILE -o DIR"


def _settings(guess: GuessedMap, grid: Grid, questionnaire: Questionnaire) -> Iterator[str]:
    settings = guess.settings
    if settings.sheet:
        yield f"sheet: {scalar(settings.sheet)}"
    yield f"header_row: {grid.header_row}"
    if settings.dates is not None:
        yield f"dates: {settings.dates}  # {guess.why_dates}"
    elif guess.why_dates:
        yield f"# dates: dmy  # {guess.why_dates}"
    if settings.decimal is not None:
        yield f"decimal: {settings.decimal}"
    yield f"separator: {scalar(settings.separator)}  # what parts several options in a cell"
    if settings.unanswered:
        words = ", ".join(scalar(word, flow=True) for word in settings.unanswered)
        yield f"unanswered: [{words}]  # what {guess.tool.name} writes where nothing was asked or answered"
    yield "# reason: Marked as not applicable in the survey, which asked for no reason.  # for not-applicable"
    yield from _constants(guess, questionnaire)


def _constants(guess: GuessedMap, questionnaire: Questionnaire) -> Iterator[str]:
    """Fields of the header that no column has, as lines to be filled in."""
    given = {column.guess.about for column in guess.columns if column.guess.use == "header"}
    who = listed(each.id for each in questionnaire.respondents)
    wanted = {"service": "the name of the service", "respondent": f"who answers, one of: {who}" if who else ""}
    missing = {name: words for name, words in wanted.items() if name not in given and words}
    if missing:
        yield "# constants:  # for all rows; no column says it"
        yield from (f"#   {name}: ...  # {words}" for name, words in missing.items())


def _column(column: GuessedColumn, grid: Grid) -> Iterator[str]:
    guess, heading = column.guess, column.heading
    text = heading.text if heading.text.isprintable() else " ".join(heading.text.split())
    same = [each for each in grid.headings if each.text == heading.text]
    too_odd = not text or len(text) > LONGEST_HEADING or not text.isprintable()
    name = f"number: {heading.number}" if too_odd else f"column: {scalar(text)}"
    yield f"  - {name}"
    if len(same) > 1 and not too_odd:
        yield f"    number: {heading.number}"
    by = f"{guess.sure}, by {guess.by}" if guess.by else "undecided"
    by = (
        visible(by)
        .replace("by it is", "it is")
        .replace("by the columns of its options say", "the columns of its options say")
    )
    if guess.use in ("ignore", UNDECIDED):
        yield f"    {guess.use}: {scalar(guess.about) if guess.about else 'yes'}  # {by}{_shown(column, grid)}"
    else:
        yield f"    {guess.use}: {scalar(guess.about)}  # {by}"
    if guess.part is not None:
        yield f"    part: {scalar(guess.part)}"
    if guess.option is not None:
        yield f"    option: {scalar(guess.option)}"
    if column.separator is not None:
        yield f"    separator: {scalar(column.separator.strip() or ' ')}"
    if column.rest:
        yield "    rest: true  # what matches no option is the text of the one that takes a text"
    if column.values:
        yield "    values:"
        for value in column.values:
            yield f"      {scalar(value.text)}: {scalar(value.means)}" + (f"  # {value.why}" if value.why else "")
    if column.more:
        yield f"    # {counted(column.more, 'value')} without a meaning more"


def _shown(column: GuessedColumn, grid: Grid) -> str:
    """What an undecided column may be, and what stands in it; a person's words are shown to nobody else."""
    if column.guess.use != UNDECIDED:
        return ""
    filled = sum(column.heading.number in row.cells for row in grid.rows)
    perhaps = f"; perhaps {column.perhaps}" if column.perhaps else ""
    return f"{perhaps}; {counted(filled, 'cell')} filled"
