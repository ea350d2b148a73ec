"""Read answers to a questionnaire. Nothing is ever guessed: what is no answer is a problem."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW, NO_ANSWER, Answer, Answers, Lesson
from spinout.core.cursor import Cursor
from spinout.core.kinds import Value, Wrong
from spinout.core.kinds.options import THOUSANDS
from spinout.core.kinds.text import day_meant, is_date
from spinout.core.problems import NO_LONGER_ASKED, Code, Path, Problem, ProblemList, Warning
from spinout.core.questionnaire import Question, Questionnaire, bare
from spinout.core.wording import (
    as_written,
    did_you_mean,
    figure,
    found,
    is_blank,
    number_from,
    odd_space,
    shortened,
    too_long,
    with_point,
)

PARTS = {
    "sections": "a questionnaire",
    "questions": "one section of a questionnaire",
    "criteria": "rules of a questionnaire",
    "classifications": "rules of a questionnaire",
    "checks": "rules of a questionnaire",
    "sources": "reference data of a questionnaire",
    "support": "reference data of a questionnaire",
    "comparators": "reference data of a questionnaire",
    "headings": "the paper of a questionnaire",
}
QUESTIONNAIRE = PARTS["sections"]
ANSWERS = "a file of answers"


def kind_of(data: object) -> str | None:
    """A questionnaire, a part of one, or answers, in words; None where no field tells."""
    if not isinstance(data, dict):
        return None
    if "answers" in data or "questionnaire" in data:
        return ANSWERS if "sections" not in data else None
    return next((what for field, what in PARTS.items() if field in data), None)


NOT_APPLICABLE_WORDS = ("n/a", "na", "none", "not applicable", "not-applicable", "not_applicable")
WITHOUT_AN_ANSWER = (
    Code.WRONG_ANSWER, Code.LEVEL_OUT_OF_RANGE, Code.OUT_OF_RANGE, Code.UNKNOWN_OPTION, Code.TOO_FEW,
)  # fmt: skip
LONG_FORM = ("answer", "evidence", "note", "not_applicable", "other", "exempt")


def answer_from(cursor: Cursor, question: Question) -> Answer:
    """One answer, short or long; an empty one where it is wrong, which is told."""
    if not isinstance(cursor.value, dict):
        return _short(cursor, question)
    if any(part.id in cursor.value for part in question.type.parts if part.id not in LONG_FORM):
        hint = f"Write {question.type.allowed()}."
        cursor.report(Code.WRONG_ANSWER, "The parts of a split stand under `answer`.", hint)
        return NO_ANSWER
    cursor.fields(LONG_FORM)
    short = _short(cursor["answer"], question)
    return Answer(
        short.value,
        short.unknown,
        _reason(cursor, question, given=short is not NO_ANSWER),
        text_or_none(cursor["evidence"]),
        text_or_none(cursor["note"]),
        cursor["exempt"].flag(),
        _other(cursor["other"], question, short.value),
    )


SAYS_NOTHING = frozenset((
    "x", "xx", "xxx", "y", "n", "yes", "no", "ok", "true", "false", "n/a", "na", "nil", "none", "tbc", "tbd", "tba",
    "todo", "to do", "pending", "see above", "as above", "see below", "ditto",
    "#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
))  # fmt: skip
"""Evidence that names nothing, as `bare` makes it, beside what has no letter and no digit."""


def _doubts(cursor: Cursor, question: Question, answer: Answer) -> Iterator[Warning]:
    """Warnings of what was taken, and was hardly meant."""
    long = isinstance(cursor.value, dict)
    raw, at = (cursor["answer"].value, (*cursor.path, "answer")) if long else (cursor.value, cursor.path)
    for below, share in question.type.shares_of_one(raw) if answer.value is not None else ():
        message = f"Found {as_written(share)}, which is less than one per cent."
        meant = f"If a share of one is meant, write {figure(Fraction(share) * 100)}; if not, put % behind it."
        yield Warning(Code.SHARE_OF_ONE, f"{message} {meant}", question.id, (*at, *below))
    if (evidence := answer.evidence) is not None and (kept := _says_nothing(evidence, question)) is not None:
        said = f"The evidence for {question.id} is {found(evidence)}, which says nothing"
        said += ". Name what shows the answer." if kept else " and counts as none."
        yield Warning(Code.EMPTY_EVIDENCE, said, question.id, (*cursor.path, "evidence"))


def _says_nothing(evidence: str, question: Question) -> bool | None:
    """Whether evidence that says nothing counts all the same; None where it says something."""
    if not question.backed(evidence):
        return False
    return True if bare(evidence) in SAYS_NOTHING or not any(map(str.isalnum, evidence)) else None


def own_words(path: Path, questionnaire: Questionnaire) -> bool:
    """Whether a text of somebody's own words stands at a path of a document of answers."""
    match path:
        case (str() as name,):
            return name in HEADER
        case ("paper", _) | ("lessons", _, "text"):
            return True
        case ("answers", _, "evidence" | "note" | "not_applicable" | "other"):
            return True
        case ("answers", key) | ("answers", key, "answer"):
            question = questionnaire.questions.get(questionnaire.renamed.get(str(key), str(key)))
            return question is not None and question.type.own_words
    return False


