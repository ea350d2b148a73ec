"""The view of documents side by side: what their report shows. Templates only lay it out."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from spinout.core.scoring.assessment import Assessment
from spinout.core.wording import counted
from spinout.reports.side_by_side.comparison_report import comparison_report
from spinout.reports.side_by_side.documents import (
    ComparedSubject,
    PanelSubject,
    SourceDocument,
    day_of,
    respondent_labels,
)
from spinout.reports.side_by_side.panel import panel_report
from spinout.reports.side_by_side.telling import TellingPart, parts_of
from spinout.reports.view.blocks import TitleLine
from spinout.reports.view.words import verb

SCHEMA = "spinout.side-by-side-view/1"


class SideBySideView(Struct, frozen=True):
    """Everything that a comparison's or a panel's report shows.

    `parts` begin with one without a title, which stands under the report's own. `facts` say whose answers of which
    day they are, and `record` what it was made from.
    """

    schema: str
    language: str
    title: str
    about: str
    program: str
    facts: tuple[TitleLine, ...]
    private: str | None
    parts: tuple[TellingPart, ...]
    notes: tuple[str, ...]
    record: tuple[TitleLine, ...]


def side_by_side_view(subject: ComparedSubject | PanelSubject) -> SideBySideView:
    """The view of a comparison, a timeline or a panel."""
    telling = comparison_report(subject) if isinstance(subject, ComparedSubject) else panel_report(subject)
    last = subject.documents[-1].assessment.questionnaire
    paper = last.reference.paper
    return SideBySideView(
        SCHEMA,
        last.language,
        telling.title,
        last.title,
        subject.program,
        tuple(_facts(subject)),
        _private(document.assessment for document in subject.documents),
        parts_of(telling),
        () if paper is None else tuple(note.text for note in paper.notes),
        tuple(_record(subject.documents)),
    )


def _private(assessments: Iterable[Assessment]) -> str | None:
    """That answers count here which a published report leaves out; None where there are none."""
    exempt = sum(s.answer.exempt and s.shown for each in assessments for s in each.statuses.values())
    if not exempt:
        return None
    says, it = verb(exempt, "it says", "they say"), verb(exempt, "it", "them")
    return (
        f"{counted(exempt, 'answer')} {verb(exempt, 'is', 'are')} marked exempt. What {says}, and every figure of "
        f"{verb(exempt, 'its question', 'their questions')} alone, is left out. The scores, verdicts, results "
        f"and numbers of requirements here count {it}, so that something of {it} can be worked out. This report is not "
        "for publication."
    )


def _facts(subject: ComparedSubject | PanelSubject) -> Iterator[TitleLine]:
    """Whose answers they are, and of which day."""
    if isinstance(subject, PanelSubject):
        labels = respondent_labels(subject)
        for respondent in subject.panel.respondents:
            own = (member for member in subject.panel.members if member.respondent == respondent)
            yield TitleLine(labels[respondent], "; ".join(day_of(member.assessment.answers) for member in own))
        return
    days = [day_of(document.assessment.answers) for document in subject.documents]
    names = ("Answers before", "Answers now") if len(days) == 2 else [f"Answers {n}" for n in range(1, len(days) + 1)]
    yield from map(TitleLine, names, days)


def _record(documents: Iterable[SourceDocument]) -> Iterator[TitleLine]:
    questionnaires = {}
    for number, document in enumerate(documents, start=1):
        yield TitleLine(f"Document {number}", f"{document.name}, SHA-256 {document.sha256}")
        form = document.assessment.questionnaire
        questionnaires[document.questionnaire_sha256] = f"{form.title} ({form.id}), version {form.version}"
    for digest, name in questionnaires.items():
        yield TitleLine("Questionnaire", f"{name}, SHA-256 {digest}")
