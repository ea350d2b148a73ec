"""Every way to complete the answers, as far as the score can tell them apart.

Open questions that a `show_if` names are fixed by *cells*: the answers that no `show_if` tells
apart. With one cell for each, what is shown is fixed, and every other open question stands
alone between its least and its greatest score.

By default an open question takes any allowed answer. For a panel it takes those that were given.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import prod

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import Comparison, Sight, State, Truth, comparisons, truth_of
from spinout.core.question_types import Value
from spinout.core.question_types.base import Probe
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.scoring.standings import effective, own_state

MOST_COMBINATIONS = 4096
UNSHOWN = Sight(State.HIDDEN)
NOT_APPLICABLE = Sight(State.NOT_APPLICABLE)


class Span(Struct, frozen=True):
    """The least and the greatest score that an answer may have."""

    low: Fraction
    high: Fraction


class Cell(Struct, frozen=True):
    """Answers of an open question that no `show_if` tells apart: one of them, and their scores."""

    sample: Value | None
    """None where the question does not apply, which only a panel may say of an open one."""
    span: Span | None
    """None where the question has no score."""

    @property
    def sight(self) -> Sight:
        """What conditions see of it."""
        return NOT_APPLICABLE if self.sample is None else Sight(State.ANSWERED, self.sample)


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
        self._probes = self._asked_of()
        self.cells: Mapping[str, tuple[Cell, ...]] = {
            ident: self._cells(self._questions[ident]) for ident in self._probes if self._is_open(ident)
        }
        self.spans = {q.id: self._span(q) for q in self.counted}
        self._free = tuple(q for q in self.counted if q.id not in self._involved)
        self._own: dict[str, Sight] = {}
        self._made: dict[tuple[str, int | None], Line] = {}

    @property
    def combinations(self) -> int:
        """How many combinations of cells there are."""
        return prod(len(cells) for cells in self.cells.values())

    @property
    def enumerable(self) -> bool:
        """Whether the combinations are few enough to try each."""
        return self.combinations <= MOST_COMBINATIONS

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

    def _cells(self, question: Question) -> tuple[Cell, ...]:
        """The answers of an open question, put together where no comparison tells them apart."""
        made = self._probes[question.id]
        cells: dict[tuple[bool, ...] | None, Cell] = {}
        for sample in self._given.get(question.id) or question.type.samples(probe_of(made)):
            if sample is None:
                cells[None] = Cell(None, None)
                continue
            key = tuple(comparison.holds_for(sample) for comparison in made)
            cells[key] = _joined(cells.get(key), sample, _score(question, sample))
        return tuple(cells.values())

    def _span(self, question: Question) -> Span:
        answer = self._answers.of(question.id)
        if answer.value is not None:
            score = question.type.score(question.effective(answer.value, evidence=question.backed(answer.evidence)))
            assert score is not None
            return Span(score, score)
        return widest(question, self._given.get(question.id))


def widest(question: Question, given: Iterable[Value | None] | None = None) -> Span:
    """The least and the greatest score of any allowed answer to a scored question, or of those given."""
    if given is None:
        return Span(*question.extremes)
    scores = [s for s in (_score(question, value) for value in given if value is not None) if s is not None]
    return Span(min(scores), max(scores))


def probe_of(made: tuple[Comparison, ...]) -> Probe:
    """What comparisons look at, so that samples tell answers apart as they do."""
    numbers: set[Fraction] = set()
    options: set[frozenset[str]] = set()
    for comparison in made:
        if comparison.count_of is not None:
            options.add(frozenset(comparison.count_of))
        given = comparison.given if isinstance(comparison.given, tuple) else (comparison.given,)
        options |= {frozenset({o}) for o in given if isinstance(o, str)}
        if comparison.count_of is None:
            numbers |= {Fraction(n) for n in given if not isinstance(n, str | bool)}
    return Probe(frozenset(numbers), frozenset(options))


def _score(question: Question, value: Value) -> Fraction | None:
    return question.type.score(value) if question.type.scored else None


def _joined(cell: Cell | None, sample: Value, score: Fraction | None) -> Cell:
    if score is None:
        return cell or Cell(sample, None)
    if cell is None or cell.span is None:
        return Cell(sample, Span(score, score))
    return Cell(cell.sample, Span(min(cell.span.low, score), max(cell.span.high, score)))