def _other(cursor: Cursor, question: Question, value: Value | None) -> str | None:
    """The text of an option that takes one; told where none that does is chosen."""
    text = text_or_none(cursor)
    if text is not None and not question.takes_text(value):
        cursor.report(
            Code.OTHER_REFUSED,
            "A text stands under `other`, and no option is chosen that takes one.",
            "Choose the option that it belongs to, or put the text under `note`.",
            at_key=True,
        )
    return text


def _short(cursor: Cursor, question: Question) -> Answer:
    """A value, or that it is not known."""
    raw = cursor.value
    if raw is None or _is_blank(raw):
        return NO_ANSWER
    if raw == DONT_KNOW:
        return Answer(unknown=True)
    read = question.type.read(raw)
    if not isinstance(read, Wrong):
        return Answer(read)
    replace(cursor, path=(*cursor.path, *read.at)).report(read.code, read.message, _hint(raw, read, question))
    return NO_ANSWER


def _hint(raw: object, read: Wrong, question: Question) -> str:
    """How to mend a wrong answer: also for words that mean no answer, and for a number in quotes."""
    if isinstance(raw, str):
        # a library works with a number of a million digits for minutes
        number = None if too_long(raw) else number_from(raw.strip())
        if number is not None and not isinstance(question.type.read(number), Wrong):
            return f"Take the quotes away. {read.hint}"
        if (meant := _meant_by(raw, question)) is not None:
            return f"{meant} {read.hint}"
        if raw.strip().lower() in NOT_APPLICABLE_WORDS and question.not_applicable:
            return f"{read.hint} Where it does not apply, write {{not_applicable: the reason}}."
        near = did_you_mean(raw, [DONT_KNOW])
        if near:
            return f"{near} {read.hint}"
    if isinstance(raw, list) and DONT_KNOW in raw:
        return f"{DONT_KNOW} stands for the whole question, alone. {read.hint}"
    return f"{read.hint} Or write {DONT_KNOW}." if read.code in WITHOUT_AN_ANSWER else read.hint


CURLY = "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
BULLETS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u00b7"
LOOKED_AT = 200


def _meant_by(raw: str, question: Question) -> str | None:
    """What to write where signs of print stand in the place of plain ones."""
    text = raw.strip()
    if text.strip(CURLY) != text and not isinstance(question.type.read(text.strip(CURLY)), Wrong):
        return "Take the curly quotes away, or write straight ones."
    tries = (
        ("A decimal is written with a point", with_point(text)),
        ("Thousands are written without a comma", text.replace(",", "") if THOUSANDS.match(text) else None),
    )
    if meant := [f"{how}: {number}." for how, number in tries if number is not None and _is_read(number, question)]:
        return " ".join(meant)
    if text[:1] in BULLETS and text:
        return "Begin each item of a list with a hyphen and a space, in a line of its own."
    return None


def _is_read(text: str, question: Question) -> bool:
    """Whether a text is a number that answers a question."""
    number = number_from(text)
    return number is not None and not isinstance(question.type.read(number), Wrong)


