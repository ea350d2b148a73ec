"""The least effort that reaches every bar: a choice of one option for each question, exactly.

This is the multiple-choice knapsack problem turned round. For one bar a table says how many
points the questions from a place on can give for each effort, so the least effort is read off,
and the plan that changes the earliest questions least is found by going through the questions
in file order and taking the first option that still leaves the bar within reach.

Where open questions decide what is shown there is a bar for every way that it may turn out.
Few of them matter: the search starts with none, and adds the bar that its plan misses by most
until it misses none. A plan that is best for some of the bars and misses none is best for all.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm

from msgspec import Struct

from spinout.core.insight.plan_options import PlanOption
from spinout.core.scoring.completions import Completions, Line
from spinout.core.scoring.scores import HUNDRED, ZERO, least_outer, shares_among

SPARE = 16
HALF = Fraction(1, 2)
"""What a step without effort is taken to take, so that it comes before all that have one."""
OUT_OF_REACH = -(1 << 200)
Item = Sequence[PlanOption]
"""The options that one question may take."""
Points = Mapping[str, Fraction]
"""The score of each question that counts, 0 to 1."""


class Bar(Struct, frozen=True):
    """What one world asks for: a coefficient for each question's score, and the sum to reach."""

    coefficients: Mapping[str, Fraction]
    needed: Fraction


