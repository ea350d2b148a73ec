"""Members answer: `assess --as`, and `score`, `report` and `verify` with the answers of others."""

import json
import re
import sys
from pathlib import Path

import pytest

from cli.talks import Talk, talk
from side_by_side import Told, write
from spinout.cli.boundary import run

__all__ = ["talk"]
LIBRARY = Path(__file__).parents[2] / "examples" / "community-library"
LEAD = str(LIBRARY / "lead.yaml")
OTHERS = [str(LIBRARY / f"{name}.yaml") for name in ("users", "users-parent", "staff", "residents")]
HEADER = ("Hillside Library", "Example Borough Council", "A reader")


class Spinout:
    """Runs a command in an empty folder, with the shipped questionnaire."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str) -> Told:
        """What a command wrote, and its exit code."""
        self._monkeypatch.setattr(sys, "argv", ["spinout", *words])
        code = run()
        told = self._capsys.readouterr()
        return Told(code, told.out, told.err)


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spinout:
    """A folder to run in, a hundred letters wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return Spinout(capsys, monkeypatch)


def changed(name: str, old: str, new: str) -> str:
    """A file of the library's with a text in it changed, in the folder that the test runs in."""
    text = (LIBRARY / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    return write(name, text.replace(old, new))


# who answers


def test_a_respondent_is_asked_their_own_questions_and_thanked(talk: Talk) -> None:
    """In plain words, counted by themselves, with no word on readiness; the file goes to the lead."""
    lines = (*HEADER, "4", "20", "1,2", "1", "1", "1", "3", "1", ":d", "2", "1", "1", "2", "", "")
    told = talk("u.yaml", "--as", "users", lines=lines, questions=None)
    assert told.code == 0
    assert "You are asked 13 questions." in told.out
    assert "\n13. Were you asked in good time" in told.out
    assert "Thank you. You have answered 13 of the 13 questions that you are asked." in told.out
    assert told.out.endswith(
        "Then send the file to: Service lead\nThey add it to the report: spinout report FILE -o OUT --with u.yaml\n"
    )
    assert not re.search(r"Readiness|Ready|Write the report", told.out)
    assert "respondent: users\n" in talk.read("u.yaml")


def test_a_later_session_goes_on_as_the_respondent_of_the_file(talk: Talk) -> None:
    """Nobody has to say it again, and nobody else may write into the file."""
    talk("u.yaml", "--as", "users", lines=(*HEADER, "4"), questions=None)
    told = talk("u.yaml", lines=("20",), questions=None)
    assert "Respondent: Users, carers or parents (users)" in told.out
    assert "Question 2 of 13," in told.out
    other = talk("u.yaml", "--as", "staff", lines=("1",), questions=None)
    assert other.code == 2
    assert "the file holds the answers of: users (Users, carers or parents)." in other.err
    assert talk("u.yaml", "--respondent", "users", lines=("1",), questions=None).code == 0


def test_a_leads_file_becomes_nobody_elses(talk: Talk) -> None:
    """A file that names no respondent is by the first."""
    talk("lead.yaml", lines=(*HEADER, "2"), questions=None)
    told = talk("lead.yaml", "--as", "users", lines=("1",), questions=None)
    assert (told.code, "the file holds the answers of: lead (Service lead)." in told.err) == (2, True)


def test_an_unknown_respondent_is_told_with_those_there_are(talk: Talk) -> None:
    """Before anything is asked or written."""
    told = talk("u.yaml", "--as", "user", lines=HEADER, questions=None)
    assert (told.code, talk.names()) == (2, set())
    assert 'no respondent is called "user". Did you mean "users"? There are: lead (Service lead); staff (' in told.err


# who was heard


def test_the_screen_says_who_was_heard_and_where_they_differ(spinout: Spinout) -> None:
    """Behind the verdict, which stays; a group without a file is not heard."""
    told = spinout("score", LEAD, "--full", "--with", OTHERS[0], "--with", OTHERS[1])
    assert told.err == ""
    assert (
        "answered by: Service lead; Users, carers or parents (2 files). No answers came, of those who may join, from: "
        "Staff;" in " ".join(told.out.split())
    )
    assert "others answered otherwise. The 3 on which they lie farthest apart:\n  - Decisions kept for" in told.out
    alone = spinout("score", LEAD, "--full").out
    assert "Who was heard" not in alone
    first, last = told.out.index("\nWho was heard"), told.out.index("\nScore:")
    assert told.out[:first] + told.out[last:] == alone


def test_a_folder_may_hold_the_leads_own_file(spinout: Spinout) -> None:
    """It is passed over, and told; every other document in the folder is heard."""
    told = spinout("score", LEAD, "--json", "--with", str(LIBRARY))
    assert told.err == f"{LEAD} is passed over, as these answers are there already.\n"
    made = json.loads(told.out)["hearing"]
    assert made["heard"] == [
        {"respondent": "staff", "files": 1},
        {"respondent": "users", "files": 2},
        {"respondent": "residents", "files": 1},
    ]
    assert (made["lead"], made["not_heard"], made["stated"], made["due"]) == ("lead", [], True, False)
    assert [Path(each["file"]).name for each in made["files"]][-1] == "residents.yaml"
    (seats,) = [each for each in made["differ"] if each["question"] == "ownership.elected-board-share"]
    assert seats == {
        "question": "ownership.elected-board-share",
        "lead": {"state": "answered", "answer": 75},
        "others": [
            {"respondent": "staff", "state": "answered", "answer": 25},
            {"respondent": "residents", "state": "answered", "answer": 25},
        ],
    }


def test_everything_but_who_was_heard_stays(spinout: Spinout) -> None:
    """No score, gate or verdict is moved by what others say."""
    alone = json.loads(spinout("score", LEAD, "--json").out)
    beside = json.loads(spinout("score", LEAD, "--json", "--with", *OTHERS[:1], "--with", OTHERS[2]).out)
    assert alone.pop("hearing") != beside.pop("hearing")
    assert alone == beside


def test_ready_at_a_stage_that_needs_them_names_who_was_not_heard(spinout: Spinout) -> None:
    """Beside the verdict on the screen, in JSON and in the paper; an earlier stage raises no alarm."""
    ready = str(LIBRARY.parent / "resource-centre" / "answers.yaml")
    line = "This decision needs answers from these too, and there are none yet: Staff; Users, carers or parents."
    assert f"The score, 82, reaches the 70 needed.\n{line}\n" in spinout("score", ready, "--full").out
    assert "READY to ask for Final approval\n" in (first := spinout("score", ready).out)
    assert f"\n{line}\n" in first
    assert json.loads(spinout("score", ready, "--json").out)["hearing"]["due"]
    assert f"- {line}\n\n**1.3**" in spinout("report", ready, "-o", "-", "--format", "md").out
    assert "needs them" not in spinout("score", ready, "--full", "--stage", "in-principle").out


@pytest.mark.parametrize("ending", ["html", "md", "json", "docx", "pdf"])
def test_a_report_with_others_is_verified_with_the_same_files(spinout: Spinout, ending: str) -> None:
    """In any order, one by one or as a folder; without them it says what it needs."""
    given = [word for other in OTHERS for word in ("--with", other)]
    assert spinout("report", LEAD, "-o", f"r.{ending}", *given).code == 0
    assert spinout("verify", f"r.{ending}", LEAD, "--with", str(LIBRARY)).code == 0
    told = spinout("verify", f"r.{ending}", LEAD, *given[:2])
    assert told.code == 1
    assert "It was made with answers of others that are not given, or were changed since: " in told.out
    assert "Give the same files with --with." in told.out


def test_a_report_made_alone_is_no_report_with_others(spinout: Spinout) -> None:
    """The other way round is told too."""
    spinout("report", LEAD, "-o", "r.md")
    told = spinout("verify", "r.md", LEAD, "--with", OTHERS[0], "--json")
    assert [each["kind"] for each in json.loads(told.out)["differences"]] == ["others"]


def test_answers_marked_exempt_have_no_part_in_a_public_paper(spinout: Spinout) -> None:
    """Neither the lead's nor another's, so that nothing tells of either."""
    question = "Board seats that members elect"
    lead = changed("lead.yaml", "elected-board-share: 75", "elected-board-share: {answer: 75, exempt: true}")
    staff = changed("staff.yaml", "elected-board-share: 25", "elected-board-share: {answer: 25, exempt: true}")

    def sides(*files: str) -> str:
        made = spinout("report", files[0], "-o", "-", "--format", "md", "--with", files[1]).out
        return "".join(line for line in made.splitlines() if "Service lead: " in line)

    assert question in sides(LEAD, OTHERS[2])
    assert question not in sides(lead, OTHERS[2])
    assert question not in sides(LEAD, staff)


# files that are no answers by others


def test_another_service_is_refused_with_both_names(spinout: Spinout) -> None:
    """And how to mend it, with its place in the file."""
    other = changed("users.yaml", "service: Hillside Library", "service: Valley Library")
    told = spinout("score", LEAD, "--with", other)
    assert told.code == 1
    assert "users.yaml:5:10 [other-service]" in told.err
    assert '"Hillside Library", "Valley Library"' in told.err
    assert "Leave this file out, or correct it." in told.err
    other = changed("staff.yaml", "organisation: Example Borough Council", "organisation: Another Council")
    assert "staff.yaml:6:15 [other-service]" in spinout("report", LEAD, "-o", "r.md", "--with", other).err
    assert not Path("r.md").exists()


def test_who_does_not_say_who_they_are_is_refused(spinout: Spinout) -> None:
    """With the ids that may be written."""
    told = spinout("score", LEAD, "--with", changed("users.yaml", "respondent: users\n", ""))
    assert (told.code, "[no-respondent]" in told.err, "Allowed: lead, staff, users" in told.err) == (1, True, True)


def test_the_leads_other_file_is_refused(spinout: Spinout) -> None:
    """It would be the same voice twice."""
    told = spinout("score", LEAD, "--with", changed("lead.yaml", "date: 2026-12-07", "date: 2026-11-01"))
    assert (told.code, "[same-respondent]" in told.err) == (1, True)


def test_every_trouble_is_told_at_once(spinout: Spinout) -> None:
    """A file that is not there ends with 3, and the others are told as well; with --json in objects."""
    wrong = changed("users.yaml", "ownership.voting: 4", "ownership.voting: 9")
    told = spinout("score", LEAD, "--with", wrong, "--with", "none.yaml")
    assert (told.code, told.out) == (3, "")
    assert "[level-out-of-range]" in told.err
    assert "none.yaml: There is no such file" in told.err
    told = spinout("score", LEAD, "--json", "--with", wrong)
    assert json.loads(told.out)["problems"][0]["code"] == "level-out-of-range"


def test_the_same_answers_again_are_one_voice(spinout: Spinout) -> None:
    """Given twice by mistake, they count once."""
    told = spinout("score", LEAD, "--json", "--with", OTHERS[0], "--with", OTHERS[0])
    assert json.loads(told.out)["hearing"]["heard"] == [{"respondent": "users", "files": 1}]
    assert "is passed over" in told.err


def test_a_report_in_the_folder_of_others_is_passed_over(spinout: Spinout) -> None:
    """What spinout wrote there is no voice."""
    write("staff.yaml", (LIBRARY / "staff.yaml").read_text(encoding="utf-8"))
    spinout("report", LEAD, "-o", "r.json", "--with", "staff.yaml")
    told = spinout("score", LEAD, "--json", "--with", ".")
    assert json.loads(told.out)["hearing"]["heard"] == [{"respondent": "staff", "files": 1}]
    assert "r.json was written by spinout. It is passed over." in told.err