def _reason(cursor: Cursor, question: Question, *, given: bool) -> str | None:
    assert isinstance(cursor.value, dict)
    place = cursor["not_applicable"]
    if "not_applicable" not in cursor.value or (not place and "answer" in cursor.value):
        return None
    if not place or _is_blank(place.value):
        message = "The reason why it does not apply is blank."
        (place or cursor).report(Code.BLANK_REASON, message, "Say in a few words why it does not apply.")
        return None
    reason = place.text()
    if reason is None:
        return None
    if not question.not_applicable:
        hint = f"Answer it, or write {DONT_KNOW}."
        place.report(Code.NOT_APPLICABLE_REFUSED, "This question always applies.", hint, at_key=True)
    elif given:
        message = "An answer and a reason why it does not apply stand together."
        place.report(Code.ANSWER_AND_REASON, message, "Keep one of the two.", at_key=True)
    return reason


def text_or_none(cursor: Cursor) -> str | None:
    """A text; None where it is absent or blank."""
    return None if not cursor or _is_blank(cursor.value) else cursor.text()


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and is_blank(value)


HEADER = ("questionnaire", "version", "service", "organisation", "completed_by", "respondent", "date")
ALL_IDS = "The questions and their ids: spinout questions."
TOP_FIELDS = (*HEADER, "answers", "paper", "lessons")


def answers_from(
    data: object, questionnaire: Questionnaire, name: str = ""
) -> tuple[Answers | None, tuple[Problem, ...]]:
    """Read a document of answers; None with problems where anything in it is wrong."""
    problems = ProblemList(name)
    top = Cursor(data, problems)
    answers = _read(top, questionnaire)
    return (None, problems.every) if problems else (answers, ())


def _read(top: Cursor, questionnaire: Questionnaire) -> Answers | None:
    schema, kind = top["schema"].value, kind_of(top.value)
    if isinstance(top.value, list):
        top.report(
            Code.NOT_A_MAPPING,
            "Found a list at the top of the file, where a mapping of fields belongs.",
            "Start with `questionnaire:` and put the answers under `answers:`, each by its question's id.",
        )
    elif isinstance(schema, str) and schema.startswith("spinout."):  # as of all JSON that the program writes
        message = f"spinout wrote this ({shortened(schema)}); it is no file of answers."
        top["schema"].report(Code.OWN_OUTPUT, message, "Give the file of answers that it was made from.")
    elif kind not in (None, ANSWERS):
        message = f"This file is {kind}, and holds no answers."
        top.report(Code.SECTION_FILE, message, "Give a file of answers. Check this: spinout check.")
    elif top.fields([*TOP_FIELDS, *_misplaced(top, questionnaire)], ("questionnaire",)):
        return _Reading(questionnaire).read(top)
    return None


def _misplaced(top: Cursor, questionnaire: Questionnaire) -> Iterator[str]:
    """The questions that are answered at the top of the file; each is told."""
    for key, cursor in top.entries():
        if key in questionnaire.questions:
            message = "A question is answered at the top of the file."
            cursor.about(key).report(
                Code.UNKNOWN_FIELD, message, "Put it under `answers:`, and indent it.", at_key=True
            )
            yield key


