"""A questionnaire: its sections, questions, decision, rules and reference data."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm

from msgspec import Struct, field

from spinout.core.conditions import Comparison, Condition, comparisons
from spinout.core.kinds import Kind, Span, Value
from spinout.core.slots import LINE, Slot

COMPARATOR_STATUSES = ("trading", "changed", "contract-ended", "council-owned", "closed", "refused", "not-confirmed")
SUPPORT_STATUSES = ("offered", "closed", "guidance", "to-be-confirmed")


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
    """Where help may be had; `read` says in what that was read, and when; None where nothing was."""

    id: str
    who: str
    what: str
    status: str
    sources: tuple[str, ...]
    status_note: str | None = None
    address: str | None = None
    read: str | None = None


class Note(Struct, frozen=True):
    """A text that stands on every report."""

    id: str
    text: str


class TitleBlockLine(Struct, frozen=True):
    """A line of the title block; a marked blank where nothing fills it and it is needed."""

    id: str
    label: str
    text: str | None = None
    shape: str = LINE
    prompt: str | None = None
    needed: bool = True

    @property
    def slot(self) -> Slot:
        """The place for an officer's words that it is."""
        return Slot(self.id, self.label, self.shape, self.prompt, self.needed, given=self.text)


class Heading(Struct, frozen=True):
    """A heading or an appendix of the paper, or a box of its implications.

    `otherwise` has a text for each reason why `only_if` does not hold, by OTHERWISE. An appendix `on_request`
    stands only where it is asked for, or where the paper sends to it.
    `officer` asks for words, or says whose words a box holds; what it comes to stands among the `slots`.
    """

    id: str
    title: str
    shows: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    officer: str | None = None
    only_if: Condition | None = None
    otherwise: Mapping[str, str] = field(default_factory=dict)
    on_request: bool = False
    slots: tuple[Slot, ...] = ()
    needed: bool = True


OTHERWISE = ("falls-short", "not-known", "not-answered", "left-out")
"""Why a condition does not hold: the answers say otherwise; they say that it is not known; they say nothing; or an
answer is left out of the paper."""


class Saying(Struct, frozen=True):
    """A sentence that a paper says of the answers, where a condition holds and all that it names is known."""

    text: str
    when: Condition | None = None


class HeadingName(Struct, frozen=True):
    """What somebody calls a heading of the paper; None where its own title stays."""

    id: str
    title: str | None = None


class SideBySide(Struct, frozen=True):
    """The classifications that stand side by side."""

    title: str
    text: str
    classifications: tuple[str, ...]


class PaperPicture(Struct, frozen=True):
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
    always_one_with_status: tuple[str, ...] = ()
    text: str = ""


ANY_STAGE = "any"


class Paper(Struct, frozen=True):
    """What a report must know about the subject."""

    notes: tuple[Note, ...] = ()
    pages_at_most: int | None = None
    title_block: tuple[TitleBlockLine, ...] = ()
    headings: tuple[Heading, ...] = ()
    appendices: tuple[Heading, ...] = ()
    implications: tuple[Heading, ...] = ()
    results: SideBySide | None = None
    suggestion: str | None = None
    pictures: tuple[PaperPicture, ...] = ()
    comparators: ComparatorChoice | None = None
    proposal: tuple[tuple[Saying, ...], ...] = ()
    """What is proposed: of each group the first sentence that can be said."""
    recommendations: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By verdict, then by stage; those of ANY_STAGE serve where a stage has none."""
    condition: Mapping[str, str] = field(default_factory=dict)
    not_cited: tuple[str, ...] = ()
    """The kinds of source that a paper does not name."""
    slots: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    """Those of the recommendations, of each condition, and of the part not for publication."""

    def slot(self, ident: str) -> Slot | None:
        """The slot of an id, or of the id without the question of a condition; None where there is none."""
        return next((slot for slot in self.every_slot if slot.id == ident), None)

    @property
    def every_slot(self) -> tuple[Slot, ...]:
        """All slots, in the order of the file; those of conditions once, for any condition."""
        every = (*self.headings, *self.appendices, *self.implications)
        named = (slot for heading in every for slot in heading.slots)
        lists = (slot for slots in self.slots.values() for slot in slots)
        return (*(line.slot for line in self.title_block), *named, *lists)

    def recommended(self, verdict: str, stage: str) -> tuple[str, ...]:
        """The texts of the recommendations for a verdict at a stage."""
        by_stage = self.recommendations.get(verdict, {})
        return by_stage.get(stage, by_stage.get(ANY_STAGE, ()))


class Reference(Struct, frozen=True):
    """All reference data of a questionnaire; each part may be absent."""

    comparators: tuple[Comparator, ...] = ()
    support: tuple[Support, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    paper: Paper | None = None

    def cited(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Of some codes those that a paper names."""
        left_out = () if self.paper is None else self.paper.not_cited
        return tuple(code for code in codes if code not in self.sources or self.sources[code].kind not in left_out)


