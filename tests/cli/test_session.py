"""What happens where the answers of an interview cannot be saved."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from msgspec.structs import replace

from interviews import answers_of, garden
from spinout.cli.boundary import STOPPING, Ended, Interrupts
from spinout.cli.lines import Dialogue
from spinout.cli.session import Session
from spinout.core.answers import Answers
from spinout.storage import StorageError, write_whole
from spinout.use_cases import interviews
from spinout.use_cases.questionnaires import Loaded

LOADED = Loaded(garden(), "q.yaml", "")
FULL = "The disk is full. Make room and try again."
ASKED = "Enter tries again. The name of another file saves there. :q leaves without saving."
FIRST, SECOND = answers_of(plot__stage="dig"), answers_of(plot__stage="dig", plot__shed="no")


class Typed(Dialogue):
    """A person who types some lines, and what is said to them."""

    def __init__(self, *lines: str, terminal: bool = True) -> None:
        super().__init__(plain=True)
        self.terminal = terminal
        self._lines = list(lines)
        self.said: list[str] = []

    def show(self, *texts: str) -> None:
        """Keep what is said."""
        self.said.extend(texts)

    def raw(self, text: str) -> None:
        """Keep what is said."""
        self.said.append(text)

    def ask(self, text: str) -> str | None:
        """The next line."""
        self.said.append(text)
        return self._lines.pop(0) if self._lines else None


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> "Disk":
    """A disk that can be filled."""
    disk = Disk()
    monkeypatch.setattr(interviews, "write_whole", disk.write)
    return disk


class Disk:
    """Refuses as many writes as it is told to, or is interrupted once."""

    def __init__(self) -> None:
        self.refuses = 0
        self.interrupted = False

    def write(self, path: str, content: bytes, **options: Any) -> None:
        """Write, or refuse."""
        if self.interrupted:
            self.interrupted = False
            raise KeyboardInterrupt
        if self.refuses:
            self.refuses -= 1
            raise StorageError(path, FULL)
        write_whole(path, content, **options)


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the person's own, where copies of what is not saved may go."""
    home = str(tmp_path_factory.mktemp("home"))
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("USERPROFILE", home)


def copies() -> dict[Path, str]:
    """The copies in it."""
    return {path: path.read_text(encoding="utf-8") for path in Path.home().iterdir()}


def kept(path: Path) -> Answers:
    """The answers of a file."""
    found = interviews.open_answers(str(path), LOADED)
    assert isinstance(found, interviews.Saved)
    return found.answers


def test_a_full_disk_is_said_at_once_and_tried_again(tmp_path: Path, full: Disk, capsys: Any) -> None:
    """A copy of the answers is kept, the reason comes last, and Enter saves them when there is room."""
    lines = Typed("", "")
    with Session(LOADED, str(tmp_path / "a.yaml"), lines, Interrupts()) as session:
        full.refuses = 2
        session.save(FIRST)
    assert capsys.readouterr().err == f"Not saved. {tmp_path / 'a.yaml'}: {FULL}\n" * 2
    copy = lines.said[0].removeprefix("A copy of all answers is in ")
    assert Path(copy).name.startswith("spinout-unsaved-a-")
    again = f"Saved in {tmp_path / 'a.yaml'}, so the copy was taken away."
    assert lines.said == [*(f"A copy of all answers is in {copy}", ASKED, "Save: ") * 2, again]
    assert (kept(tmp_path / "a.yaml"), copies()) == (FIRST, {})


