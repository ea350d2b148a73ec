"""Where the templates of a report are looked for, the environment that they run in, and how a text is cleaned."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from spinout.core.wording import did_you_mean, found
from spinout.reports.layouts.pdf_style import PLAIN, STYLE, PdfStyle

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, Template

SHIPPED = "shipped"
"""The prefix under which a user's template reaches the shipped one of the same name."""
CHANCE = (("globals", "lipsum"), ("filters", "random"))
MOST_BYTES = 20_000_000
"""A file of templates may be as long as this."""
NO_FILE = "This is no file: a folder, a pipe, a device, or a link that leads nowhere. Put a file in its place."
LEADS_OUT = "This is a link that leads out of the folder of templates. Put a copy in its place."


class Templates(Struct, frozen=True):
    """The folders of templates: the shipped one, and before it the user's own, where there is one.

    `word` is the content of a Word file to fill in place of `report.docx`, and `word_name` its name.
    `trusted` says that the user knows who made them: what would fetch or run something is let pass.
    `compiled` is the folder of the shipped ones as Jinja compiled them, for the format that is made; it
    is passed over where a template is the user's. `digest` is the beginning of that of all that is the user's,
    and `style` how a PDF looks; `font_at` is the place where that names its font.
    """

    shipped: Path
    own: Path | None = None
    word: bytes | None = None
    word_name: str = "report.docx"
    trusted: bool = False
    compiled: Path | None = None
    style: PdfStyle = PLAIN
    font_at: str = STYLE
    digest: str | None = None

    @property
    def all_shipped(self) -> bool:
        """Whether all templates are the program's own."""
        return self.own is None and self.word is None


class BrokenTemplate(Exception):  # noqa: N818 - it reads as what happened
    """A template of the user's cannot be used; says which, where, and why."""

    def __init__(self, name: str, message: str, line: int | None = None) -> None:
        self.name, self.line, self.message = name, line, message
        super().__init__(f"{self.place}: {message}")

    @property
    def place(self) -> str:
        """The file, and its line where that is known."""
        return self.name if self.line is None else f"{self.name}:{self.line}"


MOST_TOLD = 12


def broken(placed: Iterable[tuple[str, str]], *how: str) -> BrokenTemplate:
    """One error for all that is wrong, each with its place, a line for each; `how` to mend it stands last."""
    (first, what), *rest = placed
    told = [what, *(f"{place}: {what}" for place, what in rest)]
    more = () if len(told) <= MOST_TOLD else (f"And {len(told) - MOST_TOLD} more.",)
    return BrokenTemplate(first, "\n".join((*told[:MOST_TOLD], *more, *how)))


def template(templates: Templates, name: str, *, finalize: Callable[[object], object], **values: object) -> "Template":
    """The template of a name, compiled, which sees the values beside what it is rendered with.

    Raises BrokenTemplate where the user's folder has something that would change nothing.
    """
    if templates.own is not None:
        from spinout.reports.layouts.overrides import check_overrides

        check_overrides(templates)
    made = environment(templates, finalize=finalize)
    made.globals |= values
    return made.get_template(name)