EFFORTS: Mapping[str, int] = {"small": 1, "medium": 2, "large": 4}


class Clause(Struct, frozen=True):
    """What a gate asks for at one stage, on its question's own answer, where `only_if` does not forbid it.

    `number` is its place, from 0, in the list as it is written.
    """

    needs: Comparison
    only_if: Condition | None = None
    number: int = 0
    because: str | None = None
    sources: tuple[str, ...] = ()


class Question(Struct, frozen=True, dict=True):
    """One question. `weight` is None where the question has no score."""

    id: str
    """The section's id, a dot, and the question's own."""
    section: str
    ask: str
    type: Kind
    weight: Fraction | None
    title: str
    """What it is called everywhere but where it is asked."""
    plain: str | None = None
    """How it is asked of those in `audience`."""
    audience: tuple[str, ...] = ()
    why: str | None = None
    help: str | None = None
    show_if: Condition | None = None
    essential: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)
    """The clauses of the gate for each stage that one of them names."""
    evidence: str | None = None
    evidence_counts: bool = False
    """Whether the top level counts one lower without evidence."""
    no_evidence: frozenset[str] = frozenset()
    """Evidence that says nothing, as `bare` makes it."""
    not_applicable: bool = False
    next_step: str | None = None
    next_steps: Mapping[int | str | bool, str] = field(default_factory=dict)
    """What to do next, by the level from which on it is said, or by the answer."""
    effort: str = "medium"
    sources: tuple[str, ...] = ()

    def backed(self, evidence: str | None) -> bool:
        """Whether evidence was given that says something."""
        return evidence is not None and (not self.no_evidence or bare(evidence) not in self.no_evidence)

    def takes_text(self, value: Value | None) -> bool:
        """Whether an option is chosen that a text may stand beside."""
        chosen = value if isinstance(value, tuple) else (value,)
        return any(option.other and option.id in chosen for option in self.type.options)

    def step_from(self, value: Value | None) -> str | None:
        """What to do next from an answer as it counts; the first step of all from none."""
        if not self.next_steps:
            return self.next_step
        if value is None:
            return next(iter(self.next_steps.values()))
        if self.type.top is not None and isinstance(value, int):
            reached = [level for level in self.next_steps if level <= value]  # type: ignore[operator]
            return self.next_steps[reached[-1]] if reached else self.next_step
        given = value if isinstance(value, tuple) else (value,)
        return next((step for answer, step in self.next_steps.items() if answer in given), self.next_step)

    def effective(self, value: Value, *, evidence: bool) -> Value:
        """The answer as it counts: a top level without evidence counts one level lower."""
        top = self.type.top if self.evidence_counts and not evidence else None
        return value if top is None or value != top else top - 1

    @cached_property
    def span(self) -> Span:
        """The least and the greatest score of any allowed answer to a scored question."""
        return self.type.span()


def bare(evidence: str) -> str:
    """Evidence without what makes no difference: case, the spaces around it, and a full stop."""
    return evidence.strip().removesuffix(".").strip().casefold()


class Section(Struct, frozen=True):
    """A part of the questionnaire; weight 0 means that it is not scored."""

    id: str
    title: str
    questions: tuple[Question, ...]
    weight: Fraction = Fraction(1)
    intro: str | None = None


class Band(Struct, frozen=True):
    """A name for the scores from a whole number on."""

    id: str
    label: str
    start: int


class Stage(Struct, frozen=True):
    """A decision that can be asked for, the score that it needs, and whether it needs those heard who may join."""

    id: str
    label: str
    ready_from: int = 0
    voices: bool = False


class Decision(Struct, frozen=True):
    """What is decided: the question that asks, the stages, and when it is too early."""

    asked_by: str
    stages: tuple[Stage, ...]
    too_early_gates: int | None = None
    too_early_any_of: tuple[str, ...] = ()

    def stage(self, ident: str) -> Stage:
        """The stage of an id; KeyError where there is none."""
        return {stage.id: stage for stage in self.stages}[ident]


class Criterion(Struct, frozen=True):
    """A named test that outcomes refer to."""

    id: str
    label: str
    when: Condition
    next_step: str | None = None
    sources: tuple[str, ...] = ()


class Outcome(Struct, frozen=True):
    """One result of a classification; the last has no condition."""

    id: str
    label: str
    when: Condition | None
    explain: str | None = None
    sources: tuple[str, ...] = ()


