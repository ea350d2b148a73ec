"""Reference data: organisations to learn from, support, sources, and what a paper must know."""

from collections.abc import Mapping

from msgspec import Struct, field

from spinout.core.conditions import Condition

COMPARATOR_STATUSES = ("trading", "changed", "contract-ended", "council-owned", "closed", "not-confirmed")
SUPPORT_STATUSES = ("live", "closed", "guidance", "to-be-confirmed")


class Source(Struct, frozen=True):
    """Where a fact comes from; `verified` is False where it must be confirmed first."""

    code: str
    title: str
    kind: str
    verified: bool
    address: str | None = None


class Comparator(Struct, frozen=True):
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


class Support(Struct, frozen=True):
    """Where help may be had; `checked_on` is None where nothing was read."""

    id: str
    who: str
    what: str
    status: str
    sources: tuple[str, ...]
    status_note: str | None = None
    address: str | None = None
    checked_on: str | None = None


class Note(Struct, frozen=True):
    """A text that stands on every report."""

    id: str
    text: str


class TitleLine(Struct, frozen=True):
    """A line of the title block; a marked blank where nothing fills it."""

    id: str
    label: str
    text: str | None = None


class Heading(Struct, frozen=True):
    """A heading or an appendix of the paper, or a box of its implications."""

    id: str
    title: str
    shows: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    officer: str | None = None
    only_if: Condition | None = None
    otherwise: str | None = None


class HeadingName(Struct, frozen=True):
    """What somebody calls a heading of the paper; None where its own title stays."""

    id: str
    title: str | None = None


class Results(Struct, frozen=True):
    """The classifications that stand side by side."""

    title: str
    text: str
    classifications: tuple[str, ...]


class Picture(Struct, frozen=True):
    """A picture: `bars` has a bar for each question, `votes` is one split of votes."""

    id: str
    kind: str
    title: str
    caption: str
    questions: tuple[str, ...]


class Match(Struct, frozen=True):
    """Which question chooses the comparators, by which of their fields."""

    question: str
    field: str


class ComparatorChoice(Struct, frozen=True):
    """How comparators are chosen for a report."""

    match: tuple[Match, ...]
    at_most: int
    always_one_with_status: tuple[str, ...]
    text: str


class Paper(Struct, frozen=True):
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


class Reference(Struct, frozen=True):
    """All reference data of a questionnaire; each part may be absent."""

    comparators: tuple[Comparator, ...] = ()
    support: tuple[Support, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    paper: Paper | None = None
