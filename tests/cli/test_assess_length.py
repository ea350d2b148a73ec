"""How many lines a whole interview takes at a terminal of 80 by 24."""

import os
import sys
from pathlib import Path

import pytest

from cli.scripts import typed_for
from spinout.core.answers import Answers
from spinout.core.interview.machine import start
from spinout.core.interview.states import Extent, Settings
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

if sys.platform == "win32":
    pytest.skip("pexpect drives a POSIX terminal", allow_module_level=True)

pexpect = pytest.importorskip("pexpect")

EXAMPLE = Path(__file__).parents[2] / "examples" / "play-clubs" / "answers.yaml"
MOST = 600


def test_a_whole_interview_takes_no_more_than_so_many_lines(tmp_path: Path) -> None:
    """From the first line to the last, all that is typed among them."""
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    read = assess_file(str(EXAMPLE), loaded)
    assert isinstance(read, Assessed)
    first = start(loaded.questionnaire, Answers({}), Settings(new=True, extent=Extent.EVERYTHING))
    lines = [line for line, _ in typed_for(first, read.assessment.answers)]
    session = pexpect.spawn(
        sys.executable,
        ["-m", "spinout", "assess", "a.yaml", "--everything", "--no-color"],
        cwd=str(tmp_path),
        env={**os.environ, "LINES": "24", "COLUMNS": "80"},
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=20,
    )
    session.delaybeforesend = None
    heard = ""
    for line in (*lines, "", ""):
        session.expect(r"\n(?:Answer|Evidence|Your words|Reason|Change|Lesson): $")
        heard += session.before + session.after
        session.sendline(line)
    session.expect(pexpect.EOF)
    heard += session.before
    session.close()
    assert session.exitstatus == 0
    assert "All answers are saved in a.yaml" in heard
    assert heard.count("Answer: ") > read.assessment.counts.shown
    assert heard.count("\n") <= MOST
