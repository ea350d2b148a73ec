"""Compare files of answers to one service: two of them, or a timeline of more."""

import itertools
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal

from msgspec import Struct

from spinout.core.insight.cautions import Caution, different_services, different_stages
from spinout.core.insight.comparison import Comparison, compare
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import as_written, found
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_file
from spinout.use_cases.documents import documents_in
from spinout.use_cases.questionnaires import Loaded


class Point(Struct, frozen=True):
    """A document that was assessed, and the questionnaire that it was read with."""

    assessed: Assessed
    loaded: Loaded


class Compared(Struct, frozen=True):
    """Documents in order, and a comparison for each step from one to the next."""

    points: tuple[Point, ...]
    steps: tuple[Comparison, ...]
    cautions: tuple[Caution, ...]

    @property
    def timeline(self) -> bool:
        """Whether there are more than two documents."""
        return len(self.points) > 2


class NotRead(Struct, frozen=True):
    """The files that had problems, and those that could not be read; nothing was worked out."""

    refused: tuple[Refused, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def compare_files(
    paths: Sequence[str], loaded: Loaded, older: Loaded | None = None, stage: str | None = None
) -> Compared | NotRead:
    """Compare two files in the order given, or more in the order of their dates.

    `older` is the questionnaire that the first was answered with; of more than two files, those
    that name its version are read with it too. Raises KeyError where there is no such stage.
    """
    if older is not None and older.questionnaire.id != loaded.questionnaire.id:
        return NotRead((_other_questionnaire(older, loaded),))
    points: list[Point] = []
    refused: list[Refused] = []
    unreadable: list[Unreadable] = []
    for place, path in enumerate(paths):
        try:
            with_older = older is not None and (place == 0 or (len(paths) > 2 and _names_version(path, older, loaded)))
            chosen = older if older is not None and with_older else loaded
            assessed = assess_file(path, chosen, stage)
        except StorageError as error:
            unreadable.append(Unreadable(error.path, error.message))
            continue
        if isinstance(assessed, Refused):
            refused.append(assessed)
        else:
            points.append(Point(assessed, chosen))
    return NotRead(tuple(refused), tuple(unreadable)) if refused or unreadable else _compared(points, stage)


def _compared(points: Sequence[Point], stage: str | None) -> Compared:
    ordered = tuple(points if len(points) == 2 else sorted(points, key=_by_date))
    assessments = [point.assessed.assessment for point in ordered]
    steps = tuple(compare(old, new, stage) for old, new in itertools.pairwise(assessments))
    if len(steps) == 1:
        return Compared(ordered, steps, steps[0].cautions)
    cautions = (*different_stages(assessments), *different_services(a.answers for a in assessments))
    return Compared(ordered, steps, cautions)


def _by_date(point: Point) -> tuple[bool, str]:
    """Dates in order; what has none comes last, as it was given."""
    date = point.assessed.assessment.answers.date
    return date is None, date or ""


def _names_version(path: str, older: Loaded, loaded: Loaded) -> bool:
    """Whether a file says that it was answered with the older questionnaire. Raises StorageError."""
    version = older.questionnaire.version
    return version != loaded.questionnaire.version and _version(path, older.questionnaire) == version


def _version(path: str, questionnaire: Questionnaire) -> str | None:
    """The version that the first document of a file names."""
    with closing(documents_in(path, questionnaire)) as documents:
        data = next(documents).data
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int | Decimal) and not isinstance(version, bool):
        return as_written(version)
    return version if isinstance(version, str) else None


def _other_questionnaire(older: Loaded, loaded: Loaded) -> Refused:
    problem = Problem(
        Code.OTHER_QUESTIONNAIRE,
        f"This is the questionnaire {found(older.questionnaire.id)}; the other is {found(loaded.questionnaire.id)}.",
        "Give an older version of the same questionnaire.",
        file=older.path,
        line=1,
        column=1,
    )
    return Refused(older.path, (problem,))
