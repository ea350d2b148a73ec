"""Reference data: organisations to learn from, support, sources, and what a paper must know."""

from collections.abc import Mapping
from dataclasses import field

from spinout.core.conditions import Condition
from spinout.core.records import record

COMPARATOR_STATUSES = ("trading", "changed", "contract-ended", "council-owned", "closed", "not-confirmed")
SUPPORT_STATUSES = ("live", "closed", "guidance", "to-be-confirmed")


@record
class Source:
    """Where a fact comes from; `verified` is False where it must be confirmed first."""

    code: str
    title: str
    kind: str
    verified: bool
    address: str | None = None


@record
class Comparator:
    """An organisation to learn from; never shown without its caveat and its date."""

    id: str
    name: str
    sector: str
    service_types: tuple[str, ...]
    members: tuple[str, ...]
    legal_form: str
    since: str
    status: str
    status_note: str
    as_at: str
    caveat: str
    what_to_learn: str
    sources: tuple[str, ...]
    named_in_seed: bool = False

    def values(self, name: str) -> tuple[str, ...]:
        """The option ids in a field that a paper matches on."""
        return self.service_types if name == "service_types" else self.members


@record
class Support:
    """Where help may be had; `checked_on` is None where nothing was read."""

    id: str
    who: str
    what: str
    status: str
    sources: tuple[str, ...]
    status_note: str | None = None
    address: str | None = None
    checked_on: str | None = None


@record
class Note:
    """A text that stands on every report."""

    id: str
    text: str


@record
class TitleLine:
    """A line of the title block; a marked blank where nothing fills it."""

    id: str
    label: str
    text: str | None = None


@record
class Heading:
    """A heading or an appendix of the paper, or a box of its implications."""

    id: str
    title: str
    shows: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    officer: str | None = None
    only_if: Condition | None = None
    otherwise: str | None = None


@record
class HeadingName:
    """What somebody calls a heading of the paper; None where its own title stays."""

    id: str
    title: str | None = None


@record
class Results:
    """The classifications that stand side by side."""

    title: str
    text: str
    classifications: tuple[str, ...]


@record
class Picture:
    """A picture: `bars` has a bar for each question, `votes` is one split of votes."""

    id: str
    kind: str
    title: str
    caption: str
    questions: tuple[str, ...]


@record
class Match:
    """Which question chooses the comparators, by which of their fields."""

    question: str
    field: str


@record
class ComparatorChoice:
    """How comparators are chosen for a report."""

    match: tuple[Match, ...]
    at_most: int
    always_one_with_status: tuple[str, ...]
    text: str


@record
class Paper:
    """What a report must know about the subject."""

    notes: tuple[Note, ...] = ()
    pages_at_most: int | None = None
    title_block: tuple[TitleLine, ...] = ()
    headings: tuple[Heading, ...] = ()
    appendices: tuple[Heading, ...] = ()
    implications: tuple[Heading, ...] = ()
    results: Results | None = None
    suggestion: str | None = None
    pictures: tuple[Picture, ...] = ()
    comparators: ComparatorChoice | None = None
    recommendations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    condition: Mapping[str, str] = field(default_factory=dict)


@record
class Reference:
    """All reference data of a questionnaire; each part may be absent."""

    comparators: tuple[Comparator, ...] = ()
    support: tuple[Support, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    paper: Paper | None = None
