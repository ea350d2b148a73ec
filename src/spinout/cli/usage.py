"""What is said of a command line that cannot be understood, and how it would be right."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from spinout.cli.streams import say
from spinout.core.wording import nearest

# It has no public name of its own in the oldest Typer that is allowed.
UsageError: Any = typer.BadParameter.__base__
"""What Typer raises for a command line that it cannot take; what is wrong with a parameter is one of these."""
EXAMPLE = re.compile(r"^ *Example: (.+)$", re.MULTILINE)
"""The line of a command's help that shows it at work."""
PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:~+-]+\Z")
"""A word that needs no quotes there, where a backslash parts folders."""
LIKE_AN_OPTION = 0.75
"""From so much likeness on an option is near another."""


def show_usage_error(error: Any, words: Sequence[str]) -> None:
    """Say what is wrong with the words of a command line, and give an example or the line as it would be right."""
    context: typer.Context | None = error.ctx
    if error.__class__.__name__ == "NoArgsIsHelpError":
        error.show()
        return
    if context is not None:
        say(context.get_usage())
        say(f"Try '{context.command_path} {context.help_option_names[0]}' for help.")
        say()
    lines = [line for line in _told(error, context, words) if line]
    say(f"Error: {lines[0]}")
    for line in lines[1:]:
        say(line)


def _told(error: Any, context: typer.Context | None, words: Sequence[str]) -> Iterator[str]:
    wrong = getattr(error, "option_name", None)
    if wrong is not None and hasattr(error, "possibilities"):
        yield f"No such option: {wrong}"
        yield _near_option(wrong, context)
        return
    yield error.format_message()
    if context is None:
        return
    example = EXAMPLE.search(context.command.help or "")
    if "extra argument" in error.message:
        yield _in_quotes(context, words)
    elif error.__class__.__name__ == "MissingParameter" and example is not None:
        yield f"For example: {example[1]}"


def _near_option(wrong: str, context: typer.Context | None) -> str:
    """The option that was most likely meant, or how a report in a format is asked for; empty where neither fits."""
    from spinout.reports.formats import FORMATS

    ending = f".{wrong.lstrip('-').lower()}"
    if ending in FORMATS:
        return f"The ending of a report's name says its format: spinout report FILE -o paper{ending}"
    known = [] if context is None else [name for param in context.command.params for name in param.opts]
    near = nearest(wrong, (name for name in (*known, "--help") if name.startswith("--")), likeness=LIKE_AN_OPTION)
    return f"Did you mean {near}?" if near else ""


def _in_quotes(context: typer.Context, words: Sequence[str]) -> str:
    """That a path with blanks stands in quotes, and the command as it would be right; empty where it takes none."""
    rule = "A path with a blank in it stands in quotes"
    taken = [context.params.get(p.name or "") for p in context.command.params if p.param_type_name == "argument"]
    if not taken:
        return ""
    if len(taken) > 1 or taken[0] not in words:
        return f'{rule}: "my service.yaml"'
    start = words.index(taken[0])
    end = next((n for n in range(start, len(words)) if words[n].startswith("-")), len(words))
    right = [*words[:start], " ".join(words[start:end]), *words[end:]]
    return f"{rule}: spinout {' '.join(map(quoted, right))}"


def quoted(word: str, *, windows: bool = os.name == "nt") -> str:
    """A word of a command as it is typed in any shell of the system."""
    plain = shlex.quote(word)
    if plain == word or (windows and PLAIN_ON_WINDOWS.match(word)):
        return word
    return f'"{word}"' if windows or not re.search(r'["$`\\!]', word) else plain


def command_line(words: Sequence[str], *, windows: bool = os.name == "nt") -> str | None:
    """A command as it is typed; None where a word has what cannot be typed, such as an end of line."""
    if not all(map(str.isprintable, words)):
        return None
    return " ".join(quoted(word, windows=windows) for word in words)
