"""Put several respondents' answers about one service side by side."""

import itertools
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.insight.cautions import same_documents
from spinout.core.insight.panels import Panel, Respondent, panel
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_document
from spinout.use_cases.comparisons import NotRead
from spinout.use_cases.documents import documents_in
from spinout.use_cases.questionnaires import Loaded


class Panelled(Struct, frozen=True):
    """A panel, and the documents that it is made of, in the respondents' order."""

    panel: Panel
    documents: tuple[Assessed, ...]


def panel_files(paths: Iterable[str], loaded: Loaded, stage: str | None = None) -> Panelled | NotRead:
    """Make a panel of every document of some files, each by one respondent.

    Raises KeyError where there is no such stage.
    """
    documents: list[Assessed] = []
    refused: list[Refused] = []
    unreadable: list[Unreadable] = []
    for path in paths:
        try:
            for document in documents_in(path, loaded.questionnaire):
                found = assess_document(document, loaded, stage)
                if isinstance(found, Refused):
                    refused.append(found)
                else:
                    documents.append(found)
        except StorageError as error:
            unreadable.append(Unreadable(error.path, error.message))
    if refused or unreadable or not documents:
        return NotRead(tuple(refused), tuple(unreadable))
    respondents = [
        Respondent(name, document.assessment) for name, document in zip(_names(documents), documents, strict=True)
    ]
    made = panel(loaded.questionnaire, respondents)
    # Whoever names a respondent twice is told that already.
    unnamed = [d for d in documents if d.assessment.answers.respondent is None]
    alike = same_documents((document.sha256, place_of(document)) for document in unnamed)
    return Panelled(replace(made, cautions=(*made.cautions, *alike)), tuple(documents))


def place_of(document: Assessed) -> str:
    """The file that a document stands in, and its line where that holds several."""
    return document.file if document.line is None else f"{document.file}:{document.line}"


def _names(documents: Sequence[Assessed]) -> list[str]:
    """A name for each: the respondent, else the role, else the file; where two are alike, with the file."""
    said = [document.assessment.answers for document in documents]
    first = [
        answers.respondent or answers.completed_by or place_of(document)
        for answers, document in zip(said, documents, strict=True)
    ]
    return _numbered(
        f"{name} ({place_of(document)})" if first.count(name) > 1 and name != place_of(document) else name
        for name, document in zip(first, documents, strict=True)
    )


def _numbered(names: Iterable[str]) -> list[str]:
    """Names made different by a number where they are still alike."""
    made: list[str] = []
    for name in names:
        numbered = (name if number == 1 else f"{name} ({number})" for number in itertools.count(1))
        made.append(next(each for each in numbered if each not in made))
    return made
