"""What several options together may score and tell apart, held against every subset of them."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from spinout.core.conditions import Comparison
from spinout.core.kinds import Cell, Span, Value, Wish
from spinout.core.kinds.multi import Multi, MultiRow
from spinout.core.kinds.options import Option

IDS = "abcdef"


def several(*, rows: tuple[MultiRow, ...] | None, free: str = IDS, alone: str = "") -> Multi:
    """A multi of one-letter options; those in `alone` are exclusive."""
    return Multi(tuple(Option(i, i.upper(), exclusive=i in alone) for i in free + alone), rows)


def row(score: int, *, least: int = 0, every: str = "", some: str = "") -> MultiRow:
    """A row that scores hundredths."""
    return MultiRow(Fraction(score, 100), least, frozenset(every), frozenset(some))


def every_answer(multi: Multi) -> list[Value]:
    """Every subset that may be answered."""
    free = [option.id for option in multi.options if not option.exclusive]
    chosen: list[Value] = [c for size in range(1, len(free) + 1) for c in combinations(free, size)]
    return chosen + [(option.id,) for option in multi.options if option.exclusive]


SOME = st.sets(st.sampled_from(IDS + "x"), max_size=3).map(lambda found: "".join(sorted(found)))
LOOKED_AT = st.sets(st.sampled_from(IDS + "x"), min_size=1, max_size=5).map(sorted).map(tuple)
ROWS = st.builds(lambda score, least, every, some: row(score, least=least, every=every, some=some),
                 st.integers(0, 5), st.integers(0, 7), SOME, SOME)  # fmt: skip
ORDERS = st.sampled_from(["at_least", "at_most", "more_than", "less_than"])
COUNTED = st.builds(lambda order, n, of: Comparison("s.q", order, Fraction(n, 2), count_of=of),
                    ORDERS, st.integers(0, 12), LOOKED_AT)  # fmt: skip
NAMED = st.builds(lambda name, given: Comparison("s.q", name, given),
                  st.sampled_from(["includes_any", "includes_all"]), LOOKED_AT)  # fmt: skip
MULTIS = st.builds(lambda rows, alone: several(rows=(*rows, row(2)), alone=alone),
                   st.lists(ROWS, max_size=4), st.sampled_from(["", "x", "xy"]))  # fmt: skip
ASKED = st.lists(COUNTED | NAMED, max_size=4).map(tuple)


@settings(max_examples=150, deadline=None)
@given(MULTIS, ASKED)
def test_classes_are_those_of_all_subsets(multi: Multi, asked: tuple[Comparison, ...]) -> None:
    """Each class has the least and the greatest score of the subsets in it, and there is no other."""
    wanted: dict[tuple[bool, ...], list[Fraction]] = {}
    for value in every_answer(multi):
        wanted.setdefault(tuple(c.holds_for(value) for c in asked), []).append(multi.score(value) or Fraction(0))
    cells = multi.cells(asked)
    assert cells is not None
    found = {tuple(c.holds_for(cell.sample) for c in asked): cell.span for cell in cells if cell.sample is not None}
    assert found == {told: Span(min(scores), max(scores)) for told, scores in wanted.items()}
    assert len(found) == len(cells)


@settings(max_examples=100, deadline=None)
@given(MULTIS, ASKED, st.data())
def test_moves_change_the_fewest_options(multi: Multi, asked: tuple[Comparison, ...], data: st.DataObject) -> None:
    """Each class and score has a move, and none of it is nearer to the present answer."""
    now = data.draw(st.sampled_from(every_answer(multi)))
    assert isinstance(now, tuple)
    nearest: dict[object, int] = {}
    for value in every_answer(multi):
        assert isinstance(value, tuple)
        kind = (multi.score(value), *(c.holds_for(value) for c in asked))
        changes = len(set(now) ^ set(value))
        nearest[kind] = min(nearest.get(kind, changes), changes)
    found: dict[object, int] = {}
    for value, times in multi.moves(Wish(now, asked, (), lambda _: True)):
        assert isinstance(value, tuple)
        kind = (multi.score(value), *(c.holds_for(value) for c in asked))
        found[kind] = min(found.get(kind, 99), len(set(now) ^ set(value)))
        assert times == 1
    assert found == nearest


MANY = tuple(f"o{n}" for n in range(40))


def outcomes(rows: tuple[MultiRow, ...]) -> Multi:
    """Some forty options, and one that stands alone."""
    return Multi((*(Option(i, i) for i in MANY), Option("none", "None", exclusive=True)), rows)


def test_forty_options_with_a_row_each() -> None:
    """The last option alone gives the last row but one, what stands alone the last."""
    rows = tuple(MultiRow(Fraction(n, 40), 0, frozenset({MANY[40 - n]}), frozenset()) for n in range(40, 0, -1))
    assert outcomes((*rows, row(0))).span() == Span(Fraction(0), Fraction(1))
    only = Multi(tuple(Option(i, i) for i in MANY), (*rows, row(0)))
    assert only.span() == Span(Fraction(1, 40), Fraction(1))


def test_forty_options_with_knock_outs_and_counts() -> None:
    """Knock-outs come first and score nothing; then the more that are chosen, the more it scores."""
    knock_outs = frozenset(MANY[:8])
    rows = (
        MultiRow(Fraction(0), 0, frozenset(), knock_outs),
        MultiRow(Fraction(1), 33, frozenset(), frozenset()),
        MultiRow(Fraction(3, 4), 20, frozenset({MANY[9], MANY[10]}), frozenset(MANY[20:25])),
        MultiRow(Fraction(1, 2), 5, frozenset(), frozenset(MANY[30:])),
        row(25),
    )
    multi = outcomes(rows)
    assert multi.span() == Span(Fraction(0), Fraction(3, 4))
    gate = Comparison("s.q", "less_than", Fraction(1), count_of=tuple(sorted(knock_outs)))
    met = Span(Fraction(1, 4), Fraction(3, 4))
    cells = multi.cells((gate,))
    assert cells is not None
    assert {gate.holds_for(cell.sample): cell.span for cell in cells if cell.sample is not None} == {
        True: met,
        False: Span(Fraction(0), Fraction(0)),
    }
    moves = multi.moves(Wish(MANY[:3] + MANY[9:20], (gate,), (gate,), gate.holds_for))
    assert next(iter(moves)) == (MANY[9:20], 1)


def test_pairs_that_bar_each_other() -> None:
    """Of twenty pairs each has a row before; so at most twenty options can be chosen without one of them."""
    pairs = tuple(MultiRow(Fraction(0), 0, frozenset(MANY[n : n + 2]), frozenset()) for n in range(0, 40, 2))
    multi = outcomes((*pairs, row(100, least=21), row(50, least=20), row(10)))
    assert multi.span() == Span(Fraction(0), Fraction(1, 2))


def test_too_many_classes_are_counted_and_not_listed() -> None:
    """Of thirteen options looked at one by one there are more classes than are listed; of twelve as many."""
    multi = outcomes((row(0),))
    asked = tuple(Comparison("s.q", "includes", (ident,)) for ident in MANY)
    assert multi.cells(asked) is None
    twelve = Multi(tuple(Option(i, i) for i in MANY[:12]), None)
    cells = twelve.cells(asked[:12])
    assert cells is not None
    assert len(cells) == 2**12 - 1
    assert all(isinstance(cell, Cell) and cell.span is None for cell in cells)


def test_moves_of_what_has_too_many_classes_reach_every_row() -> None:
    """Where the classes are too many to list, there is still a move to each score that meets the gate."""
    rows = (row(0, some="o0"), *(MultiRow(Fraction(n, 40), n, frozenset(), frozenset()) for n in range(39, 0, -1)))
    multi = Multi(tuple(Option(i, i) for i in MANY), (*rows, row(0)))
    asked = tuple(Comparison("s.q", "includes", (ident,)) for ident in MANY)
    moves = [value for value, _ in multi.moves(Wish(("o1",), asked, (), lambda _: True))]
    assert {multi.score(value) for value in moves} == {Fraction(n, 40) for n in range(1, 40)}
