"""Every command that writes, held to the same: nothing that is read is written over, and no right is passed over."""

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.main import get_command

from cli.test_batch import HALL
from side_by_side import Told
from spinout.cli.app import program
from spinout.cli.boundary import run
from spinout.resources import shipped
from spinout.use_cases.reports import render_report
from stories import EXAMPLES, story

Spinout = Callable[..., Told]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows gives files and folders other rights")
FORM, ANSWERS, FOLDER, TABLE = "form.yaml", "answers.json", "answers", "table.csv"
ANSWER = {"answer": 2, "note": "Nobody must know.", "exempt": True}
DOCUMENT = {"questionnaire": "village-hall", "service": "Hall", "answers": {"users.meetings": ANSWER}}
PLAY, PAPER, TEXTS = "play.yaml", "paper.docx", "texts.yaml"
LISTED = "cohort.css"
"""A template that is shipped."""


class Writes(NamedTuple):
    """How an option is given so that the command writes to one file, and what is then held against it."""

    words: tuple[str, ...]
    """The command line; OUT stands for the file, IN for its folder."""
    name: str
    """A name that the file may have."""
    reads: str = ANSWERS
    """A file that the same command reads."""
    folder: bool = False
    """Whether the folder is named, which is made where there is none."""
    told: int = 2
    """The exit code where the file is one that is read: 3 where its name comes up in the middle of the work."""
    forced: tuple[str, ...] = ("--force",)
    said: bool = True
    """Whether it is told of a hard link."""


OUT, IN = "{out}", "{folder}"
ALL_REPORTS = ("--report-format", "json")
WRITES = {
    "report -o": Writes(("report", "--questions", FORM, ANSWERS, "-o", OUT), "paper.md"),
    "report --exempt": Writes(
        ("report", "--questions", FORM, ANSWERS, "-o", "public.md", "--exempt", OUT), "paper.md", FORM
    ),
    "batch -o": Writes(("batch", "--questions", FORM, FOLDER, "-o", OUT), "cohort.jsonl", f"{FOLDER}/a.jsonl"),
    "batch --reports": Writes(
        ("batch", "--questions", FORM, ANSWERS, "--reports", IN, *ALL_REPORTS), "hall.json", folder=True, told=3,
        said=False,
    ),
    "batch --exempt": Writes(
        ("batch", "--questions", FORM, ANSWERS, "--reports", "public", "--exempt", IN, *ALL_REPORTS), "hall.json",
        folder=True, told=3, said=False,
    ),
    "table -o": Writes(("table", "--questions", FORM, ANSWERS, FOLDER, "-o", OUT), "all.csv"),
    "compare -o": Writes(("compare", "--questions", FORM, ANSWERS, ANSWERS, "-o", OUT), "moved.md"),
    "panel -o": Writes(("panel", "--questions", FORM, ANSWERS, "-o", OUT), "panel.md"),
    "questions -o": Writes(("questions", "--questions", FORM, "-o", OUT), "asked.md", FORM),
    "form -o": Writes(("form", "--questions", FORM, "-o", OUT), "asked.yaml", FORM),
    "examples --copy": Writes(
        ("examples", "--copy", IN), "README.md", str(shipped("examples") / "README.md"), folder=True
    ),
    "templates --copy": Writes(("templates", "--copy", IN), LISTED, str(shipped("templates") / LISTED), folder=True),
    "paper start -o": Writes(("paper", "start", PLAY, "-o", OUT), "words.yaml", PLAY),
    "paper take -o": Writes(("paper", "take", PAPER, "--words", TEXTS, "-o", OUT), "words.yaml", TEXTS),
    "import -o": Writes(("import", "--questions", FORM, TABLE, "--guess", "-o", OUT), "map.yaml", FORM),
    "assess FILE": Writes(
        ("assess", "--questions", FORM, OUT, "--set", "users.meetings=1"), "mine.yaml", FORM, forced=()
    ),
}  # fmt: skip
"""Each option, or argument, that names what a command writes."""
MADE = [*WRITES]


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of the program, with its name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def test_the_table_has_every_option_that_names_what_is_written() -> None:
    """A new one gets its row, and is held to all that follows; `assess` has an argument for it."""
    named = {"-o", "--output", "--out", "--save", "--copy", "--reports", "--exempt"}
    found = {
        f"{name} {option.opts[0]}"
        for name, command in commands(get_command(program(("--help",))))
        for option in command.params
        if (named & set(option.opts) and not getattr(option, "is_flag", False))
        or "OUT" in str(getattr(option, "metavar", None))
    }
    assert found | {"assess FILE"} == set(WRITES)


