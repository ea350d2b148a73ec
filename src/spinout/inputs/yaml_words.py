"""Say in an author's words what libyaml or PyYAML says of a text that is no YAML."""

from typing import TYPE_CHECKING

from spinout.core.problems import Code, Problem

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

WORDS = (
    (
        "mapping values are not allowed",
        "A second `: ` stands where the line already has one, or the indentation does not fit.",
        "Put text that holds a colon in quotes, and line up the keys.",
    ),
    ("could not find expected ':'", "A key has no colon after it.", "Write `key: value`."),
    (
        "did not find expected key",
        "A key was expected here; the indentation or a quote before it does not fit.",
        "Line up the keys, and check that quotes are closed.",
    ),
    (
        "did not find expected '-' indicator",
        "An item of a list was expected here.",
        "Start each item with `- `, all at the same indentation.",
    ),
    (
        "expected ',' or",
        "A list or mapping in brackets is not closed, or lacks a comma.",
        "Close it with ] or }, and put commas between its items.",
    ),
    (
        "cannot start any token",
        "A character stands here that cannot begin a value; a tab cannot indent.",
        "Indent with spaces, and put the text in quotes.",
    ),
    ("unexpected end of stream", "The file ends before a quote or bracket is closed.", "Close it."),
    ("unknown escape character", "A backslash stands in double quotes with no meaning.", "Use single quotes."),
    ("undefined alias", "A star begins an alias, which is not read.", "Put text that begins with * in quotes."),
    ("did not find expected <document start>", "Text stands where the document has ended.", "Check the indentation."),
    ("undefined tag handle", "An exclamation mark begins a tag, which is not read.", "Put the text in quotes."),
    ("<block end>", "The indentation does not fit the lines before.", "Line up the keys of one mapping."),
    ("tab", "A tab stands where spaces belong.", "Indent with spaces."),
)


def syntax_problem(error: "MarkedYAMLError", text: str) -> Problem:
    """The problem at the place where reading stopped."""
    said = " ".join(filter(None, (error.problem, error.context))).lower()
    message, hint = next(
        ((message, hint) for words, message, hint in WORDS if words in said),
        ("The text is no YAML here.", "Check quotes, colons and indentation in this line and the one before."),
    )
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(Code.YAML_SYNTAX, message, hint, line=1, column=1)
    last = text.count("\n") + 1
    return Problem(Code.YAML_SYNTAX, message, hint, line=min(mark.line + 1, last), column=mark.column + 1)
