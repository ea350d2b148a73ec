"""Take the words of officers back from a Word file that a report was, and say what could not be taken."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.kinds.text import is_date
from spinout.core.questionnaire import HeadingName
from spinout.core.reading.paper_words import LONGEST, known_slots, paper_words_from
from spinout.core.slots import DATE, LINE, TABLE, TEXT, PaperWords, Slot, SlotWords, put_aside
from spinout.core.wording import MONTHS, found, listed, on_one_line, visible
from spinout.inputs.words_files import words_file
from spinout.reports.claims import choices_of, claims_in
from spinout.reports.layouts.environments import Templates
from spinout.reports.view.paper_slots import bears_on, paper_slots
from spinout.reports.view.publication import told_digest, without_exempt
from spinout.reports.view.resolutions import PUBLICATION
from spinout.reports.view.slots import BRACKETS, is_mark
from spinout.reports.word_marks import bookmark_of, tag_of
from spinout.reports.word_parts import parts_of
from spinout.reports.word_streams import WordParagraph
from spinout.reports.word_texts import NUMBER, SlotPlace, WordText, is_restricted, text_in, word_text
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.officers_words import plain_words
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import render_report

WRITTEN_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]+) ([0-9]{4})\Z")
BRITISH_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
FIRST_MARK, LAST_MARK = re.compile(r"\[[^\[\]]*\]"), re.compile(r"\[[^\[\]]*\]\Z")
TITLE = "title"
"""The slot of the title, which the properties of the file say too."""
OF_WORDS = re.compile(r",? ?words=[0-9a-f]{12}")
"""What the provenance of a paper says of the words in it."""
MOST_TOLD = 20
LONGEST_LINE = 500
MOST_LETTERS = 10 * LONGEST
"""A slot with more of them is not looked at."""
MOST_COPIES = 20
"""So many copies of a slot are looked at."""
MOST_COMPARED = 2000
"""So many lines of a paper are held against each other from the first that differs; it takes their square of time."""
MOST_OF_PAPER = 20_000_000
"""Bytes of a Word file that are read."""


class Taken(Struct, frozen=True):
    """The words that were in a file, the slots that it had, and sentences about what could not be taken."""

    words: PaperWords
    slots: tuple[str, ...]
    texts: int
    told: tuple[str, ...]


def taken_words(content: bytes, loaded: Loaded, old: PaperWords | None = None) -> Taken:
    """The words of a Word file, with those that there were already. Raises UnreadableReport."""
    text, known = word_text(parts_of(content)), known_slots(loaded.questionnaire)
    before = old or PaperWords(questionnaire=loaded.questionnaire.id)
    slots = {ident: slot for ident, slot in known.items() if text.holds(_place(slot))}
    paper = loaded.questionnaire.reference.paper
    own = () if paper is None else {slot.id for slot in paper.slots.get("restricted", ())}
    words, unused, texts = dict(before.words), dict(before.unused), 0
    told = [f"A comment was not taken: {found(comment)}." for comment in text.comments]
    apart = claims_in(content, ".docx").restricted
    gone = [ident for ident, each in before.words.items() if ident not in slots and not each.exempt]
    if gone and slots and not apart:
        told.append(f"Not in the Word file: {listed(gone)}. What there was is kept.")
    for ident, slot in slots.items():
        copies = _copies(text, slot, told)
        if not copies and not before.of(ident).blank:
            told.append(f"{ident} is blank in the Word file; the text that there was is kept.")
        right: list[SlotWords] = []
        for copy in copies:
            # LibreOffice keeps no tag by which a control would tell it
            exempt = copy.exempt or before.of(ident).exempt or (apart and ident not in own)
            here = replace(copy, exempt=exempt)
            made, wrong = _checked(ident, here, loaded)
            if wrong:
                told.append(f"{ident}: {wrong} The text stands under `unused`.")
                put_aside(unused, ident, plain_words(here))
            elif not _is_given(made, slot, loaded, text.title if ident == TITLE else ""):
                right.append(made)
            texts += bool(wrong) or made in right
        for other in right[1:]:
            put_aside(unused, ident, plain_words(other))
            told.append(
                f"{ident} stands more than once in the Word file, with other words: {_said(right[0])} was taken, "
                f"and {_said(other)} stands under `unused`."
            )
        if right:
            words[ident] = right[0]
    return Taken(replace(before, words=words, unused=unused), tuple(slots), texts, tuple(told))


def _copies(text: WordText, slot: Slot, told: list[str]) -> list[SlotWords]:
    """What was written in a slot, once for each copy of it that says anything else."""
    place = _place(slot)
    exempt = is_restricted(text.aliases.get(place.tag, ""))
    made: list[SlotWords] = []
    copies = text.copies(place)
    if len(copies) > MOST_COPIES:
        told.append(f"{slot.id} stands {len(copies):,} times in the Word file; {MOST_COPIES} were looked at.")
    for paragraphs in copies[:MOST_COPIES]:
        aside: list[str] = []
        here = replace(_slot_words(paragraphs, slot, aside), exempt=exempt)
        told.extend(each for each in aside if each not in told)
        if not here.blank and here not in made:
            made.append(here)
    beside = (on_one_line(paragraph.text) for paragraph in text.beside(place))
    told.extend(f"{slot.id}: a text beside its control was not taken: {found(words)}." for words in beside if words)
    return made


def _place(slot: Slot) -> SlotPlace:
    in_sentences = slot.id.startswith(("recommendations.", "conditions."))
    return SlotPlace(tag_of(slot.id), bookmark_of(slot.id), slot.shape == TEXT and not in_sentences)


def _said(words: SlotWords) -> str:
    return found(words.text or "; ".join(text for row in words.rows for text in row.values()))


def _slot_words(paragraphs: tuple[WordParagraph, ...], slot: Slot, told: list[str]) -> SlotWords:
    """What stands in a slot; blank where nothing does but its mark."""
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    letters = sum(len(run.text) for run in runs)
    if letters > MOST_LETTERS:
        told.append(f"{slot.id} was not taken: it has {letters:,} letters, and may have {LONGEST:,}.")
        return SlotWords()
    told.extend(f"{slot.id}: a {run.thing} was not taken." for run in runs if run.thing is not None)
    if slot.shape == TABLE:
        return SlotWords(None, tuple(_rows(paragraphs, slot, told)))
    made, refused = text_in(paragraphs)
    told.extend(f"{slot.id}: a link to {found(link)} was taken as text." for link in refused)
    said = " ".join(paragraph.text for paragraph in paragraphs)
    bare = _without_mark(on_one_line(said[mark.end() :] if (mark := NUMBER.match(said)) else said), slot)
    if not bare:
        return SlotWords()
    if BRACKETS.fullmatch(bare):
        told.append(f"{slot.id}: {found(bare)} was taken, though it stands in brackets as what marks a blank does.")
    if slot.shape == TEXT and len({paragraph.cell for paragraph in paragraphs}) > 1:
        told.append(f"{slot.id}: what stands in it as a table was taken as paragraphs.")
    if slot.shape == LINE:
        made = bare
    elif slot.shape == DATE:
        made = day_from(bare)
    return SlotWords(_without_mark(made, slot) or None)


def _without_mark(text: str, slot: Slot) -> str:
    """A text without what marks its slot as blank, which stays where somebody types before or behind it."""
    first, last = FIRST_MARK.match(text), LAST_MARK.search(text)
    if first is not None and is_mark(first[0], slot):
        text = text[first.end() :]
    elif last is not None and is_mark(last[0], slot):
        text = text[: last.start()]
    return text.strip(" \n")


def day_from(text: str) -> str:
    """A day as YYYY-MM-DD, where a text says one; else the text."""
    written, british = WRITTEN_DAY.match(text), BRITISH_DAY.match(text)
    months = {month[:length].casefold(): n for n, month in enumerate(MONTHS, start=1) for length in (3, len(month))}
    made = text
    if written is not None:
        made = f"{written[3]}-{months.get(written[2].casefold(), 0):02}-{written[1]:0>2}"
    elif british is not None:
        made = f"{british[3]}-{british[2]:0>2}-{british[1]:0>2}"
    return made if is_date(made) else text


def _rows(paragraphs: Iterable[WordParagraph], slot: Slot, told: list[str]) -> Iterator[Mapping[str, str]]:
    """The rows of the table in a slot, without its head; what has no column is told."""
    cells: dict[tuple[int, int], dict[int, list[WordParagraph]]] = {}
    for paragraph in paragraphs:
        if paragraph.cell is None:
            told.append(f"{slot.id}: a text beside its table was not taken: {found(paragraph.text)}.")
            continue
        table, row, column = paragraph.cell
        cells.setdefault((table, row), {}).setdefault(column, []).append(paragraph)
    head = [on_one_line(column.label) for column in slot.columns]
    for number, each in enumerate(cells.values()):
        plain = {column: on_one_line(" ".join(p.text for p in held)) for column, held in each.items()}
        if [plain.get(n) for n in range(len(head))] == head or not any(_without_mark(w, slot) for w in plain.values()):
            continue
        renamed = [words for n, words in plain.items() if words not in head[n : n + 1]]
        if not number and len(renamed) < len(plain):  # one label of a column, where that stands, makes it the head
            told.extend(f"{slot.id}: a column's name is the paper's, and was not taken: {found(w)}." for w in renamed)
            continue
        made = {}
        for column, held in each.items():
            text, refused = text_in(tuple(held))
            told.extend(f"{slot.id}: a link to {found(link)} was taken as text." for link in refused)
            if column >= len(slot.columns):
                told.append(f"{slot.id}: a column that it does not have was not taken: {found(plain[column])}.")
            elif text:
                shape = slot.columns[column].shape
                text = day_from(plain[column]) if shape == DATE else plain[column] if shape == LINE else text
                made[slot.columns[column].id] = _without_mark(text, slot)
        if made:
            yield made


def _checked(ident: str, words: SlotWords, loaded: Loaded) -> tuple[SlotWords, str]:
    """Words as the reader of their file takes them, and what is wrong with them there."""
    data = {"questionnaire": loaded.questionnaire.id, "words": {ident: plain_words(words)}}
    read, problems = paper_words_from(data, loaded.questionnaire)
    return read.of(ident), " ".join(problem.message for problem in problems)


def _is_given(words: SlotWords, slot: Slot, loaded: Loaded, known: str) -> bool:
    """Whether a text is what stands in a slot by itself, and nobody's; where the file says what that is, it is `known`.

    Else whatever may stand for a name in it counts as that name.
    """
    if slot.given is None or words.text is None:
        return False
    decision = loaded.questionnaire.decision
    stages = "|".join(re.escape(stage.label) for stage in (() if decision is None else decision.stages)) or ".+"
    pattern = re.escape(on_one_line(slot.given))
    if pattern.replace(r"\{stage\}", "") == pattern.replace(r"\{", "") == "":
        return False
    pattern = pattern.replace(r"\{stage\}", f"(?:{stages})")
    pattern = pattern.replace(r"\{publication\}", f"(?:{'|'.join(map(re.escape, PUBLICATION.values()))})")
    given = re.compile(re.sub(r"\\\{[a-z_]+\\\}", ".+", pattern))
    return words.text == known if given.fullmatch(known) else given.fullmatch(words.text) is not None


class Outside(Struct, frozen=True):
    """What stands round the slots of a paper and is not the program's: sentences about it, and its lines."""

    told: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Round(Struct, frozen=True):
    """The answers of a paper, and what stands round its slots that the program did not write there."""

    assessed: Assessed
    outside: Outside


