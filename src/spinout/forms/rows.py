"""A blank form as a table in a workbook: a row for each service, for a cohort that answers in one sheet."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from spinout.core.questionnaire import Question
from spinout.core.wording import ended
from spinout.core.workbook_rows import GUIDE, UNKNOWN, row_id, rows_mark, several
from spinout.forms.asked_formulas import condition_words
from spinout.forms.form import Form
from spinout.forms.workbooks import (
    HEADER_ROWS,
    FieldRule,
    FormBook,
    built,
    hint,
    hold,
    offer,
    offered_by,
    printed,
    put,
    respondents_of,
    rule_of,
)

TABLE = "Answers"
LAST = 1_001
"""The last row in which cells offer lists, from 0."""
WIDTH, WIDE = 18, 28


class RowsColumn(Struct, frozen=True):
    """A column: its heading, the title below it, what is told of it, and the list or rule of its cells."""

    heading: str
    title: str
    told: str
    words: tuple[tuple[str, str], ...] = ()
    rule: FieldRule = FieldRule()


def rows_form(form: Form, sources: Mapping[str, str]) -> bytes:  # noqa: ARG001 - the shape of all formats
    """The form as the bytes of a workbook; the same bytes for the same form."""
    return built(form, f"{form.questionnaire.title}: form for several services", lambda book: _write(form, book))


def _write(form: Form, book: FormBook) -> None:
    page = book.workbook.add_worksheet(TABLE)
    columns = list(_columns(form))
    for place, column in enumerate(columns):
        own = book.format_of(column.rule)
        page.set_column(place, place, WIDE if column.words or place < 2 else WIDTH, own)
        put(page, 0, place, column.heading, book.small)
        put(page, 1, place, column.title, book.heading)
        if column.words:
            offer(page, 2, place, book.offered(column.words)[0], column.told, LAST)
        else:
            hold(page, 2, place, column.rule, column.told, LAST)
    page.set_row(1, 62)
    page.freeze_panes(2, 1)
    page.repeat_rows(0, 1)
    page.repeat_columns(0)
    printed(page, form.questionnaire.title)
    page.fit_to_pages(0, 0)
    _guide(form, book)
    book.write_lists()


def _columns(form: Form) -> Iterator[RowsColumn]:
    asked = form.questionnaire
    for ident, label, help_, rule in HEADER_ROWS:
        yield RowsColumn(ident, label, help_, respondents_of(asked) if ident == "respondent" else (), rule)
    told = "Leave it empty, or write the id of the questionnaire."
    yield RowsColumn("questionnaire", rows_mark(asked.id, asked.version), told)
    yield RowsColumn("version", "Version", "Leave it empty, or write the version of the questionnaire.")
    for question in form.questions.values():
        yield from _of_question(form, question)


def _of_question(form: Form, question: Question) -> Iterator[RowsColumn]:
    kind, ident, title = question.type, question.id, question.title
    asks = form.asks(question)
    if kind.parts:
        for part in kind.parts:
            told = f"{asks} A number from 0 to 100; all parts make 100 together."
            yield RowsColumn(row_id(ident, part.id), f"{title}: {part.label}", told, (), rule_of(kind))
    elif several(kind):
        told = f"{asks} One or more, parted by semicolons: {'; '.join(pick.id for pick in kind.picks())}"
        yield RowsColumn(ident, title, told)
    elif kind.picks():
        yield RowsColumn(ident, title, asks, (*offered_by(kind), (UNKNOWN, "")))
    else:
        yield RowsColumn(ident, title, f"{asks} Write {kind.allowed()}.", (), rule_of(kind))
    if any(option.other for option in kind.options):
        yield RowsColumn(f"{ident}#other", f"{title}: if another, which", "What is meant, if the option asks for it.")
    yield RowsColumn(f"{ident}#evidence", f"{title}: evidence", "What shows the answer.")
    yield RowsColumn(f"{ident}#note", f"{title}: note", "Anything else a reader should know.")
    if question.not_applicable:
        told = "Fill this in only where the question does not apply, and leave its answer empty."
        yield RowsColumn(f"{ident}#not_applicable", f"{title}: why it does not apply", told)


HOW_TO = (
    f"On the sheet {TABLE}, write a row for each service, from row 3 on. Leave the first two rows as they are.",
    f"Cells offer what may be answered. Where nobody knows, write {UNKNOWN}. Leave empty what you have not come to.",
    "Where several options may be chosen, write their ids or words, parted by semicolons.",
    "A question that does not apply has its reason in its own column, and no answer.",
    "Save it as an Excel workbook (.xlsx). To read it: spinout batch FILE.",
)


def _guide(form: Form, book: FormBook) -> None:
    """The second sheet: how to fill it in, and every question with all that may be answered."""
    page = book.workbook.add_worksheet(GUIDE)
    for column, width in enumerate((28, 26, 50, 30, 60, 60)):
        page.set_column(column, column, width)
    for row, line in enumerate(HOW_TO):
        put(page, row, 0, line, book.plain)
    top = len(HOW_TO) + 1
    for column, heading in enumerate(("Column", "Title", "Question", "Id of the option", "Option", "Help")):
        put(page, top, column, heading, book.heading)
    for row, cells in enumerate(_guide_rows(form), top + 1):
        for column, text in enumerate(cells):
            put(page, row, column, text, book.text)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    printed(page, form.questionnaire.title)


def _guide_rows(form: Form) -> Iterator[tuple[str | None, ...]]:
    for question in form.questions.values():
        kind, asks = question.type, form.asks(question)
        if question.show_if is not None:
            asks += f"\nAsked only where: {ended(condition_words(question.show_if, form.questionnaire))}"
        offered = [(pick.id, pick.label, pick.help) for pick in kind.picks()]
        offered += [(part.id, part.label, part.help) for part in kind.parts]
        yield question.id, question.title, asks, None, None if offered else hint(kind.allowed()), question.help
        for ident, label, help_ in offered:
            yield question.id, None, None, ident, label, help_
