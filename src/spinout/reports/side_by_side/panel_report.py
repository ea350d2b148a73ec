"""The report of a panel: where respondents agree and differ in sentences, then what to talk about. It shows no mean."""

from collections.abc import Iterator, Sequence

from spinout.core.conditions import State
from spinout.core.insight.panels import Agreement, Deciding, PanelMember
from spinout.core.scoring.gates import GateState
from spinout.core.wording import counted, ended
from spinout.reports.side_by_side.documents import PanelSubject, respondent_labels, titled, to_know, verdict_words
from spinout.reports.side_by_side.panel import heard_words, together, without_words
from spinout.reports.side_by_side.telling import Telling
from spinout.reports.side_by_side.voices import documents_of, said_by, voices_picture
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.words import NOT_ASSESSED, shown, tenths

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
