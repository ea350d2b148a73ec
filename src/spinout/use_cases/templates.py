"""Templates of reports: the user's and the shipped ones, copied, checked, and compiled when the package is built."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from spinout import __version__
from spinout.reports.formats import FORMATS as REPORTS
from spinout.reports.formats import ReportFormat
from spinout.reports.layouts.environments import MOST_BYTES, BrokenTemplate, Templates, environment, own_file
from spinout.reports.layouts.pdf_style import STYLE, PdfStyle, style_from
from spinout.reports.view.references import SHORT_DIGEST
from spinout.resources import kept, shipped
from spinout.storage import StorageError, exists, is_folder, read_bytes, write_whole
from spinout.use_cases.copies import shipped_names
from spinout.use_cases.questionnaires import PARTED, digest_of

if TYPE_CHECKING:
    from spinout.reports.layouts.checking import TemplatesChecked


def templates_at(own: Path | None = None, word: Path | None = None, *, trusted: bool = False) -> Templates:
    """The shipped templates, and before them those of the user's folder; and a Word file to fill in.

    `trusted` says that the user knows who made them.

    Raises StorageError where the folder or the file cannot be read, BrokenTemplate where its style for PDF cannot.
    """
    if own is not None and not is_folder(own):
        raise StorageError(own, "There is no such folder. Start one with: spinout templates --copy DIR")
    made = Templates(shipped("templates"), None if own is None else own.resolve(), trusted=trusted)
    if made.own is not None and own_file(made.own, STYLE) is not None:
        made = replace(made, style=_style(made.own))
    files = {} if made.own is None else dict(_files_of(made.own))
    if word is not None:
        content = read_bytes(word, most=MOST_BYTES)
        if len(content) > MOST_BYTES:
            raise StorageError(
                word, f"The file is longer than {MOST_BYTES // 1_000_000} megabytes, too long for a template."
            )
        made, files = replace(made, word=content, word_name=word.name), files | {"/": content}
    return replace(made, digest=digest_of(files)[:SHORT_DIGEST] if files else None)


OF_TEMPLATES = frozenset(
    {".j2", ".html", ".css", ".typ", ".docx", ".yaml", ".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf", ".ttc"}
)
"""The endings of files that have a part in a template; a folder may hold much else."""


def _files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a user's folder, by their names in it; what is hidden, too long or no file is in no template."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.suffix.lower() in OF_TEMPLATES and not hidden and path.is_file():
            content = read_bytes(path, most=MOST_BYTES)
            yield name.as_posix(), content[:MOST_BYTES]


def _style(own: Path) -> PdfStyle:
    """How the folder's `pdf.yaml` says that a PDF looks. Raises BrokenTemplate, and StorageError."""
    from spinout.use_cases.assessments import Refused, taken_from_yaml

    read = taken_from_yaml(str(own / STYLE), style_from)
    if not isinstance(read, Refused):
        return read
    first, *rest = read.problems
    told = [f"{each.message} {each.hint}".rstrip() for each in read.problems]
    more = [f"{STYLE}:{each.line}: {text}" for each, text in zip(rest, told[1:], strict=True)]
    raise BrokenTemplate(STYLE, "\n".join((told[0], *more)), first.line)


def check_templates(path: Path) -> "TemplatesChecked":
    """What is wrong with a Word template, or with a folder of templates, and what in it would fetch or run something.

    Raises StorageError, BrokenTemplate, and MissingExtra where Word files cannot be read.
    """
    from msgspec.json import decode

    from spinout.reports.layouts.apart import made_apart
    from spinout.reports.layouts.checking import WORD, TemplatesChecked

    templates = templates_at(own=path) if is_folder(path) else templates_at(word=path)
    if templates.word is not None or exists(path / WORD):
        REPORTS[".docx"].check_installed()
    return decode(made_apart(("layouts.checking", "checked"), None, templates), type=TemplatesChecked)


