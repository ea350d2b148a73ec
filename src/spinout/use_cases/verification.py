"""Whether a report came from exactly these answers and this questionnaire, and if not what differs.

The report is made again and compared. What it says of itself only tells which options to use, and
what to say of a difference.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import HeadingName
from spinout.core.wording import found
from spinout.reports.claims import Claims, bare, claims_of, lines_of, text_of
from spinout.reports.layouts.environments import Templates
from spinout.reports.view.publication import Choices
from spinout.storage import read_bytes
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.comparisons import NotRead
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import render_report
from spinout.use_cases.voices import with_others

MOST_LINES = 5
"""Differences in the text that are told one by one."""
BY_TEXT = (".docx", ".pdf")
"""Formats that other programs write again when they save; their words count, and not their bytes."""
SHORT = 12


class Difference(Struct, frozen=True):
    """One thing that is not as it would be; `report` is what the report has, `given` what belongs there.

    `kind` is `answers`, `others`, `questionnaire`, `program`, `headings`, `origin` (the report names none),
    `text` or `bytes`.
    """

    kind: str
    message: str
    report: str | None = None
    given: str | None = None


class Verification(Struct, frozen=True):
    """What came of comparing a report with the one that these answers give."""

    report: str
    answers: str
    by_bytes: bool
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether the report came from exactly these answers and this questionnaire."""
        return not self.differences


def verify_report(
    path: Path,
    answers: str,
    loaded: Loaded,
    templates: Templates,
    *,
    program_version: str,
    headings: tuple[HeadingName, ...] = (),
    others: Sequence[str] = (),
    sheet: str | None = None,
) -> Verification | Refused | NotRead:
    """Make the report again, with the options that it names and the answers of others, and compare.

    Raises StorageError, UnreadableReport, BrokenTemplate, MissingExtra, and KeyError for a format that
    no report has.
    """
    suffix = path.suffix.lower()
    content = read_bytes(path)
    text = text_of(content, suffix)
    claims = claims_of(text)
    choices = Choices(headings, claims.as_of, not claims.without_notes, claims.restricted)
    differences: tuple[Difference, ...] = ()
    for stage in _stages(claims, loaded):
        assessed = assess_file(answers, loaded, stage, sheet=sheet)
        if isinstance(assessed, Refused):
            return assessed
        heard = with_others(assessed, others, loaded, sheet=sheet)
        if isinstance(heard, NotRead):
            return heard
        named = replace(heard, file=claims.file or heard.file)
        again = render_report(
            named, loaded, format=suffix, program_version=program_version, templates=templates, choices=choices
        )
        differences = tuple(_compared(content, again, suffix))
        if not differences:
            break
        differences = tuple(_differences(claims, heard, loaded, program_version, headings)) or differences
    return Verification(str(path), answers, suffix not in BY_TEXT, differences)


def _stages(claims: Claims, loaded: Loaded) -> tuple[str | None, ...]:
    """The stages to try: the one that the answers state, then the one that the report names.

    A report tells whether the answers state its stage, so the two are not the same even where they agree.
    """
    decision = loaded.questionnaire.decision
    known = () if decision is None else tuple(stage.id for stage in decision.stages)
    return (None, claims.stage) if claims.stage in known else (None,)


def _compared(content: bytes, again: bytes, suffix: str) -> Iterator[Difference]:
    """What is not the same in two reports of one format."""
    if content == again or (suffix not in BY_TEXT and bare(content) == again):
        return
    text, expected = text_of(content, suffix), text_of(again, suffix)
    # A page may break its lines anywhere.
    if suffix not in BY_TEXT or "".join(text.split()) != "".join(expected.split()):
        yield from _in_text(text, expected)


def _differences(
    claims: Claims, assessed: Assessed, loaded: Loaded, program_version: str, headings: tuple[HeadingName, ...]
) -> Iterator[Difference]:
    """What the report says of its origin that is otherwise here."""
    if len(claims.digests) < 2:
        yield Difference("origin", "The report does not say which questionnaire and answers it was made from.")
        return
    questionnaire, answers = claims.digests
    if answers != assessed.sha256:
        message = (
            f"It was made from other answers, or they were changed since: it names the digest {answers[:SHORT]}…, "
            f"and this file has {assessed.sha256[:SHORT]}…."
        )
        yield Difference("answers", message, answers, assessed.sha256)
    if questionnaire != loaded.sha256:
        message = (
            "It was made with another questionnaire, or that was changed since: it names the digest "
            f"{questionnaire[:SHORT]}…, and this one, version {loaded.questionnaire.version}, has "
            f"{loaded.sha256[:SHORT]}…."
        )
        yield Difference("questionnaire", message, questionnaire, loaded.sha256)
    if claims.program not in (None, program_version):
        message = f"It was made by spinout {claims.program}, and this is spinout {program_version}."
        hint = "To compare the words, use that version."
        yield Difference("program", f"{message} {hint}", claims.program, program_version)
    others = tuple(other.sha256[:SHORT] for other in assessed.others)
    if claims.others != others:
        missing = ", ".join(f"{each}…" for each in claims.others if each not in others)
        more = ", ".join(f"{each}…" for each in others if each not in claims.others)
        said = missing and f"It was made with answers of others that are not given, or were changed since: {missing}. "
        said += more and f"It was made without these: {more}. "
        message = f"{said}Give the same files with --with."
        yield Difference("others", message, ", ".join(claims.others), ", ".join(others))
    if claims.headings is not None and not headings:
        yield Difference("headings", "It was made with headings of its own. Give the same file with --headings.")


def _in_text(text: str, expected: str) -> Iterator[Difference]:
    """The first lines that are not as they would be, each paired with what belongs in its place."""
    from difflib import SequenceMatcher

    here, there = lines_of(text), lines_of(expected)
    if here == there:
        yield Difference("bytes", "Every word is as it would be, but the file was changed in another way.")
        return
    opcodes = SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    pairs = [pair for tag, i, j, k, m in opcodes if tag != "equal" for pair in zip_longest(here[i:j], there[k:m])]
    for a, b in pairs[:MOST_LINES]:
        yield Difference("text", _changed_words(a, b), a, b)
    if len(pairs) > MOST_LINES:
        yield Difference("text", f"And {len(pairs) - MOST_LINES} more.")


def _changed_words(here: str | None, there: str | None) -> str:
    if here is None:
        return f"Left out of the report: {found(there)}."
    if there is None:
        return f"Added to the report: {found(here)}."
    start = max(0, next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0) - 20)
    return f"The report says {found(here[start:])}, where {found(there[start:])} would stand."
