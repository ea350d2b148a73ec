"""An XLSForm: taken by pyxform, and shown and hidden as the program asks, in three values."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from pyxform.xls2xform import convert

from columns import column_of
from forms.filling import form_for, forms, forms_and_answers, shipped_questionnaire
from forms.survey_tools import Survey
from spinout.core.answers import Answers
from spinout.core.conditions import OPERATORS, Comparison, Measure, State
from spinout.core.labels import safe_name
from spinout.core.scoring.assessment import assess
from spinout.forms.form import Form
from spinout.forms.xlsform import form_id, language_column, not_said, xlsform
from test_contract import HEALTHY, read_questionnaire

CONVERTED = settings(max_examples=30, deadline=None, suppress_health_check=HEALTHY)


def sheets(form: Form) -> dict[str, list[dict[str, str]]]:
    """The rows of each sheet by their columns."""
    book = openpyxl.load_workbook(BytesIO(xlsform(form, {})))
    made = {}
    for sheet in book:
        head, *rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        made[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return made


@CONVERTED
@given(forms_and_answers())
def test_a_tool_shows_what_the_program_asks(asked: tuple[Form, Answers]) -> None:
    """Whatever is answered, unknown, left out or does not apply: a question is hidden where its condition is false."""
    form, answers = asked
    survey = Survey(form)
    assert survey.warnings == []
    for question in form.questions.values():
        survey.put(question, answers.of(question.id))
    shown = survey.shown()
    statuses = assess(form.questionnaire, answers).statuses
    assert {ident for ident in form.questions if f"page_{safe_name(ident)}" in shown} == {
        ident for ident, status in statuses.items() if status.state is not State.HIDDEN
    }


def chain(*conditions: Any) -> Form:
    """A form of questions answered by yes or no, each asked under a condition; None where it always is."""
    asked = [
        {"id": f"q{n}", "ask": f"Question {n}?", "type": "yes-no"} | ({} if when is None else {"show_if": when})
        for n, when in enumerate(conditions)
    ]
    section = {"id": "s", "title": "S", "questions": asked}
    return form_for(read_questionnaire({"id": "q", "title": "Q", "version": "1", "sections": [section]}))


YES0, YES1 = ({"question": f"s.q{n}", "is": "yes"} for n in range(2))


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (None, "yes", {"q1", "q2", "q3"}),
        ("yes", "yes", {"q1", "q3"}),
        ("yes", None, {"q1", "q2", "q3"}),
        ("yes", "no", {"q1", "q2"}),
        ("no", "yes", {"q2"}),
    ],
)
def test_what_hangs_on_a_question_that_is_itself_open_is_shown(
    first: str | None, second: str | None, shown: set[str]
) -> None:
    """Its answer counts only once it is asked for certain; where it is hidden, a condition on it is false."""
    survey = Survey(chain(None, YES0, {"not": YES1}, YES1))
    survey.fields["s__q0"].text, survey.fields["s__q1"].text = first, second
    assert {name.removeprefix("page_s__") for name in survey.shown() if name.startswith("page_")} - {"q0"} == shown


ON_NUMBERS = [
    (row.name, given)
    for row in OPERATORS.values()
    for measure, given in ((Measure.ORDER, 5), (Measure.IDENTITY, 5), (Measure.IDENTITY, [3, Decimal("6.5")]))
    if measure in row.measures
]


@pytest.mark.parametrize(("operator", "compared"), ON_NUMBERS, ids=str)
def test_numbers_beside_and_between_what_is_compared(operator: str, compared: Any) -> None:
    """At a number, close to it on both sides, and between two of them."""
    number = {"id": "n", "ask": "How many?", "type": "number", "weight": 0}
    after = {"id": "t", "ask": "Why?", "type": "text", "show_if": {"question": "s.n", operator: compared}}
    section = {"id": "s", "title": "S", "questions": [number, after]}
    form = form_for(read_questionnaire({"id": "q", "title": "Q", "version": "1", "sections": [section]}))
    survey, condition = Survey(form), form.questions["s.t"].show_if
    assert isinstance(condition, Comparison)
    for hundredths in range(250, 700, 5):
        answer = Decimal(hundredths) / 100
        survey.fields["s__n"].text = str(answer)
        assert ("page_s__t" in survey.shown()) is condition.holds_for(answer), answer


@CONVERTED
@given(forms_and_answers())
def test_a_tool_takes_every_answer(asked: tuple[Form, Answers]) -> None:
    """No constraint refuses what the program takes."""
    form, answers = asked
    survey = Survey(form)
    for question in form.questions.values():
        survey.put(question, answers.of(question.id))
    for name, node in survey.fields.items():
        if node.text:
            assert survey.takes(name, node.text), (name, node.text)


@CONVERTED
@given(forms())
def test_every_field_is_a_column_of_a_table(form: Form) -> None:
    """Groups and notes aside: the names of the header, ids, parts of splits, and what stands beside an answer."""
    rows = [row for row in sheets(form)["survey"] if row["type"] not in ("begin_group", "end_group", "note")]
    header = {"questionnaire", "version", "service", "organisation", "completed_by", "respondent", "date"}
    found = [column_of(row["name"]) for row in rows if row["name"] not in header]
    wanted = [f"{i}.{part.id}" for i, q in form.questions.items() for part in q.type.parts]
    wanted += [ident for ident, question in form.questions.items() if not question.type.parts]
    beside = ("unknown", "not_applicable", "other", "evidence")
    assert sorted(column for column in found if "#" not in column) == sorted(wanted)
    assert {column.partition("#")[::2] for column in found if "#" in column} <= {
        (ident, each) for ident in form.questions for each in beside
    }
    assert all(re.fullmatch("[a-z_][a-z0-9_]*", row["name"]) for row in rows)


def question(kind: str, **more: Any) -> Form:
    """A form of one question."""
    asked = {"id": "a", "ask": "Which?", "type": kind, **more}
    section = {"id": "s", "title": "S", "questions": [asked]}
    return form_for(read_questionnaire({"id": "q", "title": "Q", "version": "1", "sections": [section]}))


OPTIONS = [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}, {"id": "none", "label": "None", "exclusive": True}]
PARTS = [{"id": ident, "label": ident.upper()} for ident in "xyz"]


@pytest.mark.parametrize(
    ("kind", "more", "field", "text", "taken"),
    [
        ("number", {"min": 2, "max": "7.5", "weight": 0}, "s__a", "7.5", True),
        ("number", {"min": 2, "max": "7.5", "weight": 0}, "s__a", "1.9", False),
        ("number", {"min": 2, "max": "7.5", "weight": 0}, "s__a", "7.6", False),
        ("percent", {"weight": 0}, "s__a", "101", False),
        ("percent", {"weight": 0}, "s__a", "0", True),
        ("multi", {"options": OPTIONS}, "s__a", "x y", True),
        ("multi", {"options": OPTIONS}, "s__a", "none", True),
        ("multi", {"options": OPTIONS}, "s__a", "x none", False),
        ("multi", {"options": OPTIONS}, "s__a", "x dont-know", False),
        ("split", {"parts": PARTS}, "s__a__x", "100.5", False),
        ("split", {"parts": PARTS}, "s__a__z", "100", True),
        ("split", {"parts": PARTS}, "s__a__z", "99", False),
    ],
)  # fmt: skip
def test_a_tool_refuses_what_the_program_would(
    kind: str, more: dict[str, Any], field: str, text: str, *, taken: bool
) -> None:
    """Numbers beyond the limits, exclusive options beside others, parts that come to less or more than a hundred."""
    more = {key: Decimal(value) if key == "max" else value for key, value in more.items()}
    survey = Survey(question(kind, **more))
    for part in "xy":
        if f"s__a__{part}" in survey.fields:
            survey.fields[f"s__a__{part}"].text = "0"
    assert survey.takes(field, text) is taken


def test_parts_that_are_left_out_are_told_while_some_are_given() -> None:
    """Not where all are, and not where none is."""
    survey = Survey(question("split", parts=PARTS))
    told = []
    for part in ("", "x", "y", "z"):
        if part:
            survey.fields[f"s__a__{part}"].text = "0"
        told.append("s__a___left" in survey.shown())
    assert told == [False, True, True, False]


def beside(form: Form) -> Iterator[tuple[str, str]]:
    """The type and the column of each field of the survey that stands beside an answer."""
    for row in sheets(form)["survey"]:
        if "___" in row["name"] and row["type"] != "note":
            yield row["type"], column_of(row["name"])


def test_what_stands_beside_an_answer() -> None:
    """A reason where it may not apply, don't know where nothing is picked, an option's own words, the evidence."""
    number = question("number", weight=0, not_applicable=True, evidence="A list.")
    assert list(beside(number)) == [
        ("select_one dont_know", "s.a#unknown"), ("text", "s.a#not_applicable"), ("text", "s.a#evidence"),
    ]  # fmt: skip
    choice = question("choice", options=[{"id": "x", "label": "X", "other": True}])
    assert list(beside(choice)) == [("text", "s.a#other")]
    choices = [(row["name"], row["label::English (en)"]) for row in sheets(choice)["choices"]]
    assert choices == [("dont-know", "Don't know"), ("x", "X"), ("dont-know", "Don't know")]


@pytest.mark.parametrize("part", [{}, {"respondent": "users"}, {"stage": "explore"}, {"sections": ("transition",)}])
def test_the_shipped_form_is_taken_without_a_warning(part: dict[str, Any]) -> None:
    """Whole, and each part of it; the same bytes each time."""
    form = form_for(shipped_questionnaire(), **part)
    made = xlsform(form, {})
    converted = convert(made)
    assert converted.warnings == []
    assert made == xlsform(form, {})
    asked = set(re.findall(r'ref="/data/section_\w+/page_\w+/(\w+)"', converted.xform))
    wanted = {safe_name(i) for i, q in form.questions.items() if not q.type.parts}
    assert wanted <= asked


def test_the_settings_name_the_form_and_its_version() -> None:
    """Each part has an id of its own, so that none replaces another on a server."""
    shipped = shipped_questionnaire()
    parts: list[dict[str, Any]] = [{}, {"respondent": "users"}, {"stage": "explore"}, {"sections": ("about",)}]
    assert [form_id(form_for(shipped, **part)) for part in parts] == [
        "mutual-spin-out", "mutual-spin-out-users", "mutual-spin-out-explore", "mutual-spin-out-about",
    ]  # fmt: skip
    assert sheets(form_for(shipped, respondent="users"))["settings"] == [
        {
            "form_title": "Spin-out readiness. For: Users, carers or parents",
            "form_id": "mutual-spin-out-users",
            "version": "2026.12",
            "default_language": "English (en)",
            "style": "pages",
        }
    ]
    assert [language_column(code) for code in ("en-GB", "cy", "tlh-Latn")] == [
        "English (en)",
        "Welsh (cy)",
        "tlh (tlh)",
    ]


def test_no_text_is_taken_for_a_reference_or_a_formula() -> None:
    """What a questionnaire says stays what it says."""
    asked = {"id": "a", "ask": "=1+1 ${b}?", "type": "choice", "options": [{"id": "no", "label": "@${s__a}\x07"}]}
    data = {
        "id": "q",
        "title": "=cmd()",
        "version": "it's",
        "sections": [{"id": "1", "title": "${", "questions": [asked]}],
    }
    survey = Survey(form_for(read_questionnaire(data)))
    assert survey.warnings == []
    assert {"_1__a", "section__1", "page__1__a"} <= set(survey.fields)


def test_what_cannot_be_said_is_told_where_it_concerns_the_form() -> None:
    """A form of one section asks what hangs on another too often, and says which."""
    told = list(not_said(form_for(shipped_questionnaire(), sections=("transition",))))
    assert "It asks and shows no score: what is essential at which decision is not marked." in told
    assert next(line for line in told if "too often" in line) == (
        "transition.staff-transfer hangs on what this form does not ask, so it may be asked too often: "
        "about.staff-moving."
    )
    users = list(not_said(form_for(shipped_questionnaire(), respondent="users")))
    assert [line for line in users if "always asked" in line] == [
        f"{ident} is always asked: its condition hangs on what this respondent is not asked."
        for ident in ("member-mix.user-demand", "member-mix.disputes")
    ]
    plain = list(not_said(question("text")))
    assert plain == [
        "It asks and shows no score: what is essential at which decision is not marked.",
        "Notes, and answers kept out of a published report (exempt), are not asked for.",
    ]
