"""From our own XLSForm through a survey tool and back: its names, its export, a guessed map, the same answers."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from forms.filling import form_for, forms_and_answers, shipped_questionnaire
from forms.survey_tools import Survey
from spinout.core.answers import NO_ANSWER, Answers
from spinout.core.labels import safe_name
from spinout.core.reading.answers import answers_from
from spinout.forms.form import Form
from spinout.inputs.exports.headings import Sure
from spinout.inputs.exports.maps import TableSettings
from spinout.use_cases.imports import Guessing, Imported, guess_map, import_table
from spinout.use_cases.questionnaires import Loaded
from stories import loaded
from test_contract import HEALTHY

MANY = settings(max_examples=40, deadline=None, suppress_health_check=HEALTHY)
TOOLS = {
    "ODK Central": ("-", ",", {"SubmissionDate": "2026-11-23T09:41:19.123Z"}, {"KEY": "uuid:1", "FormVersion": "1"}),
    "KoboToolbox": (
        "/", ";", {"start": "2026-11-23T09:40:39.000-04:00"},
        {"_id": "61", "_uuid": "u", "_submission_time": "2026-11-23T09:41:19", "_index": "1"},
    ),
}  # fmt: skip


def filled(form: Form, answers: Answers) -> Survey:
    """A form into which somebody put all that answers say, as far as it asks for it."""
    survey = Survey(form)
    questionnaire = form.questionnaire
    survey.fields["questionnaire"].text, survey.fields["version"].text = questionnaire.id, questionnaire.version
    for ident, question in form.questions.items():
        answer = answers.of(ident)
        survey.put(question, answer)
        for name, text in (("evidence", answer.evidence), ("other", answer.other)):
            field = survey.fields.get(safe_name(f"{ident}#{name}"))
            if field is not None and text is not None:
                field.text = text
    return survey


def exported(survey: Survey, tool: str) -> bytes:
    """Its export: a column for each field, with the groups before its name."""
    sign, delimiter, before, behind = TOOLS[tool]
    row = {**before, **dict(_cells(survey.data, "", sign)), **behind}
    made = io.StringIO()
    table = csv.DictWriter(made, list(row), delimiter=delimiter)
    table.writeheader()
    table.writerow(row)
    return made.getvalue().encode("utf-8-sig")


def _cells(node: Any, groups: str, sign: str) -> Iterator[tuple[str, str]]:
    for child in node:
        if len(child):
            yield from _cells(child, f"{groups}{child.tag}{sign}", sign)
        else:
            yield f"{groups}{child.tag}", child.text or ""


def said(form: Form, answers: Answers) -> dict[str, object]:
    """What answers say, as far as the form asks for it: no notes, and nothing of being left out of reports."""
    found: dict[str, object] = {}
    for ident in form.questions:
        answer = answers.of(ident)
        texts = (answer.reason, answer.evidence if form.evidence(form.questions[ident]) else None, answer.other)
        given_here = (answer.value, answer.unknown, *(" ".join((text or "").split()) or None for text in texts))
        if given_here != (NO_ANSWER.value, False, None, None, None):
            found[ident] = given_here
    return found


@pytest.mark.parametrize("tool", TOOLS)
@MANY
@given(asked=forms_and_answers())
def test_what_is_put_into_our_form_comes_back_by_a_guessed_map(
    tmp_path_factory: pytest.TempPathFactory, tool: str, asked: tuple[Form, Answers]
) -> None:
    """Without a look at the map: every column is sure, and nothing is left out."""
    form, answers = asked
    folder = tmp_path_factory.mktemp("survey")
    export, written = folder / "export.csv", folder / "map.yaml"
    export.write_bytes(exported(filled(form, answers), tool))
    source = Loaded(form.questionnaire, "q.yaml", "0" * 64)
    guessing = guess_map(str(export), source, TableSettings())
    assert isinstance(guessing, Guessing)
    assert guessing.guess.tool.name == tool
    assert {column.guess.sure for column in guessing.guess.columns} <= {Sure.SURE, Sure.LIKELY}
    written.write_bytes(guessing.content)
    for by in (str(written), None):
        imported = import_table(str(export), source, by, TableSettings())
        assert isinstance(imported, Imported), imported
        assert imported.left_out == ()
        (row,) = imported.rows
        back, problems = answers_from(row.data, form.questionnaire)
        assert back is not None, problems
        assert said(form, back) == said(form, answers)


def test_every_column_of_the_shipped_form_is_sure(tmp_path: Path) -> None:
    """Blank as it is, no column but that of a field of the header is less."""
    form = form_for(shipped_questionnaire())
    for tool in TOOLS:
        path = tmp_path / f"{tool[:4]}.csv"
        path.write_bytes(exported(filled(form, Answers({})), tool))
        guessing = guess_map(str(path), loaded(), TableSettings())
        assert isinstance(guessing, Guessing)
        known = {c.guess.about for c in guessing.guess.columns if c.guess.use == "question"}
        assert known == set(form.questions)
        assert guessing.guess.counts().get(Sure.UNDECIDED, 0) == 0
