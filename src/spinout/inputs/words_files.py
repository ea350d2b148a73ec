"""Write a file of officers' words: each slot in the paper's order, what it asks for, and what is there."""

from collections.abc import Iterable, Iterator, Mapping

from spinout.core.scalars import scalar
from spinout.core.slots import DATE, LINE, TABLE, PaperWords, Slot, SlotWords
from spinout.core.wording import on_one_line
from spinout.inputs.writing import STEP, new_yaml

WIDEST = 96
"""So many letters of a comment stand on a line."""
SAID = {LINE: "One line.", DATE: "A day, as 2027-03-09.", TABLE: "A row for each, as below without the signs #."}
AS_TEXT = "Paragraphs, lists (- or 1.) and links ([words](https://...)), indented below."
HEAD = (
    "What officers say in the paper. Write behind a colon, or indented below one; leave blank what is not known yet.",
    'To keep words out of the published paper: {text: "...", exempt: true}.',
)
WAS = "What the answers were when this was written or last looked at. It is compared with them; leave it as it is."
UNUSED = "Texts that have no place in this paper. Nothing reads them; move them, or delete them."


def words_file(slots: Iterable[tuple[str, Slot]], words: PaperWords) -> bytes:
    """A whole file; `slots` have the heading that each stands under."""
    lines = [f"# {line}" for text in HEAD for line in _wrapped(text)]
    about = {"questionnaire": words.questionnaire, "service": words.service, "stage": words.stage}
    lines += ["", *(f"{name}: {scalar(text)}" for name, text in about.items() if text is not None), "", "words:"]
    under = None
    for heading, slot in slots:
        if heading != under:
            lines += ["", f"{STEP}# == {on_one_line(heading)} =="]
            under = heading
        lines += ["", *_slot(slot, words.of(slot.id))]
    if words.written_for:
        lines += ["", *(f"# {line}" for line in _wrapped(WAS)), "written_for:"]
        for ident, held in words.written_for.items():
            lines += [
                f"{STEP}{scalar(ident)}:",
                *(f"{2 * STEP}{scalar(q)}: {scalar(text)}" for q, text in held.items()),
            ]
    if words.unused:
        lines += ["", *(f"# {line}" for line in _wrapped(UNUSED))]
        lines += new_yaml({"unused": _as_written(words.unused)}).decode().rstrip("\n").split("\n")
    return ("\n".join(lines) + "\n").encode()


def _slot(slot: Slot, words: SlotWords) -> Iterator[str]:
    said = [f"{slot.label}{'' if slot.role is None else f' ({slot.role})'}.", slot.prompt]
    said += [SAID.get(slot.shape, AS_TEXT), None if slot.needed else "It may stay blank."]
    if slot.given is not None:
        said.append(f"Left blank, it says: {slot.given}")
    for line in _wrapped(" ".join(filter(None, said))):
        yield f"{STEP}# {line}"
    name = f"{STEP}{scalar(slot.id)}:"
    if slot.shape == TABLE:
        yield from _table(name, slot, words)
        return
    if words.exempt:
        yield name
        name = f"{2 * STEP}text:"
    yield from _text(name, words.text, long=slot.shape not in (LINE, DATE), deep=3 if words.exempt else 2)
    if words.exempt:
        yield f"{2 * STEP}exempt: true"


def _text(name: str, text: str | None, *, long: bool, deep: int) -> Iterator[str]:
    """A text in a block of its own where it may have several lines, else behind its name."""
    if text is None:
        yield f"{name} |" if long else name
        if long:
            yield ""
    elif long and _stands_in_block(text):
        yield f"{name} |"
        yield from (f"{deep * STEP}{line}" if line else "" for line in text.split("\n"))
    else:
        yield f"{name} {scalar(text)}"


def _stands_in_block(text: str) -> bool:
    """Whether a block of lines gives back just this text."""
    return text == text.strip() and all(line.isprintable() and line == line.rstrip(" ") for line in text.split("\n"))


def _table(name: str, slot: Slot, words: SlotWords) -> Iterator[str]:
    if words.exempt:
        yield name
        name = f"{2 * STEP}rows:"
    indent = (3 if words.exempt else 2) * STEP
    yield name
    for place, column in enumerate(slot.columns):
        sign, example = "  " if place else "- ", "2027-03-09" if column.shape == DATE else "..."
        yield f"{indent}# {sign}{column.id}: {example}"
    for row in words.rows:
        for place, (ident, text) in enumerate(row.items()):
            sign = "- " if place == 0 else "  "
            yield from _text(f"{indent}{sign}{scalar(ident)}:", text, long="\n" in text, deep=len(indent) // 2 + 2)
    if words.exempt:
        yield f"{2 * STEP}exempt: true"


def _as_written(value: object) -> object:
    """Plain data with nothing in it that a writer has no form for."""
    if isinstance(value, Mapping):
        return {str(key): _as_written(held) for key, held in value.items()}
    return [_as_written(held) for held in value] if isinstance(value, list | tuple) else value


def _wrapped(text: str) -> Iterator[str]:
    """A comment in lines that fit a screen."""
    line = ""
    for word in on_one_line(text).split(" "):
        if line and len(line) + 1 + len(word) > WIDEST:
            yield line
            line = word
        else:
            line = f"{line} {word}".lstrip()
    yield line