def changed_round(
    content: bytes,
    answers: str,
    loaded: Loaded,
    taken: Taken,
    templates: Templates,
    headings: tuple[HeadingName, ...] = (),
    *,
    program_version: str,
) -> Round | Refused:
    """Make the paper again, with the words that were taken, and compare what stands round them.

    Raises StorageError, UnreadableReport, BrokenTemplate and MissingExtra.
    """
    claims = claims_in(content, ".docx")
    decision = loaded.questionnaire.decision
    stages = () if decision is None else tuple(stage.id for stage in decision.stages)
    assessed = assess_file(answers, loaded, claims.stage if claims.stage in stages else None)
    if isinstance(assessed, Refused):
        return assessed
    here = {ident: each for ident, each in taken.words.words.items() if ident in taken.slots or each.exempt}
    choices = choices_of(claims, headings, replace(taken.words, words=here))
    again = render_report(
        assessed, loaded, format=".docx", program_version=program_version, templates=templates, choices=choices
    )
    outside = changed_outside(content, again, loaded)
    if claims.digests[1:2] != (told_digest(assessed.assessment, assessed.sha256, choices),) and outside.told:
        outside = replace(outside, told=(OTHER_ANSWERS, *outside.told))
    return Round(assessed, outside)


def written_back(taken: Taken, loaded: Loaded, round_: Round | None = None) -> bytes:
    """The file of the words that were taken: with every slot of the paper where its answers are known."""
    words = taken.words
    if round_ is not None:
        assessed, unused = round_.assessed, dict(words.unused)
        if round_.outside.lines:
            put_aside(unused, OUTSIDE, list(round_.outside.lines))
            words = replace(words, unused=unused)
        public = {placed.slot.id for placed in paper_slots(assessed.assessment)}
        every = paper_slots(assessed.assessment, exempt=not public.issuperset(taken.slots))
        told = without_exempt(assessed.assessment)
        for placed in every:
            held = bears_on(told, placed.slot)
            if held and placed.slot.id not in words.written_for:
                words = replace(words, written_for={**words.written_for, placed.slot.id: held})
        words = replace(words, service=words.service or assessed.assessment.answers.service)
        slots = [(placed.heading, placed.slot) for placed in every]
    else:
        known = known_slots(loaded.questionnaire)
        wanted = {*taken.slots, *words.words}
        slots = [("Slots of the paper", slot) for ident, slot in known.items() if ident in wanted]
    named = {slot.id for _, slot in slots}
    rest = [("No place in this paper", known_slots(loaded.questionnaire)[i]) for i in words.words if i not in named]
    return words_file([*slots, *rest], words)


