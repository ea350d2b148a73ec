"""A question answered by choosing one or more of several options, scored by rows: the first that fits counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import ClassVar, Self

from msgspec import Struct

from spinout.core.conditions import ANSWERED, OPERATORS, Comparison, Measure, Value
from spinout.core.cursor import MOST_ROWS, Cursor
from spinout.core.kinds.base import MOST_CELLS, Cell, Entry, Kind, Move, Span, Wish, cells_of, joined
from spinout.core.kinds.options import (
    NotTaken,
    Option,
    Wrong,
    any_case,
    option_id,
    options_from,
    several_of,
    unknown_option,
)
from spinout.core.problems import Code
from spinout.core.wording import figure, found, listed


class MultiRow(Struct, frozen=True):
    """A score, and which choices it fits."""

    score: Fraction
    least: int
    includes_all: frozenset[str]
    includes_any: frozenset[str]

    def fits(self, chosen: frozenset[str], count: int) -> bool:
        """Whether a choice fits; `count` leaves exclusive options out."""
        return (
            count >= self.least
            and self.includes_all <= chosen
            and (not self.includes_any or bool(self.includes_any & chosen))
        )

    @property
    def fits_everything(self) -> bool:
        """Whether no choice is left out."""
        return self.least == 0 and not self.includes_all and not self.includes_any

    def looks(self, free: frozenset[str]) -> "Iterator[Look]":
        """What it asks of the options that may stand together."""
        asked = (
            (self.least, free),
            (len(self.includes_all), self.includes_all),
            (bool(self.includes_any), self.includes_any),
        )
        return (at_least(int(least), among) for least, among in asked if least)


class Multi(Kind, frozen=True):
    """One or more of several options."""

    options: tuple[Option, ...]
    rows: tuple[MultiRow, ...] | None

    name: ClassVar[str] = "multi"
    entry: ClassVar[Entry] = Entry.SEVERAL
    fields: ClassVar[frozenset[str]] = frozenset({"options", "score"})
    needed: ClassVar[frozenset[str]] = frozenset({"options"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.COUNT, Measure.MEMBERS})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read the options and the optional rows of scores."""
        options, child = options_from(cursor, "options", extra=("exclusive", "help", "other")), cursor["score"]
        rows = [
            _row(item, options) for item in child.items(least=1, most=MOST_ROWS, what="{from: 0, score: 0}") if options
        ]
        if rows and not (rows[-1] is None or rows[-1].fits_everything):
            child.report(
                Code.SCORE_ROWS,
                "The last row does not fit every answer.",
                "End with a row that has only a score: {from: 0, score: 0}.",
            )
        return cls(options, tuple(row for row in rows if row is not None) if child else None)

    @property
    def scoring(self) -> object:
        """Scored where there are rows."""
        return self.rows

    def read(self, raw: object) -> Value | Wrong:
        """A list of ids, given in any order and kept in the options' order."""
        if not isinstance(raw, list):
            known = any(option.id == raw for option in self.options)
            hint = f"Write a list: [{raw}]." if known else f"Write {self.allowed()}."
            return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)} where a list belongs.", hint)
        if not raw:
            return Wrong(Code.TOO_FEW, "The list is empty.", f"Write {self.allowed()}; leave it out if unanswered.")
        ids = [option.id for option in self.options]
        strangers = [(index, item) for index, item in enumerate(map(option_id, raw)) if item not in ids]
        if strangers:
            return unknown_option(self.options, *(item for _, item in strangers), at=strangers[0][:1])
        chosen = [str(option_id(item)) for item in raw]
        repeated = sorted(item for item, times in Counter(chosen).items() if times > 1)
        if repeated:
            return Wrong(Code.REPEATED, f"These stand more than once: {listed(repeated)}.", "Name each option once.")
        alone = [option.id for option in self.options if option.exclusive and option.id in chosen]
        if alone and len(chosen) > 1:
            message = f'"{alone[0]}" stands beside other options.'
            return Wrong(Code.EXCLUSIVE_OPTION, message, "It stands alone, or not at all.")
        return self._in_order(chosen)

    def _in_order(self, chosen: Iterable[str]) -> tuple[str, ...]:
        every = frozenset(chosen)
        return tuple(option.id for option in self.options if option.id in every)

    def stepped_from(self, key: str) -> Value | Wrong | None:
        """One of the options."""
        return read[0] if isinstance(read := self.constant([key]), tuple) else read

    def read_words(self, text: str) -> object:
        """Ids parted by semicolons, in any case."""
        return [any_case(part.strip(), self.options) for part in text.split(";")]

    def cell_words(self, value: Value) -> str:
        """Ids parted by semicolons."""
        assert isinstance(value, tuple)
        return "; ".join(value)

    def words(self, value: Value) -> str:
        """The chosen options' labels."""
        assert isinstance(value, tuple)
        return "; ".join(option.label for option in self.options if option.id in value)

    def plain(self, value: Value) -> object:
        """A list of ids."""
        assert isinstance(value, tuple)
        return list(value)

    def allowed(self) -> str:
        """The options' ids."""
        return f"a list of one or more of {listed((option.id for option in self.options), most=30)}"

    def score(self, value: Value) -> Fraction | None:
        """The score of the first row that fits."""
        assert isinstance(value, tuple)
        return None if self.rows is None else self.rows[self._row(frozenset(value))].score

    def _row(self, chosen: frozenset[str]) -> int:
        count = sum(1 for option in self.options if option.id in chosen and not option.exclusive)
        return next(place for place, row in enumerate(self.rows or ()) if row.fits(chosen, count))

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:
        """One of each class that comparisons tell apart, of those that are counted; the score is not looked at."""
        return [cell.sample for cell in self.cells(tuple(asked)) or () if cell.sample is not None]

    def cells(self, asked: tuple[Comparison, ...]) -> tuple[Cell, ...] | None:
        """The classes as they are counted, with the least and the greatest score in each."""
        return _cells(self, asked)

    def moves(self, wish: Wish) -> Iterable[Move]:
        """Choices that put in and take out the fewest options; then the lower score, then the options' order."""
        chosen = frozenset(wish.now if isinstance(wish.now, tuple) else ())
        near = self._subsets(wish.asked).nearest(chosen)
        if near is None:  # too many classes: one for each row, as near as it is found, with the gate met and without
            gates = dict.fromkeys([wish.needs, ()])
            near = [one for gate in gates for one in self._one_a_row(gate, chosen)]
        values = [self._in_order(s) for s in near] + [(o.id,) for o in self.options if o.exclusive]
        order = {option.id: place for place, option in enumerate(self.options)}

        def change(value: tuple[str, ...]) -> tuple[int, Fraction, list[int]]:
            return len(chosen.symmetric_difference(value)), self.score(value) or Fraction(0), [order[i] for i in value]

        return ((value, 1) for value in sorted(set(values), key=change) if wish.serves(value))

    def _one_a_row(self, gate: Sequence[Comparison], chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        subsets = self._subsets(gate)
        for row in (None,) if self.rows is None else range(len(self.rows)):
            with suppress(OutOfTimeError):
                near = subsets.find((True,) * len(gate), row, like=chosen)
                yield from () if near is None else (near,)

    def _subsets(self, asked: Sequence[Comparison]) -> "Subsets":
        free = frozenset(option.id for option in self.options if not option.exclusive)
        looks = tuple(_look(comparison) for comparison in asked)
        rows = tuple(tuple(row.looks(free)) or (at_least(0, free),) for row in self.rows or ())
        return Subsets(self._in_order(free), looks, rows)

    def clause(self, comparison: Comparison) -> str:
        """How many of which options, or which among those chosen."""
        if comparison.count_of is None:
            return super().clause(comparison)
        number = OPERATORS[comparison.operator].words([figure(n) for n in comparison.numbers])
        return f"{number} of these: {self.words(comparison.count_of)}"

    def told_clause(self, comparison: Comparison) -> str:
        """The same; where any of the options would do, no more than how many."""
        every = {option.id for option in self.options if not option.exclusive}
        if comparison.any_of is None or not every.issubset(comparison.any_of):
            return self.clause(comparison)
        if comparison.count_of is None:
            return "1 or more"
        return OPERATORS[comparison.operator].words([figure(n) for n in comparison.numbers])

    def given_words(self, comparison: Comparison) -> list[str]:
        """Each option by its label."""
        assert isinstance(comparison.given, tuple)
        return [self.words((ident,)) for ident in comparison.given]

    def how(self) -> str:
        """By numbers."""
        return "Choose one or more: type the numbers, such as 1,3."

    def typed(self, text: str) -> Value | NotTaken:
        """Several options by numbers, ids or labels."""
        chosen = several_of(text, self.picks())
        return chosen if isinstance(chosen, NotTaken) else self.taken(chosen)

    def spread(self, values: Sequence[Value]) -> Fraction:
        """How many of the options that anybody chose were not chosen by all."""
        return Fraction(
            len(self._disputed(values)), len({i for value in values if isinstance(value, tuple) for i in value})
        )

    def apart(self, values: Sequence[Value]) -> str:
        """The options that were not chosen by all."""
        labels = [option.label for option in self._disputed(values)]
        return f"not chosen by all: {', '.join(labels)}" if labels else ""

    def _disputed(self, values: Sequence[Value]) -> list[Option]:
        chosen = [value for value in values if isinstance(value, tuple)]
        return [o for o in self.options if 0 < sum(o.id in value for value in chosen) < len(chosen)]


def _look(comparison: Comparison) -> "Look":
    """What a comparison says, by how many of its options are chosen."""
    if comparison.operator == ANSWERED:
        return Look(frozenset(), (comparison.given is True,))
    among = comparison.count_of if comparison.count_of is not None else comparison.given
    assert isinstance(among, tuple)
    return Look(frozenset(among), tuple(comparison.holds_for(among[:count]) for count in range(len(set(among)) + 1)))


@lru_cache(maxsize=256)
def _cells(multi: Multi, asked: tuple[Comparison, ...]) -> tuple[Cell, ...] | None:
    """The same; remembered, since every document asks it anew."""
    subsets = multi._subsets(asked)
    classes = subsets.classes(MOST_CELLS)
    if classes is None:
        return None
    alone = [(option.id,) for option in multi.options if option.exclusive]
    found = [(tuple(c.holds_for(value) for c in asked), cells_of(multi, [value], ())[0]) for value in alone]
    found += [
        (key, Cell(multi._in_order(chosen), _span(multi, subsets, key, chosen))) for key, chosen in classes.items()
    ]
    cells: dict[tuple[bool, ...], Cell] = {}
    for key, cell in found:
        cells[key] = joined(cells.get(key), cell)
    return tuple(cells.values()) if len(cells) <= MOST_CELLS else None


def _span(multi: Multi, subsets: "Subsets", told: tuple[bool, ...], sample: frozenset[str]) -> Span | None:
    """The scores in a class, from the rows that one of its choices can reach."""
    if multi.rows is None:
        return None
    scores = [row.score for row in multi.rows]
    reached = scores[multi._row(sample)]
    by_score = sorted((score, row) for row, score in enumerate(scores))
    low, sure = _end(subsets, told, (pair for pair in by_score if pair[0] < reached), reached)
    high, certain = _end(subsets, told, (pair for pair in reversed(by_score) if pair[0] > reached), reached)
    return Span(low, high, sure and certain)


def _end(
    subsets: "Subsets", told: tuple[bool, ...], rows: Iterable[tuple[Fraction, int]], reached: Fraction
) -> tuple[Fraction, bool]:
    """The first of some rows' scores that can be reached, and whether that is proven."""
    for score, row in rows:
        try:
            if subsets.find(told, row) is not None:
                return score, True
        except OutOfTimeError:
            return score, False
    return reached, True


def _row(item: Cursor, options: tuple[Option, ...]) -> MultiRow | None:
    """A row of scores; None where it is no mapping."""
    if not item.fields(("from", "includes_all", "includes_any", "score"), needed=("score",)):
        return None
    every, some = (
        item[name].words([option.id for option in options], least=1, code=Code.UNKNOWN_OPTION, what="option")
        for name in ("includes_all", "includes_any")
    )
    least, score = item["from"].whole(low=0) or 0, item["score"].score() or Fraction(0)
    return MultiRow(score, least, frozenset(every), frozenset(some))


# Which choices there are, as far as looks at them tell them apart. A look says something by how many of its
# options are chosen. Options are taken one after another; what counts of those taken is how far each look has
# come, and choices that have come equally far go on as one. So the work grows with what is told apart, and not
# with the number of subsets.

MOST_STATES = 16_384
"""So many states are kept after an option, and twice as many seen in searches; what is beyond is not found out."""
YES, NO = -2, -3  # not -1, whose hash is that of -2
"""What a look has come to where the options that are left cannot change it; else the number chosen so far."""
State = tuple[int, ...]
"""How far each look has come."""


class OutOfTimeError(Exception):
    """A search that saw too many states; whether there is such a choice is not known."""


class Look(Struct, frozen=True):
    """Some options, and what the number chosen of them says."""

    among: frozenset[str]
    says: tuple[bool, ...]

    def come_to(self, chosen: int, left: int) -> int:
        """How far it has come with some chosen and some left to choose from."""
        open_still = self.says[chosen : chosen + left + 1]
        if False not in open_still:
            return YES
        return chosen if True in open_still else NO


def at_least(least: int, among: frozenset[str]) -> Look:
    """The look that says whether so many are chosen."""
    return Look(among, tuple(count >= least for count in range(len(among) + 1)))


class Subsets:
    """The choices of one or more options, told apart by looks, and by rows of which the first that fits counts.

    A row fits where all its looks say so.
    """

    def __init__(self, options: Sequence[str], looks: Sequence[Look], rows: Sequence[Sequence[Look]]) -> None:
        # Options that stand together in a look are taken together, so that it is soon settled.
        every = [at_least(1, frozenset(options)), *looks, *(look for row in rows for look in row)]
        by_size = sorted(every, key=lambda look: len(look.among))
        self._options = tuple(dict.fromkeys(o for look in by_size for o in options if o in look.among))
        self._bits = {option: 1 << (len(options) - place) for place, option in enumerate(options)}
        self._told = range(1, len(looks) + 1)
        self._looks, self._spare = every, 2 * MOST_STATES
        ends = accumulate(map(len, rows), initial=len(looks) + 1)
        self._rows = [range(start, end) for start, end in pairwise(ends)]
        left = [len(look.among.intersection(options)) for look in every]
        self._start = [look.come_to(0, n) for look, n in zip(every, left, strict=True)]
        self._steps: list[tuple[list[tuple[int, Look, int]], list[int]]] = []
        for option in self._options:
            inside = [place for place, look in enumerate(every) if option in look.among]
            for place in inside:
                left[place] -= 1
            rows_met = [number for number, row in enumerate(self._rows) if any(place in row for place in inside)]
            self._steps.append(([(place, every[place], left[place]) for place in inside], rows_met))

    def classes(self, most: int) -> Mapping[tuple[bool, ...], frozenset[str]] | None:
        """The smallest choice of each class that the looks tell apart, rows aside; None for more than `most`."""
        found = self._every(frozenset(), MOST_STATES, upto=0)
        if found is None or len(found) > most:
            return None
        return {tuple(state[place] == YES for place in self._told): chosen for state, chosen in found.items()}

    def nearest(self, chosen: frozenset[str]) -> list[frozenset[str]] | None:
        """The choice nearest to a given one of each class that looks and rows tell apart; None for too many."""
        found = self._every(chosen, MOST_CELLS, upto=len(self._rows))
        return None if found is None else list(found.values())

    def _every(self, near: frozenset[str], most: int, *, upto: int) -> Mapping[State, frozenset[str]] | None:
        """For each state at the end the choice that is nearest, the earlier options first; None for too many."""
        layer: dict[State, tuple[int, int]] = {self._begun(upto): (0, 0)}
        for place, option in enumerate(self._options):
            found: dict[State, tuple[int, int]] = {}
            for state, (changes, bits) in layer.items():
                for pick in (False, True):
                    made = self._after(state, place, pick=pick)
                    if made[0] != NO:
                        way = changes + (pick != (option in near)), bits - pick * self._bits[option]
                        known = found.get(made)
                        if known is None or way < known:
                            found[made] = way
            if len(found) > most:
                return None
            layer = found
        return {state: self._chosen(-bits) for state, (_, bits) in layer.items() if state[0] != NO}

    def find(
        self, told: tuple[bool, ...], row: int | None, *, like: frozenset[str] | None = None
    ) -> frozenset[str] | None:
        """A choice of a class whose first row that fits is this one; None where there is none.

        Few options are chosen, or those that are `like` a given choice. Raises OutOfTimeError.
        """
        if self._spare < 0:
            raise OutOfTimeError
        upto, looks = (0, range(0)) if row is None else (row + 1, self._rows[row])
        lost = (
            (0, NO),
            *((place, NO) for place in looks),
            *zip(self._told, (NO if t else YES for t in told), strict=False),
        )
        some = (self._looks[place].among for place in looks)
        eager = (
            frozenset().union(*(among for among in some if len(among) < len(self._options))) if like is None else like
        )
        waiting = [(0, self._begun(upto), 0)]
        self._spare += 4 * len(self._options)  # enough to go straight through
        seen: set[tuple[int, State]] = set()
        while waiting:
            place, state, bits = waiting.pop()
            if any(state[where] == wrong for where, wrong in lost):
                continue
            if place == len(self._options):
                return self._chosen(bits)
            option = self._options[place]
            # What is put in last is looked at first.
            for pick in (False, True) if option in eager else (True, False):
                made = self._after(state, place, pick=pick)
                if (place + 1, made) not in seen:
                    self._spare -= 1
                    seen.add((place + 1, made))
                    waiting.append((place + 1, made, bits + pick * self._bits[option]))
            if self._spare < 0:
                raise OutOfTimeError
        return None

    def _begun(self, upto: int) -> State:
        """The state before any option is taken, where only so many rows count."""
        made = list(self._start)
        if upto < len(self._rows):
            made[self._rows[upto].start :] = [NO] * (len(made) - self._rows[upto].start)
        return self._settled(made, range(upto))

    def _after(self, state: State, place: int, *, pick: bool) -> State:
        """The state after one more option is chosen or left."""
        made, (inside, rows_met) = list(state), self._steps[place]
        for where, look, left in inside:
            if made[where] >= 0:
                made[where] = look.come_to(made[where] + pick, left)
        return self._settled(made, rows_met)

    def _settled(self, made: list[int], rows: Iterable[int]) -> State:
        """A state in which what no longer matters is the same: rows that do not fit, and those behind one that does."""
        for number in rows:
            looks = self._rows[number]
            here = made[looks.start : looks.stop]
            if NO in here:
                made[looks.start : looks.stop] = [NO] * len(here)
            elif here == [YES] * len(here):
                made[looks.stop :] = [NO] * (len(made) - looks.stop)
                break
        return tuple(made)

    def _chosen(self, bits: int) -> frozenset[str]:
        return frozenset(option for option, bit in self._bits.items() if bits & bit)
