"""Shapes of real exports, written by hand: which tool it was, and what each heading is taken for."""

from pathlib import Path

import pytest

from fuzz import right
from spinout.core.conditions import Measure
from spinout.core.labels import safe_name
from spinout.inputs.exports.guessing import GuessedMap
from spinout.inputs.exports.headings import QuestionNames
from spinout.inputs.exports.maps import TableSettings
from spinout.use_cases.imports import Guessing, Imported, guess_map, import_table

LIME_CODES = """"id","submitdate","lastpage","startlanguage","seed","ipaddr","usersmeetings","usersgroups[SQ001]",\
"usersgroups[SQ002]","moneylandlord","moneylandlord[other]","interviewtime"
"1","2026-11-23 10:00:00","4","en","1","192.0.2.1","A3","Y","","A1","","61.2"
"2","2026-11-23 11:00:00","4","en","2","192.0.2.1","A1","","Y","-oth-","A trust","61.2"
"""
LIME_WORDS = """"Response ID","Date submitted","Last page","Start language","Seed","Do the users meet?",\
"Who uses the hall? [The choir]","Who uses the hall? [The playgroup]","Are there written rules?"
"1","2026-11-23 10:00:00","4","en","1","Every month","Yes","No","N/A"
"""
KOBO_LABELS = """start;The users/Do the users meet?;The users/Do the users meet?/What shows it?;\
The users/Who uses the hall?;Date;_id;_uuid;_submission_time;_submitted_by
"";#meet;"";#who;"";"";"";"";""
2026-11-23T05:40:39.000-04:00;Every month;Minutes;The choir The playgroup;2026-11-20;1;u;2026-11-23T09:41:19;somebody
"""
ODK = """SubmissionDate,meta-instanceID,g-users__meetings,g-users__meetings___evidence,g-users__groups,\
g-users__groups/choir,g-users__groups/old-friends,g-money__hirings___unknown,g-users__votes__users,\
g-users__votes__neighbours,KEY,SubmitterID,SubmitterName,DeviceID,FormVersion
2026-11-23T09:41:19.123Z,u,2,Minutes,choir old-friends,1,1,dont-know,60,40,u,5,Somebody,d,1
"""
GOOGLE_GRID = """Timestamp,Email Address,How far is it? [Do the users meet?],How far is it? [Are there written rules?]
2026/11/23 10:02:11 am GMT,a@example.org,Now and then,Yes
"""
MICROSOFT = """ID,Start time,Completion time,Email,Name,Do the users meet?,Comments,Who uses the hall?,\
Comments2,Points - Q
1,11/23/26 9:01:00,11/23/26 9:15:22,a@example.org,A B,Every month,Kept,The choir;,Each week,1
"""
EXPORTS = {
    "LimeSurvey codes": (LIME_CODES, "LimeSurvey"),
    "LimeSurvey words": (LIME_WORDS, "LimeSurvey"),
    "Kobo labels": (KOBO_LABELS, "KoboToolbox"),
    "ODK names": (ODK, "ODK Central"),
    "Google grid": (GOOGLE_GRID, "Google Forms"),
    "Microsoft": (MICROSOFT, "Microsoft Forms"),
}
ANSWERS = {
    "LimeSurvey codes": {
        "users.meetings": 2, "users.groups": ["choir"], "money.landlord": "parish",
    },
    "LimeSurvey words": {"users.meetings": 2, "users.groups": ["choir"]},
    "Kobo labels": {"users.meetings": {"answer": 2, "evidence": "Minutes"}, "users.groups": ["choir", "playgroup"]},
    "ODK names": {
        "users.meetings": {"answer": 2, "evidence": "Minutes"}, "users.groups": ["choir", "old-friends"],
        "users.votes": {"answer": {"users": 60, "neighbours": 40}}, "money.hirings": "dont-know",
    },
    "Google grid": {"users.meetings": 1, "users.written-rules": "yes"},
    "Microsoft": {
        "users.meetings": {"answer": 2, "note": "Kept"}, "users.groups": {"answer": ["choir"], "note": "Each week"},
    },
}  # fmt: skip


def by_guess(folder: Path, text: str) -> tuple[GuessedMap, Imported]:
    """What comes of an export by the map that is guessed for it, as it stands."""
    path, written = folder / "export.csv", folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    made = guess_map(str(path), right.hall(), TableSettings())
    assert isinstance(made, Guessing)
    written.write_bytes(made.content)
    imported = import_table(str(path), right.hall(), str(written), TableSettings())
    assert isinstance(imported, Imported), imported
    return made.guess, imported


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_known_by_their_shape_and_read_by_their_habits(name: str, tmp_path: Path) -> None:
    """Nothing is left out but what is personal, and the tool's own."""
    text, tool = EXPORTS[name]
    guess, imported = by_guess(tmp_path, text)
    assert guess.tool.name == tool
    assert imported.left_out == ()
    assert imported.rows[0].data["answers"] == ANSWERS[name]


def test_the_date_that_was_asked_for_comes_before_that_of_sending(tmp_path: Path) -> None:
    """And nobody's name, address or device stands in a file of answers."""
    _, imported = by_guess(tmp_path, KOBO_LABELS)
    assert (imported.rows[0].data["date"], imported.grid.tags, imported.personal) == ("2026-11-20", 2, 2)
    assert "somebody" not in str(imported.rows[0].data)


def test_the_text_of_another_answer_chooses_it_where_it_has_its_own_column(tmp_path: Path) -> None:
    """As in LimeSurvey, where nothing else says that it was chosen."""
    _, imported = by_guess(tmp_path, LIME_CODES)
    assert imported.rows[1].data["answers"]["money.landlord"] == {"answer": "another", "other": "A trust"}


def test_no_column_is_taken_for_a_question_whose_answers_it_never_has(tmp_path: Path) -> None:
    """Near words alone decide nothing."""
    text = "ID,Start time,Completion time,Do all the users meet?,Name of your service\n1,,,red; green,Hall\n"
    guess, imported = by_guess(tmp_path, text)
    found = [(column.guess.use, column.perhaps) for column in guess.columns]
    assert found[3:] == [("undecided", "users.meetings"), ("header", "")]
    assert [each.value for each in imported.left_out] == ["red; green"]


def test_the_names_in_our_own_forms_for_survey_tools_are_all_known() -> None:
    """Of every question of the shipped questionnaire, with its parts, its options and what stands beside it."""
    questionnaire = right.shipped().questionnaire
    names = QuestionNames(questionnaire)
    found, meant = {}, {}
    for ident, question in questionnaire.questions.items():
        several = Measure.MEMBERS in question.type.measures
        rows = [(safe_name(ident), ("question", ident, "", ""))]
        rows += [(safe_name(f"{ident}.{part.id}"), ("question", ident, part.id, "")) for part in question.type.parts]
        options = question.type.options if several else ()
        rows += [(f"{safe_name(ident)}/{option.id}", ("question", ident, "", option.id)) for option in options]
        for name, use in (("evidence", "evidence"), ("other", "other"), ("not_applicable", "not_applicable")):
            rows.append((safe_name(f"{ident}#{name}"), (use, ident, "", "")))
        rows.append((f"{safe_name(ident)}___unknown", ("dont_know", ident, "", "")))
        for name, target in rows:
            for group in (
                "",
                f"section_{question.section}/page_{safe_name(ident)}/",
                f"section_{question.section}-page-",
            ):
                guess = names.by_name(group + name)
                found[group + name], meant[group + name] = guess and guess.target, target
    assert found == meant