class Worlds:
    """The least score of answers whose deciders stay as they are: of every world, or a bound where they are too many.

    With `mirrored`, every score is turned round, and so is the least one: 100 less the greatest. Sums are of whole
    numbers, and kept from one set of scores to the next: of all that a plan tries few differ.
    """

    def __init__(self, completions: Completions, *, mirrored: bool = False) -> None:
        def end(line: Line) -> Fraction:
            return 1 - line.span.high if mirrored else line.span.low

        self.exact = completions.enumerable
        self._completions = completions
        deciders = completions.cells
        self._fixed = {line.question.id: end(line) for line in completions.counted if line.question.id in deciders}
        every = [lines for w in completions.worlds if (lines := completions.lines(w))] if self.exact else []
        shares = [shares_among(completions.questionnaire, [line.question.id for line in lines]) for lines in every]
        self._scale = lcm(*{below for world in shares for _, below in world.values()})
        self._scores = {i: ZERO for line in completions.counted if (i := line.question.id) not in deciders}
        self._columns = {ident: [0] * len(every) for ident in self._scores}
        """For each question that may move the part that its score has in each world."""
        sums = [ZERO] * len(every)
        for world, lines in enumerate(every):
            for line in lines:
                above, below = shares[world][line.question.id]
                part = above * (self._scale // below)
                if line.question.id in deciders:
                    sums[world] += part * end(line)
                else:
                    self._columns[line.question.id][world] = part
        self._unit = lcm(*[one.denominator for one in sums])
        self._sums = [int(one * self._unit) for one in sums]

    def low(self, scores: Points) -> Fraction | None:
        """The least overall score; None where nothing is assessed in any world."""
        if not self.exact:
            bound = self._bound(scores)
            return None if bound is None else bound[0]
        for ident, before in self._scores.items():
            if scores[ident] != before:
                self._move(ident, scores[ident])
        return Fraction(HUNDRED * min(self._sums), self._scale * self._unit) if self._sums else None

    def missed(self, scores: Points, bar: int) -> Bar | None:
        """What the world asks for that misses a bar by most; None where none does."""
        low = self.low(scores)
        if low is None or low >= bar:
            return None
        points = self._points(scores)
        return Bar(points, bar - low + sum((more * scores[ident] for ident, more in points.items()), ZERO))

    def _move(self, ident: str, score: Fraction) -> None:
        """Take another score of a question into the sums of every world."""
        unit = lcm(self._unit, score.denominator)
        more, rise = unit // self._unit, int((score - self._scores[ident]) * unit)
        self._sums = [one * more + part * rise for one, part in zip(self._sums, self._columns[ident], strict=True)]
        self._unit, self._scores[ident] = unit, score

    def _bound(self, scores: Points) -> tuple[Fraction, list[str]] | None:
        """The same where there are too many worlds, and what counts then: what may not be shown counts as it suits."""
        counted = (line.question.id for line in self._completions.counted)
        return least_outer(self._completions, {i: self._fixed[i] if i in self._fixed else scores[i] for i in counted})

    def _points(self, scores: Points) -> Mapping[str, Fraction]:
        """The points of each question that may move for a full score, where the overall score is least."""
        if self.exact:
            world = self._sums.index(min(self._sums))
            parts = {ident: (column[world], self._scale) for ident, column in self._columns.items() if column[world]}
        else:
            _, counted = self._bound(scores) or (ZERO, [])
            every = shares_among(self._completions.questionnaire, counted)
            parts = {ident: share for ident, share in every.items() if ident not in self._fixed}
        return {ident: Fraction(HUNDRED * above, below) for ident, (above, below) in parts.items()}


class Budget:
    """How many steps a search may still take: about the options that it looks at."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def take(self, steps: int) -> None:
        """Count steps; raises SpentError where there are none left."""
        self.left -= steps
        if self.left < 0:
            raise SpentError


class SpentError(Exception):
    """The steps that a search may take are spent."""


class Search:
    """The search for the best plan; `items` stand in file order."""

    def __init__(self, items: Mapping[str, Item], worlds: Worlds, bar: int, budget: Budget) -> None:
        self._idents = tuple(items)
        self._items = tuple(tuple(item) for item in items.values())
        self._worlds = worlds
        self._bar = bar
        self._budget = budget
        self._bars: list[Bar] = []
        self._tables: list[_Table] = []

    def best(self, most: int | None = None) -> tuple[int, Item] | None:
        """The least effort and its plan; None where none reaches every bar, or none for `most`.

        Raises SpentError where it takes too many steps.
        """
        if not self._may_reach():
            return None
        effort = sum(min(option.effort for option in item) for item in self._items)
        while (found := self._least(effort, most)) is not None:
            effort, taken = found
            missed = self._missed(taken)
            if missed is None:
                break
            self._add(missed)
        return found

    def some(self) -> tuple[int, Item] | None:
        """A plan that reaches every bar, found step by step, and with no step that it can do without."""
        if not self._may_reach():
            return None
        taken = [min(item, key=lambda option: option.effort) for item in self._items]
        while (missed := self._missed(taken)) is not None:
            self._raise(taken, missed)
        for place in sorted(range(len(taken)), key=lambda place: -taken[place].effort):
            self._spare(taken, place)
        return sum(option.effort for option in taken), taken

    def _may_reach(self) -> bool:
        """Whether every bar is reached with the best of every question."""
        dearest = [max(item, key=lambda option: option.score) for item in self._items]
        assessed = not self._bar or self._worlds.low(self._points(dearest)) is not None
        return assessed and self._missed(dearest) is None

    def _raise(self, taken: list[PlanOption], bar: Bar) -> None:
        """Take the steps that give the most points for their effort until a bar is reached."""
        counting = [bar.coefficients.get(ident, ZERO) for ident in self._idents]
        lacking = bar.needed - sum((c * option.score for c, option in zip(counting, taken, strict=True)), ZERO)
        while lacking > 0:
            _, place, option = max(self._steps(taken, counting), key=lambda step: (step[0], -step[1]))
            lacking -= counting[place] * (option.score - taken[place].score)
            taken[place] = option

    def _steps(
        self, taken: Sequence[PlanOption], counting: Sequence[Fraction]
    ) -> Iterator[tuple[Fraction, int, PlanOption]]:
        """Every step up from what is taken: the points that it gives for its effort, and the question's place."""
        for place, (c, item, now) in enumerate(zip(counting, self._items, taken, strict=True)):
            for option in item if c else ():
                if option.score > now.score:
                    effort = max(Fraction(option.effort - now.effort), HALF)
                    yield c * (option.score - now.score) / effort, place, option

    def _spare(self, taken: list[PlanOption], place: int) -> None:
        """Take less of a question where every bar is still reached, as little as does."""
        before = taken[place]
        for option in sorted(self._items[place], key=lambda option: (option.effort, option.place)):
            if option.effort >= before.effort:
                break
            taken[place] = option
            if self._missed(taken) is None:
                return
        taken[place] = before

    def _add(self, bar: Bar) -> None:
        """Keep a bar, and the sum of all so far: what reaches each of them reaches that too, which tells sooner."""
        self._bars.append(bar)
        sums: dict[str, Fraction] = {}
        for ident, c in (pair for one in self._bars for pair in one.coefficients.items()):
            sums[ident] = sums.get(ident, ZERO) + c
        every = Bar(sums, sum((one.needed for one in self._bars), ZERO))
        kept = self._bars if len(self._bars) == 1 else [*self._bars, every]
        self._tables = [_Table(self._idents, self._items, one, self._budget) for one in kept]

    def _missed(self, taken: Sequence[PlanOption]) -> Bar | None:
        return self._worlds.missed(self._points(taken), self._bar) if self._bar else None

    def _points(self, taken: Sequence[PlanOption]) -> Points:
        return {ident: option.score for ident, option in zip(self._idents, taken, strict=True)}

    def _least(self, effort: int, most: int | None) -> tuple[int, list[PlanOption]] | None:
        """The best plan for the bars so far, which takes at least the effort given."""
        while most is None or effort <= most:
            if all(table.reach(0, effort) >= table.needed for table in self._tables):
                taken = _Descent(self._items, self._tables, self._budget).plan(effort)
                if taken is not None:
                    return effort, taken
            effort += 1
        return None


class _Table:
    """For one bar, the most points that the questions from a place on give for an effort at most."""

    def __init__(self, idents: Sequence[str], items: Sequence[Item], bar: Bar, budget: Budget) -> None:
        self._budget = budget
        of_bar = lcm(bar.needed.denominator, *[c.denominator for c in bar.coefficients.values()])
        of_score = lcm(*[option.score.denominator for item in items for option in item])
        self.needed = int(bar.needed * of_bar * of_score)
        counting = {ident: int(c * of_bar) for ident, c in bar.coefficients.items()}
        self.points = [
            [c * int(option.score * of_score) for option in item] if c else [0] * len(item)
            for c, item in zip([counting.get(ident, 0) for ident in idents], items, strict=True)
        ]
        least = [min(option.effort for option in item) for item in items]
        self._efforts = [[option.effort - own for option in item] for item, own in zip(items, least, strict=True)]
        self._shortest = list(accumulate(reversed(least), initial=0))[::-1]
        self._limit = -1
        self._best: list[list[int]] = []

    def reach(self, place: int, effort: int) -> int:
        """The most points from the question at a place on; far below nothing where effort is too short."""
        spare = effort - self._shortest[place]
        if spare < 0:
            return OUT_OF_REACH
        if spare > self._limit:
            self._fill(2 * spare + SPARE)
        return self._best[place][spare]

    def _fill(self, limit: int) -> None:
        self._budget.take(limit * len(self._efforts) // 8)
        row = [0] * (limit + 1)
        rows = [row]
        for efforts, points in zip(reversed(self._efforts), reversed(self.points), strict=True):
            made = [OUT_OF_REACH] * (limit + 1)
            for effort, gain in zip(efforts, points, strict=True):
                if effort <= limit:
                    shifted = [OUT_OF_REACH] * effort + [value + gain for value in row[: limit + 1 - effort]]
                    made = list(map(max, made, shifted))
            row = made
            rows.append(row)
        self._best = rows[::-1]
        self._limit = limit


class _Descent:
    """Goes through the questions in file order, and takes the least change that leaves all in reach."""

    def __init__(self, items: Sequence[Item], tables: Sequence[_Table], budget: Budget) -> None:
        self._items = items
        self._budget = budget
        self._tables = tables
        self._efforts = [[option.effort for option in item] for item in items]
        self._shortest = list(accumulate(map(min, reversed(self._efforts)), initial=0))[::-1]
        self._failed: dict[tuple[int, int], list[tuple[int, ...]]] = {}

    def plan(self, effort: int) -> list[PlanOption] | None:
        """The first plan of an effort at most that reaches every bar; None where there is none."""
        left, needs = [effort], [tuple(table.needed for table in self._tables)]
        tried: list[int] = []
        next_option = 0
        while len(tried) < len(self._items):
            place = len(tried)
            choice = self._first(place, next_option, left[-1], needs[-1])
            if choice is not None:
                tried.append(choice)
                left.append(left[-1] - self._efforts[place][choice])
                needs.append(self._after(place, choice, needs[-1]))
                next_option = 0
            else:
                self._failed.setdefault((place, left[-1]), []).append(needs[-1])
                if not tried:
                    return None
                next_option = tried.pop() + 1
                left.pop()
                needs.pop()
        return [item[choice] for item, choice in zip(self._items, tried, strict=True)]

    def _first(self, place: int, start: int, left: int, needs: tuple[int, ...]) -> int | None:
        """The first option from a start on after which every bar is still within reach by itself."""
        self._budget.take(len(self._efforts[place]) * len(self._tables))
        most, following = left - self._shortest[place + 1], place + 1
        for choice, effort in enumerate(self._efforts[place][start:], start):
            if effort > most:
                continue
            after, rest = self._after(place, choice, needs), left - effort
            reached = all(t.reach(following, rest) >= n for t, n in zip(self._tables, after, strict=True))
            if reached and not self._has_failed(following, rest, after):
                return choice
        return None

    def _after(self, place: int, choice: int, needs: tuple[int, ...]) -> tuple[int, ...]:
        return tuple([n - t.points[place][choice] for t, n in zip(self._tables, needs, strict=True)])

    def _has_failed(self, place: int, rest: int, needs: tuple[int, ...]) -> bool:
        """Whether as much effort has failed already to give as much or less."""
        known = self._failed.get((place, rest), ())
        self._budget.take(len(known))
        return any(all(n >= f for n, f in zip(needs, failed, strict=True)) for failed in known)
