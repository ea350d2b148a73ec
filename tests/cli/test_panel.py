"""`spinout panel` with real files: what it shows, its JSON, and its exit codes."""

import json
from pathlib import Path

import pytest

from side_by_side import AFTER, Runner, write

PAGE = """\
Panel: Village hall
3 respondents, 4 questions.
- staff: new.yaml
- council: council.yaml
- users: users.yaml

Where they stand
           Verdict                              Gates not met
  staff    Ready for: To open                   0
  council  Not ready: conditions to meet first  1
  users    Cannot tell yet                      0

What to talk about: 3 items
They differ on a gate:
  1. Is the roof sound? (s.roof): not met: council; from level 1 to level 2, median between level 1
     and level 2, spread 50%; 1 without an answer; points that hang on it: 25
They differ, and points hang on it:
  2. How much money is there? (s.money): from level 0 to level 1, median level 1, spread 100%;
     points that hang on it: 50
Only one of them knows:
  3. Who has the keys? (s.keys): known to staff

The panel's range: 25 to 100 of 100
From the lowest to the highest score that these answers allow, each question taken as any of them
answered it. What nobody answered is open. It is a range, and no middle is taken.
           Score    No answer
  staff    100      0
  council  75       1
  users    0 to 50  2

  Section  The panel's range
  Start    25 to 100

Where they differ, the widest first: 2 questions
- How much money is there? (s.money)
  From level 0 to level 1, median level 1, spread 100%.
    1: Enough: staff, council
    0: None: users
- Is the roof sound? (s.roof)
  From level 1 to level 2, median between level 1 and level 2, spread 50%; 1 without an answer.
    2: Yes [gate: met]: staff
    1: Nearly [gate: not met]: council
    Don't know [gate: not known]: users

What only staff knows: 1 question
- Who has the keys? (s.keys)
"""


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command in a folder with three respondents' answers."""
    runner = Runner(tmp_path, capsys, monkeypatch)
    said = AFTER.replace("service:", "respondent: {}\nservice:").replace(", s.keys: The warden.", "{}")
    write("new.yaml", _said(said, "staff", "2", "1", ", s.keys: The warden."))
    write("council.yaml", _said(said, "council", "1", "1", ""))
    write("users.yaml", _said(said, "users", "dont-know", "0", ""))
    return runner


def _said(text: str, name: str, roof: str, money: str, more: str) -> str:
    return (
        text.replace("respondent: {}", f"respondent: {name}")
        .replace("s.roof: 2", f"s.roof: {roof}")
        .replace("s.money: 1{}", f"s.money: {money}{more}")
    )


def test_the_page_begins_with_the_verdicts_and_what_to_talk_about(spinout: Runner) -> None:
    """Verdicts and gates before any score; then the agenda, and every answer with who gave it, and no mean."""
    assert spinout("panel", "new.yaml", "council.yaml", "users.yaml") == (0, PAGE, "")


@pytest.mark.parametrize(
    ("roofs", "stands", "agenda"),
    [
        (("0", "0"), "- Is the roof sound? (s.roof): Not met: staff, council\n", None),
        (("0", "1"), "", "not met: staff, council; from level 0 to level 1"),
        (("1", "2"), "", "not met: staff; from level 1 to level 2"),
    ],
)
def test_a_gate_that_is_not_met_is_told_once_with_whose_answers(
    roofs: tuple[str, str], stands: str, agenda: str | None, spinout: Runner
) -> None:
    """Where they agree below the verdicts, else in the agenda; below that stand the answers alone."""
    for name, roof in zip(("staff", "council"), roofs, strict=True):
        write(f"{name}.yaml", _said(AFTER.replace("service:", "respondent: {}\nservice:"), name, roof, "1", ""))
    told = spinout("panel", "staff.yaml", "council.yaml").out
    verdicts, rest = told.split("\nWhat to talk about" if agenda else "\nNothing to talk about")
    assert stands in verdicts
    assert "s.roof" in verdicts or not stands
    assert " ".join(rest.split()).count("not met: staff") == (1 if agenda else 0)
    assert agenda is None or agenda in " ".join(rest.split())


@pytest.mark.parametrize(
    ("roofs", "why"),
    [
        ((", s.roof: dont-know", ", s.roof: dont-know"), "nobody knows"),
        (("", ""), "nobody answered it yet"),
        ((", s.roof: dont-know", ""), "1 said don't know, 1 said nothing"),
    ],
)
def test_what_nobody_answered_is_told_from_what_nobody_knows(roofs: tuple[str, str], why: str, spinout: Runner) -> None:
    """Under a heading that holds for both."""
    for name, roof in zip(("staff", "council"), roofs, strict=True):
        text = AFTER.replace("service:", f"respondent: {name}\nservice:").replace(", s.roof: 2", roof)
        write(f"{name}.yaml", text)
    told = " ".join(spinout("panel", "staff.yaml", "council.yaml").out.split())
    assert f"Nobody has an answer: 1. Is the roof sound? (s.roof): a gate; {why};" in told


def test_a_stage_that_nobody_stated_stands_beside_the_verdicts(spinout: Runner) -> None:
    """It names those whose answers do not say, where others do."""
    write("silent.yaml", AFTER.replace("s.stage: open, ", "").replace("service:", "respondent: clerk\nservice:"))
    told = spinout("panel", "new.yaml", "silent.yaml").out
    line = "clerk: The answers do not say which decision is asked for, so the first was taken."
    assert told.index("Ready for: To talk") < told.index(line) < told.index("The panel's range")


