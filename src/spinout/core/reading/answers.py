"""Read answers to a questionnaire. Nothing is ever guessed: what is no answer is a problem."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from spinout.core.answers import NO_ANSWER, Answer, Answers, Lesson
from spinout.core.blankness import is_blank
from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList, Warning
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.kinds import ANSWERS, kind_of, own_schema
from spinout.core.reading.reference import day_of
from spinout.core.reading.single_answers import LONG_FORM, answer_from, is_blank_under, text_or_none
from spinout.core.wording import found, shortened

HEADER = ("questionnaire", "version", "service", "organisation", "completed_by", "respondent", "date")
GIVE_ANSWERS = "Give the file of answers that it was made from."
ALL_IDS = "The questions and their ids: spinout questions."
TOP_FIELDS = (*HEADER, "answers", "paper", "lessons")


def answers_from(
    data: object, questionnaire: Questionnaire, name: str = ""
) -> tuple[Answers | None, tuple[Problem, ...]]:
    """Read a document of answers; None with problems where anything in it is wrong."""
    problems = ProblemList(name)
    top = Cursor(data, problems)
    answers = _read(top, questionnaire)
    return (None, tuple(problems.found)) if problems else (answers, ())


def _read(top: Cursor, questionnaire: Questionnaire) -> Answers | None:
    if isinstance(top.value, list):
        top.report(
            Code.NOT_A_MAPPING,
            "Found a list at the top of the file, where a mapping of fields belongs.",
            "Start with `questionnaire:` and put the answers under `answers:`, each by its question's id.",
        )
        return None
    schema = own_schema(top.value)
    if schema is not None:
        place = top.child("schema") or top
        place.report(
            Code.OWN_OUTPUT, f"spinout wrote this ({shortened(schema)}); it is no file of answers.", GIVE_ANSWERS
        )
        return None
    kind = kind_of(top.value)
    if kind is not None and kind != ANSWERS:
        top.report(
            Code.SECTION_FILE,
            f"This file is {kind}, and holds no answers.",
            "Give a file of answers. Check this: spinout check.",
        )
        return None
    if not top.fields([*TOP_FIELDS, *_misplaced(top, questionnaire)], needed=("questionnaire",)):
        return None
    reading = _Reading(questionnaire)
    reading.check_identity(top)
    header = {name: text_or_none(top, name) for name in HEADER if name not in ("questionnaire", "date")}
    reading.check_version(header["version"])
    return Answers(
        answers=reading.answers(top),
        date=None if is_blank_under(top, "date") else day_of(top, "date"),
        paper=reading.paper(top),
        lessons=tuple(reading.lessons(top)),
        warnings=tuple(reading.warnings),
        **header,
    )


def _misplaced(top: Cursor, questionnaire: Questionnaire) -> list[str]:
    """The questions that are answered at the top of the file; each is told."""
    found_at_top = [(key, cursor) for key, cursor in top.entries() if key in questionnaire.questions]
    for key, cursor in found_at_top:
        cursor.about(key).report(
            Code.UNKNOWN_FIELD,
            "A question is answered at the top of the file.",
            "Put it under `answers:`, and indent it.",
            at_key=True,
        )
    return [key for key, _ in found_at_top]


class _Reading(Struct):
    """The questionnaire that answers are held against, and the warnings so far."""

    questionnaire: Questionnaire
    warnings: list[Warning] = field(default_factory=list)

    def check_identity(self, top: Cursor) -> None:
        """Another questionnaire is an error."""
        if is_blank_under(top, "questionnaire"):
            place = top.child("questionnaire") or top
            place.report(
                Code.MISSING_FIELD,
                'The field "questionnaire" is missing or empty.',
                "Add a line `questionnaire: ...`.",
            )
            return
        ident = top.text_of("questionnaire")
        if ident is not None and ident != self.questionnaire.id:
            place = top.child("questionnaire") or top
            place.report(
                Code.OTHER_QUESTIONNAIRE,
                f"These are answers to {found(ident)}; the questionnaire is {found(self.questionnaire.id)}.",
                "Give the folder of that questionnaire with --questions, or correct the id.",
            )

    def check_version(self, version: str | None) -> None:
        """Another version is a warning."""
        if version is not None and version != self.questionnaire.version:
            message = (
                f"These are answers to version {found(version)}; the questionnaire is version "
                f"{found(self.questionnaire.version)}. Questions may have changed since."
            )
            self.warnings.append(Warning(Code.OTHER_VERSION, message))

    def answers(self, top: Cursor) -> Mapping[str, Answer]:
        """Every answer under the question's present id."""
        if not isinstance(top.value, dict) or "answers" not in top.value:
            top.report(
                Code.MISSING_FIELD, 'The field "answers" is missing.', "Add `answers:` with a line for each answer."
            )
            return {}
        place = top.child("answers")
        if place is not None and not isinstance(place.value, dict):
            place.report(
                Code.NOT_A_MAPPING,
                f"Found {found(place.value)} where the answers belong.",
                "Write a line for each answer, with a space after the colon: `section.question: answer`.",
            )
            return {}
        read: dict[str, Answer] = {}
        came_from: dict[str, str] = {}
        given = place.value.items() if place is not None and isinstance(place.value, dict) else ()
        for key, value in given:
            cursor = Cursor(value, top.problems, (*top.path, "answers", key), key)
            question = self._question(key, cursor)
            if question is None:
                continue
            if question.id != key:
                cursor = cursor.about(question.id)
            answer = answer_from(cursor, question)
            if question.id in read and NO_ANSWER not in (answer, read[question.id]):
                cursor.report(
                    Code.ANSWERED_TWICE,
                    f"{question.id} is answered twice, as {came_from[question.id]} and as {key}.",
                    "Keep the answer under the new id.",
                    at_key=True,
                )
            elif read.get(question.id, NO_ANSWER) == NO_ANSWER:
                came_from[question.id] = key
                read[question.id] = answer
        return MappingProxyType(read)

    def _question(self, key: str, cursor: Cursor) -> Question | None:
        """The question that an answer stands under; None where there is none, or none any more."""
        new = self.questionnaire.renamed.get(key)
        if key in self.questionnaire.removed:
            if isinstance(cursor.value, dict):
                cursor.fields(LONG_FORM)
            message = f"The question {key} is no longer asked; its answer does not count."
            self._warn(Code.REMOVED_QUESTION, message, key, cursor)
            return None
        if new is not None:
            self._warn(Code.RENAMED_QUESTION, f"The question {key} is now {new}; its answer counts there.", new, cursor)
        return self._known(new or key, key, cursor)

    def _warn(self, code: Code, message: str, question: str, cursor: Cursor) -> None:
        """Tell what became of an answer, where there is one."""
        if cursor.value is not None and not (isinstance(cursor.value, str) and is_blank(cursor.value)):
            self.warnings.append(Warning(code, message, question))

    def _known(self, ident: str, key: str, cursor: Cursor) -> Question | None:
        questions = self.questionnaire.questions
        if ident not in questions:
            cursor.about(key).report(
                Code.UNKNOWN_QUESTION,
                f"There is no question {found(key)}.",
                self._meant(key, cursor) or cursor.near(key, questions) or ALL_IDS,
                at_key=True,
            )
        return questions.get(ident)

    def _meant(self, key: str, cursor: Cursor) -> str:
        """What to write where a colon lacks its space, or where questions stand below their section."""
        ident, colon, rest = key.partition(":")
        if colon and cursor.value is None and ident.strip() in self.questionnaire.questions:
            return f"Write a space after the colon: `{ident.strip()}: {shortened(rest.strip())}`."
        below = cursor.value if isinstance(cursor.value, dict) else {}
        whole = [f"{key}.{inner}" for inner in below if f"{key}.{inner}" in self.questionnaire.questions]
        return f"Write the whole id of a question: `{whole[0]}`." if whole else ""

    def paper(self, top: Cursor) -> Mapping[str, str]:
        """Texts for the title block, held against its lines where a paper is defined."""
        place = top.child("paper")
        if place is None:
            return {}
        paper = self.questionnaire.reference.paper
        lines = tuple(line.id for line in paper.title_block) if paper is not None else ()
        known = lines or tuple(key for key, _ in place.entries())
        if not place.fields(known):
            return {}
        texts = {key: text_or_none(place, key) for key, _ in place.entries()}
        return MappingProxyType({key: text for key, text in texts.items() if text is not None})

    def lessons(self, top: Cursor) -> list[Lesson]:
        """What others could learn."""
        lessons = []
        for item in top.list_of("lessons", what="lesson"):
            if not item.fields(("question", "text"), needed=("text",)):
                continue
            text, ident = item.text_of("text"), item.text_of("question")
            if ident is not None:
                ident = self._present(ident, item.child("question") or item)
            if text is not None:
                lessons.append(Lesson(text, ident))
        return lessons

    def _present(self, ident: str, cursor: Cursor) -> str | None:
        """The present id of the question that a lesson names; one that is no longer asked keeps its own."""
        if ident in self.questionnaire.removed:
            message = f"A lesson names the question {ident}, which is no longer asked."
            self._warn(Code.REMOVED_QUESTION, message, ident, cursor)
            return ident
        new = self.questionnaire.renamed.get(ident)
        if new is not None:
            self._warn(Code.RENAMED_QUESTION, f"A lesson names the question {ident}, which is now {new}.", new, cursor)
        question = self._known(new or ident, ident, cursor)
        return None if question is None else question.id
