"""The header of a document of answers: what is asked for, and why a role and never a name."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answers


class Field(Struct, frozen=True):
    """One line of the header: its field, the word it is called by, and how it is asked for."""

    name: str
    word: str
    ask: str
    help: str


FIELDS = (
    Field("service", "service", "What is the service called?", "As people know it, such as Adventure playgrounds."),
    Field(
        "organisation",
        "organisation",
        "Which organisation runs it now?",
        "Such as Example Borough Council.",
    ),
    Field(
        "completed_by",
        "role",
        "What is your role?",
        "Such as Service lead. Give a role, never a name: the file is passed on and printed, and a role is enough.",
    ),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def said_in(answers: Answers, field: Field) -> str | None:
    """What a header's field holds."""
    found: str | None = getattr(answers, field.name)
    return found


def with_text(answers: Answers, name: str, text: str | None) -> Answers:
    """The answers with a field of the header changed."""
    match name:
        case "service":
            return replace(answers, service=text)
        case "organisation":
            return replace(answers, organisation=text)
        case _:
            return replace(answers, completed_by=text)


def next_missing(answers: Answers, after: str | None = None) -> str | None:
    """The next field of the header that is not given, from the top or after another."""
    names = [field.name for field in FIELDS]
    start = 0 if after is None else names.index(after) + 1
    return next((name for name in names[start:] if getattr(answers, name) is None), None)