def environment(templates: Templates, *, finalize: Callable[[object], object]) -> "Environment":
    """An environment that finds the templates; `finalize` is applied to all that they insert."""
    from jinja2 import ChoiceLoader, Environment, ModuleLoader
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    found = loader(templates)
    if templates.compiled is not None and templates.all_shipped:
        found = ChoiceLoader([ModuleLoader(templates.compiled), found])
    made = (Environment if templates.all_shipped else ImmutableSandboxedEnvironment)(
        loader=found,
        autoescape=True,
        undefined=_undefined(),
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    for table, name in CHANCE:
        getattr(made, table).pop(name, None)
    return made


def loader(templates: Templates) -> "BaseLoader":
    """What finds a template by its name: the user's, else the shipped one."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
    from jinja2.loaders import split_template_path

    class OwnFolder(FileSystemLoader):
        """A user's folder, which no name and no link leads out of."""

        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            """The text of a template, as Jinja asks for it. Raises BrokenTemplate for what is refused."""
            assert templates.own is not None
            own_file(templates.own, "/".join(split_template_path(template)))
            return super().get_source(environment, template)

    shipped = FileSystemLoader(templates.shipped)
    own = () if templates.own is None else (OwnFolder(templates.own),)
    return ChoiceLoader([*own, shipped, PrefixLoader({SHIPPED: shipped})])


def own_file(folder: Path, name: str) -> Path | None:
    """The file of a name in a user's folder of templates, or None where there is none.

    Raises BrokenTemplate where a link leads out of the folder, it is no file, or too long.
    """
    path = folder / name
    if not os.path.lexists(path):
        return None
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise BrokenTemplate(name, LEADS_OUT)
    if not path.is_file():
        raise BrokenTemplate(name, NO_FILE)
    if path.stat().st_size > MOST_BYTES:
        raise BrokenTemplate(name, f"The file is longer than {MOST_BYTES // 1_000_000} megabytes.")
    return path


def check_links(folder: Path) -> None:
    """Raise BrokenTemplate for the first link in a user's folder that leads out of it."""
    inside = os.path.realpath(folder)
    for place, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            path = Path(place, name)
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                raise BrokenTemplate(path.relative_to(folder).as_posix(), LEADS_OUT)


def source(templates: Templates, name: str) -> str:
    """The text of a file of templates, as it stands. Raises BrokenTemplate where it cannot be read."""
    from jinja2 import Environment, TemplateNotFound

    try:
        return loader(templates).get_source(Environment(), name)[0]
    except TemplateNotFound as error:
        raise BrokenTemplate(name, "This template is missing.") from error
    except UnicodeDecodeError as error:
        raise BrokenTemplate(name, "This template is no text in UTF-8.") from error


def _undefined() -> type[Any]:
    """What stands for a field that does not exist: using it is an error that names the field."""
    from jinja2 import StrictUndefined

    class Missing(StrictUndefined):
        @property
        def _undefined_message(self) -> str:
            if self._undefined_hint:
                return str(self._undefined_hint)
            return no_field(str(self._undefined_name), getattr(self._undefined_obj, "__struct_fields__", ()))

    return Missing


def no_field(name: str, fields: tuple[str, ...] = ()) -> str:
    """The sentence that a field does not exist, with the nearest one that does."""
    hint = did_you_mean(name, fields)
    return f"There is no field {found(name)}.{' ' if hint else ''}{hint}"


@contextmanager
def naming_faults(templates: Templates, name: str) -> Iterator[None]:
    """Turn whatever a user's template gets wrong into BrokenTemplate; a fault of the program's own stays one."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    try:
        yield
    except BrokenTemplate:
        raise
    except Exception as error:
        if templates.all_shipped:
            raise
        if isinstance(error, TemplateSyntaxError):
            raise BrokenTemplate(error.name or name, sentence(error.message), error.lineno) from error
        if isinstance(error, TemplateNotFound):
            raise BrokenTemplate(name, f"It asks for the template {error.name}, which is not there.") from error
        where, line = _last_template(error, templates)
        drawn = where is not None or any(f.f_code.co_filename == DRAWN for f, _ in walk_tb(error.__traceback__))
        known = TOLD if drawn else TOLD | UNDRAWN
        told = next((known[kind] for kind in known if isinstance(error, kind)), str(error) or type(error).__name__)
        raise BrokenTemplate(where or name, sentence(told), line) from error


MOST_MEMORY = 1_000_000_000
"""Bytes that making one report with a user's templates may take, where the system can say so."""
MEMORY = f"more than {MOST_MEMORY // 1_000_000_000} gigabyte of memory, which is the most."
TOLD: dict[type[Exception], str] = {
    MemoryError: f"It takes {MEMORY}",
    RecursionError: "It draws itself again without an end.",
}
DAMAGED = "It is damaged, or not what its name says. Save it again with the program that it is of."
UNDRAWN = {RecursionError: "It is nested too deeply."} | dict.fromkeys(
    (AttributeError, LookupError, TypeError), DAMAGED
)
"""What is told of an error before any template is drawn: it says something of the library that read it, to nobody."""
DRAWN = "<template>"
"""What Jinja calls the file of a template that came from none, as those in Word files."""


def sentence(text: str | None) -> str:
    """A message of a library, on one line and with an end."""
    line = " ".join((text or "It cannot be used").split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _last_template(error: Exception, templates: Templates) -> tuple[str | None, int | None]:
    """The template, and its line, that an error came out of."""
    found: tuple[str | None, int | None] = (None, None)
    folders = [folder for folder in (templates.own, templates.shipped) if folder is not None]
    for frame, line in walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        inside = next((file.relative_to(folder) for folder in folders if file.is_relative_to(folder)), None)
        found = found if inside is None else (inside.as_posix(), line)
    return found
