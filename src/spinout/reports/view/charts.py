"""The pictures of a report: bars of questions and votes, the row of gates, the ranges of scores, a plan's steps."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from spinout.core.conditions import State
from spinout.core.questionnaire import Band
from spinout.core.questionnaire import PaperPicture as Wanted
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.standings import Standing
from spinout.core.wording import as_written
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
    range_bar,
    scaled,
    upright,
    words_at,
    wrapped,
)
from spinout.reports.view.plan_lines import MOST_LEADING, PlanStep, PlanView
from spinout.reports.view.scoring import ScoreView
from spinout.reports.view.words import about_percent, counted, words_of

VALUE_WIDE = 50
BAR_SPAN = SPAN - VALUE_WIDE
NAME_WIDE = 42
YES, NO, NOT_ASKED = "Yes", "No", "Not asked"
BESIDE = {YES: " – may join", NO: " – may not join"}
VOTES_LEFT, VOTES_SPAN = LEFT + NAME_WIDE, SPAN - NAME_WIDE - 72


def pictures(assessment: Assessment) -> tuple[Picture, ...]:
    """The pictures that the paper names and for which something is answered."""
    paper = assessment.questionnaire.reference.paper
    made = (_picture(wanted, assessment) for wanted in (() if paper is None else paper.pictures))
    return tuple(picture for picture in made if picture is not None)


def _picture(wanted: Wanted, assessment: Assessment) -> Picture | None:
    return _votes(wanted, assessment) if wanted.kind == "votes" else _bars(wanted, assessment)


# bars


def _bars(wanted: Wanted, assessment: Assessment) -> Picture | None:
    standings = [assessment.standings[ident] for ident in wanted.questions]
    asked = [s for s in standings if s.shown and s.question.type.top is not None]
    if not any(s.state is State.ANSWERED for s in asked):
        return None
    shapes: list[Shape] = []
    y = 14
    for standing in asked:
        for line in wrapped(standing.question.title):
            shapes.append(words_at(LEFT, y, line))
            y += LINE
        shapes += _level(standing, y - 9)
        y += 24
    rows = tuple((s.question.title, _level_words(s), words_of(s)) for s in asked)
    return Picture(
        wanted.id,
        "bars",
        wanted.title,
        wanted.caption,
        "; ".join(f"{s.question.title} {_level_words(s)}" for s in asked) + ".",
        WIDE,
        y - 6,
        tuple(shapes),
        PictureTable(wanted.title, ("Question", "Level", "Answer"), rows, (False, False, False)),
    )


def _level(standing: Standing, y: int) -> Iterator[Shape]:
    """A bar as long as the level is high, with a mark at each level."""
    top, level = standing.question.type.top or 1, standing.effective
    answered = standing.state is State.ANSWERED and isinstance(level, int)
    yield box("track" if answered else "open", LEFT, LEFT + BAR_SPAN, y, 12)
    if answered:
        end = scaled(int(str(standing.effective)), top, span=BAR_SPAN)
        if end > LEFT:
            yield box("sure", LEFT, end, y, 12)
        for level in range(1, top):
            x = scaled(level, top, span=BAR_SPAN)
            yield upright("cut" if x < end else "axis", x, y, y + 12)
    yield words_at(WIDE - LEFT, y + 11, _level_short(standing), "value", "end")


def _level_short(standing: Standing) -> str:
    if standing.state is State.ANSWERED and standing.effective is not None:
        return f"{standing.effective} of {standing.question.type.top}"
    return {State.NOT_APPLICABLE: "none"}.get(standing.state, "?") if not standing.answer.exempt else "left out"


def _level_words(standing: Standing) -> str:
    if standing.state is not State.ANSWERED:
        return words_of(standing)
    given, counts = standing.answer.value, standing.effective
    lower = "" if given == counts else f" (answered {given}, without evidence)"
    return f"{_level_short(standing)}{lower}"


# votes


def _votes(wanted: Wanted, assessment: Assessment) -> Picture | None:
    question = wanted.questions[0]
    standing = assessment.standings[question]
    power = next((p for p in assessment.power if p.question == question), None)
    if power is None or standing.answer.exempt:
        return None
    labels = {part.id: part.label for part in standing.question.type.parts}
    joining = _joining(assessment)
    shapes: list[Shape] = []
    y = 14
    rows, told = [], []
    for group in power.groups:
        label, share = labels[group.group], f"{as_written(group.share)}%"
        indices = (about_percent(group.banzhaf), about_percent(group.shapley_shubik))
        join = None if joining is None else joining.get(group.group, NOT_ASKED)
        rows.append((label, *(() if join is None else (join,)), share, *indices))
        told.append(f"{label}: {share} of the votes, {indices[0]} of the power.{_join_words(join)}")
        if group.share or join == YES:
            for line in wrapped(f"{label}{BESIDE.get(join or '', '')}"):
                shapes.append(words_at(LEFT, y, line))
                y += LINE
            shapes += _measure("Votes", round(group.share), share, "sure", y - 9)
            shapes += _measure("Power", round(100 * group.banzhaf), indices[0], "second", y + 7)
            y += 44
    joins = () if joining is None else ("May join",)
    columns = ("Group", *joins, "Votes", "Power (Banzhaf)", "Power (Shapley and Shubik)")
    return Picture(
        wanted.id,
        "votes",
        wanted.title,
        wanted.caption,
        " ".join(told),
        WIDE,
        y - 10,
        tuple(shapes),
        PictureTable(wanted.title, columns, tuple(rows), tuple(c.startswith(("Votes", "Power")) for c in columns)),
    )


def _join_words(join: str | None) -> str:
    return {YES: " It may join.", NO: " It may not join."}.get(join or "", "")


def _measure(name: str, percent: int, words: str, style: str, y: int) -> Iterator[Shape]:
    yield words_at(LEFT, y + 11, name, "small")
    yield box("track", VOTES_LEFT, VOTES_LEFT + VOTES_SPAN, y, 12)
    end = scaled(percent, left=VOTES_LEFT, span=VOTES_SPAN)
    if end > VOTES_LEFT:
        yield box(style, VOTES_LEFT, end, y, 12)
    yield words_at(WIDE - 2, y + 11, words, "value", "end")


def _joining(assessment: Assessment) -> Mapping[str, str] | None:
    """Which groups may join, after the question by which the paper matches members; None if that says nothing."""
    paper = assessment.questionnaire.reference.paper
    matches = () if paper is None or paper.comparators is None else paper.comparators.match
    for match in matches:
        standing = assessment.standings[match.question]
        chosen = standing.answer.value
        if match.field == "members" and standing.state is State.ANSWERED and isinstance(chosen, tuple):
            options = standing.question.type.options
            return {option.id: YES if option.id in chosen else NO for option in options}
    return None


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
        PictureTable("The gates for this stage", ("Gate", "Question", "State"), rows, (False, False, False)),
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
    shapes = [*range_bar(score.low, score.high, 26, 22), *_axis(bands, 48)]
    labels, bottom = _band_labels(bands)
    shapes += labels
    if bar:
        shapes += _needed(bar, 20, 54)
    rows = [("The score", score.score)]
    if bar:
        rows.append(("Needed for this stage", f"{bar} or more"))
    rows += [(band.label, f"from {band.start}") for band in bands]
    return Picture(
        "range",
        "range",
        "The score against the bands",
        KEY if score.low != score.high else "The bands are named below the line.",
        _range_words(score, bar),
        WIDE,
        bottom,
        tuple(shapes),
        PictureTable("The score and the bands, 0 to 100", ("What", "Points"), tuple(rows), (False, True)),
    )


def _range_words(score: ScoreView, bar: int) -> str:
    words = f"On a line from 0 to 100, the score is {score.score}."
    if score.bands:
        words += f" Its band: {score.bands}."
    return f"{words} The stage needs {bar} or more." if bar else words


def _needed(bar: int, top: int, bottom: int) -> list[Shape]:
    """The bar of the stage: a thick line, with its number above it."""
    x = scaled(bar)
    text = f"Needed: {bar}"
    half = len(text) * LETTER // 2
    return [upright("needed", x, top, bottom), words_at(_inside(x, half), top - 6, text, "value", "middle")]


def _inside(x: int, half: int) -> int:
    return min(max(x, half), WIDE - half)


def _axis(bands: tuple[Band, ...], y: int) -> list[Shape]:
    shapes: list[Shape] = []
    for start in sorted({0, 100, *(band.start for band in bands)}):
        x, half = scaled(start), len(str(start)) * LETTER // 2
        shapes += [upright("axis", x, y, y + 6), words_at(_inside(x, half), y + 18, str(start), "small", "middle")]
    return shapes


def _band_labels(bands: tuple[Band, ...]) -> tuple[list[Shape], int]:
    """The bands' names under their parts of the line, on as many lines as keep them apart."""
    shapes: list[Shape] = []
    ends: list[int] = []
    top = 84
    for place, band in enumerate(bands):
        end = bands[place + 1].start if place + 1 < len(bands) else 100
        half = len(band.label) * SMALL_LETTER // 2
        middle = _inside((scaled(band.start) + scaled(end)) // 2, half)
        line = next((n for n, taken in enumerate(ends) if taken < middle - half), len(ends))
        ends[line : line + 1] = [middle + half + LETTER]
        shapes.append(words_at(middle, top + line * LINE, band.label, "small", "middle"))
    return shapes, top + LINE * len(ends) - 8 if bands else 74


def sections_picture(score: ScoreView) -> Picture | None:
    """Each section's range; None where none is assessed."""
    if all(section.low is None for section in score.sections):
        return None
    shapes: list[Shape] = []
    y = 14
    for section in score.sections:
        lines = wrapped(section.title, 33)
        shapes.append(words_at(WIDE - LEFT, y, section.score, "value", "end"))
        for line in lines:
            shapes.append(words_at(LEFT, y, line))
            y += LINE
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
    """The plan's steps from today's range on; None where there are none or nothing is scored."""
    if plan is None or not plan.steps or plan.low is None or plan.high is None:
        return None
    steps = _told(plan.steps)
    ends = [("Now", plan.low, plan.high), *((str(s.number), s.low, s.high) for s in steps)]
    shapes: list[Shape] = []
    y = 24
    for name, low, high in ends:
        if low is None or high is None:
            continue
        shapes += range_bar(low, high, y, 12, left=STEP_LEFT, span=STEP_SPAN)
        shapes.append(words_at(STEP_LEFT - 6, y + 11, name, "label", "end"))
        shapes.append(words_at(WIDE - 2, y + 11, _both(low, high), "value", "end"))
        y += STEP_HIGH
    if bar:
        x = scaled(bar, left=STEP_LEFT, span=STEP_SPAN)
        shapes += [upright("needed", x, 18, y), words_at(x, 12, f"Needed: {bar}", "value", "middle")]
    words = f"The score now is {_both(plan.low, plan.high)}. " + " ".join(
        f"After step {step.number} it is {step.score}." for step in steps
    )
    rows = [("Now", "", _both(plan.low, plan.high))]
    rows += [(str(step.number), step.ask, step.score) for step in steps]
    table = PictureTable("The score after each step", ("Step", "Question", "Score"), tuple(rows), (False, False, True))
    caption = _caption((low, high) for _, low, high in ends)
    title = "The score after each step"
    return Picture("steps", "steps", title, caption, f"{words} {plan.then}", WIDE, y + 4, tuple(shapes), table)


def _told(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    """The steps that are drawn: where there are many, the first of them and the last."""
    return steps if len(steps) <= MOST_STEPS else (*steps[:MOST_LEADING], steps[-1])


def _both(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
