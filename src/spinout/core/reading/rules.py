"""Read rules: criteria, classifications with their outcomes, and checks."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from spinout.core.conditions import Condition
from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.questionnaire import Check, Classification, Criterion, Outcome, Rules
from spinout.core.reading.conditions import Setting, condition_from
from spinout.core.reading.scope import Scope, registered

RULE_FIELDS = ("criteria", "classifications", "checks")


class _Place(Struct, frozen=True):
    """An item of rules with its id, once it is known to be a mapping with what it needs."""

    id: str
    cursor: Cursor


def rules_from(cursors: Iterable[Cursor], scope: Scope) -> Rules:
    """Read all files of rules together: a criterion may be named from any of them."""
    files = [cursor for cursor in cursors if cursor.fields(RULE_FIELDS)]
    criteria = tuple(_criteria(files, scope))
    known = [criterion.id for criterion in criteria]
    named = known + [i for i in _ids(files, "criteria") if i not in known]
    setting = Setting(scope, criteria=tuple(named))
    classifications = tuple(_classification(p, setting) for p in _places(files, "classifications", _CLASSIFICATION))
    checks = tuple(_checks(files, setting))
    return Rules(criteria, classifications, checks)


_CRITERION = (("id", "label", "when", "next_step", "sources"), ("id", "label", "when"))
_CLASSIFICATION = (("id", "title", "outcomes"), ("id", "title", "outcomes"))
_OUTCOME = (("id", "label", "when", "otherwise", "explain", "sources"), ("id", "label"))
_CHECK = (("id", "when", "message", "sources"), ("id", "when", "message"))


def _places(files: Iterable[Cursor], name: str, fields: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[_Place]:
    known, needed = fields
    seen: dict[str, Cursor] = {}
    for file in files:
        for item in file.list_of(name):
            if not item.fields(known, needed=needed):
                continue
            ident = item.identifier_of("id")
            if registered(item, seen, ident) and ident is not None:
                yield _Place(ident, item)


def _ids(files: Iterable[Cursor], name: str) -> Iterator[str]:
    """The ids that stand in the files, readable or not."""
    for file in files:
        child = file.child(name)
        for item in child.value if child is not None and isinstance(child.value, list) else []:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield item["id"]


def _criteria(files: list[Cursor], scope: Scope) -> Iterator[Criterion]:
    places = list(_places(files, "criteria", _CRITERION))
    for index, place in enumerate(places):
        setting = Setting(
            scope,
            criteria=[p.id for p in places[:index]],
            later_criteria=[p.id for p in places[index:]],
        )
        when = _when(place.cursor, setting)
        if when is not None:
            yield Criterion(
                place.id,
                place.cursor.text_of("label") or "",
                when,
                place.cursor.text_of("next_step"),
                scope.codes(place.cursor),
            )


def _when(cursor: Cursor, setting: Setting) -> Condition | None:
    child = cursor.child("when")
    return None if child is None else condition_from(child, setting)


def _classification(place: _Place, setting: Setting) -> Classification:
    cursor = place.cursor
    items = cursor.list_of("outcomes", least=1, what="outcome")
    seen: dict[str, Cursor] = {}
    outcomes = []
    for index, item in enumerate(items):
        if not item.fields(_OUTCOME[0], needed=_OUTCOME[1]):
            continue
        outcome = _outcome(item, setting, last=index == len(items) - 1)
        if outcome is not None and registered(item, seen, outcome.id):
            outcomes.append(outcome)
    return Classification(place.id, cursor.text_of("title") or "", tuple(outcomes))


def _outcome(item: Cursor, setting: Setting, *, last: bool) -> Outcome | None:
    ident, label = item.identifier_of("id"), item.text_of("label")
    otherwise = item.flag_of("otherwise", default=False)
    when = _when(item, setting)
    if last and not otherwise:
        item.report(
            Code.OUTCOME_ORDER,
            "The last outcome is not `otherwise: true`.",
            "End with one that takes all the rest.",
        )
        return None
    if not last and (otherwise or item.child("when") is None):
        item.report(
            Code.OUTCOME_ORDER,
            "Only the last outcome is `otherwise: true`; each before it has a `when`.",
            "Give it a `when`, or move it to the end.",
        )
        return None
    if last and item.child("when") is not None:
        item.report(Code.OUTCOME_ORDER, "An outcome has `when` or `otherwise`, not both.", "Leave one out.")
        return None
    if ident is None or label is None or (when is None and not last):
        return None
    return Outcome(ident, label, when, item.text_of("explain"), setting.scope.codes(item))


def _checks(files: list[Cursor], setting: Setting) -> Iterator[Check]:
    for place in _places(files, "checks", _CHECK):
        when = _when(place.cursor, setting)
        if when is not None:
            yield Check(place.id, when, place.cursor.text_of("message") or "", setting.scope.codes(place.cursor))
