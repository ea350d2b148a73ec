"""`spinout whatif` with real files: what stands first on its screen."""

from pathlib import Path

import pytest

from side_by_side import AFTER, Runner, write

PAGE = """\
What if
- How much money is there? (s.money)
  Now: 1: Enough
  Then: 0: None

Before and after
Verdict now: Not ready: conditions to meet first
Verdict then: Not ready: conditions to meet first

No gate changes.

Gates still not met
- Is the roof sound? (s.roof): Not met

Score
           Now  Then
  Overall  75   25
  Start    75   25

Nothing was written. The file still holds the answers as they are now.
"""


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command in a folder with a file of answers."""
    runner = Runner(tmp_path, capsys, monkeypatch)
    write("new.yaml", AFTER.replace("s.roof: 2", "s.roof: 1"))
    return runner


def test_the_verdict_and_the_gates_stand_before_the_score(spinout: Runner) -> None:
    """A gate that the trial leaves open is named, and no score stands above it."""
    assert spinout("whatif", "new.yaml", "--full", "--set", "s.money=0") == (0, PAGE, "")


@pytest.mark.parametrize("full", [(), ("--full",)])
def test_what_was_hardly_meant_is_told(full: tuple[str, ...], spinout: Runner) -> None:
    """As it is of a file: here evidence that says nothing, and where it was given."""
    done = spinout("whatif", "new.yaml", *full, "--set", "s.money={answer: 0, evidence: tbc}")
    assert (done.code, done.err[:42]) == (0, "Warning [empty-evidence]: --set s.money: T")
    assert spinout("whatif", "new.yaml", *full, "--set", "s.money=0").err == ""


def test_a_stage_that_nobody_stated_stands_beside_the_verdict(spinout: Runner) -> None:
    """The first stage was taken, and that is said before any score."""
    write("silent.yaml", AFTER.replace("s.stage: open, ", ""))
    told = spinout("whatif", "silent.yaml", "--full", "--set", "s.money=0").out
    line = "The answers do not say which decision is asked for, so the first was taken."
    assert told.index("Verdict then: Ready for: To talk") < told.index(line) < told.index("Score")
