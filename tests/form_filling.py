"""Fills workbook forms as a person would, with openpyxl: by what the rows and columns say, never by their places."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.workbook_rows import APPLIES_NOT, UNKNOWN, YES, FormColumn, offered_words, several
from spinout.forms.form import Form, form_of
from spinout.forms.rows import rows_form
from spinout.forms.xlsx import xlsx_form
from spinout.inputs.documents import FORMATS, Document, read_several

ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
HEADER = ("service", "organisation", "completed_by", "respondent", "date")
Cells = dict[tuple[str, str], Any]
"""By the id of a row and the heading of a column, or by the number of a row and the id above a column: a cell."""


def questionnaire_of(data: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire of plain data."""
    made, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": dict(data)}))
    assert made is not None, problems
    return made


def answers_of(data: Mapping[str, Any], questionnaire: Questionnaire) -> Answers:
    """Answers of plain data."""
    made, problems = answers_from(data, questionnaire)
    assert made is not None, problems
    return made


def form_for(questionnaire: Questionnaire) -> Form:
    """The whole form."""
    return form_of(questionnaire, "0" * 64, "spinout")


def kept(answers: Answers, questionnaire: Questionnaire) -> dict[str, object]:
    """What a form holds of answers: all but what is left out of reports, and what says nothing."""
    given = {ident: _bare(answers.of(ident)) for ident in questionnaire.questions}
    header: dict[str, object] = {name: getattr(answers, name) for name in HEADER}
    return header | {ident: answer for ident, answer in given.items() if answer != NO_ANSWER}


def _bare(answer: Answer) -> Answer:
    """Without what a form does not hold: spaces around a text, and that an answer is left out of reports."""
    texts = (answer.reason, answer.evidence, answer.note, answer.other)
    reason, evidence, note, other = (None if text is None else text.strip() or None for text in texts)
    return Answer(answer.value, answer.unknown, reason, evidence, note, other=other)


def documents(raw: bytes, questionnaire: Questionnaire, name: str = "form.xlsx") -> list[Document]:
    """What is read of a workbook."""
    return list(read_several(name, FORMATS[".xlsx"], raw, questionnaire))


def cells_of(workbook: Any) -> Cells:
    """Every cell of a form's sheets that is found by an id and a heading."""
    found: Cells = {}
    for sheet in workbook.worksheets:
        rows = list(sheet.iter_rows())
        top = next((n for n, row in enumerate(rows) if {"Answer", "Id"} <= {cell.value for cell in row}), None)
        if top is None:
            continue
        headings = [cell.value for cell in rows[top]]
        for row in rows[top + 1 :]:
            ident = row[headings.index("Id")].value
            if ident:
                found |= {(ident, heading): cell for heading, cell in zip(headings, row, strict=True)}
    return found


def filled_in(answers: Answers, questionnaire: Questionnaire) -> Iterator[tuple[str, str, object]]:
    """What a person writes: the row's id, the column's heading, the text or number."""
    for name in HEADER:
        if (text := getattr(answers, name)) is not None:
            yield name, "Answer", text
    for ident, question in questionnaire.questions.items():
        yield from _of_question(question, answers.of(ident))


def _of_question(question: Question, answer: Answer) -> Iterator[tuple[str, str, object]]:
    ident, kind = question.id, question.type
    if answer.unknown:
        yield ident, FormColumn.INSTEAD, UNKNOWN
    if answer.reason is not None:
        yield ident, FormColumn.INSTEAD, APPLIES_NOT
    beside = {FormColumn.REASON: answer.reason, FormColumn.EVIDENCE: answer.evidence, FormColumn.NOTE: answer.note}
    yield from ((ident, column, text) for column, text in beside.items() if text is not None)
    if answer.other is not None:
        own = next(option.id for option in kind.options if option.other)
        yield (f"{ident}.{own}" if several(kind) else ident), FormColumn.OTHER, answer.other
    yield from ((row, FormColumn.ANSWER, cell) for row, cell in written(question, answer))


def written(question: Question, answer: Answer) -> Iterator[tuple[str, object]]:
    """The cells of an answer alone, each by the id of its row."""
    ident, kind, value = question.id, question.type, answer.value
    if value is None:
        return
    plain = kind.plain(value)
    if isinstance(plain, list):
        yield from ((f"{ident}.{option}", YES) for option in plain)
    elif isinstance(plain, dict):
        yield from ((f"{ident}.{part}", float(number)) for part, number in plain.items())
    elif kind.picks():
        yield ident, offered_words(kind)[pick_id(plain)]
    else:
        yield ident, plain if isinstance(plain, str) else float(plain)  # type: ignore[arg-type]


def pick_id(plain: object) -> str:
    """The id of the option that an answer is."""
    return ("yes" if plain else "no") if isinstance(plain, bool) else str(plain)


def saved(workbook: Any) -> bytes:
    """The bytes of a workbook."""
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def opened(raw: bytes) -> Any:
    """A workbook as openpyxl has it."""
    return openpyxl.load_workbook(io.BytesIO(raw))


def blank(questionnaire: Questionnaire) -> bytes:
    """A blank form."""
    return xlsx_form(form_for(questionnaire), {})


def filled(answers: Answers, questionnaire: Questionnaire, raw: bytes | None = None) -> bytes:
    """A form that somebody filled in."""
    workbook = opened(blank(questionnaire) if raw is None else raw)
    cells = cells_of(workbook)
    for ident, heading, value in filled_in(answers, questionnaire):
        _put(cells[ident, heading], value)
    return saved(workbook)


def _put(cell: Any, value: object) -> None:
    # what looks like an escape is escaped itself, which Excel does, and openpyxl does not
    cell.value = ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # as the cell is formatted as text; else openpyxl makes a formula of what begins with =


def rows_filled(several_answers: list[Answers], questionnaire: Questionnaire) -> bytes:
    """A form with a row for each service that somebody filled in."""
    workbook = opened(rows_form(form_for(questionnaire), {}))
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, answers in enumerate(several_answers, 3):
        for heading, value in _row_of(answers, questionnaire):
            _put(sheet.cell(row, columns[heading]), value)
    return saved(workbook)


def _row_of(answers: Answers, questionnaire: Questionnaire) -> Iterator[tuple[str, object]]:
    yield from ((name, text) for name in HEADER if (text := getattr(answers, name)) is not None)
    for ident, question in questionnaire.questions.items():
        answer, kind = answers.of(ident), question.type
        beside = {"evidence": answer.evidence, "note": answer.note, "not_applicable": answer.reason}
        yield from ((f"{ident}#{name}", t) for name, t in (beside | {"other": answer.other}).items() if t is not None)
        if answer.unknown:
            yield (f"{ident}.{kind.parts[0].id}" if kind.parts else ident), UNKNOWN
        elif isinstance(answer.value, tuple):
            yield ident, "; ".join(answer.value)
        else:
            yield from written(question, answer)
