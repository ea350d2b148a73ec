"""Assess files of answers: one document, or every document of many files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from spinout.core.answers import Answers
from spinout.core.assessment import Assessment, assess
from spinout.core.problems import Code, Path, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.inputs.documents import MOST_BYTES, Document
from spinout.inputs.formats import FORMATS, format_of, read_document, read_lines
from spinout.storage import StorageError, found_in, is_folder, read_bytes
from spinout.storage import read_lines as stored_lines
from spinout.use_cases.questionnaires import Loaded


@dataclass(frozen=True, slots=True)
class Assessed:
    """A document that was assessed: its file, its line in a file of several, and its digest."""

    file: str
    sha256: str
    assessment: Assessment
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that cannot be scored, and all that is wrong with it."""

    file: str
    problems: tuple[Problem, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not be read."""

    file: str
    message: str


def assess_file(path: str, loaded: Loaded, stage: str | None = None) -> Assessed | Refused:
    """Assess the one document of a file. Raises StorageError where the file cannot be read."""
    kind = format_of(path)
    if kind is not None and kind.by_line:
        documents = list(read_lines(path, kind, _at_most_two(stored_lines(path, most=MOST_BYTES))))
        if len(documents) > 1:
            return Refused(path, (_several(path, kind.name),))
        return assess_document(replace(documents[0], line=None), loaded, stage)
    return assess_document(read_document(path, read_bytes(path, most=MOST_BYTES)), loaded, stage)


def _at_most_two(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines up to the second that is not blank, which is enough to know that there are several."""
    full = 0
    for line in lines:
        full += bool(line.strip())
        yield line
        if full == 2:
            return


def _several(path: str, name: str) -> Problem:
    return Problem(
        Code.SEVERAL_DOCUMENTS,
        f"The file holds several documents of {name}, and this command takes one.",
        "Use: spinout batch, which scores each of them.",
        file=path,
        line=1,
        column=1,
    )


def assess_document(document: Document, loaded: Loaded, stage: str | None = None) -> Assessed | Refused:
    """Assess a document that was read."""
    answers, problems = read_answers(document, loaded.questionnaire)
    if answers is None:
        return Refused(document.name, problems, document.line)
    return Assessed(
        document.name, sha256(document.raw).hexdigest(), assess(loaded.questionnaire, answers, stage), document.line
    )


def read_answers(document: Document, questionnaire: Questionnaire) -> tuple[Answers | None, tuple[Problem, ...]]:
    """The answers of a document; None with all problems, placed, where anything is wrong."""
    if not document.whole:
        return None, document.problems
    answers, problems = answers_from(document.data, questionnaire, document.name)
    if not problems and not document.problems:
        return answers, ()
    placed = document.placed(problems)
    return None, tuple(replace(p, question=p.question or _question_at(p.path)) for p in placed)


def _question_at(path: Path) -> str | None:
    """The question that a place in an answers file belongs to."""
    return str(path[1]) if len(path) > 1 and path[0] == "answers" else None


def assess_many(
    paths: Iterable[str], loaded: Loaded, stage: str | None = None
) -> Iterator[Assessed | Refused | Unreadable]:
    """Assess every document of files and of folders, in order; nothing stops the rest."""
    for path in paths:
        try:
            files = found_in(path, FORMATS) if is_folder(path) else iter((path,))
            for file in files:
                yield from assess_all(file, loaded, stage)
        except StorageError as error:
            yield Unreadable(error.path, error.message)


def assess_all(file: str, loaded: Loaded, stage: str | None = None) -> Iterator[Assessed | Refused | Unreadable]:
    """Assess every document of one file."""
    kind = format_of(file)
    shown = PurePath(file).as_posix()
    try:
        if kind is not None and kind.by_line:
            for document in read_lines(shown, kind, stored_lines(file, most=MOST_BYTES)):
                yield assess_document(document, loaded, stage)
        else:
            yield assess_document(read_document(shown, read_bytes(file, most=MOST_BYTES)), loaded, stage)
    except StorageError as error:
        yield Unreadable(error.path, error.message)
