"""Check files without scoring them: questionnaires and answers, told apart by what they are."""

from collections.abc import Iterator
from pathlib import PurePath

from msgspec import Struct

from spinout.core.problems import Code, Problem, Warning
from spinout.core.reading.answers import ANSWERS, QUESTIONNAIRE, kind_of
from spinout.core.scoring.assessment import stage_of, warnings_of
from spinout.core.scoring.rules import checks_of
from spinout.core.scoring.statuses import statuses
from spinout.core.wording import counted
from spinout.inputs.documents import Document, at_top
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
    points: tuple[str, ...] = ()
    """What the checks of the questionnaire say of answers, such as that two do not fit each other."""


def check_file(path: str, loaded: Loaded | None, *, sheet: str | None = None) -> Iterator[Checked]:
    """Check a questionnaire, or each document of a file of answers.

    `loaded` is the questionnaire that answers are held against; it may be None where `path` is a
    folder. Raises StorageError where the file cannot be read.
    """
    if is_folder(path) and not exists(f"{path}/{MAIN}"):
        raise StorageError(path, f"The folder holds no {MAIN}. A folder of answers is scored by: spinout batch {path}")
    if is_folder(path) or PurePath(path).name == MAIN:
        yield _checked_questionnaire(path)
        return
    assert loaded is not None
    documents = documents_in(path, loaded.questionnaire, sheet=sheet)
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
        message = f"This file is {kind}, which cannot be checked alone."
        hint = "Check the folder that it belongs to: spinout check FOLDER."
        yield Checked(path, kind, (at_top(Code.SECTION_FILE, message, hint, file=path),))


def _checked_questionnaire(path: str) -> Checked:
    loaded = load_questionnaire(path)
    if isinstance(loaded, BrokenQuestionnaire):
        return Checked(path, "a questionnaire", loaded.problems)
    found = loaded.questionnaire
    what = f"the questionnaire {found.id}, version {found.version}, {counted(len(found.questions), 'question')}"
    told = ((p, f"{p.file}:{p.line}:{p.column} {p.message} {p.hint}".rstrip()) for p in loaded.advice)
    return Checked(path, what, warnings=tuple(Warning(p.code, text, p.question) for p, text in told))


def _checked_answers(document: Document, loaded: Loaded) -> Checked:
    questionnaire = loaded.questionnaire
    answers, problems = read_answers(document, questionnaire)
    what = f"answers to {questionnaire.id}"
    if answers is None:
        return Checked(document.name, what, problems, line=document.line)
    found = statuses(questionnaire, answers)
    stage, stated = stage_of(questionnaire, found, None)
    warnings = warnings_of(answers, found, None if stated else stage)
    points = tuple(check.message for check in checks_of(questionnaire, found))
    return Checked(document.name, what, problems, warnings, document.line, points)
