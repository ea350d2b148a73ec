"""What the columns of a table mean: a field of the header, an answer, or what stands beside one.

Nothing is read here but the heading. A heading that is not understood is told once for the
whole file, since every row under it would be misread.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from spinout.core.cursor import ID_FORM
from spinout.core.problems import Code, Path, Problem
from spinout.core.question_types import Split
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import did_you_mean, found, listed, shortened
from spinout.inputs.documents import REFUSED_CHARACTERS, refused_character

BESIDE = ("evidence", "note", "not_applicable")
MARK = "#"


class Meaning(Struct, frozen=True):
    """Where a column's cells belong in a document: a header field, or an answer and which part of it."""

    field: str
    question: str | None = None
    part: str | None = None

    @property
    def path(self) -> Path:
        """The path of the cell's value in the document."""
        if self.question is None:
            return (self.field,)
        return ("answers", self.question, self.field) + (() if self.part is None else (self.part,))


class AnswerColumns(Struct, frozen=True):
    """The columns of one question, by their index; `question` is None where it is no longer asked."""

    ident: str
    question: Question | None
    answer: int | None
    parts: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...]


class Columns(Struct, frozen=True):
    """The columns of a table that was understood."""

    headings: tuple[str, ...]
    header: tuple[tuple[str, int], ...]
    answers: tuple[AnswerColumns, ...]
    paths: tuple[Path, ...]
    """For each column the path of its cells; empty for a column without a name."""


def columns_of(
    headings: Sequence[str], questionnaire: Questionnaire, *, name: str, row: int
) -> Columns | tuple[Problem, ...]:
    """Understand the headings of a table that stand in a row, or say what is wrong with them."""
    names = tuple(heading.strip() for heading in headings)
    known = dict(_known(questionnaire)) | dict(_parts_no_longer_asked(names, questionnaire))
    problems = tuple(_problems(names, known, questionnaire, name=name, row=row))
    if problems:
        return problems
    meanings = [known.get(heading) for heading in names]
    return Columns(
        names,
        tuple((m.field, i) for i, m in enumerate(meanings) if m is not None and m.question is None),
        tuple(_grouped(meanings, questionnaire)),
        tuple(() if m is None else m.path for m in meanings),
    )


def refused_in_cell(character: str) -> tuple[Code, str, str]:
    """Code, message and hint for a character that no cell may hold; a byte that is no letter is one too."""
    if "\udc80" <= character <= "\udcff":
        return (
            Code.NOT_UTF_8,
            f"Found the byte 0x{ord(character) - 0xDC00:02X}, which is no letter here.",
            "Save the table as CSV UTF-8.",
        )
    return refused_character(character)


def _known(questionnaire: Questionnaire) -> Iterator[tuple[str, Meaning]]:
    """Every heading that is understood."""
    for field in HEADER:
        yield field, Meaning(field)
    for ident, question in _asked(questionnaire).items():
        if question is not None and isinstance(question.type, Split):
            for part in question.type.parts:
                yield f"{ident}.{part.id}", Meaning("answer", ident, part.id)
        else:
            yield ident, Meaning("answer", ident)
        for field in BESIDE:
            yield f"{ident}{MARK}{field}", Meaning(field, ident)


def _parts_no_longer_asked(names: Sequence[str], questionnaire: Questionnaire) -> Iterator[tuple[str, Meaning]]:
    """Headings of parts of a split that is removed; what parts it had is not known any more."""
    for name in names:
        ident, _, part = name.rpartition(".")
        if ident in questionnaire.removed and ID_FORM.match(part):
            yield name, Meaning("answer", ident, part)


def _asked(questionnaire: Questionnaire) -> Mapping[str, Question | None]:
    """Questions by every id that answers may stand under: present, renamed and removed ones."""
    return {
        **dict.fromkeys(questionnaire.removed),
        **{old: questionnaire.questions.get(new) for old, new in questionnaire.renamed.items()},
        **questionnaire.questions,
    }


def _problems(
    names: Sequence[str], known: Mapping[str, Meaning], questionnaire: Questionnaire, *, name: str, row: int
) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, heading in enumerate(names, start=1):
        place = {"file": name, "line": row, "column": number, "column_name": heading}
        match = REFUSED_CHARACTERS.search(heading)
        if match:
            yield Problem(*refused_in_cell(match.group()), **place)  # type: ignore[arg-type]
            continue
        if not heading:
            continue
        if heading in first:
            message = f"The column {found(heading)} stands here a second time; it is column {first[heading]} too."
            yield Problem(Code.COLUMN_TWICE, message, "Keep one of the two.", **place)  # type: ignore[arg-type]
        elif heading not in known:
            hint = _hint(heading, known, questionnaire)
            yield Problem(Code.UNKNOWN_COLUMN, f"There is no column {found(heading)}.", hint, **place)  # type: ignore[arg-type]
        first.setdefault(heading, number)
    if "questionnaire" not in first:
        yield Problem(
            Code.MISSING_FIELD,
            'The column "questionnaire" is missing.',
            f"Add it, and write {questionnaire.id} in each row.",
            file=name,
            line=row,
            column=1,
        )


def _hint(heading: str, known: Mapping[str, Meaning], questionnaire: Questionnaire) -> str:
    if "\t" in heading:
        return "The columns are parted by tabs: save the table as CSV, with commas or semicolons."
    if heading.lower().startswith("sep="):
        return "Take this line out: the headings' line tells the delimiter."
    question = questionnaire.questions.get(heading)
    if question is not None and isinstance(question.type, Split):
        parts = listed((f"{heading}.{part.id}" for part in question.type.parts), most=30)
        return f"A split has a column for each part: {parts}."
    ident, mark, _ = heading.rpartition(MARK)
    if mark and ident in questionnaire.questions:
        return f"Beside {shortened(ident)} may stand: {listed(f'{ident}{MARK}{word}' for word in BESIDE)}."
    asked = questionnaire.questions
    near = did_you_mean(heading, [word for word, m in known.items() if m.question is None or m.question in asked])
    return near or f"The columns: {listed(HEADER)}, and the questions' ids (spinout questions)."


def _grouped(meanings: Sequence[Meaning | None], questionnaire: Questionnaire) -> Iterator[AnswerColumns]:
    asked = _asked(questionnaire)
    indexes: dict[str, list[tuple[Meaning, int]]] = {}
    for index, meaning in enumerate(meanings):
        if meaning is not None and meaning.question is not None:
            indexes.setdefault(meaning.question, []).append((meaning, index))
    for ident, placed in indexes.items():
        answers = [index for meaning, index in placed if meaning.field == "answer" and meaning.part is None]
        yield AnswerColumns(
            ident,
            asked[ident],
            answers[0] if answers else None,
            tuple((m.part, i) for m, i in placed if m.field == "answer" and m.part is not None),
            tuple((m.field, i) for m, i in placed if m.field != "answer"),
        )
