"""`spinout assess` at a terminal: what ends a session, and what is left then."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.killing import heeded, survive
from cli.talks import WHOLE, write_garden

if sys.platform == "win32":
    pytest.skip("pexpect drives a POSIX terminal", allow_module_level=True)

pexpect = pytest.importorskip("pexpect")

Session = Any
"""A process at a terminal; pexpect has no types."""
Begin = Callable[..., Session]
HEADER = ("Tŷ Ŵen ✓", "Example Council", "Gardener")


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins a session in an empty folder; what still runs at the end is ended."""
    write_garden(tmp_path)
    begun: list[Session] = []

    def spawn(
        *args: str,
        size: tuple[int, int] = (24, 80),
        extent: tuple[str, ...] = ("--everything",),
        **environment: str,
    ) -> Session:
        process = pexpect.spawn(
            sys.executable,
            ["-m", "spinout", "assess", "--questions", "garden", *extent, *args],
            cwd=str(tmp_path),
            env={**without_size(), "TERM": "xterm", "NO_COLOR": "", "HOME": str(tmp_path), **environment},
            dimensions=size,
            encoding="utf-8",
            timeout=20,
        )
        process.logfile_read = Heard()
        begun.append(process)
        return process

    yield spawn
    for process in begun:
        process.close(force=True)


def without_size() -> dict[str, str]:
    """The environment without a size of its own, which would count before that of the terminal."""
    return {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS")}


class Heard:
    """All that a terminal was sent."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keep a piece."""
        self.text += text

    def flush(self) -> None:
        """Nothing waits."""


def say(session: Session, *lines: str) -> None:
    """Type lines, each when it is asked for."""
    for line in lines:
        session.expect(r"\n(?:\x1b\[\?2004h)?(?:Answer|Evidence|Change|Lesson|Save): $")
        session.sendline(line)


def ended(session: Session, send: Callable[[], object] | None = None) -> int | None:
    """The exit code, once the session has ended, or once what is sent has ended it.

    What comes in the moment between the prompt and the waiting for keys may be lost, and is sent again.
    """
    for _ in range(30):
        if send is not None:
            send()
        if session.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=1) == 0:
            break
    else:
        pytest.fail(f"The session has not ended: {session.logfile_read.text[-500:]}")
    session.close()
    code: int | None = session.exitstatus
    return code


def names(folder: Path) -> set[str]:
    """The files of a folder, hidden ones too."""
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_a_whole_interview_at_a_terminal(begin: Begin, tmp_path: Path) -> None:
    """Typed lines are taken, undo takes one away, and the end says where the answers are."""
    session = begin()
    say(session, *HEADER, "look", ":undo", *WHOLE)
    assert ended(session) == 0
    assert "Taken away: What comes next? Answer: Have a look" in session.logfile_read.text
    assert "All answers are saved in ty-wen.yaml" in session.logfile_read.text
    assert names(tmp_path) == {"ty-wen.yaml"}


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"args": "--no-color"}])
def test_plain_text_holds_no_codes(begin: Begin, plain: dict[str, str]) -> None:
    """With NO_COLOR, TERM=dumb or --no-color nothing but text is sent, also at 40 letters by 10 lines."""
    options = plain.copy()
    args = [options.pop("args")] if "args" in options else []
    session = begin("a.yaml", *args, size=(10, 40), **options)
    say(session, *HEADER, *WHOLE)
    assert ended(session) == 0
    assert "\x1b" not in session.logfile_read.text


def test_a_question_is_bold_and_its_hints_are_dim_and_nothing_is_redrawn(begin: Begin) -> None:
    """Decoration is all that a terminal gets more; no code moves the cursor or clears anything."""
    session = begin("a.yaml")
    say(session, *HEADER, ":q")
    assert ended(session) == 0
    codes = session.logfile_read.text.replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")
    assert "\x1b[1mA garden, version 1.10\x1b[0m" in codes
    assert "\x1b[2mQuestion 1 of 10, The plot\x1b[0m\r\n\x1b[1m1. What comes next?\x1b[0m\r\n" in codes
    assert set(re.findall(r"\x1b\[?[^a-zA-Z]*[a-zA-Z]", codes)) <= {"\x1b[0m", "\x1b[1m", "\x1b[2m"}


