"""The places for an officer's words as a report shows them: blank, filled, or not for publication."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.markup import PARAGRAPH, Passage, Stretch, as_text, passages_of
from spinout.core.reading.paper_words import condition_slot
from spinout.core.slots import DATE, LINE, NOBODYS_WORDS, TABLE, PaperWords, Slot
from spinout.core.wording import day_in_words, on_one_line

Cell = tuple[Passage, ...]
WITHHELD = "Not for publication."
TO_FILL_IN = "[to be filled in]"
BRACKETS = re.compile(r"\[([^\[\]]+)\]")


class SlotView(Struct, frozen=True):
    """A place for an officer's words, as a report shows it.

    What stands in it are `passages`, or in a table `head` and `rows`; `text` is the same as words alone, and
    `blank` is what marks the place. It is `filled` where nobody need write anything more, and `by_officer` where
    somebody wrote it who is no program. Words that are `withheld` stand in the part not for publication alone.
    """

    id: str
    label: str
    shape: str
    prompt: str | None
    role: str | None
    needed: bool
    blank: str
    filled: bool = False
    by_officer: bool = False
    withheld: bool = False
    exempt: bool = False
    text: str = ""
    date: str | None = None
    passages: tuple[Passage, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def shown(self) -> bool:
        """Whether it has a place in the paper: one that is neither needed nor filled has none."""
        return self.filled or self.needed or self.withheld

    @property
    def blank_left(self) -> bool:
        """Whether somebody has yet to fill it."""
        return self.needed and not (self.filled or self.withheld)


class Fragment(Struct, frozen=True):
    """A piece of a sentence: words of its own, or those of a slot, of which `text` is what to print."""

    text: str
    slot: SlotView | None = None


class Desk(Struct, frozen=True):
    """The words that a report has for its slots.

    `own` are the texts of the answers' own header, which count where the officer's file has none. The paper is for the
    decision at `stage`, and `left_out` where it leaves something out.
    """

    words: PaperWords = NOBODYS_WORDS
    own: Mapping[str, str] = {}
    restricted: bool = False
    stage: str | None = None
    left_out: bool = False

    def at(self, slot: Slot, values: Mapping[str, str] | None = None) -> SlotView:
        """A slot with what stands in it; `values` fill the placeholders of what stands there by itself."""
        made = SlotView(
            slot.id,
            slot.label,
            slot.shape,
            slot.prompt,
            slot.role,
            slot.in_a_paper(self.stage, left_out=self.left_out).needed,
            slot.blank,
            head=tuple(column.label for column in slot.columns),
        )
        given = self.words.standing_at(slot.id)
        if given.exempt and not given.blank and not self.restricted:
            return replace(made, withheld=True, text=WITHHELD, passages=_line(WITHHELD), head=())
        if slot.shape == TABLE:
            rows = tuple(tuple(_cell(row.get(c.id, ""), c.shape) for c in slot.columns) for row in given.rows)
            return replace(made, filled=bool(rows), by_officer=bool(rows), rows=rows, exempt=given.exempt)
        text = given.text if given.text is not None else self.own.get(slot.id)
        if text is not None:
            made = replace(made, filled=True, by_officer=True, exempt=given.exempt)
        elif slot.given is not None:
            text = slot.given if values is None else filled(slot.given, values)
            made = replace(made, filled=True)
        else:
            return made
        passages = _cell(text, slot.shape)
        day = text if slot.shape == DATE else None
        return replace(made, text=as_text(passages), date=day, passages=passages)

    def shown(self, slots: Iterable[Slot]) -> tuple[SlotView, ...]:
        """Those that have a place in the paper."""
        return tuple(view for view in map(self.at, slots) if view.shown)


def _cell(text: str, shape: str) -> Cell:
    if shape == DATE:
        return _line(day_in_words(text))
    return _line(on_one_line(text)) if shape == LINE else passages_of(text)


def _line(text: str) -> Cell:
    return (Passage(PARAGRAPH, ((Stretch(text),),)),) if text else ()


NAMED = re.compile(r"\{([a-z_]+|[a-z0-9-]+\.[a-z0-9-]+)\}")
"""What a text of the paper has a place for: a word of its own, or the answer to a question."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; a word in braces that is none stays as it is.

    What is filled in is not looked through again.
    """
    return NAMED.sub(lambda found: values.get(found[1], found[0]), text)


def bracketed(text: str, slots: Iterable[Slot]) -> Iterator[tuple[str, Slot | None]]:
    """A text of the paper in its pieces, with the slots that words in square brackets name by their ids."""
    by_id, at = {slot.id.rpartition(".")[2]: slot for slot in slots}, 0
    for found in BRACKETS.finditer(text):
        slot = by_id.get(re.sub("[^a-z0-9]+", "-", found[1].casefold()).strip("-"))
        if slot is not None:
            if found.start() > at:
                yield text[at : found.start()], None
            yield found[0], slot
            at = found.end()
    if at < len(text):
        yield text[at:], None


def fragments(text: str, slots: Iterable[Slot], desk: Desk, values: Mapping[str, str]) -> tuple[Fragment, ...]:
    """A text of the paper in its pieces, with its placeholders filled."""
    return tuple(
        Fragment(filled(words, values)) if slot is None else _fragment(desk.at(slot), words)
        for words, slot in bracketed(text, slots)
    )


def _fragment(view: SlotView, mark: str) -> Fragment:
    """A slot within a sentence: what stands in it, or its mark, which is short there."""
    return Fragment(view.text or mark, replace(view, blank=mark))


def labelled(slots: Iterable[Slot], of: Iterable[Slot], desk: Desk) -> tuple[Fragment, ...]:
    """Slots behind a sentence, each after its label; `of` are those whose labels are said."""
    made: list[Fragment] = []
    for slot, named in zip(slots, of, strict=True):
        view = desk.at(slot)
        if view.shown:
            mark = f"[{named.label[0].lower()}{named.label[1:]}]"
            said = _fragment(view, mark)
            made += [Fragment(f" {named.label}: "), said, *([] if said.text.endswith(".") else [Fragment(".")])]
    return tuple(made)


def for_each_condition(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots whose words stand at every condition that has none of its own."""
    return tuple(
        replace(slot, label=f"{slot.label} of every condition that names none of its own", needed=False)
        for slot in slots
    )


