"""A panel: several respondents on one service, where they differ and what each alone knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.conditions import Comparison, Observed, State, Truth, comparisons
from spinout.core.insight.comparison import (
    Caution,
    different_services,
    different_stages,
    different_versions,
    distinct_stages,
)
from spinout.core.kinds import Value
from spinout.core.questionnaire import Question, Questionnaire, Stage
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.completions import Completions, widest
from spinout.core.scoring.gates import GateState, looked_at
from spinout.core.scoring.scores import HUNDRED, ZERO, Scores, scores_over, shares_of
from spinout.core.scoring.statuses import Status, statuses


class Deciding(Struct, frozen=True):
    """What comes out otherwise with one answer than with another: by the ids of the questions that it is about."""

    stage: bool = False
    asked: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything does."""
        return self.stage or bool(self.asked) or bool(self.gates)


Hanging = Mapping[str, list[tuple[Comparison, str, bool]]]
"""By question the comparisons with it, for whom each is made, and whether it decides that a gate applies."""


def hanging_on(questionnaire: Questionnaire, stages: Collection[str]) -> Hanging:
    """What conditions look at, at some stages."""
    found: defaultdict[str, list[tuple[Comparison, str, bool]]] = defaultdict(list)
    for ident, question in questionnaire.questions.items():
        for comparison in comparisons(question.show_if) if question.show_if is not None else ():
            found[comparison.question].append((comparison, ident, False))
        for comparison in looked_at(clause for stage in stages for clause in question.essential.get(stage, ())):
            found[comparison.question].append((comparison, ident, True))
    return found