class _Reading(Struct):
    """The questionnaire that answers are held against, and the warnings so far."""

    questionnaire: Questionnaire
    warnings: list[Warning] = field(default_factory=list)

    def read(self, top: Cursor) -> Answers:
        """The whole document, which is a mapping."""
        self.check_identity(top["questionnaire"])
        header = {name: text_or_none(top[name]) for name in HEADER[1:]}
        version, now = header["version"], self.questionnaire.version
        if version is not None and version != now:
            message = f"These are answers to version {found(version)}; the questionnaire is version {found(now)}."
            self.warnings.append(Warning(Code.OTHER_VERSION, f"{message} Questions may have changed since."))
        if (day := header["date"]) is not None and not is_date(day):
            message = f"Found {found(day)}, which is no date."
            top["date"].report(Code.BAD_DATE, message, f"{day_meant(day)} Write a date as YYYY-MM-DD.".lstrip())
        if header["respondent"] is not None and (known := [each.id for each in self.questionnaire.respondents]):
            top["respondent"].word(known, code=Code.UNKNOWN_RESPONDENT, what="respondent")
        return Answers(
            answers=self.answers(top),
            paper=self.paper(top["paper"]),
            lessons=tuple(self.lessons(top["lessons"])),
            warnings=tuple(self.warnings),
            **header,
        )

    def check_identity(self, place: Cursor) -> None:
        """Another questionnaire is an error."""
        if _is_blank(place.value):
            message = 'The field "questionnaire" is missing or empty.'
            place.report(Code.MISSING_FIELD, message, "Add a line `questionnaire: ...`.")
            return
        ident = place.text()
        if ident is not None and ident != self.questionnaire.id:
            place.report(
                Code.OTHER_QUESTIONNAIRE,
                f"These are answers to {found(ident)}; the questionnaire is {found(self.questionnaire.id)}.",
                "Give the folder of that questionnaire with --questions, or correct the id.",
            )

    def answers(self, top: Cursor) -> Mapping[str, Answer]:
        """Every answer under the question's present id."""
        place = top["answers"]
        if not place and "answers" not in dict(top.entries()):
            message = 'The field "answers" is missing.'
            top.report(Code.MISSING_FIELD, message, "Add `answers:` with a line for each answer.")
        elif not isinstance(place.value, dict):
            place.report(
                Code.NOT_A_MAPPING,
                f"Found {found(place.value)} where the answers belong.",
                (odd_space(str(place.value)[:LOOKED_AT]) if isinstance(place.value, str) else "")
                or "Write a line for each answer, with a space after the colon: `section.question: answer`.",
            )
        read: dict[str, Answer] = {}
        came_from: dict[str, str] = {}
        for key, cursor in place.entries():
            ident = self._present(
                key,
                cursor,
                gone=NO_LONGER_ASKED,
                moved="The question {} is now {}; its answer counts there.",
            )
            question = self.questionnaire.questions.get(ident or "")
            if question is None:
                if ident is not None and isinstance(cursor.value, dict):
                    cursor.about(ident).fields(LONG_FORM)
                continue
            cursor = cursor.about(question.id)
            answer = answer_from(cursor, question)
            if answer is not NO_ANSWER:
                self.warnings += _doubts(cursor, question, answer)
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

    def _present(self, key: str, cursor: Cursor, *, gone: str, moved: str) -> str | None:
        """The present id of a question, its own where it is asked no longer; None where there is none."""
        new, questions = self.questionnaire.renamed.get(key), self.questionnaire.questions
        told = cursor.value is not None and not _is_blank(cursor.value)  # where nothing is said, nothing is lost
        if key in self.questionnaire.removed:
            if told:
                self.warnings.append(Warning(Code.REMOVED_QUESTION, gone.format(key), key))
            return key
        if new is not None and told:
            self.warnings.append(Warning(Code.RENAMED_QUESTION, moved.format(key, new), new))
        if (new or key) in questions:
            return new or key
        cursor.about(key).report(
            Code.UNKNOWN_QUESTION,
            f"There is no question {found(key)}.",
            self._meant(key, cursor) or cursor.near_id(key, questions) or ALL_IDS,
            at_key=True,
        )
        return None

    def _meant(self, key: str, cursor: Cursor) -> str:
        """What to write where a colon lacks its space, or where questions stand below their section."""
        ident, colon, rest = key.partition(":")
        if colon and cursor.value is None and ident.strip() in self.questionnaire.questions:
            return f"Write a space after the colon: `{ident.strip()}: {shortened(rest.strip())}`."
        below = cursor.value if isinstance(cursor.value, dict) else {}
        whole = [f"{key}.{inner}" for inner in below if f"{key}.{inner}" in self.questionnaire.questions]
        return f"Write the whole id of a question: `{whole[0]}`." if whole else ""

    def paper(self, place: Cursor) -> Mapping[str, str]:
        """Texts for the title block, held against its lines where a paper is defined."""
        paper, entries = self.questionnaire.reference.paper, dict(place.entries())
        lines = () if paper is None else paper.title_block
        place.fields([line.id for line in lines] or entries)
        texts = {key: text_or_none(entry) for key, entry in entries.items() if entry.value is not None}
        return MappingProxyType({key: text for key, text in texts.items() if text is not None})

    def lessons(self, place: Cursor) -> Iterator[Lesson]:
        """What others could learn."""
        for item in place.items(what="lesson"):
            if item.fields(("question", "text"), ("text",)):
                text, ident = item["text"].text(), item["question"].text()
                if ident is not None:
                    ident = self._present(
                        ident,
                        item["question"],
                        gone="A lesson names the question {}, which is no longer asked.",
                        moved="A lesson names the question {}, which is now {}.",
                    )
                yield Lesson(text or "", ident)
