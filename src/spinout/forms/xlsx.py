"""A blank form as a workbook: a sheet for each section, a row for each question, option and part."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from spinout.core.questionnaire import Question
from spinout.core.wording import counted, ended
from spinout.core.workbook_rows import (
    APPLIES_NOT,
    FORM,
    MARKS,
    START,
    SUM,
    UNKNOWN,
    YES,
    FormColumn,
    digest_asked,
    row_id,
    several,
)
from spinout.forms.asked_formulas import (
    DEPENDS,
    NOT_ASKED,
    QuestionCells,
    asked_formula,
    condition_words,
    option_formula,
    working_formula,
)
from spinout.forms.form import Form, FormSection
from spinout.forms.workbooks import (
    HEADER_ROWS,
    UNLOCKED,
    FieldRule,
    FormBook,
    built,
    heights,
    hint,
    hold,
    in_lines,
    offer,
    offered_by,
    printed,
    put,
    range_of,
    respondents_of,
    rule_of,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS: Mapping[FormColumn, float] = {
    FormColumn.NUMBER: 6,
    FormColumn.TITLE: 20,
    FormColumn.QUESTION: 36,
    FormColumn.ALLOWED: 42,
    FormColumn.HELP: 50,
    FormColumn.ANSWER: 32,
    FormColumn.INSTEAD: 16,
    FormColumn.REASON: 22,
    FormColumn.OTHER: 18,
    FormColumn.EVIDENCE: 26,
    FormColumn.NOTE: 22,
    FormColumn.ASKED: 14,
    FormColumn.ID: 24,
    FormColumn.WORKING: 9,
}
"""The columns in their order, in characters."""
COLUMNS = tuple(WIDTHS)
PLACE = {column: place for place, column in enumerate(COLUMNS)}
LETTER = {column: chr(65 + place) for column, place in PLACE.items()}
STARTING = ("What", FormColumn.ANSWER.value, FormColumn.HELP.value, FormColumn.ID.value)
"""The headings of the first sheet."""
HOW_TO = (
    "Each of the other sheets is a section, with a row for each question. Answer in the column Answer. Where a cell "
    "offers a list, choose from it.",
    f"Where several options may be chosen, put {YES} beside each that fits. Where parts make 100 together, give every "
    "part a number; 0 counts.",
    f"Where nobody knows, choose {UNKNOWN} in the column beside the answer. Where a question does not apply, choose "
    f"{APPLIES_NOT} there, and say why in the next column.",
    "A grey row is not asked with the answers so far. Leave it empty. Leave empty, too, what you have not come to yet.",
    "Evidence is what shows the answer: a document, a minute, a date. Name roles, and no people.",
    "Leave the column Id and the headings as they are: answers are found by them. The sheets are locked against slips "
    "only, without a password (Review, Unprotect Sheet).",
    "Save it as an Excel workbook (.xlsx), and send it back whole. To read it: spinout score FILE.",
)


class FormRow(Struct, frozen=True):
    """A row of a section's sheet; `row` counts from 1. `part` is its option or part, empty in a question's first row.

    The row that shows what parts come to has SUM for its part.
    """

    question: Question
    row: int
    part: str = ""
    label: str = ""
    help: str | None = None
    takes_other: bool = False


class SectionPlan(Struct, frozen=True):
    """A section's sheet: where its headings and its rows stand, from 1."""

    section: FormSection
    page: "Worksheet"
    heading: int
    rows: tuple[FormRow, ...]


def xlsx_form(form: Form, sources: Mapping[str, str]) -> bytes:  # noqa: ARG001 - the shape of all formats
    """The form as the bytes of a workbook; the same bytes for the same form."""
    return built(form, f"{form.questionnaire.title}: form", lambda book: _write(form, book))


def _write(form: Form, book: FormBook) -> None:
    start = book.workbook.add_worksheet(START)
    plans = [_planned(section, book.sheet(section.section.title)) for section in form.sections]
    _start(form, book, start, plans)
    cells = dict(_cells(plans))
    numbers = {ident: str(place) for place, ident in enumerate(form.questions, 1)}
    for place, plan in enumerate(plans, 1):
        _SectionSheet(form, book, plan, cells, numbers).write(place)
    book.write_lists()
    _marks(form, book, plans)
    start.activate()


