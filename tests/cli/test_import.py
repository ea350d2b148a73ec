"""`spinout import`: from an export to files of answers, twice the same, and all that went nowhere told."""

import json
import shlex
import stat
import zipfile
from pathlib import Path

import pytest

from fuzz import right
from spinout.cli.boundary import ExitCode

FORM = ("--questions", str(right.HALL))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an export, to run the command in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "500")
    Path("export.csv").write_bytes(right.EXPORT)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}


def test_an_export_becomes_files_that_are_right(folder: Path) -> None:
    """By a map that is guessed; `check` finds nothing wrong with them."""
    code, said = right.told("import", "export.csv", "--guess", "-o", "map.yaml", *FORM)
    assert (code, "Its headings are those of Microsoft Forms." in said) == (0, True), said
    code, said = right.told("import", "export.csv", "--map", "map.yaml", "-o", "out", *FORM)
    assert code == ExitCode.DONE, said
    assert list(files(folder)) == ["hall-row-002.yaml", "ty-row-003.yaml"]
    code, said = right.told("check", *(f"out/{name}" for name in files(folder)), *FORM)
    assert (code, said.count("nothing wrong")) == (0, 2), said
    assert "a@example.org" not in "".join(map(str, files(folder).values()))


def test_a_second_time_gives_the_same_files_and_other_ones_are_not_replaced(folder: Path) -> None:
    """Byte for byte; a file that stands and is another needs --force, and nothing is written without."""
    words = ("import", "export.csv", "-o", "out", *FORM)
    assert right.told(*words)[0] == ExitCode.DONE
    before = files(folder)
    code, said = right.told(*words)
    assert (code, files(folder), "2 as they stood already" in said) == (0, before, True), said
    (folder / "out" / "hall-row-002.yaml").write_text("mine\n", encoding="utf-8")
    (folder / "out" / "ty-row-003.yaml").unlink()
    code, said = right.told(*words)
    assert (code, "--force" in said, list(files(folder))) == (3, True, ["hall-row-002.yaml"]), said
    assert right.told(*words, "--force")[0] == ExitCode.DONE
    assert files(folder) == before
    (folder / "out" / "ty-row-003.yaml").chmod(stat.S_IRUSR)
    Path("export.csv").write_bytes(right.EXPORT.replace(b"Nobody;", b"The choir;"))
    assert right.told(*words, "--force")[0] == ExitCode.STORAGE


def test_what_went_nowhere_is_told_and_all_of_it_in_json(folder: Path) -> None:
    """Exit code 1, with the row, the column and the value."""
    Path("export.csv").write_bytes(right.EXPORT.replace(b"Every month", b"Twice a year"))
    code, said = right.told("import", "export.csv", "-o", "out", *FORM)
    assert code == ExitCode.PROBLEMS
    assert 'Row 2, column 9 (Do the users meet?), users.meetings: "Twice a year".' in said
    code, said = right.told("import", "export.csv", "-o", "more.jsonl", "--json", *FORM)
    made = json.loads(said.rpartition("}")[0] + "}")
    assert (code, made["schema"], made["documents"], made["written"]) == (1, "spinout.import/1", 2, ["more.jsonl"])
    assert [(each["row"], each["question"]) for each in made["left_out"]] == [(2, "users.meetings")]
    assert len(Path("more.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert right.told("check", "more.jsonl", *FORM)[0] == ExitCode.DONE
    assert folder.exists()


@pytest.mark.parametrize(
    "more",
    [
        ("-o", "out.yaml"), ("-o", "out", "--dates", "european"), ("-o", "out", "--decimal", "."),
        ("-o", "out", "--sheet", "A"), ("-o", "map.txt", "--guess"), ("-o", "map.yaml", "--guess", "--map", "map.yaml"),
        ("-o", "-", "--json"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_writes_nothing(folder: Path, more: tuple[str, ...]) -> None:
    """It says what is allowed."""
    code, said = right.told("import", "export.csv", *more, *FORM)
    assert (code, "Error" in said, list(folder.iterdir())) == (2, True, [folder / "export.csv"]), said


def test_score_says_of_an_export_that_import_reads_it(folder: Path) -> None:
    """Once, and not for each of its columns."""
    code, said = right.told("score", "export.csv", *FORM)
    assert (code, said.count("\n"), "spinout import" in said) == (1, 3, True), said
    assert folder.exists()


def test_answers_may_go_on_to_another_command(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `-o -` nothing but lines of JSON stands on stdout."""
    from spinout.cli.boundary import run

    monkeypatch.setattr("sys.argv", ["spinout", "import", "export.csv", "-o", "-", *FORM])
    assert run() == ExitCode.DONE
    told = capsys.readouterr()
    assert [json.loads(line)["service"] for line in told.out.splitlines()] == ["Hall", "T\u0177"]
    assert "2 documents" in told.err
    assert folder.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (("form.xlsx",), "is a form of spinout's own. It needs no import: spinout check FILE"),
        (("form.xlsx", "--rows"), "is a form of spinout's own, with a row for each service. It needs no import"),
        (("form.xlsx", "--as", "xlsform"), "is an XLSForm: the questions themselves, and no answers. Upload it"),
        (("form.yaml",), "is no table. It needs no import: spinout check FILE"),
    ],
)
@pytest.mark.parametrize("words", [("--guess", "-o", "map.yaml"), ("-o", "out")])
def test_what_no_tool_exported_is_told_apart(
    folder: Path, form: tuple[str, ...], said: str, words: tuple[str, ...]
) -> None:
    """A blank form or a file of answers is not guessed at, and nothing is written."""
    assert right.told("form", "-o", *form, *FORM)[0] == ExitCode.DONE
    code, told = right.told("import", form[0], *words, *FORM)
    assert (code, said in " ".join(told.split())) == (ExitCode.PROBLEMS, True), told
    assert not (folder / words[-1]).exists()


def test_a_form_that_cannot_be_read_is_told_as_what_is_wrong_with_it(folder: Path) -> None:
    """Not as a form that needs no import."""
    assert right.told("form", "-o", "form.xlsx", *FORM)[0] == ExitCode.DONE
    with zipfile.ZipFile("form.xlsx", "a") as book:
        book.writestr("xl/vbaProject.bin", b"macro")
    code, said = right.told("import", "form.xlsx", "-o", "out", *FORM)
    assert (code, "[holds-macros]" in said, "[no-export]" in said) == (ExitCode.PROBLEMS, True, False), said
    assert not (folder / "out").exists()


def test_the_next_command_works_as_it_is_told(folder: Path) -> None:
    """With blanks and quotes in the names, and the questionnaire that was given."""
    Path("Anna's export (1).csv").write_bytes(right.EXPORT)
    code, said = right.told("import", "Anna's export (1).csv", "--guess", "-o", "my map.yaml", *FORM)
    assert code == ExitCode.DONE, said
    words = shlex.split(said.rpartition("Then: spinout ")[2])
    assert right.told(*words)[0] == ExitCode.DONE
    assert len(list((folder / "DIR").iterdir())) == 2
