"""What a report says of where it came from, read back out of its words.

It is a claim and no more: only rendering the report again shows whether it is true.
"""

import json
import re

from msgspec import Struct
from msgspec.structs import replace

DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
PROGRAM = re.compile(r"spinout ([0-9]+(?:\.[0-9a-z+]+)*)")
STAGE = re.compile(r"\bstage=([a-z0-9-]+)")
AS_OF = re.compile(r"\bas-of=([0-9]{4}-[0-9]{2}-[0-9]{2})")
WITHOUT_NOTES = re.compile(r"\bwithout-notes\b")
RESTRICTED = re.compile(r"\brestricted\b")
HEADINGS = re.compile(r"\bheadings=([0-9a-f]+)\b")
OPTIONS = re.compile(r"Options\W+((?:[a-z-]+(?:=[a-z0-9-]+)?(?:,\s+)?)+)")


class Claims(Struct, frozen=True):
    """The digests that a report names, in its order, and the options that it was made with.

    `file` is the path of the answers, which only a report in JSON holds.
    """

    digests: tuple[str, ...]
    program: str | None
    stage: str | None
    as_of: str | None
    without_notes: bool
    restricted: bool
    headings: str | None
    file: str | None = None


NONE = Claims((), None, None, None, without_notes=False, restricted=False, headings=None)


def claims_of(text: str) -> Claims:
    """What a report's words say of its origin; its last words count, as provenance stands at the end."""
    return _of_object(text) if text.startswith("{") else _of_words(text)


def _of_object(text: str) -> Claims:
    """The claims of a report in JSON, whose fields are a promise."""
    try:
        found = json.loads(text)
        digests = (str(found["questionnaire"]["sha256"]), str(found["answers"]["sha256"]))
        file, made = str(found["answers"]["file"]), found["report"]
        program, options = _last(PROGRAM, str(made["program"])), str(made["options"] or "")
    except (ValueError, KeyError, TypeError, RecursionError):
        return NONE
    return replace(_of_options(options), digests=digests, program=program, file=file)


def _of_words(text: str) -> Claims:
    digests = tuple(DIGEST.findall(text))
    end = text[text.find(digests[-2]) :] if len(digests) > 1 else ""
    options = _of_options(_last(OPTIONS, end) or "")
    return replace(options, digests=digests[-2:], program=_last(PROGRAM, end))


def _of_options(options: str) -> Claims:
    return Claims(
        (),
        None,
        _last(STAGE, options),
        _last(AS_OF, options),
        without_notes=bool(WITHOUT_NOTES.search(options)),
        restricted=bool(RESTRICTED.search(options)),
        headings=_last(HEADINGS, options),
    )


def _last(pattern: "re.Pattern[str]", text: str) -> str | None:
    found = pattern.findall(text)
    return found[-1] if found else None
