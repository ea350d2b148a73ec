"""Every way to complete the answers, as far as the score can tell them apart.

What is pending hangs on open questions, its *deciders*. Each of these has *cells*: the answers that no
`show_if` tells apart. With one cell for each decider, what is shown is fixed, and every other open
question stands alone between its least and its greatest score.

By default an open question takes any allowed answer. For a panel it takes those that were given.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from operator import itemgetter

from msgspec import Struct, field

from spinout.core.conditions import Comparison, Condition, Observed, State, Supposed, Truth, comparisons
from spinout.core.kinds import Cell, Span, Value, cells_of
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.scoring.statuses import Status

MOST_COMBINATIONS = 4096
MOST_OF_A_GROUP = 64
"""So many combinations are gone through for what hangs on the same deciders, to add up fewer parts in each world."""
UNSHOWN = Supposed(State.HIDDEN)
LEFT_OUT = (State.HIDDEN, State.NOT_APPLICABLE)


class Line(Struct, frozen=True):
    """What one question puts into the score: its weight, and its score at best and at worst."""

    question: Question
    span: Span


World = tuple[int, ...]
"""What counts in one completion beside what always does, as places in `parts`."""

Given = Mapping[str, tuple[Value | None, ...]]
"""What open questions may be answered, as it counts; None among it where one may not apply."""


class Completions:
    """The completions of one document of answers; `given` says what some open questions may take."""

    def __init__(self, questionnaire: Questionnaire, found: Mapping[str, Status], given: Given | None = None) -> None:
        self.questionnaire = questionnaire
        self._found = found
        self._given: Given = {} if given is None else given
        counting = questionnaire.counting
        counted = [status for i, status in found.items() if i in counting and status.state not in LEFT_OUT]
        spans = [
            widest(s.question, self._given.get(s.question.id)) if s.score is None else Span(s.score, s.score)
            for s in counted
        ]
        self.counted = tuple([Line(status.question, span) for status, span in zip(counted, spans, strict=True)])
        """What counts or may count, at its least and greatest, in file order."""
        self.unsure = frozenset(
            [i for line in self.counted if found[i := line.question.id].pending or None in self._given.get(i, ())]
        )
        """What may be left out of that."""
        self._pending, asked = self._asked_of()
        self.cells: Mapping[str, tuple[Cell, ...]] = {
            ident: self._cells(found[ident].question, asked[ident]) for ident in found if ident in asked
        }
        """The cells of each decider, in file order; none where they are too many to list."""
        self.sure = tuple(
            [line for line in self.counted if (i := line.question.id) not in self.unsure and i not in self.cells]
        )
        """What counts in every completion alike."""
        self.parts: list[tuple[Line, ...]] = []

    @cached_property
    def enumerable(self) -> bool:
        """Whether the combinations of cells are few enough to try each, and what every answer may score is exact."""
        if not all(self.cells.values()) or prod(map(len, self.cells.values())) > MOST_COMBINATIONS:
            return False
        cells = (cell.span for cells in self.cells.values() for cell in cells)
        return all(span is None or span.exact for span in (*cells, *(line.span for line in self.counted)))

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        """Each combination of cells by what counts in it, those that come to the same once, in their order."""
        every = product(*[range(len(cells)) for cells in self.cells.values()])
        return tuple(dict.fromkeys(tuple([self._part(group, chosen) for group in self._groups]) for chosen in every))

    def lines(self, world: World) -> tuple[Line, ...]:
        """All that counts in one completion."""
        return (*self.sure, *(line for part in world for line in self.parts[part]))

    def _asked_of(self) -> tuple[Mapping[str, Condition], Mapping[str, Iterable[Comparison]]]:
        """What is pending and bears on the score, in file order; and for each decider the comparisons made with it."""
        # in file order, so that cells stand in the same order every time
        unsure = [line.question.id for line in self.counted if line.question.id in self.unsure]
        asked: dict[str, list[Comparison]] = {ident: [] for ident in unsure if None in self._given.get(ident, ())}
        conditions = {i: s.question.show_if for i, s in self._found.items() if s.pending and s.question.show_if}
        waiting = [ident for ident in unsure if ident in conditions]
        pending = set(waiting)
        while waiting:
            for comparison in comparisons(conditions[waiting.pop()]):
                ident = comparison.question
                if self._found[ident].open:
                    asked.setdefault(ident, []).append(comparison)
                if ident in conditions and ident not in pending:
                    pending.add(ident)
                    waiting.append(ident)
        return {ident: condition for ident, condition in conditions.items() if ident in pending}, asked

    @cached_property
    def _groups(self) -> "tuple[_Group, ...]":
        """What is not the same in every completion, put together by the deciders that it hangs on."""
        places = {ident: place for place, ident in enumerate(self.cells)}
        behind: dict[str, frozenset[str]] = {}
        for ident, condition in self._pending.items():
            named = {comparison.question for comparison in comparisons(condition)}
            behind[ident] = frozenset({ident}).union(named, *[behind[other] for other in named if other in behind])
        grouped: dict[tuple[int, frozenset[str]], list[Line]] = {}
        for line in self.counted:
            ident = line.question.id
            if ident in self.unsure or ident in self.cells:
                deciding = (behind.get(ident, frozenset()) | {ident}).intersection(places)
                grouped.setdefault((self.questionnaire.counting[ident][0], deciding), []).append(line)
        order = self.questionnaire.order
        made = []
        for deciding, lines in self._put_together(grouped):
            involved = deciding.union(*[behind.get(line.question.id, ()) for line in lines])
            looked_at = sorted(involved & (self._pending.keys() | places.keys()), key=order.__getitem__)
            own = {ident: place for ident, place in places.items() if ident in deciding}
            made.append(_Group(own, itemgetter(*own.values()), lines, looked_at))
        return tuple(made)

    def _put_together(
        self, grouped: Mapping[tuple[int, frozenset[str]], list[Line]]
    ) -> Iterable[tuple[frozenset[str], list[Line]]]:
        """Groups of one section put together while they still come to few combinations, so that few are added up."""
        made: dict[int, list[tuple[frozenset[str], list[Line]]]] = {}
        for (section, deciding), lines in sorted(grouped.items(), key=lambda group: -len(group[0][1])):
            inside = made.setdefault(section, [])
            for place, (others, known) in enumerate(inside):
                if prod(len(self.cells[ident]) for ident in others | deciding) <= MOST_OF_A_GROUP:
                    inside[place] = others | deciding, known + lines
                    break
            else:
                inside.append((deciding, lines))
        return [group for inside in made.values() for group in inside]

    def _part(self, group: "_Group", chosen: tuple[int, ...]) -> int:
        """The place in `parts` of what counts of a group, where the cells of all deciders are chosen by number."""
        key = group.pick(chosen)
        known = group.known.get(key)
        if known is None:
            choice = {ident: chosen[place] for ident, place in group.places.items()}
            seen = self._seen(group, choice)
            content = tuple(
                [
                    (place, choice.get(ident))
                    for place, line in enumerate(group.lines)
                    if seen[ident := line.question.id].state not in LEFT_OUT
                ]
            )
            if content not in group.parts:
                group.parts[content] = len(self.parts)
                lines = [(group.lines[number], cell) for number, cell in content]
                spans = [None if n is None else self.cells[line.question.id][n].span for line, n in lines]
                self.parts.append(
                    tuple(
                        [Line(line.question, span or line.span) for (line, _), span in zip(lines, spans, strict=True)]
                    )
                )
            known = group.known[key] = group.parts[content]
        return known

    def _seen(self, group: "_Group", choice: Mapping[str, int]) -> Mapping[str, Observed]:
        """What conditions see of all that a group hangs on, and of itself, where some cells are chosen."""
        seen: dict[str, Observed] = dict(self._found)
        for ident in group.involved:
            status = self._found[ident]
            if ident in self._pending and self._pending[ident].truth(seen) is not Truth.TRUE:
                seen[ident] = UNSHOWN
            elif ident in choice:
                seen[ident] = self.cells[ident][choice[ident]].supposed
            else:
                seen[ident] = Supposed(status.state, status.effective)
        return seen

    def _cells(self, question: Question, asked: Iterable[Comparison]) -> tuple[Cell, ...]:
        """The answers of an open question, put together where no comparison tells them apart."""
        made, given = tuple(dict.fromkeys(asked)), self._given.get(question.id)
        return question.type.cells(made) or () if given is None else cells_of(question.type, given, made)


class _Group(Struct):
    """Questions that count or do not by the same deciders, whose places among all of them these are.

    `pick` takes the numbers of their cells out of those of all. `involved` is all that must be looked at to
    tell what counts, in file order. `parts` are places by what counts, and `known` by what was picked.
    """

    places: Mapping[str, int]
    pick: Callable[[tuple[int, ...]], object]
    lines: Sequence[Line]
    involved: Sequence[str]
    known: dict[object, int] = field(default_factory=dict)
    parts: dict[tuple[tuple[int, int | None], ...], int] = field(default_factory=dict)


def widest(question: Question, given: Iterable[Value | None] | None = None) -> Span:
    """The least and the greatest score of any allowed answer to a scored question, or of those given."""
    cells = () if given is None else cells_of(question.type, given, ())
    return next((cell.span for cell in cells if cell.span is not None), question.span)