def _planned(section: FormSection, page: "Worksheet") -> SectionPlan:
    heading = 2 + len(list(in_lines(section.section.intro or ""))) if section.section.intro else 2
    rows: list[FormRow] = []
    for question in section.questions:
        for part, label, help_, other in _lines_of(question):
            rows.append(FormRow(question, heading + 1 + len(rows), part, label, help_, other))
    return SectionPlan(section, page, heading, tuple(rows))


def _lines_of(question: Question) -> Iterator[tuple[str, str, str | None, bool]]:
    kind = question.type
    takes = {option.id for option in kind.options if option.other}
    yield "", question.title, question.help, bool(takes) and not several(kind)
    if several(kind):
        for pick in kind.picks():
            yield pick.id, pick.label, pick.help, pick.id in takes
    for part in kind.parts:
        yield part.id, part.label, part.help, False
    if kind.parts:
        yield SUM, "All parts together, which must be 100", None, False


def _cells(plans: list[SectionPlan]) -> Iterator[tuple[str, QuestionCells]]:
    """Where each question's cells are, as formulas of any sheet name them."""
    for plan in plans:
        name = plan.page.get_name().replace("'", "''")
        for row in plan.rows:
            if not row.part:
                at = {column: f"'{name}'!${LETTER[column]}${row.row}" for column in COLUMNS}
                options = {
                    each.part: f"'{name}'!${LETTER[FormColumn.WORKING]}${each.row}"
                    for each in plan.rows
                    if each.question is row.question and each.part
                }
                yield (
                    row.question.id,
                    QuestionCells(
                        at[FormColumn.ANSWER],
                        at[FormColumn.INSTEAD],
                        at[FormColumn.EVIDENCE],
                        at[FormColumn.ASKED],
                        at[FormColumn.WORKING],
                        options,
                    ),
                )