class Classification(Struct, frozen=True):
    """A question about the whole, answered by the first outcome that fits."""

    id: str
    title: str
    outcomes: tuple[Outcome, ...]


class Check(Struct, frozen=True):
    """A message for answers that do not fit each other."""

    id: str
    when: Condition
    message: str
    sources: tuple[str, ...] = ()


class Rules(Struct, frozen=True):
    """Criteria, classifications and checks, each in file order."""

    criteria: tuple[Criterion, ...] = ()
    classifications: tuple[Classification, ...] = ()
    checks: tuple[Check, ...] = ()


class Respondent(Struct, frozen=True):
    """Who may answer; and the options, of which question, that are the groups for whom they speak."""

    id: str
    label: str
    speaks_for: tuple[str, tuple[str, ...]] | None = None


class Questionnaire(Struct, frozen=True, dict=True):
    """Everything that a folder of questions says."""

    id: str
    title: str
    version: str
    sections: tuple[Section, ...]
    language: str = "en-GB"
    overall: str = "sections"
    """`sections` or `questions`: what the overall score is the mean of."""
    bands: tuple[Band, ...] = ()
    decision: Decision | None = None
    rules: Rules = field(default_factory=Rules)
    reference: Reference = field(default_factory=Reference)
    renamed: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    respondents: tuple[Respondent, ...] = ()

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id, in file order."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of every question in file order."""
        return {ident: place for place, ident in enumerate(self.questions)}

    @cached_property
    def counting(self) -> Mapping[str, tuple[int, int]]:
        """For each question that can count: the place of its section, and its weight, made whole by one factor."""
        placed = [
            (question.id, place, question.weight)
            for place, section in enumerate(self.sections)
            for question in section.questions
            if section.weight and question.weight
        ]
        weights = whole(weight for _, _, weight in placed)
        return {ident: (place, weight) for (ident, place, _), weight in zip(placed, weights, strict=True)}

    @cached_property
    def section_weights(self) -> tuple[int, ...]:
        """The weights of the sections, made whole by one factor for all."""
        return whole(section.weight for section in self.sections)

    @cached_property
    def gated(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that are essential at each stage, in file order."""
        stages = () if self.decision is None else self.decision.stages
        every = self.questions.values()
        return {stage.id: tuple(question for question in every if stage.id in question.essential) for stage in stages}

    @cached_property
    def followers(self) -> Mapping[str, tuple[str, ...]]:
        """For each question those that its answer may show or hide, itself or through others, in file order."""
        before: dict[str, set[str]] = {}
        for ident, question in self.questions.items():
            named = [] if question.show_if is None else [c.question for c in comparisons(question.show_if)]
            before[ident] = {*named, *(one for other in named for one in before.get(other, ()))}
        return {ident: tuple(other for other, found in before.items() if ident in found) for ident in self.questions}

    def respondent(self, ident: str | None) -> Respondent | None:
        """The respondent of an id, the first where none is given; None where the questionnaire names none."""
        return next((each for each in self.respondents if ident in (None, each.id)), None)

    def asked_of(self, respondent: str | None) -> frozenset[str]:
        """The questions that a respondent is asked: all of the first, and of one whom no `audience` names."""
        named = frozenset(ident for ident, question in self.questions.items() if respondent in question.audience)
        first = self.respondent(None)
        return frozenset(self.questions) if not named or first is None or first.id == respondent else named

    def section(self, ident: str) -> Section:
        """The section of an id; KeyError where there is none."""
        return {section.id: section for section in self.sections}[ident]

    def band(self, score: Fraction) -> Band | None:
        """The band that a score lies in; None where there are no bands."""
        reached = [band for band in self.bands if band.start <= score]
        return reached[-1] if reached else None


def whole(numbers: Iterable[Fraction]) -> tuple[int, ...]:
    """Numbers made whole by one factor for all, the least one."""
    every = tuple(numbers)
    common = lcm(*[number.denominator for number in every])
    return tuple([number.numerator * (common // number.denominator) for number in every])


class Verdict(StrEnum):
    """What can be said of a service at the stage asked for."""

    READY = "ready"
    CONDITIONS = "conditions"
    CANNOT_TELL = "cannot-tell"
    TOO_EARLY = "too-early"


def in_words(verdict: Verdict, stage_label: str) -> str:
    """A verdict as every screen and report says it."""
    return {
        Verdict.READY: f"Ready for: {stage_label}",
        Verdict.CONDITIONS: "Not ready: conditions to meet first",
        Verdict.CANNOT_TELL: "Cannot tell yet",
        Verdict.TOO_EARLY: "Too early for this decision",
    }[verdict]