def is_mark(text: str, slot: Slot) -> bool:
    """Whether a text is what marks a slot as blank: on a line, in a sentence, or in a place of its own."""
    told = {slot.blank, TO_FILL_IN, slot.label.partition(": ")[0], slot.id.rpartition(".")[2]}
    return BRACKETS.fullmatch(text) is not None and _bare(text) in map(_bare, told)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def condition_slots(slots: Iterable[Slot], question: str | None, title: str) -> tuple[Slot, ...]:
    """The slots of one condition, or of one fact, which are named after its question."""
    about = () if question is None else (question,)
    return tuple(
        replace(slot, id=condition_slot(slot, question), label=f"{slot.label}: {title}", questions=about)
        for slot in slots
    )


def words_digest(slots: Iterable[SlotView], words: PaperWords) -> str | None:
    """The digest (SHA-256, in hexadecimal) of those of the officers' words that a report shows; None for none.

    What the answers' own header says is in the digest of the answers.
    """
    shown = (slot for slot in slots if slot.by_officer and not words.standing_at(slot.id).blank)
    told = {slot.id: [slot.date or slot.text, plain_rows(slot)] for slot in shown}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest() if told else None


def plain_rows(slot: SlotView) -> list[dict[str, str]]:
    """The rows of a table as texts under the labels of its columns."""
    return [{head: as_text(cell) for head, cell in zip(slot.head, row, strict=True)} for row in slot.rows]
