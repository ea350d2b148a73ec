"""Whether a report came from exactly these answers and this questionnaire, and if not what differs.

The report is made again and compared. What it says of itself only tells which options to use, and
what to say of a difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import takewhile, zip_longest
from pathlib import Path

from msgspec import Struct

from spinout.core.questionnaire import HeadingName
from spinout.core.slots import NOBODYS_WORDS, PaperWords
from spinout.core.wording import found, listed
from spinout.inputs.documents import LIBRARIES_RAISE, unreadable
from spinout.reports.claims import Claims, bare, choices_of, claims_in, lines_of, text_of
from spinout.reports.layouts.environments import Templates
from spinout.reports.view.publication import Choices, told_digest
from spinout.reports.view.references import SHORT_DIGEST, short
from spinout.reports.word_lines import words_of
from spinout.reports.word_parts import UnreadableReport, changed_parts, maker_of, parts_of
from spinout.storage import read_bytes
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.comparisons import NotRead
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import laid_out, render_report, words_shown
from spinout.use_cases.voices import with_others

MOST_LINES = 5
"""Differences in the text that are told one by one."""
MOST_COMPARED = 400
"""Lines that are paired with those that would stand there; to pair more takes longer than anybody waits."""
MOST_OF_REPORT = 20_000_000
"""Bytes; a report of a full questionnaire has less than one million."""
SHORT = 12
"""A line with fewer letters may stand anywhere."""


class Sameness(StrEnum):
    """In what a report is the same as the one that was made again."""

    BYTES = "bytes"
    LINES = "lines"
    """But for the ends of its lines, and a mark of the order of bytes before them."""
    PARTS = "parts"
    """A Word file, packed anew by another program, that holds the same in every part."""


class Difference(Struct, frozen=True):
    """One thing that is not as it would be; `report` is what the report has, `given` what belongs there.

    `kind` is `answers`, `others`, `questionnaire`, `program`, `headings`, `templates`, `words`, `origin` (the report
    names none), `text`, `saved` (by another program, with the same words) or `bytes` (something else that is no word).
    """

    kind: str
    message: str
    report: str | None = None
    given: str | None = None


class Verification(Struct, frozen=True):
    """What came of comparing a report with the one that these answers give.

    `left_out` is True where that leaves answers or texts out, which were not compared.
    """

    report: str
    answers: str
    sameness: Sameness | None
    left_out: bool
    differences: tuple[Difference, ...]
    same_words: bool = False
    """Whether every word is as it would be, in a file that is not."""

    @property
    def same(self) -> bool:
        """Whether the report came from exactly these answers and this questionnaire."""
        return self.sameness is not None


def verify_report(
    path: Path,
    answers: str,
    loaded: Loaded,
    templates: Templates,
    *,
    program_version: str,
    headings: tuple[HeadingName, ...] = (),
    others: Sequence[str] = (),
    words: PaperWords = NOBODYS_WORDS,
    sheet: str | None = None,
) -> Verification | Refused | NotRead:
    """Make the report again, with the options that it names, the answers of others and officers' words, and compare.

    Raises StorageError, UnreadableReport, BrokenTemplate, MissingExtra, and KeyError for a format that
    no report has.
    """
    suffix = path.suffix.lower()
    content = read_bytes(path, most=MOST_OF_REPORT)
    if len(content) > MOST_OF_REPORT:
        raise UnreadableReport("It is too big for a report.")
    for claims, stage in _attempts(content, suffix, loaded):
        choices = choices_of(claims, headings, words)
        assessed = assess_file(answers, loaded, stage, sheet=sheet)
        if isinstance(assessed, Refused):
            return assessed
        beside = with_others(assessed, others, loaded, sheet=sheet)
        if isinstance(beside, NotRead):
            return beside
        heard = beside
        again = render_report(
            heard, loaded, format=suffix, program_version=program_version, templates=templates, choices=choices
        )
        sameness = _sameness(content, again, suffix)
        if sameness is not None:
            break
    differences: tuple[Difference, ...] = ()
    if sameness is None:
        differences = tuple(_differences(claims, heard, choices, loaded, program_version))
        given = words_shown(heard, loaded, choices)
        differences = (*differences, *_of_templates(claims, templates, suffix), *_of_words(claims, given))
        differences = differences or tuple(_changed(content, again, suffix, _lines_by(words)))
    same_words = bool(differences) and all(each.kind in NO_WORD for each in differences)
    every = (heard, *heard.others)
    left_out = any(told_digest(each.assessment, each.sha256, choices) != each.sha256 for each in every)
    return Verification(str(path), answers, sameness, left_out, differences, same_words)


def _attempts(content: bytes, suffix: str, loaded: Loaded) -> Iterator[tuple[Claims, str | None]]:
    """What the report may have been made with, the likeliest first: what it claims, and the stage; one at least.

    Most reports are made without options, and what is the same is not read. A report tells whether the answers
    state its stage, so that one made for a stage and one whose answers state it are not the same.
    """
    yield Claims(), None
    with _reading():
        claims = claims_in(content, suffix)
    yield claims, None
    decision = loaded.questionnaire.decision
    if decision is not None and claims.stage in [stage.id for stage in decision.stages]:
        yield claims, claims.stage


@contextmanager
def _reading() -> Iterator[None]:
    """Tell what a library raises over a report as what is wrong with that. Raises UnreadableReport."""
    try:
        yield
    except LIBRARIES_RAISE as error:
        raise UnreadableReport(unreadable(error).message) from error


def _sameness(content: bytes, again: bytes, suffix: str) -> Sameness | None:
    """In what two reports of one format are the same; None where they are not. Raises UnreadableReport."""
    if content == again:
        return Sameness.BYTES
    if suffix == ".docx":
        with _reading():
            return None if changed_parts(parts_of(content), parts_of(again)) else Sameness.PARTS
    return Sameness.LINES if suffix != ".pdf" and bare(content) == again else None


def _words(parts: Mapping[str, bytes]) -> list[str]:
    return lines_of(words_of(parts, saved_anew=True))


def _changed(
    content: bytes, again: bytes, suffix: str, by_officers: frozenset[str] = frozenset()
) -> Iterator[Difference]:
    """What is not the same in two reports that name the same origin: their words, or what is none."""
    with _reading():
        if suffix == ".docx":
            parts, others = parts_of(content), parts_of(again)
            if _words(parts) == _words(others):
                yield _saved_anew(parts, others)
                return
        text = text_of(content, suffix)
    lines = tuple(_in_text(text, text_of(again, suffix), by_officers))
    yield from lines
    if not lines:
        message = "Every word is as it would be, but not the file: it was changed in another way, or saved anew."
        yield Difference("bytes", f"{message} {UNSEEN}")


def _saved_anew(parts: Mapping[str, bytes], others: Mapping[str, bytes]) -> Difference:
    """A Word file with the same words: whether another program saved it, or something else in it was changed.

    What a program says of itself proves nothing; so neither is taken for the same.
    """
    if maker_of(parts) == maker_of(others):
        where = listed(changed_parts(parts, others), most=MOST_LINES)
        message = "Every word is as it would be, but not the file: it was changed in another way, in these of its parts"
        return Difference("bytes", f"{message}: {where}. {UNSEEN}")
    return Difference("saved", f"The same words, saved by another program. {UNSEEN}")


NO_WORD = ("bytes", "saved")
"""The kinds of difference that are none of words."""
UNSEEN = "What is hidden, struck out, drawn or added in it was not looked at."


def _differences(
    claims: Claims, assessed: Assessed, choices: Choices, loaded: Loaded, program_version: str
) -> Iterator[Difference]:
    """What the report says of its origin that is otherwise here."""
    if len(claims.digests) < 2:
        yield Difference("origin", "The report does not say which questionnaire and answers it was made from.")
        return
    questionnaire, answers = claims.digests
    given = told_digest(assessed.assessment, assessed.sha256, choices)
    if answers != given:
        message = (
            f"It was made from other answers, or they were changed since: it names the digest "
            f"{answers[:SHORT_DIGEST]}…, and this file has {given[:SHORT_DIGEST]}…."
        )
        yield Difference("answers", message, answers, given)
    if questionnaire != loaded.sha256:
        message = (
            "It was made with another questionnaire, or that was changed since: it names the digest "
            f"{questionnaire[:SHORT_DIGEST]}…, and this one, version {loaded.questionnaire.version}, has "
            f"{loaded.sha256[:SHORT_DIGEST]}…."
        )
        yield Difference("questionnaire", message, questionnaire, loaded.sha256)
    if claims.program not in (None, program_version):
        message = f"It was made by spinout {claims.program}, and this is spinout {program_version}."
        hint = "To compare the words, use that version."
        yield Difference("program", f"{message} {hint}", claims.program, program_version)
    others = tuple(short(other, choices) for other in assessed.beside())
    if claims.others != others:
        missing = ", ".join(f"{each}…" for each in claims.others if each not in others)
        more = ", ".join(f"{each}…" for each in others if each not in claims.others)
        said = missing and f"It was made with answers of others that are not given, or were changed since: {missing}. "
        said += more and f"It was made without these: {more}. "
        message = f"{said}Give the same files with --with."
        yield Difference("others", message, ", ".join(claims.others), ", ".join(others))
    if claims.headings is not None and not choices.headings:
        yield Difference("headings", "It was made with headings of its own. Give the same file with --headings.")


def _of_templates(claims: Claims, templates: Templates, suffix: str) -> Iterator[Difference]:
    """Templates that the report was made with, and are not those given."""
    given = templates.digest if laid_out(suffix) else None
    if len(claims.digests) < 2 or claims.templates == given:
        return
    if claims.templates is None:
        message = "It was made without templates of its own, and some are given here."
    elif given is None:
        message = (
            f"It was made with templates of its own: {claims.templates}…. Give the same with --templates or --template."
        )
    else:
        message = (
            f"It was made with other templates, or they were changed since: {claims.templates}…, and here {given}…."
        )
    yield Difference("templates", message, claims.templates, given)


def _of_words(claims: Claims, digest: str | None) -> Iterator[Difference]:
    """Officers' words that the report was made with, and are not those given, whose digest this is."""
    given = None if digest is None else digest[:SHORT_DIGEST]
    if len(claims.digests) < 2 or claims.words == given:
        return
    if claims.words is None:
        message = "It was made without officers' words, and some are given here."
    elif given is None:
        message = f"It was made with officers' words: {claims.words}…. Give the same file with --words."
    else:
        message = (
            f"It was made with other words of officers, or they were changed since: {claims.words}…, here {given}…."
        )
    yield Difference("words", message, claims.words, given)


