"""Begin a file of officers' words, carry words over to new answers, and say what is still blank or out of date."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.reading.paper_words import known_slots, paper_words_from
from spinout.core.scoring.assessment import Assessment
from spinout.core.slots import PaperWords, SlotWords, put_aside
from spinout.core.wording import found, listed
from spinout.inputs.words_files import words_file
from spinout.reports.view.paper_slots import AnswerChange, PlacedSlot, bears_on, changes_since, paper_slots
from spinout.reports.view.publication import without_exempt
from spinout.use_cases.assessments import Assessed, Refused, taken_from_yaml
from spinout.use_cases.questionnaires import Loaded


def read_words(path: str, loaded: Loaded, *, service: str | None = None, lenient: bool = False) -> PaperWords | Refused:
    """The words of a file, or all that is wrong with it. Raises StorageError.

    `service` is that of the answers that they are for. `lenient` keeps words whose slot is gone.
    """
    return taken_from_yaml(
        path, lambda data: paper_words_from(data, loaded.questionnaire, path, service=service, lenient=lenient)
    )


class BegunWords(Struct, frozen=True):
    """A file of words as it is to be written, and what is to be told of it.

    `blank` are the slots that are needed and not filled, `changed` the answers that the words carried over bear
    on and that are others now, `unused` the slots whose words have no place any more.
    """

    content: bytes
    slots: int
    blank: tuple[str, ...]
    changed: tuple[AnswerChange, ...]
    unused: tuple[str, ...]


def begun_words(
    assessed: Assessed, loaded: Loaded, old: PaperWords | None = None, *, exempt: bool = False
) -> BegunWords:
    """A file with every slot of the paper of an assessment, and in it the words that there are.

    With `exempt` it has those of the part not for publication too, and is then as little for publication.
    """
    assessment, before = assessed.assessment, old or PaperWords()
    placed, public = paper_slots(assessment, before, exempt=exempt), without_exempt(assessment)
    ids = {each.slot.id for each in placed}
    own = {ident: SlotWords(text) for ident, text in assessment.answers.paper.items() if ident in ids}
    # a text whose slot has come back takes its place again
    back = {ident: words for ident, words in _come_back(before, loaded).items() if ident in ids}
    words = own | back | {ident: each for ident, each in before.words.items() if ident in ids}
    gone = {ident: plain_words(each) for ident, each in before.words.items() if ident not in ids}
    unused = {ident: each for ident, each in before.unused.items() if ident not in back}
    for ident, each in gone.items():
        put_aside(unused, ident, each)
    held = {each.slot.id: bears_on(public, each.slot) for each in placed}
    made = PaperWords(
        words,
        loaded.questionnaire.id,
        assessment.answers.service,
        None if public.stage is None else public.stage.id,
        {ident: told for ident, told in held.items() if told},
        unused,
    )
    return BegunWords(
        words_file([(each.heading, each.slot) for each in placed], made),
        len(placed),
        tuple(_blank(placed, made)),
        changes_since(assessment, replace(before, words=words)),
        tuple(gone),
    )


def _come_back(before: PaperWords, loaded: Loaded) -> Mapping[str, SlotWords]:
    """The unused texts that stand under a slot of the questionnaire, read as its words; none that are wrong for it."""
    known = known_slots(loaded.questionnaire)
    data = {ident: each for ident, each in before.unused.items() if ident in known and ident not in before.words}
    words, problems = paper_words_from(
        {"questionnaire": loaded.questionnaire.id, "words": data}, loaded.questionnaire, lenient=True
    )
    return {} if problems else words.words


def _blank(placed: tuple[PlacedSlot, ...], words: PaperWords) -> Iterator[str]:
    for each in placed:
        if each.slot.needed and each.slot.given is None and words.standing_at(each.slot.id).blank:
            yield each.slot.id


def plain_words(words: SlotWords) -> object:
    """What was written for a slot, as plain data of a file."""
    made: object = [dict(row) for row in words.rows] if words.rows else words.text
    if not words.exempt:
        return made
    return {"rows" if words.rows else "text": made, "exempt": True}


def told_of_words(assessment: Assessment, words: PaperWords) -> Iterator[str]:
    """What whoever makes a paper must know of the words for it: sentences."""
    public = without_exempt(assessment)
    stage = None if public.stage is None else public.stage.id
    if words.stage is not None and words.stage != stage:
        yield f"The words were begun for the stage {words.stage}, and this paper is for {stage}."
    yield from map(change_told, changes_since(assessment, words))
    ids = {placed.slot.id for placed in paper_slots(assessment, exempt=True)}
    missing = [ident for ident in words.words if ident not in ids]
    if missing:
        yield f"This paper has no place for the words of {listed(missing)}. They are not printed."


def change_told(change: AnswerChange) -> str:
    """A sentence that says what has changed since somebody wrote."""
    return (
        f'The text for "{change.label}" was written when {change.title} was {found(change.before)}; '
        f"it is now {found(change.now)}."
    )