@cache
def word_paper() -> bytes:
    """A paper in Word."""
    assessed, form = story("play-clubs-answers")
    return render_report(assessed, form, format=".docx", program_version="0")


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spinout:
    """A folder with a questionnaire, a file of answers and a folder of them, to run a command in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "500")
    shutil.copy(HALL, FORM)
    Path(ANSWERS).write_text(json.dumps(DOCUMENT), encoding="utf-8")
    shutil.copy(EXAMPLES / "play-clubs" / "answers.yaml", PLAY)
    Path(PAPER).write_bytes(word_paper())
    Path(TEXTS).write_text("questionnaire: mutual-spin-out\nwords: {meeting: Cabinet}\n", encoding="utf-8")
    Path(TABLE).write_text("Service,users.meetings\nHall,2\n", encoding="utf-8")
    Path(FOLDER).mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (Path(FOLDER) / name).write_text(json.dumps(DOCUMENT), encoding="utf-8")

    def spun(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["spinout", *words])
        code = run()
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return spun


def words(row: Writes, out: Path, *more: str) -> list[str]:
    """The command line that writes to a file."""
    return [*(word.format(out=out, folder=out.parent) for word in row.words), *more]


def place(row: Writes) -> Path:
    """Where a row writes: a folder of its own, so that nothing else stands there."""
    Path("out").mkdir(exist_ok=True)
    return Path("out") / row.name


def linked(row: Writes, kind: str) -> Path:
    """The file that a row reads, under the name of what it writes."""
    out = place(row)
    if kind == "symbolic":
        out.symlink_to(Path(row.reads).absolute())
    elif kind == "hard":
        try:
            os.link(row.reads, out)
        except OSError:
            pytest.skip("these folders are not of one disk")
    else:
        out.symlink_to("step")
        Path("out/step").symlink_to(Path(row.reads).absolute())
    return out


@POSIX
@pytest.mark.parametrize("kind", ["symbolic", "hard", "chain"])
@pytest.mark.parametrize("option", MADE)
def test_what_is_read_is_not_written_over(spinout: Spinout, option: str, kind: str) -> None:
    """By whatever name it is given, and with --force too."""
    row = WRITES[option]
    before = Path(row.reads).read_bytes()
    told = spinout(*words(row, linked(row, kind), *row.forced))
    assert (told.code, "The command reads this file" in told.err) == (row.told, True), told
    assert Path(row.reads).read_bytes() == before


@POSIX
@pytest.mark.parametrize("option", MADE)
def test_a_file_is_written_through_a_link_which_stays(spinout: Spinout, option: str) -> None:
    """What it leads to is replaced."""
    row = WRITES[option]
    out = place(row)
    target = Path("real") / row.name
    target.parent.mkdir()
    assert spinout(*words(row, target.absolute(), *row.forced)).code == 0
    before = target.read_bytes()
    if option != "assess FILE":
        target.write_bytes(b'{"schema": "spinout.old"}')
    out.symlink_to(target.absolute())
    assert spinout(*words(row, out, *row.forced)).code == 0
    assert out.is_symlink()
    assert target.read_bytes() == before


@POSIX
@pytest.mark.parametrize("option", MADE)
def test_another_name_of_a_file_keeps_what_it_has_and_that_is_said(spinout: Spinout, option: str) -> None:
    """The new file takes one name; whoever made the other one may want the old."""
    row = WRITES[option]
    out = place(row)
    assert spinout(*words(row, out, *row.forced)).code == 0
    if option != "assess FILE":
        out.write_bytes(b'{"schema": "spinout.old"}')
    before = out.read_bytes()
    os.link(out, "other")
    again = [word.replace("=1", "=2") for word in words(row, out, *row.forced)]
    told = spinout(*again)
    assert told.code == 0
    assert ("has other names (hard links)" in told.err) is row.said
    assert Path("other").read_bytes() == before != out.read_bytes()


@POSIX
@pytest.mark.parametrize("option", MADE)
def test_a_protected_file_is_not_replaced(spinout: Spinout, option: str) -> None:
    """Neither with --force, nor by an administrator, whom the system would let."""
    row = WRITES[option]
    out = place(row)
    assert spinout(*words(row, out, *row.forced)).code == 0
    before = out.read_bytes()
    out.chmod(0o444)
    told = spinout(*words(row, out, *row.forced))
    assert (told.code, "The file is write-protected" in told.err) == (3, True), told
    assert (out.read_bytes(), stat.S_IMODE(out.stat().st_mode)) == (before, 0o444)


@POSIX
@pytest.mark.parametrize("option", MADE)
def test_nothing_is_written_into_a_protected_folder(spinout: Spinout, option: str) -> None:
    """Also not by an administrator."""
    row = WRITES[option]
    out = place(row)
    out.parent.chmod(0o555)
    try:
        told = spinout(*words(row, out))
    finally:
        out.parent.chmod(0o755)
    assert (told.code, "is write-protected. Allow writing to it" in told.err) == (3, True), told
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("option", MADE)
def test_a_folder_that_is_not_there_is_told_in_one_sentence(spinout: Spinout, option: str) -> None:
    """Where a folder is named it is made."""
    row = WRITES[option]
    out = Path("nowhere") / row.name
    told = spinout(*words(row, out))
    if row.folder:
        assert (told.code, out.exists()) == (0, True)
    else:
        sentence = f"{out}: There is no folder nowhere. Make it first, or name another.\n"
        assert (told.code, told.err, Path("nowhere").exists()) == (3, sentence, False)


@pytest.mark.parametrize("option", [name for name in MADE if WRITES[name].forced])
def test_a_file_that_stands_is_replaced_with_force_alone(spinout: Spinout, option: str) -> None:
    """Nothing else is written meanwhile."""
    row = WRITES[option]
    out = place(row)
    assert spinout(*words(row, out)).code == 0
    shutil.rmtree("public", ignore_errors=True)
    Path("public.md").unlink(missing_ok=True)
    before = (sorted(Path().rglob("*")), out.read_bytes())
    assert spinout(*words(row, out)).code == 3
    assert (sorted(Path().rglob("*")), out.read_bytes()) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("report", ANSWERS, "-o", "x.md", "--exempt", "x.md"), 2),
        (("report", ANSWERS, "-o", "x.md", "--exempt", "./X.md"), 2),
        (("report", ANSWERS, "-o", "x.md", "--exempt", "link.md"), 2),
        (("report", ANSWERS, "-o", "hard.md", "--exempt", "hard-too.md"), 2),
        (("batch", ANSWERS, "--reports", "r", "--exempt", "r/../same"), 2),
        (("batch", ANSWERS, "--reports", "r", "-o", "r/index.html"), 3),
        (("batch", ANSWERS, "--reports", "r", "-o", "r/INDEX.html"), 3),
        (("batch", ANSWERS, "--reports", "r", "--report-format", "md", "-o", "r/hall.md"), 3),
        (("batch", FOLDER, "--reports", "links", "--report-format", "md"), 3),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_no_two_outputs_are_one_file(spinout: Spinout, given: tuple[str, ...], code: int) -> None:
    """By whatever names, there already or not; what is not for publication would replace the rest."""
    Path("r").mkdir()
    Path("links").mkdir()
    with contextlib.suppress(OSError):
        Path("link.md").symlink_to("x.md")
        Path("same").symlink_to("r")
        Path("links/hall-2.md").symlink_to("hall.md")
    Path("hard.md").touch()
    os.link("hard.md", "hard-too.md")
    command, *rest = given
    told = spinout(command, "--questions", FORM, *rest, "--force")
    said = "The command writes this file already" in told.err or "another folder than that of --reports" in told.err
    assert (told.code, said) == (code, True), told


@pytest.mark.parametrize("name", ["in.csv", "a.jsonl"])
def test_a_file_of_answers_in_a_folder_that_is_searched_is_no_output(spinout: Spinout, name: str) -> None:
    """What a batch wrote there before is, and it is not read as answers."""
    (Path(FOLDER) / "in.csv").write_text("questionnaire,service\nvillage-hall,Other\n", encoding="utf-8")
    out = Path(FOLDER) / name
    before = out.read_bytes()
    told = spinout("batch", "--questions", FORM, FOLDER, "-o", str(out), "--force")
    assert (told.code, "The command reads this file" in told.err, out.read_bytes()) == (2, True, before)
    own = Path(FOLDER) / f"own{out.suffix}"
    for _ in range(2):
        told = spinout("batch", "--questions", FORM, FOLDER, "-o", str(own), "--force")
        assert (told.code, told.out.splitlines()[0]) == (0, "3 assessed, 0 refused, 0 unreadable.")


def test_a_report_replaces_no_file_of_answers_that_is_called_so(spinout: Spinout) -> None:
    """In a folder that is searched, files of answers may be named after services too; the rest is written."""
    other = {**DOCUMENT, "service": "Barn"}
    (Path(FOLDER) / "hall.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    (Path(FOLDER) / "a.jsonl").write_text(json.dumps(other), encoding="utf-8")
    (Path(FOLDER) / "b.jsonl").unlink()
    told = spinout("batch", "--questions", FORM, FOLDER, "--reports", FOLDER, *ALL_REPORTS, "--force")
    assert (told.code, "hall.json: This file is no report of spinout" in told.err) == (3, True)
    assert json.loads((Path(FOLDER) / "hall.json").read_text("utf-8")) == DOCUMENT
    assert (Path(FOLDER) / "barn.json").exists()
    assert "1 document has no report" in (Path(FOLDER) / "index.html").read_text("utf-8")


def test_somebody_elses_lock_is_no_output(spinout: Spinout) -> None:
    """A report under its name would end what it is for."""
    told = spinout("report", "--questions", FORM, ANSWERS, "-o", f".{ANSWERS}.lock", "--format", "md")
    assert (told.code, "The command reads this file" in told.err) == (2, True)


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator may give files away")
def test_owner_group_rights_and_marks_are_kept(spinout: Spinout) -> None:
    """Those of the file that is replaced: a folder that several people work in stays theirs."""
    row = WRITES["report -o"]
    out = place(row)
    out.touch()
    os.chown(out, 12345, 23456)
    out.chmod(0o2666)
    marked = sys.platform == "linux"
    if marked:
        try:
            os.setxattr(out, "user.note", b"mine")
        except OSError:
            marked = False
    assert spinout(*words(row, out, "--force")).code == 0
    now = out.stat()
    assert (now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (12345, 23456, 0o2666)
    assert now.st_size
    assert not marked or os.getxattr(out, "user.note") == b"mine"


@POSIX
def test_an_interview_without_a_name_tells_of_a_protected_folder_before_it_asks(spinout: Spinout) -> None:
    """The name would be made of the first answer, which could not be saved."""
    Path.cwd().chmod(0o555)
    try:
        told = spinout("assess", "--questions", FORM, "--set", "service=Hall")
    finally:
        Path.cwd().chmod(0o755)
    assert (told.code, "is write-protected. Allow writing to it" in told.err, told.out) == (3, True, "")
