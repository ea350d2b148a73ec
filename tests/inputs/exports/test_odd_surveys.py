"""Surveys as people build them from the shipped questions: edited titles, odd labels, questions of their own.

Nothing may be read wrong in silence: what is not known is told, and its question stays unanswered.
"""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from fuzz import right
from spinout.inputs.exports.guessing import GuessedMap
from spinout.inputs.exports.headings import bare_heading
from spinout.inputs.exports.maps import TableSettings
from spinout.use_cases.imports import Guessing, Imported, guess_map, import_table

GOOGLE = {"Timestamp": "11/13/2026 10:02:11"}
LIME = {"Response ID": "1", "Date submitted": "2026-11-13 10:00:00", "Last page": "3"}
LIME_CODES = {"id": "1", "submitdate": "2026-11-13 10:00:00", "lastpage": "3", "startlanguage": "en"}
DECISIONS = "Which decisions will need a member vote?"
DEMAND = "How far do local people, or volunteers, want it?"


def read(
    folder: Path, *rows: dict[str, str], by_map: bool = True, dates: str | None = None
) -> tuple[GuessedMap, Imported]:
    """What comes of a table, by the map that is guessed as it stands, or by what of it is sure."""
    made = io.StringIO()
    table = csv.DictWriter(made, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    path, written = folder / "export.csv", folder / "map.yaml"
    path.write_text(made.getvalue(), encoding="utf-8")
    guessing = guess_map(str(path), right.shipped(), TableSettings(dates=dates))
    assert isinstance(guessing, Guessing)
    written.write_bytes(guessing.content)
    imported = import_table(str(path), right.shipped(), str(written) if by_map else None, TableSettings(dates=dates))
    assert isinstance(imported, Imported), imported
    return guessing.guess, imported


def answers(imported: Imported) -> list[dict[str, Any]]:
    """The answers of each row."""
    return [row.data["answers"] for row in imported.rows]


def uses(guess: GuessedMap) -> list[tuple[str, str, str | None, str]]:
    """What each column is taken for, and how sure that is."""
    return [(c.guess.use, c.guess.about, c.guess.option, str(c.guess.sure)) for c in guess.columns]


@pytest.mark.parametrize(
    "text",
    [
        "3. Who can become a member? (select all that apply)",
        "3 – Who can become a member?",
        "Who can become a member? * ",
        "Who can become a member (please choose all that apply) *",
        "Q3: Who can become a member?\n(Tick one or more.)",
        "Who can become a member? (required)",
    ],
)
def test_how_to_answer_is_no_part_of_what_is_asked(text: str) -> None:
    """Nor are numbers, marks and line breaks."""
    assert bare_heading(text) == "who can become a member"


def test_an_option_with_a_label_nearly_right_is_a_guess_and_one_unknown_leaves_the_question_open(
    tmp_path: Path,
) -> None:
    """Without it, an answer would say that it was not chosen."""
    near, odd = f"{DECISIONS} [Merging or selling the organization]", f"{DECISIONS} [Selling buildings]"
    first = {**LIME, near: "Yes", f"{DECISIONS} [Removing a director]": "Yes", odd: "No"}
    second = {**LIME, near: "No", f"{DECISIONS} [Removing a director]": "Yes", odd: "Yes"}
    guess, imported = read(tmp_path, first, second)
    ident = "ownership.member-decisions"
    assert uses(guess)[3:] == [
        ("question", ident, "merger-or-sale", "a guess"),
        ("question", ident, "removing-directors", "sure"),
        ("undecided", ident, None, "undecided"),
    ]
    assert answers(imported) == [{ident: ["merger-or-sale", "removing-directors"]}, {}]
    assert [(each.row, each.value, each.question) for each in imported.left_out] == [
        (2, "No", ident),
        (3, "Yes", ident),
    ]
    _, imported = read(tmp_path, first, second, by_map=False)
    assert answers(imported) == [{}, {}]


def test_a_column_of_yes_and_no_is_no_question_by_its_answers(tmp_path: Path) -> None:
    """Though only one question with these answers may be left."""
    row = {**GOOGLE, "Do you want it to be a charity?": "No", "Are you in a trade union?": "Yes"}
    guess, imported = read(tmp_path, row, {**row, "Are you in a trade union?": "No"})
    assert uses(guess)[1:] == [("question", "ownership.charity", None, "sure"), ("undecided", "", None, "undecided")]
    assert answers(imported) == [{"ownership.charity": "no"}] * 2


def test_a_number_that_answers_nearly_the_same_question_is_not_taken_without_a_map(tmp_path: Path) -> None:
    """Any number fits; no label shows that it was asked otherwise."""
    row = {**GOOGLE, "Of all staff, what share said no in the latest vote or survey?": "30%"}
    guess, imported = read(tmp_path, row, by_map=False)
    assert uses(guess)[1:] == [("question", "member-mix.staff-vote", None, "a guess")]
    assert answers(imported) == [{}]
    assert [each.value for each in imported.left_out] == ["30%"]


def test_comments_at_the_end_are_no_note_on_the_last_question(tmp_path: Path) -> None:
    """Where each question has its own, they stand beside their questions."""
    row = {**GOOGLE, "How will members vote?": "Members have no vote", "Any other comments?": "Thanks"}
    guess, imported = read(tmp_path, row)
    assert uses(guess)[2:] == [("undecided", "", None, "undecided")]
    assert answers(imported) == [{"ownership.voting": 0}]
    row = {**row, DEMAND: "Nobody has been asked", "Any other comments?2": "Soon"}
    _, imported = read(tmp_path, row)
    assert answers(imported)[0]["member-mix.community-demand"] == {"answer": 1, "note": "Soon"}


def test_a_bare_number_among_labels_may_be_counted_from_one(tmp_path: Path) -> None:
    """It is a guess in the map, and nothing without one."""
    rows = {**GOOGLE, DEMAND: "Nobody has been asked"}, {**GOOGLE, DEMAND: "3"}
    guess, imported = read(tmp_path, *rows)
    assert [(value.text, value.means) for value in guess.columns[1].values] == [("3", "3")]
    assert answers(imported) == [{"member-mix.community-demand": 1}, {"member-mix.community-demand": 3}]
    _, imported = read(tmp_path, *rows, by_map=False)
    assert answers(imported) == [{"member-mix.community-demand": 1}, {}]


def test_codes_run_in_the_order_of_the_options_and_what_stands_behind_them_is_left_undecided(tmp_path: Path) -> None:
    """As where somebody added an answer of their own to the question."""
    text = f"Q1. {DEMAND}"
    head = {"id. Response ID": "1", "submitdate. Date submitted": "2026-11-13 10:00:00"}
    guess, imported = read(tmp_path, {**head, text: "AO02"}, {**head, text: "AO06"})
    assert guess.tool.name == "LimeSurvey"
    assert [(value.text, value.means) for value in guess.columns[2].values] == [("AO02", "1"), ("AO06", "undecided")]
    assert answers(imported) == [{"member-mix.community-demand": 1}, {}]


def test_options_by_their_place_are_counted_without_the_one_that_has_its_column_apart(tmp_path: Path) -> None:
    """LimeSurvey keeps another answer apart, so that the ones behind it move up."""
    options = {f"membermixgroups[SQ{place:03}]": "" for place in range(1, 10)}
    row = {**LIME_CODES, **options, "membermixgroups[SQ009]": "Y", "membermixgroups[other]": ""}
    assert answers(read(tmp_path, row)[1]) == [{"member-mix.groups": ["none"]}]


def test_what_is_a_persons_own_is_left_out_and_shown_to_nobody(tmp_path: Path) -> None:
    """However it is asked."""
    own = ("What is your name?", "Your name (optional)", "How old are you?", "Your e-mail address (optional)",
           "Date of birth", "What's your postcode?", "Contact number", "Gender", "Ethnic group")  # fmt: skip
    guess, imported = read(tmp_path, {**GOOGLE, "Your organisation's name": "Council", **dict.fromkeys(own, "secret")})
    assert uses(guess)[1:] == [
        ("header", "organisation", None, "likely"), *[("personal", "none", None, "sure")] * len(own),
    ]  # fmt: skip
    assert (imported.left_out, imported.personal) == ((), len(own))


def test_who_answers_is_guessed_by_a_word_of_the_groups_name(tmp_path: Path) -> None:
    """As far as one group alone has it."""
    rows = [{**GOOGLE, "Who are you?": who} for who in ("A parent", "Service user", "Councillor", "A friend")]
    guess, _ = read(tmp_path, *rows)
    assert [(value.text, value.means) for value in guess.columns[1].values] == [
        ("A parent", "users"), ("Service user", "users"), ("Councillor", "council"), ("A friend", "undecided"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "ident", "cells", "found"),
    [
        (
            "What kind of service is this?",
            "about.service-type",
            ["Parks and open spaces", "Libraries, culture and archives", "Not sure", "N/A", "Bees & honey"],
            ["parks", "libraries", "dont-know", None, {"answer": "other", "other": "Bees & honey"}],
        ),
        (
            "Who can become a member?",
            "member-mix.groups",
            ["Employees", "Service users, clients and customers, Employees", "Not sure", "Dog walkers, Employees"],
            [["employees"], ["users", "employees"], "dont-know", {"answer": ["employees", "others"],
                                                                  "other": "Dog walkers"}],
        ),
    ],
)  # fmt: skip
def test_nearly_a_label_is_not_taken_for_another_answer(
    tmp_path: Path, asked: str, ident: str, cells: list[str], found: list[Any]
) -> None:
    """Where the tool writes a person's own words into the same cell; what is neither is in their own words."""
    rows = [{**GOOGLE, asked: cell} for cell in cells]
    guess, imported = read(tmp_path, *rows)
    assert guess.columns[1].rest
    assert [each.get(ident) for each in answers(imported)] == found
    _, imported = read(tmp_path, *rows, by_map=False)
    assert answers(imported)[1] == {}


def test_the_labels_of_all_parts_side_by_side_are_a_split(tmp_path: Path) -> None:
    """As the rows of a grid; one of them alone says nothing."""
    labels = ("Service users, clients or customers", "The local community", "Employees", "The council",
              "Independent or appointed for skill", "Partners or investors")  # fmt: skip
    shares = dict(zip(labels, ("40", "10%", "20", "10", "20", ""), strict=True))
    row = {"ID": "1", "Start time": "", "Completion time": "11/13/2026 9:00:00", **shares}
    guess, imported = read(tmp_path, row, by_map=False)
    assert guess.tool.name == "Microsoft Forms"
    (only,) = answers(imported)
    assert [*only["member-mix.board-votes"]["answer"].values()] == [40, "10%", 20, 10, 20, 0]
    assert imported.left_out == ()
    guess, _ = read(tmp_path, {**GOOGLE, "Employees": "20"})
    assert uses(guess)[1:] == [("undecided", "", None, "undecided")]


def test_a_day_that_a_tool_writes_where_it_keeps_none_is_no_date(tmp_path: Path) -> None:
    """LimeSurvey's, of anonymous answers."""
    row = {**LIME, "How will members vote?": "Members have no vote"}
    for day, date in (("1980-01-01 00:00:00", None), ("2026-11-13 10:00:00", "2026-11-13")):
        _, imported = read(tmp_path, {**row, "Date submitted": day})
        assert (imported.rows[0].data.get("date"), imported.left_out) == (date, ())


@pytest.mark.parametrize(
    ("given", "by_map", "date"),
    [(None, True, "2026-03-11"), (None, False, None), ("dmy", False, "2026-11-03"), ("dmy", True, "2026-11-03")],
)
def test_a_day_that_may_be_two_is_not_taken_without_a_map(
    tmp_path: Path, *, given: str | None, by_map: bool, date: str | None
) -> None:
    """Sheets of other countries write the same tool's days in another order."""
    row = {**GOOGLE, "Timestamp": "03/11/2026 10:02:11", "How will members vote?": "Members have no vote"}
    _, imported = read(tmp_path, row, by_map=by_map, dates=given)
    assert imported.rows[0].data.get("date") == date
    assert [each.heading.text for each in imported.left_out] == ([] if date else ["Timestamp"])