class _SectionSheet:
    """Writes the sheet of a section."""

    def __init__(
        self,
        form: Form,
        book: FormBook,
        plan: SectionPlan,
        cells: Mapping[str, QuestionCells],
        numbers: Mapping[str, str],
    ) -> None:
        self._form, self._book, self._plan, self._cells, self._numbers = form, book, plan, cells, numbers
        self._page = plan.page
        self._last = {row.question.id: row.row for row in plan.rows}

    def write(self, place: int) -> None:
        """The title, the headings and every row, and how the sheet shows and prints."""
        page, plan, book, section = self._page, self._plan, self._book, self._plan.section.section
        for column, width in WIDTHS.items():
            hidden = {"hidden": True} if column is FormColumn.WORKING else {}
            page.set_column(PLACE[column], PLACE[column], width, None, hidden)
        put(page, 0, 0, section.title, book.title)
        for place_of_line, line in enumerate(in_lines(section.intro) if section.intro else (), 1):
            put(page, place_of_line, 0, line, book.plain)
        last = plan.rows[-1].row
        page.add_table(
            plan.heading - 1,
            0,
            last - 1,
            len(COLUMNS) - 1,
            {
                "name": f"section_{place}",
                "autofilter": False,
                "style": None,
                "columns": [{"header": column.value, "header_format": book.heading} for column in COLUMNS],
            },
        )
        page.set_row(plan.heading - 1, 32)
        for row in plan.rows:
            self._write_row(row)
        page.freeze_panes(plan.heading, PLACE[FormColumn.QUESTION])
        page.repeat_rows(plan.heading - 1)
        page.print_area(0, 0, last - 1, PLACE[FormColumn.ASKED])
        printed(page, f"{self._form.questionnaire.title}: {section.title}")
        page.protect("", UNLOCKED)

    def _write_row(self, row: FormRow) -> None:
        page, book, question, first = self._page, self._book, row.question, not row.part
        texts = self._texts(row)
        for column in COLUMNS:
            form = book.bold if column is (FormColumn.TITLE if first else FormColumn.QUESTION) else book.text
            put(page, row.row - 1, PLACE[column], texts.get(column), form)
        ident = question.id if first else f"{question.id}{SUM}" if row.part == SUM else row_id(question.id, row.part)
        put(page, row.row - 1, PLACE[FormColumn.ID], ident, book.small)
        laid = {column: text for column, text in texts.items() if first or column is not FormColumn.TITLE}
        page.set_row(row.row - 1, heights((text, WIDTHS[column]) for column, text in laid.items()))
        self._answer(row)
        if first:
            self._beside(row)
            self._condition(row)
        if row.takes_other:
            put(page, row.row - 1, PLACE[FormColumn.OTHER], None, book.words)
            told = "What is meant, if the option chosen asks for it."
            hold(page, row.row - 1, PLACE[FormColumn.OTHER], FieldRule(), told)

    def _texts(self, row: FormRow) -> dict[FormColumn, str | None]:
        if row.part:
            place = row.row - next(each.row for each in self._plan.rows if each.question is row.question)
            number = f"{self._numbers[row.question.id]}.{place}"
            return {
                FormColumn.NUMBER: number,
                FormColumn.TITLE: row.question.title,
                FormColumn.QUESTION: row.label,
                FormColumn.HELP: row.help,
            }
        question, asked = row.question, self._form.asks(row.question)
        if question.show_if is not None:
            asked += f"\nAsked only where: {ended(condition_words(question.show_if, self._form.questionnaire))}"
        evidence = f"\nEvidence: {ended(question.evidence)}" if question.evidence else ""
        return {
            FormColumn.NUMBER: self._numbers[question.id],
            FormColumn.TITLE: question.title,
            FormColumn.QUESTION: asked,
            FormColumn.ALLOWED: _allowed(question),
            FormColumn.HELP: f"{question.help or ''}{evidence}".strip(),
        }

    def _answer(self, row: FormRow) -> None:
        page, book, kind = self._page, self._book, row.question.type
        place, column = row.row - 1, PLACE[FormColumn.ANSWER]
        if row.part == SUM:
            self._sum(row)
        elif several(kind):
            if row.part:
                put(page, place, column, None, book.words)
                offer(page, place, column, book.offered([(YES, "")])[0], f"{YES}, if this fits. Else leave it empty.")
                made = option_formula(f"${LETTER[FormColumn.ANSWER]}${row.row}")
                page.write_formula(place, PLACE[FormColumn.WORKING], made, book.small, 0)
        elif kind.parts:
            if row.part:
                put(page, place, column, None, book.number)
                hold(page, place, column, rule_of(kind), "A number from 0 to 100. All parts make 100 together.")
        elif kind.picks():
            put(page, place, column, None, book.words)
            offer(page, place, column, book.offered(offered_by(kind))[0], "Choose from the list.")
        else:
            rule = rule_of(kind)
            put(page, place, column, None, book.format_of(rule))
            hold(page, place, column, rule, f"Write {kind.allowed()}.")

    def _sum(self, row: FormRow) -> None:
        """What the parts come to, in red where that is not 100."""
        parts = [each.row for each in self._plan.rows if each.question is row.question and each.part not in ("", SUM)]
        letter, place, column = LETTER[FormColumn.ANSWER], row.row - 1, PLACE[FormColumn.ANSWER]
        run = f"{letter}{parts[0]}:{letter}{parts[-1]}"
        self._page.write_formula(place, column, f'=IF(COUNT({run})=0,"",SUM({run}))', self._book.total, "")
        wrong = f'AND(${letter}${row.row}<>"",ROUND(${letter}${row.row},6)<>100)'
        self._page.conditional_format(
            place, column, place, column, {"type": "formula", "criteria": f"={wrong}", "format": self._book.alarm}
        )

    def _beside(self, row: FormRow) -> None:
        page, book, question = self._page, self._book, row.question
        place = row.row - 1
        instead = [(UNKNOWN, ""), (APPLIES_NOT, "")] if question.not_applicable else [(UNKNOWN, "")]
        put(page, place, PLACE[FormColumn.INSTEAD], None, book.words)
        told = "In place of an answer. Leave it empty where you answer."
        offer(page, place, PLACE[FormColumn.INSTEAD], book.offered(instead)[0], told)
        filled = {FormColumn.EVIDENCE: "What shows the answer.", FormColumn.NOTE: "Anything else a reader should know."}
        if question.not_applicable:
            filled[FormColumn.REASON] = f"Why it does not apply, if you chose {APPLIES_NOT}."
        for column, told in filled.items():
            put(page, place, PLACE[column], None, book.words)
            hold(page, place, PLACE[column], FieldRule(), hint(told))

    def _condition(self, row: FormRow) -> None:
        """Which option is chosen, for the conditions of others; whether it is asked; and grey where it is not."""
        page, book, question, at = self._page, self._book, row.question, self._cells[row.question.id]
        place = row.row - 1
        if question.type.picks() and not several(question.type):
            _, first, count = book.offered(offered_by(question.type))
            made = working_formula(at, range_of(first, count, "A"), range_of(first, count, "B"), first)
            page.write_formula(place, PLACE[FormColumn.WORKING], made, book.small, 0)
        if question.show_if is None:
            return
        made = asked_formula(question, self._form.questions, self._cells)
        if not made:
            put(page, place, PLACE[FormColumn.ASKED], DEPENDS, book.text)
        else:
            page.write_formula(place, PLACE[FormColumn.ASKED], made, book.text, DEPENDS)
            page.conditional_format(
                place,
                0,
                self._last[question.id] - 1,
                PLACE[FormColumn.ASKED],
                {
                    "type": "formula",
                    "criteria": f'=${LETTER[FormColumn.ASKED]}${row.row}="{NOT_ASKED}"',
                    "format": book.grey,
                },
            )