OUTSIDE = "outside-of-the-slots"
"""Under what the unused texts have what stands in no slot."""


def changed_outside(content: bytes, again: bytes, loaded: Loaded) -> Outside:
    """What stands round the slots of a Word file and is not what the program writes there.

    `again` is the report made again with the same words. Raises UnreadableReport.
    """
    here, there = (_outside(each, loaded) for each in (content, again))
    alike = sum(1 for _ in takewhile(lambda pair: _key(pair[0]) == _key(pair[1]), zip(here, there, strict=False)))
    here, there = here[alike:], there[alike:]
    cut = max(len(here), len(there)) > MOST_COMPARED
    here, there = here[:MOST_COMPARED], there[:MOST_COMPARED]
    told: list[str] = []
    lines: list[str] = []
    pairs = SequenceMatcher(None, [*map(_key, here)], [*map(_key, there)], autojunk=False)
    for kind, i, j, k, m in pairs.get_opcodes():
        if kind != "equal":
            told += [f"Not taken, as it stands outside of a slot: {_quoted(line)}" for line in here[i:j]]
            told += [f"There the program writes: {_quoted(line)}" for line in there[k:m]]
            lines += [words for _, words in here[i:j]]
    more = len(told) - MOST_TOLD
    last = [f"And {more} more."] * (more > 0) + [NOT_COMPARED] * cut + [KEPT_OUTSIDE] * bool(lines)
    return Outside((*told[:MOST_TOLD], *last), tuple(lines))


OTHER_ANSWERS = "The paper was made from other answers, or they were changed since. What they change in it is told too."
NOT_COMPARED = "It has too many lines to look at them all: what stands behind the last of these was not looked at."
KEPT_OUTSIDE = f"What was not taken stands under `unused`, as `{OUTSIDE}`. To have it in the paper: move it to a slot."


def _key(line: tuple[str, str]) -> tuple[bool, str]:
    """What of a line is compared: Word counts anew where a paragraph was added, so not which number it has."""
    number, words = line
    return bool(number), words


def _quoted(numbered: tuple[str, str]) -> str:
    """A line of a paper with its number, long enough for the change in it to be seen."""
    line = " ".join(filter(None, numbered))
    return f'"{visible(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…")}"'


def _outside(content: bytes, loaded: Loaded) -> list[tuple[str, str]]:
    outside = word_text(parts_of(content)).outside(map(_place, known_slots(loaded.questionnaire).values()))
    lines = ((number, OF_WORDS.sub("", line).strip()) for number, line in outside)
    return [line for line in lines if line[1] not in ("", "Options:")]
