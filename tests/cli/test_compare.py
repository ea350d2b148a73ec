"""`spinout compare` with real files: what it shows, its JSON, and its exit codes."""

import json
from pathlib import Path

import pytest

from side_by_side import AFTER, BEFORE, Runner, write

PAGE = """\
Comparison: Village hall
Old: old.yaml, answers of 2025-05-01, read with version 1 of the questionnaire.
New: new.yaml, answers of 2026-05-01, read with version 2 of the questionnaire.
What the questionnaire changed is told apart from what the service changed: the old answers were
also scored under the new questionnaire.

Verdict: Ready for: To open, as before
  By the questionnaire: Not ready: conditions to meet first (before: Ready for: To open)
  By the service: Ready for: To open (before: Not ready: conditions to meet first)

Other gates that moved
- Is the roof sound? (s.roof): Met, as before
  By the questionnaire: Not met (before: Met)
  By the service: Met (before: Not met)

Score: 100 (before: 83)
Band: Good, as before
  By the questionnaire: Low to Good (before: Good)
  By the service: Good (before: Low to Good)
           Old  Old answers, new questions  New
  Overall  83   25 to 75                    100
  Start    83   25 to 75                    100

3 answers changed
- Is the roof sound? (s.roof)
  Old: 1: Nearly
  New: 2: Yes
- How much money is there? (s.money)
  Old: 2: Enough
  New: 1: Enough
  Old answer under the new questionnaire: Not answered
- Who has the keys? (s.keys)
  Old: Not a question of this version
  New: The warden.
  Old answer under the new questionnaire: Not answered

What changed in the questionnaire
New questions:
- Who has the keys? (s.keys)
Removed questions:
- Is there a flag? (s.flag)
Renamed questions:
- s.old-roof is now s.roof.
Changed questions:
- s.roof: the gates.
- s.money: what may be answered, what answers score.

Old answers that the new questionnaire does not take
- s.money: 2: Enough
  Found 2, which is no level here. It counts as unanswered there.
- s.flag: Yes
  The question was removed. It does not count.
"""


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command in a folder with both versions of a questionnaire."""
    return Runner(tmp_path, capsys, monkeypatch)


def test_the_page_parts_the_two_causes(spinout: Runner) -> None:
    """Verdict, gates and score first, each with what the questionnaire and what the service moved."""
    assert spinout("compare", "old.yaml", "new.yaml", "--old-questions", "old-q.yaml") == (0, PAGE, "")


def test_a_file_against_itself_shows_nothing(spinout: Runner) -> None:
    """No heading but that nothing moved."""
    told = spinout("compare", "new.yaml", "new.yaml")
    assert (told.code, told.out.splitlines()[-1]) == (0, "Nothing moved")


def test_json_has_both_causes_and_their_shifts(spinout: Runner) -> None:
    """The gate moved twice; the two shifts of the score come to the whole move."""
    told = spinout("compare", "old.yaml", "new.yaml", "--old-questions", "old-q.yaml", "--json")
    made = json.loads(told.out)
    step = made["steps"][0]
    met, not_met = ({"state": state, "evidence_missing": False} for state in ("met", "not-met"))
    assert made["schema"] == "spinout.comparison/1"
    assert [document["questionnaire"]["version"] for document in made["documents"]] == ["1", "2"]
    assert step["gates"] == [
        {"question": "s.roof", "old": met, "between": not_met, "new": met, "causes": ["questionnaire", "service"]}
    ]
    assert step["score"]["by_questionnaire"]["low"] + step["score"]["by_service"]["low"] == pytest.approx(100 - 250 / 3)
    assert [(lost["question"], lost["code"]) for lost in step["lost"]] == [
        ("s.money", "unreadable"),
        ("s.flag", "removed"),
    ]
    assert step["questionnaire"]["renamed"] == [{"old": "s.old-roof", "new": "s.roof"}]


def test_the_report_says_beside_each_row_what_moved_it(spinout: Runner) -> None:
    """By the titles of both versions, and with what the old answers score under the new questionnaire."""
    told = spinout("compare", "old.yaml", "new.yaml", "--old-questions", "old-q.yaml", "-o", "report.md")
    assert told.code == 0
    made = Path("report.md").read_text(encoding="utf-8")
    for line in (
        "- The verdict is as before: Ready for: To open.",
        "- Under the new questionnaire the answers before score 25 to 75.",
        "- Of 1 requirement of To open that applies, 1 is met; before, 1 was. None is newly met or newly open.",
        "| Met | Met | Is the roof sound? | 1 | the questionnaire and the service |",
        "| Is the roof sound? | Nearly | Yes | 16.6 | 50 | the service |",
        "- No longer asked: Is there a flag?",
        "- How much money is there? what may be answered and what answers score.",
        "- How much money is there? Enough. The question no longer takes this answer, so it counts as not answered.",
        "- Is there a flag? Yes. The question is no longer asked, so the answer does not count.",
    ):
        assert f"\n{line}\n" in made, line
    assert "s.roof" not in made


def test_json_flags_exempt_answers(spinout: Runner) -> None:
    """At each point, and among those that were lost or have other words now."""
    write("old.yaml", BEFORE.replace("s.money: 2", "s.money: {answer: 2, exempt: true}"))
    told = spinout("compare", "old.yaml", "new.yaml", "--old-questions", "old-q.yaml", "--json")
    step = json.loads(told.out)["steps"][0]
    said = {each["question"]: each for each in step["answers"]}
    assert [said["s.money"][point]["exempt"] for point in ("old", "new")] == [True, False]
    assert [(lost["question"], lost["exempt"]) for lost in step["lost"]] == [("s.money", True), ("s.flag", False)]


def test_more_files_make_a_timeline_by_date(spinout: Runner) -> None:
    """Undated files come last; each file is read with the questionnaire of its version."""
    middle = write("middle.yaml", BEFORE.replace("2025-05-01", "2025-11-01").replace("roof: 1", "roof: 0"))
    undated = write("undated.yaml", AFTER.replace("date: 2026-05-01\n", "").replace("roof: 2", "roof: 0"))
    told = spinout("compare", undated, "new.yaml", "old.yaml", middle, "--old-questions", "old-q.yaml", "--json")
    # The first file given is read with the older questionnaire, whatever it says; this one does not fit it.
    assert told.code == 1
    told = spinout("compare", "old.yaml", undated, middle, "new.yaml", "--old-questions", "old-q.yaml")
    assert told.code == 0
    assert told.out.splitlines()[1:6] == [
        "  Date        Decision  Verdict                              Gates not met  Score",
        "  2025-05-01  To open   Ready for: To open                   0              83",
        "  2025-11-01  To open   Not ready: conditions to meet first  1              66",
        "  2026-05-01  To open   Ready for: To open                   0              100",
        "  no date     To open   Not ready: conditions to meet first  1              50",
    ]
    headings = [line for line in told.out.splitlines() if line.startswith("Step ")]
    assert headings == [
        "Step 1: from 2025-05-01 to 2025-11-01",
        "Step 2: from 2025-11-01 to 2026-05-01",
        "Step 3: from 2026-05-01 to no date",
    ]


def test_one_questionnaire_for_two_versions_is_told(spinout: Runner) -> None:
    """Without the older questionnaire the causes cannot be parted, and the page says so."""
    old = write("old-2.yaml", AFTER.replace('version: "2"', 'version: "1"'))
    told = spinout("compare", old, "new.yaml")
    assert "so the two causes are not told apart." in told.out
    assert "Give the older questionnaire with --old-questions." in " ".join(told.out.split())


def test_different_stages_stand_before_the_verdict(spinout: Runner) -> None:
    """Verdicts at different bars are told first, and --stage brings them to one."""
    talk = write("talk.yaml", AFTER.replace("s.stage: open", "s.stage: talk"))
    told = spinout("compare", talk, "new.yaml")
    assert told.out.index("ask for different decisions") < told.out.index("Verdict:")
    assert "different decisions" not in spinout("compare", talk, "new.yaml", "--stage", "open").out


def test_files_with_problems_earn_1_and_unreadable_ones_3(spinout: Runner) -> None:
    """Every file is told; nothing is compared."""
    told = spinout("compare", "old.yaml", "new.yaml")
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines()[0] == (
        "Where a file was answered with an older questionnaire, give that with --old-questions."
    )
    assert "old.yaml:5:" in told.err
    told = spinout("compare", "old.yaml", "none.yaml", "--json")
    assert (told.code, json.loads(told.out)["schema"]) == (3, "spinout.problems/1")


def test_the_command_line_needs_two_files_and_a_known_stage(spinout: Runner) -> None:
    """Both are mistakes of the command line."""
    assert spinout("compare", "new.yaml").code == 2
    assert spinout("compare", "new.yaml", "new.yaml", "--stage", "never").code == 2


def test_another_questionnaire_is_no_older_version(spinout: Runner) -> None:
    """Questionnaires with different ids are not compared."""
    other = write("other-q.yaml", Path("old-q.yaml").read_text(encoding="utf-8").replace("id: hall", "id: pond"))
    told = spinout("compare", "old.yaml", "new.yaml", "--old-questions", other)
    assert (told.code, "other-questionnaire" in told.err) == (1, True)