def decided(hanging: Hanging, question: str, observed: Iterable[Observed], *, stage: bool) -> Deciding:
    """What the difference between answers to a question decides: where some make a comparison true, others false."""
    given = [one for one in observed if one.state in GIVEN]
    parted = {
        (ident, gate): None
        for comparison, ident, gate in hanging.get(question, ())
        if {Truth.TRUE, Truth.FALSE} <= {comparison.of(one) for one in given}
    }
    return Deciding(stage, tuple(i for i, gate in parted if not gate), tuple(i for i, gate in parted if gate))


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Each answer once, in its first place."""
    found: list[Value] = []
    for value in values:
        if value not in found:
            found.append(value)
    return tuple(found)


Panellists = Sequence[Mapping[str, Status]]
"""Where every question stands for each respondent."""


def merged(questionnaire: Questionnaire, panel: Panellists) -> Answers:
    """What respondents agree on; a question on which they differ is open in it."""
    found: dict[str, Answer] = {}
    for ident in questionnaire.questions:
        asked = [each[ident] for each in panel]
        agreed = len(possible(asked)) == 1
        found[ident] = next((s.answer for s in asked if agreed and s.state in GIVEN), NO_ANSWER)
    return Answers(found)


def panel_scores(questionnaire: Questionnaire, panel: Panellists) -> Scores:
    """The scores over every combination of the answers given."""
    given = {ident: possible([each[ident] for each in panel]) for ident in questionnaire.questions}
    several = {ident: values for ident, values in given.items() if len(values) > 1}
    return scores_over(Completions(questionnaire, statuses(questionnaire, merged(questionnaire, panel)), several))


def possible(asked: Sequence[Status]) -> tuple[Value | None, ...]:
    """The different answers given to a question, as they count; None among them where it does not apply."""
    values = distinct(s.effective for s in asked if s.state in GIVEN and s.effective is not None)
    return (*values, None) if any(status.state is State.NOT_APPLICABLE for status in asked) else values


GIVEN = (State.ANSWERED, State.NOT_APPLICABLE)


class PanelMember(Struct, frozen=True):
    """One document of answers, and the name that tells it apart from others."""

    name: str
    assessment: Assessment

    @property
    def respondent(self) -> str:
        """Who answers: several documents of one respondent stand together under this."""
        return self.assessment.answers.respondent or self.name

    @property
    def asked(self) -> frozenset[str]:
        """The questions that are put to them."""
        return self.assessment.questionnaire.asked_of(self.assessment.answers.respondent)

    @property
    def full(self) -> bool:
        """Whether a verdict can rest on it: they are asked everything, or answered more than their short form."""
        asked, found = self.asked, self.assessment.statuses
        more = (status.state for ident, status in found.items() if ident not in asked)
        return len(asked) == len(found) or any(state is State.ANSWERED for state in more)


class Voice(Struct, frozen=True):
    """What one document says to a question; `gate` is None where it is no gate for it."""

    name: str
    respondent: str
    status: Status
    gate: GateState | None


class Agreement(Struct, frozen=True, dict=True):
    """How far those agree who are asked a question, or answered it.

    `points` of the overall score hang on the difference between the answers, and where fewer than two
    answered, on the answer. `decides` is what else that difference decides.
    """

    question: Question
    voices: tuple[Voice, ...]
    points: Fraction
    decides: Deciding

    @cached_property
    def values(self) -> Sequence[Value]:
        """The answers given, as they count."""
        found = (voice.status for voice in self.voices)
        return [s.effective for s in found if s.state is State.ANSWERED and s.effective is not None]

    @cached_property
    def spread(self) -> Fraction | None:
        """The spread of the answers; that it applies and that it does not lie as far apart as can be.

        None where there is nothing to measure.
        """
        if not self.values:
            return None
        return Fraction(1) if self.count(State.NOT_APPLICABLE) else self.question.type.spread(self.values)

    @property
    def median(self) -> tuple[Value, Value] | None:
        """The middle answer twice, or the two middle ones; None where there is none."""
        return self.question.type.median(self.values)

    @property
    def several(self) -> tuple["Agreement", ...]:
        """The same among the documents of each respondent who has more than one here."""
        by_respondent: defaultdict[str, list[Voice]] = defaultdict(list)
        for voice in self.voices:
            by_respondent[voice.respondent].append(voice)
        return tuple(replace(self, voices=tuple(own)) for own in by_respondent.values() if len(own) > 1)

    def count(self, state: State) -> int:
        """How many documents stand so."""
        return sum(1 for voice in self.voices if voice.status.state is state)

    @property
    def different(self) -> int:
        """How many different answers were given, as they count; that it does not apply is one."""
        return len(distinct(self.values)) + bool(self.count(State.NOT_APPLICABLE))

    @property
    def disputed(self) -> bool:
        """Whether respondents differ; different words in a free text are no dispute."""
        return bool(self.spread)

    @property
    def evidence_only(self) -> bool:
        """Whether the same answer was given, and only its evidence was not."""
        given = [v.status.answer.value for v in self.voices if v.status.state is State.ANSWERED]
        same = len(distinct(value for value in given if value is not None)) == 1
        return self.disputed and same and not self.count(State.NOT_APPLICABLE)

    @property
    def gate(self) -> bool:
        """Whether it is a gate for anybody."""
        return any(voice.gate is not None for voice in self.voices)

    @property
    def gate_disputed(self) -> bool:
        """Whether some answers meet the gate and others do not."""
        return {GateState.MET, GateState.NOT_MET} <= {voice.gate for voice in self.voices}

    @property
    def nobody_knows(self) -> bool:
        """Whether it was asked of somebody, and nobody had an answer."""
        said = self.count(State.ANSWERED) + self.count(State.NOT_APPLICABLE)
        return not said and self.open > 0

    @property
    def only(self) -> str | None:
        """The one respondent with an answer, where others were asked too and had none."""
        answered = {v.respondent for v in self.voices if v.status.state is State.ANSWERED}
        others = any(v.status.open and v.respondent not in answered for v in self.voices)
        alone = len(answered) == 1 and others and not self.count(State.NOT_APPLICABLE)
        return answered.pop() if alone else None

    @property
    def open(self) -> int:
        """How many documents were asked and had no answer."""
        return self.count(State.UNKNOWN) + self.count(State.UNANSWERED)


class Topic(StrEnum):
    """Why something stands on the agenda, in the order of talking about it."""

    DECIDES = "decides"
    GATE = "gate"
    POINTS = "points"
    FACT = "fact"
    ONLY_ONE_KNOWS = "only-one-knows"
    NOBODY_KNOWS = "nobody-knows"


class AgendaItem(Struct, frozen=True):
    """One thing to talk about."""

    topic: Topic
    agreement: Agreement


class Panel(Struct, frozen=True):
    """Several respondents on one service, `members` with their documents; `agreements` stand in file order."""

    questionnaire: Questionnaire
    members: tuple[PanelMember, ...]
    stages: tuple[Stage, ...]
    scores: Scores
    agreements: tuple[Agreement, ...]
    agenda: tuple[AgendaItem, ...]
    cautions: tuple[Caution, ...]

    @property
    def respondents(self) -> Mapping[str, int]:
        """Each respondent once, in the order of the documents, and how many documents there are."""
        return Counter(member.respondent for member in self.members)

    @property
    def widest(self) -> tuple[Agreement, ...]:
        """Every question, those on which respondents lie furthest apart first; what has no spread is last."""
        return tuple(sorted(self.agreements, key=lambda a: (a.spread is None, -(a.spread or ZERO), -a.different)))

    def known_only_to(self, respondent: str) -> tuple[Agreement, ...]:
        """The questions that one respondent alone could answer."""
        return tuple(agreement for agreement in self.agreements if agreement.only == respondent)


def panel(questionnaire: Questionnaire, members: Iterable[PanelMember]) -> Panel:
    """Put documents of answers with different names side by side.

    Raises ValueError where there are none, or where two have one name.
    """
    every = tuple(members)
    if not every or len({member.name for member in every}) < len(every):
        raise ValueError("a panel needs documents with different names")
    assessments = [member.assessment for member in every]
    documents = [assessment.answers for assessment in assessments]
    agreements = tuple(_agreements(questionnaire, every))
    return Panel(
        questionnaire=questionnaire,
        members=every,
        stages=distinct_stages(assessments),
        scores=panel_scores(questionnaire, [assessment.statuses for assessment in assessments]),
        agreements=agreements,
        agenda=_agenda(agreements),
        cautions=(*different_stages(assessments), *different_services(documents), *different_versions(documents)),
    )


def _agreements(questionnaire: Questionnaire, members: Sequence[PanelMember]) -> Iterable[Agreement]:
    every = [member.assessment.statuses for member in members]
    shares = shares_of(questionnaire, statuses(questionnaire, merged(questionnaire, every)))
    gates = [{gate.question.id: gate.state for gate in member.assessment.gates} for member in members]
    asked = [member.asked for member in members]
    stages = {stage.id for stage in distinct_stages([member.assessment for member in members])}
    hanging, asked_by = hanging_on(questionnaire, stages), questionnaire.decision and questionnaire.decision.asked_by
    for ident, question in questionnaire.questions.items():
        voices = tuple(
            Voice(member.name, member.respondent, status, states.get(ident))
            for member, states, own in zip(members, gates, asked, strict=True)
            for status in (member.assessment.statuses[ident],)
            if ident in own or status.state is not State.UNANSWERED
        )
        stage = ident == asked_by and len(stages) > 1
        decides = decided(hanging, ident, [voice.status for voice in voices], stage=stage)
        agreement = Agreement(question, voices, ZERO, decides)
        if share := shares.get(ident):
            span = widest(question, agreement.values if len(agreement.values) > 1 else None)
            agreement = replace(agreement, points=HUNDRED * share * (span.high - span.low))
        yield agreement


def _agenda(agreements: Sequence[Agreement]) -> tuple[AgendaItem, ...]:
    """What to talk about: disputes that decide something, on gates, points and facts; what is known to one or none."""
    items = [AgendaItem(topic, a) for a in agreements for topic in (_topic(a),) if topic is not None]
    places = {topic: place for place, topic in enumerate(Topic)}
    return tuple(sorted(items, key=lambda item: (places[item.topic], *_urgency(item))))


def _topic(agreement: Agreement) -> Topic | None:
    if agreement.disputed:
        if agreement.decides:
            return Topic.DECIDES
        if agreement.gate:
            return Topic.GATE
        return Topic.POINTS if agreement.points else Topic.FACT
    if agreement.only is not None:
        return Topic.ONLY_ONE_KNOWS
    return Topic.NOBODY_KNOWS if agreement.nobody_knows else None


def _urgency(item: AgendaItem) -> tuple[Fraction | bool | int, ...]:
    agreement = item.agreement
    width = -(agreement.spread or ZERO)
    match item.topic:
        case Topic.DECIDES:
            decides = agreement.decides
            return not decides.stage, not agreement.gate_disputed, not decides.gates, -len(decides.asked), width
        case Topic.GATE:
            return not agreement.gate_disputed, width, -agreement.points
        case Topic.POINTS:
            return -agreement.points, width
        case Topic.FACT:
            return width, -agreement.different
        case _:
            return not agreement.gate, -agreement.points
