"""Every way to complete the answers, as far as the score can tell them apart.

Open questions that a `show_if` names are fixed by *cells*: the answers that no `show_if` tells
apart. With one cell for each, what is shown is fixed, and every other open question stands
alone between its least and its greatest score.

By default an open question takes any allowed answer. For a panel it takes those that were given.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import prod

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import Comparison, Sight, State, Truth, comparisons, truth_of
from spinout.core.kinds import Cell, Span, Value, cells_of
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.scoring.standings import effective, own_state

MOST_COMBINATIONS = 4096
UNSHOWN = Sight(State.HIDDEN)


class Line(Struct, frozen=True):
    """What one question puts into the score: its weight, and its score at best and at worst."""

    question: Question
    span: Span


Choice = Mapping[str, Cell]
"""The cell of each open question that decides what counts."""

Given = Mapping[str, tuple[Value | None, ...]]
"""What open questions may be answered, as it counts; None among it where one may not apply."""


class Completions:
    """The completions of one document of answers; `given` says what some open questions may take."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers, given: Given | None = None) -> None:
        self._answers = answers
        self._given: Given = {} if given is None else given
        self._weights = {section.id: section.weight for section in questionnaire.sections}
        self._questions = questionnaire.questions
        self.counted = tuple(q for q in self._questions.values() if self._counts(q))
        self._involved = self._closure()
        told = {i: self._cells(self._questions[i], made) for i, made in self._asked_of().items() if self._is_open(i)}
        self.cells: Mapping[str, tuple[Cell, ...]] = {ident: cells or () for ident, cells in told.items()}
        """The classes of each open question that decides what is shown; nothing where they are too many to list."""
        self.spans = {q.id: self._span(q) for q in self.counted}
        self._free = tuple(q for q in self.counted if q.id not in self._involved)
        self._own: dict[str, Sight] = {}
        self._made: dict[tuple[str, int | None], Line] = {}

    @cached_property
    def enumerable(self) -> bool:
        """Whether the combinations of cells are few enough to try each, and what every answer may score is exact."""
        if not all(self.cells.values()) or prod(map(len, self.cells.values())) > MOST_COMBINATIONS:
            return False
        cells = (cell.span for cells in self.cells.values() for cell in cells)
        return all(span is None or span.exact for span in (*cells, *self.spans.values()))

    def choices(self) -> Iterator[Choice]:
        """Every combination of cells, leaving out the questions that it hides."""
        yield from (choice for choice, _ in self._every())

    def worlds(self) -> Iterator[tuple[Choice, tuple[Line, ...]]]:
        """Every combination of cells, with what counts under it; the same line comes as the same object."""
        for choice, sights in self._every():
            yield choice, self._lines(choice, sights)

    @property
    def free_lines(self) -> tuple[Line, ...]:
        """What counts under every choice alike."""
        return tuple(Line(question, self.spans[question.id]) for question in self._free)

    def lines(self, choice: Choice) -> tuple[Line, ...]:
        """What counts under a choice, beside the free lines."""
        sights: dict[str, Sight] = {}
        for ident in self._involved:
            sights[ident] = self._sight(self._questions[ident], sights, choice)
        return self._lines(choice, sights)

    def _lines(self, choice: Choice, sights: Mapping[str, Sight]) -> tuple[Line, ...]:
        found = []
        for ident in self._involved:
            cell = choice.get(ident)
            left_out = sights[ident] is UNSHOWN or (cell is not None and cell.sample is None)
            if not left_out and ident in self.spans:
                found.append(self._line(ident, None if cell is None else cell.span))
        return tuple(found)

    def _line(self, ident: str, span: Span | None) -> Line:
        """What a question puts in, with the span of a cell or its own."""
        key = ident, None if span is None else id(span)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = Line(self._questions[ident], self.spans[ident] if span is None else span)
        return made

    def may_not_apply(self, ident: str) -> bool:
        """Whether an open question may turn out not to apply."""
        return None in self._given.get(ident, ())

    def _every(self) -> Iterator[tuple[Choice, Mapping[str, Sight]]]:
        """Every choice, with what conditions see of each question involved."""
        yield from self._choices([self._questions[ident] for ident in self._involved], {}, {})

    def _choices(
        self, questions: list[Question], sights: dict[str, Sight], choice: dict[str, Cell]
    ) -> Iterator[tuple[Choice, Mapping[str, Sight]]]:
        for index, question in enumerate(questions):
            if question.id in self.cells and self._shown(question, sights):
                for cell in self.cells[question.id]:
                    seen = {**sights, question.id: cell.sight}
                    yield from self._choices(questions[index + 1 :], seen, {**choice, question.id: cell})
                return
            sights[question.id] = self._sight(question, sights, choice)
        yield choice, sights

    def _sight(self, question: Question, sights: Mapping[str, Sight], choice: Choice) -> Sight:
        if not self._shown(question, sights):
            return UNSHOWN
        if question.id in choice:
            return choice[question.id].sight
        if question.id not in self._own:
            answer = self._answers.of(question.id)
            self._own[question.id] = Sight(own_state(answer), effective(question, answer))
        return self._own[question.id]

    def _shown(self, question: Question, sights: Mapping[str, Sight]) -> bool:
        return question.show_if is None or truth_of(question.show_if, sights) is Truth.TRUE

    def _counts(self, question: Question) -> bool:
        weight = question.weight
        return bool(weight and self._weights[question.section]) and self._answers.of(question.id).reason is None

    def _is_open(self, ident: str) -> bool:
        return own_state(self._answers.of(ident)) in (State.UNKNOWN, State.UNANSWERED)

    def _closure(self) -> tuple[str, ...]:
        """The questions that the score may leave out, and those that decide it, in file order."""
        waiting = [q for q in self.counted if q.show_if is not None or self.may_not_apply(q.id)]
        found = {q.id for q in waiting}
        while waiting:
            condition = waiting.pop().show_if
            for comparison in comparisons(condition) if condition is not None else ():
                if comparison.question not in found:
                    found.add(comparison.question)
                    waiting.append(self._questions[comparison.question])
        return tuple(ident for ident in self._questions if ident in found)

    def _asked_of(self) -> Mapping[str, tuple[Comparison, ...]]:
        """For each question that a `show_if` names or that may not apply, the comparisons made with it."""
        asked: dict[str, list[Comparison]] = {ident: [] for ident in self._involved if self.may_not_apply(ident)}
        for ident in self._involved:
            condition = self._questions[ident].show_if
            for comparison in comparisons(condition) if condition is not None else ():
                asked.setdefault(comparison.question, []).append(comparison)
        return {ident: tuple(dict.fromkeys(made)) for ident, made in asked.items()}

    def _cells(self, question: Question, made: tuple[Comparison, ...]) -> tuple[Cell, ...] | None:
        """The answers of an open question, put together where no comparison tells them apart."""
        given = self._given.get(question.id)
        return question.type.cells(made) if given is None else cells_of(question.type, given, made)

    def _span(self, question: Question) -> Span:
        answer = self._answers.of(question.id)
        if answer.value is not None:
            score = question.type.score(question.effective(answer.value, evidence=answer.evidence is not None))
            assert score is not None
            return Span(score, score)
        return widest(question, self._given.get(question.id))


def widest(question: Question, given: Iterable[Value | None] | None = None) -> Span:
    """The least and the greatest score of any allowed answer to a scored question, or of those given."""
    cells = () if given is None else cells_of(question.type, given, ())
    return next((cell.span for cell in cells if cell.span is not None), question.span)
