"""What a report is about and what it may show: the choices of whoever makes it, and what must be left out."""

import json
from collections.abc import Mapping
from hashlib import sha256 as digest_of
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answer, Answers, Lesson, plain_document
from spinout.core.conditions import comparisons
from spinout.core.insight.voices import Hearing, hearing_of
from spinout.core.problems import Code
from spinout.core.questionnaire import HeadingName, Question
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.slots import NOBODYS_WORDS, PaperWords
from spinout.reports.view.words import is_left_out

OF_THE_FILE = frozenset({Code.OTHER_VERSION, Code.OTHER_ENCODING, Code.REMOVED_QUESTION})
"""Warnings that quote no answer, whatever they are about."""
NOT_PRINTED = "Given, but not printed here"


class Choices(Struct, frozen=True):
    """What whoever makes a report chose.

    `headings` rename and order the paper's own. `as_of` is the date that the report speaks of, else
    that of the answers. `notes` is False where free texts are left out. `restricted` asks for the
    part that is not for publication. `appendices` are the ids of those wanted: EVERY_APPENDIX, NO_APPENDIX,
    or none named for those that every paper has. `words` are those of officers, for the slots of the paper.
    """

    headings: tuple[HeadingName, ...] = ()
    as_of: str | None = None
    notes: bool = True
    restricted: bool = False
    words: PaperWords = NOBODYS_WORDS
    appendices: tuple[str, ...] = ()


EVERY_APPENDIX, NO_APPENDIX = ("all",), ("none",)
ALL = Choices()


def exempt_answers(assessment: Assessment) -> tuple[str, ...]:
    """The questions whose answers are marked exempt and count, and those asked only after one of them, in file order.

    How many a published report leaves out is asked of the assessment without them: which of them count may
    itself hang on what they say.
    """
    exempt = _exempt(assessment)
    return tuple(ident for ident, status in assessment.statuses.items() if ident in exempt and status.shown)


def for_report(assessment: Assessment, choices: Choices) -> Assessment:
    """The assessment that a report shows: without what it must leave out."""
    return for_data(_revealed(assessment) if choices.restricted else assessment, choices)


def for_data(assessment: Assessment, choices: Choices) -> Assessment:
    """The same for a report that is read by a program: in the part not for publication, marks stay where they are."""
    shown = assessment if choices.restricted else without_exempt(assessment)
    return shown if choices.notes else _without_free_texts(shown)


def without_exempt(assessment: Assessment) -> Assessment:
    """The same answers assessed as if nobody had said what is marked exempt, nor drawn a lesson from it."""
    answers, exempt = assessment.answers, _exempt(assessment)
    if not exempt:
        return assessment
    kept = {**answers.answers, **dict.fromkeys(exempt, Answer(exempt=True))}
    lessons = tuple(lesson for lesson in answers.lessons if lesson.question not in exempt)
    kept_whole = [ident for ident in assessment.questionnaire.questions if ident not in exempt]
    # a stage counts that was asked for apart from the answers, which else are to say it
    stage = assessment.stage.id if assessment.stage is not None and assessment.asked else None
    # what was wrong with an answer, or with a lesson from it, says something of it
    told = tuple(one for one in answers.warnings if one.code in OF_THE_FILE or one.question in kept_whole)
    return assess(assessment.questionnaire, replace(_with(answers, kept, lessons), warnings=told), stage)


def _exempt(assessment: Assessment) -> frozenset[str]:
    """The questions of which nothing may be told: those marked, and those asked only after one of them.

    Whether such a question was answered would tell what the other's answer is, so it is left out in any case.
    """
    found: set[str] = set()
    for ident, question in assessment.questionnaire.questions.items():
        named = () if question.show_if is None else comparisons(question.show_if)
        if assessment.answers.of(ident).exempt or any(comparison.question in found for comparison in named):
            found.add(ident)
    return frozenset(found)


def told_digest(assessment: Assessment, sha256: str, choices: Choices) -> str:
    """The digest (SHA-256, in hexadecimal) by which a report with these choices names its answers.

    It is `sha256`, that of the whole file, only where the report leaves nothing out. Of a file of which all
    else is known, what is left out could be found from it: few answers are possible, and each can be tried.
    So it is then made of what is left, and says no more than the report.
    """
    shown = for_data(assessment, choices)
    if shown is assessment:
        return sha256
    told = json.dumps(plain_document(shown.questionnaire, shown.answers), default=str, sort_keys=True)
    return digest_of(told.encode()).hexdigest()


def _revealed(assessment: Assessment) -> Assessment:
    """The same with no answer marked exempt, so that all are put into words; of the lessons, those left out."""
    answers = assessment.answers
    kept = {ident: replace(answer, exempt=False) for ident, answer in answers.answers.items()}
    exempt = _exempt(assessment)
    return _told(assessment, kept, tuple(lesson for lesson in answers.lessons if lesson.question in exempt))


def _without_free_texts(assessment: Assessment) -> Assessment:
    """The same without notes, reasons, lessons and texts; evidence stays, since papers name what they rest on."""
    questions = assessment.questionnaire.questions
    given = assessment.answers.answers
    return _told(assessment, {ident: _bare(answer, questions[ident]) for ident, answer in given.items()}, ())


def _bare(answer: Answer, question: Question) -> Answer:
    reason = None if answer.reason is None else NOT_PRINTED
    text = not question.type.measures and answer.value is not None
    return replace(answer, note=None, reason=reason, other=None, value=NOT_PRINTED if text else answer.value)


def _told(assessment: Assessment, kept: Mapping[str, Answer], lessons: tuple[Lesson, ...]) -> Assessment:
    """The same assessment, told with other answers."""
    made = {ident: replace(s, answer=kept.get(ident, s.answer)) for ident, s in assessment.statuses.items()}
    return replace(assessment, answers=_with(assessment.answers, kept, lessons), statuses=MappingProxyType(made))


def _with(answers: Answers, kept: Mapping[str, Answer], lessons: tuple[Lesson, ...]) -> Answers:
    return replace(answers, answers=MappingProxyType(kept), lessons=lessons)


def open_count(assessment: Assessment) -> int:
    """How many questions have no answer, those that the report leaves out not counted."""
    return sum(1 for s in assessment.statuses.values() if s.open and not is_left_out(s))


class Beside(Struct, frozen=True):
    """Answers by another respondent that are told beside those that are assessed, and where they stand."""

    assessment: Assessment
    file: str
    sha256: str
    line: int | None = None

    def told_digest(self, choices: Choices) -> str:
        """The digest by which a report with these choices names the file."""
        return told_digest(self.assessment, self.sha256, choices)


class Subject(Struct, frozen=True):
    """An assessment with the file, the digests and the program that it rests on, and what was chosen for it."""

    assessment: Assessment
    file: str
    sha256: str
    questionnaire_sha256: str
    program_version: str
    line: int | None = None
    choices: Choices = ALL
    others: tuple[Beside, ...] = ()
    templates: str | None = None
    """The beginning of the digest of the user's own templates, where there are any."""

    @property
    def told_digest(self) -> str:
        """The digest by which the report names its answers."""
        return told_digest(self.assessment, self.sha256, self.choices)

    def hearing(self, shown: Assessment) -> Hearing | None:
        """Who was heard beside what is shown of the assessment; of the others no more is told than of it."""
        return hearing_of(shown, [for_report(other.assessment, self.choices) for other in self.others])
