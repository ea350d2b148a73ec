"""All that the benchmarks take from inside spinout: the view of a report, and laying it out.

Everything else drives the program by its command line. Where a module of spinout moves, mend it here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from spinout import __version__
from spinout.core.wording import cleaned
from spinout.inputs.documents import read_document
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.sheets import for_sheets
from spinout.reports.layouts.word import drawn
from spinout.reports.view.drawings import Picture
from spinout.reports.view.publication import Subject
from spinout.reports.view.view import ReportView, view_of
from spinout.resources import shipped
from spinout.use_cases.assessments import Assessed, assess_document
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.templates import with_compiled


def view(path: Path) -> ReportView:
    """All that a report on a file of answers says."""
    loaded = _loaded()
    assessed = assess_document(read_document(str(path), path.read_bytes()), loaded)
    assert isinstance(assessed, Assessed)
    return view_of(Subject(assessed.assessment, assessed.file, assessed.sha256, loaded.sha256, __version__))


def html(ready: ReportView) -> bytes:
    """A view laid out as HTML."""
    return html_of(ready, with_compiled(Templates(shipped("templates")), ".html"))


def paper(ready: ReportView) -> str:
    """A view for Word and PDF as JSON; pictures have their drawing in Word beside them."""
    return json.dumps(_plain(for_sheets(ready)), ensure_ascii=False)


@cache
def _loaded() -> Loaded:
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    return loaded


def _plain(value: object) -> Any:
    if isinstance(value, Struct):
        made = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return made | {"drawn": str(drawn(value))} if isinstance(value, Picture) else made
    if isinstance(value, str):
        return cleaned(value)
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
