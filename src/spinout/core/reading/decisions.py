"""Read what a questionnaire scores by and decides: bands, stages, and when it is too early."""

from fractions import Fraction

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.choices import Choice
from spinout.core.questionnaire import Band, Decision, Stage
from spinout.core.reading.scope import Scope, registered
from spinout.core.wording import listed


def bands_from(scoring: Cursor) -> tuple[Band, ...]:
    """Read bands: the first starts at 0, each starts above the one before."""
    bands: list[Band] = []
    seen: dict[str, Cursor] = {}
    before = Fraction(-1)
    for item in scoring.list_of("bands", what="band"):
        if not item.fields(("id", "label", "from"), needed=("id", "label", "from")):
            continue
        ident, label = item.identifier_of("id"), item.text_of("label")
        start = item.whole_of("from", low=0, high=100)
        registered(item, seen, ident)
        if ident is None or label is None or start is None:
            continue
        place = item.child("from") or item
        if not bands and start != 0:
            place.report(Code.BANDS_ORDER, f"The first band starts at {start}.", "Let it start at 0.")
        elif start <= before:
            place.report(
                Code.BANDS_ORDER,
                f"This band starts at {start}, not above the one before.",
                "Put them in rising order.",
            )
        before = Fraction(start)
        bands.append(Band(ident, label, start))
    return tuple(bands)


def stage_ids(decision: Cursor | None) -> tuple[str, ...] | None:
    """The ids of the stages as far as they can be read; None where nothing is decided."""
    if decision is None or not isinstance(decision.value, dict):
        return None
    stages = decision.value.get("stages")
    ids = [item.get("id") for item in stages if isinstance(item, dict)] if isinstance(stages, list) else []
    return tuple(str(ident) for ident in ids)


def decision_from(cursor: Cursor, scope: Scope) -> Decision | None:
    """Read the decision; None where it is wrong, which is told."""
    if not cursor.fields(("asked_by", "stages", "too_early"), needed=("asked_by", "stages")):
        return None
    stages = _stages(cursor)
    asked_by = _asked_by(cursor, scope)
    early = cursor.child("too_early")
    gates, any_of = (None, ()) if early is None else _too_early(early, scope)
    if asked_by is None or not stages:
        return None
    return Decision(asked_by, stages, gates, any_of)


def _stages(cursor: Cursor) -> tuple[Stage, ...]:
    stages = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("stages", least=1, what="stage"):
        if not item.fields(("id", "label", "ready_from"), needed=("id", "label")):
            continue
        ident, label = item.identifier_of("id"), item.text_of("label")
        ready_from = item.whole_of("ready_from", low=0, high=100)
        if registered(item, seen, ident) and ident is not None and label is not None:
            stages.append(Stage(ident, label, ready_from or 0))
    return tuple(stages)


def _asked_by(cursor: Cursor, scope: Scope) -> str | None:
    child = cursor.child("asked_by")
    ident = None if child is None else scope.question(child)
    if child is None or ident is None:
        return None
    kind = scope.types[ident]
    if kind is None:
        return ident
    if not isinstance(kind, Choice):
        child.report(
            Code.STAGE_OPTIONS,
            f"{ident} is of type {kind.name}.",
            "The question that asks for the stage is a choice.",
        )
        return None
    options, wanted = {option.id for option in kind.options}, set(stage_ids(cursor) or ())
    if wanted and options != wanted:
        differ = listed(sorted(options ^ wanted))
        child.report(
            Code.STAGE_OPTIONS,
            f"The options of {ident} are not exactly the stages; these differ: {differ}.",
            "Give the question one option for each stage, with the same ids.",
        )
        return None
    return ident


def _too_early(cursor: Cursor, scope: Scope) -> tuple[int | None, tuple[str, ...]]:
    if not cursor.fields(("open_gates", "any_of")):
        return None, ()
    gates = cursor.whole_of("open_gates", low=1)
    return gates, scope.questions(cursor.list_of("any_of", what="question"))
