"""A form on paper, as a Word file: boxes to tick, room to write, and the numbers by which it is typed in."""

from collections.abc import Callable, Iterator, Mapping

from spinout.core.kinds.base import Entry
from spinout.core.questionnaire import Question
from spinout.core.wording import ended
from spinout.forms.asked_if import UNSURE, asked_if
from spinout.forms.form import UNKNOWN, Form, FormSection
from spinout.forms.word_page import WordPage

HOW = (
    "Tick the box of the answer that fits best today, or write on the lines.",
    "Don't know is an answer. Tick it where you do not know.",
    "Leave empty what you do not want to answer.",
    "The numbers beside the boxes are for whoever types the answers in.",
)
HOW_IF = "Some questions say when they are to be answered. Where that does not fit, go on to the next."
LINES_OF_WORDS = 3
LINES_OF_NOTES = 3


def word_form(form: Form, _sources: Mapping[str, str]) -> bytes:
    """The form as a document of Word."""
    questionnaire = form.questionnaire
    about = f"{questionnaire.id}, version {questionnaire.version}, digest {form.sha256}; made by {form.program}"
    page = WordPage(f"{questionnaire.title}: a form to fill in", questionnaire.language, about)
    page.paragraph(questionnaire.title, "Title")
    page.paragraph("A form to fill in")
    for phrase in form.extent:
        page.paragraph(phrase)
    page.paragraph("How to fill it in", "Heading 1")
    conditional = any(form.condition(question) for question in form.questions.values())
    for text in (*HOW, HOW_IF) if conditional else HOW:
        page.paragraph(text, "List Bullet")
    page.paragraph("Who fills it in", "Heading 1")
    _header(page, form)
    numbers = form.numbers()
    for section in form.sections:
        _section(page, form, section, numbers)
    page.paragraph(f"Questionnaire {about}.", "Small")
    return page.content()


def _header(page: WordPage, form: Form) -> None:
    """The fields that stand above all answers."""
    asked = form.respondent is None and bool(form.questionnaire.respondents)
    rows = ["Service", "Organisation", "Completed by: a role, not a name", "Date: day, month and year"]
    if asked:
        rows.insert(3, "Who answers: tick one")
    table = page.table(("What is asked", "Write here"), [(row, "") for row in rows], (62, 108))
    if asked:
        labels = [f"{one.label} ({one.id})" for one in form.questionnaire.respondents]
        page.tick_in(table.rows[4].cells[1], labels)


def _section(page: WordPage, form: Form, section: FormSection, numbers: Mapping[str, int]) -> None:
    # A short form goes on at once, so that it takes less paper.
    page.paragraph(section.section.title, "Heading 1", new_page=section == form.sections[0] and not form.short)
    if intro := form.intro(section.section):
        page.paragraph(intro, together=True)
    for question in section.questions:
        _question(page, form, question, numbers[question.id])
    page.lines(f"Notes on {section.section.title}, each with the number of its question", LINES_OF_NOTES)


def _question(page: WordPage, form: Form, question: Question, number: int) -> None:
    asks = form.asks(question)
    page.paragraph(f"{number}. {question.title}", "Heading 2")
    if when := asked_if(form, question):
        page.paragraph(f"{when} {UNSURE}", "Only if", together=True)
    if asks != question.title:
        page.paragraph(asks, "Ask", together=True)
    if question.help:
        page.paragraph(question.help, "Help", together=True)
    _room(page, question)
    evidence = form.evidence(question)
    page.choice(UNKNOWN, last=not (question.not_applicable or evidence))
    if question.not_applicable:
        page.choice("This does not apply to us")
        page.lines("Why does it not apply?", together=bool(evidence))
    if evidence:
        counts = ", without which the highest answer counts as one lower" if question.evidence_counts else ""
        page.lines(f"Evidence{counts}. What counts: {ended(evidence)}")


def _room(page: WordPage, question: Question) -> None:
    """Boxes, or room for what is written."""
    kind = question.type
    how = HOW_TO[kind.entry](question)
    if not kind.picks() and not kind.parts:
        page.lines(how, LINES_OF_WORDS if kind.own_words else 1, together=True)
        return
    page.paragraph(how, "Prompt", together=True)
    for pick in kind.picks():
        page.choice(pick.label, number=pick.key, help_=pick.help)
    for option in kind.options:
        if option.other:
            page.lines(f"{option.label}: which?", together=True)
    if kind.parts:
        rows = [(f"{part.label}. {part.help}" if part.help else part.label, "") for part in kind.parts]
        page.table(("Part", "Of every 100"), [*rows, ("Together", "100")], (125, 45), together=True)


def _number(question: Question) -> str:
    unit = question.type.bounds.ending
    return f"Write {question.type.allowed()}{f' ({unit})' if unit else ''}."


HOW_TO: Mapping[Entry, Callable[[Question], str]] = {
    Entry.LEVEL: lambda _: "Tick one.",
    Entry.ONE: lambda _: "Tick one.",
    Entry.YES_NO: lambda _: "Tick one.",
    Entry.SEVERAL: lambda question: " ".join(_several(question)),
    Entry.NUMBER: _number,
    Entry.SHARES: lambda _: "Write a number for each part, 0 where it has none. Together they make 100.",
    Entry.DAY: lambda _: "Write the day, the month and the year.",
    Entry.WORDS: lambda _: "Write your answer.",
}
"""What is said of how to answer."""


def _several(question: Question) -> Iterator[str]:
    yield "Tick one or more."
    alone = [option.label for option in question.type.options if option.exclusive]
    if alone:
        yield f"Tick this alone, or not at all: {'; '.join(alone)}."
