"""Tables in the shape of five survey tools, made of answers: what a person would export who asked the questions there.

A document is plain data as a file of answers has it; a table is rows of text, the headings first.
"""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from spinout.core.conditions import Measure
from spinout.core.questionnaire import Question, Questionnaire

Table = list[list[str]]
Document = dict[str, Any]
Cells = Callable[[Question, Any], list[str]]
FIELDS = ("service", "respondent", "date")
BESIDE = ("evidence", "note", "not_applicable", "other")


def as_csv(table: Table, *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A table as CSV."""
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(table)
    return made.getvalue().encode(encoding)


def several(question: Question) -> bool:
    """Whether several options may be chosen."""
    return Measure.MEMBERS in question.type.measures


def short(given: Any) -> Any:
    """The answer of a short or a long form; None where there is none."""
    answer = given.get("answer") if isinstance(given, dict) else given
    return None if answer == "" else answer


def beside(given: Any, name: str) -> str:
    """A text beside an answer."""
    return str(given.get(name) or "") if isinstance(given, dict) else ""


def label_of(question: Question, ident: object) -> str:
    """The label of an option or level."""
    word = {True: "yes", False: "no"}.get(ident, ident) if isinstance(ident, bool) else ident
    return next(pick.label for pick in question.type.picks() if str(pick.id) == str(word))


def in_words(question: Question, answer: Any, joined: Callable[[list[str]], str], day: Callable[[str], str]) -> str:
    """An answer as a form that shows labels exports it."""
    if answer is None:
        return ""
    if answer == "dont-know":
        return "Don't know"
    if isinstance(answer, list):
        chosen = [option.label for option in question.type.options if option.id in answer]
        return joined(chosen)
    if question.type.picks():
        return label_of(question, answer)
    text = str(answer)
    return day(text) if len(text) == 10 and text[4:5] == "-" and not question.type.own_words else text


def american(text: str) -> str:
    """A date as Americans write it."""
    year, month, day = text.split("-")
    return f"{int(month)}/{int(day)}/{year}"


def used(questionnaire: Questionnaire, documents: list[Document], name: str) -> set[str]:
    """The questions that have a text beside an answer in some document."""
    return {
        ident
        for ident in questionnaire.questions
        if any(beside(each["answers"].get(ident), name) for each in documents)
    }


# forms that show labels


def _worded(
    questionnaire: Questionnaire,
    documents: list[Document],
    own: tuple[list[str], Callable[[int, Document], list[str]]],
    joined: Callable[[list[str]], str],
) -> Table:
    """A table of a form whose headings are what is asked, and whose cells are labels."""
    headings = [*own[0], "Name of the service", "Who are you?"]
    used_here = {name: used(questionnaire, documents, name) for name in BESIDE}
    for ident, question in questionnaire.questions.items():
        parts = question.type.parts
        headings += [f"{question.ask} [{part.label}]" for part in parts] or [question.ask]
        headings += [f"{question.title} ({name.replace('_', ' ')})" for name in BESIDE if ident in used_here[name]]
    rows = [headings]
    for number, each in enumerate(documents, start=1):
        row = [*own[1](number, each), each.get("service", ""), each.get("respondent", "")]
        for ident, question in questionnaire.questions.items():
            given = each["answers"].get(ident)
            row += _cells(question, short(given), joined)
            row += [beside(given, name) for name in BESIDE if ident in used_here[name]]
        rows.append(row)
    return rows


def _cells(question: Question, answer: Any, joined: Callable[[list[str]], str]) -> list[str]:
    if not question.type.parts:
        return [in_words(question, answer, joined, american)]
    if answer is None or answer == "dont-know":
        return ["" if answer is None else "Don't know" for _ in question.type.parts]
    return [str(answer[part.id]) for part in question.type.parts]


def microsoft(questionnaire: Questionnaire, documents: list[Document]) -> Table:
    """Microsoft Forms: its own columns first, several options each with a semicolon behind it, a repeated title 2."""

    def own(number: int, each: Document) -> list[str]:
        day = american(each.get("date", "2026-11-23"))
        return [
            str(number),
            f"{day} 9:0{number % 10}:11",
            f"{day} 9:31:02",
            f"p{number}@example.org",
            f"Person {number}",
        ]

    headings = ["ID", "Start time", "Completion time", "Email", "Name"]
    table = _worded(questionnaire, documents, (headings, own), lambda labels: "".join(f"{one};" for one in labels))
    times: dict[str, int] = {}
    for place, heading in enumerate(table[0]):
        times[heading] = times.get(heading, 0) + 1
        table[0][place] = heading if times[heading] == 1 else f"{heading}{times[heading]}"
    return table


def google(questionnaire: Questionnaire, documents: list[Document]) -> Table:
    """Google Forms: a timestamp first, several options parted by a comma, also where a label has one."""

    def own(number: int, each: Document) -> list[str]:
        return [f"{american(each.get('date', '2026-11-23'))} 10:02:{number:02}", f"p{number}@example.org"]

    return _worded(questionnaire, documents, (["Timestamp", "Email Address"], own), ", ".join)


def limesurvey(questionnaire: Questionnaire, documents: list[Document]) -> Table:
    """LimeSurvey with code and text as headings and full answers: a column for each option."""
    headings = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language"]
    headings += ["seed. Seed", "ipaddr. IP address", "service. Name of the service", "respondent. Respondent"]
    used_here = {name: used(questionnaire, documents, name) for name in BESIDE}
    for number, (ident, question) in enumerate(questionnaire.questions.items(), start=1):
        code, kind = f"G1Q{number:03}", question.type
        below = [one.label for one in (kind.options if several(question) else kind.parts)]
        below += ["Don't know"] if several(question) else []
        headings += [f"{code}[SQ{n:03}]. {question.ask} [{label}]" for n, label in enumerate(below, start=1)]
        headings += [] if below else [f"{code}. {question.ask}"]
        headings += [
            f"{code}{name}. {question.title} ({name.replace('_', ' ')})" for name in BESIDE if ident in used_here[name]
        ]
    rows = [headings]
    for number, each in enumerate(documents, start=1):
        day = each.get("date", "2026-11-23")
        row = [str(number), f"{day} 10:00:00", "4", "en", f"12345{number}", "192.0.2.1"]
        row += [each.get("service", ""), each.get("respondent", "")]
        for ident, question in questionnaire.questions.items():
            given = each["answers"].get(ident)
            row += _lime_cells(question, short(given))
            row += [beside(given, name) for name in BESIDE if ident in used_here[name]]
        rows.append(row)
    return rows


def _lime_cells(question: Question, answer: Any) -> list[str]:
    if several(question):
        chosen = ["dont-know"] if answer == "dont-know" else answer if isinstance(answer, list) else []
        blank = "" if answer is None else "No"
        return ["Yes" if i in chosen else blank for i in (*(o.id for o in question.type.options), "dont-know")]
    if question.type.parts:
        given = answer if isinstance(answer, dict) else {}
        blank = "Don't know" if answer == "dont-know" else "N/A"
        return [str(given.get(part.id, blank)) for part in question.type.parts]
    return [in_words(question, answer, ", ".join, lambda day: day) or "N/A"]


# XLSForm tools


def name_of(ident: str) -> str:
    """An id as the name of a question in an XLSForm."""
    return ident.replace(".", "__").replace("-", "_")


def _kobo_cells(question: Question, answer: Any, *, split: bool) -> Iterator[str]:
    unknown = answer == "dont-know"
    if question.type.parts:
        given = answer if isinstance(answer, dict) else {}
        yield from (str(given.get(part.id, "")) for part in question.type.parts)
    elif not several(question):
        word = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
        yield "" if word is None or (unknown and not question.type.picks()) else str(word)
    else:
        chosen = ["dont-know"] if unknown else answer if isinstance(answer, list) else []
        ids = [*(option.id for option in question.type.options), "dont-know"]
        yield " ".join(ident for ident in ids if ident in chosen)
        if split:
            yield from (("1" if ident in chosen else "0") if answer is not None else "" for ident in ids)
    if not question.type.picks():
        yield "dont-know" if unknown else ""


def _named(
    questionnaire: Questionnaire, documents: list[Document], first: list[str], last: list[str], group: str,
    cells: Callable[[int, Document], tuple[list[str], list[str]]], *, split: bool,
) -> Table:  # fmt: skip
    used_here = {name: used(questionnaire, documents, name) for name in BESIDE}
    headings = [*first, "service", "respondent"]
    for ident, question in questionnaire.questions.items():
        page = f"section_{name_of(question.section)}{group}page_{name_of(ident)}{group}"
        base = f"{page}{name_of(ident)}"
        parts = [f"{base}__{name_of(part.id)}" for part in question.type.parts]
        headings += parts or [base]
        if several(question) and split:
            headings += [f"{base}/{ident}" for ident in (*(o.id for o in question.type.options), "dont-know")]
        headings += [] if question.type.picks() else [f"{base}___unknown"]
        headings += [f"{base}___{name}" for name in BESIDE if ident in used_here[name]]
    rows = [[*headings, *last]]
    for number, each in enumerate(documents, start=1):
        before, behind = cells(number, each)
        row = [*before, each.get("service", ""), each.get("respondent", "")]
        for ident, question in questionnaire.questions.items():
            given = each["answers"].get(ident)
            row += _kobo_cells(question, short(given), split=split)
            row += [beside(given, name) for name in BESIDE if ident in used_here[name]]
        rows.append([*row, *behind])
    return rows


def kobo(questionnaire: Questionnaire, documents: list[Document]) -> Table:
    """KoboToolbox: names with groups and a stroke, several options in one column and in one for each."""

    def cells(number: int, each: Document) -> tuple[list[str], list[str]]:
        day = each.get("date", "2026-11-23")
        times = [f"{day}T09:40:39.000-04:00", f"{day}T09:52:13.000-04:00", "dev-1"]
        return times, [
            str(60 + number),
            "u-1",
            f"{day}T09:41:19",
            "",
            "",
            "submitted_via_web",
            "someone",
            "v1",
            "",
            str(number),
        ]

    last = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"]
    last += ["__version__", "_tags", "_index"]
    return _named(questionnaire, documents, ["start", "end", "deviceid"], last, "/", cells, split=True)


def odk(questionnaire: Questionnaire, documents: list[Document]) -> Table:
    """ODK Central: names with groups and a hyphen, the columns of the sending first and last."""

    def cells(number: int, each: Document) -> tuple[list[str], list[str]]:
        key = f"uuid:{number}"
        return [f"{each.get('date', '2026-11-23')}T09:41:19.123Z", key], [
            key,
            "5",
            "someone",
            "0",
            "0",
            "",
            "",
            "d",
            "0",
            "1",
        ]

    last = ["KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected"]
    last += ["Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]
    return _named(questionnaire, documents, ["SubmissionDate", "meta-instanceID"], last, "-", cells, split=True)


MAKERS: dict[str, Callable[[Questionnaire, list[Document]], Table]] = {
    "Microsoft Forms": microsoft,
    "Google Forms": google,
    "LimeSurvey": limesurvey,
    "KoboToolbox": kobo,
    "ODK Central": odk,
}
DELIMITERS = {"KoboToolbox": ";"}
