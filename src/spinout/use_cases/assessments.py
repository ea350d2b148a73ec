"""Read files of answers and assess them: one document, or every document of many files, one after the other."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answers
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from, own_words
from spinout.core.scoring.assessment import Assessment, assess
from spinout.inputs.documents import (
    FORMATS,
    LIBRARIES_RAISE,
    MOST_BYTES,
    MOST_PACKED,
    Document,
    at_top,
    format_of,
    lock_of,
    read_document,
    read_several,
    unreadable,
)
from spinout.storage import StorageError, is_folder, read_bytes, read_lines, searched
from spinout.use_cases.questionnaires import Loaded

if TYPE_CHECKING:
    from spinout.reports.view.hearing import HearingView
    from spinout.reports.view.publication import Beside

T = TypeVar("T")


def documents_in(
    path: str, questionnaire: Questionnaire | None, *, name: str | None = None, sheet: str | None = None
) -> Generator[Document, None, None]:
    """Every document of a file, under the name given or the path; of a workbook those of the sheet named.

    A table needs the questionnaire that its columns name. Raises StorageError.
    """
    kind = format_of(path)
    shown = path if name is None else name
    if kind is None or not kind.several:
        yield read_document(shown, read_bytes(path, most=MOST_BYTES))
    else:
        source = read_lines(path, most=MOST_BYTES) if kind.by_line else read_bytes(path, most=MOST_PACKED)
        yield from read_several(shown, kind, source, questionnaire, sheet=sheet)


def holds_several(path: str) -> bool:
    """Whether a file's format gives a document for each line or row."""
    kind = format_of(path)
    return kind is not None and kind.several


class Assessed(Struct, frozen=True):
    """A document that was assessed: its file, its line in a file of several, and its digest.

    `others` are told beside it, and change nothing in it.
    """

    file: str
    sha256: str
    assessment: Assessment
    line: int | None = None
    others: tuple["Assessed", ...] = ()

    @property
    def place(self) -> str:
        """The file that it stands in, and its line where that holds several."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def origin(self, loaded: Loaded) -> dict[str, Any]:
        """Where it came from, as the makers of objects of JSON take it."""
        return {"questionnaire_sha256": loaded.sha256, "file": self.file, "sha256": self.sha256, "line": self.line}

    def hearing(self) -> "HearingView | None":
        """Who was heard besides, in words; None where the questionnaire names no respondents."""
        from spinout.core.insight.voices import hearing_of
        from spinout.reports.view.hearing import hearing_view

        return hearing_view(hearing_of(self.assessment, [other.assessment for other in self.others]))

    def beside(self) -> "tuple[Beside, ...]":
        """The others, as reports and the makers of objects of JSON take them."""
        from spinout.reports.view.publication import Beside

        return tuple(Beside(other.assessment, other.file, other.sha256, other.line) for other in self.others)


class Refused(Struct, frozen=True):
    """A document that cannot be scored, and all that is wrong with it."""

    file: str
    problems: tuple[Problem, ...]
    line: int | None = None


class Unreadable(Struct, frozen=True):
    """A file or folder that could not be read."""

    file: str
    message: str


def assess_file(path: str, loaded: Loaded, stage: str | None = None, *, sheet: str | None = None) -> Assessed | Refused:
    """Assess the one document of a file. Raises StorageError where the file cannot be read."""
    with closing(documents_in(path, loaded.questionnaire, sheet=sheet)) as documents:
        first, *more = islice(documents, 2)
    if more:
        kind = format_of(path)
        assert kind is not None
        message = f"The file holds several documents of {kind.name}, and this command takes one."
        hint = "Use: spinout batch, which scores each of them."
        return Refused(path, (at_top(Code.SEVERAL_DOCUMENTS, message, hint, file=path),))
    return assess_document(replace(first, line=None), loaded, stage)


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
    try:
        answers, problems = answers_from(document.data, questionnaire, document.name)
    except LIBRARIES_RAISE as error:
        answers, problems = None, (unreadable(error),)
    if not problems and not document.problems:
        if answers is not None:
            warnings = document.told(answers.warnings, lambda path: own_words(path, questionnaire))
            answers = replace(answers, warnings=warnings) if warnings else answers
        return answers, ()
    placed = document.placed(problems)
    # What else would be wrong with it, was not meant as answers.
    placed = tuple(p for p in placed if p.code is Code.OWN_OUTPUT) or placed
    return None, tuple(
        replace(p, question=str(p.path[1])) if not p.question and p.path[:1] == ("answers",) and p.path[1:] else p
        for p in placed
    )


def assess_all(
    path: str, loaded: Loaded, stage: str | None = None, *, name: str | None = None, sheet: str | None = None
) -> Iterator[Assessed | Refused | Unreadable]:
    """Assess every document of a file, under the name given or the path; a bad one stops nothing."""
    try:
        for document in documents_in(path, loaded.questionnaire, name=name, sheet=sheet):
            yield assess_document(document, loaded, stage)
    except StorageError as error:
        yield Unreadable(error.path, error.message)


def files_in(
    path: str, skipped: Callable[[str], None] | None = None, locks: Callable[[str], None] = lambda _path: None
) -> Iterator[str | Unreadable]:
    """A file itself, or the files of answers that a folder holds, and folders that cannot be read.

    Files of another kind are told to `skipped`, what only says that a workbook is open elsewhere to `locks`.
    """
    if not is_folder(path):
        yield path
        return
    for found in searched(path, FORMATS, skipped):
        if isinstance(found, StorageError):
            yield Unreadable(found.path, found.message)
        elif lock_of(found) is not None:
            locks(found)
        else:
            yield found


def taken_from_yaml(path: str, taken: Callable[[Any], tuple[T, tuple[Problem, ...]]]) -> T | Refused:
    """What `taken` makes of the data of a file of YAML, or all that is wrong with that. Raises StorageError."""
    from spinout.inputs.yaml import read_yaml

    document = read_yaml(path, read_bytes(path, most=MOST_BYTES))
    if not document.whole:
        return Refused(path, document.problems)
    try:
        made, problems = taken(document.data)
        placed = document.placed(problems)
    except LIBRARIES_RAISE as error:
        return Refused(path, (replace(unreadable(error), file=path),))
    return Refused(path, placed) if placed else made
