"""All that the benchmarks take from inside spinout: the view of a report, and laying it out.

Everything else drives the program by its command line. Where a module of spinout moves, mend it here.
"""

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spinout import __version__
from spinout.inputs.formats import read_document
from spinout.reports.cleaning import cleaned
from spinout.reports.drawings import Picture
from spinout.reports.environments import Templates
from spinout.reports.html import html_of
from spinout.reports.sheet_pictures import for_sheets
from spinout.reports.subject import Subject
from spinout.reports.view import ReportView, view_of
from spinout.reports.word_drawings import drawn
from spinout.resources import shipped
from spinout.use_cases.assessments import Assessed, assess_document
from spinout.use_cases.compiled_templates import with_compiled
from spinout.use_cases.questionnaires import Loaded, load_questionnaire


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
    if is_dataclass(value) and not isinstance(value, type):
        made = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return made | {"drawn": str(drawn(value))} if isinstance(value, Picture) else made
    if isinstance(value, str):
        return cleaned(value)
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
