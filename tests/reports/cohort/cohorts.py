"""Cohorts to make reports of: the shipped examples, and answers made up for the small form."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from io import BytesIO
from types import MappingProxyType

from msgspec.structs import replace
from openpyxl import load_workbook

from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.reports.cohort.entries import CohortEntry, entry_of
from spinout.reports.cohort.view import Cohort, CohortSubject
from spinout.reports.formats import COHORT_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.use_cases.batch_outputs import Gathering
from spinout.use_cases.batches import Work, run_batch
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.templates import rendered as rendered_as
from stories import EXAMPLES, loaded, small_form


def examples_cohort() -> tuple[Cohort, Loaded]:
    """All examples; files are called by their path in the folder."""
    form = loaded()
    work = Work(str(form.path), form.sha256, as_entry=True)
    gathering = Gathering()
    for result in run_batch([str(EXAMPLES)], form, work):
        gathering.take(result)
    cut = len(EXAMPLES.as_posix()) + 1
    found = gathering.cohort()
    return Cohort(tuple(_renamed(entry, entry.file[cut:]) for entry in found.entries)), form


def _renamed(entry: CohortEntry, file: str) -> CohortEntry:
    return replace(entry, file=file)


def entry(
    service: str | None = "A service",
    *,
    file: str = "a.yaml",
    stage: str = "second",
    lessons: Iterable[dict[str, str]] = (),
    organisation: str | None = None,
    answers: Mapping[str, object] = MappingProxyType({}),
    **more: object,
) -> CohortEntry:
    """An entry of the small form; `start__plan=2` answers start.plan."""
    named = {name.replace("__", "."): value for name, value in more.items()}
    given = {"start.stage": stage, **answers, **named}
    data = {
        "questionnaire": "small",
        "answers": given,
        **({} if service is None else {"service": service}),
        **({} if organisation is None else {"organisation": organisation}),
        "date": "2026-03-04",
        "lessons": list(lessons),
    }
    read, problems = answers_from(data, small_form().questionnaire, file)
    assert read is not None, problems
    return entry_of(assess(small_form().questionnaire, read), file=file)


def render_cohort(
    cohort: Cohort,
    form: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    anonymous: bool = False,
    stage: str | None = None,
    templates: Templates | None = None,
) -> bytes:
    """The bytes of a cohort's report, as a batch writes them."""
    subject = CohortSubject(cohort, form.questionnaire, form.sha256, program_version, anonymous, stage)
    return rendered_as(COHORT_FORMATS, format, subject, templates)


def rendered(cohort: Cohort, kind: str, *, anonymous: bool = False) -> bytes:
    """A report of a cohort of the small form."""
    return render_cohort(cohort, small_form(), format=kind, program_version="0", anonymous=anonymous)


def cells(workbook: bytes) -> dict[str, list[list[object]]]:
    """The cells of every sheet."""
    book = load_workbook(BytesIO(workbook))
    return {sheet.title: [list(map(_plain, row)) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _plain(cell: object) -> object:
    """A cell without more than its text or number."""
    return "" if cell is None else float(cell) if type(cell) is int else cell


def parts(workbook: bytes) -> dict[str, str]:
    """The XML files of a workbook by their names."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def words_in(workbook: bytes) -> str:
    """All that a workbook holds."""
    return "\n".join(parts(workbook).values())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def page(html: bytes) -> tuple[set[str], set[str], str]:
    """The tags, the attributes and the words of a page."""
    found = _Tags()
    found.feed(html.decode())
    return found.tags, found.attributes, re.sub(r"\s+", " ", " ".join(found.shown))
