"""The pictures of a decision: each stage with its verdict, and what this one needs, by name."""

from collections.abc import Mapping

from spinout.core.wording import counted, ended
from spinout.reports.view.blocks import Recommendation
from spinout.reports.view.decision import DecisionView, GateLine
from spinout.reports.view.drawings import LEFT, LINE, WIDE, Picture, PictureTable, Shape, words_at, wrapped
from spinout.reports.view.resolutions import told_once
from spinout.reports.view.words import REQUIREMENT, joined, verb

SIZE, ROW, BESIDE = 22, 27, 8
NAME_LETTERS = 38
"""So many letters of a name fit beside its mark, where pictures are narrow and in half a wide one."""
SAID_LETTERS = 54
"""The same in the right half of a wide one."""
MOST_NAMED = 7
"""So many of what is open are named in a picture; its words and its table name all."""
STATES = {
    "not-met": ("Not met", "is not met", "are not met"),
    "unknown": ("Not known", "is not known", "are not known"),
    "left-out": ("Left out of this report", "is left out of this report", "are left out of this report"),
    "met": ("Met", "is met", "are met"),
    "not-applicable": ("Does not apply", "does not apply", "do not apply"),
}
"""What the states of gates are called: alone, of one gate, and of several; what is open comes first."""
OPEN = ("not-met", "unknown", "left-out")


# what the decision needs


def gates_picture(
    decision: DecisionView | None, recommended: tuple[Recommendation, ...], columns: int = 1, wide: int = WIDE
) -> Picture | None:
    """What is open beside its mark by name, and how much is met; None where nothing is needed.

    Where very many conditions are listed in the recommendations, they are counted here.
    """
    if decision is None or not decision.gates:
        return None
    present, by_name = _present(decision.gates), () if told_once(decision, recommended) else OPEN
    named = [(state, title) for state in by_name for title in present.get(state, ())]
    lines = named[:MOST_NAMED] if len(named) > MOST_NAMED + 1 else named
    told = [(state, title) for state, title in lines]
    told += [("", f"and {len(named) - len(lines)} more")] if len(lines) < len(named) else []
    told += [(state, f"{STATES[state][0]}: {len(titles)}") for state, titles in present.items() if state not in by_name]
    shapes, high = _in_columns(told, columns, wide)
    title = "What this decision needs"
    caption = "A cross is not met, a question mark not known, an empty box left out, a tick met." if named else ""
    listed = (f"{STATES[state][0]}: {ended('; '.join(present[state]))}" for state in by_name if state in present)
    rows = tuple((gate.title, gate.state_words) for gate in decision.gates)
    table = PictureTable(title, (REQUIREMENT.capitalize(), "State"), rows, (False, False))
    text = " ".join((gates_in_words(decision.gates), *listed))
    return Picture("gates", "gates", title, caption, text, wide, high, tuple(shapes), table)


def _in_columns(told: list[tuple[str, str]], columns: int, wide: int) -> tuple[list[Shape], int]:
    """Marks with their words, down one column and then the next; and how high they stand."""
    shapes: list[Shape] = []
    deep, across, high = -(-len(told) // columns), wide // columns, 0
    for column in range(columns):
        y = 2
        for state, words in told[column * deep : (column + 1) * deep]:
            x = LEFT + column * across
            shapes += mark(state, x, y) if state else ()
            lines = wrapped(words, NAME_LETTERS)
            top = y + 16 if len(lines) == 1 else y + 10
            shapes += [words_at(x + SIZE + BESIDE, top + n * LINE, line) for n, line in enumerate(lines)]
            y += max(ROW, len(lines) * LINE + 8)
        high = max(high, y)
    return shapes, high


def gates_in_words(gates: tuple[GateLine, ...]) -> str:
    """How many gates there are in each state, in a sentence."""
    if all(gate.state == "met" for gate in gates):
        every = f"All {counted(len(gates), REQUIREMENT)} of this decision are met."
        return every if gates[1:] else f"The one {REQUIREMENT} of this decision is met."
    told = [f"{len(titles)} {verb(len(titles), *STATES[state][1:])}" for state, titles in _present(gates).items()]
    return f"Of {counted(len(gates), REQUIREMENT)} of this decision, {joined(told)}."


def _present(gates: tuple[GateLine, ...]) -> Mapping[str, list[str]]:
    """The states that there are, each with the titles of its gates."""
    found = {state: [gate.title for gate in gates if gate.state == state] for state in STATES}
    return {state: titles for state, titles in found.items() if titles}


# the stages


def ladder_picture(decision: DecisionView | None, wide: int = WIDE) -> Picture | None:
    """Every stage with its verdict, from the first on; None where nothing is decided."""
    if decision is None:
        return None
    shapes: list[Shape] = []
    beside, here = wide > WIDE, "judged here" if decision.not_stated else "asked for here"
    x, y, rows, told = LEFT + SIZE + BESIDE, 2, [], []
    for line in decision.ladder:
        name = f"{line.label} ({here})" if line.asked else line.label
        words = f"{line.words}: {line.needs}" if line.needs else line.words
        names, said = wrapped(name, NAME_LETTERS), wrapped(words, SAID_LETTERS if beside else NAME_LETTERS)
        lines = max(len(names), len(said)) if beside else len(names) + len(said)
        top = y + (16 if lines == 1 else 9)
        shapes += mark(line.state, LEFT, y)
        shapes += [words_at(x, top + n * LINE, text) for n, text in enumerate(names)]
        left, under = (wide // 2 - 30, top) if beside else (x, top + len(names) * LINE)
        shapes += [words_at(left, under + n * LINE, text) for n, text in enumerate(said)]
        y += max(ROW, lines * LINE + 8)
        rows.append((name, line.words, line.needs or "Nothing", line.bar))
        told.append(f"{name}: {words[0].lower()}{words[1:]}.")
    title, columns = "Each decision in turn", ("Decision", "State", "What is open", "Score needed")
    table = PictureTable(title, columns, tuple(rows), (False, False, False, True))
    return Picture("ladder", "ladder", title, "", " ".join(told), wide, y, tuple(shapes), table)


# marks


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
