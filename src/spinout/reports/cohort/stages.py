"""The services of a cohort, grouped by the stage they are judged for and sorted within it.

Stages stand in the questionnaire's order and are never compared: what one stage asks is not what
another does, so no order runs across them.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire, Section, Stage, Verdict, in_words
from spinout.core.scoring.assessment import points
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.cohort.entries import CohortEntry, distinct
from spinout.reports.view.words import NOT_ASSESSED, counted, shown

FEWEST = 3
"""Without names, a stage with fewer services than this is not broken down."""
NO_NAME = "(no name)"
ORDER = (Verdict.READY, Verdict.CONDITIONS, Verdict.CANNOT_TELL, Verdict.TOO_EARLY, None)
SHADES = 5
"""How many shades a template has for the bands."""


class ShadedScore(Struct, frozen=True):
    """A range with its bands in words. `shade` is 1 to SHADES by the lower band; None has none."""

    score: str
    bands: str | None
    shade: int | None
    low: int | None
    high: int | None


class Column(Struct, frozen=True):
    """A section that is scored, over a column of cells."""

    id: str
    title: str


class ServiceLine(Struct, frozen=True):
    """One service. What would tell who it is, is None in a report without names."""

    number: int
    name: str
    organisation: str | None
    respondent: str | None
    date: str | None
    place: str | None
    other_version: str | None
    """The version of the questionnaire that was answered, where it is another."""
    verdict: str | None
    words: str
    not_stated: bool
    conditions: int
    not_known: int
    open: int
    overall: ShadedScore
    cells: tuple[ShadedScore, ...]
    outcomes: tuple[str, ...]


class VerdictCount(Struct, frozen=True):
    """How many services of a stage have a verdict."""

    verdict: str | None
    words: str
    services: int


class StageGroup(Struct, frozen=True):
    """The services that are judged for one stage. `withheld` says why nothing is told of them."""

    id: str
    title: str
    bar: str | None
    count: int
    verdicts: tuple[VerdictCount, ...]
    services: tuple[ServiceLine, ...]
    withheld: str | None = None


class Grouped(Struct, frozen=True):
    """The entries of a stage, sorted; None where the questionnaire decides nothing."""

    stage: Stage | None
    entries: tuple[CohortEntry, ...]


def grouped(entries: Sequence[CohortEntry], questionnaire: Questionnaire, *, anonymous: bool) -> tuple[Grouped, ...]:
    """The stages that somebody is judged for, in the questionnaire's order, each with its services sorted."""
    stages: tuple[Stage | None, ...] = (None,) if questionnaire.decision is None else questionnaire.decision.stages
    found: dict[str | None, list[CohortEntry]] = {None if stage is None else stage.id: [] for stage in stages}
    for entry in entries:
        found[entry.stage].append(entry)
    last = _digest if anonymous else _place
    return tuple(
        Grouped(stage, tuple(sorted(inside, key=lambda entry: (*_rank(entry), last(entry)))))
        for stage, inside in zip(stages, found.values(), strict=True)
        if inside
    )


def too_few(group: Grouped, *, anonymous: bool) -> bool:
    """Whether so few services are judged for a stage that, without names, nothing is told of them."""
    return anonymous and distinct(group.entries) < FEWEST


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """The sections that are scored."""
    return tuple(Column(section.id, section.title) for _, section in _scored(questionnaire))


def stage_groups(
    groups: Sequence[Grouped], questionnaire: Questionnaire, labels: Sequence[dict[str | None, str]], *, anonymous: bool
) -> tuple[StageGroup, ...]:
    """The groups as a report shows them; `labels` are the outcomes' by their ids, for each classification."""
    made = []
    number = 0
    for group in groups:
        if too_few(group, anonymous=anonymous):
            made.append(_withheld(group))
            continue
        lines = []
        for entry in group.entries:
            number += 1
            lines.append(_service(entry, number, group.stage, questionnaire, labels, anonymous=anonymous))
        made.append(_group(group, tuple(lines)))
    return tuple(made)


