"""The picture of the gates: a row of shapes, each state with a shape and a word of its own."""

from spinout.reports.decision import DecisionView, GateLine
from spinout.reports.drawings import LEFT, WIDE, Picture, Shape, Table, words_at
from spinout.reports.figures import counted

SIZE, STEP, ROW, A_ROW = 22, 29, 42, 10
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


def gates_picture(decision: DecisionView | None) -> Picture | None:
    """Every gate of the stage as a shape under its number; None where there are none."""
    if decision is None or not decision.gates:
        return None
    shapes: list[Shape] = []
    for place, gate in enumerate(decision.gates):
        x, y = LEFT + place % A_ROW * STEP, 4 + place // A_ROW * ROW
        shapes += mark(gate.state, x, y)
        shapes.append(words_at(x + SIZE // 2, y + SIZE + 12, str(place + 1), "small", "middle"))
    y = 4 + -(-len(decision.gates) // A_ROW) * ROW
    for state, words in _present(decision.gates):
        shapes += [*mark(state, LEFT, y), words_at(LEFT + STEP + 2, y + 16, words)]
        y += 28
    told = _by_state(decision.gates)
    rows = tuple((str(n), gate.title, gate.state_words) for n, gate in enumerate(decision.gates, start=1))
    return Picture(
        "gates",
        "gates",
        "The gates for this stage",
        f"Each shape is a gate, under its number in the table of gates. {told}".strip(),
        f"{gates_in_words(decision.gates)} {told}".strip(),
        WIDE,
        y,
        tuple(shapes),
        Table("The gates for this stage", ("Gate", "Question", "State"), rows, (False, False, False)),
    )


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


def mark(state: str, x: int, y: int) -> list[Shape]:
    """The shape of a state in a square of SIZE.

    Octagon and tick, box and cross, diamond and question mark, octagon and dash, box with nothing in it.
    """
    middle_x, middle_y, half = x + SIZE // 2, y + SIZE // 2, SIZE // 2
    square = Shape("rect", state, x=x + 1, y=y + 1, width=SIZE - 2, height=SIZE - 2)
    if state == "met":
        return [_octagon(state, x, y), _path("mark", f"M{x + 5} {middle_y}L{x + 9} {middle_y + 5}L{x + 17} {y + 6}")]
    if state == "not-met":
        cross = f"M{x + 6} {y + 6}L{x + 16} {y + 16}M{x + 16} {y + 6}L{x + 6} {y + 16}"
        return [square, _path("mark", cross)]
    if state == "unknown":
        diamond = f"M{middle_x} {y}L{x + SIZE} {middle_y}L{middle_x} {y + SIZE}L{x} {middle_y}Z"
        return [_path(state, diamond), words_at(middle_x, middle_y + half // 2, "?", "value", "middle")]
    if state == "not-applicable":
        return [_octagon(state, x, y), Shape("line", "dash", x=x + 6, y=middle_y, x2=x + 16, y2=middle_y)]
    return [square]


def _octagon(style: str, x: int, y: int) -> Shape:
    near, far = 7, SIZE - 7
    corners = ((near, 0), (far, 0), (SIZE, near), (SIZE, far), (far, SIZE), (near, SIZE), (0, far), (0, near))
    return _path(style, "M" + "L".join(f"{x + right} {y + down}" for right, down in corners) + "Z")


def _path(style: str, d: str) -> Shape:
    return Shape("path", style, d=d)
