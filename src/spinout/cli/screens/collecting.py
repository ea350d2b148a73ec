"""The screen of what has come in, as numbered lines; the next command for each thing; and the same as JSON."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from spinout.cli.screens.pages import Page, place
from spinout.cli.usage import command_line
from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import counted, ended, found, listed, proposed_names, visible
from spinout.use_cases.collecting import (
    MAIL,
    OPEN,
    OTHER,
    PACKED,
    PICTURE,
    TABLE,
    WORD,
    Came,
    Collected,
    CollectedService,
    NoAnswers,
    RefusedFile,
    Repeat,
)
from spinout.use_cases.questionnaires import Loaded

Words = tuple[str, ...]
KEPT_IN = (".yaml", ".yml", ".json")
"""The endings of files that an interview goes on with."""
IMPORTED = (".csv", ".xlsx", ".ods")
MOST_OTHERS = 5
"""So many files of no kind that may be answers are named, and the rest counted."""
SAID = {
    WORD: "It is a text, and holds no answers that can be read. Type them back.",
    PICTURE: "It is a picture. Type back the answers on it.",
    TABLE: "It is a table of another program. If it is the export of a survey, it can be read with a map.",
    MAIL: "It is a mail. Open it, and save what is attached.",
    PACKED: "It is packed. Unpack it, and look again.",
    OPEN: "It says that a workbook is open elsewhere: close that, and look again.",
}


class CollectRequest(NamedTuple):
    """What was asked for: the files and folders, the questionnaire, and what each further command needs of it."""

    paths: Sequence[str]
    loaded: Loaded
    questions: str | None
    stage: str | None

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.loaded.questionnaire

    def command(self, *words: str, staged: bool = False) -> Words:
        """A command of the program, with the same questionnaire, and the stage where it takes one."""
        own = () if self.questions is None else ("--questions", self.questions)
        stage = ("--stage", self.stage) if staged and self.stage is not None else ()
        return ("spinout", *words, *own, *stage)


# the next command


def next_for_service(service: CollectedService, asked: CollectRequest) -> Words | None:
    """What to do next about a service: go on with what is essential, look at two versions, or write the paper."""
    lead = service.lead
    if lead is None or lead.line is not None:
        return None
    versions = next((r.documents for r in service.repeats if lead in r.documents and not r.same), ())
    if len(versions) > 1 and all(each.line is None for each in versions[:2]):
        new, old = versions[:2]
        return asked.command("compare", _file(old.file), _file(new.file), staged=True)
    if _open(lead, service):
        kept = lead.file.lower().endswith(KEPT_IN)
        return asked.command("assess", _file(lead.file), staged=True) if kept else None
    others = [each for each in service.others if each.respondent in {r.id for r in asked.questionnaire.respondents}]
    if any(each.line is not None for each in others):
        return None
    beside = [word for each in others for word in ("--with", _file(each.file))]
    name = next(proposed_names(service.service, "-paper.html"))
    return asked.command("report", _file(lead.file), *beside, "-o", name, staged=True)


def next_for_refused(refused: RefusedFile, asked: CollectRequest) -> Words:
    """Read an export with a map, or see all that is wrong."""
    return _import(refused.file, asked) if refused.export else asked.command("check", _file(refused.file))


def next_for_no_answers(file: NoAnswers, asked: CollectRequest) -> Words | None:
    """Type it back, or read it with a map."""
    path = PurePath(file.file)
    if file.kind in (WORD, PICTURE):
        return asked.command("assess", _file(path.with_suffix(".yaml").as_posix()))
    return _import(file.file, asked) if path.suffix.lower() in IMPORTED and file.kind == TABLE else None


def _import(file: str, asked: CollectRequest) -> Words:
    name = next(proposed_names(PurePath(file).stem, "-map.yaml"))
    return asked.command("import", _file(file), "--guess", "-o", name)


def forms_for_missing(found: Collected, asked: CollectRequest) -> Iterator[tuple[str, Words]]:
    """A form for each respondent who has sent nothing for some service, and how many services that are."""
    first = asked.questionnaire.respondent(None)
    for each in asked.questionnaire.respondents:
        count = sum(each in service.missing for service in found.services)
        if count:
            who = () if first is None or each.id == first.id else ("--respondent", each.id)
            ending = ".html" if who else ".xlsx"
            said = f"A form for {each.label}, missing for {counted(count, 'service')}:"
            yield said, asked.command("form", *who, "-o", next(proposed_names(each.id, ending)))


def for_all(found: Collected, asked: CollectRequest) -> Iterator[tuple[str, Words]]:
    """What may be done with everything that has come in."""
    paths = [_file(path) for path in asked.paths]
    if found.documents:
        yield "All answers as one table:", asked.command("table", *paths, "-o", "all.csv")
        yield (
            "A verdict on each, and what they have in common:",
            asked.command("batch", *paths, "-o", "cohort.html", staged=True),
        )


def _file(path: str) -> str:
    """A path as an argument: one that begins with a hyphen would be an option."""
    return f"./{path}" if path.startswith("-") else path


# the screen


class CollectedScreen:
    """Lays out what has come in; each thing has a number of its own."""

    def __init__(self, found: Collected, asked: CollectRequest) -> None:
        self._found = found
        self._asked = asked
        self._page = Page()
        self._number = 0

    def show(self) -> None:
        """Write it to stdout."""
        self._page.heading("What has come in")
        self._page.text(*_summary(self._found))
        for service in self._found.services:
            self._service(service)
        self._refused()
        self._no_answers()
        self._next()
        self._page.show()

    def _item(self, text: str) -> None:
        self._number += 1
        self._page.text(text, mark=f"{self._number}. ")

    def _detail(self, *texts: str | None) -> None:
        self._page.text(*texts, indent=3)

    def _command(self, words: Words | None, lead: str | None = None) -> None:
        """A command in a line of its own, never parted, so that it works as it is copied."""
        if words is None:
            return
        line = command_line(words)
        if line is None:
            self._detail("Next: give the file a name of plain letters; no command can name it as it is.")
            return
        self._detail(lead)
        self._page.lines.append(f"   {line}" if lead else f"   Next: {line}")

    def _service(self, service: CollectedService) -> None:
        self._page.blank()
        self._item(_named(service))
        self._detail(_decision(service))
        for part, document in enumerate(service.documents, start=1):
            mark = f"{self._number}.{part} "
            self._page.text(_came(document, service, self._asked.questionnaire), indent=3, mark=mark)
            self._page.text(visible(document.place), indent=3 + len(mark))
        self._detail(*_remarks(service, self._asked.questionnaire))
        words = next_for_service(service, self._asked)
        self._command(words)
        if words is None and service.lead is not None and _open(service.lead, service):
            self._detail(f"Next: fill in what is still open in {visible(service.lead.place)}.")

    def _refused(self) -> None:
        if self._found.not_read or self._found.unreadable:
            self._page.heading("Could not be read")
        for refused in self._found.not_read:
            self._item(_refused_words(refused))
            self._command(next_for_refused(refused, self._asked))
        for unreadable in self._found.unreadable:
            self._item(f"{visible(unreadable.file)}: {unreadable.message}")

    def _no_answers(self) -> None:
        maybe = [file for file in self._found.no_answers if file.kind != OTHER]
        others = [file.file for file in self._found.no_answers if file.kind == OTHER]
        if maybe or others or self._found.own:
            self._page.heading("Files that are no answers")
        for file in maybe:
            self._item(f"{visible(file.file)}: {SAID[file.kind]}")
            self._command(next_for_no_answers(file, self._asked))
        if others:
            self._item(f"{counted(len(others), 'other file')}, passed over: {listed(others, most=MOST_OTHERS)}.")
        if self._found.own:
            own = self._found.own
            self._item(f"{counted(len(own), 'file')} that spinout wrote: {listed(own, most=MOST_OTHERS)}.")

    def _next(self) -> None:
        steps = [*forms_for_missing(self._found, self._asked), *for_all(self._found, self._asked)]
        if steps:
            self._page.heading("What next")
        for said, words in steps:
            self._item(said)
            line = command_line(words)
            self._page.lines.append(f"   {line}")


def _summary(found: Collected) -> Iterator[str]:
    services, documents = counted(len(found.services), "service"), counted(found.documents, "document")
    yield f"{documents} about {services}."
    whole = sum(1 for each in found.services if each.lead is not None and not _open(each.lead, each))
    missing = sum(1 for each in found.services if each.missing)
    if found.services:
        yield f"Services with no essential question open: {whole}. Services for which somebody is missing: {missing}."
    unread = len(found.not_read) + len(found.unreadable)
    if unread:
        yield f"{counted(unread, 'file')} could not be read."
    maybe = sum(1 for file in found.no_answers if file.kind != OTHER)
    if maybe:
        yield f"{counted(maybe, 'file')} may hold answers that cannot be read as they are."


def _named(service: CollectedService) -> str:
    called = service.service or "A service without a name"
    return ", ".join(filter(None, (called, service.organisation)))


def _decision(service: CollectedService) -> str | None:
    if service.stage is None:
        return None
    if service.stated:
        return f"Decision: {service.stage.label}."
    return f"No decision is stated, so the first is taken: {service.stage.label}."


def _came(document: Came, service: CollectedService, questionnaire: Questionnaire) -> str:
    """Who says it, when, and how far it is."""
    who = questionnaire.respondent(document.respondent) if document.respondent else None
    role = who.label if who is not None else document.respondent or "Nobody is named"
    by = document.completed_by if document.completed_by and document.completed_by != role else None
    header = ", ".join(filter(None, (role, by and f"by {found(by)}", document.date or "without a date")))
    parts = [f"{document.answered} of {document.shown} answered"]
    if document.unknown:
        parts.append(f"{document.unknown} don't know")
    if service.stage is not None and (essential := document.essential.get(service.stage.id)):
        parts.append(f"{_open(document, service)} of {counted(essential, 'essential question')} open")
    version = document.other_version and f" It answers version {found(document.other_version)}."
    return f"{header}: {', '.join(parts)}.{version or ''}"


def _open(document: Came, service: CollectedService) -> int:
    """How many essential questions are open in a document."""
    return 0 if service.stage is None else document.open.get(service.stage.id, 0)


def _remarks(service: CollectedService, questionnaire: Questionnaire) -> Iterator[str]:
    if service.missing:
        sure = "" if service.sure else " It is not said yet which groups may join."
        yield f"Missing: {'; '.join(each.label for each in service.missing)}.{sure}"
    elif service.service is None:
        yield 'Write the service that they are about into the line "service" of each, so that they are counted there.'
    elif questionnaire.respondents:
        yield "Nobody is missing."
    for what, names in (("service", service.names), ("organisation", service.organisations)):
        if len(names) > 1:
            ways = "; ".join(map(found, names))
            said = f"The {what} is written in {len(names)} ways, and taken as one: {ways}."
            yield f"{said} Write it one way; if they are two, name them apart."
    if service.nameless:
        who = counted(service.nameless, "document leaves", "documents leave")
        yield f"{who} the organisation out; the only one with a service of this name is taken."
    if service.near is not None:
        yield f'Is it {found(service.near)}? Then write that in the line "service".'
    for repeat in service.repeats:
        yield _repeated(repeat, questionnaire)


def _repeated(repeat: Repeat, questionnaire: Questionnaire) -> str:
    places = listed((visible(each.place) for each in repeat.documents), most=5)
    if repeat.same:
        return f"The same answers stand {len(repeat.documents)} times: {places}. Keep one."
    who = questionnaire.respondent(repeat.documents[0].respondent)
    label = "one respondent" if who is None else who.label
    if repeat.dated:
        return f"{len(repeat.documents)} versions by {label}, the newest first: {places}. Keep the newest."
    return f"{len(repeat.documents)} versions by {label}: {places}. Their dates do not tell which is newer. Keep one."


def _refused_words(refused: RefusedFile) -> str:
    """The file, how many problems, and the first of them."""
    rows = f" in {counted(refused.documents, 'document')}" if refused.documents > 1 else ""
    first = refused.first
    begins = f"{visible(refused.file)}: {counted(refused.problems, 'problem')}{rows}."
    if refused.export:
        return f"{begins} It is no table of answers. If it is the export of a survey, it can be read with a map."
    where = place(first, refused.file)
    hint = "" if first.code is Code.MORE_PROBLEMS else f" {first.hint}"
    return f"{begins} First, {where} [{first.code.value}]: {ended(first.message)}{hint}"


# JSON


def collected_object(found: Collected, asked: CollectRequest) -> dict[str, Any]:
    """What has come in as an object; each `next` holds the words of a command."""
    loaded = asked.loaded
    form = loaded.questionnaire
    return {
        "schema": "spinout.collected/1",
        "questionnaire": {"id": form.id, "version": form.version, "sha256": loaded.sha256},
        "services": [_service_object(service, asked) for service in found.services],
        "refused": [
            {
                "file": each.file,
                "documents": each.documents,
                "problems": each.problems,
                "first": {"code": each.first.code.value, "line": each.first.line, "message": each.first.message},
                "export": each.export,
                "next": next_for_refused(each, asked),
            }
            for each in found.not_read
        ],
        "unreadable": [{"file": each.file, "message": each.message} for each in found.unreadable],
        "no_answers": [
            {"file": each.file, "kind": each.kind, "next": next_for_no_answers(each, asked)}
            for each in found.no_answers
        ],
        "own": list(found.own),
        "next": [words for _, words in (*forms_for_missing(found, asked), *for_all(found, asked))],
    }


def _service_object(service: CollectedService, asked: CollectRequest) -> dict[str, Any]:
    return {
        "service": service.service,
        "organisation": service.organisation,
        "names": service.names,
        "organisations": service.organisations,
        "without_organisation": service.nameless,
        "near": service.near,
        "stage": None if service.stage is None else service.stage.id,
        "stage_stated": service.stated,
        "documents": [
            {
                "file": each.file,
                "line": each.line,
                "respondent": each.respondent,
                "completed_by": each.completed_by,
                "date": each.date,
                "shown": each.shown,
                "answered": each.answered,
                "unknown": each.unknown,
                "essential": None if service.stage is None else each.essential.get(service.stage.id),
                "essential_open": None if service.stage is None else _open(each, service),
                "other_version": each.other_version,
            }
            for each in service.documents
        ],
        "missing": [each.id for each in service.missing],
        "missing_sure": service.sure,
        "repeats": [
            {"places": [each.place for each in repeat.documents], "same": repeat.same, "dated": repeat.dated}
            for repeat in service.repeats
        ],
        "next": next_for_service(service, asked),
    }
