"""Compare files of answers to one service: two of them, a timeline of more, or several respondents."""

import itertools
from collections.abc import Iterable, Sequence
from contextlib import closing
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.insight.comparison import (
    Caution,
    ServiceComparison,
    compare,
    different_services,
    different_stages,
    same_documents,
)
from spinout.core.insight.panels import Panel, PanelMember, panel
from spinout.core.problems import Code
from spinout.core.scoring.assessment import assess
from spinout.core.wording import as_written, found
from spinout.inputs.documents import at_top
from spinout.reports.side_by_side.documents import ComparedSubject, PanelSubject, SourceDocument
from spinout.reports.view.references import file_name
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_all, assess_file, documents_in
from spinout.use_cases.questionnaires import Loaded


class Point(Struct, frozen=True):
    """A document that was assessed, and the questionnaire that it was read with."""

    assessed: Assessed
    loaded: Loaded


class Compared(Struct, frozen=True):
    """Documents in order, and a comparison for each step from one to the next."""

    points: tuple[Point, ...]
    steps: tuple[ServiceComparison, ...]
    cautions: tuple[Caution, ...]

    def subject(self, program: str, *, paths: bool) -> ComparedSubject:
        """What is told of it; `program` is its name and version, and files are named with their `paths` or without."""
        documents = tuple(_source(point.assessed, point.loaded, paths=paths) for point in self.points)
        return ComparedSubject(documents, self.steps, self.cautions, program)


class NotRead(Struct, frozen=True):
    """The files that had problems, and those that could not be read; nothing was worked out."""

    refused: tuple[Refused, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    @classmethod
    def of(cls, found: Sequence[object]) -> "NotRead":
        """The files among what was found that have problems, and those that cannot be read."""
        refused = tuple(each for each in found if isinstance(each, Refused))
        return cls(refused, tuple(each for each in found if isinstance(each, Unreadable)))


def compare_files(
    paths: Sequence[str],
    loaded: Loaded,
    older: Loaded | None = None,
    stage: str | None = None,
    *,
    sheet: str | None = None,
) -> Compared | NotRead:
    """Compare two files in the order given, or more in the order of their dates.

    `older` is the questionnaire that the first was answered with; of more than two files, those
    that name its version are read with it too. Raises KeyError where there is no such stage.
    """
    if older is not None and older.questionnaire.id != loaded.questionnaire.id:
        ours, theirs = found(loaded.questionnaire.id), found(older.questionnaire.id)
        message = f"This is the questionnaire {theirs}; the other is {ours}."
        hint = "Give an older version of the same questionnaire."
        problem = at_top(Code.OTHER_QUESTIONNAIRE, message, hint, file=older.path)
        return NotRead((Refused(older.path, (problem,)),))
    results: list[Point | Refused | Unreadable] = []
    for place, path in enumerate(paths):
        chosen = loaded
        try:
            if older is not None and (place == 0 or (len(paths) > 2 and _names_version(path, older, loaded, sheet))):
                chosen = older
            made = assess_file(path, chosen, stage, sheet=sheet)
            results.append(Point(made, chosen) if isinstance(made, Assessed) else made)
        except StorageError as error:
            results.append(Unreadable(error.path, error.message))
    points = [each for each in results if isinstance(each, Point)]
    return _compared(points, stage) if len(points) == len(paths) else NotRead.of(results)


def _compared(points: Sequence[Point], stage: str | None) -> Compared:
    ordered = tuple(points)
    if len(points) > 2:  # dates in order; what has none comes last, as it was given
        dated = [(each.assessed.assessment.answers.date, each) for each in points]
        ordered = tuple(each for _, each in sorted(dated, key=lambda pair: (pair[0] is None, pair[0] or "")))
    assessments = [point.assessed.assessment for point in ordered]
    steps = tuple(compare(old, new, stage) for old, new in itertools.pairwise(assessments))
    if len(steps) == 1:
        return Compared(ordered, steps, steps[0].cautions)
    cautions = (*different_stages(assessments), *different_services(a.answers for a in assessments))
    return Compared(ordered, steps, cautions)


def _names_version(path: str, older: Loaded, loaded: Loaded, sheet: str | None) -> bool:
    """Whether the first document of a file names the version of the older questionnaire. Raises StorageError."""
    if older.questionnaire.version == loaded.questionnaire.version:
        return False
    with closing(documents_in(path, older.questionnaire, sheet=sheet)) as documents:
        data = next(documents).data
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int | Decimal) and not isinstance(version, bool):
        version = as_written(version)
    return version == older.questionnaire.version


class Panelled(Struct, frozen=True):
    """A panel, and the documents that it is made of, in the order of its members."""

    panel: Panel
    documents: tuple[Assessed, ...]

    def subject(self, loaded: Loaded, program: str, *, paths: bool) -> PanelSubject:
        """What is told of it; `program` is its name and version, and files are named with their `paths` or without."""
        return PanelSubject(tuple(_source(each, loaded, paths=paths) for each in self.documents), self.panel, program)


def _source(assessed: Assessed, loaded: Loaded, *, paths: bool) -> SourceDocument:
    name = assessed.place if paths else file_name(assessed.place)
    return SourceDocument(name, assessed.sha256, loaded.sha256, assessed.assessment)


def panel_files(
    paths: Iterable[str], loaded: Loaded, stage: str | None = None, *, sheet: str | None = None
) -> Panelled | NotRead:
    """Make a panel of every document of some files, each by one respondent.

    Raises KeyError where there is no such stage.
    """
    results = [each for path in paths for each in assess_all(path, loaded, stage, sheet=sheet)]
    documents = [each for each in results if isinstance(each, Assessed)]
    if len(documents) < len(results) or not results:
        return NotRead.of(results)
    named = zip(_names(documents), documents, strict=True)
    members = [PanelMember(name, each.assessment) for name, each in named]
    bar = next((member.assessment.stage for member in members if member.full), None)
    if stage is None and bar is not None:
        # Who is not asked which decision it is, is judged by the one that the others ask for.
        members = [
            m if m.full else replace(m, assessment=assess(loaded.questionnaire, m.assessment.answers, bar.id))
            for m in members
        ]
    made = panel(loaded.questionnaire, members)
    alike = same_documents((document.sha256, document.place) for document in documents)
    judged = [replace(d, assessment=m.assessment) for d, m in zip(documents, members, strict=True)]
    return Panelled(replace(made, cautions=(*made.cautions, *alike)), tuple(judged))


def _names(documents: Sequence[Assessed]) -> list[str]:
    """A name for each: the respondent, else the role, else the file; where two are alike, with the file."""
    places = [document.place for document in documents]
    said = [document.assessment.answers for document in documents]
    first = [a.respondent or a.completed_by or place for a, place in zip(said, places, strict=True)]
    return _numbered(
        f"{name} ({place})" if first.count(name) > 1 and name != place else name
        for name, place in zip(first, places, strict=True)
    )


def _numbered(names: Iterable[str]) -> list[str]:
    """Names made different by a number where they are still alike."""
    made: list[str] = []
    for name in names:
        numbered = (name if number == 1 else f"{name} ({number})" for number in itertools.count(1))
        made.append(next(each for each in numbered if each not in made))
    return made
