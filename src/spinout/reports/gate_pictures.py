"""The picture of the gates: a row of shapes, each state with a shape and a word of its own."""

from functools import lru_cache

from spinout.reports.decision import DecisionView, GateLine
from spinout.reports.drawings import LEFT, WIDE, Picture, Shape, Table, words_at
from spinout.reports.figures import counted

SIZE, STEP, ROW, A_ROW = 22, 26, 42, 11
LETTER = 7
"""About how wide a letter is."""
STATES = (
    ("met", "Met"),
    ("not-met", "Not met"),
    ("unknown", "Not known"),
    ("not-applicable", "Does not apply"),
    ("left-out", "Left out of this report"),
)
IN_WORDS = (
    ("met", "is met", "are met"),
    ("not-met", "is not met", "are not met"),
    ("unknown", "is not known", "are not known"),
    ("not-applicable", "does not apply", "do not apply"),
    ("left-out", "is left out of this report", "are left out of this report"),
)


def gates_picture(decision: DecisionView | None, in_row: int = A_ROW, wide: int = WIDE) -> Picture | None:
    """Every gate of the stage as a shape under its number, so many in a row; None where there are none."""
    if decision is None or not decision.gates:
        return None
    shapes: list[Shape] = []
    for place, gate in enumerate(decision.gates):
        x, y = LEFT + place % in_row * STEP, 4 + place // in_row * ROW
        shapes += mark(gate.state, x, y)
        shapes.append(words_at(x + SIZE // 2, y + SIZE + 12, str(place + 1), "small", "middle"))
    key, y = _key(decision.gates, 8 + -(-len(decision.gates) // in_row) * ROW, wide)
    rows = tuple((str(n), gate.title, gate.state_words) for n, gate in enumerate(decision.gates, start=1))
    return Picture(
        "gates",
        "gates",
        "The gates for this stage",
        "Each shape is a gate, under its number in the table of gates.",
        f"{gates_in_words(decision.gates)} {_by_state(decision.gates)}".strip(),
        wide,
        y,
        (*shapes, *key),
        Table("The gates for this stage", ("Gate", "Question", "State"), rows, (False, False, False)),
    )


def _key(gates: tuple[GateLine, ...], y: int, wide: int) -> tuple[list[Shape], int]:
    """What each shape stands for, and how many there are, side by side while there is room; and where it ends."""
    shapes: list[Shape] = []
    x = LEFT
    for state, words in _present(gates):
        across = SIZE + 20 + len(words) * LETTER
        if x > LEFT and x + across > wide:
            x, y = LEFT, y + 28
        shapes += [*mark(state, x, y), words_at(x + SIZE + 6, y + 16, words)]
        x += across
    return shapes, y + 28


def gates_in_words(gates: tuple[GateLine, ...]) -> str:
    """How many gates there are in each state, in a sentence."""
    if all(gate.state == "met" for gate in gates):
        return f"All {counted(len(gates), 'gate')} for this stage are met." if gates[1:] else "The gate is met."
    numbers = [(sum(1 for gate in gates if gate.state == state), one, many) for state, one, many in IN_WORDS]
    told = [f"{number} {one if number == 1 else many}" for number, one, many in numbers if number]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"Of {counted(len(gates), 'gate')} for this stage, {listed}."


def _present(gates: tuple[GateLine, ...]) -> list[tuple[str, str]]:
    found = [(state, words, sum(1 for g in gates if g.state == state)) for state, words in STATES]
    return [(state, f"{words}: {number}") for state, words, number in found if number]


def _by_state(gates: tuple[GateLine, ...]) -> str:
    told = []
    for state, words in STATES[1:]:
        numbers = [str(n) for n, gate in enumerate(gates, start=1) if gate.state == state]
        if numbers:
            told.append(f"{words}: {', '.join(numbers)}.")
    return " ".join(told)


@lru_cache(maxsize=512)
def mark(state: str, x: int, y: int) -> tuple[Shape, ...]:
    """The shape of a state in a square of SIZE.

    Octagon and tick, box and cross, diamond and question mark, octagon and dash, box with nothing in it.
    """
    middle_x, middle_y, half = x + SIZE // 2, y + SIZE // 2, SIZE // 2
    square = Shape("rect", state, x=x + 1, y=y + 1, width=SIZE - 2, height=SIZE - 2)
    if state == "met":
        return _octagon(state, x, y), _path("mark", f"M{x + 5} {middle_y}L{x + 9} {middle_y + 5}L{x + 17} {y + 6}")
    if state == "not-met":
        cross = f"M{x + 6} {y + 6}L{x + 16} {y + 16}M{x + 16} {y + 6}L{x + 6} {y + 16}"
        return square, _path("mark", cross)
    if state == "unknown":
        diamond = f"M{middle_x} {y}L{x + SIZE} {middle_y}L{middle_x} {y + SIZE}L{x} {middle_y}Z"
        return _path(state, diamond), words_at(middle_x, middle_y + half // 2, "?", "value", "middle")
    if state == "not-applicable":
        return _octagon(state, x, y), Shape("line", "dash", x=x + 6, y=middle_y, x2=x + 16, y2=middle_y)
    return (square,)


def _octagon(style: str, x: int, y: int) -> Shape:
    near, far = 7, SIZE - 7
    corners = ((near, 0), (far, 0), (SIZE, near), (SIZE, far), (far, SIZE), (near, SIZE), (0, far), (0, near))
    return _path(style, "M" + "L".join(f"{x + right} {y + down}" for right, down in corners) + "Z")


def _path(style: str, d: str) -> Shape:
    return Shape("path", style, d=d)
