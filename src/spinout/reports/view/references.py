"""What a report quotes: comparators, support, lessons, sources, and where the report itself came from."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import asdict

from spinout.core.conditions import State
from spinout.core.questionnaire import Comparator, ComparatorChoice, Match, Questionnaire, Reference, Source, Support
from spinout.core.scoring.assessment import Assessment, stage_of
from spinout.core.wording import day_in_words
from spinout.reports.view.blocks import TitleLine
from spinout.reports.view.publication import Beside, Choices, Subject

SHORT_DIGEST = 12
"""So many letters of a digest tell two files of headings apart."""
DAYS = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]*)?\Z")


class SupportLine(Support, frozen=True, kw_only=True):
    """Where help may be had; `link` only where the address is one of the web."""

    status_words: str
    link: str | None
    checked: str


class LessonLine(Struct, frozen=True):
    """What others could learn, and the question that it belongs to."""

    text: str
    ask: str | None


class SourceLine(Source, frozen=True, kw_only=True):
    """A source that the report names."""

    checked: str
    link: str | None


class MadeFrom(Struct, frozen=True):
    """The questionnaire and the program that a report was made with."""

    questionnaire: str
    questionnaire_id: str
    version: str
    questionnaire_sha256: str
    program: str


class Provenance(MadeFrom, frozen=True):
    """What a report was made from, so that it can be made again; `options` are what was chosen for it."""

    answers: str
    answers_sha256: str
    answers_version: str | None
    options: str | None
    words_sha256: str | None = None


def made_from(questionnaire: Questionnaire, sha256: str, program_version: str) -> MadeFrom:
    """What any report rests on."""
    return MadeFrom(questionnaire.title, questionnaire.id, questionnaire.version, sha256, f"spinout {program_version}")


def web_link(address: str | None) -> str | None:
    """An address that may be linked: of the web, and nothing but that."""
    return address if address is not None and WEB_ADDRESS.match(address) else None


def status_words(status: str) -> str:
    """What stands in a report for the status of an organisation or of support."""
    return "Owned by a council" if status == "council-owned" else status.replace("-", " ").capitalize()


def support_lines(assessment: Assessment) -> tuple[SupportLine, ...]:
    """Where help may be had, in file order."""
    return tuple(
        SupportLine(
            **asdict(support) | {"sources": assessment.questionnaire.reference.cited(support.sources)},
            status_words=status_words(support.status),
            link=web_link(support.address),
            checked="Nothing was read of it" if support.read is None else f"Read in: {support.read}",
        )
        for support in assessment.questionnaire.reference.support
    )


def lesson_lines(assessment: Assessment) -> tuple[LessonLine, ...]:
    """What others could learn, as the answers say it."""
    questions = assessment.questionnaire.questions
    return tuple(
        LessonLine(lesson.text, None if lesson.question is None else questions[lesson.question].title)
        for lesson in assessment.answers.lessons
    )


def source_lines(assessment: Assessment, used: Collection[str]) -> tuple[SourceLine, ...]:
    """The sources named in a report, in the order of the reference data."""
    return tuple(
        SourceLine(
            **asdict(source) | {"kind": f"{source.kind[:1].upper()}{source.kind[1:].replace('-', ' ')}"},
            checked="Its text was read" if source.verified else "Not confirmed",
            link=web_link(source.address),
        )
        for code, source in assessment.questionnaire.reference.sources.items()
        if code in used
    )


def provenance(subject: Subject, words: str | None = None) -> Provenance:
    """What a report was made from; of the answers' path only the file's name. `words` is the digest of officers'."""
    assessment = subject.assessment
    made = made_from(assessment.questionnaire, subject.questionnaire_sha256, subject.program_version)
    return Provenance(
        **asdict(made),
        answers=_named(subject.file, subject.line),
        answers_sha256=subject.told_digest,
        answers_version=assessment.answers.version,
        options=", ".join((*_options(subject), *([f"words={words[:SHORT_DIGEST]}"] if words else []))) or None,
        words_sha256=words,
    )


def file_name(path: str) -> str:
    """The last part of a path, of whatever system it is."""
    return PurePath(path.replace("\\", "/")).name


def _named(file: str, line: int | None) -> str:
    name = file_name(file)
    return name if line is None else f"{name}, line {line}"


def others_lines(subject: Subject) -> Iterator[TitleLine]:
    """The files of others, each with who answers and the first letters of its digest, which the options name too."""
    for other in subject.others:
        digest = short(other, subject.choices)
        said = f"{_named(other.file, other.line)} ({other.assessment.answers.respondent}), digest {digest}…"
        yield TitleLine("Heard beside it", said)


def short(other: Beside, choices: Choices) -> str:
    """The first letters of the digest by which a report with these choices names a document."""
    return other.told_digest(choices)[:SHORT_DIGEST]


