"""An XLSForm: the questionnaire as a workbook that Kobo, ODK and other survey tools make a form of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

from msgspec import Struct, field

from spinout.core.answers import DONT_KNOW
from spinout.core.conditions import comparisons
from spinout.core.kinds.base import Bounds, Entry, plain_number
from spinout.core.labels import safe_name
from spinout.core.questionnaire import Question
from spinout.core.wording import as_written, ended, listed, on_one_line
from spinout.forms.form import UNKNOWN, Form, FormSection
from spinout.forms.xpath import every, ref, relevant, some

LANGUAGES = {
    "bn": "Bengali", "cy": "Welsh", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "ga": "Irish",
    "gd": "Scottish Gaelic", "it": "Italian", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "so": "Somali", "uk": "Ukrainian", "ur": "Urdu",
}  # fmt: skip
"""What a language is called, where an XLSForm wants its name beside its code; of others the code is the name."""
UNKNOWN_LIST = "dont_know"
RESPONDENTS = "respondents"
NEARLY = (Fraction("99.9999"), Fraction("100.0001"))
"""Between these a sum of parts is taken for a hundred: the tools that ask reckon with binary fractions."""
SURVEY = ("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "appearance",
          "default", "calculation")  # fmt: skip
TRANSLATED = frozenset({"label", "hint", "constraint_message"})
LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
WIDTHS = {"label": 60, "hint": 60, "relevant": 40, "constraint": 40, "name": 34, "type": 26}

Row = Mapping[str, str]
"""A row of a sheet by its columns; what is not named is empty."""


class _Sheets(Struct, frozen=True):
    """The rows of an XLSForm while it is made."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)

    def ask(self, kind: str, name: str, label: str, **more: str | None) -> None:
        """A row of the survey."""
        given = {key: value for key, value in more.items() if value}
        self.survey.append({"type": kind, "name": name, "label": _text(label), **given})

    def offer(self, list_name: str, options: Sequence[tuple[str, str]]) -> str:
        """A list of choices; its name."""
        self.choices.extend({"list_name": list_name, "name": name, "label": _text(label)} for name, label in options)
        return list_name


def xlsform(form: Form, _sources: Mapping[str, str]) -> bytes:
    """The form as a workbook with the sheets survey, choices and settings."""
    sheets = _Sheets()
    _header(sheets, form)
    sheets.offer(UNKNOWN_LIST, [(DONT_KNOW, UNKNOWN)])
    for section in form.sections:
        _section(sheets, form, section)
    language = language_column(form.questionnaire.language)
    settings = {
        "form_title": _text(form_title(form)),
        "form_id": form_id(form),
        "version": form.questionnaire.version,
        "default_language": language,
        "style": "pages",
    }
    return _workbook(sheets, settings, language)


def language_column(language: str) -> str:
    """The language as the columns of an XLSForm name it, such as "English (en)"."""
    code = language.partition("-")[0].casefold()
    return f"{LANGUAGES.get(code, code)} ({code})"


def form_title(form: Form) -> str:
    """What the form is called in a list of forms."""
    return ". ".join((form.questionnaire.title, *form.extent))


def form_id(form: Form) -> str:
    """The form's id on a server: that of the questionnaire, and what part of it is asked."""
    sections = [one.section.id for one in form.sections]
    part = sections if len(sections) < len(form.questionnaire.sections) and form.respondent is None else []
    own = [] if form.respondent is None else [form.respondent.id]
    stage = [] if form.stage is None else [form.stage]
    return "-".join([form.questionnaire.id, *own, *stage, *([] if stage else part)])


def _header(sheets: _Sheets, form: Form) -> None:
    """What stands above all answers; the questionnaire and its version are put down without being asked."""
    questionnaire = form.questionnaire
    sheets.ask("calculate", "questionnaire", "", calculation=f"'{questionnaire.id}'")
    sheets.ask("calculate", "version", "", calculation=f"'{_text(questionnaire.version).replace(chr(39), '')}'")
    if form.respondent is not None:
        sheets.ask("calculate", "respondent", "", calculation=f"'{form.respondent.id}'")
    elif questionnaire.respondents:
        listed_ = [(one.id, one.label) for one in questionnaire.respondents]
        sheets.ask(f"select_one {sheets.offer(RESPONDENTS, listed_)}", "respondent", "Who answers?")
    sheets.ask("text", "service", "Which service is this about?")
    sheets.ask("text", "organisation", "Which organisation is it part of?")
    sheets.ask("text", "completed_by", "Who completes this?", hint="A role, not a person's name.")
    sheets.ask("date", "date", "Date", default="today()")


