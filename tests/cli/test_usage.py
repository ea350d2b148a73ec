"""A command line that cannot be understood: what was meant, an example, and lines that break between words."""

import io
import shlex
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from spinout.cli.boundary import run
from spinout.cli.usage import quoted

BLANKS = "A path with a blank in it stands in quotes"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


class Told(Struct, frozen=True):
    """What stderr says of a command, and its exit code."""

    code: int
    err: str


def told(command: str, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None = None) -> Told:
    """The outcome of a command that says nothing else."""
    stream = stream or io.StringIO()
    monkeypatch.setattr(sys, "argv", ["spinout", *shlex.split(command)])
    monkeypatch.setattr(sys, "stderr", stream)
    return Told(run(), stream.getvalue())


@pytest.mark.parametrize(
    ("command", "first", "second"),
    [
        ("report a.yaml --html", "No such option: --html",
         "The ending of a report's name says its format: spinout report FILE -o paper.html"),
        ("report a.yaml --tempalte x", "No such option: --tempalte", "Did you mean --template?"),
        ("score a.yaml --stgae x", "No such option: --stgae", "Did you mean --stage?"),
        ("score a.yaml --hlep", "No such option: --hlep", "Did you mean --help?"),
        ("score a.yaml --xyz", "No such option: --xyz", None),
        ("score a.yaml -z", "No such option: -z", None),
        ("assess Youth centres", "Got unexpected extra argument(s) (centres)",
         f'{BLANKS}: spinout assess "Youth centres"'),
        ("score Our youth centres.yaml --stage final", "Got unexpected extra argument(s) (youth centres.yaml)",
         f'{BLANKS}: spinout score "Our youth centres.yaml" --stage final'),
        ("score --stage final Our centres.yaml", "Got unexpected extra argument(s) (centres.yaml)",
         f'{BLANKS}: spinout score --stage final "Our centres.yaml"'),
        ("verify Our paper.html a.yaml", "Got unexpected extra argument(s) (a.yaml)", f'{BLANKS}: "my service.yaml"'),
        ("questions all", "Got unexpected extra argument(s) (all)", None),
        ("whatif a.yaml", "Missing option '--set'.",
         "For example: spinout whatif my-service.yaml --set ownership.voting=4"),
        ("score", "Missing argument 'FILE'.", "For example: spinout score my-service.yaml --stage in-principle"),
        ("verify a.html", "Missing argument 'FILE'.", "For example: spinout verify report.html my-service.yaml"),
        ("scor a.yaml", "No such command 'scor'. Did you mean 'score'?", None),
    ],
)  # fmt: skip
def test_what_was_meant_is_told(command: str, first: str, second: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the command's usage; nothing is guessed that is not near."""
    found = told(command, monkeypatch)
    usage, _, said = found.err.partition("\n\n")
    assert found.code == 2
    assert usage.startswith("Usage: spinout")
    assert said.splitlines() == [f"Error: {first}", *(() if second is None else (second,))]


def test_a_terminal_has_no_word_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is said is wrapped, the usage too."""
    monkeypatch.setenv("COLUMNS", "40")
    plain, screen = (told("whatif a.yaml", monkeypatch, stream).err for stream in (io.StringIO(), Screen()))
    assert screen.split() == plain.split()
    assert max(map(len, screen.splitlines())) <= 40 < max(map(len, plain.splitlines()))


def test_a_command_of_commands_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """As its help does."""
    found = told("template", monkeypatch)
    assert found.code == 2
    assert "Commands:\n  check  " in found.err
    assert "Error" not in found.err


@pytest.mark.parametrize("word", ["a.yaml", "two words", "it's two", 'a "b" c', "$HOME x", "-o"])
def test_a_word_in_quotes_is_the_same_word(word: str) -> None:
    """To a shell."""
    assert shlex.split(quoted(word)) == [word]


# files


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("yc.yaml", "Youth centres.yaml", "answers/hall.yaml", ".hidden.yaml", "paper.html", "paper.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


NO_FILE = "There is no such file or folder."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("yc.yml", f"{NO_FILE} Did you mean yc.yaml?"),
        ("yc", f"{NO_FILE} Did you mean yc.yaml?"),
        ("yyc.yaml", f"{NO_FILE} Did you mean yc.yaml?"),
        ("Youth", f'{NO_FILE} Did you mean "Youth centres.yaml"?'),
        ("paper.htm", f"{NO_FILE} Did you mean paper.html?"),
        ("answers/hal.yaml", f"{NO_FILE} Did you mean {Path('answers/hall.yaml')}?"),
        ("answer/hall.yaml", "There is no folder answer. Did you mean answers?"),
        ("nowhere/near/a.yaml", "There is no folder nowhere. Check the path."),
        ("hidden.yaml", f"{NO_FILE} Check the path."),
        ("zzz.yaml", f"{NO_FILE} Check the path."),
        ("roof.yaml", f"{NO_FILE} Check the path."),
    ],
)
@pytest.mark.usefixtures("_folder")
def test_the_file_that_was_meant_is_told(path: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is looked at, and what stands in it under another ending comes first."""
    assert told(shlex.join(["score", path]), monkeypatch) == Told(3, f"{path}: {said}\n")


@pytest.mark.usefixtures("_folder")
def test_the_folder_to_write_in_that_was_meant_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it may be made."""
    for output, said in (("answer/x.html", "Did you mean answers?"), ("new/x.html", "Make it first, or name another.")):
        folder = Path(output).parent
        found = told(f"report yc.yaml -o {output}", monkeypatch)
        assert found == Told(3, f"{output}: There is no folder {folder}. {said}\n")


@pytest.mark.parametrize(
    "command",
    ["check yc.yml", "score yc.yml", "report yc.yml", "plan yc.yml", "whatif yc.yml --set a.b=1",
     "compare yc.yml yc.yaml", "panel yc.yml yc.yaml", "batch yc.yml", "verify paper.html yc.yml",
     "score paper.md --questions yc.yml", "questions --questions yc.yml"],
)  # fmt: skip
@pytest.mark.usefixtures("_folder")
def test_every_command_that_takes_a_file_tells_it(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same words."""
    found = told(command, monkeypatch)
    assert found.code == 3
    assert found.err.splitlines().count(f"yc.yml: {NO_FILE} Did you mean yc.yaml?") == 1
