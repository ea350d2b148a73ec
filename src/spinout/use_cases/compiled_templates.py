"""The shipped templates as Jinja compiled them when the package was built, so that no command does it again.

They are modules of Python, made by the build with Jinja's own means and kept inside the package
(docs/decisions/0007-compiled-templates.md). They count only for reports whose templates are all the program's
own, and only while they were made by this version, this Jinja and this Python, and every template, and every
module, is byte by byte as it was then; else the templates are compiled as ever.
"""

import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from spinout import __version__
from spinout.reports.environments import Templates, environment
from spinout.resources import kept, shipped
from spinout.storage import StorageError, found_in, read_bytes, write_whole
from spinout.use_cases.compiled import PARTED, digest_of

FOLDER = "compiled"
"""The folder, in the package, of a folder for each format."""
HEADING = "heading"
"""The file, beside the modules, that says what they were made of."""
FORMATS = (".html", ".md")
"""The formats whose templates are Jinja's, and trusted; the sandbox for Word compiles for itself."""
ENDING = ".j2"


def with_compiled(templates: Templates, suffix: str) -> Templates:
    """The templates, with the compiled ones of a format where they may be used and count."""
    if suffix not in FORMATS or not templates.trusted:
        return templates
    return replace(templates, compiled=_found(kept(FOLDER) / suffix[1:], templates.shipped))


def compile_templates(suffix: str, folder: Path) -> None:
    """Compile the shipped templates of a format into a folder, as the package keeps them. Raises StorageError."""
    templates = Templates(shipped("templates"))
    ending = suffix + ENDING
    names = sorted(
        Path(path).relative_to(templates.shipped).as_posix() for path in found_in(templates.shipped, (ending,))
    )
    made = environment(templates, finalize=_inserted(suffix))
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


# a batch asks once for each report
@lru_cache(maxsize=8)
def _found(folder: Path, sources: Path) -> Path | None:
    return folder if counts(folder, sources) else None


def _makers() -> list[str]:
    """The versions of all that has a part in what a template is compiled to."""
    import jinja2

    return [__version__, jinja2.__version__, f"{sys.version_info.major}.{sys.version_info.minor}"]


def _digest(folder: Path, sources: Path, names: Iterable[str]) -> str:
    """The digest of the templates and their modules together."""
    from jinja2 import ModuleLoader

    files = {}
    for name in names:
        module = ModuleLoader.get_module_filename(name)
        files[name] = read_bytes(sources / name)
        files[module] = read_bytes(folder / module)
    return digest_of(files)


def _inserted(suffix: str) -> Callable[[object], object]:
    """What a format does with all that its templates insert; the compiler does it with what is constant."""
    from spinout.reports import html, markdown

    return html.inserted if suffix == ".html" else markdown.inserted