def _section(sheets: _Sheets, form: Form, section: FormSection) -> None:
    name = f"section_{safe_name(section.section.id)}"
    sheets.ask("begin_group", name, section.section.title)
    if intro := form.intro(section.section):
        sheets.ask("note", f"{name}_intro", intro)
    for question in section.questions:
        page = f"page_{safe_name(question.id)}"
        # One page: what stands beside an answer comes up with it.
        sheets.ask("begin_group", page, question.title, relevant=relevant(form, question), appearance="field-list")
        _question(sheets, form, question)
        sheets.survey.append({"type": "end_group"})
    sheets.survey.append({"type": "end_group"})


def _question(sheets: _Sheets, form: Form, question: Question) -> None:
    """What is answered, and beside it that it is not known, does not apply, an option's own words, the evidence."""
    kind, name, answer = question.type, safe_name(question.id), ref(question)
    label, hint = form.asks(question), _hint(question)
    if kind.picks():
        _picks(sheets, question, label, hint)
    elif kind.parts:
        _parts(sheets, question, label, hint)
    else:
        constraint, told = _limits(kind.bounds)
        asked = {Entry.NUMBER: "integer" if kind.bounds.integer else "decimal", Entry.DAY: "date"}.get(
            kind.entry, "text"
        )
        sheets.ask(asked, name, label, hint=hint, constraint=constraint, constraint_message=told)
    empty = every(f"{given} = ''" for given in _given(question))
    reason = f"{ref(question, 'not_applicable')} = ''"
    if not kind.picks():
        shown = every([empty, reason]) if question.not_applicable else empty
        sheets.ask(f"select_one {UNKNOWN_LIST}", f"{name}___unknown", "Or you do not know", relevant=shown)
    if question.not_applicable:
        text = "If this does not apply to you, say why. Leave the answer empty."
        sheets.ask("text", f"{name}___not_applicable", text, relevant=empty)
    for option in kind.options:
        if option.other:
            sheets.ask("text", f"{name}___other", f"{option.label}: which?",
                       relevant=f"selected({answer}, '{option.id}')")  # fmt: skip
    if (evidence := form.evidence(question)) or question.evidence_counts:
        known = some(f"{given} != ''" for given in _given(question))
        known = every([known, f"{answer} != '{DONT_KNOW}'"]) if kind.picks() else known
        counts = "Without it the highest answer counts as one lower." if question.evidence_counts else ""
        sheets.ask("text", f"{name}___evidence", "What shows it?", relevant=known,
                   hint=_text(f"{ended(evidence) if evidence else ''} {counts}".strip()))  # fmt: skip


def _given(question: Question) -> Sequence[str]:
    """What is given as an answer, in an expression: one thing, or one for each part."""
    parts = [f"{question.id}.{part.id}" for part in question.type.parts]
    return [f"${{{safe_name(column)}}}" for column in parts or [question.id]]


def _picks(sheets: _Sheets, question: Question, label: str, hint: str | None) -> None:
    """A list to choose from, with don't know behind it."""
    kind, name = question.type, safe_name(question.id)
    options = [(pick.id, pick.label) for pick in kind.picks()]
    if all(ident != DONT_KNOW for ident, _ in options):
        options.append((DONT_KNOW, UNKNOWN))
    sheets.offer(name, options)
    if kind.entry is not Entry.SEVERAL:
        sheets.ask(f"select_one {name}", name, label, hint=hint)
        return
    alone = [(option.id, option.label) for option in kind.options if option.exclusive] + [options[-1]]
    constraint = " and ".join(f"not(selected(., '{ident}') and count-selected(.) > 1)" for ident, _ in alone)
    told = f"Choose alone, or not at all: {listed(label for _, label in alone)}."
    sheets.ask(f"select_multiple {name}", name, label, hint=hint, constraint=constraint, constraint_message=_text(told))