FOLDER = "compiled"
"""The folder, in the package, of a folder for each format."""
HEADING = "heading"
"""The file, beside the modules, that says what they were made of."""
FORMATS = (".html", ".md")
"""The formats whose templates are Jinja's, and trusted; the sandbox for Word compiles for itself."""
ENDING = ".j2"


def with_compiled(templates: Templates, suffix: str) -> Templates:
    """The templates, with the compiled ones of a format where they may be used and count."""
    if suffix not in FORMATS or not templates.all_shipped:
        return templates
    folder = kept(FOLDER) / suffix[1:]
    return replace(templates, compiled=folder if _counts(folder, templates.shipped) else None)


def rendered(
    formats: Mapping[str, ReportFormat],
    format: str,  # noqa: A002 - the word that the command line uses
    subject: object,
    templates: Templates | None,
) -> bytes:
    """What a format makes of its subject; `format` is a suffix of `formats`, with its dot or without.

    Templates of the user's are rendered in a process apart. Raises KeyError where there is no such format,
    FileNotFoundError where the templates are missing, BrokenTemplate, and MissingExtra.
    """
    suffix = "." + format.lower().lstrip(".")
    chosen, templates = formats[suffix], templates or Templates(shipped("templates"))
    if templates.all_shipped or not chosen.laid_out:
        return chosen.render(subject, with_compiled(templates, suffix))
    from spinout.reports.layouts.apart import made_apart

    chosen.check_installed()
    return made_apart(chosen.made_by, chosen.viewed(subject), templates)


def remarks_on(
    formats: Mapping[str, ReportFormat],
    format: str,  # noqa: A002 - the word that the command line uses
    subject: object,
    templates: Templates | None,
) -> tuple[str, ...]:
    """What is to be told beside the file that a format makes of its subject. Raises as `rendered` does."""
    from msgspec.json import decode

    chosen, templates = formats["." + format.lower().lstrip(".")], templates or Templates(shipped("templates"))
    if templates.all_shipped or chosen.remarks is None:
        return tuple(decode(chosen.remarked(subject, templates)))
    from spinout.reports.layouts.apart import made_apart

    return tuple(decode(made_apart(chosen.remarks, chosen.viewed(subject), templates)))


def compile_templates(suffix: str, folder: Path) -> None:
    """Compile the shipped templates of a format into a folder, as the package keeps them. Raises StorageError."""
    from spinout.reports.layouts import html, markdown

    # What a format does with all that its templates insert, the compiler does with what is constant.
    inserted = html.inserted if suffix == ".html" else markdown.inserted
    templates = Templates(shipped("templates"))
    names = sorted(name for name in shipped_names("templates") if name.endswith(suffix + ENDING))
    made = environment(templates, finalize=inserted)
    made.compile_templates(folder, filter_func=names.__contains__, zip=None, ignore_errors=False)
    heading = "\n".join((*_makers(), _digest(folder, templates.shipped, names), PARTED.join(names)))
    write_whole(folder / HEADING, heading.encode("utf-8"), force=True)


def counts(folder: Path, sources: Path) -> bool:
    """Whether a folder has the templates compiled that are in the folder of sources, by the same makers."""
    try:
        *makers, digest, names = read_bytes(folder / HEADING).decode("utf-8").split("\n")
        return makers == _makers() and digest == _digest(folder, sources, names.split(PARTED))
    except (StorageError, ValueError):
        return False


_counts = lru_cache(maxsize=8)(counts)
"""The same for a batch, which asks once for each report."""


def _makers() -> list[str]:
    """The versions of all that has a part in what a template is compiled to: the same under every Python."""
    import jinja2

    return [__version__, jinja2.__version__]


def _digest(folder: Path, sources: Path, names: Iterable[str]) -> str:
    """The digest of the templates and their modules together."""
    from jinja2 import ModuleLoader

    files = {}
    for name in names:
        module = ModuleLoader.get_module_filename(name)
        files[name] = read_bytes(sources / name)
        files[module] = read_bytes(folder / module)
    return digest_of(files)
