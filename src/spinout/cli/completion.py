"""What the Tab key completes in bash, zsh, fish and PowerShell beyond commands, options and files."""

import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from spinout.core.questionnaire import Questionnaire

ASKED = "_SPINOUT_COMPLETE"
"""The variable by which a shell asks what a word may become."""
Completion = tuple[str, str]
"""What a word may become, and what that means."""


def stages(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The ids of stages."""
    found = _questionnaire(ctx)
    known = () if found is None or found.decision is None else found.decision.stages
    return [(stage.id, stage.label) for stage in known if stage.id.startswith(incomplete)]


def respondents(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The ids of those who may answer."""
    found = _questionnaire(ctx)
    return [(each.id, each.label) for each in (found.respondents if found else ()) if each.id.startswith(incomplete)]


def report_formats(incomplete: str) -> list[Completion]:
    """The names of the formats of reports."""
    from spinout.reports.formats import FORMATS

    return [(end[1:], row.name) for end, row in FORMATS.items() if end[1:].startswith(incomplete)]


def settings(ctx: typer.Context, _param: object, incomplete: str) -> list[str]:
    """`ID=VALUE`: ids of questions, and behind the sign of one what may be answered."""
    found = _questionnaire(ctx)
    if found is None:
        return []
    ident, sign, begun = incomplete.partition("=")
    ids = [ident] if sign and ident in found.questions else [each for each in found.questions if each.startswith(ident)]
    if len(ids) > 1:
        return [f"{each}=" for each in ids]
    # A shell ends a word that can become one thing only, so a single id comes with all that may stand behind it.
    values = [value for each in ids for value in _values(found, each) if value.startswith(begun)]
    # bash begins a new word behind the sign.
    lead = "" if sign and os.environ.get(ASKED) == "complete_bash" else f"{''.join(ids)}="
    return [f"{lead}{value}" for value in values]


def _values(questionnaire: "Questionnaire", ident: str) -> Iterator[str]:
    from spinout.core.answers import DONT_KNOW

    yield from (str(pick.id) for pick in questionnaire.questions[ident].type.picks())
    yield DONT_KNOW


def _questionnaire(ctx: typer.Context) -> "Questionnaire | None":
    """The questionnaire of the command line so far; None where it cannot be used."""
    from spinout.storage import StorageError
    from spinout.use_cases.questionnaires import BrokenQuestionnaire, load_questionnaire

    given = ctx.params.get("questions")
    try:
        loaded = load_questionnaire(None if given is None else Path(given))
    except StorageError:
        return None
    return None if isinstance(loaded, BrokenQuestionnaire) else loaded.questionnaire


def join_at_sign(environ: MutableMapping[str, str]) -> None:
    """Put together again what bash parts: to it `a=b` are three words, each in a line of `COMP_WORDS`."""
    if environ.get(ASKED) != "complete_bash" or "=" not in environ.get("COMP_WORDS", ""):
        return
    words, at = environ["COMP_WORDS"].split("\n"), int(environ["COMP_CWORD"])
    joined: list[str] = []
    last = 0
    behind = False
    for index, word in enumerate(words):
        if joined and (word == "=" or behind):
            joined[-1] += word
        else:
            joined.append(word)
        behind = word == "="
        if index <= at:
            last = len(joined) - 1
    if at >= len(words) and not behind:  # nothing is typed yet of a new word
        last = len(joined)
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(joined), str(last)
