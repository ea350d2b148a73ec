"""What is said where YAML cannot be read on: what the parser met, and what most likely brought it there."""

import re

import yaml

from spinout.core.problems import Code
from spinout.inputs.documents import LINE_END

WORDS = {
    "mapping values are not allowed": (
        "A `: ` cannot stand here: the line has one already, or lines up badly, or the line before lacks its own.",
        "Put text that holds a colon in quotes, line up the keys, and give each key its colon.",
    ),
    "could not find expected ':'": (
        "A key has no colon after it, in this line or the one before.",
        "Write `key: value`, with a space after the colon.",
    ),
    "did not find expected key": (
        "A key was expected here; the indentation or a quote before it does not fit.",
        "Line up the keys, and close the quotes. An apostrophe inside single quotes is written twice.",
    ),
    "did not find expected '-' indicator": (
        "An item of a list was expected here.",
        "Start each item with `- `, all at the same indentation.",
    ),
    "expected ',' or": (
        "The bracket that opens in line {opened} is not closed, or a comma is missing before this.",
        "Close it with ] or }, and put commas between its items.",
    ),
    "while scanning a quoted scalar while the": (
        "The quote that opens here is never closed.",
        "Close it. An apostrophe inside single quotes is written twice.",
    ),
    "escape": (
        "A backslash in double quotes begins no known escape here.",
        "Put the text in single quotes, or write the backslash twice.",
    ),
    "an alias": ("A star begins an alias, which is not read.", "Put text that begins with * in quotes."),
    "an anchor": ("An ampersand begins an anchor, which is not read.", "Put text that begins with & in quotes."),
    "tag": ("An exclamation mark begins a tag, which is not read.", "Put text that begins with ! in quotes."),
    "directive": ("A line that begins with % gives orders to the reader, which are not taken.", "Take the line out."),
    "incompatible yaml": ("The line %YAML asks for another version of YAML.", "Take the line out."),
    "<document start>": (
        "Text stands here that belongs to nothing before it.",
        "Write `key: value` lines, all at the same indentation.",
    ),
    "block end": ("The indentation does not fit the lines before.", "Line up the keys of one mapping."),
    "not allowed in this context": (
        "A list or a key cannot begin here.",
        "Begin it in a line of its own, indented under its key.",
    ),
}
"""Message and hint for what a parser says; the first that fits counts."""
UNREADABLE = ("The text is no YAML here.", "Check quotes, colons and indentation in this line and the one before.")


CAUSES = (
    (
        re.compile(r"(?:<{7}|={7}|>{7})(?: |$)"),
        "Line {} is the mark of a conflict, left by a program that joins two versions of a file. "
        "Keep one of the versions, and take out the lines of <<<<<<<, ======= and >>>>>>>.",
    ),
    (
        re.compile(r"[ \t]*+[\u2010-\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u00b7*][ \t]"),
        "Line {} begins with a sign that looks like the hyphen of a list. Begin each item with a hyphen and a space: -",
    ),
    (
        re.compile(r"[ \t]*+[\u00a0\u2000-\u200a\u202f\u205f\u3000]"),
        "Line {} is indented with spaces that are none to YAML, often from a web page. Type the spaces anew.",
    ),
    (
        re.compile(r"[^\n]*?(?:[^\s#][ \t]++|[\[{,])#[^\s#]"),
        "In line {} a # begins a comment, and what follows is not read. Put text that holds one in quotes.",
    ),
)
"""What a line looks like that most likely made it so, and what to do about it; the first that fits counts."""


def cause(text: str, stopped: int, opened: int) -> str:
    """What in the line where something opened, the one where reading stopped or the one before made it stop.

    Empty where nothing is known.
    """
    own = _line_start(text, min(stopped, len(text.rstrip())))
    starts = dict.fromkeys((_line_start(text, opened), _line_start(text, max(own - 1, 0)), own))
    for looks, said in CAUSES:
        for start in starts:
            if looks.match(text, start, min(start + LONGEST_LINE, len(text))):
                number = len(LINE_END.findall(text, 0, start)) + 1
                return said.replace("{}", str(number))
    return ""


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


LONGEST_LINE = 1000
"""So much of a line is looked at for a cause."""


def syntax_words(error: yaml.MarkedYAMLError, text: str) -> tuple[Code, str, str, int]:
    """Code, message, hint and offset for the place where reading stopped."""
    code, message, hint, at = _said(error, text)
    opened = at if error.context_mark is None or "flow" not in str(error.context) else int(error.context_mark.index)
    why = cause(text, at, opened) if code is Code.YAML_SYNTAX else ""
    return code, message, why or hint, at


def _said(error: yaml.MarkedYAMLError, text: str) -> tuple[Code, str, str, int]:
    said = " ".join(filter(None, (error.context, error.problem))).lower()
    mark = error.problem_mark or error.context_mark
    at = 0 if mark is None else int(mark.index)
    if "unicode character escape" in said:
        return Code.LONE_SURROGATE, "Found an escape that names no whole character.", "Write the character itself.", at
    if "cannot start any token" in said and text[at : at + 1] == "\t":
        return Code.YAML_SYNTAX, "A tab stands here, and a tab cannot indent.", "Indent with spaces.", at
    if "cannot start any token" in said:
        return Code.YAML_SYNTAX, f"A value cannot begin with {text[at : at + 1]}.", "Put the text in quotes.", at
    if "quoted scalar" in said and "unexpected" in said:
        said = "while scanning a quoted scalar while the file lasts"
        at = int(error.context_mark.index) if error.context_mark is not None else at
    message, hint = next((told for words, told in WORDS.items() if words in said), UNREADABLE)
    opened = (error.context_mark or mark).line + 1 if mark is not None else 1
    return Code.YAML_SYNTAX, message.replace("{opened}", str(opened)), hint, at
