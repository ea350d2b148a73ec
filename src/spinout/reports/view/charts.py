"""The pictures of a report: bars of questions and votes, the ranges of scores, a plan's steps."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from spinout.core.conditions import State
from spinout.core.questionnaire import Band
from spinout.core.questionnaire import PaperPicture as Wanted
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.statuses import Status
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
from spinout.reports.view.words import between, told_of

VALUE_WIDE = 50
BAR_SPAN = SPAN - VALUE_WIDE
YES, NO, NO_MEMBERS = "Yes", "No", "Does not apply"
JOINING = {YES: "may join", NO: "may not join"}


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
    rows = tuple((s.question.title, _level_words(s), told_of(s)) for s in asked)
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
        return told_of(status)
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
        join = None if joining is None else joining.get(group.group, NO_MEMBERS)
        may = JOINING.get(join or "")
        rows.append((line.label, *(() if join is None else (join,)), line.share))
        told.append(f"{line.label}: {line.share} of the votes.{f' It {may}.' if may else ''}")
        if group.share or join == YES:
            y = label_at(y, f"{line.label} – {may}" if may else line.label, shapes)
            shapes += measure("sure", LEFT, BAR_SPAN, scaled(round(group.share), span=BAR_SPAN), y - 9)
            shapes.append(words_at(WIDE - LEFT, y + 2, line.share, "value", "end"))
            y += 24
    joins = () if joining is None else ("May join",)
    columns = ("Group", *joins, "Votes")
    table = PictureTable(wanted.title, columns, tuple(rows), tuple(column == "Votes" for column in columns))
    # who has the power, in words: a share of the votes does not say it
    caption, text = " ".join((wanted.caption, *view.remarks)), " ".join((*told, *view.remarks))
    return Picture(wanted.id, "votes", wanted.title, caption, text, WIDE, y - 10, tuple(shapes), table)


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


# ranges

KEY = "Solid is certain. A broken edge marks what the open answers could still add."
SURE_SCORE = "The bar is as long as the score, from 0 to 100."
SURE = "Each bar is as long as its score, from 0 to 100."
LETTER, SMALL_LETTER = 7, 6
"""About how wide a letter is."""
STEP_LEFT, STEP_SPAN, STEP_HIGH = 36, 198, 19
MOST_STEPS = MOST_LEADING + 1
"""With more steps than these, a picture shows the first of them and the last."""


def range_picture(score: ScoreView, bands: tuple[Band, ...], bar: int) -> Picture | None:
    """The overall range against what the stage needs, and against bands where there are any to show.

    None where nothing is assessed.
    """
    if score.low is None or score.high is None:
        return None
    shapes = range_bar(score.low, score.high, 26, 22)
    for start in sorted({0, 100, *(band.start for band in bands)}):
        shapes += [upright("axis", scaled(start), 48, 54), _centred(scaled(start), 66, str(start), "small")]
    bottom = _band_labels(bands, shapes)
    rows = [("The score", score.score)]
    words = f"On a line from 0 to 100, the score is {score.score}."
    if score.bands and bands:
        words += f" Its band: {score.bands}."
    if bar:
        shapes += _needed(bar, scaled(bar), 20, 54)
        rows.append(("Needed for this decision", f"{bar} or more"))
        words += f" This decision needs {bar} or more."
    rows += [(band.label, f"from {band.start}") for band in bands]
    title = "The score against the bands" if bands else "The score"
    caption = KEY if score.low != score.high else "The bands are named below the line." if bands else SURE_SCORE
    table = PictureTable(
        f"The score{' and the bands' if bands else ''}, 0 to 100", ("What", "Points"), tuple(rows), (False, True)
    )
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
    words = " ".join(filter(None, (f"The score now is {now}.", *then, plan.then)))
    rows = (("Now", "", now), *((str(step.number), step.ask, step.score) for step in steps))
    title, caption = "The score after each step", _caption((low, high) for _, low, high in ends)
    table = PictureTable(title, ("Step", "Question", "Score"), rows, (False, False, True))
    return Picture("steps", "steps", title, caption, words, WIDE, y + 4, tuple(shapes), table)
