"""The pieces that a report is made of, under its headings: what every format lays out, in order.

They hold finished words and numbers. Nothing is worked out here, and nothing is escaped.
"""

from msgspec import Struct

from spinout.reports.drawings import Picture


class TitleLine(Struct, frozen=True):
    """A line of the title block; `blank` where an officer must fill it."""

    label: str
    text: str
    blank: bool = False


class HeldLine(Struct, frozen=True):
    """An answer that bears on a heading. `words` are all of the answer, `short` is its level alone."""

    question: str
    ask: str
    words: str
    short: str
    evidence: str | None


class OfficerBox(Struct, frozen=True):
    """A labelled place for an officer's words, and what the tool holds for it.

    `blank` is the marked blank, `role` whose words they are, `lines` the answers with their evidence.
    """

    id: str
    title: str
    role: str | None
    prompt: str | None
    blank: str
    lines: tuple[HeldLine, ...] = ()
    remarks: tuple[str, ...] = ()


class Item(Struct, frozen=True):
    """One thing in a recommendation, under the number that it has everywhere; `kind` is `condition` or `fact`."""

    kind: str
    number: int
    text: str


class Recommendation(Struct, frozen=True):
    """One recommendation: a sentence, and the numbered items that it asks for."""

    number: str
    text: str
    items: tuple[Item, ...] = ()
    after: str | None = None


class Block(Struct, frozen=True):
    """One numbered piece under a heading; `kind` says what stands in it.

    `paragraph` is `text` alone; `held` has `lines`; `officer` has a `box`; `picture` has a `picture`.
    Any other kind draws the field of the report of that name, after `text` where there is one.
    """

    kind: str
    number: str | None = None
    text: str | None = None
    lines: tuple[HeldLine, ...] = ()
    box: OfficerBox | None = None
    picture: Picture | None = None


class Part(Struct, frozen=True):
    """A heading of the report, or an appendix, with what stands under it. `id` is its anchor."""

    number: str
    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    appendix: bool = False