def test_answers_that_no_folder_takes_stand_on_the_screen(
    tmp_path: Path, full: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the person's own nor that for temporary files; to be copied from there."""
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    lines = Typed("")
    with Session(LOADED, str(tmp_path / "a.yaml"), lines, Interrupts()) as session:
        full.refuses = 1
        session.save(FIRST)
    shown = "questionnaire: garden\nanswers:\n  plot.stage: dig\n"
    assert lines.said == ["The answers so far, to copy from here:", shown, ASKED, "Save: "]
    assert kept(tmp_path / "a.yaml") == FIRST


@pytest.mark.parametrize("lines", [Typed(":q"), Typed(), Typed(terminal=False)])
def test_whoever_leaves_has_a_copy_of_the_answers_and_a_whole_file(
    tmp_path: Path, full: Disk, lines: Typed, capsys: Any
) -> None:
    """The exit code says that something could not be written; no lock and nothing half-written stays."""
    with Session(LOADED, str(tmp_path / "a.yaml"), lines, Interrupts()) as session:
        session.save(FIRST)
        full.refuses = 9
        with pytest.raises(typer.Exit) as raised:
            session.save(SECOND)
    assert raised.value.exit_code == 3
    [(copy, content)] = copies().items()
    assert "  plot.shed: no\n" in content
    assert lines.said[0] == f"A copy of all answers is in {copy}"
    assert copy.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert capsys.readouterr().err.endswith(f"Not saved. {tmp_path / 'a.yaml'}: {FULL}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert kept(tmp_path / "a.yaml") == FIRST


def test_answers_can_be_saved_elsewhere(tmp_path: Path, full: Disk, capsys: Any) -> None:
    """Another name is taken, unless something stands there, or no interview can; the lock moves along."""
    (tmp_path / "there.yaml").touch()
    (tmp_path / "usb").mkdir()
    lines = Typed(*(str(tmp_path / name) for name in ("there.yaml", "none/b.yaml", "b.txt", "usb/b.yaml")))
    with Session(LOADED, str(tmp_path / "a.yaml"), lines, Interrupts()) as session:
        full.refuses = 1
        session.save(FIRST)
        assert {path.name for path in tmp_path.iterdir()} == {"there.yaml", "usb"}
        assert {path.name for path in (tmp_path / "usb").iterdir()} == {"b.yaml", ".b.yaml.lock"}
        session.save(SECOND)
    told = capsys.readouterr().err
    for part in ("there.yaml is there already.", "There is no folder", "End its name in"):
        assert part in told
    assert kept(tmp_path / "usb" / "b.yaml") == SECOND
    assert [path.name for path in (tmp_path / "usb").iterdir()] == ["b.yaml"]


def test_a_file_that_went_away_is_written_anew(tmp_path: Path) -> None:
    """Nothing is overwritten where nothing stands, and Enter is enough."""
    path, lines = tmp_path / "a.yaml", Typed("")
    with Session(LOADED, str(path), lines, Interrupts()) as session:
        session.save(FIRST)
        path.unlink()
        session.save(SECOND)
        assert lines.said[-3].startswith("Enter writes the file anew. ")
        assert {each.name for each in tmp_path.iterdir()} == {"a.yaml", ".a.yaml.lock"}
    assert kept(path) == SECOND


def test_a_file_that_came_since_the_start_is_not_overwritten(tmp_path: Path, capsys: Any) -> None:
    """Two people began the same file; the second saves beside it."""
    path, lines = tmp_path / "a.yaml", Typed("")
    with Session(LOADED, str(path), lines, Interrupts()) as session:
        path.write_text("mine", encoding="utf-8")
        session.save(FIRST)
    assert capsys.readouterr().err == (
        f"Not saved. {path}: A file of this name has appeared since the start. It was not overwritten.\n"
    )
    assert path.read_text(encoding="utf-8") == "mine"
    assert kept(tmp_path / "a-2.yaml") == FIRST


def test_an_interruption_while_saving_loses_nothing(tmp_path: Path, full: Disk) -> None:
    """The answer was accepted, so it is saved before the end."""
    with Session(LOADED, str(tmp_path / "a.yaml"), Typed(), Interrupts()) as session:
        full.interrupted = True
        with pytest.raises(KeyboardInterrupt):
            session.save(FIRST)
    assert kept(tmp_path / "a.yaml") == FIRST


@pytest.fixture
def handlers() -> Iterator[None]:
    """What signals do is afterwards as it was: once one was heeded, the program leaves them so."""
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


PRESSED = [[signal.SIGINT], [signal.SIGINT] * 3, [signal.SIGINT, signal.SIGTERM], [signal.SIGTERM, signal.SIGINT]]


@pytest.mark.skipif(os.name == "nt", reason="a signal would end this process")
@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("pressed", PRESSED)
def test_ctrl_c_however_often_while_saving_tears_nothing(
    pressed: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    """Before the file is written or behind it: it is saved, that is said, and no lock and no copy stays."""

    def write(path: str, content: bytes, **options: Any) -> None:
        if not before:
            write_whole(path, content, **options)
        for number in pressed:
            os.kill(os.getpid(), number)
        if before:
            write_whole(path, content, **options)

    lines = Typed()
    with Interrupts() as interrupts:
        with Session(LOADED, str(tmp_path / "a.yaml"), lines, interrupts) as session:
            session.save(FIRST)
            monkeypatch.setattr(interviews, "write_whole", write)
            with pytest.raises(KeyboardInterrupt) as raised:
                session.save(SECOND)
            os.kill(os.getpid(), signal.SIGINT)
            session.say_where("Interrupted.")
        os.kill(os.getpid(), signal.SIGINT)
    assert isinstance(raised.value, Ended) == (pressed[0] == signal.SIGTERM)
    assert lines.said[0] == f"Interrupted. All answers are saved in {tmp_path / 'a.yaml'}"
    assert ([path.name for path in tmp_path.iterdir()], copies()) == (["a.yaml"], {})
    assert kept(tmp_path / "a.yaml") == SECOND


def test_commands_are_advised_as_they_are_typed(tmp_path: Path, full: Disk) -> None:
    """Spaces are quoted, the options go along, and a report that stands is replaced on purpose."""
    assert not full.refuses
    (tmp_path / "my plot.html").touch()
    path, lines = str(tmp_path / "my plot.yaml"), Typed()
    with Session(LOADED, path, lines, Interrupts(), options=("--stage", "dig")) as session:
        session.save(replace(FIRST, service="My plot"))
        session.say_where()
    mark = '"'
    report = path.replace(".yaml", ".html")
    assert lines.said == [
        f"All answers are saved in {path}",
        f"Go on another day: spinout assess {mark}{path}{mark} --stage dig",
        f"Write the report: spinout report {mark}{path}{mark} -o {mark}{report}{mark} --stage dig --force",
    ]


def test_an_interruption_while_the_disk_is_full_keeps_a_copy(tmp_path: Path, full: Disk, capsys: Any) -> None:
    """Where the answers are stands in the last line but one, and why in the last."""
    lines = Typed()
    with Session(LOADED, str(tmp_path / "a.yaml"), lines, Interrupts()) as session:
        full.interrupted, full.refuses = True, 9
        with pytest.raises(KeyboardInterrupt):
            session.save(FIRST)
        session.rescue()
        session.say_where("Interrupted.")
    [copy] = copies()
    assert lines.said[-1] == f"Interrupted. The last answers are not saved; they are in {copy}"
    assert capsys.readouterr().err == f"Not saved. {tmp_path / 'a.yaml'}: {FULL}\n"