def _parts(sheets: _Sheets, question: Question, label: str, hint: str | None) -> None:
    """A number for each part; the last is held against the sum, and a note says where some are missing."""
    names = [safe_name(f"{question.id}.{part.id}") for part in question.type.parts]
    others = [f"${{{name}}}" for name in names[:-1]]
    low, high = (as_written(plain_number(end)) for end in NEARLY)
    sheets.ask("note", f"{safe_name(question.id)}___parts", label, hint=hint)
    for name, part in zip(names, question.type.parts, strict=True):
        constraint, told = ". >= 0 and . <= 100", "A number from 0 to 100."
        if name == names[-1]:
            total = " + ".join([*others, "."])
            constraint, told = f"{total} >= {low} and {total} <= {high}", "Together they make 100."
        sheets.ask("decimal", name, part.label, hint=part.help and _text(part.help), constraint=constraint,
                   constraint_message=told)  # fmt: skip
    given, lacking = ([f"${{{name}}} {sign} ''" for name in names] for sign in ("!=", "="))
    text = "Some parts have no number yet. Give each one, 0 counts, or empty them all."
    if len(names) > 1:
        sheets.ask("note", f"{safe_name(question.id)}___left", text, relevant=every([some(given), some(lacking)]))


def _hint(question: Question) -> str | None:
    """The help with a question and with its options, which have no room for it of their own."""
    said = [question.help or ""]
    said += [f"{pick.label}: {pick.help}" for pick in question.type.picks() if pick.help]
    said += [unit] if (unit := None if question.type.parts else question.type.bounds.ending) else []
    return _text(" ".join(ended(text.strip()) for text in said if text.strip())) or None


def _limits(bounds: Bounds) -> tuple[str | None, str | None]:
    """Between which numbers an answer lies, as a constraint and in words."""
    ends = [(sign, as_written(plain_number(end))) for sign, end in ((">=", bounds.low), ("<=", bounds.high))
            if end is not None]  # fmt: skip
    words = {">=": "at least", "<=": "at most"}
    told = " and ".join(f"{words[sign]} {end}" for sign, end in ends)
    return (" and ".join(f". {sign} {end}" for sign, end in ends), f"It is {told}.") if ends else (None, None)


def not_said(form: Form) -> Iterator[str]:
    """What an XLSForm cannot say, or its tools cannot hold, one sentence each, so far as it concerns the form."""
    yield "It asks and shows no score: what is essential at which decision is not marked."
    yield "Notes, and answers kept out of a published report (exempt), are not asked for."
    every_one = list(form.questions.values())
    if any(question.type.parts for question in every_one):
        yield "The parts of a split are added up when the last one is given; one that is left out is told, not refused."
    if form.evidence(every_one[0]) or any(question.evidence_counts for question in every_one):
        yield "Evidence that says nothing, such as n/a, counts there as evidence when it decides what is asked."
    if any(question.not_applicable for question in every_one):
        yield "That a question does not apply is said by a reason alone, where its answer is left empty."
    for question in every_one:
        condition = form.condition(question)
        outside = {} if condition is None else {c.question: None for c in comparisons(condition)}
        missing = [ident for ident in outside if ident not in form.questions]
        if missing:
            said = "hangs on what this form does not ask, so it may be asked too often"
            yield f"{question.id} {said}: {listed(missing)}."
        if question.show_if is not None and condition is None:
            yield f"{question.id} is always asked: its condition hangs on what this respondent is not asked."


def _text(text: str) -> str:
    """A text for a cell; what would be read as a reference to a question is parted."""
    return on_one_line(text).replace("${", "$ {") if text else ""


def _workbook(sheets: _Sheets, settings: Row, language: str) -> bytes:
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        book.set_properties({"title": settings["form_title"], "created": LONG_AGO})
        columns = {"survey": SURVEY, "choices": ("list_name", "name", "label"), "settings": tuple(settings)}
        rows = {"survey": sheets.survey, "choices": sheets.choices, "settings": [settings]}
        for name, heads in columns.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, head in enumerate(heads):
                sheet.set_column(place, place, WIDTHS.get(head, 18))
                sheet.write_string(0, place, f"{head}::{language}" if head in TRANSLATED else head, bold)
            for number, row in enumerate(rows[name], 1):
                for place, head in enumerate(heads):
                    if row.get(head):
                        sheet.write_string(number, place, row[head])
    return made.getvalue()
