"""The compiled questionnaire: it says what the files say, or it does not count."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spinout.core.problems import Code
from spinout.inputs.documents import MOST_BYTES
from spinout.reports.data.objects import assessment_object
from spinout.resources import shipped
from spinout.storage import StorageError, read_bytes
from spinout.use_cases import questionnaires
from spinout.use_cases import questionnaires as compiled
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.questionnaires import (
    FILE,
    BrokenQuestionnaire,
    Loaded,
    compile_shipped,
    compiled_at,
    load_questionnaire,
)
from spinout.use_cases.reports import read_headings

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))


@pytest.fixture(scope="module")
def content() -> bytes:
    """What the build would make."""
    return compile_shipped()


@pytest.fixture
def package(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as it is installed: the questions, and the compiled ones beside them."""
    shutil.copytree(shipped("questions"), tmp_path / "questions")
    (tmp_path / FILE).write_bytes(content)
    monkeypatch.setattr(questionnaires, "shipped", tmp_path.joinpath)
    monkeypatch.setattr(questionnaires, "kept", tmp_path.joinpath)
    return tmp_path


def test_the_compiled_questionnaire_is_the_one_in_the_files(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken in their place, equal in every part, and no file is read as YAML."""
    read = load_questionnaire(package / "questions")
    with monkeypatch.context() as patch:
        patch.setattr(questionnaires, "read_document", None)
        assert load_questionnaire() == read
    assert isinstance(read, Loaded)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_assessments_with_it_are_the_same(package: Path, path: Path) -> None:
    """Every example comes to the same, to the last figure and warning."""

    def outcome(loaded: object) -> dict[str, Any]:
        assert isinstance(loaded, Loaded)
        assessed = assess_file(str(path), loaded)
        assert isinstance(assessed, Assessed)
        return assessment_object(
            assessed.assessment, questionnaire_sha256=loaded.sha256, file=assessed.file, sha256=assessed.sha256
        )

    assert outcome(load_questionnaire()) == outcome(load_questionnaire(package / "questions"))


def test_the_same_files_are_compiled_to_the_same_bytes(content: bytes) -> None:
    """A build can be made again."""
    assert compile_shipped() == content


@pytest.mark.parametrize("name", ["about.yaml", "paper.yaml", "questionnaire.yaml"])
def test_a_changed_file_is_read(package: Path, name: str) -> None:
    """Whoever edits a shipped file gets what it says, in the same words as ever where it is wrong."""
    path = package / "questions" / name
    path.write_bytes(path.read_bytes() + b"more: 1\n")
    assert compiled_at(package / FILE, package / "questions") is None
    assert load_questionnaire() == load_questionnaire(package / "questions")


def test_a_missing_file_is_told(package: Path) -> None:
    """A file that is gone is a problem, compiled or not."""
    (package / "questions" / "about.yaml").unlink()
    assert compiled_at(package / FILE, package / "questions") is None
    assert load_questionnaire() == load_questionnaire(package / "questions")


def test_another_version_does_not_count(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version made is left alone."""
    monkeypatch.setattr(compiled, "__version__", "0.0.0")
    assert compiled_at(package / FILE, package / "questions") is None


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_one_does_not_count(package: Path, content: bytes, seed: int) -> None:
    """A byte changed anywhere, or a file cut short, is noticed before anything of it is used."""
    chance = random.Random(seed)
    at = chance.randrange(chance.choice([400, len(content)]))
    damaged = content[:at] if seed % 4 == 0 else content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    (package / FILE).write_bytes(damaged)
    assert compiled_at(package / FILE, package / "questions") is None


def test_none_is_no_trouble(package: Path) -> None:
    """Without it, and where it cannot be read, the files are."""
    expected = load_questionnaire(package / "questions")
    (package / FILE).unlink()
    assert load_questionnaire() == expected
    (package / FILE).mkdir()
    assert load_questionnaire() == expected


def test_a_questionnaire_of_ones_own_is_always_read(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--questions` never takes what was compiled."""
    monkeypatch.setattr(questionnaires, "compiled_at", None)
    assert isinstance(load_questionnaire(package / "questions"), Loaded)
    assert len(read_bytes(package / FILE)) < MOST_BYTES


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, ArithmeticError, EOFError])
def test_what_is_raised_over_headings_is_wrong_with_them(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is of answers and of a questionnaire: no defect of what reads them."""

    def trip(*_: object) -> None:
        raise error

    monkeypatch.setattr("spinout.core.reading.reference.headings_from", trip)
    (path := tmp_path / "headings.yaml").write_text("purpose: {title: Why}")
    loaded = load_questionnaire(None)
    assert isinstance(loaded, Loaded)
    found = read_headings(str(path), loaded)
    assert isinstance(found, Refused)
    assert [(problem.code, problem.file) for problem in found.problems] == [(Code.UNREADABLE, str(path))]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes that have names")
@pytest.mark.parametrize("name", ["questionnaire.yaml", "about.yaml", "sources.yaml"])
def test_a_pipe_in_the_folder_is_not_waited_for(name: str, tmp_path: Path) -> None:
    """Nobody named it, and nobody writes into it."""
    folder = shutil.copytree(shipped("questions"), tmp_path / "q")
    (folder / name).unlink()
    os.mkfifo(folder / name)
    if name == "questionnaire.yaml":
        with pytest.raises(StorageError, match="This is a pipe"):
            load_questionnaire(folder)
    else:
        found = load_questionnaire(folder)
        assert isinstance(found, BrokenQuestionnaire)
        assert [(p.code, p.hint[:14]) for p in found.problems] == [(Code.MISSING_FILE, "This is a pipe")]


def test_what_is_compiled_is_the_same_bytes_each_time() -> None:
    """No order of a set leaks into the package, so that one commit gives one wheel."""
    script = (
        "import sys; from spinout.use_cases.questionnaires import compile_shipped as c; sys.stdout.buffer.write(c())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(made) == 1
