"""Say in an author's words what libyaml or PyYAML says of a text that is no YAML."""

from typing import TYPE_CHECKING

from spinout.core.problems import Code

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

WORDS = (
    (
        "mapping values are not allowed",
        "A `: ` cannot stand here: the line has one already, or lines up badly, or the line before lacks its own.",
        "Put text that holds a colon in quotes, line up the keys, and give each key its colon.",
    ),
    (
        "could not find expected ':'",
        "A key has no colon after it, in this line or the one before.",
        "Write `key: value`, with a space after the colon.",
    ),
    (
        "did not find expected key",
        "A key was expected here; the indentation or a quote before it does not fit.",
        "Line up the keys, and close the quotes. An apostrophe inside single quotes is written twice.",
    ),
    (
        "did not find expected '-' indicator",
        "An item of a list was expected here.",
        "Start each item with `- `, all at the same indentation.",
    ),
    (
        "expected ',' or",
        "The bracket that opens in line {opened} is not closed, or a comma is missing before this.",
        "Close it with ] or }, and put commas between its items.",
    ),
    (
        "while scanning a quoted scalar while the",
        "The quote that opens here is never closed.",
        "Close it. An apostrophe inside single quotes is written twice.",
    ),
    (
        "unknown escape character",
        "A backslash in double quotes begins no known escape here.",
        "Put the text in single quotes, or write the backslash twice.",
    ),
    (
        "escape sequence",
        "A backslash in double quotes begins no known escape here.",
        "Put the text in single quotes, or write the backslash twice.",
    ),
    ("an alias", "A star begins an alias, which is not read.", "Put text that begins with * in quotes."),
    ("an anchor", "An ampersand begins an anchor, which is not read.", "Put text that begins with & in quotes."),
    ("tag", "An exclamation mark begins a tag, which is not read.", "Put text that begins with ! in quotes."),
    ("directive", "A line that begins with % gives orders to the reader, which are not taken.", "Take the line out."),
    ("incompatible yaml", "The line %YAML asks for another version of YAML.", "Take the line out."),
    (
        "<document start>",
        "Text stands here that belongs to nothing before it.",
        "Write `key: value` lines, all at the same indentation.",
    ),
    (
        "block end",
        "The indentation does not fit the lines before.",
        "Line up the keys of one mapping.",
    ),
    (
        "not allowed in this context",
        "A list or a key cannot begin here.",
        "Begin it in a line of its own, indented under its key.",
    ),
)
UNREADABLE = (
    "The text is no YAML here.",
    "Check quotes, colons and indentation in this line and the one before.",
)


def syntax_words(error: "MarkedYAMLError", text: str) -> tuple[Code, str, str, int]:
    """Code, message, hint and offset for the place where reading stopped."""
    said = " ".join(filter(None, (error.context, error.problem))).lower()
    mark = error.problem_mark or error.context_mark
    at = 0 if mark is None else int(mark.index)
    if "unicode character escape" in said:
        return Code.LONE_SURROGATE, "Found an escape that names no whole character.", "Write the character itself.", at
    if "cannot start any token" in said:
        return Code.YAML_SYNTAX, *_cannot_start(text[at : at + 1]), at
    if "quoted scalar" in said and "unexpected" in said:
        said = "while scanning a quoted scalar while the file lasts"
        at = int(error.context_mark.index) if error.context_mark is not None else at
    message, hint = next(((message, hint) for words, message, hint in WORDS if words in said), UNREADABLE)
    opened = (error.context_mark or mark).line + 1 if mark is not None else 1
    return Code.YAML_SYNTAX, message.replace("{opened}", str(opened)), hint, at


def _cannot_start(character: str) -> tuple[str, str]:
    if character == "\t":
        return "A tab stands here, and a tab cannot indent.", "Indent with spaces."
    return f"A value cannot begin with {character}.", "Put the text in quotes."