def test_an_interruption_saves_and_says_so(begin: Begin, tmp_path: Path) -> None:
    """Ctrl-C gives 130; all but the line being typed is saved, and the lock is gone."""
    session = begin("a.yaml")
    say(session, *HEADER, "dig")
    session.expect("Answer: ")
    session.send("n")
    assert ended(session, session.sendintr) == 130
    assert "Interrupted. All answers are saved in a.yaml" in session.logfile_read.text
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8").endswith("answers:\n  plot.stage: dig\n")
    assert names(tmp_path) == {"a.yaml"}


@pytest.mark.parametrize("wait", [0.0, 0.002, 0.005, 0.01, 0.02])
def test_ctrl_c_pressed_again_and_again_loses_nothing(begin: Begin, tmp_path: Path, wait: float) -> None:
    """However soon after a line was typed: what is said of it is so, and the lock is gone."""
    session = begin("a.yaml")
    say(session, *HEADER, "dig")
    time.sleep(wait)
    for _ in range(3):
        session.sendintr()
        time.sleep(0.002)
    assert ended(session, session.sendintr) == 130
    assert "Interrupted. All answers are saved in a.yaml" in session.logfile_read.text
    assert "Not saved" not in session.logfile_read.text
    assert names(tmp_path) == {"a.yaml"}


def test_the_end_of_input_leaves(begin: Begin, tmp_path: Path) -> None:
    """Ctrl-D leaves as :q does, without a long list."""
    session = begin("a.yaml")
    say(session, *HEADER, "dig")
    session.expect("Answer: ")
    assert ended(session, session.sendeof) == 0
    assert "All answers are saved in a.yaml" in session.logfile_read.text
    assert "Still without an answer" not in session.logfile_read.text
    assert names(tmp_path) == {"a.yaml"}


