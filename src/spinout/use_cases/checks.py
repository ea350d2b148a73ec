"""Check files without scoring them: questionnaires and answers, told apart by what they are."""

from collections.abc import Iterator

from msgspec import Struct

from spinout.core.problems import Code, Problem, Warning
from spinout.core.reading.answers import ANSWERS, QUESTIONNAIRE, kind_of
from spinout.inputs.documents import Document
from spinout.reports.view.words import counted
from spinout.storage import StorageError, exists, is_folder
from spinout.use_cases.assessments import documents_in, holds_several, read_answers
from spinout.use_cases.questionnaires import MAIN, BrokenQuestionnaire, Loaded, load_questionnaire


class Checked(Struct, frozen=True):
    """What a file is, in words, and all that is wrong with it."""

    file: str
    what: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Warning, ...] = ()
    line: int | None = None


def needs_questionnaire(path: str) -> bool:
    """Whether a path is not itself a folder of a questionnaire, and so may hold answers."""
    return not is_folder(path)


def check_file(path: str, loaded: Loaded | None) -> Iterator[Checked]:
    """Check a questionnaire, or each document of a file of answers.

    `loaded` is the questionnaire that answers are held against; it may be None where `path` is a
    folder. Raises StorageError where the file cannot be read.
    """
    if is_folder(path) and not exists(f"{path}/{MAIN}"):
        raise StorageError(path, f"The folder holds no {MAIN}. A folder of answers is scored by: spinout batch {path}")
    if is_folder(path) or _is_main(path):
        yield _checked_questionnaire(path)
        return
    assert loaded is not None
    documents = documents_in(path, loaded.questionnaire)
    if holds_several(path):
        for document in documents:
            yield _checked_answers(document, loaded)
        return
    document = next(documents)
    kind = kind_of(document.data)
    if kind == QUESTIONNAIRE:
        yield _checked_questionnaire(path)
    elif kind is None or kind == ANSWERS:
        yield _checked_answers(document, loaded)
    else:
        yield Checked(path, kind, (_part_alone(path, kind),))


def _is_main(path: str) -> bool:
    return path.replace("\\", "/").rpartition("/")[2] == MAIN


def _part_alone(path: str, part: str) -> Problem:
    return Problem(
        Code.SECTION_FILE,
        f"This file is {part}, which cannot be checked alone.",
        "Check the folder that it belongs to: spinout check FOLDER.",
        file=path,
        line=1,
        column=1,
    )


def _checked_questionnaire(path: str) -> Checked:
    loaded = load_questionnaire(path)
    if isinstance(loaded, BrokenQuestionnaire):
        return Checked(path, "a questionnaire", loaded.problems)
    found = loaded.questionnaire
    what = f"the questionnaire {found.id}, version {found.version}, {counted(len(found.questions), 'question')}"
    return Checked(path, what, warnings=tuple(Warning(p.code, _told(p), p.question) for p in loaded.advice))


def _told(problem: Problem) -> str:
    """A warning with its place, and what to do."""
    return f"{problem.file}:{problem.line}:{problem.column} {problem.message} {problem.hint}"


def _checked_answers(document: Document, loaded: Loaded) -> Checked:
    answers, problems = read_answers(document, loaded.questionnaire)
    what = f"answers to {loaded.questionnaire.id}"
    warnings = () if answers is None else answers.warnings
    return Checked(document.name, what, problems, warnings, document.line)
