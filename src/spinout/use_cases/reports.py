"""Make a report of an assessment, and the reports on each service of a batch."""

from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import HeadingName
from spinout.reports.cohort.entries import IndexEntry, index_entry
from spinout.reports.formats import FORMATS, MissingExtra
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.view.publication import ALL, Choices, Subject, exempt_answers
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, taken_from_yaml
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.templates import remarks_on, rendered, templates_at


def render_report(
    assessed: Assessed,
    loaded: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    templates: Templates | None = None,
    choices: Choices = ALL,
) -> bytes:
    """The bytes of a report; `format` is a suffix of FORMATS, with its dot or without.

    Raises KeyError where there is no such format, FileNotFoundError where the templates are missing,
    BrokenTemplate where one of the user's cannot be used, MissingExtra where a format is not installed.
    """
    subject = _subject(assessed, loaded, program_version, choices, templates=_digest(templates, format))
    return rendered(FORMATS, format, subject, templates)


def report_remarks(
    assessed: Assessed,
    loaded: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    templates: Templates | None = None,
    choices: Choices = ALL,
) -> tuple[str, ...]:
    """What is to be told of that report beside it, such as what no font has. Raises as `render_report` does."""
    subject = _subject(assessed, loaded, program_version, choices, templates=_digest(templates, format))
    return remarks_on(FORMATS, format, subject, templates)


def blanks_left(assessed: Assessed, loaded: Loaded, every: Iterable[Choices]) -> tuple[str, ...]:
    """The slots that are needed and not filled in reports with these choices, each once."""
    from spinout.reports.view.view import view_of

    if loaded.questionnaire.reference.paper is None:
        return ()
    views = (view_of(_subject(assessed, loaded, "", choices, templates=None)) for choices in every)
    return tuple(dict.fromkeys(ident for view in views for ident in view.blanks))


def words_shown(assessed: Assessed, loaded: Loaded, choices: Choices) -> str | None:
    """The digest of those of the officers' words that a report with these choices shows; None for none."""
    from spinout.reports.view.view import view_of

    return view_of(_subject(assessed, loaded, "", choices, templates=None)).provenance.words_sha256


def _digest(templates: Templates | None, format: str) -> str | None:  # noqa: A002 - the word that the command line uses
    """The digest of the templates that have a part in a format."""
    return templates.digest if templates is not None and laid_out(format) else None


def _subject(
    assessed: Assessed, loaded: Loaded, program_version: str, choices: Choices, *, templates: str | None
) -> Subject:
    return Subject(
        assessed.assessment,
        **assessed.origin(loaded),
        program_version=program_version,
        choices=choices,
        others=assessed.beside(),
        templates=templates,
    )


def laid_out(format: str) -> bool:  # noqa: A002 - the word that the command line uses
    """Whether templates have a part in a format."""
    return FORMATS["." + format.lower().lstrip(".")].laid_out


def read_headings(path: str, loaded: Loaded) -> tuple[HeadingName, ...] | Refused:
    """How a file of YAML names and orders the headings of the paper. Raises StorageError."""
    from spinout.core.reading.reference import headings_from

    return taken_from_yaml(path, lambda data: headings_from(data, loaded.questionnaire.reference.paper, path))


def has_exempt(assessed: Assessed) -> bool:
    """Whether any answer that counts is marked exempt."""
    return bool(exempt_answers(assessed.assessment))


SLOW = frozenset({".docx", ".pdf"})


class SingleReports(Struct, frozen=True):
    """What whoever makes the reports must know, small enough to be sent with each chunk of work.

    `formats` are suffixes of FORMATS. The user's templates are named by where they are, and read once
    in each process. With `exempt` the part that is not for publication is made too, where there is one.
    """

    formats: tuple[str, ...]
    program_version: str
    own: Path | None = None
    word: Path | None = None
    choices: Choices = ALL
    exempt: bool = False
    trusted: bool = False

    @property
    def slow(self) -> bool:
        """Whether the reports on one document take as long as some hundred documents without."""
        return not SLOW.isdisjoint(self.formats)

    def made_of(self, assessed: Assessed, loaded: Loaded) -> "Made":
        """The reports on one service; or why one could not be made, and none."""
        try:
            reports = self._all(assessed, loaded, self.choices)
            apart = self.exempt and has_exempt(assessed)
            restricted = self._all(assessed, loaded, replace(self.choices, restricted=True)) if apart else ()
            remarks = self._remarks(assessed, loaded)
        except (BrokenTemplate, MissingExtra, StorageError) as error:
            return Made(failed=str(error))
        return Made(index_entry(assessed.assessment), reports, restricted, remarks)

    def _all(self, assessed: Assessed, loaded: Loaded, choices: Choices) -> "tuple[tuple[str, bytes], ...]":
        made = partial(render_report, assessed, loaded, program_version=self.program_version, choices=choices)
        templates = _templates(self.own, self.word, trusted=self.trusted)
        return tuple((suffix, made(format=suffix, templates=templates)) for suffix in self.formats)

    def _remarks(self, assessed: Assessed, loaded: Loaded) -> tuple[str, ...]:
        """What is to be told of them, each thing once; the whole answers are looked at where all are printed."""
        choices = replace(self.choices, restricted=True) if self.exempt and has_exempt(assessed) else self.choices
        templates = _templates(self.own, self.word, trusted=self.trusted)
        told = partial(report_remarks, assessed, loaded, program_version=self.program_version, choices=choices)
        return tuple(dict.fromkeys(t for suffix in self.formats for t in told(format=suffix, templates=templates)))


class Made(Struct, frozen=True):
    """The reports on one service by the suffixes of their formats, and those not for publication.

    `entry` is what their index says of it, and `remarks` what is to be told. `failed` says why there are none.
    """

    entry: IndexEntry | None = None
    reports: tuple[tuple[str, bytes], ...] = ()
    exempt: tuple[tuple[str, bytes], ...] = ()
    remarks: tuple[str, ...] = ()
    failed: str | None = None


def suffixes_of(names: Iterable[str]) -> tuple[str, ...]:
    """The suffixes of formats by their names, each once. Raises KeyError, and MissingExtra before any work."""
    suffixes = tuple(dict.fromkeys(f".{name.lower().lstrip('.')}" for name in names))
    for suffix in suffixes:
        FORMATS[suffix].check_installed()
    return suffixes


_templates = lru_cache(maxsize=4)(templates_at)
"""The templates, found once in each process, so that they are compiled once."""
