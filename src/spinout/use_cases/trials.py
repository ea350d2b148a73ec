"""Try other answers to see what they would change; nothing is written."""

from collections.abc import Iterable

from msgspec import Struct

from spinout.core.assessment import Assessment, assess
from spinout.use_cases.assessments import Refused, assess_file
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.settings import NAME, answers_given, with_given


class Trial(Struct, frozen=True):
    """An assessment as it stands and as it would be; `set` names the questions that were tried."""

    file: str
    sha256: str
    before: Assessment
    after: Assessment
    set: tuple[str, ...]


def try_answers(path: str, pairs: Iterable[str], loaded: Loaded, stage: str | None = None) -> Trial | Refused:
    """Assess a file as it is and with some answers replaced. Raises StorageError.

    Both are judged at the same stage, unless one of the answers tried is the stage itself.
    """
    assessed = assess_file(path, loaded, stage)
    if isinstance(assessed, Refused):
        return assessed
    given = answers_given(pairs, loaded.questionnaire)
    if given.problems:
        return Refused(NAME, given.problems)
    before = assessed.assessment
    after = assess(loaded.questionnaire, with_given(before.answers, given), stage)
    return Trial(assessed.file, assessed.sha256, before, after, tuple(given.answers))
