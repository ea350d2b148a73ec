"""What is told of a panel, on a screen and in a report: the verdicts, what to talk about, who scores what. No mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from spinout.core.conditions import State
from spinout.core.insight.panels import AgendaItem, Agreement, Deciding, Panel, PanelMember, Topic, Voice
from spinout.core.insight.voices import hearing_of
from spinout.core.kinds import Kind, Value
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.wording import counted, ended, visible
from spinout.reports.side_by_side.documents import (
    PanelSubject,
    gate_words,
    named,
    not_stated,
    respondent_labels,
    titled,
    to_know,
    together,
    verdict_words,
)
from spinout.reports.side_by_side.pictures import documents_of, said_by, voices_picture
from spinout.reports.side_by_side.telling import Telling
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.hearing import hearing_view
from spinout.reports.view.words import NOT_ASSESSED, about_percent, shown, tenths, words_of

MOST_NAMED = 5
"""Of the questions that hang on one, so many are named."""
TOPICS = {
    Topic.DECIDES: "They differ on what decides the stage, what is asked or which gates apply",
    Topic.GATE: "They differ on a gate",
    Topic.POINTS: "They differ, and points hang on it",
    Topic.FACT: "They differ on a fact without points",
    Topic.ONLY_ONE_KNOWS: "Only one of them knows",
    Topic.NOBODY_KNOWS: "Nobody has an answer",
}


def panel_told(subject: PanelSubject) -> Telling:
    """What is told of a panel."""
    panel = subject.panel
    page = Telling(f"Panel: {titled(panel.members[0].assessment.answers)}")
    page.text(f"{counted(len(panel.respondents), 'respondent')}, {counted(len(panel.agreements), 'question')}.")
    for name, files in panel.respondents.items():
        own = [(m, d) for m, d in zip(panel.members, subject.documents, strict=True) if m.respondent == name]
        several = f", {files} files" if files > 1 else ""
        short = "" if own[0][0].full else f", asked {counted(len(own[0][0].asked), 'question')}"
        page.text(f"{name}{several}{short}: {', '.join(visible(document.name) for _, document in own)}", mark="- ")
    page.text(heard_words(panel))
    page.items("Read this first", (caution.message for caution in panel.cautions))
    _verdicts(page, panel)
    _agenda(page, panel)
    _scores(page, panel)
    _widest(page, panel)
    for name in panel.respondents:
        known = [named(agreement.question) for agreement in panel.known_only_to(name)]
        page.items(f"What only {name} knows: {counted(len(known), 'question')}", known)
    return page


def heard_words(panel: Panel) -> str | None:
    """Who was heard, where the first respondent is among them, who says who may join; else None."""
    named, every = panel.questionnaire.respondent, [member.assessment for member in panel.members]
    lead = next((each for each in every if named(each.answers.respondent) == named(None)), None)
    hearing = hearing_view(None if lead is None else hearing_of(lead, [each for each in every if each is not lead]))
    return None if hearing is None else hearing.heard


def _verdicts(page: Telling, panel: Panel) -> None:
    """The verdict on the answers of each who is asked everything, and on whose a gate is not met.

    A gate on which they differ is told further down, once with whose answers do not meet it.
    """
    full = [member for member in panel.members if member.full]
    if panel.questionnaire.decision is None:
        return
    page.heading("Where they stand")
    if full:
        rows = [(each.name, verdict_words(each.assessment), str(len(_not_met(each)))) for each in full]
        page.table(rows, ("", "Verdict", "Gates not met"))
    page.text(*not_stated((each.name, each.assessment) for each in full))
    told_below = {agreement.question.id for agreement in panel.agreements if agreement.disputed}
    for ident, question in panel.questionnaire.questions.items():
        if ident in told_below:
            continue
        gates = ((_not_met(member).get(ident), member.respondent) for member in panel.members)
        said = [(gate_words(gate), name) for gate, name in gates if gate is not None]
        lines = (f"{named(question)}: {told}" for told in _together(said, panel.respondents))
        page.text(*lines, mark="- ")


def _not_met(member: PanelMember) -> dict[str, Gate]:
    return {gate.question.id: gate for gate in member.assessment.gates if gate.state is GateState.NOT_MET}


def _agenda(page: Telling, panel: Panel) -> None:
    if not panel.agenda:
        page.heading("Nothing to talk about: they agree on everything, and nothing is open")
        return
    page.heading(f"What to talk about: {counted(len(panel.agenda), 'item')}")
    topic: Topic | None = None
    for number, item in enumerate(panel.agenda, start=1):
        if item.topic is not topic:
            topic = item.topic
            page.text(f"{TOPICS[topic]}:")
        page.text(_item_words(item, panel), indent=2, mark=f"{number}. ")


def _item_words(item: AgendaItem, panel: Panel) -> str:
    agreement = item.agreement
    ident, ask = agreement.question.id, named(agreement.question)
    points = f"points that hang on it: {tenths(agreement.points)}" if agreement.points else ""
    match item.topic:
        case Topic.ONLY_ONE_KNOWS:
            said = f"known to {agreement.only}"
        case Topic.NOBODY_KNOWS:
            said = "; ".join(("a gate",) * agreement.gate + (without_words(agreement),))
        case _:
            failing = ((gate_words(gate), m.respondent) for m in panel.members if (gate := _not_met(m).get(ident)))
            lines = (f"{told[:1].lower()}{told[1:]}" for told in _together(failing, panel.respondents))
            said = "; ".join(filter(None, (*_decides(agreement.decides), *lines, distance(agreement))))
    beside = "; ".join(filter(None, (said, points)))
    return f"{ask}: {beside}" if beside else ask


def without_words(agreement: Agreement) -> str:
    """Why nobody has an answer: they do not know, or were asked and said nothing."""
    unknown, unanswered = agreement.count(State.UNKNOWN), agreement.count(State.UNANSWERED)
    if unknown and unanswered:
        return f"{unknown} said don't know, {unanswered} said nothing"
    return "nobody knows" if unknown else "nobody answered it yet"


def _decides(decides: Deciding) -> list[str]:
    """What hangs on the answer besides points."""
    said = ["decides the stage that is asked for"] if decides.stage else []
    for ids, words in ((decides.asked, "decides whether {} asked"), (decides.gates, "decides whether {} a gate")):
        if ids:
            more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
            named = ", ".join(ids[:MOST_NAMED]) + more
            said.append(words.format(f"{named} {'is' if len(ids) == 1 else 'are'}"))
    return said


def _scores(page: Telling, panel: Panel) -> None:
    assessed = panel.scores.overall is not None
    page.heading(f"The panel's range: {shown(panel.scores.overall)}{' of 100' if assessed else ''}")
    page.text(
        "From the lowest to the highest score that these answers allow, each question taken as any of them "
        "answered it. What nobody answered is open. It is a range, and no middle is taken."
    )
    if panel.scores.overall is not None and not panel.scores.overall.exact:
        page.text("There are too many combinations to try each: no combination lies outside this range.")
    rows = []
    for name, found in ((member.name, member.assessment) for member in panel.members if member.full):
        without = sum(status.open for status in found.statuses.values())
        rows.append((name, shown(found.scores.overall), str(without)))
    page.table(rows, ("", "Score", "No answer"))
    titles = {section.id: section.title for section in panel.questionnaire.sections}
    sections = [(titles[ident], shown(score)) for ident, score in panel.scores.sections.items() if score is not None]
    page.table(sections, ("Section", "The panel's range"))


def _widest(page: Telling, panel: Panel) -> None:
    disputed = [agreement for agreement in panel.widest if agreement.disputed]
    if not disputed:
        page.heading("They differ on no question")
        return
    page.heading(f"Where they differ, the widest first: {counted(len(disputed), 'question')}")
    for agreement in disputed:
        page.text(named(agreement.question), mark="- ")
        apart = distance(agreement)
        page.text(f"{apart[:1].upper()}{apart[1:]}.", indent=2)
        if agreement.evidence_only:
            page.text("The same answer was given. It counts less where no evidence is given.", indent=2)
        said = [(_words(voice), voice.respondent) for voice in agreement.voices]
        page.text(*_together(said, Counter(name for _, name in said)), indent=4)
        several = (own for own in agreement.several if own.disputed)
        page.text(*(f"Among {own.voices[0].respondent}: {distance(own)}." for own in several), indent=2)


def _together(said: Iterable[tuple[str, str]], of: Mapping[str, int]) -> Iterator[str]:
    return (f"{words}: {', '.join(names)}" for words, names in together(said, of))


def _words(voice: Voice) -> str:
    status = voice.status
    gate = f" [gate: {GATE_STATES[voice.gate].lower()}]" if voice.gate is not None else ""
    lower = status.state is State.ANSWERED and status.effective != status.answer.value
    counts = f", counts as level {status.effective} without evidence" if lower and not status.answer.exempt else ""
    return f"{words_of(status)}{counts}{gate}"


def distance(agreement: Agreement) -> str:
    """How far answers lie apart, in the terms of the question's type."""
    kind = agreement.question.type
    values = [v.status.effective for v in agreement.voices if v.status.state is State.ANSWERED]
    given = [value for value in values if value is not None]
    said = [_measured(agreement, kind, given)] if agreement.disputed and given else []
    if agreement.count(State.NOT_APPLICABLE) and given:
        said.append("some say that it does not apply")
    if agreement.open:
        said.append(f"{agreement.open} without an answer")
    return "; ".join(filter(None, said))


