"""Make a blank form of a questionnaire."""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from spinout.core.questionnaire import Questionnaire
from spinout.forms.form import Form, form_of, said_twice
from spinout.forms.formats import FormFormat
from spinout.reports.formats import MissingExtra
from spinout.resources import shipped
from spinout.storage import read_bytes
from spinout.use_cases.questionnaires import Loaded


def unknown_part(
    questionnaire: Questionnaire, sections: tuple[str, ...], stage: str | None, respondent: str | None
) -> tuple[str, str, tuple[str, ...]] | None:
    """The option, the id and what is allowed, of a part of the questionnaire that there is none of."""
    stages = () if questionnaire.decision is None else tuple(one.id for one in questionnaire.decision.stages)
    known = tuple(section.id for section in questionnaire.sections)
    who = tuple(one.id for one in questionnaire.respondents)
    asked = (*(("--section", one, known) for one in sections),)
    more = (("--essentials", stage, stages), ("--respondent", respondent, who))
    return next(
        ((o, one, allowed) for o, one, allowed in (*asked, *more) if one is not None and one not in allowed), None
    )


def blank_form(
    loaded: Loaded,
    program: str,
    *,
    sections: tuple[str, ...] = (),
    stage: str | None = None,
    respondent: str | None = None,
) -> Form:
    """What a form of a questionnaire, or of a part of it, asks."""
    return form_of(loaded.questionnaire, loaded.sha256, program, sections=sections, stage=stage, respondent=respondent)


def form_bytes(form: Form, chosen: FormFormat) -> bytes:
    """A form in a format. Raises MissingExtra, and StorageError where a template cannot be read."""
    if chosen.extra is not None and chosen.package is not None and find_spec(chosen.package) is None:
        raise MissingExtra(chosen.extra, f"A form for {chosen.name}")
    folder = shipped("templates")
    sources = {name: read_bytes(folder / name).decode("utf-8") for name in chosen.sources}
    made: bytes = _imported(chosen.made_by)(form, sources)
    return made


def told_of(form: Form, chosen: FormFormat) -> Iterable[str]:
    """What whoever makes a form is told: labels that cannot be told apart, and what the format cannot say."""
    yield from said_twice(form)
    if chosen.told_by is not None:
        yield from _imported(chosen.told_by)(form)


def _imported(function: tuple[str, str]) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"spinout.{function[0]}"), function[1])
    return found
