"""The other side of rows 5, 7 and 8: scripts that know nothing of spinout.

    python benchmarks/bare.py events FOLDER [typer]       libyaml's events of every file
    python benchmarks/bare.py word READY OUT              the Word template filled in with a ready view
    python benchmarks/bare.py pdf READY OUT               a ready view laid out by typst

READY is a JSON file that papers.py made.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"


def events(folder: str, with_typer: str = "") -> None:
    """Read every file and take its events from libyaml."""
    if with_typer:
        import typer  # noqa: F401 - what every command of the program must import
    import yaml

    for path in sorted(Path(folder).iterdir()):
        loader = yaml.CLoader(path.read_bytes())
        while not isinstance(loader.get_event(), yaml.StreamEndEvent):
            pass


def word(ready: str, out: str) -> None:
    """Fill in the Word template; the ready view has its drawings as Word's XML."""
    from types import SimpleNamespace

    from docxtpl import DocxTemplate
    from jinja2 import Environment
    from markupsafe import Markup

    view = json.loads(Path(ready).read_text(encoding="utf-8"), object_hook=lambda found: SimpleNamespace(**found))
    made = Environment(
        autoescape=True, finalize=lambda value: "" if value is None else value,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["drawn"] = lambda picture: Markup(picture.drawn)
    document = DocxTemplate(TEMPLATES / "report.docx")
    document.render({"report": view}, made)
    document.save(out)


def pdf(ready: str, out: str) -> None:
    """Lay out a ready view with typst."""
    import fontpkg_source_sans_3
    import typst

    sources = {path.relative_to(TEMPLATES).as_posix(): path.read_bytes() for path in TEMPLATES.rglob("*.typ")}
    made = typst.compile(
        sources | {"main.typ": sources["report.typ"]}, root=str(TEMPLATES), format="pdf",
        font_paths=[str(fontpkg_source_sans_3.ROOT)], ignore_system_fonts=True,
        sys_inputs={"report": Path(ready).read_text(encoding="utf-8")}, pdf_standards=["ua-1"], timestamp=0,
    )  # fmt: skip
    Path(out).write_bytes(made)


if __name__ == "__main__":
    scripts: dict[str, Callable[..., None]] = {"events": events, "word": word, "pdf": pdf}
    scripts[sys.argv[1]](*sys.argv[2:])
