"""A blank file of answers: every question with all that may be answered, as comments, and nothing behind the colon."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from spinout.core.kinds.base import Entry
from spinout.core.kinds.options import Pick
from spinout.core.questionnaire import Question
from spinout.core.scalars import quoted, scalar
from spinout.core.wording import ended, on_one_line
from spinout.forms.asked_if import UNSURE, asked_if
from spinout.forms.form import Form, FormSection

WIDE = 100
"""No comment is wider, so that it can be read in any editor."""
HOW = (
    "Write each answer behind its colon, after a space, and save the file. What you leave empty is unanswered.",
    "Leave the lines that begin with a # as they are, or take them out: they are read by people alone.",
)
WAYS = (
    ("dont-know", "where nobody who was asked knows"),
    ("{not_applicable: The reason.}", "where a question says that it may not apply"),
    ("{answer: 2, evidence: Minutes of 3 May}", "an answer with what shows it"),
    ("{answer: 2, note: They were in a hurry.}", "an answer with a note"),
    ('{answer: 2, note: "Two words: in quotes."}', "in quotes, with a colon or comma in it"),
)


def yaml_form(form: Form, _sources: Mapping[str, str]) -> bytes:
    """The form as a file of answers in which nothing is answered."""
    return ("\n".join(line.rstrip() for line in _lines(form)) + "\n").encode("utf-8")


def _lines(form: Form) -> Iterator[str]:
    questionnaire = form.questionnaire
    yield from _comment(f"{questionnaire.title}: a form to fill in", "")
    for phrase in form.extent:
        yield from _comment(phrase, "")
    yield "#"
    for text in HOW:
        yield from _comment(text, "")
    yield "#"
    yield "# Beside what stands at a question, you may write:"
    yield from (f"#   {written:<44} {meaning}" for written, meaning in WAYS)
    yield "#"
    yield "# Then:  spinout check FILE   tells what is wrong, and where"
    yield "#        spinout score FILE   gives the verdict"
    yield "#"
    yield f"# Made by {form.program}; the questionnaire's digest is sha256 {form.sha256}"
    yield ""
    yield f"questionnaire: {scalar(questionnaire.id)}"
    yield f"version: {quoted(questionnaire.version)}"
    yield "service:"
    yield "organisation:"
    yield "# A role, not a person's name."
    yield "completed_by:"
    yield from _respondent(form)
    yield "# The day, as YYYY-MM-DD."
    yield "date:"
    yield ""
    yield "answers:"
    numbers = form.numbers()
    for section in form.sections:
        yield from _section(form, section, numbers)


def _respondent(form: Form) -> Iterator[str]:
    """Who answers; where the questionnaire says who may, their ids stand above."""
    own, every = form.respondent, form.questionnaire.respondents
    if own is not None:
        yield f"respondent: {scalar(own.id)}"
    elif every:
        yield "# Who answers, one of:"
        yield from _listed([(scalar(one.id), one.label, None) for one in every], "")
        yield "respondent:"


def _section(form: Form, section: FormSection, numbers: Mapping[str, int]) -> Iterator[str]:
    yield ""
    yield from _comment(f"===== {section.section.title} =====", "  ")
    if intro := form.intro(section.section):
        yield from _comment(intro, "  ")
    for question in section.questions:
        yield ""
        yield from _question(form, question, numbers[question.id])


def _question(form: Form, question: Question, number: int) -> Iterator[str]:
    asks = form.asks(question)
    yield from _comment(f"{number}. {question.title}" if question.title != asks else f"{number}. {asks}", "  ")
    said = [asks if question.title != asks else None, question.help]
    if when := asked_if(form, question):
        said += [f"{when} {UNSURE}"]
    for text in filter(None, said):
        yield from _comment(text, "  ")
    yield from _allowed(question)
    if question.not_applicable:
        yield from _comment("It may not apply to you: {not_applicable: The reason.}", "  ")
    if evidence := form.evidence(question):
        counts = ", and the highest answer counts only with it" if question.evidence_counts else ""
        yield from _comment(f"Evidence wanted{counts}: {ended(evidence)}", "  ")
    yield f"  {scalar(question.id)}:"


def _allowed(question: Question) -> Iterator[str]:
    """What may stand behind the colon."""
    kind = question.type
    way, parts = kind.entry, kind.parts
    if kind.picks():
        picks = [(_as_written(question, pick), _label(question, pick), pick.help) for pick in kind.picks()]
        some = ", ".join(word for word, _, _ in picks[:2])
        yield from _comment(
            f"Write one or more in brackets, [{some}]:" if way is Entry.SEVERAL else "Write one of:", "  "
        )
        yield from _listed(picks, "  ")
    elif parts:
        shares = ", ".join(
            f"{scalar(part.id, flow=True)}: {100 if not place else 0}" for place, part in enumerate(parts)
        )
        yield from _comment("Write a number for each part, 100 together, in these brackets:", "  ")
        yield f"  #   {{answer: {{{shares}}}}}"
        yield from _listed([(scalar(part.id, flow=True), part.label, part.help) for part in parts], "  ")
    elif way is Entry.WORDS:
        yield "  # Write a text; in quotes, or with what YAML has for long ones, where it has a colon or a # in it."
    else:
        unit = f" ({unit})" if (unit := kind.bounds.ending) else ""
        yield from _comment(f"Write {kind.allowed()}{unit}.", "  ")


def _as_written(question: Question, pick: Pick) -> str:
    """What is written to choose one."""
    raw = question.type.read_words(pick.id)
    return scalar(raw[0] if isinstance(raw, list) else raw, flow=True)


def _label(question: Question, pick: Pick) -> str:
    option = next((option for option in question.type.options if option.id == pick.id), None)
    alone = " (stands alone)" if option is not None and option.exclusive else ""
    if option is not None and option.other:
        answer = _as_written(question, pick)
        answer = f"[{answer}]" if question.type.entry is Entry.SEVERAL else answer
        return f"{pick.label}{alone}: say which, {{answer: {answer}, other: Your words}}"
    return pick.label + alone


def _listed(rows: Iterable[tuple[str, str, str | None]], indent: str) -> Iterator[str]:
    """Words to write, each with what it means behind it, in columns."""
    every = list(rows)
    column = min(max((len(word) for word, _, _ in every), default=0), 24)
    for word, label, help_ in every:
        yield from _hung(f"{word:<{column}}  ", on_one_line(label), indent)
        if help_:
            yield from _hung(" " * (column + 2), on_one_line(help_), indent)


def _hung(before: str, text: str, indent: str) -> Iterator[str]:
    start = f"{indent}#   "
    yield from wrap(
        text,
        WIDE,
        initial_indent=start + before,
        subsequent_indent=start + " " * len(before),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [start + before]


def _comment(text: str, indent: str) -> Iterator[str]:
    """A text as lines of comments; what would end a line or hide stands in none."""
    start = f"{indent}# "
    yield from wrap(
        on_one_line(text),
        WIDE,
        initial_indent=start,
        subsequent_indent=start,
        break_long_words=False,
        break_on_hyphens=False,
    )