@pytest.mark.parametrize("sent", [heeded(signal.SIGHUP), heeded(signal.SIGTERM)])
def test_a_closed_terminal_loses_nothing_and_leaves_no_lock(begin: Begin, tmp_path: Path, sent: int) -> None:
    """The answers stand in the file."""
    session = begin("a.yaml")
    say(session, *HEADER, "dig")
    session.expect("Answer: ")
    assert ended(session, lambda: session.kill(sent)) == 130
    assert "  plot.stage: dig\n" in (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert names(tmp_path) == {"a.yaml"}


def test_ten_thousand_letters_can_be_typed(begin: Begin, tmp_path: Path) -> None:
    """A terminal's own limit of 4,095 does not cut them."""
    session = begin("a.yaml", NO_COLOR="1")
    say(session, *HEADER, ":l soil.words", "x" * 10_000, ":q")
    assert ended(session) == 0
    assert "x" * 10_000 in (tmp_path / "a.yaml").read_text(encoding="utf-8")


PASTE = ":n One\nTwo\n2\n"


@pytest.mark.parametrize(
    ("sent", "environment"),
    [
        (f"\x1b[200~{PASTE}\x1b[201~\r", {}),
        (PASTE, {}),
        (PASTE, {"NO_COLOR": "1"}),
        (PASTE, {"TERM": "dumb"}),
    ],
    ids=["told by the terminal", "not told", "plain", "dumb"],
)
def test_a_paste_is_one_text_and_answers_nothing(
    begin: Begin, tmp_path: Path, sent: str, environment: dict[str, str]
) -> None:
    """Whether the terminal tells it from typing or not; it is shown, and kept with Enter."""
    session = begin("a.yaml", **environment)
    say(session, *HEADER)
    session.expect(r"or the first words.(?:\x1b\[0m)?\r\n(?:\x1b\[\?2004h)?Answer: $")
    session.send(sent)
    session.expect("3 lines came at once, and are one text:\r\n:n One Two 2\r\n")
    session.expect("Keep\\? ")
    session.sendline("")
    session.expect("Note kept for: What comes next\\?")
    session.sendline(":q")
    assert ended(session) == 0
    written = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert written.endswith("answers:\n  plot.stage:\n    note: One Two 2\n")


def test_two_sittings_on_one_file(begin: Begin) -> None:
    """The second is told from which machine and since when; after the first has ended it may go on."""
    first = begin("a.yaml")
    say(first, "Plot")
    first.expect("Answer: ")
    second = begin("a.yaml")
    assert ended(second) == 3
    assert "It is being worked on from the machine" in second.logfile_read.text
    first.sendline(":q")
    assert ended(first) == 0
    third = begin("a.yaml")
    say(third, ":q")
    assert ended(third) == 0


def test_a_file_that_an_editor_changed_is_not_overwritten(begin: Begin, tmp_path: Path) -> None:
    """The answers are offered on the screen, and Enter saves them beside it."""
    session = begin("a.yaml")
    say(session, *HEADER, "dig")
    session.expect("Answer: ")
    (tmp_path / "a.yaml").write_text("# mine\n", encoding="utf-8")
    session.sendline("no")
    say(session, "", ":q")
    assert ended(session) == 0
    heard = session.logfile_read.text
    assert "Not saved. a.yaml: The file was changed by somebody else after it was read here." in heard
    assert "Enter saves your answers beside it, in a-2.yaml." in heard
    assert "All answers are saved in a-2.yaml" in heard
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "# mine\n"
    assert "  plot.stage: dig\n  plot.shed: no\n" in (tmp_path / "a-2.yaml").read_text(encoding="utf-8")
    assert names(tmp_path) == {"a.yaml", "a-2.yaml"}


def test_an_interview_survives_being_killed(tmp_path: Path) -> None:
    """Killed with -9 at random moments and gone on with, it has every answer, and no file is torn."""
    seen = survive(tmp_path / "killed.yaml", 6)
    assert seen.kills == 6


def test_a_terminal_asks_how_much_time_there_is(begin: Begin) -> None:
    """After the header and the decision, once; the essentials end where they are settled, and `all` goes on."""
    session = begin("a.yaml", extent=())
    say(session, *HEADER, "dig", "1", "2", "all", ":q")
    assert ended(session) == 0
    heard = session.logfile_read.text
    assert heard.count("How much time do you have?") == 1
    assert "Settled: Not ready: conditions to meet first" in heard
    assert "As it stands so far:" in heard


BEGUN = """questionnaire: garden
service: Tŷ Ŵen ✓
organisation: Example Council
completed_by: Gardener
date: 2026-11-29
answers: {plot.stage: dig, plot.shed: no}
"""


def test_work_already_begun_is_listed_and_gone_on_with(begin: Begin, tmp_path: Path) -> None:
    """By its number; what cannot be taken is refused, and nothing else is written."""
    (tmp_path / "b.yaml").write_text(BEGUN, encoding="utf-8")
    session = begin()
    session.expect("File: $")
    session.sendline("7")
    session.expect("File: $")
    session.sendline("1")
    say(session, "1", ":q")
    assert ended(session) == 0
    heard = session.logfile_read.text
    assert "  1. b.yaml: Tŷ Ŵen ✓, 2 of 9 answered, 29 November 2026\r\n" in heard
    assert 'Not taken. Found "7".' in heard
    assert "All answers are saved in b.yaml" in heard
    assert names(tmp_path) == {"b.yaml"}


@pytest.mark.parametrize(("word", "files"), [("y", {"b.yaml"}), ("n", {"b.yaml", "ty-wen.yaml"})])
def test_a_file_about_the_same_service_is_offered(begin: Begin, tmp_path: Path, word: str, files: set[str]) -> None:
    """In place of a second one, before anything is written; however the name is typed."""
    (tmp_path / "b.yaml").write_text(BEGUN, encoding="utf-8")
    session = begin()
    session.expect("File: $")
    session.sendline("")
    say(session, "tŷ  ŵen ✓")
    session.expect("Go on with it\\? y / n: $")
    session.sendline(word)
    say(session, ":q")
    assert ended(session) == 0
    assert "There is already b.yaml: Tŷ Ŵen ✓, 2 of 9 answered, 29 November 2026." in session.logfile_read.text
    assert names(tmp_path) == files
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == BEGUN


def test_leaving_the_list_of_files_begins_nothing(begin: Begin, tmp_path: Path) -> None:
    """As anywhere else."""
    (tmp_path / "b.yaml").write_text(BEGUN, encoding="utf-8")
    session = begin()
    session.expect("File: $")
    session.sendline(":q")
    assert ended(session) == 0
    assert names(tmp_path) == {"b.yaml"}


def test_a_review_is_shown_by_the_screenful(begin: Begin, tmp_path: Path) -> None:
    """Enter shows more, and a number changes an answer at any page."""
    (tmp_path / "b.yaml").write_text(BEGUN, encoding="utf-8")
    session = begin("b.yaml", size=(9, 80))
    say(session, ":r")
    session.expect(r"Enter for more \((\d+) lines\), or a number to change: $")
    left = int(session.match[1])
    session.sendline("")
    session.expect(r"Enter for more \((\d+) lines\), or a number to change: $")
    assert int(session.match[1]) == left - 6
    session.sendline("2")
    session.expect("2. Is there a shed")
    say(session, "yes", "", ":q")
    assert ended(session) == 0
    assert "plot.shed: yes" in (tmp_path / "b.yaml").read_text(encoding="utf-8")
