"""Pictures of scores: the range against the bands and the bar, the sections, and the steps of a plan."""

from collections.abc import Iterable

from spinout.core.questionnaire import Band
from spinout.reports.drawings import (
    LEFT,
    LINE,
    SPAN,
    WIDE,
    Picture,
    Shape,
    Table,
    box,
    range_bar,
    scaled,
    upright,
    words_at,
    wrapped,
)
from spinout.reports.gate_pictures import LETTER
from spinout.reports.plan_lines import MOST_LEADING, PlanStep, PlanView
from spinout.reports.scoring import ScoreView

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
        Table("The score and the bands, 0 to 100", ("What", "Points"), tuple(rows), (False, True)),
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
    table = Table("Score by section, 0 to 100", ("Section", "Weight", "Score"), rows, (False, True, True))
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
    table = Table("The score after each step", ("Step", "Question", "Score"), tuple(rows), (False, False, True))
    caption = _caption((low, high) for _, low, high in ends)
    title = "The score after each step"
    return Picture("steps", "steps", title, caption, f"{words} {plan.then}", WIDE, y + 4, tuple(shapes), table)


def _told(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    """The steps that are drawn: where there are many, the first of them and the last."""
    return steps if len(steps) <= MOST_STEPS else (*steps[:MOST_LEADING], steps[-1])


def _both(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
