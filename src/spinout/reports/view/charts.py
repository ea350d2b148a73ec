"""The pictures of a report: bars of questions and votes, the row of gates, the ranges of scores, a plan's steps."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from spinout.core.conditions import State
from spinout.core.questionnaire import Band
from spinout.core.questionnaire import PaperPicture as Wanted
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted
from spinout.reports.view.decision import DecisionView, GateLine
from spinout.reports.view.drawings import (
    LEFT,
    LINE,
    SPAN,
    WIDE,
    Picture,
    PictureTable,
    Shape,
    box,
    label_at,
    measure,
    range_bar,
    scaled,
    upright,
    words_at,
)
from spinout.reports.view.findings import power_views
from spinout.reports.view.plan_lines import MOST_LEADING, PlanView
from spinout.reports.view.scoring import ScoreView
from spinout.reports.view.words import between, joined, verb, words_of

VALUE_WIDE = 50
BAR_SPAN = SPAN - VALUE_WIDE
NAME_WIDE = 42
YES, NO, NOT_ASKED = "Yes", "No", "Not asked"
JOINING = {YES: "may join", NO: "may not join"}
VOTES_LEFT, VOTES_SPAN = LEFT + NAME_WIDE, SPAN - NAME_WIDE - 72


def pictures(assessment: Assessment) -> tuple[Picture, ...]:
    """The pictures that the paper names and for which something is answered."""
    paper = assessment.questionnaire.reference.paper
    wanted = () if paper is None else paper.pictures
    made = (_votes(one, assessment) if one.kind == "votes" else _bars(one, assessment) for one in wanted)
    return tuple(picture for picture in made if picture is not None)


# bars


def _bars(wanted: Wanted, assessment: Assessment) -> Picture | None:
    statuses = [assessment.statuses[ident] for ident in wanted.questions]
    asked = [s for s in statuses if s.shown and s.question.type.top is not None]
    if not any(s.state is State.ANSWERED for s in asked):
        return None
    shapes: list[Shape] = []
    y = 14
    for status in asked:
        y = label_at(y, status.question.title, shapes)
        shapes += _level(status, y - 9)
        y += 24
    rows = tuple((s.question.title, _level_words(s), words_of(s)) for s in asked)
    table = PictureTable(wanted.title, ("Question", "Level", "Answer"), rows, (False, False, False))
    text = "; ".join(f"{title} {level}" for title, level, _ in rows) + "."
    return Picture(wanted.id, "bars", wanted.title, wanted.caption, text, WIDE, y - 6, tuple(shapes), table)


def _level(status: Status, y: int) -> Iterator[Shape]:
    """A bar as long as the level is high, with a mark at each level."""
    top, level = status.question.type.top or 1, status.effective
    if status.state is State.ANSWERED and isinstance(level, int):
        end = scaled(int(level), top, span=BAR_SPAN)
        yield from measure("sure", LEFT, BAR_SPAN, end, y)
        for mark_at in range(1, top):
            x = scaled(mark_at, top, span=BAR_SPAN)
            yield upright("cut" if x < end else "axis", x, y, y + 12)
    else:
        yield box("open", LEFT, LEFT + BAR_SPAN, y, 12)
    yield words_at(WIDE - LEFT, y + 11, _level_short(status), "value", "end")


def _level_short(status: Status) -> str:
    if status.state is State.ANSWERED and status.effective is not None:
        return f"{status.effective} of {status.question.type.top}"
    return {State.NOT_APPLICABLE: "none"}.get(status.state, "?") if not status.answer.exempt else "left out"


def _level_words(status: Status) -> str:
    if status.state is not State.ANSWERED:
        return words_of(status)
    given, counts = status.answer.value, status.effective
    lower = "" if given == counts else f" (answered {given}, without evidence)"
    return f"{_level_short(status)}{lower}"


# votes


def _votes(wanted: Wanted, assessment: Assessment) -> Picture | None:
    question = wanted.questions[0]
    power = next((power for power in assessment.power if power.question == question), None)
    view = next((view for view in power_views(assessment) if view.question == question), None)
    if power is None or view is None:
        return None
    joining = _joining(assessment)
    shapes: list[Shape] = []
    y = 14
    rows, told = [], []
    for group, line in zip(power.groups, view.groups, strict=True):
        join = None if joining is None else joining.get(group.group, NOT_ASKED)
        may = JOINING.get(join or "")
        rows.append((line.label, *(() if join is None else (join,)), line.share, line.banzhaf, line.shapley_shubik))
        also = f" It {may}." if may else ""
        told.append(f"{line.label}: {line.share} of the votes, {line.banzhaf} of the power.{also}")
        if group.share or join == YES:
            y = label_at(y, f"{line.label} – {may}" if may else line.label, shapes)
            shapes += _measure("Votes", round(group.share), line.share, "sure", y - 9)
            shapes += _measure("Power", round(100 * group.banzhaf), line.banzhaf, "second", y + 7)
            y += 44
    joins = () if joining is None else ("May join",)
    columns = ("Group", *joins, "Votes", "Power (Banzhaf)", "Power (Shapley and Shubik)")
    numbers = tuple(column.startswith(("Votes", "Power")) for column in columns)
    table = PictureTable(wanted.title, columns, tuple(rows), numbers)
    return Picture(wanted.id, "votes", wanted.title, wanted.caption, " ".join(told), WIDE, y - 10, tuple(shapes), table)


def _measure(name: str, percent: int, words: str, style: str, y: int) -> Iterator[Shape]:
    yield words_at(LEFT, y + 11, name, "small")
    yield from measure(style, VOTES_LEFT, VOTES_SPAN, scaled(percent, left=VOTES_LEFT, span=VOTES_SPAN), y)
    yield words_at(WIDE - 2, y + 11, words, "value", "end")


def _joining(assessment: Assessment) -> Mapping[str, str] | None:
    """Which groups may join, after the question by which the paper matches members; None if that says nothing."""
    paper = assessment.questionnaire.reference.paper
    matches = () if paper is None or paper.comparators is None else paper.comparators.match
    for match in matches:
        status = assessment.statuses[match.question]
        chosen = status.answer.value
        if match.field == "members" and status.state is State.ANSWERED and isinstance(chosen, tuple):
            options = status.question.type.options
            return {option.id: YES if option.id in chosen else NO for option in options}
    return None


# gates

SIZE, STEP, ROW, A_ROW = 22, 26, 42, 11
LETTER = 7
"""About how wide a letter is."""
STATES = {
    "met": ("Met", "is met", "are met"),
    "not-met": ("Not met", "is not met", "are not met"),
    "unknown": ("Not known", "is not known", "are not known"),
    "not-applicable": ("Does not apply", "does not apply", "do not apply"),
    "left-out": ("Left out of this report", "is left out of this report", "are left out of this report"),
}
"""What the states of gates are called: alone, of one gate, and of several."""


def gates_picture(decision: DecisionView | None, in_row: int = A_ROW, wide: int = WIDE) -> Picture | None:
    """Every gate of the stage as a shape under its number, so many in a row; None where there are none."""
    if decision is None or not decision.gates:
        return None
    gates = decision.gates
    shapes: list[Shape] = []
    for place, gate in enumerate(gates):
        x, y = LEFT + place % in_row * STEP, 4 + place // in_row * ROW
        shapes += [*mark(gate.state, x, y), words_at(x + SIZE // 2, y + SIZE + 12, str(place + 1), "small", "middle")]
    # what each shape stands for, and how many there are, side by side while there is room
    x, y = LEFT, 8 + -(-len(gates) // in_row) * ROW
    present = _present(gates)
    for state, numbers in present.items():
        words = f"{STATES[state][0]}: {len(numbers)}"
        across = SIZE + 20 + len(words) * LETTER
        if x > LEFT and x + across > wide:
            x, y = LEFT, y + 28
        shapes += [*mark(state, x, y), words_at(x + SIZE + 6, y + 16, words)]
        x += across
    title, caption = "The gates for this stage", "Each shape is a gate, under its number in the table of gates."
    listed = (f"{STATES[state][0]}: {', '.join(numbers)}." for state, numbers in present.items() if state != "met")
    rows = tuple((str(n), gate.title, gate.state_words) for n, gate in enumerate(gates, start=1))
    table = PictureTable(title, ("Gate", "Question", "State"), rows, (False, False, False))
    text = " ".join((gates_in_words(gates), *listed))
    return Picture("gates", "gates", title, caption, text, wide, y + 28, tuple(shapes), table)


def gates_in_words(gates: tuple[GateLine, ...]) -> str:
    """How many gates there are in each state, in a sentence."""
    if all(gate.state == "met" for gate in gates):
        return f"All {counted(len(gates), 'gate')} for this stage are met." if gates[1:] else "The gate is met."
    told = [f"{len(numbers)} {verb(len(numbers), *STATES[state][1:])}" for state, numbers in _present(gates).items()]
    return f"Of {counted(len(gates), 'gate')} for this stage, {joined(told)}."


def _present(gates: tuple[GateLine, ...]) -> Mapping[str, list[str]]:
    """The states that there are, each with the numbers of its gates."""
    found = {state: [str(n) for n, gate in enumerate(gates, start=1) if gate.state == state] for state in STATES}
    return {state: numbers for state, numbers in found.items() if numbers}


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


# ranges

KEY = "Solid is certain. A broken edge marks what the open answers could still add."
SURE = "Each bar is as long as its score, from 0 to 100."
SMALL_LETTER = 6
"""About how wide a letter is."""
STEP_LEFT, STEP_SPAN, STEP_HIGH = 36, 198, 19
MOST_STEPS = MOST_LEADING + 1
"""With more steps than these, a picture shows the first of them and the last."""


def range_picture(score: ScoreView, bands: tuple[Band, ...], bar: int) -> Picture | None:
    """The overall range against the bands and what the stage needs; None where nothing is assessed."""
    if score.low is None or score.high is None:
        return None
    shapes = range_bar(score.low, score.high, 26, 22)
    for start in sorted({0, 100, *(band.start for band in bands)}):
        shapes += [upright("axis", scaled(start), 48, 54), _centred(scaled(start), 66, str(start), "small")]
    bottom = _band_labels(bands, shapes)
    rows = [("The score", score.score)]
    words = f"On a line from 0 to 100, the score is {score.score}."
    if score.bands:
        words += f" Its band: {score.bands}."
    if bar:
        shapes += _needed(bar, scaled(bar), 20, 54)
        rows.append(("Needed for this stage", f"{bar} or more"))
        words += f" The stage needs {bar} or more."
    rows += [(band.label, f"from {band.start}") for band in bands]
    title = "The score against the bands"
    caption = KEY if score.low != score.high else "The bands are named below the line."
    table = PictureTable("The score and the bands, 0 to 100", ("What", "Points"), tuple(rows), (False, True))
    return Picture("range", "range", title, caption, words, WIDE, bottom, tuple(shapes), table)


def _needed(bar: int, x: int, top: int, bottom: int) -> tuple[Shape, Shape]:
    """The bar of the stage: a thick line, with its number above it."""
    return upright("needed", x, top, bottom), _centred(x, top - 6, f"Needed: {bar}", "value")


def _centred(x: int, y: int, text: str, style: str, letter: int = LETTER) -> Shape:
    """A text with its middle at a place, or as near as keeps it inside."""
    half = len(text) * letter // 2
    return words_at(min(max(x, half), WIDE - half), y, text, style, "middle")


def _band_labels(bands: tuple[Band, ...], shapes: list[Shape]) -> int:
    """The bands' names under their parts of the line, on as many lines as keep them apart; gives where they end."""
    ends: list[int] = []
    for band, end in zip(bands, (*(band.start for band in bands[1:]), 100), strict=False):
        name = _centred((scaled(band.start) + scaled(end)) // 2, 84, band.label, "small", SMALL_LETTER)
        half = len(band.label) * SMALL_LETTER // 2
        line = next((n for n, taken in enumerate(ends) if taken < name.x - half), len(ends))
        ends[line : line + 1] = [name.x + half + LETTER]
        shapes.append(replace(name, y=name.y + line * LINE))
    return 76 + LINE * len(ends) if bands else 74


def sections_picture(score: ScoreView) -> Picture | None:
    """Each section's range; None where none is assessed."""
    if all(section.low is None for section in score.sections):
        return None
    shapes: list[Shape] = []
    y = 14
    for section in score.sections:
        shapes.append(words_at(WIDE - LEFT, y, section.score, "value", "end"))
        y = label_at(y, section.title, shapes, 33)
        if section.low is None or section.high is None:
            shapes.append(box("track", LEFT, LEFT + SPAN, y - 9, 12))
        else:
            shapes += range_bar(section.low, section.high, y - 9, 12)
        y += 24
    rows = tuple((section.title, section.weight, section.score) for section in score.sections)
    table = PictureTable("Score by section, 0 to 100", ("Section", "Weight", "Score"), rows, (False, True, True))
    words = "; ".join(f"{section.title}: {section.score.lower()}" for section in score.sections)
    caption = _caption((section.low, section.high) for section in score.sections)
    title = "The sections as ranges, 0 to 100"
    return Picture("sections", "sections", title, caption, f"{words}.", WIDE, y - 8, tuple(shapes), table)


def _caption(ends: Iterable[tuple[int | None, int | None]]) -> str:
    """How to read bars: that some end in a range, where any does."""
    return KEY if any(low != high for low, high in ends) else SURE


def steps_picture(plan: PlanView | None, bar: int) -> Picture | None:
    """The plan's steps from today's range on; None where there are none or nothing is scored.

    Where there are many, the first of them are drawn, and the last.
    """
    if plan is None or not plan.steps or plan.low is None or plan.high is None:
        return None
    steps = plan.steps if len(plan.steps) <= MOST_STEPS else (*plan.steps[:MOST_LEADING], plan.steps[-1])
    ends = [("Now", plan.low, plan.high), *((str(s.number), s.low, s.high) for s in steps)]
    shapes: list[Shape] = []
    y = 24
    for name, low, high in ends:
        if low is None or high is None:
            continue
        shapes += range_bar(low, high, y, 12, left=STEP_LEFT, span=STEP_SPAN)
        shapes.append(words_at(STEP_LEFT - 6, y + 11, name, "label", "end"))
        shapes.append(words_at(WIDE - 2, y + 11, between(low, high), "value", "end"))
        y += STEP_HIGH
    if bar:
        shapes += _needed(bar, scaled(bar, left=STEP_LEFT, span=STEP_SPAN), 18, y)
    now = between(plan.low, plan.high)
    then = (f"After step {step.number} it is {step.score}." for step in steps)
    words = " ".join((f"The score now is {now}.", *then, plan.then))
    rows = (("Now", "", now), *((str(step.number), step.ask, step.score) for step in steps))
    title, caption = "The score after each step", _caption((low, high) for _, low, high in ends)
    table = PictureTable(title, ("Step", "Question", "Score"), rows, (False, False, True))
    return Picture("steps", "steps", title, caption, words, WIDE, y + 4, tuple(shapes), table)