def place_of(file: str, line: int | None) -> str:
    """A file, and the line or row in one that holds several documents."""
    return file if line is None else f"{file}:{line}"


# the order within a stage


def _rank(entry: CohortEntry) -> tuple[int, int, Fraction, Fraction]:
    """By verdict, then the highest low end first, then the highest high end; not assessed comes last."""
    score = entry.score
    none = score is None
    low, high = (Fraction(0), Fraction(0)) if score is None else (-score.low, -score.high)
    return ORDER.index(entry.verdict), none, low, high


def _place(entry: CohortEntry) -> tuple[str, str, int]:
    return (entry.service or "").casefold(), entry.file, entry.line or 0


def _digest(entry: CohortEntry) -> str:
    """An order among equals that hangs on what is told of them, never on their names or files."""
    told = (entry.sections, entry.states, entry.not_met, entry.not_known, entry.outcomes)
    return sha256(repr(told).encode()).hexdigest()


# the lines


def _group(group: Grouped, lines: tuple[ServiceLine, ...]) -> StageGroup:
    stage = group.stage
    counts = Counter(entry.verdict for entry in group.entries)
    return StageGroup(
        *_heading(stage),
        len(lines),
        tuple(
            VerdictCount(verdict.value, in_words(verdict, stage.label), counts[verdict])
            for verdict in ORDER
            if verdict is not None and stage is not None and counts[verdict]
        ),
        lines,
    )


def _withheld(group: Grouped) -> StageGroup:
    number = distinct(group.entries)
    judged = "is judged" if number == 1 else "are judged"
    return StageGroup(
        *_heading(group.stage),
        number,
        (),
        (),
        f"{counted(number, 'service')} {judged} for this stage. With fewer than {FEWEST}, a reader could tell which is "
        "which, so they count in no total below. Of what they say, only the lessons are told, among all others.",
    )


def _heading(stage: Stage | None) -> tuple[str, str, str | None]:
    """The id and title of a group, and the score that its stage needs."""
    if stage is None:
        return "all", "All services", None
    return stage.id, stage.label, f"{stage.ready_from} or more" if stage.ready_from else None


def _service(
    entry: CohortEntry,
    number: int,
    stage: Stage | None,
    questionnaire: Questionnaire,
    labels: Sequence[dict[str | None, str]],
    *,
    anonymous: bool,
) -> ServiceLine:
    words = "No decision is asked for"
    if entry.verdict is not None and stage is not None:
        words = in_words(entry.verdict, stage.label)
    return ServiceLine(
        number,
        f"Service {number}" if anonymous else entry.service or NO_NAME,
        None if anonymous else entry.organisation,
        None if anonymous else entry.respondent,
        None if anonymous else entry.date,
        None if anonymous else place_of(entry.file, entry.line),
        None if anonymous or entry.version == questionnaire.version else entry.version,
        None if entry.verdict is None else entry.verdict.value,
        words,
        not entry.stated,
        entry.conditions,
        len(entry.not_known),
        entry.open,
        _cell(entry.score, questionnaire),
        tuple(_cell(entry.sections[place], questionnaire) for place, _ in _scored(questionnaire)),
        () if anonymous else tuple(label[ident] for label, ident in zip(labels, entry.outcomes, strict=True)),
    )


def _scored(questionnaire: Questionnaire) -> list[tuple[int, Section]]:
    return [(place, section) for place, section in enumerate(questionnaire.sections) if section.weight]


def _cell(score: ScoreRange | None, questionnaire: Questionnaire) -> ShadedScore:
    if score is None:
        return ShadedScore(NOT_ASSESSED, None, None, None, None)
    low, high = questionnaire.band(score.low), questionnaire.band(score.high)
    ends = points(score.low), points(score.high)
    if low is None or high is None:
        return ShadedScore(shown(score), None, None, *ends)
    last = len(questionnaire.bands) - 1
    shade = 1 + questionnaire.bands.index(low) * (SHADES - 1) // last if last else 1
    bands = low.label if low == high else f"{low.label} to {high.label}"
    return ShadedScore(shown(score), bands, shade, *ends)
