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
BEFORE_SIGN = "_SPINOUT_SET"
"""The variable with the question of the word that is completed, where bash begins a word behind the sign."""
Completion = tuple[str, str]
"""What a word may become, and what that means."""
SET = "--set"


def stages(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The ids of stages."""
    found = _questionnaire(ctx)
    known = () if found is None or found.decision is None else found.decision.stages
    return [(stage.id, stage.label) for stage in known if stage.id.startswith(incomplete)]


def respondents(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The ids of those who may answer."""
    found = _questionnaire(ctx)
    return [(each.id, each.label) for each in (found.respondents if found else ()) if each.id.startswith(incomplete)]


def sections(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """The ids of sections."""
    found = _questionnaire(ctx)
    return [(each.id, each.title) for each in (found.sections if found else ()) if each.id.startswith(incomplete)]


def report_formats(incomplete: str) -> list[Completion]:
    """The names of the formats of reports."""
    from spinout.reports.formats import FORMATS

    return [(end[1:], row.name) for end, row in FORMATS.items() if end[1:].startswith(incomplete)]


def settings(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """`ID=VALUE`: ids of questions, and behind the sign of one what may be answered."""
    found = _questionnaire(ctx)
    if found is None:
        return []
    begun = os.environ.get(BEFORE_SIGN)
    if begun is not None:
        return list(_values(found, begun))
    ident, sign, _ = incomplete.partition("=")
    ids = [ident] if sign else [each for each in found.questions if each.startswith(ident)]
    if len(ids) > 1:
        return [(f"{each}=", found.questions[each].title) for each in ids]
    # A shell ends a word that can become one thing only, so a single id comes with all that may stand behind it.
    return [(f"{each}={value}", meaning) for each in ids for value, meaning in _values(found, each)]


def _values(questionnaire: "Questionnaire", ident: str) -> Iterator[Completion]:
    from spinout.core.answers import DONT_KNOW

    question = questionnaire.questions.get(ident)
    if question is not None:
        yield from ((str(pick.id), pick.label) for pick in question.type.picks())
        yield DONT_KNOW, "Don't know"


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
    """Put together again what bash parts: to it `a=b` are three words, each in a line of `COMP_WORDS`.

    Of an answer that is completed only what stands behind the sign is left, as bash replaces no more than that.
    """
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
    if last < len(joined) and joined[last - 1] == SET and "=" in joined[last]:
        environ[BEFORE_SIGN], _, joined[last] = joined[last].partition("=")
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(joined), str(last)
