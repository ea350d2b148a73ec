"""Read a file of officers' words, held against the slots of the paper that they are for."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.cursor import Cursor
from spinout.core.kinds.text import day_meant, is_date
from spinout.core.markup import passages_of, refused_links
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import Questionnaire
from spinout.core.slots import DATE, LINE, TABLE, PaperWords, Slot, SlotWords, put_aside
from spinout.core.wording import found, is_blank, on_one_line

TOP = ("questionnaire", "service", "stage", "words", "written_for", "unused")
LONGEST = 20_000
"""Letters of one text: more than a whole paper has."""
MOST_ROWS = 200
SCORE = "score"
"""Stands for the question in the slots of a condition that is of the score."""


def known_slots(questionnaire: Questionnaire) -> Mapping[str, Slot]:
    """Every slot that any paper of a questionnaire may have, by its id, in the paper's order."""
    paper = questionnaire.reference.paper
    if paper is None:
        return {}
    about = paper.slots.get("conditions", ())
    named = (slot for slot in paper.every_slot if slot not in about)
    made = {slot.id: slot for slot in named}
    made |= {slot.id: slot for slot in about}
    titles = {ident: question.title for ident, question in questionnaire.questions.items()}
    for question, title in (*titles.items(), (SCORE, "the score")):
        for slot in about:
            ident = condition_slot(slot, question)
            of = () if question == SCORE else (question,)
            made[ident] = replace(slot, id=ident, label=f"{slot.label}: {title}", questions=of)
    return made


def condition_slot(slot: Slot, question: str | None) -> str:
    """The id of a slot of one condition."""
    return f"conditions.{question or SCORE}.{slot.id.rpartition('.')[2]}"


def paper_words_from(
    data: object, questionnaire: Questionnaire, name: str = "", *, service: str | None = None, lenient: bool = False
) -> tuple[PaperWords, tuple[Problem, ...]]:
    """The words of a document, and all that is wrong with it.

    `service` is that of the answers that they are for; without one any will do. `lenient` keeps words whose slot
    is gone among the unused ones, where else they are wrong.
    """
    problems = ProblemList(name)
    top = Cursor(data, problems)
    if not top.fields(TOP, ("questionnaire",)):
        return PaperWords(), problems.every
    words, unused = _Words(known_slots(questionnaire), lenient).read(top["words"])
    for key, place in top["unused"].entries():
        if place.value is not None:
            put_aside(unused, key, place.value)
    return (
        PaperWords(
            MappingProxyType(words),
            _same(top["questionnaire"], questionnaire.id, Code.OTHER_QUESTIONNAIRE, "questionnaire"),
            _same(top["service"], service, Code.OTHER_SERVICE, "service"),
            _stage(top["stage"], questionnaire),
            MappingProxyType(dict(_written_for(top["written_for"]))),
            MappingProxyType(unused),
        ),
        problems.every,
    )


def _same(place: Cursor, wanted: str | None, code: Code, what: str) -> str | None:
    given = place.text()
    if given is not None and wanted is not None and given != wanted:
        message = f"These words are for the {what} {found(given)}, and the answers are of {found(wanted)}."
        place.report(code, message, f"Give the file of words for this {what}, or correct its name in both files.")
    return given


def _stage(place: Cursor, questionnaire: Questionnaire) -> str | None:
    decision = questionnaire.decision
    stages = () if decision is None else tuple(stage.id for stage in decision.stages)
    return place.word(stages, code=Code.UNKNOWN_STAGE, what="stage") if place else None


def _written_for(place: Cursor) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What the answers were; what is no text there was changed by hand, and says nothing."""
    for key, held in place.entries():
        yield key, {question: said.value for question, said in held.entries() if isinstance(said.value, str)}


class _Words(Struct):
    """The slots that there are, and the words whose slot is gone."""

    slots: Mapping[str, Slot]
    lenient: bool
    unused: dict[str, object] = field(default_factory=dict)

    def read(self, place: Cursor) -> tuple[dict[str, SlotWords], dict[str, object]]:
        """The words by their slots; blank ones are left out."""
        if place:
            place.fields(key for key, _ in place.entries())
        read = {}
        for key, entry in place.entries():
            slot = self.slots.get(key)
            if slot is not None:
                words = _entry(entry, slot)
                if not words.blank:
                    read[key] = words
            elif self.lenient:
                if entry.value not in (None, "", []):
                    self.unused[key] = entry.value
            else:
                hint = f"{entry.near_id(key, self.slots)} To list them: spinout paper start.".lstrip()
                entry.report(Code.UNKNOWN_SLOT, f"This paper has no slot {found(key)}.", hint, at_key=True)
        return read, self.unused


def _entry(place: Cursor, slot: Slot) -> SlotWords:
    """What was written for one slot: a text, or rows, or a mapping of one of them with `exempt`."""
    exempt, what = False, "rows" if slot.shape == TABLE else "text"
    if isinstance(place.value, dict):
        place.fields((what, "exempt"))
        exempt = place["exempt"].flag()
        place = place[what]
    if slot.shape == TABLE:
        return SlotWords(None, tuple(_rows(place, slot)), exempt)
    return SlotWords(_text(place, slot.shape), (), exempt)


def _rows(place: Cursor, slot: Slot) -> Iterator[Mapping[str, str]]:
    for item in place.items(most=MOST_ROWS, what="row") if place.value is not None else ():
        if item.fields(column.id for column in slot.columns):
            cells = {column.id: _text(item[column.id], column.shape) for column in slot.columns}
            row = {ident: text for ident, text in cells.items() if text is not None}
            if row:
                yield MappingProxyType(row)


def _text(place: Cursor, shape: str) -> str | None:
    """A text of a shape; None where nothing is written."""
    if place.value is None or (isinstance(place.value, str) and is_blank(place.value)):
        return None
    text = place.text()
    if text is None:
        return None
    if len(text) > LONGEST:
        place.report(Code.OUT_OF_RANGE, f"The text has {len(text):,} letters, and may have {LONGEST:,}.", "Shorten it.")
        return None
    if shape == DATE:
        if not is_date(text.strip()):
            hint = f"{day_meant(text)} Write a date as YYYY-MM-DD.".lstrip()
            place.report(Code.BAD_DATE, f"Found {found(text)}, which is no date.", hint)
        return text.strip()
    if shape == LINE:
        return on_one_line(text)
    for target in refused_links(text):
        place.report(
            Code.BAD_LINK,
            f"A link leads to {found(target)}, which is no address of the web or of mail.",
            "Write it as https://… or mailto:…, or put a backslash before the bracket where no link is meant.",
        )
    return text if passages_of(text) else None