def _lines_by(words: PaperWords) -> frozenset[str]:
    """The lines that officers wrote, with single spaces; what is short may stand anywhere."""
    texts = [each.text or "" for each in words.words.values()]
    texts += [cell for each in words.words.values() for row in each.rows for cell in row.values()]
    return frozenset(line for text in texts for line in lines_of(text) if len(line) >= SHORT)


BY_OFFICER = " These are an officer's words."


def _in_text(text: str, expected: str, by_officers: frozenset[str]) -> Iterator[Difference]:
    """The first lines that are not as they would be, each paired with what belongs in its place."""
    from difflib import SequenceMatcher

    here, there = lines_of(text), lines_of(expected)
    here, there = _unlike(here, there)
    here, there = (lines[::-1] for lines in _unlike(here[::-1], there[::-1]))
    cut = max(len(here), len(there)) > MOST_COMPARED
    here, there = here[:MOST_COMPARED], there[:MOST_COMPARED]
    opcodes = SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    pairs = [pair for tag, i, j, k, m in opcodes if tag != "equal" for pair in zip_longest(here[i:j], there[k:m])]
    for a, b in pairs[:MOST_LINES]:
        own = any(line in (b or "") for line in by_officers)
        yield Difference("text", f"{_changed_words(a, b)}{BY_OFFICER if own else ''}", a, b)
    if len(pairs) > MOST_LINES:
        yield Difference("text", "And many more." if cut else f"And {len(pairs) - MOST_LINES} more.")


def _unlike(some: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    """Two lists from where they begin to differ."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))
    return some[alike:], others[alike:]


def _changed_words(here: str | None, there: str | None) -> str:
    if here is None:
        return f"Left out of the report: {found(there)}."
    if there is None:
        return f"Added to the report: {found(here)}."
    start = max(0, next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0) - 20)
    return f"The report says {found(here[start:])}, where {found(there[start:])} would stand."
