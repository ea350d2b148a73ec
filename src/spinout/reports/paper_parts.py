"""The headings of a paper as the questionnaire has them, each with its numbered pieces.

What is long stands in an appendix. What a reader is sent to, and the paper has no appendix for, is
added after the paper's own.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from spinout.core.assessment import Assessment
from spinout.core.reference import Heading, HeadingName, Paper
from spinout.reports.blocks import Block, HeldLine, OfficerBox, Part
from spinout.reports.boxes import BLANK, held_lines, holds
from spinout.reports.first_form import LETTERS
from spinout.reports.pieces import Pieces

IN_FULL: Mapping[str, tuple[str, ...]] = {
    "gates": ("conditions", "gates"),
    "scores": ("scores", "robustness"),
    "verdict": ("verdict",),
}
"""What an appendix draws for a thing to show, where that is not one piece of the same name."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "gates": ("picture:gates",),
    "score": ("picture:range",),
    "results": ("outcomes",),
    "suggestion": ("suggested",),
    "pictures": ("pictures",),
    "plan": ("plan", "picture:steps"),
    "comparators": ("chosen",),
    "scores": ("picture:sections", "score"),
}
"""What stands before the appendices for it."""
NOT_KNOWN = ("settles", "facts")
"""What follows the gates where something is not known."""
ADDED = (
    ("conditions", "Conditions in full"),
    ("tests", "What decided the tests"),
    ("steps", "The steps of the plan"),
    ("evidence", "Evidence that the answers name"),
    ("unknown", "What is not known"),
    ("answers", "All answers"),
    ("scores", "How the scores were worked out"),
    ("method", "How the scoring works"),
    ("sources", "Sources"),
    ("provenance", "Where this report came from"),
)
ONLY_WHERE_LONG = ("evidence",)
"""Of these, what no appendix is for where a few lines before the appendices hold it."""
HELD = "What the answers say:"


def paper_parts(
    assessment: Assessment, paper: Paper, pieces: Pieces, names: tuple[HeadingName, ...]
) -> tuple[Part, ...]:
    """The headings and appendices of the paper, in the order wanted."""
    headings = _named(paper.headings, names)
    main: list[Part] = []
    for heading in headings:
        blocks = tuple(_main_blocks(heading, assessment, pieces))
        if blocks:
            number = str(len(main) + 1)
            main.append(Part(number, _anchor(heading.id), heading.title, _numbered(blocks, number)))
    last = [(h.id, h.title, tuple(_last_blocks(h, assessment, pieces))) for h in _named(paper.appendices, names)]
    last = [entry for entry in last if entry[2]]
    drawn = {block.kind for part in main for block in part.blocks} | {b.kind for _, _, blocks in last for b in blocks}
    last += [
        (f"added-{kind}", title, (_block(kind, pieces),))
        for kind, title in ADDED
        if kind in pieces.filled and kind not in drawn and (kind not in ONLY_WHERE_LONG or kind in pieces.long)
    ]
    used = {part.id for part in main}
    return (*main, *_appendices(last, used))


def _anchor(ident: str) -> str:
    return f"part-{ident}"


def _appendices(found: Iterable[tuple[str, str, tuple[Block, ...]]], used: set[str]) -> Iterator[Part]:
    for place, (ident, title, blocks) in enumerate(found):
        anchor = _anchor(ident)
        yield Part(_letter(place), f"appendix-{ident}" if anchor in used else anchor, title, blocks, appendix=True)


def _letter(place: int) -> str:
    turns, rest = divmod(place, len(LETTERS))
    return LETTERS[rest] * (turns + 1)


def _named(headings: tuple[Heading, ...], names: tuple[HeadingName, ...]) -> list[Heading]:
    """The headings under the names wanted: those named first, in their order, then the rest in the paper's."""
    by_id = {heading.id: heading for heading in headings}
    wanted = [name for name in names if name.id in by_id]
    first = [replace(by_id[n.id], title=n.title or by_id[n.id].title) for n in wanted]
    taken = {name.id for name in wanted}
    return first + [heading for heading in headings if heading.id not in taken]


def _numbered(blocks: Iterable[Block], prefix: str) -> tuple[Block, ...]:
    """The blocks with the numbers of their paragraphs; what has no sentence belongs to the one before."""
    made: list[Block] = []
    number = 0
    for block in blocks:
        if block.text is None and block.box is None:
            made.append(block)
        else:
            number += 1
            numbered = f"{prefix}.{number}"
            made.append(Block(block.kind, numbered, block.text, block.lines, block.box, block.picture))
    return tuple(made)


def _main_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in SHORT.get(show, (show,)):
            yield from _in_short(kind, pieces)
    if "gates" in heading.shows:
        for kind in NOT_KNOWN:
            yield from _in_short(kind, pieces)
    yield from _own_blocks(_not_told_twice(heading, assessment), assessment, short="evidence" in pieces.long)


def _not_told_twice(heading: Heading, assessment: Assessment) -> Heading:
    """A heading that shows the verdict has said already which decision is asked for."""
    decision = assessment.questionnaire.decision
    if decision is None or "verdict" not in heading.shows:
        return heading
    return replace(heading, questions=tuple(q for q in heading.questions if q != decision.asked_by))


def _last_blocks(heading: Heading, assessment: Assessment, pieces: Pieces) -> Iterator[Block]:
    for show in heading.shows:
        for kind in IN_FULL.get(show, (show,)):
            if show == "scores" and kind == show:
                yield from _drawn("picture:sections", pieces)
            yield from _drawn(kind, pieces)
    yield from _own_blocks(heading, assessment, short=False)


def _in_short(kind: str, pieces: Pieces) -> Iterator[Block]:
    """What one kind comes to before the appendices: a sentence where it is long."""
    if kind in pieces.long and kind in pieces.filled:
        yield Block("paragraph", text=pieces.long[kind])
    else:
        yield from _drawn(kind, pieces)


def _drawn(kind: str, pieces: Pieces) -> Iterator[Block]:
    """What one kind comes to: a picture, all pictures of answers, or a piece where it has anything in it."""
    if kind == "pictures":
        for picture in pieces.answers:
            yield Block("picture", text=picture.title, picture=picture)
    elif kind.startswith("picture:"):
        found = pieces.pictures.get(kind.removeprefix("picture:"))
        if found is not None:
            yield Block("picture", text=pieces.texts.get(kind, found.title), picture=found)
    elif kind in pieces.filled:
        yield _block(kind, pieces)
    elif f"{kind}-left-out" in pieces.texts:
        yield Block("paragraph", text=pieces.texts[f"{kind}-left-out"])


def _block(kind: str, pieces: Pieces) -> Block:
    return Block(kind, text=pieces.texts.get(kind))


def _own_blocks(heading: Heading, assessment: Assessment, *, short: bool) -> Iterator[Block]:
    """A heading's own answers, or the text in their place, and its box for an officer's words.

    In short the answers stand without their evidence, as there is too much of it.
    """
    if heading.questions and holds(assessment, heading):
        lines = held_lines(assessment, heading.questions)
        if short:
            lines = tuple(HeldLine(line.question, line.ask, line.words, line.short, None) for line in lines)
        if lines:
            yield Block("held", text=HELD, lines=lines)
    elif heading.otherwise is not None:
        yield Block("paragraph", text=heading.otherwise)
    if heading.officer is not None:
        yield Block("officer", box=OfficerBox(heading.id, heading.title, None, heading.officer, BLANK))
