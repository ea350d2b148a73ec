"""Which organisations to learn from a report shows, in which order, and what it says of each.

The choice is the paper's. No organisation is ever shown without its caveat and its date.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from spinout.core.assessment import Assessment
from spinout.core.conditions import State
from spinout.core.question_types.choices import Choice, Multi
from spinout.core.reference import Comparator, ComparatorChoice, Match

STATUSES = {
    "trading": "Trading",
    "changed": "Changed",
    "contract-ended": "Contract ended",
    "council-owned": "Owned by a council",
    "closed": "Closed",
    "not-confirmed": "Not confirmed",
}


class ComparatorLine(Struct, frozen=True):
    """One organisation; `likeness` says how it is like this service."""

    id: str
    name: str
    status: str
    status_words: str
    status_note: str
    as_at: str
    caveat: str
    what_to_learn: str
    sector: str
    members: str | None
    legal_form: str
    since: str
    likeness: str
    sources: tuple[str, ...]
    status_told: str
    """The status and its note in sentences, the status said once."""


class _Asked(Struct, frozen=True):
    """A question that organisations are matched with: the words of its options, and those that a report may tell."""

    field: str
    labels: Mapping[str, str]
    told: frozenset[str]


class Comparators(Struct, frozen=True):
    """Those chosen for the report, and the rest."""

    text: str | None
    chosen: tuple[ComparatorLine, ...]
    others: tuple[ComparatorLine, ...]


def comparators_view(assessment: Assessment) -> Comparators:
    """The organisations of the reference data, chosen as the paper says; all where it says nothing."""
    reference = assessment.questionnaire.reference
    choice = None if reference.paper is None else reference.paper.comparators
    if choice is None:
        return Comparators(None, tuple(_line(c, ()) for c in reference.comparators), ())
    chosen, others = chosen_and_others(reference.comparators, choice, assessment)
    asked = tuple(_asked(match, assessment) for match in choice.match)
    return Comparators(
        choice.text or None, tuple(_line(c, asked) for c in chosen), tuple(_line(c, asked) for c in others)
    )


def chosen_and_others(
    comparators: Iterable[Comparator], choice: ComparatorChoice, assessment: Assessment
) -> tuple[tuple[Comparator, ...], tuple[Comparator, ...]]:
    """The best matches, at most so many, and the rest, both best first.

    The first match orders before the second; like ones keep the file's order. Where none of those
    chosen has one of the statuses that one must have, the best match that has takes the last place.
    """
    answers = [_answered(match, assessment) for match in choice.match]
    ordered = sorted(comparators, key=lambda c: [-n for n in _shared(c, choice.match, answers)])
    chosen = ordered[: choice.at_most]
    wanted = [c for c in ordered if c.status in choice.always_one_with_status]
    if wanted and not any(c in wanted for c in chosen):
        chosen[-1] = wanted[0]
    return tuple(chosen), tuple(c for c in ordered if c not in chosen)


def _answered(match: Match, assessment: Assessment) -> frozenset[str]:
    """The option ids that a question was answered with."""
    standing = assessment.standings[match.question]
    value = standing.answer.value
    if standing.state is not State.ANSWERED or value is None:
        return frozenset()
    if isinstance(value, tuple):
        return frozenset(value)
    return frozenset({value}) if isinstance(value, str) else frozenset()


def _shared(comparator: Comparator, matches: Iterable[Match], answers: Iterable[frozenset[str]]) -> list[int]:
    return [len(given.intersection(comparator.values(m.field))) for m, given in zip(matches, answers, strict=True)]


def _asked(match: Match, assessment: Assessment) -> _Asked:
    standing = assessment.standings[match.question]
    kind = standing.question.type
    labels = {o.id: o.label for o in kind.options} if isinstance(kind, Choice | Multi) else {}
    told = frozenset() if standing.answer.exempt else _answered(match, assessment)
    return _Asked(match.field, labels, told)


def _line(comparator: Comparator, asked: tuple[_Asked, ...]) -> ComparatorLine:
    return ComparatorLine(
        comparator.id,
        comparator.name,
        comparator.status,
        STATUSES[comparator.status],
        comparator.status_note,
        comparator.as_at,
        comparator.caveat,
        comparator.what_to_learn,
        comparator.sector,
        _members(comparator, asked),
        comparator.legal_form,
        comparator.since,
        _likeness(comparator, asked),
        comparator.sources,
        _told(STATUSES[comparator.status], comparator.status_note),
    )


def _told(status: str, note: str) -> str:
    """A status with its note, which may begin with the same word."""
    return note if note.startswith(status) else f"{status}. {note}"


def _members(comparator: Comparator, asked: tuple[_Asked, ...]) -> str | None:
    """The members in the words of the question that they are matched with, else by their ids."""
    labels = next((one.labels for one in reversed(asked) if one.field == "members"), {})
    return "; ".join(labels.get(ident, ident) for ident in comparator.members) or None


def _likeness(comparator: Comparator, asked: tuple[_Asked, ...]) -> str:
    """What it shares with the answers, in the options' words; answers left out are not told."""
    shared = [
        one.labels.get(ident, ident) for one in asked for ident in comparator.values(one.field) if ident in one.told
    ]
    return "; ".join(shared) or "Nothing in common with these answers"