def _allowed(question: Question) -> str:
    """What may be answered: the options in lines, or in words."""
    kind = question.type
    if several(kind):
        return f"Put {YES} beside each that fits, in the rows below."
    if kind.parts:
        return "A number for each part, in the rows below. Together they make 100."
    offered = offered_by(kind)
    if not offered:
        return f"{kind.allowed()[:1].upper()}{ended(kind.allowed())[1:]}"
    helps = [pick.help for pick in kind.picks()]
    return "\n".join(
        f"• {words}{f' ({help_})' if help_ else ''}" for (words, _), help_ in zip(offered, helps, strict=True)
    )


def _start(form: Form, book: FormBook, page: "Worksheet", plans: list[SectionPlan]) -> None:
    """The first sheet: what the form is, the fields of the header, and how to fill it in."""
    asked = form.questionnaire
    for column, width in enumerate((24, 44, 70, 16)):
        page.set_column(column, column, width)
    who = "" if form.respondent is None else f" For: {form.respondent.label}."
    put(page, 0, 0, asked.title, book.title)
    total = counted(len(form.questions), "question")
    put(page, 1, 0, f"{total} in {counted(len(plans), 'section')}.{who}", book.plain)
    for column, heading in enumerate(STARTING):
        put(page, 2, column, heading, book.heading)
    row = 3
    for ident, label, help_, rule in HEADER_ROWS:
        for column, text in enumerate((label, None, help_, ident)):
            put(page, row, column, text, (book.bold, book.format_of(rule), book.text, book.small)[column])
        if ident == "respondent":
            _respondent(form, book, page, row)
        else:
            hold(page, row, 1, rule, help_)
        row += 1
    for ident, label, text in (("questionnaire", "Questionnaire", asked.id), ("version", "Version", asked.version)):
        for column, cell in enumerate((label, text, "Filled in already; leave it as it is.", ident)):
            put(page, row, column, cell, (book.bold, book.text, book.text, book.small)[column])
        row += 1
    put(page, row + 1, 0, "How to fill it in", book.bold)
    row += 2
    for text in HOW_TO:
        for line in in_lines(text, 130):
            put(page, row, 0, line, book.plain)
            row += 1
    page.freeze_panes(3, 0)
    page.print_area(0, 0, row, 2)
    printed(page, asked.title)
    page.protect("", UNLOCKED)


def _respondent(form: Form, book: FormBook, page: "Worksheet", row: int) -> None:
    who = respondents_of(form.questionnaire)
    if form.respondent is not None:
        put(page, row, 1, form.respondent.label, book.words)
    if who:
        offer(page, row, 1, book.offered(who)[0], "Choose from the list.")
    else:
        hold(page, row, 1, FieldRule(), "What tells several people's answers apart.")


def _marks(form: Form, book: FormBook, plans: list[SectionPlan]) -> None:
    """The hidden last sheet: what the form is of, and the ids of the questions on each sheet."""
    page = book.workbook.add_worksheet(MARKS)
    page.hide()
    asked = form.questionnaire
    lines = [
        (FORM, form.program),
        ("questionnaire", asked.id),
        ("version", asked.version),
        ("sha256", form.sha256),
        ("asked", digest_asked(asked)),
    ]
    lines += [(plan.page.get_name(), question.id) for plan in plans for question in plan.section.questions]
    for row, (name, text) in enumerate(lines):
        put(page, row, 0, name, book.plain)
        put(page, row, 1, text, book.plain)
    page.set_column(0, 1, 40)