def _options(subject: Subject) -> Iterator[str]:
    """A stage that the answers do not state, and the choices, in the form that `claims` reads back.

    The answers are those that the report shows, so that a stage that is left out of them is told nowhere.
    """
    choices, assessment = subject.choices, subject.assessment
    by_answers = stage_of(assessment.questionnaire, assessment.statuses, None)
    if assessment.stage is not None and (assessment.stage, assessment.stated) != by_answers:
        yield f"stage={assessment.stage.id}"
    if choices.as_of is not None:
        yield f"as-of={choices.as_of}"
    if not choices.notes:
        yield "without-notes"
    if choices.restricted:
        yield "restricted"
    yield from (f"appendices={ident}" for ident in choices.appendices)
    if choices.headings:
        named = "\n".join(f"{name.id}\t{name.title or ''}" for name in choices.headings)
        yield f"headings={sha256(named.encode()).hexdigest()[:SHORT_DIGEST]}"
    if subject.templates is not None:
        yield f"templates={subject.templates}"
    yield from (f"with={short(other, choices)}" for other in subject.others)


class ComparatorLine(Struct, frozen=True):
    """One organisation; `likeness` says how it is like this service."""

    id: str
    name: str
    status: str
    status_words: str
    status_note: str
    as_at: str
    caveat: str
    what_to_learn: str
    sector: str
    members: str | None
    legal_form: str
    since: str
    likeness: str
    sources: tuple[str, ...]
    status_told: str
    """The status and its note in sentences, the status said once."""


class _Asked(Struct, frozen=True):
    """A question that organisations are matched with: the words of its options, and those that a report may tell."""

    field: str
    labels: Mapping[str, str]
    told: frozenset[str]


class Comparators(Struct, frozen=True):
    """Those chosen for the report, and the rest."""

    text: str | None
    chosen: tuple[ComparatorLine, ...]
    others: tuple[ComparatorLine, ...]


def comparators_view(assessment: Assessment) -> Comparators:
    """The organisations of the reference data, chosen as the paper says; all where it says nothing."""
    reference = assessment.questionnaire.reference
    choice = None if reference.paper is None else reference.paper.comparators
    if choice is None:
        return Comparators(None, tuple(_line(c, (), reference) for c in reference.comparators), ())
    asked = tuple(_asked(match, assessment) for match in choice.match)
    chosen, others = (
        tuple(_line(c, asked, reference) for c in some)
        for some in chosen_and_others(reference.comparators, choice, assessment)
    )
    return Comparators(choice.text or None, chosen, others)


def chosen_and_others(
    comparators: Iterable[Comparator], choice: ComparatorChoice, assessment: Assessment
) -> tuple[tuple[Comparator, ...], tuple[Comparator, ...]]:
    """The best matches, at most so many, and the rest, both best first.

    The first match orders before the second; like ones keep the file's order. None is chosen where nothing is known
    to match them by. Where none of those chosen has one of the statuses that one must have, the best match that has
    takes the last place.
    """
    answers = [(match.field, _answered(match, assessment)) for match in choice.match]
    if not any(given for _, given in answers):
        return (), tuple(comparators)
    ordered = sorted(comparators, key=lambda c: [-len(given.intersection(c.values(field))) for field, given in answers])
    chosen = ordered[: choice.at_most]
    wanted = [c for c in ordered if c.status in choice.always_one_with_status]
    if wanted and not any(c in wanted for c in chosen):
        chosen[-1] = wanted[0]
    return tuple(chosen), tuple(c for c in ordered if c not in chosen)


def _answered(match: Match, assessment: Assessment) -> frozenset[str]:
    """The option ids that a question was answered with."""
    status = assessment.statuses[match.question]
    value = status.answer.value if status.state is State.ANSWERED else None
    return frozenset(one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def _asked(match: Match, assessment: Assessment) -> _Asked:
    status = assessment.statuses[match.question]
    labels = {option.id: option.label for option in status.question.type.options}
    return _Asked(match.field, labels, frozenset() if status.answer.exempt else _answered(match, assessment))


def _since(comparator: Comparator) -> str:
    """Since when there is such an organisation, each day and month in it in words."""
    return DAYS.sub(lambda found: day_in_words(found[0]), comparator.since)


def _line(comparator: Comparator, asked: tuple[_Asked, ...], reference: Reference) -> ComparatorLine:
    """An organisation in the words of the questions that it is matched with; answers left out are not told."""
    status, note = status_words(comparator.status), comparator.status_note
    labels = next((one.labels for one in reversed(asked) if one.field == "members"), {})
    members = "; ".join(labels.get(ident, ident) for ident in comparator.members)
    shared = "; ".join(
        one.labels.get(ident, ident) for one in asked for ident in comparator.values(one.field) if ident in one.told
    )
    copied = {name: value for name, value in asdict(comparator).items() if name in ComparatorLine.__struct_fields__}
    return ComparatorLine(
        **copied
        | {
            "members": members or None,
            "as_at": day_in_words(comparator.as_at),
            "since": _since(comparator),
            "sources": reference.cited(comparator.sources),
        },
        status_words=status,
        status_told=note if note.startswith(status) else f"{status}. {note}",
        likeness=shared or "Nothing in common with these answers",
    )
