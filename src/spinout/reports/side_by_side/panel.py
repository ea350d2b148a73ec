"""What a screen tells of a panel: the verdicts, what to talk about, then who scores what. It shows no mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from spinout.core.conditions import State
from spinout.core.insight.panels import AgendaItem, Agreement, Deciding, Panel, PanelMember, Topic, Voice
from spinout.core.insight.voices import hearing_of
from spinout.core.kinds import Kind, Value
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.wording import counted, visible
from spinout.reports.side_by_side.documents import (
    PanelSubject,
    gate_words,
    named,
    not_stated,
    titled,
    verdict_words,
)
from spinout.reports.side_by_side.telling import Telling
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.hearing import hearing_view
from spinout.reports.view.words import about_percent, shown, tenths, words_of

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


def together(said: Iterable[tuple[str, str]], of: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was said, each with all who said it.

    `of` is how many documents each respondent has; of several it is told how many of them said it.
    """
    every: dict[str, Counter[str]] = {}
    for words, name in said:
        every.setdefault(words, Counter())[name] += 1
    for words, names in every.items():
        yield words, tuple(f"{name} ({n} of {of[name]})" if of[name] > 1 else name for name, n in names.items())


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