def _measured(agreement: Agreement, kind: Kind, given: list[Value]) -> str:
    if agreement.median is None:
        apart = kind.apart(given)
        return f"{agreement.different} different answers" if apart is None else apart
    ends = sorted(given, key=kind.quantity)
    low, high = kind.short(ends[0]), kind.short(ends[-1])
    if low == high:
        return ""
    one, other = map(kind.short, agreement.median)
    middle = f"median {one}" if one == other else f"median between {one} and {other}"
    return f"from {low} to {high}, {middle}, spread {about_percent(agreement.spread or Fraction(0))}"


# the report

MOST_SAID = 3
"""So many questions are named in a sentence."""


def panel_report(subject: PanelSubject) -> Telling:
    """What the report of a panel tells."""
    page = Telling(f"Where they agree and differ: {titled(subject.panel.members[0].assessment.answers)}")
    _PanelReport(page, subject).tell()
    return page


class _PanelReport:
    """Tells of a panel by the labels of its respondents. Questions with an exempt answer are but named."""

    def __init__(self, page: Telling, subject: PanelSubject) -> None:
        self._page = page
        self._subject = subject
        self._panel = subject.panel
        self._labels = respondent_labels(subject)
        self._exempt = [a.question.title for a in self._panel.agreements if _is_exempt(a)]
        self._widest = [a for a in self._panel.widest if a.disputed and not _is_exempt(a)]

    def tell(self) -> None:
        """Sentences, the picture, who stands where, and what to talk about."""
        page, panel = self._page, self._panel
        page.text(heard_words(panel))
        page.text(*self._sentences(), mark="- ")
        picture = voices_picture(self._widest, self._labels)
        if picture is not None:
            page.heading(picture.title)
            page.picture(picture)
        self._standing()
        agenda = [item.agreement for item in panel.agenda if not _is_exempt(item.agreement)]
        differing = [agreement for agreement in agenda if agreement.disputed]
        if differing:
            page.heading("What to talk about, the most pressing first")
            page.table(map(self._row, differing), ("Question", "Who said what", "What hangs on it"))
        for name in panel.respondents:
            known = [self._open_words(a) for a in panel.known_only_to(name) if not _is_exempt(a)]
            page.items(f"What only one knows: {self._labels[name]}", known)
        nobody = (f"{self._open_words(a)} ({without_words(a)})" for a in agenda if a.nobody_knows)
        page.items("What nobody has an answer to", nobody)
        self._sections()
        page.items("Left out, as an answer to them is exempt", self._exempt)
        page.items("To know when reading this", to_know(self._subject.documents, panel.cautions))

    def _sentences(self) -> Iterator[str]:
        panel = self._panel
        compared = [a for a in panel.agreements if not _is_exempt(a) and _is_compared(a)]
        alike = [agreement.question.title for agreement in compared if not agreement.disputed]
        differ = len(self._widest)
        if not compared:
            yield "No question was answered by two or more, so there is nothing to agree or differ on."
        elif not differ:
            yield f"They agree on each of the {counted(len(compared), 'question')} that two or more answered."
        else:
            both = f"On {differ} of them they differ, on {len(alike)} they agree{_first(alike)}."
            answered = counted(len(compared), "question was", "questions were")
            yield f"{answered} answered by two or more. {both if alike else 'On none of them do all agree.'}"
            widest = "; ".join(agreement.question.title for agreement in self._widest[:MOST_SAID])
            yield ended(f"They lie farthest apart on: {widest}")
        yield from self._on_requirements()
        full = self._full()
        if len(panel.stages) > 1:
            asked = "; ".join(stage.label for stage in panel.stages)
            yield f"Their answers ask for different decisions, so each verdict is on its own: {asked}."
        short = [self._labels[name] for name in panel.respondents if name not in {m.respondent for m in full}]
        if full and short:
            yield f"Asked a part of the questions, so that no verdict is given on their answers: {'; '.join(short)}."
        if len(full) == 1:
            yield f"On the answers of {self._labels[full[0].name]} the verdict is: {self._verdict(full[0])}"
        yield from self._range()

    def _verdict(self, member: PanelMember) -> str:
        found = member.assessment
        return f"{ended(verdict_words(found))} {_score_sentence(shown(found.scores.overall))}"

    def _on_requirements(self) -> Iterator[str]:
        """On which requirements they fall on both sides, and which none of them meets."""
        if self._panel.questionnaire.decision is None:
            return
        parted = [a.question.title for a in self._panel.agreements if a.gate_disputed and not _is_exempt(a)]
        if parted:
            number = counted(len(parted), "requirement")
            yield ended(f"On {number} some of their answers meet it and others do not: {'; '.join(parted)}")
        elif len(self._panel.respondents) > 1:
            yield "On no requirement do some of their answers meet it while others do not."
        failing = [
            a.question.title
            for a in self._panel.agreements
            if not a.disputed and not _is_exempt(a) and any(v.gate is GateState.NOT_MET for v in a.voices)
        ]
        if failing:
            yield ended(f"Not met on the answers of any of them who answered: {'; '.join(failing)}")

    def _range(self) -> Iterator[str]:
        score = self._panel.scores.overall
        if score is None:
            return
        alone = " That is not their mean: no middle is taken." if len(self._panel.members) > 1 else ""
        yield (
            f"Taken each way that one of them answered, the score is {shown(score)} out of 100; what nobody answered "
            f"is open in it.{alone}"
        )
        if not score.exact:
            yield "There are too many combinations to try each: no combination lies outside this range."

    def _full(self) -> list[PanelMember]:
        return [member for member in self._panel.members if member.full]

    def _standing(self) -> None:
        """The verdict and score of each who is asked everything, where several are."""
        page, full = self._page, self._full()
        if len(full) > 1:
            page.heading("Where they stand")
            rows = []
            for member in full:
                found = member.assessment
                verdict = (verdict_words(found), str(len(found.not_met))) if found.stage is not None else ()
                without = sum(status.open for status in found.statuses.values())
                rows.append((self._labels[member.name], *verdict, shown(found.scores.overall), str(without)))
            told = ("Verdict", "Requirements not met") if len(rows[0]) > 3 else ()
            page.table(rows, ("Respondent", *told, "Score", "Without an answer"))

    def _sections(self) -> None:
        """The range of each section."""
        page, panel = self._page, self._panel
        titles = {section.id: section.title for section in panel.questionnaire.sections}
        sections = [(titles[ident], shown(each)) for ident, each in panel.scores.sections.items() if each is not None]
        if sections:
            page.heading("The score of each section, over all their answers")
            page.table(sections, ("Section", "Score"))

    def _row(self, agreement: Agreement) -> tuple[str, str, str]:
        """A question on which they differ: who said what, and what hangs on that."""
        return agreement.question.title, said_by(agreement, self._labels), " ".join(self._hangs(agreement))

    def _hangs(self, agreement: Agreement) -> Iterator[str]:
        yield from self._decides(agreement.decides)
        states = {voice.gate for voice in agreement.voices if voice.gate is not None}
        if states == {GateState.MET}:
            yield "A requirement, met by each of these answers."
        elif states:
            found = ((GATE_STATES[v.gate].lower(), self._labels[v.respondent]) for v in agreement.voices if v.gate)
            every = together(found, documents_of(agreement, self._labels))
            lines = (f"{words} on the answers of {'; '.join(names)}" for words, names in every if words != "met")
            yield f"A requirement: {', and '.join(lines)}."
        if agreement.points:
            yield f"{tenths(agreement.points)} points of the score."

    def _decides(self, decides: Deciding) -> Iterator[str]:
        questions = self._panel.questionnaire.questions
        if decides.stage:
            yield "It decides which decision is asked for."
        for idents, words in ((decides.asked, "asked"), (decides.gates, "required")):
            titles = [questions[ident].title for ident in idents]
            more = f" and {len(titles) - MOST_SAID} more" if len(titles) > MOST_SAID else ""
            if titles:
                yield f"It decides whether this is {words}: {'; '.join(titles[:MOST_SAID])}{more}."

    def _open_words(self, agreement: Agreement) -> str:
        gate = ["a requirement"] if agreement.gate else []
        points = [f"{tenths(agreement.points)} points of the score"] if agreement.points else []
        beside = "; ".join((*gate, *points))
        return f"{agreement.question.title}: {beside}" if beside else agreement.question.title


def _first(titles: Sequence[str]) -> str:
    """The titles behind a colon, where they are few."""
    return f": {'; '.join(titles)}" if 0 < len(titles) <= MOST_SAID else ""


def _score_sentence(score: str) -> str:
    return "No score is assessed." if score == NOT_ASSESSED else f"Their score is {score} out of 100."


def _is_exempt(agreement: Agreement) -> bool:
    return any(voice.status.answer.exempt for voice in agreement.voices)


def _is_compared(agreement: Agreement) -> bool:
    """Whether two or more gave an answer that can lie apart or be alike."""
    given = len(agreement.values) + agreement.count(State.NOT_APPLICABLE)
    return given > 1 and agreement.spread is not None