def test_a_panel_of_nothing_assessed_names_no_hundred(spinout: Runner) -> None:
    """Where nothing that carries a score counts, there is no score of 100."""
    write("empty.yaml", "questionnaire: hall\nanswers: {}\n")
    question = "{id: a, ask: A?, type: text}"
    write(
        "form.yaml", f"{{id: hall, title: H, version: '1', sections: [{{id: s, title: S, questions: [{question}]}}]}}"
    )
    told = spinout("panel", "empty.yaml", "empty.yaml", questions="form.yaml").out
    assert "The panel's range: Not assessed\n" in told


def test_json_has_every_answer_and_the_agenda(spinout: Runner) -> None:
    """The widest question comes first, the agenda in the order of the page."""
    told = spinout("panel", "new.yaml", "council.yaml", "users.yaml", "--json")
    made = json.loads(told.out)
    assert made["schema"] == "spinout.panel/1"
    assert made["score"] == {"low": 25.0, "high": 100.0, "exact": True}
    assert [(item["topic"], item["question"]) for item in made["agenda"]] == [
        ("gate", "s.roof"),
        ("points", "s.money"),
        ("only-one-knows", "s.keys"),
    ]
    widest = made["questions"][0]
    assert (widest["id"], widest["spread"], widest["median"]) == ("s.money", 1.0, {"low": 1, "high": 1})
    assert [answer["answer"] for answer in widest["answers"]] == [1, 1, 0]
    assert made["known_to_one"] == [
        {"respondent": "staff", "questions": ["s.keys"]},
        {"respondent": "council", "questions": []},
        {"respondent": "users", "questions": []},
    ]
    assert "mean" not in told.out


def test_json_flags_exempt_answers(spinout: Runner) -> None:
    """Whoever hands it on can take out what must not be handed on."""
    text = Path("new.yaml").read_text(encoding="utf-8")
    write("new.yaml", text.replace("s.money: 1", "s.money: {answer: 1, note: Secret, exempt: true}"))
    made = json.loads(spinout("panel", "new.yaml", "council.yaml", "--json").out)
    (money,) = [question for question in made["questions"] if question["id"] == "s.money"]
    assert [(answer["note"], answer["exempt"]) for answer in money["answers"]] == [("Secret", True), (None, False)]


def test_a_file_of_several_documents_is_several_respondents(spinout: Runner) -> None:
    """Each line of JSON Lines is one respondent; without a name it is called by its place."""
    line = json.dumps({"questionnaire": "hall", "version": "2", "answers": {}})
    told = spinout("panel", write("all.jsonl", f"{line}\n{line}\n"), "--json")
    assert [respondent["name"] for respondent in json.loads(told.out)["respondents"]] == ["all.jsonl:1", "all.jsonl:2"]


def test_several_files_of_one_respondent_are_one_group(spinout: Runner) -> None:
    """Each document has a name of its own, and they count as one respondent with a spread inside."""
    write("second.yaml", Path("new.yaml").read_text(encoding="utf-8").replace("s.money: 1", "s.money: 0"))
    made = json.loads(spinout("panel", "new.yaml", "second.yaml", "users.yaml", "--json").out)
    assert [each["name"] for each in made["respondents"]] == ["staff (new.yaml)", "staff (second.yaml)", "users"]
    assert made["groups"] == [{"respondent": "staff", "files": 2}, {"respondent": "users", "files": 1}]
    (money,) = [question for question in made["questions"] if question["id"] == "s.money"]
    assert money["among"] == [{"respondent": "staff", "files": 2, "spread": 1.0}]
    assert [answer["group"] for answer in money["answers"]] == ["staff", "staff", "users"]
    assert made["warnings"] == []
    told = spinout("panel", "new.yaml", "second.yaml", "users.yaml").out
    assert "2 respondents, 4 questions.\n- staff, 2 files: new.yaml, second.yaml\n- users: users.yaml\n" in told
    assert "    1: Enough: staff (1 of 2)\n    0: None: staff (1 of 2), users\n  Among staff: from level 0" in told


def test_the_same_answers_twice_by_one_respondent_are_told(spinout: Runner) -> None:
    """One file given twice is no second voice."""
    made = json.loads(spinout("panel", "new.yaml", "new.yaml", "--json").out)
    assert [warning["code"] for warning in made["warnings"]] == ["same-document"]


def test_the_same_answers_twice_are_told_where_nobody_is_named(spinout: Runner) -> None:
    """One file given twice agrees with itself, and that says nothing."""
    write("nobody.yaml", AFTER)
    told = json.loads(spinout("panel", "nobody.yaml", "nobody.yaml", "--json").out)
    assert [warning["code"] for warning in told["warnings"]] == ["same-document"]


def test_other_services_are_told_first(spinout: Runner) -> None:
    """The caution stands before the agenda."""
    other = write("other.yaml", AFTER.replace("Village hall", "Pond"))
    told = spinout("panel", "new.yaml", other)
    assert told.code == 0
    assert told.out.index('The files name different services: "Village hall", "Pond".') < told.out.index(
        "to talk about"
    )


def test_problems_earn_1_and_unreadable_files_3(spinout: Runner) -> None:
    """A panel without one of its respondents would mislead, so there is none."""
    wrong = write("wrong.yaml", AFTER.replace("s.money: 1", "s.money: 7"))
    told = spinout("panel", "new.yaml", wrong)
    assert (told.code, told.out, "level-out-of-range" in told.err) == (1, "", True)
    assert spinout("panel", "new.yaml", "none.yaml").code == 3
    assert spinout("panel", "new.yaml", "--stage", "never").code == 2
